"""What the pages tell somebody to type is there: targets, commands, options, files, counts of figures."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

from firststeps.__main__ import main
from firststeps.errors import Stopped
from firststeps.learning.exercises import lessons
from firststeps.report.address import PAGES as ADDRESSED
from firststeps.report.address import address, binder, set_address

ROOT = Path(__file__).resolve().parents[1]
# All but the page of changes, which tells of commands and files as they were.
PAGES = [
    *("README.md", "AGENTS.md", "data/README.md", "paper/README.md", "notebooks/index.ipynb"),
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")) if path.stem != "CHANGELOG"),
]
PACKAGE = ROOT / "src" / "firststeps"
FOLDERS = ("src", "tests", "notebooks", "paper", "docs", "environment", "figures", "studies")
FOLDERS += ("paired", "study", "responses", "report", "learning", "pipeline", "verification")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, flags=re.M))
VARIABLES = {
    *re.findall(r"^([A-Z]+\w*) \?=", MAKEFILE, flags=re.M),
    *("FROM", "TRUST", "PRINT", "LEARN", "URL", "BENCH", "ID", "BROWSER", "DOCX", "ANYWAY"),
}


def read(page):
    """The text of a page; of a notebook, that of its cells."""
    text = (ROOT / page).read_text(encoding="utf-8")
    if not page.endswith(".ipynb"):
        return text
    return "\n\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def commands(page):
    """The commands in code type on a page, each as its words: spans and lines of blocks, without their comments."""
    text = read(page)
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
            known = {option for parameter in main.get_command(None, name).params for option in parameter.opts}
            assert {word for word in rest if word.startswith("--")} <= known, command


@pytest.mark.parametrize("page", PAGES)
def test_paths_are_there(page):
    """A path in code type is a file or folder seen from the root or from the package; a link leads somewhere."""
    text = read(page)
    paths = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[^`\s]*)`", text)
    prose = re.sub(r"^```.*?^```|`[^`]*`", "", text, flags=re.M | re.S)
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", prose) if ":" not in link]
    for path in paths:
        if not re.search(r"[<>*]|NN|mine", path):
            assert (ROOT / path).exists() or (PACKAGE / path).exists(), path
    for link in links:
        if not link.startswith("../learn/"):  # which make learn writes
            assert (ROOT / page).parent.joinpath(link).exists(), link


def test_pages_hold_commands_to_check():
    """The tests above have something to look at: README alone names the ways in."""
    named = {" ".join(words) for words in commands("README.md")}
    assert {"make -j2 all", "make test", "make verify", "make learn"} <= named
    named = {" ".join(words) for page in PAGES for words in commands(page)}
    assert {"make all STUDY=studies/mine", "conda env create -f environment.yml"} <= named


def test_readme_is_short_and_every_target_is_on_a_page():
    """It has fewer than a hundred lines; each row of its table is a target, and the others are told elsewhere."""
    rows = re.findall(r"^\| `(\w+)` \| \S", read("README.md").split("## What there is to type")[1], flags=re.M)
    assert len(read("README.md").splitlines()) < 100
    assert len(rows) == len({*rows}) and {*rows} < TARGETS
    assert {"all", "first", "site", "claim", "verify", "test", "accept", "clean"} <= {*rows}
    typed = {words[1] for page in PAGES for words in commands(page) if words[0] == "make" and len(words) > 1}
    assert TARGETS - {"help", *rows} <= typed


def test_every_page_says_the_same_address():
    """CITATION.cff has the one line; where nobody has said it, all pages have the same stand-in."""
    for page in PAGES:
        links = re.findall(r"https://mybinder\.org/v2/\S+?(?=/(?:HEAD|environment)\?)", read(page))
        clones = re.findall(r"git clone (\S+)", read(page))
        assert {*links} <= {binder(address(ROOT))} and {*clones} <= {address(ROOT)}, page
        assert page in ADDRESSED or not links + clones
        assert page not in ADDRESSED or links


def test_one_command_sets_the_address(tmp_path):
    """It is written to every page, another takes its place, and what is no address is refused before anything is."""
    for page in ("CITATION.cff", *ADDRESSED):
        (tmp_path / page).parent.mkdir(exist_ok=True)
        (tmp_path / page).write_bytes((ROOT / page).read_bytes())
    for url in ("https://gitlab.com/a/b.git", "https://github.com/jane/steps/"):
        set_address(url, tmp_path)
    assert address(tmp_path) == "https://github.com/jane/steps"
    pages = {page: (tmp_path / page).read_text(encoding="utf-8") for page in ADDRESSED}
    for text in pages.values():
        assert "https://mybinder.org/v2/gh/jane/steps/HEAD" in text and "gitlab" not in text
    assert "git clone https://github.com/jane/steps first-steps" in pages["docs/doors.md"]
    assert yaml.safe_load((tmp_path / "CITATION.cff").read_text())["repository-code"] == address(tmp_path)
    for wrong in (
        "",
        "github.com/jane/steps",
        "https://github.com",
        "https://github.com/a b/c",
        "ftp://a.org/b",
        "https://a.org/é",
    ):
        with pytest.raises(Stopped, match="no web address"):
            set_address(wrong, tmp_path)
    assert {page: (tmp_path / page).read_text(encoding="utf-8") for page in ADDRESSED} == pages


def test_the_doors_open_and_have_their_minutes():
    """The first notebook holds text alone, and its minutes for exercises and reading are those of their parts."""
    notebook = nbformat.read(ROOT / "notebooks" / "index.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert {cell.cell_type for cell in notebook.cells} == {"markdown"}
    text = read("notebooks/index.ipynb")
    minutes = [lesson.minutes for lesson in lessons()]
    assert f"| {minutes[0]} for the first, {sum(minutes)} for all |" in text
    hour = text.split("## 5.")[1]
    assert sum(map(int, re.findall(r"^\| (\d+) \|", hour, flags=re.M))) == 60
    assert {path.name for path in (ROOT / "notebooks").glob("[0-9]*")} == {*re.findall(r"\]\((.*?ipynb)\)", hour)}
    headings = re.findall(r"^## (.+)$", text, flags=re.M)
    assert re.findall(r"\]\(#(.+?)\)", text) == [heading.replace(" ", "-") for heading in headings]


def test_the_dev_container_has_what_the_schema_allows():
    """Keys of schemas/devContainer.base.schema.json of devcontainers/spec (commit 08c3f97), and targets of our own."""
    given = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    known = {"name", "image", "forwardPorts", "portsAttributes", "postCreateCommand", "customizations", "remoteEnv"}
    assert {"name", "image", "postCreateCommand"} <= {*given} <= known
    assert {"label", "onAutoForward", "requireLocalPort", "protocol", "elevateIfNeeded"} >= {
        key for port in given["portsAttributes"].values() for key in port
    }
    assert {*given["portsAttributes"]} == {str(port) for port in given["forwardPorts"]}
    made = given["postCreateCommand"].removeprefix("make ").split()
    assert made and all(f"\n{target}:" in MAKEFILE for target in made)
    python = given["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"]
    assert python == "${containerWorkspaceFolder}/" + made[0].replace("environment.mk", "bin/python")


def test_the_commands_say_what_they_are_for():
    """`python -m firststeps --help`, in a process of its own, lists every command with a sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "firststeps", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    listed = dict(re.findall(r"^  (\w+)  +(\S.*)$", done.stdout, flags=re.M))
    assert {*main.list_commands(None)} <= listed.keys()


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


def test_every_column_of_the_raw_files_is_explained():
    """The page says of each column in which of the numbered files it stands; one too many or too few is a fault."""
    table = read("data/README.md").partition("## raw/")[2].partition("Files:")[0]
    explained = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", table, flags=re.M))
    there = {}
    for path in sorted((ROOT / "data" / "raw").glob("synthetic-[1-4]-*.csv")):
        header = path.read_text(encoding="utf-8-sig").partition("\n")[0]
        for column in filter(None, header.strip().split(",")):
            there.setdefault(column, []).append(int(path.name.split("-")[1]))
    words = {(1, 2, 3, 4): {"all", "1 to 4"}, (1, 2): {"1, 2"}, (3, 4): {"3, 4"}}
    wrong = {c: n for c, n in there.items() if explained.get(c) not in words.get(tuple(n), {str(n[0])})}
    assert not wrong and set(explained) == set(there)


def test_the_map_for_programs_is_short():
    """AGENTS.md is read whole by whoever works here: sixty lines."""
    assert len((ROOT / "AGENTS.md").read_text(encoding="utf-8").splitlines()) <= 60
