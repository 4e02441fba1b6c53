import io
import itertools
import json
from urllib.parse import unquote
from xml.etree import ElementTree

import matplotlib.colors
import numpy as np
import pandas as pd
import pypdf
import pytest
from PIL import Image

from firststeps.report import figures
from firststeps.report.figures.base import look
from firststeps.report.figures.base.drawing import sentence
from firststeps.report.figures.involvement import involvement_by_wave
from tests import ROOT


def drawing(alt="A line."):
    with figures.style():
        figure = figures.page(figures.SINGLE, 50)
        figure.subplots().plot([0, 1], [2, 3], marker="o", label="a line")
    return figures.drawing(figure, alt, ("x", "y"), [(0, 2), (1, 3)])


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


@pytest.mark.parametrize("mark", ["", "Synthetic data"])
def test_saving_twice_gives_the_same_bytes(tmp_path, mark):
    figures.save(drawing(), tmp_path / "a", "a-line", mark)
    figures.save(drawing(), tmp_path / "b", "a-line", mark)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert sorted(contents(tmp_path / "a")) == [
        "a-line.json",
        "a-line.pdf",
        "a-line.png",
        "a-line.svg",
        "narrow/a-line.svg",
    ]


def test_mark_is_drawn_and_in_every_file_if_and_only_if_synthetic(tmp_path):
    figures.save(drawing(), tmp_path / "synthetic", "f", "Synthetic data")
    figures.save(drawing(), tmp_path / "observed", "f")
    for name, content in contents(tmp_path / "synthetic").items():
        assert b"Synthetic data" in content, name
    for name, content in contents(tmp_path / "observed").items():
        assert b"ynthetic" not in content, name
    assert b"<!-- Synthetic data -->" in contents(tmp_path / "synthetic")["f.svg"]  # the drawn text, not metadata
    assert json.loads((tmp_path / "observed" / "f.json").read_text())["origin"] == "observed"


def test_mark_is_drawn_once_and_moves_nothing():
    """The strip is added above: what was drawn keeps its size in inches."""
    with figures.style():
        plain, marked = drawing().figure, drawing().figure
        for figure in (figures.stamp(figures.stamp(marked, "Synthetic data"), "Synthetic data"), plain):
            figure.draw_without_rendering()
    assert len(marked.texts) == 1
    before, after = (f.axes[0].get_window_extent().bounds for f in (plain, marked))
    assert after == pytest.approx(before, abs=1.5)


def test_alt_text_opens_with_the_mark(tmp_path):
    saved = figures.save(drawing(), tmp_path, "f", "Synthetic data")
    assert saved.alt == "Synthetic data. A line."
    assert json.loads((tmp_path / "f.json").read_text())["alt"] == saved.alt
    shown = saved._repr_mimebundle_()
    image = ElementTree.fromstring(shown["text/html"].partition("\n")[0].removesuffix(">") + "/>")
    assert shown["text/plain"].splitlines()[0] == image.get("alt") == saved.alt
    assert unquote(image.get("src").partition(",")[2]) == (tmp_path / "f.svg").read_text()
    assert 'aria-label="Synthetic data. A line."' in saved.svg


def test_print_size_and_resolution(tmp_path):
    figures.save(drawing(), tmp_path, "f")
    picture = Image.open(io.BytesIO((tmp_path / "f.png").read_bytes()))
    assert picture.size == (int(85 / 25.4 * 300), int(50 / 25.4 * 300))


def test_text_is_text_in_the_pdf_and_the_page_is_as_large_as_the_figure(tmp_path):
    """Blanks at the head of a text and letters beyond Latin ones included; no date; the alt text can be read."""
    line = drawing()
    line.figure.axes[0].set_title("  Caf\u00e9 \u2265 80 \u2212 5")
    figures.save(line, tmp_path, "f", "Synthetic data")
    pdf = pypdf.PdfReader(tmp_path / "f.pdf")
    (page,) = pdf.pages
    assert "Caf\u00e9 \u2265 80 \u2212 5" in page.extract_text()
    assert [float(side) / 72 * 25.4 for side in page.mediabox.upper_right] == pytest.approx([85, 56], abs=0.01)
    told = {"/Title": "F (Synthetic data)", "/Subject": "Synthetic data. A line.", "/Keywords": "Synthetic data"}
    assert told.items() <= dict(pdf.metadata).items()
    assert not any("Date" in name for name in pdf.metadata)


def test_the_picture_has_its_resolution_and_texts(tmp_path):
    """They are read by another program, letters beyond Latin ones included."""
    figures.save(drawing("Eine Linie \u2265 3."), tmp_path, "a-line", "Synthetic data")
    picture = Image.open(tmp_path / "a-line.png")
    picture.load()
    assert picture.info.pop("dpi") == pytest.approx((300, 300), abs=0.01)
    told = {"Title": "A line (Synthetic data)", "Description": "Synthetic data. Eine Linie \u2265 3."}
    assert picture.info == told | {"Comment": "Synthetic data"}


def test_the_picture_shows_what_matplotlib_draws(tmp_path):
    """Against matplotlib's own raster: alike when both are seen from a distance, drawn where it is drawn there."""
    line = drawing()
    figures.save(line, tmp_path, "f")
    theirs = io.BytesIO()
    with figures.style():
        line.figure.savefig(theirs, format="png")
    ours, theirs = (
        np.asarray(Image.open(source).convert("L").resize((100, 59), Image.Resampling.BOX), dtype=float)
        for source in (tmp_path / "f.png", theirs)
    )
    assert np.abs(ours - theirs).max() < 64
    assert ours.min() < 200


def test_a_failed_save_leaves_the_earlier_figure(tmp_path):
    figures.save(drawing(), tmp_path, "f")
    before, broken = contents(tmp_path), drawing()
    broken.figure.axes[0].set_title("$\\frac{$", parse_math=True)
    with pytest.raises(ValueError, match="frac"):
        figures.save(broken, tmp_path, "f")
    assert contents(tmp_path) == before


@pytest.mark.parametrize(("name", "alt", "said"), [("A b", "x", "lower-case words"), ("f", " ", "no alt text")])
def test_refusals_say_what_to_do(tmp_path, name, alt, said):
    with pytest.raises(ValueError, match=said):
        figures.save(drawing(alt), tmp_path, name)


def test_a_figure_without_its_numbers_is_refused(tmp_path):
    with pytest.raises(ValueError, match="Figure f has no numbers"):
        figures.save(drawing()._replace(numbers=pd.DataFrame()), tmp_path, "f")


def test_the_numbers_stand_beside_the_figure_and_below_it(tmp_path):
    """In the file as heads and rows; in a notebook as a table whose rows and columns have heads."""
    saved = figures.save(drawing(), tmp_path, "f", rule="Made up.")
    note = json.loads((tmp_path / "f.json").read_text())
    assert (note["columns"], note["rows"], note["note"]) == (["x", "y"], [["0", "2"], ["1", "3"]], "Made up.")
    shown = saved._repr_mimebundle_()
    below = ElementTree.fromstring(shown["text/html"].partition("\n")[2])
    assert [cell.text for cell in below.iter("th") if cell.get("scope") == "row"] == ["0", "1"]
    assert [cell.text for cell in below.iter("th") if cell.get("scope") == "col"] == ["x", "y"]
    assert below.find("p").text == "Made up." and shown["text/plain"].splitlines()[-2:] == ["1 3", "Made up."]


def test_a_narrow_form_is_saved_beside(tmp_path):
    """Marked and described as the wide one; where there is none the same picture stands in its place."""
    narrow = drawing().figure
    narrow.set_size_inches(2, 3)
    figures.save(drawing()._replace(narrow=narrow), tmp_path, "f", "Synthetic data")
    figures.save(drawing(), tmp_path, "g")
    files = contents(tmp_path)
    assert files["g.svg"] == files["narrow/g.svg"] and b'width="144pt"' in files["narrow/f.svg"]
    assert b"<!-- Synthetic data -->" in files["narrow/f.svg"] and b"A line." in files["narrow/f.svg"]


def test_global_settings_stay_untouched(tmp_path):
    before = dict(matplotlib.rcParams)
    figures.save(drawing(), tmp_path, "f")
    assert dict(matplotlib.rcParams) == before


def test_neighbouring_colours_differ_in_grey_and_every_marker_differs():
    greys = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(matplotlib.colors.to_rgb, look.COLOURS)]
    assert min(abs(a - b) for a, b in itertools.pairwise(greys)) > 0.03
    assert len(set(look.MARKERS)) == len(look.COLOURS)


def test_fourteen_outcomes_differ_without_colour():
    """In grey the eighth was the second again: a shape is filled once and hollow once, in the plot as in the table."""
    count = 14
    shapes = {(marker, empty) for (_, marker), empty in zip(look.series(count), look.hollow(count), strict=True)}
    assert len(shapes) == count
    rows = [
        {"wave": wave, "outcome": f"Outcome {n}", "yes": 3 + n, "answered": 20, "low": 0.1, "high": 0.95}
        for wave in ("Start", "End")
        for n in range(count)
    ]
    figure = involvement_by_wave(pd.DataFrame(rows)).figure
    drawn = []
    for axes in figure.axes:
        for marks in (each for each in axes.collections if isinstance(each, matplotlib.collections.PathCollection)):
            faces = {tuple(face[:3]) for face in marks.get_facecolor()}
            drawn += [face == (1, 1, 1) for face in faces] if len(faces) == 1 else [len(faces)]
    assert sorted(map(int, drawn)) == [0] * 7 + [1] * 7 + [
        8
    ]  # fourteen of the table, and all points: seven hues, white


def test_a_mark_of_observed_data_does_not_make_them_synthetic(tmp_path):
    figures.save(drawing(), tmp_path, "f", mark="Observed data, not for release")
    note = json.loads((tmp_path / "f.json").read_text())
    assert (note["origin"], note["mark"]) == ("observed", "Observed data, not for release")


def test_where_there_is_nothing_to_draw_the_reader_gets_the_sentence_alone(tmp_path):
    """A picture of a sentence is no figure: the notebook shows the words, and the paper is told to."""
    saved = figures.save(sentence("Nobody changed."), tmp_path, "f", "Synthetic data")
    assert saved._repr_mimebundle_() == {"text/plain": "Synthetic data. Nobody changed."}
    assert json.loads((tmp_path / "f.json").read_text())["drawn"] is False
    assert "text/html" in figures.save(drawing(), tmp_path, "f")._repr_mimebundle_()
    assert "drawn" not in json.loads((tmp_path / "f.json").read_text())


@pytest.mark.parametrize("path", sorted((ROOT / "figures").glob("*.json")), ids=lambda path: path.stem)
def test_each_stored_figure_has_a_short_sentence_numbers_and_a_narrow_form(path):
    """Those of the root: what the paper and the site show of them."""
    about = json.loads(path.read_text(encoding="utf-8"))
    assert len(about["alt"]) <= 150 and {len(about["columns"])} == {*map(len, about["rows"])}
    assert (path.parent / "narrow" / f"{path.stem}.svg").is_file()
