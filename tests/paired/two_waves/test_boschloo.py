"""The unconditional test in Boschloo's order: its order in fractions, its guarantee, its power, and many people."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.planning.power import power
from firststeps.paired.two_waves.boschloo import as_extreme
from firststeps.paired.two_waves.mcnemar import mcnemar
from tests.paired.every_table import all_tables, probabilities

ALTERNATIVES = ["two-sided", "greater", "less"]


def tail(j, k):
    """P(X <= j) for X binomial (k, 1/2), a fraction."""
    return Fraction(sum(comb(k, i) for i in range(j + 1)), 2**k)


@pytest.mark.parametrize("n", [13, 20])
def test_the_order_is_that_of_exact_fractions(n):
    """For every possible count: the largest count with no larger tail, of every number of discordant pairs."""
    few, m = (grid.ravel() for grid in np.tril_indices(n + 1)[::-1])
    found = as_extreme(few, m, n)
    tails = [[tail(j, k) for j in range(k + 1)] for k in range(n + 1)]
    for one, pairs, counts in zip(few, m, found, strict=True):
        wanted = [sum(value <= tails[pairs][one] for value in line) - 1 for line in tails]
        assert counts.tolist() == wanted


def test_tables_with_the_same_tail_have_the_same_p():
    """0 of 4 and 1 of 7 have the tail 1/16, 0 of 78 and 2 of 90 the tail 1/2^78 (as in Golay's perfect code)."""
    for n, pairs in [(20, [(0, 4), (1, 6)]), (100, [(0, 78), (2, 88)])]:
        one, other = (mcnemar([[n - b - c, b], [c, 0]], "boschloo").pvalue for b, c in pairs)
        assert one == other


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("n", [1, 4, 9, 26])
def test_p_is_never_above_the_exact_conditional_p(n, alternative):
    """So the test rejects wherever the exact conditional test does."""
    several = all_tables(n)
    found, exact = (mcnemar(several, method, alternative).pvalue for method in ("boschloo", "exact"))
    assert np.all(found <= exact + 1e-12)
    assert n < 4 or np.any(found < exact - 1e-3)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("n", [1, 4, 9, 12])
def test_the_size_never_exceeds_the_level_by_brute_force(n, alternative):
    """At each attainable level, over a grid of the nuisance parameter, summing over all tables."""
    several = all_tables(n)
    p = mcnemar(several, "boschloo", alternative).pvalue
    theta = np.linspace(0, 1, 201)
    weight = probabilities(n, theta / 2, theta / 2)
    for level in np.unique(p):
        assert weight[p <= level + 1e-12].sum(axis=0).max() <= level + 1e-10


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 30))
def test_berger_and_boos_search_less_and_add_their_price(b, c, d):
    """The restricted search can only lower p, but for its price."""
    table, price = [[0, b], [c, d]], 0.001
    plain = mcnemar(table, "boschloo").pvalue
    assert mcnemar(table, "boschloo", berger_boos=price).pvalue <= min(plain + price, 1) + 1e-12


def test_it_is_the_more_powerful_of_the_exact_tests_with_26_people():
    """Power at some truths: never below the exact conditional test, and above it at each of these."""
    difference, discordance = [0.1, 0.2, 0.3], [0.2, 0.3, 0.4]
    gain = power(26, difference, discordance, "boschloo") - power(26, difference, discordance, "exact")
    assert np.all(gain > 0.01)


@pytest.mark.parametrize("b, c, n", [(850, 1000, 10_000), (0, 2000, 3000), (1500, 1500, 3000), (2000, 1, 3000)])
def test_thousands_of_people_work(b, c, n):
    """Nothing overflows; p lies below the exact conditional p, and in the wrong direction it is 1 or nearly."""
    table = [[n - b - c, b], [c, 0]]
    assert 0 <= mcnemar(table, "boschloo").pvalue <= mcnemar(table, "exact").pvalue
    sides = [mcnemar(table, "boschloo", side).pvalue for side in ("greater", "less")]
    assert max(sides) > 0.5 and min(sides) <= mcnemar(table, "exact").pvalue
