"""The flow of participants: who answered at each wave, and who missed what."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, sentence, with_narrow
from firststeps.report.figures.base.look import DOUBLE, INK, LINE, PAPER, SOFT, canvas, lines, style, wrap, write
from firststeps.report.printing.wording import count, counted, listing, plural

COLUMNS = ((2, 50), (58, 94), (108, 172))  # left and right edge of main boxes, of those who missed, of patterns, mm
NARROW = ((1, 44), (50, 84), (1, 84))  # the same where the patterns stand below
TOP, PADDING, GAP, ROW = 9, 2, 5.5, 5.2  # mm
SHOWN = 14  # patterns drawn one by one; the others are counted together


@only_asked
@with_narrow
def participant_flow(presence, expected=None, linked=True, width=DOUBLE):
    """Draw how many people answered at each wave, and every pattern of who answered when.

    ``presence`` is a DataFrame with one boolean column a wave, in order and headed by its label (True: answered), and a
    column ``people``: how many people have that pattern.  ``expected`` is the number of people in the study; those not
    in the table answered at no wave (None: how many there were is not known).  Gives the `Drawing`; in one that is
    narrow the patterns stand below the flow.

    An empty table gives a sentence, and so does one of people who are not found again (``linked`` is False).  Raises
    ValueError if it holds more people than were in the study.

    >>> import pandas as pd
    >>> presence = pd.DataFrame({"Start": [True, True], "End": [True, False], "people": [7, 2]})
    >>> participant_flow(presence, expected=10).alt
    'Of 10 people in the study 7 answered at every wave and 7 at two or more.'
    """
    if not linked:
        return sentence("Nobody is found again at another wave, so who missed one is not known.")
    if presence.empty:
        return sentence("It is not known who answered at which wave, as no answers of single people are given.")
    waves, answers, people = _read(presence, expected)
    columns, whole = COLUMNS if width == DOUBLE else NARROW, "In the study" if expected else "Seen at any wave"
    flow, patterns = _flow_height(waves, answers, people, columns, whole), _patterns_height(answers)
    below = flow + GAP if width != DOUBLE else 0
    with style():
        figure, axes = canvas(width, below + patterns if below else max(flow, patterns))
        _draw_flow(axes, waves, answers, people, columns, whole)
        _draw_patterns(axes, waves, answers, people, columns[2], below)
    return drawing(figure, _alt(answers, people, whole), ("who", "people"), _numbers(waves, answers, people, whole))


def _read(presence, expected):
    """Split the table into wave labels, patterns (rows) by waves, and people; add those who never answered."""
    waves = [column for column in presence.columns if column != "people"]
    answers = presence[waves].to_numpy(dtype=bool)
    people = presence["people"].to_numpy(dtype=int)
    never = 0 if expected is None else expected - people.sum()
    if never < 0:
        raise ValueError(f"{people.sum()} people answered, but only {expected} were in the study.")
    if never:
        answers, people = np.vstack([answers, np.zeros(len(waves), bool)]), np.append(people, never)
    patterns, place = np.unique(answers, axis=0, return_inverse=True)
    totals = np.bincount(place.ravel(), weights=people, minlength=len(patterns)).astype(int)
    order = np.lexsort((*~patterns.T[::-1], -totals))
    order = order[totals[order] > 0]
    return waves, patterns[order], totals[order]


def _boxes(waves, answers, people, columns, whole):
    """Give the texts of the main column, and beside each the text for those who missed it ("" where nobody did).

    ``whole`` says who all of them are.
    """
    total, letters = people.sum(), int((columns[0][1] - columns[0][0]) / 1.6)
    boxes = [(f"{whole}\nn = {count(total)}", "")]
    for wave, label in enumerate(waves):
        came = people[answers[:, wave]].sum()
        boxes.append(
            (
                f"{wrap(f'{wave + 1}  {label}', letters)}\nanswered: {count(came)} of {count(total)}",
                _missed(wave, answers, people),
            )
        )
    if len(waves) == 1:  # then nobody can have answered at two
        return boxes
    twice = people[answers.sum(axis=1) >= 2].sum()
    last = wrap("Answered at two or more waves", letters)
    boxes.append((f"{last}\nn = {count(twice)}", f"At one wave or none\nn = {count(total - twice)}"))
    return boxes


def _missed(wave, answers, people):
    """Say how many missed a wave, and whether they came back."""
    away = ~answers[:, wave]
    missed = people[away].sum()
    if missed == 0:
        return ""
    if wave == answers.shape[1] - 1:
        return f"Missed wave {wave + 1}: {count(missed)}"
    back = people[away & answers[:, wave + 1 :].any(axis=1)].sum()
    return f"Missed wave {wave + 1}: {count(missed)}\nback later: {count(back)}\nnot back: {count(missed - back)}"


def _flow_height(waves, answers, people, columns, whole):
    """Give the height that the two columns of boxes need, mm."""
    boxes = _boxes(waves, answers, people, columns, whole)
    heights = [max(lines(main), lines(side)) + 2 * PADDING for main, side in boxes]
    return TOP + sum(heights) + GAP * (len(heights) - 1) + 2


def _draw_flow(axes, waves, answers, people, columns, whole):
    """Draw the boxes from the study to the last wave, and those who missed a wave beside it."""
    main_edges, missed_edges, _ = columns
    write(axes, main_edges[0], 4, "A  People at each wave", fontweight="bold", fontsize=8.5)
    top, centre = TOP, sum(main_edges) / 2
    boxes = _boxes(waves, answers, people, columns, whole)
    for number, (main, side) in enumerate(boxes):
        height = max(lines(main), lines(side)) + 2 * PADDING
        last = number == len(boxes) - 1
        if number:
            _arrow(axes, (centre, top - GAP), (centre, top))
        _box(axes, main_edges, top, height, main, width=1.4 if number == 0 or last else 0.8)
        if side:
            beside, middle = lines(side) + 2 * PADDING, top + height / 2
            _arrow(axes, (main_edges[1], middle), (missed_edges[0], middle))
            _box(axes, missed_edges, middle - beside / 2, beside, side, colour=SOFT, dashed=True)
        top += height + GAP


def _box(axes, edges, top, height, text, colour=INK, width=0.8, dashed=False):
    """Draw one box with its text."""
    left, right = edges
    look = {"fc": PAPER, "ec": colour, "lw": width, "ls": (0, (4, 2)) if dashed else "-"}
    axes.add_patch(Rectangle((left, top), right - left, height, **look))
    write(axes, (left + right) / 2, top + height / 2, text, ha="center", color=INK)


def _arrow(axes, start, end):
    """Draw an arrow of the flow."""
    look = {"arrowstyle": "-|>", "mutation_scale": 6, "lw": 0.8, "color": INK, "shrinkA": 0, "shrinkB": 0}
    axes.add_patch(FancyArrowPatch(start, end, **look))


def _patterns_height(answers):
    """Give the height that the panel of patterns needs, mm."""
    return TOP + ROW * (min(len(answers), SHOWN + 1) + 2) + 3 * LINE


def _draw_patterns(axes, waves, answers, people, edges, start):
    """Draw each pattern of waves as a row of dots with its number of people, from ``start`` down."""
    left, right = edges
    top = start + TOP
    step = min(7, 42 / len(waves))
    across = left + 2 + step * np.arange(len(waves))
    bars = across[-1] + 5
    unit = (right - bars - 2 - 1.7 * len(count(people.max()))) / people.max()
    write(axes, left, start + 4, "B  Patterns of answering", fontweight="bold", fontsize=8.5)
    for wave, x in enumerate(across):
        write(axes, x, top + 3, str(wave + 1), ha="center")
    write(axes, bars, top + 3, "people", ha="left")
    for row, (pattern, number) in enumerate(zip(answers[:SHOWN], people[:SHOWN], strict=True)):
        y = top + ROW * (row + 1.5)
        axes.plot(across, np.full(len(waves), y), color=SOFT, lw=0.6, zorder=1)
        axes.scatter(across, np.full(len(waves), y), s=22, lw=0.9, ec=INK, c=np.where(pattern, INK, PAPER), zorder=2)
        axes.add_patch(Rectangle((bars, y - 1.6), number * unit, 3.2, fc="#9db8cc", ec=INK, lw=0.5))
        write(axes, bars + number * unit + 1, y, count(number))
    _key(axes, left, top + ROW * (min(len(answers), SHOWN) + 1.6), people)


def _key(axes, left, y, people):
    """Say below the patterns what the dots mean, and what is left out."""
    others = people[SHOWN:]
    if len(others):
        write(axes, left, y, f"{plural(len(others), 'other pattern')}: {counted(others.sum())}")
        y += ROW
    for x, colour, meaning in ((left + 2, INK, "answered"), (left + 24, PAPER, "missed")):
        axes.scatter([x], [y + 1], s=22, lw=0.9, ec=INK, c=colour)
        write(axes, x + 2.5, y + 1, meaning)


def _alt(answers, people, whole):
    """Say how many came to every wave, and to two; where there is one wave, to that."""
    if answers.shape[1] == 1:
        came = count(people[answers[:, 0]].sum())
        return f"Of {counted(people.sum())} {whole.lower()} {came} answered."
    every, twice = people[answers.all(axis=1)].sum(), people[answers.sum(axis=1) >= 2].sum()
    return (
        f"Of {counted(people.sum())} {whole.lower()} {count(every)} answered at every wave "
        f"and {count(twice)} at two or more."
    )


def _numbers(waves, answers, people, whole):
    """Give the people of each box and of each pattern, a row each."""
    yield whole.lower(), count(people.sum())
    for wave, label in enumerate(waves):
        yield f"{wave + 1} {label}: answered", count(people[answers[:, wave]].sum())
        for part in filter(None, _missed(wave, answers, people).split("\n")):
            yield part.rsplit(": ", 1)
    if len(waves) > 1:
        twice = people[answers.sum(axis=1) >= 2].sum()
        yield "answered at two or more waves", count(twice)
        yield "at one wave or none", count(people.sum() - twice)
    for pattern, number in zip(answers[:SHOWN], people[:SHOWN], strict=True):
        yield f"answered at {_pattern(pattern)}", count(number)
    if len(people) > SHOWN:
        yield plural(len(people) - SHOWN, "other pattern"), count(people[SHOWN:].sum())


def _pattern(row):
    """Name the waves of a pattern by their numbers."""
    if row.all():
        return "every wave"
    numbers = np.flatnonzero(row) + 1
    return f"wave{'s' * (len(numbers) > 1)} {listing(numbers)}" if len(numbers) else "no wave"
