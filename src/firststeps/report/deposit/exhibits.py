"""The exhibit table: each figure, table and number of the paper with the program and the line that make it.

Data editors ask for it so (the template README of the social science data editors, "List of tables and programs").
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

from firststeps.report.claims.drawn import figures_of, written_cells
from firststeps.report.paper.printed import sections
from firststeps.report.printing.spreadsheet import as_csv

HEADS = (
    *("exhibit", "what", "section", "manuscript_line", "claim", "program", "program_line", "cell", "cell_id"),
    *("made_from", "origin"),
)
_MARK = re.compile(r"\{#(?P<kind>fig|tbl)-(?P<name>[\w-]+)[^}]*\}")
_WORDS = r"(?P<caption>(?:\\[\[\]]|\[[^\[\]]*\]|[^\[\]])*)"
_FIGURE = re.compile(rf"!\[{_WORDS}\]\((?P<file>[\w-]+)\)\{{#fig-(?P<name>[\w-]+)")
_CAPTION = re.compile(r"^: (?P<caption>.*?)\s*\{#tbl-(?P<name>[\w-]+)", re.M | re.S)
_SPAN = re.compile(r"\[\]\{\.claim n=\"(\d+)\"\}")
WORDS = {"fig": "Figure", "tbl": "Table"}


class Exhibit(NamedTuple):
    """A row of the table: what stands where in the paper, and which line of which program makes it.

    ``exhibit`` is "Figure 1", "Table 2" or "number"; ``what`` its caption, or the number as it is printed; ``file`` the
    name of a figure's files, without an ending, else "".  ``program_line`` is the line of the notebook's file at which
    the cell begins; 0 where there is none.
    """

    exhibit: str
    what: str
    section: str
    manuscript_line: int
    claim: str
    program: str
    program_line: int
    cell: int
    cell_id: str
    made_from: str
    origin: str
    file: str = ""


def exhibits(text, markdown, mentions, programs, origin="observed"):
    """Give the :class:`Exhibit` rows of a paper, in the order of its lines.

    ``text`` is the manuscript as it is written, ``markdown`` and ``mentions`` what `render` made of it, ``programs``
    the :class:`Programs` that recorded its numbers, ``origin`` that of the study's data.
    """
    places = {(m["kind"], m["name"]): text.count("\n", 0, m.start()) + 1 for m in _MARK.finditer(text)}
    rows, numbers, section = [], {"fig": 0, "tbl": 0}, sections(text, origin)
    captions = {m["name"]: m["caption"] for m in _CAPTION.finditer(markdown)}
    pictures = {m["name"]: (m["caption"], m["file"]) for m in _FIGURE.finditer(markdown)}
    tables = {name: _table_lines(text, places["tbl", name]) for name in captions if ("tbl", name) in places}
    for mark in _MARK.finditer(markdown):
        kind, name = mark["kind"], mark["name"]
        if name not in (pictures if kind == "fig" else captions):
            continue
        numbers[kind] += 1
        label, line = f"{WORDS[kind]} {numbers[kind]}", places.get((kind, name), 0)
        caption, file = pictures[name] if kind == "fig" else (captions[name], "")
        head = (label, _words(caption, mentions), section[line], line)
        if kind == "fig":
            rows.append(Exhibit(*head, "", *programs.of_figure(file), "", "", file))
            continue
        within = [m.claim for m in mentions if m.line and m.line in tables.get(name, ())]
        cells = {(claim.notebook, claim.cell_id): claim for claim in within if claim.notebook}
        for claim in cells.values():
            rows.append(Exhibit(*head, "", *programs.of_claim(claim), _inputs(claim), claim.origin))
        if not cells:
            rows.append(Exhibit(*head, "", "", 0, 0, "", "", ""))
    return sorted([*rows, *_numbers(mentions, programs, tables, section)], key=lambda row: row.manuscript_line)


def _numbers(mentions, programs, tables, section):
    """A row for each number of the text and of its tables, each printed form once a line."""
    inside = {line: name for name, lines in tables.items() for line in lines}
    forms = set()
    for mention in mentions:
        claim, line = mention.claim, mention.line or 0
        if (claim.id, mention.text, line) in forms:
            continue
        forms.add((claim.id, mention.text, line))
        kind = "number in a table" if line in inside else "number in the text"
        head = (kind, mention.text, section[line], line, claim.id)
        yield Exhibit(*head, *programs.of_claim(claim), _inputs(claim), claim.origin)


class Programs:
    """The notebooks of a folder: where in its file each cell begins, and which cell draws which figure."""

    def __init__(self, folder, prefix="notebooks/"):
        """Read the notebooks of ``folder``, which the table names with ``prefix`` before them."""
        self.prefix, self.cells, self.drawn = prefix, {}, {}
        for path in sorted(Path(folder).glob("*.ipynb")):
            text = path.read_text(encoding="utf-8")
            lines = text.splitlines()
            for number, cell in enumerate(written_cells(text), start=1):
                line = _first(lines, f'"id": {json.dumps(cell.get("id", ""))}')
                self.cells[path.stem, cell.get("id")] = (line, number)
                for name in figures_of(cell):
                    self.drawn.setdefault(name, (path.stem, cell["id"]))

    def of_claim(self, claim):
        """Give program, line of its file, cell and id of the cell that recorded a claim; empty where nobody did."""
        if not claim.notebook:
            return "", 0, claim.cell or 0, claim.cell_id or ""
        line, _ = self.cells.get((claim.notebook, claim.cell_id), (0, 0))
        return f"{self.prefix}{claim.notebook}.ipynb", line, claim.cell or 0, claim.cell_id or ""

    def of_figure(self, name):
        """The same of the cell that draws a figure."""
        if name not in self.drawn:
            return "", 0, 0, ""
        stem, cell = self.drawn[name]
        line, number = self.cells[stem, cell]
        return f"{self.prefix}{stem}.ipynb", line, number, cell


def exhibit_table(rows):
    """Give the rows as CSV text, which no spreadsheet takes for formulas.

    >>> row = Exhibit("number in the text", "=1+1", "Results", 3, "a.b", "notebooks/01.ipynb", 9, 2, "c", "", "assumed")
    >>> print(exhibit_table([row]).splitlines()[1])
    number in the text,'=1+1,Results,3,a.b,notebooks/01.ipynb,9,2,c,,assumed
    """
    return as_csv(HEADS, [row[: len(HEADS)] for row in rows])


def _inputs(claim):
    """The data files that a claim was computed from."""
    return " ".join(sorted([*claim.data, *(name for name in claim.inputs if name.startswith("counts"))]))


def _words(caption, mentions):
    """A caption as readers see it: the texts of its claims in place, and no marks of Markdown."""
    filled = _SPAN.sub(lambda span: mentions[int(span[1]) - 1].text, caption)
    plain = re.sub(r"\\([^\w\s])", r"\1", re.sub(r"(?<!\\)[*_]|\]\{\.fixed\}|(?<!\\)\[", "", filled))
    return " ".join(plain.split())


def _table_lines(text, caption):
    """The lines of the table above the line of its ``caption``, that one included."""
    lines, first = text.splitlines(), caption
    while first > 1 and (not lines[first - 2].strip() or lines[first - 2].lstrip().startswith(("|", "{%", "+"))):
        first -= 1
    return range(first, caption + 1)


def _first(lines, part):
    """The number of the first line that holds ``part``; 0 where none does."""
    return next((number for number, line in enumerate(lines, start=1) if part in line), 0)
