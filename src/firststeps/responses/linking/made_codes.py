"""Codes in place of e-mail addresses and names, where these are all that tells who answered.

The codes are made when the files are read, so that what names somebody is in nothing that is made or shown; which code
is whose stands in one file alone, ``data/private/codes.csv``.  Who is in that file already keeps the code.
"""

import csv
import re
from dataclasses import replace

import pandas as pd

from firststeps.responses.counting.clean_files import CODES
from firststeps.responses.texts.each import by_text
from firststeps.study.parts.texts import caseless

# A national number, however its digits are parted: nine signs at least, as no day has.
NATIONAL = re.compile(r"(?=(?:[^a-z\d]*[a-z\d]){9})[a-z]{0,2}[ ./+-]?\d[\d ./+-]*[a-z]?")
COLUMNS = ["code", "made of"]
RULE = "code made of what names somebody"


def with_made_codes(study, tables, findings=None):
    """The tables with codes in the column that tells who answered, where ``identifier: made_codes`` says so.

    A table without that column, and None in place of a table, stay as they are.  Each row with a code goes to the log
    of ``findings``, without what stood there.
    """
    column = study.identifier.column
    if not study.identifier.made_codes or not study.coded:
        return list(tables)
    codes = code_list(study, tables)
    if findings is not None:
        findings.made_codes = codes
    return [_with_codes(table, column, codes, findings) for table in tables]


def _with_codes(table, column, codes, findings):
    """A table with made codes in the place of what names people; what was changed goes to the log."""
    if table is None or column not in table.cells:
        return table
    code_of_row = by_text(table.cells[column], lambda raw: codes.get(_key(raw), ""))
    if findings is not None:
        there = code_of_row[code_of_row != ""]
        findings.log(table.name, there.index, column, "", there.to_numpy(), RULE)
    return replace(table, cells=table.cells.assign(**{column: code_of_row}))


def code_list(study, tables):
    """The code of each different address or name (in small letters, no blanks round it), in the order of the files."""
    column = study.identifier.column
    cells = [table.cells[column] for table in tables if table is not None and column in table.cells]
    keys = dict.fromkeys(key for column in cells for key in map(_key, column.unique()) if key)
    codes = _earlier_codes(study)
    number = max((int(code[1:]) for code in codes.values() if code[1:].isdigit()), default=0)
    width = max(2, len(str(number + len(keys))))
    for key in (key for key in keys if key not in codes):
        number += 1
        codes[key] = f"P{number:0{width}d}"
    return {key: codes[key] for key in keys}


def _key(raw):
    """What names somebody, as it is compared: in small letters, and a national number without what parts its digits.

    >>> _key(" Ann@Example.org"), _key("943 476 5919"), _key("010190-1234"), _key("Karl-Heinz Roth")
    ('ann@example.org', '9434765919', '0101901234', 'karl-heinz roth')
    >>> _key("1.12.1990")  # a day has its digits parted, and fewer
    '1.12.1990'
    """
    text = caseless(raw)
    return re.sub(r"[ ./+-]", "", text) if NATIONAL.fullmatch(text) else text


def _earlier_codes(study):
    """The codes of the list that was made before, if there is one."""
    path = study.folder / CODES
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row.get("made of") and row.get("code")]
    return {_key(row["made of"]): row["code"] for row in rows}


def list_frame(codes):
    """The rows of ``data/private/codes.csv``, for people: a code, and what it was made of.

    >>> list_frame({"a@example.org": "P01"}).to_dict("records")
    [{'code': 'P01', 'made of': 'a@example.org'}]
    """
    return pd.DataFrame([(code, key) for key, code in codes.items()], columns=COLUMNS)


def private_sentence(study):
    """Say that codes were made, and where the list is; an empty text where the codes are the people's own."""
    if not study.identifier.made_codes or not study.coded:
        return ""
    return (
        f"Codes were made of the column {study.identifier.column!r}; what stands in it is in nothing that is made, but "
        f"for {CODES.as_posix()}, the list that says whose each code is: keep it to yourself."
    )
