"""Reads the text of a Word file as Word shows it with all changes accepted, and its comments; nothing in it is run."""

import re
import zipfile
import zlib
from typing import NamedTuple
from xml.etree import ElementTree

from firststeps.errors import Stopped
from firststeps.report.paper.word import STAMP

MOST_PARTS = 10_000  # files within
LARGEST = 300_000_000  # bytes of all of them, unpacked
LARGEST_TEXT = 50_000_000  # bytes of a text that is read, unpacked
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNREAD = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "sectPr", "drawing", "pict")}
_UNREAD.add(_FALLBACK)
_SIGNS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_PROPERTIES = "docProps/custom.xml"
_HEADING = re.compile(r"heading ?(\d)$", re.IGNORECASE)


class Paragraph(NamedTuple):
    """A paragraph: its text, the level of the heading that it is (0 for none), and whether it stands in a table."""

    text: str
    level: int = 0
    in_table: bool = False


class Comment(NamedTuple):
    """A comment: whose it is, what it says, and the words that it is about."""

    author: str
    text: str
    about: str


class WordFile(NamedTuple):
    """What a Word file says: its paragraphs in order, those of tables cell by cell, its comments, and its stamp."""

    paragraphs: list
    comments: list
    stamp: str


def read_word(path):
    """Give the `WordFile` of ``path``: insertions are there, deletions are not, as Word shows it with all accepted.

    Raises Stopped for a file that is none of Word's, or that is endless unpacked, nested too deeply or declares
    entities.
    """
    try:
        with zipfile.ZipFile(path) as package:
            _check(path, package)
            parts = [
                _tree(path, package, name)
                for name in ("word/document.xml", "word/comments.xml")
                if name in package.namelist()
            ]
            body = parts[0].find(f"{_W}body") if parts else None
            if body is None:
                raise Stopped(f"{path.name}: it holds no text of Word's. Save it as a Word document (.docx).")
            return WordFile(list(_paragraphs(body)), list(_comments(parts[1:], body)), _stamp(path, package))
    except Stopped:
        raise
    except (zipfile.BadZipFile, ElementTree.ParseError, OSError, RuntimeError, ValueError, zlib.error) as fault:
        if isinstance(fault, RecursionError):
            raise Stopped(f"{path.name}: its parts are nested too deeply to be a text. Save it anew in Word.") from None
        raise Stopped(
            f"{path.name}: it cannot be read as a Word document ({type(fault).__name__}). Save it anew as .docx, "
            "without a password."
        ) from None


def _check(path, package):
    """Refuse what is endless unpacked."""
    parts = package.infolist()
    sizes = {part.filename: part.file_size for part in parts}
    texts = max((size for name, size in sizes.items() if name.endswith(".xml")), default=0)
    for number, most, what in (
        (len(parts), MOST_PARTS, "files within"),
        (sum(part.file_size for part in parts), LARGEST, "bytes unpacked"),
        (texts, LARGEST_TEXT, "bytes of text unpacked"),
    ):
        if number > most:
            raise Stopped(f"{path.name}: {number:,} {what}; expected at most {most:,}. Save its text anew in Word.")


def _tree(path, package, name):
    """The tree of a part; one that declares entities is refused, since no Word file does."""
    with package.open(name) as file:
        content = file.read(LARGEST_TEXT + 1)
    if len(content) > LARGEST_TEXT or any(mark in content for mark in (b"<!DOCTYPE", b"<!ENTITY", b"\0")):
        raise Stopped(f"{path.name}: {name} is no text as Word writes it. Save it anew in Word.")
    return ElementTree.fromstring(content)


def _stamp(path, package):
    """The state of the paper that a file was made from, "" where it does not say: not every program keeps it."""
    if _PROPERTIES not in package.namelist():
        return ""
    properties = {one.get("name"): "".join(one.itertext()).strip() for one in _tree(path, package, _PROPERTIES)}
    return properties.get(STAMP, "")


def _paragraphs(body):
    """The paragraphs of a body; one whose mark was deleted goes on in the next."""
    open_text, open_level = "", 0
    for paragraph, in_table in _each(body, False):
        mark = paragraph.find(f"{_W}pPr")
        text, level = open_text + _text(paragraph), open_level or _level(mark)
        if mark is not None and mark.find(f"{_W}rPr/{_W}del") is not None:
            open_text, open_level = text, level
            continue
        open_text, open_level = "", 0
        if text.strip():
            yield Paragraph(" ".join(text.split()), level, in_table)
    if open_text.strip():
        yield Paragraph(" ".join(open_text.split()), open_level)


def _each(element, in_table):
    """The paragraphs below an element, and whether each stands in a table."""
    for child in element:
        if child.tag == f"{_W}p":
            yield child, in_table
        elif child.tag not in _UNREAD:
            yield from _each(child, in_table or child.tag == f"{_W}tbl")


def _text(element):
    """The text below an element, with all changes accepted."""
    pieces = []
    for child in element:
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[child.tag])
        elif child.tag not in _UNREAD:
            pieces.append(_text(child))
    return "".join(pieces)


def _level(mark):
    """The level of a heading by the name of its style, 0 for other paragraphs."""
    style = mark.find(f"{_W}pStyle") if mark is not None else None
    heading = _HEADING.match(style.get(f"{_W}val", "")) if style is not None else None
    return int(heading[1]) if heading else 0


def _comments(parts, body):
    """The comments of a file, each with the words that it is about."""
    about, ongoing = {}, set()
    for element in body.iter():
        id = element.get(f"{_W}id")
        if element.tag == f"{_W}commentRangeStart":
            ongoing.add(id)
        elif element.tag == f"{_W}commentRangeEnd":
            ongoing.discard(id)
        elif element.tag == f"{_W}t":
            for one in ongoing:
                about[one] = about.get(one, "") + (element.text or "")
    for comment in (one for part in parts for one in part.iter(f"{_W}comment")):
        text = " ".join(_text(comment).split())
        if text:
            yield Comment(comment.get(f"{_W}author", "somebody"), text, about.get(comment.get(f"{_W}id"), ""))
