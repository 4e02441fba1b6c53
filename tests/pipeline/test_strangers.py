"""A folder that somebody else made: its names run nothing, and nothing outside it is written or removed."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.pipeline.conftest import STAND_IN

STUDY = """
title: A survey of somebody else
synthetic: true
waves: [{id: before, label: Before, short: B, codes: [before]}, {id: after, label: After, short: A, codes: [after]}]
data: {layout: long, file: %s, wave_column: wave}
identifier: {column: person}
items:
  involved: {label: Involved, kind: yes-no}
outcomes: [involved]
primary: {outcome: involved, first: before, second: after, margin: 0.1}
"""
ANSWERS = "person,wave,involved\n" + "".join(
    f"A{n},{wave},{'yes' if n else 'no'}\n" for n in range(3) for wave in ("before", "after")
)
ODD = "a$b#c:d;e\tf g'h\"i%j=k,l(m)n&o|p*q~r`s.csv"
ATTACK = "$(shell\ttouch\tpwned)z.csv"


@pytest.fixture
def theirs(fresh_once, tmp_path):
    """A compendium, and a stranger's study in it that is removed after the test."""
    folder = fresh_once.folder / "studies" / "theirs"
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "paper").mkdir()
    write(folder, "answers.csv")
    yield folder
    for path in [folder, *folder.parent.glob("*pwned*")]:
        shutil.rmtree(path)


def write(folder, name):
    """Write the study so that its answers stand in a raw file of that name."""
    (folder / "data" / "raw" / name).write_text(ANSWERS)
    (folder / "study.yaml").write_text(STUDY % json.dumps(name))


def pwned(compendium):
    """Files that a command hidden in a name would have made."""
    return [path for path in compendium.folder.rglob("pwned*") if path.is_file()]


def would_run(compendium, *arguments):
    """Ask make for a goal in the stranger's study, every step but the plan replaced by one that does nothing."""
    (compendium.folder / "stand-in").write_text(STAND_IN.partition("for name in made")[0])
    return compendium.make(*arguments, "STUDY=studies/theirs", f"RUN={sys.executable} stand-in", check=False)


@pytest.mark.parametrize("goal", ["help", "all", "-n all", "checksums", "clean"])
def test_neither_a_name_nor_a_rule_in_the_folder_is_run(fresh_once, theirs, goal):
    """Commands in the names of files, in rules that the folder brought along and in its records are text."""
    write(theirs, ATTACK)
    (theirs / "paper" / "style").mkdir()
    (theirs / "paper" / "style" / ATTACK).touch()
    for folder in (theirs / "build", theirs / "build" / "inputs", theirs / "figures"):
        folder.mkdir()
        (folder / ATTACK).touch()
        for name in ("01-cleaning.d", "claims.d", "manuscript.d", "released.d", "plan.mk"):
            (folder / name).write_text("X := $(shell touch pwned)\nall: pwned\npwned: ; touch pwned\n")
    forged = {"study.yaml": {ATTACK: "", "a\n; touch pwned": ""}, "modules": {ATTACK: ""}}
    (theirs / "build" / "inputs" / "01-cleaning.json").write_text(json.dumps(forged))
    would_run(fresh_once, *goal.split())
    assert pwned(fresh_once) == []


@pytest.mark.parametrize(
    "name", ["a;touch pwned", "$(shell touch pwned)", "a`touch pwned`", "a'b", 'a"b', "a:b", "a#b", "a$$b", "a|b"]
)
@pytest.mark.parametrize("goal", ["help", "all", "new", "clean"])
def test_a_folder_whose_name_is_a_command_is_refused(fresh_once, name, goal):
    """The path of a study is the one name that make takes, so it holds no character that means something to it."""
    refused = fresh_once.make(goal, f"STUDY=studies/{name}", check=False)
    assert refused.returncode != 0 and "rename the folder" in refused.stderr
    assert pwned(fresh_once) == []


def test_files_for_a_new_study_are_named_in_any_way(fresh_once, tmp_path):
    """FROM is text: a file whose name holds a command is copied, and the command not run."""
    for name in (ATTACK, ODD.replace("*", "")):
        (fresh_once.folder / name).write_text(ANSWERS)
        fresh_once.make("new", "STUDY=studies/new", f"FROM={name}")
        assert (fresh_once.folder / "studies" / "new" / "data" / "raw" / name).is_file()
        assert pwned(fresh_once) == []
        shutil.rmtree(fresh_once.folder / "studies" / "new")


def test_raw_files_are_named_in_any_way(fresh_once, theirs):
    """A name that means something to make or to a shell is read as any other, and its edit noticed."""
    write(theirs, ODD)
    notebook = "studies/theirs/build/01-cleaning.ipynb"
    fresh_once.make(notebook, "STUDY=studies/theirs")
    assert (theirs / "data" / "clean" / "patterns.csv").is_file()
    assert fresh_once.make("-q", notebook, "STUDY=studies/theirs", check=False).returncode == 0
    (theirs / "data" / "raw" / ODD).write_text(ANSWERS + "A9,before,no\n")
    assert fresh_once.make("-q", notebook, "STUDY=studies/theirs", check=False).returncode == 1


@pytest.mark.parametrize(
    "link", ["build", "release", "figures", "data/clean", "paper", "data", "build/release", "figures/a"]
)
@pytest.mark.parametrize("goal", ["all", "clean", "execute", "release"])
def test_nothing_is_made_or_removed_through_a_link(fresh_once, theirs, tmp_path, link, goal):
    """A link in the place of what is made stops every command with a sentence, and what it leads to stays as it was."""
    outside = tmp_path / "outside"
    for kept in ("release", "clean", "raw", "mine"):
        (outside / kept).mkdir(parents=True)
        (outside / kept / "kept.txt").write_text("kept")
    place = theirs / link
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside)
    if goal in ("all", "clean"):
        stopped = fresh_once.make(goal, "STUDY=studies/theirs", check=False)
    else:
        command = [sys.executable, "-m", "firststeps", goal, *(["01-cleaning"] if goal == "execute" else [])]
        source = str(fresh_once.folder / "src")
        stopped = fresh_once.run(*command, "--study", "studies/theirs", check=False, PYTHONPATH=source)
    assert stopped.returncode != 0 and "is a link to" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert len([path for path in outside.rglob("*") if path.is_file()]) == 4


def test_a_beginning_is_not_written_through_a_link(fresh_once, theirs, tmp_path):
    """A link to nowhere in the place of the manuscript gives way to the beginning of one."""
    (theirs / "paper" / "manuscript.md").symlink_to(tmp_path / "outside.md")
    command = [sys.executable, "-m", "firststeps", "begin", "--study", "studies/theirs", "manuscript.md"]
    fresh_once.run(*command, PYTHONPATH=str(fresh_once.folder / "src"))
    assert not (tmp_path / "outside.md").exists()
    assert (theirs / "paper" / "manuscript.md").read_text() == (fresh_once.folder / "paper" / "starter.md").read_text()


def test_a_study_in_braces_is_compared(fresh_once, theirs):
    """Which notebooks apply is read from the study, not from how its lines begin."""
    plain = would_run(fresh_once, "-n", "all").stdout
    text = (theirs / "study.yaml").read_text()
    code = "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))"
    braces = subprocess.run([sys.executable, "-c", code], input=text, capture_output=True, text=True, check=True).stdout
    assert "\nprimary" in text and "\n" not in braces.strip()
    (theirs / "study.yaml").write_text(braces)
    assert would_run(fresh_once, "-n", "all").stdout == plain
    assert "execute 03-paired-comparisons" in plain and "execute 00-published-claims" not in plain
