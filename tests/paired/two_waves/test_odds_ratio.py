"""The conditional odds ratio and Cohen's g: limits by definition, duality with the tests, degenerate tables."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.limits.binomial import blaker, clopper_pearson
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.odds_ratio import METHODS, SHARES, cohens_g, odds_ratio
from tests.paired.limits_reference import blaker_acceptability

cell = st.integers(0, 60)
tables = st.tuples(cell, cell, cell, cell).filter(any).map(lambda x: np.reshape(x, (2, 2)))


@pytest.mark.parametrize("x, m", [(1, 2), (3, 10), (7, 8), (5, 9), (2, 30), (20, 41)])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
def test_blaker_limits_end_the_set_that_blakers_test_accepts(x, m, level):
    low, high = (float(limit) for limit in blaker(x, m, level))
    with mp.workdps(30):
        outside = [*np.linspace(0, low - 1e-9, 60), *np.linspace(high + 1e-9, 1, 60)]
        assert all(blaker_acceptability(x, m, p) < 1 - level for p in outside)
        for inner in (low + 1e-9, high - 1e-9):
            assert blaker_acceptability(x, m, inner) >= 1 - level - 1e-6


@given(cell, cell, st.sampled_from([0.8, 0.95, 0.99]))
def test_blaker_is_never_wider_than_clopper_pearson(x, others, level):
    inner, outer = blaker(x, x + others, level), clopper_pearson(x, x + others, level)
    assert outer[0] - 1e-12 <= inner[0] <= inner[1] <= outer[1] + 1e-12


@given(tables, st.sampled_from([0.8, 0.95]))
def test_clopper_pearson_excludes_1_just_where_the_exact_test_rejects(table, level):
    low, high, _ = odds_ratio(table, "clopper-pearson").confidence_interval(level)
    assert (low > 1 or high < 1) == (mcnemar(table, "exact").pvalue < 1 - level)


@given(tables, st.sampled_from([0.8, 0.95]))
def test_mid_p_excludes_1_just_where_the_mid_p_test_rejects(table, level):
    low, high, _ = odds_ratio(table, "mid-p").confidence_interval(level)
    assert (low > 1 or high < 1) == (mcnemar(table, "mid-p").pvalue < 1 - level)


@given(tables, st.sampled_from(list(METHODS)))
def test_swapping_waves_inverts_the_odds_ratio(table, method):
    low, high, _ = odds_ratio(table, method).confidence_interval()
    other = odds_ratio(table.T, method).confidence_interval()
    with np.errstate(divide="ignore"):
        assert [1 / other.high, 1 / other.low] == pytest.approx([low, high], rel=1e-9)


@given(tables, st.sampled_from(list(SHARES)))
def test_cohens_g_is_the_share_of_gains_less_a_half(table, method):
    odds, g = odds_ratio(table, method), cohens_g(table, method)
    low, high, _ = odds.confidence_interval()
    assert g.confidence_interval()[:2] == pytest.approx([low / (1 + low) - 0.5, 0.5 - 1 / (1 + high)], abs=1e-12)
    assert g.estimate == pytest.approx(0.5 - 1 / (1 + odds.estimate))


@pytest.mark.parametrize("method", METHODS)
def test_without_discordant_pairs_nothing_is_known(method):
    result = odds_ratio([[7, 0], [0, 4]], method)
    assert result.estimate == 1
    assert result.confidence_interval()[:2] == (0, np.inf)


def test_everyone_gained_is_infinite_in_numbers_and_in_words():
    result = odds_ratio([[0, 0], [8, 4]])
    assert result.estimate == np.inf
    assert "infinity" in repr(result)
    assert result.confidence_interval(0.9).low == pytest.approx(0.05 ** (1 / 8) / (1 - 0.05 ** (1 / 8)), rel=1e-12)
    low = odds_ratio([[0, 0], [8, 4]], "mid-p").confidence_interval(0.9).low
    assert low == pytest.approx(0.1 ** (1 / 8) / (1 - 0.1 ** (1 / 8)), rel=1e-12)


@pytest.mark.parametrize("m", [10, 1_000, 10_000_000])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.9999])
def test_one_loss_or_none_among_many_changers_has_limits_with_all_digits(m, level):
    """The tails of none and of one have closed forms, solved with forty digits by mpmath."""
    with mp.workdps(40):
        tail = (1 - mp.mpf(level)) / 2
        none, all_but_one = lambda p: (1 - p) ** m, lambda p: m * p * (1 - p) ** (m - 1)
        exact = 1 - (1 - tail) ** (mp.mpf(1) / m)  # P(X >= 1) is the tail
        middle = mp.findroot(lambda log: 2 - 2 * none(mp.exp(log)) - all_but_one(mp.exp(log)) - 2 * tail, mp.log(exact))
        never = 1 - (2 * tail) ** (mp.mpf(1) / m)  # half of P(X = 0) is the tail
        limits = {
            ("clopper-pearson", 1, "high"): (1 - exact) / exact,
            ("mid-p", 1, "high"): mp.exp(-middle) - 1,
            ("mid-p", 0, "low"): (1 - never) / never,
        }
    for (method, losses, end), limit in limits.items():
        found = odds_ratio([[3, losses], [m - losses, 1]], method).confidence_interval(level)
        assert getattr(found, end) == pytest.approx(float(limit), rel=1e-9)
        turned = odds_ratio([[3, m - losses], [losses, 1]], method).confidence_interval(level)
        other = turned.low if end == "high" else turned.high
        assert other == pytest.approx(float(1 / limit), rel=1e-9)
