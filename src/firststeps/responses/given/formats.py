"""Cells of workbooks and of Parquet files as text, through the libraries that know them."""

import datetime

import pandas as pd

from firststeps.responses.given.packages import check_workbook
from firststeps.responses.given.problems import Refusal, refusal

MOST_CELLS = 2_000_000  # of a sheet; more is quicker as CSV
MOST_PASSED = 50_000_000  # cells of a sheet that are looked at, empty ones too
MOST_VALUES = 200_000_000  # of a Parquet file that is read whole
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
    rows = _sheet(path, sheet, data_only=True)
    for number, formulas in enumerate(_sheet(path, sheet, data_only=False), start=1):
        for place, cell in enumerate(formulas):
            if isinstance(cell.value, str) and cell.value.startswith("=") and _is_empty(rows, number - 1, place):
                remedy = "Open the workbook in the program that made it and save it again, or paste values."
                at = {"row": number, "column": cell.column_letter}
                raise refusal(path.name, "a formula without its value", "values", remedy, **at)
    return _as_wide([[_cell_text(cell) for cell in row] for row in rows], path.name)


def _is_empty(rows, row, place):
    """Whether nothing stands in a place of a sheet's rows."""
    return row >= len(rows) or place >= len(rows[row]) or rows[row][place].value is None


def _sheet(path, sheet, data_only):
    """The cells of a sheet, all read here: the library reads late and lets errors of zip, XML and its own pass."""
    import openpyxl

    try:
        check_workbook(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
        name = sheet or (book.sheetnames[0] if len(book.sheetnames) == 1 else "")
        if name in book.sheetnames:
            book[name].reset_dimensions()  # what a sheet says of its size may be wrong: rows beyond it would be lost
            return _bounded_rows(book[name].iter_rows(), path.name)
    except Refusal:
        raise
    except Exception as fault:
        remedy = "Open the file in a spreadsheet program and save it again as .xlsx, or as CSV."
        raise refusal(path.name, f"no readable workbook ({fault})", "an Excel workbook", remedy) from None
    found = f"no sheet {sheet!r}" if sheet else "several sheets"
    remedy = f"Name one in study.yaml (sheet: ...): {', '.join(book.sheetnames)}."
    raise refusal(path.name, found, "the name of a sheet", remedy)


def _bounded_rows(given, file):
    """The rows of a sheet without the empty cells at their ends, none after the last that says something."""
    rows, passed, kept, last = [], 0, 0, 0
    for row in given:
        full = max((place for place, cell in enumerate(row, start=1) if cell.value is not None), default=0)
        rows.append(row[:full])
        says = any(str(cell.value).strip() for cell in row[:full] if cell.value is not None)
        passed, kept, last = passed + len(row), kept + full, len(rows) if says else last
        if passed > MOST_PASSED or kept > MOST_CELLS:
            remedy = "Delete what stands far away from the table, or save the sheet as CSV."
            found = f"a sheet of {len(rows):,} rows and more, up to {len(row):,} columns wide"
            raise refusal(file, found, f"a sheet of at most {MOST_CELLS:,} cells", remedy)
    return rows[:last]


def _as_wide(rows, file):
    """Rows of text, all as wide as the widest."""
    width = max(map(len, rows), default=0)
    if len(rows) * width > MOST_CELLS:
        wide = next(number for number, row in enumerate(rows, start=1) if len(row) == width)
        remedy = "Delete what stands far away from the table, or save the sheet as CSV."
        found = f"a sheet of {len(rows):,} rows, one of them {width:,} columns wide"
        raise refusal(file, found, f"a sheet of at most {MOST_CELLS:,} cells", remedy, row=wide)
    return [row + [""] * (width - len(row)) for row in rows]


def _cell_text(cell):
    said = text_of(cell.value)
    shown = cell.number_format if said.isdigit() and not isinstance(cell.value, str) else ""
    return said.zfill(len(shown)) if shown and set(shown) == {"0"} else said


def read_parquet(path):
    """A Parquet file as a frame of text, without labels of columns."""
    import pyarrow.parquet

    about = pyarrow.parquet.read_metadata(path)
    if about.num_rows * about.num_columns > MOST_VALUES:
        found = f"{about.num_rows:,} rows of {about.num_columns:,} columns"
        remedy = "Count it as a stream: python -m firststeps count --study FOLDER."
        raise refusal(path.name, found, f"at most {MOST_VALUES:,} values", remedy)
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
