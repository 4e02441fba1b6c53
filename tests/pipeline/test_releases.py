"""A public study of observed answers, released three times: marked as public, remembered, and compared with itself."""

import pandas as pd
import pytest

from firststeps.study import NOT_FOR_RELEASE
from tests.report.marks import places, unmarked
from tests.small_study import DECLARED

STUDY = """
title: Seventy people
synthetic: false
participants: 70
waves: [{id: before, label: Before, short: Before}, {id: after, label: After, short: After}]
data: {layout: long, file: answers.csv, wave_column: wave}
identifier: {column: person}
items:
  involved: {label: Involved, kind: yes-no}
outcomes: [involved]
primary: {outcome: involved, first: before, second: after, margin: 0.1}
release: {mode: public, threshold: 5, rounding: 1}
"""


def answers(late=()):
    """The raw file: of seventy people sixty answer before, forty-five after, and those of ``late`` after them."""
    before = [f"P{n},before,{'yes' if n < 30 else 'no'}" for n in range(60)]
    after = [f"P{n},after,{'yes' if n % 3 else 'no'}" for n in range(45)]
    return "\n".join(["person,wave,involved", *before, *after, *(f"P{n},after,{said}" for n, said in late)]) + "\n"


class House:
    """The folder of the study, and what a release of it takes."""

    def __init__(self, copy):
        self.copy, self.folder = copy, copy.folder / "studies" / "seventy"
        (self.folder / "data" / "raw").mkdir(parents=True)
        (self.folder / "study.yaml").write_text(STUDY + DECLARED, encoding="utf-8")

    def release(self, raw, check=True):
        """Clean, draft and release; what the last command said."""
        (self.folder / "data" / "raw" / "answers.csv").write_text(raw, encoding="utf-8")
        for command in (("execute", "01-cleaning"), ("execute", "09-public-release"), ("release",)):
            python = ("python", "-m", "firststeps", *command, "--study", "studies/seventy")
            done = self.copy.run(*python, check=check, PYTHONPATH=str(self.copy.folder / "src"))
            if done.returncode:
                break
        return done

    def counts(self):
        """The count of each fact that is out, by its columns."""
        rows = pd.read_csv(self.folder / "release" / "counts.csv", dtype=str, keep_default_na=False)
        return {tuple(row[1:-1]): row[-1] for row in rows.itertuples(index=False)}


@pytest.fixture(scope="module")
def house(fresh_once):
    """The study, released once."""
    made = House(fresh_once)
    made.release(answers())
    return made


def test_what_is_out_carries_its_public_mark_and_not_that_of_the_house(house):
    """Papers and notebook of release/ in every place; the drafted notebook stays marked as not for release."""
    out = [path for path in sorted((house.folder / "release").rglob("*")) if path.is_file()]
    papers = [path for path in out if path.stem in ("public", "09-public-release")]
    assert [path.suffix for path in papers] == [".ipynb", ".docx", ".html", ".pdf", ".xml"]
    assert [unmarked(path, "Small counts not shown") for path in papers] == [[]] * 5
    for path in (path for path in out if path.suffix in (".pdf", ".docx")):
        assert NOT_FOR_RELEASE not in " ".join(text for _, text in places(path)), path.name
    for path in (path for path in out if path.suffix in (".csv", ".html", ".xml", ".json", ".ipynb", ".md", ".svg")):
        assert "not for release" not in path.read_text(encoding="utf-8"), path.name
    assert unmarked(house.folder / "build" / "09-public-release.ipynb", NOT_FOR_RELEASE) == []


def test_the_ledger_stays_at_home_and_outlives_a_make_clean(house):
    """It is kept with the data, is no part of release/, and the same release again leaves it as it is."""
    ledger = house.folder / "data" / "released.json"
    before, out = ledger.read_bytes(), house.counts()
    assert not [path for path in (house.folder / "release").rglob("*") if "released" in path.name]
    house.copy.make("clean", "STUDY=studies/seventy")
    assert not (house.folder / "release").exists()
    house.release(answers())
    assert (ledger.read_bytes(), house.counts()) == (before, out)


def test_one_more_answer_is_not_told_by_a_second_release(house):
    """P50 answers late: neither who said yes after nor who said no is told in both releases."""
    first = house.counts()
    house.release(answers([(50, "yes")]))
    second = house.counts()
    assert second != first
    told = {fact for fact in first if fact[2] and "not shown" not in (first[fact], second[fact])}
    assert {("after", "yes"), ("after", "no")} <= {fact[2:4] for fact in first if first[fact] != "not shown"}
    assert not [fact for fact in told if fact[2:4] in (("after", "yes"), ("after", "no"))]


def test_an_answer_taken_out_stops_the_release_and_leaves_the_old_one(house):
    """The message says what was told before, what there is now, and what to do; nothing is written."""
    before, ledger = house.counts(), (house.folder / "data" / "released.json").read_bytes()
    done = house.release(answers().replace("P1,before,yes\n", ""), check=False)
    assert done.returncode != 0
    assert "tells of 60 people or more (handed in before yes); now there are 59" in done.stderr
    assert "Traceback" not in done.stderr
    assert (house.counts(), (house.folder / "data" / "released.json").read_bytes()) == (before, ledger)
