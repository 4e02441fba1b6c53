"""Partially paired tests: equal proportions at two waves, from the pairs and from those who answered only once.

All compare the proportions of everyone who answered at each wave, and differ in how they allow for the people who are
in both.  They assume that answers are missing completely at random, and are approximate: z is standard normal.  The
letters are those of `assumptions`; n = a + b + c + d pairs, N1 = n + e + f and N2 = n + g + h people at each wave.
"""

import numpy as np
from scipy.special import ndtr

from firststeps.paired.limits.mover import correlation
from firststeps.paired.missing.assumptions import count_responses
from firststeps.paired.patterns import PatternsLike
from firststeps.paired.results import TestResult, check_alternative, choose
from firststeps.paired.tables import cells


def partially_paired(
    patterns: PatternsLike, method: str = "z8", alternative: str = "two-sided", first: int = 0, second: int = 1
) -> TestResult:
    """Test equal proportions at two waves with the answers of everyone who answered at either.

    ``z8``: difference of the two proportions, variance p q (1/N1 + 1/N2 - 2 n phi / (N1 N2)) with the pooled proportion
    p = 1 - q and the correlation phi of the pairs (Derrick et al. 2015, J Appl Quant Methods 10(3), z8).
    ``choi-stablein``: the same with the covariance a/n - p^2 of the pairs in place of phi p q (Choi & Stablein 1982,
    Appl Stat 31:256, as given by Derrick et al.); without missing answers it is McNemar's test.  With few pairs
    a/n - p^2 can exceed p q, the largest covariance of two answers of proportion p; then p q stands for it.  As a is of
    the pairs and p of everybody, z depends on which answer is called yes; that of the other two methods does not.
    ``ekbohm``: the unbiased combination of the four proportions that has the smallest variance for common variance p q
    and correlation phi (Ekbohm 1976, Biometrika 63:299, for means; here of answers 0 and 1).

    ``alternative`` is "greater" for a gain.  Gives a `TestResult` with the signed z.  Raises ValueError for an unknown
    method and if nobody answered twice.

    >>> result = partially_paired([[8, 1, 5], [3, 3, 4], [6, 0, 0]])  # Derrick et al. 2015: p = 0.053
    >>> round(result.statistic, 2), round(result.pvalue, 3)
    (1.94, 0.053)
    """
    test = choose(METHODS, method)
    check_alternative(alternative)
    r = count_responses(patterns, first, second)
    counts = cells(r.table)
    p = (2 * r.a + r.b + r.c + r.e + r.g) / (2 * r.pairs + r.e + r.f + r.g + r.h)
    difference, variance = test(r, p, float(correlation(counts)))
    z = float(difference / np.sqrt(variance)) if variance > 0 else 0.0
    tails = {"two-sided": 2 * ndtr(-abs(z)), "greater": ndtr(-z), "less": ndtr(z)}
    return TestResult(z, float(tails[alternative]), f"{method} partially paired", alternative)


def _waves(r):
    """Give the number of people and the proportion of yes at each wave."""
    first, second = r.pairs + r.e + r.f, r.pairs + r.g + r.h
    return first, second, (r.a + r.b + r.e) / first, (r.a + r.c + r.g) / second


def _overall(r, p, covariance):
    """Give the difference between the two waves and its variance, by the covariance of one person's two answers."""
    first, second, p1, p2 = _waves(r)
    return p2 - p1, p * (1 - p) * (1 / first + 1 / second) - 2 * r.pairs * covariance / (first * second)


def _z8(r, p, phi):
    """Give Derrick's z8."""
    return _overall(r, p, phi * p * (1 - p))


def _choi_stablein(r, p, phi):
    """Run Choi and Stablein's test with the pooled proportion; above p q the variance could be nothing or less."""
    return _overall(r, p, min(r.a / r.pairs - p**2, p * (1 - p)))


def _ekbohm(r, p, phi):
    """Give the combination of smallest variance: weights f and g of Ekbohm, from the unpaired towards the paired."""
    n, once, twice = r.pairs, r.e + r.f, r.g + r.h
    scale = (n + once) * (n + twice) - once * twice * phi**2
    f, g = n * (n + twice + once * phi) / scale, n * (n + once + twice * phi) / scale
    paired1, paired2 = (r.a + r.b) / n, (r.a + r.c) / n
    single1 = r.e / once if once else paired1
    single2 = r.g / twice if twice else paired2
    difference = g * paired2 + (1 - g) * single2 - f * paired1 - (1 - f) * single1
    return difference, p * (1 - p) * (2 * n * (1 - phi) + (once + twice) * (1 - phi**2)) / scale


METHODS = {"z8": _z8, "choi-stablein": _choi_stablein, "ekbohm": _ekbohm}
