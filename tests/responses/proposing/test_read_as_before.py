"""What a rule for one kind of file must not do to another: each of these was read right before that rule was there."""

import itertools

import pytest

from firststeps.responses.linking.made_codes import _key
from firststeps.responses.proposing.propose import inspect_files

YES_NO = itertools.cycle(["Yes,No", "No,Yes", "Yes,Yes", "No,No", "No,Yes"])


def proposal(folder, head, rows):
    """The text of the proposal for a file of these lines."""
    (folder / "answers.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return inspect_files([folder / "answers.csv"])


@pytest.mark.parametrize(("pair", "role"), [("Couple", "Role"), ("Household", "Sex"), ("Dyad", "Sibling")])
def test_two_people_of_a_pair_are_not_one_person_at_two_waves(pair, role, tmp_path):
    """Each pair comes once at each role; the waves stand in the names of the questions."""
    rows = [f"P{n:02d},K{n // 2:02d},{'AB'[n % 2]},{next(YES_NO)}" for n in range(20)]
    text = proposal(tmp_path, f"ID,{pair},{role},Heard T1,Heard T2", rows)
    assert "column: ID" in text and "t1: Heard T1, t2: Heard T2" in text and "wave_column" not in text


def test_the_month_of_birth_is_no_wave(tmp_path):
    """Nor are people found again by their ward."""
    months = itertools.cycle(["March", "May", "July", "August"])
    rows = [f"P{n:02d},{next(YES_NO)},{next(months)},Ward {n % 5}" for n in range(20)]
    text = proposal(tmp_path, "ID,Heard T1,Heard T2,Birth month,Ward", rows)
    assert "column: ID" in text and "t1: Heard T1, t2: Heard T2" in text and "wave_column" not in text


@pytest.mark.parametrize("last", ["n/a,n/a", "y,n", "2,1", "no,yes"])
def test_a_small_table_whose_rows_say_yes_and_no_is_no_sheet_of_ticks(last, tmp_path):
    """Somebody said yes and then no; below stand answers, and no ticks."""
    text = proposal(tmp_path, "Code,Heard before,Heard after", ["A1,Yes,Yes", "A2,No,Yes", "A3,Yes,No", f"A4,{last}"])
    assert "before: Heard before, after: Heard after" in text


def test_codes_that_people_make_of_days_stay_apart():
    """Only what has as many signs as a national number is read without what parts them."""
    assert _key("1.12.1990") != _key("11.2.1990") and _key("12-3") != _key("1-23")
    assert _key("AB 12 34 56 C") == _key("AB123456C") and _key("943 476 5919") == _key("943-476-5919")


@pytest.mark.parametrize("no", ["Nej, tak", "Nej tak."])
def test_no_thanks_is_a_no(no, tmp_path):
    """In Danish; in Polish the word is a yes."""
    answers = itertools.cycle(['"Ja, tak"', f'"{no}"', '"Ja, tak"'])
    rows = [f"P{n:02d},{next(answers)},{next(answers)}" for n in range(12)]
    text = proposal(tmp_path, "ID,Heard T1,Heard T2", rows)
    assert "kind: yes-no" in text or "outcome: heard" in text


@pytest.mark.parametrize("code", ["ann@staff.uni.ac.uk", "Bob Trainer", "Ed Tutor"])
def test_people_whose_name_or_address_holds_a_word_for_staff_are_people(code, tmp_path):
    """Only a code that is the word, or has it in brackets, is one of who holds the course."""
    rows = [f"{code if n == 3 else f'person{n} name'},{next(YES_NO)}" for n in range(12)]
    assert "staff" not in proposal(tmp_path, "Code,Heard T1,Heard T2", rows).split("raw", 1)[0].casefold().replace(
        code.casefold(), ""
    )


@pytest.mark.parametrize("name", ["NHS referral date", "NHS date"])
def test_a_day_is_no_national_number(name, tmp_path):
    """Though what it is called begins as a number of people does."""
    rows = [f"P{n:02d},{next(YES_NO)},2024-01-{n + 1:02d}" for n in range(20)]
    text = proposal(tmp_path, f"ID,Heard T1,Heard T2,{name}", rows)
    assert "kind: date" in text and "national" not in text


def test_a_code_that_each_section_asks_for_is_no_answer(tmp_path):
    """Codes of people stand in no study.yaml."""
    rows = [f"before,K{n:02d},Yes,," if n < 10 else f"after,,,K{n - 10:02d},No" for n in range(20)]
    text = proposal(tmp_path, "Time,Your code,Heard?,Your code,Heard?", rows)
    assert "K07" not in text


def test_people_with_numbers_for_codes_are_no_totals(tmp_path):
    """Among answers 0 and 1 somebody gave a 2, and has a code of another form."""
    rows = [f"P{n:02d},{n % 2},{(n + 1) % 2}" for n in range(20)]
    rows[9] = "101,2,1"
    assert "totals" not in proposal(tmp_path, "Code,Heard T1,Heard T2", rows)


def test_sums_of_money_to_date_are_no_days(tmp_path):
    """They lie where a spreadsheet's days do."""
    rows = [f"P{n:02d},{next(YES_NO)},{30300 + 300 * n}" for n in range(20)]
    assert "spreadsheet counts" not in proposal(tmp_path, "ID,Heard T1,Heard T2,Income to date", rows)


def test_questions_with_numbers_of_their_own_are_not_one(tmp_path):
    """Q1 was asked before and Q1.1 after."""
    rows = [f"P{n:02d},before,Yes," for n in range(10)] + [f"P{n:02d},after,,No" for n in range(10)]
    assert "columns:" not in proposal(tmp_path, "ID,Time,Q1,Q1.1", rows)


def test_may_is_a_month_beside_others(tmp_path):
    """In German too."""
    rows = [f"P{n:02d},{next(YES_NO)},Yes" for n in range(20)]
    text = proposal(tmp_path, "ID,Gehört Mai,Gehört Oktober,Gehört März", rows)
    assert "Gehört Mai" in text.split("columns:", 1)[1].splitlines()[0]
