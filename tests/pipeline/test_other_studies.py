"""The other studies that are shipped run by the same notebooks, and write inside their own folder only."""

import functools
import json
import re
from pathlib import Path

import nbformat
import pytest

from firststeps.pipeline.plan import analyses
from firststeps.pipeline.sections import lead_on, ways_on
from firststeps.report.claims.record import read_claims
from firststeps.study import NOT_FOR_RELEASE, SYNTHETIC
from tests import ROOT
from tests.pipeline.conftest import Compendium
from tests.report.marks import unmarked

MADE_THERE = ("build", "data/clean", "data/released.json", "figures", "paper", "release")


def below(folder, *left_out):
    """The files below a folder and their bytes, some folders left out."""
    files = (path for path in folder.rglob("*") if path.is_file())
    kept = (path for path in files if not any(path.is_relative_to(folder / name) for name in left_out))
    return {path.relative_to(folder): path.read_bytes() for path in kept if "__pycache__" not in path.parts}


def led_nowhere(folder):
    """Links of the notebooks in a folder that lead to no file; a link to a place of a page leads to a heading there."""
    nowhere = []
    for path in sorted(folder.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        for link in re.findall(r"\]\(([^)\s]+)\)", prose):
            name, _, place = link.partition("#")
            page = folder / name
            if "://" not in link and not (page.is_file() and (not place or f'id="{place}"' in page.read_text("utf-8"))):
                nowhere.append(f"{path.name}: {link}")
    return nowhere


@pytest.mark.parametrize("name", analyses(ROOT / "notebooks"))
def test_a_notebook_of_another_study_leads_on_to_what_there_is(name, tmp_path):
    """To the next that this study has a use for, by the title that it has, and to the study's own paper."""
    runs = {name, "03-paired-comparisons", "07-planning"}
    (tmp_path / "build").mkdir()
    (tmp_path / "paper").mkdir()
    heading = '<h1 id="supplement-the-source-of-each-number">'
    (tmp_path / "paper" / "manuscript.html").write_text(heading, encoding="utf-8")
    for each in runs:
        notebook = lead_on(
            nbformat.read(ROOT / "notebooks" / f"{each}.ipynb", as_version=4), ways_on(ROOT / "notebooks", each, runs)
        )
        nbformat.write(notebook, tmp_path / "build" / f"{each}.ipynb")
    last = nbformat.read(tmp_path / "build" / f"{name}.ipynb", as_version=4).cells[-1].source
    following = {"03-paired-comparisons": "07-planning", "07-planning": max(runs)}.get(name)
    following = following or ("03-paired-comparisons" if name < "03" else "07-planning" if name < "07" else name)
    assert led_nowhere(tmp_path / "build") == []
    assert f"]({following}.ipynb)" in last if following > name else "Next" not in last
    assert "(../paper/manuscript.html)" in last and "**Its claims:**" in last


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A function that makes a shipped study in a copy of its own, once for all tests, which leave it as it is.

    Gives the copy, and from before the run the files beside the study and those that were given in it.
    """

    @functools.cache
    def make(name):
        copy, study = Compendium(tmp_path_factory.mktemp(name) / "compendium"), f"studies/{name}"
        before = below(copy.folder, study, "build"), below(copy.folder / study, *MADE_THERE)
        copy.make("-j2", "all", f"STUDY={study}")
        return copy, *before

    return make


@pytest.mark.parametrize(("name", "synthetic"), [("approval-ratings", False), ("long-follow-up", True)])
def test_another_study_is_made_in_its_own_folder(shipped, name, synthetic):
    copy, beside, given = shipped(name)
    study = f"studies/{name}"
    assert below(copy.folder, study, "build") == beside
    assert below(copy.folder / study, *MADE_THERE) == given
    made = copy.folder / study / "paper"
    assert (made / "manuscript.pdf").stat().st_size > 20_000
    assert ("Synthetic data" in (made / "manuscript.html").read_text()) == synthetic
    assert led_nowhere(copy.folder / study / "build") == led_nowhere(copy.folder / study / "release") == []
    assert {"primary.difference", "planning.needed.one-way"} <= read_claims(made / "claims.json").keys()
    assert "Nothing to do" in copy.make("all", f"STUDY={study}").stdout


def test_a_paper_s_printed_table_becomes_a_report_without_any_answer(fresh):
    """Only notebook 00 runs, and what it finds stands in the report; the second time there is nothing to do."""
    study = "studies/mental-health-first-aid"
    printed = fresh.make("all", f"STUDY={study}").stdout
    assert "Not run: 01-cleaning" in printed and "layout: none" in printed
    made = fresh.folder / study / "paper"
    claims = read_claims(made / "claims.json")
    found = {name: claims[f"printed.helped.{name}"].value for name in ("pairs", "yes-to-no", "no-to-yes")}
    assert found == {"pairs": 202, "yes-to-no": 15, "no-to-yes": 30}
    assert [claims[f"printed.{o}.tables"].value for o in ("advised", "multiple")] == [2, 0]
    assert (made / "manuscript.pdf").stat().st_size > 10_000
    assert led_nowhere(fresh.folder / study / "build") == []
    assert "Synthetic" not in (made / "manuscript.html").read_text()
    assert "Nothing to do" in fresh.make("all", f"STUDY={study}").stdout


def test_another_paper_is_read_from_two_files(fresh):
    """The printed numbers of an approval survey, all of them from its table: no answers, no line of code."""
    paper = fresh.folder / "studies" / "printed"
    (paper / "data").mkdir(parents=True)
    (paper / "study.yaml").write_bytes((fresh.folder / "studies/approval-ratings/study.yaml").read_bytes())
    rows = [
        "approval.people,1600 voters were asked twice.,1600,people,voters,,,A",
        "approval.first.people,944 approved.,944,people,voters,first,,A",
        "approval.first.answered,All answered.,1600,people,voters,first,,A",
        "approval.second.people,880 approved.,880,people,voters,second,,A",
        "approval.second.answered,All answered.,1600,people,voters,second,,A",
    ]
    header = "id,statement,number,unit,population,wave,not_stated,source"
    (paper / "data" / "published.csv").write_text("\n".join([header, *rows]) + "\n")
    fresh.make("studies/printed/build/00-published-claims.ipynb", "STUDY=studies/printed")
    assert (paper / "figures" / "verdict-map.svg").exists()
    assert not (paper / "data" / "clean").exists()


def test_a_study_of_ones_own_goes_from_a_file_to_a_paper(fresh):
    """README's way: the number of people on the course is not stated, so the people who were seen are counted."""
    answers = ["A1,before,yes", "A1,after,no", "A2,before,no", "A2,after,yes", "A3,before,no", "A3,after,yes"]
    (fresh.folder / "my answers.csv").write_text("\n".join(["person,wave,involved", *answers, "A4,before,yes"]) + "\n")
    fresh.make("new", "STUDY=studies/mine", "FROM=my answers.csv")
    said = fresh.make("-j2", "all", "STUDY=studies/mine").stdout
    assert "margin: 0.10 - changes smaller than this do not matter" in said
    assert "Not run: 00-published-claims" in said
    claims = read_claims(fresh.folder / "studies" / "mine" / "paper" / "claims.json")
    assert (claims["flow.course.people"].value, claims["flow.after.people"].fraction) == (4, "3/4")
    assert (claims["primary.yes-to-no"].value, claims["primary.no-to-yes"].value) == (1, 2)
    mine = fresh.folder / "studies" / "mine"
    made = [*mine.glob("build/*.ipynb"), *mine.glob("paper/manuscript.[!m]*")]
    assert len(made) == 12
    assert {path.name: unmarked(path, NOT_FOR_RELEASE) for path in made} == {path.name: [] for path in made}


SINGLE = """
title: A single survey
synthetic: true
waves: [{id: once, label: Once, short: Once}]
data: {layout: long, file: answers.csv, wave_column: wave}
identifier: {column: person}
items:
  involved: {label: Involved, kind: yes-no}
outcomes: [involved]
"""


def test_a_single_survey_is_described_and_told_what_it_cannot_have(fresh):
    raw = fresh.folder / "studies" / "single" / "data" / "raw"
    raw.mkdir(parents=True)
    raw.parents[1].joinpath("study.yaml").write_text(SINGLE)
    raw.joinpath("answers.csv").write_text("person,wave,involved\nA1,once,yes\nA2,once,no\nA3,once,yes\n")
    said = fresh.make("-j2", "all", "STUDY=studies/single").stdout
    assert "no outcome is asked at two waves, so nobody can be compared with themselves" in said
    claims = read_claims(raw.parents[1] / "paper" / "claims.json")
    assert claims["involved.once.proportion"].fraction == "2/3"
    assert (raw.parents[1] / "paper" / "manuscript.pdf").exists()


BY_DEGREES = """title: By degrees
synthetic: false
waves: [{id: before, label: Before, short: Before}, {id: after, label: After, short: After}]
data: {layout: wide, file: answers.csv}
identifier: {column: person}
items:
  sure: {label: Sure, kind: ordered, choices: [no, a bit, very], columns: {before: sure1, after: sure2}}
outcomes: []
"""


def test_a_study_of_questions_by_degrees_alone_has_all_but_what_compares_yes_and_no(fresh):
    """It was refused with the advice to type `make first`, which was refused in the same words."""
    raw = fresh.folder / "studies" / "degrees" / "data" / "raw"
    raw.mkdir(parents=True)
    raw.parents[1].joinpath("study.yaml").write_text(BY_DEGREES)
    rows = [f"A{n},no,{'very' if n < 7 else 'no'}" for n in range(1, 9)]
    raw.joinpath("answers.csv").write_text("\n".join(["person,sure1,sure2", *rows]) + "\n")
    fresh.make("first", "STUDY=studies/degrees")
    printed = fresh.make("-j2", "all", "STUDY=studies/degrees").stdout
    left_out = "Not run: 03-paired-comparisons, 05-missing-responses and 07-planning. study.yaml names no outcome"
    assert left_out in printed and "Not run: 04" not in printed
    claims = read_claims(raw.parents[1] / "paper" / "claims.json")
    assert (claims["sure.improved"].value, claims["sure.sign-p"].value) == (6, 2 / 2**6)
    page = (raw.parents[1] / "paper" / "manuscript.html").read_text()
    assert "no outcome is answered by yes or no" in page and "exact sign test" in page and "fig-answers" not in page
    fresh.make("checksums", "STUDY=studies/degrees")
    assert "step 6" not in fresh.make("verify", "QUICK=1", "STUDY=studies/degrees").stdout


def test_a_printed_single_survey_is_read_as_far_as_it_goes(fresh):
    """What the abstract says of one wave follows and stands in the notebook; what needs two waves is one sentence."""
    study = fresh.folder / "studies" / "single"
    study.joinpath("data").mkdir(parents=True)
    study.joinpath("study.yaml").write_text(SINGLE)
    rows = [
        "all.people,Three were asked.,3,people,people,,,A",
        "involved.once.people,Two were.,2,people,people,once,,A",
    ]
    header = "id,statement,number,unit,population,wave,not_stated,source"
    study.joinpath("data", "published.csv").write_text("\n".join([header, *rows]) + "\n")
    fresh.make("studies/single/build/00-published-claims.ipynb", "STUDY=studies/single")
    notebook = study.joinpath("build", "00-published-claims.ipynb").read_text()
    assert notebook.count("no outcome is asked at two waves, so nobody can be compared with themselves") == 1
    assert "published.involved.once.of-course: 67% of 3 people (2/3)" in notebook
    assert "What the paper establishes, statement by statement" in notebook
    assert "What could lie behind" not in notebook


def test_nothing_but_the_study_file_is_there_after_a_bad_one(fresh):
    study = fresh.folder / "studies" / "bad"
    (study / "data" / "raw").mkdir(parents=True)
    (study / "study.yaml").write_text(SINGLE.replace("kind: yes-no", "kind: yes"))
    failed = fresh.make("all", "STUDY=studies/bad", check=False)
    assert failed.returncode != 0 and "found 'yes'; allowed: 'yes-no'" in failed.stderr
    assert not (study / "paper").exists()


@pytest.mark.parametrize("named", [[], ["STUDY=studies/mine"], ["FROM=answers.csv"]])
def test_a_new_study_without_a_name_or_a_file_is_told_the_command(fresh, named):
    failed = fresh.make("new", *named, check=False)
    assert failed.returncode != 0 and "make new STUDY=studies/mine FROM=" in failed.stderr


def test_only_a_public_study_is_released_and_a_failed_release_leaves_the_old_one(shipped, tmp_path):
    """The exact results stay outside release/; what is in it holds together when the paper breaks later."""
    study, copy = "studies/long-follow-up", shipped("long-follow-up")[0].twin(tmp_path / "compendium")
    released = copy.folder / study / "release"
    assert not (copy.folder / "release").exists()
    before = below(released)
    assert {"counts.csv", "claims.json", "public.pdf", "09-public-release.ipynb"} <= {str(path) for path in before}
    assert b"data/clean" not in before[Path("claims.json")]
    made = [
        *(copy.folder / study).glob("build/0[1-57]*.ipynb"),
        *(copy.folder / study).glob("paper/manuscript.[!m]*"),
    ]
    assert [path.name for path in made if unmarked(path, SYNTHETIC)] == []
    assert (copy.folder / study / "data" / "released.json").exists()
    copy.edit(f"{study}/paper/public.md", "# Discussion", "# Discussion of 17 people")
    assert copy.make("all", f"STUDY={study}", check=False).returncode != 0
    assert below(released) == before
    copy.edit(f"{study}/study.yaml", "mode: public", "mode: internal")
    assert "is from before study.yaml said release > mode: internal" in copy.make("all", f"STUDY={study}").stdout
    assert below(released) == before


def test_what_somebody_deletes_is_made_again_the_same(shipped):
    """One file of a figure, all figures, clean data, a paper: in another study too, of which make knows no figures."""
    copy, *_ = shipped("approval-ratings")
    study = copy.folder / "studies" / "approval-ratings"
    before = {
        path: path.read_bytes() for place in ("figures", "data/clean", "paper") for path in study.glob(f"{place}/*.*")
    }
    for gone in ([study / "figures" / "who-changed.pdf"], before):
        for path in gone:
            if path.name not in ("manuscript.md", "references.bib"):
                path.unlink()
        copy.make("-j2", "all", "STUDY=studies/approval-ratings")
        assert {path: path.read_bytes() for path in before if path.is_file()} == before
