"""Sheets of Excel workbooks as text, with what they merge and hide."""

import posixpath
import re
import zipfile
from xml.etree import ElementTree
from xml.parsers import expat

from firststeps.responses.given.formats import text_of
from firststeps.responses.given.grids import Grid, Merged, as_wide, letters, place_of
from firststeps.responses.given.packages import check_workbook
from firststeps.responses.given.problems import Refusal, refusal

MOST_CELLS = 2_000_000  # of a sheet; more is quicker as CSV
WHITE = ({"theme": "0"}, {"indexed": "9"}, {"indexed": "64"})  # as Excel names it where it gives no colour in full
MOST_PASSED = 50_000_000  # cells of a sheet that are looked at, empty ones too


def workbook_grid(path, sheet=""):
    """A sheet of an ``.xlsx`` file as a :class:`Grid`, empty rows too; Refusal where it is not clear which is meant.

    A number keeps the leading noughts that its format shows; a formula whose value was never stored is refused.
    """
    rows = _sheet(path, sheet, data_only=True)
    for number, formulas in enumerate(_sheet(path, sheet, data_only=False), start=1):
        for place, cell in enumerate(formulas):
            if isinstance(cell.value, str) and cell.value.startswith("=") and _is_empty(rows, number - 1, place):
                remedy = "Open the workbook in the program that made it and save it again, or paste values."
                at = {"row": number, "column": cell.column_letter}
                raise refusal(path.name, "a formula without its value", "values", remedy, **at)
    grid = Grid(path.name, _as_wide([[_cell_text(cell) for cell in row] for row in rows], path.name))
    return _with_marks(grid, path, sheet)


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
    except Exception:
        remedy = "Open the file in a spreadsheet program and save it again as .xlsx without a password, or as CSV."
        raise refusal(path.name, "no readable workbook", "an Excel workbook", remedy) from None
    raise no_such_sheet(path.name, sheet, book.sheetnames)


def no_such_sheet(file, sheet, names):
    """The refusal of a workbook of which nobody said which sheet is meant, or one that it does not hold."""
    fault = f"no sheet {sheet!r}" if sheet else "several sheets"
    remedy = f"Name one in study.yaml (sheet: ...): {', '.join(names)}."
    return refusal(file, fault, "the name of a sheet", remedy)


def _bounded_rows(all_rows, file):
    """The rows of a sheet without the empty cells at their ends, none after the last that says something."""
    rows, passed, size, last = [], 0, 0, 0
    for row in all_rows:
        full = max((place for place, cell in enumerate(row, start=1) if cell.value is not None), default=0)
        rows.append(row[:full])
        says = any(str(cell.value).strip() for cell in row[:full] if cell.value is not None)
        passed, size, last = passed + len(row), size + full, len(rows) if says else last
        if passed > MOST_PASSED or size > MOST_CELLS:
            remedy = "Delete what stands far away from the table, or save the sheet as CSV."
            fault = f"a sheet of {len(rows):,} rows and more, up to {len(row):,} columns wide"
            raise refusal(file, fault, f"a sheet of at most {MOST_CELLS:,} cells", remedy)
    return rows[:last]


def _as_wide(rows, file):
    """Rows of text, all as wide as the widest."""
    width = max(map(len, rows), default=0)
    if len(rows) * width > MOST_CELLS:
        wide = next(number for number, row in enumerate(rows, start=1) if len(row) == width)
        remedy = "Delete what stands far away from the table, or save the sheet as CSV."
        fault = f"a sheet of {len(rows):,} rows, one of them {width:,} columns wide"
        raise refusal(file, fault, f"a sheet of at most {MOST_CELLS:,} cells", remedy, row=wide)
    return as_wide(rows)


def _cell_text(cell):
    """A cell as text, with the leading noughts that its format shows."""
    text = text_of(cell.value)
    shown = cell.number_format if text.isdigit() and not isinstance(cell.value, str) else ""
    return text.zfill(len(shown)) if shown and set(shown) == {"0"} else text


def hidden_sheets(path):
    """The names of the sheets of an ``.xlsx`` file that it does not show."""
    import openpyxl

    check_workbook(path)
    book = openpyxl.load_workbook(path, read_only=True)
    return [name for name in book.sheetnames if getattr(book[name], "sheet_state", "visible") != "visible"]


def sheet_names(path):
    """The names of the sheets of an ``.xlsx`` file, in order."""
    import openpyxl

    check_workbook(path)
    return openpyxl.load_workbook(path, read_only=True).sheetnames


def comments(path, sheet=""):
    """The comments that somebody wrote beside cells of a sheet of an ``.xlsx`` file: texts by cell, as ``B3``."""
    try:
        with zipfile.ZipFile(path) as package:
            texts = {
                about.get("ref", ""): "".join(part.text or "" for part in about.findall(".//{*}t"))
                for part in _notes_of(package, sheet)
                for about in part.findall(".//{*}comment")
            }
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError):
        return {}  # of a workbook that can be read all the same
    cells = filter(re.compile(r"[A-Z]+\d+").fullmatch, texts)
    return {cell: texts[cell] for cell in sorted(cells, key=lambda cell: (int(re.sub(r"\D", "", cell)), cell))}


def _notes_of(package, sheet):
    """The parts of a package that hold the comments of a sheet."""
    folder, _, name = _part_of(package, sheet).rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.namelist():
        return []
    targets = [about.get("Target", "") for about in ElementTree.fromstring(package.read(relations))]
    parts = [posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") for target in targets]
    return [
        ElementTree.fromstring(package.read(part)) for part in parts if re.search(r"comments?\d*\.xml$", part, re.I)
    ]


def coloured_cells(path, sheet=""):
    """What cells of a sheet of an ``.xlsx`` file look like: ``{"B3": "FFFF0000"}``, the colour behind each.

    A line through a cell's text is told as the colour ``struck``.  Cells that look like most paper are not in it, nor
    is what a program colours by what stands in a cell.
    """
    try:
        with zipfile.ZipFile(path) as package:
            looks, part = _looks(package), _part_of(package, sheet)
            if not part or not any(looks):
                return {}
            with package.open(part) as file:
                return _read_looks(file, looks)
    except (zipfile.BadZipFile, ElementTree.ParseError, expat.ExpatError, KeyError, ValueError, IndexError):
        return {}  # of a workbook that can be read all the same


def _looks(package):
    """The look of each style of a workbook, an empty text for that of paper."""
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    fills = [_colour(fill) for fill in styles.findall("./{*}fills/{*}fill")]
    strikes = [font.find("./{*}strike") for font in styles.findall("./{*}fonts/{*}font")]
    struck = [strike is not None and strike.get("val") not in ("0", "false") for strike in strikes]
    formats = styles.findall("./{*}cellXfs/{*}xf")
    both = [(fills[int(one.get("fillId", 0))], struck[int(one.get("fontId", 0))]) for one in formats]
    return ["struck" if line else colour for colour, line in both]


def _colour(fill):
    """The colour of a fill as its file calls it; an empty text for none and for white."""
    pattern = fill.find("./{*}patternFill")
    if pattern is None or pattern.get("patternType", "none") in ("none", "gray125"):
        return ""
    colour = pattern.find("./{*}fgColor")
    about = dict(colour.attrib) if colour is not None else {}
    white = about.get("rgb", "")[-6:].upper() == "FFFFFF" or about in WHITE
    return "" if white else about.get("rgb") or " ".join(f"{key} {value}" for key, value in sorted(about.items()))


def _read_looks(file, looks):
    """The cells of a sheet that do not look like paper, as the elements come by."""
    reader, cells = expat.ParserCreate(), {}

    def note(name, about):
        """Note the look of a cell, where the element is one."""
        if name.rpartition(":")[2] == "c" and (look := looks[int(about.get("s", 0))]) and "r" in about:
            cells[about["r"]] = look

    reader.StartElementHandler = note
    reader.ParseFile(file)
    return cells


def _with_marks(grid, path, sheet):
    """The grid with its merged cells and with what the sheet hides, which the library tells of small sheets only."""
    try:
        with zipfile.ZipFile(path) as package:
            part = _part_of(package, sheet)
            if part:
                with package.open(part) as file:
                    _Marks(grid).read(file)
    except (zipfile.BadZipFile, expat.ExpatError, ElementTree.ParseError, KeyError, ValueError):
        remedy = "Open the file in a spreadsheet program and save it again as .xlsx without a password, or as CSV."
        raise refusal(path.name, "no readable workbook", "an Excel workbook", remedy) from None
    return grid


class _Marks:
    """Reads what a sheet merges and hides into its grid, as the elements of the sheet come by."""

    def __init__(self, grid):
        """Begin above the first row of a sheet, whose cells are in ``grid``."""
        self.grid, self.row = grid, 0
        self.width = len(grid.rows[0]) if grid.rows else 0

    def read(self, file):
        """Read the elements of a sheet."""
        reader = expat.ParserCreate()
        reader.StartElementHandler = lambda name, about: self.note(name.rpartition(":")[2], about)
        reader.ParseFile(file)

    def note(self, name, about):
        """Note what an element of the sheet hides or merges."""
        hidden = about.get("hidden") in ("1", "true")
        if name == "row":
            self.row = int(about.get("r", self.row + 1))
            if hidden and self.row <= len(self.grid.rows):
                self.grid.hidden_rows.append(self.row)
        elif name == "col" and hidden:
            places = range(int(about["min"]) - 1, min(int(about["max"]), self.width))
            self.grid.hidden_columns.extend(map(letters, places))
        elif name == "mergeCell" and (cells := re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", about.get("ref", ""))):
            last = min(place_of(cells[3]), self.width - 1)
            self.grid.merged.append(
                Merged(int(cells[2]), min(int(cells[4]), len(self.grid.rows)), place_of(cells[1]), last)
            )


def _part_of(package, sheet):
    """The part of a package that holds a sheet; of a workbook with one, that of the first."""
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    sheets = [part for part in book.iter() if part.tag.endswith("}sheet")]
    matches = [part for part in sheets if part.get("name") == sheet or not sheet]
    relation = next((value for part in matches[:1] for key, value in part.attrib.items() if key.endswith("}id")), "")
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    target = next((part.get("Target") for part in relations if part.get("Id") == relation), "")
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return path if path in package.namelist() else ""
