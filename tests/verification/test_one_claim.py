"""One number, or one figure, run again: what is told, and whether it is equal."""

import json
import shutil
from dataclasses import replace

import pytest

from firststeps.errors import Stopped
from firststeps.report.claims.claim import Claim
from firststeps.report.claims.record import UnknownClaim
from firststeps.verification.checks import claims
from firststeps.verification.checks.claims import fault_of, run_again
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


TOLD = Claim(
    *("a.b", 15 / 26, "proportion", 26, "people who answered", (0.389, 0.745), 0.95),
    **{"method": "Wilson", "source": "Us (2010)", "origin": "published", "notebook": "02-participants"},
)
OTHERWISE = [{"n": 27}, {"denominator": "people who came"}, {"interval": (0.389, 0.8)}, {"level": 0.9}, {"value": 0.6}]
OTHERWISE += [{"method": "Wald"}, {"source": "Them (2011)"}, {"origin": "derived"}, {"notebook": "03-others"}]
OTHERWISE += [{"unit": "ratio"}, {"rounding": 5}, {"interval": None}]


@pytest.mark.parametrize("known", OTHERWISE, ids=[f"{name}" for known in OTHERWISE for name in known.items()])
def test_whatever_a_reader_is_told_of_a_number_is_compared(known):
    """Where only one word of it was changed, that is named; bits that nobody prints are no difference."""
    (name,) = known
    assert f"stored {name} " in fault_of("a.b", replace(TOLD, **known), TOLD)
    assert fault_of("a.b", TOLD, replace(TOLD, value=TOLD.value + 1e-6)) == ""
    assert fault_of("a.b", None, TOLD) and fault_of("a.b", TOLD, None)


def test_a_count_is_compared_to_the_last_person():
    """4,200,001 and 4,200,000 are two numbers; so are two whole numbers that are no people."""
    for unit in ("people", "number"):
        assert "stored value" in fault_of("a.b", Claim("a.b", 4_200_001, unit), Claim("a.b", 4_200_000, unit))


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
