"""The other studies that are shipped run by the same notebooks, and write inside their own folder only."""

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
    given = below(fresh.folder / study, "build", "data/clean", "figures", "paper")
    fresh.make("-j2", "all", f"STUDY={study}")
    assert below(fresh.folder, study, "build") == before
    assert below(fresh.folder / study, "build", "data/clean", "figures", "paper") == given
    made = fresh.folder / study / "paper"
    assert (made / "manuscript.pdf").stat().st_size > 20_000
    assert ("Synthetic data" in (made / "manuscript.html").read_text()) == synthetic
    assert "primary.difference" in read_claims(made / "claims.json")
    assert "Nothing to do" in fresh.make("all", f"STUDY={study}").stdout
