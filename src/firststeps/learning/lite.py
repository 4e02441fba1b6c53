"""The exercises for the browser alone: what JupyterLite needs beside itself, from a study's synthetic answers.

There the package runs in Pyodide, which has no other processes and only such packages as were built for it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from firststeps.errors import Stopped
from firststeps.files import write_text, writing_folder
from firststeps.learning.counted import Counted
from firststeps.learning.notebooks import KERNEL, Written, write_lessons
from firststeps.study import Study

# What the exercises, the statistics and the drawings import; all but krippendorff and seaborn are built for Pyodide,
# and these two are plain Python, which it takes from PyPI.
PACKAGES = ("krippendorff", "matplotlib", "numpy", "pandas", "pydantic", "pyyaml", "scipy", "seaborn", "statsmodels")
INSTALL = f"""# In the browser the packages are fetched first, once for each visit: about a minute.
import piplite

await piplite.install({list(PACKAGES)!r})
await piplite.install("firststeps", deps=False)"""
COMPARE = """from firststeps import paired

before = ["yes", "yes", "no", "no", "no", "yes", "no", "no"]
after = ["yes", "no", "yes", "yes", "yes", "yes", "no", "yes"]
print(paired.compare(before, after))"""
ABOUT = """# Compare yes/no answers before and after

Put the answers of your people in place of these, in the same order both times.
All stays in this browser: nothing is sent."""


def make_page(study: Study, counts: Counted, target: str | Path, jupyter: str | Path) -> Written:
    """Make a page with the exercises on a study that needs a browser alone, in the folder ``target`` below ``site``.

    ``jupyter`` is the command of an environment with JupyterLite; the package is built as a wheel from here.  The
    folder is made whole or not at all, also where two runs make it at once.  Stopped with the words of what failed.
    """
    jupyter = Path(jupyter).absolute()
    with writing_folder(target) as fresh:
        written = write_lite(study, counts, fresh / "files")
        _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", fresh / "pypi"], ".", fresh / "log")
        _run([jupyter, "lite", "build", "--contents", "files", "--output-dir", "site"], fresh, fresh / "log")
    return written


def _run(command, folder, log):
    """Run a command in ``folder`` with its words in ``log``; Stopped with these where it fails."""
    with open(log, "wb") as file:
        failed = subprocess.run(command, cwd=folder, stdout=file, stderr=subprocess.STDOUT).returncode
    if failed:
        words = log.read_text(encoding="utf-8", errors="replace")
        raise Stopped(f"the page could not be made, and what stood there stays.\n{words}")


def write_lite(study: Study, counts: Counted, place: str | Path) -> Written:
    """Write into the folder ``place`` what JupyterLite shows: exercises on a study, its raw files, and a comparison.

    What stood there before goes.  Stopped for answers that people gave: whoever opens the page could read them.
    """
    if not study.synthetic:
        raise Stopped(
            f"study.yaml of {study.folder} says that its answers are observed, and whoever opens such a page can read "
            "them: only a study of synthetic answers can be put there."
        )
    place = Path(place)
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(study.raw, place / "data" / "raw")
    write_text(place / "study.yaml", (study.folder / "study.yaml").read_text(encoding="utf-8"))
    written = write_lessons(place, counts, analyses=place)
    for path in written.new:
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.insert(1, _install())
        write_text(path, nbformat.writes(notebook) + "\n")
    cells = [new_markdown_cell(ABOUT, id="about"), _install(), new_code_cell(COMPARE, id="compare")]
    write_text(place / "compare.ipynb", nbformat.writes(new_notebook(cells=cells, metadata=KERNEL)) + "\n")
    return written


def _install():
    """The cell that fetches the packages."""
    return new_code_cell(INSTALL, id="install")
