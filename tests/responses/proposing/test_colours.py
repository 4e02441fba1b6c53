"""Colours of cells may be answers: they are told where they differ from row to row, and not as decoration."""

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from firststeps.responses.proposing.propose import inspect_files

ROWS = [["Code", "Group pre", "Group post"], ["A1", "Yes", "Yes"], ["B2", "No", "Yes"], ["C3", "No", "No"]]
ROWS += [["D4", "No", "Yes"], ["Total", 1, 3]]
GREEN, GREY, WHITE = (PatternFill("solid", fgColor=colour) for colour in ("FF92D050", "FFD9D9D9", "FFFFFFFF"))


def told(folder, looks):
    """The line on colours of the proposal for a workbook whose cells have some ``looks``; empty where there is none."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    for cell, look in looks.items():
        setattr(book.active[cell], "font" if isinstance(look, Font) else "fill", look)
    book.save(folder / "a.xlsx")
    return next((line for line in inspect_files([folder / "a.xlsx"]).splitlines() if "the colour" in line), "")


def test_cells_of_a_colour_of_their_own_are_told(tmp_path):
    line = told(tmp_path, {"B3": GREEN, "C5": GREY})
    assert line.startswith("  # not read: the colours of 2 cells (B3, C5) of a.xlsx; where they mean something, write")


def test_a_whole_row_struck_through_is_told(tmp_path):
    """So people mark who left."""
    line = told(tmp_path, {f"{column}4": Font(strike=True) for column in "ABC"})
    assert "the colours of 3 cells (A4, B4, C4), some struck through, of a.xlsx" in line


DECORATION = {
    "the head": {f"{column}1": GREEN for column in "ABC"},
    "a column": {f"B{row}": GREEN for row in range(2, 6)},
    "every other row": {f"{column}{row}": GREY for column in "ABC" for row in (3, 5)},
    "the totals": {f"{column}6": GREY for column in "ABC"},
    "white": {"B3": WHITE},
    "a word in bold": {"B3": Font(bold=True)},
}


@pytest.mark.parametrize("looks", DECORATION.values(), ids=DECORATION)
def test_decoration_is_not_told(looks, tmp_path):
    assert told(tmp_path, looks) == ""
