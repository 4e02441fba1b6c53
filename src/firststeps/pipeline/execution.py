"""Run one notebook with papermill: whole or not at all, nothing of the machine left in what it writes."""

import contextlib
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat

from firststeps.errors import Stopped
from firststeps.files import write_bytes, write_text
from firststeps.pipeline.sections import lead_on, without_tagged
from firststeps.report.claims.drawn import PUT_IN
from firststeps.report.paper.marking import mark_notebook, unmark

HEARTBEAT = 2.0
ADDED = {PUT_IN, "papermill-error-cell-tag"}  # cells that papermill adds
ENDED = "the process that runs its cells ended before the last of them, as where memory runs out or a cell calls exit()"
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


class NotebookError(Stopped):
    """A notebook that cannot be run or failed: which one, in which cell, and the error's own message."""


def execute(source, target, parameters, makes=(), label="", engine=None, left_out=None, mark="", leads=""):
    """Run the notebook ``source`` with ``parameters`` and write the executed copy, with its ``mark``, to ``target``.

    ``makes`` are the other files that the run has to write.  Where the run fails or is interrupted, ``target`` and
    these files stay as they were, to the byte and the time; the failed copy goes to ``<target>.failed.ipynb``.
    ``left_out`` says by tag why what carries it is left out of the copy, as for want of two waves to compare; ``leads``
    is what stands there in the cell that leads on, where that is not the notebook's own.
    Raises NotebookError for an unknown parameter, a failing cell, or a file of ``makes`` that was not written.
    """
    notebook = unmark(nbformat.read(source, as_version=4))
    notebook.metadata = nbformat.from_dict(KERNEL)
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])
    _check_parameters(source, notebook, parameters)
    for tag, reason in (left_out or {}).items():
        if reason:
            without_tagged(notebook, tag, reason)
    if leads:
        lead_on(notebook, leads)
    name, started = Path(source).stem, time.time()
    with untouched_on_failure(makes), _heartbeat(f"{label}{name}"):
        executed = _run(source, target, notebook, parameters, engine, mark)
        _check_made(source, makes, started)
    for line in _warnings(executed):
        print(f"{name}, {line}", flush=True)
    write_text(target, nbformat.writes(mark_notebook(scrub(executed), mark)) + "\n")
    _failed_copy(target).unlink(missing_ok=True)


def scrub(notebook):
    """Remove from an executed notebook what differs by machine or run: times, paths, kernel names, stderr.

    >>> nb = nbformat.v4.new_notebook(metadata={"papermill": {"duration": 3}})
    >>> scrub(nb).metadata
    {'kernelspec': {'display_name': 'Python 3', 'language': 'python', 'name': 'python3'}}
    """
    notebook.metadata = nbformat.from_dict(KERNEL)
    for number, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if PUT_IN in tags:
            cell.id = f"{PUT_IN}-{number}"
        if cell.cell_type == "code":
            cell.outputs = _joined(output for output in cell.outputs if output.get("name") != "stderr")
    return notebook


def _joined(outputs):
    """Outputs with the pieces of one printed text together: where a kernel cuts it depends on the moment."""
    joined = []
    for output in outputs:
        if joined and output.output_type == joined[-1].output_type == "stream":
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


@contextlib.contextmanager
def untouched_on_failure(paths):
    """Put the files ``paths`` back, bytes and times, where the block raises; files that were not there go.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "table.csv")
    >>> with contextlib.suppress(KeyboardInterrupt), untouched_on_failure([path]):
    ...     _ = path.write_text("half")
    ...     raise KeyboardInterrupt
    >>> path.exists()
    False
    """
    before = {Path(path): _snapshot(path) for path in paths}
    try:
        yield
    except BaseException:
        for path, snapshot in before.items():
            _restore(path, snapshot)
        raise


@contextlib.contextmanager
def same_times(paths):
    """Give the files ``paths`` that are the same after the block as before it, to the byte, their time back.

    What is made from them need then not be made again.
    """
    before = {Path(path): _snapshot(path) for path in paths}
    yield
    for path, snapshot in before.items():
        if snapshot and path.read_bytes() == snapshot[0]:
            os.utime(path, ns=(snapshot[1], snapshot[1]))


def _snapshot(path):
    """The bytes and the time of a file, or None where there is none."""
    try:
        return Path(path).read_bytes(), os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return None


def _restore(path, snapshot):
    """Make the file at ``path`` what ``snapshot`` says."""
    if snapshot is None:
        path.unlink(missing_ok=True)
    elif _snapshot(path) != snapshot:
        write_bytes(path, snapshot[0])
        os.utime(path, ns=(snapshot[1], snapshot[1]))


def _check_parameters(source, notebook, parameters):
    """Refuse a parameter that the notebook's ``parameters`` cell does not set (papermill would let it pass)."""
    with _without_arrow():
        from papermill.inspection import _infer_parameters

    known = [parameter.name for parameter in _infer_parameters(notebook)]
    for name in parameters:
        if name not in known:
            raise NotebookError(f"{source} has no parameter {name!r}; its cell tagged 'parameters' sets {known}.")


def _run(source, target, notebook, parameters, engine, mark):
    """The executed notebook; a failing cell raises NotebookError and leaves its copy beside ``target``."""
    with _without_arrow():
        from papermill import execute_notebook
        from papermill.exceptions import PapermillExecutionError
    from nbclient.exceptions import DeadKernelError
    from traitlets.config import Config

    options = {"engine_name": engine, "cwd": str(Path(source).resolve().parent)}
    options |= {"progress_bar": False, "record_timing": False}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "executed.ipynb")
        # Else the file that tells where the kernel listens stays in the temporary folder where Ctrl-C comes.
        options["config"] = Config(ConnectionFileMixin={"connection_file": str(Path(folder, "kernel.json"))})
        try:
            return execute_notebook(notebook, str(copy), parameters, request_save_on_cell_execute=False, **options)
        except PapermillExecutionError as error:
            executed = nbformat.read(copy, as_version=4)
            failure = _failure(source, executed, error)
            write_text(_failed_copy(target), nbformat.writes(mark_notebook(executed, mark)) + "\n")
            raise NotebookError(failure) from error
        except DeadKernelError as error:
            raise NotebookError(f"{source}: {ENDED}") from error


@contextlib.contextmanager
def _without_arrow():
    """A context in which papermill is loaded without Arrow, which it would load for file systems of others."""
    absent = "pyarrow.fs" not in sys.modules
    if absent:
        sys.modules["pyarrow.fs"] = None
    try:
        yield
    finally:
        if absent:
            del sys.modules["pyarrow.fs"]


def _failure(source, executed, error):
    """What stopped a notebook: its name, the cell by number and id, and the error's own message.

    Cells are counted as in the file ``source``, its mark included, without those that papermill puts in.
    """
    ours = [cell for cell in executed.cells if not ADDED.intersection(cell.metadata.get("tags", []))]
    failed = [any(output.output_type == "error" for output in cell.get("outputs", [])) for cell in ours].index(True)
    cell, ids = ours[failed], [cell.get("id") for cell in nbformat.read(source, as_version=4).cells]
    number = ids.index(cell.id) + 1 if cell.get("id") in ids else failed + 1
    first = next((line for line in cell.source.splitlines() if line.strip()), "")
    return f"{source}, cell {number} ({cell.get('id', 'no id')}): {first}\n    {error.ename}: {error.evalue}"


def _failed_copy(target):
    """Where the copy of a failed run is kept for a look."""
    return Path(target).with_suffix(".failed.ipynb")


def _check_made(source, makes, started):
    """Raise NotebookError where a file the run should have written is missing or was not touched since it began.

    What counts is when the file was last changed in any way: a second make that runs at once may have put its time of
    writing back (:func:`same_times`).
    """
    for path in makes:
        if not os.path.exists(path) or os.stat(path).st_ctime < started - 2:
            raise NotebookError(f"{source} ran to its end but did not write {path}, which the Makefile says it makes.")


def _warnings(notebook):
    """One line for each cell that wrote to stderr: its number and the last warning, or the last thing it said."""
    for number, cell in enumerate(notebook.cells, start=1):
        errors = "".join(output.text for output in cell.get("outputs", []) if output.get("name") == "stderr")
        lines = errors.strip().splitlines()
        if lines:
            last = [line.partition("Warning: ")[2] for line in lines if "Warning: " in line] or lines
            yield f"cell {number} warned: {last[-1]}"


@contextlib.contextmanager
def _heartbeat(label):
    """Say when the block starts, every few seconds while it lasts, and when it has ended."""
    started, ended = time.monotonic(), threading.Event()

    def beat():
        """Say every few seconds how long it has lasted."""
        while not ended.wait(HEARTBEAT):
            print(f"{label}: {time.monotonic() - started:.0f} s so far", flush=True)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
        print(f"{label}: done in {time.monotonic() - started:.1f} s", flush=True)
    finally:
        ended.set()
        thread.join()
