"""What git takes, ignores and cleans in a clone with a study of one's own: asked of git itself."""

import subprocess
from pathlib import Path

import pytest

from firststeps.pipeline.places import FOLDERS, PAPERS
from tests import ROOT

GIVEN = ["data/raw/answers.csv", "data/raw/more/deep.xlsx", "data/raw/SHA256SUMS"]
ROWS = ["data/clean/responses.csv", "build/01-cleaning.ipynb"]
WRITTEN = ["study.yaml", "codebook.csv", "data/published.csv", "paper/manuscript.md", "paper/references.bib"]
WRITTEN += ["paper/public.md", "paper/checklists.yaml", "paper/style/article.css"]
MADE = [f"{folder}/a" for folder in FOLDERS] + [f"paper/{name}" for name in PAPERS]


def git(folder, *arguments):
    """What git says, a line each."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture
def clone(tmp_path):
    """A repository with this one's .gitignore, the shipped files of data, and nothing committed."""
    git(tmp_path, "init", "-q")
    for name in [".gitignore", *_shipped()]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


def _shipped():
    """The given files and study files of this repository's own studies."""
    studies = [ROOT, ROOT / "studies" / "approval-ratings", ROOT / "studies" / "long-follow-up"]
    files = [path for study in studies for path in [study / "study.yaml", *(study / "data" / "raw").iterdir()]]
    return [str(path.relative_to(ROOT)) for path in files]


def fill(clone, study, names):
    """Put a file of each name into a study; their paths."""
    for name in names:
        path = clone / study / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n")
    return {str(Path(study, name)) for name in names}


@pytest.mark.parametrize("study", ["studies/mine", "studies/a study", "mine", "work/2027/mine"])
def test_git_add_takes_what_is_written_and_nobodys_answers(clone, study):
    """Git leaves out given files and rows of people, wherever the study lies, and takes what its author wrote."""
    answers, written = fill(clone, study, GIVEN + ROWS), fill(clone, study, WRITTEN)
    git(clone, "add", ".")
    added = set(git(clone, "-c", "core.quotePath=false", "ls-files"))
    assert not added & answers
    assert written <= added


def test_git_add_leaves_out_what_is_made_in_a_study(clone):
    """Of a study in studies/ no made file gets in."""
    made = fill(clone, "studies/mine", MADE)
    git(clone, "add", ".")
    assert not made & set(git(clone, "ls-files"))


@pytest.mark.parametrize("study", ["studies/mine", "mine"])
def test_git_clean_of_the_ignored_spares_what_an_author_wrote(clone, study):
    """`git clean -fdX` removes nothing that cannot be made again or copied again from where it came."""
    fill(clone, study, GIVEN + ROWS + MADE)
    written = fill(clone, study, WRITTEN)
    git(clone, "clean", "-qfdX")
    assert all((clone / name).is_file() for name in written)


def test_the_shipped_studies_are_taken_whole(clone):
    """The synthetic files and the published counts that are shipped are no person's answers: git takes them."""
    git(clone, "add", ".")
    assert set(_shipped()) <= set(git(clone, "ls-files"))
