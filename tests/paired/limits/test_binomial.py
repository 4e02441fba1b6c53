"""Binomial tails, probabilities and bisections, which tests and plans share: against fractions and one by one."""

from fractions import Fraction
from math import comb

import mpmath as mp
import numpy as np
import pytest

from firststeps.paired.limits.binomial import binomial_tail, binomial_weights, log_choose, weights_by_ratios
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


def test_weights_of_several_numbers_and_probabilities_are_those_of_each_alone():
    """Each row belongs to its own number of people and its own probability."""
    weights = binomial_weights([[3], [5]], [0.2, 0.5])
    for i, n in enumerate((3, 5)):
        for j, p in enumerate((0.2, 0.5)):
            assert weights[i, j] == pytest.approx([probability(k, n, p) for k in range(6)])


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


def tail_of_many(k, m):
    """P(X <= k) for X binomial (m, 1/2), k below the mean, in forty digits: from the term k downwards."""
    with mp.workdps(40):
        term = mp.exp(mp.loggamma(m + 1) - mp.loggamma(k + 1) - mp.loggamma(m - k + 1) - m * mp.log(2))
        total, j = mp.mpf(0), k
        while term > total * mp.mpf(10) ** -30:
            total, term, j = total + term, term * j / (m - j + 1), j - 1
        return total


@pytest.mark.parametrize("m", [300, 10_000, 100_000, 1_000_000, 10_000_000])
def test_tails_among_many_keep_their_digits(m):
    """From a third of a standard deviation below the mean to twelve; mpmath's loggamma and the terms one by one."""
    for far in (0.3, 2, 6, 12):
        k = int(m / 2 - far * np.sqrt(m) / 2)
        assert float(binomial_tail(k, m) / tail_of_many(k, m)) == pytest.approx(1, abs=1e-11)


def test_weights_by_ratios_are_those_of_the_ratios():
    """Of a geometric distribution, whose weights are powers; and of one number alone."""
    powers = 0.5 ** np.arange(900)
    np.testing.assert_allclose(weights_by_ratios(np.full(899, 0.5)), powers / 2, rtol=1e-11)
    assert weights_by_ratios([]).tolist() == [1]
