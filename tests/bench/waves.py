"""Exact Cochran's Q: how long it takes, how that grows with people and waves, and what memory it needs."""

import time
import tracemalloc

import numpy as np

from firststeps.paired.many_waves.cochran import cochran_q

CASES = {(26, 4): {"at most": 0.05}, (26, 6): {}, (100, 4): {}, (200, 4): {"at most": 5}}


def measure():
    """Rows of what was measured, each seconds, megabytes or a ratio of this one run."""
    seconds = {(people, waves): _best(_patterns(people, waves)) for people, waves in CASES}
    rows = [
        {"what": f"exact Q, {people} people, {waves} waves, seconds", "value": seconds[people, waves], **bound}
        for (people, waves), bound in CASES.items()
    ]
    rows.append({"what": "exact Q, 200 people / 100 people", "value": seconds[200, 4] / seconds[100, 4]})
    rows.append({"what": "exact Q, 6 waves / 4 waves (26 people)", "value": seconds[26, 6] / seconds[26, 4]})
    memory = [(people, waves, _megabytes(_patterns(people, waves))) for people, waves in CASES]
    return rows + [{"what": f"exact Q, {n} people, {w} waves, peak megabytes", "value": mb} for n, w, mb in memory]


def _patterns(people, waves):
    """A response-pattern table of people who all changed, as many with one yes as with two, three, and so on."""
    yes = 1 + np.arange(people)[:, None] % (waves - 1)
    answers = np.random.default_rng(1).permuted(np.arange(waves) < yes, axis=1)
    patterns = np.zeros((3,) * waves, dtype=int)
    np.add.at(patterns, tuple(1 - answers.astype(int).T), 1)
    return patterns


def _best(patterns):
    """The least seconds of a few runs, after one that does not count."""
    cochran_q(patterns)
    times = []
    while not times or (len(times) < 5 and sum(times) < 1):
        started = time.perf_counter()
        cochran_q(patterns)
        times.append(time.perf_counter() - started)
    return min(times)


def _megabytes(patterns):
    """The peak of memory that one run takes."""
    tracemalloc.start()
    cochran_q(patterns)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
