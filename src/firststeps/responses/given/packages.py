"""Packages: workbooks, of which one that is endless unpacked is refused beforehand, and files within a ``.zip``."""

import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from firststeps.responses.given.problems import Refusal, refusal

MOST_PARTS = 10_000  # files of a package
LARGEST = 300_000_000  # bytes of all of them, unpacked
LARGEST_TEXTS = 100_000_000  # bytes of the texts that cells share, which are all held in memory
_PIECE = 1 << 16
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".parquet", ".sav", ".zsav", ".dta")


def check_workbook(path):
    """Raise Refusal for a workbook whose parts are too many or too large unpacked, or declare entities.

    zipfile.BadZipFile where it is no package at all.
    """
    remedy = "Save the sheet anew in a workbook of its own, or as CSV."
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        size = sum(part.file_size for part in parts)
        texts = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
        for number, most, what in (
            (len(parts), MOST_PARTS, "files within"),
            (size, LARGEST, "bytes unpacked"),
            (texts, LARGEST_TEXTS, "bytes of texts unpacked"),
        ):
            if number > most:
                raise refusal(path.name, f"{number:,} {what}", f"at most {most:,}", remedy)
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")) and _declares(package, part):
                raise refusal(path.name, f"a document type in {part.filename}", "none, as in every workbook", remedy)


def _declares(package, part):
    """Whether a document type, which may declare entities, stands before the first element of an XML part."""
    first, reader = [], expat.ParserCreate()
    reader.StartDoctypeDeclHandler = lambda *_: first.append("document type")
    reader.StartElementHandler = lambda *_: first.append("element")
    with package.open(part) as file:
        while not first and (piece := file.read(_PIECE)):
            try:
                reader.Parse(piece)
            except expat.ExpatError:
                break  # what is no XML is told by the library that reads workbooks
    return first[:1] == ["document type"]


def files_within(path):
    """The names of the files within a ``.zip`` that can be read as tables, in order."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError):
        remedy = "Download the file again, or unpack it yourself."
        raise refusal(path.name, "no readable .zip", "a .zip file", remedy) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise refusal(path.name, f"more than {LARGEST:,} bytes unpacked", "a smaller file", "Unpack it yourself.")
    return [part.filename for part in parts if not part.is_dir() and _is_table(PurePosixPath(part.filename))]


def _is_table(path):
    """Whether a file within a package is a table that somebody put there."""
    return path.suffix.lower() in TABLES and path.parts[0] != "__MACOSX" and path.name[0] != "."


@contextmanager
def unpacked(path, name=""):
    """The one file within a ``.zip``, or the one of that ``name``, unpacked for as long as it is read.

    Refusal where nothing can be read, where several can and none is named, and where the file itself is broken.
    """
    names = files_within(path)
    matches = [within for within in names if name in ("", within, PurePosixPath(within).name)]
    if len(matches) != 1:
        fault = f"{len(matches)} files called {name!r}" if name else f"{len(names)} files that hold tables"
        remedy = f"Name one in study.yaml (sheet: ...): {', '.join(names) or 'it holds none that can be read'}."
        raise refusal(path.name, fault, "one file within", remedy)
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder, PurePosixPath(matches[0]).name)
        inner.write_bytes(_content(path, matches[0]))
        try:
            yield inner
        except Refusal as refused:
            raise Refusal([replace(problem, file=path.name) for problem in refused.problems]) from None


def _content(path, name):
    """The bytes of a file within a ``.zip``; Refusal where it is damaged (Python 3.12 calls some damage an OSError)."""
    try:
        with zipfile.ZipFile(path) as package:
            return package.read(name)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError):
        remedy = "Download the file again, or unpack it yourself."
        raise refusal(path.name, "a file within that cannot be unpacked", "a .zip file", remedy) from None
