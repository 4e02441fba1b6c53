"""People as dots: of every question asked twice, each person is one dot, by what became of their answer."""

from typing import NamedTuple

from firststeps.report.figures.look import DOUBLE, INK, PAPER, SOFT, canvas, lines, sentence, style, wrap, write
from firststeps.report.printing.wording import count, listing, plural

MOST_PEOPLE = 200  # of one question: more dots than that nobody looks at one by one
MOST_ROWS = 20  # questions that fit a page
STEP, GAP, SIDE = 3.1, 5.0, 2.0  # between dots, between groups of them, beside the figure, mm
SIZE = 5.6  # of a dot, points
WIDE = DOUBLE - 2 * SIDE
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
