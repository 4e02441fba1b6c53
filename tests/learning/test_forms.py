"""Answers are read in every form that people give them in."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from firststeps.learning.forms import NotRead, agrees, number, table, words

FIRST = ["yes"] * 12 + ["no"] * 14
SECOND = ["yes"] * 7 + ["no"] * 5 + ["yes"] * 12 + ["no"] * 2
PEOPLE = pd.DataFrame({"before": FIRST, "after": SECOND})
TABLE = np.array([[7, 5], [12, 2]])
WAVES = ("before", "after")


@pytest.mark.parametrize(
    "given", [0.25, "0.25", "1/4", "25%", "25 %", "25 per cent", 25, Fraction(1, 4), np.float64(0.25), "2,5/10", ".25"]
)
def test_a_share_in_each_form(given):
    """A quarter is a quarter."""
    assert agrees(given, 0.25, "share") and not agrees(given, 0.26, "share")


def test_rounding_is_allowed_as_far_as_it_was_written():
    """14% stands for 0.1435, 0.1 does not; minus signs of print are read."""
    assert agrees("14%", 0.1435, "share") and agrees("0.14", 0.1435, "share")
    assert not agrees("0.1", 0.1435, "share") and agrees("−4.0 points", -0.04, "share")


@pytest.mark.parametrize("given", [0.58, "0.58", "58%", 58, "58.3%", 58.3, np.float64(0.583), 7 / 12, Fraction(7, 12)])
def test_a_rounded_share_is_the_same_as_text_and_as_a_number(given):
    """Of 7 in 12 the text 0.58 was right, and the number was a mistake that nobody knew."""
    assert agrees(given, 7 / 12, "share")
    assert not agrees(given, 7 / 13, "share")


@pytest.mark.parametrize("given", [0.57, "0.57", 57, 0.5, 0.578, 0.57 + 1e-9, 0, 0.0])
def test_what_would_round_to_something_else_is_not_the_share(given):
    assert not agrees(given, 7 / 12, "share")
    assert not agrees(0.0, 0.004, "number") and not agrees(0, 0.004, "number")


@pytest.mark.parametrize(
    "given",
    [
        TABLE,
        TABLE.tolist(),
        (7, 5, 12, 2),
        pd.crosstab(PEOPLE["before"], PEOPLE["after"]),
        pd.crosstab(PEOPLE["after"], PEOPLE["before"]),
        pd.crosstab(PEOPLE["before"], PEOPLE["after"], margins=True).rename(
            index={"All": "all"}, columns={"All": "all"}
        ),
        pd.crosstab(PEOPLE["before"], PEOPLE["after"], margins=True),
        PEOPLE.value_counts(),
        PEOPLE.value_counts(["after", "before"]),
        PEOPLE.value_counts().reset_index(),
        {"yes": {"yes": 7, "no": 5}, "no": {"yes": 12, "no": 2}},
        {("no", "no"): 2, ("yes", "yes"): 7, ("no", "yes"): 12, ("yes", "no"): 5},
        pd.DataFrame([[2, 12], [5, 7]], ["No", "Yes"], ["No", "Yes"]),
        pd.DataFrame([[7, 5], [12, 2]], [True, False], [True, False]),
    ],
    ids=range(14),
)
def test_a_table_in_each_layout(given):
    """Labels decide, whatever the order of rows and columns; without labels rows are the first wave."""
    assert table(given, WAVES).tolist() == TABLE.tolist()


@pytest.mark.parametrize("given", [[[1, 2, 3]], "x", {"a": {"b": 1}}, {"yes": 3}, pd.DataFrame([[1]]), [[1, None]]])
def test_what_is_no_table_is_refused(given):
    """The message says what was expected."""
    with pytest.raises(NotRead):
        table(given)


@pytest.mark.parametrize("given", ["", "abc", "1/0", True, [1], float("inf"), None])
def test_what_is_no_number_is_refused(given):
    """So is what only looks like one."""
    with pytest.raises(NotRead):
        number(given)


def test_words_in_each_form():
    """A word, a list, a set of numbers, text with commas."""
    assert words("The interval") == words(["interval"]) == {"interval"}
    assert words({1, 2}, True) == words("1, 2", True) == words(np.array([1.0, 2.0]), True) == {"1", "2"}


NUMBERS = (
    3,
    0.77,
    np.float64(3),
    np.int64(3),
    Fraction(1, 3),
    "0.77",
    "77%",
    "1/3",
    "−5",
    "1e-05",
    [3],
    ["0.77"],
    {0.5},
)


@pytest.mark.parametrize("said", NUMBERS)
def test_a_number_is_no_word_in_any_form(said):
    """One whole number passed for a word that was wrong, while one with decimals was told to be none."""
    with pytest.raises(NotRead, match="A word or a list of words is expected here; found"):
        words(said)
    with pytest.raises(NotRead):
        agrees(said, frozenset({"similar"}), "words")


@pytest.mark.parametrize(("said", "value"), [("3.7e-05", 3.7e-5), ("p = 1.2E-3", 0.0012), ("2e1", 20), ("3 e", 3)])
def test_a_text_with_a_power_of_ten_is_read_as_python_writes_it(said, value):
    """It was read as 3.7: a right p-value was *not yet*."""
    assert number(said).value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("said", [10**400, "9" * 400, "1e999", -(10**400)])
def test_a_number_beyond_all_bounds_is_refused_in_words(said):
    with pytest.raises(NotRead, match="far too large"):
        number(said)


@pytest.mark.parametrize("said", [10**400, [[10**400, 1], [2, 3]]])
def test_a_table_beyond_all_bounds_is_none(said):
    with pytest.raises(NotRead):
        table(said)
