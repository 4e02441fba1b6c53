"""Scenarios and bounds: what must hold of them, small cases by brute force, bounds by an integer program."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import LinearConstraint, milp

from firststeps.paired.missing.assumptions import change_bounds, count_responses, proportion_bounds, scenarios
from firststeps.paired.missing.completions import completions
from firststeps.paired.missing.likelihood import maximum_likelihood
from firststeps.paired.missing.partial import partially_paired
from firststeps.paired.missing.tipping import significance, tipping_point
from firststeps.paired.patterns import complete
from firststeps.paired.published.consequences import change_range, p_value_range
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar

two_waves = arrays(np.int64, (3, 3), elements=st.integers(0, 4)).filter(lambda t: t.sum() > 0)
three_waves = arrays(np.int64, (3, 3, 3), elements=st.integers(0, 2)).filter(lambda t: complete(t).sum() > 0)


def named(patterns, first=0, second=1):
    return {scenario.name: scenario for scenario in scenarios(patterns, first, second)}


@given(three_waves)
def test_without_missing_answers_all_scenarios_and_bounds_agree(patterns):
    patterns[2], patterns[:, 2], patterns[:, :, 2] = 0, 0, 0
    tables = [scenario.table.tolist() for scenario in scenarios(patterns, 0, 2)]
    assert all(table == tables[0] for table in tables)
    assert all(scenario.left_out == 0 for scenario in scenarios(patterns, 0, 2))
    bounds = change_bounds(patterns, 0, 2)
    (_, b), (c, _) = tables[0]
    assert bounds.low == bounds.high == pytest.approx((c - b) / patterns.sum())
    assert proportion_bounds(patterns, 1).width == 0


@settings(max_examples=40, deadline=None)
@given(arrays(np.int64, (2, 2), elements=st.integers(0, 9)).filter(lambda t: t.sum() > 0))
def test_without_missing_answers_every_analysis_gives_that_of_the_pairs(table):
    """One completion, one p-value, the model's change is the observed one, and nobody is left who could tip it."""
    patterns = np.pad(table, (0, 1))
    change, p = float(difference(table).estimate), float(mcnemar(table, "exact").pvalue)
    completed = completions(patterns)
    assert completed.every_table().tolist() == completed.tables().tolist() == [table.tolist()]
    assert (p_value_range(completed.tables()).low, p_value_range(completed.tables()).high) == (p, p)
    assert maximum_likelihood(patterns).change() == pytest.approx(change, abs=1e-9)
    assert partially_paired(patterns, "choi-stablein").pvalue == pytest.approx(
        float(mcnemar(table, "asymptotic").pvalue)
    )
    assert tipping_point(patterns, significance()).people is None


@given(three_waves)
def test_every_scenario_counts_everyone_once(patterns):
    for scenario in scenarios(patterns, 0, 2):
        assert scenario.table.min() >= 0
        assert scenario.table.sum() + scenario.left_out == patterns.sum()


def person_by_person(patterns, answer):
    """Scenario tables from a list of people, one at a time, as a reader would do it."""
    table = np.zeros((2, 2), dtype=int)
    for pattern in np.ndindex(patterns.shape):
        first, second = answer(pattern)
        if first < 2 and second < 2:
            table[first, second] += patterns[pattern]
    return table.tolist()


@given(three_waves)
def test_scenarios_agree_with_going_through_the_people(patterns):
    def carried(pattern):
        answers = list(pattern)
        for wave in (1, 2):
            answers[wave] = answers[wave - 1] if answers[wave] == 2 else answers[wave]
        return answers[0], answers[2]

    rules = {
        "available pairs": lambda p: (p[0], p[2]),
        "complete cases": lambda p: (2, 2) if 2 in p else (p[0], p[2]),
        "missing = no": lambda p: tuple(1 if x == 2 else x for x in (p[0], p[2])),
        "missing = yes": lambda p: tuple(0 if x == 2 else x for x in (p[0], p[2])),
        "missing = unchanged": lambda p: (p[2] if p[0] == 2 else p[0], p[0] if p[2] == 2 else p[2]),
        "last answer carried forward": carried,
    }
    found = named(patterns, 0, 2)
    assert list(found) == list(rules)
    for name, rule in rules.items():
        assert found[name].table.tolist() == person_by_person(patterns, rule), name


def test_waves_counted_from_the_end_are_the_same_waves():
    """Of three waves -3 is the first and -1 the last, in whichever order they are compared."""
    patterns = np.arange(27).reshape(3, 3, 3)
    for first, second in ((0, 2), (2, 0), (1, 0)):
        assert str(scenarios(patterns, first - 3, second - 3)) == str(scenarios(patterns, first, second))
        assert change_bounds(patterns, first - 3, second - 3) == change_bounds(patterns, first, second)


def test_scenarios_leave_the_patterns_as_they_were():
    """They are filled in copies: who asks twice is told the same."""
    patterns = np.arange(27).reshape(3, 3, 3)
    before = patterns.copy()
    assert str(scenarios(patterns, 0, 2)) == str(scenarios(patterns, 0, 2))
    assert (patterns == before).all()


def test_scenarios_of_two_waves_by_hand():
    """Every one of the nine counts differs from every other, so that none can stand for another."""
    found = named([[1, 2, 4], [8, 16, 32], [64, 128, 256]])
    assert {name: (scenario.table.ravel().tolist(), scenario.left_out) for name, scenario in found.items()} == {
        "available pairs": ([1, 2, 8, 16], 484),
        "complete cases": ([1, 2, 8, 16], 484),
        "missing = no": ([1, 2 + 4, 8 + 64, 16 + 32 + 128 + 256], 0),
        "missing = yes": ([1 + 4 + 64 + 256, 2 + 128, 8 + 32, 16], 0),
        "missing = unchanged": ([1 + 4 + 64, 2, 8, 16 + 32 + 128], 256),
        "last answer carried forward": ([1 + 4, 2, 8, 16 + 32], 64 + 128 + 256),
    }


def test_responses_say_each_count_in_words():
    """With nine different counts no sum can be a difference."""
    assert str(count_responses([[1, 2, 4], [8, 16, 32], [64, 128, 256]])) == (
        "27 both (yes-yes 1, yes-no 2, no-yes 8, no-no 16), 36 first only (yes 4, no 32), "
        "192 second only (yes 64, no 128), 256 neither"
    )


def brute_completions(r):
    """Every completed table, by giving each kind of missing person every split of answers."""
    found = set()
    splits = [(n, s) for n in (r.e, r.f, r.g, r.h) for s in [range(n + 1)]]
    for i, j, k, m in itertools.product(*(s for _, s in splits)):
        for u in itertools.product(range(r.u + 1), repeat=3):
            if sum(u) <= r.u:
                found.add(
                    (
                        r.a + i + k + u[0],
                        r.b + r.e - i + m + u[1],
                        r.c + j + r.g - k + u[2],
                        r.d + r.f - j + r.h - m + r.u - sum(u),
                    )
                )
    return found


@settings(max_examples=60, deadline=None)
@given(arrays(np.int64, (3, 3), elements=st.integers(0, 3)).filter(lambda t: t.sum() > 0))
def test_completions_are_those_of_brute_force(patterns):
    found = completions(patterns).every_table().reshape(-1, 4).tolist()
    expected = brute_completions(count_responses(patterns))
    assert len(found) == len(expected) and set(map(tuple, found)) == expected


@pytest.mark.parametrize("people", range(1, 9))
def test_completions_of_every_pattern_table_of_few_people(people):
    for bars in itertools.combinations(range(people + 8), 8):
        counts = [right - left - 1 for left, right in zip((-1, *bars), (*bars, people + 8), strict=True)]
        patterns = np.reshape(counts, (3, 3))
        found = completions(patterns)
        assert set(map(tuple, found.every_table().reshape(-1, 4).tolist())) == brute_completions(
            count_responses(patterns)
        )
        assert len(found.tables()) == len({tuple(t) for t in np.stack([found.b, found.c], axis=-1).tolist()})


@given(two_waves)
def test_bounds_of_the_change_are_reached_and_never_passed(patterns):
    bounds, reached = change_bounds(patterns), change_range(completions(patterns).tables())
    assert (bounds.low, bounds.high) == pytest.approx((reached.low, reached.high))


@settings(max_examples=30, deadline=None)
@given(two_waves)
def test_bounds_agree_with_an_integer_program(patterns):
    """Unknowns: for each of the nine patterns, how many of its people have each of the four completed answers."""
    pairs = [(0, 0), (0, 1), (1, 0), (1, 1)]
    allowed = [(p, q) for p in np.ndindex(3, 3) for q in pairs if all(x in (2, y) for x, y in zip(p, q, strict=True))]
    rows = np.array([[pattern == p for p, _ in allowed] for pattern in np.ndindex(3, 3)], dtype=float)
    change = np.array([(q == (1, 0)) - (q == (0, 1)) for _, q in allowed], dtype=float)
    people = LinearConstraint(rows, patterns.ravel(), patterns.ravel())
    ends = [sign * milp(sign * change, integrality=np.ones(len(allowed)), constraints=people).fun for sign in (1, -1)]
    bounds = change_bounds(patterns)
    assert (bounds.low, bounds.high) == pytest.approx((ends[0] / patterns.sum(), ends[1] / patterns.sum()))


def test_proportion_bounds_span_the_share_that_is_missing():
    bounds = proportion_bounds([6, 2, 4])
    assert (bounds.low, bounds.high, bounds.width) == pytest.approx((0.5, 10 / 12, 4 / 12))


def test_nobody_has_no_proportion():
    with pytest.raises(ValueError, match="counts nobody"):
        change_bounds(np.zeros((3, 3), dtype=int))
