"""A figure that is asked for again in the same words is not drawn again, and is the same as if it were."""

import copy
import json
import os
import warnings

import matplotlib
import pytest

from firststeps.files import RECORDS, digest, recall
from firststeps.report import figures
from firststeps.report.figures import saving
from tests.report.figures.test_figures_saving import contents


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The build keeps records."""
    monkeypatch.setenv(RECORDS, str(tmp_path / "records"))
    return tmp_path / "figures"


@pytest.fixture
def drawings(monkeypatch):
    """What is drawn from now on, by title."""
    titles, draw = [], saving.drawn
    monkeypatch.setattr(
        saving, "drawn", lambda figure, title, *words: titles.append(title) or draw(figure, title, *words)
    )
    return titles


def change(**words):
    counts = [[5, 1, 2], [3, 4, 0], [1, 0, 6]]
    asked = {"title": "Involved", "first": "Before", "second": "After", "table": counts} | words
    return figures.Change(**asked)


def save(folder, *changes, mark="Synthetic data", **words):
    return figures.save(figures.who_changed(list(changes) or [change()]), folder, "who-changed", mark, **words)


def test_it_is_drawn_once_and_is_what_it_would_be(kept, drawings, tmp_path, monkeypatch):
    """The files, and what the notebook shows, are those of a run that keeps nothing; the files have the time of now."""
    first = save(kept)
    once = len(drawings)
    for path in kept.rglob("*.*"):
        os.utime(path, (1000, 1000))
    again = save(kept)
    assert once and len(drawings) == once
    assert min(path.stat().st_mtime for path in kept.rglob("*.*")) > 1000
    monkeypatch.delenv(RECORDS)
    plain = save(tmp_path / "plain")
    assert len(drawings) == 2 * once
    assert contents(kept) == contents(tmp_path / "plain")
    for shown in (first, again):
        assert repr(shown) == repr(plain) and shown._repr_mimebundle_() == plain._repr_mimebundle_()
        assert shown.numbers.dtypes.tolist() == plain.numbers.dtypes.tolist()


OTHERS = {
    "a label": lambda folder: save(folder, change(title="Helped")),
    "a count": lambda folder: save(folder, change(table=[[5, 1, 2], [3, 5, 0], [1, 0, 6]])),
    "one more": lambda folder: save(folder, change(), change()),
    "the mark": lambda folder: save(folder, mark=""),
    "the origin": lambda folder: save(folder, mark="", origin="derived"),
    "what is said below": lambda folder: save(folder, rule="Small counts are hidden."),
    "another place": lambda folder: save(folder / "below"),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_whatever_else_is_asked_for_is_drawn(kept, drawings, other):
    """Nothing that can be seen, or is told of it, is left as it was before."""
    save(kept, mark="" if other is OTHERS["the origin"] else "Synthetic data")
    once = len(drawings)
    other(kept)
    assert len(drawings) > once


def test_other_settings_of_matplotlib_draw_again(kept, drawings):
    """Where somebody has set matplotlib otherwise it may look otherwise."""
    save(kept)
    once = len(drawings)
    with matplotlib.rc_context({"lines.linewidth": 7}):
        save(kept)
    assert len(drawings) > once


@pytest.mark.parametrize("file", ["who-changed.png", "who-changed.json", "narrow/who-changed.svg"])
@pytest.mark.parametrize("left", [b"", b"another", None], ids=["empty", "another", "gone"])
def test_a_file_that_is_not_as_it_was_left_is_made_again(kept, file, left):
    """Whatever has become of a file: the whole figure is drawn anew."""
    save(kept)
    before = contents(kept)
    (kept / file).unlink() if left is None else (kept / file).write_bytes(left)
    save(kept)
    assert contents(kept) == before


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"source": 3}', "\x00"])
def test_a_record_that_cannot_be_read_is_none(kept, drawings, tmp_path, text):
    """The figure is drawn as if nothing had been kept."""
    save(kept)
    once = len(drawings)
    (tmp_path / "records" / "figure-who-changed.json").write_text(text)
    save(kept)
    assert len(drawings) == 2 * once


def test_a_study_that_is_moved_is_as_it_was(kept, drawings, tmp_path, monkeypatch):
    """Records tell their folder as they see it: whoever moves or copies both need not draw again."""
    save(kept)
    once = len(drawings)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("figures", "records"):
        (tmp_path / name).rename(moved / name)
    monkeypatch.setenv(RECORDS, str(moved / "records"))
    save(moved / "figures")
    assert len(drawings) == once


def test_a_record_reads_no_file_of_elsewhere(kept, tmp_path):
    """A study's folder may come from a stranger: what its record names outside is neither read nor touched."""
    save(kept)
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("mine")
    os.utime(elsewhere, (1000, 1000))
    path = tmp_path / "records" / "figure-who-changed.json"
    record = json.loads(path.read_text())
    for name in ("../elsewhere.txt", str(elsewhere)):
        path.write_text(json.dumps(record | {"files": {name: digest(b"mine")}}))
        assert recall("figure-who-changed", record["source"], kept) is None
    assert elsewhere.stat().st_mtime == 1000


def test_another_way_to_draw_the_same_is_another_figure(kept):
    """Where a notebook calls another function with the same numbers, what the first one drew does not stay."""
    dots, table = figures.people_as_dots(7), figures.people_in_table(7)
    assert dots.source == figures.people_as_dots(7).source != table.source


def test_to_ask_what_kind_of_thing_it_is_draws_nothing(kept):
    """Python and its libraries ask so of everything, as before a copy; these could not even be drawn."""
    dots = figures.people_as_dots(7)
    assert not hasattr(dots, "__array__") and copy.copy(dots).source == dots.source


def test_what_was_asked_for_is_what_it_was_then(kept):
    """A list that is changed after a figure was asked for does not change the figure."""
    changes = [change()]
    drawing = figures.who_changed(changes)
    changes.append(change(title="Another"))
    assert len(drawing.numbers) == 1


class Title(str):
    """A kind of text that can hold more."""


def odd_title(kind):
    """A title that pickle cannot write down, for one reason or another."""

    class Hidden(str):
        """A kind of text of which nobody else knows."""

    title = {"hidden": Hidden, "nowhere": type("Nowhere", (str,), {"__module__": __name__}), "full": Title}[kind]("Led")
    if kind == "full":
        title.letters = (letter for letter in title)
    return title


@pytest.mark.parametrize("kind", ["hidden", "nowhere", "full"])
def test_what_cannot_be_written_down_is_drawn_at_once(kept, drawings, kind):
    """As a text of a kind of its own, which pickle cannot name, or one that holds what is still running."""
    for _ in range(2):
        save(kept, change(title=odd_title(kind)))
    assert len(drawings) == 4  # twice, in two forms


def test_a_sentence_is_kept_as_any_figure(kept, drawings):
    """There is nothing to draw, and notebook and paper get the words."""
    for _ in range(2):
        shown = figures.save(figures.who_changed([]), kept, "who-changed")
    assert len(drawings) == 1 and shown.svg == "" and shown.numbers.empty and shown.alt


def test_letters_of_other_fonts_are_drawn_each_time(kept, drawings):
    """They come from the fonts of this machine, which may be others tomorrow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where no font of this machine has them
        for _ in range(2):
            save(kept, change(title="\u5f00\u59cb"))
    assert len(drawings) == 4
