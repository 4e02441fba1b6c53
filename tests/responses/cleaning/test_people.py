"""Codes of people: what is certain is repaired and logged."""

import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.propose import new_study
from firststeps.study import Study
from tests.responses.cleaning.test_mess import pasted
from tests.small_study import LONG, PATTERNS, ROWS, Small, patterns

NUMBERS = LONG.replace(', pattern: "P[0-9]{2}"', "")
POINT = ROWS.replace("P01", "7.0").replace("P02", "12.0").replace("P03", "100.0")


def test_whole_numbers_with_a_nought_behind_the_point_are_the_numbers(small):
    """Where all codes of the file are written so; each row is a line of the log."""
    cleaned = small.write(POINT, NUMBERS).clean()
    assert {*cleaned.responses["participant"]} == {"7", "12", "100"}
    assert patterns(cleaned) == PATTERNS
    assert sum("nought behind the point" in rule for rule in cleaned.log["rule"]) == 5


@pytest.mark.parametrize(("code", "why"), [("7.5", "a code with a decimal"), ("A7", "another way to write codes")])
def test_where_one_code_is_written_otherwise_nothing_is_changed(small, code, why):
    """Then 12.0 may be what somebody wrote."""
    assert "12.0" in {*small.write(POINT.replace("7.0", code), NUMBERS).clean().responses["participant"]}, why


def test_a_pattern_that_asks_for_the_point_keeps_it(small):
    """What study.yaml says of codes counts."""
    pattern = LONG.replace("P[0-9]{2}", "[0-9]+[.]0")
    assert {*small.write(POINT, pattern).clean().responses["participant"]} == {"7.0", "12.0", "100.0"}


@pytest.mark.parametrize("said", ["n/a", "None", "?", "Anonymous"])
def test_what_says_that_there_is_no_code_is_nobodys(small, said):
    """Two people without one would be one person; the rows can be left out, or the pattern says that it is a code."""
    rows = ROWS + f"{said},before,Yes\n{said},after,No\n"
    (problem,) = small.write(rows, NUMBERS).problems()
    assert problem.verdict == "ask" and problem.found == repr(said) and problem.times == 2
    assert f'- {{column: "id", is: ["{said}"], reason: no code}}' in problem.remedy
    cleaned = small.write(rows, NUMBERS.replace("{column: id}", '{column: id, pattern: ".+"}')).clean()
    assert said in {*cleaned.responses["participant"]}


@pytest.mark.parametrize("spoilt", ["1.20E+04", "12-Mar", "Mar-12", "2024-03-12"])
def test_a_code_that_a_spreadsheet_has_made_a_number_or_a_date_is_told(small, spoilt):
    """Whose it was stands nowhere in the file any more."""
    warnings = small.write(ROWS + f"{spoilt},after,Yes\n", NUMBERS).clean().warnings
    assert [warning.row for warning in warnings if "among the codes" in warning.found] == [7]


def test_codes_that_are_dates_in_most_rows_are_the_codes_that_people_chose(small):
    rows = ROWS.replace("P01", "2024-03-12").replace("P02", "2024-05-01")
    assert not [warning for warning in small.write(rows, NUMBERS).clean().warnings if "among" in warning.found]


def test_a_letter_and_its_accent_are_one_letter(small):
    """Some programs write them as two characters: the same people would be others after it."""
    rows = ROWS.replace("P01,before", "JÉ1,before").replace("P01,after", "JE\u03011,after")
    cleaned = small.write(rows, NUMBERS).clean()
    assert patterns(cleaned) == PATTERNS
    assert "letters in one form" in {*cleaned.log["rule"]}


@pytest.mark.parametrize("typed", ["P\u201301", "P\u201101", "P'01"])
def test_a_dash_or_an_apostrophe_that_a_word_processor_put_in_is_asked_about(small, typed):
    """As a hyphen is."""
    rows = ROWS.replace("P01,after", f"{typed},after")
    (problem,) = small.write(rows, NUMBERS).problems()
    assert problem.verdict == "ask" and "aliases:" in problem.remedy and "P01" in problem.remedy


@pytest.mark.parametrize(("typed", "code"), [("МА1", "MA1"), ("JÓ3", "JO3")])
def test_letters_that_look_alike_may_be_a_slip(small, typed, code):
    """Letters of another alphabet, or with an accent."""
    rows = ROWS.replace("P01,before", f"{code},before").replace("P01,after", f"{typed},after")
    (warning,) = [told for told in small.write(rows, NUMBERS).clean().warnings if "seen only at" in told.found]
    assert "of another alphabet" in warning.found and "aliases:" in warning.remedy


def test_numbers_of_sites_and_people_are_not_run_together(small):
    """Person 12 of site 1 is not person 2 of site 11; nothing that could be pasted makes them one."""
    rows = ROWS.replace("P01", "1-12").replace("P02", "11-2").replace("P03", "2-1")
    cleaned = small.write(rows, NUMBERS).clean()
    assert patterns(cleaned) == PATTERNS and {*cleaned.responses["participant"]} == {"1-12", "11-2", "2-1"}


def test_wide_letters_of_a_keyboard_are_one_person(tmp_path):
    """Japanese and Chinese keyboards write ＭＡ１２ and MA12 alike; 5 of 32 people were found again."""
    rows = "code,wave,q\n" + "".join(f"{code},before,Yes\n" for code in ("ＭＡ１２", "JO03", "AN27"))
    rows += "".join(f"{code},after,No\n" for code in ("MA12", "ＪＯ０３", "AN27"))
    path = tmp_path / "a.csv"
    path.write_text(rows, encoding="utf-8")
    cleaned = clean(Study.load(new_study(tmp_path / "study", [path]).parent))
    assert sorted(cleaned.responses["participant"].unique()) == ["AN27", "JO03", "MA12"]


THREE = NUMBERS.replace("data:", "  - {id: later, label: Later, short: Late, codes: [T3]}\ndata:")
OTHERS = "BO11,before,No\nBO11,after,Yes\nBO11,later,Yes\n"


@pytest.mark.parametrize(
    ("codes", "right"),
    [
        (("an27", "AN27", "AN27"), "AN27"),
        (("an27", "an27", "AN27"), "an27"),
        (("An27", "an27", "AN27"), "AN27"),  # of as many rows the one in capitals
        (("AN 27", "an27", "an27"), "an27"),
    ],
)
def test_one_code_in_several_ways_is_as_most_rows_write_it(small, codes, right):
    """Each row that wrote it otherwise is a line of the log, and no more."""
    waves = ("before", "after", "later")
    rows = [f"{code},{wave},Yes" for code, wave in zip(codes, waves, strict=True)]
    cleaned = small.write("\n".join(["id,wave,ips", *rows, OTHERS]), THREE).clean()
    assert {*cleaned.responses["participant"]} == {right, "BO11"}
    told = cleaned.log[cleaned.log["rule"].str.contains("as most write the code")]
    changed = [[row, code, right] for row, code in enumerate(codes, start=2) if code != right]
    assert told[["row", "before", "after"]].to_numpy().tolist() == changed


def test_two_ways_to_write_a_code_at_one_wave_may_be_two_people(small):
    """Nobody but a person can tell."""
    rows = "id,wave,ips\nan27,before,Yes\nAN27,before,No\nan27,after,No\n" + OTHERS + "an27,later,Yes\n"
    (problem,) = small.write(rows, THREE).problems()
    assert (problem.verdict, problem.expected) == ("ask", "one way to write a participant's code")


def test_the_slips_of_several_codes_are_settled_by_one_piece_of_text(small, tmp_path):
    """Pasted one after the other, lines of their own would be one key several times."""
    rows = ROWS.replace("P01,after", "P-01,after").replace("P02,after", "P-02,after") + "P03,after,Yes\n"
    problems = small.write(rows, NUMBERS).problems()
    assert str(Refusal(problems)).count("aliases:") == 1 and len(problems) == 2
    yaml = pasted(NUMBERS, problems[0].remedy)
    assert patterns(Small(tmp_path / "pasted").write(rows, yaml).clean()) == {
        **dict.fromkeys([("yes", "no"), ("no", "yes"), ("yes", "yes")], 1)
    }
