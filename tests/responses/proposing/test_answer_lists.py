"""Lists of answers are guessed from the answers: the same ticks from any separator, choices in their natural order."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.responses.proposing.answer_lists import in_natural_order, scale_range, ticks
from firststeps.responses.proposing.column_profiles import profile
from tests.responses.platforms.people import CHOICES, TICKED

SAID = [
    "More role play please",
    "Nothing, it was good",
    "Longer breaks, and a quieter room",
    "Fewer acronyms; more practice",
    "I would like a buddy; and tea",
]


@settings(max_examples=40)
@given(st.permutations(list(TICKED)), st.sampled_from([", ", ",", ";", "; ", "\n", "|"]), st.booleans())
def test_the_choices_are_found_in_any_order_of_people(people, separator, ended):
    """One choice holds a comma; some programs end a list with a semicolon."""
    end = ";" if ended and separator == ";" else ""
    cells = pd.Series([separator.join(TICKED[code]) + end for code in people])
    assert sorted(ticks(cells)) == sorted(CHOICES)


@given(st.permutations(SAID))
def test_sentences_with_commas_and_semicolons_are_no_list(said):
    assert ticks(pd.Series(said)) == []
    assert profile("said", pd.Series(said)).kind == "text"


@pytest.mark.parametrize(
    "texts", [["Yes, I agree"] * 9, ["Mar 04, 2024", "May 13, 2024"] * 9, ["1, 2", "2, 3", "3"] * 5]
)
def test_one_answer_a_date_and_numbers_are_no_list(texts):
    assert ticks(pd.Series(texts)) == []


ORDERED = [
    ["under 35", "35 to 54", "55 or over"],
    ["18-34", "35-54", "55+"],
    ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"],
    ["Never", "Sometimes", "Often", "Always"],
    ["less than 1 year", "1 to 2 years", "3 to 5 years", "more than 5 years"],
]


@pytest.mark.parametrize("order", ORDERED, ids=lambda order: order[0])
@given(st.data())
def test_choices_come_in_their_natural_order(order, data):
    """Whatever order they are found in."""
    assert in_natural_order(data.draw(st.permutations(order))) == order


@given(st.sets(st.integers(0, 10), min_size=1))
def test_a_range_holds_every_answer_it_is_guessed_from(numbers):
    low, high = scale_range(sorted(numbers))
    assert low <= min(numbers) and max(numbers) <= high


@pytest.mark.parametrize("numbers", [[19, 64], [1.5, 2], [], [-1, 4]])
def test_ages_and_decimals_are_no_scale(numbers):
    assert scale_range(numbers) is None
