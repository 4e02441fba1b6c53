"""Independent computations for the tests of intervals: mpmath, by definition rather than by the formulas tested."""

import csv

import mpmath as mp

from tests import ROOT

FOLDER = ROOT / "tests" / "reference"


def read_reference(name):
    """The rows of a file of reference values, as dictionaries."""
    with open(FOLDER / name, newline="") as file:
        return list(csv.DictReader(file))


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
