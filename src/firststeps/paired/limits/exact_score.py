"""Exact unconditional test that the difference is at most some value, and the interval that inverts it.

Tables are ordered by Tango's score statistic for that value, and the p-value is the largest probability of a table at
least as extreme over the nuisance parameter p12 = P(yes to no): Hsueh, Liu & Chen (2001), Sidik (2003).  At the value 0
the order, and so the test, is that of Suissa & Shuster (``firststeps.paired.two_waves.unconditional``).
"""

import numpy as np

from firststeps.paired.limits.binomial import at_least, binomial_weights
from firststeps.paired.limits.nuisance import grid_size, highest
from firststeps.paired.limits.score import score_statistic

TIE = 1e-9  # statistics closer than this, relatively, are the same: they are roots and cannot be compared as rationals
CELLS = 64  # of the range of differences searched for the outermost crossing
PRECISION = 1e-12
AT_ONCE = 1 << 18  # tables that are ordered at once, over all that are asked about together


def exact_pvalue(b, c, n, delta):
    """Give the exact p-value of the null hypothesis: difference <= ``delta``, against a greater one, for one table's
    counts.

    The null hypothesis is composite; as the rejection region grows with c and shrinks with b (Barnard's convexity), the
    largest probability lies where the difference is ``delta`` (Sidik 2003).

    >>> round(exact_pvalue(1, 7, 21, 0.0), 6), round(exact_pvalue(0, 0, 26, -0.1), 6), round(0.9**26, 6)
    (0.017658, 0.064611, 0.064611)
    """
    return float(_pvalues(*(np.array([x]) for x in (b, c)), n, np.array([delta]))[0])


def _pvalues(b, c, n, delta, aim=None):
    """Give the p-values of as many tables, of n pairs each, as ``delta`` has values.

    Where all that matters is whether they are above ``aim``, only what decides that is worked out exactly.
    """
    least = _least_gains(b, c, n, delta)
    start, end = (np.arcsin(np.sqrt(p)) for p in (np.maximum(0.0, -delta), (1 - delta) / 2))
    phi = np.linspace(start, end, grid_size(n), axis=-1)

    def evaluate(row, phi):
        """Give the tail probability of the tables ``row`` at each phi."""
        return _probability(np.sin(phi) ** 2, delta[row, None], least[row, None], n)

    return np.minimum(highest(evaluate, phi, evaluate(np.arange(len(delta)), phi), aim), 1.0)


def _least_gains(b, c, n, delta):
    """Give for each number of losses 0 ... n the fewest gains at least as extreme; n + 1 where there are none."""
    losses, gains = np.indices((n + 1, n + 1), sparse=True)
    observed = score_statistic(b, c, n, delta)
    tie = np.where(np.isfinite(observed), TIE * np.maximum(1.0, np.abs(observed)), 0.0)
    statistic = score_statistic(losses, np.minimum(gains, n - losses), n, delta[:, None, None])
    extreme = (statistic >= (observed - tie)[:, None, None]) & (losses + gains <= n)
    return np.where(extreme.any(axis=2), extreme.argmax(axis=2), n + 1)


def _probability(p12, delta, least, n):
    """Give P(gains >= least[losses]) for each p12: losses are binomial (n, p12), gains given losses binomial."""
    share = np.clip((p12 + delta) / np.maximum(1 - p12, 1e-300), 0, 1)[..., None]
    tail = at_least(least, n - np.arange(n + 1), share)
    return (binomial_weights(n, p12) * tail).sum(axis=-1)


def exact_limits(b, c, n, level):
    """Give the limits: the outermost differences at which the exact test has p = (1 - level) / 2, for arrays of counts.

    The p-value is not quite monotone in the difference, as the order of the tables changes with it; the crossing taken
    is the outermost that a scan in ``CELLS`` steps sees, located to 1e-12.  Tables of one size are done together: at
    n = 26 one takes 0.05 s and all that differ some seconds; at n = 200 one takes a second or two.

    >>> [round(float(limit), 4) for limit in exact_limits(1, 7, 21, 0.95)]
    [0.0201, 0.5373]
    """
    b, c, n = np.broadcast_arrays(b, c, n)
    low, other = np.empty(b.shape), np.empty(b.shape)
    for size in np.unique(n):
        place = n == size
        counts = np.stack([np.append(b[place], c[place]), np.append(c[place], b[place])])
        counts, back = np.unique(counts, axis=1, return_inverse=True)
        parts = np.array_split(counts, counts.shape[1] * (int(size) + 1) ** 2 // AT_ONCE + 1, axis=1)
        limits = np.concatenate([_low(*part, int(size), (1 - level) / 2) for part in parts])[back.ravel()]
        low[place], other[place] = np.split(limits, 2)
    return low, -other


def _low(b, c, n, tail):
    """Give the outermost crossings from below: first by a scan from -1 up to the estimate, then by bisection."""
    steps = np.linspace(-1, (c - b) / n, CELLS + 1)
    cell, waiting = np.full(len(b), CELLS), np.arange(len(b))
    for step in range(1, CELLS + 1):
        above = _pvalues(b[waiting], c[waiting], n, steps[step, waiting], tail) > tail
        cell[waiting[above]], waiting = step - 1, waiting[~above]
        if not len(waiting):
            break
    crossed = cell < CELLS
    low = steps[cell, np.arange(len(b))]
    high = np.where(crossed, steps[np.minimum(cell + 1, CELLS), np.arange(len(b))], low)
    while len(open := np.flatnonzero(high - low > PRECISION)):
        middle = (low + high)[open] / 2
        above = _pvalues(b[open], c[open], n, middle, tail) > tail
        high[open], low[open] = np.where(above, middle, high[open]), np.where(above, low[open], middle)
    return np.where(crossed, (low + high) / 2, low)
