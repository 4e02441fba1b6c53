"""Which steps a verification takes, by what the earlier ones have found."""

from types import SimpleNamespace

import pytest

from firststeps.verification import verify
from firststeps.verification.receipt import NOT_RUN, PASS, checked


@pytest.fixture
def ground(tmp_path, monkeypatch):
    """A study with a paper, in which one fault is planted and caught; nothing is run through the notebooks."""
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "manuscript.html").write_text("<p>26</p>")
    monkeypatch.setattr(verify, "stored_copy", lambda ground, folder: folder)
    monkeypatch.setattr(verify, "short_faults", lambda stored: ["a fault"])
    monkeypatch.setattr(verify, "try_faults", lambda stored, faults: (len(faults), [], []))
    return SimpleNamespace(study=tmp_path, quick=True)


@pytest.mark.parametrize(
    ("fell", "words"), [([2], "since step 2 has found faults already"), ([2, 4, 5], "since steps 2, 4, 5 have found")]
)
def test_in_a_study_with_faults_no_more_are_planted(ground, monkeypatch, fell, words):
    """A second flipped answer in a file that its sum does not promise changes no word of step 2: none was missed."""
    steps = [checked(number, 3, ["One fell."] if number in fell else []) for number in range(1, 8)]
    monkeypatch.setattr(verify, "_checks", lambda *_: iter(steps))
    *first, last = verify._steps(ground, [])
    assert first == steps
    assert (last.number, last.status) == (8, NOT_RUN) and words in last.notes[0]


@pytest.mark.parametrize("fell", [[], [1], [7]])
def test_other_packages_or_a_verdict_that_hangs_on_the_margin_hinder_no_planting(ground, monkeypatch, fell):
    steps = [checked(number, 3, ["One fell."] if number in fell else []) for number in range(1, 8)]
    monkeypatch.setattr(verify, "_checks", lambda *_: iter(steps))
    assert [*verify._steps(ground, [])][-1].status == PASS
