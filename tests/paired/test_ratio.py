"""The paired ratio: limits by independent definitions, duality with McNemar's test, properties, degenerate tables."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from firststeps.paired.mcnemar import mcnemar
from firststeps.paired.mover import correlation
from firststeps.paired.ratio import METHODS, ratio
from firststeps.paired.tables import cells
from tests.paired.limits_reference import ratio_score

cell = st.integers(0, 40)
tables = st.tuples(cell, cell, cell, cell).filter(any).map(lambda x: np.reshape(x, (2, 2)))
levels = st.sampled_from([0.8, 0.95, 0.99])


@pytest.mark.parametrize("a, b, c, d", [(1, 1, 7, 12), (20, 12, 2, 16), (8, 3, 1, 2), (446, 5, 16, 690), (5, 9, 11, 2)])
def test_score_limits_have_score_z_by_an_independent_maximum_likelihood(a, b, c, d):
    low, high, _ = ratio([[a, b], [c, d]], "score").confidence_interval(0.95)
    z = ndtri(0.975)
    with mp.workdps(40):
        assert float(ratio_score(a, b, c, d, low)) == pytest.approx(z, abs=1e-8)
        assert float(ratio_score(a, b, c, d, high)) == pytest.approx(-z, abs=1e-8)


def wilson_by_definition(x, n, z):
    """The two p at which |x / n - p| is z standard errors, by mpmath."""
    square = [mp.mpf(x) ** 2, -mp.mpf(n) * (2 * x + z**2), mp.mpf(n) * (n + z**2)]
    return sorted(mp.re(root) for root in mp.polyroots(square, asc=True))


@pytest.mark.parametrize("a, b, c, d", [(1, 1, 7, 12), (20, 12, 2, 16), (59, 6, 16, 80), (2, 9, 1, 3)])
def test_mover_limits_solve_their_defining_equation(a, b, c, d):
    """At the limit theta, p2 - theta p1 is as far from 0 as the square-and-add distance of its own limits."""
    low, high, _ = ratio([[a, b], [c, d]], "mover").confidence_interval(0.9)
    n, z = a + b + c + d, mp.mpf(ndtri(0.95))
    p1, p2, phi = mp.mpf(a + b) / n, mp.mpf(a + c) / n, float(correlation(cells([[a, b], [c, d]])))
    with mp.workdps(30):
        (low1, high1), (low2, high2) = wilson_by_definition(a + b, n, z), wilson_by_definition(a + c, n, z)
        for theta, x, y in ((low, p2 - low2, low * (high1 - p1)), (high, high2 - p2, high * (p1 - low1))):
            assert float(abs(p2 - theta * p1)) == pytest.approx(
                float(mp.sqrt(x**2 + y**2 - 2 * phi * x * y)), abs=1e-12
            )


@given(tables, levels)
def test_the_score_interval_excludes_1_just_where_mcnemar_rejects(table, level):
    low, high, _ = ratio(table, "score").confidence_interval(level)
    p = mcnemar(table, "asymptotic").pvalue
    if abs(p - (1 - level)) > 1e-9:
        assert (low > 1 or high < 1) == (p < 1 - level)


@given(tables, levels, st.sampled_from(list(METHODS)))
def test_limits_are_ordered_around_the_estimate_and_never_nan(table, level, method):
    result = ratio(table, method)
    low, high, _ = result.confidence_interval(level)
    assert 0 <= low <= result.estimate * (1 + 1e-9)
    assert result.estimate <= high * (1 + 1e-9)


@given(tables, st.sampled_from(list(METHODS)))
def test_swapping_waves_inverts_the_ratio(table, method):
    low, high, _ = ratio(table, method).confidence_interval()
    other = ratio(table.T, method).confidence_interval()
    with np.errstate(divide="ignore"):
        assert [np.divide(1, other.high), np.divide(1, other.low)] == pytest.approx([low, high], rel=1e-9)


@given(tables, st.integers(2, 5))
def test_more_of_the_same_narrows_the_score_interval(table, factor):
    once, more = (ratio(x, "score").confidence_interval() for x in (table, table * factor))
    assert once.low <= more.low * (1 + 1e-9)
    assert more.high <= once.high * (1 + 1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_empty_margins_have_their_limits(method):
    nobody, gained, lost = (ratio(table, method) for table in ([[0, 0], [0, 9]], [[0, 0], [4, 5]], [[0, 4], [0, 5]]))
    assert (nobody.estimate, *nobody.confidence_interval()[:2]) == (1, 0, np.inf)
    assert (gained.estimate, gained.confidence_interval().high) == (np.inf, np.inf)
    assert (lost.estimate, lost.confidence_interval().low) == (0, 0)


def test_mover_limits_are_the_estimate_where_nobody_changed():
    """The correlation is then 1, and no distance is left to either side."""
    tables = [[[1, 0], [0, 1]], [[13, 0], [0, 14]], [[900, 0], [0, 1]]]
    low, high, _ = ratio(tables, "mover").confidence_interval(0.99)
    assert low.tolist() == high.tolist() == [1, 1, 1]
