"""An answer that is kept is given again while nothing has changed, and only then; it is the one that is worked out."""

import gzip
import os
import subprocess
import sys

import pytest

from firststeps.pipeline.dependencies import PACKAGE, keep_readings, modules, use_readings
from firststeps.pipeline.inputs import LOCK, STYLE
from firststeps.pipeline.remembered import listed, remembered, state
from tests import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with what an answer is kept for; it is seen from the root, as make sees it."""
    for name in ("study.yaml", "codes/book.csv", "data/raw/answers.csv", "figures/a.svg", "build/inputs/claims.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("P01,yes\n")
    monkeypatch.chdir(ROOT)
    return tmp_path


@pytest.fixture
def ask(folder, monkeypatch):
    """Ask, and give the answer with whether it was worked out; the compendium is left out, where others write."""
    monkeypatch.setattr("firststeps.pipeline.remembered.OF_ALL", ())

    def ask(keep=True):
        worked_out = []

        def work_out():
            worked_out.append(True)
            return [(folder / "study.yaml").read_text()], [folder / "codes" / "book.csv"]

        lines = remembered("plan", folder, work_out, keep)
        assert lines == [(folder / "study.yaml").read_text()]
        return bool(worked_out)

    return ask


def rewrite(path):
    """Put other bytes, as many, into a file and give it its time back."""
    times = os.stat(path)
    path.write_text("P01,no!\n")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


CHANGES = {
    "other bytes, same size and time": lambda folder: rewrite(folder / "study.yaml"),
    "a file that was read beside": lambda folder: rewrite(folder / "codes" / "book.csv"),
    "a raw file": lambda folder: rewrite(folder / "data" / "raw" / "answers.csv"),
    "a new raw file": lambda folder: (folder / "data" / "raw" / "b.csv").touch(),
    "a raw file that is gone": lambda folder: (folder / "data" / "raw" / "answers.csv").unlink(),
    "a figure that is gone": lambda folder: (folder / "figures" / "a.svg").unlink(),
    "a record": lambda folder: (folder / "build" / "inputs" / "claims.json").unlink(),
    "printed numbers": lambda folder: (folder / "data" / "published.csv").touch(),
    "a style": lambda folder: (folder / "paper" / "style").mkdir(parents=True),
    "the folder moved behind a link": lambda folder: [
        (folder / "data" / "raw").rename(folder / "elsewhere"),
        (folder / "data" / "raw").symlink_to(folder / "elsewhere"),
    ],
    "a kept answer that is none": lambda folder: (folder / "build" / "plan.json").write_text("[1]"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_answer_is_worked_out_again_after_a_change(ask, folder, change):
    """Asked twice it is worked out once; after any change of what it may depend on, again, and once."""
    assert ask() and not ask()
    change(folder)
    assert ask() and not ask()


def test_an_answer_is_worked_out_again_after_a_change_of_the_surroundings(ask, monkeypatch):
    """The variable that trusts a style is an input."""
    assert ask() and not ask()
    monkeypatch.setenv("TRUST", "paper/style")
    assert ask()


def test_links_are_followed_once_and_never_in_a_circle(folder):
    """A folder that is linked to is looked at, one above is not; a link to nowhere or to itself has only a name."""
    for name, aim in {"above": "..", "circle": "circle", "nowhere": "gone", "raw2": "raw/deep", "b.csv": "raw"}.items():
        (folder / "data" / name).symlink_to(aim)
    (folder / "data" / "raw" / "deep").mkdir()
    (folder / "data" / "raw" / "deep" / "c.csv").touch()
    rows = {row[0]: row[1:] for row in listed(folder / "data")}
    assert [row for row in rows if rows[row] == ["", ""]] == ["circle", "nowhere"]
    assert "above" not in rows
    assert rows["b.csv"] == ["folder", True]
    assert rows["b.csv/answers.csv"][0] == len("P01,yes\n")
    assert [row for row in rows if row.endswith("c.csv")] == ["b.csv/deep/c.csv"]


def test_nothing_is_kept_that_changed_meanwhile(folder):
    """Whoever writes while an answer is worked out may or may not be in it: it is worked out again."""

    def work_out():
        rewrite(folder / "study.yaml")
        return ["old"], []

    assert remembered("plan", folder, work_out) == ["old"]
    assert not (folder / "build" / "plan.json").exists()


def test_nothing_is_written_where_nothing_may_be(ask, folder):
    """Under make -n, and in a folder that cannot be written to."""
    before = sorted(folder.rglob("*"))
    assert ask(keep=False)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["src/firststeps/digits.py", "notebooks/07-planning.ipynb", LOCK, f"{STYLE}/article.css"]
)
def test_every_input_of_the_compendium_is_looked_at(folder, name):
    """A file that changes changes the state: seen on its time, set to the moment it has."""
    before = state(folder)
    times = os.stat(ROOT / name)
    os.utime(ROOT / name, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert state(folder) != before


def test_a_kept_answer_is_given_without_what_is_slow():
    """Neither NumPy nor pandas nor pydantic nor YAML is loaded for what make asks each time."""
    code = (
        "import sys, firststeps.__main__, firststeps.commands.notebooks;"
        "import firststeps.pipeline.remembered, firststeps.pipeline.summary;"
        "print(*{'numpy', 'pandas', 'pydantic', 'yaml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


SOURCE = "from firststeps.paired import patterns"


def found_elsewhere(lines, *files):
    """The modules that another process finds, once it has run some lines with ``ours`` and these files."""
    code = (
        "import pathlib, sys; from firststeps.pipeline import dependencies as ours\n"
        f"files = [*map(pathlib.Path, sys.argv[1:])]\n{lines}\n"
        f"print(*ours.modules({SOURCE!r}), sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_what_was_read_of_modules_is_not_read_again(tmp_path):
    """Another process finds the same modules, though it can read none of them itself."""
    file, found = tmp_path / "modules.json.gz", [str(path) for path in modules(SOURCE)]
    keep_readings(file)
    assert found_elsewhere("ours._code = None; ours.use_readings(files[0])", file) == found


def test_what_is_read_after_a_server_has_started_is_taken_up(tmp_path):
    """As in a fresh clone, whose first build writes the file: then neither modules are read nor the file again."""
    later, found = tmp_path / "modules.json.gz", [str(path) for path in modules(SOURCE)]
    keep_readings(later)
    lines = (
        "file, later = files; ours.take_up_readings(file)\n"
        "later.rename(file); ours._code = None; ours.take_up_readings(file)\n"
        "ours.use_readings = None; ours.take_up_readings(file)"
    )
    assert found_elsewhere(lines, tmp_path / "new.json.gz", later) == found


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("text", ["", "[]", '{"by": 3}', '{"modules": {}}', "\x00"])
def test_readings_of_another_program_are_not_used(tmp_path, text, packed):
    """Whatever stands where what was read of modules should be, they are read."""
    file = tmp_path / "modules.json.gz"
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    use_readings(file)
    assert PACKAGE / "paired" / "tables.py" in modules("from firststeps.paired import patterns")
