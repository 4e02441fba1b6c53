"""Who was found again is told by what told it: codes, or rows that hold all answers of a person."""

from types import SimpleNamespace

import pandas as pd

from firststeps.responses.linking.matching import matching_frame, matching_sentence


def a_study(layout="files", waves=("before", "after")):
    """A study whose people are found again by their codes, or by the rows of its file of counts."""
    named = [SimpleNamespace(id=id, label=id.title()) for id in waves]
    data, identifier = SimpleNamespace(layout=layout), SimpleNamespace(column="code")
    about = {"wave_ids": list(waves), "waves": named, "data": data, "identifier": identifier}
    return SimpleNamespace(linked=True, coded=True, origin="observed", **about)


def told(study):
    """The frame of P01, who answered at both waves, and P02, who did at the first; and its sentence."""
    rows = [("P01", wave, "answered") for wave in study.wave_ids] + [("P02", study.wave_ids[0], "blank")]
    responses = pd.DataFrame(rows, columns=["participant", "wave", "status"])
    frame = matching_frame(study, responses, pd.DataFrame(columns=["column", "after", "rule"]))
    return frame, matching_sentence(study, frame)


def test_people_are_found_again_by_the_code_as_typed():
    frame, sentence = told(a_study())
    assert frame["by"].tolist() == ["code", ""] and frame["matched"].tolist() == ["yes", "no"]
    assert sentence == "1 of 2 people was found at both waves by `code`.\n1 was seen at Before only: P02."


def test_in_a_file_of_counts_a_row_is_a_person_and_there_is_no_code():
    frame, sentence = told(a_study("counts"))
    assert frame["by"].tolist() == ["row", ""] and "each row being a person" in sentence and "`code`" not in sentence


def test_with_one_wave_nobody_had_to_be_found_again():
    assert told(a_study(waves=("only",)))[1] == "There is one wave, so nobody had to be found again."
