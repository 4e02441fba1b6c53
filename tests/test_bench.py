"""The benches run, in small: a bench that no longer finds what it measures would go unseen until somebody waits."""

import importlib
import inspect

import pytest

from tests import ROOT
from tests.bench import environment
from tests.bench.__main__ import bound, main, share
from tests.bench.counting import after_counting, write_study

BENCHES = sorted(path.stem for path in (ROOT / "tests" / "bench").glob("[a-z]*.py"))
QUICK = ("figures", "runaway")  # in small they take seconds; .ci/run runs all of them in small


def test_every_bench_says_what_it_takes():
    for name in BENCHES:
        measure = importlib.import_module(f"tests.bench.{name}").measure
        assert set(inspect.signature(measure).parameters) <= {"small"}


@pytest.mark.parametrize("name", QUICK)
def test_a_bench_measures_what_it_says(name):
    """Rows have a name and a number that is none of nothing; a bound has its share."""
    rows = importlib.import_module(f"tests.bench.{name}").measure(small=True)
    assert rows and all(row["what"] and row["value"] > 0 for row in rows)
    assert all(share(row) > 0 for row in rows if bound(row))


def test_the_page_says_what_each_large_package_is_for():
    """Those of this environment have a purpose, and the page tells each that has one and is large where it was made."""
    page = (ROOT / "docs" / "environment.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == environment.LARGEST
    for row in rows:
        name, _, purpose = (cell.strip() for cell in row.strip("|").split("|"))
        assert environment.PURPOSES[name] == purpose
    assert "|  |" not in environment.page()


def test_the_bench_of_counting_runs_the_notebooks_that_have_a_use(tmp_path):
    """Its study asks nothing in steps, so that there is no notebook on ordered answers."""
    write_study(tmp_path, 20)
    names = after_counting(tmp_path)
    assert "05-missing-responses" in names and "04-ordered-answers" not in names


def test_a_name_that_is_no_bench_is_told_of(capsys):
    """With the names that there are, and nothing is measured."""
    assert main(["planing", "small"]) == 2
    told = capsys.readouterr()
    assert "There is no bench planing; there are: build, counting" in told.err and told.out == ""
