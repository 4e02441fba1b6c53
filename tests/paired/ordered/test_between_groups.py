"""Change in one group against change in another: by every way to deal people, by R's coin, and by its likelihood."""

import itertools
from fractions import Fraction
from math import comb

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps import paired
from firststeps.paired.ordered.between_groups import _score, compare_groups
from firststeps.paired.ordered.counting import count_ordered
from tests.paired.ordered.ordered_reference import GROUPED, groups_of, reference

cell = st.integers(0, 6)
table = st.tuples(cell, cell, cell, cell).filter(any).map(lambda cells: [list(cells[:2]), list(cells[2:])])


@pytest.mark.parametrize("case", GROUPED)
def test_r_agrees(case):
    """coin's exact independence_test of the change, 1, 0 or -1, by group."""
    wanted = reference()["coin independence_test", case, "exact two.sided"]
    assert compare_groups(*groups_of(case)).pvalue == pytest.approx(wanted, rel=1e-9)


def test_every_way_to_deal_people_is_gone_through():
    """Seven people in two groups: all 35 ways to choose the three of the first."""
    one, other = [1, 1, 0], [-1, 0, 1, -1]
    every = np.array(one + other)
    sums = np.array([every[list(chosen)].sum() for chosen in itertools.combinations(range(7), 3)])
    far = np.abs(sums - 3 * every.mean())
    seen = abs(sum(one) - 3 * every.mean())
    tables = [[[0, group.count(-1)], [group.count(1), group.count(0)]] for group in (one, other)]
    assert compare_groups(*tables).pvalue == pytest.approx(np.mean(far >= seen - 1e-9))
    middle = np.mean(far > seen + 1e-9) + np.mean(np.abs(far - seen) < 1e-9) / 2
    assert compare_groups(*tables, "mid-p").pvalue == pytest.approx(middle)


@given(table, table)
@settings(deadline=None)
def test_groups_and_answers_trade_places(one, other):
    """The same p whichever group comes first and whichever answer is the better; the estimate turns its sign."""
    here = compare_groups(one, other)
    for there in (compare_groups(other, one), compare_groups(*([row[::-1] for row in t[::-1]] for t in (one, other)))):
        assert here.pvalue == pytest.approx(there.pvalue, rel=1e-9)
        assert here.estimate == pytest.approx(-there.estimate)


@pytest.mark.parametrize("case", GROUPED)
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_test_and_interval_agree(case, level):
    """The score interval leaves out 0 just where the score test rejects."""
    compared = compare_groups(*groups_of(case), "score")
    low, high, _ = compared.confidence_interval(level)
    assert low <= compared.estimate <= high
    assert (compared.pvalue <= 1 - level) == (low > 0 or high < 0)


def test_the_score_test_keeps_its_level():
    """2,000 samples of 20 and 25 people with changes 0.3 and 0: 95% do not reject 0.3, nearly."""
    draw, held = np.random.default_rng(4), 0
    for _ in range(2000):
        one, other = draw.multinomial(20, [0.1, 0.4, 0.5]), draw.multinomial(25, [0.2, 0.2, 0.6])
        cells = [(int(b), int(c), int(b + c + s)) for b, c, s in (one, other)]
        held += abs(_score(*cells, 0.3)) <= 1.959964
    assert 0.93 < held / 2000 < 0.975


def test_counts_of_any_kind_are_compared():
    """Of yes and no, and of ordered answers."""
    ordered = count_ordered([1, 2, 2, 3], [2, 3, 2, 5])
    plain = paired.count(["yes", "no", "no"], ["no", "no", "yes"])
    compared = compare_groups(ordered, plain)
    assert compared.changes == (0.75, 0.0)
    assert "first group: 4 people answered twice, 3 improved, 0 got worse" in repr(compared)


def test_what_is_printed_of_a_comparison_of_groups_is_at_its_level():
    """The interval is the one that it gives at that level; a level that is none is refused."""
    one, other = [[4, 1], [12, 8]], [[6, 4], [5, 9]]
    compared = compare_groups(one, other, level=0.9)
    assert compared.interval == compare_groups(one, other).confidence_interval(0.9)
    assert "90% interval" in repr(compared) and "95%" not in repr(compared)
    with pytest.raises(ValueError, match="confidence level"):
        compare_groups(one, other, level=90)


def test_groups_in_which_nobody_changed_do_not_differ():
    """p = 1, and an interval about 0."""
    compared = compare_groups([[5, 0], [0, 5]], [[3, 0], [0, 9]], "score")
    low, high, _ = compared.confidence_interval()
    assert compared.pvalue == 1 and low < 0 < high
    assert compare_groups([[5, 0], [0, 5]], [[3, 0], [0, 9]]).pvalue == 1


def test_what_cannot_be_compared_is_refused():
    """In words."""
    with pytest.raises(ValueError, match="no method 'wald'"):
        compare_groups([[1, 1], [1, 1]], [[1, 1], [1, 1]], "wald")
    with pytest.raises(ValueError, match="one table"):
        compare_groups([[[1, 1], [1, 1]]] * 2, [[1, 1], [1, 1]])


def by_golden_section(one, other, gap):
    """The score statistic in forty digits: mpmath, the likelihood of both groups searched, no slope of it taken."""

    def best(cells, change):
        """The highest likelihood of a group with that change, and its variance: ends and roots of a quadratic."""
        b, c, n = cells
        same = n - b - c
        square, linear = -2 * n, (b + c) * (1 - change) - 2 * (b + same) * change
        root = mp.sqrt(max(linear**2 - 4 * square * b * change * (1 - change), 0))
        ends = max(mp.mpf(0), -change), (1 - change) / 2
        shares = [*ends, *(x for x in ((-linear + sign * root) / (2 * square) for sign in (1, -1)) if within(x, ends))]

        def likelihood(x):
            parts = ((b, x), (c, x + change), (same, 1 - 2 * x - change))
            return sum(number * mp.log(p) if p > 0 else -mp.inf for number, p in parts if number)

        x = max(shares, key=likelihood)
        return likelihood(x), (2 * x + change - change**2) / n

    def within(x, ends):
        return ends[0] <= x <= ends[1]

    with mp.workdps(40):
        gap, golden = mp.mpf(gap), (mp.sqrt(5) - 1) / 2
        low, high = max(mp.mpf(-1), -1 - gap), min(mp.mpf(1), 1 - gap)
        for _ in range(120):
            left, right = high - golden * (high - low), low + golden * (high - low)
            less = best(one, left + gap)[0] + best(other, left)[0] >= best(one, right + gap)[0] + best(other, right)[0]
            low, high = (low, right) if less else (left, high)
        variance = best(one, low + gap)[1] + best(other, low)[1]
        distance = mp.mpf(one[1] - one[0]) / one[2] - mp.mpf(other[1] - other[0]) / other[2] - gap
        return float(distance / mp.sqrt(variance))


@pytest.mark.parametrize("gap", [0, 0.1, -0.3, 1.2, 1.9])
@pytest.mark.parametrize(
    "one, other",
    [
        ((1, 12, 25), (4, 5, 24)),
        ((0, 3, 10), (2, 0, 12)),
        ((0, 5, 5), (1, 1, 9)),
        ((0, 5, 5), (6, 0, 6)),
        ((0, 0, 20), (1, 0, 30)),
        ((100, 300, 10**5), (120, 250, 10**5)),
        ((0, 1, 10**7), (0, 5, 10**7)),
        ((3 * 10**6, 4 * 10**6, 10**7), (10, 30, 50)),
    ],
)
def test_the_score_has_ten_digits_among_few_and_many(one, other, gap):
    """Groups in which nobody changed, everybody did, one of ten million did; and a small group beside a large one."""
    assert _score(one, other, gap) == pytest.approx(by_golden_section(one, other, gap), rel=1e-10, abs=1e-10)


@pytest.mark.parametrize(
    "one, other", [((1, 4, 50), (2, 5, 10**7)), ((0, 2, 40), (300, 200, 10**6)), ((2, 9, 20), (9, 3, 30))]
)
def test_a_small_group_beside_a_large_one_by_whole_numbers(one, other):
    """Every way to choose the people of the first group, counted without rounding."""
    worse, improved, people = (sum(pair) for pair in zip(one, other, strict=True))
    seen = abs(people * (one[1] - one[0]) - one[2] * (improved - worse))
    ways = sum(
        comb(improved, c) * comb(worse, b) * comb(people - improved - worse, one[2] - c - b)
        for c in range(min(improved, one[2]) + 1)
        for b in range(min(worse, one[2] - c) + 1)
        if abs(people * (c - b) - one[2] * (improved - worse)) >= seen
    )
    tables = ([[n - b - c, b], [c, 0]] for b, c, n in (one, other))
    assert compare_groups(*tables).pvalue == pytest.approx(float(Fraction(ways, comb(people, one[2]))), rel=1e-11)
