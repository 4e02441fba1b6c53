"""The tests of any odds ratio: against R, exact fractions, McNemar's tests and their partner intervals."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.limits.binomial import wilson_cc
from firststeps.paired.two_waves.any_value.odds_ratio_test import METHODS, odds_ratio_test
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from tests.paired.limits_reference import read_reference

ROWS = read_reference("binomial.csv")
count = st.integers(0, 40)
tables = st.tuples(count, count, count, count).filter(any).map(lambda x: np.reshape(x, (2, 2)))
nulls = st.sampled_from([0.1, 0.5, 1, 1.25, 3, 40])
methods, alternatives = st.sampled_from(sorted(METHODS)), st.sampled_from(["two-sided", "greater", "less"])
INTERVALS = [("exact", "clopper-pearson"), ("mid-p", "mid-p")]


@pytest.mark.parametrize("row", [row for row in ROWS if row["what"] == "p"], ids=lambda row: "-".join(row.values()))
def test_one_sided_p_is_that_of_r(row):
    """R's binom.test gives the same one-sided p-values."""
    x, m = int(row["x"]), int(row["m"])
    found = odds_ratio_test([[3, m - x], [x, 2]], float(row["parameter"]), "exact", row["alternative"])
    assert found.pvalue == pytest.approx(float(row["low"]), rel=1e-10)
    assert found.statistic == x


@pytest.mark.parametrize("row", [r for r in ROWS if r["what"] == "wilson-cc"], ids=lambda row: "-".join(row.values()))
def test_corrected_wilson_limits_are_those_of_r(row):
    """R's prop.test gives the same limits with its continuity correction."""
    found = wilson_cc(int(row["x"]), int(row["m"]), float(row["parameter"]))
    np.testing.assert_allclose(np.array(found), [float(row["low"]), float(row["high"])], atol=1e-11)


@pytest.mark.parametrize("numerator, denominator", [(1, 3), (3, 2), (7, 1)])
def test_two_sided_p_is_twice_the_smaller_tail_in_fractions(numerator, denominator):
    """Every b + c from 1 to 12, by the sum of exact binomial probabilities."""
    share = Fraction(numerator, numerator + denominator)
    for m in range(1, 13):
        weigh = [comb(m, k) * share**k * (1 - share) ** (m - k) for k in range(m + 1)]
        for c in range(m + 1):
            for method, part in (("exact", Fraction(0)), ("mid-p", weigh[c] / 2)):
                tail = min(sum(weigh[c:]), sum(weigh[: c + 1])) - part
                found = odds_ratio_test([[0, m - c], [c, 0]], numerator / denominator, method).pvalue
                assert found == pytest.approx(float(min(2 * tail, 1)), rel=1e-12)


@given(tables, methods, alternatives)
def test_at_odds_ratio_1_it_is_mcnemars_test(table, method, alternative):
    """The p-values are the same numbers, also where b = c."""
    assert odds_ratio_test(table, 1, method, alternative).pvalue == mcnemar(table, method, alternative).pvalue


@given(tables, nulls, methods, alternatives)
def test_exchanging_the_waves_inverts_the_odds_ratio(table, null, method, alternative):
    """A gain becomes a loss, and the null hypothesis 1 / null."""
    turned = {"greater": "less", "less": "greater"}.get(alternative, alternative)
    found = odds_ratio_test(table, null, method, alternative).pvalue
    assert found == pytest.approx(odds_ratio_test(table.T, 1 / null, method, turned).pvalue, rel=1e-9)
    assert 0 <= found <= 1


@pytest.mark.parametrize("method, interval", INTERVALS)
@given(table=tables, null=nulls, level=st.sampled_from([0.8, 0.95]))
def test_the_partner_interval_excludes_just_the_odds_ratios_that_are_rejected(method, interval, table, null, level):
    """The exact test goes with Clopper and Pearson's interval, mid-p with mid-p's."""
    low, high, _ = odds_ratio(table, interval).confidence_interval(level)
    p = odds_ratio_test(table, null, method).pvalue
    if abs(p - (1 - level)) > 1e-9:
        assert (null < low or null > high) == (p < 1 - level)


def test_many_tables_and_many_odds_ratios_broadcast():
    """Two tables with three odds ratios give six p-values, each that of its own call."""
    several = np.array([[[1, 1], [7, 12]], [[5, 0], [0, 5]]])[:, None]
    found = odds_ratio_test(several, [0.5, 1, 2])
    assert found.pvalue.shape == found.statistic.shape == (2, 3)
    assert found.pvalue[0, 2] == odds_ratio_test([[1, 1], [7, 12]], 2).pvalue
    assert found.pvalue[1].tolist() == [1, 1, 1]


@pytest.mark.parametrize("null", [0, -1, np.inf, np.nan, "two", [1, 0]])
def test_an_odds_ratio_that_cannot_be_is_refused(null):
    """The sentence says what an odds ratio is and what was found."""
    with pytest.raises(ValueError, match="positive and finite, such as 1; found"):
        odds_ratio_test([[1, 2], [3, 4]], null)
