"""Each different text is asked once, and every cell gets what it was told."""

import importlib
import pkgutil

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from firststeps.responses import proposing
from firststeps.responses.cleaning.layouts import Part
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.cleaning.people import join_spellings
from firststeps.responses.proposing.propose import inspect_files
from firststeps.responses.texts.each import by_text, times_of
from firststeps.study.parts import texts

TEXTS = st.lists(st.sampled_from(["Yes", "yes ", "", "No", "\u00e9"]), max_size=12)


@given(TEXTS)
def test_every_cell_gets_what_its_text_was_told(written):
    """As a function of each cell gives, in its place; counted, as each cell counts."""
    cells = pd.Series(written, index=range(3, 3 + len(written)), dtype="str")
    assert by_text(cells, str.strip).to_dict() == {row: text.strip() for row, text in cells.items()}
    assert sum(times_of(cells, str.strip).values()) == len(written)
    assert all(times == written.count(text) for text, times in times_of(cells).items())


def test_a_text_that_comes_again_is_asked_once():
    asked = []
    by_text(pd.Series(["a", "b"] * 500, dtype="str"), asked.append)
    assert asked == ["a", "b"]


def test_proposing_looks_at_each_different_text(tmp_path, monkeypatch):
    """What a file costs to be described is told by its different texts, not by its rows."""
    calls = []
    names = [found.name for found in pkgutil.walk_packages(proposing.__path__, f"{proposing.__name__}.")]
    looks = [(module, look) for module in map(importlib.import_module, names) for look in ("tidy", "caseless")]
    for module, look in ((module, look) for module, look in looks if hasattr(module, look)):
        ours = getattr(texts, look)
        monkeypatch.setattr(module, look, lambda raw, ours=ours: calls.append(raw) or ours(raw))
    path, counts = tmp_path / "answers.csv", []
    for more in (1, 20):  # the same four people, whose every row stands there twenty times
        rows = [f"P0{i},{wave},{said}" for i in range(4) for wave, said in (("pre", "Yes"), ("post", "No"))] * more
        path.write_text("\n".join(["code,wave,helps", *rows]), encoding="utf-8")
        calls.clear()
        inspect_files([path])
        counts.append(len(calls))
    assert counts[1] < 2 * counts[0]


def test_many_codes_are_joined_without_looking_at_each_pair():
    """Of many codes only those that are written in several ways are looked at."""
    codes = [f"P{i:05d}" for i in range(20_000)]
    first = pd.Series([*codes, "p 00001"], dtype="str").drop(1).reset_index(drop=True)
    parts = [Part("a", "pre", first, None), Part("a", "post", pd.Series(codes, dtype="str"), None)]
    found = Findings()
    join_spellings(parts, found)
    assert found.spellings == {"p 00001": "P00001"}
