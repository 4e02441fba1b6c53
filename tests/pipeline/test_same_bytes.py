"""The same inputs give the same bytes: twice, in another folder, in parallel, by plain kernels, and as committed."""

import difflib
import json
from pathlib import Path

import nbformat

from firststeps.pipeline.acceptance import says
from tests import ROOT
from tests.pipeline.conftest import Compendium


def test_another_folder_one_at_a_time_and_plain_kernels(built, tmp_path):
    other = Compendium(tmp_path / "été with spaces" / "another name")
    other.make("clean")
    other.make("all", FIRSTSTEPS_KERNELS="plain", OMP_NUM_THREADS="2", LC_ALL="C", PYTHONHASHSEED="7")
    assert first_difference(other, built) == ""
    assert other.outputs() == built.outputs()
    assert len(built.outputs()) > 20


def test_committed_outputs_are_what_the_code_makes(built):
    made = {name: digest for name, digest in built.outputs().items() if not name.startswith("build/")}
    committed = Compendium.at(ROOT).outputs()
    assert {name: committed.get(name) for name in made} == made


def test_stored_notebooks_say_what_the_executed_ones_say(built):
    """Whichever program saved them, their cells and outputs are those of a run."""
    for executed in sorted((built.folder / "build").glob("*.ipynb")):
        notebooks = [nbformat.read(path, 4) for path in (ROOT / "notebooks" / executed.name, executed)]
        assert says(notebooks[0]) == says(notebooks[1]), f"{executed.name}: run make accept"


def test_no_output_names_the_machine(built):
    for path in sorted((built.folder / "build").glob("*.ipynb")):
        outputs = json.dumps([cell.get("outputs", []) for cell in json.loads(path.read_text())["cells"]])
        for trace in (str(built.folder), str(Path.home()), "stderr", "ipykernel_"):
            assert trace not in outputs, f"{path.name} holds {trace}"


def first_difference(one, other):
    """The first lines by which a text file that both made differs; "" where every one is the same."""
    for name in sorted(one.outputs()):
        texts = [(copy.folder / name).read_bytes().decode("utf-8", "replace").splitlines() for copy in (one, other)]
        if texts[0] != texts[1]:
            return "\n".join([name, *list(difflib.unified_diff(*texts, n=0, lineterm=""))[:12]])[:3000]
    return ""
