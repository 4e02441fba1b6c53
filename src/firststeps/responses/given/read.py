"""Given files as tables of text, read whole or refused: no cell is guessed, no row is lost.

A :class:`Table` has one row a record; its index is the row number as a spreadsheet shows it, the header being row 1.
All cells are text, empty where nothing stands; what they mean is for :mod:`firststeps.responses.cleaning.clean`.
"""

import csv
import io
import re
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

from firststeps.errors import Stopped
from firststeps.files import in_place_of_a_file
from firststeps.responses.given.formats import ENDINGS, read_parquet
from firststeps.responses.given.grids import Grid
from firststeps.responses.given.heads import FIRST_ROW, ROWS_LOOKED_AT
from firststeps.responses.given.open_document import open_document_grid
from firststeps.responses.given.packages import unpacked
from firststeps.responses.given.problems import refusal
from firststeps.responses.given.statistics_files import Labelled, read_labelled
from firststeps.responses.given.tables import frame_table, table_of
from firststeps.responses.given.workbooks import workbook_grid
from firststeps.responses.texts.no_text import BEGINNING, MARKS, bare, is_marked, no_table, of_another_ending

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
SHEETS = {".xlsx": workbook_grid, ".ods": open_document_grid}
LARGE = 32_000_000  # bytes from which Arrow reads a CSV file
csv.field_size_limit(1 << 24)


def read_table(path, encoding="utf-8", delimiter="", sheet="", head=FIRST_ROW):
    """Read a given file as a :class:`Table`; Refusal says what is broken, and where.

    ``.csv``, ``.tsv`` and ``.txt`` are text: ``delimiter`` ``,`` ``;`` or ``tab`` (empty: whichever the header has most
    of), ``encoding`` as declared (a byte-order mark wins).  Also ``.xlsx`` and ``.ods`` (``sheet`` named if there are
    several), ``.zip`` (``sheet``: the file within), ``.parquet``, SPSS ``.sav`` and ``.zsav``, and Stata ``.dta``.
    ``head`` (:class:`~firststeps.responses.given.heads.Head`) says which rows name the columns.
    """
    path = Path(path)
    _check_there(path)
    ending = path.suffix.lower()
    if ending == ".zip":
        with unpacked(path, sheet) as inner:
            return replace(read_table(inner, encoding, delimiter, "", head), name=path.name)
    if ending in ENDINGS and ending not in SHEETS:
        cells, labels, value_labels, missing = _read_frame(path)
        return replace(frame_table(path.name, cells), labels=labels, value_labels=value_labels, missing=missing)
    if ending not in SHEETS and head == FIRST_ROW and path.stat().st_size > LARGE:
        table = _read_large(path.name, _content(path, encoding), encoding, delimiter)
        if table is not None:
            return table
    return table_of(read_grid(path, encoding, delimiter, sheet), head)


def read_grid(path, encoding="utf-8", delimiter="", sheet=""):
    """The rows of a text file or a sheet as a :class:`Grid`, before anybody has said which of them name the columns.

    The arguments are those of :func:`read_table`; files of statistics programs and Parquet files have no such rows.
    """
    path = Path(path)
    _check_there(path)
    ending = path.suffix.lower()
    if ending == ".zip":
        with unpacked(path, sheet) as inner:
            return replace(read_grid(inner, encoding, delimiter), name=path.name)
    if ending in SHEETS:
        return SHEETS[ending](path, sheet)
    content = _content(path, encoding)
    text = _decode(path.name, content, encoding)
    delimiter = delimiter_in(text, delimiter)
    records = _parse(path.name, text, delimiter)
    numbered = _is_numbered(records)
    rows = [["", *records[0]], *records[1:]] if numbered else records
    return Grid(path.name, rows, is_marked(content), numbered=numbered)


def first_rows(path):
    """The rows at the beginning of a large text file, as many as are looked at to see who wrote it; else None."""
    path = Path(path)
    if path.suffix.lower() in ENDINGS or path.stat().st_size <= LARGE:
        return None
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        text = file.read(BEGINNING)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter_of(text))
    return list(islice(reader, ROWS_LOOKED_AT))


def _check_there(path):
    """Refuse a file that is not there, and name those that are."""
    if not path.is_file():
        near = sorted(p.name for p in path.parent.glob("*") if p.is_file()) if path.parent.is_dir() else []
        here = f"the folder holds {', '.join(near)}" if near else "the folder is empty or not there"
        remedy = f"Correct the name in study.yaml; {here}."
        if not near and (path.parent.parent / "published.csv").is_file():
            remedy += " Where there are no answers, only data/published.csv, write data: {layout: none}."
        raise refusal(path.name, in_place_of_a_file(path) or "no such file", "a file of that name", remedy)


def _read_frame(path):
    """A Parquet, SPSS or Stata file as `Labelled`: a frame of text, and what the program keeps beside it."""
    try:
        return Labelled(read_parquet(path), {}, {}, {}) if path.suffix.lower() == ".parquet" else read_labelled(path)
    except Stopped:
        raise
    except Exception as fault:  # each library has error types, and words, of its own
        ours = str(fault) if str(fault).startswith(": it ends") else ""
        remedy = "Export the file again from the program that made it, or as CSV."
        raise refusal(path.name, f"a damaged file{ours}", f"a {path.suffix} file", remedy) from None


def _content(path, encoding):
    """The bytes of a text file; what is no text is refused by what it is."""
    content = path.read_bytes()
    if kind := of_another_ending(path.name, content):
        remedy = f"Save it as CSV, or give it the ending of what it is ({kind})."
        expected = f"a text file, as CSV, by the ending of its name ({path.suffix or 'none'})"
        raise refusal(path.name, kind, expected, remedy)
    if what := no_table(path.name, content, encoding):
        remedy = "Export the answers as CSV or .xlsx from the program that holds them, and name that file."
        raise refusal(path.name, what, "a table: a text file, as CSV", remedy)
    return content


def _read_large(name, content, encoding, delimiter):
    """A large UTF-8 file read by Arrow, or None if anything is odd: then the slow reader says what and where."""
    try:
        from pyarrow import ArrowException, BufferReader, csv
    except ImportError:
        return None
    header = content.split(b"\n", 1)[0].decode("utf-8", "replace")
    odd = encoding.lower() not in ("utf-8", "utf8") or content.count(b'"') % 2 or b"\0" in content
    if odd or b"\xef\xbf\xbd" in content or content.startswith((b"\xff\xfe", b"\xfe\xff", b'"')) or '"' in header:
        return None
    delimiter = delimiter_in(header, delimiter)
    columns = header.removeprefix("\ufeff").rstrip("\r\n").split(delimiter)
    parse, convert = arrow_options(delimiter, columns)
    try:
        frame = csv.read_csv(BufferReader(content), parse_options=parse, convert_options=convert).to_pandas()
    except (ArrowException, KeyError):
        return None
    return replace(frame_table(name, frame), marked=is_marked(content))


def _decode(name, content, encoding):
    """The text of a file, or the byte and row at which it is not in the declared encoding."""
    for mark, marked in MARKS:
        if content.startswith(mark):
            encoding = marked
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        fault = f"byte {content[error.start]:#04x} at byte {error.start + 1}, which is not {encoding}"
        remedy = "Save the file as UTF-8, or say what it is in study.yaml:\n  data:\n    encoding: cp1252"
        raise refusal(name, fault, f"text in {encoding}", remedy, row=row) from None
    except LookupError:
        raise refusal(name, f"encoding {encoding!r}", "utf-8, utf-16 or cp1252", "Correct data > encoding.") from None
    _refuse_telltales(name, content, encoding)
    if not bare(encoding).startswith("utf16") and (wide := _wide_encoding(content)):
        fault = f"text in {wide} without a byte-order mark"
        remedy = f"Say so in study.yaml:\n  data:\n    encoding: {wide}"
        raise refusal(name, fault, f"text in {encoding}", remedy)
    for bad, what in (("\0", "a NUL byte"), ("\ufffd", "the replacement character U+FFFD")):
        if bad in text:
            row = text[: text.index(bad)].count("\n") + 1
            remedy = "The file was damaged or saved wrongly; export it again from where it came from."
            raise refusal(name, what, "text", remedy, row=row)
    return text


def _wide_encoding(content):
    """The encoding of a text of two bytes a letter without a mark, read as one of one byte; empty where it is none.

    >>> [_wide_encoding("Code,Wave".encode(name)) for name in ("utf-16-le", "utf-16-be", "utf-8")]
    ['utf-16-le', 'utf-16-be', '']
    """
    beginning = content[:BEGINNING]
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    if len(beginning) < 8 or 4 * max(even, odd) < len(beginning) or min(even, odd) > len(beginning) / 100:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_telltales(name, content, encoding):
    """Refuse UTF-8 that is declared as something else: read so, each letter with an accent is two others."""
    if bare(encoding).startswith("utf") or content.isascii():
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    place = next(place for place, letter in enumerate(text) if not letter.isascii())
    letter, row = text[place], text.count("\n", 0, place) + 1
    fault = f"{letter!r} stored as UTF-8, read as {letter.encode().decode(encoding, 'replace')!r}"
    remedy = "The file is UTF-8. Say so in study.yaml (where files differ: in the line of its wave):\n  data:\n    "
    remedy += "encoding: utf-8"
    raise refusal(name, fault, f"text in {encoding}", remedy, row=row)


def arrow_options(delimiter, columns):
    """How Arrow reads a CSV file as `_parse` does: how it parses the file, and every column as text."""
    from pyarrow import csv

    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False)
    return parse, csv.ConvertOptions(column_types=dict.fromkeys(columns, "string"), strings_can_be_null=False)


def delimiter_in(text, declared):
    """The delimiter of a text with a header: the one that is ``declared``, ``tab`` by its name, else `delimiter_of`.

    >>> delimiter_in("a;b", "tab"), delimiter_in("a;b", ",")
    ('\\t', ',')
    >>> delimiter_in("a;b", "")
    ';'
    """
    return {"tab": "\t"}.get(declared, declared) or delimiter_of(text)


def delimiter_of(text):
    """The delimiter of which the header of a text has most, outside quotation marks and brackets, no blank behind it.

    >>> delimiter_of("Code\\tRan a group (1=yes, 2=no)"), delimiter_of("Code;Ran a group, ever"), delimiter_of("a, b")
    ('\\t', ';', ',')
    """
    header = text.lstrip("\r\n").split("\n", 1)[0]
    bare = re.sub(r'"[^"]*"|\([^()]*\)|\[[^\[\]]*\]', "", header)
    times = {delimiter: len(re.findall(rf"{delimiter}(?! )", bare)) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=times.get if any(times.values()) else header.count)


def _parse(name, text, delimiter):
    """The records of a CSV text; a quote that is never closed is refused with the row at which it opens."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = []
    try:
        records.extend(reader)
    except csv.Error:
        fault = f"a quotation mark that is not closed or not followed by a {DELIMITERS[delimiter]}"
        remedy = "Close the quotation mark in this row; a mark inside a text is written twice."
        raise refusal(name, fault, "balanced quotation marks", remedy, row=len(records) + 1) from None
    return records


def _is_numbered(records):
    """Whether numbers that rise stand at the head of each row, and the first row has a name less, as R writes it.

    Where every last cell is empty, rows end with a delimiter that the first lacks, and the numbers are people's.

    >>> _is_numbered([["code", "q"], ["1", "A1", "yes"], ["2", "B2", "no"]])
    True
    >>> _is_numbered([["code", "q"], ["A1", "yes", "x"], ["B2", "no", "y"]])
    False
    >>> _is_numbered([["code", "q"], ["1", "yes", ""], ["2", "no", ""]])
    False
    """
    header, rows = records[:1], [row for row in records[1:] if row]
    if len(rows) < 2 or any(len(row) != len(header[0]) + 1 for row in rows):
        return False
    if not any(row[-1].strip() for row in rows):
        return False
    numbers = [int(row[0]) for row in rows if re.fullmatch(r"[1-9]\d{0,14}", row[0])]
    return len(numbers) == len(rows) and all(one < other for one, other in pairwise(numbers))
