"""The one kind of error that is meant for people: the command line prints its text and no traceback."""

import errno
import os
import re
import shutil
from contextlib import contextmanager

_RIGHTS = "may not be read or written by you. Ask for the right to it, or work in a copy of the folder that is yours."
_FULL = "does not fit on the disk, which is full. Make room there, then run this again."
_FILE = "is a file where a folder is expected. Move it away, or give it another name."
TOO_MUCH = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # of what is written, often without its name
FAULTS = {  # of the system, by its number: what a sentence says after the name of the file
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "lies where nothing can be written. Work in a copy of the folder elsewhere.",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "is larger than files may be here. Ask for larger ones (ulimit -f), or work on another disk.",
    errno.ENOENT: "is not there. Look at its name, and whether it was moved.",
    errno.EISDIR: "is a folder where a file is expected. Move it away, or give it another name.",
    errno.ENOTDIR: _FILE,
    errno.EEXIST: _FILE,
}


class Stopped(ValueError):
    """Work has stopped, and the text says it all: where, what was found, what was expected, what to do.

    Every error of this package's own is one. The statistics, which can be lifted out, raise plain ValueErrors; setting
    up an environment and removing what was made have errors of their own, as they run before anything is installed.
    """


def in_words(error):
    """Say what has happened to which file and what to do, where an OSError comes from the system; else give its text.

    >>> in_words(FileNotFoundError(errno.ENOENT, "No such file or directory", "a.csv"))
    'a.csv is not there. Look at its name, and whether it was moved.'
    >>> in_words(OSError(errno.EIO, "Input/output error", "/dev/null"))
    '/dev/null cannot be read or written (Input/output error). Look at its disk, then run this again.'
    >>> in_words(FileNotFoundError("There is no file a.csv."))
    'There is no file a.csv.'
    >>> in_words(shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> '/dev/null'")]))
    '/dev/null does not fit on the disk, which is full. Make room there, then run this again.'
    """
    if isinstance(error, shutil.Error):
        error = _first_of(error)
    if error.errno is None:
        return str(error)
    path = next((path for path in (error.filename2, error.filename) if isinstance(path, (str, bytes, os.PathLike))), "")
    own = error.strerror not in (None, os.strerror(error.errno))  # words of the one who raised it, not of the system
    if not path and (own or error.errno not in FAULTS):
        return f"{error.strerror or os.strerror(error.errno)}."
    other = f"cannot be read or written ({error.strerror}). Look at its disk, then run this again."
    return f"{_place(error.errno, os.fsdecode(path))} {FAULTS.get(error.errno, other)}"


def _first_of(error):
    """The first of all faults of a copied folder, of which `shutil` keeps no more than the text."""
    text = error.args[0][0][-1] if isinstance(error.args[0], list) else str(error)
    match = re.fullmatch(r"\[Errno (\d+)\] .*?(?:'([^']*)')?", text)
    return OSError(int(match[1]), os.strerror(int(match[1])), match[2]) if match else OSError(text)


def _place(number, path):
    """The file that a fault is about; where it could not be made, but not for want of room, what stands above it."""
    above = path
    while above and number not in (errno.ENOENT, *TOO_MUCH) and not os.path.lexists(above):
        above = os.path.dirname(above) or os.getcwd()
    return above or "A file"


@contextmanager
def needing(extra, what):
    """A context for the import of a package that only some studies need, which an installation may go without.

    Stopped says what needs it, and how it is installed: by the name of an ``extra`` of ``pyproject.toml``.

    >>> with needing("spss", "An SPSS file"):
    ...     raise ModuleNotFoundError("No module", name="pyreadstat")
    Traceback (most recent call last):
    firststeps.errors.Stopped: An SPSS file needs the package pyreadstat, which is not installed here. To install it: \
pip install 'firststeps[spss]'
    """
    try:
        yield
    except ImportError as fault:
        name = (fault.name or extra).partition(".")[0]
        remedy = f"To install it: pip install 'firststeps[{extra}]'"
        raise Stopped(f"{what} needs the package {name}, which is not installed here. {remedy}") from None
