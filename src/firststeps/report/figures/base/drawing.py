"""A drawing: the figure, its message in one sentence, what it shows as a table of text, and its narrow form.

The sentence is what a reader who cannot see the figure hears first; the numbers are in the table, where each can be
found.  The narrow form is one column of a journal wide, and so as large on the screen of a telephone as in print.
"""

import functools
import re
from html import escape
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from firststeps.report.figures.base.look import DOUBLE, SINGLE, SOFT, canvas, style, wrap, write

MARK_LETTERS = 32  # of the longest mark, with its full stop
MOST_LETTERS = 150 - MARK_LETTERS  # of the sentence, with a mark before it what is read out in one breath
FEWEST_LETTERS = 12  # of a label that is cut
LONGEST_WORD = 40  # letters of a first word that is kept
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
    return Drawing(figure, brief(alt, MOST_LETTERS), numbers, note=" ".join(note.split()))


def brief(text, letters):
    """Cut ``text`` to so many ``letters``, after a whole word, with an ellipsis for what is left out.

    >>> brief("Involved in peer-to-peer support", 20), brief("Involved", 20), brief("Involved", 5)
    ('Involved in…', 'Involved', '…')
    """
    text = " ".join(str(text).split())
    return text if len(text) <= letters else f"{text[:letters].rpartition(' ')[0]}…"


def say(words, *labels):
    """Put ``labels`` in the places {} of a sentence, each as long as the ``words`` leave room for.

    A label loses the stop or question mark at its end, since the sentence goes on.  Where the room is too small the
    longest labels lose what stands in brackets at their end, then words, but for the first one: no word is cut.

    >>> say("{}: of 12 people 3 began.", "Are you involved?")
    'Are you involved: of 12 people 3 began.'
    >>> say("{} was what most people named, as was seen when all that they had written was read again.",
    ...     "Being connected to others (in a group)")
    'Being connected to others was what most people named, as was seen when all that they had written was read again.'
    """
    names = [_unstopped(" ".join(str(label).split())) for label in labels]
    room = MOST_LETTERS - len(words.format(*[""] * len(names)))
    for number, place in enumerate(sorted(range(len(names)), key=lambda place: len(names[place]))):
        names[place] = _shortened(names[place], max(room // (len(names) - number), _fewest(names[place])))
        room -= len(names[place])
    return words.format(*names)


def _fewest(label):
    """The letters that a label is never cut below: those of its first word, with the ellipsis, unless it is endless."""
    return max(FEWEST_LETTERS, min(len(label.partition(" ")[0]) + 1, LONGEST_WORD))


def _unstopped(label):
    """Give a label without the stop or question mark at its end."""
    return label.rstrip("?.!:;, ") or label


def _shortened(label, letters):
    """Give a label of so many ``letters`` at most, without its brackets where that is enough."""
    if len(label) <= letters:
        return label
    return brief(_unstopped(re.sub(r"\s*\([^()]*\)$", "", label)) or label, letters)


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
        """Draw the wide form, and the narrow one where no width was asked for."""
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
