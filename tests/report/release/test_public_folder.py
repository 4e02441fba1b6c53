"""A release is made where nobody takes half of it for what may go out."""

import fcntl
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from firststeps.report.claims.record import Claims
from firststeps.report.paper.declarations import UndeclaredError
from firststeps.report.release import public_folder
from firststeps.study import Study
from tests.small_study import DECLARED
from tests.study.test_reads import TEXT


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A public study whose notebook 09 has drafted a release; its paper is a single file."""
    (tmp_path / "study.yaml").write_text(f"{TEXT}release: {{mode: public}}\n{DECLARED}")
    (tmp_path / "build" / "release").mkdir(parents=True)
    (tmp_path / "build" / "release" / "counts.csv").write_text("about,people\n")
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "build" / public_folder.NOTEBOOK)
    monkeypatch.setattr(public_folder, "build_article", _article)
    monkeypatch.setattr(public_folder.ledger, "append", lambda study, counts: None)
    return Study.load(tmp_path)


def _article(study, stem, claims, figures, into, *rest, mark):
    """Stands for the paper."""
    (into / "public.pdf").write_text("paper")


def tree(folder):
    """The names of all there is below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_while_it_is_made_nothing_new_stands_beside_the_study(study, monkeypatch):
    """The half-made folder is below build/, and the finished one takes its place in one step."""
    beside = {path.name for path in study.folder.iterdir()}
    seen = []

    def article(*arguments, mark):
        seen.extend(path.name for path in study.folder.iterdir())
        _article(*arguments, mark=mark)

    monkeypatch.setattr(public_folder, "build_article", article)
    public_folder.make_edition(study)
    assert set(seen) == beside | {"paper"}
    assert {path.name for path in study.folder.iterdir()} == beside | {"paper", "release"}


def test_a_paper_that_begins_is_told_with_its_place(study, capsys):
    """The other papers are named with the folder of their study, and so is this one."""
    public_folder.make_edition(study)
    assert f"{study.folder / 'paper' / 'public.md'} is new" in capsys.readouterr().out


def test_its_notebook_leads_to_what_lies_beside_it(study):
    """Other notebooks, and the paper of the house, are not in the release."""
    way = nbformat.v4.new_markdown_cell("**Next:** [00](00-published-claims.ipynb), [it](../paper/manuscript.html#a)")
    way.id = "next-09"
    nbformat.write(nbformat.v4.new_notebook(cells=[way]), study.build / public_folder.NOTEBOOK)
    public_folder.make_edition(study)
    release = study.folder / "release"
    text = nbformat.read(release / public_folder.NOTEBOOK, as_version=4).cells[-1].source
    assert re.findall(r"\]\((.*?)\)", text) == ["public.html", "claims.json"] and (release / "claims.json").is_file()


def test_no_hash_of_what_is_not_released_goes_out(study):
    """From a hash of study.yaml somebody could guess its values, one after the other."""
    claim = Claims(study.build, public_folder.NOTEBOOK.removesuffix(".ipynb"), "observed").record("a.b", 20, "people")
    shown = nbformat.v4.new_output("execute_result", claim._repr_mimebundle_(), execution_count=1)
    cells = [nbformat.v4.new_code_cell(outputs=[shown], id="c0")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), study.build / public_folder.NOTEBOOK)
    public_folder.make_edition(study.folder, lambda step, study: {"study.yaml": "0" * 64, "code": "1" * 64})
    told = (study.folder / "release" / "claims.json").read_text(encoding="utf-8")
    assert "1" * 64 in told and "0" * 64 not in told


@pytest.mark.parametrize("place", ["build", "."])
def test_what_a_killed_run_left_is_gone_after_the_next(study, place):
    """A half-made release of a process that is no more is removed, that of one that runs is not."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    half, running = (study.folder / place / f".release-{number}" for number in (gone.pid, os.getppid()))
    for folder in (half, running):
        folder.mkdir()
        (folder / "counts.csv").write_text("half")
    (study.build / f".release-{gone.pid}-old").mkdir()
    lock = os.open(running, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # as who writes it does
    public_folder.make_edition(study)
    assert not half.exists() and running.exists()
    os.close(lock)
    shutil.rmtree(running)
    assert not [name for name in tree(study.folder) if ".release-" in name]


def test_a_failed_release_leaves_the_old_one(study, monkeypatch):
    """Where the paper cannot be made, the folder release/ is as it was, and nothing of the new one is left."""
    public_folder.make_edition(study)
    (study.folder / "release" / "mine.txt").write_text("kept")
    before = tree(study.folder)

    def fail(*_, mark):
        raise ValueError("no paper")

    monkeypatch.setattr(public_folder, "build_article", fail)
    with pytest.raises(ValueError, match="no paper"):
        public_folder.make_edition(study)
    assert tree(study.folder) == before


@pytest.mark.parametrize(
    ("declared", "missing"),
    [
        ("", "ethics, consent, funding, interests, access, licence, contributions, archive"),
        (DECLARED.replace("funding: None.", "funding: ..."), "funding"),
        (DECLARED.replace("{doi: 10.5281/zenodo.1234567}", "{}"), "archive"),
    ],
)
def test_nothing_goes_out_before_all_is_declared(study, declared, missing):
    """One message lists what governance does not say; nothing is written, and the lines to add decide nothing."""
    text = (study.folder / "study.yaml").read_text().replace(DECLARED, declared)
    (study.folder / "study.yaml").write_text(text)
    before = tree(study.folder)
    with pytest.raises(UndeclaredError, match=f"governance does not say {missing} yet") as refusal:
        public_folder.make_edition(study.folder)
    assert tree(study.folder) == before
    asked = str(refusal.value).partition("Add:\n")[2]
    assert [line.split(":")[0].strip() for line in asked.splitlines()[1:]] == missing.split(", ")


def test_the_readme_says_what_is_declared(study):
    """Each declaration and the place of the archive stand in the README of the release, with nothing that acts."""
    text = (study.folder / "study.yaml").read_text()
    (study.folder / "study.yaml").write_text(
        text.replace("funding: None.", "funding: '<img src=x> [Grant](javascript:a)'")
    )
    public_folder.make_edition(study.folder)
    readme = (study.folder / "release" / "README.md").read_text(encoding="utf-8")
    assert "**Ethics.** Not needed." in readme and "<https://doi.org/10.5281/zenodo.1234567>" in readme
    assert r"**Funding.** \<img src=x\> \[Grant\](javascript:a)." in readme
