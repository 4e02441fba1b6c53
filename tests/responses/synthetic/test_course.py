"""The synthetic raw files agree with every published number and hold the slips that cleaning is shown on."""

import csv
import shutil
from collections import Counter

import pandas as pd
import pytest

from firststeps.errors import Stopped
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.checksums import changed_files
from firststeps.responses.synthetic.course import SIMILAR, another, write_synthetic
from firststeps.study import Study, compendium_root

ROOT = compendium_root()


@pytest.fixture(scope="module")
def study():
    return Study.load(ROOT)


@pytest.fixture(scope="module")
def published():
    with open(ROOT / "data" / "published.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def cleaned(study):
    return clean(study)


@pytest.fixture(scope="module")
def seen(cleaned):
    """Who gave data at which wave."""
    answers = cleaned.responses
    return answers[answers["status"] != "absent"].groupby("participant", observed=True)["wave"].nunique()


def yes(cleaned, item, wave):
    rows = cleaned.responses[(cleaned.responses["item"] == item) & (cleaned.responses["wave"] == wave)]
    return rows.set_index("participant")["answer"].loc[lambda answer: answer != ""] == "yes"


def test_people_on_the_course(seen, published):
    assert len(seen) == int(published["course.people"]["number"])


def test_people_with_two_occasions(seen, published):
    assert (seen >= 2).sum() == int(published["analysed.people"]["number"])


def test_occasions(study, published):
    assert len(study.waves) == int(published["occasions.number"]["number"])


@pytest.mark.parametrize("item", ["ips", "ips-group"])
def test_yes_at_five_months(cleaned, published, item):
    assert yes(cleaned, item, "five-months").sum() == int(published[f"{item}.five-months.people"]["number"])


def test_those_counted_gave_data_twice(cleaned, seen):
    involved = yes(cleaned, "ips", "five-months").loc[lambda said: said].index
    assert (seen[involved] >= 2).all()


@pytest.mark.parametrize("last", ["end", "five-months"])
def test_general_peer_support_stays_similar(cleaned, seen, last):
    """Shares of those with two occasions, as the abstract reports them, differ by less than the generator's limit."""
    share = {
        wave: yes(cleaned, "general-peer-support", wave).loc[lambda s: seen[s.index] >= 2].mean()
        for wave in ("start", last)
    }
    assert abs(share["start"] - share[last]) < SIMILAR


def most_named(frame, question):
    """The themes of a question, most frequent first; ``other`` is no theme."""
    themes = frame.loc[(frame["question"] == question) & (frame["theme"] != "other"), "theme"]
    return [theme for theme, _ in Counter(themes).most_common()]


@pytest.mark.parametrize("coder", ["A", "B", "agreed"])
def test_themes_in_the_published_order(cleaned, coder):
    coding = cleaned.coding[cleaned.coding["coder"] == coder]
    assert most_named(coding, "helped")[0] == "connection"
    assert set(most_named(coding, "hindered")[:2]) == {"isolation", "opportunity"}


@pytest.mark.parametrize(("item", "first"), [("helps", {"connection"}), ("hindrances", {"isolation", "opportunity"})])
def test_ticks_in_the_published_order(cleaned, item, first):
    ticks = cleaned.responses.loc[cleaned.responses["item"] == item, "answer"].str.split("; ").explode()
    assert set(ticks[ticks != ""].value_counts().index[: len(first)]) == first


def test_every_coded_answer_was_given(cleaned):
    """A theme belongs to an answer in own words that is there."""
    answered = cleaned.responses[cleaned.responses["status"] == "answered"]
    given = set(zip(answered["participant"], answered["wave"], answered["item"], strict=True))
    coded = cleaned.coding[["participant", "wave", "question"]]
    assert set(coded.itertuples(index=False, name=None)) <= given


def test_both_coders_read_every_answer_and_agreed_on_it(cleaned):
    coders = cleaned.coding.groupby(["participant", "wave", "question"])["coder"].unique()
    assert all(set(found) == {"A", "B", "agreed"} for found in coders)


def test_the_generator_writes_the_same_bytes(study, tmp_path):
    shutil.copy(study.folder / "study.yaml", tmp_path)
    again = write_synthetic(tmp_path)
    assert [path.read_bytes() for path in again] == [(study.raw / path.name).read_bytes() for path in again]
    assert (tmp_path / "data/raw/SHA256SUMS").read_bytes() == (study.raw / "SHA256SUMS").read_bytes()


def test_raw_files_say_that_they_are_synthetic(study):
    for path in study.raw.glob("*.csv"):
        assert path.name.startswith("synthetic-")
        assert set(pd.read_csv(path, dtype=str)["origin"]) == {"synthetic"}


def test_a_changed_byte_is_reported_by_name(study, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(study.raw, raw)
    assert changed_files(raw) == []
    file = raw / "synthetic-2-end.csv"
    file.write_bytes(file.read_bytes().replace(b"Same boat", b"same boat"))
    (raw / "synthetic-coding.csv").unlink()
    changed = changed_files(raw)
    assert [sentence.split()[0] for sentence in changed] == ["synthetic-2-end.csv", "synthetic-coding.csv"]


SLIPS = [
    ("start", "participant", " p04", "P04", "white space; letter case"),
    ("two-months", "participant", "P1O", "P10", "alias"),
    ("end", "course_rating", "7", "blank", "outside the range: set missing"),
    ("end", "course_rating", "0", "blank", "outside the range: set missing"),
    ("end", "general_peer_support", " ", "blank", "white space"),
    ("two-months", "ips", "n/a", "not applicable", "declared code"),
    ("two-months", "hindered", " N/A", "not applicable", "declared code"),
    ("five-months", "helps_ticked", "Connection ; training", "connection; training", "ticks in one form"),
]


@pytest.mark.parametrize(("wave", "column", "before", "after", "rule"), SLIPS)
def test_each_slip_is_cleaned_and_logged(study, cleaned, wave, column, before, after, rule):
    log = cleaned.log[(cleaned.log["file"] == study.wave(wave).file) & (cleaned.log["column"] == column)]
    assert ((log["before"] == before) & (log["after"] == after) & (log["rule"] == rule)).sum() == 1


@pytest.mark.parametrize("typed", ["Yes", "yes", "Y", "1", "YES ", "No", "no", "N", "0", " no"])
def test_answers_are_typed_in_many_ways(study, typed):
    """Each way stands somewhere in the raw files, so that the notebook shows it."""
    columns = [pd.read_csv(study.raw / wave.file, dtype=str)["general_peer_support"] for wave in study.waves]
    assert typed in set(pd.concat(columns))


def test_a_questionnaire_entered_twice_counts_once(study, cleaned):
    rows = cleaned.rows.set_index("file")
    assert rows["left out"].to_dict() == {name: int(name == study.wave("start").file) for name in rows.index}


def test_a_line_break_within_an_answer_is_kept(cleaned):
    assert cleaned.responses["answer"].str.contains("\n").any()


@pytest.fixture(scope="module", params=[1, 5, 12345])
def other(request, tmp_path_factory):
    """A study with the answers of another seed, and what cleaning makes of it."""
    folder = another(ROOT, request.param, tmp_path_factory.mktemp("class") / "mine")
    return Study.load(folder), clean(Study.load(folder))


def test_other_answers_agree_with_the_same_published_numbers(other, study, cleaned, published):
    """Whatever the seed: the people, those with two occasions, IPS, groups, similar shares, the order of themes."""
    place, made = other
    answers = made.responses[made.responses["status"] != "absent"]
    times = answers.groupby("participant", observed=True)["wave"].nunique()
    assert (len(times), (times >= 2).sum()) == (30, 26)
    test_occasions(place, published)
    for item in ("ips", "ips-group"):
        test_yes_at_five_months(made, published, item)
    test_those_counted_gave_data_twice(made, times)
    for last in ("end", "five-months"):
        test_general_peer_support_stays_similar(made, times, last)
    for coder in ("A", "B", "agreed"):
        test_themes_in_the_published_order(made, coder)
    test_ticks_in_the_published_order(made, "helps", {"connection"})
    test_ticks_in_the_published_order(made, "hindrances", {"isolation", "opportunity"})
    for slip in SLIPS:
        test_each_slip_is_cleaned_and_logged(place, made, *slip)
    assert not made.responses["answer"].equals(cleaned.responses["answer"])


def test_another_seed_writes_over_nothing(study, tmp_path):
    """The study that it is made from stays as it is, and a folder that is there is refused."""
    before = {path: path.read_bytes() for path in study.raw.iterdir()}
    folder = another(ROOT, 7, tmp_path / "seed-7")
    assert changed_files(folder / "data" / "raw") == []
    assert before == {path: path.read_bytes() for path in study.raw.iterdir()}
    with pytest.raises(Stopped, match="nothing is written over"):
        another(ROOT, 7, folder)


def test_another_seed_that_is_broken_off_leaves_no_half_of_a_study(tmp_path, monkeypatch):
    """A disk that is full when the raw files are written: the same seed can be taken again."""

    def full(*_):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="full"):
        patch.setattr("firststeps.responses.synthetic.course.write_checksums", full)
        another(ROOT, 7, tmp_path / "seed-7")
    assert not [*tmp_path.iterdir()]
    assert changed_files(another(ROOT, 7, tmp_path / "seed-7") / "data" / "raw") == []
