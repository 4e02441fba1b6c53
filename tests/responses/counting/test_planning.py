"""What a plan rests on: the published number of people where there is one, else those who answered twice."""

import shutil

import pytest

from firststeps.responses.counting import planning
from firststeps.study import Study
from tests import ROOT


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The study of the repository without what is published of it."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copy(ROOT / "study.yaml", folder)
    shutil.copytree(ROOT / "data" / "clean", folder / "data" / "clean")
    return folder


def plan(**changed):
    """A plan for 26 people, but for what is changed."""
    assumed = {"answered": 26, "observed": None, "margin": 0.1, "level": 0.95, "source": "", "file": ""}
    return planning.Plan(**assumed | changed)


def test_where_a_number_is_published_nobodys_answers_are_used():
    """It carries no mark, and no proportion who changed."""
    published = planning.plan_of(ROOT)
    assert (published.answered, published.observed, published.mark) == (26, None, "")
    assert published.file == "data/published.csv" and "Ley, Roberts & Willis" in published.source


def test_else_the_people_are_those_who_answered_twice(own):
    """They carry the mark of the study, and how many of them changed is planned with too."""
    study = Study.load(own)
    counted, compared = planning.plan_of(study), planning.primary_comparison(study)
    assert counted == planning.plan_of(own)
    assert (counted.answered, counted.mark) == (compared.pairs, study.mark)
    assert counted.observed == compared.changers / compared.pairs
    assert round(counted.observed, 2) in counted.discordances
    assert counted.file == "data/clean/patterns.csv"


def test_no_more_people_are_planned_for_than_can_be_worked_out():
    """What is left out is said."""
    assert (plan().people, plan().few, plan().fewer, plan().left_out) == (26, 26, "", "")
    many = plan(answered=1_000_000)
    assert (many.people, many.few) == (2_000, 60) and "1,000,000" in many.fewer
    assert "unconditional" not in many.tests and "unconditional" in many.left_out


@pytest.mark.parametrize("margin, least", [(0.01, 0.05), (0.1, 0.1), (0.2, 0.2), (0.9, 0.5)])
def test_the_smallest_difference_is_the_margin_within_reason(margin, least):
    """From 5 to 50 points, and every plan can be: no difference is larger than the proportion who change."""
    made = plan(margin=margin)
    assert made.least == least == made.least_change["one-way"]
    assert made.differences == sorted({least, 0.2, 0.3})
    assert all(gap <= change <= 1 for gap, change in made.shapes) and len(made.shapes) == 2 * len(made.differences)


def test_similarity_is_planned_for_where_it_takes_not_too_many_people():
    """Nobody who changes is always among them; a wide margin leaves room for more."""
    assert plan(margin=0.05).swings == [0.0, 0.05] and plan(margin=0.01).swings == [0.0]
    assert plan(margin=0.1, observed=0.14).swings == [0.0, 0.05, 0.1, 0.14, 0.2]
    assert list(plan(margin=0.05).few_change) == ["nobody", "some"]


def test_the_deciding_tests_are_named_with_their_level():
    """At 1 - level, without the last digits of a sum."""
    assert plan(level=0.9).test == "exact McNemar test at 0.1"
    assert plan(level=0.99).similarity_test == "exact equivalence test at 0.01"
