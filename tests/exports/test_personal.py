"""No cell of a column of personal details travels, and nobody's own words stand in a proposed study.yaml."""

import pytest

from firststeps.responses.cleaning.account import personal_sentence
from firststeps.responses.cleaning.layouts import raw_files, read_raw
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.proposing.first_look import first_look
from tests.exports.cases import cases
from tests.exports.robot import go

PERSONAL = [name for name, case in cases().items() if case.right.get("personal")]
OWN_WORDS = [name for name, case in cases().items() if case.right.get("own words")]


def made(case, folder):
    """Everything that the way to the first table shows or writes, raw files apart, as {where: text}."""
    way = go(case, folder)
    texts = {"shown": "\n".join(way.shown), "first look": "\n".join(first_look(way.shown[0], case.files))}
    if way.cleaned:
        write_clean(way.study, way.cleaned)
        texts["sentence"] = personal_sentence(way.cleaned.log)
        texts |= {f"raw rows of {name}": read_raw(way.study, name).cells.to_csv() for name in raw_files(way.study)}
    written = [*folder.glob("study.yaml"), *folder.glob("data/clean/*")]
    return texts | {path.name: path.read_text(encoding="utf-8") for path in written}


@pytest.mark.parametrize("name", PERSONAL)
def test_no_personal_cell_is_shown_or_written(name, tmp_path):
    """From the proposal through every refusal to the clean files, the log, and the raw rows of notebook 01."""
    case = cases()[name]
    cells = case.personal_cells()
    leaks = {where: cell for where, text in made(case, tmp_path / "study").items() for cell in cells if cell in text}
    assert leaks == {}


@pytest.mark.parametrize("name", OWN_WORDS)
def test_nobodys_own_words_stand_in_the_proposal(name, tmp_path):
    """An answer in somebody's words is no choice of a list."""
    case = cases()[name]
    words = [text for text in case.own_words() if " " in text]
    way = go(case, tmp_path / "study")
    assert words or not way.shown
    assert [text for text in words if any(text in shown for shown in way.shown[:1])] == []
