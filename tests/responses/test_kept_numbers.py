"""What no study changes is kept as data: made by this code, as worked out anew, and all that the notebooks ask."""

import json
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import pytest

from firststeps.paired.planning import kept, samplesize, similarity
from firststeps.paired.planning.power import power, power_curve
from firststeps.report import notebook
from firststeps.responses.counting.planning import numbers_of_every_study

ROOT = Path(__file__).resolve().parents[2]
STALE = "the code of plans has changed since its numbers were kept: make constants"


@pytest.fixture
def nothing_remembered():
    """Nothing that a plan asked for before in this process."""
    for function in (samplesize._sample_size, similarity._sample_size):
        function.__wrapped__.cache_clear()


def numbers(plain):
    """The numbers of something that is kept, in one row."""
    if isinstance(plain, list):
        return [number for part in plain for number in numbers(part)]
    return [plain] if isinstance(plain, int | float) else []


def test_what_is_kept_was_made_by_this_code():
    """Else every plan works it out anew, and nobody sees why it takes so long."""
    assert kept.known_numbers(), STALE


def test_what_is_kept_is_what_is_worked_out(nothing_remembered):
    """To the last digits, in which machines may differ; texts and whole numbers to the letter."""
    anew, known = numbers_of_every_study(), kept.known_numbers()
    assert anew.keys() == known.keys(), STALE
    for name, plain in anew.items():
        np.testing.assert_allclose(numbers(plain), numbers(known[name]), rtol=1e-9, atol=1e-13, err_msg=name)


def code_of(notebook):
    """The source of each code cell of a notebook."""
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_notebooks_ask_for_nothing_else_that_is_the_same_for_all(nothing_remembered, monkeypatch):
    """The cells of 07 for the compendium's own study, and those of 03 without data; other margins are asked by 00."""
    without_data = [source for source in code_of("03-paired-comparisons") if "No data: arithmetic only" in source]
    monkeypatch.setattr(notebook, "begin", lambda *a, **options: (MagicMock(), MagicMock(), MagicMock(), MagicMock()))
    names = {"display": MagicMock()}
    monkeypatch.setattr("builtins.print", MagicMock())
    with kept.working_out() as asked:
        for source in [*code_of("07-planning"), *without_data]:
            exec(source, names)
    known = kept.known_numbers()
    assert asked.keys() <= known.keys(), STALE
    assert all(name.startswith("similarity._sample_size(0.0, ") for name in known.keys() - asked.keys())


def test_nothing_is_read_that_other_code_has_made(monkeypatch, tmp_path):
    """Nor from a file that is spoiled, or not there: then everything is worked out."""
    sizes = range(2, 251)
    expected = power_curve(sizes, 0.1, 0.3)
    for text in ("", "[]", "{", '{"code": "0", "numbers": {}}', kept.FILE.read_text(encoding="utf-8")[:-9]):
        (tmp_path / "kept.json").write_text(text, encoding="utf-8")
        monkeypatch.setattr(kept, "FILE", tmp_path / "kept.json")
        kept.known_numbers.cache_clear()
        assert kept.known_numbers() == {}
        np.testing.assert_allclose(power_curve(sizes, 0.1, 0.3), expected, rtol=1e-12)
    monkeypatch.undo()
    kept.known_numbers.cache_clear()


def test_a_number_that_is_not_kept_is_worked_out():
    """For other arguments, however near, the curve is that of power at each size."""
    for alpha in (0.05, 0.049):
        curve = power_curve(range(2, 251), 0.1, 0.3, alpha=alpha)
        np.testing.assert_allclose(curve[::62], [power(n, 0.1, 0.3, alpha=alpha) for n in range(2, 251, 62)], rtol=1e-9)
    assert abs(curve - power_curve(range(2, 251), 0.1, 0.3)).max() > 1e-4


def test_who_may_not_wait_is_refused_whatever_is_kept():
    """The seconds that are allowed are part of what was asked."""
    with pytest.raises(ValueError, match="takes about"):
        power_curve(range(2, 251), 0.1, 0.3, longest=1e-6)
