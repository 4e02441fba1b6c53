"""The given files and their checksums: a changed byte is reported by the name of its file."""

from itertools import combinations
from pathlib import Path

from firststeps.files import leads_out, sha256, write_text

NAME = "SHA256SUMS"


def write_checksums(folder, names):
    """Write ``SHA256SUMS`` for the files ``names`` of ``folder``, in the form that ``sha256sum --check`` reads."""
    write_text(folder / NAME, "".join(f"{sha256(folder / name)}  {name}\n" for name in sorted(names)))


def given_names(folder):
    """Give the names of the files in ``folder`` that were given, in order.

    Neither a hidden file nor what Excel keeps there while a workbook is open (``~$answers.xlsx``) was given.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("b.csv", "a.xlsx", "~$a.xlsx", ".~lock.a.xlsx#", NAME):
    ...     _ = (folder / name).write_text("")
    >>> given_names(folder)
    ['a.xlsx', 'b.csv']
    """
    names = [path.name for path in Path(folder).iterdir() if path.is_file() and path.name != NAME]
    return sorted(name for name in names if not name.startswith((".", "~$")))


def changed_files(folder):
    """What in ``folder`` is not as ``SHA256SUMS`` says: a list of sentences, empty if all is well.

    A folder without ``SHA256SUMS`` promises nothing, so nothing is found there.
    """
    return [sentence for _, sentence in changes(folder)]


def changes(folder):
    """The name of each file of which `changed_files` has a sentence, with the sentence, which begins with that name."""
    sums = folder / NAME
    if not sums.is_file():
        return []
    promised = dict(reversed(line.split(maxsplit=1)) for line in sums.read_text(encoding="utf-8").splitlines() if line)
    outside = [
        (NAME, f"{NAME} lists {name!r}, which is no file of this folder.") for name in promised if leads_out(name)
    ]
    within = ((folder / name, digest) for name, digest in promised.items() if not leads_out(name))
    return outside + [(path.name, fault) for path, digest in within if (fault := _fault(path, digest))]


def equal_files(folder, names):
    """The pairs of ``names`` whose files in ``folder`` hold the same bytes, in the order of the names."""
    paths = [folder / name for name in dict.fromkeys(names) if (folder / name).is_file()]
    pairs = [pair for pair in combinations(paths, 2) if pair[0].stat().st_size == pair[1].stat().st_size]
    return [(one.name, other.name) for one, other in pairs if sha256(one) == sha256(other)]


def _fault(path, digest):
    """What is wrong with a file that has a checksum; empty where nothing is."""
    if not path.is_file():
        return f"{path.name} is listed in {NAME} and is not there."
    if sha256(path) != digest:
        return f"{path.name} is not the file that {NAME} promises: its bytes were changed."
    return ""
