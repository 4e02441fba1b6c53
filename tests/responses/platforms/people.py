"""Sixteen invented people who were asked before and after, and writers of files in which platforms would hold them.

The first table is 3, 1, 5, 1: 10 people answered at both, 4 before only, 2 after only.
"""

import csv
import io
import zipfile
from xml.sax.saxutils import escape

import openpyxl

from firststeps.paired.patterns import paired_table
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.patterns import count_patterns
from firststeps.responses.proposing.propose import new_study
from firststeps.study import Study

CODES = (
    "MA12LE JO03BR AN27SH LI09YO RO15HU SA21KE PE30DE CA08NO TH11WI EL24BA DO02CA FI19GL GR06ED HU28LI IR17DU JA05CO"
)
CODES = CODES.split()
BEFORE = dict(zip(CODES[:14], ["Yes" if answer == "Y" else "No" for answer in "YYYYNNNNNNYYNN"], strict=True))
AFTER = dict(zip(CODES[:10] + CODES[14:], ["Yes" if answer == "Y" else "No" for answer in "YYYNYYYYYNYN"], strict=True))
CHOICES = ("Time to practise", "Support from my manager, or a colleague", "Meeting others", "The handouts")
TICKED = {
    code: [choice for place, choice in enumerate(CHOICES) if (number >> place) & 1] or [CHOICES[number % 4]]
    for number, code in enumerate(CODES, start=3)
}
RATED = {code: str(1 + 7 * place % 5) for place, code in enumerate(CODES)}
CODE, GROUP, HELPS = "Please make your personal code", "Have you run a peer group?", "What helped you? (tick all)"
TABLE = [3, 1, 5, 1]


def write_csv(path, rows, delimiter=","):
    """Write rows as a CSV file, and give its path."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def write_workbook(path, sheets, change=lambda book: None):
    """Write sheets of rows as an Excel workbook, ``change`` it, and give its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(book)
    book.save(path)
    return path


def write_open_document(path, sheets):
    """Write sheets of rows as an OpenDocument spreadsheet, with the endless empty rows and cells that programs add."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    tables = "".join(_table(name, rows) for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", f"<office:document-content{spaces}>{body}</office:document-content>")
    return path


def _table(name, rows):
    many = '<table:table-cell table:number-columns-repeated="16000"/>'
    written = "".join(f"<table:table-row>{''.join(map(_cell, row))}{many}</table:table-row>" for row in rows)
    rest = f'<table:table-row table:number-rows-repeated="1048000">{many}</table:table-row>'
    return f'<table:table table:name="{escape(name)}">{written}{rest}</table:table>'


def _cell(value):
    if value == "":
        return "<table:table-cell/>"
    kind = f'"float" office:value="{value}"' if isinstance(value, (int, float)) else '"string"'
    return f"<table:table-cell office:value-type={kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def write_zip(path, *files):
    """Write files into a ``.zip``, beside the leavings of another system, and give its path."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("__MACOSX/._leavings.csv", "x")
        for file in files:
            package.write(file, file.name)
    return path


def first_table(folder, *files):
    """The paired table of the group question, the study and what cleaning gave, from the proposal as it is."""
    new_study(folder, files)
    study = Study.load(folder)
    cleaned = clean(study)
    item = next(name for name, about in study.items.items() if "group" in f"{name} {about.label}".casefold())
    counts = count_patterns(cleaned.responses, study.items[item].waves, item)
    return paired_table(counts, 0, len(study.items[item].waves) - 1).ravel().tolist(), study, cleaned
