"""With many people or waves: thinned enumerations agree with whole ones, and what is left out is said."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom

from firststeps.paired.many_waves.cochran import bhapkar, cochran_q
from firststeps.paired.many_waves.conditional import conditional_logit
from firststeps.paired.many_waves.gee import MOST_PEOPLE, gee_logit
from firststeps.paired.missing import completions as rooms
from firststeps.paired.missing import tipping
from firststeps.paired.missing.completions import completions
from firststeps.paired.missing.likelihood import maximum_likelihood, nearest_waves
from firststeps.paired.missing.tipping import Conclusion, significance, tipping_grid, tipping_point, verdict
from firststeps.paired.planning.samplesize import LARGEST_PLAN, planned_for
from firststeps.paired.published.consequences import change_range, consequences, p_value_range
from firststeps.paired.two_waves.mcnemar import SOON_MANY, SOON_ONE, false_alarms, left_out, mcnemar
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.summaries import alarms, splits

nine = arrays(np.int64, (3, 3), elements=st.integers(0, 12)).filter(lambda p: p[:2, :2].sum() > 0)


@settings(max_examples=40, deadline=None)
@given(nine)
def test_thinned_completions_are_some_of_all_and_reach_as_far(patterns):
    whole = completions(patterns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "MOST_PLACES", 20)
        some = completions(patterns)
    every = {tuple(table) for table in whole.every_table().reshape(-1, 4).tolist()}
    assert {tuple(table) for table in some.every_table().reshape(-1, 4).tolist()} <= every
    ends = change_range(whole.tables()), change_range(some.tables())
    assert (ends[0].low, ends[0].high) == (ends[1].low, ends[1].high)
    assert str(whole).startswith("all completed") and (some.step == 1) == (str(some) == str(whole))


def test_thinning_changes_nothing_that_is_printed_of_many_people():
    """A thousand people gone through whole, and in steps of ten."""
    patterns = np.array([[300, 60, 40], [50, 350, 60], [40, 60, 40]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "MOST_PLACES", 400)
        some = consequences(completions(patterns).tables(), 0.1)
    whole = consequences(completions(patterns).tables(), 0.1)
    assert some.possible == whole.possible
    assert (some.change.low, some.change.high) == (whole.change.low, whole.change.high)
    assert (some.p_value.low, some.p_value.high) == pytest.approx((whole.p_value.low, whole.p_value.high), abs=1e-3)


def test_a_million_people_are_gone_through_in_some_hundred_thousand_tables():
    patterns = 10_000 * np.array([[30, 6, 4], [5, 35, 6], [4, 6, 4]])
    found = completions(patterns)
    assert len(found.b) < 2 * rooms.MOST_PLACES and found.step > 100
    assert p_value_range(found.tables()).high > 0.99


def exhaustively(patterns, conclusion):
    """The tipping point with every number of people tried, as with few people missing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tipping, "MOST_STEPS", int(np.sum(patterns)))
        return tipping_point(patterns, conclusion)


CONCLUSIONS = {
    "exact": significance(),
    "n-1": significance(0.05, "n-1"),
    "verdict": verdict(0.1),
    "narrow verdict": verdict(0.05),
}


@pytest.mark.parametrize("name", CONCLUSIONS)
def test_with_many_missing_the_tipping_point_is_refined_inside_the_step(name):
    """Seven hundred and more missing, taken three at a time and then refined: just as many as one at a time."""
    for gains, losses in ((90, 40), (80, 70), (70, 50), (40, 37)):
        patterns = np.array([[160, losses, 130], [gains, 155, 125], [125, 125, 220]])
        found, fewest = tipping_point(patterns, CONCLUSIONS[name]), exhaustively(patterns, CONCLUSIONS[name])
        assert (found.people, found.step) == (fewest.people, 1)
        assert found.ways.tolist() == fewest.ways.tolist() and "at a time" not in found.sentence()


@pytest.mark.parametrize("name", CONCLUSIONS)
def test_a_tipping_point_in_steps_is_a_way_that_tips_and_nearly_always_the_fewest(name):
    """With nothing gone through to the end: never fewer than the fewest, and of twenty tables at most one more."""
    random, more = np.random.default_rng(7), 0
    for _ in range(20):
        patterns = random.integers(1, [[60, 20, 25], [30, 60, 25], [25, 25, 20]])
        fewest = tipping_point(patterns, CONCLUSIONS[name])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tipping, "MOST_STEPS", 10)
            patch.setattr(tipping, "MOST_WAYS", 0)
            found = tipping_point(patterns, CONCLUSIONS[name])
        assert (found.people is None) == (fewest.people is None)
        if found.people is not None:
            more += found.people > fewest.people
            assert found.people >= fewest.people
            assert f"{found.step} at a time, then one at a time near there" in found.sentence()
            after = CONCLUSIONS[name].of(
                patterns[:2, :2] + [[0, found.ways[0][0]], [found.ways[0][1], found.ways[0][2]]]
            )
            assert CONCLUSIONS[name].labels[int(after)] == found.after[0] != found.before
    assert more <= 1


@pytest.mark.parametrize("needs_n", [False, True])
def test_all_who_could_have_gained_are_tried_though_they_are_no_multiple_of_the_step(needs_n):
    """361 people missed the second wave and had said no; it takes 321 of them, or all, and they are tried by twos."""
    patterns = np.array([[0, 321, 0], [0, 0, 361], [0, 0, 0]])
    balanced = Conclusion(("fewer", "as many"), lambda tables: (tables[..., 1, 0] >= tables[..., 0, 1]) + 0, needs_n)
    found = tipping_point(patterns, balanced)
    assert (found.people, found.ways.tolist()) == (321, [[0, 321, 0]])
    patterns[0, 1] = 361
    assert tipping_point(patterns, balanced).people == 361
    patterns[0, 1] = 362
    assert tipping_point(patterns, balanced).sentence().endswith("(tried 2 at a time).")


def test_a_grid_of_too_many_tiles_is_empty_and_keeps_what_was_seen():
    patterns = np.array([[60, 12, 80], [18, 55, 80], [25, 25, 0]])
    grid = tipping_grid(patterns, significance())
    assert grid.conclusion.shape == grid.change.shape == (0, 0)
    assert grid.observed == "not significant"


def test_the_conditional_logit_of_many_is_that_of_few():
    """A thousand times as many people: the same odds ratios, errors smaller by the root of a thousand."""
    patterns = np.random.default_rng(1).integers(1, 6, (3, 3, 3))
    few, many = conditional_logit(patterns), conditional_logit(1000 * patterns)
    assert many.log_odds_ratio == pytest.approx(few.log_odds_ratio, abs=1e-6)
    assert many.standard_error * np.sqrt(1000) == pytest.approx(few.standard_error, rel=1e-4)
    assert (many.n, many.answers, many.left_out) == (1000 * few.n, 1000 * few.answers, 1000 * few.left_out)


def test_gee_says_why_it_is_left_out():
    patterns = np.pad([[MOST_PEOPLE, 5], [9, 7]], (0, 1))
    assert f"more than {MOST_PEOPLE:,}" in str(gee_logit(patterns))
    patterns[0, 0] = 20
    assert not gee_logit(patterns).problem


@pytest.mark.parametrize("method", ["exact", "mid-p"])
@pytest.mark.parametrize("pairs", [0, 1, 5, 6, 17, 40, 200])
def test_false_alarms_among_changers_is_the_sum_over_all_splits(pairs, method):
    gains = np.arange(pairs + 1)
    tables = [[[1, pairs - gain], [gain, 0]] for gain in gains]
    expected = binom.pmf(gains, pairs, 0.5)[mcnemar(tables, method).pvalue <= 0.05].sum()
    assert false_alarms(pairs, method) == pytest.approx(expected, abs=1e-12)


def test_the_unconditional_test_prints_like_the_asymptotic_where_it_is_left_out():
    for n, tables in ((SOON_ONE, "one"), (SOON_MANY, "many")):
        assert left_out(n, tables) == "" and f"more than {n:,} pairs" in left_out(n + 1, tables)
    table = np.array([[SOON_ONE // 2, 1000], [1090, SOON_ONE // 2 - 2090]])
    asymptotic = float(mcnemar(table, "asymptotic").pvalue)
    assert float(mcnemar(table, "unconditional").pvalue) == pytest.approx(asymptotic, rel=0.01)


def test_plans_of_very_many_people_are_for_some_of_them_and_say_so():
    assert planned_for(LARGEST_PLAN) == (LARGEST_PLAN, "")
    people, told = planned_for(LARGEST_PLAN + 1)
    assert people == LARGEST_PLAN and f"{LARGEST_PLAN:,}" in told


@pytest.mark.parametrize(
    ("people", "kept"),
    [(3, [2, 7]), (9, [1, 2, 7]), (150, [0, 1, 2, 3, 6, 7, 8]), (10_000, [0, 1, 2, 3, 4, 6, 7, 8])],
)
def test_as_many_waves_are_fitted_as_people_can_tell_apart(people, kept):
    """Ten waves, the third and the eighth compared; those nearest in time first, the earlier of two as near."""
    patterns = np.zeros((3,) * 10, dtype=int)
    patterns[(0,) * 10], patterns[(2,) * 10] = people, 50
    found, told = nearest_waves(patterns, 2, 7)
    assert found == kept and told.startswith(f"Of 10 waves {len(kept)} are used")
    assert 2 ** len(kept) <= max(people, 4)


def test_waves_left_out_only_lose_what_they_told():
    """Where the waves left out are missing for everybody, the fit is that of all."""
    patterns = np.zeros((3,) * 4, dtype=int)
    patterns[:, 2, 2, :] = [[6, 2, 4], [3, 7, 1], [2, 1, 0]]
    assert nearest_waves(patterns, 0, 3) == ([0, 1, 2, 3], "All 4 waves are used.")
    two = maximum_likelihood(patterns[:, 2, 2, :])
    assert maximum_likelihood(patterns).change(0, 3) == pytest.approx(two.change(), abs=1e-6)


def test_tests_over_waves_of_thousands_of_millions_are_those_of_thousands_scaled():
    """Q and Bhapkar's statistic of the same shares grow with the number of people; squares of it leave 64 bits."""
    thousands = np.zeros((3, 3, 3, 3), dtype=int)
    thousands[(slice(0, 2),) * 4] = 1_000
    thousands[0, 0, 0, 1] -= 400
    for test in (lambda patterns: cochran_q(patterns, "asymptotic"), bhapkar):
        few, many = test(thousands), test(1_000_000 * thousands)
        assert many.statistic == pytest.approx(1e6 * few.statistic, rel=1e-12) and few.df == many.df
        assert many.yes == tuple(1_000_000 * yes for yes in few.yes)


def test_splits_and_alarms_take_every_table_that_the_tests_take():
    """Of more changers than one cell can hold, too."""
    table = [[10**9, 10**9], [10**9, 10**9]]
    shown = splits(table)
    assert shown["yes to no"].iloc[0] == 2 * 10**9 and shown["exact p"].iloc[7] == mcnemar(table).pvalue == 1
    assert 0.0499 < alarms(table)["false alarms"].iloc[0] <= 0.05


@pytest.mark.parametrize("b, c", [(1, 10**9), (3, 10**9), (10**9, 3), (7, 5), (49, 21)])
def test_an_odds_ratio_has_all_its_digits(b, c):
    """It is the quotient of the two counts, rounded once."""
    assert odds_ratio([[0, b], [c, 0]]).estimate == float(Fraction(c, b))
