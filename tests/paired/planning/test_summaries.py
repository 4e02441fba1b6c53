"""Frames and curves of plans: each number is that of the function for one plan, one test or one interval."""

import numpy as np
import pandas as pd
import pytest

from firststeps.paired.families import FAMILIES
from firststeps.paired.planning import summaries
from firststeps.paired.planning.coverage import coverage
from firststeps.paired.planning.formulas import connor, miettinen
from firststeps.paired.planning.level import fagerland
from firststeps.paired.planning.level.operating import largest_size, size, size_curves
from firststeps.paired.planning.power import power
from firststeps.paired.planning.samplesize import detectable_difference, sample_size
from firststeps.paired.planning.similarity import similarity_power, similarity_sample_size

DIFFERENCES, DISCORDANCES = [0.2, 0.3], [0.1, 0.2, 0.35]


def cells(table):
    """The numbers of a table of plans, by difference and the heading of its column; those that are there."""
    wide = table.set_index("difference")
    return {(gap, name): wide.loc[gap, name] for gap in wide.index for name in wide if not pd.isna(wide.loc[gap, name])}


@pytest.mark.parametrize("method, alpha", [("exact", 0.05), ("mid-p", 0.1)])
def test_each_plan_has_its_own_power(method, alpha):
    """No cell where fewer change than the difference takes, and no column without a cell."""
    table = summaries.power_by_change(26, DIFFERENCES, DISCORDANCES, method, alpha)
    plans = {(0.2, "20%"): (0.2, 0.2), (0.2, "35%"): (0.2, 0.35), (0.3, "35%"): (0.3, 0.35)}
    assert cells(table) == {cell: power(26, *plan, method, alpha=alpha) for cell, plan in plans.items()}
    assert list(table) == ["difference", "20%", "35%"] == list(table.attrs["units"])
    assert table.attrs["note"].startswith(f"26 people; {method} test at {alpha:g}.")


def test_each_plan_has_its_own_number_of_people():
    """Whole numbers, those of ``sample_size``."""
    table = summaries.sample_size_by_change(DIFFERENCES, DISCORDANCES, 0.9, alpha=0.1)
    plans = {(0.2, "20%"): (0.2, 0.2), (0.2, "35%"): (0.2, 0.35), (0.3, "35%"): (0.3, 0.35)}
    assert cells(table) == {cell: sample_size(*plan, 0.9, alpha=0.1).n for cell, plan in plans.items()}


def test_formulas_stand_beside_exact_power():
    """A row a plan, in order; each column is a function of its own."""
    table = summaries.sample_size_by_method(DIFFERENCES, DISCORDANCES, 0.9, 0.1)
    plans = [(0.2, 0.2), (0.2, 0.35), (0.3, 0.35)]
    assert [*table[["difference", "change"]].itertuples(index=False, name=None)] == plans
    assert table["Connor"].tolist() == [connor(*plan, 0.9, alpha=0.1) for plan in plans]
    assert table["Miettinen"].tolist() == [miettinen(*plan, 0.9, alpha=0.1) for plan in plans]
    for method in ("asymptotic", "mid-p", "exact"):
        assert table[method].tolist() == [sample_size(*plan, 0.9, method, alpha=0.1).n for plan in plans]


def test_where_no_difference_is_enough_the_power_at_most_is_told():
    """The difference is empty, and the note says what the power is that of; it is silent where none is empty."""
    table = summaries.detectable_by_change(26, DISCORDANCES, 0.8)
    single = [detectable_difference(26, change, 0.8) for change in DISCORDANCES]
    assert table["power"].tolist() == [result.power for result in single]
    assert table["difference"].isna().tolist() == [True, True, False]
    assert table["difference"].iloc[2] == single[2].difference
    assert "one way" in table.attrs["note"] and not summaries.detectable_by_change(26, [0.35]).attrs["note"]


def test_similarity_by_change_is_that_of_each_family():
    """Power of the deciding tests, and people needed by all three."""
    table = summaries.similarity_by_change(40, [0.0, 0.05], 0.1, 0.7, 0.1)
    assert table["power with 40"].tolist() == similarity_power(40, [0.0, 0.05], 0.1, alpha=0.1).tolist()
    for name in FAMILIES:
        needed = [similarity_sample_size(change, 0.1, 0.7, alpha=0.1, family=name).n for change in (0.0, 0.05)]
        assert table[f"people needed, {name}"].tolist() == needed


def test_curves_are_the_power_at_each_number_of_people():
    """The index is the number of people, the heading the plan."""
    curves = summaries.power_curves([10, 40], [(0.2, 0.3), (0.3, 0.3)], "mid-p", 0.1)
    for (gap, change), powers in curves.items():
        assert powers.to_dict() == pytest.approx({n: power(n, gap, change, "mid-p", alpha=0.1) for n in (10, 40)})
    similar = summaries.similarity_curves([29, 58], [0.0, 0.05], 0.1, 0.1)
    for (gap, change), powers in similar.items():
        assert gap == 0
        assert powers.to_dict() == pytest.approx({n: similarity_power(n, change, 0.1, alpha=0.1) for n in (29, 58)})


def test_published_scenarios_are_those_of_the_paper():
    """By the abstract of Fagerland, Lydersen & Laake (2013): mid-p exceeds its level nowhere, the asymptotic often."""
    table = summaries.fagerland_level().set_index("test")
    assert set(table["scenarios"]) == {9595}
    assert table["above"].drop("asymptotic").eq(0).all() and table.loc["asymptotic", "above"] > 2000
    for method in ("asymptotic", "mid-p"):
        rates = fagerland.type_one_errors(method)
        assert table.loc[method, ["largest", "mean"]].tolist() == [rates.max(), rates.mean()]


def test_scenarios_above_the_level_are_counted_once_each():
    """Over the odds ratios they add up to all of them; and the note is silent where there are none."""
    table = summaries.fagerland_exceeded(["asymptotic", "mid-p"]).set_index("test")
    above = summaries.fagerland_level(["asymptotic", "mid-p"]).set_index("test")["above"]
    assert table.sum(axis=1).to_dict() == above.to_dict()
    assert summaries.fagerland_exceeded(["mid-p"]).attrs["note"] == ""


def test_sizes_along_who_change_are_those_of_each_number_of_people():
    """A row each number of people; the worst of each test is the largest over these."""
    curves = size_curves([12, 26], [0.2, 0.9], ["exact", "mid-p"])
    for method, rates in curves.items():
        np.testing.assert_array_equal(rates, [size(n, [0.2, 0.9], method) for n in (12, 26)])
    for row in summaries.worst_sizes(["exact", "mid-p"], [12, 26, 50]).itertuples():
        single = {n: largest_size(n, row.test) for n in (12, 26, 50)}
        assert (row.largest, row.change) == single[row.people] == max(single.values())
        assert row.above == sum(worst.size > 0.05 for worst in single.values())


def test_coverage_in_four_numbers_is_that_of_the_curves():
    """Lowest and mean from a tenth to a half, the lowest at a difference, and the lowest of all."""
    along = [0.05, 0.1, 0.3, 0.5, 0.9]
    curves = summaries.coverage_curves(12, along, level=0.9, methods=["wald", "tango"])
    table = summaries.coverage_by_interval(curves, 12, 0.2, 0.9).set_index("interval")
    for method in curves:
        held = coverage(12, 0, along, method, 0.9)
        assert curves[method].tolist() == held.tolist()
        at = coverage(12, 0.2, [0.3, 0.5], method, 0.9).min()
        assert table.loc[method].tolist() == pytest.approx([held[1:4].min(), held[1:4].mean(), at, held.min()])


def test_a_plan_says_what_it_assumes():
    """What is recorded as the method of a number of people, of a difference, and of similarity."""
    assert sample_size(0.2, 0.3).method == "exact McNemar test at 0.05, 30% change, power 80%"
    smallest = detectable_difference(26, 0.125, 0.3, "unconditional", "greater", 0.1)
    assert smallest.method == "power 30% of the exact unconditional McNemar test at 0.1, greater, 12.5% change"
    assert (smallest.value, smallest.unit) == (smallest.difference, "points")
    assert smallest.n is smallest.denominator is None
    needed = similarity_sample_size(0.05, 0.1, 0.7, 0.01, family="score")
    assert needed.setting == "score equivalence test (Tango) at 0.05, 5% change, a difference of 1%"
    assert needed.method == f"{needed.setting}, power 70%"
