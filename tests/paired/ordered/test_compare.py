"""The whole answer: its parts are those of the functions it names, and its sentence says no more than they do."""

import html

import pytest
from hypothesis import assume, given, settings

from firststeps import paired
from firststeps.paired.ordered.compare import compare_ordered
from firststeps.paired.ordered.counting import count_ordered
from tests.paired.ordered.ordered_reference import squares

BEFORE = [1, 2, 2, 3, 3, 4, 2, 1, 3, None]
AFTER = [3, 3, 4, 3, 5, 4, 3, 2, 2, 4]


def test_its_parts_are_those_of_the_functions():
    """Sign test, mid-p, Fay and Lumbard's interval, signed ranks, median change and bounds."""
    compared = compare_ordered(BEFORE, AFTER, limits=(1, 5), level=0.9)
    counts = count_ordered(BEFORE, AFTER, limits=(1, 5))
    assert compared.test.pvalue == paired.mcnemar(counts.table).pvalue
    assert compared.mid_p.pvalue == paired.mcnemar(counts.table, "mid-p").pvalue
    assert compared.interval == paired.difference(counts.table).confidence_interval(0.9)
    assert compared.bounds == paired.bounds(counts.patterns)
    assert repr(compare_ordered(counts, level=0.9)) == repr(compared)


@settings(deadline=None, max_examples=40)
@given(squares)
def test_the_sentence_says_what_test_and_interval_say(table):
    """More improved, or more got worse, just where the interval leaves out 0."""
    assume(table.any())
    compared = compare_ordered(table)
    low, high, _ = compared.interval
    assert ("more people improved" in compared.sentence) == (low > 0)
    assert ("more people got worse" in compared.sentence) == (high < 0)
    assert compared.differs == (low > 0 or high < 0)
    assert compared.sentence.count(". ") == 0 and compared.sentence.endswith("interval).")


def test_two_answers_give_the_plain_comparison():
    """Table, test and interval are those of ``compare``."""
    before, after = ["no", "yes", "no", "no", None], ["yes", "yes", "no", "yes", "yes"]
    ordered, plain = compare_ordered(before, after, order=["no", "yes"]), paired.compare(before, after)
    assert ordered.counts.table.tolist() == plain.table.tolist()
    assert ordered.test.pvalue == plain.test.pvalue and ordered.interval == plain.interval


def test_it_is_a_table_in_a_notebook():
    """From every answer to every answer; labels are text, not tags."""
    page = compare_ordered(["<b>", "c"], ["c", "c"], order=["<b>", "c"])._repr_html_()
    assert "&lt;b&gt;" in page and "<b>" not in page
    compared = compare_ordered(BEFORE, AFTER)
    assert html.escape(compared.sentence) in compared._repr_html_()
    for told in compared.told().values():
        assert html.escape(told) in compared._repr_html_() and told in repr(compared)


@pytest.mark.parametrize(
    "call, fault",
    [
        (lambda: compare_ordered([1, None], [None, 2]), "Nobody answered both times"),
        (lambda: compare_ordered(BEFORE, AFTER, level=0.3), "between 0.5 and 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(call, fault):
    """In words."""
    with pytest.raises(ValueError, match=fault):
        call()
