"""The files and folders of a study that are made; nothing is made or removed through a link.

This file needs nothing but the standard library, since the Makefile cleans before anything is installed:

    python3 src/firststeps/pipeline/places.py clean studies/mine
"""

import os
import shutil
import sys
from pathlib import Path

FOLDERS = ("build", "release", "data/clean", "figures")
ABOVE = ("data", "paper")  # written folders that hold made files beside written or given ones
PAPERS = (
    *("claims.json", "inputs.json", "printed.json"),
    *(f"manuscript.{kind}" for kind in ("pdf", "docx", "html", "xml")),
    "manuscript-jats.zip",
    *(f"checklists.{kind}" for kind in ("pdf", "docx", "html")),
    *(f"{name}.{kind}" for name in ("first-answer", "for-participants") for kind in ("pdf", "docx", "html")),
    "first-answer.json",
)


class PlaceError(Exception):
    """A place that must not be written to, and what to do."""


def check_places(study):
    """Refuse a folder ``study`` in which a made file would be written, or removed, through a link.

    ``data/raw`` may be a link: it is only read.  PlaceError names the link and where it leads.

    >>> import tempfile
    >>> study = Path(tempfile.mkdtemp())
    >>> check_places(study)
    >>> (study / "build").symlink_to("/tmp")
    >>> check_places(study)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    firststeps.pipeline.places.PlaceError: ...build is a link to /tmp: what is made there would be written outside...
    """
    study = Path(study)
    for path in [study / name for name in ABOVE] + [study / name for name in FOLDERS]:
        _refuse_link(path)
    for name in FOLDERS:
        for place, folders, files in os.walk(str(study / name)):
            for below in folders + files:
                _refuse_link(Path(place, below))


def clean(study):
    """Remove what was made in the folder ``study``; never what was given or written there."""
    check_places(study)
    for name in FOLDERS:
        if Path(study, name).exists():
            _remove(str(Path(study, name)))
    for path in (Path(study, "paper", name) for name in PAPERS):
        if path.is_file() or path.is_symlink():
            path.unlink()


def _remove(folder):
    """Remove a folder with all that is in it; OSError names the folder where it cannot be."""
    try:
        shutil.rmtree(folder)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, folder) from None


def _refuse_link(path):
    """Refuse a place that is a link: what is made there would lie elsewhere."""
    if path.is_symlink():
        raise PlaceError(
            f"{path} is a link to {os.readlink(str(path))}: what is made there would be written outside the study, or "
            "removed there. Put a folder or a file of its own in its place, or remove the link."
        )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from firststeps.errors import in_words

    try:
        clean(sys.argv[2])
    except PlaceError as problem:
        sys.exit(f"Stopped: {problem}")
    except OSError as problem:
        sys.exit(f"Stopped: {in_words(problem)}")
    except KeyboardInterrupt:
        sys.exit(130)
