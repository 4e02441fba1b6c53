"""Files within a ``.zip``, as survey platforms deliver them."""

import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from firststeps.responses.given.packages import LARGEST, MOST_PARTS
from firststeps.responses.given.problems import Refusal, refusal

READ = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".parquet", ".sav", ".dta")


def files_within(path):
    """The names of the files within a ``.zip`` that can be read as tables, in order."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError):
        remedy = "Download the file again, or unpack it yourself."
        raise refusal(path.name, "no readable .zip", "a .zip file", remedy) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise refusal(path.name, f"more than {LARGEST:,} bytes unpacked", "a smaller file", "Unpack it yourself.")
    return [part.filename for part in parts if not part.is_dir() and _is_table(PurePosixPath(part.filename))]


def _is_table(path):
    return path.suffix.lower() in READ and path.parts[0] != "__MACOSX" and path.name[0] != "."


@contextmanager
def unpacked(path, name=""):
    """The one file within a ``.zip``, or the one of that ``name``, unpacked for as long as it is read.

    Refusal where nothing can be read, where several can and none is named, and where the file itself is broken.
    """
    names = files_within(path)
    wanted = [within for within in names if name in ("", within, PurePosixPath(within).name)]
    if len(wanted) != 1:
        found = f"{len(wanted)} files called {name!r}" if name else f"{len(names)} files that hold tables"
        remedy = f"Name one in study.yaml (sheet: ...): {', '.join(names) or 'it holds none that can be read'}."
        raise refusal(path.name, found, "one file within", remedy)
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder, PurePosixPath(wanted[0]).name)
        try:
            with zipfile.ZipFile(path) as package:
                inner.write_bytes(package.read(wanted[0]))
            yield inner
        except Refusal as refused:
            raise Refusal([replace(problem, file=path.name) for problem in refused.problems]) from None
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            remedy = "Download the file again, or unpack it yourself."
            raise refusal(path.name, "a file within that cannot be unpacked", "a .zip file", remedy) from None
