"""Choices and ticks: people, not ticks, are counted, of those who answered."""

from types import SimpleNamespace

import pandas as pd
import pytest

from firststeps.responses.counting.choices import choice_frame, chosen, read_choices
from firststeps.responses.counting.patterns import read_clean
from firststeps.study import Study
from tests import ROOT
from tests.small_study import LONG, patterns

ITEMS = {
    "helps": SimpleNamespace(kind="ticks", waves=["one", "two"], choices=["time", "tea"]),
    "age": SimpleNamespace(kind="choice", waves=["one"], choices=["young", "old"]),
}


@pytest.fixture
def responses():
    rows = [
        *[("P1", "one", "helps", "time; tea", "answered"), ("P1", "two", "helps", "time", "answered")],
        *[("P2", "one", "helps", "", "blank"), ("P2", "two", "helps", "tea", "answered")],
        *[("P1", "one", "age", "old", "answered"), ("P2", "one", "age", "", "absent")],
    ]
    return pd.DataFrame(rows, columns=["participant", "wave", "item", "answer", "status"])


def test_blanks_are_in_no_denominator_and_a_person_counts_once(responses):
    each = chosen(responses, ITEMS, "ticks")
    assert each[["wave", "people", "answered"]].to_numpy().tolist() == [
        *[["one", 1, 1], ["one", 1, 1]],
        *[["two", 1, 2], ["two", 1, 2]],
    ]
    ever = chosen(responses, ITEMS, "ticks", "any")
    assert ever[["choice", "people", "answered"]].to_numpy().tolist() == [["time", 1, 2], ["tea", 2, 2]]


def test_a_choice_that_nobody_took_is_shown_and_no_question_gives_no_row(responses):
    assert chosen(responses, ITEMS, "choice")["people"].tolist() == [0, 1]
    assert chosen(responses, {}, "ticks").empty and chosen(responses[:0], ITEMS, "ticks")["answered"].sum() == 0


def test_choices_of_our_study_are_those_of_the_answers():
    study = Study.load(ROOT)
    responses = read_clean(study, "responses.csv")
    ages = chosen(responses, study.items, "choice")
    told = responses[(responses["item"] == "age-group") & (responses["status"] == "answered")]
    assert ages["people"].sum() == len(told) == ages["answered"].iloc[0]


def test_the_file_of_choices_gives_back_what_was_counted(responses, tmp_path):
    study = SimpleNamespace(items=ITEMS, origin="observed", clean=tmp_path)
    choice_frame(study, responses).to_csv(tmp_path / "choices.csv", index=False)
    for how in [("choice", "each"), ("ticks", "each"), ("ticks", "any")]:
        pd.testing.assert_frame_equal(read_choices(study, *how), chosen(responses, ITEMS, *how), check_dtype=False)


def test_a_study_without_choices_has_a_file_without_rows(tmp_path):
    study = SimpleNamespace(items={}, origin="observed", clean=tmp_path)
    choice_frame(study, pd.DataFrame(columns=["participant", "status", "item", "wave", "answer"])).to_csv(
        tmp_path / "choices.csv", index=False
    )
    assert read_choices(study, "ticks", "any").empty


@pytest.mark.parametrize("kind", ["choice", "ordered", "ticks"])
def test_a_choice_that_holds_a_semicolon_is_counted_whole_and_by_its_cut_point(kind, small):
    """The list of a question is the author's: a semicolon within one of its choices parts nothing."""
    items = f'  how: {{label: How, kind: {kind}, choices: ["Yes; always", "No"]}}\n'
    items += '  often: {label: Often, kind: yes-no, from: how, yes: ["Yes; always"]}\n'
    yaml = LONG.replace("outcomes: [ips]", f"{items}outcomes: [ips, often]")
    rows = "id,wave,ips,how\nP01,before,Yes,Yes; always\nP02,before,No,no\nP01,after,No,no\nP02,after,Yes,Yes; always\n"
    cleaned = small.write(rows, yaml).clean()
    each = cleaned.choices[cleaned.choices["wave"] != ""]
    assert each["people"].tolist() == [1, 1, 1, 1]
    assert patterns(cleaned, "often") == {("yes", "no"): 1, ("no", "yes"): 1}
