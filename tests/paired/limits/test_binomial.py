"""Binomial tails, probabilities and bisections, which tests and plans share: against fractions and one by one."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from firststeps.paired.limits.binomial import binomial_tail, binomial_weights, log_choose
from firststeps.paired.limits.roots import last_true, narrowed

SHARES = (Fraction(0), Fraction(1, 10), Fraction(1, 2), Fraction(7, 8), Fraction(1))


def probability(k, m, p):
    """P(X = k) in fractions, by the definition."""
    return comb(m, k) * p**k * (1 - p) ** (m - k)


@pytest.mark.parametrize("p", SHARES, ids=str)
def test_weights_and_tails_are_those_of_the_definition(p):
    """For every count of up to a dozen trials, and one below and one above what there can be."""
    for m in range(13):
        exact = [probability(k, m, p) for k in range(m + 1)]
        np.testing.assert_allclose(binomial_weights(m, float(p), m + 2), [*map(float, exact), 0.0], rtol=1e-13, atol=0)
        tails = [0, *(sum(exact[: k + 1]) for k in range(m + 1))]
        np.testing.assert_allclose(binomial_tail(np.arange(-1, m + 1), m, float(p)), np.array(tails, float), rtol=1e-13)


def test_ways_to_choose_are_those_counted_in_whole_numbers():
    """Against whole-number arithmetic, up to 60 things; more than there are cannot be chosen."""
    n, k = np.indices((61, 61))
    ways = np.array(
        [[float(comb(int(a), int(b))) for a, b in zip(*row, strict=True)] for row in zip(n, k, strict=True)]
    )
    np.testing.assert_allclose(np.exp(log_choose(n, k)), ways, rtol=1e-12)


def test_the_last_true_is_that_of_a_search_one_by_one():
    """Each element has an end of its own, among them none and all."""
    ends, most = np.array([-1, 0, 3, 9, 20]), np.array([4, 0, 9, 9, 9])
    wanted = [max((k for k in range(top + 1) if k <= end), default=-1) for end, top in zip(ends, most, strict=True)]
    assert last_true(lambda k: k <= ends, most).tolist() == wanted


def test_a_bracket_is_narrowed_about_the_place_where_the_condition_begins():
    """It holds at the upper end and not at the lower, however narrow."""
    low, high = narrowed(lambda x: x > 0.3, -1.0, 1.0, 1e-12)
    assert low <= 0.3 < high and high - low <= 1e-12
