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


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("Zgadzam się na udział w badaniu", {"declined"}),
        ("Zgadzam się z planem zajęć", set()),
        ("Souhlasím s účastí ve výzkumu", {"declined"}),
        ("Souhlasím s tím, že kurz pomohl", set()),
    ],
)
def test_who_agrees_with_a_statement_has_not_agreed_to_take_part(name, reasons):
    """One word says both in Polish and in Czech: whoever disagreed was left out."""
    assert {*told("", **{name: ["No", *10 * ["Yes"]], "q": 11 * ["Yes"]})} == reasons


def test_a_question_about_consent_that_many_deny_is_a_question():
    """Whether people ask for consent may be what a course is about."""
    half = ["Yes", "No"] * 5
    assert told("", **{"Do you ask for consent?": half, "q": half[::-1], "r": half}) == {}


def test_per_cents_below_the_totals_are_totals_too():
    """*% Yes* ends the table as *Total Yes* does."""
    codes = ["MA12LE", "JO03BR", "Total Yes", "% Yes"]
    assert told(Code=codes, q=["Yes", "No", "1", "50%"]) == {"totals": (("Total Yes", "% Yes"), 2)}


def noted(codes, empty, **columns):
    """The doubts about a table with ``empty`` rows above its last ones."""
    cells = pd.DataFrame({"Code": codes} | columns, dtype="str")
    above = len(cells) - columns["q"].count("")
    cells.index = [*range(2, above + 2), *range(above + 2 + empty, len(cells) + 2 + empty)]
    table = Table("a.csv", cells, empty_rows=[*range(above + 2, above + 2 + empty)])
    return [(numbers, reason, rows) for (_, numbers, reason), rows in doubts(table, Export(), "Code")]


PEOPLE = [f"MA{n}LE" for n in range(10, 22)]
SAID = ["Yes", "No"] * 6


@pytest.mark.parametrize("note", ["* withdrew after week 3", "Records:", "Data entered by JS"])
def test_notes_below_a_table_are_nobody(note):
    """They are told by the number of their row, as they may name somebody."""
    assert noted([*PEOPLE, note], 1, q=[*SAID, ""]) == [((15,), "notes below the table", 1)]


@pytest.mark.parametrize(("codes", "empty"), [(["NO36AM"], 1), (["* withdrew"], 0)])
def test_who_answered_nothing_below_an_empty_row_is_somebody(codes, empty):
    """A code is no remark; and without an empty row nothing says where the table ends."""
    assert noted([*PEOPLE, *codes], empty, q=[*SAID, ""]) == []


@pytest.mark.parametrize("notes", [["NB: two moved house"], ["Data entered by JS", "* checked twice"]])
def test_notes_right_below_a_long_table_lack_the_wave_that_each_row_names(notes):
    """Their wave was asked about, and neither answer was right."""
    empty = [""] * len(notes)
    columns = {"Time": [*["pre", "post"] * 6, *empty], "q": [*SAID, *empty], "r": [*SAID, *empty]}
    assert told("", Code=[*PEOPLE, *notes], **columns) == {
        "notes below the table": (tuple(range(12, 12 + len(notes))), len(notes))
    }


@pytest.mark.parametrize(("last", "time"), [("MA40LE", ""), ("Ann Lee", "post"), ("Ann Lee", "")])
def test_a_last_row_with_a_wave_or_a_code_or_answers_is_somebodys(last, time):
    """Whose it is, and of which wave, is asked about."""
    columns = {"Time": [*["pre", "post"] * 6, time], "q": [*SAID, "Yes"], "r": [*SAID, "No"]}
    assert told("", Code=[*PEOPLE, last], **columns) == {}


def test_subtotals_between_the_rows_are_totals_as_those_below():
    codes = [*PEOPLE[:6], "Subtotal Leeds", *PEOPLE[6:], "Subtotal York", "All"]
    said = [*SAID[:6], "3", *SAID[6:], "3", "6"]
    assert told(Code=codes, q=said) == {"totals": (("Subtotal Leeds", "Subtotal York", "All"), 3)}


@pytest.mark.parametrize("head", ["n=", "N = 12", "Total"])
def test_numbers_of_people_above_all_rows_are_totals(head):
    """Some write them below the names."""
    assert told(Code=[head, *PEOPLE], q=["12", *SAID]) == {"totals": ((head,), 1)}


@pytest.mark.parametrize("code", ["NA29IP", "N7", "N"])
def test_a_code_that_begins_with_n_is_somebodys(code):
    expected = {"totals": (("N",), 1)} if code == "N" else {}
    assert told(Code=[code, *PEOPLE], q=["Yes", *SAID]) == expected


@pytest.mark.parametrize(
    ("column", "usual", "odd", "reason"),
    [
        ("Response status", "Completed", "Partial", "unfinished"),
        ("Status", "complete", "Over quota", "not wanted"),
        ("ReviewState", "approved", "rejected", "rejected"),
        ("RECSTATUS", "1", "0", "rejected"),
        ("Exclude?", "", "x", "marked as not to count"),
        ("Include in analysis", "Yes", "No", "marked as not to count"),
    ],
)
def test_rows_that_a_column_says_do_not_count_are_told_whoever_wrote_it(column, usual, odd, reason):
    """Alchemer, Epi Info, panels and people who mark rows by hand: no platform need be known."""
    assert told("", **{column: [*[usual] * 9, odd], "q": ["Yes", "No"] * 5}) == {reason: ((odd,), 1)}


@pytest.mark.parametrize(
    ("column", "answers"),
    [("Employment status", ["full time", "retired"]), ("Status", ["Partial", "Started"]), ("Excluded", ["Yes", "No"])],
)
def test_what_many_rows_say_of_a_state_is_an_answer(column, answers):
    """Whether people feel excluded, or what they work, leaves nobody out."""
    assert told("", **{column: answers * 5, "q": ["Yes", "No"] * 5}) == {}


@pytest.mark.parametrize(
    ("codes", "first", "second"),
    [
        (["", ""], ["8", "19"], ["12", "18"]),
        (["Yes (n)", "Valid n"], ["8", "19"], ["12", "18"]),
        (["% yes", "s.d."], ["42%", ""], ["0.67", "0.5"]),
    ],
)
def test_numbers_below_answers_of_yes_and_no_sum_them_up(codes, first, second):
    """Whatever stands in the place of the code: with them the question was no yes and no."""
    people = ["MA12LE", "JO03BR", "AN27SH", "LI09YO", "RO15HU"]
    answers = ["Yes", "No", "Yes", "", "No"]
    table = {"Code": [*people, *codes], "pre": [*answers, *first], "post": [*answers[::-1], *second]}
    ((_, rows, reason), times), *others = doubts(Table("a.csv", pd.DataFrame(table, dtype="str")), Export())
    assert (rows, reason, times, others) == ((5, 6), "totals", 2, [])


@pytest.mark.parametrize(("code", "said"), [("SU08OX", "9"), ("", "99"), ("", "Yes"), ("X", "1")])
def test_the_last_row_of_a_person_is_no_total(code, said):
    """Who has a code as others, or answers as others, is somebody; 99 says that there is no answer."""
    codes = ["MA12LE", "JO03BR", "AN27SH", "LI09YO", "RO15HU", code]
    table = {"Code": codes, "pre": ["Yes", "No", "1", "", "No", said]}
    assert doubts(Table("a.csv", pd.DataFrame(table, dtype="str")), Export()) == []


def test_totals_above_a_last_note_are_totals():
    """The note that ends a report stood between the totals and the end, and they counted as a person."""
    columns = {"Code": ["A1", "B2", "C3", "Total", "End of report"], "q": ["Yes", "No", "Yes", "2", ""]}
    assert told("Code", **columns, r=["1", "2", "3", "2.0", ""]) == {"totals": (("Total", "End of report"), 2)}


def test_names_of_people_are_no_totals():
    """No two of them look alike, as codes do: rows above a total are people's all the same."""
    names = ["Ines King", "Finn Todd", "Carla Davies", "Eve Hill", "Ines North", "Pia Price", "Max Jones"]
    assert told("", Name=[*names, "Summa"], pre=["0", "1", "1", "0", "1", "1", "0", ""], post=[*"1001100", "16"]) == {
        "totals": (("Summa",), 1)
    }


@pytest.mark.parametrize("head", ["", "Column sums"])
def test_totals_below_codes_of_many_forms_are_told(head):
    """Hardly two codes are alike: their last was taken for a total as well."""
    codes = ["A1", "B22", "CD3", "EFG4", "H555", "IJ66", "K7K", "LMN8", "O9", "PQ10"]
    sums = told(Code=[*codes, head], q=[*"0110100110", "5"])
    assert sums["totals"] == ((10,), 1)


def test_subtotals_of_one_name_are_totals_though_it_stands_above_too():
    """Their numbers made words of the answers."""
    codes, said = [*PEOPLE[:6], "Subtotal", *PEOPLE[6:], "Subtotal"], [*SAID[:6], "3", *SAID[6:], "3"]
    assert told(Code=codes, q=said) == {"totals": (("Subtotal",), 2)}


def test_sums_without_a_name_between_the_rows_are_totals():
    codes, said = [*PEOPLE[:6], "", *PEOPLE[6:], ""], [*SAID[:6], "3", *SAID[6:], "4"]
    assert told(Code=codes, q=said) == {"totals": ((6, 13), 2)}


def test_numbers_of_somebody_without_a_code_are_answers():
    """Only a number that nobody else gave sums others up."""
    codes, said = [*PEOPLE[:6], "", *PEOPLE[6:]], ["1", "2"] * 6
    assert "totals" not in told(Code=codes, q=[*said[:6], "2", *said[6:]])


@pytest.mark.parametrize("code", ["Jane (staff)", "STAFF1", "staff 02", "Facilitator", "Kursleitung"])
def test_whoever_holds_the_course_may_not_count(code):
    """They are told by their rows, as a name may stand there."""
    assert told(Code=[*PEOPLE, code], q=[*SAID, "Yes"])["staff"] == ((12,), 1)


def test_where_all_are_staff_they_are_the_people():
    assert "staff" not in told(Code=[f"Staff{n}" for n in range(12)], q=SAID)
