"""Stored and executed notebooks are compared by what they say."""

import json

import nbformat
import pytest

from firststeps.pipeline.acceptance import accept, differences, says
from tests import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
LANGUAGE = {"name": "python", "version": "3.12.1", "mimetype": "text/x-python", "file_extension": ".py"}


def as_jupyterlab_saves(text):
    """The JSON of a notebook as JupyterLab writes it after Run All: what JavaScript and its kernel make of it."""
    notebook = _whole_numbers(json.loads(text))
    notebook["metadata"] = {
        "kernelspec": {"display_name": "My study (ipykernel)", "language": "python", "name": "my-study"},
        "language_info": LANGUAGE,
    }
    for count, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"execution": {"iopub.execute_input": "2027-01-01T09:00:00Z"}, "scrolled": True}
            cell["execution_count"] = count + 40
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _whole_numbers(value):
    """JavaScript knows one kind of number: 1.0 is written 1."""
    if isinstance(value, dict):
        return {key: _whole_numbers(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(below) for below in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def read(text):
    """A notebook from its JSON."""
    return nbformat.reads(text, as_version=4)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_saved_by_jupyterlab_says_the_same(path):
    """The kernel's name, the counts of execution and 1 for 1.0 say nothing."""
    text = path.read_text(encoding="utf-8")
    saved = as_jupyterlab_saves(text)
    assert saved != text
    assert says(read(saved)) == says(read(text))
    assert differences(read(saved), read(text)) == []


@pytest.mark.parametrize(("old", "new"), [("2 people", "3 people"), ("0.25", "0.26"), ("print(n)", "print(m)")])
def test_what_is_said_is_compared(old, new):
    """Another word, another number in the data of an output and another source are differences."""
    data = {"text/plain": "2 people", "application/json": {"share": 0.25}}
    outputs = [nbformat.v4.new_output("display_data", data)]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(n)", outputs=outputs)]))
    assert old in text
    assert says(read(text.replace(old, new))) != says(read(text))


def test_a_saved_notebook_is_stored_as_make_writes_it(tmp_path):
    """Accepting puts the form right and says that nothing else changed."""
    for folder in ("build", "notebooks"):
        (tmp_path / folder).mkdir()
    text = NOTEBOOKS[0].read_text(encoding="utf-8")
    (tmp_path / "build" / NOTEBOOKS[0].name).write_text(text, encoding="utf-8")
    stored = tmp_path / "notebooks" / NOTEBOOKS[0].name
    stored.write_text(as_jupyterlab_saves(text), encoding="utf-8")
    assert accept(tmp_path / "build", tmp_path / "notebooks") == [f"{stored}: says the same, now as make writes it"]
    assert stored.read_text(encoding="utf-8") == text
