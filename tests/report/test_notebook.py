"""How a notebook begins: what its tables carry, by where its numbers come from."""

import ast
import inspect
import json
import re

import pandas as pd
import pytest

from firststeps import paired
from firststeps.report.figures.base.drawing import sentence
from firststeps.report.notebook import begin
from firststeps.study import Study
from tests import ROOT

ONE = pd.DataFrame({"people": [26]})


@pytest.mark.parametrize(
    "given, mark",
    [({}, Study.load(ROOT).mark), ({"origin": "assumed"}, ""), ({"origin": "assumed", "mark": "Made up"}, "Made up")],
)
def test_tables_carry_the_mark_of_what_they_are_made_of(given, mark):
    """The study's own; none where the numbers are published or assumed, unless one is given."""
    begun = begin("07-planning", ROOT, **given)
    assert begun.show(ONE, "A table").mark == begun.draw.keywords["mark"] == mark
    assert begun.claims.origin == given.get("origin", "synthetic")
    assert begun.show(ONE, "Arithmetic", mark="").caption == "Arithmetic"


@pytest.mark.parametrize(
    "given, study, origin",
    [
        ({}, ROOT, "synthetic"),
        ({}, ROOT / "studies" / "approval-ratings", "observed"),
        ({"origin": "published"}, ROOT, "derived"),
        ({"origin": "assumed"}, ROOT, "assumed"),
        ({"origin": "assumed", "mark": "Synthetic data"}, ROOT, "synthetic"),
    ],
)
def test_a_figure_says_where_its_numbers_come_from(given, study, origin, tmp_path):
    """In the words of claims: what a paper's numbers allow is worked out from them, and nobody observed it."""
    begun = begin("00-published-claims", study, **given)
    draw = begun.draw.func
    draw(tmp_path, "a-figure", sentence("Nothing to draw."), **begun.draw.keywords)
    told = json.loads((tmp_path / "a-figure.json").read_text(encoding="utf-8"))
    assert (told["origin"], told["mark"]) == (origin, begun.draw.keywords["mark"])


def test_p_values_are_printed_on_their_side_of_the_level_of_the_study(tmp_path):
    """In claims and in tables, where study.yaml has another level than 95%."""
    text = (ROOT / "study.yaml").read_text(encoding="utf-8").replace("  level: 0.95", "  level: 0.9")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    begun = begin("03-paired-comparisons", tmp_path)
    table = begun.show(pd.DataFrame({"p": [0.1004, 0.0504]}), "Tests", units={"p": "p-value"})
    assert table.cells["p"].tolist() == ["0.1004", "0.050"]
    assert begun.claims.record("primary.exact-p", 0.1004, "p-value").printed == "p = 0.1004"


def test_a_margin_was_observed_by_nobody():
    """Each call of a notebook that records the margin of study.yaml calls it assumed."""
    margins = []
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            margins += re.findall(r"claims\.record\w*\(\S*\.margin\".*", "".join(cell["source"]))
    assert len(margins) == 3 and [line for line in margins if 'origin="assumed"' not in line] == []


FIXED = {"all-of-26": "0.05, as the note of its table says"}  # cells whose level is none of the study's


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("0*.ipynb")), ids=lambda path: path.stem)
def test_every_test_of_a_notebook_is_told_the_level_of_the_study(path):
    """What takes a significance level has one of its own else: Lachenbruch's numbers stayed at 5% beside others."""
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        calls = [node for node in ast.walk(ast.parse("".join(cell["source"]))) if isinstance(node, ast.Call)]
        for call in (call for call in calls if re.fullmatch(r"paired\.\w+", ast.unparse(call.func))):
            taken = [*inspect.signature(getattr(paired, call.func.attr)).parameters]
            told = taken[: len(call.args)] + [keyword.arg for keyword in call.keywords]
            assert "alpha" not in taken or "alpha" in told or cell["id"] in FIXED, f"{cell['id']}: {ast.unparse(call)}"
