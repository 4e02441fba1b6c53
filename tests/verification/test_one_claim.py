"""One number, or one figure, run again: what is told, and whether it is equal."""

import json
import shutil

import pytest

from firststeps.errors import Stopped
from firststeps.report.claims.record import UnknownClaim
from firststeps.verification.checks import claims
from firststeps.verification.checks.claims import run_again
from tests import ROOT


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A copy of the root study, of which a notebook is "run" by taking what is stored of it; and what was run."""
    folder = tmp_path / "study"
    for name in ("data", "paper", "figures"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "study.yaml", folder / "study.yaml")
    names = []

    def execute(root, copy, name):
        """Note the name, and put the stored notebook and all figures where a run would put them."""
        names.append(name)
        shutil.copyfile(ROOT / "notebooks" / f"{name}.ipynb", copy / "build" / f"{name}.ipynb")
        shutil.copytree(ROOT / "figures", copy / "figures", dirs_exist_ok=True)

    def clean(copy):
        """Leave out what is made, but the folder of executed notebooks."""
        shutil.rmtree(copy / "figures")

    monkeypatch.setattr(claims, "execute_notebook", execute)
    monkeypatch.setattr(claims.places, "clean", clean)
    return folder, names


def told(folder, id):
    lines = []
    return run_again(folder, id, lines.append), "\n".join(lines)


def change(folder, id, **known):
    path = folder / "paper" / "claims.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored[id] |= known
    path.write_text(json.dumps(stored), encoding="utf-8")


def test_an_equal_number_is_told_with_old_and_new(study):
    folder, names = study
    before = (folder / "paper" / "claims.json").read_bytes()
    equal, lines = told(folder, "primary.mid-p")
    assert equal and lines.endswith("Equal.")
    assert lines.count("primary.mid-p: p = 0.77 (19 people who answered twice; mid-p McNemar) [synthetic]") == 2
    assert names == ["01-cleaning", "03-paired-comparisons"]
    assert (folder / "paper" / "claims.json").read_bytes() == before


def test_what_rests_on_printed_numbers_needs_no_cleaning(study):
    folder, names = study
    assert told(folder, "published.gap.short-p")[0]
    assert names == ["00-published-claims"]


@pytest.mark.parametrize("known", [{"value": 0.5}, {"n": 18}, {"method": "exact McNemar"}])
def test_a_changed_number_is_not_equal(study, known):
    folder, _ = study
    change(folder, "primary.mid-p", **known)
    equal, lines = told(folder, "primary.mid-p")
    assert not equal and "Not equal. primary.mid-p: stored" in lines


def test_a_figure_is_compared_to_the_byte(study):
    folder, names = study
    equal, lines = told(folder, "who-changed")
    assert equal and names == ["01-cleaning", "08-figures"] and "who-changed.svg: stored" in lines
    svg = folder / "figures" / "who-changed.svg"
    svg.write_bytes(svg.read_bytes() + b"\n")
    equal, lines = told(folder, "who-changed")
    assert not equal and lines.endswith("Not equal. The files differ.")


def test_an_unknown_id_gets_the_nearest_ones(study):
    folder, names = study
    with pytest.raises(UnknownClaim, match=r'No claim "primary\.midp" .* Nearest known: primary\.mid-p'):
        told(folder, "primary.midp")
    with pytest.raises(UnknownClaim, match="Nearest known: who-changed"):
        told(folder, "who-change")
    assert names == []


def test_without_claims_it_says_what_to_run(study):
    folder, _ = study
    (folder / "paper" / "claims.json").unlink()
    with pytest.raises(Stopped, match="run make all first"):
        told(folder, "primary.mid-p")
