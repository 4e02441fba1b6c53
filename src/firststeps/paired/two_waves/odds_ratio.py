"""The conditional odds ratio c / b of a paired table, and Cohen's g, with their confidence intervals.

Given b + c, the count c is binomial with probability pi = P(no to yes) / P(change); the odds ratio is pi / (1 - pi),
Cohen's g is pi - 1/2, so that limits of pi are limits of both.
"""

from functools import partial

import numpy as np
from scipy.special import ndtri

from firststeps.paired.families import FAMILIES
from firststeps.paired.limits.binomial import blaker, clopper_pearson, mid_p, wilson, wilson_cc
from firststeps.paired.results import Estimate, choose, level_of
from firststeps.paired.tables import TableLike, cells


def odds_ratio(table: TableLike, method: str = "clopper-pearson") -> Estimate:
    """Estimate the conditional odds ratio, second to first: c / b, above 1 for a gain.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    method : str
        Of the interval of pi = c / (b + c), which is carried over (Fagerland, Lydersen & Laake 2014):
        ``"clopper-pearson"`` (agrees with the exact McNemar test), ``"mid-p"`` (with the mid-p test), ``"wilson"``
        (with the asymptotic test), ``"wilson-cc"`` (corrected for continuity, Fleiss 1981), ``"blaker"`` (exact, never
        wider than Clopper and Pearson's); or ``"wald"``: log(c / b) and its standard error sqrt(1/b + 1/c).

    Returns
    -------
    Estimate
        ``estimate`` of shape (...), ``confidence_interval(level)``, and ``partner``, the test that agrees.
        The odds ratio is infinite (``np.inf``, printed
        "infinity") where b = 0 and c > 0: everyone who changed gained. Without discordant pairs nothing is known of it:
        the estimate is 1 by convention, as the tests' p is 1, and the limits are 0 and infinity.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, and for an unknown method.

    Examples
    --------
    >>> odds_ratio([[1, 1], [7, 12]])
    odds ratio, second to first: 7, 95% interval 0.8993 to 315.5 (clopper-pearson)
    agrees with: exact McNemar test
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    >>> odds_ratio([[5, 0], [3, 9]]).confidence_interval().high
    np.float64(inf)
    """
    limits = choose(METHODS, method)
    counts = cells(table)
    b, c = counts.b, counts.c
    return Estimate(
        _quotient(b, c),
        "odds ratio, second to first",
        method,
        partial(limits, b, c),
        _partner(method),
        unit="ratio",
        counts=counts,
        level=level_of(table),
    )


def cohens_g(table: TableLike, method: str = "clopper-pearson") -> Estimate:
    """Estimate Cohen's g with its sign: c / (b + c) - 1/2, from -1/2 to 1/2, positive for a gain (Cohen 1988).

    ``table`` and ``method`` are those of ``odds_ratio``, without ``"wald"``. Cohen calls 0.05 small, 0.15 medium and
    0.25 large, in absolute value. Without discordant pairs it is 0, with limits -1/2 and 1/2.

    >>> cohens_g([[1, 1], [7, 12]])
    Cohen's g: 0.3750, 95% interval -0.0265 to 0.4968 (clopper-pearson)
    agrees with: exact McNemar test
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    """
    limits = choose(SHARES, method)
    counts = cells(table)
    b, c = counts.b, counts.c
    return Estimate(
        _share(b, c) - 0.5,
        "Cohen's g",
        method,
        partial(_less_a_half, limits, b, c),
        _partner(method),
        unit="coefficient",
        counts=counts,
        level=level_of(table),
    )


def _partner(method):
    """Run the test that rejects no change just where the interval by ``method`` leaves it out."""
    return next((f"{family.test} McNemar test" for family in FAMILIES.values() if family.odds_ratio == method), "")


def _share(b, c):
    """Give the proportion of gains among those who changed; 1/2 where nobody changed."""
    return np.where(b + c > 0, c / np.maximum(b + c, 1), 0.5)[()]


def _quotient(b, c):
    """Give c / b, infinite where only b is 0, and 1 where both are."""
    return np.where(b > 0, c / np.maximum(b, 1), np.where(c > 0, np.inf, 1.0))[()]


def _odds(probability):
    """Give p / (1 - p), infinite for p = 1."""
    with np.errstate(divide="ignore"):
        return np.divide(probability, 1 - probability)


def _wald(b, c, level):
    """Give limits on the logarithmic scale; 0 and infinity where b or c is 0."""
    half = ndtri((1 + level) / 2) * np.sqrt(1 / np.maximum(b, 1) + 1 / np.maximum(c, 1))
    ratio, empty = c / np.maximum(b, 1), (b == 0) | (c == 0)
    return np.where(empty, 0.0, ratio * np.exp(-half)), np.where(empty, np.inf, ratio * np.exp(half))


def _as_odds(limits, b, c, level):
    """Give limits of the odds ratio from a function that gives limits of pi.

    The upper one is from the lower limit of losses to gains, which keeps its digits where pi is near 1.
    """
    (low, _), (turned, _) = (limits(x, b + c, level) for x in (c, b))
    with np.errstate(divide="ignore"):
        return [_odds(low), np.divide(1 - turned, turned)]


def _less_a_half(limits, b, c, level):
    """Give limits of Cohen's g from a function that gives limits of pi."""
    return [x - 0.5 for x in limits(c, b + c, level)]


SHARES = {
    "mid-p": mid_p,
    "clopper-pearson": clopper_pearson,
    "blaker": blaker,
    "wilson": wilson,
    "wilson-cc": wilson_cc,
}
METHODS = {name: partial(_as_odds, limits) for name, limits in SHARES.items()} | {"wald": _wald}
