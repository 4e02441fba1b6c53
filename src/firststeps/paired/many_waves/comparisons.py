"""Several comparisons as one frame: a row a paired table, with numbers in it."""

import numpy as np
import pandas as pd

from firststeps.paired.answers.arguments import as_one
from firststeps.paired.many_waves.pairwise import holm
from firststeps.paired.planning.cost import LONGEST
from firststeps.paired.results import LEVEL, frame
from firststeps.paired.tables import TableLike, as_tables
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar

UNITS = {"difference": "points", "low": "points", "high": "points"}
UNITS |= dict.fromkeys(("pvalue", "mid_p", "adjusted"), "p-value")


def comparisons(tables: TableLike, level: float = LEVEL, longest: float = LONGEST) -> pd.DataFrame:
    """Compare two waves in each of the ``tables``, of shape (K, 2, 2): a DataFrame of K rows.

    Columns are ``pairs``, the four cells as ``both`` (yes twice), ``lost`` (yes to no), ``gained`` (no to yes) and
    ``neither``, then ``difference`` with ``low`` and ``high`` (Fay-Lumbard), ``pvalue`` (exact McNemar), ``mid_p`` and
    ``adjusted`` (the exact p by Holm's method, over all rows). A table without pairs, of noughts only, has its counts
    and no more. Raises ValueError for entries that are not counts; as TooLongError for so many unlike tables that it
    takes more seconds than ``longest``.

    >>> comparisons([[[1, 1], [7, 12]], [[0, 0], [0, 0]]]).round(3)[["pairs", "gained", "pvalue"]].to_numpy().tolist()
    [[21.0, 7.0, 0.07], [0.0, 0.0, nan]]
    """
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
        worked = dict(zip(UNITS, (change.estimate, low, high, pvalues, mid, holm(pvalues)), strict=True))
    for name, values in worked.items():
        columns[name] = np.full(len(tables), np.nan)
        columns[name][there] = values
    return frame(columns, UNITS, level)
