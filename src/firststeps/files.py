"""Files and folders: written whole or not at all, left where nothing new is made, found in their folder or nowhere."""

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from firststeps.errors import TOO_MUCH, Stopped

RECORDS = "FIRSTSTEPS_RECORDS"  # of the environment: the folder of records of what files were made of
UNFINISHED = "a merge is not finished there; keep one of its sides, and take the lines of its marks out"


@contextlib.contextmanager
def writing(path):
    """Give a temporary path beside ``path``; what the block writes there takes its place when the block ends well.

    Folders are made as needed.  Where the block raises, the temporary file goes and ``path`` stays as it was.  What
    killed runs have left of it is removed first.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp(), "made", "a.txt")
    >>> with writing(target) as scratch:
    ...     _ = scratch.write_text("whole")
    >>> target.read_text(), len(list(target.parent.iterdir()))
    ('whole', 1)
    """
    with writing_together([path]) as (scratch,):
        yield scratch


@contextlib.contextmanager
def writing_together(paths):
    """Give a temporary path beside each of ``paths``; they take their places when the block has written them all.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with writing_together([folder / "a.txt", folder / "b.txt"]) as scratches:
    ...     for scratch in scratches:
    ...         _ = scratch.write_text("whole")
    >>> sorted(path.name for path in folder.iterdir())
    ['a.txt', 'b.txt']
    """
    paths = [Path(path) for path in paths]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_left_over_files(path)
    scratches = [path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}") for path in paths]
    try:
        with _naming(scratches, paths):
            yield scratches
            for scratch, path in zip(scratches, paths, strict=True):
                os.replace(scratch, path)
    finally:
        for scratch in scratches:
            scratch.unlink(missing_ok=True)


@contextlib.contextmanager
def writing_folder(folder, place=None):
    """Give a new, empty folder in ``place``; it takes the place of ``folder`` when the block ends well.

    ``place`` is by default the folder beside which ``folder`` stands.  Where the block raises, the new folder goes and
    ``folder`` stays as it was.  What killed runs have left in ``place`` is removed first (`remove_left_over`).

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp(), "site")
    >>> with writing_folder(target) as scratch:
    ...     _ = (scratch / "index.html").write_text("whole")
    >>> [path.name for path in target.iterdir()], len(list(target.parent.iterdir()))
    (['index.html'], 1)
    """
    folder = Path(folder)
    place = folder.parent if place is None else Path(place)
    place.mkdir(parents=True, exist_ok=True)
    remove_left_over(folder, place)
    scratch = place / f".{folder.name}-{os.getpid()}"
    with _make_locked(scratch):
        try:
            with _naming([scratch], [folder]):
                yield scratch
                _take_place(scratch, folder)
        finally:
            _settle(folder, scratch)


@contextlib.contextmanager
def writing_new_folder(folder):
    """Give a new, empty folder; it becomes ``folder``, which is not there yet, when the block ends well.

    Nothing is written over: Stopped where another run has made ``folder`` meanwhile.  An empty folder that is there
    already is filled where it stands, as it may be a disk of its own.  Where the block raises, nothing of it is left.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp(), "mine")
    >>> with writing_new_folder(target) as scratch:
    ...     _ = (scratch / "study.yaml").write_text("whole")
    >>> [path.name for path in target.iterdir()], len(list(target.parent.iterdir()))
    (['study.yaml'], 1)
    """
    folder = Path(folder)
    there = folder.is_dir()
    place = folder if there else folder.parent
    place.mkdir(parents=True, exist_ok=True)
    remove_left_over(folder, place)
    if there and any(folder.iterdir()):
        raise _made_meanwhile(folder)
    scratch = place / f".{folder.name}-{os.getpid()}"
    with _make_locked(scratch):
        try:
            with _naming([scratch], [folder]):
                yield scratch
            for path in sorted(scratch.iterdir()) if there else []:
                _become(path, folder / path.name)
            if not there:
                _become(scratch, folder)
        finally:
            _remove(scratch)


def _become(path, name):
    """Give a file or folder its ``name``, where no folder of that name holds anything."""
    try:
        os.rename(path, name)
    except OSError as fault:
        if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        raise _made_meanwhile(name) from None


def _made_meanwhile(folder):
    """The error of a folder that was not there, or empty, when the work on it was begun."""
    return Stopped(f"{folder} was made meanwhile by another run, and nothing is written over.")


def remove_left_over(folder, place):
    """Remove from ``place`` what killed runs of `writing_folder` have left of a new ``folder``.

    What a living process holds by its lock stays: it is being written.  Where folders cannot be locked, as on some
    network disks, what carries the number of a living process stays.  Where a run was killed between its two moves,
    the old folder is put back.
    """
    name = re.compile(rf"\.{re.escape(folder.name)}-(\d+)(?:-old)?")
    for number in {int(match[1]) for path in place.iterdir() if (match := name.fullmatch(path.name))}:
        scratch = place / f".{folder.name}-{number}"
        with _lock(scratch) as free:
            if free or (free is None and (number == os.getpid() or not _lives(number))):
                _settle(folder, scratch)


@contextlib.contextmanager
def _naming(scratches, paths):
    """Let the error of a full disk name what was being written, which the system often does not, by its own name.

    Of several it is the one that was written to last.
    """
    try:
        yield
    except OSError as fault:
        if fault.errno in TOO_MUCH:
            begun = [scratch for scratch in scratches if os.path.lexists(scratch)] or [*scratches]
            last = max(begun, key=lambda scratch: os.stat(scratch).st_mtime_ns if scratch.exists() else 0)
            fault.filename = fault.filename or str(last)
            for scratch, path in zip(scratches, paths, strict=True):
                own = [str(name).replace(str(scratch), str(path)) for name in (fault.filename, fault.filename2) if name]
                fault.filename, fault.filename2 = [*own, None][:2]
        raise


def _remove_left_over_files(path):
    """Remove what killed runs of `writing_together` have left beside ``path``: what carries the number of none alive.

    Files are not locked: a program that writes one may put another in its place.
    """
    name = re.compile(rf"\.{re.escape(path.stem)}-(\d+){re.escape(path.suffix)}")
    for match in filter(None, map(name.fullmatch, os.listdir(path.parent))):
        if not _lives(int(match[1])):
            with contextlib.suppress(OSError):  # another run has removed it just now, or it is a folder
                path.with_name(match[0]).unlink()


@contextlib.contextmanager
def _make_locked(scratch):
    """Make a folder and lock it while the block lasts, so that other runs know that it is being written."""
    with contextlib.ExitStack() as locks:
        while True:
            scratch.mkdir()
            locks.enter_context(_lock(scratch, wait=True))
            if scratch.is_dir():  # no other run has removed it before it was locked
                break
        yield


@contextlib.contextmanager
def _lock(folder, wait=False):
    """Lock a folder while the block lasts: True; False where another has locked it; None where it cannot be locked.

    With ``wait`` it waits for the other instead.  A lock ends with its process, however that ends.
    """
    with contextlib.ExitStack() as opened:
        try:
            import fcntl  # there is none in a browser

            number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            opened.callback(os.close, number)
            fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            free = True
        except BlockingIOError:
            free = False
        except (ImportError, OSError):
            free = None
        yield free


def _take_place(scratch, folder):
    """Set the old ``folder`` aside, and give its name to the new one; again where another run did so in between."""
    while True:
        if os.path.lexists(folder):
            os.replace(folder, _set_aside(scratch))
        try:
            return os.replace(scratch, folder)
        except OSError as fault:
            if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        _remove(_set_aside(scratch))


def _set_aside(scratch):
    """Where the old folder waits while the new one, ``scratch``, takes its place; what stands there is whole."""
    return scratch.with_name(f"{scratch.name}-old")


def _settle(folder, scratch):
    """Put the old folder back where no new one has taken its place; remove what else there is of a run."""
    old = _set_aside(scratch)
    if os.path.lexists(old) and not os.path.lexists(folder):
        os.replace(old, folder)
    _remove(scratch)
    if os.path.lexists(old):
        with contextlib.suppress(OSError):
            os.replace(old, scratch)  # under this name half of it is never put back
        _remove(scratch)


def _remove(path):
    """Remove a folder with all there is in it, a link or a file; as much of it as can be."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _lives(number):
    """Whether there is a process of that number."""
    try:
        os.kill(number, 0)
    except (OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


def write_bytes(path, content):
    """Write the bytes ``content`` to ``path``, whole or not at all."""
    with writing(path) as scratch:
        scratch.write_bytes(content)


def write_text(path, text):
    """Write ``text`` to ``path`` as UTF-8 with line ends as given, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def in_place_of_a_file(path):
    """What stands at a ``path`` where a file is expected, in words; empty where nothing does.

    >>> in_place_of_a_file("/"), in_place_of_a_file("/dev/null"), in_place_of_a_file("/nowhere")
    ('a folder', 'a pipe or a device', '')
    """
    path = Path(path)
    if path.is_dir():
        return "a folder"
    if path.exists():
        return "a pipe or a device"
    return "a link that leads to no file" if path.is_symlink() else ""


def read_text(path):
    """Give the text of a file that a person has named or written; Stopped where there is none, or it is no UTF-8."""
    path = Path(path)
    if not path.is_file():
        there = in_place_of_a_file(path)
        what = f"is {there}" if there else "is missing"
        raise Stopped(f"{path} {what}. Expected a file of text: look at its name.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise Stopped(f"{path} is no text in UTF-8 (byte {fault.start + 1}). Save it as UTF-8.") from None
    if line := line_of_merge(text):
        raise Stopped(f"{path}, line {line}: {UNFINISHED}.")
    return text


def read_json(path):
    """Give what a file of JSON says; Stopped where it cannot be read, the system's own error where it is not there."""
    os.stat(path)
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as fault:
        what = f"it cannot be read (column {fault.colno})"
        remedy = "Take it as it was (git checkout), or make it again"
        raise Stopped(f"{path}, line {fault.lineno}: {what}. {remedy}.") from None


def line_of_merge(text):
    """The number of the first line with a mark that git leaves of a merge that is not finished; 0 where there is none.

    >>> line_of_merge("title: A\\n<<<<<<< HEAD\\n"), line_of_merge("A heading\\n=======\\n")
    (2, 0)
    """
    mark = re.search(r"^(?:<{7}|>{7}|\|{7})(?= |$)", text, re.MULTILINE)
    return text.count("\n", 0, mark.start()) + 1 if mark else 0


def sha256(path):
    """Give the SHA-256 of a file, as 64 hexadecimal digits.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.txt")
    >>> write_text(path, "abc")
    >>> sha256(path)[:16]  # FIPS 180-2, appendix B.1
    'ba7816bf8f01cfea'
    """
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class OutsideError(Stopped):
    """A path that leads out of its study's folder."""


def leads_out(name):
    """Whether a path, as it is written, leads out of the folder it is seen from.

    >>> [leads_out(name) for name in ("a.csv", "b/a.csv", "/etc/passwd", "../a.csv", "b/../../a.csv")]
    [False, False, True, True, True]
    """
    path = Path(name)
    return path.is_absolute() or ".." in path.parts or "\0" in str(name)


def within(folder, name, links=()):
    """Give the path ``name`` of ``folder``; OutsideError where it leads out of it, as written or through a link.

    ``links`` are the paths within ``folder`` of links that may lead out of it, and of what stands below them.

    >>> within("/", "etc/passwd").name
    'passwd'
    >>> within("data", "../study.yaml")
    Traceback (most recent call last):
    firststeps.files.OutsideError: '../study.yaml' leads out of the study's folder; ...
    """
    root = Path(folder).resolve()
    if leads_out(name):
        raise OutsideError(
            f"{str(name)!r} leads out of the study's folder; name what lies within it, without '..' or '/' at the head"
        )
    if _leads_back(root / name):
        raise OutsideError(f"{str(name)!r} is a link that leads back to itself")
    inside = (root / name).resolve().is_relative_to(root)
    if not inside and not any(Path(name).is_relative_to(link) for link in links):
        raise OutsideError(
            f"{str(name)!r} is, or lies behind, a link that leads out of the study's folder; put the file itself "
            f"there, or, if the link is meant, name it in study.yaml: data: {{links: [{name}]}}"
        )
    return root / name


def _leads_back(path):
    """Whether a path is, or lies behind, a link that leads back to itself: Python 3.13 resolves it without a word."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def links_below(folder, names):
    """Give every symbolic link at, above or below ``names`` of ``folder``, as a path within it; none is followed."""
    root = Path(folder).resolve()
    for name in names:
        if (root / name).is_symlink():
            yield Path(name)
            continue
        levels = os.walk(root / name)
        paths = (Path(here, below) for here, folders, files in levels for below in sorted((*folders, *files)))
        yield from (path.relative_to(root) for path in paths if path.is_symlink())


def keeping():
    """Whether records are kept of what files are made of, so that what is made again of the very same can stay.

    A run of the build asks for all figures and documents of a step, and most changes concern few of them.  So the build
    names a folder, by `RECORDS`, that belongs to one step and one state of the code and of all packages.  Where none is
    named, as where a notebook is run by hand, everything is made.
    """
    return bool(os.environ.get(RECORDS))


def digest(*parts):
    """Give the SHA-256 of texts and bytes, each told from the next."""
    sums = [hashlib.sha256(part if isinstance(part, bytes) else part.encode()).digest() for part in parts]
    return hashlib.sha256(b"".join(sums)).hexdigest()


def recall(name, source, folder):
    """Give the bytes of the files in ``folder`` that were made as ``name``, by file, if they were made of ``source``.

    ``source`` is the hash of all that they are made of.  None where they were made of something else, are no more as
    they were left, or where nothing is known of them.  They get the time of now, as if they had been written.
    """
    if not keeping():
        return None
    try:
        record = json.loads(_record(name).read_text(encoding="utf-8"))
        if (record["source"], record["folder"]) != (source, _seen(folder)):
            return None
        places = {file: within(folder, file) for file in record["files"]}
        contents = {file: place.read_bytes() for file, place in places.items()}
        if any(digest(content) != record["files"][file] for file, content in contents.items()):
            return None
        for place in places.values():
            os.utime(place)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OutsideError):
        return None
    return contents


def keep(name, source, folder, contents):
    """Keep a record: the files of these ``contents`` in ``folder``, by file, were made as ``name`` of ``source``."""
    if keeping():
        sums = {file: digest(content) for file, content in contents.items()}
        record = {"source": source, "folder": _seen(folder), "files": sums}
        write_text(_record(name), json.dumps(record, indent=1) + "\n")


def _seen(folder):
    """A folder as it is seen from the records, which may be moved or copied together."""
    return os.path.relpath(folder, os.environ[RECORDS])


def _record(name):
    """Where the record of what is made as ``name`` lies."""
    return Path(os.environ[RECORDS], f"{name}.json")
