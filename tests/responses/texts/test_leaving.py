"""Notes of who left, or does not want to be counted, are found in several languages; answers seldom look like them."""

import pytest

from firststeps.responses.texts.leaving import leaving_words

ANYWHERE = [
    "Withdrew her consent on 3 May",
    "please remove my data",
    "data should be deleted",
    "don't use",
]
ANYWHERE += ["Einwilligung widerrufen", "Antworten löschen", "merci de supprimer mes données", "borrar mis datos"]
ANYWHERE += ["toestemming ingetrokken", "wedi tynnu'n ôl"]
NOTES = [
    "test",
    "Test entry, please ignore",
    "duplicate of row 4",
    "withdrew",
    "left the study",
    "drop-out",
    "Deceased",
    "ausgeschieden 5/24",
    "abandonné",
    "teruggetrokken",
]


@pytest.mark.parametrize("text", ANYWHERE)
def test_whoever_takes_consent_back_is_found_wherever_it_is_written(text):
    assert leaving_words(text, "What would you change?")


@pytest.mark.parametrize("text", NOTES)
def test_a_note_of_who_left_is_found_in_notes_and_not_among_answers(text):
    """An answer about somebody who left a course or died is a story."""
    assert leaving_words(text, "Staff notes") and not leaving_words(text, "What would you change?")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "late",
        "I used my data plan",
        "count me in",
        "left the room for a call",
        "Yes",
        "supported a friend",
        "after her driving test",
        "had a blood test",
    ],
)
def test_other_notes_say_nothing_of_leaving(text):
    assert leaving_words(text, "Notes") == ""


@pytest.mark.parametrize(("text", "said"), [("x", "x"), ("Yes", "Yes"), ("3 May", "something"), ("No", ""), ("", "")])
def test_a_column_of_marks_tells_who_left(text, said):
    """A mark, a yes or a day stand for it; no and nothing do not."""
    assert leaving_words(text, "Withdrawn?") == said
    assert leaving_words(text, "Have you ever dropped somebody a line?") == ""
