"""Exact unconditional test that the difference is at most some value, and the interval that inverts it.

Tables are ordered by Tango's score statistic for that value, and the p-value is the largest probability of a table at
least as extreme over the nuisance parameter p12 = P(yes to no): Hsueh, Liu & Chen (2001), Sidik (2003).  At the value 0
the order, and so the test, is that of Suissa & Shuster (``firststeps.paired.two_waves.unconditional``).
"""

import numpy as np

from firststeps.paired.limits.binomial import at_least, binomial_weights
from firststeps.paired.limits.nuisance import grid_size, highest
from firststeps.paired.limits.roots import narrowed
from firststeps.paired.limits.score import score_statistic

TIE = 1e-9  # statistics closer than this, relatively, are the same: they are roots and cannot be compared as rationals
CELLS = 64  # of the range of differences searched for the outermost crossing
PRECISION = 1e-12


def exact_pvalue(b, c, n, delta):
    """Give the exact p-value of the null hypothesis: difference <= ``delta``, against a greater one, for one table's
    counts.

    The null hypothesis is composite; as the rejection region grows with c and shrinks with b (Barnard's convexity), the
    largest probability lies where the difference is ``delta`` (Sidik 2003).

    >>> round(exact_pvalue(1, 7, 21, 0.0), 6), round(exact_pvalue(0, 0, 26, -0.1), 6), round(0.9**26, 6)
    (0.017658, 0.064611, 0.064611)
    """
    least = _least_gains(b, c, n, delta)
    start, end = (np.arcsin(np.sqrt(p)) for p in (max(0.0, -delta), (1 - delta) / 2))
    phi = np.linspace(start, end, grid_size(n))[None, :]

    def evaluate(row, phi):
        """Give the tail probability at each phi; there is one row only."""
        return _probability(np.sin(phi) ** 2, delta, least, n)

    return float(min(highest(evaluate, phi, evaluate(None, phi))[0], 1.0))


def _least_gains(b, c, n, delta):
    """Give for each number of losses 0 ... n the fewest gains at least as extreme; n + 1 where there are none."""
    losses, gains = np.indices((n + 1, n + 1), sparse=True)
    observed = float(score_statistic(b, c, n, delta))
    tie = TIE * max(1.0, abs(observed)) if np.isfinite(observed) else 0.0
    statistic = score_statistic(losses, np.minimum(gains, n - losses), n, delta)
    extreme = (statistic >= observed - tie) & (losses + gains <= n)
    return np.where(extreme.any(axis=1), extreme.argmax(axis=1), n + 1)


def _probability(p12, delta, least, n):
    """Give P(gains >= least[losses]) for each p12: losses are binomial (n, p12), gains given losses binomial."""
    share = np.clip((p12 + delta) / np.maximum(1 - p12, 1e-300), 0, 1)[..., None]
    tail = at_least(least, n - np.arange(n + 1), share)
    return (binomial_weights(n, p12) * tail).sum(axis=-1)


def exact_limits(b, c, n, level):
    """Give the limits: the outermost differences at which the exact test has p = (1 - level) / 2, for arrays of counts.

    The p-value is not quite monotone in the difference, as the order of the tables changes with it; the crossing taken
    is the outermost that a scan in ``CELLS`` steps sees, located to 1e-12.  One table at a time: about 0.1 s at n = 26,
    and some seconds at n = 200.

    >>> [round(float(limit), 4) for limit in exact_limits(1, 7, 21, 0.95)]
    [0.0201, 0.5373]
    """
    b, c, n = np.broadcast_arrays(b, c, n)
    tail = (1 - level) / 2
    low, other = np.empty(b.shape), np.empty(b.shape)
    for place in np.ndindex(b.shape):
        counts = int(b[place]), int(c[place])
        low[place] = _low(*counts, int(n[place]), tail)
        other[place] = _low(*counts[::-1], int(n[place]), tail)
    return low, -other


def _low(b, c, n, tail):
    """Give the outermost crossing from below: first by a scan from -1 up to the estimate, then by bisection."""
    inside = -1.0
    for outside in np.linspace(-1, (c - b) / n, CELLS + 1)[1:]:
        if exact_pvalue(b, c, n, outside) > tail:
            ends = narrowed(lambda delta: exact_pvalue(b, c, n, delta) > tail, inside, float(outside), PRECISION)
            return sum(ends) / 2
        inside = float(outside)
    return inside
