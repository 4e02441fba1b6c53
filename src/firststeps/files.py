"""Writing files whole or not at all: what a killed run leaves behind is the earlier file, never half a new one."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def writing(path):
    """Give a temporary path beside ``path``; what was written there takes its place when the block ends well.

    Folders on the way are made.  If the block raises, the temporary file goes and ``path`` stays as it was.

    >>> folder = Path(tempfile.mkdtemp())
    >>> with writing(folder / "a.txt") as new:
    ...     _ = new.write_text("whole")
    >>> [(file.name, file.read_text()) for file in folder.iterdir()]
    [('a.txt', 'whole')]
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    new = Path(name)
    try:
        yield new
        new.chmod(0o644)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def write_bytes(path, content):
    """Write ``content`` (bytes) to ``path``, whole or not at all."""
    with writing(path) as new:
        new.write_bytes(content)


def write_text(path, text):
    """Write ``text`` to ``path`` as UTF-8 with the line ends it has, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))
