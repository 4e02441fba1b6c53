"""A statistic as a paper states it: its printed value, the versions that the paper's words allow, what agrees with it.

A table agrees with a printed statistic if a version that is allowed prints it so.
"""

import re
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from firststeps.paired.limits.roots import last_true
from firststeps.paired.published.consequences import each_once
from firststeps.paired.published.printed import Printed, as_printed, printed_limits
from firststeps.paired.published.statistics import CHI_SQUARED, STATISTICS, TESTS
from firststeps.paired.results import ALTERNATIVES
from firststeps.paired.tables import as_tables, cells
from firststeps.paired.two_waves.mcnemar import BY_DISCORDANT, mcnemar

SECONDS = 2.0  # what one version may take before it is left out
# What a table costs by versions that search for their answer, in seconds; the unconditional test, by people and step.
COSTS = {"fay-lumbard": 2e-3, "fay-lumbard-mid-p": 1.2e-3, "unconditional": 1.5, "blaker": 6e-5}
COST, UNCONDITIONAL_STEP, STEPS = 4e-5, 1.5e-5, 32
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
    raise ValueError(f"{by!r} names no version of the {statistic.words}; there are: {'; '.join(statistic.versions)}.")


def _by_words(name, words):
    """The tests that a paper's words may mean, with their sides."""
    plain = words.replace("two-sided", "").replace("two-tailed", "").replace("2-tailed", "").replace("2-sided", "")
    one_sided = [side for side in ALTERNATIVES[1:] if side in plain]
    if re.search(r"(?:one|1|single)[- ](?:sided|tailed)", plain):
        one_sided = one_sided or list(ALTERNATIVES[1:])
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
        """What is printed, with its sign of equality where it has no other; a "%" that means points is the word.

        >>> stated("difference", "7.4%").text, stated("difference_interval", "-27 to -1%").text
        ('= 7.4 points', '-27 to -1 points')
        """
        text = " to ".join(end.text.strip() for end in self.printed)
        if self.per == 100:
            text = re.sub(r" *%", "", text) + " points"
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

        @cache
        def p(place, some=some):
            """The p-value of one of them: both bisections ask for most of the same."""
            return mcnemar(some[place], "unconditional", side, longest=np.inf).pvalue

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
