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


def beta_product_above(x, t, s, r, q):
    """P(T (2 R - 1) > x) for x > 0, T ~ beta (t, s), R ~ beta (r, q): the integral over the logit of R."""
    with mp.workdps(30):

        def height(u):
            share = 1 / (1 + mp.exp(-u))
            beyond = mp.betainc(t, s, min(x / (2 * share - 1), 1), 1, regularized=True)
            return mp.exp(r * mp.log(share) - q * mp.log1p(mp.exp(u))) * beyond

        first = mp.log((1 + mp.mpf(x)) / (1 - mp.mpf(x)))
        ends = [first + mp.mpf(10) ** power for power in range(-12, 1)] + [first + 3 ** mp.mpf(k) for k in range(1, 10)]
        return mp.quad(height, [first, *ends], maxdegree=6) / mp.beta(r, q)
