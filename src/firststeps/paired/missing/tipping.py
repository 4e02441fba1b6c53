"""Tipping points: how few of the missing people would have to have answered in some way to change a conclusion.

A *conclusion* says of each paired table one of a few things, as "significant" or not.  The letters are those of
`assumptions`: e and f answered first only, g and h second only, u not at all.  Tipping points for two independent
groups: Yan, Lee & Li (2009), J Biopharm Stat 19:1085; here the two waves are those of the same people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from firststeps.paired.answers.arguments import of_kind
from firststeps.paired.answers.fields import Checked
from firststeps.paired.families import DECIDES, FAMILIES
from firststeps.paired.missing.assumptions import count_responses
from firststeps.paired.patterns import PatternsLike
from firststeps.paired.planning.cost import LONGEST, TABLES, check_cost, check_longest, tables_seconds
from firststeps.paired.published.consequences import VERDICTS, each_once, verdicts
from firststeps.paired.results import check_alpha, check_level, choose, counted_people, rejects
from firststeps.paired.tables import discordant_tables, tables_of
from firststeps.paired.two_waves.equivalence import check_margin
from firststeps.paired.two_waves.mcnemar import BY_DISCORDANT, mcnemar
from firststeps.paired.two_waves.mcnemar import METHODS as TESTS

MOST_STEPS = 300  # numbers of missing people tried one after the other; with more people, that many equal steps
MOST_WAYS = 40_000  # or so gone through below what the steps found, to be sure that no fewer are enough
STARTS = 100  # ways refined at once
MOST_TILES = 100  # to a side of the grid


@dataclass(frozen=True)
class Conclusion:
    """What may be concluded: ``labels``, and ``of(tables)`` that gives the number of one of them for each table.

    It depends on b, c and n only.  ``needs_n`` says whether more pairs without change can alter it.  Where it takes
    long, ``seconds(tables)`` is how many it takes, ``like`` are conclusions that are quick and nearly the same, and
    ``longest`` are the seconds that somebody means to wait for a tipping point by it.
    """

    labels: tuple[str, ...]
    of: Callable
    needs_n: bool
    seconds: Callable | None = None
    like: tuple["Conclusion", ...] = ()
    longest: float = LONGEST


def significance(alpha: float = 0.05, method: str = "exact", longest: float = LONGEST) -> Conclusion:
    """Give the conclusion whether McNemar's test is significant: p <= ``alpha``.

    A tipping point that would take more seconds than ``longest`` is refused before it is looked for, as TooLongError:
    by the unconditional and by Boschloo's test many tables take long.  Raises ValueError for an unknown method and for
    an alpha that is not above 0 and at most 0.5.

    >>> conclusion = significance()
    >>> conclusion.labels[int(conclusion.of([[5, 0], [6, 2]]))]
    'significant'
    """
    choose(TESTS, method)
    check_alpha(alpha)
    check_longest(longest)
    slow = method in TABLES
    like = tuple(significance(alpha, quick) for quick in ("asymptotic", "continuity")) if slow else ()
    words, needs_n = ("not significant", "significant"), method not in BY_DISCORDANT
    seconds = partial(_seconds, method=method) if slow else None
    return Conclusion(
        words, partial(_significant, alpha=alpha, method=method, longest=longest), needs_n, seconds, like, longest
    )


def _significant(tables, alpha, method, longest):
    """1 where the test of a table is significant, else 0."""
    p = each_once(tables, lambda t: mcnemar(t, method, longest=longest).pvalue)
    return rejects(p, alpha).astype(int)


def _seconds(tables, method):
    """The seconds that this takes of all the tables."""
    sizes = []
    each_once(tables, lambda t: sizes.extend(t.sum(axis=(1, 2))) or t[:, 0, 0])
    return tables_seconds(sizes, method)


def verdict(margin: float, level: float = 0.95, family: str = DECIDES) -> Conclusion:
    """Give the verdict by the tests of a ``family``: one of `consequences.VERDICTS`, for equivalence within ``margin``.

    Raises ValueError for an unknown family, and for a margin or a level that is none.

    >>> conclusion = verdict(0.10)
    >>> conclusion.labels[int(conclusion.of([[5, 0], [6, 2]]))]
    'difference'
    """
    choose(FAMILIES, family)
    check_margin(margin)
    check_level(level)
    return Conclusion(VERDICTS, partial(verdicts, margin=margin, level=level, family=family), needs_n=True)


@dataclass(frozen=True)
class TippingPoint(Checked):
    """The fewest answers that change a conclusion.

    ``people`` of the ``missing`` people are enough (None if no answers of theirs can change it).  ``ways`` is an array
    of rows (changed from yes to no, from no to yes, answered the same twice), each a way to change the conclusion from
    ``before`` to the one of ``after`` in the same place.  No fewer are enough where ``step`` is 1.  With more than
    ``MOST_STEPS`` people missing they are first tried so many at a time, and from there down by ever smaller steps to
    one; where every way of fewer people can then be gone through, ``step`` is 1, else ``ways`` are some of the ways.
    """

    people: int | None
    missing: int
    before: str
    after: tuple[str, ...]
    ways: np.ndarray
    step: int = 1

    def __post_init__(self):
        """Refuse more people than are missing, and what is no number of people."""
        super().__post_init__()
        if (self.people or 0) > self.missing:
            most = f"the {counted_people(self.missing)} missing"
            raise ValueError(f"TippingPoint: people is at most {most}; found {self.people:,}.")

    def sentence(self) -> str:
        """Say the tipping point in plain words."""
        if not self.missing:
            return f'Nobody missed either wave, so nobody is left who could change the conclusion "{self.before}".'
        who = f"of the {counted_people(self.missing)} who missed one or both of the two waves"
        if self.people is None:
            return f'No answers {who} could change the conclusion "{self.before}"{self._tried()}.'
        numbers = zip(self.ways[0].tolist(), _CHANGES, strict=True)
        parts = " and ".join(f"{number:,} had {change}" for number, change in numbers if number)
        return f'The conclusion "{self.before}" would become "{self.after[0]}" if, {who}, {parts}{self._tried()}.'

    def _tried(self):
        """Say how many at a time were tried, where that is more than one."""
        if self.step == 1:
            return ""
        near = "" if self.people is None else ", then one at a time near there"
        return f" (tried {self.step} at a time{near})"


_CHANGES = ("gone from yes to no", "gone from no to yes", "stayed the same")


def tipping_point(patterns: PatternsLike, conclusion: Conclusion, first: int = 0, second: int = 1) -> TippingPoint:
    """Give the smallest number of missing people whose answers, added to the pairs, can change the conclusion.

    The others stay missing.  Of the missing, e + h people can have gone from yes to no, f + g from no to yes, u either
    way, and all can have stayed the same; every combination of so many is tried, the smallest numbers first (for very
    many people see `TippingPoint`).  Raises ValueError if nobody answered at both waves, as TooLongError for what would
    take longer than the conclusion allows.

    >>> point = tipping_point([[5, 0, 1], [5, 2, 3], [0, 1, 0]], significance())
    >>> point.people
    1
    >>> print(point.sentence())
    The conclusion "not significant" would become "significant" if, of the 5 people who missed one or both of the \
two waves, 1 had gone from no to yes.
    """
    of_kind(conclusion, Conclusion, "A conclusion is what significance() or verdict(margin) gives")
    r = count_responses(patterns, first, second)
    if conclusion.seconds:
        _check_cost(patterns, conclusion, first, second, r.people - r.pairs)
    missing, before = r.people - r.pairs, int(conclusion.of(r.table))
    step = max(1, -(-missing // MOST_STEPS))
    ways = _first_that_change(conclusion, r, before, missing, step)
    if not len(ways):
        return TippingPoint(None, missing, conclusion.labels[before], (), ways, step)
    if step > 1:
        ways = _refined(conclusion, r, ways, before, step)
        people = int(ways[0].sum())
        if people ** (3 if conclusion.needs_n else 2) <= 6 * MOST_WAYS:
            ways, step = _first_that_change(conclusion, r, before, people, 1), 1
    names = tuple(conclusion.labels[number] for number in conclusion.of(_added(r.table, ways)))
    return TippingPoint(int(ways[0].sum()), missing, conclusion.labels[before], names, ways, step)


def _check_cost(patterns, conclusion, first, second, missing):
    """Refuse what would take too long: a conclusion that is quick and nearly the same tells which tables it asks for.

    The one that asks for most counts.
    """

    def spent(quick):
        """The seconds of the tables that are asked for on the way to the tipping point of another conclusion."""
        seconds = []

        def of(tables):
            """What the other concludes, and what this one would take for it."""
            seconds.append(conclusion.seconds(tables))
            return quick.of(tables)

        tipping_point(patterns, Conclusion(quick.labels, of, conclusion.needs_n), first, second)
        return sum(seconds)

    what = f"The tipping point, with {counted_people(missing)} who missed one or both of the two waves,"
    instead = "take significance(method='asymptotic'), which with so many pairs says nearly the same"
    check_cost(what, max(map(spent, conclusion.like)), conclusion.longest, instead)


def _first_that_change(conclusion, r, before, most, step):
    """Give the ways of the fewest people that change the conclusion, of up to ``most`` people by so many at a time."""
    for people in range(step, most + step, step):
        ways = _that_change(conclusion, r, _ways(r, min(people, most), conclusion.needs_n, step), before)
        if len(ways):
            return ways
    return np.empty((0, 3), dtype=int)


def _ways(r, people, with_same, step):
    """Give every (yes to no, no to yes, the same) that ``people`` of the missing can have been; else some of fewer
    steps.

    With a ``step`` above 1 those who changed are multiples of it, or as many as there can be; without ``with_same``
    they are then up to a step fewer than ``people``.
    """
    losses, gains = (
        np.union1d(np.arange(0, most + 1, step), [once, most])
        for once, most in ((r.e + r.h, r.e + r.h + r.u), (r.f + r.g, r.f + r.g + r.u))
    )
    losses, gains = (
        grid.ravel() for grid in np.meshgrid(losses[losses <= people], gains[gains <= people], indexing="ij")
    )
    same = people - losses - gains
    ways = np.stack([losses, gains, same if with_same else np.zeros_like(same)], axis=-1)
    return ways[_possible(r, ways) & (same >= 0) & (with_same | (same < step))]


def _possible(r, ways):
    """Say whether the missing people can have answered in each of the ways: of u people nothing is known."""
    losses, gains, same = ways.T
    excess = np.maximum(losses - r.e - r.h, 0) + np.maximum(gains - r.f - r.g, 0)
    return (ways >= 0).all(axis=1) & (excess <= r.u) & (losses + gains + same <= r.people - r.pairs)


def _that_change(conclusion, r, ways, before):
    """Give those of the ways that change the conclusion, the fewest people first."""
    differs = conclusion.of(_added(r.table, ways)) != before if len(ways) else np.zeros(0, dtype=bool)
    return ways[differs][np.argsort(ways[differs].sum(axis=1), kind="stable")]


def _refined(conclusion, r, ways, before, step):
    """Find ways of fewer people near those found in steps: by half the step while that finds any, then by a quarter.

    It starts from all that were found, and from those of one step more, as some lie nearer to the fewest than others.
    """
    more = _ways(r, min(ways[0].sum() + step, r.people - r.pairs), conclusion.needs_n, step)
    fewest = np.concatenate([ways, _that_change(conclusion, r, more, before)])
    near = np.stack(np.meshgrid(*[np.arange(-2, 3)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    near = near[(near[:, 2] == 0) | conclusion.needs_n]
    while step > 1:
        step, fewer = -(-step // 2), fewest
        while len(fewer):
            starts = fewer[np.linspace(0, len(fewer) - 1, min(len(fewer), STARTS)).astype(int)]
            around = (starts[:, None] + step * near).reshape(-1, 3)
            around = around[(around.sum(axis=1) < fewest.sum(axis=1).min()) & _possible(r, around)]
            fewer = _that_change(conclusion, r, np.unique(around, axis=0), before)
            fewest = np.concatenate([fewer, fewest])
        fewest = fewest[fewest.sum(axis=1) <= fewest.sum(axis=1).min() + 2 * step]
    return np.unique(fewest[fewest.sum(axis=1) == fewest.sum(axis=1).min()], axis=0)


def _added(table, ways):
    """Give the paired table with each of the ways added; it does not matter whether the same means yes or no."""
    losses, gains, same = ways.T
    return table + tables_of(same, losses, gains, 0)


@dataclass(frozen=True)
class TippingGrid(Checked):
    """The conclusion (words) and the change for every number of yes among those who answered once.

    ``conclusion[i, j]``, ``change[i, j]``: i of those who missed the second wave and j of those who missed the first
    would have said yes there.  That fixes both margins and so the change; where the conclusion depends on who the i
    and j are, its words are joined by "or".  With more than ``MOST_TILES`` missing at either wave the grid is empty.
    """

    conclusion: np.ndarray
    change: np.ndarray
    observed: str


def tipping_grid(patterns: PatternsLike, conclusion: Conclusion, first: int = 0, second: int = 1) -> TippingGrid:
    """Give the conclusion over all answers of those who answered at one of two waves, by the number of yes at each
    wave.

    People who answered at neither wave are left out: of them nothing is known that would tie them to the grid.  Where x
    said yes at the second wave and y at the first, and s of all these would have said yes twice, b = b0 + e + y - s and
    c = c0 + g + x - s: so a place of the grid has as many tables to try as s has values.

    >>> grid = tipping_grid([[5, 0, 0], [5, 2, 1], [0, 0, 0]], significance())
    >>> grid.conclusion.tolist(), grid.change.round(2).tolist()
    ([['not significant'], ['significant']], [[0.38], [0.46]])
    """
    of_kind(conclusion, Conclusion, "A conclusion is what significance() or verdict(margin) gives")
    r = count_responses(patterns, first, second)
    if max(r.e + r.f, r.g + r.h) > MOST_TILES:
        nothing = np.empty((0, 0))
        return TippingGrid(nothing.astype(str), nothing, conclusion.labels[int(conclusion.of(r.table))])
    x, y, s = np.indices((r.e + r.f + 1, r.g + r.h + 1, r.e + r.g + 1))
    possible = np.maximum(x - r.f, 0) + np.maximum(y - r.h, 0) <= s
    possible &= s <= np.minimum(r.e, x) + np.minimum(r.g, y)
    x, y, s = x[possible], y[possible], s[possible]
    b, c = r.b + r.e + y - s, r.c + r.g + x - s
    tables = discordant_tables(r.people - r.u, b, c)
    outcomes = np.zeros((r.e + r.f + 1, r.g + r.h + 1, len(conclusion.labels)), dtype=bool)
    outcomes[x, y, conclusion.of(tables)] = True
    words = [" or ".join(np.array(conclusion.labels)[row]) for row in outcomes.reshape(-1, len(conclusion.labels))]
    yes_second, yes_first = np.ogrid[: r.e + r.f + 1, : r.g + r.h + 1]
    change = (r.c + r.g + yes_second - r.b - r.e - yes_first) / (r.people - r.u)
    observed = conclusion.labels[int(conclusion.of(r.table))]
    return TippingGrid(np.array(words).reshape(outcomes.shape[:2]), change, observed)
