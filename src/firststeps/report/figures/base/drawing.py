"""A drawing: the figure, its message in one sentence, what it shows as a table of text, and its narrow form.

The sentence is what a reader who cannot see the figure hears first; the numbers are in the table, where each can be
found.  The narrow form is one column of a journal wide, and so as large on the screen of a telephone as in print.
"""

import functools
import textwrap
from html import escape
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from firststeps.report.figures.base.look import DOUBLE, SINGLE, SOFT, canvas, style, wrap, write

MOST_LETTERS = 150  # of the sentence, with the mark before it
MARK_LETTERS = 32  # of the longest mark, with its full stop
IGNORED = "tex2jax_ignore mathjax_ignore"  # in which no notebook looks for formulas


class Drawing(NamedTuple):
    """What a drawing function gives.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        As it is printed.
    alt : str
        What it says, in one sentence.
    numbers : pandas.DataFrame
        What it shows, each cell as readers see it; the first column names the row.
    narrow : matplotlib.figure.Figure or None
        The same for a narrow screen; None where the figure is narrow, or cannot be.
    note : str
        What is said below the numbers: method, test, what was counted.
    """

    figure: Figure
    alt: str
    numbers: pd.DataFrame
    narrow: Figure | None = None
    note: str = ""

    @property
    def is_sentence(self):
        """Whether there is nothing to draw, so that the sentence stands in the figure's place."""
        return self.figure.get_label() == "sentence"


def drawing(figure, alt, columns, rows, note=""):
    """Give the `Drawing` of a figure, its sentence cut to what is read out in one breath.

    >>> drawing(None, "Two of three said yes.", ["wave", "yes"], [("Start", 2)]).numbers
        wave yes
    0  Start   2
    """
    texts = [[" ".join(str(cell).split()) for cell in row] for row in rows]
    numbers = pd.DataFrame(texts, columns=columns, dtype=str)
    return Drawing(figure, brief(alt, MOST_LETTERS - MARK_LETTERS), numbers, note=" ".join(note.split()))


def brief(text, letters):
    """Cut ``text`` to so many ``letters``, at a word where it has one, with an ellipsis for what is left out.

    >>> brief("Involved in general peer support", 20), brief("Involved", 20)
    ('Involved in general…', 'Involved')
    """
    text = " ".join(str(text).split())
    if len(text) <= letters:
        return text
    cut = textwrap.shorten(text, letters, placeholder="…")
    return cut if len(cut) > letters // 2 else f"{text[: letters - 1]}…"


def sentence(text):
    """Give the drawing that says in words why there is nothing to draw.

    It is saved as others are, but readers of notebook and paper get the sentence in its place.

    >>> nothing = sentence("No outcome was asked at two waves.")
    >>> nothing.alt, nothing.is_sentence
    ('No outcome was asked at two waves.', True)
    """
    with style():
        figure, axes = canvas(DOUBLE, 20)
        write(axes, DOUBLE / 2, 10, wrap(text, 80), ha="center", color=SOFT)
    figure.set_label("sentence")
    return Drawing(figure, text, pd.DataFrame())


def with_narrow(draw):
    """Let ``draw``, which takes a ``width`` in millimetres, give its drawing with the narrow form beside it.

    A keyword ``narrow=False`` leaves the narrow form out.
    """

    @functools.wraps(draw)
    def both(*arguments, **options):
        wide = draw(*arguments, **options)
        if wide.is_sentence or "width" in options:
            return wide
        return wide._replace(narrow=draw(*arguments, **options, width=SINGLE).figure)

    return both


def table_html(numbers):
    """Give the numbers of a drawing as an HTML table with heads for columns and rows; every text is escaped.

    >>> print(table_html(pd.DataFrame({"wave": ["Start"], "yes": ["2"]})))
    <table class="tex2jax_ignore mathjax_ignore">
    <thead><tr><th scope="col">wave</th><th scope="col">yes</th></tr></thead>
    <tbody>
    <tr><th scope="row">Start</th><td>2</td></tr>
    </tbody>
    </table>
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in numbers)
    rows = (
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in numbers.itertuples(index=False, name=None)
    )
    body = "\n".join(rows)
    return f'<table class="{IGNORED}">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'
