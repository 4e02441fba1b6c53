"""Given files as tables of text, read whole or refused: no cell is guessed, no row is lost.

A :class:`Table` has one row a record; its index is the row number as a spreadsheet shows it, the header being row 1.
All cells are text, empty where nothing stands; what they mean is for :mod:`firststeps.responses.cleaning.clean`.
"""

import csv
import io
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from firststeps.responses.given.formats import ENDINGS, read_parquet, workbook_records
from firststeps.responses.given.problems import Problem, Refusal, refusal
from firststeps.responses.given.statistics_files import read_labelled

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
BINARY = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"PK\x03\x04": "an Excel workbook (.xlsx)",
    b"PAR1": "Parquet",
}
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
EXPORT_AGAIN = "Export the file again, with its header in the first row."
LARGE = 32_000_000  # bytes from which Arrow reads a CSV file
MOST_COLUMNS = 16_384  # as many as a spreadsheet has
csv.field_size_limit(1 << 24)


@dataclass
class Table:
    """A given file: its name, its cells (all text), and the empty rows and columns that were left out of them.

    ``marked`` is whether a byte-order mark stood at its head; ``labels`` are those that a statistics program keeps
    beside the names of columns.
    """

    name: str
    cells: pd.DataFrame
    empty_rows: list = field(default_factory=list)
    empty_columns: int = 0
    marked: bool = False
    labels: dict = field(default_factory=dict)


def read_table(path, encoding="utf-8", delimiter="", sheet=""):
    """Read a given file as a :class:`Table`; Refusal says what is broken, and where.

    ``.csv``, ``.tsv`` and ``.txt`` are text: ``delimiter`` ``,`` ``;`` or ``tab`` (empty: whichever the header has most
    of), ``encoding`` as declared (a byte-order mark wins).  Also ``.xlsx`` (``sheet`` named if there are several),
    ``.parquet``, SPSS ``.sav`` and Stata ``.dta``.
    """
    path = Path(path)
    if not path.is_file():
        near = sorted(p.name for p in path.parent.glob("*") if p.is_file()) if path.parent.is_dir() else []
        here = f"the folder holds {', '.join(near)}" if near else "the folder is empty or not there"
        raise refusal(path.name, "no such file", "a file of that name", f"Correct the name in study.yaml; {here}.")
    ending = path.suffix.lower()
    if ending == ".xlsx":
        return _table(path.name, workbook_records(path, sheet))
    if ending in ENDINGS:
        frame, labels = _read_frame(path)
        return replace(_frame_table(path.name, frame), labels=labels)
    return _read_csv(path, encoding, {"tab": "\t"}.get(delimiter, delimiter))


def _read_frame(path):
    """A Parquet, SPSS or Stata file as a frame of text and its labels of columns; a value with a label is its label."""
    try:
        return (read_parquet if path.suffix.lower() == ".parquet" else read_labelled)(path)
    except Refusal:
        raise
    except Exception as fault:  # each library has error types of its own
        remedy = "Export the file again from the program that made it, or as CSV."
        raise refusal(path.name, f"a damaged file ({fault})", f"a {path.suffix} file", remedy) from None


def _read_csv(path, encoding, delimiter):
    content = path.read_bytes()
    for start, what in BINARY.items():
        if content.startswith(start):
            remedy = f"Save it as CSV, or give it the ending of what it is ({what})."
            raise refusal(path.name, what, "a CSV file, as its name says", remedy)
    table = _read_large(path.name, content, encoding, delimiter) if len(content) > LARGE else None
    if table is None:
        text = _decoded(path.name, content, encoding)
        table = _table(path.name, _parsed(path.name, text, delimiter or delimiter_of(text)))
    return replace(table, marked=content.startswith(tuple(mark for mark, _ in MARKS)))


def _read_large(name, content, encoding, delimiter):
    """A large UTF-8 file read by Arrow, or None if anything is odd: then the slow reader says what and where."""
    from pyarrow import ArrowException, BufferReader, csv

    header = content.split(b"\n", 1)[0].decode("utf-8", "replace")
    odd = encoding.lower() not in ("utf-8", "utf8") or content.count(b'"') % 2 or b"\0" in content
    if odd or b"\xef\xbf\xbd" in content or content.startswith((b"\xff\xfe", b"\xfe\xff", b'"')) or '"' in header:
        return None
    delimiter = delimiter or delimiter_of(header)
    columns = header.removeprefix("\ufeff").rstrip("\r\n").split(delimiter)
    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False)
    convert = csv.ConvertOptions(column_types=dict.fromkeys(columns, "string"), strings_can_be_null=False)
    try:
        frame = csv.read_csv(BufferReader(content), parse_options=parse, convert_options=convert).to_pandas()
    except (ArrowException, KeyError):
        return None
    return _frame_table(name, frame)


def _frame_table(name, frame):
    """A frame of text as a Table, with the same care for its header and for empty rows as for records."""
    frame = frame.set_axis(range(2, len(frame) + 2)).rename_axis("row").rename(columns=str.strip)
    blank = [(frame.iloc[:, place].str.strip() == "").to_numpy() for place in range(frame.shape[1])]
    answers = {place: int(np.argmin(blank[place])) for place, column in enumerate(frame) if not column}
    first = {place: number + 2 for place, number in answers.items() if len(frame) and not blank[place][number]}
    problems = list(_header_faults(name, list(frame.columns), first))
    if frame.empty:
        problems.append(Problem("refuse", name, "a header only", "at least one row", EXPORT_AGAIN))
    if problems:
        raise Refusal(problems)
    empty = np.logical_and.reduce(blank)
    named = [column for column in frame if column]
    left_out = [int(row) for row in frame.index[empty]]
    return Table(name, frame.loc[~empty, named], left_out, len(frame.columns) - len(named))


def _decoded(name, content, encoding):
    """The text of a file, or the byte and row at which it is not in the declared encoding."""
    for mark, marked in MARKS:
        if content.startswith(mark):
            encoding = marked
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        row = content[: fault.start].count(b"\n") + 1
        found = f"byte {content[fault.start]:#04x} at byte {fault.start + 1}, which is not {encoding}"
        remedy = "Save the file as UTF-8, or say what it is in study.yaml:\n  data:\n    encoding: cp1252"
        raise refusal(name, found, f"text in {encoding}", remedy, row=row) from None
    except LookupError:
        raise refusal(name, f"encoding {encoding!r}", "utf-8, utf-16 or cp1252", "Correct data > encoding.") from None
    for bad, what in (("\0", "a NUL byte"), ("\ufffd", "the replacement character U+FFFD")):
        if bad in text:
            row = text[: text.index(bad)].count("\n") + 1
            remedy = "The file was damaged or saved wrongly; export it again from where it came from."
            raise refusal(name, what, "text", remedy, row=row)
    return text


def delimiter_of(text):
    """The delimiter of which the header of a text has most."""
    header = text.lstrip("\r\n").split("\n", 1)[0]
    return max(DELIMITERS, key=header.count)


def _parsed(name, text, delimiter):
    """The records of a CSV text; a quote that is never closed is refused with the row at which it opens."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = []
    try:
        records.extend(reader)
    except csv.Error as fault:
        found = f"a quotation mark that is not closed or not followed by a {DELIMITERS[delimiter]} ({fault})"
        remedy = "Close the quotation mark in this row; a mark inside a text is written twice."
        raise refusal(name, found, "balanced quotation marks", remedy, row=len(records) + 1) from None
    return records


def _table(name, records):
    """Records (header first) as a Table; ragged rows are refused, empty rows and empty unnamed columns left out."""
    if not any(any(cell.strip() for cell in record) for record in records):
        raise refusal(name, "an empty file", "a header and rows", EXPORT_AGAIN)
    header = [cell.strip() for cell in records[0]]
    rows = {number: record for number, record in enumerate(records[1:], start=2) if any(c.strip() for c in record)}
    first = {
        place: next((number for number, row in rows.items() if place < len(row) and row[place].strip()), 0)
        for place, column in enumerate(header)
        if not column
    }
    problems = [*_ragged(name, len(header), rows), *_header_faults(name, header, first)]
    if not rows:
        problems.append(Problem("refuse", name, "a header only", "at least one row", EXPORT_AGAIN))
    if problems:
        raise Refusal(problems)
    named = [i for i, column in enumerate(header) if column]
    cells = pd.DataFrame({header[i]: [row[i] for row in rows.values()] for i in named}, dtype="str")
    empty = [number for number in range(2, len(records) + 1) if number not in rows]
    return Table(name, cells.set_axis(pd.Index(rows, name="row")), empty, len(header) - len(named))


def _ragged(name, width, rows):
    for number, row in rows.items():
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            remedy = "Look for a missing or an unquoted delimiter in this row."
            yield Problem("refuse", name, f"{len(row)} cells", f"{width} cells, as in the header", remedy, row=number)


def _header_faults(name, header, first):
    """Names that are given twice or not at all; ``first``: the first row that says something under a missing name."""
    if len(header) > MOST_COLUMNS:
        remedy = "Leave out the columns that no question needs."
        yield Problem("refuse", name, f"{len(header):,} columns", f"at most {MOST_COLUMNS:,}", remedy, row=1)
        return
    for column in sorted({c for c in header if c and header.count(c) > 1}):
        remedy = "Give each column a name of its own."
        yield Problem("refuse", name, f"column {column!r} twice", "each column once", remedy, row=1)
    for place, row in first.items():
        if row:
            found = f"answers under no name in column {place + 1}"
            yield Problem("refuse", name, found, "a name for each column", "Name the column in row 1.", row=row)
