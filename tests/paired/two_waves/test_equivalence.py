"""Equivalence and non-inferiority: duality with the intervals, the study's 26 pairs, size by brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.equivalence import equivalence, even_change, noninferiority, smallest_margin
from firststeps.paired.two_waves.ratio import ratio
from tests.paired.every_table import all_tables, probabilities

cell = st.integers(0, 30)
tables = st.tuples(cell, cell, cell, cell).filter(any).map(lambda x: np.reshape(x, (2, 2)))
margins = st.sampled_from([0.05, 0.1, 0.2, 0.35])


@given(tables, margins)
def test_equivalence_holds_just_where_the_90_percent_interval_lies_within(table, margin):
    low, high, _ = difference(table).confidence_interval(0.9)
    p = equivalence(table, margin).pvalue
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (-margin < low and high < margin)


@given(tables, st.sampled_from([0.5, 0.8, 0.9]))
def test_ratio_equivalence_holds_just_where_the_90_percent_interval_lies_within(table, margin):
    low, high, _ = ratio(table).confidence_interval(0.9)
    p = equivalence(table, margin, "ratio").pvalue
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (margin < low and high < 1 / margin)


@given(tables, margins)
def test_noninferiority_holds_just_where_the_lower_limit_is_above_the_margin(table, margin):
    p = noninferiority(table, margin).pvalue
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (difference(table).confidence_interval(0.9).low > -margin)


@given(tables, margins, st.sampled_from(["fay-lumbard", "fay-lumbard-mid-p", "tango", "ratio"]))
def test_equivalence_is_noninferiority_both_ways(table, margin, method):
    both = [noninferiority(x, margin, method).pvalue for x in (table, table.T)]
    assert equivalence(table, margin, method).pvalue == pytest.approx(max(both), rel=1e-12)


@given(tables, st.sampled_from(["fay-lumbard", "fay-lumbard-mid-p", "tango"]))
def test_the_smallest_margin_is_just_supported(table, method):
    """Its p-value is 5%, wherever there is a margin below 1."""
    margin = smallest_margin(table, method)
    if margin < 0.99:
        assert equivalence(table, margin, method).pvalue == pytest.approx(0.05, abs=1e-8)


@given(tables)
def test_the_smallest_ratio_margin_is_just_supported(table):
    margin = smallest_margin(table, "ratio")
    if 0.01 < margin < 0.999:
        assert equivalence(table, margin, "ratio").pvalue == pytest.approx(0.05, abs=1e-8)


def test_no_26_pairs_support_ten_points_by_an_exact_test_and_one_table_does_by_the_score_test():
    """If one in ten truly moves one way, 26 people of whom nobody does are seen with probability 0.9^26 = 6.5%."""
    every = all_tables(26)
    supported = equivalence(every, 0.1, "tango").pvalue < 0.05
    assert every[supported].tolist() == [[[0, 0], [0, 26]]]
    assert not np.any(equivalence(every, 0.1).pvalue < 0.05)
    assert not np.any(equivalence(every[:3], 0.1, "unconditional").pvalue < 0.05)
    assert equivalence([[0, 0], [0, 26]], 0.1).pvalue == pytest.approx(0.9**26, rel=1e-12)


@pytest.mark.parametrize("n, margin", [(4, 0.5), (8, 0.3)])
def test_exact_noninferiority_keeps_its_size_by_brute_force(n, margin):
    """Over all tables and a grid of both parameters with a difference of -margin or less."""
    several = all_tables(n)
    p = noninferiority(several, margin, "unconditional").pvalue
    p12, p21 = (x.ravel() for x in np.meshgrid(np.linspace(margin, 1, 61), np.linspace(0, 1, 61)))
    kept = (p12 + p21 <= 1) & (p21 - p12 <= -margin)
    weight = probabilities(n, p12[kept], p21[kept])
    for level in np.unique(p):
        assert weight[p <= level + 1e-12].sum(axis=0).max() <= level + 1e-9


def test_exact_margin_agrees_with_the_exact_test():
    table = [[8, 1], [1, 10]]
    margin = smallest_margin(table, "unconditional")
    assert equivalence(table, margin + 1e-6, "unconditional").pvalue <= 0.05
    assert equivalence(table, margin - 1e-6, "unconditional").pvalue > 0.05


@pytest.mark.parametrize("margin", [0, 1, -0.1, 10, [0.1, 0.2]])
def test_a_margin_outside_0_to_1_is_refused(margin):
    with pytest.raises(ValueError, match="margin lies between 0 and 1"):
        equivalence([[1, 2], [3, 4]], margin)


@pytest.mark.parametrize("people", [1, 7, 26, 60])
@pytest.mark.parametrize("margin", [0.1, 0.2, 0.45])
def test_as_many_may_change_as_the_equivalence_test_allows(people, margin):
    """Table by table: it rejects with so many changers, half each way, and no more (none if (1 - margin)^n > 5%)."""
    tables = [[[people - 2 * k, k], [k, 0]] for k in range(people // 2 + 1)]
    supported = (equivalence(tables, margin).pvalue < 0.05).tolist()
    even = even_change(people, margin)
    assert supported == sorted(supported, reverse=True)
    assert even.changers == (2 * (sum(supported) - 1) if any(supported) else None)
    assert even.gap <= people * margin + 1e-9 < even.gap + 1
    assert (even.changers is None) == ((1 - margin) ** people > 0.05)
