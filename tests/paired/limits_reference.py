"""Independent computations for the tests of intervals: mpmath, by definition rather than by the formulas tested."""

import csv

import mpmath as mp

from tests import ROOT

FOLDER = ROOT / "tests" / "reference"


def read_reference(name):
    """The rows of a file of reference values, as dictionaries."""
    with open(FOLDER / name, newline="") as file:
        return list(csv.DictReader(file))


def constrained_difference(b, c, n, delta):
    """p12 at maximum likelihood given p21 = p12 + delta: the root of the derivative of the log-likelihood."""

    def slope(p):
        return b / p + c / (p + delta) - 2 * (n - b - c) / (1 - 2 * p - delta)

    low, high = max(mp.mpf(0), -delta), (1 - delta) / 2
    width = high - low
    return mp.findroot(slope, (low + width * mp.mpf(10) ** -25, high - width * mp.mpf(10) ** -25), solver="anderson")


def difference_score(b, c, n, delta):
    """The score statistic from the definition: observed less expected, over its standard error."""
    delta = mp.mpf(delta)
    p12 = constrained_difference(b, c, n, delta)
    return (c - b - n * delta) / mp.sqrt(n * (2 * p12 + delta - delta**2))


def skewness_corrected_score(b, c, n, delta):
    """Laud's statistic: moments by summing over the three changes, the quadratic solved by mpmath."""
    delta = mp.mpf(delta)
    p12 = constrained_difference(b, c, n, delta)
    changes = {-1: p12, 1: p12 + delta, 0: 1 - 2 * p12 - delta}
    second, third = (sum(p * (x - delta) ** k for x, p in changes.items()) for k in (2, 3))
    variance = second / n * mp.mpf(n) / (n - 1)
    score = (mp.mpf(c - b) / n - delta) / mp.sqrt(variance)
    a = third / n**2 / (6 * variance ** mp.mpf(1.5))
    return max(mp.polyroots([-(score + a), 1, a], asc=True), key=lambda root: a * root) if a else score


def ratio_score(a, b, c, d, theta):
    """The score statistic of p2 - theta p1, cell probabilities at maximum likelihood given p2 = theta p1."""
    theta, n = mp.mpf(theta), a + b + c + d
    p11, p12, p21, _ = constrained_ratio([a, b, c, d], theta)
    variance = ((1 - theta) ** 2 * p11 + theta**2 * p12 + p21) / n
    return (mp.mpf(a + c) / n - theta * mp.mpf(a + b) / n) / mp.sqrt(variance)


def constrained_ratio(counts, theta):
    """The four probabilities at maximum likelihood given p2 = theta p1: Newton's method on a concave function.

    With p11 and p12 free, every probability is linear in them; steps are halved until all probabilities are positive.
    """
    linear = mp.matrix([[1, 0], [0, 1], [theta - 1, theta], [-theta, -1 - theta]])
    constant = mp.matrix([0, 0, 0, 1])
    p12 = mp.mpf(1) / (2 + 4 * theta)
    free = mp.matrix([p12 * min(1, theta / max(1 - theta, theta)) / 2, p12])
    for _ in range(80):
        p = linear * free + constant
        slope = linear.T * mp.matrix([x / y for x, y in zip(counts, p, strict=True)])
        bend = linear.T * mp.diag([x / y**2 for x, y in zip(counts, p, strict=True)]) * linear
        step = mp.lu_solve(bend, slope)
        while min(linear * (free + step) + constant) <= 0:
            step /= 2
        free += step
    return linear * free + constant


def upper_tail(x, m, p):
    """P(X >= x) for X binomial (m, p), by the sum."""
    return mp.fsum(mp.binomial(m, k) * mp.mpf(p) ** k * (1 - mp.mpf(p)) ** (m - k) for k in range(x, m + 1))


def blaker_acceptability(x, m, p):
    """Blaker's test of p: the smaller tail at x, and the largest opposite tail that is not above it."""
    weigh = [mp.binomial(m, k) * mp.mpf(p) ** k * (1 - mp.mpf(p)) ** (m - k) for k in range(m + 1)]
    tails = [min(mp.fsum(weigh[: k + 1]), mp.fsum(weigh[k:])) for k in range(m + 1)]
    return mp.fsum(w for w, t in zip(weigh, tails, strict=True) if t <= tails[x] * (1 + mp.mpf(10) ** -20))


def trinomial_gain_cdf(x, b, c, rest):
    """P(p21 - p12 <= x) where (p12, p21, rest) is Dirichlet: p12 is beta, p21 / (1 - p12) given it is beta."""
    x = mp.mpf(x)

    def inner(p):
        share = min(max((p + x) / (1 - p), 0), 1)
        return mp.betainc(c, rest, 0, share, regularized=True) * p ** (b - 1) * (1 - p) ** (c + rest - 1)

    breaks = sorted({mp.mpf(0), max(-x, mp.mpf(0)), (1 - x) / 2, mp.mpf(1)})
    return mp.quad(inner, [p for p in breaks if 0 <= p <= 1]) / mp.beta(b, c + rest)


def fay_lumbard_cdf(x, b, c, n):
    """P(T (2 R - 1) <= x) with the T and R of the lower limit, by mpmath's quadrature over R."""
    m, x = b + c, mp.mpf(x)
    t, s = (m, n - m + 1) if x >= 0 else (m + 1, n - m)

    def inner(r):
        change = x / (2 * r - 1)
        inside = mp.betainc(t, s, 0, min(max(change, 0), 1), regularized=True)
        below = inside if r > mp.mpf(1) / 2 else (1 - inside if x < 0 else mp.mpf(1))
        return below * r ** (c - 1) * (1 - r) ** b

    half = mp.mpf(1) / 2
    return mp.quad(inner, [0, half * (1 - abs(x)), half, half * (1 + abs(x)), 1]) / mp.beta(c, b + 1)
