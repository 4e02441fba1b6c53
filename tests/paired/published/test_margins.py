"""Published margins: against brute-force enumeration, and the words that follow from Frechet's bounds."""

import itertools
from fractions import Fraction
from math import comb, factorial, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.published.margins import (
    frechet_bounds,
    hidden_changers,
    smallest_exact_p,
    smallest_significant_gap,
    tables_with_margins,
)
from tests.paired.published.printed_reference import every_table


@pytest.mark.parametrize("n", range(1, 9))
def test_every_table_with_the_margins_and_no_other(n):
    """For each pair of margins the tables are those that a search through all tables finds."""
    for x1, x2 in itertools.product(range(n + 1), repeat=2):
        expected = {t for t in every_table(n) if t[0] + t[1] == x1 and t[0] + t[2] == x2}
        found = [tuple(t) for t in tables_with_margins(n, x1, x2).reshape(-1, 4).tolist()]
        assert len(found) == len(set(found)) and set(found) == expected
        assert frechet_bounds(n, x1, x2) == (min(t[0] for t in expected), max(t[0] for t in expected))


@given(x1=st.integers(0, 40), x2=st.integers(0, 40))
def test_smallest_exact_p_is_the_smallest_over_all_numbers_of_changers(x1, x2):
    """Binomial tails in whole numbers over every number of changers that the gap allows, among 40 people."""
    tails = []
    for a in range(max(0, x1 + x2 - 40), min(x1, x2) + 1):
        changers, fewer = x1 + x2 - 2 * a, min(x1, x2) - a
        tails.append(min(1, Fraction(sum(comb(changers, k) for k in range(fewer + 1)), 2 ** max(changers - 1, 0))))
    assert min(tails) == Fraction(smallest_exact_p(x1, x2))


def test_five_people_are_never_enough():
    assert smallest_exact_p(10, 15) > 0.05 > smallest_exact_p(10, 16)
    assert smallest_significant_gap() == 6


def test_uniform_prior_makes_every_table_equally_likely():
    assert np.allclose(hidden_changers(26, 15, 17).probability, 1 / 10)


def test_posterior_is_the_dirichlet_multinomial_restricted():
    """With whole-number parameters Gamma is a factorial, so the weights are exact fractions."""
    prior = (3, 1, 2, 4)
    weights = [
        Fraction(prod(factorial(x + p - 1) for x, p in zip(t, prior, strict=True)), prod(map(factorial, t)))
        for t in tables_with_margins(7, 4, 5).reshape(-1, 4).tolist()
    ]
    expected = [float(w / sum(weights)) for w in weights]
    assert np.allclose(hidden_changers(7, 4, 5, prior).probability, expected)


def test_a_prior_that_answers_stay_means_fewer_changers():
    assert hidden_changers(26, 13, 13, (5, 1, 1, 5)).mean < hidden_changers(26, 13, 13).mean


def test_interval_holds_its_level_and_single_possibility_is_certain():
    hidden = hidden_changers(26, 13, 13)
    low, high = hidden.interval(0.8)
    inside = (hidden.changers >= low) & (hidden.changers <= high)
    assert hidden.probability[inside].sum() >= 0.8
    assert hidden_changers(5, 5, 3).interval() == (2, 2)


def test_refuses_impossible_margins_and_priors():
    with pytest.raises(ValueError, match="27 of 26 people"):
        frechet_bounds(26, 27, 3)
    with pytest.raises(ValueError, match="four positive"):
        hidden_changers(26, 3, 3, (0, 1, 1, 1))


@pytest.mark.parametrize("n", [40, 1_000, 1_000_000])
def test_hidden_changers_among_many_keep_their_digits(n):
    """With parameter 2 for yes twice and 1 else a table has the weight a + 1, by the definition: Gamma(a + 2) / a!."""
    hidden = hidden_changers(n, n // 2, n // 2 + 7, (2, 1, 1, 1))
    weight = (2 * (n // 2) + 7 - hidden.changers) // 2 + 1
    np.testing.assert_allclose(hidden.probability, weight / weight.sum(), rtol=1e-12)


def test_the_smallest_p_of_a_wide_gap_is_not_nought():
    """2^-4999 is not 0; the smallest number that a float holds is above it."""
    assert smallest_exact_p(0, 5000) == 5e-324
