"""A figure drawn once in two forms: each is what matplotlib draws in that form alone."""

import io
import re

import matplotlib
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from firststeps.report.figures.base.look import style
from firststeps.report.figures.base.vector import drawn


def figure_with(*, layout=None, clipped=False, link=None):
    """A figure with texts of several kinds: turned, clipped, linked, and with a formula."""
    figure = Figure((3, 2), layout=layout)
    axes = figure.subplots()
    axes.plot([1, 2, 3], [1, 4, 9], "o-")
    axes.set_title("Said yes: 8 of 21")
    axes.set_ylabel("People & more <3")
    axes.text(2, 4, r"$\alpha = 0.05$", rotation=30, url=link, clip_on=clipped)
    axes.text(1, 9, "", fontsize=7)
    return figure


def by_matplotlib(figure, kind):
    """The bytes that matplotlib itself writes of a figure in one form."""
    target = io.BytesIO()
    about = {"Title": "T", "Description": "A", "Keywords": ["M"], "Date": None, "Creator": None}
    with matplotlib.rc_context({"svg.fonttype": kind}):
        FigureCanvasSVG(figure).print_svg(target, metadata=about)
    return target.getvalue()


@pytest.mark.parametrize("layout", [None, "constrained"])
@pytest.mark.parametrize("options", [{}, {"clipped": True}, {"link": "https://example.org"}], ids=str)
def test_both_forms_are_those_of_matplotlib(layout, options):
    """One drawing gives the bytes of two."""
    with style():
        outlines, letters = drawn(figure_with(layout=layout, **options), "T", "A", "M")
        assert outlines == by_matplotlib(figure_with(layout=layout, **options), "path")
        assert letters == by_matplotlib(figure_with(layout=layout, **options), "none")


def test_letters_are_outlines_in_the_one_and_text_in_the_other():
    """No text is in the one, and each in the other."""
    with style():
        outlines, letters = drawn(figure_with(), "T", "A", "")
    assert b"<text" not in outlines
    texts = re.findall(rb"<text[^>]*>([^<]+)</text>", letters)
    assert {b"Said yes: 8 of 21", b"People &amp; more &lt;3"} <= {*texts}


def test_the_settings_of_matplotlib_are_as_before():
    """Whoever draws after us finds what was set."""
    before = matplotlib.rcParams["svg.fonttype"]
    drawn(figure_with(), "T", "A", "")
    assert matplotlib.rcParams["svg.fonttype"] == before
