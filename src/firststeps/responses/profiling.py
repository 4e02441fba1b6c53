"""What the columns of a file that nobody described yet probably are."""

import re
from dataclasses import dataclass, field

import numpy as np

from firststeps.responses.answers import tidy
from firststeps.responses.dates import read_date
from firststeps.responses.words import MISSING, NO, OCCASION, YES

IDENTIFIER = re.compile(
    r"(participant|person|respondent|subject|patient|study|unique)?[ _-]*(id|code|no|number)?", re.I
)
WAVE = re.compile(r"wave|time ?-?_?(point)?|occasion|visit|phase|session|round", re.I)
COUNT = re.compile(r"people|count|freq(uency)?|n|number|persons", re.I)
SUFFIX = re.compile(r"(.+?)[ _.\-]*(t?\d{1,2}|pre|post|before|after|baseline|start|end|follow[ _-]?up\d*)", re.I)
FEW = 12


@dataclass
class Column:
    """A column: its name, the kind it seems to be, its different answers (tidied) and the codes found among them."""

    name: str
    kind: str
    said: list
    yes: list = field(default_factory=list)
    no: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    sure: bool = True


def profile(name, cells):
    """The :class:`Column` of a Series of text.

    >>> import pandas as pd
    >>> column = profile("ips", pd.Series(["Yes", "no", "", "99"]))
    >>> column.kind, column.yes, column.no, column.missing
    ('yes-no', ['Yes'], ['no'], ['99'])
    """
    said = sorted({tidy(text) for text in cells.unique()} - {""})
    column = Column(name, "text", said)
    column.missing = [text for text in said if text.casefold() in MISSING]
    known = [text for text in said if text not in column.missing]
    parts = {part.strip() for text in known for part in text.split(";")} - {""}
    if known and all(text.casefold() in YES | NO for text in known):
        return _yes_no(column, known)
    if known and all(_is_number(text) for text in known):
        column.kind = "scale"
        column.missing = [text for text in column.missing if not _is_number(text) or _far(text, known)]
    elif known and all(not read_date(text, "day-first", "2000s")[1] for text in known):
        column.kind, column.missing = "date", []
    elif any(";" in text for text in known) and len(parts) <= FEW:
        column.kind, column.said = "ticks", sorted(parts)
    elif 0 < len(known) <= FEW and len(cells) > 2 * len(known) and max(map(len, known)) < 40:
        column.kind, column.said = "choice", known
    else:
        column.missing = []
    return column


def _yes_no(column, known):
    column.kind = "yes-no"
    column.yes = different_codes(text for text in known if text.casefold() in YES)
    column.no = different_codes(text for text in known if text.casefold() in NO)
    column.sure = not {"2"} & {*column.no} and bool(column.yes) and bool(column.no)
    return column


def different_codes(codes):
    """The codes without those that differ by letter case only.

    >>> different_codes(["1", "YES", "Yes", "yes"])
    ['1', 'Yes']
    """
    written = sorted(codes, key=lambda code: (not code.istitle(), code))
    return sorted({code.casefold(): code for code in reversed(written)}.values())


def constant(cells):
    """Columns that say one and the same in every row and no yes or no."""
    alike = [name for name in cells if len(cells) > 1 and (cells[name] == cells[name].iloc[0]).all()]
    return [name for name in alike if tidy(cells[name].iloc[0]).casefold() not in YES | NO]


def _is_number(text):
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text) is not None


def _far(code, known):
    """Whether a number such as 99 lies so far from the others that it may stand for a missing answer."""
    others = np.array([float(text) for text in known if text != code])
    return others.size > 0 and not others.min() <= float(code) <= 2 * others.max()


def find_identifier(cells):
    """The name of the column that seems to hold the participants' codes, or an empty text."""
    named = [c for c in cells if IDENTIFIER.fullmatch(c.strip()) and c.strip()]
    return max(named, key=lambda column: cells[column].nunique(), default="")


def find_waves(cells, identifier):
    """The name of the column that seems to tell the wave: people come again, but never twice at one of its values."""
    if not identifier or not cells[identifier].duplicated().any():
        return ""
    others = [c for c in cells if c != identifier and 2 <= cells[c].nunique() <= FEW]
    named = [c for c in others if WAVE.fullmatch(c.strip())]
    apart = [c for c in others if not cells.duplicated([identifier, c]).any()]
    return next(iter([*named, *apart]), "")


def find_counts(cells):
    """The name of the column that seems to hold numbers of people, or an empty text."""
    named = [c for c in cells if COUNT.fullmatch(c.strip())]
    whole = [c for c in named if cells[c].map(tidy).str.fullmatch(r"\d+").all()]
    return whole[0] if whole and len(cells.columns) > 1 else ""


def find_repeated(names):
    """Columns that seem to be one question at several waves: {stem: {suffix: column}}, in the order of the file.

    >>> find_repeated(["id", "age", "ips_1", "ips_2"])
    {'ips': {'1': 'ips_1', '2': 'ips_2'}}
    """
    found = {}
    for name in names:
        parts = SUFFIX.fullmatch(name.strip())
        if parts:
            found.setdefault(parts[1], {})[parts[2]] = name
    return {stem: columns for stem, columns in found.items() if len(columns) > 1}


def different(cells, left_out):
    """The profiles of all columns but those ``left_out`` and those that say the same in every row."""
    return [profile(name, cells[name]) for name in cells if name not in {*left_out, *constant(cells)}]
