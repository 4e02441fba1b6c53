"""How every figure looks: page widths in millimetres, type at print size, colours and markers that survive grey.

Nothing here touches matplotlib's global settings: a figure is made by `page` and drawn inside `with style():`.
"""

import re
import textwrap

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from firststeps.report.figures.base import fonts

MM_PER_INCH = 25.4
SINGLE, DOUBLE = 85, 174  # widths of one and of two journal columns, mm
MARK_STRIP = 6  # height of the strip that carries the mark, mm

LINE = 3.7  # height of a line of 8-point text, mm
KEY_PART = 13.6  # width of a mark of a key with the spaces beside it, mm

INK, SOFT, RULE, PAPER = "#1a1a1a", "#595959", "#c8c8c8", "#ffffff"
# Okabe and Ito's colours for every kind of colour vision, neighbours differing in grey; a marker each.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#56B4E9", "#CC79A7", "#000000", "#E69F00")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
MARK_COLOUR = "#A63D00"

SETTINGS = {
    "font.family": "sans-serif",
    "font.sans-serif": list(fonts.FAMILIES),  # the same letters on every machine
    "font.size": 8,
    "text.parse_math": False,  # a dollar sign of a label is a dollar sign
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # no ticks above: to look for them takes a tenth of the time of a drawing
    "axes.labelsize": 8,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "text.color": INK,
    "lines.linewidth": 1.2,
    "lines.markersize": 5,
    "patch.linewidth": 0.8,
    "hatch.linewidth": 0.6,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "svg.fonttype": "path",  # Typst, browsers and Word then draw the same letters without owning the font
    "svg.hashsalt": "first steps",
    "pdf.fonttype": 42,
    "savefig.dpi": 300,
}


def style():
    """Give a context in which matplotlib draws in our style; it leaves the global settings as they were.

    >>> with style():
    ...     matplotlib.rcParams["font.size"]
    8.0
    """
    fonts.load()
    return matplotlib.rc_context(SETTINGS)


def page(width, height, layout="constrained"):
    """Give an empty figure of ``width`` by ``height`` millimetres.

    >>> page(SINGLE, 60).get_size_inches().round(2).tolist()
    [3.35, 2.36]
    """
    return Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH), layout=layout)


def series(number):
    """Give a colour and a marker for each of ``number`` things drawn side by side, no two pairs alike up to 49.

    >>> series(2)
    [('#0072B2', 'o'), ('#D55E00', 's')]
    """
    every = len(COLOURS)
    return [(COLOURS[i % every], MARKERS[(i + i // every) % every]) for i in range(number)]


def hollow(number):
    """Say for each of ``number`` things drawn side by side whether its marker is hollow: so 14 differ without colour.

    >>> hollow(9)
    [False, False, False, False, False, False, False, True, True]
    """
    return [i // len(MARKERS) % 2 == 1 for i in range(number)]


def canvas(width, height):
    """Give a figure with one bare axes measured in millimetres from the top left corner: for boxes, flows and tables.

    >>> figure, axes = canvas(DOUBLE, 60)
    >>> [round(float(x)) for x in (*axes.get_xlim(), *axes.get_ylim())]
    [0, 174, 60, 0]
    """
    figure = page(width, height, layout=None)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def inset(figure, left, top, width, height):
    """Give axes for data on a `canvas`, placed in millimetres from the top left corner of the figure.

    >>> figure, axes = canvas(DOUBLE, 60)
    >>> [float(x) for x in inset(figure, 87, 0, 87, 30).get_position().bounds]
    [0.5, 0.5, 0.5, 0.5]
    """
    across, down = figure.get_size_inches() * MM_PER_INCH
    return figure.add_axes((left / across, 1 - (top + height) / down, width / across, height / down))


def lines(text):
    """Give the height of ``text`` at print size, in millimetres.

    >>> round(lines("two\\nlines"), 1)
    7.4
    """
    return LINE * (text.count("\n") + 1)


def write(axes, x, y, text, va="center", **look):
    """Write ``text`` on a `canvas`, its block at, above or below ``y`` (``va``: center, bottom or top).

    Every line stands on its own baseline, `LINE` apart, so that texts beside one another align whatever their letters.
    """
    top = y - {"top": 0, "center": 0.5, "bottom": 1}[va] * lines(text)
    for number, line in enumerate(text.split("\n")):
        axes.text(x, top + LINE * (number + 0.76), line, va="baseline", **look)


def wrap(label, width):
    """Break ``label`` into lines of about ``width`` characters; long words are broken rather than clipped.

    >>> wrap("Five months after the course", 14)
    'Five months\\nafter the\\ncourse'
    """
    return "\n".join(textwrap.wrap(str(label), width)) or str(label)


def fit(text, width, indent=""):
    """Break ``text`` at print size into lines of ``width`` millimetres at most, indented from the second on.

    A word alone that is too long is broken rather than clipped.

    >>> fit("Start of the residential", 15)
    'Start of the\\nresidential'
    """
    broken, line = [], ""
    for word in re.split("[ \t\n]+", str(text).strip()):
        if line and _across(f"{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        broken, line = ([*broken, line], indent + word) if line else (broken, word)
        while _across(line) > width and len(line) > len(indent) + 1:
            letters = max(len(indent) + 1, sum(_across(line[: end + 1]) <= width for end in range(len(line))))
            broken, line = [*broken, line[:letters]], indent + line[letters:]
    return "\n".join([*broken, line])


def _across(line):
    """Give the width of a line at print size, mm."""
    return fonts.across(line, SETTINGS["font.size"]) * MM_PER_INCH / 72


def notes(sentences, width):
    """Break each of several notes into lines of ``width`` millimetres, indented from its second line on.

    So a reader sees where one note ends and the next begins.

    >>> print(notes(["Interval: Fay-Lumbard.", "Shaded: within the margin."], 30))
    Interval: Fay-Lumbard.
    Shaded: within the
       margin.
    """
    indent = "   " if len(sentences) > 1 else ""
    return "\n".join(fit(sentence, width, indent) for sentence in sentences)


def key_columns(labels, width):
    """Say in how many columns the parts of a key stand, so that they fit ``width`` millimetres in the fewest lines.

    No line then has one part alone that another line had room for.

    >>> key_columns(["inconclusive", "D: difference", "similar or not", "margin"], DOUBLE)
    4
    >>> key_columns(["inconclusive", "D: difference", "similar or not", "margin"], SINGLE)
    2
    """
    for rows in range(1, len(labels)):
        columns = -(-len(labels) // rows)
        widest = [max(map(_across, column)) for column in np.array_split(labels, columns)]
        if sum(widest) + KEY_PART * columns <= width:
            return columns
    return 1


def stamp(figure, mark):
    """Write ``mark`` (as "Synthetic data") in a strip of its own above the figure, once; an empty mark adds nothing.

    It stands at the left, where a screen that is too narrow for the figure shows it first.  The figure grows by the
    strip, so that the mark covers nothing and what was drawn keeps its size.
    """
    if not mark or any(text.get_gid() == "mark" for text in figure.texts):
        return figure
    width, height = figure.get_size_inches()
    grown = height + MARK_STRIP / MM_PER_INCH
    _leave_strip(figure, height / grown)
    figure.set_size_inches(width, grown)
    inset = 1.4 / MM_PER_INCH
    figure.text(
        inset / width, 1 - inset / grown, mark, ha="left", va="top", gid="mark", fontsize=8, fontweight="bold",
        color=MARK_COLOUR, bbox={"boxstyle": "square,pad=0.25", "fc": PAPER, "ec": MARK_COLOUR, "lw": 0.8},
    )  # fmt: skip
    return figure


def _leave_strip(figure, share):
    """Keep everything drawn so far within the lower ``share`` of the figure."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.set(rect=(0, 0, 1, share))
        return
    for axes in figure.axes:
        left, bottom, width, height = axes.get_position().bounds
        axes.set_position((left, bottom * share, width, height * share))
    for text in figure.texts:
        text.set_y(text.get_position()[1] * share)
