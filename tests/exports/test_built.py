"""Studies made whole hold no personal cell in any byte: notebooks, figures, claims, PDF, DOCX and HTML.

Here two of them; ``make exports`` makes every case that holds personal details, and the others, by ``make all``.
"""

import os

import pytest

from tests.exports.built import build, leaks, make_all, texts
from tests.exports.cases import cases

EVERY = os.environ.get("EXPORTS") == "every"
PERSONAL = [name for name, case in cases().items() if case.right.get("personal")]
HERE = ("A31-msforms-named",)  # one in every run, as each takes half a minute; `make exports` makes all


@pytest.mark.parametrize("name", HERE)
def test_no_byte_of_a_whole_study_holds_a_personal_cell(name, tmp_path):
    """Places and addresses of a survey platform; e-mail addresses as the only key."""
    case = cases()[name]
    way = build(case, tmp_path / "study")
    assert not way.stuck
    assert leaks(tmp_path / "study", case.personal_cells()) == []
    kinds = {file.rpartition(".")[2] for file, _ in texts(tmp_path / "study")}
    assert {"ipynb", "csv", "svg", "pdf", "docx", "html", "json", "yaml"} <= kinds


def test_the_search_finds_what_is_there(tmp_path):
    """A cell in a notebook, a table or a document is found; a part of another word is not."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "given.csv").write_text("Lee", encoding="utf-8")
    (tmp_path / "page.html").write_text("<b>Lee</b> 10.20.0.1", encoding="utf-8")
    (tmp_path / "note.txt").write_text("asleep Leeds 10.20.0.11 52.4001", encoding="utf-8")
    assert leaks(tmp_path, ["Lee", "10.20.0.1", "52.400"]) == [("page.html", "10.20.0.1"), ("page.html", "Lee")]


def test_the_search_looks_at_what_a_picture_says_and_not_at_its_points(tmp_path):
    """Packed points hold any three letters by chance; a title in the file does not."""
    (tmp_path / "a.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IDAT", b" Lee ") + _chunk(b"tEXt", b"Title\0By Jon")
    )
    assert leaks(tmp_path, ["Lee", "Jon"]) == [("a.png", "Jon")]


def _chunk(kind, content):
    """A part of a PNG file, its check left as noughts."""
    return len(content).to_bytes(4) + kind + content + bytes(4)


@pytest.mark.skipif(not EVERY, reason="takes hours: make exports")
@pytest.mark.parametrize("name", [name for name, case in cases().items() if not case.right.get("no study")])
def test_make_all_makes_every_case_without_a_personal_cell(name, tmp_path):
    """What a person gets who does only what is printed, and then `make all`."""
    case = cases()[name]
    way = make_all(case, tmp_path / "study")
    assert case.right["refused"] in way.stuck if case.right.get("refused") else not way.stuck
    shown = "\n".join(way.shown)
    assert [cell for cell in case.personal_cells() if cell in shown] == []
    assert leaks(tmp_path / "study", case.personal_cells()) == []
