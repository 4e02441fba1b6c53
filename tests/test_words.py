"""One word a thing: the second words of the glossary stand nowhere but where it says why, and variables name things."""

import ast
import re

import pytest

from tests import ROOT

PAGE = ROOT / "docs" / "glossary.md"
ROOMS = (
    *(f"paired/{room}" for room in ("limits", "two_waves", "many_waves", "missing")),
    *(f"report/{room}" for room in ("paper", "release", "figures")),
)
MODULES = sorted(path for room in ROOMS for path in (ROOT / "src" / "firststeps" / room).glob("*.py"))
NAMED = sorted((ROOT / "src" / "firststeps").rglob("*.py"))
# Names that files have: the key ``if`` of study.yaml, which is no name in Python, and a column of warnings.csv.
OF_FILES = {"study/parts/cleaning.py": {"given"}, "responses/given/problems.py": {"found"}}
TESTS = sorted(path for room in ROOMS for path in (ROOT / "tests" / room).rglob("*.py"))
PAGES = [ROOT / "README.md", ROOT / "AGENTS.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES = [page for page in PAGES if page.name not in ("glossary.md", "CHANGELOG.md", "study-yaml.md")]
# Participles that say nothing of what a variable holds.
PARTICIPLES = {"found", "said", "given", "told", "seen", "held", "wanted", "gone", "done", "made", "kept", "named"}


def tables():
    """The rows of the page's tables, those of words and those of exceptions, each as its three cells."""
    parts = PAGE.read_text(encoding="utf-8").split("\n## Where a second word stays\n")
    for part in parts:
        lines = [
            line for line in part.splitlines() if line.startswith("| ") and not line.startswith(("| word", "| file"))
        ]
        yield [[cell.strip(" `") for cell in line[1:-1].split("|")] for line in lines]


WORDS, STAYING = tables()
SECOND = [word for _, _, words in WORDS for word in words.split(", ") if word]
EXCEPTIONS = {(file, word) for file, word, _ in STAYING}


def occurrences(word, path):
    """The lines of a file that hold a word, in any case and number, or as part of a name."""
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(rf"(?<![a-z]){word.replace(' ', '[ -]')}s?(?![a-z])", re.IGNORECASE)
    return [
        f"{path.relative_to(ROOT)}:{n}: {line}" for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)
    ]


def test_the_page_gives_up_words():
    """The tests below have something to look for."""
    assert {"occasion", "measurement", "time point", "respondent", "suppressed"} <= {*SECOND}
    assert EXCEPTIONS


@pytest.mark.parametrize("word", SECOND)
def test_a_second_word_stands_only_where_the_page_says_why(word):
    """Code, tests and pages call a thing by the first word."""
    excepted = {file for file, other in EXCEPTIONS if other == word}
    read = [path for path in (*MODULES, *TESTS, *PAGES) if str(path.relative_to(ROOT)) not in excepted]
    assert [line for path in read for line in occurrences(word, path)] == []


@pytest.mark.parametrize("exception", sorted(EXCEPTIONS), ids=" ".join)
def test_each_exception_is_needed(exception):
    """What the page excepts is there."""
    file, word = exception
    assert occurrences(word, ROOT / file)


@pytest.mark.parametrize(
    "path",
    NAMED,
    ids=lambda path: "/".join(path.relative_to(ROOT / "src" / "firststeps").with_suffix("").parts),
)
def test_variables_are_named_for_what_they_hold(path):
    """No variable is a participle: what was found has a name."""
    names = {
        node.id if isinstance(node, ast.Name) else node.arg
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    }
    assert names & PARTICIPLES == OF_FILES.get(path.relative_to(ROOT / "src" / "firststeps").as_posix(), set())
