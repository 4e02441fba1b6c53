"""Who changed between two waves: the same people at both, those without an answer apart."""

import string
from typing import NamedTuple

import numpy as np
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, say, sentence, with_narrow
from firststeps.report.figures.base.look import DOUBLE, INK, PAPER, SINGLE, SOFT, canvas, lines, style, wrap, write
from firststeps.report.printing.wording import count, counted, plural

KINDS = {  # face, hatch and meaning of a band
    "stayed": ("#e6e6e6", "", "same answer twice"),
    "lost": ("#f2a36b", "\\\\\\\\\\", "yes to no"),
    "gained": ("#2a78b0", "", "no to yes"),
}
COLUMN, SIDE, BAR = 81, 12, 3  # width of a panel, of its labels at either side, of a bar, mm
MOST = 6  # panels that fit a page at print size
COLUMNS = ("change", "answered both times", "yes twice", "yes to no", "no to yes", "no twice", "first answer only",
           "second answer only", "neither")  # fmt: skip
TALL, BETWEEN, FOOT = 46, 3, 20  # height of the bands, space between yes and no, height of the notes, mm


class Change(NamedTuple):
    """A panel: title, labels of two waves, and people as 3 by 3 counts over yes, no, missing (first by second)."""

    title: str
    first: str
    second: str
    table: np.ndarray


@only_asked
@with_narrow
def who_changed(changes, width=DOUBLE):
    """Draw, for each `Change`, how people's answers moved from its first wave to its second.

    Bands hold the people with both answers: a band's height is its number of people, printed on it.  Yes to no is
    hatched, no to yes plain and dark, the same answer twice pale.  People without an answer at either wave are counted
    apart, below.  Panels stand two in a row, or in a narrow drawing one, the first six of them, and a line says how
    many are not drawn; without any, a sentence says so.  Gives the `Drawing`, whose numbers are of every change.

    >>> who_changed([Change("Involved", "Start", "End", [[5, 1, 2], [3, 4, 0], [1, 0, 6]])]).alt
    'Involved: of 13 people 1 went from yes to no and 3 from no to yes.'
    """
    if not changes:
        return sentence(
            "No outcome was answered at two waves by people who are found again, so nobody can be seen to change."
        )
    every = [Change(*change[:3], np.asarray(change[3], dtype=int)) for change in changes]
    panels = [_readable(change) for change in every[:MOST]]
    more = len(every[MOST:])
    per_row = min(2 if width == DOUBLE else 1, len(panels))
    head = max(lines(change.title) + max(lines(change.first), lines(change.second)) for change in panels) + 5
    tall = head + TALL + BETWEEN + FOOT
    with style():
        across = DOUBLE if per_row == 2 else SINGLE
        figure, axes = canvas(across, -(-len(panels) // per_row) * tall + 7 + 5 * bool(more))
        for number, change in enumerate(panels):
            letter = f"{string.ascii_uppercase[number % 26]}  " if len(panels) > 1 else ""
            left, top = 2 + number % per_row * (COLUMN + 7), number // per_row * tall
            _draw_change(axes, change, left, top, head, letter)
        if more:
            write(axes, 2, axes.get_ylim()[0] - 8, f"Not drawn: {plural(more, 'more question')}.")
        _key(axes)
    return drawing(figure, _alt(every[0]), COLUMNS, [_in_cells(change) for change in every])


def _readable(change):
    """Give the change with its labels broken into lines that fit a panel and its counts as an array."""
    title, first, second, table = change
    return Change(wrap(title, 42), wrap(first, 24), wrap(second, 24), table)


def _draw_change(axes, change, left, top, head, letter):
    """Draw one panel with its top left corner at ``left``, ``top``; its bands begin ``head`` below."""
    right, pairs = left + COLUMN, change.table[:2, :2]
    write(axes, left, top + 2, letter + change.title, fontweight="bold", fontsize=8.5, va="top")
    write(axes, left, top + head - 2, change.first, va="bottom", color=SOFT)
    write(axes, right, top + head - 2, change.second, va="bottom", ha="right", color=SOFT)
    write(axes, left, top + head + TALL + BETWEEN + 3, _notes(change.table), va="top")
    if pairs.sum() == 0:
        write(axes, left + COLUMN / 2, top + head + TALL / 2, "Nobody answered at both waves.", ha="center")
        return
    unit = TALL / pairs.sum()
    starts, ends = (top + head + _edges(pairs.sum(axis=axis) * unit) for axis in (1, 0))
    _draw_bands(axes, pairs, unit, (left + SIDE + BAR, right - SIDE - BAR), starts, ends)
    _draw_bar(axes, left + SIDE, "right", starts, pairs.sum(axis=1), unit)
    _draw_bar(axes, right - SIDE - BAR, "left", ends, pairs.sum(axis=0), unit)


def _edges(heights):
    """Give the upper edges of yes and no, stacked with a space between."""
    return np.array([0, heights[0] + BETWEEN])


def _notes(table):
    """Say under the bands how many people they hold, and who is not among them and why."""
    pairs = table[:2, :2].sum()
    if pairs == table.sum():
        return f"Answered at both: {count(pairs)}. Nobody is left out."
    missing = [count(people) for people in table[[0, 1, 2, 2, 2], [2, 2, 0, 1, 2]]]
    return (
        f"Answered at both: {count(pairs)}. Not compared: {count(table.sum() - pairs)}, of whom\n"
        f"  no second answer: {count(table[:2, 2].sum())} (first: yes {missing[0]}, no {missing[1]})\n"
        f"  no first answer: {count(table[2, :2].sum())} (second: yes {missing[2]}, no {missing[3]})\n"
        f"  neither answer: {missing[4]}"
    )


def _draw_bar(axes, x, align, tops, totals, unit):
    """Draw the bar of one wave: yes and no, each with its number of people beside it."""
    beside = x - 1.2 if align == "right" else x + BAR + 1.2
    for answer, top, total in zip(("yes", "no"), tops, totals, strict=True):
        if total:
            axes.add_patch(Rectangle((x, top), BAR, total * unit, fc=INK, ec=INK, lw=0.6))
            write(axes, beside, top + total * unit / 2, f"{answer}\n{count(total)}", ha=align)


def _draw_bands(axes, pairs, unit, across, starts, ends):
    """Draw the four bands between the bars, those of people who changed on top, and print their counts."""
    left = starts[:, None] + unit * (np.cumsum(pairs, axis=1) - pairs)
    right = ends[None, :] + unit * (np.cumsum(pairs, axis=0) - pairs)
    bands = [("stayed", 0, 0), ("stayed", 1, 1), ("lost", 0, 1), ("gained", 1, 0)]
    for kind, i, j in bands:
        if pairs[i, j]:
            _draw_band(axes, across, left[i, j], right[i, j], pairs[i, j] * unit, kind)
    for _, i, j in bands:
        if pairs[i, j]:
            share = 0.08 + 0.14 * j
            x = across[0] + share * (across[1] - across[0])
            y = left[i, j] + _bend(share) * (right[i, j] - left[i, j]) + pairs[i, j] * unit / 2
            box = {"boxstyle": "round,pad=0.12", "fc": PAPER, "ec": "none"}
            axes.text(x, y, count(pairs[i, j]), ha="center", va="center_baseline", bbox=box)


def _draw_band(axes, across, start, end, height, kind):
    """Draw one band as a smooth path from ``start`` to ``end`` (upper edges, mm)."""
    left, right = across
    middle = (left + right) / 2
    corners = [
        (left, start), (middle, start), (middle, end), (right, end),
        (right, end + height), (middle, end + height), (middle, start + height), (left, start + height), (left, start),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    face, hatch, _ = KINDS[kind]
    axes.add_patch(PathPatch(Path(corners, codes), fc=face, ec=SOFT, lw=0.5, hatch=hatch))


def _bend(share):
    """Say how far from start to end a band of `_draw_band` has come at ``share`` of the way across.

    With both control points in the middle, x is 1.5 t (1 - t) + t^3 and y is 3 t^2 - 2 t^3 at parameter t.
    """
    t = np.linspace(0, 1, 101)
    return np.interp(share, 1.5 * t * (1 - t) + t**3, 3 * t**2 - 2 * t**3)


def _key(axes):
    """Say what the bands mean, below the panels."""
    x, y = 2, axes.get_ylim()[0] - 3.5
    for face, hatch, meaning in KINDS.values():
        axes.add_patch(Rectangle((x, y - 1.4), 5, 2.8, fc=face, ec=SOFT, lw=0.5, hatch=hatch))
        write(axes, x + 6, y, meaning)
        x += 10 + 1.4 * len(meaning)


def _alt(change):
    """Say who changed of the first panel."""
    pairs = change.table[:2, :2]
    went = f"{count(pairs[0, 1])} went from yes to no and {count(pairs[1, 0])} from no to yes"
    return say(f"{{}}: of {counted(pairs.sum())} {went}.", change.title)


def _in_cells(change):
    """Give one panel in cells."""
    table = change.table
    people = (*table[:2, :2].flat, table[:2, 2].sum(), table[2, :2].sum(), table[2, 2])
    return f"{change.title}, {change.first} to {change.second}", count(table[:2, :2].sum()), *map(count, people)
