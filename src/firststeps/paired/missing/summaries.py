"""Frames that set assumptions, bounds and tests about missing answers side by side, with ``attrs["units"]``.

All take a response-pattern table, or what has one, and the two waves compared; letters are those of ``assumptions``.
"""

import numpy as np
import pandas as pd

from firststeps.paired.answers.arguments import of_kind
from firststeps.paired.many_waves.comparisons import comparisons
from firststeps.paired.missing.assumptions import change_bounds, count_responses, proportion_bounds, scenarios
from firststeps.paired.missing.completions import Completions
from firststeps.paired.missing.partial import METHODS, partially_paired
from firststeps.paired.patterns import PatternsLike, answered, margin, waves
from firststeps.paired.published.consequences import VERDICTS, interval_range, p_value_range, verdicts
from firststeps.paired.results import LEVEL, PROPORTION_UNITS, frame
from firststeps.paired.two_waves.difference import ALL_CELLS
from firststeps.paired.two_waves.mcnemar import left_out
from firststeps.paired.two_waves.summaries import TESTS

COMPLETED = "Completed tables are what completions gives"

INTERVALS = ("fay-lumbard", "tango", "laud", "newcombe", "bonett-price")


def scenario_table(
    patterns: PatternsLike, first: int = 0, second: int = 1, margin: float | None = None, level: float = LEVEL
) -> pd.DataFrame:
    """Give the comparison under each usual assumption about the missing answers: a row a scenario that has any pairs.

    Columns are ``comparison`` (the name of the assumption), ``assumption`` (what it takes for granted), ``id`` (its
    name in one word), ``left_out`` (people to whom it gives no answer), those of ``comparisons``, and with a ``margin``
    the ``verdict``.

    >>> rows = scenario_table([[5, 1, 2], [2, 3, 1], [4, 0, 6]], margin=0.1)
    >>> print(rows[["id", "pairs", "lost", "gained", "verdict"]].iloc[[3]].to_string(index=False))
             id  pairs  lost  gained      verdict
    missing-yes     24     1       3 inconclusive
    """
    answerable = [scenario for scenario in scenarios(patterns, first, second) if scenario.table.any()]
    tables = np.array([scenario.table for scenario in answerable], dtype=int).reshape(-1, 2, 2)
    rows = comparisons(tables, level).drop(columns=["mid_p", "adjusted"])
    rows.insert(0, "comparison", [scenario.name for scenario in answerable])
    rows.insert(1, "assumption", [scenario.assumption for scenario in answerable])
    rows.insert(2, "id", [scenario.id for scenario in answerable])
    rows.insert(3, "left_out", [scenario.left_out for scenario in answerable])
    if margin is not None:
        rows["verdict"] = [VERDICTS[number] for number in verdicts(tables, margin, level)] if answerable else []
    return rows


def by_wave(patterns: PatternsLike) -> pd.DataFrame:
    """Say who answered at each wave, and where the proportion of everyone can lie: a row a wave.

    Columns are ``answered``, ``missing``, ``yes``, and ``low`` and ``high``, Manski's bounds on the proportion of yes
    among everyone.

    >>> by_wave([[5, 1, 2], [2, 3, 1], [4, 0, 2]]).to_numpy().tolist()
    [[14.0, 6.0, 8.0, 0.4, 0.7], [15.0, 5.0, 11.0, 0.55, 0.8]]
    """
    heard = answered(patterns)
    places = range(waves(patterns))
    bounds = [proportion_bounds(patterns, place) for place in places]
    columns = {
        "answered": heard,
        "missing": bounds[0].people - np.asarray(heard),
        "yes": [int(margin(patterns, place)[0]) for place in places],
        "low": [bound.low for bound in bounds],
        "high": [bound.high for bound in bounds],
    }
    return frame(columns, PROPORTION_UNITS)


def came_back(patterns: PatternsLike, first: int = 0, second: int = 1) -> pd.DataFrame:
    """Say who said yes at the first wave, of those who answered at the second and of those who did not.

    >>> came_back([[5, 1, 2], [2, 3, 1], [4, 0, 6]]).iloc[:, 1:].round(3).to_numpy().tolist()
    [[6.0, 11.0, 0.545], [2.0, 3.0, 0.667]]
    """
    r = count_responses(patterns, first, second)
    counts = {"answered again": (r.a + r.b, r.pairs), "did not": (r.e, r.e + r.f)}
    columns = {
        "at the second wave": list(counts),
        "yes at the first": [yes for yes, _ in counts.values()],
        "answered": [of for _, of in counts.values()],
        "proportion": [yes / of if of else np.nan for yes, of in counts.values()],
    }
    return frame(columns, PROPORTION_UNITS)


def left_open(patterns: PatternsLike, first: int = 0, second: int = 1) -> pd.DataFrame:
    """Say what each kind of missed wave leaves open of the change: a row for second only, first only, both.

    Someone who missed one of the two waves can move the change by one person, who missed both by two. The shares add up
    to the width of ``change_bounds``.

    >>> rows = left_open([[5, 1, 2], [2, 3, 1], [4, 0, 2]])
    >>> rows["share"].tolist()
    [0.15, 0.2, 0.2]
    """
    r, everybody = count_responses(patterns, first, second), change_bounds(patterns, first, second).people
    people = {"missed the second only": r.e + r.f, "missed the first only": r.g + r.h, "missed both": r.u}
    columns = {
        "who": list(people),
        "people": list(people.values()),
        "share": [n * (2 if who == "missed both" else 1) / everybody for who, n in people.items()],
    }
    return frame(columns, {"share": "size"})


def completed_tests(every: Completions) -> pd.DataFrame:
    """Give the smallest and largest p of each version of McNemar's test over all completed tables.

    >>> from firststeps.paired.missing.completions import completions
    >>> completed_tests(completions([[5, 1, 1], [2, 3, 0], [1, 0, 0]])).iloc[3, 1:].tolist()
    [0.625, 1.0]
    """
    of_kind(every, Completions, COMPLETED)
    why = left_out(every.n, "many")
    methods = [method for method in TESTS if method != "unconditional" or not why]
    ranges = [p_value_range(every.tables(), method) for method in methods]
    columns = {"test": methods, "smallest p": [r.low for r in ranges], "largest p": [r.high for r in ranges]}
    return frame(columns, {"test": "method", "smallest p": "p-value", "largest p": "p-value"}, note=why)


def completed_intervals(every: Completions, level: float = LEVEL) -> pd.DataFrame:
    """Give the lowest lower and the highest upper limit of the change over all completed tables, by several methods.

    >>> from firststeps.paired.missing.completions import completions
    >>> print(completed_intervals(completions([[5, 1, 1], [2, 3, 0], [1, 0, 0]])).round(3).head(1).to_string())
            method    low   high
    0  fay-lumbard -0.377  0.503
    """
    of_kind(every, Completions, COMPLETED)
    once, all_ = every.tables(), every.every_table()
    ranges = [interval_range(all_ if method in ALL_CELLS else once, level, method) for method in INTERVALS]
    columns = {"method": INTERVALS, "low": [r.low for r in ranges], "high": [r.high for r in ranges]}
    return frame(columns, {"method": "method", "low": "points", "high": "points"}, level)


def partially_paired_tests(patterns: PatternsLike, first: int = 0, second: int = 1) -> pd.DataFrame:
    """Give the tests for partially paired answers, method by method: test, z, p.

    >>> print(partially_paired_tests([[8, 1, 5], [3, 3, 4], [6, 0, 0]]).round(3).head(1).to_string())
      test     z      p
    0   z8  1.94  0.053
    """
    results = {method: partially_paired(patterns, method, first=first, second=second) for method in METHODS}
    columns = {
        "test": list(results),
        "z": [round(result.statistic, 2) for result in results.values()],
        "p": [result.pvalue for result in results.values()],
    }
    return frame(columns, {"test": "method", "z": "number", "p": "p-value"})
