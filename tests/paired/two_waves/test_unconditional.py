"""The unconditional test against exact polynomials, brute force over all tables, and its guarantee of size."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.paired.two_waves import unconditional
from firststeps.paired.two_waves.mcnemar import mcnemar
from tests.paired.definitions import signed_square, unconditional_p
from tests.paired.every_table import all_tables, probabilities


def is_as_extreme(b, c, observed_b, observed_c, alternative):
    """Order by (c - b) / sqrt(b + c), compared as signed squares in fractions."""
    return signed_square(b, c, alternative) >= signed_square(observed_b, observed_c, alternative)


@pytest.mark.parametrize("alternative", ["two-sided", "greater"])
@pytest.mark.parametrize("b, c, n", [(1, 7, 21), (0, 5, 5), (0, 1, 9), (2, 6, 12), (3, 5, 12), (4, 1, 11), (0, 7, 16)])
def test_p_is_the_supremum_of_the_exact_polynomial(b, c, n, alternative):
    found = mcnemar([[0, b], [c, n - b - c]], "unconditional", alternative).pvalue
    assert found == pytest.approx(unconditional_p(b, c, n, alternative), rel=1e-10)


@pytest.mark.parametrize("method", ["exact", "unconditional"])
@pytest.mark.parametrize("n", [1, 4, 9, 12])
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_the_size_never_exceeds_the_level_by_brute_force(n, method, alternative):
    """At each attainable level, over a grid of the nuisance parameter, summing over all tables."""
    several = all_tables(n)
    p = mcnemar(several, method, alternative).pvalue
    theta = np.linspace(0, 1, 201)
    weight = probabilities(n, theta / 2, theta / 2)
    for level in np.unique(p):
        assert weight[p <= level + 1e-12].sum(axis=0).max() <= level + 1e-10


@pytest.mark.parametrize("n", [20, 31])
def test_no_hump_is_missed(n):
    """No table has anywhere on a grid of 5,000 a larger tail probability than its p."""
    several = all_tables(n)
    result = mcnemar(several, "unconditional")
    theta = np.sin(np.linspace(0, np.pi / 2, 5000)) ** 2
    weight = probabilities(n, theta / 2, theta / 2)
    for statistic in np.unique(result.statistic.round(12)):
        tail = weight[result.statistic > statistic - 1e-9].sum(axis=0).max()
        assert result.pvalue[np.isclose(result.statistic, statistic)].min() >= tail - 1e-12


def test_equal_statistics_are_ties_exactly():
    """(c - b)^2 / (b + c) is 1 at 0, 1 and at 1, 3 and at 3, 6; such tables have the same p."""
    p = mcnemar([[[19, 0], [1, 0]], [[16, 1], [3, 0]], [[11, 3], [6, 0]]], "unconditional").pvalue
    assert p[0] == p[1] == p[2]


@settings(max_examples=30)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 30))
def test_berger_and_boos_search_less_and_add_their_price(b, c, d):
    table, price = [[0, b], [c, d]], 0.001
    plain = mcnemar(table, "unconditional").pvalue
    restricted = mcnemar(table, "unconditional", berger_boos=price).pvalue
    assert restricted <= min(plain + price, 1) + 1e-12


def test_berger_and_boos_against_a_fine_grid():
    """b = 1, c = 7, n = 21: the polynomial over the Clopper-Pearson interval of theta, of level 1 - 0.0001."""
    from scipy.stats import binom, binomtest

    n, m = 21, np.arange(22)
    tail = [sum(comb(k, x) / 2**k for x in range(k + 1) if is_as_extreme(k - x, x, 1, 7, "two-sided")) for k in m]
    ends = binomtest(8, n).proportion_ci(1 - 1e-4)
    theta = np.linspace(ends.low, ends.high, 20001)
    wanted = (binom.pmf(m[:, None], n, theta) * np.array(tail)[:, None]).sum(axis=0).max() + 1e-4
    found = mcnemar([[1, 1], [7, 12]], "unconditional", berger_boos=1e-4).pvalue
    assert found == pytest.approx(wanted, rel=1e-8)


@pytest.mark.parametrize("table, wanted", [([[59, 6], [16, 80]], 0.034053), ([[5, 0], [1, 8]], 0.542071)])
def test_contingencytables_gives_the_same(table, wanted):
    """Tests of the R package of Fagerland, Lydersen & Laake: 1,000 grid points, Berger & Boos with 0.0001."""
    found = mcnemar(table, "unconditional", berger_boos=1e-4).pvalue
    assert found == pytest.approx(wanted, abs=1.5e-6)


def test_ten_thousand_people_work():
    p = mcnemar([[8000, 850], [1000, 150]], "unconditional").pvalue
    assert p == pytest.approx(mcnemar([[8000, 850], [1000, 150]], "mid-p").pvalue, rel=0.02)


@pytest.mark.parametrize("alternative", ["two-sided", "greater"])
@pytest.mark.parametrize("b, c, n", [(1, 7, 21), (0, 5, 5), (0, 1, 9), (4, 1, 11), (0, 7, 16), (0, 0, 6), (7, 0, 7)])
def test_the_way_of_many_pairs_gives_the_supremum_of_few(monkeypatch, b, c, n, alternative):
    """With only the numbers of discordant pairs that count: against the polynomial in fractions."""
    monkeypatch.setattr(unconditional, "DENSE", 0)
    found = mcnemar([[0, b], [c, n - b - c]], "unconditional", alternative).pvalue
    assert found == pytest.approx(unconditional_p(b, c, n, alternative), rel=1e-10)


MANY = [(501, 60, 80), (800, 0, 3), (2_000, 300, 380), (3_000, 1_000, 1_300), (4_000, 1, 7), (5_000, 900, 910)]


@pytest.mark.parametrize("n, b, c", MANY)
@pytest.mark.parametrize("alternative", ["two-sided", "less"])
def test_the_way_of_many_pairs_gives_what_the_sum_over_all_gives(monkeypatch, n, b, c, alternative):
    """Against all binomial probabilities at each value of the nuisance parameter, as it was worked out before."""
    table = [[0, b], [c, n - b - c]]
    quick = mcnemar(table, "unconditional", alternative).pvalue
    monkeypatch.setattr(unconditional, "DENSE", n)
    assert quick == pytest.approx(mcnemar(table, "unconditional", alternative).pvalue, rel=1e-10)


def test_many_tables_of_many_pairs_are_as_one_at_a_time():
    """Few tables go one way and many another, with the same p."""
    n = 700
    b, c = np.indices((6, 6)).reshape(2, -1) * 9
    tables = np.stack([n - b - c, b, c, 0 * b], axis=-1).reshape(-1, 2, 2)
    together = mcnemar(tables, "unconditional").pvalue
    alone = [mcnemar(table, "unconditional").pvalue for table in tables]
    np.testing.assert_allclose(together, alone, rtol=1e-10)


def test_a_million_pairs_work_as_few_who_change_say():
    """Few who change in a crowd are Poisson: the p-value is then the supremum of a Poisson mixture, by SciPy."""
    from scipy.stats import poisson

    n, b, c = 1_000_000, 1, 7
    m = range(150)
    tail = [sum(comb(k, x) for x in range(k + 1) if is_as_extreme(k - x, x, b, c, "two-sided")) / 2**k for k in m]
    mean = np.linspace(0.01, 70, 20_000)
    wanted = (poisson.pmf(np.array(m)[:, None], mean) * np.array(tail)[:, None]).sum(axis=0).max()
    found = mcnemar([[0, b], [c, n - b - c]], "unconditional").pvalue
    assert found == pytest.approx(wanted, rel=1e-5)
