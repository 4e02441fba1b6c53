"""Frames about missing answers: each row is what the function of one assumption, wave or test gives by itself."""

import numpy as np
import pytest
from hypothesis import given, settings

from firststeps.paired.missing import summaries
from firststeps.paired.missing.assumptions import change_bounds, proportion_bounds, scenarios
from firststeps.paired.missing.completions import completions
from firststeps.paired.patterns import margin
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar
from tests.paired.missing.test_assumptions import three_waves, two_waves


@given(three_waves)
@settings(max_examples=30, deadline=None)
def test_each_scenario_is_compared_as_its_table_alone(patterns):
    """People, those left out, change, interval and p of a row are those of its scenario; scenarios without pairs go."""
    rows = summaries.scenario_table(patterns, 0, 2, margin=0.2, level=0.9)
    told = [scenario for scenario in scenarios(patterns, 0, 2) if scenario.table.any()]
    assert rows["comparison"].tolist() == [scenario.name for scenario in told]
    assert (rows["pairs"] + rows["left_out"] == patterns.sum()).all()
    for row, scenario in zip(rows.itertuples(), told, strict=True):
        low, high, _ = difference(scenario.table).confidence_interval(0.9)
        alone = difference(scenario.table).estimate, low, high, mcnemar(scenario.table).pvalue
        np.testing.assert_allclose([row.difference, row.low, row.high, row.pvalue], alone, rtol=1e-9, atol=1e-12)


@given(two_waves)
@settings(max_examples=60, deadline=None)
def test_shares_left_open_add_up_and_bounds_are_those_of_each_wave(patterns):
    """What the kinds of missed waves leave open is the width of the bounds on the change, wave by wave Manski's."""
    assert summaries.left_open(patterns)["share"].sum() == pytest.approx(change_bounds(patterns).width)
    waves = summaries.by_wave(patterns)
    for place, row in enumerate(waves.itertuples()):
        bounds = proportion_bounds(patterns, place)
        assert (row.low, row.high) == (bounds.low, bounds.high)
        assert (row.yes, row.answered, row.missing) == (margin(patterns, place)[0], *_answered(patterns, place))
    again = summaries.came_back(patterns)
    assert again["answered"].sum() == waves["answered"][0] and again["yes at the first"].sum() == waves["yes"][0]


def _answered(patterns, place):
    """People with and without an answer at a wave."""
    yes, no, missing = margin(patterns, place)
    return yes + no, missing


@given(two_waves)
@settings(max_examples=15, deadline=None)
def test_ranges_over_completed_tables_hold_each_of_them(patterns):
    """No test and no interval of any completed table, gone through one by one, lies beyond the ranges."""
    every = completions(patterns)
    tables = every.every_table()
    tests = summaries.completed_tests(every).set_index("test")
    for method in ("asymptotic", "exact", "mid-p"):
        pvalues = mcnemar(tables, method).pvalue
        assert tests.loc[method].tolist() == pytest.approx([pvalues.min(), pvalues.max()])
    limits = summaries.completed_intervals(every).set_index("method")
    for method in ("fay-lumbard", "tango", "newcombe"):
        low, high, _ = difference(tables, method).confidence_interval(0.95)
        assert limits.loc[method].tolist() == pytest.approx([low.min(), high.max()], abs=1e-9)


def test_partially_paired_tests_agree_with_the_published_example():
    """Derrick et al. (2015), J Appl Quant Methods 10(3): p = 0.053 by z8."""
    rows = summaries.partially_paired_tests([[8, 1, 5], [3, 3, 4], [6, 0, 0]]).set_index("test")
    assert round(rows.loc["z8", "p"], 3) == 0.053 and rows.loc["z8", "z"] == 1.94


def test_of_nobody_nothing_is_left_open():
    with pytest.raises(ValueError, match="counts nobody"):
        summaries.left_open(np.zeros((3, 3), dtype=int))
