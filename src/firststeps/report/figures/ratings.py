"""Ratings on a scale: the whole distribution, with those who did not answer, as a diverging stacked bar."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, say, sentence, with_narrow
from firststeps.report.figures.base.look import DOUBLE, INK, PAPER, SOFT, canvas, lines, style, wrap, write
from firststeps.report.printing.wording import count, counted

LEFT, GAP = 2, 6  # edge of the drawing, space before those who did not answer, mm
TALL, SPACE, KEY = 8, 6, 5  # height of a bar, space below a question, height of a line of the key, mm
MOST_NAMED = 6  # scores in a key with room to call each a score
UNSCORED = {"fc": PAPER, "ec": SOFT, "lw": 0.9, "ls": (0, (3, 1.5))}  # the look of those who gave no score
LOW, MIDDLE, HIGH = "#D55E00", "#f0f0f0", "#00507d"


@only_asked
@with_narrow
def people_by_score(rows, width=DOUBLE):
    """Draw how many people gave each score, low scores to the left of the middle one and high scores to the right.

    ``rows`` is a DataFrame, a row a question: ``question``, ``counts`` (people for each score from the lowest to the
    highest, as a list), ``scores`` (their names, as a list) and ``missing`` (people asked who gave none).  Widths are
    people, whose number stands in the bar where there is room; low scores are hatched.  Gives the `Drawing`.

    >>> import pandas as pd
    >>> row = {"question": "The course", "counts": [0, 1, 2, 6, 9], "scores": [1, 2, 3, 4, 5], "missing": 3}
    >>> people_by_score(pd.DataFrame([row])).alt
    'The course: 15 of 18 people above the middle, 1 below; 3 gave no score.'
    """
    if rows.empty:
        return sentence("No scale of eleven scores or fewer was answered, so there is no rating to show.")
    with style():
        labels = [wrap(row.question, int((width - 4) / 1.75)) for row in rows.itertuples()]
        keys = [_key_places(row, width) for row in rows.itertuples()]
        tall = [lines(label) + TALL + KEY * (1 + key[-1][1]) + SPACE for label, key in zip(labels, keys, strict=True)]
        figure, axes = canvas(width, sum(tall) + 3)
        sides = np.array([_sides(row) for row in rows.itertuples()]).max(axis=0)
        unit = (width - 2 * LEFT - GAP) / max(sides.sum() + rows["missing"].max(), 1)
        y = 2
        for label, key, height, row in zip(labels, keys, tall, rows.itertuples(), strict=True):
            write(axes, LEFT, y, label, va="top", fontweight="bold")
            _draw_bar(axes, y + lines(label) + 2, row, unit, sides)
            _draw_key(axes, y + lines(label) + TALL + 5.5, row, key)
            y += height
    cells = [cell for row in rows.itertuples() for cell in _in_cells(row)]
    return drawing(figure, _alt(next(rows.itertuples())), ("question and score", "people"), cells)


def _parted(row):
    """Count people below, at and above the middle of the scale, which need not be a score that anybody could give.

    >>> from types import SimpleNamespace as Some
    >>> _parted(Some(scores=[1, 2, 2.5, 3], counts=[4, 3, 2, 1])), _parted(Some(scores=[1, 2], counts=[4, 3]))
    ([4, 3, 3], [4, 0, 3])
    """
    middle, people = (row.scores[0] + row.scores[-1]) / 2, [0, 0, 0]
    for score, here in zip(row.scores, row.counts, strict=True):
        people[1 + (score > middle) - (score < middle)] += here
    return people


def _sides(row):
    """Count people to the left and to the right of the middle of the scale, the middle score shared."""
    below, middle, above = _parted(row)
    return below + middle / 2, above + middle / 2


def _looks(scores):
    """Give the fill of each score: colours that darken away from the middle, low scores hatched."""
    low, high = scores[0], scores[-1]
    places = [2 * (score - low) / (high - low) - 1 for score in scores] if high > low else [0]
    lowest, middle, highest = (np.array(to_rgb(colour)) for colour in (LOW, MIDDLE, HIGH))
    for place in places:
        end = lowest if place < 0 else highest
        colour = tuple(middle + abs(place) * (end - middle))
        yield {"fc": colour, "hatch": "////" if place < 0 else "", "ec": INK, "lw": 0.6}


def _draw_bar(axes, y, row, unit, sides):
    """Draw one distribution around the middle of the scale, and those who gave no score apart."""
    middle = LEFT + sides[0] * unit
    x = middle - _sides(row)[0] * unit
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
    words = counted(people) if wide > 18 else count(people)
    box = {"boxstyle": "round,pad=0.15", "fc": PAPER, "ec": "none"}
    if wide > 5:
        axes.text(x + wide / 2, y + TALL / 2, words, ha="center", va="center_baseline", bbox=box)


def _key_words(row):
    """Give the words of each part of the key: the scores, and those who gave none."""
    name = "score " if len(row.scores) <= MOST_NAMED else ""
    scores = [f"{name}{score}: {count(people)}" for score, people in zip(row.scores, row.counts, strict=True)]
    return [*scores, f"no score: {count(row.missing)}"]


def _key_places(row, width):
    """Give the left edge and the line of each part of the key, as many to a line as the width holds."""
    x, line, places = LEFT, 0, []
    for word in _key_words(row):
        wide = 9.5 + 1.5 * len(word)
        if x + wide > width and places:
            x, line = LEFT, line + 1
        places.append((x, line))
        x += wide
    return places


def _draw_key(axes, y, row, places):
    """Print each score with its number of people, and those who gave none: key and numbers in one."""
    looks = [*_looks(row.scores), UNSCORED]
    for look, word, (x, line) in zip(looks, _key_words(row), places, strict=True):
        axes.add_patch(Rectangle((x, y + KEY * line - 1.4), 5, 2.8, **look))
        write(axes, x + 6.2, y + KEY * line, word)


def _alt(row):
    """Say of one question how many people are above and below the middle."""
    below, _, above = _parted(row)
    total = counted(sum(row.counts))
    sides = f"{count(above)} of {total} above the middle, {count(below)} below"
    return say(f"{{}}: {sides}; {count(row.missing)} gave no score.", row.question)


def _in_cells(row):
    """Give one distribution in cells."""
    for score, people in zip(row.scores, row.counts, strict=True):
        yield f"{row.question}: {score}", count(people)
    yield f"{row.question}: no score", count(row.missing)
