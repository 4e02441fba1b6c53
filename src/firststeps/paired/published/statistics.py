"""What papers print of a paired table beside its counts: each statistic, and the versions it is printed in.

A p-value may be of six tests and three sides, an odds ratio that of the pairs or that of the two proportions, an
interval of any method.  A table agrees with a printed statistic if a version that is allowed prints it so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import ndtri

from firststeps.paired.limits.roots import last_true
from firststeps.paired.published.consequences import each_once
from firststeps.paired.published.printed import Printed, as_printed, printed_limits
from firststeps.paired.tables import as_tables, cells
from firststeps.paired.two_waves.difference import ALL_CELLS, difference
from firststeps.paired.two_waves.difference import METHODS as DIFFERENCE_METHODS
from firststeps.paired.two_waves.mcnemar import BY_DISCORDANT, mcnemar
from firststeps.paired.two_waves.odds_ratio import METHODS as ODDS_METHODS
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.ratio import METHODS as RATIO_METHODS
from firststeps.paired.two_waves.ratio import ratio

TESTS = ("asymptotic", "continuity", "n-1", "exact", "mid-p", "unconditional")  # those that papers print
CHI_SQUARED = ("asymptotic", "continuity", "n-1")
SIDES = ("two-sided", "greater", "less")
SECONDS = 2.0  # what one version may take before it is left out
# What a table costs by versions that search for their answer, in seconds; the unconditional test, by people and step.
COSTS = {"fay-lumbard": 2e-3, "fay-lumbard-mid-p": 1.2e-3, "unconditional": 1.5, "blaker": 6e-5}
COST, UNCONDITIONAL_STEP, STEPS = 4e-5, 1.5e-5, 32


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
    """The same the other way round: first to second measurement."""

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
            for side in SIDES
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
NAMED = (  # how papers name McNemar's tests, and which each can be
    (r"mid", ("mid-p",)),
    (r"uncondition|suissa", ("unconditional",)),
    (r"exact|binomial", ("exact",)),
    (r"n ?[-−] ?1", ("n-1",)),
    (r"uncorrected|without (?:continuity )?correction|asymptotic", ("asymptotic",)),
    (r"continuity|corrected|yates|edwards", ("continuity",)),
    (r"chi|χ|mcnemar|any", None),
)

CALLED = (  # how papers call versions of other statistics
    (r"score", "tango"),
    (r"exact|binomial", "clopper-pearson"),
    (r"miettinen", "test-based"),
    (r"asymptotic|\blog|woolf|normal approximation", "wald"),
    (r"unmatched|marginal|crude", "proportions"),
    (r"condition|matched|mcnemar|discordant|paired", "pairs"),
)


def chosen(name: str, by: str | tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The versions of a statistic that ``by`` names: the name of one, several of them, "any", or a paper's words.

    Raises ValueError, with the names there are, for words that name none.

    >>> chosen("p", "McNemar exact test, one-tailed"), chosen("odds_ratio", "pairs")
    (('exact, greater', 'exact, less'), ('pairs',))
    >>> chosen("p", "McNemar's chi-squared test")
    ('asymptotic', 'continuity', 'n-1')
    """
    statistic = STATISTICS[name]
    if by is None or by in ("any", ""):
        return statistic.usual
    if isinstance(by, (tuple, list)):
        return tuple(version for one in by for version in chosen(name, one))
    words = re.sub(r"\d+(?:\.\d+)? ?%", "", str(by)).strip(" ,;")
    if words in statistic.versions:
        return (words,)
    if not words:
        return statistic.usual
    if name in ("p", "chi_squared"):
        if versions := _by_words(name, words.lower()):
            return versions
    elif versions := [
        version for version in statistic.versions if re.search(rf"\b{re.escape(version)}\b", words, re.I)
    ]:
        return (max(versions, key=len),)
    elif versions := [v for pattern, v in CALLED if v in statistic.versions and re.search(pattern, words, re.I)]:
        return (versions[0],)
    raise ValueError(f"{by!r} names no version of the {statistic.words}; there are: {', '.join(statistic.versions)}.")


def _by_words(name, words):
    """The tests that a paper's words may mean, with their sides."""
    plain = words.replace("two-sided", "").replace("two-tailed", "").replace("2-tailed", "").replace("2-sided", "")
    one_sided = [side for side in SIDES[1:] if side in plain]
    if re.search(r"(?:one|1|single)[- ](?:sided|tailed)", plain):
        one_sided = one_sided or list(SIDES[1:])
    versions = STATISTICS[name].versions
    for pattern, tests in NAMED:
        if re.search(pattern, plain):
            if tests is None:
                tests = CHI_SQUARED if re.search("chi|χ", plain) or name == "chi_squared" else TESTS
            break
    else:
        if plain.strip(" ,;") and not one_sided:
            return ()
        tests = TESTS
    names = [f"{test}, {side}" for side in one_sided for test in tests] or list(tests)
    return tuple(version for version in names if version in versions)


@dataclass(frozen=True)
class Stated:
    """A statistic as printed: its name, its value or both limits, ``per`` 1 or 100, the versions allowed, the level."""

    name: str
    printed: tuple[Printed, ...]
    per: int
    versions: tuple[str, ...]
    level: float = 0.95

    @property
    def label(self) -> str:
        """The name of the statistic in words."""
        return STATISTICS[self.name].words

    @property
    def text(self) -> str:
        """What is printed, with its sign of equality where it has no other."""
        text = " to ".join(end.text.strip() for end in self.printed)
        if self.name == "p":
            text = re.sub(r"(?i)^p\s*=?\s*", "", text)
        return text if self.is_interval or re.match(r"[<>≤≥=]|n", text, re.I) else f"= {text}"

    @property
    def words(self) -> str:
        """The statistic as it is printed, in words."""
        return f"{self.label} {self.text}"

    @property
    def of_pairs(self) -> bool:
        """Whether b, c and n decide, and quickly: tests, and what is worked out from those who changed."""
        return not self.is_interval and all(map(STATISTICS[self.name].by_pairs, self.versions))

    @property
    def is_interval(self) -> bool:
        """Whether two limits are printed."""
        return self.name.endswith("_interval")

    def agrees(self, tables: np.ndarray, version: str) -> np.ndarray:
        """Which of the tables, of shape (K, 2, 2), print the statistic so by one version."""
        statistic = STATISTICS[self.name]
        if self.name == "p" and version.startswith("unconditional"):
            return _by_order(tables, self.printed[0], version.partition(", ")[2] or "two-sided")
        quantity = statistic.versions[version]
        if self.is_interval:
            quantity = partial(quantity, level=self.level)
        values = each_once(tables, quantity) if statistic.by_pairs(version) else quantity(as_tables(tables))
        values = self.per * np.asarray(values)
        if not self.is_interval:
            return self.printed[0].holds(values)
        return self.printed[0].holds(values[..., 0]) & self.printed[1].holds(values[..., 1])

    def cost(self, tables: int, people: int, sizes: int, version: str) -> float:
        """About how many seconds a version takes for so many tables of up to so many people, of so many sizes."""
        if self.name in ("p", "chi_squared"):
            return UNCONDITIONAL_STEP * STEPS * people * sizes if version.startswith("unconditional") else 0.0
        return COSTS.get(version, COST) * tables if self.is_interval else 0.0


def stated(
    name: str, text: str | tuple[str, str], by: str | None = None, rounding: str = "nearest", level: float = 0.95
) -> Stated:
    """Read a printed statistic.  A difference with a "%" is in percentage points, else a proportion.

    Raises ValueError for a statistic that there is not, for what is no number, and for an unknown version.

    >>> stated("p", "p = .043", "exact").words, stated("odds_ratio_interval", "1.31 to 4.77").words
    ('P = .043', 'interval of the odds ratio 1.31 to 4.77')
    """
    if name not in STATISTICS:
        raise ValueError(f"There is no printed statistic {name!r} here; there are: {', '.join(STATISTICS)}.")
    in_level = re.search(r"(\d+(?:\.\d+)?) ?%", str(by)) if name.endswith("_interval") else None
    level = float(in_level[1]) / 100 if in_level else level
    per = 100 if name.startswith("difference") and "%" in str(text) else 1
    if name == "p" and isinstance(text, str):
        text, by = _sides_apart(text.replace(",", ".") if text.count(",") == 1 else text, by)
    printed = printed_limits(text, rounding) if name.endswith("_interval") else (as_printed(text, rounding),)
    return Stated(name, printed, per, chosen(name, by), level)


def _sides_apart(text, by):
    """A p-value without "(one-sided)" behind it, which then stands with the version."""
    parts = re.fullmatch(r"(.*?)[\s(,;]*((?:one|two|1|2)[- ](?:sided|tailed))\)?\s*", text, re.I)
    if not parts:
        return text, by
    if isinstance(by, (tuple, list)):
        return parts[1], tuple(f"{one}, {parts[2]}" for one in by)
    return parts[1], f"{by or 'any'}, {parts[2]}".replace("any, ", "")


def _by_order(tables, printed, side):
    """Which tables print an unconditional p-value so: among tables of one n it falls as the score grows, so bisect."""
    tables = as_tables(tables).reshape(-1, 2, 2)
    counts, agreeing = cells(tables), np.zeros(len(tables), dtype=bool)
    toward = {"two-sided": np.abs(counts.c - counts.b), "greater": counts.c - counts.b, "less": counts.b - counts.c}
    score = toward[side] / np.sqrt(np.maximum(counts.b + counts.c, 1))
    for n in np.unique(counts.n):
        here = np.flatnonzero(counts.n == n)
        _, first, back = np.unique(score[here].round(12), return_index=True, return_inverse=True)
        some = tables[here[first]]  # from the largest p to the smallest

        def p(place, some=some):
            """The p-value of one of them."""
            return mcnemar(some[place], "unconditional", side).pvalue

        above = last_true(lambda place, p=p: not _at_most(printed, p(place)), len(some) - 1)
        last = last_true(lambda place, p=p: _at_least(printed, p(place)), len(some) - 1)
        agreeing[here] = (above < back.ravel()) & (back.ravel() <= last)
    return agreeing


def _at_most(printed, p):
    """Whether p is not above what is printed."""
    return bool(Printed(printed.text, None, printed.high, printed.closed).holds(p))


def _at_least(printed, p):
    """Whether p is not below what is printed."""
    return bool(Printed(printed.text, printed.low, None, printed.closed).holds(p))


def by_discordant(version: str) -> bool:
    """Whether a version of the test depends on b and c only, whatever n is."""
    return version.partition(",")[0] in BY_DISCORDANT
