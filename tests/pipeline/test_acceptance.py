"""Stored and executed notebooks are compared by what they say."""

import json
from types import SimpleNamespace

import nbformat
import pytest

from firststeps.pipeline.acceptance import accept, as_stored, differences, says
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


def saved_over(folder, text, saved):
    """What Jupyter's server writes over a stored notebook when JupyterLab sends another text."""
    path = folder / "notebooks" / "01-a.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    model = {"type": "notebook", "content": read(saved)}
    as_stored(model, "notebooks/01-a.ipynb", SimpleNamespace(root_dir=str(folder)))
    return nbformat.writes(nbformat.from_dict(model["content"])) + "\n"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_jupyterlab_saves_is_what_is_stored(path, tmp_path):
    """Run All, then Save, even a second time, writes the stored file again, to the byte."""
    text = path.read_text(encoding="utf-8")
    assert saved_over(tmp_path, text, as_jupyterlab_saves(text)) == text


def test_walking_to_the_end_cell_by_cell_changes_no_file(tmp_path):
    """Shift and Enter in the last cell adds an empty one below it, each time; the paper's numbers hang on the file."""
    text = NOTEBOOKS[0].read_text(encoding="utf-8")
    saved = json.loads(as_jupyterlab_saves(text))
    empty = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": []}
    saved["cells"] += [empty | {"id": "b1"}, empty | {"id": "b2"}]
    assert saved_over(tmp_path, text, json.dumps(saved)) == text
    saved["cells"][-1]["source"] = ["1 + 1"]
    assert [cell.id for cell in read(saved_over(tmp_path, text, json.dumps(saved))).cells[-2:]] == ["b1", "b2"]


@pytest.mark.parametrize(("source", "said", "tag"), [("m", "25", "a"), ("n", "26", "a"), ("n", "25", "b")])
def test_what_was_changed_is_saved(source, said, tag, tmp_path):
    """Another output, source or tag is written, in the form of what is stored."""

    def one(source, said, tag, count):
        outputs = [nbformat.v4.new_output("stream", text=said)]
        cell = nbformat.v4.new_code_cell(source, id="a", outputs=outputs, execution_count=count)
        cell.metadata = {"tags": [tag]}
        return nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))

    saved = read(saved_over(tmp_path, one("n", "25", "a", 1), one(source, said, tag, 9))).cells[0]
    assert (saved.source, saved.outputs[0].text, saved.metadata.tags, saved.execution_count) == (source, said, [tag], 1)


def test_a_students_notebook_is_saved_as_it_is():
    """Nothing is taken from what lies in no folder of notebooks of ours, or is no notebook."""
    cell = nbformat.v4.new_code_cell("1", metadata={"collapsed": True}, execution_count=7)
    model = {"type": "notebook", "content": nbformat.v4.new_notebook(cells=[cell], metadata={"mine": 1})}
    before = nbformat.writes(model["content"])
    as_stored(model, "learn/01-who-changed.ipynb", None)
    as_stored({"type": "file", "content": "text"}, "notebooks/a.txt", None)
    assert nbformat.writes(model["content"]) == before
