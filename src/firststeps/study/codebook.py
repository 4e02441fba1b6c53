"""The codebook where it has a file of its own that ``study.yaml`` names, as in ``themes: codebook.csv``."""

import csv

from firststeps.digits import plural
from firststeps.errors import Stopped
from firststeps.study.parts.texts import control_in

NEEDED = ("question", "theme", "label")


class CodebookError(Stopped):
    """What is wrong in a codebook file, with its row."""


def read_codebook(path):
    """The themes of a codebook file as they would stand under ``themes`` in ``study.yaml``: question, theme, its parts.

    The file is CSV (UTF-8), a row a theme: question, theme, label, and where given definition, use, avoid, example and
    residual.  CodebookError says what is missing, or given twice, and where.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "codebook.csv")
    >>> _ = path.write_text("question,theme,label,use\\nhelped,time,Time,Hours\\nhelped,tea,Tea,\\n")
    >>> read_codebook(path)
    {'helped': {'time': {'label': 'Time', 'use': 'Hours'}, 'tea': {'label': 'Tea'}}}
    """
    if not path.is_file():
        raise CodebookError(f"study.yaml: themes: there is no file {path.name!r} beside study.yaml.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _themes(path.name, list(csv.reader(file)))
    except UnicodeDecodeError:
        raise CodebookError(f"{path.name} is not UTF-8 text; save it as UTF-8.") from None


def _themes(name, rows):
    """The themes of the rows of a codebook file, its header first."""
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    missing = [column for column in NEEDED if column not in header]
    if missing:
        raise CodebookError(f"{name}, row 1: no column {missing[0]!r}; a codebook needs {', '.join(NEEDED)}.")
    themes = {}
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            _add(themes, f"{name}, row {number}", header, cells)
    return themes


def _add(themes, where, header, cells):
    """Add the theme of one row."""
    if len(cells) > len(header):
        raise CodebookError(
            f"{where}: {plural(len(cells), 'cell')} under {plural(len(header), 'column')}; is a text with a comma in "
            "quotes?"
        )
    for column, cell in zip(header, cells, strict=False):
        if control := control_in(cell):
            what = f"a character that is no part of a text ({control}); take it out"
            raise CodebookError(f"{where}: the cell under {column!r} holds {what}.")
    filled = {column: cell.strip() for column, cell in zip(header, cells, strict=False) if cell.strip()}
    empty = [column for column in NEEDED if column not in filled]
    if empty:
        raise CodebookError(f"{where}: the cell under {empty[0]!r} is empty.")
    question, theme = filled.pop("question"), filled.pop("theme")
    if theme in themes.setdefault(question, {}):
        raise CodebookError(f"{where}: the theme {theme!r} of {question!r} is given twice.")
    themes[question][theme] = filled
