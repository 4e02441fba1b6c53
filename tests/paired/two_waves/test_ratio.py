"""The paired ratio: limits by independent definitions, duality with McNemar's test, properties, degenerate tables."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from firststeps.paired.limits.mover import correlation
from firststeps.paired.tables import cells
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.ratio import METHODS, ratio
from tests.paired.definitions import ratio_score
from tests.reference.limits_mpmath import wilson

cell = st.integers(0, 40)
tables = st.tuples(cell, cell, cell, cell).filter(any).map(lambda x: np.reshape(x, (2, 2)))
levels = st.sampled_from([0.8, 0.95, 0.99])


@pytest.mark.parametrize("a, b, c, d", [(1, 1, 7, 12), (20, 12, 2, 16), (8, 3, 1, 2), (446, 5, 16, 690), (5, 9, 11, 2)])
def test_score_limits_have_score_z_by_an_independent_maximum_likelihood(a, b, c, d):
    low, high, _ = ratio([[a, b], [c, d]], "score").confidence_interval(0.95)
    z = ndtri(0.975)
    assert ratio_score(a, b, c, d, low) == pytest.approx(z, abs=1e-8)
    assert ratio_score(a, b, c, d, high) == pytest.approx(-z, abs=1e-8)


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


@pytest.mark.parametrize("same_yes, same_no, level", [(5, 20, 0.95), (20, 5, 0.95), (1, 900, 0.99), (13, 14, 0.8)])
def test_mover_limits_where_nobody_changed_are_those_of_donner_and_zou(same_yes, same_no, level):
    """With phi = 1 their quadratic equation has the roots l / (2 p - u) and (2 p - l) / u, and the inverse of both.

    R's contingencytables (MOVER_Wilson_score_CI_paired_2x2) puts the same phi = 1 into the same equation; it gives
    0.7958 to 1.2566 for the first.
    """
    n, z = same_yes + same_no, mp.mpf(ndtri((1 + level) / 2))
    with mp.workdps(30):
        p, (low, high) = mp.mpf(same_yes) / n, wilson(same_yes, n, z)
        wanted = (2 * p - low) / high if 2 * p < low + high else low / (2 * p - high)
    limits = ratio([[same_yes, 0], [0, same_no]], "mover").confidence_interval(level)
    assert limits[:2] == pytest.approx((float(wanted), float(1 / wanted)), rel=1e-12)
    if (same_yes, same_no) == (5, 20):
        assert [round(float(x), 4) for x in limits[:2]] == [0.7958, 1.2566]


def test_mover_limits_hold_no_rounding_noise_where_nobody_changed():
    """Half yes and nobody changed: both roots are 1; a root of what is left of the 16th digit would show in the 8th."""
    for half in (1, 13, 999, 10**8 - 1):
        limits = ratio([[half, 0], [0, half]], "mover").confidence_interval(0.99)[:2]
        assert limits == pytest.approx((1, 1), abs=1e-14)


def test_the_correlation_is_1_to_the_last_digit_where_nobody_changed():
    """What is built on 1 - phi then is nought, and no noise; so it is with -1 where everybody changed."""
    same = np.random.default_rng(1).integers(1, 10**9, (1000, 2))
    tables = np.einsum("ki,ij->kij", same, np.eye(2, dtype=int))
    assert (correlation(cells(tables)) == 1).all() and (correlation(cells(tables[:, :, ::-1])) == -1).all()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("method", METHODS)
def test_nobody_first_or_second_among_many_warns_of_nothing(method):
    """The limit that is 0 or infinite is not reached through a number too large to hold."""
    low, high, _ = ratio([[0, 0], [10**7, 5]], method).confidence_interval(0.9999)
    assert 0 <= low < high == np.inf
    low, high, _ = ratio([[0, 10**7], [0, 5]], method).confidence_interval(0.9999)
    assert 0 == low < high < np.inf or method == "wald"
