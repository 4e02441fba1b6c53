"""Files that nobody has described yet, opened: each sheet that is a table, with what its platform makes of it."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from firststeps.responses.given.heads import FIRST_ROW
from firststeps.responses.given.open_document import open_document_sheets
from firststeps.responses.given.packages import files_within
from firststeps.responses.given.problems import Refusal, refusal
from firststeps.responses.given.read import first_rows, read_grid, read_table
from firststeps.responses.given.tables import Table, table_of
from firststeps.responses.given.workbooks import coloured_cells, comments, hidden_sheets, sheet_names
from firststeps.responses.platforms.export import Export
from firststeps.responses.platforms.hand_made import (
    refuse_cross_table,
    refuse_stacked,
    refuse_ticks_for_yes_and_no,
    refuse_times_between,
    waves_among,
)
from firststeps.responses.platforms.recognise import export_of
from firststeps.responses.texts.encodings import LOOKED_AT, likely_encoding
from firststeps.responses.texts.lexicon import key_in, key_in_cells

STATISTICS = (".sav", ".zsav", ".dta", ".parquet")
TEXTS = (".csv", ".txt", ".tsv")
KEY_ROWS = 100  # of a sheet beside the answers, and at either end of a table
SHEETS = {".xlsx": sheet_names, ".ods": open_document_sheets, ".zip": files_within}


@dataclass
class Opened:
    """A table of a file: the file's name, the sheet where it has several, its encoding where that is not UTF-8.

    ``export`` is what its platform makes of it, ``beside`` the sheets of its file that are not read, ``hidden`` those
    of them that the workbook does not show, ``keys`` what numbers mean as answers by those sheets and by notes,
    ``comments`` the cells beside which somebody wrote one, ``colours`` the colour behind cells.
    """

    file: str
    table: Table
    export: Export
    sheet: str = ""
    encoding: str = ""
    beside: list = field(default_factory=list)
    hidden: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    colours: dict = field(default_factory=dict)


def opened(path):
    """The tables of a file as a list of :class:`Opened`, one a wave where its sheets are waves.

    Refusal where it holds none.
    """
    path = Path(path)
    if path.suffix.lower() in STATISTICS:
        table = read_table(path)
        return [Opened(path.name, table, export_of([list(table.cells)]))]
    sheets = _sheets(path)
    if len(sheets) < 2:
        return [_open(path, "")]
    tables, problems = {}, []
    for sheet in sheets:
        try:
            tables[sheet] = _open(path, sheet)
        except Refusal as refused:
            problems += refused.problems
    if not tables:
        raise Refusal(problems)
    hidden = hidden_sheets(path) if path.suffix.lower() == ".xlsx" else []
    visible = {sheet: one.table for sheet, one in tables.items() if sheet not in hidden}
    waves = waves_among(visible or {sheet: one.table for sheet, one in tables.items()})
    keys = [key for other in sheets if other not in waves and (key := key_in(_beginning(path, other)))]
    for sheet in waves:
        tables[sheet].sheet = sheet
        tables[sheet].beside = [other for other in sheets if other not in waves]
        tables[sheet].keys += keys
        tables[sheet].hidden = [other for other in tables[sheet].beside if other in hidden]
    return [tables[sheet] for sheet in waves]


def _beginning(path, sheet):
    """The first rows of a sheet as one text; an empty one where it cannot be read."""
    try:
        rows = read_grid(path, sheet=sheet).rows[:KEY_ROWS]
    except Refusal:
        return ""
    return "\n".join(f"{' = '.join(cell for cell in row if cell.strip())};" for row in rows)


def _sheets(path):
    """The names of the sheets of a workbook, or of the tables within a ``.zip``."""
    if path.suffix.lower() not in SHEETS or not path.is_file():
        return []
    try:
        return SHEETS[path.suffix.lower()](path)
    except Refusal:
        raise
    except Exception:  # what is no workbook is refused in words where it is read
        return []


def _encoding_told(fault, path):
    """How letters are stored in a file that is not UTF-8, by what its refusal says; empty where that tells nothing."""
    if wide := re.match(r"text in (utf-16-[lb]e) without", fault):
        return wide[1]
    with path.open("rb") as file:
        beginning = file.read(LOOKED_AT)
    return likely_encoding(beginning) if "which is not utf-8" in fault else ""


def _open(path, sheet):
    """Open a file, or a sheet, of which nobody has said yet what it is; Refusal where it holds no table."""
    if (rows := first_rows(path)) and (export := export_of(rows)).head == FIRST_ROW:
        try:
            return Opened(path.name, read_table(path), export)
        except Refusal:
            pass  # the slow reader says what is wrong, and where
    grid, encoding = _grid_of(path, sheet)
    refuse_cross_table(grid.name, grid.rows[:12])
    refuse_ticks_for_yes_and_no(grid.name, grid.rows)
    refuse_stacked(grid.name, grid.rows)
    refuse_times_between(grid.name, grid.rows)
    table, export = _table_of(grid)
    if path.suffix.lower() in TEXTS and table.cells.shape[1] < 2:
        remedy = "If its columns are separated by blanks or by another sign than comma, semicolon or tab, open it in a "
        remedy += "spreadsheet program (import as text), see that each column stands alone, and save it as CSV."
        raise refusal(grid.name, "one column", "a column of codes and a column for each question", remedy)
    keys = [key for row in (*grid.rows[:KEY_ROWS], *grid.rows[-KEY_ROWS:]) if (key := _key_of_note(row))]
    keys += [key] if (key := key_in_cells(grid.rows[export.head.last :])) else []
    keys += [key for row in export.head.skip for cell in grid.rows[row - 1] if (key := key_in(cell))]
    known = Opened(path.name, table, export.among(table.cells), encoding=encoding, keys=keys)
    if path.suffix.lower() == ".xlsx":
        texts = comments(path, sheet)
        known.comments, known.colours = [*texts], coloured_cells(path, sheet)
        known.keys += [key for text in texts.values() if (key := key_in(text))]
    return known


def _grid_of(path, sheet):
    """The rows of a file, and how its letters are stored where that has to be said; else an empty text."""
    try:
        return read_grid(path, sheet=sheet), ""
    except Refusal as refused:
        encoding = _encoding_told(refused.problems[0].found, path)
        if not encoding:
            raise
        return read_grid(path, encoding, sheet=sheet), encoding


def _table_of(grid):
    """The table of a grid, and the export that it is of; where its columns have no clear names, by their letters."""
    export = export_of(grid.rows)
    try:
        return table_of(grid, export.head), export
    except Refusal as refused:
        if not all("unclear: letters" in problem.remedy for problem in refused.problems):
            raise
    export = replace(export, head=export.head._replace(unclear="letters"))
    return table_of(grid, export.head), export


def _key_of_note(row):
    """What numbers mean by a row that holds one text alone, above or below a table."""
    texts = [cell for cell in row if cell.strip()]
    return key_in(texts[0]) if len(texts) == 1 else {}
