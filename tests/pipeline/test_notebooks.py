"""The stored outputs of the notebooks reproduce, and the check that says so can fail."""

import re
import sys

from tests.pipeline.test_acceptance import as_jupyterlab_saves


def nbval(compendium, *names):
    paths = [f"notebooks/{name}" for name in names] or ["notebooks"]
    options = ["-o", "addopts=", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-q", *paths]
    source = str(compendium.folder / "src")
    return compendium.run(sys.executable, "-m", "pytest", *options, check=False, PYTHONPATH=source)


def test_every_stored_output_reproduces(fresh):
    done = nbval(fresh)
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(re.search(r"(\d+) passed", done.stdout).group(1)) > 50


def test_the_check_fails_when_one_raw_answer_changes(fresh):
    fresh.edit("data/raw/synthetic-1-start.csv", ",yes,", ",no,")
    assert nbval(fresh, "01-cleaning.ipynb").returncode == 1


def test_a_notebook_saved_by_jupyterlab_reproduces(fresh):
    """Run All and Save in JupyterLab is no fault: what the notebook says is compared, not how it was written."""
    path = fresh.folder / "notebooks" / "02-participants.ipynb"
    path.write_text(as_jupyterlab_saves(path.read_text(encoding="utf-8")), encoding="utf-8")
    done = nbval(fresh, path.name)
    assert done.returncode == 0, done.stdout[-3000:]
