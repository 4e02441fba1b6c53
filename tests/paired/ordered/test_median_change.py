"""The median change: against R and Hollander and Wolfe, by its definition, and how often its interval is right."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings

from firststeps.paired.ordered.counting import count_ordered
from firststeps.paired.ordered.median_change import median_change
from firststeps.paired.ordered.sign import sign_test
from firststeps.paired.ordered.signed_rank import signed_rank
from tests.paired.ordered.ordered_reference import counts_of, reference, squares


def test_hollander_and_wolfe():
    """Depression of nine patients (1973, p. 29): -0.46, and -0.786 to -0.010, as R's wilcox.test prints too."""
    change, value = median_change(counts_of("depression")), reference()
    for level, name in ((0.95, ""), (0.9, " 0.9")):
        low, high, _ = change.confidence_interval(level)
        assert low == pytest.approx(value["wilcox.test", "depression", f"low{name}"])
        assert high == pytest.approx(value["wilcox.test", "depression", f"high{name}"])
    assert change.estimate == pytest.approx(value["wilcox.test", "depression", "estimate"]) == pytest.approx(-0.46)


@settings(deadline=None)
@given(squares)
def test_it_is_the_median_of_all_averages(table):
    """Of the averages of all pairs of changes, each with itself; the plain one is NumPy's median."""
    assume(table.any())
    counts = count_ordered(table)
    each = np.repeat(*counts.changes)
    averages = [(x + y) / 2 for x, y in itertools.combinations_with_replacement(each, 2)]
    assert median_change(counts).estimate == pytest.approx(np.median(averages))
    assert median_change(counts, symmetric=False).estimate == pytest.approx(np.median(each))


def test_both_intervals_are_inversions_of_their_tests():
    """Without ties each interval holds just the shifts that its exact test, two-sided, does not reject."""
    draw = np.random.default_rng(5)
    changes = np.round(draw.normal(0.3, 1, 14), 6)
    for symmetric, test in ((True, signed_rank), (False, sign_test)):
        low, high, _ = median_change(count_ordered(np.zeros(14), changes), symmetric).confidence_interval()
        for shift, inside in ((low - 1e-5, False), (low + 1e-5, True), (high - 1e-5, True), (high + 1e-5, False)):
            pvalue = test(count_ordered(np.zeros(14), np.round(changes - shift, 9))).pvalue
            assert (pvalue > 0.05) == inside


@pytest.mark.parametrize("symmetric", [True, False])
@pytest.mark.parametrize("people", [6, 7, 9])
def test_tied_changes_keep_the_level(symmetric, people):
    """Every sample of changes -1, 0, 1 with chances 1/4, 1/2, 1/4, whose median is 0: at least 95% hold it."""
    chances, held = {-1: 0.25, 0: 0.5, 1: 0.25}, 0.0
    for sample in itertools.combinations_with_replacement((-1, 0, 1), people):
        numbers = [sample.count(x) for x in (-1, 0, 1)]
        ways = np.prod([chances[x] for x in sample])
        ways *= np.prod(range(1, people + 1)) / np.prod([np.prod(range(1, n + 1)) for n in numbers])
        low, high, _ = median_change(count_ordered([0] * people, sample), symmetric).confidence_interval()
        held += ways * (low <= 0 <= high)
    assert held >= 0.95


def test_so_few_people_have_no_interval():
    """Five people: the smallest two-sided p is 1/16, above 0.05."""
    change = median_change(count_ordered([1, 1, 1, 1, 1], [2, 3, 4, 5, 3]))
    assert change.confidence_interval()[:2] == (-np.inf, np.inf)
    assert change.confidence_interval(0.9)[:2] == (1, 4)
    assert "minus infinity to infinity" in repr(change)


def test_reversing_the_scale_turns_the_interval_round():
    """In units of the scale, second minus first."""
    here, there = (
        median_change(count_ordered(table))
        for table in ([[1, 5, 4], [0, 3, 6], [1, 0, 2]], [[2, 0, 1], [6, 3, 0], [4, 5, 1]])
    )
    low, high, _ = here.confidence_interval()
    assert here.estimate == -there.estimate
    assert there.confidence_interval()[:2] == (-high, -low)


def test_above_500_people_the_normal_limit_is_near():
    """501 people by the normal distribution, 500 by the exact one, of the same changes but for one."""
    draw = np.random.default_rng(2)
    changes = draw.integers(-30, 40, 501)
    one, other = (median_change(count_ordered([0] * n, changes[:n])).confidence_interval() for n in (500, 501))
    assert one.low == pytest.approx(other.low, abs=0.51) and one.high == pytest.approx(other.high, abs=0.51)


@pytest.mark.parametrize("symmetric", [True, False])
def test_a_median_change_is_told_at_the_level_that_was_asked_for(symmetric):
    """Its interval is the one that it gives at that level; a level that is none is refused before anything is told."""
    counts = count_ordered([1, 2, 2, 3, 3, 4, 2, 1, 3], [3, 3, 4, 3, 5, 4, 3, 2, 2])
    change = median_change(counts, symmetric, level=0.8)
    assert change.interval == median_change(counts, symmetric).confidence_interval(0.8)
    assert "80% interval" in repr(change) and "95%" not in repr(change)
    with pytest.raises(ValueError, match="confidence level"):
        median_change(counts, symmetric, level=80)


def test_more_people_than_have_pairs_that_can_be_counted_are_told_so():
    """Nine thousand million: their plain median is none the worse."""
    square = np.full((3, 3), 10**9)
    with pytest.raises(ValueError, match="at most 4,000,000,000 people can be averaged; found 9,000,000,000"):
        median_change(square)
    assert median_change(square, symmetric=False).confidence_interval()[:2] == (0, 0)
