"""Executed notebooks hold what the code says and nothing of the run."""

from nbformat.v4 import new_code_cell, new_notebook, new_output

from firststeps.report.execution import scrub


def printed(*pieces):
    outputs = [new_output("stream", name=name, text=text) for name, text in pieces]
    return scrub(new_notebook(cells=[new_code_cell("print(1)", outputs=outputs)])).cells[0].outputs


def test_a_text_printed_in_pieces_is_one_output():
    (output,) = printed(("stdout", "133 changes"), ("stdout", "\n"))
    assert output.text == "133 changes\n"


def test_what_was_said_on_stderr_is_left_out_and_does_not_part_the_rest():
    (output,) = printed(("stdout", "a"), ("stderr", "/home/someone: a warning"), ("stdout", "b"))
    assert output.text == "ab"
