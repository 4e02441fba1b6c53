"""The rows of a file as a table: its columns named, empty rows left out, and what is not clear refused."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.responses.given.grids import as_wide, letters
from firststeps.responses.given.heads import FIRST_ROW, column_names, likely_head
from firststeps.responses.given.problems import Problem, Refusal, refusal
from firststeps.study.parts.texts import CONTROLS, composed

EXPORT_AGAIN = "Export the file again, with its header in the first row."
NO_ROWS = "Export the file again, with the answers below its header."
MOST_COLUMNS = 16_384  # as many as a spreadsheet has


@dataclass
class Table:
    """A given file: its name, its cells (all text), and the empty rows and columns that were left out of them.

    ``marked`` is whether a byte-order mark stood at its head; ``labels`` are the questions in full, by column, of a row
    below the names or as a statistics program keeps them.  Such a program also keeps ``value_labels``, those of a
    column's answers by number, and ``missing``, what stands in its cells where the file declares a value missing.
    ``title_rows`` are the rows of the head that name nothing; ``merged`` lists merged cells of a workbook as first row,
    last row and names of columns; ``hidden_rows`` and ``hidden_columns`` are those that a workbook does not show.
    ``numbered`` is whether row 1 has no name for numbers at the head of each row.
    """

    name: str
    cells: pd.DataFrame
    empty_rows: list = field(default_factory=list)
    empty_columns: int = 0
    marked: bool = False
    labels: dict = field(default_factory=dict)
    value_labels: dict = field(default_factory=dict)
    missing: dict = field(default_factory=dict)
    title_rows: list = field(default_factory=list)
    merged: list = field(default_factory=list)
    hidden_rows: list = field(default_factory=list)
    hidden_columns: list = field(default_factory=list)
    numbered: bool = False


def table_of(grid, head=FIRST_ROW):
    """A grid as a :class:`Table`; ragged rows are refused, empty rows and empty unnamed columns left out."""
    rows = _rows_below(grid, head)
    header = _header(grid, head, rows)
    places = [place for place, column in enumerate(header) if column]
    columns = {header[i]: [row[i] if i < len(row) else "" for row in rows.values()] for i in places}
    cells = pd.DataFrame(columns, dtype="str").set_axis(pd.Index(rows, name="row"))
    apart, upper = _apart(head), min(head.names)
    empty = [n for n in range(upper + 1, len(grid.rows) + 1) if n not in rows and n not in apart]
    table = Table(grid.name, cells, empty, len(header) - len(places), grid.marked)
    table.labels = _labels(header, grid.rows[head.labels - 1]) if head.labels else {}
    table.title_rows = [n for n in range(1, upper) if _says(grid.rows[n - 1])] + sorted(apart - {*head.names})
    table.merged = [
        (merged.first_row, merged.last_row, [header[place] for place in merged.columns if place < len(header)])
        for merged in grid.merged
        if merged.first_row in rows
    ]
    hidden = {"hidden_rows": grid.hidden_rows, "hidden_columns": grid.hidden_columns}
    return replace(table, **hidden, numbered=grid.numbered)


def _apart(head):
    """The rows of the head that hold names or are nobody's."""
    return {*head.names, head.labels, *head.skip} - {0}


def _says(row):
    """Whether any cell of a row says something."""
    return any(cell.strip() for cell in row)


def _rows_below(grid, head):
    """The rows that say something below the names, by their numbers."""
    if not any(map(_says, grid.rows)):
        raise refusal(grid.name, "an empty file", "a header and rows", EXPORT_AGAIN)
    if head.last > len(grid.rows):
        remedy = "Correct head (names, labels, skip) in study.yaml."
        raise refusal(grid.name, plural(len(grid.rows), "row"), f"a head that reaches to row {head.last}", remedy)
    apart = _apart(head) | {*range(1, min(head.names))}
    return {number: row for number, row in enumerate(grid.rows, start=1) if number not in apart and _says(row)}


def _header(grid, head, rows):
    """The names of the columns; Refusal where they are not clear, or rows are not as wide."""
    last = max(head.names)
    numbers = sorted(head.names)
    names = as_wide([grid.rows[number - 1] for number in numbers])
    merged = [[some.columns for some in grid.merged if some.first_row == number] for number in numbers[:-1]]
    header = column_names(names, merged)
    filled = [any(place < len(row) and row[place].strip() for row in rows.values()) for place in range(len(header))]
    if head.unclear == "letters":
        header = _with_letters(header, filled)
    first = {
        place: next((number for number, row in rows.items() if place < len(row) and row[place].strip()), 0)
        for place, column in enumerate(header)
        if not column
    }
    problems = [
        *_ragged_rows(grid.name, len(grid.rows[last - 1]), rows, _notes_below(grid.rows, last)),
        *_header_faults(grid.name, header, first, last),
    ]
    if problems and head == FIRST_ROW and (names := likely_head(grid.rows)) not in ((), (1,)):
        raise Refusal([_other_head(grid.name, names)])
    if not rows:
        problems.append(Problem("refuse", grid.name, "a header only", "at least one row", NO_ROWS))
    if problems:
        raise Refusal(problems)
    return header


def _with_letters(header, filled):
    """The names of columns, those that are missing or stand twice with the letters of the spreadsheet.

    >>> _with_letters(["Code", "said", "", "said", ""], [True, True, True, True, False])
    ['Code', 'said', 'column C', 'said (D)', '']
    """
    names = []
    for place, name in enumerate(header):
        twice = f"{name} ({letters(place)})" if name in names else name
        names.append(twice if name or not filled[place] else f"column {letters(place)}")
    return names


def frame_table(name, frame, start=2):
    """A frame of text as a Table, with the same care for its header and for empty rows as for records.

    ``start`` is the number of its first row.
    """
    frame = (
        frame.set_axis(range(start, len(frame) + start))
        .rename_axis("row")
        .rename(columns=lambda name: composed(name.translate(CONTROLS).strip()))
    )
    blank = [(frame.iloc[:, place].str.strip() == "").to_numpy() for place in range(frame.shape[1])]
    answers = {place: int(np.argmin(blank[place])) for place, column in enumerate(frame) if not column}
    first = {place: number + start for place, number in answers.items() if len(frame) and not blank[place][number]}
    problems = list(_header_faults(name, list(frame.columns), first, 1))
    if frame.empty:
        problems.append(Problem("refuse", name, "a header only", "at least one row", NO_ROWS))
    if problems:
        raise Refusal(problems)
    empty = np.logical_and.reduce(blank)
    columns = [column for column in frame if column]
    left_out = [int(row) for row in frame.index[empty]]
    return Table(name, frame.loc[~empty, columns], left_out, len(frame.columns) - len(columns))


def _labels(header, questions):
    """The questions of a row below the names, by column; line breaks become blanks."""
    texts = (" ".join(text.split()) for text in questions)
    return {column: text for column, text in zip(header, texts, strict=False) if column and text}


def _other_head(name, names):
    """The refusal of a table whose names stand lower than in row 1, with the line that says where."""
    *first, last = map(str, names)
    rows = f"rows {', '.join(first)} and {last} together seem" if first else f"row {last} seems"
    head = f"{{names: [{', '.join(map(str, names))}]}}"
    remedy = f"Here {rows} to name them. If so, say in study.yaml:\n  data:\n    head: {head}"
    return Problem("ask", name, "a first row that does not name every column", "names in row 1", remedy, row=1)


def _notes_below(rows, last):
    """The numbers of rows below the table that are notes: they follow an empty row, and all are shorter than a head.

    >>> _notes_below([["Code", "Group"], ["A1", "Yes"], [], ["End of report"]], 1)
    {4}
    """
    width = len(rows[last - 1])
    full = max((number for number, row in enumerate(rows, start=1) if len(row) >= width and _says(row)), default=0)
    empty = next((n for n, row in enumerate(rows, start=1) if n > full and not _says(row)), len(rows))
    return {*range(empty + 1, len(rows) + 1)}


def _ragged_rows(name, width, rows, notes=()):
    """The rows that have fewer or more cells than the header, as problems; one where all have one cell more."""
    longer = [number for number, row in rows.items() if len(row) == width + 1 and row[width].strip()]
    if len(longer) == len(rows) > 1:
        remedy = "Where a program names no column for what stands first in each row, as R does, write a name above it "
        remedy += "in a copy, such as Code, and make the study from that. Else look for a missing delimiter in row 1."
        fault, header = f"{plural(width + 1, 'cell')} in every row", f"{plural(width, 'cell')}, as in the header"
        yield Problem("refuse", name, fault, header, remedy, row=longer[0])
        return
    for number, row in rows.items():
        if (len(row) < width and number not in notes) or any(cell.strip() for cell in row[width:]):
            remedy = "Look for a missing or an unquoted delimiter in this row."
            fault, header = plural(len(row), "cell"), f"{plural(width, 'cell')}, as in the header"
            yield Problem("refuse", name, fault, header, remedy, row=number)


def _header_faults(name, header, first, row):
    """Names that are given twice or not at all; ``first``: the first row that says something under a missing name."""
    if len(header) > MOST_COLUMNS:
        remedy = "Leave out the columns that no question needs."
        yield Problem("refuse", name, f"{len(header):,} columns", f"at most {MOST_COLUMNS:,}", remedy, row=row)
        return
    letters_line = f"  data:\n    head: {{names: [{row}], unclear: letters}}"
    for column in sorted({c for c in header if c and header.count(c) > 1}):
        remedy = f"If each is a column of its own, have its letter put behind the name:\n{letters_line}"
        yield Problem("refuse", name, f"column {column!r} twice", "each column once", remedy, row=row)
    for place, under in first.items():
        if under:
            fault = f"answers under no name in column {place + 1}"
            remedy = f"If row {row} names the columns, have this one called by its letter:\n{letters_line}"
            yield Problem("refuse", name, fault, "a name for each column", remedy, row=under)
