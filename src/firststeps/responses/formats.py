"""Workbooks, Parquet, SPSS and Stata files as frames of text, through the libraries that know them."""

import datetime

import pandas as pd

from firststeps.responses.labelled import read_labelled
from firststeps.responses.problems import refusal

ENDINGS = (".xlsx", ".parquet", ".sav", ".dta")


def text_of(value):
    """A cell as text: whole numbers without a point, dates as year-month-day, nothing as an empty text.

    >>> [text_of(value) for value in (7.0, 0.1, None, float("nan"), True, datetime.datetime(2024, 5, 13), "07")]
    ['7', '0.1', '', '', 'yes', '2024-05-13', '07']
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return str(value)


def workbook_records(path, sheet=""):
    """The rows of a sheet of an ``.xlsx`` file, each a list of texts, empty rows too; Refusal where that is not clear.

    A number keeps the leading noughts that its format shows; a formula whose value was never stored is refused.
    """
    rows, formulas = (_sheet(path, sheet, data_only) for data_only in (True, False))
    for number, (row, typed) in enumerate(zip(rows, formulas, strict=False), start=1):
        for cell, formula in zip(row, typed, strict=False):
            if cell.value is None and isinstance(formula.value, str) and formula.value.startswith("="):
                remedy = "Open the workbook in the program that made it and save it again, or paste values."
                at = {"row": number, "column": formula.column_letter}
                raise refusal(path.name, "a formula without its value", "values", remedy, **at)
    return _without_empty_end([[_cell_text(cell) for cell in row] for row in rows])


def _sheet(path, sheet, data_only):
    """The cells of a sheet, all read here: the library reads late and lets errors of zip, XML and its own pass."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
        name = sheet or (book.sheetnames[0] if len(book.sheetnames) == 1 else "")
        if name in book.sheetnames:
            return [list(row) for row in book[name].iter_rows()]
    except Exception as fault:
        remedy = "Open the file in a spreadsheet program and save it again as .xlsx, or as CSV."
        raise refusal(path.name, f"no readable workbook ({fault})", "an Excel workbook", remedy) from None
    found = f"no sheet {sheet!r}" if sheet else "several sheets"
    remedy = f"Name one in study.yaml (sheet: ...): {', '.join(book.sheetnames)}."
    raise refusal(path.name, found, "the name of a sheet", remedy)


def _without_empty_end(rows):
    """The rows without the empty ones at the end, which a workbook has wherever somebody formatted cells."""
    full = [number for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    return rows[: max(full, default=0)]


def _cell_text(cell):
    said = text_of(cell.value)
    shown = cell.number_format if said.isdigit() and not isinstance(cell.value, str) else ""
    return said.zfill(len(shown)) if shown and set(shown) == {"0"} else said


def read_frame(path):
    """A Parquet, SPSS or Stata file as a frame of text and its labels of columns; a value with a label is its label."""
    try:
        return (_read_parquet if path.suffix.lower() == ".parquet" else read_labelled)(path)
    except Exception as fault:  # each library has error types of its own
        remedy = "Export the file again from the program that made it, or as CSV."
        raise refusal(path.name, f"a damaged file ({fault})", f"a {path.suffix} file", remedy) from None


def _read_parquet(path):
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    table.validate(full=True)
    frame = table.to_pandas(timestamp_as_object=True, integer_object_nulls=True)
    columns = {str(name): texts(column) for name, column in frame.items()}
    return pd.DataFrame(columns, index=range(len(frame))), {}


def texts(column):
    """The cells of a column as text (:func:`text_of`), each different value turned once."""
    if column.dtype == "str":
        return column.fillna("").array
    place, values = pd.factorize(column, use_na_sentinel=False)
    return pd.array([text_of(value) for value in values], dtype="str").take(place)
