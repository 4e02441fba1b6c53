"""Answers to questions about a study, kept while every file that they may depend on is as it was.

make asks the same two each time: what is to be done, and what is still open.  An answer is kept in ``build/`` of the
study with the *state* of the files: name, size, times and number of each, so that what was changed, replaced or
touched is seen, and nothing has to be read.  Needs the standard library only: a question takes a twentieth of a second.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

from firststeps.files import sha256_of_json, write_text

PACKAGE = Path(__file__).resolve().parents[1]
# As make sees them.
NOTEBOOKS, LOCK, ROWS = Path("notebooks"), Path("environment", "requirements.txt"), Path("Makefile")
OF_ALL = (PACKAGE, PACKAGE.parents[1] / "paper" / "style", NOTEBOOKS, LOCK, ROWS)
OF_STUDY = ("study.yaml", "data", "paper", "figures", "build/inputs")
SETTINGS = ("TRUST",)  # variables of the environment that are inputs


def remembered(question, study, work_out, keep=True):
    """The answer to ``question`` about the folder ``study``, as lines: the kept one, or what ``work_out()`` gives.

    ``work_out`` gives the lines and the files of the study that it has read.  Its answer is kept where nothing changed
    meanwhile and something may be written, unless ``keep`` is false.
    """
    if not NOTEBOOKS.is_dir():  # not in the root of a compendium: what there is to look at is not known
        return work_out()[0]
    file = Path(study, "build", f"{question}.json")
    answer, before = _read(file), state(study)
    if answer and answer["state"] == before and answer["beside"] == _hash(answer["files"]):
        return answer["lines"]
    lines, files = work_out()
    files = [str(path) for path in files]
    if keep and state(study) == before:
        answer = {"state": before, "files": files, "beside": _hash(files), "lines": lines}
        with contextlib.suppress(OSError):
            write_text(file, json.dumps(answer) + "\n")
    return lines


def state(study):
    """The hash of all files that any answer about the folder ``study`` may depend on, and of the surroundings."""
    places = [*OF_ALL, *(Path(study, name) for name in OF_STUDY)]
    return _hash(places, sys.version, [os.environ.get(name, "") for name in SETTINGS])


def _hash(places, *facts):
    """The hash of the files at and below ``places``, and of other plain ``facts``."""
    return sha256_of_json([*facts, [list(listed(place)) for place in places]])


def listed(place):
    """Each file at or below ``place``, links followed: name, size, times of its content and its entry, number.

    Of a folder the row says whether it is a link, as that of a file does.  A link to nowhere has only a name.  A link
    that leads back to a folder above is not followed.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "answers.csv").write_text("P01,yes")
    >>> [row[:2] for row in listed(folder)]
    [['.', 'folder'], ['answers.csv', 7]]
    """
    if os.path.isdir(place):
        yield from _below(place, ".", {str(above) for above in Path(os.path.realpath(place)).parents})
    else:
        yield _entry(place, ".", os.path.islink(place))


def _below(folder, name, visited):
    """The rows of a folder, its files, and then the folders in it; nothing where it was ``visited`` before."""
    if (known := os.path.realpath(folder)) in visited:
        return
    visited.add(known)
    yield [name, "folder", os.path.islink(folder)]
    try:
        with os.scandir(folder) as inside:
            entries = sorted(inside, key=lambda entry: entry.name)
    except OSError:  # it cannot be read
        return
    names = {entry: entry.name if name == "." else f"{name}/{entry.name}" for entry in entries}
    folders = {entry for entry in entries if _is_folder(entry)}
    for entry in entries:
        if entry not in folders:
            yield _entry(entry.path, names[entry], entry.is_symlink())
    for entry in entries:
        if entry in folders and entry.name != "__pycache__":
            yield from _below(entry.path, names[entry], visited)


def _is_folder(entry):
    """Whether what was found in a folder is one, or a link to one; a link that leads back to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _entry(path, name, linked):
    """One row of :func:`listed`, of a file; ``linked`` where it is reached by a link."""
    try:
        stat = os.stat(path)
    except OSError:
        return [name, "", ""]
    return [name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, linked]


def _read(file):
    """A kept answer; None where there is none that can be read."""
    try:
        answer = json.loads(file.read_text(encoding="utf-8"))
        return answer if {"state", "files", "beside", "lines"} <= set(answer) else None
    except (OSError, ValueError, TypeError):
        return None
