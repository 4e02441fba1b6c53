"""The files of counts say what the rows say, and the notebooks after the counting need no rows."""

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.responses.cleaning.clean import RESPONSE_COLUMNS, clean
from firststeps.responses.counting.attendance import (
    answers_by_wave,
    by_waves,
    handed_in,
    read_attendance,
    read_statuses,
)
from firststeps.responses.counting.clean_files import write_clean, write_csv
from firststeps.responses.counting.imputation import known_answers
from firststeps.responses.counting.patterns import read_words
from firststeps.responses.counting.totals import STATUSES, attendance_frame, known_frame, status_frame
from firststeps.study import Study
from tests.notebooks import run

WAVES = ["start", "end", "later"]
ASKED = {"ips": WAVES, "leads": ["end", "later"]}
STUDY = SimpleNamespace(
    origin="synthetic",
    wave_ids=WAVES,
    waves=WAVES,
    outcomes=list(ASKED),
    items={item: SimpleNamespace(waves=waves, background=False) for item, waves in ASKED.items()},
    primary=SimpleNamespace(outcome="ips", first="start", second="later"),
    participants=None,
    linked=True,
)
SHEET = st.none() | st.fixed_dictionaries({item: st.sampled_from(STATUSES[:4]) for item in ASKED})
PEOPLE = st.lists(st.tuples(*[SHEET] * 3).filter(any), min_size=1, max_size=25)


def status_of(person, item, wave):
    """What became of a question, from the sheets of a person: None for a wave without one."""
    sheet = person[WAVES.index(wave)]
    return "absent" if sheet is None else sheet[item]


def tidy(people):
    """The sheets of people as cleaning makes them tidy: a row for each person, wave and question asked at it."""
    rows = []
    for number, person in enumerate(people):
        for wave, item in ((wave, item) for wave in WAVES for item in ASKED if wave in ASKED[item]):
            said = status_of(person, item, wave)
            answer, status = (said, "answered") if said in ("yes", "no") else ("", said)
            rows.append(("synthetic", f"P{number:02d}", wave, item, answer, status))
    frame = pd.DataFrame(rows, columns=RESPONSE_COLUMNS)
    for column, order in (("wave", WAVES), ("item", list(ASKED))):
        frame[column] = pd.Categorical(frame[column], categories=order, ordered=True)
    return frame


@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_attendance_counts_each_pattern_of_sheets(people):
    frame = attendance_frame(STUDY, tidy(people))
    expected = Counter(tuple("absent" if sheet is None else "handed in" for sheet in person) for person in people)
    found = {tuple(row[WAVES]): row["people"] for _, row in frame.iterrows()}
    assert found == expected and frame["people"].is_monotonic_decreasing


@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_statuses_count_each_answer_and_add_up_to_the_people_seen(people):
    frame = status_frame(STUDY, tidy(people))
    assert [*frame] == ["origin", "item", "wave", *STATUSES]
    assert [*zip(frame["item"], frame["wave"], strict=True)] == [(i, w) for i, waves in ASKED.items() for w in waves]
    for row in frame.to_dict("records"):
        expected = Counter(status_of(person, row["item"], row["wave"]) for person in people)
        assert {status: row[status] for status in STATUSES if row[status]} == expected
        assert sum(row[status] for status in STATUSES) == len(people)


@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_known_answers_count_each_combination(people):
    asked = [("ips", "start"), ("ips", "end"), ("ips", "later"), ("leads", "later")]
    told = [[status_of(person, *pair) for pair in asked] for person in people]
    expected = Counter(tuple(word if word in ("yes", "no") else "missing" for word in row) for row in told)
    frame = known_frame(STUDY, tidy(people))
    assert {tuple(row[1:-1]): row[-1] for row in frame.itertuples(index=False)} == expected
    known = known_answers(frame, STUDY)
    heard = sum(any(word != "missing" for word in row) * n for row, n in expected.items())
    assert len(known.answers) <= heard


@settings(max_examples=20, deadline=None)
@given(PEOPLE)
def test_what_is_read_back_describes_everybody(tmp_path_factory, people):
    study = SimpleNamespace(**vars(STUDY), clean=tmp_path_factory.mktemp("clean"))
    responses = tidy(people)
    write_csv(study.clean / "attendance.csv", attendance_frame(study, responses))
    write_csv(study.clean / "statuses.csv", status_frame(study, responses))
    attendance, statuses = read_attendance(study), read_statuses(study)
    sheets = np.array([[sheet is not None for sheet in person] for person in people])
    assert handed_in(attendance).tolist() == sheets.sum(axis=0).tolist()
    assert by_waves(attendance) == np.bincount(sheets.sum(axis=1), minlength=4).tolist()
    study.participants = len(people) + 5
    shown = answers_by_wave(statuses, attendance, study)
    assert set(shown[list(STATUSES)].sum(axis=1)) == {len(people) + 5}


YES_NO = """
title: Yes or no
synthetic: true
waves: [{id: start, label: Start, short: S}, {id: end, label: End, short: E}]
data: {layout: long, file: synthetic.csv}
items: {ips: {label: Involved, kind: yes-no}, leads: {label: Leads, kind: yes-no}}
outcomes: [ips, leads]
primary: {outcome: ips, first: start, second: end, margin: 0.1}
"""


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """A study of yes/no questions, cleaned, without its rows."""
    folder = tmp_path_factory.mktemp("yes-no")
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "study.yaml").write_text(YES_NO, encoding="utf-8")
    chance = np.random.default_rng(4)
    rows = [
        f"P{person:02d},{wave},{chance.choice(['Yes', 'No', ''])},{chance.choice(['Yes', 'No'])}"
        for person in range(60)
        for wave in ("start", "end")
        if chance.random() < 0.9
    ]
    (folder / "data" / "raw" / "synthetic.csv").write_text("\n".join(["participant,wave,ips,leads", *rows]) + "\n")
    study = Study.load(folder)
    write_clean(study, clean(study))
    (study.clean / "responses.csv").unlink()
    return folder


@pytest.mark.parametrize("notebook", ["02-participants", "03-paired-comparisons", "05-missing-responses", "08-figures"])
def test_a_notebook_after_the_counting_needs_no_rows(counted, notebook):
    """Every cell runs, the claims too, though responses.csv is gone."""
    names, _ = run(notebook, study=str(counted))
    assert names["study"].folder == counted


def test_a_study_without_words_and_ratings_has_no_rows_to_read(counted):
    assert read_words(Study.load(counted)).empty
