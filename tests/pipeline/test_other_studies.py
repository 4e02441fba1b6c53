"""The other studies that are shipped run by the same notebooks, and write inside their own folder only."""

from pathlib import Path

import pytest

from firststeps.report.claims import read_claims


def below(folder, *left_out):
    """The files below a folder and their bytes, some folders left out."""
    files = (path for path in folder.rglob("*") if path.is_file())
    kept = (path for path in files if not any(path.is_relative_to(folder / name) for name in left_out))
    return {path.relative_to(folder): path.read_bytes() for path in kept if "__pycache__" not in path.parts}


@pytest.mark.parametrize(("name", "synthetic"), [("approval-ratings", False), ("long-follow-up", True)])
def test_another_study_is_made_in_its_own_folder(fresh, name, synthetic):
    study = f"studies/{name}"
    before = below(fresh.folder, study, "build")
    made_there = ("build", "data/clean", "figures", "paper", "release")
    given = below(fresh.folder / study, *made_there)
    fresh.make("-j2", "all", f"STUDY={study}")
    assert below(fresh.folder, study, "build") == before
    assert below(fresh.folder / study, *made_there) == given
    made = fresh.folder / study / "paper"
    assert (made / "manuscript.pdf").stat().st_size > 20_000
    assert ("Synthetic data" in (made / "manuscript.html").read_text()) == synthetic
    assert {"primary.difference", "planning.needed.one-way"} <= read_claims(made / "claims.json").keys()
    assert "Nothing to do" in fresh.make("all", f"STUDY={study}").stdout


def test_a_study_of_ones_own_goes_from_a_file_to_a_paper(fresh):
    """README's way: the number of people on the course is not stated, so the people who were seen are counted."""
    answers = ["A1,before,yes", "A1,after,no", "A2,before,no", "A2,after,yes", "A3,before,no", "A3,after,yes"]
    (fresh.folder / "answers.csv").write_text("\n".join(["person,wave,involved", *answers, "A4,before,yes"]) + "\n")
    fresh.make("new", "STUDY=studies/mine", "FROM=answers.csv")
    fresh.make("-j2", "all", "STUDY=studies/mine")
    claims = read_claims(fresh.folder / "studies" / "mine" / "paper" / "claims.json")
    assert (claims["flow.course.people"].value, claims["flow.after.people"].fraction) == (4, "3/4")
    assert (claims["primary.yes-to-no"].value, claims["primary.no-to-yes"].value) == (1, 2)
    assert (fresh.folder / "studies" / "mine" / "paper" / "manuscript.pdf").exists()


def test_only_a_public_study_is_released_and_a_failed_release_leaves_the_old_one(fresh):
    """The exact results stay outside release/; what is in it holds together when the paper breaks later."""
    study = "studies/long-follow-up"
    fresh.make("-j2", "all", f"STUDY={study}")
    released = fresh.folder / study / "release"
    assert not (fresh.folder / "release").exists()
    before = below(released)
    assert {"counts.csv", "claims.json", "public.pdf", "08-public-release.ipynb"} <= {str(path) for path in before}
    assert b"data/clean" not in before[Path("claims.json")]
    fresh.edit(f"{study}/paper/public.md", "# Discussion", "# Discussion of 17 people")
    assert fresh.make("all", f"STUDY={study}", check=False).returncode != 0
    assert below(released) == before
