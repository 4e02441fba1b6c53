"""Notebooks 06 and 07 on other studies: one coder, nobody coded, no answers in own words, one wave."""

import json
import shutil

import pandas as pd
import pytest

from firststeps.responses.themes.tables import disagreements
from tests import ROOT
from tests.notebooks import run


def told(folder, name):
    """What is told of a figure beside its pictures: its sentence, its numbers, its note."""
    about = json.loads((folder / "figures" / f"{name}.json").read_text(encoding="utf-8"))
    return "\n".join([about["alt"], *map(" | ".join, about.get("rows", [])), about.get("note", "")])


@pytest.fixture
def study(tmp_path):
    """A copy of our study with its clean data."""
    shutil.copy(ROOT / "study.yaml", tmp_path)
    shutil.copytree(ROOT / "data" / "clean", tmp_path / "data" / "clean")
    return tmp_path


@pytest.fixture
def keep_coding(study):
    """A function that leaves only the coding of the given coders."""

    def keep(*coders):
        clean = study / "data" / "clean"
        responses, coding = (
            pd.read_csv(clean / f"{name}.csv", keep_default_na=False) for name in ("responses", "coding")
        )
        coding = coding[coding["coder"].isin(coders)]
        coding.to_csv(clean / "coding.csv", index=False)
        split = disagreements(coding, responses)
        split.assign(origin="synthetic").to_csv(clean / "disagreements.csv", index=False)

    return keep


def test_a_single_coder_is_counted_and_agreement_is_left_out(study, keep_coding):
    keep_coding("A")
    names, printed = run("06-helps-and-hindrances", study=str(study))
    assert "Coded by A alone" in printed and "agreement is left out" in printed
    assert set(names["agreement"]["answers"]) == {0}
    assert "themes that the one coder saw" in told(study, "helps-and-hindrances")


def test_two_coders_who_have_not_met_count_what_both_saw(study, keep_coding):
    keep_coding("A", "B")
    names, printed = run("06-helps-and-hindrances", study=str(study))
    assert "have not agreed on one coding" in printed and set(names["split"]["agreed"]) == {""}
    assert "themes that both coders saw" in told(study, "helps-and-hindrances")


def test_nothing_coded_is_said_and_ratings_are_still_shown(study, keep_coding):
    keep_coding()
    names, printed = run("06-helps-and-hindrances", study=str(study))
    assert "No answer in own words was coded" in printed and "nan" not in printed.lower()
    assert names["counts"].empty and names["changes"].empty
    assert "as none of their answers was coded: meaning, helped and hindered" in printed
    assert "nothing is counted here" in told(study, "helps-and-hindrances")
    assert told(study, "course-ratings").startswith("Synthetic data. Rating")


ONE_WAVE = """
title: One survey
synthetic: false
waves: [{id: only, label: The survey, short: Survey, file: survey.csv}]
items: {helped: {label: Helped, kind: yes-no}}
outcomes: [helped]
"""


def test_a_study_of_one_wave_without_words_says_what_is_left_out(tmp_path):
    clean = tmp_path / "data" / "clean"
    clean.mkdir(parents=True)
    (tmp_path / "study.yaml").write_text(ONE_WAVE, encoding="utf-8")
    rows = [f"observed,P{n},only,helped,{'yes' if n < 4 else 'no'},answered" for n in range(9)]
    (clean / "responses.csv").write_text("\n".join(["origin,participant,wave,item,answer,status", *rows]) + "\n")
    (clean / "patterns.csv").write_text("origin,item,only,people\nobserved,helped,yes,4\nobserved,helped,no,5\n")
    (clean / "attendance.csv").write_text("origin,only,people\nobserved,handed in,9\n")
    statuses = "origin,item,wave,yes,no,blank,not applicable,absent\nobserved,helped,only,4,5,0,0,0\n"
    (clean / "statuses.csv").write_text(statuses)
    (clean / "choices.csv").write_text("origin,item,wave,choice,people,answered\n")
    (clean / "coding.csv").write_text("origin,participant,wave,question,coder,theme\n")
    split = "origin,participant,wave,question,theme,saw,did_not_see,agreed,changed,words\n"
    (clean / "disagreements.csv").write_text(split)
    run("06-helps-and-hindrances", study=str(tmp_path))
    run("08-figures", study=str(tmp_path))
    assert "nothing is counted here" in told(tmp_path, "helps-and-hindrances")
    assert "there is no rating" in told(tmp_path, "course-ratings")
    assert "nobody can be seen to change" in told(tmp_path, "who-changed")
    assert "no paired difference" in told(tmp_path, "paired-differences")
    assert "The survey | 4/9 | 44%" in told(tmp_path, "involvement-by-wave")
