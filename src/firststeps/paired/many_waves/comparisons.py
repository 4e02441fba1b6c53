"""Several comparisons as one frame: a row a paired table, with numbers in it."""

import numpy as np
import pandas as pd

from firststeps.paired.answers.arguments import as_one
from firststeps.paired.limits.binomial import binomial_tail
from firststeps.paired.limits.roots import last_true
from firststeps.paired.many_waves.pairwise import holm
from firststeps.paired.planning.cost import LONGEST
from firststeps.paired.results import LEVEL, choose, frame, rejects
from firststeps.paired.tables import TableLike, as_tables
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar

UNITS = {"difference": "points", "low": "points", "high": "points"}
UNITS |= dict.fromkeys(("pvalue", "mid_p", "adjusted"), "p-value")


def comparisons(
    tables: TableLike, level: float = LEVEL, longest: float = LONGEST, adjustment: str = "holm"
) -> pd.DataFrame:
    """Compare two waves in each of the ``tables``, of shape (K, 2, 2): a DataFrame of K rows.

    Columns are ``pairs``, the four cells as ``both`` (yes twice), ``lost`` (yes to no), ``gained`` (no to yes) and
    ``neither``, then ``difference`` with ``low`` and ``high`` (Fay-Lumbard), ``pvalue`` (exact McNemar), ``mid_p`` and
    ``adjusted`` (the exact p, adjusted over all rows). A table without pairs, of noughts only, has its counts and no
    more.

    ``adjustment`` is ``"holm"``, which holds however the outcomes depend on one another, or ``"discrete-holm"`` (see
    ``discrete_holm``), which takes from no outcome more than its few changers can give: its p is never the larger one.
    It is for several outcomes at the same two waves.

    Raises ValueError for entries that are not counts and for an unknown adjustment; as TooLongError for so many unlike
    tables that it takes more seconds than ``longest``.

    >>> comparisons([[[1, 1], [7, 12]], [[0, 0], [0, 0]]]).round(3)[["pairs", "gained", "pvalue"]].to_numpy().tolist()
    [[21.0, 7.0, 0.07], [0.0, 0.0, nan]]
    >>> three = [[[9, 0], [7, 10]], [[12, 1], [2, 11]], [[20, 0], [1, 5]]]
    >>> [comparisons(three, adjustment=name)["adjusted"].round(3).tolist() for name in ("holm", "discrete-holm")]
    [[0.047, 1.0, 1.0], [0.016, 1.0, 1.0]]
    """
    adjusted = choose(ADJUSTMENTS, adjustment)
    tables = as_tables(tables if as_one(tables).size else np.empty((0, 2, 2)), empty=True).reshape(-1, 2, 2)
    pairs = tables.sum(axis=(1, 2))
    there = pairs > 0
    columns = {"pairs": pairs, "both": tables[:, 0, 0], "lost": tables[:, 0, 1]}
    columns |= {"gained": tables[:, 1, 0], "neither": tables[:, 1, 1]}
    worked = dict.fromkeys(UNITS, ())
    if there.any():
        change, pvalues = difference(tables[there], longest=longest), mcnemar(tables[there]).pvalue
        low, high, _ = change.confidence_interval(level)
        mid = mcnemar(tables[there], "mid-p").pvalue
        over_all = adjusted(pvalues, tables[there, 0, 1] + tables[there, 1, 0])
        worked = dict(zip(UNITS, (change.estimate, low, high, pvalues, mid, over_all), strict=True))
    for name, values in worked.items():
        columns[name] = np.full(len(tables), np.nan)
        columns[name][there] = values
    return frame(columns, UNITS, level)


def discrete_holm(pvalues, changers):
    """Adjust exact McNemar p-values by Holm's method for discrete tests, given how many changed in each outcome.

    A test of m changers has few p-values, the smallest 2^(1 - m). With F_k(p) the largest of test k that is at most p
    (0 where none is), which is P(p_k <= p) where nothing changes, the i-th smallest p becomes the sum of F_k(p) over
    it and all larger ones, at most 1 and never below that of a smaller p. Holm (1979) has p in place of each F_k(p).

    Westfall & Wolfinger (1997, Am Stat 51:3); as a step-down method Doehler (2010, J Risk Model Valid 4(4):59) and
    Zhu & Guo (2019, Stat Biopharm Res 12:117), who call it modified Holm. The chance of any false rejection is at
    most alpha where in the outcomes without a change, taken together, the first and the second answers of a person
    could be exchanged: given who changed, each then goes either way with probability 1/2. It is not proved where only
    each proportion by itself is the same at both waves, nor for pairs of more than two waves.

    >>> discrete_holm(np.array([1 / 64, 1.0, 1.0]), np.array([7, 3, 1])).tolist()
    [0.015625, 1.0, 1.0]
    """
    order = np.argsort(pvalues, kind="stable")
    p, m = np.asarray(pvalues, dtype=float)[order], np.asarray(changers)[order]
    sums = np.zeros(len(p))
    for pairs in np.unique(m):
        from_here = np.cumsum((m == pairs)[::-1])[::-1]
        sums += from_here * _largest_attained(p, int(pairs))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(sums), 1.0)
    return adjusted


def _largest_attained(p, pairs):
    """Give the largest p-value of the exact test of so many ``pairs`` that is at most each ``p``, 0 where none is.

    >>> _largest_attained(np.array([0.01, 0.2, 1.0]), 4).tolist()
    [0.0, 0.125, 1.0]
    """

    def attained(fewer):
        """Give the p-value where ``fewer`` of the pairs went one way, and no more the other."""
        return np.minimum(2 * binomial_tail(fewer, pairs), 1.0)

    most = last_true(lambda fewer: rejects(attained(fewer), p), np.full(p.shape, pairs // 2))
    return np.where(most >= 0, attained(np.maximum(most, 0)), 0.0)


ADJUSTMENTS = {"holm": lambda pvalues, changers: holm(pvalues), "discrete-holm": discrete_holm}
