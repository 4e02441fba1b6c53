"""Two columns are one where they ask the same question, whatever their numbers; what asks something else is not."""

import pytest

from firststeps.responses.texts.wordings import other_words, reworded, same_question, same_words

PRE = {"Q2": "In the last month, have you run a peer group?", "Q3": "Do you feel confident?"}


def test_numbers_that_changed_places_follow_their_questions():
    """Whoever puts a question in before others moves the numbers of all that follow."""
    assert same_question(PRE, {"Q2": PRE["Q3"], "Q3": PRE["Q2"]}) == {"Q2": "Q3", "Q3": "Q2"}


def test_a_number_that_asks_something_else_is_another_column():
    """It is called by its question, and nothing is compared with it."""
    assert same_question(PRE, {"Q3": "Which age group are you in?"}) == {"Q3": "Which age group are you in?"}


@pytest.mark.parametrize("label", ["Do you feel confident now?", "Do you feel  confident"])
def test_small_changes_of_the_wording_leave_a_number_what_it_is(label):
    """Signs, blanks, a word more."""
    assert same_question(PRE, {"Q3": label}) == {}


def test_a_text_that_stands_twice_tells_nothing():
    """Two columns of one wording, as for two children of one family: numbers decide."""
    assert same_question({"Q1": "Age", "Q2": "Age"}, {"Q1": "Age", "Q2": "Age"}) == {}


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("2. Have you run a group?", "4. Have you run a group?"),
        ("Q2. Have you run a group?", "3) have you run a group"),
        ("before_grp/ran_group", "after_grp/ran_group"),
        ("Ran_group", "ran group"),
    ],
)
def test_numbers_in_front_and_groups_make_no_difference(here, there):
    """As Jisc numbers its questions, and Kobo names groups."""
    assert same_words([here, "Age"], ["Sex", there]) == {there: here}


def test_where_two_columns_would_fit_none_is_taken():
    """A form that holds a name in two groups."""
    assert same_words(["a/age", "b/age"], ["c/age"]) == {}


def test_a_question_in_other_words_is_the_nearest_of_all():
    """Each is most like the other: who asks two things before and one after has one of them left over."""
    before = ["Have you ever run a peer group?", "Have you ever seen a peer group?"]
    assert other_words(before, ["Since the course, have you run a peer group?"]) == {
        "Since the course, have you run a peer group?": "Have you ever run a peer group?"
    }
    assert other_words(before, ["Did you like the food?"]) == {}


@pytest.mark.parametrize("later", ["Do you run a group now (after)?", "3. do you run a group NOW?", ""])
def test_names_of_occasions_and_numbers_are_no_other_wording(later):
    """As a statistics program labels the variables of each wave."""
    assert reworded(["2. Do you run a group (before)?", later]) == ""
