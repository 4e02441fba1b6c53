"""Store the outputs of executed notebooks in the notebooks that people read, after showing what changes.

What JupyterLab saves of these notebooks is brought into the same form, so that Run All and Save change no file.
"""

import difflib
import os
from copy import deepcopy
from pathlib import Path

import nbformat

from firststeps.files import write_text
from firststeps.pipeline.execution import scrub
from firststeps.report.paper.marking import TAG


def accept(executed_folder, stored_folder):
    """Replace the outputs of each notebook in ``stored_folder`` by those of its executed copy.

    Gives lines that say what changed, a unified diff of the readable outputs of each changed cell.  The stored
    notebook keeps its time, since its outputs are no input: make does not run it again for them.
    """
    lines = []
    for path in sorted(Path(stored_folder).glob("[0-9]*.ipynb")):
        copy = Path(executed_folder, path.name)
        if not copy.exists():
            lines.append(f"{path}: not run, left as it is")
            continue
        stored, executed = nbformat.read(path, as_version=4), nbformat.read(copy, as_version=4)
        changes, text = differences(stored, executed), nbformat.writes(executed) + "\n"
        same = "unchanged" if path.read_text(encoding="utf-8") == text else "says the same, now as make writes it"
        lines += [f"{path}: {'outputs replaced' if changes else same}", *changes]
        _write(path, text)
    return lines


def says(notebook):
    """What a notebook says: each cell's kind, source and outputs, and nothing of its mark or the program that saved it.

    Two notebooks say the same whatever kernel they name, and whether one wrote ``1.0`` where the other wrote ``1``.

    >>> cell = nbformat.v4.new_code_cell("n", execution_count=3, metadata={"scrolled": True})
    >>> says(nbformat.v4.new_notebook(cells=[cell], metadata={"language_info": {"name": "python"}}))
    [{'kind': 'code', 'source': 'n', 'outputs': []}]
    """
    return [
        {
            "kind": cell.cell_type,
            "source": cell.source,
            "outputs": [
                {key: value for key, value in output.items() if key not in ("metadata", "execution_count")}
                for output in cell.get("outputs", [])
            ],
        }
        for cell in scrub(deepcopy(notebook)).cells
        if TAG not in cell.metadata.get("tags", [])
    ]


def differences(stored, executed):
    """Lines that show how the readable outputs of two notebooks with the same cells differ; none where they do not.

    >>> code = nbformat.v4.new_code_cell
    >>> output = lambda text: nbformat.v4.new_output("stream", text=text)
    >>> old = nbformat.v4.new_notebook(cells=[code("n", outputs=[output("25 people")])])
    >>> new = nbformat.v4.new_notebook(cells=[code("n", outputs=[output("26 people")])])
    >>> differences(old, new)
    ['  cell 1', '  -25 people', '  +26 people']
    """
    lines = []
    for number, (before, after) in enumerate(zip(says(stored), says(executed), strict=True), start=1):
        if before["outputs"] != after["outputs"]:
            diff = list(difflib.unified_diff(_readable(before), _readable(after), lineterm="", n=0))[2:]
            shown = [f"  {line}" for line in diff if not line.startswith("@@")]
            lines += [f"  cell {number}", *(shown or ["  (an image or hidden data changed)"])]
    return lines


def as_stored(model, path, contents_manager, **_):
    """Take from a notebook that is about to be saved what differs by machine, moment or order of running.

    A hook of Jupyter's server, set in ``environment/jupyter_server_config.py``.  ``model`` is what will be written, and
    is changed in place; ``path`` is where, from the server's folder.  Only what lies in a folder ``notebooks`` is
    touched: a student's exercises are saved as they are.
    """
    folder = f"/{path}".rsplit("/", 2)[-2]
    if model["type"] != "notebook" or folder != "notebooks":
        return
    notebook, file = stored_form(nbformat.from_dict(model["content"])), Path(contents_manager.root_dir, path)
    if file.is_file():
        stored = nbformat.read(file, as_version=4)
        if _parts(stored) == _parts(notebook) and says(stored) == says(notebook):
            notebook = stored
    model["content"] = notebook


def stored_form(notebook):
    """The notebook without times, paths, kernel names and stderr, its cells numbered from 1 where they were run.

    Empty cells at its end go: JupyterLab adds one to whoever runs the last cell by Shift and Enter.

    >>> cell = nbformat.v4.new_code_cell("1", execution_count=7, metadata={"scrolled": True})
    >>> plain = stored_form(nbformat.v4.new_notebook(cells=[cell], metadata={"mark": "Synthetic data"}))
    >>> plain.cells[0].execution_count, dict(plain.cells[0].metadata), plain.metadata.mark
    (1, {}, 'Synthetic data')
    """
    mark = notebook.metadata.get(TAG)
    notebook = scrub(notebook)
    if mark:
        notebook.metadata[TAG] = mark
    while notebook.cells and _is_empty(notebook.cells[-1]):
        notebook.cells.pop()
    run = (cell for cell in notebook.cells if cell.cell_type == "code" and cell.execution_count)
    for number, cell in enumerate(run, 1):
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    return notebook


def _is_empty(cell):
    """Whether a cell of code holds nothing, and shows nothing."""
    return cell.cell_type == "code" and not cell.source.strip() and not cell.outputs


def _parts(notebook):
    """The ids and tags of a notebook's cells."""
    return [(cell.get("id"), cell.metadata.get("tags", [])) for cell in notebook.cells]


def _readable(cell):
    """The lines of text that a cell shows."""
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell["outputs"]]
    return "\n".join(texts).splitlines()


def _write(path, text):
    """Write ``text`` where it differs, keeping the file's time."""
    if path.read_text(encoding="utf-8") != text:
        times = os.stat(path)
        write_text(path, text)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
