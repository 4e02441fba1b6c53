"""Where an e-mail address is all that tells who answered, a code stands in its place in everything but one file."""

import csv

import pytest

from firststeps.responses.cleaning.account import people_sentence
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.cleaning.layouts import read_raw
from firststeps.responses.counting.clean_files import CODES, write_clean
from firststeps.study import Study
from tests.small_study import LONG, PATTERNS, ROWS, patterns

MADE = LONG.replace('identifier: {column: id, pattern: "P[0-9]{2}"}', "identifier: {column: id, made_codes: true}")
MAIL = ROWS.replace("P01", "Ada@example.org").replace("P02", "bo@example.org").replace("P03", "cy@example.org")


def test_the_same_address_is_the_same_person(small):
    """Letter case and blanks make no difference; the table is that of the codes."""
    typed = MAIL.replace("Ada@example.org,after", " ada@EXAMPLE.org ,after")
    assert patterns(small.write(typed, MADE).clean()) == PATTERNS


def test_no_address_stands_in_anything_but_the_private_file(small):
    cleaned = small.write(MAIL, MADE).clean()
    study = Study.load(small.folder)
    for path in write_clean(study, cleaned):
        assert "example.org" not in path.read_text(encoding="utf-8").casefold()
    assert "example.org" not in read_raw(study, "answers.csv").cells.to_csv()
    assert "example.org" not in people_sentence(study, cleaned.responses)
    with (study.folder / CODES).open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert rows[0] == {"code": "P01", "made of": "ada@example.org"}


def test_who_has_a_code_keeps_it(small):
    """Aliases and quotations name people by their codes: a row that goes moves nobody's code."""
    study = Study.load(small.write(MAIL, MADE).folder)
    write_clean(study, clean(study))
    fewer = "\n".join(line for line in MAIL.splitlines() if "Ada" not in line) + "\n"
    small.write(fewer + "dee@example.org,before,No\n", MADE)
    assert {*clean(Study.load(small.folder)).responses["participant"]} == {"P02", "P03", "P04"}


@pytest.mark.parametrize("row", ["P07,", ",bo@example.org", "P07", ""])
def test_a_row_of_the_private_file_without_a_code_or_a_name_is_nobodys(row, small):
    """People may take a name out of it by hand: who has no code there is given the next one."""
    study = Study.load(small.write(MAIL, MADE).folder)
    write_clean(study, clean(study))
    (study.folder / CODES).write_text(f"code,made of\nP15,ada@example.org\n{row}\n", encoding="utf-8")
    assert {*clean(Study.load(small.folder)).responses["participant"]} == {"P15", "P16", "P17"}


def test_addresses_as_codes_are_asked_about(small):
    """Nobody has said that they are codes, nor that codes are to be made: no address is in the question."""
    (problem,) = small.write(MAIL, MADE.replace(", made_codes: true", "")).problems()
    assert "made_codes: true" in problem.remedy
    assert "example.org" not in str(problem)


def test_the_private_file_is_kept_out_of_repositories():
    from firststeps.study import compendium_root

    assert "**/data/private/" in (compendium_root() / ".gitignore").read_text(encoding="utf-8").splitlines()


NAMES = """id,wave,ips
Ann-Marie O'Neil,before,No
Bo Lee,before,Yes
Cy Dean,before,No
Ann Marie ONeil,after,Yes
Bo Lee,after,Yes
Di Fox,after,Yes
"""


def test_names_that_differ_by_signs_are_told_by_their_codes(small):
    """The codes that were made of them were compared: P04 seemed a slip of any code with a 4."""
    warnings = [problem for problem in small.write(NAMES, MADE).clean().warnings if "seen only at" in problem.found]
    (told,) = warnings
    assert told.found == (
        "'P04' seen only at 'after', where 'P01' is not seen (made of nearly the same: see data/private/codes.csv)"
    )
    assert 'aliases: {"P04": "P01"}' in told.remedy and "Neil" not in str(told)


def test_a_national_number_is_one_however_its_digits_are_parted(small):
    """As one ward writes it in one and another in three."""
    numbers = {"P01": "9990000018", "P02": "9990000026", "P03": "9990000034"}
    typed = ROWS.replace("P01,after", "999 000 0018,after").replace("P02,after", "999-000-0026,after")
    for code, number in numbers.items():
        typed = typed.replace(code, number)
    cleaned = small.write(typed, MADE).clean()
    assert patterns(cleaned) == PATTERNS
    assert "9990000018" not in cleaned.responses.to_csv()
