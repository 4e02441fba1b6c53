"""The proportion who said yes at each wave: of those who answered with its interval, of everyone as bounds."""

import numpy as np

from firststeps.report.figures.look import (
    COLOURS,
    DOUBLE,
    INK,
    LINE,
    RULE,
    SINGLE,
    SOFT,
    canvas,
    inset,
    lines,
    page,
    sentence,
    series,
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import confidence, fraction, interval, percent

LEFT, TOP, TALL = 46, 4, 58  # left edge, top and height of the plot, mm
WIDE = DOUBLE - LEFT - 2
SPACE = 1.6  # between the rows of the table, mm


def involvement_by_wave(rows, level=0.95, nothing="There is no proportion to show."):
    """Draw the proportion who said yes at each wave with its Wilson interval, and x/n in a table under the waves.

    ``rows`` is a DataFrame, a row for each outcome and wave at which it was asked, in the order to be drawn: ``wave``
    and ``outcome`` (labels), ``yes`` and ``answered`` (people), ``low`` and ``high`` (limits between 0 and 1).  Where
    nobody answered, 0/0 stands in the table and no point above it; without rows the sentence ``nothing`` says why.
    Gives the figure and its alt text.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"wave": ["Start"], "outcome": ["Involved"], "yes": [9], "answered": [12]})
    >>> involvement_by_wave(rows.assign(low=0.468, high=0.911))[1].split(". ")[1]
    'Involved: Start 9/12, 75% (47% to 91%).'
    """
    if rows.empty:
        return sentence(nothing)
    waves, outcomes = list(rows["wave"].unique()), list(rows["outcome"].unique())
    with style():
        heads = [wrap(wave, max(6, 60 // len(waves))) for wave in waves]
        labels = [wrap(outcome, 26) for outcome in outcomes]
        head = max(map(lines, heads))
        figure, table = canvas(DOUBLE, TOP + TALL + 6 + head + LINE + sum(lines(text) + SPACE for text in labels))
        plot = inset(figure, LEFT, TOP, WIDE, TALL)
        _draw_points(plot, rows, outcomes, waves)
        _dress(plot, heads, level)
        _draw_table(table, rows, dict(zip(outcomes, labels, strict=True)), waves, TOP + TALL + 4 + head)
    return figure, _alt(rows, outcomes, level)


def missing_bounds(rows):
    """Draw, for each wave, where the proportion of everyone can lie, and that of those who answered.

    ``rows`` is a DataFrame, a row for each wave: ``wave`` (label), ``yes``, ``answered``, ``low`` and ``high`` (bounds
    between 0 and 1).  Gives the figure and its alt text.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"wave": ["Start"], "yes": [6], "answered": [8], "low": [0.6], "high": [0.8]})
    >>> missing_bounds(rows)[1].split(": ", 1)[1]
    'Start 60% to 80% (6/8, 75% of those who answered).'
    """
    if (rows["low"] == rows["high"]).all():
        return sentence("Everybody answered at each wave, so no proportion hangs on a missing answer.")
    place = np.arange(len(rows))
    with style():
        figure = page(SINGLE, 26 + 9 * len(rows))
        axes = figure.subplots()
        low, high = 100 * rows["low"], 100 * rows["high"]
        axes.barh(place, high - low, left=low, height=0.5, fc=RULE, ec=INK, lw=0.5)
        heard = rows["answered"] > 0
        axes.plot(100 * rows["yes"][heard] / rows["answered"][heard], place[heard], "o", color=COLOURS[0])
        axes.set_yticks(place, [wrap(wave, 16) for wave in rows["wave"]])
        axes.set(xlim=(0, 100), ylim=(len(rows) - 0.5, -0.5))
        axes.set_xlabel("Yes, % (bar: everyone; point: those who answered)")
        axes.grid(axis="x")
    sentences = "; ".join(f"{row.wave} {_bounds(row)} ({_of_answers(row)})" for row in rows.itertuples())
    return figure, f"Where the proportion of everyone can lie, whatever the missing would have said: {sentences}."


def _draw_points(axes, rows, outcomes, waves):
    """Draw points and intervals side by side at each wave: one colour and one marker an outcome."""
    import seaborn.objects as so

    points = rows[rows["answered"] > 0]
    points = points.assign(
        percent=100 * points["yes"] / points["answered"], low=100 * points["low"], high=100 * points["high"]
    )
    plot = so.Plot(points, x="wave", y="percent", ymin="low", ymax="high", color="outcome")
    plot = plot.add(so.Range(linewidth=1.6), so.Dodge("drop", by=["color"]), legend=False)
    plot = plot.add(so.Dot(pointsize=6.5), so.Dodge("drop", by=["color"]), marker="outcome", legend=False)
    colours, markers = zip(*series(len(outcomes)), strict=True)
    plot.scale(
        x=so.Nominal(order=waves),
        color=so.Nominal(list(colours), order=outcomes),
        marker=so.Nominal(list(markers), order=outcomes),
    ).on(axes).plot()


def _dress(axes, heads, level):
    """Give the axes their labels, a quiet grid and room for every wave."""
    axes.set(xlim=(-0.5, len(heads) - 0.5), ylim=(0, 100), xlabel="", yticks=range(0, 101, 20))
    axes.set_ylabel(f"Yes, % of those who answered\n({confidence(level)} Wilson interval)")
    axes.set_xticks(range(len(heads)), heads)
    axes.tick_params(axis="x", length=0, pad=4)
    axes.grid(axis="x", visible=False)
    axes.grid(axis="y", visible=True)
    for artist in (*axes.collections, *axes.lines):
        artist.set_clip_on(False)


def _draw_table(axes, rows, labels, waves, top):
    """Print x/n under each wave, a row for each outcome behind its marker: legend and numbers in one."""
    write(axes, 1, top, "yes / answered", color=SOFT)
    top += LINE
    for (outcome, label), (colour, marker) in zip(labels.items(), series(len(labels)), strict=True):
        middle = top + lines(label) / 2
        axes.scatter([3], [middle], s=40, color=colour, marker=marker, lw=0)
        write(axes, 6, middle, label)
        for row in rows[rows["outcome"] == outcome].itertuples():
            centre = LEFT + WIDE * (waves.index(row.wave) + 0.5) / len(waves)
            write(axes, centre, middle, fraction(row.yes, row.answered), ha="center")
        top += lines(label) + SPACE


def _alt(rows, outcomes, level):
    """Give the figure in words."""
    parts = [
        f"{outcome}: {'; '.join(_point(row) for row in rows[rows['outcome'] == outcome].itertuples())}."
        for outcome in outcomes
    ]
    measure = f"Proportion who said yes at each wave, of those who answered, with {confidence(level)} Wilson intervals."
    return " ".join([measure, *parts])


def _point(row):
    """Give one point of the figure in words."""
    counts = f"{row.wave} {fraction(row.yes, row.answered)}"
    return f"{counts}, {percent(row.yes / row.answered)} ({interval(row.low, row.high)})" if row.answered else counts


def _bounds(row):
    """Give the bounds of one wave in words; one number where nobody missed it."""
    return percent(row.low) if row.low == row.high else interval(row.low, row.high)


def _of_answers(row):
    """Give the proportion of those who answered, in words."""
    if not row.answered:
        return "nobody answered"
    return f"{fraction(row.yes, row.answered)}, {percent(row.yes / row.answered)} of those who answered"
