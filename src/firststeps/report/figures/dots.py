"""People as dots: each person is one mark, by what became of their answer, in a line or in the whole table."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, say, sentence, with_narrow
from firststeps.report.figures.base.look import (
    DOUBLE,
    INK,
    PAPER,
    RULE,
    SINGLE,
    SOFT,
    canvas,
    fit,
    lines,
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import count, counted, listing, plural

MOST_PEOPLE = 200  # of one question: more dots than that nobody looks at one by one
MOST_ROWS = 20  # questions that fit a page
MOST_BESIDE = 6  # rows of dots where the kinds stand side by side
STEP, GAP, SIDE = 3.1, 5.0, 2.0  # between dots, between groups of them, beside the figure, mm
SIZE = 5.6  # of a dot, points
LABELS, LINE_OF_TEXT, MOST_ANSWERS = 33, 4, 8  # width of the answers beside a table, mm; of answers in a table
NARROW_LABELS, FEW_ANSWERS = 18, 5  # the same in a narrow table
DIAGONAL = "#f3f3f3"
KINDS = {  # what became of an answer: marker, face and edge; told apart by shape, then by grey
    "improved": ("^", "#0a4d80", "#0a4d80"),
    "same": ("o", "#c4c4c4", "#8c8c8c"),
    "worse": ("v", PAPER, "#a63d00"),
    "yes twice": ("o", "#6b6b6b", "#6b6b6b"),
    "began": ("^", "#0a4d80", "#0a4d80"),
    "stopped": ("v", PAPER, "#a63d00"),
    "no twice": ("o", PAPER, "#6b6b6b"),
    "not heard from": ("x", SOFT, SOFT),
}


class Dots(NamedTuple):
    """A question: its title, the labels of two waves, and people by what became of their answer, names of `KINDS`."""

    title: str
    first: str
    second: str
    people: dict


@only_asked
@with_narrow
def people_as_dots(questions, width=DOUBLE):
    """Draw each person as a dot, a line of dots for each of ``questions`` (`Dots`), in the order of their kinds.

    Kinds differ in shape and in grey, and each has its number and its name above its dots; in a narrow drawing they
    stand below one another.  A question with more than 200 people has its numbers alone, and of more than 20 questions
    the first are drawn, with a line that says so.  Gives the `Drawing`, whose numbers are of every question.

    >>> dots = Dots("Confidence", "Before", "After", {"improved": 16, "same": 1, "worse": 2, "not heard from": 5})
    >>> people_as_dots([dots]).alt
    'Confidence: of 24 people 16 improved, 1 same, 2 worse and 5 not heard from.'
    """
    if not questions:
        return sentence("No question was asked at two waves, so nobody can be seen to change.")
    more, shown = len(questions[MOST_ROWS:]), questions[:MOST_ROWS]
    heights = [_height(question, width) for question in shown]
    with style():
        figure, axes = canvas(width, sum(heights) + 3 + 5 * bool(more))
        top = 1.0
        for question, height in zip(shown, heights, strict=True):
            _draw(axes, question, top, width)
            top += height
        if more:
            write(axes, SIDE, top + 2, f"Not drawn: {plural(more, 'more question', 'more questions')}.", color=SOFT)
    kinds = [kind for kind in KINDS if any(kind in question.people for question in questions)]
    return drawing(figure, _alt(questions[0]), ("question", *kinds), [_in_cells(one, kinds) for one in questions])


def _letters(width):
    """Give how many letters of a bold heading a drawing of that width holds in a line."""
    return int((width - 2 * SIDE) / 1.6)


def _heading(question, width=DOUBLE):
    """Give the title and the two waves, broken into lines."""
    comma = "" if question.title.endswith(("?", ".", "!")) else ","
    return wrap(f"{question.title}{comma} {question.first} to {question.second}", _letters(width))


def _groups(question):
    """Give the kinds that somebody is of, each with its people and its name above them."""
    return [(kind, people, f"{count(people)} {kind}") for kind, people in question.people.items() if people]


def _across(people, name, high):
    """Give the width of one group of so many rows: that of its dots or of its name, whichever is larger."""
    return max(-(-people // high) * STEP, 1.5 * len(name))


def _rows_of_dots(question, width):
    """Give how many rows of dots each group has, and whether all groups stand side by side.

    They do where all fit the width with the same few rows; else each has as many rows as it needs alone.
    """
    groups, wide = _groups(question), width - 2 * SIDE
    for high in range(1, MOST_BESIDE + 1):
        across = sum(_across(people, name, high) for _, people, name in groups) + GAP * (len(groups) - 1)
        if across <= wide:
            return [high] * len(groups), True
    per_row = int(wide // STEP)
    return [-(-people // per_row) for _, people, _ in groups], False


def _height(question, width):
    """Give the height of one question with its heading, mm."""
    head = lines(_heading(question, width)) + 4
    if sum(question.people.values()) > MOST_PEOPLE:
        return head + lines(_too_many(question, width)) + 1
    high, beside = _rows_of_dots(question, width)
    return head + (max(high, default=0) * STEP + 4.5 if beside else sum(rows * STEP + 6.5 for rows in high))


def _too_many(question, width):
    """Give the numbers of a question whose people are too many to draw."""
    names = listing([name for *_, name in _groups(question)])
    return wrap(f"{names} (too many people for a dot each)", int((width - 2 * SIDE) / 1.55))


def _draw(axes, question, top, width):
    """Draw one question with its upper edge at ``top``."""
    heading = _heading(question, width)
    write(axes, SIDE, top, heading, va="top", fontweight="bold", fontsize=8.5)
    top += lines(heading) + 1
    if sum(question.people.values()) > MOST_PEOPLE:
        write(axes, SIDE, top, _too_many(question, width), va="top")
        return
    high, beside = _rows_of_dots(question, width)
    left = SIDE
    for (kind, people, name), rows in zip(_groups(question), high, strict=True):
        write(axes, left, top, name, va="top", color=INK)
        columns = -(-people // rows)
        _marks(axes, kind, people, left, top + 5, columns, down=beside and rows)
        if beside:
            left += _across(people, name, rows) + GAP
        else:
            top += rows * STEP + 6.5


def _marks(axes, kind, people, left, top, columns, down=0):
    """Draw the people of one kind in so many ``columns``, row by row or, in columns of ``down``, column by column."""
    marker, face, edge = KINDS[kind]
    places = [divmod(place, down) if down else divmod(place, columns)[::-1] for place in range(people)]
    x = [left + STEP / 2 + STEP * column for column, _ in places]
    y = [top + STEP / 2 + STEP * row for _, row in places]
    axes.plot(x, y, marker, ms=SIZE, mfc=face, mec=edge, mew=1.0, ls="none", clip_on=False)


def _alt(question):
    """Say of one question how many people are of each kind."""
    parts = [f"{count(people)} {kind}" for kind, people in question.people.items()]
    total = counted(sum(question.people.values()))
    return say(f"{{}}: of {total} {listing(parts)}.", question.title)


def _in_cells(question, kinds):
    """Give one question in cells; those of kinds that its answers cannot be of are empty."""
    return _heading(question), *(count(question.people[kind]) if kind in question.people else "" for kind in kinds)


class AnswerTable(NamedTuple):
    """A question with its whole table: title, labels of two waves, answers from the lowest, people by both answers.

    ``moves`` has shape (K + 1, K + 1), rows first, columns second wave, the missing last; ``better`` is "higher" or
    "lower", which way is an improvement.
    """

    title: str
    first: str
    second: str
    answers: tuple
    moves: np.ndarray
    better: str = "higher"


@only_asked
def people_in_table(question):
    """Draw the whole table of a question (`AnswerTable`), each person one mark in the cell of their two answers.

    Rows are the first wave, columns the second, the lowest answer first and the missing last.  Who improved, stayed,
    got worse or was not heard from has the shape of `people_as_dots`; each cell has its number.  With more than 200
    people the numbers stand alone, and of more than eight answers a sentence says that the table is told in numbers.
    Gives the `Drawing`, narrow too where the answers are five at most.

    >>> moves = [[0, 3, 1], [1, 2, 0], [0, 0, 0]]
    >>> people_in_table(AnswerTable("Calm", "Before", "After", ("no", "yes"), np.array(moves))).alt
    'Calm: of 6 who answered twice 3 improved, 2 same and 1 worse.'
    """
    answers = [*map(str, question.answers), "missing"]
    if len(question.answers) > MOST_ANSWERS or not question.moves.any():
        return sentence(f"{question.title}: {len(question.answers)} answers, told in a table of numbers.")
    head = f"{question.first}, by {question.second}"
    rows = [(answer, *map(count, row)) for answer, row in zip(answers, question.moves, strict=True)]
    table = drawing(_table(question, answers, DOUBLE, LABELS), _of_pairs(question), (head, *answers), rows)
    if len(question.answers) > FEW_ANSWERS:
        return table
    return table._replace(narrow=_table(question, answers, SINGLE, NARROW_LABELS))


def _of_pairs(question):
    """Say how many people improved, stayed and got worse."""
    square = question.moves[:-1, :-1]
    if not square.any():
        return say("{}: nobody answered twice.", question.title)
    up, down = (int(part.sum()) for part in (np.triu(square, 1), np.tril(square, -1)))
    better, worse = (up, down) if question.better == "higher" else (down, up)
    kinds = f"{count(better)} improved, {count(int(np.trace(square)))} same and {count(worse)} worse"
    return say(f"{{}}: of {count(int(square.sum()))} who answered twice {kinds}.", question.title)


def _table(question, answers, width, labels):
    """Draw the table in so much ``width``, of which the ``labels`` of its rows take their part, mm."""
    wide = (width - 2 * SIDE - labels) / len(answers)
    across = max(1, int((wide - 2) // STEP))
    few = question.moves.sum() <= MOST_PEOPLE
    sides = [fit(answer, labels - 1.5) for answer in answers]
    dots = [STEP * -(-int(row.max()) // across) * few for row in question.moves]
    tall = [max(9.0, lines(side) + 2, 5.5 + height) for side, height in zip(sides, dots, strict=True)]
    heads = [fit(answer, wide - 1.5) for answer in answers]
    heading, first = _heading(question, width), fit(f"{question.first}\u00a0↓", labels - 1.5)
    top = lines(heading) + 3 + max(LINE_OF_TEXT + max(map(lines, heads)), lines(first))
    with style():
        figure, axes = canvas(width, top + sum(tall) + 3)
        write(axes, SIDE, 1, heading, va="top", fontweight="bold", fontsize=8.5)
        write(axes, SIDE, top - 1, first, va="bottom", color=SOFT)
        write(axes, SIDE + labels, lines(heading) + 2, f"{question.second} →", va="top", color=SOFT)
        for column, head in enumerate(heads):
            write(axes, SIDE + labels + column * wide + 1, top - 1, head, va="bottom")
        y = top
        for row, height in enumerate(tall):
            write(axes, SIDE, y + height / 2, sides[row])
            for column in range(len(answers)):
                _cell(axes, question, (row, column), (SIDE + labels + column * wide, y, wide, height), across, few)
            y += height
    return figure


def _cell(axes, question, place, box, across, few):
    """Draw one cell: its frame, its number, its people."""
    (row, column), (left, top, wide, tall), last = place, box, len(question.answers)
    people = int(question.moves[place])
    axes.add_patch(Rectangle((left, top), wide, tall, fc=DIAGONAL if row == column < last else PAPER, ec=RULE, lw=0.6))
    if not people:
        return
    write(axes, left + 1, top + 0.8, count(people), va="top")
    up = (column > row) == (question.better == "higher")
    kind = "not heard from" if last in place else "same" if row == column else "improved" if up else "worse"
    if few:
        _marks(axes, kind, people, left + 1, top + 4.6, across)
