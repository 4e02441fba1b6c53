"""Rows that stand in the files of two waves: an export of all answers handed in as that of the later ones."""

from itertools import combinations

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.responses.given.checksums import equal_files
from firststeps.responses.texts.lexicon import quoted

TIME_OF_DAY = r".*\d{1,2}:\d{2}.*"
FEWEST = 3  # rows of a file from which on it is odd that all of them stand in another


def tell_of_rows_given_twice(study, parts, findings):
    """Refuse rows of two waves' files that are the same to the time of day; warn where all rows of one are in another.

    Nobody hands in the same answers at the same minute of two waves: one of the files holds the other's rows as well,
    and whoever came once would be counted twice.  Without a time of day the same people may have said the same.
    """
    if study.data.layout != "per-wave":
        return
    before = len(findings.problems)
    for one, other in combinations(parts, 2):
        again = _again(one.cells, other.cells)
        if not again.any():
            continue
        rows = [int(row) for row in other.cells.index[again]]
        if _has_time_of_day(one.cells, other.cells.loc[rows]):
            _refuse(one, other, rows, findings)
        elif len(rows) >= min(len(one.cells), len(other.cells)) >= FEWEST and not _alike(study, one, other):
            what = f"the rows of {one.file} ({len(rows):,}) once more"
            remedy = "If one file holds the answers of both waves, say so in study.yaml (a line counts once its # is "
            remedy += "away):\n"
            findings.warn(other.file, what, "the answers of another wave", remedy + _lines(other, rows, choose=True))
    if len(findings.problems) > before:
        findings.stop_if_any()


def _alike(study, one, other):
    """Whether the files of two parts hold the same bytes, which is told already."""
    names = [part.file.partition(", sheet ")[0] for part in (one, other)]
    return names[0] != names[1] and bool(equal_files(study.raw, names))


def _again(cells, others):
    """Which rows of ``others`` say the same in every column as a row of ``cells``."""
    shared = [column for column in others if column in cells]
    if {*cells} != {*others} or len(shared) < 2:
        return np.zeros(len(others), dtype=bool)
    first, second = (pd.util.hash_pandas_object(some[shared], index=False) for some in (cells, others))
    return second.isin(first).to_numpy() & (others != "").any(axis=1).to_numpy()


def _has_time_of_day(cells, again):
    """Whether a column tells the time of day of nearly every row, and of all that come ``again``."""
    return any(
        cells[column].str.fullmatch(TIME_OF_DAY).mean() > 0.9 and again[column].str.fullmatch(TIME_OF_DAY).all()
        for column in again
        if column in cells
    )


def _refuse(one, other, rows, findings):
    """Refuse the ``rows`` of one part that stand in another as well, with lines that leave out either."""
    many = len(rows) > 1
    what = f"{plural(len(rows), 'row')} of {one.file} once more, the same to the time of day"
    remedy = f"One of the two files holds answers of both waves. Where {'they do' if many else 'it does'} not belong, "
    remedy += (
        f"leave {'them' if many else 'it'} out: in study.yaml one of these lines (it counts once its # is away):\n"
    )
    places = pd.Series([*one.cells.index], index=pd.util.hash_pandas_object(one.cells[[*other.cells]], index=False))
    same = pd.util.hash_pandas_object(other.cells.loc[rows], index=False)
    there = sorted(int(row) for row in places[places.index.isin(same)])
    remedy += _lines(other, rows, choose=True) + "\n" + _lines(one, there, choose=True).rpartition("\n")[2]
    findings.refuse(other.file, what, "the answers of another wave", remedy, row=rows[0])


def _lines(part, rows, choose=False):
    """The lines that leave ``rows`` of a part out, the rule behind a # where it is one to ``choose``."""
    rule = f"{{file: {quoted(part.file)}, rows: [{', '.join(map(str, rows))}], reason: of another wave}}"
    return f"  data:\n    leave_out:\n      {'# ' * choose}- {rule}"
