"""Rows that may not count are told with their number: a person decides, and none is left out without a rule."""

import pandas as pd
import pytest

from firststeps.responses.given.tables import Table
from firststeps.responses.platforms.doubtful_rows import doubts
from firststeps.responses.platforms.export import Export


def told(code="Code", **columns):
    """The doubts about a table of some columns, {reason: (what stands there, rows)}."""
    cells = pd.DataFrame(columns, dtype="str")
    rules = doubts(Table("a.csv", cells), Export(), code)
    return {reason: (texts, rows) for (_, texts, reason), rows in rules}


def test_rows_of_whoever_tried_the_questionnaire_out():
    """The codes are of no person."""
    assert told(Code=["asdf", "MA12LE", "Test 2", "asdf"], q=["Yes", "No", "No", "No"]) == {
        "test": (("asdf", "Test 2"), 3)
    }


@pytest.mark.parametrize("code", ["TE12ST", "TESTA1B", "Tess", "P1", "XA12"])
def test_a_code_that_only_looks_like_a_test_is_a_person(code):
    """People make such codes of their names."""
    assert told(Code=[code, "MA12LE"], q=["Yes", "No"]) == {}


@pytest.mark.parametrize("answer", ["Yes", ""])
def test_who_did_not_consent_is_asked_about_even_with_answers(answer):
    """A row in ten that says no and goes on; empty where the survey ended there."""
    rows = 10 * ["Yes"]
    consent = ["No", *rows]
    columns = {"Do you consent to take part?": consent, "q": [answer, *rows], "r": [answer, *rows]}
    assert told("", **columns) == {"declined": (("No",), 1)}


def test_a_question_about_consent_that_many_deny_is_a_question():
    """Whether people ask for consent may be what a course is about."""
    half = ["Yes", "No"] * 5
    assert told("", **{"Do you ask for consent?": half, "q": half[::-1], "r": half}) == {}


def test_per_cents_below_the_totals_are_totals_too():
    """*% Yes* ends the table as *Total Yes* does."""
    codes = ["MA12LE", "JO03BR", "Total Yes", "% Yes"]
    assert told(Code=codes, q=["Yes", "No", "1", "50%"]) == {"totals": (("Total Yes", "% Yes"), 2)}
