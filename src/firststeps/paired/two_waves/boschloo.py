"""The exact unconditional test of p1 = p2 in Boschloo's order: by the p-value of the exact conditional test.

Boschloo (1970, Stat Neerl 24:1) ordered the tables of two independent groups by Fisher's exact p; here the tables of
pairs are ordered by McNemar's exact p, as by ``UCM`` of the R package Exact (Berger & Sidik 2003, Stat Methods Med Res
12:91).  As in ``unconditional`` the p-value is the largest probability over theta, the probability of
a discordant pair, of a table at least as extreme.  Given the number of discordant pairs that probability is at most the
conditional p, so the test rejects wherever the exact conditional test does, and still keeps its level.

Two conditional p-values may be equal though their tables are not: no change in 4 and one in 7 discordant pairs have the
same tail, 1/16.  So what is close in floating point is compared in whole numbers.
"""

from functools import lru_cache
from math import comb

import numpy as np

from firststeps.paired.limits.binomial import binomial_tail
from firststeps.paired.two_waves.unconditional import largest_tails

CLOSE = 1e-9  # tails closer than this, relatively, are compared in whole numbers
NOTHING = 1e-290  # tails below this add nothing


def boschloo_pvalue(b, c, n, alternative="two-sided", berger_boos=0.0):
    """Give statistic (the smaller of b and c; one-sided c) and p-value, each of the shape of ``b``.

    ``berger_boos``: search theta in its Clopper-Pearson interval of level 1 - berger_boos, and add berger_boos to p.

    >>> statistic, p = boschloo_pvalue(np.array(1), np.array(7), np.array(21))
    >>> int(statistic), round(float(p), 4)
    (1, 0.0439)
    """
    statistic = np.minimum(b, c) if alternative == "two-sided" else np.array(c)
    return statistic, largest_tails(_by_conditional_p, b, c, n, alternative, berger_boos)


def _by_conditional_p(b, c, n, alternative):
    """Give the order by the conditional p-value, as ``largest_tails`` takes it; all tables with p = 1 are the same."""
    two_sided = alternative == "two-sided"
    few = {"two-sided": np.minimum(b, c), "greater": b, "less": c}[alternative]
    certain = 2 * few + 1 >= b + c if two_sided else few == b + c
    few, m = np.where(certain, 0, few), np.where(certain, 0, b + c)

    def tails(some):
        """Give P(as extreme | k discordant pairs), k = 0 ... n."""
        most = as_extreme(few[some], m[some], n)
        tail = binomial_tail(most, np.arange(n + 1))
        return np.where(certain[some][:, None], 1.0, 2 * tail) if two_sided else tail

    return (few, m), tails


def as_extreme(few, m, n):
    """Give for k = 0 ... n discordant pairs the largest j with P(X <= j | k) <= P(X <= few | m); -1 where none is.

    X given k is binomial (k, 1/2); ``few`` and ``m`` of shape (tables,), the counts of shape (tables, n + 1).

    >>> as_extreme(np.array([0]), np.array([4]), 8).tolist()  # j = 1 of 7 has the same tail as 0 of 4
    [[-1, -1, -1, -1, 0, 0, 0, 1, 1]]
    """
    likely = 2 * few + 1 > m  # the tail is above 1/2, and the other one, which is small, is compared
    most = _largest_counts(np.where(likely, m - few - 1, few), m, n, likely)
    k = np.arange(n + 1)
    most = np.where(likely[:, None], k - 2 - most, most)
    return np.where((few == m)[:, None], k, most)


def _largest_counts(few, m, n, strict):
    """Give for k = 0 ... n the largest j with P(X <= j | k) at most, or where ``strict`` below, P(X <= few | m).

    From k to k + 1 the count stays or grows by one: each tail is the mean of two of the line before.
    """
    tail = binomial_tail(few, m)
    count, counts = np.full(few.shape, -1), np.empty((len(few), n + 1), dtype=int)
    for k in range(n + 1):
        following = np.minimum(count + 1, k)
        value = binomial_tail(following, k)
        fits = value <= tail
        close = (np.abs(value - tail) <= CLOSE * tail) & (tail > NOTHING)
        for row in np.flatnonzero(close):
            sign = _compare(int(following[row]), k, int(few[row]), int(m[row]))
            fits[row] = sign < 0 or (sign == 0 and not strict[row])
        count = np.where(fits, following, count)
        counts[:, k] = count
    return counts


def _compare(j, k, few, m):
    """Give the sign of P(X <= j | k) - P(X <= few | m), in whole numbers."""
    one, other = _ways(j, k) << m, _ways(few, m) << k
    return (one > other) - (one < other)


@lru_cache(maxsize=4096)
def _ways(j, k):
    """Say in how many of the 2^k ways at most j of k are chosen."""
    return 1 << (k - 1) if 2 * j + 1 == k else sum(comb(k, i) for i in range(j + 1))
