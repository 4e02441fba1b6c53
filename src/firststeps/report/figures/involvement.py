"""The proportion who said yes at each wave: of those who answered with its interval, of everyone as bounds."""

from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, say, sentence, with_narrow
from firststeps.report.figures.base.look import (
    COLOURS,
    DOUBLE,
    INK,
    LINE,
    MARKERS,
    PAPER,
    SINGLE,
    SOFT,
    canvas,
    fit,
    hollow,
    inset,
    lines,
    series,
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import confidence, fraction, interval, percent

LEFT, TOP, TALL = 44, 4, 58  # left edge, top and height of the plot, mm
NARROW_LEFT = 15  # left edge of the plot where the names stand above the counts
SPACE = 1.6  # between the rows of the table, mm
ROW, EVERYONE = 9, "#d0d0d0"  # height of a wave, mm; colour of the bar of everyone
BAR = (23, 62)  # left and right end of the scale from 0 to 100%, mm


@only_asked
@with_narrow
def involvement_by_wave(rows, level=0.95, nothing="There is no proportion to show.", width=DOUBLE):
    """Draw the proportion who said yes at each wave with its Wilson interval, and x/n in a table under the waves.

    ``rows`` is a DataFrame, a row for each outcome and wave at which it was asked, in the order to be drawn: ``wave``
    and ``outcome`` (labels), ``yes`` and ``answered`` (people), ``low`` and ``high`` (limits between 0 and 1).  Where
    nobody answered, 0/0 stands in the table and no point above it; without rows the sentence ``nothing`` says why.
    Of many outcomes those of the second seven have hollow markers, and the table says that it has the order of points.
    Gives the `Drawing`; in one that is narrow the outcomes stand above their counts.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"wave": ["Start"], "outcome": ["Involved"], "yes": [9], "answered": [12]})
    >>> involvement_by_wave(rows.assign(low=0.468, high=0.911)).alt
    'Involved: yes from 75% of those who answered at Start.'
    """
    if rows.empty:
        return sentence(nothing)
    waves, outcomes = list(rows["wave"].unique()), list(rows["outcome"].unique())
    beside = width == DOUBLE
    left = LEFT if beside else NARROW_LEFT
    width = max(width, left + 2 + 13 * len(waves))
    with style():
        across = width - left - 2
        heads = [fit(wave, across / len(waves) - 1.5) for wave in waves]
        labels = [wrap(outcome, 26 if beside else 46) for outcome in outcomes]
        head = max(map(lines, heads))
        table_height = sum(lines(text) + (0 if beside else LINE) + SPACE for text in labels)
        figure, table = canvas(width, TOP + TALL + 6 + head + LINE + table_height)
        plot = inset(figure, left, TOP, across, TALL)
        _draw_points(plot, rows, outcomes, waves)
        _dress(plot, heads, level)
        centres = {wave: left + across * (place + 0.5) / len(waves) for place, wave in enumerate(waves)}
        _draw_table(table, rows, dict(zip(outcomes, labels, strict=True)), centres, TOP + TALL + 4 + head, beside)
    columns = ("outcome and wave", "yes/answered", "yes", f"{confidence(level)} Wilson interval")
    return drawing(figure, _alt(rows), columns, map(_in_cells, rows.itertuples()))


@only_asked
def missing_bounds(rows, unseen=0):
    """Draw, for each wave, where the proportion of everyone can lie, and that of those who answered.

    ``rows`` is a DataFrame, a row for each wave: ``wave`` (label), ``yes``, ``answered``, ``low`` and ``high`` (bounds
    between 0 and 1).  The bar goes from nobody to everybody of the missing having said yes, with its ends in numbers.
    Where people of the study were never heard from (``unseen``), it is of those heard from, and so called.  Gives the
    `Drawing`.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"wave": ["Start"], "yes": [6], "answered": [8], "low": [0.6], "high": [0.8]})
    >>> missing_bounds(rows).alt
    'Whatever the missing would have said, yes is from 60% to 80% of everyone at Start.'
    >>> missing_bounds(rows, unseen=3).alt
    'Whatever the missing would have said, yes is from 60% to 80% of those heard from at Start.'
    """
    if (rows["low"] == rows["high"]).all():
        whom = "Everybody who was heard from" if unseen else "Everybody"
        return sentence(f"{whom} answered at each wave, so no proportion hangs on a missing answer.")
    everyone = "those heard from" if unseen else "everyone"
    labels = [wrap(wave, 13) for wave in rows["wave"]]
    heights = [max(ROW, lines(label) + 2) for label in labels]
    bottom = 10 + sum(heights)
    with style():
        figure, axes = canvas(SINGLE, bottom + 24)
        _draw_scale(axes, bottom)
        y = 10
        for label, height, row in zip(labels, heights, rows.itertuples(), strict=True):
            _draw_bounds(axes, y + height / 2, label, row)
            y += height
        _draw_key(axes, bottom + 13, everyone)
    widest = max(rows.itertuples(), key=lambda row: row.high - row.low)
    words = f"Whatever the missing would have said, yes is from {_bounds(widest)} of {everyone} at {{}}."
    alt = say(words, widest.wave)
    columns = (
        "wave",
        f"lowest, of {everyone}",
        f"highest, of {everyone}",
        "yes/answered",
        "yes, of those who answered",
    )
    return drawing(figure, alt, columns, map(_bounds_in_cells, rows.itertuples()))


def _at(proportion):
    """Give the place of a proportion on the scale of the bounds, mm."""
    return BAR[0] + proportion * (BAR[1] - BAR[0])


def _draw_scale(axes, bottom):
    """Draw the scale of the bounds, in percent, and head the column of counts."""
    for tick in (0, 0.25, 0.5, 0.75, 1):
        axes.plot([_at(tick)] * 2, [9, bottom], color="#e4e4e4", lw=0.6, zorder=0)
        write(axes, _at(tick), bottom + 2.5, f"{100 * tick:.0f}", ha="center")
    write(axes, sum(BAR) / 2, bottom + 7, "Said yes, %", ha="center")
    write(axes, SINGLE - 1, 4.5, "yes of those\nwho answered", ha="right")


def _draw_bounds(axes, y, label, row):
    """Draw the bar of one wave with its ends in numbers, its point, and its counts."""
    write(axes, 1, y, label)
    low, high = _at(row.low), _at(row.high)
    axes.add_patch(Rectangle((low, y - 2.4), high - low, 4.8, fc=EVERYONE, ec=INK, lw=0.6))
    box = {"boxstyle": "square,pad=0.1", "fc": PAPER, "ec": "none"}
    write(axes, low - 0.8, y, percent(row.low).removesuffix("%"), ha="right", bbox=box)
    write(axes, high + 0.8, y, percent(row.high).removesuffix("%"), bbox=box)
    if row.answered:
        axes.plot([_at(row.yes / row.answered)], [y], MARKERS[0], color=COLOURS[0], mec=PAPER, mew=0.6, ms=6)
    share = f" = {percent(row.yes / row.answered)}" if row.answered else ""
    write(axes, SINGLE - 1, y, fraction(row.yes, row.answered) + share, ha="right")


def _draw_key(axes, y, everyone):
    """Say what bar and point are."""
    axes.add_patch(Rectangle((1, y - 1.6), 6, 3.2, fc=EVERYONE, ec=INK, lw=0.6))
    write(axes, 9, y, f"{everyone}: from no to yes of all who are missing")
    axes.plot([4], [y + 5], MARKERS[0], color=COLOURS[0], mec=PAPER, mew=0.6, ms=6)
    write(axes, 9, y + 5, "those who answered")


def _draw_points(axes, rows, outcomes, waves):
    """Draw points and intervals side by side at each wave: one colour and one marker an outcome."""
    import seaborn.objects as so

    points = rows[rows["answered"] > 0]
    points = points.assign(
        percent=100 * points["yes"] / points["answered"], low=100 * points["low"], high=100 * points["high"]
    )
    plot = so.Plot(points, x="wave", y="percent", ymin="low", ymax="high", color="outcome")
    plot = plot.add(so.Range(linewidth=1.6), so.Dodge("drop", by=["color"]), legend=False)
    colours, markers = zip(*series(len(outcomes)), strict=True)
    looks = {"marker": so.Nominal(list(markers), order=outcomes)}
    if any(hollow(len(outcomes))):
        looks["fill"] = so.Nominal([not empty for empty in hollow(len(outcomes))], order=outcomes)
    dots = so.Dot(pointsize=6.5, stroke=1.2)
    plot = plot.add(dots, so.Dodge("drop", by=["color"]), legend=False, **dict.fromkeys(looks, "outcome"))
    plot.scale(x=so.Nominal(order=waves), color=so.Nominal(list(colours), order=outcomes), **looks).on(axes).plot()
    for marks in axes.collections if "fill" in looks else ():
        if isinstance(marks, PathCollection):  # no line shows through a hollow marker
            marks.set(facecolor=[face if face[3] else to_rgba(PAPER) for face in marks.get_facecolor()], zorder=3)


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


def _draw_table(axes, rows, labels, centres, top, beside):
    """Print x/n under each wave, a row for each outcome behind its marker: legend and numbers in one."""
    empty = hollow(len(labels))
    ordered = ", in the order of the points" if any(empty) else ""
    write(axes, 1, top, f"yes / answered{ordered}", color=SOFT)
    top += LINE
    for (outcome, label), (colour, marker), bare in zip(labels.items(), series(len(labels)), empty, strict=True):
        middle = top + lines(label) / 2
        look = {"color": PAPER, "edgecolor": colour, "lw": 1.2} if bare else {"color": colour, "lw": 0}
        axes.scatter([3], [middle], s=40, marker=marker, **look)
        write(axes, 6, middle, label)
        top += 0 if beside else LINE
        for row in rows[rows["outcome"] == outcome].itertuples():
            y = middle if beside else top + lines(label) - LINE / 2
            write(axes, centres[row.wave], y, fraction(row.yes, row.answered), ha="center")
        top += lines(label) + SPACE


def _alt(rows):
    """Say how the proportion went from the first to the last wave of the first outcome."""
    heard = rows[(rows["outcome"] == rows["outcome"].iloc[0]) & (rows["answered"] > 0)]
    outcome = rows["outcome"].iloc[0]
    if heard.empty:
        return say("{}: nobody answered at any wave.", outcome)
    first, last = (percent(row.yes / row.answered) for row in heard.iloc[[0, -1]].itertuples())
    if len(heard) == 1:
        return say(f"{{}}: yes from {first} of those who answered at {{}}.", outcome, heard["wave"].iloc[0])
    waves = heard["wave"].iloc[[0, -1]]
    return say(f"{{}}: yes from {first} of those who answered at {{}}, {last} at {{}}.", outcome, *waves)


def _in_cells(row):
    """Give one point of the figure in cells."""
    name = f"{row.outcome}, {row.wave}"
    if not row.answered:
        return name, fraction(row.yes, row.answered), "", ""
    return name, fraction(row.yes, row.answered), percent(row.yes / row.answered), interval(row.low, row.high)


def _bounds(row):
    """Give the bounds of one wave in words; one number where nobody missed it."""
    return percent(row.low) if row.low == row.high else interval(row.low, row.high)


def _bounds_in_cells(row):
    """Give the bounds of one wave and the proportion of those who answered in cells."""
    share = percent(row.yes / row.answered) if row.answered else "nobody answered"
    return row.wave, percent(row.low), percent(row.high), fraction(row.yes, row.answered), share
