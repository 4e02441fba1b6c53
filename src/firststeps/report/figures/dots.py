"""People as dots: each person is one mark, by what became of their answer, in a line or in the whole table."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from firststeps.report.figures.look import DOUBLE, INK, PAPER, RULE, SOFT, canvas, lines, sentence, style, wrap, write
from firststeps.report.printing.wording import count, listing, plural

MOST_PEOPLE = 200  # of one question: more dots than that nobody looks at one by one
MOST_ROWS = 20  # questions that fit a page
STEP, GAP, SIDE = 3.1, 5.0, 2.0  # between dots, between groups of them, beside the figure, mm
SIZE = 5.6  # of a dot, points
WIDE = DOUBLE - 2 * SIDE
LABELS, LINE_OF_TEXT, MOST_ANSWERS = 33, 4, 8  # width of the answers beside a table, mm; of answers in a table
DIAGONAL = "#f3f3f3"
KINDS = {  # what became of an answer: marker, face, edge, and how a sentence says it; told apart by shape, then by grey
    "improved": ("^", "#0a4d80", "#0a4d80", "{} improved"),
    "same": ("o", "#c4c4c4", "#8c8c8c", "{} stayed the same"),
    "worse": ("v", PAPER, "#a63d00", "{} got worse"),
    "yes twice": ("o", "#6b6b6b", "#6b6b6b", "{} said yes twice"),
    "began": ("^", "#0a4d80", "#0a4d80", "{} went from no to yes"),
    "stopped": ("v", PAPER, "#a63d00", "{} went from yes to no"),
    "no twice": ("o", PAPER, "#6b6b6b", "{} said no twice"),
    "not heard from": ("x", SOFT, SOFT, "{} {were} not heard from both times"),
}


class Dots(NamedTuple):
    """A question: its title, the labels of two waves, and people by what became of their answer, names of `KINDS`."""

    title: str
    first: str
    second: str
    people: dict


def people_as_dots(questions):
    """Draw each person as a dot, a line of dots for each of ``questions`` (`Dots`), in the order of their kinds.

    Kinds differ in shape and in grey, and each has its number and its name above its dots.  A question with more than
    200 people has its numbers alone, and of more than 20 questions the first are drawn, with a line that says so.
    Gives the figure and its alt text, in which every number is told.

    >>> dots = Dots("Confidence", "Before", "After", {"improved": 16, "same": 1, "worse": 2, "not heard from": 5})
    >>> print(people_as_dots([dots])[1])
    Each person is a dot. Confidence, Before to After: of 24 people 16 improved, 1 stayed the same, 2 got worse and 5 \
were not heard from both times.
    """
    if not questions:
        return sentence("No question was asked at two waves, so nobody can be seen to change.")
    sentences = " ".join(["Each person is a dot.", *map(_alt, questions)])
    more, drawn = len(questions[MOST_ROWS:]), questions[:MOST_ROWS]
    heights = [_height(question) for question in drawn]
    with style():
        figure, axes = canvas(DOUBLE, sum(heights) + 3 + 5 * bool(more))
        top = 1.0
        for question, height in zip(drawn, heights, strict=True):
            _draw(axes, question, top)
            top += height
        if more:
            write(axes, SIDE, top + 2, f"Not drawn: {plural(more, 'more question', 'more questions')}.", color=SOFT)
    return figure, sentences


def _heading(question):
    """Give the title and the two waves, broken into lines."""
    comma = "" if question.title.endswith(("?", ".", "!")) else ","
    return wrap(f"{question.title}{comma} {question.first} to {question.second}", 90)


def _high(question):
    """Say how many dots stand above one another, so that all groups fit the width of the page."""
    return next(high for high in range(1, MOST_PEOPLE + 1) if _width(question, high) <= WIDE or high == MOST_PEOPLE)


def _groups(question):
    """Give the kinds that somebody is of, each with its people and its name above them."""
    return [(kind, people, f"{count(people)} {kind}") for kind, people in question.people.items() if people]


def _columns(people, high):
    """Say how many columns so many people take."""
    return -(-people // high)


def _across(people, name, high):
    """Give the width of one group: that of its dots or of its name, whichever is larger."""
    return max(_columns(people, high) * STEP, 1.55 * len(name))


def _width(question, high):
    """Give the width of all groups with their gaps."""
    groups = _groups(question)
    return sum(_across(people, name, high) for _, people, name in groups) + GAP * (len(groups) - 1)


def _height(question):
    """Give the height of one question with its heading, mm."""
    few = sum(question.people.values()) <= MOST_PEOPLE
    return lines(_heading(question)) + 4.5 + (_high(question) * STEP if few else 0) + 4


def _draw(axes, question, top):
    """Draw one question with its upper edge at ``top``."""
    heading = _heading(question)
    write(axes, SIDE, top, heading, va="top", fontweight="bold", fontsize=8.5)
    top += lines(heading) + 1
    groups = _groups(question)
    if sum(question.people.values()) > MOST_PEOPLE:
        write(axes, SIDE, top, listing([name for *_, name in groups]) + " (too many people for a dot each)", va="top")
        return
    high, left = _high(question), SIDE
    for kind, people, name in groups:
        marker, face, edge, _ = KINDS[kind]
        write(axes, left, top, name, va="top", color=INK)
        places = range(people)
        x = [left + STEP / 2 + STEP * (place // high) for place in places]
        y = [top + 5 + STEP / 2 + STEP * (place % high) for place in places]
        axes.plot(x, y, marker, ms=SIZE, mfc=face, mec=edge, mew=1.0, ls="none", clip_on=False)
        left += _across(people, name, high) + GAP


def _alt(question):
    """Give one question in words."""
    total = sum(question.people.values())
    parts = [
        KINDS[kind][3].format(count(people), were="was" if people == 1 else "were")
        for kind, people in question.people.items()
    ]
    title = _heading(question).replace("\n", " ")
    return f"{title}: of {plural(total, 'person', 'people')} {listing(parts)}."


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


def people_in_table(question):
    """Draw the whole table of a question (`AnswerTable`), each person one mark in the cell of their two answers.

    Rows are the first wave, columns the second, the lowest answer first and the missing last.  Who improved, stayed,
    got worse or was not heard from has the shape of `people_as_dots`; each cell has its number.  With more than 200
    people the numbers stand alone, and of more than eight answers a sentence says that the table is told in numbers.
    Gives the figure and its alt text, in which every cell with people is told.

    >>> moves = [[0, 3, 1], [1, 2, 0], [0, 0, 0]]
    >>> print(people_in_table(AnswerTable("Calm", "Before", "After", ("no", "yes"), np.array(moves)))[1])
    Calm, Before to After: no to yes 3, no to missing 1, yes to no 1 and yes to yes 2.
    """
    answers = [*map(str, question.answers), "missing"]
    if len(question.answers) > MOST_ANSWERS or not question.moves.any():
        return sentence(f"{question.title}: {len(question.answers)} answers, told in a table of numbers.")
    wide = (WIDE - LABELS) / len(answers)
    across = max(1, int((wide - 2) // STEP))
    few = question.moves.sum() <= MOST_PEOPLE
    sides = [wrap(answer, 20) for answer in answers]
    dots = [STEP * -(-int(row.max()) // across) * few for row in question.moves]
    tall = [max(9.0, lines(side) + 2, 5.5 + height) for side, height in zip(sides, dots, strict=True)]
    heads = [wrap(answer, max(6, int(wide / 1.7))) for answer in answers]
    top = lines(_heading(question)) + 2 * LINE_OF_TEXT + max(map(lines, heads))
    with style():
        figure, axes = canvas(DOUBLE, top + sum(tall) + 3)
        write(axes, SIDE, 1, _heading(question), va="top", fontweight="bold", fontsize=8.5)
        write(axes, SIDE, top - 1, wrap(f"{question.first} ↓", 20), va="bottom", color=SOFT)
        write(axes, SIDE + LABELS, lines(_heading(question)) + 2, f"{question.second} →", va="top", color=SOFT)
        for column, head in enumerate(heads):
            write(axes, SIDE + LABELS + column * wide + 1, top - 1, head, va="bottom")
        y = top
        for row, height in enumerate(tall):
            write(axes, SIDE, y + height / 2, sides[row])
            for column in range(len(answers)):
                _cell(axes, question, (row, column), (SIDE + LABELS + column * wide, y, wide, height), across, few)
            y += height
    cells = [
        f"{answers[row]} to {answers[column]} {count(question.moves[row, column])}"
        for row, column in np.argwhere(question.moves)
    ]
    return figure, f"{_heading(question)}: {listing(cells)}.".replace("\n", " ")


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
    marker, face, edge, _ = KINDS[kind]
    if few:
        x = [left + 1 + STEP / 2 + STEP * (number % across) for number in range(people)]
        y = [top + 4.6 + STEP / 2 + STEP * (number // across) for number in range(people)]
        axes.plot(x, y, marker, ms=SIZE, mfc=face, mec=edge, mew=1.0, ls="none")
