"""Ordered answers: counting a million people, comparing them, and the exact tests of few."""

import time

import numpy as np
import pandas as pd

from firststeps import paired

MILLION = 1_000_000


def measure(small=False):
    """Rows of what was measured, each a ratio or seconds of this one run."""
    people = MILLION // 10 if small else MILLION
    draw = np.random.default_rng(13)
    before, after = draw.integers(1, 6, (2, people)).astype(float)
    after[draw.random(people) < 0.2] = np.nan
    counts = paired.count_ordered(before, after, limits=(1, 5))
    ours = seconds(lambda: paired.count_ordered(before, after, limits=(1, 5)))
    theirs = seconds(lambda: pd.crosstab(pd.Series(before), pd.Series(after), dropna=False))
    score = paired.count_ordered(draw.integers(7, 36, 400), draw.integers(7, 36, 400))
    return [
        {"what": f"{people:,} people counted, seconds", "value": ours},
        {"what": f"{people:,} people counted / pandas' crosstab", "value": ours / theirs, "at most": 5},
        {"what": "their whole comparison, seconds", "value": seconds(lambda: repr(paired.compare_ordered(counts)))},
        {"what": "exact signed ranks and median change of 400, seconds", "value": seconds(lambda: whole(score))},
    ]


def whole(counts):
    """The exact tests and the interval of one score."""
    paired.signed_rank(counts)
    paired.median_change(counts).confidence_interval()


def seconds(run):
    """How long it takes, the faster of two runs."""
    times = []
    for _ in range(2):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)
