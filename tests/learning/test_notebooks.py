"""The notebooks of exercises: written into a study's folder, never over a student's work, and whole when they run."""

import re
import shutil
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from firststeps.errors import Stopped
from firststeps.learning.counted import Counted, counted
from firststeps.learning.desk import begin
from firststeps.learning.exercises import exercises, lessons
from firststeps.learning.notebooks import together, why_not, write_lessons
from firststeps.study import Study
from tests import ROOT
from tests.learning.random_studies import STUDIES

MINE = "studies/approval-ratings"


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """A student's own copy of a shipped study."""
    folder = tmp_path_factory.mktemp("of a student") / "mine"
    shutil.copytree(ROOT / MINE, folder, ignore=shutil.ignore_patterns("build", "paper", "figures", "clean", "learn"))
    return folder


def learn(study):
    """Write the exercises of a study by the command that make calls."""
    call = [sys.executable, "-m", "firststeps", "learn", "--study", str(study)]
    return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_run_twice_it_keeps_a_students_file(mine):
    """What a student wrote stays byte for byte; a notebook that was removed is written again; nothing else changes."""
    study = (mine / "study.yaml").read_bytes()
    assert "Left out" in learn(mine)
    paths = sorted((mine / "learn").iterdir())
    assert len(paths) == 8
    paths[0].write_text("a student's work")
    paths[1].unlink()
    told = learn(mine)
    assert paths[0].read_text() == "a student's work" and f"Kept as it is: {paths[0]}" in told
    assert f"New: {paths[1]}" in told and sorted((mine / "learn").iterdir()) == paths
    assert (mine / "study.yaml").read_bytes() == study
    assert sorted(path.name for path in mine.iterdir()) == ["data", "learn", "study.yaml"]
    assert [path.name for path in (mine / "data").iterdir()] == ["raw"]


def test_every_reason_that_is_told_ends_once():
    """Of a paper's numbers alone, and of answers that are compared at no two waves, whatever else there is to ask."""
    printed = counted(Study.load(ROOT / "studies" / "mental-health-first-aid"))
    for counts, why in (
        (printed, "It holds a paper's printed numbers, and no answers."),
        (Counted(), "It compares no"),
    ):
        every = [{why_not(id, counts) for id in lesson.exercises} - {""} for lesson in lessons()[:7]]
        told = [together(sorted(reasons)) for reasons in every]
        assert not [reason for reason in told if re.search(r"[.:;] *[.:;]|[^.]$", reason)]
        assert sum(why in reason for reason in told) == 6


def test_git_leaves_the_exercises_alone():
    """In the root and in a study nothing in learn/ is taken by git, and no tracked file lies there."""
    if subprocess.run(["git", "rev-parse"], cwd=ROOT, capture_output=True, check=False).returncode:
        pytest.skip("no git here")
    for folder in ("learn", f"{MINE}/learn"):
        ignored = subprocess.run(["git", "check-ignore", f"{folder}/01-x.ipynb"], cwd=ROOT, check=False)
        tracked = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True)
        assert ignored.returncode == 0 and tracked.stdout == ""


def test_a_link_is_refused(tmp_path):
    """Nothing is written through a link."""
    (tmp_path / "learn").symlink_to(tmp_path)
    with pytest.raises(Stopped, match="link"):
        write_lessons(tmp_path, STUDIES[0])


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_each_notebook_is_whole_and_runs_unanswered(seed, tmp_path, mine):
    """Valid notebooks, ids once each, a check of each exercise; unanswered, each says that nothing is answered."""
    written = write_lessons(tmp_path, STUDIES[seed], ROOT / "notebooks")
    assert len(written.new) + len(written.unasked) == len(lessons())
    assert all(sentence.count("This study cannot ask it: ") == 1 for sentence in written.unasked)
    desk = begin(mine)
    for path in written.new:
        notebook = nbformat.read(path, 4)
        nbformat.validate(notebook)
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        assert all(len(cell.splitlines()) <= 6 for cell in cells)
        for cell in cells[1:]:
            exec(cell, {"check": desk.check, "hint": desk.hint, "desk": desk, "solution": desk.solution})


def test_every_exercise_stands_in_one_notebook_and_they_are_eight_to_ten():
    """No exercise is forgotten, and none comes twice; links are to notebooks of analysis that there are."""
    ids = [id for lesson in lessons() for id in lesson.exercises]
    assert sorted(ids) == sorted(exercises()) and 8 <= len(lessons()) <= 10
    for lesson in lessons():
        assert len(list((ROOT / "notebooks").glob(f"*-{lesson.analysis}.ipynb"))) == 1, lesson.analysis


def test_a_filled_notebook_is_right_in_a_kernel(mine, monkeypatch):
    """In a plain kernel, in the folder learn, the right answers are right, also in copied cells."""
    write_lessons(mine, begin(mine)._counts)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    path = next((mine / "learn").glob("*-how-much.ipynb"))
    notebook = nbformat.read(path, 4)
    for cell in list(notebook.cells):
        for id, answer in {"change": '"-4%"', "stayed-yes": '"794/944"', "ratio": "880 / 944"}.items():
            if cell.id == f"{id}-answer":
                cell.source = cell.source.replace("...", answer)
                notebook.cells.append(nbformat.v4.new_code_cell(cell.source))
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
    replies = [
        output.data["text/plain"] for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output
    ]
    assert sum(reply.startswith("Right") for reply in replies) == 6


def test_words_of_a_study_are_no_markup(tmp_path):
    """A question with HTML, braces and stars stands as it is."""
    given = Counted("<script>x</script> {x} *y*", patterns=np.array([[3, 1, 0], [2, 2, 0], [0, 0, 0]]))
    path = write_lessons(tmp_path, given).new[0]
    text = path.read_text(encoding="utf-8")
    assert "<script>" not in text and "{x}" in text and "\\\\*y\\\\*" in text


def test_the_first_cell_finds_its_study_or_says_what_to_do(mine, tmp_path):
    """From the folder learn the study is the folder above; elsewhere a sentence says where to open it."""
    assert "Approves of the Prime Minister" in repr(begin(mine))
    with pytest.raises(Stopped, match="make learn"):
        begin(tmp_path)


def test_the_page_for_teachers_has_every_exercise():
    """Its table has each notebook by its title, with its exercises, in their order."""
    page = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (`[^|]+`) \| \S", page, flags=re.M)
    told = [(title, tuple(re.findall(r"`([\w-]+)`", ids))) for title, ids in rows]
    assert told == [(lesson.title, lesson.exercises) for lesson in lessons()]


def test_the_minutes_are_enough_to_read_and_to_do(tmp_path):
    """Words at a hundred a minute, as somebody reads who thinks, and two minutes for each exercise: no less is said."""
    write_lessons(tmp_path, begin(ROOT)._counts)
    for number, lesson in enumerate(lessons(), 1):
        path = tmp_path / "learn" / f"{number:02}-{lesson.id}.ipynb"
        words = sum(len(cell.source.split()) for cell in nbformat.read(path, 4).cells)
        assert words / 100 + 2 * len(lesson.exercises) <= lesson.minutes, lesson.id


def test_names_of_waves_stand_in_quotation_marks():
    """ "At before and at after" reads as if words were missing; what a study calls its waves is its own words."""
    for exercise in exercises().values():
        for text in (exercise.predict, exercise.do, *exercise.hints):
            assert not re.search(r'(?<!")\{(first|second)\}', text), exercise.id
