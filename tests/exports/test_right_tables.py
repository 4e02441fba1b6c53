"""Each file that people export leads to its right first table, or to the question that only a person can answer."""

import pytest

from tests.exports.cases import cases
from tests.exports.robot import ROUNDS, go
from tests.exports.verdicts import faults

NOT_YET = {}  # a case that is not right yet, with the reason in words


def _marked(name):
    marks = [pytest.mark.xfail(reason=NOT_YET[name], strict=True)] if name in NOT_YET else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [_marked(name) for name in cases()])
def test_whoever_does_only_what_is_printed_reaches_the_right_table(name, tmp_path):
    """The first 2x2 table, those who answered at each wave, and who was seen; what is a decision has been asked."""
    case = cases()[name]
    way = go(case, tmp_path / "study")
    assert faults(case, way) == []
    assert way.rounds <= ROUNDS
