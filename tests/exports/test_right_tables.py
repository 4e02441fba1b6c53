"""Each file that people export leads to its right first table, or to the question that only a person can answer."""

import pytest

from tests.exports.cases import cases
from tests.exports.robot import ROUNDS, go
from tests.exports.verdicts import faults

NOT_YET = {
    "A01-qualtrics": "three header rows are not recognised",
    "A02-surveymonkey": "two header rows are not recognised",
    "A03-googleforms": "who did not agree is counted",
    "A05-redcap-raw": "boxes that were never shown count as a questionnaire",
    "A06-limesurvey": "the number of the response is taken for the person",
    "A07-kobo": "the choices of ticks are taken for waves",
    "A10-spss-wide": "the age group counts as attendance",
    "A12-excel-title-totals": "title rows are not recognised",
    "A13-excel-two-headers": "two header rows are not recognised",
    "A14-excel-pre-post-sheets": "sheets are not taken as waves",
    "A16-codes-written-differently": "two aliases contradict each other",
    "A18-nobody-matches": "numbers of responses are linked",
    "A19-no-change": "q_pre and q_post are no pair of columns",
    "A20-all-yes-after": "q_pre and q_post are no pair of columns",
    "A24-retrospective-grid": "a row is not offered as a person",
    "A25-french-excel": "a column called Nom is not taken for codes",
    "A27-qualtrics-labels-deleted": "the number of the response is taken for the person",
    "A28-ticks-look-like-waves": "numbered boxes are taken for waves",
    "A30-the-word-time": "a question with the word time in it is taken for the wave",
    "A31-msforms-named": "the number of the row is taken for the person",
    "A32-swapped-letters": "two aliases contradict each other",
}


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
