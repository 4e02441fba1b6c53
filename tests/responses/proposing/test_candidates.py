"""Who answered is told by the column whose values are found again; what counts the rows is nobody's code."""

import re
import string

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.responses.proposing.people import candidates, doubts, who
from firststeps.responses.proposing.people.candidates import by_rows, by_waves, evidence, measure
from tests.sentence_rules import broken

PRE = ["MA12LE", "JO03BR", "AN27SH", "LI09YO"]
POST = ["JO03BR", "MA12LE", "RO15HU"]


def frames(**columns):
    """The cells of two waves, each column a pair of lists."""
    return [pd.DataFrame({name: waves[w] for name, waves in columns.items()}, dtype="str") for w in (0, 1)]


@pytest.mark.parametrize("waves", [1, 2, 3])
@pytest.mark.parametrize(("again", "people"), [(0, 1), (1, 1), (1, 2), (1200, 4200)])
@pytest.mark.parametrize("first", [True, False])
def test_what_was_measured_is_told_in_the_number_it_is(waves, again, people, first):
    """One is one, and thousands have commas."""
    said = candidates.Candidate("code", again, people).sentence(waves, first)
    assert not broken(said) and not re.search(r"\d{4}|\b1 different values", said)
    assert (f"{people:,}" in said) == (first or waves == 1 or again == people)


def best(**columns):
    return by_waves(frames(**columns), list(columns))[0]


def numbers(n, start=1):
    return [str(i) for i in range(start, start + n)]


def test_a_code_is_found_again_and_the_number_of_the_row_is_nobody():
    """Ids 1, 2, 3 stand in both files: more of them are found again than codes, and of nobody."""
    found = by_waves(frames(Id=(numbers(4), numbers(3)), code=(PRE, POST)), ["Id", "code"])
    assert [candidate.column for candidate in found] == ["code", "Id"]
    assert evidence(found, 2) == "`code`: 2 of 5 people found at both; `Id`: 3, but it numbers the rows"


@pytest.mark.parametrize("start", [1, 4, 700_001])
def test_whatever_it_counts_from(start):
    assert best(Id=(numbers(4, start), numbers(3, start))).doubt == "it numbers the rows"


def test_people_who_are_numbered_and_came_again_with_gaps_are_a_question():
    """Number 5 in the fourth row is more than a count of rows, but it may be no person: it is asked."""
    people = who.of_waves([best(nr=(numbers(5), ["1", "2", "4", "5"]))], 2)
    assert people.column == "nr" and "the same person's number" in people.doubt


@pytest.mark.parametrize("empty", [0, 1])
def test_a_column_with_an_empty_cell_can_still_be_the_code(empty):
    waves = [PRE.copy(), POST.copy()]
    waves[empty][0] = ""
    assert best(code=waves).earned


def test_codes_are_compared_without_letter_case_blanks_and_hyphens():
    assert best(code=(PRE, ["ma12le ", "JO-03-BR", "x"])).again == 2


def test_nothing_that_is_found_again_links_nobody():
    people = who.of_waves(by_waves(frames(number=(numbers(4), numbers(3))), ["number"]), 2)
    assert (people.linked, people.spare) == (False, (("number", "it numbers the rows"),))


def test_an_address_is_the_key_only_where_no_code_is():
    mail = ([f"{code}@b.org" for code in PRE], [f"{code}@b.org" for code in POST])
    assert who.of_waves(by_waves(frames(Email=mail, code=(PRE, POST)), ["Email", "code"]), 2).column == "code"
    alone = who.of_waves(by_waves(frames(Email=mail), ["Email"]), 2)
    assert (alone.column, alone.personal) == ("Email", "e-mail addresses")


@pytest.mark.parametrize("cells", [["yes", "no", "no"], ["1.5", "2.5", "3.5"], ["18-34", "18-34", "35+"]])
def test_answers_are_no_codes(cells):
    assert measure("x", [pd.Series(cells, dtype="str")] * 2) is None


def test_in_a_wide_file_even_the_number_of_the_row_tells_people_apart():
    cells = pd.DataFrame({"No.": numbers(3), "age": ["31", "44", "52"]}, dtype="str")
    assert [candidate.column for candidate in by_rows(cells)] == ["No."]


def test_who_is_called_t01_is_no_wave():
    cells = pd.DataFrame({"Participant": ["T01", "T02", "T03"]}, dtype="str")
    assert by_rows(cells)[0].column == "Participant"


codes = st.lists(st.text(string.ascii_uppercase + string.digits, min_size=5, max_size=6), min_size=8, unique=True)


@settings(deadline=None, max_examples=40)
@given(codes, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_and_the_names_of_columns_change_nothing(people, random):
    """Whatever a column of codes is called and wherever it stands, the same people are found by it."""
    before, after = people[: len(people) - 2], people[2:]
    random.shuffle(after)
    name = random.choice(["code", "Q2", "Please make your personal code", "Nom"])
    tables = frames(**{name: (before, after), "rating": (["1"] * len(before), ["2"] * len(after))})
    columns = list(tables[0])
    random.shuffle(columns)
    found = by_waves([table[columns] for table in tables], columns)
    assert (found[0].column, found[0].again) == (name, len(people) - 4)


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 30), st.integers(2, 30), st.integers(0, 10**6))
def test_a_count_of_rows_never_links(first, second, start):
    tables = frames(n=(numbers(first, start), numbers(second, start)))
    assert not any(candidate.earned for candidate in by_waves(tables, ["n"]))


@settings(deadline=None, max_examples=25)
@given(st.integers(3, 20), st.integers(1, 10), st.randoms(use_true_random=False))
def test_nor_does_it_after_the_rows_were_sorted_otherwise(many, fewer, random):
    """Numbers without a gap, more of them at one wave than at another; as many at both are at least a question."""
    first, second = numbers(many + fewer), numbers(many)
    random.shuffle(first)
    random.shuffle(second)
    assert not by_waves(frames(n=(first, second)), ["n"])[0].earned
    same = by_waves(frames(n=(second, sorted(second))), ["n"])
    assert not same[0].earned or who.of_waves(same, 2).doubt


def test_a_column_is_measured_within_a_second_for_a_thousand_people():
    """A thousand people and two waves are a usual file."""
    values = [f"C{i:05d}" for i in np.random.default_rng(0).permutation(1000)]
    assert candidates.measure("code", [pd.Series(values, dtype="str")] * 2).again == 1000


def test_of_two_names_the_one_that_fewer_people_share_is_the_key():
    """Two people of one first name would be one person."""
    first = (["Anna", "Anna", "Jo", "Mira", "Nils"], ["Anna", "Jo", "Mira", "Nils"])
    last = (["Abel", "Brandt", "Cerny", "Dold", "Eder"], ["Abel", "Cerny", "Dold", "Eder"])
    told = by_waves(frames(**{"First name": first, "Surname": last}), ["First name", "Surname"])
    assert [candidate.column for candidate in told] == ["Surname", "First name"]


def test_rows_of_a_wave_that_share_a_name_are_told():
    """Where nothing else is there, a person must say whether they are one."""
    names = (["Anna Li", "Anna Li", "Jo Hu", "Mira Ek", "Nils By"], ["Anna Li", "Jo Hu"])
    told = by_waves(frames(Name=names), ["Name"])
    assert "2 rows share one with another" in who.of_waves(told, 2).doubt


@pytest.mark.parametrize("code", ["08.06. BL", "MK 12/03", "31:05 RO"])
def test_a_birthday_with_initials_may_be_a_code(code):
    """A date or a time of day alone is none."""
    codes = ([code, "01.02. XX", "03.04. YY"], ["01.02. XX", code])
    assert best(Pseudonym=codes).again == 2
    times = (["01.02.2024", "03.02.2024 9:05", "9:05 AM"], ["01.02.2024", "9:05 AM"])
    assert by_waves(frames(When=times), ["When"]) == []


@pytest.mark.parametrize("word", ["Voter ", "Respondent ", "P", "anonymous-"])
@pytest.mark.parametrize("people", [5, 4])
def test_numbers_behind_a_word_that_leave_nobody_out_are_asked_about(word, people):
    """Mentimeter's *Voter 1* is another person each time; P01 may be the same."""
    codes = ([f"{word}{i}" for i in numbers(5)], [f"{word}{i}" for i in numbers(people)])
    assert "it may number the rows" in who.of_waves(by_waves(frames(Participant=codes), ["Participant"]), 2).doubt


@pytest.mark.parametrize(
    ("first", "later"), [(["P1", "P2", "P3", "P5"], ["P1", "P3", "P5"]), (["MA1", "JO2", "AN3"], ["MA1", "JO2", "AN3"])]
)
def test_numbers_behind_a_word_with_gaps_are_people(first, later):
    """Whoever was not there again left a gap, and letters of people are no word before a number."""
    found = who.of_waves(by_waves(frames(Code=(first, later)), ["Code"]), 2)
    assert found.column == "Code" and not found.doubt


def test_a_column_that_nothing_calls_a_code_can_stand_in_several_rows():
    """What decides is what its cells hold."""
    cells = pd.DataFrame({"\u7f16\u53f7": [*PRE, *PRE[:3]], "q": list("abcabca")}, dtype="str")
    assert candidates.come_again(cells) == ("\u7f16\u53f7", 3)


@pytest.mark.parametrize(("first", "later", "made"), [("123456", "1.23E+05", "number"), ("JAN08", "8-Jan", "date")])
def test_codes_that_a_spreadsheet_spoilt_in_one_file_are_told(first, later, made):
    """Nobody is found again, and why can be seen."""
    assert f"`Code` holds {later}, of which a spreadsheet made a {made}" in doubts.why_nobody(
        frames(Code=([first, "MA12"], [later, later]))
    )


def test_a_date_that_one_file_writes_otherwise_is_no_spoilt_code():
    """It is nobody's code."""
    assert doubts.why_nobody(frames(Sent=(["4 March", "5 March"], ["2024-06-04", "2024-06-05"]))) == ""


CODED = (["P03", "P01", "P02", "P05", "P04"], ["P05", "P01", "P02", "P04", "P03"])  # nobody is missing: they rise
AGES = (["31", "24", "24", "58", "40"], ["40", "31", "24", "58", "24"])


@pytest.mark.parametrize("name", ["Code", "Deltagare", "Cyfranogwr", "Probandennummer", "N.º", "N°", "x"])
def test_ages_are_nobodys_code_beside_one(name):
    """Ages come again with people, and of a few people none may be alike: a code that nothing calls one is more."""
    assert best(Age=AGES, **{name: CODED}).column == name
    assert best(Age=(AGES[0][:2], AGES[0][:2]), **{name: (CODED[0][:2], CODED[0][:2])}).column == name


def test_small_numbers_that_nothing_calls_a_code_are_asked_about():
    """They were taken for codes without a word where none were alike."""
    people = who.of_waves([best(Age=(["31", "24", "58"], ["58", "31", "24"]))], 2)
    assert people.column == "Age" and "ages are such numbers" in people.doubt


def test_a_number_that_finds_one_person_gives_way_to_codes_that_leave_nobody_out():
    """Seconds are hardly ever the same twice, and codes without a gap may number the rows."""
    seconds = (["1311", "512", "1620", "733", "904"], ["1311", "2512", "3620", "2733", "1904"])
    assert best(Duration=seconds, Code=CODED).column == "Code"


def test_names_give_way_to_a_code_whatever_their_column_is_called():
    """Codes are made of names where nothing else is: their column may have a number for a name."""
    names = ["Mara Lee", "Jon Ash", "Eve Cole", "Kim North", "Tess Fox", "Ann Hill"]
    codes = [f"{n:03d}" for n in (4, 9, 2, 11, 17, 8)]
    both = by_waves(frames(Q20=(names, names), Q17=(codes, codes)), ["Q20", "Q17"], {"Q17": "Codice"})
    assert [(c.column, c.personal) for c in both] == [("Q17", ""), ("Q20", "names")]
    with_ages = by_waves(frames(Name=(names, names), Age=(codes, codes)), ["Name", "Age"])
    assert with_ages[0].column == "Name"


@pytest.mark.parametrize(("name", "codes"), [("Student", [3, 8, 11, 2, 40]), ("x", [4, 1, 6, 2, 5])])
def test_small_numbers_of_people_are_more_than_their_names(name, codes):
    """Codes were made of names, where each student had a number."""
    numbered = ([*map(str, codes)], [*map(str, codes[::-1])])
    people = ["Mara Lee", "Jon Ash", "Eve Cole", "Kim North", "Tess Fox"]
    chosen = best(Name=(people, people[::-1]), **{name: numbered})
    assert (chosen.column, chosen.bare) == (name, False)


def test_a_pseudonym_of_two_words_is_no_name():
    """Codes were made of what tells nobody who somebody is; below any other name two such words may be somebody's."""
    made_up = ["Silver Fox", "Red Wolf", "Blue Owl", "Calm Bear", "Loud Crow", "Wild Seal"]
    assert [best(**{name: (made_up, made_up)}).personal for name in ("Pseudonym", "Your code")] == ["", "names"]


def test_how_many_children_somebody_has_is_nobodys_code():
    """*Number of* tells how many, unless a person stands behind it."""
    children = (["0", "2", "1", "3", "4", "2"], ["2", "0", "1", "3", "2", "4"])
    codes = ([*"615243"], [*"524361"])
    for question, code in (("Number of children", "Code"), ("Numero di figli", "Número de estudiante")):
        assert best(**{question: children, code: codes}).column == code
        assert best(**{question: children}).bare
