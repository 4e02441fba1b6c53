"""Who improved, stayed the same, got worse, was not heard from: whatever is given, and which way is better."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps import paired
from firststeps.paired.missing.assumptions import change_bounds
from firststeps.paired.missing.completions import completions
from firststeps.paired.missing.tipping import significance, tipping_point
from firststeps.paired.ordered.counting import count_ordered

WORDS = ["none", "some", "much"]
BEFORE = ["none", "some", "much", "some", None, "much", "none", None]
AFTER = ["much", "some", "some", "much", "none", None, None, None]
answers = st.one_of(st.none(), st.integers(1, 4))
people = st.lists(st.tuples(answers, answers), min_size=1, max_size=30)


def both(people):
    """The two columns of people."""
    return [before for before, _ in people], [after for _, after in people]


def test_each_person_is_one_of_four():
    """By hand: one up by two, one up by one, one down, one the same; two missed a time on either side, one both."""
    counts = count_ordered(BEFORE, AFTER, order=WORDS)
    assert (counts.improved, counts.same, counts.worse, counts.not_heard) == (2, 1, 1, 4)
    assert (counts.people, counts.heard) == (8, 4)
    assert "1 answered after only, 1 never answered" in repr(counts) and "2 answered before only" in repr(counts)
    assert counts.square.tolist() == [[0, 0, 1], [0, 1, 1], [0, 1, 0]]


@pytest.mark.parametrize("kind", [list, tuple, pd.Series, np.array])
def test_numbers_and_words_give_the_same_counts(kind):
    """Words in their order, numbers, an ordered categorical, a frame, a dictionary, a crosstab and a table."""
    number = {word: place for place, word in enumerate(WORDS, start=1)} | {None: np.nan}
    wanted = count_ordered(BEFORE, AFTER, order=WORDS).moves.tolist()
    numbers = [kind([number[answer] for answer in column]) for column in (BEFORE, AFTER)]
    assert count_ordered(*numbers).moves.tolist() == wanted
    assert count_ordered(kind(BEFORE), kind(AFTER), order=[" NONE", "Some", "much "]).moves.tolist() == wanted


def test_frames_and_tables_are_read_by_their_labels():
    """A crosstab sorts its labels by the alphabet; the order puts them right, an ordered categorical needs none."""
    counts = count_ordered(BEFORE, AFTER, order=WORDS)
    frame = pd.DataFrame({"before": BEFORE, "after": AFTER})
    assert count_ordered(frame, order=WORDS).moves.tolist() == counts.moves.tolist()
    assert count_ordered(frame.to_dict("list"), order=WORDS).moves.tolist() == counts.moves.tolist()
    ordered = frame.astype(pd.CategoricalDtype(WORDS, ordered=True))
    assert count_ordered(ordered["before"], ordered["after"]).moves.tolist() == counts.moves.tolist()
    crosstab = pd.crosstab(frame["before"], frame["after"])
    assert count_ordered(crosstab, order=WORDS).square.tolist() == counts.square.tolist()
    assert count_ordered(counts.square).square.tolist() == counts.square.tolist()
    with pytest.raises(ValueError, match=r"The order of .* is not known"):
        count_ordered(crosstab)


@given(people)
def test_reversing_the_scale_swaps_improved_and_worse(people):
    """So does saying that lower is better; all else stays."""
    before, after = both(people)
    here = count_ordered(before, after, limits=(1, 4))
    other = count_ordered(
        *([None if x is None else 5 - x for x in column] for column in (before, after)), limits=(1, 4)
    )
    for turned in (other, count_ordered(before, after, better="lower", limits=(1, 4)), here.reversed):
        assert (turned.improved, turned.worse) == (here.worse, here.improved)
        assert (turned.same, turned.not_heard) == (here.same, here.not_heard)
        low, high = (change_bounds(x.patterns) for x in (here, turned))
        assert (low.low, low.high) == pytest.approx((-high.high, -high.low))


@given(people)
def test_a_relabelling_that_keeps_the_order_changes_no_count(people):
    """1, 2, 3, 4 or 1, 10, 11, 50: the same people improved."""
    before, after = both(people)
    other = {1: 1, 2: 10, 3: 11, 4: 50, None: None}
    here = count_ordered(before, after, limits=(1, 4))
    there = count_ordered(*([other[x] for x in column] for column in (before, after)), limits=(1, 50))
    assert here.patterns.tolist() == there.patterns.tolist()


@given(st.lists(st.tuples(st.sampled_from([0, 1, None]), st.sampled_from([0, 1, None])), min_size=1, max_size=20))
def test_two_answers_are_a_paired_table(people):
    """No before yes: the table and the response patterns are those of ``count``."""
    before, after = both(people)
    counts, plain = count_ordered(before, after, limits=(0, 1)), paired.count(before, after, yes=1, no=0)
    assert counts.patterns.tolist() == plain.patterns.tolist()
    assert counts.table.tolist() == plain.table.tolist()


def filled(before, after, limits):
    """Every way to fill in the missing answers: improved and worse, by going through all of them."""
    free = [i for i, pair in enumerate(zip(before, after, strict=True)) if None in pair]
    scale = range(limits[0], limits[1] + 1)
    known = [(x, y) for x, y in zip(before, after, strict=True) if x is not None and y is not None]
    ways = [
        [
            (x, y)
            for x in (scale if before[i] is None else [before[i]])
            for y in (scale if after[i] is None else [after[i]])
        ]
        for i in free
    ]
    for chosen in itertools.product(*ways):
        moved = [y - x for x, y in [*known, *chosen]]
        yield sum(x > 0 for x in moved), sum(x < 0 for x in moved)


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, None]), st.sampled_from([1, 2, 3, None])), min_size=1, max_size=5))
def test_missing_answers_are_bounded_as_by_going_through_every_answer(people):
    """The patterns let a missing answer do just what it could have done: bounds and completions by enumeration."""
    before, after = both(people)
    counts = count_ordered(before, after, limits=(1, 3))
    every = set(filled(before, after, (1, 3)))
    found = completions(counts.patterns)
    assert set(zip(found.c.tolist(), found.b.tolist(), strict=True)) == every
    bounds, changes = change_bounds(counts.patterns), [(up - down) / len(people) for up, down in every]
    assert (bounds.low, bounds.high) == pytest.approx((min(changes), max(changes)))


def test_nobody_missing_lets_the_bounds_meet():
    """And then nothing can tip the conclusion."""
    counts = count_ordered([1, 2, 3, 1], [2, 2, 1, 3])
    bounds = change_bounds(counts.patterns)
    assert bounds.low == bounds.high == 0.25
    assert tipping_point(counts.patterns, significance()).people is None


def test_without_known_ends_everyone_missing_may_have_gone_either_way():
    """A score of which the range is not known: the highest that was seen need not be the highest there is."""
    counts = count_ordered([3, 1, None], [None, None, 3])
    assert counts.patterns.tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 3]]
    closed = count_ordered([3, 1, None], [None, None, 3], limits=(1, 3))
    assert closed.patterns.tolist() == [[0, 0, 1], [0, 0, 1], [1, 0, 0]]


REFUSED = {
    "words without order": ((["low"], ["high"]), {}, r"words with their order; found 'low', 'high'"),
    "a strange word": ((["low"], ["hihg"]), {"order": ["low", "high"]}, "found 'hihg'"),
    "out of limits": (([1], [6]), {"limits": (1, 5)}, "answers 1.0, 6.0"),
    "limits turned": (([1], [2]), {"limits": (5, 1)}, r"\(lowest, highest\)"),
    "direction": (([1], [2]), {"better": "more"}, "'higher' or 'lower'"),
    "lengths": (([1, 2], [2]), {}, "one answer in every column"),
    "three waves": (({"a": [1], "b": [1], "c": [2]},), {}, "two waves"),
    "order twice": (([1], [2]), {"order": [1, 1]}, "each once"),
    "infinite": (([1], [np.inf]), {}, "found inf"),
    "too many": ((np.arange(3000.0), np.arange(3000.0)), {}, "round them"),
    "truth values": (([True], [False]), {}, "found True, False"),
}


@pytest.mark.parametrize("given, said, fault", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_ordered_for_certain_is_refused(given, said, fault):
    """In a sentence that says what was found."""
    with pytest.raises(ValueError, match=fault):
        count_ordered(*given, **said)


def test_what_stands_for_a_missing_answer_may_be_said():
    """A code, or several."""
    assert count_ordered([1, 9, 2], [2, 2, 8], missing=[8, 9]).not_heard == 2
    assert count_ordered(["a", "?"], ["b", "b"], order=["a", "b"], missing="?").not_heard == 1
