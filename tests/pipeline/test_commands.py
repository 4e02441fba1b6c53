"""The commands that pages tell somebody to type are run: here the quick ones, or it says where."""

import re
import shlex
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import ROOT
from tests.pipeline.conftest import STAND_IN

# Commands that take minutes, need another machine, or open a program, and what runs them or why nothing does.
ELSEWHERE = {
    "make -j2 all": "tests/pipeline/conftest.py builds all that the other tests look at",
    "make test": "runs these tests",
    "make accept": "tests/pipeline/test_acceptance.py",
    "make all STUDY=studies/mine": "tests/pipeline/test_other_studies.py goes from a file to a paper",
    "make all STUDY=studies/long-follow-up": "tests/pipeline/test_other_studies.py",
    "make all STUDY=folder TRUST=1": "tests/pipeline/test_strangers.py",
    "make all": "the same as the first",
    "make import DOCX=returned.docx": "tests/report/returned",
    "make verify": "takes minutes; tests/verification runs its steps, and all of it with VERIFY=full",
    "make verify STUDY=studies/mine": "the same",
    "make claim ID=primary.mid-p": "takes a minute; tests/report/site and tests/verification",
    "make site": "tests/report/site",
    "make learn STUDY=studies/mine": "tests/learning/test_notebooks.py",
    "make lab": "opens a program",
    "make lab LEARN=1": "opens a program",
    "make synthetic": "tests/responses/synthetic",
    "make lock": "asks the registry",
    "git clean -X": "deletes what people gave",
    "pip install .": "asks the registry; tests/pipeline/test_wheel.py runs the unpacked wheel",
    "git diff": "looks only; a copy has no history",
    "nano studies/mine/study.yaml": "an editor",
    "nano studies/mine/paper/manuscript.md": "an editor",
    "python -m pytest -q tests/paired": "runs tests",
    "python -m ruff format .": "make test runs it with --check",
}
ANSWERS = "person,wave,involved\nA1,before,yes\nA1,after,no\nA2,before,no\nA2,after,yes\nA3,before,no\nA3,after,yes\n"
PAGES = ("README.md", "AGENTS.md", "docs/your-study.md")
PROGRAMS = ("make", "python -m", "git", "conda", "pip", "nano")


def typed(page):
    """The commands of a page in code type, without comments, each once."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.M | re.S)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    parts = [part for line in [*"\n".join(blocks).splitlines(), *spans] for part in line.split("#")[0].split(" ; ")]
    commands = [re.split(r"\s{2,}", part.strip())[0] for part in parts]
    return list(dict.fromkeys(command for command in commands if command.startswith(PROGRAMS)))


def quick(*pages):
    """The commands of some pages that are run here."""
    return [command for page in pages for command in typed(page) if command not in ELSEWHERE]


def test_what_is_not_run_here_stands_on_a_page():
    """The list above has no command that nobody is told to type."""
    assert ELSEWHERE.keys() <= {command for page in PAGES for command in typed(page)}


@pytest.mark.parametrize("command", list(dict.fromkeys(quick(*PAGES))))
def test_a_command_does_what_the_page_says(fresh_once, command):
    """In a copy of the compendium with a small file of answers each ends well, and says something or makes a file."""
    (fresh_once.folder / "answers.csv").write_text(ANSWERS)
    words = [sys.executable if word == "python" else word for word in shlex.split(command)]
    before = {*fresh_once.folder.rglob("*")}
    done = fresh_once.run(*words, PYTHONPATH=str(fresh_once.folder / "src"))
    assert done.stdout.strip() or {*fresh_once.folder.rglob("*")} - before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["claim", "ID=--help"], 'No claim "--help" was recorded'),
        (["claim", "ID=$(shell touch pwned)"], "was recorded"),
        (["import", "DOCX=-x"], "-x is missing: name the Word file"),
        (["import", "DOCX=paper"], "paper is a folder: name the Word file"),
        (["import", "DOCX=a $(shell touch pwned).docx"], "is missing: name the Word file"),
        (["synthetic", "SEED=seven"], "SEED is 'seven'. Expected a whole number"),
        (["synthetic", "SEED=-1"], "SEED is '-1'. Expected a whole number"),
        (["synthetic", "SEED=$(shell touch pwned)"], "Expected a whole number"),
        (["synthetic", "SEED="], "SEED is ''. Expected a whole number"),
        (["import", "DOCX=a.docx", "ANYWAY=maybe"], 'ANYWAY is "maybe": write 1 or yes, or leave it out'),
        (["verify", "QUICK=$(shell touch pwned)"], 'QUICK is "$(shell touch pwned)": write 1 or yes, or leave it out'),
        (["address", "URL=--help"], "'--help' is no web address"),
        (["address", "URL=https://github.com/a/b$(shell touch pwned)"], "is no web address"),
        (["reading", "PAGE=--help"], "--help is missing"),
        (["reading", "PAGE=none $(shell touch pwned).md"], "is missing"),
        (["reading", "PAGE=src"], "src is a folder"),
        (["reading", "PAGE=figures/answer-to-answer.png"], "is no text in UTF-8"),
        (["read", "PRINT=--help"], "--help"),
    ],
)
def test_what_is_no_such_thing_is_refused_in_a_sentence(fresh_once, words, message):
    """A value is never an option, never run, and never taken for none; the sentence is ours, and nothing is written."""
    before = told_apart(fresh_once)
    done = fresh_once.make(*words, check=False)
    assert done.returncode and message in done.stderr
    assert "Usage:" not in done.stderr and "Traceback" not in done.stderr and "codec" not in done.stderr
    assert told_apart(fresh_once) == before


@pytest.mark.parametrize("word", ["1", "yes", "0", "no", ""])
@pytest.mark.parametrize(
    ("command", "switch", "sign"),
    [("import DOCX=a.docx", "ANYWAY", "--anyway"), ("verify", "QUICK", "--quick"), ("lab", "LEARN", "lab/tree/learn")],
)
def test_a_switch_is_on_by_1_or_yes_alone(fresh_once, command, switch, sign, word):
    """By 0, no or nothing it is off, as where it is not named."""
    said = fresh_once.make("-n", *command.split(), f"{switch}={word}").stdout
    assert (sign in said) == (word in ("1", "yes"))
    assert sign not in fresh_once.make("-n", *command.split()).stdout


def test_what_a_deposit_lacks_is_said_before_anything_runs(fresh):
    """Day and authors of the paper in one message, each with its file of this study; no step has run."""
    study = "studies/long-follow-up"
    fresh.edit(f"{study}/study.yaml", "mode: public", "mode: internal")
    fresh.edit(f"{study}/study.yaml", "  contributions: [", "  # contributions: [")
    (fresh.folder / study / "paper").mkdir(exist_ok=True)
    paper = fresh.folder / study / "paper" / "manuscript.md"
    (fresh.folder / "stand-in").write_text(STAND_IN)
    asked = ("deposit", f"STUDY={study}", f"RUN={sys.executable} stand-in")
    paper.write_text("---\ntitle: Ours\n---\nSome {{ claim('primary.pairs') }} came.\n")
    done = fresh.make(*asked, check=False)
    assert done.returncode and "ran" not in done.stdout.split() and "Traceback" not in done.stderr
    assert f"{study}/paper/manuscript.md has no day at its head" in done.stderr
    assert f"run make deposit STUDY={study} again" in done.stderr
    assert f"Neither {study}/study.yaml (governance > contributions) nor the head" in done.stderr
    paper.unlink()
    done = fresh.make(*asked, check=False)
    assert done.returncode and "ran" not in done.stdout.split()
    assert f"{study}/paper/manuscript.md is not there yet" in done.stderr
    assert f"make all STUDY={study}, which begins it" in done.stderr


JUPYTER = (
    "#!/bin/sh\necho no room\n[ -e files/compare.ipynb ] && [ -e pypi ] && mkdir site && echo new >site/index.html\n"
)


@pytest.mark.parametrize(
    ("refused", "broken", "page"),
    [(True, False, "old\n"), (False, True, "old\n"), (False, False, "new\n")],
    ids=["refused", "broken", "made"],
)
def test_a_page_for_the_browser_stays_until_another_is_whole(fresh, refused, broken, page):
    """It takes the place of the one before as the last step: a stand-in for JupyterLite writes it, or fails."""
    if refused:
        fresh.edit("study.yaml", "synthetic: true", "synthetic: false")
    site = fresh.folder / "build" / "lite" / "site" / "index.html"
    jupyter = fresh.folder / ".venv-lite" / "bin" / "jupyter"
    for path, text in ((site, "old\n"), (jupyter, f"{JUPYTER}exit {int(broken)}\n")):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    jupyter.chmod(0o755)
    (fresh.folder / ".venv-lite" / "environment.mk").touch()
    stand_in = f"RUN={sys.executable} -m firststeps"  # no server: what it is to fork is quick
    done = fresh.make("lite", stand_in, check=False)
    assert bool(done.returncode) == (refused or broken) and ("no room" in done.stderr) == broken
    assert site.read_text() == page
    assert [path.name for path in site.parents[2].glob("*lite*")] == ["lite"]


def test_two_pages_for_the_browser_are_made_at_once(fresh):
    """Each in a folder of its own: the second begins when the first is half made, and both end well."""
    jupyter = fresh.folder / ".venv-lite" / "bin" / "jupyter"
    jupyter.parent.mkdir(parents=True)
    arrive, there = "touch ../../$$", "[ $(ls ../.. | grep -c '^[0-9]*$') -ge 2 ]"
    wait = f"{arrive}\nuntil {there} || [ $((n += 1)) -ge 600 ]; do sleep 0.1; done\n{there} || exit 1\n"
    jupyter.write_text(JUPYTER.replace("\n", "\n" + wait, 1))
    jupyter.chmod(0o755)
    (fresh.folder / ".venv-lite" / "environment.mk").touch()
    stand_in = f"RUN={sys.executable} -m firststeps"
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: fresh.make("lite", stand_in, check=False), range(2)))
    assert [one.returncode for one in done] == [0, 0], [one.stderr for one in done]
    assert [path.name for path in (fresh.folder / "build").glob("*lite*")] == ["lite"]


def told_apart(compendium):
    """Each file with its content, but for what is made in build/, and for the bytecode that Python keeps."""
    made = {"build", "__pycache__"}
    return {path: content for path, content in compendium.everything().items() if not made & {*path.parts}}


def test_what_make_faulty_would_do_is_said_and_not_done(fresh_once):
    """Its second step asks make again, which -n does not hold back by itself."""
    study = "studies/long-follow-up"
    done = fresh_once.make("-n", "faulty", f"STUDY={study}")
    assert f"make all STUDY={study}/learn/faulty" in done.stdout
    assert not (fresh_once.folder / study / "learn").exists()


def test_the_study_that_readme_begins_would_run(fresh_once):
    """After the first of the five lines make knows what it would do, and the proposal asks what only people know."""
    (fresh_once.folder / "answers.csv").write_text(ANSWERS)
    fresh_once.make("new", "STUDY=studies/begun", "FROM=answers.csv")
    assert "# ?" in (fresh_once.folder / "studies" / "begun" / "study.yaml").read_text()
    assert "execute 03-paired-comparisons" in fresh_once.make("-n", "all", "STUDY=studies/begun").stdout


def test_the_reference_is_made_the_same(fresh_once):
    """The page on ``study.yaml`` that is stored is the one that its command makes."""
    page = fresh_once.folder / "docs" / "study-yaml.md"
    stored = page.read_bytes()
    fresh_once.run(sys.executable, "-m", "firststeps", "reference", PYTHONPATH=str(fresh_once.folder / "src"))
    assert page.read_bytes() == stored


def test_make_alone_lists_every_target(fresh_once):
    """What README calls the rest is there, a line each."""
    listed = re.findall(r"^  ([a-z]+) +\S", fresh_once.make().stdout, flags=re.M)
    assert {"all", "test", "lab", "accept", "new"} <= {*listed}


def test_claims_of_no_notebook_are_refused(fresh_once):
    """The claims of a study are never replaced by none."""
    before = told_apart(fresh_once)
    done = fresh_once.run(sys.executable, "-m", "firststeps", "claims", check=False, PYTHONPATH=str(ROOT / "src"))
    assert done.returncode and "NOTEBOOKS" in done.stderr and "Traceback" not in done.stderr
    assert told_apart(fresh_once) == before
