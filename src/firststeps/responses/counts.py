"""A file of counts: one row a response pattern (or a cell of a published table) with the number of people."""

import re

import numpy as np

from firststeps.paired.patterns import MISSING
from firststeps.responses.answers import tidy
from firststeps.responses.columns import read_column
from firststeps.responses.counting import ANSWER_INDEX
from firststeps.responses.layouts import columns_are_there, read_given


def read_counts(study, found):
    """The pattern table of each outcome of a ``counts`` study; what may not be counted goes to ``found``.

    Each outcome has a column a wave; an answer that is blank or not applicable counts as missing.
    """
    table = read_given(study, study.data.file, study.data.sheet, found)
    if table is None or not columns_are_there(study, table, study.wave_ids, found):
        return {}
    people = _people(study, table, found)
    return {item: _pattern_table(study, table, item, people, found) for item in study.outcomes}


def _people(study, table, found):
    """The count of each row; anything but a whole number of people is refused."""
    column = study.data.count_column
    said = table.cells[column].map(tidy)
    for row, count in said[~said.str.fullmatch(r"\d{1,15}")].items():
        remedy = "Write the number of people with this pattern, 0 if there are none."
        found.refuse(table.name, repr(count), "a whole number of people", remedy, row=int(row), column=column)
    return np.array([int(count) if re.fullmatch(r"\d{1,15}", count) else 0 for count in said])


def _pattern_table(study, table, item, people, found):
    waves = study.items[item].waves
    columns = [read_column(study, table.name, item, table.cells[study.column(item, wave)], found) for wave in waves]
    places = [np.array([ANSWER_INDEX.get(said, MISSING) for said in answer]) for answer, _ in columns]
    counted = np.zeros((3,) * len(waves), dtype=np.int64)
    np.add.at(counted, tuple(places), people)
    _refuse_repeats(study, table, item, places, found)
    return counted


def _refuse_repeats(study, table, item, places, found):
    """With one outcome, the same pattern in two rows is a slip: nobody can say which count is right."""
    seen = {}
    for row, pattern in zip(table.cells.index, zip(*places, strict=True), strict=True):
        first = seen.setdefault(tuple(int(place) for place in pattern), int(row))
        if first != row and len(study.outcomes) == 1:
            remedy = "Add the two counts in one row, or correct the pattern."
            what = f"the pattern of row {first} again"
            found.refuse(
                table.name,
                what,
                "each pattern once",
                remedy,
                row=int(row),
                column=study.column(item, study.items[item].waves[0]),
            )
