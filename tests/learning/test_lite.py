"""What runs in the browser needs only packages built for Pyodide, no other process; real answers stay away."""

import ast
import os
import subprocess
import sys

import nbformat
import pytest

from firststeps.errors import Stopped
from firststeps.learning import begin
from firststeps.learning.lite import PACKAGES, write_lite
from firststeps.study import Study
from tests import ROOT
from tests.learning import as_in_pyodide

PURE = {"krippendorff", "seaborn"}  # plain Python, taken from PyPI
WRITERS = {"lite.py: nbformat", "notebooks.py: nbformat"}  # they write the notebooks, beforehand
ROOMS = ("paired", "study", "learning", "report/figures")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """What JupyterLite would show of the root study, and what was written."""
    place = tmp_path_factory.mktemp("lite") / "files"
    return place, write_lite(Study.load(ROOT), begin(ROOT), place)


def test_the_notebooks_run_on_what_pyodide_has(browser):
    """Each exercise unanswered, a comparison and two drawings, without any other package and any other process."""
    place, written = browser
    assert len(written.new) == 10 and not written.unasked
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, str(ROOT / "tests/learning/as_in_pyodide.py"), str(place), *PACKAGES]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "does not show a change" in done.stdout
    imported = {*done.stdout.split("imported: ")[1].split()}
    assert {"numpy", "pandas", "scipy", "pydantic", "matplotlib"} <= imported <= as_in_pyodide.allowed(PACKAGES)


def test_what_is_not_built_for_pyodide_is_refused_there():
    """The test above can fail: a package that is installed here and is not on the list cannot be imported."""
    code = (
        "import sys; from tests.learning.as_in_pyodide import Absent, allowed\n"
        "sys.meta_path.insert(0, Absent(allowed([])))\nimport numpy, typst"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "typst is not built for Pyodide" in done.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_imports_at_its_head_what_pyodide_lacks(room):
    """Statements at the head of each module, also of those that no exercise happens to load."""
    lacking = set()
    for path in (ROOT / "src" / "firststeps" / room).rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for top in {name.partition(".")[0] for name in names} - {"firststeps", *sys.stdlib_module_names}:
                owners = {as_in_pyodide.plain(owner) for owner in as_in_pyodide.OWNERS[top]}
                if not owners & as_in_pyodide.allowed(PACKAGES):
                    lacking.add(f"{path.name}: {top}")
    assert lacking <= WRITERS


def test_the_packages_that_are_fetched_are_there():
    """Each is built for Pyodide, or plain Python."""
    lines = (ROOT / "tests/learning/pyodide-packages.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 250 and {*PACKAGES} - PURE <= {*lines} and not PURE & {*lines}


def test_each_notebook_fetches_its_packages_first(browser):
    """The cell stands before any other code, and has no link that leads nowhere."""
    place, written = browser
    for path in [*written.new, place / "compare.ipynb"]:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert next(cell.id for cell in notebook.cells if cell.cell_type == "code") == "install"
        assert "](" not in notebook.cells[0].source


def test_answers_of_people_are_not_put_on_a_page(tmp_path):
    """A study that says its answers are observed is refused, and nothing is written."""
    study = Study.load(ROOT).model_copy(update={"synthetic": False})
    with pytest.raises(Stopped, match="synthetic"):
        write_lite(study, begin(ROOT), tmp_path / "lite")
    assert not (tmp_path / "lite").exists()
