"""The paired difference: limits against independent computations, duality with the tests, and properties."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import binom

from firststeps.paired.limits.exact_score import exact_pvalue
from firststeps.paired.limits.score import score_statistic
from firststeps.paired.two_waves.difference import METHODS, difference
from firststeps.paired.two_waves.mcnemar import mcnemar
from tests.paired.every_table import all_tables, probabilities

FAST = [name for name in METHODS if name != "unconditional"]
cell = st.integers(0, 40)
tables = st.tuples(cell, cell, cell, cell).filter(any).map(lambda x: np.reshape(x, (2, 2)))
levels = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@given(tables, levels, st.sampled_from(FAST))
def test_limits_enclose_each_other_and_stay_in_range(table, level, method):
    narrow, wide = (difference(table, method).confidence_interval(x) for x in (level / 2, level))
    assert -1 <= wide.low <= narrow.low + 1e-12
    assert narrow.high - 1e-12 <= wide.high <= 1


@given(tables, levels, st.sampled_from(["tango", "laud", "fay-lumbard", "newcombe", "wald"]))
def test_the_estimate_lies_within(table, level, method):
    result = difference(table, method)
    low, high, _ = result.confidence_interval(level)
    assert low - 1e-12 <= result.estimate <= high + 1e-12


@given(tables, st.integers(2, 6))
def test_more_of_the_same_narrows_the_score_interval(table, factor):
    once, more = (difference(x, "tango").confidence_interval() for x in (table, table * factor))
    assert once.low - 1e-12 <= more.low
    assert more.high <= once.high + 1e-12


@given(tables, st.sampled_from(FAST))
def test_swapping_waves_or_relabelling_turns_the_interval(table, method):
    low, high, _ = difference(table, method).confidence_interval()
    for turned in (table.T, table[::-1, ::-1]):
        other = difference(turned, method).confidence_interval()
        assert [other.high, other.low] == pytest.approx([-low, -high], abs=1e-11)


@pytest.mark.parametrize("method, test", [("tango", "asymptotic"), ("laud", "n-1")])
@given(table=tables, level=levels)
def test_score_limits_exclude_0_just_where_their_test_rejects(method, test, table, level):
    low, high, _ = difference(table, method).confidence_interval(level)
    p = mcnemar(table, test).pvalue
    if abs(p - (1 - level)) > 1e-9:
        assert (low > 0 or high < 0) == (p < 1 - level)


@pytest.mark.parametrize("n", [1, 7, 12, 26])
def test_fay_lumbard_excludes_0_just_where_the_exact_test_rejects(n):
    low, high, _ = difference(all_tables(n), "fay-lumbard").confidence_interval(0.9)
    np.testing.assert_array_equal((low > 0) | (high < 0), mcnemar(all_tables(n), "exact").pvalue < 0.1)


def test_unconditional_limits_exclude_0_just_where_the_one_sided_test_rejects():
    low, high, _ = difference(all_tables(5), "unconditional").confidence_interval(0.9)
    np.testing.assert_array_equal(low > 0, mcnemar(all_tables(5), "unconditional", "greater").pvalue <= 0.05)
    np.testing.assert_array_equal(high < 0, mcnemar(all_tables(5), "unconditional", "less").pvalue <= 0.05)


@pytest.mark.parametrize("method", ["unconditional", "fay-lumbard"])
@pytest.mark.parametrize("n", [3, 6])
def test_exact_limits_cover_everywhere_by_brute_force(method, n):
    low, high, _ = difference(all_tables(n), method).confidence_interval(0.9)
    p12, share = (x.ravel() for x in np.meshgrid(np.linspace(0, 1, 81), np.linspace(0, 1, 81)))
    p21 = (1 - p12) * share
    weight = probabilities(n, p12, p21)
    assert np.max((weight * (low[:, None] > p21 - p12 + 1e-9)).sum(axis=0)) <= 0.05 + 1e-9
    assert np.max((weight * (high[:, None] < p21 - p12 - 1e-9)).sum(axis=0)) <= 0.05 + 1e-9


@pytest.mark.parametrize("n, change", [(71, 0.21), (72, 0.96)])
def test_fay_lumbard_covers_where_quadrature_once_failed(n, change):
    """Only losses, at the two places where the tests of exact2x2 report an error probability above 0.025."""
    losses = np.arange(n + 1)
    tables = np.stack([0 * losses, losses, 0 * losses, n - losses], axis=-1).reshape(-1, 2, 2)
    for sided, beyond in ((tables, 1), (tables.transpose(0, 2, 1), -1)):
        low, high, _ = difference(sided, "fay-lumbard").confidence_interval(0.95)
        missed = low > -change if beyond == 1 else high < change
        assert binom.pmf(losses[missed], n, change).sum() <= 0.025


@pytest.mark.parametrize("b, c, delta", [(1, 4, -0.2), (0, 0, -0.1), (2, 1, 0.3), (0, 8, 0.5)])
def test_exact_p_is_the_largest_tail_by_brute_force(b, c, delta, n=8):
    """Every table that scores as high, its probability on a fine grid of the nuisance parameter."""
    several = all_tables(n)
    score = score_statistic(several[:, 0, 1], several[:, 1, 0], n, delta)
    extreme = score >= score_statistic(b, c, n, delta) - 1e-9
    grid = np.linspace(max(0, -delta), (1 - delta) / 2, 2001)
    tails = probabilities(n, grid, np.maximum(grid + delta, 0))[extreme].sum(axis=0)
    assert exact_pvalue(b, c, n, delta) == pytest.approx(tails.max(), rel=1e-5)
    assert exact_pvalue(b, c, n, delta) >= tails.max() - 1e-12


@pytest.mark.parametrize("n", [1, 5, 26])
def test_nobody_changed_has_closed_forms(n):
    z = ndtri(0.95)
    table = [[n, 0], [0, 0]]
    assert difference(table, "tango").confidence_interval(0.9).high == pytest.approx(z**2 / (n + z**2), abs=1e-12)
    for method in ("fay-lumbard", "unconditional"):
        assert difference(table, method).confidence_interval(0.9).high == pytest.approx(1 - 0.05 ** (1 / n), abs=1e-10)


@pytest.mark.parametrize("n", [1, 5, 26])
def test_everyone_gained_has_closed_forms(n):
    table = [[0, 0], [n, 0]]
    for method in ("tango", "laud", "fay-lumbard", "unconditional"):
        assert difference(table, method).confidence_interval(0.9).high == 1
    low = difference(table, "unconditional").confidence_interval(0.9).low
    assert low == pytest.approx(2 * 0.05 ** (1 / n) - 1, abs=1e-10)
    assert difference(table, "tango").confidence_interval(0.9).low == pytest.approx(
        (n - ndtri(0.95) ** 2) / (n + ndtri(0.95) ** 2), abs=1e-11
    )


@settings(max_examples=20)
@given(st.lists(tables, min_size=1, max_size=6), st.sampled_from(FAST))
def test_an_array_of_tables_gives_what_each_table_gives(several, method):
    together = difference(np.array(several), method).confidence_interval()
    alone = [difference(table, method).confidence_interval() for table in several]
    np.testing.assert_allclose(together.low, [x.low for x in alone], atol=1e-11)
    np.testing.assert_allclose(together.high, [x.high for x in alone], atol=1e-11)


def test_the_exact_limit_is_the_outermost_crossing():
    """A scan ten times as fine finds no difference beyond the limit that the test would not reject."""
    for b, c in [(1, 4), (3, 3), (0, 2), (5, 1)]:
        low = float(difference([[0, b], [c, 8 - b - c]], "unconditional").confidence_interval(0.9).low)
        beyond = np.linspace(-0.999, low - 1e-9, 300)
        assert max(exact_pvalue(b, c, 8, delta) for delta in beyond) <= 0.05


def test_results_can_be_pickled():
    result = difference([[1, 1], [7, 12]], "newcombe")
    assert pickle.loads(pickle.dumps(result)).confidence_interval() == result.confidence_interval()


@pytest.mark.parametrize("level", [0, 1, 1.5, float("nan"), 95])
def test_a_level_outside_0_to_1_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        difference([[1, 2], [3, 4]]).confidence_interval(level)


@pytest.mark.parametrize("method", METHODS)
def test_an_entry_says_whether_its_limits_need_all_four_cells(method):
    """Two tables with the same b, c and n share their limits, but for the methods that say that they need a and d."""
    one, other = (
        [*difference(table, method).confidence_interval()[:2]] for table in ([[9, 2], [5, 1]], [[5, 2], [5, 5]])
    )
    assert (one != pytest.approx(other, abs=1e-12)) == METHODS[method].all_cells


def test_readers_meet_each_interval_by_a_name_of_its_own():
    """No name is an id, and no two are the same."""
    names = [interval.name for interval in METHODS.values()]
    assert len({*names, *METHODS}) == 2 * len(METHODS)
