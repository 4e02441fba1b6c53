"""Columns of names, addresses, telephones and places are known by their names and by what stands in them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.responses.cleaning.account import personal_sentence
from firststeps.responses.cleaning.layouts import read_raw
from firststeps.responses.texts.personal_columns import personal_columns
from firststeps.study import Study
from tests.small_study import LONG, ROWS

PEOPLE = {
    "First Name": ["Mara", "Jon"],
    "Q2": ["person01@example.org", ""],
    "ipaddr": ["10.0.0.1", "10.0.0.2"],
    "LocationLatitude": ["52.400", "52.401"],
    "Postcode": ["AB1 2CD", "EF3 4GH"],
    "contact": ["07700 900123", "07700 900456"],
    "Home town": ["Exeter", "Truro"],
    "E-Mail": ["", ""],
    "Q3": ["Mara Lee", "Jon Brook", "Anya Shaw", "Zoë von Hahn", "Rosa Hume-Lee", "Sami Kent", "Mia May", "Ida Oak"],
    "Which town were you born in, or near?": ["Exeter", "Truro"],
    "Please leave a contact number if we may ring you": ["01632 960001", "after six"],
    "Q4": ["12 High Street, Exeter", "3a Long Lane"],
    "Apelido": ["Silva", "Costa"],
    "Hospital no": ["999 000 0018", "9990000026"],
    "CPR-nummer": ["010190-1234", "0202854321"],
    "Codice fiscale": ["RSSMRA80A01H501U", "VRDLCU85T10A562S"],
}
NOBODY = {
    "Nom": ["MA12LE", "JO03BR"],
    "phone": ["yes", "no"],
    "Course name": ["First steps", "First steps"],
    "redcap_event_name": ["pre_arm_1", "post_arm_1"],
    "IP": ["1", "0"],
    "Town": ["3", "5"],
    "time": ["12:30", "13:45"],
    "Version": ["1.2.3", "1.2.4"],
    "How often do you use e-mail at work?": ["Often", "Rarely"],
    "Would you telephone a colleague?": ["Perhaps", "Surely"],
    "Telephone use": ["Often", "Rarely"],
    "date": ["2024-03-04", "2024-05-13"],
    "CPR training": ["4", "5"],
    "Chi": ["Ann", "Bo"],
    "Response no": ["9990000011", "9990000012"],
    "Your code: first two letters of your mother's first name, and of your town": ["MA12LE", "JO03BR"],
    "id": ["0123456", "0123457"],
    "A code: your name's first two letters, and those of which town you come from": ["MALE", "JOBR"],
    "change": ["Less slides", "Smaller groups", "More breaks", "A quieter room", "Role play", "Handouts", "No idea"],
    "rate": ["Strongly Agree", "Slightly Agree", "Slightly Disagree", "Strongly Disagree", "Not Sure"] * 2,
    "code": ["MA LE", "JO BR", "AN SH", "LI YO", "RO HU", "SA KE", "PE DE"],
}


@pytest.mark.parametrize("column", PEOPLE)
def test_personal_details_are_known(column):
    """By the name of the column, by what stands in it, or by both."""
    assert list(personal_columns(pd.DataFrame({column: PEOPLE[column]}))) == [column]


@pytest.mark.parametrize("column", NOBODY)
def test_what_only_looks_like_personal_details_is_read(column):
    """A name alone decides nothing where codes, ratings, yes and no stand in the column."""
    assert personal_columns(pd.DataFrame({column: NOBODY[column]})) == {}


def test_the_question_tells_what_a_numbered_column_holds():
    """Platforms name columns Q7 and write the question below."""
    cells = pd.DataFrame({"Q7": ["Mara Lee", "Jon Brook"]})
    assert personal_columns(cells, {"Q7": "What is your full name?"}) == {"Q7": "names of people"}
    assert personal_columns(cells, {"Q7": "What would you change?"}) == {}


@given(st.permutations([*PEOPLE, *NOBODY]))
def test_the_order_of_columns_does_not_matter(order):
    """Each column is judged by itself."""
    columns = {name: [*cells, *[""] * (10 - len(cells))] for name, cells in (PEOPLE | NOBODY).items()}
    assert {*personal_columns(pd.DataFrame({name: columns[name] for name in order}))} == {*PEOPLE}


def with_column(name, cells):
    """The rows of the small study with one column more."""
    first, *rows = ROWS.splitlines()
    return "\n".join([f"{first},{name}", *(f"{row},{cells[i % len(cells)]}" for i, row in enumerate(rows))]) + "\n"


MAILS = [f"person0{i}@example.org" for i in range(5)]


def test_a_personal_column_is_dropped_when_the_file_is_read(small):
    """It is in no table and no log, but one sentence says so."""
    cleaned = small.write(with_column("contact", MAILS)).clean()
    told = "Not read, as it holds personal details: contact (e-mail addresses)."
    assert personal_sentence(cleaned.log) == told
    assert "contact" not in read_raw(Study.load(small.folder), "answers.csv").cells
    assert "example.org" not in "".join(map(str, vars(cleaned).values()))


def test_an_item_on_a_personal_column_is_asked_about_without_a_cell(small):
    """Whoever declares that the column holds no personal details has it read."""
    yaml = LONG.replace("outcomes:", "  contact: {label: Contact, kind: text, personal: checked}\noutcomes:")
    (problem,) = small.write(with_column("contact", MAILS), yaml).problems()
    assert "example.org" not in str(problem)
    assert 'not_personal: ["contact"]' in problem.remedy
    settled = yaml.replace("wave_column: wave}", 'wave_column: wave, not_personal: ["contact"]}')
    assert small.write(with_column("contact", MAILS), settled).clean().responses["answer"].str.contains("@").any()


def test_no_question_shows_an_address_that_stands_in_place_of_a_code(small):
    """Neither the one about the column nor that about two questionnaires of one person."""
    yaml = LONG.replace(', pattern: "P[0-9]{2}"', "")
    content = (ROWS + "P01,before,No\n").replace("P0", "person0").replace(",before", "@example.org,before")
    problems = small.write(content.replace(",after", "@example.org,after"), yaml).problems()
    assert len(problems) == 2
    assert "example.org" not in "".join(map(str, problems))
    assert "made_codes: true" in problems[0].remedy


@pytest.mark.parametrize("name", ["Namn", "Navn", "Enw", "Nimi", "Jméno", "Фамилия", "Ονοματεπώνυμο", "الاسم"])
def test_names_of_people_are_known_in_many_languages(name):
    """One word in a cell is no proof; the name of the column is."""
    names = ["Mara", "Jon", "Anna", "Liv", "Rolf", "Sami"]
    assert personal_columns(pd.DataFrame({name: names, "q": ["Yes", "No"] * 3})) == {name: "names of people"}
    assert personal_columns(pd.DataFrame({name: ["MA12", "JO03", "AN27", "LI09", "RO15", "SA21"]})) == {}


@pytest.mark.parametrize(
    "name", ["Date of birth", "What is your date of birth?", "DOB", "Geburtsdatum", "Date de naissance"]
)
def test_dates_of_birth_are_personal_and_parts_of_them_are_codes(name):
    """With a year they tell who somebody is; a day and a month are what people make codes of."""
    full = ["1961-03-04", "12/05/1970", "1.2.83", "1990-11-30"]
    assert personal_columns(pd.DataFrame({name: full, "q": ["Yes", "No"] * 2})) == {name: "dates of birth"}
    for others in (
        ["04/03", "12/05", "01/02", "30/11"],
        ["61", "70", "83", "90"],
        ["0403BL", "1205FU", "0102AA", "3011XY"],
    ):
        assert personal_columns(pd.DataFrame({name: others})) == {}
