"""Tipping points by brute force over the answers of every missing person."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from firststeps.paired.missing import tipping
from firststeps.paired.missing.assumptions import count_responses
from firststeps.paired.missing.tipping import significance, tipping_grid, tipping_point, verdict
from firststeps.paired.planning.cost import TooLongError
from firststeps.paired.two_waves.mcnemar import mcnemar

small = st.tuples(
    arrays(np.int64, (2, 2), elements=st.integers(0, 6)).filter(lambda t: t.sum() > 0),
    st.lists(st.integers(0, 4), max_size=5),
)
KINDS = ((0, 2), (1, 2), (2, 0), (2, 1), (2, 2))  # patterns of the people who missed a wave
PAIRS = tuple(itertools.product((0, 1), repeat=2))
CONCLUSIONS = (significance(0.05, "exact"), significance(0.1, "mid-p"), significance(0.3, "n-1"), verdict(0.3, 0.9))


def with_missing(table, kinds):
    patterns = np.zeros((3, 3), dtype=int)
    patterns[:2, :2] = table
    for kind in kinds:
        patterns[KINDS[kind]] += 1
    return patterns


def fewest(table, kinds, conclusion):
    """The smallest number of people, of all sets of them and all their answers, that changes the conclusion."""
    before = int(conclusion.of(table))
    for people in range(1, len(kinds) + 1):
        for chosen in itertools.combinations(kinds, people):
            possible = [
                [q for q in PAIRS if all(x in (2, y) for x, y in zip(KINDS[k], q, strict=True))] for k in chosen
            ]
            for answers in itertools.product(*possible):
                added = table.copy()
                for answer in answers:
                    added[answer] += 1
                if int(conclusion.of(added)) != before:
                    return people
    return None


@settings(max_examples=40, deadline=None)
@given(small, st.sampled_from(CONCLUSIONS))
def test_fewest_people_by_brute_force(case, conclusion):
    table, kinds = case
    found = tipping_point(with_missing(table, kinds), conclusion)
    assert found.people == fewest(table, kinds, conclusion)
    assert found.missing == len(kinds)


def test_every_way_given_changes_the_conclusion_and_can_be():
    patterns = [[5, 0, 1], [4, 2, 3], [1, 1, 1]]
    found = tipping_point(patterns, significance())
    assert found.people == 2 and found.ways.tolist() == [[0, 2, 0]]
    assert found.sentence() == (
        'The conclusion "not significant" would become "significant" if, of the 7 people who missed one or both of the '
        "two waves, 2 had gone from no to yes."
    )


def test_says_so_when_nothing_can_change_it():
    found = tipping_point([[9, 0, 1], [0, 9, 0], [0, 0, 0]], significance())
    assert found.people is None and found.ways.shape == (0, 3)
    assert found.sentence().startswith("No answers of the 1 person")
    assert tipping_point([[9, 0, 0], [0, 9, 0], [0, 0, 0]], significance()).sentence().startswith("Nobody missed")


@settings(max_examples=40, deadline=None)
@given(small, st.sampled_from(CONCLUSIONS))
def test_grid_holds_every_completion_of_those_who_answered_once(case, conclusion):
    table, kinds = case
    patterns = with_missing(table, [kind for kind in kinds if kind < 4])
    grid, r = tipping_grid(patterns, conclusion), count_responses(patterns)
    seen = {}
    for i, j, k, m in itertools.product(*(range(n + 1) for n in (r.e, r.f, r.g, r.h))):
        done = table + np.array([[i + k, r.e - i + m], [j + r.g - k, r.f - j + r.h - m]])
        seen.setdefault((i + j, k + m), set()).add(conclusion.labels[int(conclusion.of(done))])
        assert grid.change[i + j, k + m] == pytest.approx((done[1, 0] - done[0, 1]) / done.sum())
    assert grid.conclusion.shape == (r.e + r.f + 1, r.g + r.h + 1)
    assert {place: set(words.split(" or ")) for place, words in np.ndenumerate(grid.conclusion)} == seen


def test_an_unknown_family_is_refused():
    """Before anything is worked out, with the families there are."""
    with pytest.raises(ValueError, match="no method 'newcombe'; choose one of exact, mid-p, score"):
        verdict(0.1, family="newcombe")


def test_the_change_of_each_tile_by_hand():
    """Eleven answered twice, 4 yes and 1 no first only, 2 yes and 5 no second only: 23 people in the grid.

    If i of the 5 would have said yes the second time and j of the 7 the first, then 3 + 6 + 2 + i said yes the second
    time and 3 + 1 + 4 + j the first.
    """
    patterns = [[3, 1, 4], [6, 1, 1], [2, 5, 9]]
    grid = tipping_grid(patterns, significance())
    assert grid.change.shape == (6, 8)
    for i, j in np.ndindex(6, 8):
        assert grid.change[i, j] == pytest.approx(((3 + 6 + 2 + i) - (3 + 1 + 4 + j)) / 23, abs=1e-15)


def test_nobody_twice_is_refused():
    with pytest.raises(ValueError, match="no pairs"):
        tipping_point([[0, 0, 3], [0, 0, 1], [2, 1, 0]], significance())


MANY = [[2000, 500, 1000], [550, 1950, 1000], [1000, 1000, 1000]]  # 10,000 people, half of whom missed a wave


@pytest.mark.parametrize("method", ["unconditional", "boschloo"])
def test_what_takes_too_long_is_refused_before_a_table_is_tried(method, monkeypatch):
    """It was refused after many seconds, or never: each step by itself was short enough."""
    tried = []

    def counted(table, name="exact", *rest, **options):
        tried.append(name)
        return mcnemar(table, name, *rest, **options)

    monkeypatch.setattr(tipping, "mcnemar", counted)
    with pytest.raises(TooLongError, match=r"The tipping point, with 5,000 people who missed .* takes about"):
        tipping_point(MANY, significance(method=method))
    assert method not in tried


@pytest.mark.parametrize("method", ["unconditional", "boschloo"])
def test_few_people_have_a_tipping_point_by_the_slow_tests_too(method):
    """As by the definition: no fewer answers change the conclusion."""
    table, kinds = np.array([[5, 0], [5, 2]]), [0, 1, 1, 3]
    conclusion = significance(0.1, method)
    assert tipping_point(with_missing(table, kinds), conclusion).people == fewest(table, kinds, conclusion)


def test_somebody_may_wait_for_a_tipping_point():
    """What is refused within a second is worked out where it may take as long as it says."""
    patterns = [[40, 10, 20], [11, 39, 20], [20, 20, 20]]
    with pytest.raises(TooLongError, match="say longest=1,") as refused:
        tipping_point(patterns, significance(method="unconditional", longest=0.01))
    assert "The tipping point, with 100 people" in str(refused.value)
    assert tipping_point(patterns, significance(method="unconditional", longest=1)).missing == 100
