"""Coded questions as objects, and the frames made of them, on a small study whose counts are done by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.responses.themes import open_ended as themes
from firststeps.study import Quotation, Theme
from firststeps.study.labels import Labels

HELPED = {"group": Theme(label="The group"), "time": Theme(label="Free time", example="A free hour")}
HELPED["other"] = Theme(label="None of these", residual=True)
MEANING = {"hope": Theme(label="Hope"), "work": Theme(label="Work")}
UNCODED = {"tea": Theme(label="Tea")}
CODING = pd.DataFrame(
    [
        ("P01", "end", "helped", "A", "group"),
        ("P01", "end", "helped", "A", "time"),
        ("P02", "end", "helped", "A", "group"),
        ("P03", "end", "helped", "A", "other"),
        ("P03", "late", "helped", "A", "time"),
        ("P01", "start", "meaning", "A", "hope"),
        ("P01", "end", "meaning", "A", "work"),
        ("P02", "start", "meaning", "A", "work"),
        ("P02", "end", "meaning", "A", "hope"),
        ("P02", "end", "meaning", "A", "work"),
        ("P03", "start", "meaning", "A", "hope"),
    ],
    columns=["participant", "wave", "question", "coder", "theme"],
)
WITHOUT = {("P04", "late", "helped"): "absent", ("P04", "start", "meaning"): "absent"}
WITHOUT[("P03", "end", "meaning")] = "blank"


def a_study(**about):
    """A study of four people: what helped is asked at the end and later, what it means at the start and the end."""
    items = {
        "helped": SimpleNamespace(label="What helped", waves=["end", "late"]),
        "meaning": SimpleNamespace(label="What it means", waves=["start", "end"]),
        "never": SimpleNamespace(label="Never coded", waves=["end"]),
    }
    known = {"helped": HELPED, "meaning": MEANING, "never": UNCODED}
    study = SimpleNamespace(items=items, themes=known, wave_ids=["start", "end", "late"], quotations=[], **about)
    study.labels = Labels(study)
    return study


def responses_of(study):
    """Everybody's answers to every question, but for those in ``WITHOUT``."""
    keys = [
        (person, wave, item)
        for person in ("P01", "P02", "P03", "P04")
        for item in study.items
        for wave in study.items[item].waves
    ]
    rows = [(*key, "A free hour!", WITHOUT.get(key, "answered")) for key in keys]
    return pd.DataFrame(rows, columns=["participant", "wave", "item", "answer", "status"])


@pytest.fixture
def study():
    return a_study()


@pytest.fixture
def coded(study):
    return themes.coded_questions(study, CODING, responses_of(study))


def rows(frame, *columns):
    """The rows of some columns, as lists."""
    return frame[list(columns)].to_numpy().tolist()


def test_a_question_is_held_with_its_label_its_start_and_its_silent_people(coded):
    """Everybody wrote something, so nobody is silent; what P04 wrote no coder has read."""
    assert [(q.id, q.label, q.at_start, q.silent) for q in coded] == [
        ("helped", "What helped", False, 0),
        ("meaning", "What it means", True, 0),
    ]
    assert str(coded[0]) == "What helped: counted from themes that the one coder saw."
    assert [len(q.written) for q in coded] == [7, 6] and [len(q.read) for q in coded] == [4, 5]


def test_people_are_counted_of_those_read_and_the_residual_theme_stands_last(coded):
    counts = themes.theme_counts(coded[:1])
    assert rows(counts, "theme", "people", "answered") == [["group", 2, 3], ["time", 2, 3], ["other", 1, 3]]
    assert counts["proportion"].tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3])
    assert counts.attrs["units"]["proportion"] == "proportion" and counts.attrs["level"] == 0.95


def test_counts_by_wave_keep_the_order_of_the_counts(coded):
    by_wave = themes.theme_counts_by_wave(coded[:1])
    assert rows(by_wave, "theme", "wave", "people", "answered") == [
        *(["group", "end", 2, 3], ["group", "late", 0, 1], ["time", "end", 1, 3], ["time", "late", 1, 1]),
        *(["other", "end", 1, 3], ["other", "late", 0, 1]),
    ]


def test_every_status_is_counted_and_unread_answers_are_told(study, coded):
    """P04 answered once what helped and once what it means, P01 and P02 what helped later: no coder has read these."""
    statuses = themes.non_response(coded, responses_of(study))
    assert rows(statuses, "question", "wave", "answered", "blank", "not applicable", "absent") == [
        ["helped", "end", 4, 0, 0, 0],
        ["helped", "late", 3, 0, 0, 1],
        ["meaning", "start", 3, 0, 0, 1],
        ["meaning", "end", 3, 1, 0, 0],
    ]
    assert statuses.attrs["note"].endswith("left out below: 4.")


def test_ranks_leave_the_residual_theme_out_and_the_lead_is_that_of_the_first_two(coded):
    """Of three people one named both themes, one the group alone and one time alone: the lead is none."""
    ranks = themes.theme_ranks(coded[:1])
    assert rows(ranks, "theme", "people") == [["group", 2], ["time", 2]]
    leads = themes.theme_leads(coded[:1], ranks)
    assert rows(leads, "answered", "only_first", "only_second", "pvalue") == [[3, 1, 1, 1.0]]
    assert leads["share"].tolist() == [ranks["share"].max()]


def test_without_an_order_the_lead_is_empty():
    """One theme beside the residual one is no order."""
    study = a_study()
    study.themes = {"helped": {"group": HELPED["group"], "other": HELPED["other"]}}
    coded = themes.coded_questions(study, CODING, responses_of(study))
    ranks = themes.theme_ranks(coded)
    leads = themes.theme_leads(coded, ranks)
    assert ranks.empty and rows(leads, "question", "answered") == [["helped", 3]] and leads["share"].isna().all()


def test_changes_are_those_of_people_read_at_both_waves(coded):
    """P01 went from hope to work; P02 kept work and came to hope; P03 was read at the start only."""
    changes = themes.theme_changes(coded)
    assert rows(changes, "question", "theme", "outcome", "comparison") == [
        ["meaning", "hope", "What it means", "Hope"],
        ["meaning", "work", "What it means", "Work"],
    ]
    assert rows(changes, "pairs", "both", "lost", "gained", "neither") == [[2, 0, 1, 1, 0], [2, 1, 0, 1, 0]]
    assert changes["pvalue"].tolist() == [mcnemar([[0, 1], [1, 0]]).pvalue, mcnemar([[1, 0], [1, 0]]).pvalue]


def test_a_theme_without_pairs_has_no_row(study):
    """Where nobody was read twice nothing is compared."""
    once = CODING[~((CODING["question"] == "meaning") & (CODING["wave"] == "end"))]
    assert themes.theme_changes(themes.coded_questions(study, once, responses_of(study))).empty


def test_without_coding_every_frame_is_empty_and_has_its_columns(study):
    coded = themes.coded_questions(study, CODING[:0], responses_of(study))
    assert coded == [] and themes.people_naming(coded) == [] and themes.counted_from(coded) == ""
    assert {"people", "proportion", "low"} <= set(themes.theme_counts(coded))
    assert {"wave", "answered"} <= set(themes.theme_counts_by_wave(coded))
    frames = [themes.theme_counts(coded), themes.theme_ranks(coded), themes.theme_changes(coded)]
    frames += [themes.theme_leads(coded, frames[1]), themes.non_response(coded, responses_of(study))]
    assert all(frame.empty for frame in frames)


def test_people_naming_counts_a_person_once(coded):
    assert themes.people_naming(coded)[0] == ("helped", 3, {"group": 2, "time": 2, "other": 1})


def test_the_codebook_and_its_use_are_told_by_label(study):
    """The example of free time is in the words of an answer, spelling aside; nobody approved that answer."""
    book = themes.codebook(study)
    assert book.columns.tolist() == ["question", "code", "theme", "definition", "see it when", "not when", "example"]
    assert rows(book[-1:], "question", "code", "theme") == [["Never coded", "tea", "Tea"]]
    strange = CODING.assign(theme=CODING["theme"].replace("time", "tyme"))
    use = themes.check_codebook(study, strange, responses_of(study))
    assert use.unseen == ["Free time", "Tea"] and use.unlisted == ["helped / tyme"] and use.uncoded == ["never"]
    assert use.borrowed == ["helped / time"]


def test_an_approved_answer_is_no_borrowed_example(study):
    told = responses_of(study)
    keys = told[["participant", "wave", "item"]].itertuples(index=False, name=None)
    names = ("participant", "wave", "question")
    study.quotations = [Quotation(**dict(zip(names, key, strict=True)), approved="yes") for key in keys]
    assert themes.check_codebook(study, CODING, told).borrowed == []
