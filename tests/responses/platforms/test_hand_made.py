"""A cross table that somebody typed holds counts, and nobody's answers."""

import openpyxl
import pytest
from openpyxl.comments import Comment

from firststeps.responses.given.problems import Refusal
from firststeps.responses.platforms.hand_made import refuse_stacked, refuse_times_between
from firststeps.responses.proposing.propose import inspect_files
from tests.responses.platforms.people import write_csv, write_workbook

CROSS = [["", "After: yes", "After: no", "Total"], ["Before: yes", 3, 1, 4], ["Before: no", 5, 1, 6]]
CROSS += [["Total", 8, 2, 10]]


@pytest.mark.parametrize("title", [(), (["Course of May"], [])])
def test_a_cross_table_is_refused_with_the_counts_as_a_file(tmp_path, title):
    """The lines printed are a file of counts: each cell once, with both answers."""
    rows = [*title, *CROSS]
    for path in (write_csv(tmp_path / "a.csv", rows), write_workbook(tmp_path / "a.xlsx", {"S": rows})):
        with pytest.raises(Refusal) as refused:
            inspect_files([path])
        said = str(refused.value)
        assert "before,after,people\n  yes,yes,3\n  yes,no,1\n  no,yes,5\n  no,no,1" in said


def test_the_counts_printed_make_the_study(tmp_path):
    """Who writes them into a file gets the table from it."""
    with pytest.raises(Refusal) as refused:
        inspect_files([write_csv(tmp_path / "a.csv", CROSS)])
    lines = [line.strip() for line in str(refused.value).splitlines() if "," in line and not line.startswith("a.csv")]
    counts = "\n".join(lines[lines.index("before,after,people") :]) + "\n"
    (tmp_path / "counts.csv").write_text(counts, encoding="utf-8")
    assert "layout: counts" in inspect_files([tmp_path / "counts.csv"])


def test_a_table_of_people_is_none(tmp_path):
    rows = [["Code", "Before: yes or no", "After: yes or no"], ["yes-man", "yes", "no"], ["no-man", "no", "no"]]
    assert "layout: wide" in inspect_files([write_csv(tmp_path / "a.csv", rows)])


ONE, OTHER = [["MA12LE", "Yes"], ["JO03BR", "No"]], [["JO03BR", "Yes"], ["MA12LE", "Yes"]]


@pytest.mark.parametrize("title", [(), (["BEFORE", ""],)])
def test_tables_one_below_the_other_are_refused(tmp_path, title):
    """The row of names stands there twice; read as one table, half of the answers would be lost or nobody's."""
    rows = [*title, ["Code", "Group"], *ONE, ["AFTER", ""], ["Code", "Group"], *OTHER]
    with pytest.raises(Refusal, match="a second row of names"):
        inspect_files([write_csv(tmp_path / "a.csv", rows)])


def test_rows_that_say_the_same_are_no_names(tmp_path):
    """Two people of the same answers, in a file without codes."""
    rows = [["Before", "After"], ["Yes", "No"], ["No", "No"], ["Yes", "No"], ["No", "Yes"]]
    assert "rows: true" in inspect_files([write_csv(tmp_path / "a.csv", rows)])


def test_of_several_sheets_the_answers_are_read(tmp_path):
    """A list of the people stands before them, with more columns."""
    people = [["Code", "Age", "Town size"], ["MA12LE", 31, 2], ["JO03BR", 40, 3], ["AN27SH", 50, 1]]
    answers = [["Code", "Group before", "Group after"], ["MA12LE", "Yes", "No"], ["JO03BR", "No", "Yes"]]
    text = inspect_files([write_workbook(tmp_path / "a.xlsx", {"People": people, "Answers": answers})])
    assert 'sheet: "Answers"' in text
    assert "group:" in text


def test_a_row_that_explains_the_answers_is_nobodys(tmp_path):
    """``(1 = yes, 0 = no)`` below the names."""
    rows = [["code", "wave", "group"], ["(own code)", "(1 = before)", "(1 = yes, 0 = no)"]]
    rows += [["MA12LE", 1, 1], ["JO03BR", 1, 0], ["MA12LE", 2, 0], ["JO03BR", 2, 1]]
    assert "head: {names: [1], skip: [2]}   # ?" in inspect_files([write_csv(tmp_path / "a.csv", rows)])


@pytest.mark.parametrize(("codes", "words"), [("CD", "take that row out of a copy"), ("AB", "Copy that of each time")])
def test_names_written_again_are_told_from_a_table_of_another_time(codes, words):
    """Other people below are a second page or place; the same are another time."""
    rows = [["Code", "Group"], ["A", "Yes"], ["B", "No"], ["Code", "Group"], *([code, "Yes"] for code in codes)]
    with pytest.raises(Refusal, match=words):
        refuse_stacked("a.xlsx", rows)


def test_names_with_a_number_in_them_written_again_are_a_second_table():
    """*Sure (1-5)*: the head of the later table was taken for the only one, and all rows above it for a title."""
    table = [["Code", "Ran a group", "Sure (1-5)"], ["MA12", "Yes", "4"], ["JO03", "No", "2"]]
    with pytest.raises(Refusal, match="a second row of names"):
        refuse_stacked("a.xlsx", [["BEFORE", "", ""], *table, ["", "", ""], ["AFTER", "", ""], *table])


@pytest.mark.parametrize("again", [["\ufeffCode", "Ran a group"], ["CODE", "ran a group "]])
def test_names_written_again_in_another_way_are_a_second_table(again):
    """Two files written one behind the other: the mark of the second hid its head, and its rows were a wave more."""
    table = [["MA12LE", "Yes"], ["JO03BR", "No"]]
    with pytest.raises(Refusal, match="a second row of names"):
        refuse_stacked("a.csv", [["Code", "Ran a group"], *table, again, *table])


def test_an_answer_given_twice_is_no_second_row_of_names():
    """A table without names whose first row comes again."""
    refuse_stacked("a.csv", [["MA12LE", "often"], ["JO03BR", "never"], ["AN27SH", "often"], ["MA12LE", "often"]])


def test_times_in_rows_of_their_own_are_refused(tmp_path):
    """Such a row is nobody, and no column says what it says."""
    rows = [["code", "group"], ["Before the course", ""], ["MA12", "Yes"], ["JO03", "No"]]
    rows += [["After the course", ""], ["MA12", "No"], ["JO03", "Yes"]]
    with pytest.raises(Refusal, match="rows that name times between the answers") as refused:
        inspect_files([write_csv(tmp_path / "a.csv", rows)])
    assert refused.value.problems[0].row == 5


def test_a_title_that_names_a_time_is_no_row_between():
    """Nor are notes below the table."""
    rows = [["Before the course", ""], ["code", "group"], ["MA12", "Yes"], ["JO03", "No"], ["after: not yet", ""]]
    refuse_times_between("a.csv", rows)


def test_questions_below_their_numbers_tell_which_column_asks_what(tmp_path):
    """Q3 asks another thing in the later file: by its number alone it was compared with what it is not."""
    asked = ["Have you run a group?", "Have you met a peer?"]
    answers = [["MA12LE", "Yes", "No"], ["JO03BR", "No", "No"], ["AN27SH", "No", "Yes"]]
    before = write_csv(tmp_path / "before.csv", [["Code", "Q3", "Q4"], ["", *asked], *answers])
    after = write_csv(tmp_path / "after.csv", [["Code", "Q3", "Q4"], ["", *asked[::-1]], *answers])
    text = inspect_files([before, after])
    assert "head: {names: [1], labels: 2}   # ?" in text
    assert "columns: {before: Q3, after: Q4}" in text


@pytest.mark.parametrize(
    "first", [["MA12LE", "I am not sure", "a bit of this"], ["", "Yes", "No"], ["RO01", "ran a group", "met a peer"]]
)
def test_a_first_row_of_answers_is_somebody(first, tmp_path):
    """Own words are answers, where others write as many."""
    rows = [["code", "wave", "why"], first, ["MA12", "I cannot say it", "so much of it"], ["JO03", "x", "No"]]
    assert "labels:" not in inspect_files([write_csv(tmp_path / "a.csv", rows)])


def test_comments_beside_cells_are_told(tmp_path):
    """*She rang: should be No* stood beside an answer, and nothing said that nobody reads it."""
    path = write_workbook(tmp_path / "a.xlsx", {"Before": [["Code", "q"], ["MA", "Yes"], ["JO", "No"]]})
    book = openpyxl.load_workbook(path)
    book.active["B2"].comment = Comment("she rang: should be No", "AB")
    book.save(path)
    assert "# not read: the comment on B2 of a.xlsx" in inspect_files([path])


def test_a_list_of_who_consented_is_no_questionnaire(tmp_path):
    """Though it has more rows of yes than the sheet of either wave."""
    answers = [["MA12LE", "Yes"], ["JO03BR", "No"], ["AN27SH", "No"]]
    consent = [["Code", "Consent"], *([f"P{n}", "Yes"] for n in range(5))]
    sheets = {"Consent": consent, "Pre": [["Code", "q"], *answers], "Post": [["Code", "q"], *answers[::-1]]}
    text = inspect_files([write_workbook(tmp_path / "a.xlsx", sheets)])
    assert 'sheet: "Pre"' in text and 'sheet: "Post"' in text and '# not read: "Consent" of a.xlsx' in text


TICKED = [["A1", "x", "", "", "x"], ["B2", "", "x", "x", ""], ["C3", "x", "", "", ""]]


@pytest.mark.parametrize("answers", [["", "Yes", "No", "Yes", "No"], ["Code", "ja", "nein", "ja", "nein"]])
def test_a_column_to_tick_for_yes_and_one_for_no_is_refused(tmp_path, answers):
    """The names were taken from among the people's ticks."""
    path = write_csv(tmp_path / "a.csv", [["Code", "Heard before", "", "Heard after", ""], answers, *TICKED])
    with pytest.raises(Refusal, match="a column for yes and one for no below each question"):
        inspect_files([path])


def test_answers_of_yes_and_no_in_turn_are_no_names(tmp_path):
    """The first person may say yes and no in turn."""
    rows = [["Code", "a_pre", "a_post"], ["", "Yes", "No"], ["B2", "No", "Yes"], ["C3", "Yes", "Yes"]]
    assert "columns: {pre: a_pre, post: a_post}" in inspect_files([write_csv(tmp_path / "a.csv", rows)])
