"""The exact unconditional test of p1 = p2 (Suissa & Shuster 1991), with ties decided in whole numbers.

Under the null hypothesis the number m of discordant pairs is binomial (n, theta), and c given m is binomial (m, 1/2).
The p-value is the largest over theta of the probability of a table at least as extreme as the one observed, by the
score statistic (c - b) / sqrt(b + c).  With ``tail[m]`` the probability of such a table given m, that probability
is the Bernstein polynomial sum_m C(n, m) theta^m (1 - theta)^(n - m) tail[m].

The test keeps its level, as the exact conditional test does, and usually rejects more often; for a single table its p
may still lie a little above the conditional one, as the two order the tables differently.

Its maximum is searched over phi = arcsin(sqrt(theta)), see ``firststeps.paired.limits.nuisance``.  With more than
`DENSE` pairs the sum at each phi leaves out the numbers m that are improbable there (``limits.likely``): of their tails
1e-18 at most is missing.  Eleven digits of p are right for up to `MOST_PAIRS`, as they are of the binomial tails.
"""

from functools import lru_cache

import numpy as np
from scipy.special import betaincinv

from firststeps.paired.limits.binomial import binomial_tail, binomial_weights
from firststeps.paired.limits.likely import likely_weights, reach
from firststeps.paired.limits.nuisance import grid_size, highest

MOST_PAIRS = 2_000_000  # beyond, n^3 leaves the whole numbers of 64 bits
FEW = 16  # tables up to which that is the shorter way: of more, all at once are a product of matrices
DENSE = 500  # pairs up to which every number of discordant pairs is summed over; beyond, those that count
ENTRIES = 200_000  # numbers held at once in the weights


def unconditional_pvalue(b, c, n, alternative="two-sided", berger_boos=0.0):
    """Give the signed root (two-sided: chi-squared) statistic and the exact p-value, each of the shape of ``b``.

    ``berger_boos``: search theta in its Clopper-Pearson interval of level 1 - berger_boos, and add berger_boos to p.

    >>> statistic, p = unconditional_pvalue(np.array(1), np.array(7), np.array(21))
    >>> float(statistic), round(float(p), 4)
    (4.5, 0.0353)
    """
    m = np.maximum(b + c, 1)
    statistic = (c - b) ** 2 / m if alternative == "two-sided" else (c - b) / np.sqrt(m)
    return statistic, largest_tails(_by_score, b, c, n, alternative, berger_boos)


def unconditional_rejects(b, c, n, alternative, alpha):
    """Say whether the p-value is at most ``alpha``, of the shape of ``b``: half the work of the p-value itself.

    >>> unconditional_rejects(np.array([1, 2]), np.array([7, 7]), np.array(21), "two-sided", 0.05).tolist()
    [True, False]
    """
    return largest_tails(_by_score, b, c, n, alternative, 0.0, alpha) <= alpha


def largest_tails(order, b, c, n, alternative, berger_boos, aim=None):
    """Give exact unconditional p-values, of the shape of ``b``, of tables put in an order.

    ``order(b, c, n, alternative)``, for tables that share n, gives whole numbers of shape (columns, tables) that tell
    which tables are equally extreme, and a function: for some of the tables the P(as extreme | k discordant pairs),
    k = 0 ... n, of shape (some, n + 1).  Where ``aim`` is given, a p-value tells only whether it is above it.  Raises
    ValueError for too many pairs and for ``berger_boos`` outside [0, 1).
    """
    if not 0 <= berger_boos < 1:
        raise ValueError(f"berger_boos lies in [0, 1); found {berger_boos!r}.")
    b, c, n = np.broadcast_arrays(b, c, n)
    if n.max(initial=0) > MOST_PAIRS:
        raise ValueError(f"The unconditional test takes tables of up to {MOST_PAIRS:,} pairs; found {n.max():,}.")
    pvalue = np.ones(b.shape)
    for total in np.unique(n):
        here = n == total
        key, tails = order(b[here], c[here], int(total), alternative)
        pvalue[here] = _for_total(key, tails, (b + c)[here], int(total), berger_boos, aim)
    return pvalue


def _for_total(key, tails, m, n, berger_boos, aim):
    """Give the p-values of tables that share n; tables equally extreme, with the same range of theta, are done once."""
    key = np.column_stack([*key, m] if berger_boos else key)
    _, first, back = np.unique(key, axis=0, return_index=True, return_inverse=True)
    low, high = _range(m[first], n, berger_boos)
    size = max(1, ENTRIES // (n + 1))
    pvalues = [
        _largest(tails(first[i]), low[i], high[i], aim)
        for i in (slice(start, start + size) for start in range(0, len(first), size))
    ]
    return np.minimum(np.concatenate(pvalues) + berger_boos, 1.0)[back.ravel()]


def _by_score(b, c, n, alternative):
    """Order by the score statistic: tables with the same sign and the same ratio d^2 / m are equally extreme."""
    m, d = b + c, _toward(b, c, alternative)
    common = np.gcd(d * d, np.maximum(m, 1))
    key = np.sign(d), d * d // common, np.maximum(m, 1) // common
    return key, lambda some: _tails(d[some], m[some], n, alternative == "two-sided")


def _toward(b, c, alternative):
    """Give the observed difference in the direction of the alternative."""
    return {"two-sided": np.abs(c - b), "greater": c - b, "less": b - c}[alternative]


def _range(m, n, berger_boos):
    """Give the range of phi searched: all, or the Clopper-Pearson interval of theta given m of n."""
    if not berger_boos:
        return np.zeros(m.shape), np.full(m.shape, np.pi / 2)
    low = np.where(m == 0, 0, betaincinv(np.maximum(m, 1), n - m + 1, berger_boos / 2))
    high = np.where(m == n, 1, betaincinv(m + 1, np.maximum(n - m, 1), 1 - berger_boos / 2))
    return np.arcsin(np.sqrt(low)), np.arcsin(np.sqrt(high))


def _tails(d, m, n, two_sided):
    """Give P(table at least as extreme | k discordant pairs) for k = 0 ... n: shape (tables, n + 1).

    D given k is 2 X - k with X binomial (k, 1/2); it is as extreme where D / sqrt(k) >= d / sqrt(m).
    """
    k = np.arange(n + 1)
    least = _least(d[:, None], np.maximum(m, 1)[:, None], k)
    most_losses = np.minimum((k - least) // 2, k)
    tail = binomial_tail(most_losses, k)
    if two_sided:
        tail = np.where(least > 0, 2 * tail, 1.0)
    tail[:, 0] = d <= 0
    return tail


def _least(d, m, k):
    """Give the smallest whole D of the parity of k with D / sqrt(k) >= d / sqrt(m), by whole-number arithmetic."""
    whole, rest = np.divmod(d * d * k, m)
    up = _floor_root(whole + (rest > 0) - 1) + 1  # the ceiling of the root of the ceiling
    least = np.where(d > 0, up, -_floor_root(whole))
    return least + (least + k) % 2


def _floor_root(x):
    """Give the floor of the square root of whole numbers, exactly; -1 for -1."""
    root = np.sqrt(np.maximum(x, 0)).astype(np.int64)
    root -= root * root > x
    root += (root + 1) ** 2 <= x
    return root


def _largest(tails, low, high, aim=None):
    """Give the maximum over phi in [low, high] of the polynomial of each row of ``tails``."""
    n, everywhere = tails.shape[1] - 1, np.linspace(0, 1, grid_size(tails.shape[1] - 1))
    phi = low[:, None] + (high - low)[:, None] * everywhere
    if np.all(low == low[0]) and np.all(high == high[0]):
        values = _on_grid(tails, float(low[0]), float(high[0]))
    else:
        values = np.stack([_on_grid(tails[[i]], float(low[i]), float(high[i]))[0] for i in range(len(tails))])

    def evaluate(row, phi):
        """Give the polynomials of the rows, each at its own phi."""
        if n > DENSE:
            return np.stack([_sums(tails[i], *_near(n, at)) for i, at in zip(row, phi, strict=True)])
        weights = binomial_weights(n, np.sin(phi.ravel()) ** 2).reshape(*phi.shape, n + 1)
        return np.einsum("kpm,km->kp", weights, tails[row])

    return highest(evaluate, phi, values, aim)


def _on_grid(tails, low, high):
    """Give the polynomials of all rows at the same grid of phi between two values: shape (tables, grid)."""
    n = tails.shape[1] - 1
    if n <= DENSE:
        return tails @ _grid_weights(n, low, high).T
    phi, few = low + (high - low) * np.linspace(0, 1, grid_size(n)), len(tails) <= FEW
    size = max(1, ENTRIES // (2 * int(reach(n, 0.5)) if few else n + 1))
    parts = [phi[start : start + size] for start in range(0, len(phi), size)]
    if few:
        return np.concatenate([[_sums(tail, *near) for tail in tails] for near in (_near(n, p) for p in parts)], axis=1)
    return np.concatenate([tails @ binomial_weights(n, np.sin(part) ** 2).T for part in parts], axis=1)


@lru_cache(maxsize=8)
def _grid_weights(n, low, high):
    """Give the binomial probabilities of 0 ... n at each phi of a grid, kept: one n is asked for again and again."""
    return binomial_weights(n, np.sin(low + (high - low) * np.linspace(0, 1, grid_size(n))) ** 2)


def _near(n, phi):
    """Give the numbers of discordant pairs that count at each phi, and their probabilities: shape (phi, width)."""
    first, weights = likely_weights(n, np.sin(phi) ** 2)
    return np.clip(first[:, None] + np.arange(weights.shape[1]), 0, n), weights


def _sums(tail, pairs, weights):
    """Give the mean of ``tail`` by the weights of each row."""
    return np.einsum("pw,pw->p", tail[pairs], weights)
