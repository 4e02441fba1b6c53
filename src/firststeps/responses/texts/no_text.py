"""Files that are no text: of which program they are, told by their endings or by how they begin."""

from pathlib import Path

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
BEGINNING = 1_000_000  # letters of a large text file that are looked at to see what it is
BINARY = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"PK\x03\x04": "an Excel workbook (.xlsx) or a .zip",
    b"PAR1": "Parquet",
    b"$FL2@(#)": "an SPSS file (.sav)",
    b"$FL3@(#)": "a packed SPSS file (.zsav)",
    b"ARROW1": "a Feather file",
}
BEGINS = {
    b"%PDF-": "a PDF",
    b"{\\rtf": "a document of a word processor (.rtf)",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"\x1f\x8b": "a packed file (.gz)",
    b"7z\xbc\xaf": "a packed file (.7z)",
    b"SQLite format 3": "a database (SQLite)",
    b"HEADER RECORD*******LIB": "a transport file of SAS (.xpt)",
    b"\0" * 12 + b"\xc2\xea\x81\x60": "a data set of SAS (.sas7bdat)",
    b"ASCII SPSS PORT FILE": "a portable file of SPSS (.por)",
    b"\0\1\0\0Standard ": "a database (Access)",
    b"<?xml": "XML",
    **dict.fromkeys((b"[{", b'{"', b"[\n", b"[\r\n", b"{\n", b"{\r\n"), "JSON"),
}
WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")  # in any letter case, as old programs name .xls
ENDS = {
    **dict.fromkeys((".rds", ".rdata", ".rda"), "a file of R"),
    **dict.fromkeys((".docx", ".doc", ".odt", ".pages"), "a document of a word processor"),
    **dict.fromkeys((".msg", ".eml"), "an e-mail"),
    **dict.fromkeys((".accdb", ".mdb"), "a database (Access)"),
    ".omv": "a file of jamovi",
    ".jasp": "a file of JASP",
    ".numbers": "a file of Numbers",
    ".spv": "output of SPSS",
    ".dbf": "a table of dBASE",
    ".gsheet": "a shortcut to Google Sheets, which holds no answers",
    ".xlsb": "a binary Excel workbook (.xlsb)",
}
CONTROLS = bytes({*range(1, 26)} - {*b"\t\n\v\f\r"})  # no text holds more than a few; NUL is told by itself


def of_another_ending(name, content):
    """What a file is that can be read by another ending than its own, as an Excel workbook called .csv; else empty."""
    if Path(name).suffix.lower() in ENDS:
        return ""
    return next((kind for start, kind in BINARY.items() if content.startswith(start)), "")


def no_table(name, content, encoding):
    """What a file is that is no text of a table; an empty text where it may be one.

    >>> no_table("a.csv", b"%PDF-1.7", "utf-8"), no_table("a.omv", b"PK", "utf-8"), no_table("a.csv", b"a,b", "utf-8")
    ('a PDF', 'a file of jamovi', '')
    """
    beginning = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.lower().startswith(WEB_PAGE):
        return "a web page (HTML), whatever its name says"
    begins = (kind for some in (content, beginning) for start, kind in BEGINS.items() if some.startswith(start))
    what = ENDS.get(Path(name).suffix.lower(), "") or next(begins, "")
    return what or "bytes that are no text" * _is_binary(content, encoding)


def _is_binary(content, encoding):
    """Whether at least three bytes, and one of twenty, at the beginning of a file are none that texts hold.

    In UTF-16 and UTF-32 such a byte is half a letter or less: there it says nothing.

    >>> _is_binary(bytes(range(256)), "utf-8"), _is_binary("да, нет".encode("utf-16"), "utf-8")
    (True, False)
    """
    wide = bare(encoding).startswith(("utf16", "utf32"))
    beginning = content[:BEGINNING]
    controls = len(beginning) - len(beginning.translate(None, CONTROLS))
    return controls >= 3 and controls >= len(beginning) / 20 and not (wide or is_marked(content))


def is_marked(content):
    """Whether a byte-order mark stands at the head of a file."""
    return content.startswith(tuple(mark for mark, _ in MARKS))


def bare(encoding):
    """The name of an encoding in small letters, without hyphens.

    >>> bare("UTF-16-LE")
    'utf16le'
    """
    return encoding.lower().replace("-", "").replace("_", "")
