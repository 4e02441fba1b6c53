"""The clean files: written whole, the same bytes each time, and safe to open in a spreadsheet."""

import re
from pathlib import Path

import pandas as pd

from firststeps.files import writing

RISKY = r"'*[=+\-@\t\r]"  # how a text begins that a spreadsheet takes for a formula, or that looks as if made neutral
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
CODES = Path("data", "private", "codes.csv")  # whose code is whose, where codes were made of what names people
FILES = {
    "responses.csv": "responses",
    "patterns.csv": "patterns",
    "attendance.csv": "attendance",
    "statuses.csv": "statuses",
    "known.csv": "known",
    "choices.csv": "choices",
    "ordered.csv": "ordered",
    "groups.csv": "groups",
    "coding.csv": "coding",
    "disagreements.csv": "disagreements",
    "cleaning-log.csv": "log",
    "rows.csv": "rows",
    "matching.csv": "matching",
    "warnings.csv": "warning_rows",
}


def write_clean(study, cleaned):
    """Write the tables of ``cleaned``, each a frame or frames that follow each other, to ``data/clean/``; the paths.

    Where codes were made of what names somebody, the list of them is written as well, to ``data/private/``.
    """
    for name, table in FILES.items():
        rows = getattr(cleaned, table)
        write_csv_rows(study.clean / name, [rows] if isinstance(rows, pd.DataFrame) else rows)
    if cleaned.private is not None:
        write_csv(study.folder / CODES, cleaned.private)
    return [study.clean / name for name in FILES]


def write_csv(path, frame):
    """Write ``frame`` as CSV (UTF-8, line feeds), whole or not at all, with formulas made neutral (:func:`neutral`)."""
    write_csv_rows(path, [frame])


def write_csv_rows(path, frames):
    """Write ``frames`` that follow each other as one CSV file, as `write_csv` writes one of them."""
    with writing(path) as new, open(new, "a", encoding="utf-8", newline="") as file:
        for number, frame in enumerate(frames):
            frame.apply(_safe).to_csv(file, index=False, header=number == 0, lineterminator="\n")


def neutral(text):
    """``text`` so that no spreadsheet takes it for a formula: an apostrophe before ``= + - @``, tab or return.

    Numbers stay numbers.  What would look so already gets one more, so that `as_typed` gives every text back.

    >>> neutral("=1+1"), neutral("-3"), neutral("plain"), neutral("'=1+1")
    ("'=1+1", '-3', 'plain', "''=1+1")
    """
    return f"'{text}" if re.match(RISKY, text) and not NUMBER.fullmatch(text) else text


def as_typed(column):
    """A column of a clean file, a Series of text, without the apostrophes of `neutral`.

    >>> as_typed(pd.Series(["'=1+1", "-3", "plain", "''=1+1", "'tis"])).to_list()
    ['=1+1', '-3', 'plain', "'=1+1", "'tis"]
    """
    neutralised = column.str.contains(f"^'{RISKY}")
    return column.where(~neutralised, column.str[1:]) if neutralised.any() else column


def _safe(column):
    """The column with each text made neutral that could be taken for a formula."""
    if column.dtype.kind in "iuf":
        return column
    risky = column.astype("str").str.contains(f"^{RISKY}")
    return column.astype("object").where(~risky, column.map(neutral)) if risky.any() else column
