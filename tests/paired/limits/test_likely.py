"""The binomial probabilities that count, against SciPy's binomial distribution (Boost) and whole numbers."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from firststeps.paired.limits.likely import NEGLECTED, likely_weights, reach


@given(n=st.integers(1, 3_000_000), theta=st.floats(0, 1))
def test_what_is_left_out_is_improbable(n, theta):
    """Both tails beyond the reach, and those beyond what is given, hold 1e-18 at most: by SciPy's binomial tails."""
    far = int(reach(n, theta))
    assert binom.cdf(n * theta - far, n, theta) + binom.sf(n * theta + far, n, theta) <= NEGLECTED
    first, weights = likely_weights(n, np.array([theta]))
    assert first[0] <= n * theta - far and first[0] + weights.shape[1] - 1 >= n * theta + far


@given(n=st.integers(1, 100_000), theta=st.floats(1e-12, 1 - 1e-12))
def test_probabilities_are_those_of_scipy(n, theta):
    """Each of them, and 0 for numbers that cannot be."""
    first, weights = likely_weights(n, np.array([theta]))
    numbers = first[0] + np.arange(weights.shape[1])
    np.testing.assert_allclose(weights[0], binom.pmf(numbers, n, theta), rtol=1e-8, atol=1e-20)


@pytest.mark.parametrize("theta", [Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 7), Fraction(9, 10)])
def test_few_trials_are_those_of_whole_numbers(theta):
    """Against rational numbers, nobody and everybody included."""
    n = 12
    expected = [float(comb(n, m) * theta**m * (1 - theta) ** (n - m)) for m in range(n + 1)]
    first, weights = likely_weights(n, np.array([float(theta)]))
    np.testing.assert_allclose(weights[0, -first[0] : n + 1 - first[0]], expected, rtol=1e-14, atol=1e-30)


def test_points_of_different_reach_are_given_together():
    """All rows are as wide as the widest, and each adds up to 1."""
    first, weights = likely_weights(10_000, np.array([0.0, 0.001, 0.5, 1.0]))
    assert len(first) == len(weights) == 4
    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-14)
    means = (weights * (first[:, None] + np.arange(weights.shape[1]))).sum(axis=1)
    np.testing.assert_allclose(means, [0, 10, 5000, 10_000], atol=1e-8)
