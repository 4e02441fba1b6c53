"""One rule for verdicts, said wherever one is printed: what our own claims, figures and paper must name."""

import json
import re

import pytest

from firststeps.report.claims.record import read_claims
from tests import ROOT

MANUSCRIPT = (ROOT / "paper" / "manuscript.md").read_text(encoding="utf-8")
CLAIMS = read_claims(ROOT / "paper" / "claims.json")
TESTS = ("exact McNemar", "mid-p McNemar", "Cochran's Q", "likelihood ratio", "two one-sided tests", "exact sign")
PLANNED = [id for id in CLAIMS if id.startswith("planning.") and id.endswith(".people")]
VERDICTS = [
    id
    for id in CLAIMS
    if re.fullmatch(r"published\.(similar\.(equivalence|difference|inconclusive)|others\.[a-z-]+)", id)
    or id in ("primary.equivalence-p", "missing.completions.verdicts")
]


@pytest.mark.parametrize("id", [id for id, claim in CLAIMS.items() if claim.unit == "p-value"])
def test_every_p_value_says_of_which_test(id):
    """In the claim's method, which the supplement prints."""
    assert any(test in CLAIMS[id].method for test in TESTS)


@pytest.mark.parametrize("id", [*PLANNED, "planning.needed.one-way", "planning.needed.both-ways"])
def test_every_number_of_people_needed_says_its_power_and_level(id):
    """And the test that it is for."""
    assert re.search(r"test.* at 0\.05.*power 80%", CLAIMS[id].method)


@pytest.mark.parametrize("id", VERDICTS)
def test_every_verdict_names_the_test_the_interval_and_the_margin(id):
    """The exact McNemar test, the interval that agrees with it, and how far apart counts as similar."""
    method = CLAIMS[id].method
    assert "exact McNemar test at 0.05" in method
    assert "the 90% Fay–Lumbard interval lies within 10 percentage points" in method


def test_the_change_stands_beside_both_proportions_it_comes_from():
    """Their difference is the change, and the four cells add up to the totals."""
    first, second = CLAIMS["primary.first.proportion"], CLAIMS["primary.second.proportion"]
    assert second.value - first.value == pytest.approx(CLAIMS["primary.difference"].value, abs=1e-9)
    cells = {name: CLAIMS[f"primary.{name}"].value for name in ("both-yes", "yes-to-no", "no-to-yes", "both-no")}
    assert cells["both-yes"] + cells["yes-to-no"] == CLAIMS["primary.first-yes"].value == round(first.value * first.n)
    assert (
        cells["both-yes"] + cells["no-to-yes"] == CLAIMS["primary.second-yes"].value == round(second.value * second.n)
    )
    assert sum(cells.values()) == CLAIMS["primary.pairs"].value


@pytest.mark.parametrize("name", ["verdict-map", "people-for-similarity"])
def test_figures_of_verdicts_name_the_test(name):
    """In the alt text, which says what the figure says."""
    alt = json.loads((ROOT / "figures" / f"{name}.json").read_text(encoding="utf-8"))["alt"]
    assert "exact" in alt


def test_the_abstract_counts_no_tables():
    """There a number of tables would read like a probability."""
    abstract = MANUSCRIPT.split("::: {.abstract}")[1].split(":::")[0]
    assert "published.similar.tables" not in abstract and "published.similar.equivalence" not in abstract


def test_the_exact_rule_is_what_the_headline_rests_on():
    """No table of 26 people supports ten points, as 0.9^26 > 5%; it takes 29 of whom nobody changes, 0.9^29 < 5%."""
    assert 0.9**28 > 0.05 > 0.9**29
    assert CLAIMS["published.similar.equivalence"].value == 0
    assert CLAIMS["planning.similar.nobody.people"].value == 29
    assert CLAIMS["published.others.difference"].value == 4


@pytest.mark.parametrize("part", ["::: {.abstract}", "## What so few people could have shown"])
def test_level_and_power_are_said_once_where_numbers_of_people_stand(part):
    """By claims, and not by the method of each claim in brackets behind it."""
    passage = MANUSCRIPT.split(part)[1].split("\n## ")[0].split("\n# ")[0]
    assert [passage.count(f'claim("planning.{what}")') for what in ("alpha", "power")] == [1, 1]
    assert ".method" not in passage


def test_the_paper_does_not_promise_what_is_not_proved():
    """The test keeps its level by construction; that the interval does is a conjecture (Fay & Lumbard 2021)."""
    assert "authors' conjecture" in " ".join(MANUSCRIPT.split())
    notebooks = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    assert "conjecture" in notebooks and "promises its level" not in notebooks
