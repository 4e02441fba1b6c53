"""A temporary copy of the compendium in which everything is made afresh; the folder it comes from is only read."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from firststeps.pipeline import inputs, places
from firststeps.pipeline.plan import analyses, left_out
from firststeps.study import Study

NOT_COPIED = {"build", "receipt", "release", "studies", "tests"}  # at the top; nor, anywhere, what begins with a dot
AT_ONCE = 2  # notebooks that run at the same time
NOWHERE = "http://127.0.0.1:9"  # a proxy that nobody answers: what would fetch something fails


@dataclass(frozen=True)
class Ground:
    """What is compared: a compendium and its study as they stand, and the copies in which all was made anew.

    ``root`` and ``study`` are the folders that are checked, ``fresh_root`` and ``fresh`` those of the copy.
    """

    root: Path
    study: Path
    fresh_root: Path
    fresh: Path
    quick: bool = False

    @property
    def is_root(self):
        """Whether the study is the compendium's own, whose executed notebooks are stored in ``notebooks/``."""
        return self.root.resolve() == self.study.resolve()

    @property
    def stored_notebooks(self):
        """The folder of the notebooks with the outputs that readers see."""
        return self.root / "notebooks" if self.is_root else self.study / "build"


def copy_compendium(root, study, into):
    """Copy the compendium ``root`` and its ``study`` to the folder ``into``; give the copy of the study.

    What was made is copied as well, of ``build/`` the executed notebooks; nothing of other studies is.
    """
    root, study, into = Path(root), Path(study), Path(into)
    shutil.copytree(root, into, ignore=_beside(root))
    copy = into
    if root.resolve() != study.resolve():
        copy = into / "studies" / study.resolve().name
        shutil.copytree(study, copy, ignore=_beside(study))
    (copy / "build").mkdir()
    for path in sorted((study / "build").glob("[0-9]*.ipynb")):
        if ".failed" not in path.name:
            shutil.copyfile(path, copy / "build" / path.name)
    if (study / "build" / "inputs").is_dir():
        shutil.copytree(study / "build" / "inputs", copy / "build" / "inputs")
    return copy


def _beside(top):
    """What `shutil.copytree` is to leave out of the folder ``top``."""

    def passed_over(folder, names):
        """The names of a folder that are not copied."""
        at_top = NOT_COPIED if Path(folder) == top else set()
        return [name for name in names if name in at_top or name == "__pycache__" or name.startswith(".")]

    return passed_over


def make_afresh(root, study):
    """Remove what was made in a copied ``study``, and make it anew from what is given and written; give what failed.

    Each notebook runs in a process of its own by `firststeps.pipeline.execution`; the cleaning of the raw files goes
    first, since all others read what it writes.
    """
    places.clean(study)
    names = notebooks_of(root, study)
    failures = [fault for name in names if name in inputs.RAW if (fault := execute_notebook(root, study, name))]
    others = [name for name in names if name not in inputs.RAW]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        failures += filter(None, pool.map(lambda name: execute_notebook(root, study, name), others))
    return failures or _gather_and_write(root, study)


def take_executed(root, study):
    """Gather claims and make documents of the executed notebooks that a copied ``study`` holds; give what failed.

    Nothing is run: it is the quick form of `make_afresh`.
    """
    if not [*(study / "build").glob("[0-9]*.ipynb")]:
        return ["There are no executed notebooks in build/: run make all first, or verify without QUICK=1."]
    return _gather_and_write(root, study)


def _gather_and_write(root, study):
    """Gather the claims of a copy and make its documents; give what failed, of which there is one at most."""
    fault = gather_claims(root, study) or write_documents(root, study)
    return [fault] if fault else []


def notebooks_of(root, study):
    """The names of the notebooks that the study has a use for, in their order."""
    reasons = left_out(Study.load(study))
    return [name for name in analyses(Path(root, "notebooks")) if name not in reasons]


def gather_claims(root, study):
    """Collect the claims of the executed notebooks of a copy; give the fault, or None."""
    executed = sorted((study / "build").glob("[0-9]*.ipynb"))
    ours = [_relative(root, path) for path in executed if path.stem != inputs.REMEMBERING]
    return run(root, "claims", "--study", _relative(root, study), *ours)


def write_documents(root, study):
    """Make the documents of a copy from its manuscript, claims and figures; give the fault, or None."""
    for name in ("manuscript.md", "references.bib"):
        if fault := run(root, "begin", "--study", _relative(root, study), name):
            return fault
    words = "--study", _relative(root, study)
    return run(root, "manuscript", *words) or run(root, "checklists", *words)


def run(root, *words):
    """Run a command of the package that lies in the copy ``root``; give one sentence where it fails, else None."""
    command = [sys.executable, "-m", "firststeps", *words]
    completed = subprocess.run(command, cwd=root, env=_environment(root), capture_output=True, text=True, check=False)
    if completed.returncode == 0:
        return None
    lines = (completed.stderr or completed.stdout).strip().splitlines() or ["no message"]
    return f"{' '.join(words[:2])}: {' '.join(lines)}"


def execute_notebook(root, study, name):
    """Run one notebook in the copy; give the fault, or None."""
    return run(root, "execute", name, "--study", _relative(root, study))


def _relative(root, path):
    """A path of the copy as it is named from the copy's top."""
    return path.relative_to(root).as_posix()


def _environment(root):
    """The environment of a run in the copy: its own package, one thread, no way out to the net."""
    fixed = {"PYTHONPATH": str(root / "src"), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "TZ": "UTC"}
    closed = {name: NOWHERE for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")}
    return {**os.environ, **fixed, **closed, "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
