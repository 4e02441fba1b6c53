"""Every table of n people who all answered twice that printed numbers allow, for one n or for many.

A table is (b, c), who changed, and one cell more.  So the pairs (b, c) are gone through first, as a p-value or
chi-squared depends on them alone, and only those that are left are joined with the cells that counts and percentages
allow.  What each step would have to go through is counted before it is done; what is too much is not begun.
"""

from dataclasses import dataclass, field

import numpy as np

from firststeps.paired.answers.fields import Checked
from firststeps.paired.published.printed import Printed
from firststeps.paired.published.stated import SECONDS, Stated, by_discordant
from firststeps.paired.tables import cells, discordant_tables, tables_of

MOST_PAIRS = 2e7  # pairs (b, c), over all n, that are gone through: a few seconds' worth
MOST_PAIRS_ALONE = 1e6  # the same where there are too many people to work out p-values of all (b, c) at once
MOST_PEOPLE = 3e6  # people of all n together
MOST_TABLES = 3e6  # tables that are held
MOST_GRID = 1200  # people up to which p-values of all (b, c) are worked out at once
SHARES = {  # what a count or a percentage may be of, as a sum of the cells a, b, c, d
    "first": (1, 1, 0, 0),
    "second": (1, 0, 1, 0),
    "stopped": (0, 1, 0, 0),
    "began": (0, 0, 1, 0),
    "changed": (0, 1, 1, 0),
    "yes_twice": (1, 0, 0, 0),
    "no_twice": (0, 0, 0, 1),
    "same": (1, 0, 0, 1),
}


@dataclass(frozen=True)
class Share:
    """A printed count (``per`` 0) or share of the people (``per`` 100 or 1): of which cells, and what it stands for."""

    name: str
    printed: Printed
    per: int

    def allowed(self, n: int) -> np.ndarray:
        """Which of the counts 0 ... n can have been printed so: booleans of shape (n + 1,)."""
        return self.holds(np.arange(n + 1), n)

    def holds(self, counts: np.ndarray, n: int | np.ndarray) -> np.ndarray:
        """Whether each count of n people can have been printed so."""
        return self.printed.holds_share(counts, n, self.per) if self.per else self.printed.holds_share(counts, 1)


@dataclass(frozen=True)
class Behind(Checked):
    """The tables behind printed numbers, of shape (K, 2, 2), and the (b, c) that they have.

    ``tables`` is None where they are too many to list; ``discordant`` then holds the (b, c) that are not ruled out
    yet, or is None too.  ``agreeing`` marks for each statistic and version the tables that agree.  ``left_out`` says
    in sentences what was not used, and why; ``tried`` how many tables there were, or would have been, to go through.
    """

    tables: np.ndarray | None
    discordant: np.ndarray | None
    agreeing: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    tried: float = 0


def tables_behind(people: range, shares: list[Share], statistics: list[Stated]) -> Behind:
    """Every table of n people, n in ``people``, that all the shares and statistics allow.

    >>> from firststeps.paired.published.printed import as_printed
    >>> from firststeps.paired.published.stated import stated
    >>> shares = [Share("first", as_printed("2"), 0), Share("second", as_printed("38%"), 100)]
    >>> tables_behind(range(20, 23), shares, [stated("p", ".070", "exact")]).tables.tolist()
    [[[1, 1], [7, 12]]]
    """
    statistics, left_out = _within_time(people, statistics)
    if sum(people) > MOST_PEOPLE:
        return Behind(None, None, {}, left_out, sum(n**2 / 2 for n in people))
    to_try = {n: _pairs_to_try(n, shares) for n in people}
    fewest = {n: _fewest_cells(n, shares) for n in people}
    if not _some_pairs_fall(shares, statistics):
        cost = sum(to_try[n] * len(fewest[n][1]) for n in people)
        if cost > MOST_TABLES:
            return Behind(None, None, {}, left_out, cost)
    if sum(to_try.values()) > (MOST_PAIRS if max(people, default=0) <= MOST_GRID else MOST_PAIRS_ALONE):
        return Behind(None, None, {}, left_out, sum(to_try.values()))
    grids = [_grid(statistic, people) for statistic in statistics]
    pairs = {n: _pairs(n, shares, statistics, grids) for n in people}
    cost = sum(len(pairs[n][0]) * len(fewest[n][1]) for n in people)
    if cost > MOST_TABLES:
        return Behind(None, _all_pairs(pairs.values()), {}, left_out, cost)
    tables = np.concatenate([_joined(n, *pairs[n], *fewest[n], shares) for n in people] or [np.zeros((0, 2, 2), int)])
    return _by_statistics(tables, statistics, left_out, cost)


def agreeing(tables: np.ndarray, shares: list[Share], statistics: list[Stated]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Which of given tables, of shape (K, 2, 2), all the shares and statistics allow; and what was not used, in words.

    >>> from firststeps.paired.published.stated import stated
    >>> agreeing(np.array([[[1, 1], [7, 12]], [[0, 2], [8, 11]]]), [], [stated("p", ".070", "exact")])[0].tolist()
    [True, False]
    """
    counts, mask, left_out = cells(tables), np.ones(len(tables), dtype=bool), []
    for share in shares:
        mask &= share.holds(_counted(share.name, *counts[:4]), counts.n)
    sizes = np.unique(counts.n)
    for statistic in statistics:
        slow = [
            version
            for version in statistic.versions
            if statistic.cost(int(mask.sum()), int(sizes.max(initial=0)), len(sizes), version) > SECONDS
        ]
        for usable in _without(statistic, slow, left_out, f"{mask.sum():,} tables"):
            some = tables[mask]
            marks = [_marked(usable, some, version) for version in usable.versions]
            mask[mask] = np.logical_or.reduce(marks)
    return mask, tuple(left_out)


def _within_time(people, statistics):
    """The statistics without the versions that would take too long, and what is left out, in sentences."""
    usable, left_out = [], []
    for statistic in statistics:
        slow = [
            version
            for version in statistic.versions
            if not statistic.is_interval and statistic.cost(0, max(people, default=0), len(people), version) > SECONDS
        ]
        usable += _without(
            statistic, slow, left_out, "so many numbers of people" if len(people) > 1 else "so many people"
        )
    return usable, tuple(left_out)


def _without(statistic, slow, left_out, what):
    """The statistic without its slow versions, in a list, empty where none is left; why is put in ``left_out``."""
    quick = tuple(version for version in statistic.versions if version not in slow)
    if slow and quick:
        left_out.append(f"Not tried for {statistic.words}: {', '.join(slow)}, which would take too long for {what}.")
    elif slow:
        left_out.append(
            f"{statistic.words} is not used: {', '.join(slow)} would take too long for {what}. Name another version, "
            "or say more of the other numbers."
        )
    if not quick:
        return []
    return [Stated(statistic.name, statistic.printed, statistic.per, quick, statistic.level)]


def _differences(n, shares):
    """The differences c - b that the two proportions allow, or None where one of them is open."""
    first, second = (_mask(n, shares, name) for name in ("first", "second"))
    if first is None or second is None:
        return None
    first, second = np.flatnonzero(first), np.flatnonzero(second)
    if all(len(counts) and np.ptp(counts) == len(counts) - 1 for counts in (first, second)):  # no count left out
        return np.arange(second[0] - first[-1], second[-1] - first[0] + 1)
    return np.unique(second[:, None] - first)


def _mask(n, shares, name):
    """Which of the counts 0 ... n the shares of that name allow, or None where none is printed."""
    masks = [share.allowed(n) for share in shares if share.name == name]
    return np.logical_and.reduce(masks) if masks else None


def _pairs_to_try(n, shares):
    """How many (b, c) of n people there are to go through."""
    differences = _differences(n, shares)
    return (n + 1) * (n + 2) / 2 if differences is None else (n + 1.0) * len(differences)


def _pairs(n, shares, statistics, grids):
    """The (b, c) of n people that counts of changers, the difference, p-values and chi-squared allow."""
    differences = _differences(n, shares)
    if differences is None:
        b, c = (grid.ravel() for grid in np.indices((n + 1, n + 1)))
    else:
        b = np.repeat(np.arange(n + 1), len(differences))
        c = b + np.tile(differences, n + 1)
    mask = (c >= 0) & (b + c <= n)
    b, c = b[mask], c[mask]
    for name in ("stopped", "began", "changed", "same"):
        allowed = _mask(n, shares, name)
        if allowed is not None:
            mask = allowed[_counted(name, n - b - c, b, c, 0)]
            b, c = b[mask], c[mask]
    for statistic, grid in zip(statistics, grids, strict=True):
        if grid is not None and len(b):
            mask = _agreeing_pairs(n, b, c, statistic, grid)
            b, c = b[mask], c[mask]
    return b, c


def _some_pairs_fall(shares, statistics):
    """Whether anything is stated that rules out pairs (b, c)."""
    names = {share.name for share in shares}
    return (
        any(statistic.of_pairs for statistic in statistics)
        or names >= {"first", "second"}
        or bool(names & {"stopped", "began", "changed", "same"})
    )


def _all_pairs(pairs):
    """The (b, c) of every n together, each once, as an array of shape (K, 2)."""
    most = max((int(pair[0].max()) for pair in pairs if len(pair[0])), default=-1)
    most = max(most, max((int(pair[1].max()) for pair in pairs if len(pair[1])), default=-1))
    present = np.zeros((most + 1, most + 1), dtype=bool)
    for b, c in pairs:
        present[b, c] = True
    return np.argwhere(present)


def _counted(name, a, b, c, d):
    """How many people a share counts."""
    return sum(weight * cell for weight, cell in zip(SHARES[name], (a, b, c, d), strict=True))


def _grid(statistic, people):
    """For a test, the (b, c) at which a version agrees in which n does not count: booleans of shape (most + 1,) * 2.

    None for statistics that do not hang on b, c and n alone; empty where each n is to be worked out by itself.
    """
    if not statistic.of_pairs:
        return None
    most = max(people, default=0)
    if len(people) < 2 or most > MOST_GRID or statistic.name not in ("p", "chi_squared"):
        return np.zeros((0, 0), dtype=bool)
    b, c = (grid.ravel() for grid in np.indices((most + 1, most + 1)))
    inside = b + c <= most
    grid = np.zeros((most + 1, most + 1), dtype=bool)
    tables = tables_of(1, b, c, 0)[inside]
    for version in filter(by_discordant, statistic.versions):
        grid[b[inside], c[inside]] |= statistic.agrees(tables, version)
    return grid


def _agreeing_pairs(n, b, c, statistic, grid):
    """Which (b, c) of n people print the statistic by at least one version."""
    tables = discordant_tables(n, b, c)
    mask = grid[b, c] if grid.size else np.zeros(len(b), dtype=bool)
    for version in statistic.versions:
        if not (grid.size and by_discordant(version)):
            mask = mask | statistic.agrees(tables, version)
    return mask


def _fewest_cells(n, shares):
    """Of first, second, yes twice and no twice the one with the fewest possible counts, and these counts."""
    masks = {name: _mask(n, shares, name) for name in ("first", "second", "yes_twice", "no_twice")}
    counts = {name: np.flatnonzero(mask) for name, mask in masks.items() if mask is not None}
    return min(counts.items(), key=lambda entry: len(entry[1]), default=("yes_twice", np.arange(n + 1)))


def _joined(n, b, c, cell, counts, shares):
    """The tables of n people with these (b, c) and these counts of one cell or margin, which every share allows."""
    b, c, counts = np.repeat(b, len(counts)), np.repeat(c, len(counts)), np.tile(counts, len(b))
    a = {"yes_twice": counts, "first": counts - b, "second": counts - c, "no_twice": n - b - c - counts}[cell]
    d = n - a - b - c
    mask = (a >= 0) & (d >= 0)
    for share in shares:
        people = np.where(mask, _counted(share.name, a, b, c, d), 0)
        mask &= share.allowed(n)[people]
    return tables_of(a, b, c, d)[mask]


def _by_statistics(tables, statistics, left_out, tried):
    """Keep the tables that agree with every statistic by one of its versions, the quickest versions first."""
    agreeing, left_out = {}, list(left_out)
    for statistic in sorted(statistics, key=lambda statistic: (statistic.is_interval, statistic.name)):
        slow = [v for v in statistic.versions if statistic.is_interval and _too_slow(statistic, tables, v)]
        for usable in _without(statistic, slow, left_out, f"{len(tables):,} tables"):
            marks = {version: _marked(usable, tables, version) for version in usable.versions}
            mask = np.logical_or.reduce(list(marks.values()))
            tables = tables[mask]
            agreeing = {key: mark[mask] for key, mark in agreeing.items()}
            agreeing |= {(usable.name, version): mark[mask] for version, mark in marks.items()}
    pairs = np.unique(tables.reshape(-1, 4)[:, 1:3], axis=0)
    return Behind(tables, pairs, agreeing, tuple(left_out), tried)


def _too_slow(statistic, tables, version):
    """Whether a version would take too long for so many tables."""
    return statistic.cost(len(tables), 0, 0, version) > SECONDS


def _marked(statistic, tables, version):
    """Which tables agree by one version; of none, none."""
    return statistic.agrees(tables, version) if len(tables) else np.zeros(0, dtype=bool)
