"""Published summaries: every paired table that could lie behind a few printed numbers, found by structure.

Between two waves each of ``people`` persons has one of nine patterns (yes, no, missing at each), so a summary stands
for very many 3x3 tables: 18,156,204 for 26 people of whom nothing else is known.  Two facts make them few:

- every quantity of the pairs depends on the four cells (a, b, c, d) only, of which there are at most 27,405;
- a summary speaks of the waves one at a time (how many answered, how many said yes), so whether four cells are
  possible depends only on how many of the pairs said yes and no at each wave.

So the wave margins that the summary allows are marked once in a four-dimensional array, and cumulative sums from its
far end count, for each four cells, the 3x3 tables behind them.  Brute force for small numbers is the test.
"""

from dataclasses import dataclass

import numpy as np

from firststeps.paired.binomial import wilson


@dataclass(frozen=True)
class PossibleProportions:
    """A count over every denominator it may have: arrays of one length, and the level of the Wilson limits."""

    count: int
    denominators: np.ndarray
    proportions: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: float


def possible_proportions(count, smallest, largest, level=0.95):
    """The proportion ``count``/n with its Wilson interval for every n from ``smallest`` to ``largest``.

    Raises ValueError if ``smallest`` is less than the count (or than 1) or more than ``largest``.

    >>> found = possible_proportions(15, 15, 26)
    >>> found.proportions.round(2).tolist()[-1], found.low.round(3).tolist()[-1], found.high.round(3).tolist()[-1]
    (0.58, 0.389, 0.745)
    """
    if not max(count, 1) <= smallest <= largest:
        raise ValueError(f"{count} people cannot be counted among {smallest} to {largest}.")
    n = np.arange(smallest, largest + 1)
    low, high = wilson(count, n, level)
    return PossibleProportions(count, n, count / n, low, high, level)


@dataclass(frozen=True)
class Summary:
    """What a paper states about one yes/no outcome at two waves; every limit is (smallest, largest), inclusive.

    ``people`` took part in the comparison, each perhaps missing at either wave.  ``first_answered``, ``first_yes``,
    ``second_answered`` and ``second_yes`` limit how many answered and said yes; None limits nothing.  ``similar`` is
    the largest difference between the two proportions, each of those who answered at that wave, that the paper's
    word "similar" may stand for; None says nothing.  Raises ValueError for limits that no data can meet.

    >>> Summary(26, second_answered=(15, 26), second_yes=(15, 15)).limits
    ((0, 26), (0, 26), (15, 26), (15, 15))
    """

    people: int
    first_answered: tuple[int, int] | None = None
    first_yes: tuple[int, int] | None = None
    second_answered: tuple[int, int] | None = None
    second_yes: tuple[int, int] | None = None
    similar: float | None = None

    def __post_init__(self):
        """Refuse limits that are out of order or that leave nothing possible."""
        for name, (low, high) in zip(_LIMITED, self.limits, strict=True):
            if not 0 <= low <= high <= self.people:
                raise ValueError(f"{name} is between 0 and {self.people}, smallest first; found ({low}, {high}).")
        for wave, answered, yes in (("first", *self.limits[:2]), ("second", *self.limits[2:])):
            if yes[0] > answered[1]:
                raise ValueError(f"At the {wave} wave at least {yes[0]} said yes but at most {answered[1]} answered.")
        if self.similar is not None and not 0 <= self.similar <= 1:
            raise ValueError(f"similar is a difference of proportions from 0 to 1; found {self.similar}.")

    @property
    def limits(self):
        """The four limits in the order of the fields, those not stated filled in."""
        return tuple(getattr(self, name) or (0, self.people) for name in _LIMITED)


_LIMITED = ("first_answered", "first_yes", "second_answered", "second_yes")


@dataclass(frozen=True)
class PossibleTables:
    """The paired tables behind a summary, ``tables`` of shape (K, 2, 2), and how many 3x3 tables lie behind each.

    ``without_pairs`` counts the 3x3 tables in which nobody answered at both waves, so that nothing paired is known.
    """

    tables: np.ndarray
    behind: np.ndarray
    without_pairs: int

    @property
    def total(self):
        """How many 3x3 tables the summary allows, those without pairs included."""
        return int(self.behind.sum()) + self.without_pairs

    @property
    def discordant(self):
        """Every possible (b, c) once, as an array of shape (K, 2)."""
        return np.unique(self.tables.reshape(-1, 4)[:, 1:3], axis=0)


def possible_tables(summary):
    """Every paired table that the summary allows, with the number of 3x3 tables behind each.

    Takes memory of order people^4 and time of order people^5: half a second for 26 people.

    >>> found = possible_tables(Summary(2, first_answered=(2, 2), first_yes=(1, 1), second_yes=(0, 0)))
    >>> found.tables.tolist(), found.behind.tolist(), found.without_pairs
    ([[[0, 0], [0, 1]], [[0, 1], [0, 0]], [[0, 1], [0, 1]]], [1, 1, 1], 1)
    """
    allowed = _allowed_waves(summary)
    used = sum(np.ogrid[tuple(slice(0, summary.people + 1) for _ in range(4))])
    parts = [_tables_with_pairs(allowed & (used <= summary.people + m), m) for m in range(summary.people + 1)]
    tables, behind = (np.concatenate(part) for part in zip(*parts, strict=True))
    empty = tables.sum(axis=(1, 2)) == 0
    return PossibleTables(tables[~empty], behind[~empty], int(behind[empty].sum()))


def _allowed_waves(summary):
    """Mark the wave margins (yes and no at the first wave, yes and no at the second) that the summary allows."""
    yes, no = np.ogrid[: summary.people + 1, : summary.people + 1]
    (answered1, yes1, answered2, yes2) = summary.limits
    first = _within(yes + no, answered1) & _within(yes, yes1)
    second = _within(yes + no, answered2) & _within(yes, yes2)
    allowed = first[:, :, None, None] & second[None, None, :, :]
    if summary.similar is not None:
        allowed &= _similar(yes, no, summary.similar)
    return allowed


def _within(values, limits):
    """Mark the values between two limits, inclusive."""
    return (limits[0] <= values) & (values <= limits[1])


def _similar(yes, no, tolerance):
    """Mark the pairs of waves whose proportions differ by at most ``tolerance``; a wave without answers has none."""
    answered = yes + no
    proportion = yes / np.maximum(answered, 1)
    gap = np.abs(proportion[:, :, None, None] - proportion[None, None, :, :])
    there = (answered > 0)[:, :, None, None] & (answered > 0)[None, None, :, :]
    return there & (gap <= tolerance + 1e-12)


def _tables_with_pairs(allowed, pairs):
    """The possible tables of that many pairs, and the number of allowed wave margins that reach up to each.

    ``allowed`` holds the wave margins that leave enough people: each of them is reached from the margins of the pairs
    in exactly one way (e, f, g and h people who answered once, the rest not at all).
    """
    reaching = allowed.astype(np.int64)
    for axis in range(4):
        reaching = np.flip(np.cumsum(np.flip(reaching, axis), axis=axis), axis)
    a, b, c = (cell.ravel() for cell in np.indices((pairs + 1,) * 3))
    enough = a + b + c <= pairs
    a, b, c = a[enough], b[enough], c[enough]
    d = pairs - a - b - c
    behind = reaching[a + b, c + d, a + c, b + d]
    tables = np.stack([a, b, c, d], axis=-1).reshape(-1, 2, 2)
    return tables[behind > 0], behind[behind > 0]
