"""One binomial proportion x / m: confidence limits, tails and probabilities, which the paired methods are built on.

Each function that gives limits takes counts of any shapes that broadcast and a two-sided confidence level, and gives
the two limits. Without trials (m = 0) they are 0 and 1; for x = 0 the lower is exactly 0, for x = m the upper is 1.
What is no count x of m, and no level, is refused with a ValueError.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtrik, betainc, betaincinv, gammaln, ndtri, xlog1py, xlogy

from firststeps.paired.limits.roots import roots
from firststeps.paired.results import LEVEL, check_level
from firststeps.paired.tables import MOST

FOUR_CELLS = 4 * MOST  # the most people of a table, each cell of which is a count


def wilson(x: ArrayLike, m: ArrayLike, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Give Wilson's score limits (Wilson 1927).

    >>> [round(float(limit), 4) for limit in wilson(8, 21, 0.95)]
    [0.2075, 0.5912]
    """
    x, m = _counts(x, m)
    low, high = wilson_at(x, m, ndtri((1 + check_level(level)) / 2))
    return low[()], high[()]


def wilson_at(x, m, z):
    """Give Wilson's limits at the normal quantile ``z`` rather than at a level; arrays of z broadcast.

    >>> [round(float(limit), 4) for limit in wilson_at(8, 21, 1.96)]
    [0.2075, 0.5912]
    """
    x, m = np.asarray(x, dtype=float), np.asarray(m, dtype=float)
    centre = x + z**2 / 2
    half = z * np.sqrt(x * (m - x) / np.maximum(m, 1) + z**2 / 4)
    return np.where(x == 0, 0.0, (centre - half) / (m + z**2)), np.where(x == m, 1.0, (centre + half) / (m + z**2))


def wilson_cc(x: ArrayLike, m: ArrayLike, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Give Wilson's limits with a continuity correction: Fleiss (1981), method 4 of Newcombe (1998, Stat Med 17:857).

    The p at which ``|x - m p| - 1/2`` is z standard errors ``sqrt(m p (1 - p))``; R's ``prop.test`` prints them.

    >>> [round(float(limit), 4) for limit in wilson_cc(8, 21, 0.95)]
    [0.1895, 0.6131]
    """
    x, m = _counts(x, m)
    z = ndtri((1 + check_level(level)) / 2)
    return _corrected_low(x, m, z)[()], 1 - _corrected_low(m - x, m, z)


def _corrected_low(x, m, z):
    """Give the lower limit with the continuity correction; for x >= 1 the root is of a number that is positive."""
    some = np.maximum(m, 1)
    root = np.sqrt(np.maximum(z**2 - 2 - 1 / some + 4 * x * (m - x + 1) / some, 0))
    return np.where(x == 0, 0.0, (2 * x + z**2 - 1 - z * root) / (2 * (m + z**2)))


def clopper_pearson(x: ArrayLike, m: ArrayLike, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Give exact limits: each tail of the binomial test has probability (1 - level) / 2 (Clopper & Pearson 1934).

    >>> [round(float(limit), 4) for limit in clopper_pearson(7, 8, 0.95)]
    [0.4735, 0.9968]
    """
    return _both_sides(_clopper_pearson_low, *_counts(x, m), (1 - check_level(level)) / 2)


def mid_p(x, m, level):
    """Give limits at which the tail, with half the probability of x, is (1 - level) / 2 (Berry & Armitage 1995).

    >>> [round(float(limit), 4) for limit in mid_p(7, 8, 0.95)]
    [0.5197, 0.9937]
    """
    return _both_sides(_mid_p_low, *_counts(x, m), (1 - check_level(level)) / 2)


def blaker(x: ArrayLike, m: ArrayLike, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Give Blaker's exact limits (Blaker 2000), never wider than Clopper and Pearson's.

    They are the ends of the set of p at which Blaker's test is not below 1 - level.  The test jumps where the opposite
    tail gains a value, and between two jumps it first falls, then rises; so the end is either a crossing or a jump, and
    both are located (compare Klaschka 2010, who showed that stepping along a grid can miss them).

    >>> [round(float(limit), 4) for limit in blaker(7, 8, 0.95)]
    [0.5, 0.9936]
    """
    return _both_sides(_blaker_low, *_counts(x, m), 1 - check_level(level))


def _counts(x, m):
    """Give counts x of m as arrays of floats, or raise ValueError unless every x is whole, from 0 to its m.

    >>> _counts(30, 20)
    Traceback (most recent call last):
    ...
    ValueError: A proportion is x of m, whole numbers with x from 0 to m; found x = 30 of m = 20.
    """
    what = "A proportion is x of m, whole numbers with x from 0 to m{}; found x = {} of m = {}."
    try:
        if np.ma.is_masked(x) or np.ma.is_masked(m):
            raise ValueError
        some, of = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(m, dtype=float))
    except (TypeError, ValueError):
        raise ValueError(what.format("", repr(x), repr(m))) from None
    fits = (some >= 0) & (some <= of) & (of <= FOUR_CELLS) & (some == np.floor(some)) & (of == np.floor(of))
    if not fits.all():
        x, m = some[~fits][0], of[~fits][0]
        limit = f" and m at most {FOUR_CELLS:,}" if m > FOUR_CELLS else ""
        raise ValueError(what.format(limit, f"{x:.10g}", f"{m:.10g}"))
    return some, of


def _both_sides(lower_limit, x, m, probability):
    """Give both limits from the lower one: the upper limit of p is 1 less the lower limit of 1 - p."""
    x, m = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(m, dtype=float))
    low, other = (
        np.where(count == 0, 0.0, lower_limit(np.maximum(count, 1), np.maximum(m, 1), probability))
        for count in (x, m - x)
    )
    return low[()], 1 - other


def _clopper_pearson_low(x, m, tail):
    """Give the p at which P(X >= x) is ``tail``."""
    return betaincinv(x, m - x + 1, tail)


def _mid_p_low(x, m, tail):
    """Give the p at which the mean of P(X >= x) and P(X > x) is ``tail``: it lies between those of the two."""
    all_but = np.minimum(x, m - 1)
    high = np.where(x < m, betaincinv(all_but + 1, m - all_but, tail), 1.0)

    def gap(p, x, m):
        """Say how far the mean of the two tails is above ``tail``."""
        return (at_least(x, m, p) + at_least(x + 1, m, p)) / 2 - tail

    return _by_logarithm(gap, betaincinv(x, m - x + 1, tail), high, x, m)


def _by_logarithm(function, low, high, *args):
    """Give the root p of ``function(p, *args)`` between two values, by its logarithm: a small p keeps its digits."""
    return np.exp(
        roots(lambda log, *args: function(np.exp(log), *args), np.log(low), np.log(high), *args, tolerance=1e-17)
    )


def _blaker_low(x, m, probability):
    """Give the smallest p at which P(X >= x) and the largest opposite tail not above it add up to ``probability``."""
    start = betaincinv(x, m - x + 1, probability / 2)
    opposite = _largest_with_tail(m, start, probability / 2)
    jump = _by_logarithm(lambda p, x, m, q: at_least(x, m, p) - at_most(q, m, p), start, 1.0, x, m, opposite + 1)

    def gap(p, x, m, q):
        """Say how far the two tails together are above ``probability``."""
        return at_least(x, m, p) + at_most(q, m, p) - probability

    crossing = _by_logarithm(gap, start, jump, x, m, opposite)
    return np.where(gap(start, x, m, opposite) >= 0, start, np.where(np.isnan(crossing), jump, crossing))


def _largest_with_tail(m, p, tail):
    """Give the largest k with P(X <= k) <= tail, X binomial (m, p); -1 where there is none."""
    k = np.clip(np.rint(np.nan_to_num(bdtrik(tail, m, p), nan=-1.0)), -1, m)
    return np.where(at_most(k, m, p) > tail, k - 1, k)


def at_least(x, m, p):
    """Give P(X >= x) for X binomial (m, p); 1 for x <= 0 and 0 for x > m.

    >>> float(at_least(2, 2, 0.5))
    0.25
    """
    inside = (x > 0) & (x <= m)
    tail = betainc(np.where(inside, x, 1), np.where(inside, m - x + 1, 1), p)
    return np.where(inside, tail, np.where(x <= 0, 1.0, 0.0))


def at_most(x, m, p):
    """Give P(X <= x) for X binomial (m, p).

    >>> float(at_most(0, 2, 0.5))
    0.25
    """
    return at_least(m - x, m, 1 - p)


def binomial_tail(k, m, p=0.5):
    """Give P(X <= k) for X binomial (m, p), of which p-values and power are made; 0 for k < 0.

    It is `at_most`, for counts of any kind.  Twelve digits are right among ten million; SciPy's ``bdtr`` keeps seven.

    >>> binomial_tail([-1, 0, 1], 8).tolist()
    [0.0, 0.00390625, 0.03515625]
    """
    return at_most(np.asarray(k), np.asarray(m), p)


def log_choose(n, k):
    """Give the logarithm of n over k, the number of ways to choose; minus infinity where k is more than n.

    >>> np.exp(log_choose(4, np.arange(6))).round(9).tolist()
    [1.0, 4.0, 6.0, 4.0, 1.0, 0.0]
    """
    return gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)


def binomial_weights(n, probability, length=None):
    """Give the binomial probabilities of 0, 1, ..., ``length`` - 1 (default: up to the largest n), shape (..., length).

    ``n`` and ``probability`` broadcast to shape (...).

    >>> binomial_weights([1, 2], 0.5).round(3).tolist()
    [[0.5, 0.5, 0.0], [0.25, 0.5, 0.25]]
    """
    n, probability = np.asarray(n)[..., None], np.asarray(probability, dtype=float)[..., None]
    m = np.arange(np.max(n) + 1 if length is None else length)
    rest = np.maximum(n - m, 0)
    logs = log_choose(n, m) + xlogy(m, probability) + xlog1py(rest, -probability)
    return np.where(m <= n, np.exp(logs), 0.0)


def weights_by_ratios(ratios):
    """Give the probabilities, which add up to 1, of numbers each of which is ``ratios`` times as likely as the last.

    They are multiplied from the likeliest number outwards: none loses digits to the logarithm of a large factorial.

    >>> weights_by_ratios([2.0, 0.5, 1.0]).tolist()
    [0.2, 0.4, 0.2, 0.2]
    """
    steps = np.log(ratios)
    likeliest = int(np.argmax(np.append(0.0, np.cumsum(steps))))
    below, above = -np.cumsum(steps[:likeliest][::-1])[::-1], np.cumsum(steps[likeliest:])
    weights = np.exp(np.concatenate([below, [0.0], above]))
    return weights / weights.sum()
