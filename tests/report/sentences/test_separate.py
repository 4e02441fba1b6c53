"""Sentences on surveys that nobody can link: in order for nobody, one person and many, and of bounds alone."""

import itertools
from types import SimpleNamespace as Range

import pytest

from firststeps.report.sentences import separate
from tests.sentence_rules import broken

COUNTS = [(0, 0), (0, 1), (1, 1), (3, 9), (1200, 4200)]


@pytest.mark.parametrize("changed", [0, 1, 3])
@pytest.mark.parametrize("people", [0, 1, 2, 4200])
def test_bounds_are_told_of_any_number_of_people(people, changed):
    """One person is not all of one, and where nobody need have changed no number is said to have."""
    said = separate.pairings(people, Range(low=-0.2, high=0.4) if people else None, changed)
    assert not broken(said)
    assert ("no bounds" in said, "the one person" in said) == (people == 0, people == 1)
    assert ("none of them need have changed" in said) == (people > 0 == changed)
    assert (f"{changed} of them or more changed" in said) == (people > 0 < changed)


@pytest.mark.parametrize("surveys", list(itertools.product(COUNTS, repeat=2)))
def test_each_survey_is_told_with_its_own_counts(surveys):
    """Yes and no are of whoever answered then; of nobody there is no percentage."""
    said = separate.separate("Led at home", [("Meeting at noon", *surveys[0]), ("End", *surveys[1])])
    assert not broken(said)
    assert said.count("nobody answered") == [answered for _, answered in surveys].count(0)
    assert said.endswith(" at End.") and said.count("said yes") == any(answered for _, answered in surveys)
    assert "answered said" not in said and said.count(" at Meeting at noon") == 1
