"""Fay and Lumbard's p-values however small: by mpmath, over R in the place of T, the tail of T a sum of its terms."""

import mpmath as mp
import numpy as np
import pytest

from firststeps.paired.limits.beta_product import cdf, small
from firststeps.paired.limits.fay_lumbard import fay_lumbard_tail
from firststeps.paired.two_waves.equivalence import noninferiority


def tail_of_changes(m, n, y):
    """P(T > y) for T ~ beta(m + 1, n - m): that of at most m among n with probability y, the largest term first."""
    term, total = mp.binomial(n, m) * y**m * (1 - y) ** (n - m), mp.mpf(0)
    for j in range(m, -1, -1):
        total += term
        term *= mp.mpf(j) / (n - j + 1) * (1 - y) / y
        if term < total * mp.mpf(10) ** -25:
            break
    return total


def by_the_share_of_gains(b, c, n, margin):
    """The integral over the share of gains, between places below 1e-24 of the highest on a scale fine at both ends."""
    with mp.workdps(30):
        margin = mp.mpf(margin)
        most, scale = (1 - margin) / 2, 1 / mp.beta(c, b + 1)

        def height(r):
            return scale * r ** (c - 1) * (1 - r) ** b * tail_of_changes(b + c, n, margin / (1 - 2 * r))

        places = [most * mp.mpf(10) ** (-mp.mpf(i) / 30) for i in range(1, 300)]
        places = sorted({*places, *(most * (1 - mp.mpf(10) ** (-mp.mpf(i) / 8)) for i in range(1, 80))})
        heights = [height(r) for r in places]
        highest = max(heights)
        counts = [i for i, each in enumerate(heights) if each > highest * mp.mpf(10) ** -24]
        inner = places[max(counts[0] - 1, 0) : counts[-1] + 2 : 2]
        return mp.quad(height, inner, maxdegree=5)


@pytest.mark.parametrize(
    "b, c, n, margin",
    [
        (1, 1, 26, 0.1),
        (3, 3, 200, 0.2),
        (5, 5, 299, 0.2),
        (5, 5, 1_000, 0.1),
        (0, 3, 500, 0.1),
        (1, 60, 100, 0.9),
        (30, 20, 10_000, 0.02),
        (3, 8, 1_000_000, 0.0001),
    ],
)
def test_a_small_p_value_has_nine_digits(b, c, n, margin):
    """From one in ten to 1e-116."""
    wanted = by_the_share_of_gains(b, c, n, margin)
    assert float(fay_lumbard_tail(b, c, n, -margin) / wanted) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("n", [26, 300, 500, 7_000])
def test_where_nobody_changed_it_is_the_chance_that_nobody_does(n):
    """(1 - margin)^n, and half of it by mid-p; what is below 5e-324 is given as that."""
    table = [[n - 3, 0], [0, 3]]
    assert noninferiority(table, 0.1).pvalue == pytest.approx(max(0.9**n, 5e-324), rel=1e-11)
    assert noninferiority(table, 0.1, "fay-lumbard-mid-p").pvalue == pytest.approx(max(0.9**n / 2, 5e-324), rel=1e-11)


def test_many_tables_have_the_p_values_of_each_alone():
    """Small, large and those of tables without gains, losses or anybody unchanged, at once."""
    tables = [
        [[25, 1], [0, 0]],
        [[990, 5], [5, 0]],
        [[0, 3], [9, 0]],
        [[0, 12], [0, 0]],
        [[1000, 0], [0, 0]],
        [[9, 0], [9, 0]],
    ]
    for method in ("fay-lumbard", "fay-lumbard-mid-p"):
        each = [float(noninferiority(table, 0.1, method).pvalue) for table in tables]
        assert noninferiority(tables, 0.1, method).pvalue.tolist() == pytest.approx(each, rel=1e-12)


@pytest.mark.parametrize(
    "b, c, n, margin",
    [(1, 7, 21, 0.1), (5, 5, 300, 0.03), (168_383, 7_294, 10**6, 0.16107), (45_073, 335, 10**7, 0.0045028)],
)
def test_what_is_not_small_is_what_the_other_quadrature_gives(b, c, n, margin):
    """Also where the integrand rises ten times as fast as it falls; test_beta_product compares that one to SciPy's."""
    shapes = b + c + 1, n - b - c, c, b + 1
    found = small(*(np.array([float(x)]) for x in (margin, *shapes)))
    assert found[0] == pytest.approx(float(cdf(-margin, *shapes)), abs=5e-10)
