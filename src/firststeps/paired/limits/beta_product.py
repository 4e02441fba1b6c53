"""The distribution of D = T (2 R - 1), T and R independent beta variables: how many changed, and which way.

It serves two methods: Fay & Lumbard's interval, where T and R are confidence distributions of P(change) and of the
share of gains, and the Dirichlet posterior, where they are the posteriors of the same two quantities.

P(D > x) is one integral over T, by the tanh-sinh rule (Takahasi & Mori 1974), which keeps its accuracy where the
integrand has an infinite slope at an end.  Among many people the second factor of the integrand, the probability that R
is large enough, goes from 0 to 1 within a small part of the range of T; only there are its nodes needed.

All this leaves out 1e-17 of T, more than a small p-value.  `small` does not: its nodes lie about the highest place of
the integrand, which has one, as its logarithm is concave.
"""

from functools import wraps

import numpy as np
from scipy.special import betainc, betaincc, betainccinv, betaincinv, betaln, gamma, poch, xlog1py, xlogy

from firststeps.paired.limits.roots import roots

NODES = 121  # of the tanh-sinh rule: ten digits and more for up to a million people; tests integrate over R instead
MANY = 300  # people above whom the range is narrowed, and the density worked out with all its digits
AT_ONCE = 1 << 9  # integrals worked out together
NEGLIGIBLE = 1e-17  # probability left out in each tail of T
DEEP = 42.0  # logarithms below its highest place down to which an integrand counts
STEPS = 60  # of a search for that place, and for the ends
GRID = 257  # places at which the highest is looked for first, where an integrand may have more than one
GOLDEN = (5**0.5 - 1) / 2


def cdf(x, t, s, r, q):
    """Give P(T (2 R - 1) <= x) for T ~ beta(t, s) and R ~ beta(r, q), all positive; arrays broadcast.

    At 0 it is P(R <= 1/2).  Of other probabilities some 1e-16 is missing, so that one as small has no digit right.

    >>> float(cdf(0.0, 8, 14, 7, 1)), 0.5**7
    (0.0078125, 0.0078125)
    """
    x, t, s, r, q = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (x, t, s, r, q)))
    up = x >= 0
    beyond = _beyond(np.abs(x), t, s, np.where(up, r, q), np.where(up, q, r))
    return np.where(x == 0, betainc(r, q, 0.5), np.where(up, 1 - beyond, beyond))


def _beyond(size, t, s, r, q):
    """Give P(T (2 R - 1) > size) for size >= 0: the integral over T > size of P(R > 1/2 + size / 2T)."""
    low = np.fmax(size, betaincinv(t, s, NEGLIGIBLE))  # SciPy may have NaN for shapes near 0
    high, sure = np.maximum(np.nan_to_num(betainccinv(t, s, NEGLIGIBLE), nan=1.0), low), np.zeros(size.shape)
    if np.any(many := t + s > MANY):
        begins, ends = _turns(size, r, q)
        low = np.where(many, np.clip(begins, low, high), low)
        high = np.where(many, np.clip(ends, low, high), high)
        sure = np.where(many, betaincc(t, s, high), 0.0)
    value = np.array(_integral(low, high, size, t, s, r, q))
    for shape, integral in ((t, _integral_from_nought), (s, _integral_to_one)):
        if np.any(steep := shape < 1):
            value[steep] = integral(*(each[steep] for each in (low, high, size, t, s, r, q)))
    return np.minimum(sure + value, 1.0)  # the rule may go beyond by its last digits


def _by_parts(integral):
    """Let an integral be worked out of some at once, so that the nodes of all these stay in the processor's cache."""

    @wraps(integral)
    def of_all(*args):
        """Give the integral of arrays of one shape."""
        flat = [np.ravel(each) for each in args]
        starts = range(0, max(flat[0].size, 1), AT_ONCE)
        parts = [integral(*(each[start : start + AT_ONCE] for each in flat)) for start in starts]
        return np.concatenate(parts).reshape(np.shape(args[0]))

    return of_all


@_by_parts
def _integral(low, high, size, t, s, r, q):
    """Give the integral over T from ``low`` to ``high`` of P(R > 1/2 + size / 2T)."""
    size, t, s, r, q, low, high = (v[..., None] for v in (size, t, s, r, q, low, high))
    near, far, weight = _tanh_sinh()
    value, rest = low + (high - low) * near, (1 - high) + (high - low) * far
    above = (low - size) + (high - low) * near
    inside = (value > 0) & (rest > 0)  # at the very ends, where rounding may put a node, the density may be infinite
    value, rest = np.where(inside, value, 0.5), np.where(inside, rest, 0.5)
    height = np.where(inside, weight * _density(value, rest, t, s) * betainc(q, r, above / (2 * value)), 0.0)
    return (high - low)[..., 0] * height.sum(axis=-1)


@_by_parts
def _integral_from_nought(low, high, size, t, s, r, q):
    """Give the same for t below 1, where the density of T is infinite at 0: over T^t, in which it is not."""
    size, t, s, r, q, low, high = (v[..., None] for v in (size, t, s, r, q, low, high))
    near, _, weight = _tanh_sinh()
    start, width = low**t, high**t - low**t
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # at size 0, of which nothing is asked here
        logs = np.log(start + width * near) / t
        above = (low - size) + low * np.expm1(np.log1p(width / start * near) / t)
        height = np.exp(xlogy(s - 1, -np.expm1(logs))) * betainc(q, r, np.clip(above / np.exp(logs), 0, 1) / 2)
    return np.where(width > 0, width * weight * height, 0.0).sum(axis=-1) * (poch(s, t) / gamma(t + 1))[..., 0]


@_by_parts
def _integral_to_one(low, high, size, t, s, r, q):
    """Give the same for s below 1, where the density of T is infinite at 1: over (1 - T)^s, in which it is not."""
    size, t, s, r, q, low, high = (v[..., None] for v in (size, t, s, r, q, low, high))
    near, far, weight = _tanh_sinh()
    start, end = (1 - high) ** s, (1 - low) ** s
    width, rest = end - start, (start + (end - start) * far) ** (1 / s)
    with np.errstate(divide="ignore", invalid="ignore"):
        above = (low - size) - (1 - low) * np.expm1(np.log1p(-width / end * near) / s)
        height = np.exp(xlog1py(t - 1, -rest)) * betainc(q, r, np.clip(above / (1 - rest), 0, 1) / 2)
    return np.where(width > 0, width * weight * height, 0.0).sum(axis=-1) * (poch(t, s) / gamma(s + 1))[..., 0]


def small(size, t, s, r, q):
    """Give P(T (1 - 2 R) >= size) for 0 < size < 1, all shapes at least 1: nine digits, however small it is.

    It is ``cdf(-size, t, s, r, q)``, of arrays of one shape, and takes four times as long.

    >>> float(small(*np.array([[0.1], [1], [26], [1], [1]]))[0].round(9)), float(cdf(-0.1, 1, 26, 1, 1).round(9))
    (0.006955338, 0.006955338)
    """

    def height(value):
        """Give the logarithm of the integrand, but for a factor."""
        with np.errstate(divide="ignore"):
            return xlogy(t - 1, value) + xlog1py(s - 1, -value) + np.log(betainc(r, q, (value - size) / (2 * value)))

    left, highest, right = _place(height, size, np.ones(size.shape), size)  # it may rise much faster than it falls
    return _integral(left, highest, size, t, s, q, r) + _integral(highest, right, size, t, s, q, r)


def small_up_to(size, t, s, r, q):
    """Give P(T (2 R - 1) <= size) for 0 < size < 1, all shapes at least 1: nine digits, however small it is.

    It is ``cdf(size, t, s, r, q)``, of arrays of one shape: T up to ``size``, where any R will do, and above it the
    integral of P(R <= 1/2 + size / 2T).  The highest place of that is looked for on a grid first.

    >>> float(small_up_to(*np.array([[0.1], [3], [5], [4], [2]]))[0].round(9)), float(cdf(0.1, 3, 5, 4, 2).round(9))
    (0.464828706, 0.464828706)
    """

    def height(value):
        """Give the logarithm of the integrand, but for a factor."""
        share = np.minimum((value + size) / (2 * value), 1.0)
        with np.errstate(divide="ignore"):
            return xlogy(t - 1, value) + xlog1py(s - 1, -value) + np.log(betainc(r, q, share))

    grid = size + (1 - size) * np.linspace(0, 1, GRID)[:, None]
    top = np.argmax(height(grid), axis=0)
    low, high = (np.take_along_axis(grid, np.clip(top + step, 0, GRID - 1)[None], axis=0)[0] for step in (-1, 1))
    left, highest, right = _place(height, low, high, size)
    parts = (_integral_up_to(*ends, size, t, s, r, q) for ends in ((left, highest), (highest, right)))
    return betainc(t, s, size) + sum(parts)


def _place(height, low, high, size):
    """Give the highest place of a logarithm, looked for between ``low`` and ``high``, and where it no longer counts."""
    for _ in range(STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        falls = height(left) > height(right)
        low, high = np.where(falls, low, left), np.where(falls, right, high)
    highest = (low + high) / 2
    ends = [size, np.ones(size.shape)]
    for end, outside in enumerate(ends):
        inside = highest
        for _ in range(STEPS):
            middle = (inside + outside) / 2
            counts = height(middle) > height(highest) - DEEP
            inside, outside = np.where(counts, middle, inside), np.where(counts, outside, middle)
        ends[end] = outside
    return ends[0], highest, ends[1]


@_by_parts
def _integral_up_to(low, high, size, t, s, r, q):
    """Give the integral over T from ``low`` to ``high``, not below ``size``, of P(R <= 1/2 + size / 2T)."""
    size, t, s, r, q, low, high = (v[..., None] for v in (size, t, s, r, q, low, high))
    near, far, weight = _tanh_sinh()
    value, rest = low + (high - low) * near, (1 - high) + (high - low) * far
    inside = (value > 0) & (rest > 0)
    value, rest = np.where(inside, value, 0.5), np.where(inside, rest, 0.5)
    share = np.minimum((value + size) / (2 * value), 1.0)
    height = np.where(inside, weight * _density(value, rest, t, s) * betainc(r, q, share), 0.0)
    return (high - low)[..., 0] * height.sum(axis=-1)


def _turns(size, r, q):
    """Give the values of T between which P(R > 1/2 + size / 2T) goes from 0 to 1; those that no T reaches are 1."""
    shares = (2 * inverse(r, q, NEGLIGIBLE) - 1 for inverse in (betainccinv, betaincinv))
    return [np.divide(size, share, out=np.ones(size.shape), where=share > size) for share in shares]


def _density(value, rest, t, s):
    """Give the density of beta(t, s) at ``value``, ``rest`` below 1; among many by SciPy's, which keeps all digits."""
    many = t + s > MANY
    if np.all(many):
        return _with_all_digits(value, rest, t, s)
    density = np.exp(xlogy(t - 1, value) + xlogy(s - 1, rest) - betaln(t, s))
    return np.where(many, _with_all_digits(value, rest, t, s), density) if np.any(many) else density


def _with_all_digits(value, rest, t, s):
    """Give the density of beta(t, s) by SciPy: of what is near 1 it is ``rest`` that has the digits."""
    from scipy.stats import beta

    upper = value > 0.5
    return beta.pdf(np.where(upper, rest, value), *np.where(upper, (s, t), (t, s)))


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
