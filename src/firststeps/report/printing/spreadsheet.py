"""Rows as CSV text that opens in a spreadsheet as it reads: no cell of it is taken for a formula.

The words of people, of whom anything may be expected, are written by ``firststeps.responses.counting.clean_files``.
"""

import csv
import io
import re

_FORMULA = r"""[=@\t\r]|[+-](?!\d[\d.,]*%?( [^=*/^&<>!|"'@]*)?$)"""


def as_csv(heads, rows):
    """Give rows below their heads as CSV text, with an apostrophe before what a spreadsheet would take for a formula.

    Numbers with a sign stay as they are, with the words behind them.

    >>> print(as_csv(["change", "note"], [["+3.8 to +12.1", "=1+1"], [3, "-2 *cmd|'/C calc'!A0"]]), end="")
    change,note
    +3.8 to +12.1,'=1+1
    3,'-2 *cmd|'/C calc'!A0
    """
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows([_neutral(str(cell)) for cell in row] for row in (heads, *rows))
    return sheet.getvalue()


def _neutral(text):
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if re.match(_FORMULA, text) else text
