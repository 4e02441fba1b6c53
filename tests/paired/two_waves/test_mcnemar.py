"""McNemar's tests against exact fractions, other programs and their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.two_waves.mcnemar import METHODS, mcnemar
from tests.paired.definitions import conditional_p
from tests.paired.limits_reference import read_reference

counts = st.integers(0, 60)
tables = st.tuples(counts, counts, counts, counts).filter(any).map(lambda x: np.reshape(x, (2, 2)))
alternatives = st.sampled_from(["two-sided", "greater", "less"])
methods = st.sampled_from(list(METHODS))


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize("method", ["exact", "mid-p"])
def test_conditional_tests_equal_fractions_for_all_pairs_up_to_15(method, alternative):
    pairs = [(b, c) for b in range(16) for c in range(16) if b + c]
    found = mcnemar([[[3, b], [c, 2]] for b, c in pairs], method, alternative).pvalue
    wanted = [float(conditional_p(b, c, alternative, method == "mid-p")) for b, c in pairs]
    np.testing.assert_allclose(found, wanted, rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_no_discordant_pairs_give_p_1_and_statistic_0(method, alternative):
    result = mcnemar([[7, 0], [0, 3]], method, alternative)
    assert (result.statistic, result.pvalue) == (0, 1)


@given(tables, methods)
def test_swapping_waves_keeps_the_two_sided_test_and_turns_the_one_sided(table, method):
    assert mcnemar(table, method).pvalue == pytest.approx(mcnemar(table.T, method).pvalue, rel=1e-12)
    turned = mcnemar(table.T, method, "less").pvalue
    assert mcnemar(table, method, "greater").pvalue == pytest.approx(turned, rel=1e-12)


@given(st.lists(tables, min_size=1, max_size=8), methods)
def test_an_array_of_tables_gives_what_each_table_gives(several, method):
    together = mcnemar(np.array(several), method).pvalue
    np.testing.assert_allclose(together, [mcnemar(table, method).pvalue for table in several], rtol=1e-10)


def test_many_tables_are_looked_up_to_the_same_values():
    several = np.random.default_rng(1).multinomial(30, [0.3, 0.2, 0.2, 0.3], size=5000).reshape(50, 100, 2, 2)
    for method in ("exact", "mid-p"):
        together = mcnemar(several, method).pvalue
        assert together.shape == (50, 100)
        assert together[7, 3] == mcnemar(several[7, 3], method).pvalue


@pytest.mark.parametrize("row", read_reference("paired-tests.csv"), ids=lambda row: "-".join(list(row.values())[:6]))
def test_r_gives_the_same(row):
    table = [[int(row["a"]), int(row["b"])], [int(row["c"]), int(row["d"])]]
    result = mcnemar(table, row["method"], row["alternative"])
    assert result.statistic == pytest.approx(float(row["statistic"]), rel=1e-13)
    assert result.pvalue == pytest.approx(float(row["pvalue"]), rel=1e-11)


def test_n_minus_1_is_laud_s_value():
    """ratesci 1.0, vignette Paired contrasts: chi-squared 4.285714, p 0.03843393."""
    result = mcnemar([[1, 1], [7, 12]], "n-1")
    assert (round(result.statistic, 6), round(result.pvalue, 8)) == (4.285714, 0.03843393)


def test_a_result_prints_its_convention_and_never_a_p_of_zero():
    shown = repr(mcnemar([[0, 0], [200, 0]], "exact"))
    assert "p < 0.0001" in shown
    assert "b = yes to no, c = no to yes" in shown


def test_unknown_choices_are_refused_in_words():
    with pytest.raises(ValueError, match="choose one of asymptotic"):
        mcnemar([[1, 2], [3, 4]], "chi")
    with pytest.raises(ValueError, match="alternative"):
        mcnemar([[1, 2], [3, 4]], "exact", "bigger")
    with pytest.raises(ValueError, match="n = 0"):
        mcnemar([[0, 0], [0, 0]])
    with pytest.raises(ValueError, match="unconditional"):
        mcnemar([[1, 2], [3, 4]], "exact", berger_boos=0.001)


@pytest.mark.parametrize("method", list(METHODS))
@pytest.mark.parametrize("b, c", [(1, 7), (7, 1), (4, 4), (0, 3)])
def test_the_statistic_is_the_one_that_is_promised(method, b, c):
    """The smaller count, one-sided c; else chi-squared, of which the one-sided one is the root with the sign of c - b.

    With the correction for continuity the one-sided root is one further from the alternative.
    """
    found = {
        side: float(mcnemar([[5, b], [c, 9]], method, side).statistic) for side in ("two-sided", "greater", "less")
    }
    n, m = 14 + b + c, b + c
    if method in ("exact", "mid-p", "boschloo"):
        wanted = {"two-sided": min(b, c), "greater": c, "less": c}
    elif method == "continuity":
        squared = (abs(b - c) - 1) ** 2 / m if b != c else 0
        wanted = {"two-sided": squared, "greater": (c - b - 1) / m**0.5, "less": (c - b + 1) / m**0.5}
    else:
        squared = (b - c) ** 2 / m * ((n - 1) / n if method == "n-1" else 1)
        wanted = {"two-sided": squared} | dict.fromkeys(("greater", "less"), np.sign(c - b) * squared**0.5)
    assert found == pytest.approx(wanted, rel=1e-12)
