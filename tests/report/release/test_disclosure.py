"""No hidden count can be worked out: each release is attacked by listing every table that agrees with it."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.report.release.disclosure import HIDDEN, Release, nearest, protect


def margins(shape):
    """The facts of a table: the total, and every count over one axis or two, each by its (axis, place) pairs."""
    places = np.indices(shape)
    facts = {}
    for size in range(3):
        for axes in combinations(range(len(shape)), size):
            for index in product(*(range(shape[axis]) for axis in axes)):
                fact = tuple(zip(axes, index, strict=True))
                facts[fact] = np.logical_and.reduce([places[a] == i for a, i in fact] or [np.full(shape, True)])
    return facts


TWO_BY_TWO = margins((2, 2))
COUNTS = st.lists(st.integers(0, 14), min_size=4, max_size=4).map(lambda cells: np.array(cells).reshape(2, 2))


def possible_values(release, facts, shape, largest):
    """For each hidden fact the counts it has in the tables (cells up to ``largest``) that agree with what is shown."""
    tables = np.array(list(product(range(largest + 1), repeat=int(np.prod(shape)))))
    agree = np.full(len(tables), True)
    sums = {fact: tables[:, mask.ravel()].sum(axis=1) for fact, mask in facts.items()}
    for fact, value in release.shown.items():
        if value is not None:
            nearest = (sums[fact] + release.rounding // 2) // release.rounding * release.rounding
            agree &= (sums[fact] >= release.threshold) & (nearest == value)
    return {fact: set(sums[fact][agree]) for fact, value in release.shown.items() if value is None}


def every_table(people):
    """Each table of four cells that holds so many people."""
    three = np.array(list(product(range(people + 1), repeat=3)))
    three = three[three.sum(axis=1) <= people]
    return np.column_stack([three, people - three.sum(axis=1)])


@settings(max_examples=25, deadline=None)
@given(COUNTS, st.sampled_from([(3, 1), (5, 1), (10, 1), (10, 5), (5, 3)]))
def test_no_hidden_count_of_a_paired_table_can_be_worked_out(counts, rule):
    """Every margin, and the total, is in the release, and still each hidden count has several possible values."""
    release = protect(counts, TWO_BY_TWO, *rule)
    for fact, values in possible_values(release, TWO_BY_TWO, (2, 2), 16).items():
        assert counts[TWO_BY_TWO[fact]].sum() in values
        assert len(values) > 1


@settings(max_examples=15, deadline=None)
@given(COUNTS, st.sampled_from([(5, 1), (10, 5)]))
def test_what_is_shown_is_large_enough_and_near(counts, rule):
    threshold, rounding = rule
    release = protect(counts, TWO_BY_TWO, threshold, rounding)
    for fact, value in release.shown.items():
        true = counts[TWO_BY_TWO[fact]].sum()
        assert value is None or (true >= threshold and abs(value - true) <= rounding // 2)


@settings(max_examples=15, deadline=None)
@given(COUNTS, st.sampled_from([(5, 1), (10, 5), (5, 3)]), st.integers(1, 4))
def test_the_counts_nearest_to_known_are_those_of_a_list_of_all_tables(counts, rule, most):
    """That some hidden counts are not searched, and some ends are read off a table found before, changes no answer."""
    release = protect(counts, TWO_BY_TWO, *rule)
    hidden = [fact for fact, value in release.shown.items() if value is None]
    people = [(np.ones(4), counts.sum(), counts.sum())]
    tables = every_table(int(counts.sum()))
    agree, sums = np.full(len(tables), True), {fact: tables @ mask.ravel() for fact, mask in TWO_BY_TWO.items()}
    for fact, value in release.shown.items():
        if value is not None:
            agree &= sums[fact] >= rule[0]
            agree &= (sums[fact] + rule[1] // 2) // rule[1] * rule[1] == value
    ends = [(fact, sums[fact][agree].min(), sums[fact][agree].max()) for fact in hidden]
    ends.sort(key=lambda one: (one[2] - one[1], one[0]))
    assert nearest(release, TWO_BY_TWO, hidden, people, most) == ends[:most]


def test_counts_are_whole_where_parts_of_people_would_fit_better():
    """Of three pairs of cells each has 13 to 17 people: all three have 20 to 25, though 19.5 and 25.5 would do."""
    pairs = {number: np.arange(3) != number for number in range(3)}
    release = Release(dict.fromkeys(pairs, 15) | {"all": None}, threshold=1, rounding=5)
    assert nearest(release, pairs | {"all": np.full(3, True)}, ["all"], [], 1) == [("all", 20, 25)]


def test_of_what_nothing_bounds_the_largest_count_is_infinite():
    """The total is hidden, so the noes may be any number; the rows stand by how near they are to being known."""
    facts = {"yes": np.array([True, False]), "no": np.array([False, True]), "all": np.array([True, True])}
    release = Release({"yes": 15, "no": None, "all": None}, threshold=5, rounding=5)
    assert nearest(release, facts, ["no", "all"], [], 5) == [("all", 13, np.inf), ("no", 0, np.inf)]


def test_a_hidden_cell_takes_others_with_it():
    """The textbook case: with margins shown exactly, one hidden cell alone is found by subtraction."""
    release = protect([[3, 20], [30, 40]], TWO_BY_TWO, threshold=10, rounding=1)
    hidden = [fact for fact, value in release.shown.items() if value is None]
    assert ((0, 0), (1, 0)) in hidden
    assert len(hidden) > 1


def test_large_counts_are_shown_as_they_are():
    release = protect([[30, 20], [30, 40]], TWO_BY_TWO, threshold=10, rounding=1)
    assert release.print(()) == "120"
    assert None not in release.shown.values()


def test_four_waves_of_thirty_people():
    """The course of the root study: nearly every cell is small; the release holds and the total is shown."""
    counts = np.random.default_rng(4).multinomial(30, np.full(81, 1 / 81)).reshape((3,) * 4)
    release = protect(counts, margins(counts.shape), threshold=10, rounding=5)
    assert release.print(()) in ("30", HIDDEN)
    assert all(release.print(fact) == HIDDEN for fact, mask in margins(counts.shape).items() if counts[mask].sum() < 10)


def test_what_everybody_knows_counts_in_the_attack():
    """The 100 people are known: 20 and 76 unrounded would give the 4 away, so one of them goes, too."""
    table, facts = np.array([20, 76, 4]), {name: np.arange(3) == i for i, name in enumerate(("yes", "no", "missing"))}
    alone = protect(table, facts, threshold=10, rounding=1)
    known = protect(table, facts, threshold=10, rounding=1, known=[(np.ones(3), 100, 100)])
    assert alone.shown == {"yes": 20, "no": 76, "missing": None}
    assert sum(value is None for value in known.shown.values()) == 2


def test_what_is_withheld_is_protected_where_it_is_small():
    """Nobody may subtract 20 and 76 from the shown total of 100, though the rest is never shown itself."""
    table, facts = np.array([20, 76, 4]), {name: np.arange(3) == i for i, name in enumerate(("yes", "no", "missing"))}
    release = protect(table, facts | {"all": np.full(3, True)}, rounding=1, withheld=["missing"])
    assert release.shown["missing"] is None
    assert sum(value is None for value in release.shown.values()) == 2
    assert protect(table, facts, rounding=1, withheld=["no"]).shown == {"yes": 20, "no": None, "missing": None}


def test_knowledge_that_cannot_hold_is_named():
    with pytest.raises(RuntimeError, match="cannot hold"):
        protect([3, 20], {"all": np.full(2, True), "first": np.array([True, False])}, known=[(np.ones(2), 5, 5)])


def test_two_people_cannot_be_hidden():
    with pytest.raises(ValueError, match="too few people"):
        protect([1, 0], {"yes": np.array([True, False])}, known=[(np.ones(2), 1, 1)])


def test_a_threshold_of_nothing_is_refused():
    with pytest.raises(ValueError, match="1 or more"):
        protect([[1, 2], [3, 4]], TWO_BY_TWO, threshold=0)


def test_a_threshold_of_one_hides_nothing_and_one_below_it_is_refused():
    """Where one person may be told of every count that is not nought is shown; no rule at all is none."""
    counts = np.array([[1, 2], [3, 4]])
    shown = protect(counts, TWO_BY_TWO, threshold=1, rounding=1).shown
    assert shown == {fact: counts[mask].sum() for fact, mask in TWO_BY_TWO.items()}
    for threshold, rounding in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="are 1 or more"):
            protect(counts, TWO_BY_TWO, threshold, rounding)
