"""What the pages tell somebody to type is there: targets, commands, options, files, counts of figures."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from firststeps.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "README.md",
    "AGENTS.md",
    "docs/CONTRIBUTING.md",
    "docs/ARCHITECTURE.md",
    "data/README.md",
    "paper/README.md",
    "docs/glossary.md",
    "docs/study-yaml.md",
)
PACKAGE = ROOT / "src" / "firststeps"
FOLDERS = ("src", "tests", "notebooks", "paper", "docs", "environment", "figures", "studies")
FOLDERS += ("paired", "study", "responses", "report", "pipeline")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, flags=re.M))
VARIABLES = {*re.findall(r"^([A-Z]+\w*) \?=", MAKEFILE, flags=re.M), "FROM", "TRUST", "PRINT", "ID", "BROWSER"}


def commands(page):
    """The commands in code type on a page, each as its words: spans and lines of blocks, without their comments."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.M | re.S)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    lines = [line for block in blocks for line in block.splitlines()] + spans
    for command in (part for line in lines for part in line.split(";")):
        if command.strip().startswith(("make ", "python -m ", "git ", "conda ")):
            yield shlex.split(command, comments=True)


@pytest.mark.parametrize("page", PAGES)
def test_targets_of_make_are_there(page):
    """A target is one that `make help` lists, or the copy of a notebook; a variable is one that the Makefile reads."""
    for command in (words for words in commands(page) if words[0] == "make"):
        words = [word for word in command[1:] if not word.startswith("-")]
        assert {word.split("=")[0] for word in words if "=" in word} <= VARIABLES, command
        for target in (word for word in words if "=" not in word):
            assert target in TARGETS or re.fullmatch(r"[\w/.-]+/build/\d\d-[\w-]+\.ipynb", target), command


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_package_are_there(page):
    """Each command of `python -m firststeps` on a page exists, with the options that the page gives it."""
    for command in (words for words in commands(page) if words[:3] == ["python", "-m", "firststeps"]):
        name, *rest = command[3:] or ["--help"]
        if name != "COMMAND" and not name.startswith("-"):
            known = {option for parameter in main.commands[name].params for option in parameter.opts}
            assert {word for word in rest if word.startswith("--")} <= known, command


@pytest.mark.parametrize("page", PAGES)
def test_paths_are_there(page):
    """A path in code type is a file or folder seen from the root or from the package; a link leads somewhere."""
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[^`\s]*)`", text)
    prose = re.sub(r"^```.*?^```|`[^`]*`", "", text, flags=re.M | re.S)
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", prose) if ":" not in link]
    for path in paths:
        if not re.search(r"[<>*]|NN|mine", path):
            assert (ROOT / path).exists() or (PACKAGE / path).exists(), path
    for link in links:
        assert (ROOT / page).parent.joinpath(link).exists(), link


def test_pages_hold_commands_to_check():
    """The tests above have something to look at: README alone names the ways in."""
    named = [" ".join(words) for words in commands("README.md")]
    assert {"make -j2 all", "make test", "make all STUDY=studies/mine"} <= {*named}
    assert any(name.startswith("conda env create -f .binder/environment.yml") for name in named)


def test_the_commands_say_what_they_are_for():
    """`python -m firststeps --help`, in a process of its own, lists every command with a sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "firststeps", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    listed = dict(re.findall(r"^  (\w+)  +(\S.*)$", done.stdout, flags=re.M))
    assert {*main.commands} <= listed.keys()


def test_readme_counts_the_figures_of_each_notebook():
    """The table of notebooks has each notebook once, and as many figures as the Makefile says that it makes."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \[(\d\d-[\w-]+)\]\(.*\| ([^|]+) \|$", readme, flags=re.M))
    assert sorted(rows) == sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    made = {}
    for call in re.findall(r"^\$\(call notebook,.*?\)$(?!\n\t)", MAKEFILE.replace("\\\n", " "), flags=re.M):
        figures = re.search(r"\$\(call figure,([^)]*)\)", call)
        made[re.search(r"\d\d-[\w-]+", call)[0]] = figures[1].split() if figures else []
    counted = {
        name: int(found[1]) if (found := re.match(r"(\d+) figures?", cell)) else 0 for name, cell in rows.items()
    }
    assert counted == {name: len(figures) for name, figures in made.items()}
    drawn = sorted(path.stem for path in (ROOT / "figures").glob("*.svg"))
    assert drawn == sorted(figure for figures in made.values() for figure in figures)


def test_the_map_for_programs_is_short():
    """AGENTS.md is read whole by whoever works here: sixty lines."""
    assert len((ROOT / "AGENTS.md").read_text(encoding="utf-8").splitlines()) <= 60
