"""A question that a form asks in a section for each wave is one, where each column is filled at one wave alone."""

import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.proposing.propose import new_study
from firststeps.study import Study
from tests.small_study import PATTERNS, patterns

HEADS = {
    "called alike": "id,wave,{0},{0}",
    "numbered by a form": "id,wave,{0},{0}2",
    "numbered by pandas": "id,wave,{0},{0}.1",
    "with the wave": "id,wave,{0} (before),{0} (after)",
    "in other words": 'id,wave,{0},"Since the course, {0}"',
}
ROWS = "P01,before,Yes,\nP01,after,,No\nP02,before,No,\nP02,after,,Yes\nP03,before,Yes,\n"
LETTERS = "are the columns with a letter questions of their own?"


def proposed(folder, content):
    """The text of the proposal for a file, and its study."""
    (folder / "answers.csv").write_text(content, encoding="utf-8")
    settings = new_study(folder / "study", [folder / "answers.csv"])
    return settings.read_text(encoding="utf-8"), Study.load(folder / "study")


@pytest.mark.parametrize("how", HEADS)
def test_the_same_question_of_two_sections_is_compared(how, tmp_path):
    """Whatever the program makes of its name; only other words are asked about."""
    text, study = proposed(tmp_path, f"{HEADS[how].format('Do you feel heard?')}\n{ROWS}")
    (item,) = study.outcomes
    assert patterns(clean(study), item) == PATTERNS
    assert ("is it one question?" in text) == (how == "in other words")
    assert LETTERS not in text


def test_a_section_that_somebody_filled_in_at_another_time_stays_a_question(tmp_path):
    """One answer in the other section would be lost if its column were read at one wave alone."""
    text, study = proposed(tmp_path, f"id,wave,Heard?,Heard?\n{ROWS}P03,after,No,\n")
    assert len(study.outcomes) == 2
    assert LETTERS in text


def test_three_sections_are_one_question_at_three_times(tmp_path):
    said = {"T1": "Yes,,", "T2": ",No,", "T3": ",,Yes"}
    rows = "".join(f"P0{number},{wave},{cells}\n" for number in (1, 2) for wave, cells in said.items())
    _, study = proposed(tmp_path, f"id,wave,Heard?,Heard?,Heard?\n{rows}P03,T1,No,,\n")
    assert [*study.items["heard"].columns.values()] == ["Heard?", "Heard? (D)", "Heard? (E)"]


def test_a_numbered_variable_of_another_wave_is_no_copy(tmp_path):
    """Q12 is no second Q1."""
    _, study = proposed(tmp_path, f"id,wave,Q1,Q12\n{ROWS}")
    assert len(study.outcomes) == 2
