"""What a person's machine has set up for other programs does not stop a build, nor change it."""

import sys

NOTEBOOK = "build/02-participants.ipynb"


def test_a_temporary_folder_with_a_long_path_is_no_hindrance(copy, tmp_path):
    """Where a socket's address would be too long, plain kernels make the same notebook."""
    long = tmp_path / ("a-long-name-" * 12)
    long.mkdir()
    before = copy.outputs()
    (copy.folder / NOTEBOOK).unlink()
    copy.make(NOTEBOOK, TMPDIR=str(long))
    assert copy.outputs() == before


def test_warnings_that_are_errors_elsewhere_are_none_here(copy):
    """PYTHONWARNINGS=error is somebody's wish for their own programs; by make and by hand the same is made."""
    before = copy.outputs()
    (copy.folder / NOTEBOOK).unlink()
    copy.make(NOTEBOOK, PYTHONWARNINGS="error", FIRSTSTEPS_KERNELS="plain")
    assert copy.outputs() == before
    command = [sys.executable, "-m", "firststeps", "execute", "02-participants"]
    copy.run(*command, PYTHONWARNINGS="error", PYTHONPATH=str(copy.folder / "src"))
    assert copy.outputs() == before


def test_the_manuscript_is_made_under_warnings_that_are_errors(copy):
    """The last step is shielded as the first one is."""
    before = copy.outputs()
    (copy.folder / "paper" / "manuscript.pdf").unlink()
    assert "Made" in copy.make("all", PYTHONWARNINGS="error").stdout
    assert copy.outputs() == before
