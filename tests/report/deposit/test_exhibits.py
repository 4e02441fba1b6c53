"""Each figure, table and number of the paper leads to a program and to the line at which its cell begins."""

import json

import pytest

from firststeps.report.claims.claim import Claim
from firststeps.report.claims.record import read_claims
from firststeps.report.deposit.exhibits import Programs, exhibits
from firststeps.report.paper.rendering import render
from firststeps.study import Study
from tests import ROOT

TEXT = """---
title: T
---

# Methods

We asked {{ claim("a.people") }} people; see @fig-who.

![Who came, of {{ claim("a.people").n }}.](flow){#fig-who}

# Results

| Wave | People |
|---|---|
| First | {{ claim("b.people") }} |

: What they answered. {#tbl-who}
"""
CLAIMS = {
    "a.people": Claim("a.people", 15, "people", n=26, notebook="01-one", cell=2, cell_id="ask", origin="synthetic"),
    "b.people": Claim("b.people", 7, "people", notebook="02-two", cell=1, cell_id="count", inputs={"data/a.csv": "ab"}),
}


def notebook(path, cells):
    """Write a notebook of code cells, one line a thing as Jupyter writes them."""
    told = [{"cell_type": "code", "id": id, "metadata": {}, "source": [source]} for id, source in cells]
    path.write_text(json.dumps({"cells": told}, indent=1), encoding="utf-8")


@pytest.fixture
def rows(tmp_path):
    """The exhibits of a small paper."""
    notebook(tmp_path / "01-one.ipynb", [("text", "1"), ("ask", "x"), ("flow-cell", 'draw("flow", figure)')])
    notebook(tmp_path / "02-two.ipynb", [("count", "y")])
    markdown, mentions = render(TEXT, CLAIMS, None)
    return exhibits(TEXT, markdown, mentions, Programs(tmp_path)), tmp_path


def test_a_figure_and_a_table_of_one_name_are_told_apart(rows):
    """The figure is drawn by a cell, the table made of claims; each is named by its number, place and caption."""
    figure, table = [row for row in rows[0] if row.exhibit.startswith(("Figure", "Table"))]
    assert figure[:4] == ("Figure 1", "Who came, of 26.", "Methods", 9)
    assert (figure.program, figure.cell_id, figure.file) == ("notebooks/01-one.ipynb", "flow-cell", "flow")
    assert table[:4] == ("Table 1", "What they answered.", "Results", 17)
    assert (table.program, table.cell_id, table.made_from) == ("notebooks/02-two.ipynb", "count", "data/a.csv")


def test_each_number_is_a_row_that_says_whether_it_stands_in_a_table(rows):
    numbers = {(row.exhibit, row.what, row.claim) for row in rows[0] if row.claim}
    assert numbers == {
        ("number in the text", "15", "a.people"),
        ("number in the text", "26", "a.people"),
        ("number in a table", "7", "b.people"),
    }


def test_the_line_of_a_program_is_where_its_cell_begins(rows):
    for row in rows[0]:
        lines = (rows[1] / row.program.removeprefix("notebooks/")).read_text(encoding="utf-8").splitlines()
        assert f'"id": "{row.cell_id}"' in lines[row.program_line - 1]


def test_every_exhibit_of_our_own_paper_has_its_program_and_line():
    """All figures and tables of the paper, and all its numbers, are in the table; none has no program."""
    text = (ROOT / "paper" / "manuscript.md").read_text(encoding="utf-8")
    markdown, mentions = render(text, read_claims(ROOT / "paper" / "claims.json"), Study.load(ROOT))
    table = exhibits(text, markdown, mentions, Programs(ROOT / "notebooks"), "synthetic")
    assert all(row.program and row.program_line and row.cell_id for row in table)
    for kind, mark in (("Figure", "{#fig-"), ("Table", "{#tbl-")):
        labels = {row.exhibit for row in table if row.exhibit.startswith(kind)}
        assert labels == {f"{kind} {number + 1}" for number in range(markdown.count(mark))} and labels
    assert {mention.claim.id for mention in mentions} == {row.claim for row in table if row.claim}


def test_cells_are_counted_as_claims_count_them():
    """A figure's cell and a claim's bear the number of the same count: code cells of the notebook, from 1."""
    cells = Programs(ROOT / "notebooks").cells
    recorded = [claim for claim in read_claims(ROOT / "paper" / "claims.json").values() if claim.notebook]
    assert recorded and all(cells[claim.notebook, claim.cell_id][1] == claim.cell for claim in recorded)
