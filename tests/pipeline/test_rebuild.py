"""What make runs again after a change: what depends on it, and nothing else."""

import os
import time

import pytest

FIRST_RAW = "data/raw/synthetic-1-start.csv"


def touch(copy, path):
    assert (copy.folder / path).exists(), path
    os.utime(copy.folder / path, (time.time() + 1,) * 2)


def test_nothing_changed_nothing_runs(copy):
    before = copy.outputs()
    assert copy.would_run() == []
    assert "Nothing to do" in copy.make("all").stdout
    assert copy.outputs() == before


def test_a_touched_notebook_runs_alone(copy):
    touch(copy, "notebooks/03-paired-comparisons.ipynb")
    assert copy.would_run() == ["03-paired-comparisons", "claims", "manuscript"]


def test_a_raw_file_runs_all_but_the_published_numbers(copy):
    touch(copy, FIRST_RAW)
    ran = copy.would_run()
    assert ran[0] == "01-cleaning"
    assert {"02-participants", "03-paired-comparisons", "07-figures", "manuscript"} <= set(ran)
    assert "00-published-claims" not in ran


def test_a_module_runs_just_the_notebooks_that_import_it(copy):
    touch(copy, "src/firststeps/responses/cleaning.py")
    ran = copy.would_run()
    assert ran[0] == "01-cleaning"
    assert "00-published-claims" not in ran


def test_the_manuscript_runs_alone(copy):
    touch(copy, "paper/manuscript.md")
    assert copy.would_run() == ["manuscript"]


@pytest.mark.parametrize("path", ["study.yaml", "requirements.txt"])
def test_the_study_and_the_lock_run_everything(copy, path):
    touch(copy, path)
    every = sorted(notebook.stem for notebook in (copy.folder / "build").glob("*.ipynb"))
    assert sorted(copy.would_run()) == sorted([*every, "claims", "manuscript", "release"])


def test_a_deleted_figure_is_made_again(copy):
    (copy.folder / "figures" / "who-changed.pdf").unlink()
    assert "07-figures" in copy.would_run()
