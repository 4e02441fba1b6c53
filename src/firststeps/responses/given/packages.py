"""Workbooks are packages of XML: one that is small on disk and endless unpacked is refused beforehand."""

import zipfile
from xml.parsers import expat

from firststeps.responses.given.problems import refusal

MOST_PARTS = 10_000  # files of a package
LARGEST = 300_000_000  # bytes of all of them, unpacked
LARGEST_TEXTS = 100_000_000  # bytes of the texts that cells share, which are all held in memory
_PIECE = 1 << 16


def check_workbook(path):
    """Raise Refusal for a workbook whose parts are too many or too large unpacked, or declare entities.

    zipfile.BadZipFile where it is no package at all.
    """
    remedy = "Save the sheet anew in a workbook of its own, or as CSV."
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        size = sum(part.file_size for part in parts)
        texts = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
        for found, most, what in (
            (len(parts), MOST_PARTS, "files within"),
            (size, LARGEST, "bytes unpacked"),
            (texts, LARGEST_TEXTS, "bytes of texts unpacked"),
        ):
            if found > most:
                raise refusal(path.name, f"{found:,} {what}", f"at most {most:,}", remedy)
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")) and _declares(package, part):
                raise refusal(path.name, f"a document type in {part.filename}", "none, as in every workbook", remedy)


def _declares(package, part):
    """Whether a document type, which may declare entities, stands before the first element of an XML part."""
    found, reader = [], expat.ParserCreate()
    reader.StartDoctypeDeclHandler = lambda *_: found.append(True)
    reader.StartElementHandler = lambda *_: found.append(False)
    with package.open(part) as file:
        while not found and (piece := file.read(_PIECE)):
            try:
                reader.Parse(piece)
            except expat.ExpatError:
                break  # what is no XML is told by the library that reads workbooks
    return bool(found) and found[0]
