"""Another order, name, separator or language of the same answers leads to the same right table.

`make exports` tries every change of every case; otherwise each case has one of them.
"""

import os

import pytest

from tests.exports.cases import cases
from tests.exports.robot import ROUNDS, go
from tests.exports.transformed import CHANGES, can, transformed
from tests.exports.verdicts import faults

PAIRS = [(name, change) for name, case in cases().items() for change in CHANGES if can(case, change)]
CHANGED = sorted({name for name, _ in PAIRS})


def tried():
    """The pairs of case and change that are tried: all, or one for each case in turn."""
    if os.environ.get("EXPORTS") == "every":
        return PAIRS
    changes = {name: [change for other, change in PAIRS if other == name] for name in CHANGED}
    return [(name, changes[name][place % len(changes[name])]) for place, name in enumerate(CHANGED)]


@pytest.mark.parametrize(("name", "change"), tried(), ids=lambda text: text.replace(" ", "-"))
def test_the_same_answers_written_in_another_way_are_the_same_table(name, change, tmp_path):
    """First table, flow and people are those of the file as it was exported."""
    case = transformed(cases()[name], change, tmp_path)
    way = go(case, tmp_path / "study")
    assert faults(case, way) == []
    assert way.rounds <= ROUNDS
