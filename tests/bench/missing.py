"""Missing answers and published summaries: structure against brute force, and growth with the number of people."""

import itertools
import math
import resource
import time
from collections import Counter

import numpy as np

from firststeps.paired.missing.completions import completions
from firststeps.paired.missing.tipping import significance, tipping_grid, tipping_point
from firststeps.paired.published.consequences import consequences, interval_range, p_value_range
from firststeps.paired.published.possible import Summary, possible_tables
from tests.bench import size

# People of whom brute force counts every 3x3 table, and of whom only structure does; those of whom some are missing.
FEW, MORE, MANY = size(6, 3), size(12, 6), size(26, 8)
LESS, TENFOLD = size(50, 10), size(500, 100)


def measure():
    """Rows of what was measured, each a ratio or seconds of this one run."""
    return [*structure(), *published(), *growth()]


def structure():
    """Brute force over all 3x3 tables against the structured count of the same: as a ratio, and how the ratio grows.

    With few people both take about a millisecond, the structured count mostly in calls of NumPy whatever their number.
    So what tells them apart is the ratio at twice as many people, and the power of their number by which it grew.
    """
    (brute, structured), (brute_more, structured_more) = _counting(FEW), _counting(MORE)
    ratio = brute_more / structured_more
    power = float(np.log(ratio / (brute / structured)) / np.log(MORE / FEW))
    many = min(_timed(lambda: possible_tables(Summary(MANY)))[0] for _ in range(3))
    growth = float(np.log(many / structured_more) / np.log(MANY / MORE))
    return [
        {"what": f"3x3 tables of {MORE} people: brute force / structure", "value": ratio, "at least": 25},
        {"what": f"the same ratio, growth from {FEW} to {MORE}: power of n", "value": power, "at least": 2.5},
        {"what": f"structure alone, growth from {MORE} to {MANY}: power of n", "value": growth, "at most": 7},
    ]


def _counting(people):
    """Seconds in which brute force and structure count the 3x3 tables of so many people, the best of several."""
    brute, by_hand = min((_timed(lambda: _brute(people)) for _ in range(3)), key=lambda found: found[0])
    structured, found = min((_timed(lambda: possible_tables(Summary(people))) for _ in range(9)), key=lambda f: f[0])
    assert sum(by_hand.values()) == found.total
    return brute, structured


def published():
    """Exact ranges over the 18,156,204 tables of 26 people, in seconds and in gibibytes of memory."""

    def everything():
        found = possible_tables(Summary(MANY))
        return found, consequences(found.tables, 0.10, weights=found.behind)

    seconds, (found, _) = _timed(everything)
    assert found.total == math.comb(MANY + 8, 8)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return [
        {"what": f"exact ranges over {found.total:,} tables, seconds", "value": seconds, "at most": 5},
        {"what": "peak memory of this process so far, GiB", "value": peak, "at most": 2},
    ]


def growth():
    """Seconds for exact ranges over all completions as people grow tenfold, and as a power of their number."""
    few, many = _completing(LESS), _completing(TENFOLD)
    power = float(np.log10(many / few))
    return [
        {"what": f"ranges over completions, {TENFOLD} people, seconds", "value": many, "at most": 5},
        {"what": f"ranges over completions, growth from {LESS} to {TENFOLD}: power of n", "value": power, "at most": 3},
        {"what": f"tipping point and grid, {TENFOLD} people, seconds", "value": _tipping(TENFOLD), "at most": 5},
    ]


def _tipping(people):
    """Seconds for the tipping point of the exact test and the grid of both waves."""
    patterns = _patterns(people)

    def both():
        return tipping_point(patterns, significance()), tipping_grid(patterns, significance())

    return _timed(both)[0]


def _patterns(people):
    """A pattern table of so many people (a multiple of ten), two fifths of them missing at one wave."""
    return np.array([[2, 1, 1], [1, 2, 1], [1, 1, 0]]) * (people // 10)


def _completing(people):
    """Seconds for the ranges of the exact p-value and of the score interval over all completions."""
    patterns = _patterns(people)

    def ranges():
        tables = completions(patterns).tables()
        return p_value_range(tables), interval_range(tables)

    return min(_timed(ranges)[0] for _ in range(3))


def _brute(people):
    """How many 3x3 tables lie behind each (a, b, c, d), one table at a time."""
    found = Counter()
    for bars in itertools.combinations(range(people + 8), 8):
        a, b, _, c, d, *_ = (right - left - 1 for left, right in itertools.pairwise((-1, *bars)))
        found[a, b, c, d] += 1
    return found


def _timed(function):
    """Seconds that ``function()`` takes, and what it gives."""
    started = time.perf_counter()
    result = function()
    return time.perf_counter() - started, result
