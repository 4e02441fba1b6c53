"""Frames that set methods and splits of one table side by side: numbers in them, and ``attrs["units"]``.

Each takes one table, or what has one, and refuses several with a ValueError; intervals are at the level that a
comparison brings, else at 95%.
"""

import numpy as np
import pandas as pd
from scipy.stats import binom

from firststeps.paired.results import above_nought, frame, level_of
from firststeps.paired.tables import TableLike, one_table
from firststeps.paired.two_waves.difference import SOON_EXACT, difference
from firststeps.paired.two_waves.mcnemar import false_alarms, left_out, mcnemar, splits_pvalue
from firststeps.paired.two_waves.odds_ratio import cohens_g, odds_ratio
from firststeps.paired.two_waves.ratio import ratio

TESTS = {
    "asymptotic": "a normal curve for the split; can err too often",
    "continuity": "the same, moved half a step; imitates the exact test and is as timid",
    "n-1": "the asymptotic test with an unbiased variance",
    "exact": "fair coins, given how many changed; never errs too often; decides",
    "mid-p": "the exact test, the split seen counted half",
    "unconditional": "exact, at the worst of all proportions who might change",
}
INTERVALS = ("fay-lumbard", "fay-lumbard-mid-p", "tango", "laud", "newcombe", "bonett-price", "agresti-min", "wald")
EFFECTS = {
    ratio: ("score", "mover", "bonett-price", "wald"),
    odds_ratio: ("clopper-pearson", "mid-p", "blaker", "wilson", "wald"),
    cohens_g: ("clopper-pearson",),
}
MOST_SPLITS = 14  # changers up to which every split is shown


def tests(table: TableLike) -> pd.DataFrame:
    """Give McNemar's test, version by version: test, statistic, p, and how each comes to it.

    The unconditional one is left out where it would take minutes (see ``mcnemar.left_out``).

    >>> tests([[1, 1], [7, 12]])[["test", "p"]].round(4).head(4).to_numpy().tolist()
    [['asymptotic', 0.0339], ['continuity', 0.0771], ['n-1', 0.0384], ['exact', 0.0703]]
    """
    why = left_out(int(one_table(table).n))
    methods = [method for method in TESTS if method != "unconditional" or not why]
    results = [mcnemar(table, method) for method in methods]
    columns = {
        "test": methods,
        "statistic": [float(result.statistic) for result in results],
        "p": [float(result.pvalue) for result in results],
        "how": [TESTS[method] for method in methods],
    }
    return frame(columns, {"test": "method", "statistic": "number", "p": "p-value"}, note=why)


tests.__test__ = False  # its name is that of a test to pytest


def intervals(table: TableLike) -> pd.DataFrame:
    """Give the difference by several methods of interval: method, low, high, and half the width in points.

    The unconditional one is there for up to ``SOON_EXACT`` pairs.

    >>> intervals([[1, 1], [7, 12]]).round(4).head(2)[["method", "low", "high"]].to_numpy().tolist()
    [['fay-lumbard', -0.0204, 0.5455], ['fay-lumbard-mid-p', 0.013, 0.5202]]
    """
    methods = [*INTERVALS, *(["unconditional"] if one_table(table).n <= SOON_EXACT else [])]
    low, high, _ = np.array([[*difference(table, method).interval] for method in methods], dtype=float).T
    columns = {"method": methods, "low": low, "high": high, "half the width, points": (high - low) / 2}
    units = {"method": "method", "low": "points", "high": "points", "half the width, points": "size"}
    return frame(columns, units, level_of(table))


def effects(table: TableLike) -> pd.DataFrame:
    """Give the change as a ratio, as odds and as Cohen's g, by several methods: measure, method, estimate, low, high.

    >>> effects([[1, 1], [7, 12]])[["method", "estimate"]].head(1).to_numpy().tolist()
    [['score', 4.0]]
    """
    one_table(table)
    results = [measure(table, method) for measure, methods in EFFECTS.items() for method in methods]
    units = [result.unit for result in results]
    columns = {
        "measure": [result.measure for result in results],
        "method": [result.method for result in results],
        "estimate": [float(result.estimate) for result in results],
        "low": [float(result.interval.low) for result in results],
        "high": [float(result.interval.high) for result in results],
    }
    units = {"method": "method", "estimate": units, "low": units, "high": units}
    return frame(columns, units, level_of(table))


def splits(table: TableLike) -> pd.DataFrame:
    """Say how the people who changed could have split, each with its probability if they were fair coins, and its
    p-values.

    Every split up to ``MOST_SPLITS`` changers, evenly spaced ones where there are more.

    >>> splits([[5, 1], [1, 5]]).round(4).to_numpy().tolist()
    [[2.0, 0.0, 0.25, 0.5, 0.25], [1.0, 1.0, 0.5, 1.0, 0.75], [0.0, 2.0, 0.25, 0.5, 0.25]]
    """
    counts = one_table(table)
    changers = int(counts.b + counts.c)
    stopped = np.unique(np.linspace(changers, 0, min(changers, MOST_SPLITS) + 1).round().astype(int))[::-1]
    columns = {
        "yes to no": stopped,
        "no to yes": changers - stopped,
        "probability": binom.pmf(stopped, changers, 0.5),
        **{
            f"{method} p": above_nought(splits_pvalue(stopped, changers - stopped, method))
            for method in ("exact", "mid-p")
        },
    }
    return frame(columns, {"probability": "tenth of a percent", "exact p": "p-value", "mid-p p": "p-value"})


def alarms(table: TableLike, alpha: float = 0.05) -> pd.DataFrame:
    """Say how often the exact and the mid-p test reject if as many people as here change their answer, each way as
    likely as the other.

    >>> alarms([[1, 1], [7, 12]]).to_numpy().tolist()
    [['exact', 0.0078125], ['mid-p', 0.0703125]]
    """
    counts = one_table(table)
    rates = {method: false_alarms(int(counts.b + counts.c), method, alpha) for method in ("exact", "mid-p")}
    columns = {"test": list(rates), "false alarms": list(rates.values())}
    return frame(columns, {"test": "method", "false alarms": "tenth of a percent"})
