"""Themes of free-text answers: how many people named each, of those who answered."""

from firststeps.report.figures.look import (
    DOUBLE,
    INK,
    PAPER,
    RULE,
    SOFT,
    canvas,
    inset,
    lines,
    sentence,
    series,
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import confidence, count, fraction, interval, percent, plural

PLOT, COUNT, WORDS = (64, 122), 133, 141  # edges of the plot, centre of the counts, left edge of the words, mm
HEAD, SPACE, AXIS = 8, 2.2, 10  # mm


def people_by_theme(rows, level=0.95, basis=""):
    """Draw, question by question, the proportion of people who named each theme, with its interval and x/n.

    ``rows`` is a DataFrame, a row a theme in the order to be drawn: ``question`` (rows of one question stand together),
    ``theme`` (label), ``people`` (who named it), ``answered`` (who answered the question), ``low`` and ``high`` (limits
    between 0 and 1), and if known ``silent`` (people who never answered the question).  ``basis`` says below from what
    it was counted.  Gives the figure and its alt text.

    >>> import pandas as pd
    >>> row = {"question": "What helped", "theme": "Time", "people": 3, "answered": 12, "low": 0.089, "high": 0.532}
    >>> print(people_by_theme(pd.DataFrame([row]))[1].split(". ")[1])
    What helped, 12 people answered: Time 3/12, 25% (9% to 53%)
    """
    rows = rows[rows["answered"] > 0]
    if rows.empty:
        return sentence("No answer in own words was given a theme, so there is nothing to count.")
    note = "\n".join(filter(None, ["A person may name several themes.", basis and wrap(basis, 110)]))
    with style():
        places, height = _places(rows)
        figure, axes = canvas(DOUBLE, height + AXIS + lines(note) + 3)
        plot = inset(figure, PLOT[0], HEAD, PLOT[1] - PLOT[0], height - HEAD)
        _dress(plot, height)
        _draw_head(axes, level)
        for place in places:
            _draw_row(axes, plot, *place)
        write(axes, 1, height + AXIS, note, va="top", color=SOFT)
    return figure, _alt(rows, level, note)


def _places(rows):
    """Say where each question and each theme stands (mm from the top) with its colour's number, and their height."""
    y, places, questions = HEAD + 1.5, [], []
    for row in rows.itertuples():
        if row.question not in questions:
            questions.append(row.question)
            height = lines(_heading(row))
            places.append((y + height / 2, row, None))
            y += height + SPACE
        tall = lines(wrap(row.theme, 34))
        places.append((y + tall / 2, row, len(questions) - 1))
        y += tall + SPACE
    return places, y


def _dress(plot, height):
    """Prepare the plot: percentages across, no frame."""
    plot.set(xlim=(0, 100), ylim=(height, HEAD), yticks=[], xticks=range(0, 101, 25))
    plot.set_xticks(range(0, 101, 25), [f"{tick}%" for tick in range(0, 101, 25)])
    plot.grid(axis="x")
    plot.spines["left"].set_visible(False)
    plot.set_zorder(-1)  # below the names of the questions


def _draw_head(axes, level):
    """Head the columns."""
    write(axes, sum(PLOT) / 2, HEAD - 2, "people who named it", va="bottom", ha="center")
    write(axes, COUNT, HEAD - 2, "x/n", va="bottom", ha="center")
    write(axes, WORDS, HEAD - 2, f"% ({confidence(level)} interval)", va="bottom")
    axes.plot([1, DOUBLE - 2], [HEAD - 1, HEAD - 1], color=RULE, lw=0.8)


def _draw_row(axes, plot, y, row, number):
    """Draw a question's name, or a theme with its interval and numbers."""
    if number is None:
        write(axes, 1, y, _heading(row), color=SOFT, fontweight="bold", bbox={"fc": PAPER, "ec": "none", "pad": 1})
        return
    colour, marker = series(number + 1)[number]
    write(axes, 3, y, wrap(row.theme, 34))
    plot.plot([100 * row.low, 100 * row.high], [y, y], color=colour, lw=1.6)
    share = 100 * row.people / row.answered
    plot.plot([share], [y], marker=marker, ms=6, mfc=colour, mec=INK, mew=0.4, clip_on=False)
    write(axes, COUNT, y, fraction(row.people, row.answered), ha="center")
    write(axes, WORDS, y, _words(row))


def _heading(row):
    """Give the name of a question, with its denominator."""
    return wrap(f"{row.question}: {_who(row)}", 90)


def _who(row):
    """Say who answered a question, and who did not."""
    silent = getattr(row, "silent", None)
    return f"{plural(row.answered, 'person', 'people')} answered" + (
        "" if silent is None else f", {count(silent)} did not"
    )


def _words(row):
    """Give the proportion and its interval."""
    return f"{percent(row.people / row.answered)} ({interval(row.low, row.high)})"


def _alt(rows, level, note):
    """Give the figure in words."""
    parts = [f"People who named each theme, of those who answered, with {confidence(level)} Wilson intervals"]
    for question, group in rows.groupby("question", sort=False):
        themes = "; ".join(
            f"{row.theme} {fraction(row.people, row.answered)}, {_words(row)}" for row in group.itertuples()
        )
        parts.append(f"{question}, {_who(next(group.itertuples()))}: {themes}")
    return ". ".join(parts) + ". " + note.replace("\n", " ")
