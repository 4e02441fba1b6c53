"""The rows that name the columns are found, or said: below a title, in two rows, above a row of questions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.responses.given.grids import Grid, letters, place_of
from firststeps.responses.given.heads import Head, column_names, likely_head, three_rows_of_names
from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import read_table
from firststeps.responses.given.tables import table_of

BODY = [["A1", "yes", "no"], ["B2", "no", "no"], ["C3", "yes", "yes"]]
NAMES = ["Code", "Run a group", "Confident"]
WORDS = st.text("abcdefgh ", min_size=2).map(str.strip).filter(lambda text: len(text) > 1)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=1), max_size=4), st.integers(0, 2))
def test_names_below_a_title_are_found_wherever_they_stand(title, blank):
    """A title has one cell a row, and empty rows may follow it."""
    above = [[*row, "", ""] for row in title] + [["", "", ""]] * (blank if title else 0)
    assert likely_head([*above, NAMES, *BODY]) == (len(above) + 1,)


def test_an_answer_is_no_name():
    """Where a name is missing in row 1, no row of people is taken for names."""
    assert likely_head([["Code", "Run a group", ""], *BODY]) == ()


@settings(max_examples=50)
@given(st.integers(2, 4), st.integers(2, 3))
def test_two_rows_of_names_are_joined(waves, questions):
    """The upper one names the wave of all columns to its right, as far as the next."""
    upper = ["Code", *(name for wave in range(waves) for name in [f"Wave {wave}", *[""] * (questions - 1)])]
    lower = ["", *[f"question {place}" for place in range(questions)] * waves]
    body = [[f"P{row}", *["yes"] * (waves * questions)] for row in range(3)]
    assert likely_head([upper, lower, *body]) == (1, 2)
    expected = [f"Wave {wave}: question {place}" for wave in range(waves) for place in range(questions)]
    assert column_names([upper, lower]) == ["Code", *expected]


def test_merged_cells_say_how_far_a_name_reaches():
    """The last column stands beside them: it has a name of its own row alone."""
    rows = [["Code", "Before", "", ""], ["", "group", "sure", "Comments"]]
    assert column_names(rows, [[range(1, 3)]]) == ["Code", "Before: group", "Before: sure", "Comments"]


def test_rows_of_the_head_are_nobodys_and_numbers_stay_those_of_the_spreadsheet():
    rows = [["Title", "", ""], NAMES, ["Your code?", "Have you?", "Are you?"], ["{id}", "{id}", "{id}"], *BODY]
    table = table_of(Grid("a.csv", rows), Head((2,), 3, (4,)))
    assert list(table.cells) == NAMES
    assert table.labels == dict(zip(NAMES, ["Your code?", "Have you?", "Are you?"], strict=True))
    assert (list(table.cells.index), table.title_rows) == ([5, 6, 7], [1, 3, 4])


@pytest.mark.parametrize("rows", [1, 2])
def test_a_title_above_the_names_is_asked_about_with_the_line_that_settles_it(tmp_path, rows):
    """Nobody is told to edit the file."""
    title = "Course of May,,\n" * rows
    path = tmp_path / "a.csv"
    path.write_text(title + "\n".join(map(",".join, [NAMES, *BODY])), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_table(path)
    assert f"head: {{names: [{rows + 1}]}}" in str(refused.value)
    assert "Name the column" not in str(refused.value)
    assert list(read_table(path, head=Head((rows + 1,))).cells) == NAMES


def test_a_head_beyond_the_file_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(Refusal, match="reaches to row 9"):
        read_table(tmp_path / "a.csv", head=Head((9,)))


@given(st.integers(0, 20_000))
def test_letters_and_places_of_columns_are_each_others_inverse(place):
    assert place_of(letters(place)) == place


THREE = [
    ["", "Before", "", "After", ""],
    ["", "Groups", "Self", "Groups", "Self"],
    ["Code", "Ran", "Sure", "Ran", "Sure"],
]


PEOPLE = [["A1", "Yes", "3", "No", "4"], ["B2", "No", "2", "Yes", "5"], ["C3", "No", "1", "No", "1"]]
JOINED = ["Code", "Before: Groups: Ran", "Before: Self: Sure", "After: Groups: Ran", "After: Self: Sure"]


@pytest.mark.parametrize("above", [[], [["Course of May", *[""] * 4]]])
def test_three_rows_of_names_are_joined(above):
    """One of them would be read as somebody; a title may stand above."""
    names = likely_head([*above, *THREE, *PEOPLE])
    assert names == tuple(range(len(above) + 1, len(above) + 4))
    table = table_of(Grid("a.xlsx", [*above, *THREE, *PEOPLE]), Head(names))
    assert (list(table.cells), len(table.cells)) == (JOINED, len(PEOPLE))


def test_a_name_above_reaches_no_further_than_the_one_above_it():
    """What stands under *Before* says nothing of what stands under *After*."""
    rows = [["", "Before", "", "After", ""], ["", "Groups", "", "", "Self"], ["Code", "Ran", "Met", "Ran", "Sure"]]
    assert column_names(rows)[3:] == ["After: Ran", "After: Self: Sure"]


def test_merged_cells_reach_each_in_its_own_row():
    """The code is merged downwards over all three rows, a heading above to the right."""
    upper = [["Code", "Before", "", "After", ""], ["", "Groups", "", "Groups", "Self"]]
    merged = [[range(0, 1), range(1, 3), range(3, 5)], [range(1, 3)]]
    joined = ["Code", "Before: Groups: Ran", "Before: Groups: Met", "After: Groups: Ran", "After: Self: Sure"]
    assert column_names([*upper, ["", "Ran", "Met", "Ran", "Sure"]], merged) == joined


def test_rows_of_people_are_no_third_row_of_names():
    """Nor are two rows of names, nor one."""
    short = [["Code", "", "q"], ["A1", "Yes", "No"], ["B2", "No", "No"], *PEOPLE]
    for rows in ([*THREE[1:], *PEOPLE], [THREE[2], *PEOPLE], short):
        assert not three_rows_of_names(rows)
