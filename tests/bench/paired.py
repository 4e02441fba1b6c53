"""The paired tests and intervals: time against a loop over statsmodels, one table at a time, as tables grow, memory.

How time grows with the number of tables and of people is drawn in build/bench/paired-growth.svg.
"""

import math
import time
import tracemalloc
from functools import partial
from pathlib import Path
from statistics import NormalDist

import numpy as np
from scipy.optimize import brentq

from firststeps.paired.many_waves.cochran import cochran_q
from firststeps.paired.planning.power import power
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.ratio import ratio

MILLION = 1_000_000
LOOPED = 1_000  # tables that statsmodels is timed on
GROWTH = Path(__file__).resolve().parents[2] / "build" / "bench" / "paired-growth.svg"


def measure(small=False):
    """Rows of what was measured, each a ratio, seconds or megabytes of this one run."""
    tables = random_tables(MILLION // 10 if small else MILLION, 200)
    mcnemar(tables[:10])
    if small:
        return [*_against_statsmodels(tables, 100), *_one_at_a_time()]
    rows = [*_against_statsmodels(tables), *_one_at_a_time(), *_tango(tables), *_unconditional()]
    _draw_growth()
    return rows


def random_tables(count, n, seed=1):
    """Tables of up to ``n`` people, of shape (count, 2, 2)."""
    draw = np.random.default_rng(seed)
    people = draw.integers(1, n + 1, size=count)
    return draw.multinomial(people, draw.dirichlet(np.ones(4), size=count)).reshape(count, 2, 2)


def _against_statsmodels(tables, least=1000):
    """How many times faster per table the exact and mid-p tests are than statsmodels' exact test in a loop."""
    from statsmodels.stats.contingency_tables import mcnemar as other

    some = [table for table in tables[: 2 * LOOPED] if table[0, 1] != table[1, 0]][:LOOPED]
    looped = seconds(lambda: [other(table, exact=True) for table in some]) / len(some)
    rows = []
    for method in ("exact", "mid-p"):
        call = partial(mcnemar, tables, method)
        ours = min(seconds(call) for _ in range(3)) / len(tables)
        rows.append({"what": f"statsmodels' loop / {method}, a table", "value": looped / ours, "at least": least})
        rows.append({"what": f"{method} on {len(tables):,} tables, peak megabytes", "value": peak(call)})
    return rows


def _one_at_a_time():
    """How many times longer the limits of one table take than a plain root finder, and than statsmodels' own."""
    from statsmodels.stats.proportion import _confint_riskratio_paired_nam as other

    one = [[7, 5], [12, 2]]
    cases = {
        "Tango limits of one table / a plain root finder": (
            lambda: difference(one, "tango").confidence_interval(),
            lambda: plain_tango(5, 12, 26),
        ),
        "score limits of one ratio / statsmodels' own": (
            lambda: ratio(one, "score").confidence_interval(),
            lambda: other(one),
        ),
    }
    return [
        {"what": what, "value": shortest(ours) / shortest(theirs), "at most": 2}
        for what, (ours, theirs) in cases.items()
    ]


def plain_tango(b, c, n, level=0.95):
    """Tango's two limits as one writes them down for one table: two calls of Brent's method, no checks."""
    z = NormalDist().inv_cdf((1 + level) / 2)

    def score(delta, aim):
        """The score statistic less ``aim``, times its standard error."""
        linear = (2 * n - c + b) * delta - b - c
        smaller = (math.sqrt(linear**2 + 8 * n * b * delta * (1 - delta)) - linear) / (4 * n)
        return c - b - n * delta - aim * math.sqrt(max(n * (2 * smaller + delta * (1 - delta)), 0))

    return brentq(score, -1, 1, (z,), 1e-13), brentq(score, -1, 1, (-z,), 1e-13)


def shortest(call, often=20, runs=200):
    """The seconds of one call, the shortest of many runs of a few calls each."""
    call()
    return min(seconds(lambda: [call() for _ in range(often)]) for _ in range(runs)) / often


def _tango(tables):
    """Tango's limits of a million tables, on one core."""
    return _cost("Tango limits of a million tables", lambda: difference(tables, "tango").confidence_interval(), 10)


def _unconditional():
    """The exact unconditional test of one table, and of every table of n = 10, 15 ... 100."""
    test = partial(mcnemar, method="unconditional")
    every = [all_tables(n) for n in range(10, 101, 5)]
    return [
        *_cost("unconditional test, n = 1,000", partial(test, [[300, 200], [250, 250]]), 0.1),
        *_cost("unconditional test, n = 10,000", partial(test, [[3000, 2000], [2150, 2850]])),
        *_cost("unconditional test, every table of n = 10, 15 ... 100", lambda: [test(tables) for tables in every], 60),
    ]


def _cost(what, call, most=None):
    """Rows of the seconds (the best of two runs, at most ``most``) and of the memory of a call."""
    bound = {} if most is None else {"at most": most}
    return [
        {"what": f"{what}, seconds", "value": min(seconds(call), seconds(call)), **bound},
        {"what": f"{what}, peak megabytes", "value": peak(call)},
    ]


def all_tables(n):
    """Every (b, c) of ``n`` pairs, with a = 0."""
    b, c = np.indices((n + 1, n + 1)).reshape(2, -1)
    kept = b + c <= n
    b, c = b[kept], c[kept]
    return np.stack([np.zeros_like(b), b, c, n - b - c], axis=-1).reshape(-1, 2, 2)


def _draw_growth():
    """Draw time against the number of tables, and against n for one table, into the build folder."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.5), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    tables = {10**k: random_tables(10**k, 200) for k in range(1, 7)}
    for name, call in {
        "exact": lambda t: mcnemar(t, "exact"),
        "mid-p": lambda t: mcnemar(t, "mid-p"),
        "Tango limits": lambda t: difference(t, "tango").confidence_interval(),
    }.items():
        left.loglog(list(tables), [seconds(partial(call, t)) for t in tables.values()], marker=".", label=name)
    people = [10, 30, 100, 300, 1000, 3000, 10000]
    for name, most, call in (
        ("unconditional test, one table", 10000, lambda n: mcnemar(one_table(n), "unconditional")),
        ("unconditional limits, one table", 100, lambda n: difference(one_table(n), "unconditional").limits(0.95)),
        ("exact power", 10000, lambda n: power(n, 0.1, 0.3)),
        ("exact Cochran's Q, 4 waves", 200, lambda n: cochran_q(one_in_four(n))),
    ):
        sizes = [n for n in people if n < most] + [most]
        right.loglog(sizes, [seconds(partial(call, n)) for n in sizes], marker=".", label=name)
    left.set(xlabel="tables (n up to 200)", ylabel="seconds")
    right.set(xlabel="people")
    for axes in (left, right):
        axes.legend(fontsize=7)
    GROWTH.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(GROWTH)
    print(f"  drawn: {'/'.join(GROWTH.parts[-3:])}", flush=True)


def one_table(n):
    """A table of ``n`` people, of whom a quarter and a third change."""
    return [[n // 4, n // 4], [n // 3, n - 2 * (n // 4) - n // 3]]


def one_in_four(n):
    """A response-pattern table of ``n`` people who said yes at one or at two of four waves."""
    patterns = np.zeros((3,) * 4, dtype=int)
    patterns[0, 1, 1, 1], patterns[1, 0, 0, 1] = n - n // 2, n // 2
    return patterns


def seconds(call):
    """Seconds that a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def peak(call):
    """The most memory, in megabytes, that a call holds at once, by tracemalloc."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
