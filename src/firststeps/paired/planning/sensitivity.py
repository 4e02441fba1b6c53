"""How a verdict of similarity depends on the margin and on the family of tests: what a reader should see beside it."""

from typing import NamedTuple

import numpy as np

from firststeps.paired.families import DECIDES, FAMILIES
from firststeps.paired.planning.similarity import least_balance, similarity_sample_size
from firststeps.paired.tables import cells
from firststeps.paired.two_waves.equivalence import equivalence

MARGINS = (0.05, 0.10, 0.12, 0.15, 0.20)  # from hardly a difference to one that few would call small


def margins_around(margin):
    """The margins to try: the usual ones, and the one that was fixed.

    >>> margins_around(0.08)
    (0.05, 0.08, 0.1, 0.12, 0.15, 0.2)
    """
    return tuple(sorted({*MARGINS, round(float(margin), 9)}))


class Similarity(NamedTuple):
    """A table against one margin, by one family: the p of its equivalence test, and whether it is at most alpha."""

    margin: float
    family: str
    pvalue: float
    supported: bool


def similarity_by_margin(table, margins=MARGINS, alpha=0.05):
    """The equivalence tests of all families for one paired table, at each of the margins, as a list of `Similarity`.

    The table is ``[[a, b], [c, d]]``: rows first, columns second measurement, yes before no.

    >>> for row in similarity_by_margin([[12, 0], [0, 14]], [0.1]):
    ...     print(row.family, round(row.pvalue, 4), row.supported)
    exact 0.0646 False
    mid-p 0.0323 True
    score 0.0446 True
    """
    found = []
    for margin in margins:
        for name, methods in FAMILIES.items():
            pvalue = float(equivalence(table, margin, methods.interval).pvalue)
            found.append(Similarity(margin, name, pvalue, pvalue <= alpha))
    return found


def count_supporting(tables, margin, alpha=0.05, name=DECIDES, weights=None):
    """How many of the tables support similarity within the margin, by the equivalence test of the family ``name``.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second measurement, yes before no; ``weights`` counts a table
    many times. Whether a table does depends on n and on how evenly the changers split, so the least even split that
    does is found once for each n.

    >>> tables = [[[13, 0], [0, 13]], [[15, 0], [0, 15]], [[15, 5], [5, 5]]]
    >>> [count_supporting(tables, 0.1, name=name) for name in ("exact", "mid-p", "score")]
    [1, 2, 2]
    """
    _, b, c, _, n = (np.ravel(x) for x in cells(tables))
    few, changed = np.minimum(b, c), b + c
    least = np.empty_like(n)
    for size in np.unique(n):
        here = n == size
        least[here] = least_balance(int(size), margin, alpha, name)[changed[here]]
    weights = np.ones(n.size, dtype=np.int64) if weights is None else np.asarray(weights, dtype=np.int64)
    return int(weights[few >= least].sum())


def people_if_nobody_changes(margin, alpha=0.05, name=DECIDES):
    """How many people it takes to support similarity where nobody at all changes: the fewest there can be.

    >>> [people_if_nobody_changes(0.1, name=name) for name in ("exact", "mid-p", "score")]
    [29, 22, 25]
    """
    return similarity_sample_size(0.0, margin, alpha=alpha, family=name).n
