"""A key in the file says what numbers mean: where it is against the custom, a person places them."""

import pytest

from firststeps.responses.proposing.propose import inspect_files
from tests.responses.platforms.people import write_csv, write_workbook

LONG = [["A1", "pre", "0"], ["B2", "pre", "1"], ["C3", "pre", "1"], ["A1", "post", "1"], ["B2", "post", "0"]]
OPEN = '# codes: {yes: [], no: []}   # ? write "0", "1" where each belongs'


def told(path, question):
    """The proposal for a long file of one question."""
    return inspect_files([write_csv(path / "a.csv", [["Code", "Wave", question], *LONG])])


@pytest.mark.parametrize(
    "question", ["Group (0=yes, 1=no)", "Group [Yes=0 No=1]", "Group 1: no; 0: yes", "g 0-ja 1-nein"]
)
def test_a_key_against_the_custom_is_asked_about(question, tmp_path):
    """1 was read as yes without a word."""
    assert OPEN in told(tmp_path, question)


@pytest.mark.parametrize("question", ["Group (1=yes, 0=no)", "Group", "Group (weeks 0-1)", "Yes, no. 1 or 0?"])
def test_numbers_of_the_usual_meaning_are_not_asked_about(question, tmp_path):
    assert 'codes: {yes: ["1"], no: ["0"]}' in told(tmp_path, question)


def test_no_line_to_paste_is_against_the_key(tmp_path):
    """1 and 2 were proposed as yes and no, for whoever takes the sign of a comment away."""
    rows = [[code, wave, str(int(said) + 1)] for code, wave, said in LONG]
    path = write_csv(tmp_path / "a.csv", [["Code", "Wave", "Group (1 = no, 2 = yes)"], *rows])
    assert '# codes: {yes: [], no: []}   # ? write "2", "1" where each belongs' in inspect_files([path])


@pytest.mark.parametrize("key", [["Group", "0 = yes, 1 = no"], ["0", "yes"]])
def test_a_key_on_a_sheet_beside_the_answers_is_read(key, tmp_path):
    rows = [["Code", "Wave", "Group"], *LONG]
    path = write_workbook(tmp_path / "a.xlsx", {"Data": rows, "Key": [["Code", "Meaning"], key, ["1", "no"]]})
    assert OPEN in inspect_files([path])


@pytest.mark.parametrize("place", [0, 9])
def test_a_key_in_a_note_above_or_below_the_table_is_read(place, tmp_path):
    rows = [["Code", "Wave", "Group"], *LONG]
    rows.insert(place, ["Key: 0 = yes, 1 = no"])
    assert OPEN in inspect_files([write_workbook(tmp_path / "a.xlsx", {"Data": rows})])
