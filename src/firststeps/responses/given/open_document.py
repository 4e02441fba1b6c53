"""Sheets of OpenDocument spreadsheets (``.ods``) as text, with what they merge and hide."""

import zipfile
from xml.etree import ElementTree

from firststeps.responses.given.formats import text_of
from firststeps.responses.given.grids import Grid, Merged, as_wide, letters
from firststeps.responses.given.packages import check_workbook
from firststeps.responses.given.problems import Refusal, refusal
from firststeps.responses.given.workbooks import MOST_CELLS, no_such_sheet

OFFICE, TABLE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("office", "table", "text"))
HIDDEN = ("collapse", "filter")


def open_document_grid(path, sheet=""):
    """A sheet of an ``.ods`` file as a :class:`Grid`; Refusal where it is not clear which is meant.

    A number is what is stored, not what is shown; a date or a truth is written as in an Excel workbook.
    """
    sheets = _sheets(path)
    name = sheet or (next(iter(sheets)) if len(sheets) == 1 else "")
    if name not in sheets:
        raise no_such_sheet(path.name, sheet, sheets)
    grid = Grid(path.name, [])
    _read_columns(grid, sheets[name])
    _read_rows(grid, sheets[name])
    while grid.rows and not any(cell.strip() for cell in grid.rows[-1]):
        grid.rows.pop()
    grid.rows = as_wide(grid.rows)
    width = len(grid.rows[0]) if grid.rows else 0
    grid.hidden_rows = [number for number in grid.hidden_rows if number <= len(grid.rows)]
    grid.hidden_columns = [letters(place) for place in grid.hidden_columns if place < width]
    return grid


def open_document_sheets(path):
    """The names of the sheets of an ``.ods`` file, in order."""
    return list(_sheets(path))


def _sheets(path):
    """The tables of the file by name."""
    try:
        check_workbook(path)
        with zipfile.ZipFile(path) as package:
            content = ElementTree.fromstring(package.read("content.xml"))
    except Refusal:
        raise
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError, RuntimeError):
        remedy = "Open the file in a spreadsheet program and save it again, or as CSV."
        raise refusal(path.name, "no readable spreadsheet", "an OpenDocument spreadsheet", remedy) from None
    return {table.get(f"{TABLE}name", ""): table for table in content.iter(f"{TABLE}table")}


def _read_columns(grid, table):
    """Note the hidden columns of a table in the grid."""
    place = 0
    for column in table.iter(f"{TABLE}table-column"):
        times = int(column.get(f"{TABLE}number-columns-repeated", 1))
        if column.get(f"{TABLE}visibility") in HIDDEN:
            grid.hidden_columns.extend(range(place, place + min(times, 1000)))
        place += times


def _read_rows(grid, table):
    """Add the rows of a table to the grid; rows and cells that are repeated without an end are empty ones."""
    number, cells = 0, 0
    for row in table.iter(f"{TABLE}table-row"):
        times = int(row.get(f"{TABLE}number-rows-repeated", 1))
        texts, merged = _cells(row, number + 1)
        if texts:
            cells += times * len(texts)
            if cells > MOST_CELLS:
                remedy = "Delete what stands far away from the table, or save the sheet as CSV."
                raise refusal(grid.name, "a larger sheet", f"a sheet of at most {MOST_CELLS:,} cells", remedy)
            grid.rows += [[] for _ in range(number - len(grid.rows))] + [list(texts) for _ in range(times)]
            grid.merged += merged
        if row.get(f"{TABLE}visibility") in HIDDEN:
            grid.hidden_rows.extend(range(number + 1, number + min(times, 1000) + 1))
        number += times
        if number > MOST_CELLS:
            return


def _cells(row, number):
    """The texts of a row without the empty cells at its end, and its merged cells."""
    texts, merged, place = [], [], 0
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        times = int(cell.get(f"{TABLE}number-columns-repeated", 1))
        if text := _text(cell):
            texts += [""] * (place - len(texts)) + [text] * min(times, MOST_CELLS)
        down, right = (int(cell.get(f"{TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns"))
        if down * right > 1:
            merged.append(Merged(number, number + down - 1, place, place + right - 1))
        place += times
    return texts, merged


def _text(cell):
    """What a cell holds, as text."""
    kind, value = cell.get(f"{OFFICE}value-type"), cell.get(f"{OFFICE}value")
    if kind in ("float", "currency", "percentage") and value is not None:
        return text_of(float(value))
    if kind == "boolean":
        return text_of(cell.get(f"{OFFICE}boolean-value") == "true")
    if kind == "date":
        return cell.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00").replace("T", " ")
    lines = ("".join(_letters(part)) for part in cell.findall(f"{TEXT}p"))
    return cell.get(f"{OFFICE}string-value") or "\n".join(lines)


def _letters(part):
    """The letters of a paragraph: its texts, and what stands for blanks and line breaks."""
    yield part.text or ""
    for inner in part:
        if inner.tag == f"{TEXT}s":
            yield " " * int(inner.get(f"{TEXT}c", 1))
        elif inner.tag in (f"{TEXT}line-break", f"{TEXT}tab"):
            yield "\n" if inner.tag.endswith("line-break") else "\t"
        else:
            yield from _letters(inner)
        yield inner.tail or ""
