"""Letters that the bundled fonts lack: another font where the machine has one, else one clear sentence."""

import itertools
from hashlib import sha256
from pathlib import Path

import pytest
from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

from firststeps.report import figures
from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.figures.base import fonts, look
from firststeps.report.paper import publishing

NOBODY_HAS = "\U0010fffd"  # a private letter: no font draws it but the one that draws boxes


def drawing(title):
    with figures.style():
        figure = figures.page(figures.SINGLE, 50)
        figure.subplots().set_title(title)
    return figures.drawing(figure, "A title.", ("title",), [(title,)])


def test_a_figure_with_a_letter_of_no_font_says_so_once(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "other_families", lambda letters: [])
    with pytest.warns(UserWarning) as said:
        figures.save(drawing("\u5f00"), tmp_path, "a-title")
    (warning,) = said
    assert 'Figure a-title: no font of this machine holds "\u5f00"' in str(warning.message)


def test_the_font_that_draws_boxes_holds_no_letter():
    assert fonts.lacking("\u5f00") == "\u5f00"
    assert not any(name.startswith("Last Resort") for name in fonts.other_families("\u5f00"))


def test_a_pdf_with_a_letter_of_no_font_names_the_letter(tmp_path):
    (tmp_path / "article.typ").write_text(f'#set document(title: "a")\nA letter: {NOBODY_HAS}\n', encoding="utf-8")
    with pytest.raises(ManuscriptError, match="Install a font"):
        publishing._typeset(tmp_path, 0)
    assert not (tmp_path / "article.pdf").exists()


# Of Debian's package fonts-liberation2 2.1.5-1, as its list of files has them.
LIBERATION = {
    "LiberationSans-Bold.ttf": "ba0e0dc3f7aca5b0afbc31e800531ee43be3aa79ae35b2ef1f6470a9547765c4",
    "LiberationSans-Regular.ttf": "8d91388f1d3604b3b8ae0e3ee2d140e50cd6122f9214514f4aca772540a4076d",
}


def test_the_font_is_the_published_one_with_its_licence():
    """Unchanged, since its licence reserves its name; the licence stands beside it."""
    sums = {file.name: sha256(file.read_bytes()).hexdigest() for file in fonts.FOLDER.glob("*.ttf")}
    licence = (fonts.FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert sums == LIBERATION and "SIL OPEN FONT LICENSE Version 1.1" in licence and "Reserved Font" in licence


def test_ours_is_drawn_with_and_not_a_font_of_the_machine():
    with figures.style():
        assert Path(font_manager.findfont(font_manager.FontProperties())).parent == fonts.FOLDER
        assert Path(font_manager.findfont(font_manager.FontProperties(weight="bold"))).name == "LiberationSans-Bold.ttf"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_lines_are_as_wide_as_matplotlib_draws_them(width):
    """Broken to a width they keep to it, and would not with the word after; no word is lost."""
    text = "Score: asymptotic McNemar test at 0.05; similar where the interval lies within \u221210 \u2192 +10 points"
    lines = look.fit(text, width).split("\n")
    assert " ".join(lines) == text
    with figures.style():
        figure = figures.page(look.DOUBLE, 20)
        longer = [f"{line} {after.split()[0]}" for line, after in itertools.pairwise(lines)]
        drawn = [figure.text(0, 0, line).get_window_extent().width / figure.dpi * 25.4 for line in [*lines, *longer]]
    assert max(drawn[: len(lines)]) <= width + 0.3 and min(drawn[len(lines) :]) >= width - 0.3


def test_a_word_longer_than_its_line_is_broken():
    lines = look.fit("A questionnaire", 9, indent=" ").split("\n")
    assert lines[0] == "A" and len(lines) > 2 and "".join(line.strip() for line in lines) == "Aquestionnaire"


def test_letters_are_as_wide_as_those_of_arial():
    """Advance widths of Arial's letters in 2048 units to the em (its table hmtx): n 1139, m 1706, zero 1139."""
    font = font_manager.get_font(fonts.FOLDER / "LiberationSans-Regular.ttf")
    widths = {letter: font.load_char(ord(letter), flags=LoadFlags.NO_SCALE).horiAdvance for letter in "nm0"}
    assert widths == {"n": 1139, "m": 1706, "0": 1139}
