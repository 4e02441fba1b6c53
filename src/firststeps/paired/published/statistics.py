"""What papers print of a paired table beside its counts: each statistic, and the versions it is printed in.

A p-value may be of six tests and three sides, an odds ratio that of the pairs or that of the two proportions, an
interval of any method.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import ndtri

from firststeps.paired.results import ALTERNATIVES
from firststeps.paired.tables import cells
from firststeps.paired.two_waves.difference import ALL_CELLS, difference
from firststeps.paired.two_waves.difference import METHODS as DIFFERENCE_METHODS
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.odds_ratio import METHODS as ODDS_METHODS
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.ratio import METHODS as RATIO_METHODS
from firststeps.paired.two_waves.ratio import ratio

TESTS = ("asymptotic", "continuity", "n-1", "exact", "mid-p", "unconditional")  # those that papers print
CHI_SQUARED = ("asymptotic", "continuity", "n-1")


@dataclass(frozen=True)
class Statistic:
    """A statistic as papers print it: its name in words, its versions, and those tried where none is named.

    A version is a function of tables, for an interval of tables and level.  ``by_pairs``: it hangs on b, c and n only.
    """

    words: str
    versions: dict[str, Callable]
    usual: tuple[str, ...]
    by_pairs: Callable


def _p(test, side, tables):
    """McNemar's p-value."""
    return mcnemar(tables, test, side).pvalue


def _chi_squared(test, tables):
    """McNemar's chi-squared."""
    return mcnemar(tables, test).statistic


def _share(over, under):
    """Over / under: infinite for x/0, undefined for 0/0."""
    over, under = np.asarray(over, dtype=float), np.asarray(under, dtype=float)
    return np.where(under > 0, over / np.where(under > 0, under, 1), np.where(over > 0, np.inf, np.nan))


def _difference(tables):
    """The change of the proportion, second minus first."""
    counts = cells(tables)
    return (counts.c - counts.b) / counts.n


def _ratio(tables):
    """The ratio of the proportions, second to first."""
    counts = cells(tables)
    return _share(counts.a + counts.c, counts.a + counts.b)


def _odds_of_pairs(tables):
    """The conditional odds ratio: c / b."""
    counts = cells(tables)
    return _share(counts.c, counts.b)


def _odds_of_proportions(tables):
    """The odds of the second proportion over those of the first."""
    counts = cells(tables)
    return _share((counts.a + counts.c) * (counts.c + counts.d), (counts.b + counts.d) * (counts.a + counts.b))


def _kappa(tables):
    """Cohen's kappa of the two answers; undefined where all gave one and the same answer."""
    counts = cells(tables)
    first, second = counts.a + counts.b, counts.a + counts.c
    chance = first * second + (counts.n - first) * (counts.n - second)
    return _share_of_signed((counts.a + counts.d) * counts.n - chance, counts.n**2 - chance)


def _share_of_signed(over, under):
    """Over / under, undefined where there is nothing to divide by."""
    return np.where(under > 0, over / np.where(under > 0, under, 1), np.nan)


def _inverse(version):
    """The same the other way round: first to second wave."""

    def first_to_second(tables):
        """The reciprocal; 0 for infinity, infinity for 0."""
        with np.errstate(divide="ignore"):
            return 1 / np.asarray(version(tables))

    return first_to_second


def _limits(estimate, method, tables, level):
    """Both limits of an interval."""
    low, high, _ = estimate(tables, method).confidence_interval(level)
    return np.stack([low, high], axis=-1)


def _test_based(tables, level):
    """The odds ratio of the pairs to the power of 1 -/+ z / chi, undefined where a number of changers is 0.

    O. S. Miettinen (1976), Am J Epidemiol 103:226: no method to recommend, but one that papers print.
    """
    odds = _odds_of_pairs(tables)
    log_odds = np.log(np.where((odds > 0) & np.isfinite(odds), odds, np.nan))
    root = np.sqrt(mcnemar(tables, "asymptotic").statistic)
    far = ndtri((1 + level) / 2) * np.abs(log_odds) / np.where(root > 0, root, np.nan)
    return np.exp(np.stack([log_odds - far, log_odds + far], axis=-1))


def _intervals(words, estimate, methods, by_pairs, more=None):
    """The intervals of an estimate by each of its methods; the slowest is tried only where it is named."""
    versions = {method: partial(_limits, estimate, method) for method in methods} | (more or {})
    return Statistic(words, versions, tuple(version for version in versions if version != "unconditional"), by_pairs)


def _always(version):
    """Every version depends on b, c and n only."""
    return True


def _never(version):
    """No version depends on b, c and n only."""
    return False


STATISTICS = {
    "p": Statistic(
        "P",
        {
            test if side == "two-sided" else f"{test}, {side}": partial(_p, test, side)
            for side in ALTERNATIVES
            for test in TESTS
        },
        TESTS,
        _always,
    ),
    "chi_squared": Statistic(
        "chi-squared", {test: partial(_chi_squared, test) for test in CHI_SQUARED}, CHI_SQUARED, _always
    ),
    "difference": Statistic(
        "difference",
        {"second minus first": _difference, "first minus second": lambda tables: -_difference(tables)},
        ("second minus first",),
        _always,
    ),
    "ratio": Statistic(
        "ratio",
        {"second to first": _ratio, "first to second": _inverse(_ratio)},
        ("second to first",),
        _never,
    ),
    "odds_ratio": Statistic(
        "odds ratio",
        {
            "pairs": _odds_of_pairs,
            "proportions": _odds_of_proportions,
            "pairs, first to second": _inverse(_odds_of_pairs),
            "proportions, first to second": _inverse(_odds_of_proportions),
        },
        ("pairs", "proportions"),
        lambda version: version.startswith("pairs"),
    ),
    "kappa": Statistic("kappa", {"Cohen": _kappa}, ("Cohen",), _never),
    "difference_interval": _intervals(
        "interval of the difference", difference, DIFFERENCE_METHODS, lambda method: method not in ALL_CELLS
    ),
    "ratio_interval": _intervals("interval of the ratio", ratio, RATIO_METHODS, _never),
    "odds_ratio_interval": _intervals(
        "interval of the odds ratio", odds_ratio, ODDS_METHODS, _always, {"test-based": _test_based}
    ),
}
