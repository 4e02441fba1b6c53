"""The command that reads a paper's sentence: numbers on the command line, tables and sentences out."""

import pytest
from click.testing import CliRunner

from firststeps.__main__ import main


def run(*words):
    """What the command prints, and its exit status."""
    result = CliRunner().invoke(main, ["read", *words])
    return result.output, result.exit_code


def test_numbers_on_the_command_line_give_the_table():
    """As words of their own or in one text, as make gives them (Kitchener & Jorm 2002, table 5)."""
    words = ["n=20-210", "first=54.5%", "second=61.9%", "p=.036", "test=exact"]
    for given in (words, [" ".join(words)]):
        output, status = run(*given)
        assert status == 0
        assert "202         95       15     30        62" in output


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["first=54.5"], "Stopped: first is a whole count"),
        ([], "Give what the paper prints"),
        (["n=30 first=10 second=12 first=13"], "Stopped: first is given twice, as '10' and as '13'"),
        (["n=30", "first=10", "p=.5", "P=.6"], "Stopped: p is given twice, as '.5' and as '.6'"),
        (["n=30 first=10 p=.5 test=McNemar's"], "Stopped: A quotation mark has no second one"),
        (['n="30 first=10'], "Stopped: A quotation mark has no second one"),
        (["n=30 first=10 p=.5 test=exat"], "; exact, greater; "),
        (["n=30 first=150% second=10"], "Stopped: first is a share of people, at most 100%; found '150%'"),
    ],
)
def test_what_is_not_understood_is_one_message(words, fault):
    """A slip of the hand is told, and never taken for another question."""
    output, status = run(*words)
    assert status == 1 and fault in output and "Traceback" not in output


def test_a_whole_of_all_people_is_read_as_printed():
    """All of them is a share as well, however many decimals it has."""
    output, status = run("n=30 first=100.0% second=10")
    assert status == 0 and "Exactly one table" in output
