"""The distribution of D = T (2 R - 1), T and R independent beta variables: how many changed, and which way.

It serves two methods: Fay & Lumbard's interval, where T and R are confidence distributions of P(change) and of the
share of gains, and the Dirichlet posterior, where they are the posteriors of the same two quantities.

P(D > x) is one integral over T, by the tanh-sinh rule (Takahasi & Mori 1974), which keeps its accuracy where the
integrand has an infinite slope at an end.
"""

import numpy as np
from scipy.special import betainc, betainccinv, betaincinv, betaln, xlogy

from firststeps.paired.limits.roots import roots

NODES = 121  # of the tanh-sinh rule: 12 digits and more for up to 10,000 people, measured against mpmath
NEGLIGIBLE = 1e-17  # probability left out in each tail of T


def cdf(x, t, s, r, q):
    """Give P(T (2 R - 1) <= x) for T ~ beta(t, s) and R ~ beta(r, q), all positive; arrays broadcast.

    At 0 it is P(R <= 1/2).

    >>> float(cdf(0.0, 8, 14, 7, 1)), 0.5**7
    (0.0078125, 0.0078125)
    """
    x, t, s, r, q = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (x, t, s, r, q)))
    up = x >= 0
    beyond = _beyond(np.abs(x), t, s, np.where(up, r, q), np.where(up, q, r))
    return np.where(x == 0, betainc(r, q, 0.5), np.where(up, 1 - beyond, beyond))


def _beyond(size, t, s, r, q):
    """Give P(T (2 R - 1) > size) for size >= 0: the integral over T > size of P(R > 1/2 + size / 2T)."""
    size, t, s, r, q = (v[..., None] for v in (size, t, s, r, q))
    low = np.maximum(size, betaincinv(t, s, NEGLIGIBLE))
    high = np.maximum(betainccinv(t, s, NEGLIGIBLE), low)
    near, far, weight = _tanh_sinh()
    value, rest = low + (high - low) * near, (1 - high) + (high - low) * far
    above = (low - size) + (high - low) * near
    inside = (value > 0) & (rest > 0)  # at the very ends, where rounding may put a node, the density may be infinite
    value, rest = np.where(inside, value, 0.5), np.where(inside, rest, 0.5)
    density = np.exp(xlogy(t - 1, value) + xlogy(s - 1, rest) - betaln(t, s))
    height = np.where(inside, weight * density * betainc(q, r, above / (2 * value)), 0.0)
    return (high - low)[..., 0] * height.sum(axis=-1)


def _tanh_sinh():
    """Give nodes in (0, 1), as distances from both ends, and weights."""
    step = np.linspace(-3.15, 3.15, NODES)
    u = np.pi / 2 * np.sinh(step)
    near, far = 1 / (1 + np.exp(-2 * u)), 1 / (1 + np.exp(2 * u))
    return near, far, (step[1] - step[0]) * np.pi * np.cosh(step) * near * far


def quantile(probability, t, s, r, q):
    """Give the x at which ``cdf(x, t, s, r, q)`` is ``probability``, to 1e-13.

    >>> float(quantile(0.5, 8, 14, 3, 3).round(9)) + 0
    0.0
    """
    return roots(lambda x, p, t, s, r, q: cdf(x, t, s, r, q) - p, -1, 1, probability, t, s, r, q)
