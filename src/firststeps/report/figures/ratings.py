"""Ratings on a scale: the whole distribution, with those who did not answer, as a diverging stacked bar."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from firststeps.report.figures.look import DOUBLE, INK, LINE, PAPER, SOFT, canvas, lines, sentence, style, wrap, write
from firststeps.report.printing.wording import count, listing, plural

LEFT, RIGHT, GAP = 2, DOUBLE - 2, 6  # edges of the drawing, space before those who did not answer, mm
TALL, SPACE = 8, 5  # mm
MOST_NAMED = 6  # scores in a key with room to call each a score
UNSCORED = {"fc": PAPER, "ec": SOFT, "lw": 0.9, "ls": (0, (3, 1.5))}  # the look of those who gave no score
LOW, MIDDLE, HIGH = "#D55E00", "#e9e9e9", "#0072B2"


def people_by_score(rows):
    """Draw how many people gave each score, low scores to the left of the middle one and high scores to the right.

    ``rows`` is a DataFrame, a row a question: ``question``, ``counts`` (people for each score from the lowest to the
    highest, as a list), ``scores`` (their names, as a list) and ``missing`` (people asked who gave none).  Widths are
    people, whose number stands in the bar where there is room; low scores are hatched.  Gives the figure and its
    alt text.

    >>> import pandas as pd
    >>> row = {"question": "The course", "counts": [0, 1, 2, 6, 9], "scores": [1, 2, 3, 4, 5], "missing": 3}
    >>> print(people_by_score(pd.DataFrame([row]))[1])
    Ratings. The course: 18 people gave a score and 3 did not; score 1: 0, 2: 1, 3: 2, 4: 6 and 5: 9 people.
    """
    if rows.empty:
        return sentence("No question was answered on a scale, so there is no rating to show.")
    with style():
        labels = [wrap(row.question, 90) for row in rows.itertuples()]
        figure, axes = canvas(DOUBLE, sum(lines(label) + TALL + LINE + 2 * SPACE for label in labels) + 2)
        sides = np.array([_sides(row.counts) for row in rows.itertuples()]).max(axis=0)
        unit = (RIGHT - LEFT - GAP) / max(sides.sum() + rows["missing"].max(), 1)
        y = 2
        for label, row in zip(labels, rows.itertuples(), strict=True):
            write(axes, LEFT, y, label, va="top", fontweight="bold")
            y += lines(label) + 2
            _draw_bar(axes, y, row, unit, sides)
            _draw_key(axes, y + TALL + 3.5, row)
            y += TALL + LINE + 2 * SPACE - 2
    return figure, " ".join(["Ratings.", *map(_alt, rows.itertuples())])


def _sides(counts):
    """Count people to the left and to the right of the middle of the scale, the middle score shared."""
    middle, odd = divmod(len(counts), 2)
    half = counts[middle] / 2 if odd else 0
    return sum(counts[:middle]) + half, sum(counts[middle + odd :]) + half


def _looks(scores):
    """Give the fill of each score: colours that darken away from the middle, low scores hatched."""
    places = np.linspace(-1, 1, len(scores)) if len(scores) > 1 else [0]
    ends = (np.array(to_rgb(colour)) for colour in (LOW, MIDDLE, HIGH))
    low, middle, high = ends
    for place in places:
        end = low if place < 0 else high
        colour = tuple(middle + abs(place) * (end - middle))
        yield {"fc": colour, "hatch": "////" if place < 0 else "", "ec": INK, "lw": 0.6}


def _draw_bar(axes, y, row, unit, sides):
    """Draw one distribution around the middle of the scale, and those who gave no score apart."""
    middle = LEFT + sides[0] * unit
    x = middle - _sides(row.counts)[0] * unit
    for people, look in zip(row.counts, _looks(row.scores), strict=True):
        if people:
            axes.add_patch(Rectangle((x, y), people * unit, TALL, **look))
            _count(axes, x, y, people, unit)
        x += people * unit
    for edge, out in ((y, -1.4), (y + TALL, 1.4)):
        axes.plot([middle, middle], [edge, edge + out], color=INK, lw=1.2, solid_capstyle="butt")
    if row.missing:
        apart = middle + sides[1] * unit + GAP
        axes.add_patch(Rectangle((apart, y), row.missing * unit, TALL, **UNSCORED))
        _count(axes, apart, y, row.missing, unit)


def _count(axes, x, y, people, unit):
    """Print a number of people in the part of the bar that they fill, in words where there is room."""
    wide = people * unit
    words = plural(people, "person", "people") if wide > 18 else count(people)
    box = {"boxstyle": "round,pad=0.15", "fc": PAPER, "ec": "none"}
    if wide > 5:
        axes.text(x + wide / 2, y + TALL / 2, words, ha="center", va="center_baseline", bbox=box)


def _draw_key(axes, y, row):
    """Print each score with its number of people, and those who gave none: key and numbers in one."""
    looks = [*_looks(row.scores), UNSCORED]
    name = "score " if len(row.scores) <= MOST_NAMED else ""
    words = [f"{name}{score}: {count(people)}" for score, people in zip(row.scores, row.counts, strict=True)]
    step = (RIGHT - LEFT - 28) / len(row.scores)
    for number, (look, word) in enumerate(zip(looks, [*words, f"no score: {count(row.missing)}"], strict=True)):
        x = LEFT + number * step
        axes.add_patch(Rectangle((x, y - 1.4), 5, 2.8, **look))
        write(axes, x + 6.2, y, word)


def _alt(row):
    """Give one distribution in words."""
    scores = listing([f"{score}: {count(people)}" for score, people in zip(row.scores, row.counts, strict=True)])
    everyone = plural(sum(row.counts), "person", "people")
    last = "person" if row.counts[-1] == 1 else "people"
    return f"{row.question}: {everyone} gave a score and {count(row.missing)} did not; score {scores} {last}."
