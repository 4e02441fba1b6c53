"""What readers see in place of ids: labels where there are such, the ids where not."""

import pandas as pd
import pytest

from firststeps.study import Study


@pytest.fixture(scope="module")
def labels():
    return Study.load(".").labels


def test_waves_are_labelled_in_cells_and_in_headings(labels):
    rows = pd.DataFrame({"first wave": ["start", "time"], "second wave": ["", "end"], "five-months": ["yes", "no"]})
    shown = labels.of(rows)
    assert shown["first wave"].tolist() == [labels.wave("start"), "time"] != ["start", "time"]
    assert shown["second wave"].tolist() == ["", labels.wave("end")] and "Five months" in shown


def test_a_theme_is_labelled_beside_its_question_only(labels):
    """The same id may name another theme of another question."""
    rows = pd.DataFrame({"question": ["helped", "unheard-of"], "theme": ["connection", "connection"]})
    assert labels.of(rows)["theme"].tolist() == [labels.theme("helped", "connection"), "connection"]
    assert labels.of(rows[["theme"]])["theme"].tolist() == ["connection", "connection"]


def test_a_theme_that_stands_in_a_column_of_waves_has_its_label(labels):
    """As in the hidden counts of a release: of answers the column holds waves, of themes their ids."""
    rows = [("answers", "ips", "two-months", ""), ("themes", "meaning", "hope", ""), ("handed in", "", "start", "")]
    shown = labels.of(pd.DataFrame(rows, columns=["about", "question", "first wave", "second wave"]))
    assert shown["first wave"].tolist() == ["Two months", "Hope and recovery", "Start of the residential"]
