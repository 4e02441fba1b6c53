"""The command that reads a paper's sentence: numbers on the command line, tables and sentences out."""

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


def test_what_is_not_understood_is_one_message():
    for words, fault in ((["first=54.5"], "Stopped: first is a whole count"), ([], "Give what the paper prints")):
        output, status = run(*words)
        assert status == 1 and fault in output and "Traceback" not in output
