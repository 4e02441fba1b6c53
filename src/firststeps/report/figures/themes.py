"""Themes of free-text answers: how many people named each, of those who answered."""

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, say, sentence, with_narrow
from firststeps.report.figures.base.look import (
    DOUBLE,
    INK,
    LINE,
    PAPER,
    RULE,
    SINGLE,
    SOFT,
    canvas,
    inset,
    lines,
    notes,
    series,
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import confidence, count, counted, fraction, interval, listing, percent

PLOT, COUNT, WORDS = (64, 122), 133, 141  # edges of the plot, centre of the counts, left edge of the words, mm
NARROW_PLOT = (4, 44)  # where the counts stand above the words, beside the plot
HEAD, SPACE, AXIS = 8, 2.2, 10  # mm


@only_asked
@with_narrow
def people_by_theme(rows, level=0.95, basis="", width=DOUBLE):
    """Draw, question by question, the proportion of people who named each theme, with its interval and x/n.

    ``rows`` is a DataFrame, a row a theme in the order to be drawn: ``question`` (rows of one question stand together),
    ``theme`` (label), ``people`` (who named it), ``answered`` (who answered the question), ``low`` and ``high`` (limits
    between 0 and 1), and if known ``silent`` (people who never answered the question).  ``basis`` says below from what
    it was counted.  Gives the `Drawing`; in one that is narrow a theme stands above its interval.

    >>> import pandas as pd
    >>> row = {"question": "What helped", "theme": "Time", "people": 3, "answered": 12, "low": 0.089, "high": 0.532}
    >>> people_by_theme(pd.DataFrame([row])).alt
    'What helped: most often Time, by 3 of 12 people.'
    """
    rows = rows[rows["answered"] > 0]
    if rows.empty:
        return sentence("No coded answer is to a question first asked after the first wave: nothing is counted here.")
    beside = width == DOUBLE
    note = notes(["A person may name several themes.", *([basis] if basis else [])], width - 3)
    with style():
        places, height = _places(rows, width)
        figure, axes = canvas(width, height + AXIS + lines(note) + 3)
        left, right = PLOT if beside else NARROW_PLOT
        plot = inset(figure, left, HEAD, right - left, height - HEAD)
        _dress(plot, height)
        _draw_head(axes, level, width)
        for y, row, number in places:
            if number is None:
                look = {"fontweight": "bold", "bbox": {"fc": PAPER, "ec": "none", "pad": 1}}
                write(axes, 1, y, _heading(row, width), color=SOFT, **look)
            else:
                (_draw_row if beside else _draw_narrow_row)(axes, plot, y, row, *series(number + 1)[number])
        write(axes, 1, height + AXIS, note, va="top", color=SOFT)
    columns = ("question and theme", "x/n", "named it", f"{confidence(level)} Wilson interval")
    return drawing(figure, _alt(rows), columns, map(_in_cells, rows.itertuples()), note)


def _places(rows, width):
    """Say where each question and each theme stands (mm from the top) with its colour's number, and their height."""
    y, places, questions = HEAD + 1.5, [], []
    for row in rows.itertuples():
        if row.question not in questions:
            questions.append(row.question)
            height = lines(_heading(row, width))
            places.append((y + height / 2, row, None))
            y += height + SPACE
        tall = lines(_theme(row, width)) + (0 if width == DOUBLE else LINE)
        places.append((y + tall / 2, row, len(questions) - 1))
        y += tall + SPACE
    return places, y


def _theme(row, width):
    """Give the name of a theme, broken into lines."""
    return wrap(row.theme, 36 if width == DOUBLE else 44)


def _dress(plot, height):
    """Prepare the plot: percentages across, no frame."""
    plot.set(xlim=(0, 100), ylim=(height, HEAD), yticks=[])
    plot.set_xticks(range(0, 101, 25), [f"{tick}%" for tick in range(0, 101, 25)])
    plot.grid(axis="x")
    plot.spines["left"].set_visible(False)
    plot.set_zorder(-1)  # below the names of the questions


def _draw_head(axes, level, width):
    """Head the columns."""
    words = f"% ({confidence(level)} interval)"
    if width == DOUBLE:
        write(axes, sum(PLOT) / 2, HEAD - 2, "people who named it", va="bottom", ha="center")
        write(axes, COUNT, HEAD - 2, "x/n", va="bottom", ha="center")
        write(axes, WORDS, HEAD - 2, words, va="bottom")
    else:
        write(axes, 1, HEAD - 2, "people who named it", va="bottom")
        write(axes, SINGLE - 1, HEAD - 2, f"x/n: {words}", va="bottom", ha="right")
    axes.plot([1, width - 2], [HEAD - 1, HEAD - 1], color=RULE, lw=0.8)


def _draw_row(axes, plot, y, row, colour, marker):
    """Draw a theme with its interval and numbers side by side."""
    write(axes, 3, y, _theme(row, DOUBLE))
    _draw_interval(plot, y, row, colour, marker)
    write(axes, COUNT, y, fraction(row.people, row.answered), ha="center")
    write(axes, WORDS, y, _words(row))


def _draw_narrow_row(axes, plot, y, row, colour, marker):
    """Draw a theme above its interval and numbers."""
    name = _theme(row, SINGLE)
    top = y - (lines(name) + LINE) / 2
    write(axes, 3, top, name, va="top", bbox={"fc": PAPER, "ec": "none", "pad": 0.5})
    below = top + lines(name) + LINE / 2
    _draw_interval(plot, below, row, colour, marker)
    write(axes, SINGLE - 1, below, f"{fraction(row.people, row.answered)}: {_words(row)}", ha="right")


def _draw_interval(plot, y, row, colour, marker):
    """Draw a proportion with its interval."""
    plot.plot([100 * row.low, 100 * row.high], [y, y], color=colour, lw=1.6)
    share = 100 * row.people / row.answered
    plot.plot([share], [y], marker=marker, ms=6, mfc=colour, mec=INK, mew=0.4, clip_on=False)


def _heading(row, width=DOUBLE):
    """Give the name of a question, with its denominator."""
    return wrap(f"{row.question}: {_who(row)}", int(width / 1.85))


def _who(row):
    """Say who answered a question, and who did not."""
    silent = getattr(row, "silent", None)
    return f"{counted(row.answered)} answered" + ("" if silent is None else f", {count(silent)} did not")


def _words(row):
    """Give the proportion and its interval."""
    return f"{percent(row.people / row.answered)} ({interval(row.low, row.high)})"


def _alt(rows):
    """Say what was named most often, for the first question: every theme where several are level."""
    first = rows[rows["question"] == rows["question"].iloc[0]]
    most = first[first["people"] == first["people"].max()]
    of = f"{'each ' * (len(most) > 1)}by {count(most['people'].iloc[0])} of "
    of += counted(most["answered"].iloc[0])
    return say(f"{{}}: most often {listing(['{}'] * len(most))}, {of}.", most["question"].iloc[0], *most["theme"])


def _in_cells(row):
    """Give one theme in cells."""
    share, limits = percent(row.people / row.answered), interval(row.low, row.high)
    return f"{row.question}: {row.theme}", fraction(row.people, row.answered), share, limits
