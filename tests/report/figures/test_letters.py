"""Letters that the bundled fonts lack: another font where the machine has one, else one clear sentence."""

import pytest

from firststeps.report import figures
from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.figures import saving
from firststeps.report.paper import publishing

NOBODY_HAS = "\U0010fffd"  # a private letter: no font draws it but the one that draws boxes


def drawing(title):
    with figures.style():
        figure = figures.page(figures.SINGLE, 50)
        figure.subplots().set_title(title)
    return figure


def test_a_figure_with_a_letter_of_no_font_says_so_once(tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "_families", lambda wanted: [])
    with pytest.warns(UserWarning) as said:
        figures.save(drawing("\u5f00"), tmp_path, "a-title", "A title.")
    (warning,) = said
    assert 'Figure a-title: no font of this machine holds "\u5f00"' in str(warning.message)


def test_the_font_that_draws_boxes_holds_no_letter():
    assert saving.lacking("\u5f00") == "\u5f00"
    assert not any(name.startswith("Last Resort") for name in saving._families("\u5f00"))


def test_a_pdf_with_a_letter_of_no_font_names_the_letter(tmp_path):
    (tmp_path / "article.typ").write_text(f'#set document(title: "a")\nA letter: {NOBODY_HAS}\n', encoding="utf-8")
    with pytest.raises(ManuscriptError, match="Install a font"):
        publishing._typeset(tmp_path, 0)
    assert not (tmp_path / "article.pdf").exists()
