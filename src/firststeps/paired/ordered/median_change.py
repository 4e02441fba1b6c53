"""The median change with an exact interval: by signed ranks (Hodges and Lehmann), or by signs alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import ndtri

from firststeps.digits import percent
from firststeps.paired.answers.arguments import of_kind
from firststeps.paired.limits.binomial import binomial_tail
from firststeps.paired.limits.roots import last_true
from firststeps.paired.ordered.counting import OrderedLike, as_ordered
from firststeps.paired.ordered.signed_rank import MOST_RANKS, sum_distribution
from firststeps.paired.results import LEVEL, EstimateResult, check_level, counted_people, numbers_in_words

MOST_PEOPLE = 4 * 10**9  # so many have pairs that whole numbers of 64 bits can count
MOST_CHANGES = 4_000  # different changes: their averages are half the square of these


@dataclass(frozen=True, repr=False)
class MedianChange(EstimateResult):
    """A median of changes, second minus first, in units of the scale.

    Both ends of its interval belong to it; they are infinite where so few people allow no interval of that level.

    Attributes
    ----------
    estimate : float
    measure, method : str
        Which median it is, in words, and the method of its interval.
    n : int
        People who answered both times; those who did not change count.
    limits : callable
        ``limits(level)`` gives the two limits; readers call ``confidence_interval``.
    """

    estimate: float
    measure: str
    n: int
    limits: Callable
    method: str
    level: float = LEVEL
    unit = "number"
    partner = ""

    def __repr__(self):
        """The estimate with its interval in words."""
        low, high, _ = self.confidence_interval()
        value, low, high = numbers_in_words(self.estimate, low, high)
        level = f"{percent(self.level)} interval"
        return f"{self.measure}: {value}, {level} {low} to {high} ({counted_people(self.n)}, second minus first)"


def median_change(counts: OrderedLike, symmetric: bool = True, level: float = LEVEL) -> MedianChange:
    """The median change, second minus first, with an exact interval.

    Parameters
    ----------
    counts : OrderedCounts, or a square table of ordered answers
        What ``count_ordered`` gives, or takes alone.
    symmetric : bool
        True: the Hodges-Lehmann estimate, the median of the averages of all pairs of changes, each with itself too
        (Hodges & Lehmann 1963), with the interval between two of these averages that Wilcoxon's signed rank test
        gives (Hollander & Wolfe 1973, ch. 3). It assumes that changes are symmetric about their median.
        False: the plain median, with the interval between two of the changes that the sign test gives. It assumes
        nothing of the kind, and is wider.
    level : float
        The confidence level of its interval.

    Returns
    -------
    MedianChange

    Raises
    ------
    ValueError
        For what is no such table, where nobody answered both times, for a level out of range, and for averages of more
        than 4,000 different changes or of more than four thousand million people.

    Notes
    -----
    Both intervals are closed and hold the true median with at least their level, also where changes are tied or nought:
    rounding an answer cannot move the truth out of a closed interval (Noether 1967). People who did not change count.
    Above 500 people the distribution of ranks is taken as normal.

    >>> from firststeps.paired.ordered.counting import count_ordered
    >>> first = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    >>> second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    >>> median_change(count_ordered(first, second))
    Hodges-Lehmann median change: -0.460, 95% interval -0.786 to -0.010 (9 people, second minus first)
    >>> median_change(count_ordered(first, second), symmetric=False)
    median change: -0.490, 95% interval -0.952 to 0.080 (9 people, second minus first)
    """
    of_kind(symmetric, (bool, np.bool_), "symmetric is True or False")
    level, counts = check_level(level), as_ordered(counts)
    changes, people = counts.changes
    n = int(people.sum())
    if not symmetric:
        return _estimate(changes, people, "median change", n, "sign", _below_sign, level)
    if len(changes) > MOST_CHANGES:
        raise ValueError(f"At most {MOST_CHANGES:,} different changes can be averaged; found {len(changes):,}.")
    if n > MOST_PEOPLE:
        raise ValueError(
            f"The changes of at most {MOST_PEOPLE:,} people can be averaged; found {n:,}: take symmetric=False."
        )
    first, second = np.triu_indices(len(changes))
    pairs = np.where(first == second, people[first] * (people[first] + 1) // 2, people[first] * people[second])
    averages, places = np.unique(np.round((changes[first] + changes[second]) / 2, 12), return_inverse=True)
    number = np.zeros(len(averages), dtype=np.int64)
    np.add.at(number, places, pairs)
    name, method = "Hodges-Lehmann median change", "signed ranks"
    return _estimate(averages, number, name, n, method, _below_rank, level)


def _estimate(values, number, name, n, method, below, level):
    """The median of values that occur so often, and limits that leave out ``below(n, tail)`` of them at each side."""
    upto = np.cumsum(number)
    total = int(upto[-1])
    median = (_at(values, upto, (total + 1) // 2) + _at(values, upto, total // 2 + 1)) / 2
    return MedianChange(median, name, n, partial(_limits, values, upto, n, below), method, level)


def _at(values, upto, place):
    """The value at a place of all in order, counted from 1."""
    return float(values[np.searchsorted(upto, place)])


def _limits(values, upto, n, below, level):
    """The two limits; infinite where none can be left out."""
    out = below(n, (1 - level) / 2)
    if out < 0:
        return -np.inf, np.inf
    return _at(values, upto, out + 1), _at(values, upto, int(upto[-1]) - out)


def _below_sign(n, tail):
    """The most changes below the lower limit: the largest k with P(X <= k) at most ``tail``, X binomial (n, 1/2).

    -1 where even no change is too likely: then there is no limit.
    """
    return int(last_true(lambda k: binomial_tail(k, n) <= tail, np.int64(n)))


def _below_rank(n, tail):
    """The most averages below the lower limit: the largest k at which P(sum of ranks <= k) is at most ``tail``."""
    if n > MOST_RANKS:
        spread = np.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return int(np.floor(n * (n + 1) / 4 - 0.5 + ndtri(tail) * spread))
    whole = sum_distribution(np.arange(1.0, n + 1), np.ones(n, dtype=int))[::2]
    return int(np.searchsorted(np.cumsum(whole), tail * (1 + 1e-12), side="right")) - 1
