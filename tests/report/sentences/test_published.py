"""Sentences on printed numbers: true and in order at the ends of what may come, and names that stay apart."""

import re
from types import SimpleNamespace as Given

import pandas as pd
import pytest

from firststeps.report.sentences import published
from tests.sentence_rules import broken

VERDICTS = ["inconclusive", "equivalence", "difference"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_verdict_that_is_settled_in_print_needs_nothing_further(number):
    """Nothing is called ruled out, and nothing open, where one verdict alone is possible."""
    printed, one = Given(possible=tuple(VERDICTS[:number])), Given(possible=(VERDICTS[0],))
    sentence = published.settled({"as printed": printed, "all answered": one, "the proportions are equal": printed})
    assert not broken(sentence)
    assert ("can only be" in sentence) == (number == 1) != ("Nothing more is ruled out" in sentence)


def test_every_margin_has_a_name_of_its_own():
    """To a hundredth of a point, as ids of claims are made of them; 12 and 12.5 points are not one."""
    margins = [step / 10_000 for step in range(1, 10_000)]
    names = published.name_margins(pd.DataFrame({"margin": margins, "tests": "exact"}))["name"]
    assert names.is_unique and names.str.fullmatch(r"[a-z]+(-[a-z]+)*").all()
    assert names[[999, 1249, 1204]].tolist() == ["ten", "twelve-point-five", "twelve-point-nought-five"]


@pytest.mark.parametrize("people", [0, 1, 26, 1600])
@pytest.mark.parametrize("changers", [None, 0, 1600])
def test_few_changers_are_told_of_any_number_of_people(people, changers):
    """Where no number of changers will do it is said so, and which margin would."""
    sentence = published.few_changers(Given(people=people, changers=changers, smallest=0.109))
    assert not broken(sentence)
    assert ("no number of changers" in sentence) == (changers is None)


def test_statements_keep_their_order_in_a_table_by_denominator():
    """The columns stand as the statements do, whatever their letters; denominators grow."""
    rows = [(name, n, 1 / n, 0, 1) for n in (2, 3) for name in ("Two of us.", "A third.", "One.")]
    columns = ["statement", "denominators", "proportions", "low", "high"]
    table = published.shares_by_denominator(pd.DataFrame(rows, columns=columns))
    assert [*table] == ["denominators", "Two of us.", "A third.", "One."] and table["denominators"].tolist() == [2, 3]


def test_a_count_with_a_known_denominator_leaves_nothing_to_settle():
    """Only where fewer and more people may have answered is there anything that one number would tell."""
    counts = pd.DataFrame({"number": [5, 5], "smallest": [9, 5], "largest": [9, 9]}, index=["known", "open"])
    settled = published.on_counts(counts, 20, "people asked")
    assert [*settled] == ["open"] and not broken(" ".join(settled["open"].values()))


def test_what_is_certain_of_a_count_is_said_in_people_and_not_above_their_share():
    """Twenty of thirty are 66.7%: "at least 67% of the 30 people" is more than follows."""
    counts = pd.DataFrame({"number": [20], "smallest": [20], "largest": [26]}, index=["open"])
    certain, *_ = published.on_counts(counts, 30, "people asked")["open"].values()
    assert certain == "at least 20 of the 30 people asked (67%)"


def test_a_count_of_nobody_is_no_range_of_proportions():
    """At least 0 of 30 people, "0% to 0%", and "one of 26 proportions" stood there: it is 0% of any number."""
    counts = pd.DataFrame({"number": [0], "smallest": [1], "largest": [26]}, index=["open"])
    told = " ".join(published.on_counts(counts, 30, "people asked")["open"].values())
    assert not broken(told) and "0% of those who answered" in told
    assert not re.search("at least 0|0% to 0%|one of", told)
    assert told.endswith("none is missing")


def test_a_change_that_is_one_number_is_no_range():
    """Where both margins are known every table has the same change: "+7.7 to +7.7 points" stood there."""
    follows = Given(possible=["inconclusive"], change=Given(low=2 / 26, high=2 / 26))
    texts = published.on_similar(follows, follows).values()
    assert "the change of those who answered twice: +7.7 points" in texts
