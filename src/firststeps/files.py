"""Files written whole or not at all."""

import contextlib
import os
from pathlib import Path


@contextlib.contextmanager
def writing(path):
    """Give a temporary path beside ``path``; what the block writes there takes its place when the block ends well.

    Folders are made as needed.  Where the block raises, the temporary file goes and ``path`` stays as it was.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp(), "made", "a.txt")
    >>> with writing(target) as scratch:
    ...     _ = scratch.write_text("whole")
    >>> target.read_text(), len(list(target.parent.iterdir()))
    ('whole', 1)
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        yield scratch
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


def write_bytes(path, content):
    """Write the bytes ``content`` to ``path``, whole or not at all."""
    with writing(path) as scratch:
        scratch.write_bytes(content)


def write_text(path, text):
    """Write ``text`` to ``path`` as UTF-8 with line ends as given, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))
