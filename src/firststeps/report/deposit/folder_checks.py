"""Checks of a folder before it goes to somebody: its size, files twice, absolute paths, personal details."""

import re
from pathlib import Path
from typing import NamedTuple

from firststeps.files import sha256

TEXTS = (".md", ".yaml", ".yml", ".csv", ".json", ".txt", ".ipynb", ".html", ".xml", ".bib", ".cff")  # not programs
HOMES = re.compile(r"(?<![\w.])(?:/home/|/Users/|/root/|[A-Za-z]:\\+Users\\+)[\w.~-]+")
LARGEST = 20_000_000  # bytes of a text file that is read
# What looks like a number of a person and is none: sums, pictures, what a program has worked out.
NUMBERS = re.compile(r"\b[0-9a-f]{32,}\b|data:[\w/+;.-]+,[^\"'\\]*|\d*\.\d+(?:e[+-]?\d+)?")

DRAWINGS = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


class Finding(NamedTuple):
    """Something to look at: what it is, in which file, in which line (0: the whole file), and the words."""

    what: str
    file: str
    line: int
    words: str


def check_folder(folder, detail=lambda text: "", own=lambda path: True):
    """Give every :class:`Finding` in ``folder``.

    ``detail`` says what of a person a line of text seems to hold, or ""; it is asked of the files for whose path below
    the folder ``own`` is true.  Programs are not read: the examples in them are nobody's.
    """
    folder = Path(folder)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    findings = [*_twice(folder, paths)]
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            findings.append(Finding("a link", name, 0, "archives do not follow links: put the file itself there"))
        elif path.suffix in TEXTS and path.stat().st_size <= LARGEST:
            asked = detail if own(name) else lambda text: ""
            text = DRAWINGS.sub(_blank, path.read_text(encoding="utf-8", errors="replace"))
            findings += _in_text(name, text, asked)
    return findings


def size_of(folder):
    """Give how many files a folder holds and their bytes together.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> _ = (place / "a").write_text("abc")
    >>> size_of(place)
    (1, 3)
    """
    sizes = [path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def _twice(folder, paths):
    """Files that are the same to the byte, each with the first of them; empty ones are not counted.

    Neither is the narrow form of a figure that is as narrow already: pages look for both, each in its own folder.
    """
    first = {}
    for path in paths:
        if path.stat().st_size == 0 or path.is_symlink():
            continue
        digest = sha256(path)
        name = path.relative_to(folder).as_posix()
        if digest in first and _in_full(name) != _in_full(first[digest]):
            yield Finding("a file twice", name, 0, f"the same as {first[digest]}")
        first.setdefault(digest, name)


def _in_full(name):
    """The name of the full form of a figure, of whichever form ``name`` is; any other file keeps its own."""
    return name.replace("figures/narrow/", "figures/")


def _blank(drawing):
    """As many empty lines as a drawing has."""
    return "\n" * drawing[0].count("\n")


def _in_text(name, text, detail):
    """What the lines of a text hold: a home folder's path, or something of a person."""
    for number, line in enumerate(text.splitlines(), start=1):
        if home := HOMES.search(line):
            yield Finding("an absolute path", name, number, home[0])
        if what := detail(NUMBERS.sub(" ", line)):
            yield Finding(what, name, number, "see the line")
