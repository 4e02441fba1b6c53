"""What SPSS and Stata files declare: labels of values, missing values, the ends of scales."""

import pandas as pd
import pyreadstat

from firststeps.responses.given.read import read_table
from firststeps.responses.proposing.propose import inspect_files
from tests.exports.cases import FILES

LABELS = {1.0: "Yes", 2.0: "No", 8.0: "Don't know", 9.0: "Not asked"}


def write_sav(path, columns, labels, missing):
    """Write columns as an SPSS file, and give its path."""
    pyreadstat.write_sav(pd.DataFrame(columns), path, variable_value_labels=labels, missing_ranges=missing)
    return path


def test_declared_missing_values_are_told_apart_from_answers(tmp_path):
    """A range and a single value, both as SPSS declares them; an empty cell is none of them."""
    columns = {"q1": [1, 2, 8, 9, None], "age": [30, 99, 41, 52, 28]}
    missing = {"q1": [{"lo": 8, "hi": 9}], "age": [99]}
    table = read_table(write_sav(tmp_path / "a.sav", columns, {"q1": LABELS}, missing))
    assert table.cells["q1"].tolist() == ["Yes", "No", "Don't know", "Not asked", ""]
    assert table.missing == {"q1": ["Don't know", "Not asked"], "age": ["99"]}
    assert table.value_labels["q1"] == {"1": "Yes", "2": "No"}


def test_what_the_file_declares_missing_is_proposed_and_not_asked(tmp_path):
    """*Don't know* shows that somebody was there, *not asked* does not; neither carries a question mark."""
    columns = {"id": [f"P{n:02d}" for n in range(6)], "q1_pre": [1, 2, 1, 2, 1, 1], "q1_post": [1, 2, 8, 9, 2, 1]}
    labels, missing = dict.fromkeys(["q1_pre", "q1_post"], LABELS), {"q1_post": [{"lo": 8, "hi": 9}]}
    text = inspect_files([write_sav(tmp_path / "a.sav", columns, labels, missing)])
    line = next(line for line in text.splitlines() if "codes:" in line)
    assert line.strip().startswith(
        'codes: {yes: ["Yes"], no: ["No"], blank: ["Not asked"], not answered: ["Don\'t know"]}'
    )
    assert "?" not in line


def test_labels_on_the_ends_leave_a_scale_of_numbers():
    """RIGHT.md of the cases, A10: 2 to 4 have no labels, 1 and 5 have, 99 is declared missing."""
    table = read_table(FILES / "A10-spss-wide.sav")
    assert {*table.cells["rating"]} <= {"1", "2", "3", "4", "5", "", "Not answered"}
    assert "range: [1, 5]" in inspect_files([FILES / "A10-spss-wide.sav"])


def test_two_labels_that_say_yes_and_no_are_no_scale(tmp_path):
    """Some institutes code yes 1 and no 5."""
    columns, labels = {"q": [1, 5, 1]}, {"q": {1.0: "Yes", 5.0: "No"}}
    assert read_table(write_sav(tmp_path / "a.sav", columns, labels, {})).cells["q"].tolist() == ["Yes", "No", "Yes"]


def test_extended_missing_values_of_stata():
    """RIGHT.md of the cases, A11: .a and .b are declared missing in the file, and have labels there."""
    table = read_table(FILES / "A11-stata-long.dta")
    assert table.missing == {"rungroup": ["Refused"], "confident": ["Not asked"]}
    assert table.cells["wave"].unique().tolist() == ["Before", "After"]


def test_extended_missing_values_without_a_label(tmp_path):
    frame = pd.DataFrame({"q": [1.0, 0.0, 1.0], "w": [1.0, 1.0, 0.0]})
    frame["q"] = frame["q"].astype(object)
    frame.loc[2, "q"] = "a"
    pyreadstat.write_dta(frame, tmp_path / "a.dta", missing_user_values={"q": ["a"]})
    table = read_table(tmp_path / "a.dta")
    assert (table.cells["q"].tolist(), table.missing) == (["1", "0", ".a"], {"q": [".a"]})


def test_letters_of_a_column_of_text_are_no_missing_values(tmp_path):
    frame = pd.DataFrame({"sex": ["f", "m", "f"]})
    pyreadstat.write_dta(frame, tmp_path / "a.dta")
    table = read_table(tmp_path / "a.dta")
    assert (table.cells["sex"].tolist(), table.missing) == (["f", "m", "f"], {})
