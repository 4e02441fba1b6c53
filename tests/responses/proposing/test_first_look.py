"""At the end of a proposal stands what a person would check first: people, matched, the flow and the first 2x2."""

import re

import pytest

from firststeps.responses.proposing.first_look import LARGEST, first_look
from firststeps.responses.proposing.propose import inspect_files
from tests.responses.proposing.test_propose import given

WIDE = "id,ips_1,ips_2\nP01,Yes,No\nP02,No,Yes\nP03,Yes,\n"


def look(*paths):
    return " ".join(first_look(inspect_files(paths), paths))


def test_it_says_people_matched_flow_and_the_first_table(tmp_path):
    said = look(given(tmp_path, WIDE))
    assert "3 people: 3 at 1, 2 at 2; 2 found at both by `id`." in said
    assert "of 2 people who answered at 1 and at 2, 0 said yes both times, 1 yes then no, 1 no then yes" in said


def test_thousands_of_people_have_commas_in_every_number(tmp_path):
    """As typed, by wave and in the table."""
    rows = [f"P{n:04d},{'Yes' if n % 2 else 'No'},No" for n in range(2200)]
    said = look(given(tmp_path, "\n".join(["id,ips_1,ips_2", *rows, ""])))
    assert "2,200 people: 2,200 at 1, 2,200 at 2; 2,200 found at both" in said and "1,100 yes then no" in said
    typed = look(given(tmp_path, "\n".join(["id,ips_1,ips_2", *rows, ""]).replace("No", "fine"), "b.csv"))
    assert not re.search(r"\b\d{4}\b", (said + typed).replace("P0", ""))


def test_guessed_codes_are_taken_as_right(tmp_path):
    """1 and 2 are asked about in the proposal; the table shows what the guess would make of them."""
    said = look(given(tmp_path, WIDE.replace("Yes", "1").replace("No", "2")))
    assert "1 yes then no, 1 no then yes" in said


def test_what_nobody_can_guess_is_shown_as_typed(tmp_path):
    said = look(given(tmp_path, WIDE.replace("Yes", "fine").replace("No", "not fine")))
    assert "as typed: 1 'fine' then 'not fine', 1 'not fine' then 'fine'" in said


def test_surveys_that_cannot_be_linked_are_shown_each_by_itself(tmp_path):
    before = given(tmp_path, "Response number,ips\n1,Yes\n2,No\n3,Yes\n", "before.csv")
    after = given(tmp_path, "Response number,ips\n1,No\n2,Yes\n", "after.csv")
    said = look(before, after)
    assert "5 questionnaires: 3 at before, 2 at after. Nobody is linked" in said
    assert "ips: 2 of 3 say yes at before." in said


def test_a_file_without_a_question_of_yes_and_no_says_so(tmp_path):
    """It is cleaned all the same; nothing in it can be compared."""
    assert "No question is answered by yes or no" in look(given(tmp_path, "x,y\n5,a\n6,b\n"))


def test_large_files_are_not_read_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("firststeps.responses.proposing.first_look.LARGEST", 10)
    assert LARGEST > 10
    assert "make all" in look(given(tmp_path, WIDE))


@pytest.mark.parametrize("name", ["study.yaml", "data"])
def test_nothing_is_written_beside_the_files(name, tmp_path):
    look(given(tmp_path, WIDE))
    assert not (tmp_path / name).exists()


def test_what_somebody_should_look_at_is_seen_at_once(tmp_path):
    """A code that a spreadsheet has spoilt, or a slip of the pen, is told before anything is made."""
    rows = "Code,Wave,Group\nAB12,pre,Yes\nCD34,pre,No\n12E3,pre,No\nAB12,post,No\nCD34,post,Yes\n1.20E+04,post,No\n"
    said = look(given(tmp_path, rows))
    assert "1 thing to look at, as `make all` tells: answers.csv, row 7" in said and "'1.20E+04'" in said


def test_without_any_yes_no_question_it_says_who_improved_or_that_nothing_is_compared(tmp_path):
    """It said that nothing can be compared, of questions that `make all` compares."""
    often = "None of the time", "Rarely", "Some of the time", "Often", "All of the time"
    rows = "".join(f"A{n},{often[n % 5]},{often[4 - n % 5]}\n" for n in range(12))
    said = look(given(tmp_path, "id,calm_1,calm_2\n" + rows))
    assert "of 12 people who answered at 1 and at 2, 6 improved, 2 stayed the same and 4 got worse" in said
    once = look(given(tmp_path, "id,calm,mood\nA1,Rarely,Often\nA2,Often,Rarely\nA3,Never,Never\n", "once.csv"))
    assert "none of how much was asked twice: nothing can be compared" in once
