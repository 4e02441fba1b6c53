"""Merged cells hold one answer for several rows: whose it is, somebody says."""

import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.study import Study
from tests.responses.platforms.people import write_csv, write_workbook
from tests.small_study import LONG, Small

ROWS = [["id", "wave", "ips"], ["P01", "before", "Yes"], ["P02", "before", "No"], ["P03", "before", "Yes"]]
ROWS += [["P01", "after", "No"], ["P02", "after", ""], ["P03", "after", "No"]]
YAML = LONG.replace("answers.csv", "answers.xlsx")


def study(folder, yaml=YAML, change=lambda sheet: sheet.merge_cells("C5:C6")):
    """A study whose workbook has one answer in the merged cells of two people."""
    small = Small(folder).write("", yaml)
    (folder / "data" / "raw" / "answers.csv").unlink()
    write_workbook(folder / "data" / "raw" / "answers.xlsx", {"S": ROWS}, lambda book: change(book.active))
    return small


def after(cleaned):
    """What each person answered after."""
    told = cleaned.responses[cleaned.responses["wave"] == "after"]
    return dict(zip(told["participant"], told["answer"], strict=True))


def test_merged_answers_are_asked_about(tmp_path):
    with pytest.raises(Refusal) as refused:
        study(tmp_path).clean()
    said = str(refused.value)
    assert "row 5, column 'ips': found merged cells over rows 5 to 6" in said
    assert "# merged: first" in said and "# merged: every" in said


@pytest.mark.parametrize("merged, answers", [("first", ["No", "absent"]), ("every", ["No", "No"])])
def test_the_rule_settles_whose_answer_it_is(tmp_path, merged, answers):
    yaml = YAML.replace("wave_column: wave", f"wave_column: wave, merged: {merged}")
    told = after(study(tmp_path, yaml).clean())
    assert (told["P01"], told["P02"]) == ("no", "no" if answers[1] == "No" else "")


@pytest.mark.parametrize(("row", "left"), [(5, {"P02": "", "P03": "no"}), (6, {"P01": "no", "P03": "no"})])
@pytest.mark.parametrize("merged", ["ask", "every"])
def test_of_merged_cells_one_row_may_be_left_out(row, left, merged, tmp_path):
    """Then there is nobody else to whom the answer could belong, and the answer of a row that is out goes with it."""
    rule = f"wave_column: wave, merged: {merged}, leave_out: [{{rows: [{row}], reason: nobody}}]"
    told = after(study(tmp_path, YAML.replace("wave_column: wave", rule)).clean())
    assert {person: answer for person, answer in told.items() if person in left} == left


def test_cells_merged_beside_the_answers_are_no_question(tmp_path):
    """A title over the names, or an empty cell."""
    cleaned = study(tmp_path, change=lambda sheet: sheet.merge_cells("D2:E3")).clean()
    assert after(cleaned)["P01"] == "no"


def test_hidden_rows_and_columns_are_read_and_told(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    warnings = "\n".join(map(str, study(tmp_path, change=hide).clean().warnings))
    assert "1 hidden row" in warnings and "# - {rows: [3], reason: hidden}" in warnings
    assert "1 hidden column (C)" in warnings


ONCE = [["A1", "pre", "No"], ["", "post", "Yes"], ["B2", "pre", "No"], ["", "post", "No"], ["C3", "post", "Yes"]]
HEAD = ["Code", "Time", "Group"]
FILLED = "  filled_down: [Code]   # ? does an empty cell stand for the code above it?"


def test_a_code_that_is_written_once_is_that_of_the_rows_below_it(tmp_path):
    """So a workbook with merged cells is saved as CSV; each cell that is filled stands in the log."""
    settings = new_study(tmp_path / "study", [write_csv(tmp_path / "a.csv", [HEAD, *ONCE])])
    assert FILLED in settings.read_text(encoding="utf-8")
    cleaned = clean(Study.load(settings.parent))
    assert cleaned.responses.set_index(["participant", "wave"])["answer"].loc["A1"].tolist() == ["no", "yes"]
    log = cleaned.log[cleaned.log["rule"] == "empty cell: what stands above it"]
    assert log[["row", "column", "after"]].to_numpy().tolist() == [[3, "Code", "A1"], [5, "Code", "B2"]]


MISSING = {
    "a wave below the other": [["A1", "pre", "No"], ["B2", "pre", "No"], ["", "pre", "No"], ["A1", "post", "Yes"]],
    "two rows of one wave": [["A1", "pre", "No"], ["", "pre", "Yes"], ["B2", "post", "No"], ["", "post", "No"]],
    "the first row": [["", "pre", "No"], ["A1", "post", "Yes"], ["", "pre", "No"], ["B2", "post", "No"]],
    "one person in three": [["A1", "pre", "No"], ["", "post", "Yes"], ["B2", "pre", "No"], ["C3", "pre", "No"]],
}


@pytest.mark.parametrize("rows", MISSING.values(), ids=MISSING)
def test_codes_that_are_missing_are_nobody_elses(rows, tmp_path):
    assert "filled_down" not in inspect_files([write_csv(tmp_path / "a.csv", [HEAD, *rows])])


def test_a_column_to_be_filled_that_is_not_there_is_told(tmp_path):
    small = Small(tmp_path).write(yaml=LONG.replace("wave_column: wave", "wave_column: wave, filled_down: [ids]"))
    (problem,) = small.problems()
    assert (problem.found, "nearest: id" in problem.remedy) == ("no column 'ids'", True)
