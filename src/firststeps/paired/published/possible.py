"""Published summaries: every paired table that could lie behind a few printed numbers, found by structure.

Between two waves each of ``people`` persons has one of nine patterns (yes, no, missing at each), so a summary stands
for very many 3x3 tables: 18,156,204 for 26 people of whom nothing else is known.  Two facts make them few:

- every quantity of the pairs depends on the four cells (a, b, c, d) only, of which there are at most 27,405;
- a summary speaks of the waves one at a time (how many answered, how many said yes), so whether four cells are
  possible depends only on how many of the pairs said yes and no at each wave.

So the wave margins that the summary allows are marked once in a four-dimensional array, and cumulative sums from its
far end count, for each four cells, the 3x3 tables behind them.  Brute force for small numbers is the test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import comb

import numpy as np

from firststeps.paired.answers.arguments import is_number, of_kind
from firststeps.paired.answers.fields import Checked
from firststeps.paired.limits.binomial import wilson
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.published.consequences import Consequences, consequences
from firststeps.paired.published.from_print import printed_of_pairs
from firststeps.paired.published.printed import ROUNDINGS, as_printed
from firststeps.paired.published.rounding import count_allowed
from firststeps.paired.published.same_people import agreeing
from firststeps.paired.results import check_level, choose
from firststeps.paired.tables import TableLike, as_tables, tables_of

MOST = 4e8  # sums of wave margins that `possible_tables` will count, some ten seconds' worth
HEARD_SECONDS = 7e-6  # of a table with people who are heard as well
MOST_MARGINS, MOST_TABLES = 5e7, 2e7  # wave margins and paired tables that it will hold, within two gibibytes


@dataclass(frozen=True)
class PossibleProportions(Checked):
    """A count over every denominator it may have: arrays of one length, and the level of the Wilson limits."""

    count: int
    denominators: np.ndarray
    proportions: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: float

    together = ("denominators", "proportions", "low", "high")


def possible_proportions(count: int, smallest: int, largest: int, level: float = 0.95) -> PossibleProportions:
    """The proportion ``count``/n with its Wilson interval for every n from ``smallest`` to ``largest``.

    Raises ValueError if ``smallest`` is less than the count (or than 1) or more than ``largest``.

    >>> found = possible_proportions(15, 15, 26)
    >>> found.proportions.round(2).tolist()[-1], found.low.round(3).tolist()[-1], found.high.round(3).tolist()[-1]
    (0.58, 0.389, 0.745)
    """
    whole = all(isinstance(x, (int, np.integer)) for x in (count, smallest, largest))
    if not whole or count < 0 or not max(count, 1) <= smallest <= largest <= MOST:
        raise ValueError(f"{count} people cannot be counted among {smallest} to {largest}.")
    n = np.arange(smallest, largest + 1)
    low, high = wilson(count, n, check_level(level))
    return PossibleProportions(count, n, count / n, low, high, level)


@dataclass(frozen=True)
class Summary:
    """What a paper states about one yes/no outcome at two waves; every limit is (smallest, largest), inclusive.

    ``people`` took part in the comparison, each perhaps missing at either wave.  ``first_answered``, ``first_yes``,
    ``second_answered`` and ``second_yes`` limit how many answered and said yes; None limits nothing.  ``similar`` is
    the largest difference between the two proportions, each of those who answered at that wave, that the paper's
    word "similar" may stand for; None says nothing.  ``first_percent`` and ``second_percent`` are percentages of those
    who answered, as printed ("57.7"), rounded by ``rounding``.  ``pairs`` are numbers printed of those who answered at
    both waves, by the names of `from_print`: ``{"p": ("0.043", "exact"), "stopped": "3"}``.
    Raises ValueError for limits that no data can meet.

    >>> Summary(26, second_answered=(15, 26), second_yes=(15, 15)).limits
    ((0, 26), (0, 26), (15, 26), (15, 15))
    """

    people: int
    first_answered: tuple[int, int] | None = None
    first_yes: tuple[int, int] | None = None
    second_answered: tuple[int, int] | None = None
    second_yes: tuple[int, int] | None = None
    similar: float | None = None
    first_percent: str | None = None
    second_percent: str | None = None
    pairs: Mapping = field(default_factory=dict)
    rounding: str = "nearest"

    def __post_init__(self):
        """Refuse limits that are out of order or that leave nothing possible."""
        if not isinstance(self.people, (int, np.integer)) or self.people < 0:
            raise ValueError(f"people is a whole number; found {self.people!r}.")
        for name in _LIMITED:
            limits = getattr(self, name)
            if limits is not None and not _is_pair(limits):
                raise ValueError(f"{name} is (smallest, largest), as (15, 15) where it is just 15; found {limits!r}.")
        for name, (low, high) in zip(_LIMITED, self.limits, strict=True):
            if not 0 <= low <= high <= self.people:
                raise ValueError(f"{name} is between 0 and {self.people}, smallest first; found ({low}, {high}).")
        for wave, answered, yes in (("first", *self.limits[:2]), ("second", *self.limits[2:])):
            if yes[0] > answered[1]:
                raise ValueError(f"At the {wave} wave at least {yes[0]} said yes but at most {answered[1]} answered.")
        if self.similar is not None and not (is_number(self.similar) and 0 <= self.similar <= 1):
            raise ValueError(f"similar is a difference of proportions from 0 to 1; found {self.similar!r}.")
        choose(ROUNDINGS, self.rounding)
        for percent in (self.first_percent, self.second_percent):
            if percent is not None:
                as_printed(percent, self.rounding)
        pairs = of_kind(self.pairs, Mapping, "pairs are numbers by their names, as {'stopped': '3'}")
        printed_of_pairs(pairs, self.rounding)

    @property
    def limits(self) -> tuple[tuple[int, int], ...]:
        """The four limits in the order of the fields, those not stated filled in."""
        each = (getattr(self, name) for name in _LIMITED)
        return tuple((0, self.people) if limits is None else tuple(limits) for limits in each)


def _is_pair(limits):
    """Whether a limit is two whole numbers."""
    return (
        isinstance(limits, (tuple, list)) and len(limits) == 2 and all(isinstance(x, (int, np.integer)) for x in limits)
    )


_LIMITED = ("first_answered", "first_yes", "second_answered", "second_yes")


@dataclass(frozen=True)
class PossibleTables(Checked):
    """The paired tables behind a summary, ``tables`` of shape (K, 2, 2), and how many 3x3 tables lie behind each.

    ``without_pairs`` counts the 3x3 tables in which nobody answered at both waves, so that nothing paired is known.
    ``left_out`` says in sentences which printed numbers were not used, and why.
    """

    tables: np.ndarray
    behind: np.ndarray
    without_pairs: int
    left_out: tuple[str, ...] = ()

    together = ("tables", "behind")

    @property
    def total(self) -> int:
        """How many 3x3 tables the summary allows, those without pairs included."""
        return int(self.behind.sum()) + self.without_pairs

    @property
    def discordant(self) -> np.ndarray:
        """Every possible (b, c) once, as an array of shape (K, 2)."""
        return np.unique(self.tables.reshape(-1, 4)[:, 1:3], axis=0)

    def follow(self, margin: float, level: float = 0.95, longest: float = LONGEST) -> Consequences:
        """What follows from all of them: see `consequences`."""
        counted = consequences(self.tables, margin, level, weights=self.behind, longest=longest)
        return replace(counted, without_pairs=self.without_pairs)


def possible_tables(summary: Summary) -> PossibleTables:
    """Every paired table that the summary allows, with the number of 3x3 tables behind each.

    Without limits it takes memory of order people^4 and time of order people^5 (a tenth of a second for 40
    people); what the summary states cuts both.  Raises ValueError where it would take minutes: state more of it.

    >>> found = possible_tables(Summary(2, first_answered=(2, 2), first_yes=(1, 1), second_yes=(0, 0)))
    >>> found.tables.tolist(), found.behind.tolist(), found.without_pairs
    ([[[0, 0], [0, 1]], [[0, 1], [0, 0]], [[0, 1], [0, 1]]], [1, 1, 1], 1)
    """
    of_kind(summary, Summary, "What is stated stands in a Summary")
    axes = _axes(summary)
    pairs = _possible_pairs(summary)
    if pairs[0] == summary.people:
        parts = [_everybody_twice(summary, axes[0], axes[2])]
    else:
        _refuse_too_many(summary, axes, pairs)
        below = _allowed_below(summary, axes)
        parts = [_tables_with_pairs(summary, below, axes, m) for m in pairs]
    tables, behind = (np.concatenate(part) for part in zip(*parts, strict=True))
    empty = tables.sum(axis=(1, 2)) == 0
    tables, behind, without_pairs = tables[~empty], behind[~empty], int(behind[empty].sum())
    if not summary.pairs:
        return PossibleTables(tables, behind, without_pairs)
    agree, left_out = agreeing(tables, *printed_of_pairs(summary.pairs, summary.rounding))
    return PossibleTables(tables[agree], behind[agree], 0, left_out)


def too_much(summary: Summary) -> str:
    """Why the tables of a summary are not gone through, in a sentence; "" where it takes seconds at most.

    >>> too_much(Summary(26))
    ''
    >>> print(too_much(Summary(210, first_percent="54.5", second_percent="61.9")))
    What is stated leaves too much open to count for 210 people; state more of it.
    """
    axes, pairs = _axes(summary), _possible_pairs(summary)
    try:
        if pairs[0] == summary.people:
            _allowed_twice(summary, axes[0], axes[2])
        else:
            _refuse_too_many(summary, axes, pairs)
    except ValueError as error:
        return str(error)
    return ""


def heard_as_well(tables, people):
    """Every table that ``tables`` could become if so many more people had answered twice, each in any way.

    Gives an array of shape (K, 2, 2) without repetitions, built one person at a time.

    >>> heard_as_well([[[3, 0], [0, 2]]], 1).tolist()
    [[[3, 0], [0, 3]], [[3, 0], [1, 2]], [[3, 1], [0, 2]], [[4, 0], [0, 2]]]
    """
    rows = as_tables(tables).reshape(-1, 4)
    for _ in range(people):
        rows = np.unique((rows[:, None] + np.eye(4, dtype=int)).reshape(-1, 4), axis=0)
    return rows.reshape(-1, 2, 2)


@dataclass(frozen=True)
class OthersHeard(Checked):
    """What follows if some people more had answered twice, by how many of them: none first, everybody last."""

    follows: dict[int, Consequences]

    @property
    def without(self) -> Consequences:
        """What follows without any of them."""
        return self.follows[0]

    @property
    def everybody(self) -> Consequences:
        """What follows with as many of them as were tried."""
        return self.follows[max(self.follows)]

    @property
    def fewest(self) -> dict[str, int]:
        """For each verdict that is ruled out without them, how few of them could bring it about."""
        fresh = [verdict for verdict in self.everybody.possible if verdict not in self.without.possible]
        return {verdict: min(k for k, one in self.follows.items() if verdict in one.possible) for verdict in fresh}


def others_heard(
    tables: TableLike, people: int, margin: float, level: float = 0.95, most: int = 10, longest: float = LONGEST
) -> OthersHeard:
    """What follows from ``tables`` if none, one, ... of ``people`` more had answered twice, each in any way.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.  No more than ``most`` of the
    people are tried: each multiplies the tables.  What takes more seconds than ``longest``, all of them together, is
    refused beforehand (TooLongError).

    >>> others = others_heard([[[8, 1], [6, 5]]], 3, margin=0.1)
    >>> others.without.possible, others.fewest
    (('inconclusive',), {'difference': 2})
    """
    tables = as_tables(tables)
    for number in (people, most):
        if not isinstance(number, (int, np.integer)) or number < 0:
            raise ValueError(f"People who had answered as well, and most, are whole numbers; found {number!r}.")
    most = int(min(people, most))
    number = sum(_most_heard(tables, added) for added in range(most + 1))
    what = f"What follows from up to {number:,} tables with up to {most:,} people more"
    check_cost(what, HEARD_SECONDS * number, longest, "take a smaller most")
    follows = {}
    for added in range(most + 1):
        tables = heard_as_well(tables, 1 if added else 0)
        follows[added] = consequences(tables, margin, level, longest=longest)
    return OthersHeard(follows)


def _most_heard(tables, people):
    """How many tables `heard_as_well` can give at most: as many as there are ways, or as there are such tables at all.

    >>> _most_heard(np.array([[[8, 1], [6, 5]]]), 2), len(heard_as_well([[[8, 1], [6, 5]]], 2))
    (10, 10)
    """
    rows = tables.reshape(-1, 4)
    if not len(rows):
        return 0
    beyond = (rows - rows.min(axis=0)).sum(axis=1)  # people that a table has more than all have in each cell
    most, fewest = int(beyond.max()) + people, int(beyond.min()) + people
    return min(len(rows) * comb(people + 3, 3), comb(most + 4, 4) - comb(fewest + 3, 4))


def _axes(summary):
    """The values that yes and no at the first, yes and no at the second wave can take: four ranges of numbers."""
    axes = []
    for answered, yes, percent in (
        (*summary.limits[:2], summary.first_percent),
        (*summary.limits[2:], summary.second_percent),
    ):
        yes = _narrowed(yes, answered, percent, summary.rounding)
        axes.append(np.arange(yes[0], min(yes[1], answered[1]) + 1))
        axes.append(np.arange(max(0, answered[0] - yes[1]), answered[1] - yes[0] + 1))
    return axes


def _narrowed(yes, answered, percent, rounding):
    """The smallest and largest number of yes that a percentage allows, or ``yes`` as it is where it allows none."""
    if percent is None or answered[1] == 0:
        return yes
    low, high = as_printed(percent, rounding).counts(np.arange(max(1, answered[0]), answered[1] + 1), per=100)
    low, high = np.maximum(low, yes[0]), np.minimum(high, yes[1])
    some = low <= high
    return (int(low[some].min()), int(high[some].max())) if some.any() else yes


def _refuse_too_many(summary, axes, pairs):
    """Refuse what would take minutes or gibibytes."""
    grid = np.prod([float(len(axis)) for axis in axes])
    _refuse(summary, grid > MOST_MARGINS or len(pairs) * grid > MOST)
    tables = sum(np.prod([float(len(yes)) for yes in _yes_of_pairs(axes, m)]) * (m + 1) for m in pairs)
    _refuse(summary, tables > MOST_TABLES)


def _refuse(summary, too_many):
    """Raise a ValueError if there is too much to count."""
    if too_many:
        raise ValueError(f"What is stated leaves too much open to count for {summary.people} people; state more of it.")


def _possible_pairs(summary):
    """How many people can have answered at both waves."""
    first, _, second, _ = summary.limits
    return range(max(0, first[0] + second[0] - summary.people), min(first[1], second[1]) + 1)


def _allowed(summary, yes1, no1, yes2, no2):
    """Mark the wave margins (arrays that broadcast) that the summary allows; without answers nothing is similar."""
    first, second = yes1 + no1, yes2 + no2
    answered1, _, answered2, _ = summary.limits
    allowed = _within(first, answered1) & _within(second, answered2)
    for percent, yes, answered in ((summary.first_percent, yes1, first), (summary.second_percent, yes2, second)):
        if percent is not None:
            allowed = allowed & count_allowed(percent, yes, answered, summary.rounding)
    if summary.similar is not None:
        gap = np.abs(yes1 / np.maximum(first, 1) - yes2 / np.maximum(second, 1))
        allowed = allowed & (first > 0) & (second > 0) & (gap <= summary.similar + 1e-12)
    return allowed


def _within(values, limits):
    """Mark the values between two limits, inclusive."""
    return (limits[0] <= values) & (values <= limits[1])


def _allowed_below(summary, axes):
    """How many wave margins the summary allows with fewer yes than ``i`` at the first and ``j`` at the second wave.

    An array [i, answered at the first wave, j, answered at the second], where ``i`` and ``j`` count from the smallest
    numbers of yes and the others from the smallest numbers who answered.
    """
    yes1, yes2 = axes[0], axes[2]
    answered1, answered2 = _answered(summary)
    yes1, answered1, yes2, answered2 = np.ix_(yes1, answered1, yes2, answered2)
    no1, no2 = answered1 - yes1, answered2 - yes2
    allowed = _allowed(summary, yes1, no1, yes2, no2) & (no1 >= 0) & (no2 >= 0)
    below = np.zeros(np.add(allowed.shape, (1, 0, 1, 0)), dtype=np.int64)
    below[1:, :, 1:] = allowed.cumsum(axis=0).cumsum(axis=2)
    return below


def _answered(summary):
    """The numbers of people who can have answered at each wave: two ranges."""
    first, _, second, _ = summary.limits
    return np.arange(first[0], first[1] + 1), np.arange(second[0], second[1] + 1)


def _tables_with_pairs(summary, below, axes, pairs):
    """The possible tables of that many pairs, and the number of allowed wave margins that reach up to each.

    Each is reached from the margins of the pairs in exactly one way: e, f, g and h people answered once, the rest not
    at all.  So how many there are depends only on how many of the pairs said yes at each wave: where so many more
    answered at a wave, none to all of these said yes.  ``below`` is what :func:`_allowed_below` gives.
    """
    answered1, answered2 = _answered(summary)
    one, two = np.nonzero(
        (answered1[:, None] >= pairs)
        & (answered2 >= pairs)
        & (answered1[:, None] + answered2 <= summary.people + pairs)
    )
    yes = _yes_of_pairs(axes, pairs)
    (from1, to1), (from2, to2) = (
        (np.clip(sizes - axis[0], 0, len(axis)), np.clip(sizes - axis[0] + 1 + more[:, None] - pairs, 0, len(axis)))
        for sizes, axis, more in zip(yes, axes[::2], (answered1[one], answered2[two]), strict=True)
    )
    at1, at2 = one[:, None, None], two[:, None, None]
    from1, to1, from2, to2 = from1[:, None], to1[:, :, None], from2, to2[:, None, :]
    behind = below[to1, at1, to2, at2] - below[from1, at1, to2, at2] - below[to1, at1, from2, at2]
    behind = (behind + below[from1, at1, from2, at2]).sum(axis=0)
    return _tables_with_yes(pairs, yes[0][:, None], yes[1][None, :], behind)


def _everybody_twice(summary, yes1, yes2):
    """The possible tables where everybody answered twice: one 3x3 table behind each."""
    allowed = _allowed_twice(summary, yes1, yes2)
    yes1, yes2 = yes1[:, None], yes2[None, :]
    return _tables_with_yes(summary.people, yes1, yes2, allowed.astype(np.int64))


def _allowed_twice(summary, yes1, yes2):
    """Mark the pairs of counts that the summary allows where everybody answered twice; refuse too many tables."""
    _refuse(summary, float(len(yes1)) * len(yes2) > MOST_MARGINS)
    yes1, yes2 = yes1[:, None], yes2[None, :]
    allowed = _allowed(summary, yes1, summary.people - yes1, yes2, summary.people - yes2)
    tables = np.sum((np.minimum(yes1, yes2) - np.maximum(yes1 + yes2 - summary.people, 0) + 1)[allowed])
    _refuse(summary, tables > MOST_TABLES)
    return allowed


def _tables_with_yes(pairs, yes1, yes2, behind):
    """Every table of so many pairs for each (yes1, yes2) with something behind: a is free between Frechet's bounds."""
    reached = np.nonzero(behind)
    yes1, yes2, behind = yes1.ravel()[reached[0]], yes2.ravel()[reached[1]], behind[reached]
    fewest = np.maximum(yes1 + yes2 - pairs, 0)
    ways = np.minimum(yes1, yes2) - fewest + 1
    yes1, yes2, behind = (np.repeat(values, ways) for values in (yes1, yes2, behind))
    a = np.arange(len(behind)) - np.repeat(np.cumsum(ways) - ways - fewest, ways)
    return tables_of(a, yes1 - a, yes2 - a, pairs - yes1 - yes2 + a), behind


def _yes_of_pairs(axes, pairs):
    """How many of the pairs can have said yes at the first and at the second wave: two ranges of numbers."""
    return [np.arange(max(0, pairs - no[-1]), min(yes[-1], pairs) + 1) for yes, no in (axes[:2], axes[2:])]
