"""How a verdict of similarity depends on the margin and on the family of tests: what a reader should see beside it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from firststeps.paired.answers.arguments import check_size, of_kind, several
from firststeps.paired.families import DECIDES, FAMILIES
from firststeps.paired.planning.cost import LONGEST, check_cost, check_longest
from firststeps.paired.planning.kept import kept
from firststeps.paired.planning.similarity import similarity_sample_size
from firststeps.paired.published.possible import PossibleTables
from firststeps.paired.results import check_alpha, frame
from firststeps.paired.tables import TableLike, as_counts, cells
from firststeps.paired.two_waves.balance import least_balances
from firststeps.paired.two_waves.equivalence import check_margin, equivalence, smallest_margin

MARGINS = (0.05, 0.10, 0.12, 0.15, 0.20)  # from hardly a difference to one that few would call small
CHANGES = ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (3, 3), (4, 4))


def margins_around(margin):
    """The margins to try: the usual ones, and the one that was fixed.

    >>> margins_around(0.08)
    (0.05, 0.08, 0.1, 0.12, 0.15, 0.2)
    """
    return tuple(sorted({*MARGINS, round(float(margin), 9)}))


def similarity_by_margin(table: TableLike, margin: float) -> pd.DataFrame:
    """The p-values of the equivalence tests of all families for one table: a DataFrame, one row a margin.

    The margins are the usual ones and ``margin``; a family supports similarity where its p is at most alpha.

    >>> similarity_by_margin([[12, 0], [0, 14]], 0.1).round(4).head(2).to_numpy().tolist()
    [[0.05, 0.2635, 0.1318, 0.121], [0.1, 0.0646, 0.0323, 0.0446]]
    """
    check_margin(margin)
    margins = margins_around(margin)
    pvalues = {
        name: [float(equivalence(table, at, methods.interval).pvalue) for at in margins]
        for name, methods in FAMILIES.items()
    }
    return frame({"margin": margins, **pvalues}, {"margin": "margin", **dict.fromkeys(FAMILIES, "p-value")})


def margins_supported(pairs: int, changes: tuple = CHANGES, longest: float = LONGEST) -> pd.DataFrame:
    """The smallest margin that so many pairs support, by how many change each way: a DataFrame, one row a split.

    ``changes`` are pairs of numbers, yes to no and no to yes. The columns are the families, and the exact unconditional
    test, of which it is refused (TooLongError) where it takes more seconds than ``longest``.

    >>> margins_supported(26, [(0, 0), (1, 1)]).round(3).to_numpy().tolist()
    [[0.0, 0.0, 0.109, 0.085, 0.094, 0.109], [1.0, 1.0, 0.145, 0.12, 0.124, 0.13]]
    """
    kinds = {name: methods.interval for name, methods in FAMILIES.items()} | {"unconditional": "unconditional"}
    check_longest(longest)
    pairs = check_size(pairs)
    lost, gained = _splits(changes, pairs)
    margins = {name: _margins_supported(pairs, lost, gained, method, longest) for name, method in kinds.items()}
    return frame({"yes to no": lost, "no to yes": gained, **margins}, dict.fromkeys(kinds, "margin"))


def _splits(changes, pairs):
    """How many change from yes to no, and how many from no to yes, in two lists of whole numbers."""
    counts = as_counts(several(changes, "Numbers who change each way"), "number who change")
    if counts.ndim != 2 or counts.shape[1] != 2 or counts.sum(axis=1).max() > pairs:
        raise ValueError(
            f"Who changes is counted by pairs of numbers, yes to no and no to yes, of {pairs:,} people at most; found "
            f"{counts.tolist()}."
        )
    return counts.T.tolist()


@kept(np.array)
def _margins_supported(pairs, lost, gained, method, longest):
    """The smallest margin by one method, for each split of those who change."""
    tables = [[[pairs - x - y, x], [y, 0]] for x, y in zip(lost, gained, strict=True)]
    return smallest_margin(tables, method, longest=longest)


def tables_supporting(pairs: int, margin: float, alpha: float = 0.05, longest: float = LONGEST) -> pd.DataFrame:
    """How many of all tables of so many pairs support similarity within the margin: a DataFrame, one row a family.

    Tables that differ only in who did not change are one.  TooLongError where going through them takes more seconds
    than ``longest``.

    >>> tables_supporting(26, 0.1).to_numpy().tolist()
    [['exact', 0, 378], ['mid-p', 1, 378], ['score', 1, 378]]
    """
    pairs = check_size(pairs)
    check_margin(margin)
    check_alpha(alpha)
    check_cost(f"Going through every table of {pairs:,} pairs", 1.2e-5 * pairs**2, longest, "take fewer pairs")
    every = [[[pairs - x - y, x], [y, 0]] for x in range(pairs + 1) for y in range(pairs + 1 - x)]
    columns = {
        "test": list(FAMILIES),
        "support": [count_supporting(every, margin, alpha, name) for name in FAMILIES],
        "of tables": len(every),
    }
    return frame(columns, {"test": "method"})


def count_supporting(tables, margin, alpha=0.05, name=DECIDES, weights=None):
    """How many of the tables support similarity within the margin, by the equivalence test of the family ``name``.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no; ``weights`` counts a table
    many times. Whether a table does depends on n and on how evenly the changers split, so the least even split that
    does is found once for each n.

    >>> tables = [[[13, 0], [0, 13]], [[15, 0], [0, 15]], [[15, 5], [5, 5]]]
    >>> [count_supporting(tables, 0.1, name=name) for name in ("exact", "mid-p", "score")]
    [1, 2, 2]
    """
    _, b, c, _, n = (np.ravel(x) for x in cells(tables))
    few, changed = np.minimum(b, c), b + c
    sizes, group = np.unique(n, return_inverse=True)
    most = np.zeros(len(sizes), dtype=int)
    np.maximum.at(most, group, changed)
    starts = np.cumsum([0, *most[:-1] + 1])
    every = np.concatenate([[], *least_balances(sizes.tolist(), most.tolist(), margin, alpha, name)])
    least = every[starts[group] + changed]
    weights = np.ones(n.size, dtype=np.int64) if weights is None else np.asarray(weights, dtype=np.int64)
    return int(weights[few >= least].sum())


def support_by_margin(allowing: Mapping[float, PossibleTables], alpha: float = 0.05) -> pd.DataFrame:
    """How many tables support similarity, and how many people it takes: a DataFrame, one row a margin and family.

    ``allowing`` has for each margin the tables that are possible with it.  Columns are ``margin``, ``tests`` (the
    family), ``allowed`` (tables that are possible), ``tables`` (those that support it) and ``people`` (needed, if
    nobody changes).

    >>> from firststeps.paired.published.possible import PossibleTables
    >>> tables = np.array([[[13, 0], [0, 13]], [[15, 0], [0, 15]], [[15, 5], [5, 5]]])
    >>> support_by_margin({0.1: PossibleTables(tables, np.ones(3, dtype=int), 0)}).to_numpy().tolist()
    [[0.1, 'exact', 3, 1, 29], [0.1, 'mid-p', 3, 2, 22], [0.1, 'score', 3, 2, 25]]
    """
    what = "Possible tables stand in a dictionary by their margin, as {0.1: possible_tables(...)}"
    for margin, possible in of_kind(allowing, Mapping, what).items():
        check_margin(margin)
        of_kind(possible, PossibleTables, what)
    check_alpha(alpha)
    rows = [
        (
            margin,
            name,
            possible.total,
            count_supporting(possible.tables, margin, alpha, name, possible.behind),
            people_if_nobody_changes(margin, alpha, name),
        )
        for margin, possible in allowing.items()
        for name in FAMILIES
    ]
    return pd.DataFrame(rows, columns=["margin", "tests", "allowed", "tables", "people"])


def support_table(supported: pd.DataFrame) -> pd.DataFrame:
    """The rows of `support_by_margin` with one row a margin: tables allowed, and by each family tables and people."""
    columns = ["margin", "tests", "allowed", "tables", "people"]
    if not isinstance(supported, pd.DataFrame) or not set(columns) <= set(supported.columns) or supported.empty:
        raise ValueError(f"Rows are those of support_by_margin; found {supported!r}.")
    wide = supported.pivot_table(["tables", "people"], "margin", "tests", sort=False)[["tables", "people"]].astype(int)
    wide.columns = [f"{tests}, {'supporting' if what == 'tables' else 'people needed'}" for what, tests in wide.columns]
    wide.insert(0, "tables allowed", supported.drop_duplicates("margin").set_index("margin")["allowed"])
    return frame(wide.reset_index(), {"margin": "margin"}, note="People needed: if nobody changes.")


def people_if_nobody_changes(margin, alpha=0.05, name=DECIDES):
    """How many people it takes to support similarity where nobody at all changes: the fewest there can be.

    >>> [people_if_nobody_changes(0.1, name=name) for name in ("exact", "mid-p", "score")]
    [29, 22, 25]
    """
    return similarity_sample_size(0.0, margin, alpha=alpha, family=name).n
