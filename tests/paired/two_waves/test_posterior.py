"""The Dirichlet posterior against the integral over its other variable, closed forms, and its limits."""

from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.posterior import posterior
from tests.paired.limits_reference import beta_product_above

cell = st.integers(0, 40)
tables = st.tuples(cell, cell, cell, cell).filter(any).map(lambda x: np.reshape(x, (2, 2)))


@settings(max_examples=25)
@given(tables, st.sampled_from([0.5, 1.0, 0.25]))
def test_credible_limits_hold_their_probability(table, prior):
    result = posterior(table, prior)
    low, high, _ = result.credible_interval(0.9)
    assert -1 < low < result.estimate < high < 1
    assert result.probability_above(np.array([low, high])) == pytest.approx([0.95, 0.05], abs=1e-9)


@given(tables)
def test_gain_and_loss_exchange_with_the_waves(table):
    one, other = posterior(table), posterior(table.T)
    assert one.probability_gain + other.probability_gain == pytest.approx(1, abs=1e-13)
    assert one.probability_above(0.0) == pytest.approx(one.probability_gain, abs=1e-13)


def test_probability_of_a_gain_has_a_closed_form():
    """With a flat prior, b = 0 and c = 7: P(R > 1/2) for R ~ beta(8, 1) is 1 - 2^-8."""
    assert posterior([[1, 0], [7, 12]], prior=1).probability_gain == pytest.approx(1 - 2**-8, abs=1e-15)


@pytest.mark.parametrize("a, b, c, d", [(1, 1, 7, 12), (0, 0, 0, 4), (10, 5, 5, 6)])
@pytest.mark.parametrize("prior", [0.5, 1, (0.3, 2, 1, 4)])
def test_the_standard_deviation_is_that_of_the_dirichlet_covariances(a, b, c, d, prior):
    """Var(p21 - p12) from the textbook covariances of the cells, in fractions."""
    weights = [Fraction(str(x)) for x in (prior if isinstance(prior, tuple) else [prior] * 4)]
    _, loss, gain, _ = cells = [count + weight for count, weight in zip((a, b, c, d), weights, strict=True)]
    total = sum(cells)
    scale = total**2 * (total + 1)
    variance = (loss * (total - loss) + gain * (total - gain) + 2 * loss * gain) / scale
    found = posterior([[a, b], [c, d]], prior).standard_deviation
    assert found == pytest.approx(float(variance) ** 0.5, rel=1e-13)


def test_the_standard_deviation_of_several_tables_is_that_of_each():
    """An array of tables gives an array of standard deviations."""
    several = np.array([[[1, 1], [7, 12]], [[5, 0], [0, 5]]])
    found = posterior(several).standard_deviation
    assert found.tolist() == [posterior(table).standard_deviation for table in several]


def test_many_people_bring_the_posterior_to_the_score_interval():
    """The two differ by something of the order of 1 / n."""
    table = np.array([[3000, 800], [1200, 5000]])
    low, high, _ = posterior(table).credible_interval()
    assert [low, high] == pytest.approx(difference(table, "tango").confidence_interval()[:2], abs=1 / table.sum())


@pytest.mark.parametrize(
    "a, b, c, d, x", [(10, 20, 2, 30, 0.2), (0, 40, 0, 3, 0.3), (4, 0, 1, 20, 0.55), (5, 30, 1, 5, 0.1)]
)
def test_small_tails_keep_their_digits(a, b, c, d, x):
    """Against the integral over the share of gains by mpmath with 30 digits; they lie between 1e-8 and 1e-20."""
    shapes = (mp.mpf(count) + mp.mpf(weight) / 2 for count, weight in ((b + c, 2), (a + d, 2), (c, 1), (b, 1)))
    wanted = beta_product_above(x, *shapes)
    assert wanted < 1e-7
    assert posterior([[a, b], [c, d]]).probability_above(x) == pytest.approx(float(wanted), rel=1e-8, abs=0)


@given(tables, st.floats(-1, 1))
def test_above_and_the_waves_exchanged_are_the_same_question(table, x):
    """P(D > x) and P(-D > -x) add up to 1, and the limits of -D are those of D turned round, to the last digit."""
    one, other = posterior(table), posterior(table.T)
    assert one.probability_above(x) + other.probability_above(-x) == pytest.approx(1, abs=1e-12)
    low, high, _ = one.credible_interval()
    assert other.credible_interval()[:2] == (-high, -low)


@pytest.mark.parametrize("prior", [0, -1, [1, 2], [1, 1, 0, 1], float("nan")])
def test_a_prior_that_is_not_positive_is_refused(prior):
    with pytest.raises(ValueError, match="prior is a positive number"):
        posterior([[1, 2], [3, 4]], prior)


@pytest.mark.parametrize("prior", [0.05, 0.25])
@pytest.mark.parametrize(
    "table", [[[0, 0], [30, 0]], [[0, 3], [9, 0]], [[9, 0], [0, 12]], [[0, 0], [0, 1]], [[3, 2], [5, 9]]]
)
def test_under_small_priors_tables_with_empty_cells_keep_their_digits(table, prior):
    """Everybody changed, or nobody did, so that the density of the proportion who change is infinite at an end."""
    result = posterior(table, prior)
    for x in (0.001, 0.9):
        assert result.probability_above(x) == pytest.approx(float(beta_product_above(x, *result.parameters)), abs=1e-9)


@pytest.mark.parametrize("prior", [0.001, 0.05, 1e6])
def test_every_prior_has_an_interval(prior):
    """From one person to ten million, nobody changed or everybody, it holds the middle of the posterior."""
    for n in (1, 2, 30, 301, 10**7):
        for table in ([[n, 0], [0, 0]], [[0, 0], [n, 0]], [[0, 1], [n - 1, 0]]):
            result = posterior(table, prior)
            (low, high, _), (inner, outer, _) = (result.credible_interval(level) for level in (0.9999, 0.5))
            assert -1 <= low <= inner <= outer <= high <= 1
            if inner < outer - 1e-12:
                assert result.probability_above(inner) == pytest.approx(0.75, abs=1e-4)


@pytest.mark.parametrize(
    "table", [[[1, 1], [7, 12]], [[0, 0], [10**9, 0]], [[0, 10**7], [1, 0]], [[10**9, 1], [0, 10**9]]]
)
def test_the_standard_deviation_is_that_of_the_moments_in_fractions(table):
    """E(D^2) - E(D)^2 where E(p_i p_j) = a_i (a_j + [i = j]) / (A (A + 1)) for parameters that add up to A."""
    a, b, c, d = (Fraction(int(x)) + Fraction(1, 2) for x in np.ravel(table))
    total = a + b + c + d
    square = (c * (c + 1) + b * (b + 1) - 2 * b * c) / (total * (total + 1))
    variance = square - ((c - b) / total) ** 2
    assert posterior(table).standard_deviation == pytest.approx(float(variance) ** 0.5, rel=1e-13)
