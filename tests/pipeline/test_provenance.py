"""A claim names all that could change it: whenever its value changes, so does the hash of just what was changed."""

import json
import sys

import pytest

from firststeps.report.claims.record import read_claims

NOTEBOOK = "03-paired-comparisons"
CELL = {"cell_type": "code", "id": "extra", "metadata": {}, "outputs": [], "execution_count": None}


def add_cell(copy, number):
    """Have the notebook end with a cell that records a ``number``."""
    path = copy.folder / "notebooks" / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell.get("id") != "extra"]
    notebook["cells"].append({**CELL, "source": f'claims.record("extra.number", {number}, "number")'})
    path.write_text(json.dumps(notebook), encoding="utf-8")


def claims_of(copy):
    """The claims of the notebook as make and the command line gather them."""
    copy.make(f"build/{NOTEBOOK}.ipynb")
    source = str(copy.folder / "src")
    copy.run(sys.executable, "-m", "firststeps", "claims", f"build/{NOTEBOOK}.ipynb", PYTHONPATH=source)
    return read_claims(copy.folder / "paper" / "claims.json")


CHANGES = {
    "data/clean/patterns.csv": lambda copy: copy.edit("data/raw/synthetic-1-start.csv", ",yes,", ",no,"),
    "study.yaml": lambda copy: copy.edit("study.yaml", "margin: 0.10 ", "margin: 0.12 "),
    f"notebooks/{NOTEBOOK}.ipynb": lambda copy: add_cell(copy, 2),
    "src/firststeps": lambda copy: copy.edit("src/firststeps/report/claims/claim.py", "DIGITS = 10", "DIGITS = 2"),
}


@pytest.fixture(scope="module")
def baseline(built, tmp_path_factory):
    """A built copy whose notebook has a cell more, and its claims."""
    copy = built.twin(tmp_path_factory.mktemp("baseline") / "compendium")
    add_cell(copy, 1)
    return copy, claims_of(copy)


@pytest.mark.parametrize("kind", CHANGES)
def test_hash_and_value_change_together(baseline, tmp_path, kind):
    """One kind of input changes: some values change, and every claim says by which input."""
    copy, before = baseline[0].twin(tmp_path / "compendium"), baseline[1]
    CHANGES[kind](copy)
    after = claims_of(copy)
    assert any(before[id].value != after[id].value for id in before.keys() & after.keys())
    for id in before.keys() & after.keys():
        told = {name for name in before[id].inputs if before[id].inputs[name] != after[id].inputs.get(name)}
        assert told == {kind}, id


def test_every_claim_of_the_paper_names_every_kind_of_input(built):
    """No claim is without its notebook, its modules, the study's values and the lock; the list beside says which."""
    claims = read_claims(built.folder / "paper" / "claims.json")
    listed = json.loads((built.folder / "paper" / "inputs.json").read_text(encoding="utf-8"))
    for claim in claims.values():
        kinds = {"src/firststeps", "study.yaml", "environment/requirements.txt", f"notebooks/{claim.notebook}.ipynb"}
        assert kinds <= claim.inputs.keys(), claim.id
        assert "report/claims/record.py" in listed["notebooks"][claim.notebook]["src/firststeps"]
    assert "primary.margin" in listed["notebooks"][NOTEBOOK]["study.yaml"]
    modules = {name for used in listed["notebooks"].values() for name in used["src/firststeps"]}
    assert modules == listed["src/firststeps"].keys()


def test_a_comment_in_the_study_changes_no_hash(built, tmp_path):
    """What is hashed is what was read: everything made anew under another comment is the same to the byte."""
    copy = built.twin(tmp_path / "compendium")
    copy.edit("study.yaml", "#", "# Another comment. #")
    (copy.folder / "build" / "inputs" / f"{NOTEBOOK}.json").unlink()
    (copy.folder / "build" / "inputs" / "06-helps-and-hindrances.json").unlink()
    copy.make("paper/claims.json")
    for name in ("claims", "inputs"):
        assert (copy.folder / f"paper/{name}.json").read_bytes() == (built.folder / f"paper/{name}.json").read_bytes()


def test_every_claim_says_where_it_is_printed(built):
    """Each place of the manuscript is there with its words, and the words stand in the document."""
    told = json.loads((built.folder / "paper" / "printed.json").read_text(encoding="utf-8"))
    assert told.keys() == read_claims(built.folder / "paper" / "claims.json").keys()
    source = (built.folder / "paper" / "manuscript.md").read_text(encoding="utf-8").splitlines()
    page = (built.folder / "paper" / "manuscript.html").read_text(encoding="utf-8")
    places = [(id, place) for id, known in told.items() for place in known["places"]]
    assert len(places) > 50
    for id, place in places:
        assert "{" in source[place["line"] - 1], (id, place)
        assert place["text"].split()[0] in page, (id, place)
    named = [(id, place) for id, place in places if f'"{id}"' in source[place["line"] - 1]]
    assert len(named) > len(places) / 2
