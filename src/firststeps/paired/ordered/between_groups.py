"""Change in one group against change in another: one test of the difference, not two p-values side by side.

That one group changed significantly and the other did not is no evidence that they differ (Gelman & Stern 2006). Here
the change of a group is its share improved less its share worse, and what is compared is the difference of two changes.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from firststeps.digits import percent
from firststeps.paired.answers.fields import check_whole
from firststeps.paired.limits.binomial import weights_by_ratios
from firststeps.paired.limits.roots import root
from firststeps.paired.limits.score import smaller_probability
from firststeps.paired.ordered.results import OrderedResult
from firststeps.paired.results import (
    LEVEL,
    Result,
    check_level,
    choose,
    counted_people,
    in_words,
    numbers_in_words,
    p_in_words,
)
from firststeps.paired.tables import ConfidenceInterval, TableLike, cells

METHODS = ("exact", "mid-p", "score")
MOST_CELLS = 25_000_000  # of the exact distribution: numbers improved by numbers worse


@dataclass(frozen=True, repr=False)
class GroupComparison(Result):
    """The change of one group against that of another; prints itself in words.

    Attributes
    ----------
    changes : tuple of two float
        Share improved less share worse, of each group.
    estimate : float
        The first group's change less the other's.
    test : OrderedResult
        The one test that the changes are the same.
    cells : tuple of two tuples
        Got worse, improved and people who answered twice, of each group.
    level : float
        The confidence level of the interval.
    """

    changes: tuple[float, float]
    estimate: float
    test: OrderedResult
    cells: tuple[tuple[int, int, int], tuple[int, int, int]]
    level: float = LEVEL

    unit = "points between changes"
    method = "score"
    partner = "score test"

    def __post_init__(self):
        """Refuse more people who changed than there are."""
        super().__post_init__()
        for counts in self.cells:
            for count in counts:
                check_whole("GroupComparison: cells", count)
            if counts[0] + counts[1] > counts[2]:
                raise ValueError(f"GroupComparison: of {counts[2]:,} people no more can change; found {counts}.")

    @property
    def value(self) -> float:
        """The difference of the changes."""
        return self.estimate

    @property
    def n(self) -> int:
        """People who answered twice, in both groups."""
        return self.cells[0][2] + self.cells[1][2]

    @property
    def interval(self) -> ConfidenceInterval:
        """The score interval at the level of the comparison."""
        return self.confidence_interval()

    @property
    def pvalue(self) -> float:
        """The p-value of the test."""
        return self.test.pvalue

    def confidence_interval(self, level: float | None = None) -> ConfidenceInterval:
        """The score interval of the difference of changes: the differences that the score test does not reject.

        At the level of the comparison, or another. Raises ValueError unless ``0 < level < 1``.
        """
        level = check_level(self.level if level is None else level)
        z = float(ndtri((1 + level) / 2))

        def beyond(gap, aim):
            """How far the statistic is above its critical value, on a scale without infinities."""
            return math.atan(_score(*self.cells, gap)) - math.atan(aim)

        low, high = (root(beyond, -2.0, 2.0, aim) for aim in (z, -z))
        return ConfidenceInterval(-2.0 if np.isnan(low) else low, 2.0 if np.isnan(high) else high, level)

    def __repr__(self):
        """Both changes, their difference with its interval, and the test."""
        lines = [
            f"{name}: {counted_people(n)} answered twice, {c:,} improved, {b:,} got worse, change {in_words(x, '.4g')}"
            for name, (b, c, n), x in zip(("first group", "other group"), self.cells, self.changes, strict=True)
        ]
        low, high, _ = self.confidence_interval()
        estimate, low, high = numbers_in_words(self.estimate, low, high)
        lines += [f"difference of changes: {estimate}, {percent(self.level)} interval {low} to {high} (score)"]
        p = p_in_words(self.test.pvalue, self.level)
        return "\n".join([*lines, f"{self.test.method} test, two-sided: {p}"])


def compare_groups(group: TableLike, other: TableLike, method: str = "exact", level: float = LEVEL) -> GroupComparison:
    """Compare the change of one group of people with that of another.

    Parameters
    ----------
    group, other : paired tables, or what ``count`` and ``count_ordered`` give
        Different people in each.
    method : {"exact", "mid-p", "score"}
        ``"exact"``: people trade places between the groups, each with the change that was seen; two-sided, by the
        distance from what is expected (the permutation test of the mean of 1 improved, 0 same, -1 worse; in crossover
        trials Prescott's test, 1981). ``"mid-p"``: less half the probability of what was seen. ``"score"``: the
        difference of changes by its standard error where they are the same, the other shares at maximum likelihood.
    level : float
        The confidence level of the interval.

    Returns
    -------
    GroupComparison
        ``estimate``, ``changes``, ``test``, ``pvalue``, ``confidence_interval(level)`` (score). The interval agrees
        with the score test; that the exact test agrees too is not certain.

    Raises
    ------
    ValueError
        For what is no paired table, an unknown method, a level out of range, and more people than the exact test can
        go through.

    >>> compare_groups([[4, 1], [12, 8]], [[6, 4], [5, 9]])
    first group: 25 people answered twice, 12 improved, 1 got worse, change 0.44
    other group: 24 people answered twice, 5 improved, 4 got worse, change 0.04167
    difference of changes: 0.3983, 95% interval 0.0518 to 0.7267 (score)
    exact permutation of people test, two-sided: p = 0.0388
    """
    choose(dict.fromkeys(METHODS), method)
    both = tuple(_one(table) for table in (group, other))
    changes = tuple((c - b) / n for b, c, n in both)
    estimate = changes[0] - changes[1]
    if method == "score":
        statistic = _score(*both, 0.0)
        pvalue, name = float(2 * ndtr(-abs(statistic))), "score"
    else:
        statistic, pvalue, name = both[0][1] - both[0][0], _permuted(*both, method), f"{method} permutation of people"
    people = both[0][2] + both[1][2]
    test = OrderedResult(float(statistic), pvalue, name, "two-sided", f"{counted_people(people)} in two groups", people)
    return GroupComparison(changes, estimate, test, both, check_level(level))


def _one(table):
    """Losses, gains and people of one group, as whole numbers."""
    _, b, c, _, n = cells(table)
    if np.ndim(n):
        raise ValueError(f"Each group has one table; found tables of shape {np.shape(n)}.")
    return int(b), int(c), int(n)


def _permuted(one, other, method):
    """The exact two-sided p: over every way to deal the same changes to two groups of the same sizes."""
    worse, improved, size = one[0] + other[0], one[1] + other[1], one[2]
    people = size + other[2]
    same = people - worse - improved
    if (improved + 1) * (worse + 1) > MOST_CELLS:
        raise ValueError(f"The exact test is for fewer people; found {people:,}: take method='score'.")
    c, b = np.arange(improved + 1)[:, None], np.arange(worse + 1)[None, :]
    rest, fewest, most = size - c - b, max(0, size - improved - worse), min(size, same)
    there = (rest >= fewest) & (rest <= most)
    dealt = _dealt(same, size, people, fewest, most)[np.clip(rest - fewest, 0, most - fewest)]
    chances = _dealt(improved, size, people, 0, improved)[:, None] * _dealt(worse, size, people, 0, worse) * dealt
    probability = np.where(there, chances, 0.0)
    probability /= probability.sum()
    distance = np.abs(people * (c - b) - size * (improved - worse))
    observed = abs(people * (one[1] - one[0]) - size * (improved - worse))
    beyond, equal = probability[distance > observed].sum(), probability[distance == observed].sum()
    return float(min(1.0, beyond + equal / (2 if method == "mid-p" else 1)))


def _dealt(number, size, people, fewest, most):
    """The chances that from ``fewest`` to ``most`` of a ``number`` are among the ``size`` of all ``people`` dealt.

    As if each were dealt by a draw of its own, so that the chances of numbers that add up to ``size`` are those of the
    hypergeometric distribution when multiplied, but for a factor.
    """
    k = np.arange(fewest, most)
    return weights_by_ratios((number - k) / (k + 1) * (size / (people - size)))


def _score(one, other, gap):
    """The signed root of the score statistic for the hypothesis that the first change is ``gap`` above the other's.

    Both changes are at maximum likelihood under that hypothesis; each has the variance (p12 + p21 - change^2) / n
    there, as in Tango's score interval of one group.
    """
    distance = (one[1] - one[0]) / one[2] - (other[1] - other[0]) / other[2] - gap
    low, high = max(-1.0, -1.0 - gap), min(1.0, 1.0 - gap)

    def slope(change):
        """Whether the likelihood of both rises with the other's change, on a scale without infinities."""
        return math.atan((_at_most_likely(one, change + gap)[0] + _at_most_likely(other, change)[0]) / one[2])

    if slope(low) > 0 > slope(high):
        change = root(slope, low, high, tolerance=1e-16)
    else:
        change = high if slope(high) >= 0 else low
    variance = _at_most_likely(one, change + gap)[1] + _at_most_likely(other, change)[1]
    if abs(distance) < 1e-12:
        return 0.0
    return distance / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, distance)


def _at_most_likely(cells, change):
    """The slope of a group's log-likelihood in its change, the other shares at their maximum, and its variance there.

    With p21 = p12 + change, the slope is half of c / p21 - b / p12 where the likelihood is flat in p12, or where nobody
    stayed the same; else p12 is 0 and the slope is c / p21 - rest / p(rest).
    """
    b, c, n = cells
    change = min(1.0, max(-1.0, change))
    minor, major = (c, b) if change < 0 else (b, c)
    smaller = float(smaller_probability(minor, major, n, abs(change)))
    larger = smaller + abs(change)
    if smaller > 0 or minor or major == n:
        rise = (_over(major, larger) - _over(minor, smaller)) / 2
    else:
        rise = _over(major, larger) - _over(n - major, 1.0 - larger)
    return -rise if change < 0 else rise, max(smaller + larger - change**2, 0.0) / n


def _over(number, probability):
    """The number by the probability; nothing where there is nobody, infinite where that cannot be."""
    return 0.0 if number == 0 else number / probability if probability > 0 else math.inf
