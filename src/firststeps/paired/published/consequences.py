"""Exact ranges over many paired tables: of the change, of a test's p-value, of an interval, of the verdict.

The tables are all those behind a published summary or all completions of missing answers.  Most tests and intervals
depend on b, c and n only, so each such triple is worked out once: 18 million 3x3 tables have 3,653 of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from firststeps.paired import families
from firststeps.paired.answers.arguments import as_numbers, check_size, is_number, of_kind
from firststeps.paired.answers.fields import Checked
from firststeps.paired.families import DECIDES
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.results import LEVEL, check_level, choose, frame, limits_in_points, p_in_words, rejects
from firststeps.paired.tables import TableLike, as_tables, cells, discordant_tables
from firststeps.paired.two_waves.difference import ALL_CELLS, limits_range
from firststeps.paired.two_waves.difference import METHODS as LIMITS
from firststeps.paired.two_waves.equivalence import equivalent
from firststeps.paired.two_waves.mcnemar import METHODS, mcnemar

GAP_SECONDS = 1e-6  # of a table
VERDICTS = ("inconclusive", "equivalence", "difference", "difference within the margin")


@dataclass(frozen=True)
class Range(Checked):
    """The smallest and largest value over a set of tables, each with a table (a, b, c, d) that has it."""

    low: float
    high: float
    low_table: tuple[int, int, int, int]
    high_table: tuple[int, int, int, int]


def change_range(tables: TableLike) -> Range:
    """The range of the change (c - b)/n.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.

    >>> change_range([[[1, 2], [0, 1]], [[1, 0], [1, 2]]]).low_table
    (1, 2, 0, 1)
    """
    tables = _some(tables)
    counts = cells(tables)
    return _range(tables, (counts.c - counts.b) / counts.n)


def p_value_range(tables: TableLike, method: str = "exact", alternative: str = "two-sided") -> Range:
    """The range of McNemar's p-value by one of the methods of `mcnemar`.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.

    >>> from firststeps.paired.published.margins import tables_with_margins
    >>> found = p_value_range(tables_with_margins(26, 10, 16))
    >>> found.low, round(found.high, 3)
    (0.03125, 0.327)
    """
    tables = _some(tables)
    return _range(tables, each_once(tables, lambda t: mcnemar(t, method, alternative).pvalue))


def interval_range(
    tables: TableLike, level: float = 0.95, method: str = "fay-lumbard", longest: float = LONGEST
) -> Range:
    """The lowest lower and the highest upper limit of the interval for the change: it covers every one of them.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.  So many unlike ones that it takes
    more seconds than ``longest`` are refused (TooLongError).

    >>> found = interval_range([[[20, 1], [3, 2]], [[20, 0], [2, 4]]])
    >>> round(found.low, 3), round(found.high, 3)
    (-0.124, 0.278)
    """
    choose(LIMITS, method)
    tables = _some(tables)
    unlike = tables if method in ALL_CELLS else tables[np.sort(_triples(tables)[0])]
    at_low, at_high, low, high = limits_range(unlike, method, check_level(level), longest)
    return Range(low, high, _cells_of(unlike[at_low]), _cells_of(unlike[at_high]))


def verdicts(tables, margin, level=0.95, family=DECIDES, longest=LONGEST):
    """What each table lets one conclude about the change: a number of `VERDICTS`, of shape (...).

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.

    *Difference*: McNemar's test of the ``family`` (see ``families``; the exact one decides) has p <= 1 - level, and so
    its interval at ``level`` leaves out 0.  *Equivalence*: its equivalence test, two one-sided tests at 1 - level
    (Schuirmann 1987), has p <= 1 - level, and so its interval at 2 ``level`` - 1 lies within the margins.  Both can be
    true, or neither: *inconclusive*, which is not the same as no change.

    >>> tables = [[[10, 0], [9, 7]], [[13, 0], [0, 13]], [[10, 3], [3, 10]]]
    >>> [VERDICTS[v] for v in verdicts(tables, margin=0.10)]
    ['difference', 'inconclusive', 'inconclusive']
    >>> [VERDICTS[v] for v in verdicts(tables, margin=0.10, family="score")]
    ['difference', 'equivalence', 'inconclusive']
    """
    if not is_number(margin) or not 0 < margin < 1:
        raise ValueError(f"A margin is a difference of proportions between 0 and 1; found {margin!r}.")
    methods = families.family(family)
    alpha = 1 - check_level(level)

    def verdict(tables):
        """Twice whether there is a difference, and once whether there is equivalence."""
        different = rejects(mcnemar(tables, methods.test).pvalue, alpha)
        return 2 * different + equivalent(tables, margin, alpha, methods.interval, longest)

    return each_once(tables, verdict)


def count_verdicts(tables, margin, level=0.95, family=DECIDES, weights=None, longest=LONGEST):
    """How many tables lead to each verdict: a dictionary over `VERDICTS`; ``weights`` counts a table many times.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.

    >>> count_verdicts([[[10, 0], [9, 7]], [[10, 3], [3, 10]]], margin=0.10)
    {'inconclusive': 1, 'equivalence': 0, 'difference': 1, 'difference within the margin': 0}
    """
    numbers = verdicts(tables, margin, level, family, longest).ravel()
    weights = np.ones(numbers.size, dtype=np.int64) if weights is None else _whole(weights, numbers.size)
    return {name: int(weights[numbers == verdict].sum()) for verdict, name in enumerate(VERDICTS)}


def _whole(weights, tables):
    """Weights as whole numbers, or a ValueError unless there is one of each of so many tables, none below 0."""
    numbers = as_numbers(weights, "A weight")
    if numbers.shape != (tables,) or not np.all((numbers >= 0) & (numbers < 2.0**63) & (numbers == np.floor(numbers))):
        raise ValueError(f"Each of {tables:,} tables has one weight, a whole number; found {weights!r}.")
    return np.asarray(weights, dtype=np.int64)


@dataclass(frozen=True)
class Consequences(Checked):
    """What follows for certain from a set of tables: the ranges of change and p-value, and the verdicts.

    ``verdicts`` counts the tables for each of `VERDICTS`; a verdict with none is ruled out.  ``without_pairs`` are
    tables of which nothing follows, as nobody in them answered twice. ``level`` and ``family`` are those of the tests.
    """

    change: Range
    p_value: Range
    verdicts: dict[str, int]
    without_pairs: int = 0
    level: float = LEVEL
    family: str = DECIDES

    @property
    def tables(self) -> int:
        """How many tables there are in all."""
        return sum(self.verdicts.values()) + self.without_pairs

    @property
    def possible(self) -> tuple[str, ...]:
        """The verdicts that at least one table leads to."""
        return tuple(verdict for verdict, tables in self.verdicts.items() if tables)

    def __str__(self):
        """Say in plain words what is possible."""
        low, high = limits_in_points(self.change.low, self.change.high)
        ends = (p_in_words(end, self.level) for end in (self.p_value.low, self.p_value.high))
        least, most = (end.removeprefix("p ").removeprefix("= ") for end in ends)
        return (
            f"change from {low} to {high} percentage points, p from {least} to {most}; "
            f"possible: {', '.join(self.possible)}"
        )


def consequences(
    tables: TableLike,
    margin: float,
    level: float = 0.95,
    family: str = DECIDES,
    weights: ArrayLike | None = None,
    longest: float = LONGEST,
) -> Consequences:
    """What follows from a set of tables, by the tests of a ``family``; the p-value is that of its McNemar test.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.  So many unlike ones that it takes
    more seconds than ``longest`` are refused (TooLongError).

    >>> from firststeps.paired.published.margins import tables_with_margins
    >>> print(consequences(tables_with_margins(26, 13, 15), margin=0.10))
    change from +7.7 to +7.7 percentage points, p from 0.5 to 0.839; possible: inconclusive
    """
    return Consequences(
        change_range(tables),
        p_value_range(tables, families.family(family).test),
        count_verdicts(tables, margin, level, family, weights, longest),
        level=float(level),
        family=family,
    )


def what_follows(follows: Mapping[str, Consequences], known: str = "what is known") -> pd.DataFrame:
    """Consequences side by side: a DataFrame, one row a set of tables.

    Columns: what is ``known``, how many tables, the lowest and highest change, the smallest p, named by its test where
    that is one, the possible verdicts.

    >>> from firststeps.paired.published.margins import tables_with_margins
    >>> sets = {"10 and 16": tables_with_margins(26, 10, 16), "13 and 15": tables_with_margins(26, 13, 15)}
    >>> told = {name: consequences(some, margin=0.1) for name, some in sets.items()}
    >>> what_follows(told)["possible verdicts"].tolist()
    ['inconclusive, difference', 'inconclusive']
    """
    what = "Consequences stand in a dictionary by what is known"
    for one in of_kind(follows, Mapping, what).values():
        of_kind(one, Consequences, what)
    tests = {families.family(one.family).test for one in follows.values()}
    smallest = f"smallest {tests.pop()} p" if len(tests) == 1 else "smallest p"
    columns = {
        of_kind(known, str, "What is known is named by a word"): list(follows),
        "tables": [one.tables for one in follows.values()],
        "low": [one.change.low for one in follows.values()],
        "high": [one.change.high for one in follows.values()],
        smallest: [one.p_value.low for one in follows.values()],
        "possible verdicts": [", ".join(one.possible) for one in follows.values()],
    }
    return frame(columns, {"low": "points", "high": "points", smallest: "p-value"})


@dataclass(frozen=True)
class VerdictMap(Checked):
    """For every possible (b, c): the verdicts that the tables with these discordant pairs lead to, joined by "or"."""

    b: np.ndarray
    c: np.ndarray
    verdict: np.ndarray

    together = ("b", "c", "verdict")


def map_verdicts(
    tables: TableLike, margin: float, level: float = 0.95, family: str = DECIDES, longest: float = LONGEST
) -> VerdictMap:
    """Map the verdicts over the discordant pairs; where the concordant pairs decide, the map says both.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.  So many unlike ones that it takes
    more seconds than ``longest`` are refused (TooLongError).

    >>> found = map_verdicts([[[15, 0], [0, 15]], [[2, 0], [0, 2]], [[4, 0], [9, 7]]], margin=0.10)
    >>> list(zip(found.b.tolist(), found.c.tolist(), found.verdict.tolist()))
    [(0, 0, 'inconclusive or equivalence'), (0, 9, 'difference')]
    """
    tables = _some(tables)
    numbers = verdicts(tables, margin, level, family, longest)
    pairs, place = np.unique(tables[:, [0, 1], [1, 0]], axis=0, return_inverse=True)
    present = np.zeros((len(pairs), len(VERDICTS)), dtype=bool)
    present[place.ravel(), numbers] = True
    names = [" or ".join(name for name, there in zip(VERDICTS, row, strict=True) if there) for row in present]
    return VerdictMap(pairs[:, 0], pairs[:, 1], np.array(names))


@dataclass(frozen=True)
class PValuesByGap(Checked):
    """For each gap between the two margins of n pairs, in people: the smallest and largest p-value it allows."""

    gap: np.ndarray
    low: np.ndarray
    high: np.ndarray

    together = ("gap", "low", "high")


def p_values_by_gap(n: int, method: str = "exact", most: int | None = None, longest: float = LONGEST) -> PValuesByGap:
    """The range of McNemar's p-value for every gap between the margins of ``n`` pairs, whoever changed.

    Gaps go up to ``most``, or to n.  Where that takes more seconds than ``longest`` it is refused (TooLongError).

    >>> found = p_values_by_gap(26)
    >>> found.low[5:7].tolist(), found.high[5:7].round(2).tolist()
    ([0.0625, 0.03125], [0.42, 0.33])
    """
    choose(METHODS, method)
    n = check_size(n)
    if most is not None and (not isinstance(most, (int, np.integer)) or most < 0):
        raise ValueError(f"most is the largest gap, a whole number of people; found {most!r}.")
    gaps = np.arange(min(n, n if most is None else most) + 1)
    ways = (n - gaps) // 2 + 1
    what = f"The p-value of {int(ways.sum()):,} tables of {n:,} pairs"
    check_cost(what, GAP_SECONDS * float(ways.sum()), longest, "take fewer pairs, or gaps up to a smaller most")
    start = np.cumsum(ways) - ways
    b = np.arange(ways.sum()) - np.repeat(start, ways)
    c = b + np.repeat(gaps, ways)
    tables = discordant_tables(n, b, c)
    p = mcnemar(tables, method, longest=longest).pvalue
    return PValuesByGap(gaps, np.minimum.reduceat(p, start), np.maximum.reduceat(p, start))


def each_once(tables, quantity):
    """Work out ``quantity`` of each triple (b, c, n) once, and give it for every table.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.

    >>> each_once([[[3, 1], [2, 0]], [[1, 1], [2, 2]]], lambda t: t.shape[0] + 0 * t[:, 0, 0]).tolist()
    [1, 1]
    """
    tables = as_tables(tables)
    first, back = _triples(tables)
    values = np.asarray(quantity(tables.reshape(-1, 2, 2)[first]))
    return values[back].reshape(tables.shape[:-2] + values.shape[1:])


def _triples(tables):
    """The place of the first table with each triple (b, c, n), and which of these each table has."""
    counts = cells(tables)
    sizes, size = np.unique(counts.n, return_inverse=True)
    side = int(counts.n.max(initial=0)) + 1
    if len(sizes) * side**2 >= 2**63:  # one whole number a triple would not do
        rows = np.stack([np.ravel(x) for x in (counts.n, counts.b, counts.c)], axis=1)
        _, first, back = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        return first, back.ravel()
    triples = ((size.reshape(counts.n.shape) * side + counts.b) * side + counts.c).ravel()
    _, first, back = np.unique(triples, return_index=True, return_inverse=True)
    return first, back


def _some(tables):
    """Check the tables, in one row; refuse none at all."""
    tables = as_tables(tables).reshape(-1, 2, 2)
    if not len(tables):
        raise ValueError("There is no table to take a range over: what is stated contradicts itself.")
    return tables


def _range(tables, values):
    """The range of ``values`` with the first table at either end."""
    at_low, at_high = int(np.argmin(values)), int(np.argmax(values))
    return Range(float(values[at_low]), float(values[at_high]), _cells_of(tables[at_low]), _cells_of(tables[at_high]))


def _cells_of(table):
    """The four cells of one table as plain numbers."""
    return tuple(table.ravel().tolist())
