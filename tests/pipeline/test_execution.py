"""Executed notebooks hold what the code says and nothing of the run."""

import os
import signal
import subprocess
import sys
import time

import pytest
from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook, new_output

from firststeps.files import write_text
from firststeps.pipeline.execution import NotebookError, _check_made, same_times, scrub
from tests import ROOT


def printed(*pieces):
    outputs = [new_output("stream", name=name, text=text) for name, text in pieces]
    return scrub(new_notebook(cells=[new_code_cell("print(1)", outputs=outputs)])).cells[0].outputs


def test_a_text_printed_in_pieces_is_one_output():
    (output,) = printed(("stdout", "133 changes"), ("stdout", "\n"))
    assert output.text == "133 changes\n"


def test_what_was_said_on_stderr_is_left_out_and_does_not_part_the_rest():
    (output,) = printed(("stdout", "a"), ("stderr", "/home/someone: a warning"), ("stdout", "b"))
    assert output.text == "ab"


def test_a_file_that_comes_out_the_same_keeps_its_time(tmp_path):
    """What depends on it need not be made again; a file that changed, or is new, has the time of the run."""
    same, other, new = (tmp_path / name for name in ("same", "other", "new"))
    for path in (same, other):
        write_text(path, "before")
        os.utime(path, (1000, 1000))
    with same_times([same, other, new]):
        for path, text in ((same, "before"), (other, "after"), (new, "after")):
            write_text(path, text)
    assert os.stat(same).st_mtime == 1000
    assert min(os.stat(path).st_mtime for path in (other, new)) > time.time() - 100


def test_a_time_put_back_by_a_second_run_is_no_file_that_was_not_written(tmp_path):
    """Two makes at once: one puts the time of a file back that the other has just written."""
    path = tmp_path / "table.csv"
    write_text(path, "a")
    os.utime(path, (1000, 1000))
    _check_made("01.ipynb", [path], time.time())
    with pytest.raises(NotebookError, match="did not write"):
        _check_made("01.ipynb", [path], time.time() + 10)


def test_papermill_is_loaded_without_what_no_notebook_needs():
    """Arrow takes longer to load than papermill; afterwards it can be had as ever."""
    code = (
        "import sys; from firststeps.pipeline.execution import _without_arrow\n"
        "with _without_arrow():\n    import papermill\n"
        "assert not {'pyarrow', 'numpy', 'pandas'} & set(sys.modules)\n"
        "import pyarrow.fs\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_notebook_that_is_stopped_leaves_nothing_in_the_temporary_folder(tmp_path, number):
    """Neither its copy nor the file that tells where its kernel listens; the plain kernel, which every system has."""
    write(
        new_notebook(cells=[new_code_cell("import time; print('runs', flush=True); time.sleep(60)")]),
        tmp_path / "a.ipynb",
    )
    (tmp_path / "temporary").mkdir()
    code = (
        "import sys, tempfile; from firststeps.__main__ import _stop_as_by_ctrl_c as heed\n"
        "from firststeps.pipeline.execution import execute\n"
        "heed(); execute('a.ipynb', 'made.ipynb', {}, label='a')"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": str(ROOT / "src")}
    running = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    assert "so far" in running.stdout.readline()
    running.send_signal(number)
    running.communicate(timeout=60)
    assert running.returncode and not [*(tmp_path / "temporary").iterdir()]
