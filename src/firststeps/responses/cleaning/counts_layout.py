"""A file of counts: one row a response pattern (or a cell of a published table) with the number of people.

Counts say all that a row a person would say, but for the names: each counted person gets a number, in the order of the
file, and everything after that goes as for any other layout.
"""

import re

import numpy as np
import pandas as pd

from firststeps.responses.cleaning.layouts import Part, columns_are_there, read_given
from firststeps.responses.tables.left_out import leave_out
from firststeps.responses.texts.answers import ABSENT
from firststeps.study.parts.texts import caseless, tidy

WHOLE = re.compile(r"\d{1,9}")


def read_counts(study, findings):
    """The number of people of each row and the parts of a ``counts`` study; what is no count goes to ``findings``."""
    table = read_given(study, study.data.file, study.data.sheet, findings)
    if table is not None:
        leave_out(study, table, findings)
    if table is None or not columns_are_there(study, table, study.wave_ids, findings):
        return np.array([], dtype=int), []
    rows = pd.Series([str(row) for row in table.cells.index], index=table.cells.index, dtype="str")
    _refuse_repeats(study, table, findings)
    return _people(study, table, findings), [Part(table.name, wave, rows, table.cells) for wave in study.wave_ids]


def people_of_counts(people, sheet, there, known=()):
    """The answers of one wave, a row a counted person, from ``sheet`` with a row a pattern.

    ``people`` are the numbers of people of the rows; ``sheet`` has the columns (item, answer) and (item, status).  Who
    answered nothing at the wave (``there`` is False) is absent from it, but for the items that are ``known`` without
    asking.
    """
    sheet = sheet.copy()
    for item, part in (column for column in sheet if column[0] not in known):
        sheet.loc[~there, (item, part)] = ABSENT if part == "status" else ""
    width = len(str(int(people.sum())))
    numbers = [f"{number:0{width}d}" for number in range(1, int(people.sum()) + 1)]
    return sheet.iloc[np.repeat(np.arange(len(sheet)), people)].set_axis(pd.Index(numbers, dtype="str"))


def _people(study, table, findings):
    """The count of each row; anything but a whole number of people is refused."""
    column = study.data.count_column
    counts = table.cells[column].map(tidy)
    for row, count in counts[~counts.map(lambda count: bool(WHOLE.fullmatch(count)))].items():
        remedy = "Write the number of people with this pattern, 0 if there are none."
        findings.refuse(table.name, repr(count), "a whole number of people", remedy, row=int(row), column=column)
    people = np.array([int(count) if WHOLE.fullmatch(count) else 0 for count in counts], dtype=int)
    if not people.any():
        findings.refuse(table.name, "nobody", "at least one person counted", "Look at the counts.", column=column)
    return people


def _refuse_repeats(study, table, findings):
    """Refuse the same pattern in two rows: nobody can say which count is right."""
    patterns = table.cells.drop(columns=study.data.count_column).map(caseless)
    for row in patterns.index[patterns.duplicated()]:
        first = patterns.index[(patterns == patterns.loc[row]).all(axis=1)][0]
        remedy = "Add the two counts in one row, or correct the pattern."
        findings.refuse(table.name, f"the pattern of row {first} again", "each pattern once", remedy, row=int(row))
