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
NOTEBOOKS, LOCK = Path("notebooks"), Path("environment", "requirements.txt")  # as make sees them
OF_ALL = (PACKAGE, PACKAGE.parents[1] / "paper" / "style", NOTEBOOKS, LOCK)
OF_STUDY = ("study.yaml", "data", "paper", "build/inputs")
SETTINGS = ("TRUST",)  # variables of the environment that are inputs


def remembered(question, study, work_out, keep=True):
    """The answer to ``question`` about the folder ``study``, as lines: the kept one, or what ``work_out()`` gives.

    ``work_out`` gives the lines and the files of the study that it has read.  Its answer is kept where nothing changed
    meanwhile and something may be written, unless ``keep`` is false.
    """
    if not NOTEBOOKS.is_dir():  # not in the root of a compendium: what there is to look at is not known
        return work_out()[0]
    file = Path(study, "build", f"{question}.json")
    answer = _read(file)
    if answer and answer["state"] == state(study, answer["files"]):
        return answer["lines"]
    before = state(study)
    lines, files = work_out()
    files = [str(path) for path in files]
    if keep and state(study) == before:
        with contextlib.suppress(OSError):
            write_text(file, json.dumps({"state": state(study, files), "files": files, "lines": lines}) + "\n")
    return lines


def state(study, files=()):
    """The hash of all files that an answer about the folder ``study`` may depend on, ``files`` among them."""
    places = [*OF_ALL, *(Path(study, name) for name in OF_STUDY), *files]
    facts = [sys.version, [os.environ.get(name, "") for name in SETTINGS], [list(listed(place)) for place in places]]
    return sha256_of_json(facts)


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
    visited = {str(above) for above in Path(os.path.realpath(place)).parents}
    if not os.path.isdir(place):
        yield _entry(place, ".")
    for here, folders, names in os.walk(place, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        if (known := os.path.realpath(here)) in visited:
            folders.clear()
            continue
        visited.add(known)
        yield [os.path.relpath(here, place), "folder", os.path.islink(here)]
        for name in sorted(names):
            path = os.path.join(here, name)
            yield _entry(path, os.path.relpath(path, place))


def _entry(path, name):
    """One row of :func:`listed`."""
    try:
        stat = os.stat(path)
    except OSError:
        return [name, "", ""]
    return [name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, os.path.islink(path)]


def _read(file):
    """A kept answer; None where there is none that can be read."""
    try:
        answer = json.loads(file.read_text(encoding="utf-8"))
        return answer if {"state", "files", "lines"} <= set(answer) else None
    except (OSError, ValueError, TypeError):
        return None
