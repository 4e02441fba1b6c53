"""A failing or interrupted run: one message, earlier outputs as they were, and a next run that goes on from there."""

import json
import signal
import subprocess
import time

import pytest

from tests.pipeline.conftest import Compendium


def append_cell(copy, name, source):
    path = copy.folder / "notebooks" / f"{name}.ipynb"
    notebook = json.loads(path.read_text())
    cell = {"cell_type": "code", "id": "broken", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"].append({**cell, "source": source})
    path.write_text(json.dumps(notebook))
    return len(notebook["cells"])


def test_a_failing_notebook_names_its_cell_and_leaves_the_outputs(copy):
    before = copy.outputs()
    number = append_cell(copy, "08-figures", "raise ValueError('the ruler is broken')")
    failed = copy.make("all", check=False)
    assert failed.returncode != 0
    assert f"notebooks/08-figures.ipynb, cell {number} (broken)" in failed.stderr
    assert "ValueError: the ruler is broken" in failed.stderr
    assert "Traceback" not in failed.stdout + failed.stderr
    after = copy.outputs()
    assert after.pop("build/08-figures.failed.ipynb")
    assert after == before
    assert copy.would_run() == ["08-figures", "claims", "manuscript"]


def test_an_unknown_claim_stops_the_manuscript_with_the_nearest(copy):
    before = copy.outputs()
    path = copy.folder / "paper" / "manuscript.md"
    path.write_text(path.read_text() + '\nAgain {{ claim("published.course.poeple") }}.\n')
    failed = copy.make("all", check=False)
    assert failed.returncode != 0
    assert "published.course.poeple" in failed.stderr
    assert "published.course.people" in failed.stderr
    assert copy.outputs() == before


def hear_ctrl_c():
    """Take SIGINT as a terminal gives it: a suite run in the background has it ignored, and its children with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("seconds", [1.2, 3.0])
def test_ctrl_c_leaves_nothing_half_written(built, tmp_path, seconds):
    fresh = Compendium(tmp_path / "compendium")
    fresh.make("clean")
    process = subprocess.Popen(
        ["make", "-j2", "all"],
        cwd=fresh.folder,
        env=fresh.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    )
    time.sleep(seconds)
    subprocess.run(["kill", "-INT", "--", f"-{process.pid}"], check=True)
    assert process.wait(timeout=30) in (2, 130, -signal.SIGINT)
    finished = built.outputs()
    assert all(finished[name] == digest for name, digest in fresh.outputs().items())
    assert fresh.leftovers() == []
    fresh.make("all")
    assert fresh.outputs() == finished
