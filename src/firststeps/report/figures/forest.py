"""Paired differences between waves: a table and a forest plot, row by row."""

from firststeps.report.figures.look import (
    COLOURS,
    DOUBLE,
    INK,
    RULE,
    SOFT,
    canvas,
    inset,
    lines,
    sentence,
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import confidence, count, interval, p_value, plural, points

COLUMNS = {"pairs": 46, "lost": 57, "gained": 69}  # centres of the columns of counts, mm
PLOT, WORDS, P = (77, 120), 123, DOUBLE - 2  # edges of the plot; left edge of the words; right edge of p, mm
HEADS = ("yes\nto no", "no\nto yes")
NOTHING = "No outcome was asked at two waves, so there is no paired difference."
SCALES = ((20, 10), (40, 20), (60, 30), (100, 50))  # end of the axis and distance of its ticks, percentage points
HEAD, SPACE, AXIS = 10, 2.2, 9  # mm


def paired_differences(
    rows, level=0.95, margin=None, method="Fay–Lumbard", test="exact McNemar", heads=HEADS, nothing=NOTHING
):
    """Draw the paired differences as a forest plot beside their counts.

    ``rows`` is a DataFrame, a row for each comparison in the order to be drawn: ``outcome`` (rows of one outcome stand
    together under its name), ``comparison`` (label), ``pairs`` (people with both answers), ``lost`` and ``gained``
    (yes to no, no to yes), ``difference``, ``low``, ``high`` (second minus first, between -1 and 1), ``pvalue``, and
    if wanted ``primary`` (True: in bold type, with a filled marker).  Where ``pairs`` is 0 the row says so.
    ``margin`` (between 0 and 1) shades the margin of similarity; ``method`` and ``test`` name the interval and the test
    in the note; ``heads`` head the columns of those who changed; without rows the figure is the sentence ``nothing``.
    Gives the figure and its alt text.

    >>> import pandas as pd
    >>> row = {"outcome": "Involved", "comparison": "Start to End", "pairs": 26, "lost": 1, "gained": 3}
    >>> row |= {"difference": 2 / 26, "low": -0.09, "high": 0.25, "pvalue": 0.375}
    >>> print(paired_differences(pd.DataFrame([row]))[1].split(". ")[1])
    Involved, Start to End: 26 pairs, 1 yes to no, 3 no to yes, +7.7 points (−9.0 to +25.0), p = 0.38
    """
    if rows.empty:
        return sentence(nothing)
    with style():
        places, height = _places(rows)
        note = _note(rows, margin, method, test)
        figure, axes = canvas(DOUBLE, height + AXIS + lines("\n".join(note)) + 2)
        plot = inset(figure, PLOT[0], HEAD, PLOT[1] - PLOT[0], height - HEAD)
        _dress(plot, rows, height, margin)
        _draw_head(axes, level, heads)
        for kind, y, row in places:
            if kind == "outcome":
                write(axes, 1, y, wrap(row.outcome, 90), color=SOFT, fontweight="bold")
            else:
                _draw_row(axes, plot, y, row)
        write(axes, 1, height + AXIS, "\n".join(note), va="top", color=SOFT)
    return figure, _alt(rows, level, margin, method, test, heads)


def missing_scenarios(rows, level, margin):
    """Draw the change under each assumption about the missing answers, or say that they come to the same.

    ``rows``, ``level`` and ``margin`` are those of :func:`paired_differences`, the
    ``comparison`` being the assumption, the test McNemar's exact test.  Gives the figure and its alt text.

    >>> import pandas as pd
    >>> alike = {"pairs": 12, "lost": 1, "gained": 3, "difference": 2 / 12, "low": -0.14, "high": 0.45}
    >>> print(missing_scenarios(pd.DataFrame([alike, alike]), 0.95, 0.1)[1].partition(": ")[2])
    +16.7 percentage points (−14.0 to +45.0).
    """
    counts = rows[["pairs", "lost", "gained"]]
    if not (counts == counts.iloc[0]).all(axis=None):
        return paired_differences(rows, level, margin, test="exact McNemar")
    only = rows.iloc[0]
    limits = interval(only.low, only.high, "points").removesuffix(" points")
    change = f"{points(only.difference)} ({limits})"
    return sentence(f"No answer is missing at the two waves compared, so each assumption gives the same: {change}.")


def _places(rows):
    """Say where each outcome's name and each comparison stands (mm from the top), and the height they need together."""
    y, places, outcome = HEAD + 1, [], None
    for row in rows.itertuples():
        if row.outcome != outcome:
            outcome = row.outcome
            height = lines(wrap(outcome, 90))
            places.append(("outcome", y + height / 2, row))
            y += height + SPACE
        tall = lines(wrap(row.comparison, 24))
        places.append(("comparison", y + tall / 2, row))
        y += tall + SPACE
    return places, y


def _dress(plot, rows, height, margin):
    """Prepare the plot: an axis in points that holds every interval and zero, and the margin if there is one."""
    answered = rows[rows["pairs"] > 0]
    widest = 100 * max(0.2, margin or 0, *answered["high"], *(-answered["low"]))
    edge, step = next((scale for scale in SCALES if widest <= scale[0]), SCALES[-1])
    plot.set(xlim=(-edge * 1.04, edge * 1.04), ylim=(height, HEAD), yticks=[])
    ticks = range(-edge, edge + 1, step)
    plot.set_xticks(ticks, [points(tick / 100, 0, "") for tick in ticks])
    plot.spines["left"].set_visible(False)
    plot.patch.set_visible(False)
    plot.axvline(0, color=INK, lw=0.8)
    if margin:
        plot.axvspan(-100 * margin, 100 * margin, fc="#ececec", ec="none", zorder=0)


def _draw_head(axes, level, heads):
    """Head the columns."""
    for x, head in zip(COLUMNS.values(), ("pairs", *heads), strict=True):
        write(axes, x, HEAD - 2, head, ha="center", va="bottom")
    write(axes, sum(PLOT) / 2, HEAD - 2, "difference in\npercentage points", ha="center", va="bottom")
    write(axes, WORDS, HEAD - 2, f"difference\n({confidence(level)} interval)", va="bottom")
    write(axes, P, HEAD - 2, "p", va="bottom", ha="right", style="italic")
    axes.plot([1, P], [HEAD - 1, HEAD - 1], color=RULE, lw=0.8)


def _draw_row(axes, plot, y, row):
    """Draw one comparison: its counts, its interval, and its numbers; the primary one bold and filled."""
    primary = getattr(row, "primary", False)
    write(axes, 3, y, wrap(row.comparison, 24), fontweight="bold" if primary else "normal")
    for column, x in COLUMNS.items():
        write(axes, x, y, count(getattr(row, column)), ha="center")
    if row.pairs == 0:
        write(axes, WORDS, y, "no pairs", color=SOFT)
        return
    colour, face = COLOURS[0], COLOURS[0] if primary else "white"
    plot.plot([100 * row.low, 100 * row.high], [y, y], color=colour, lw=2 if primary else 1.3)
    plot.plot([100 * row.difference], [y], marker="D", ms=5, mfc=face, mec=colour, mew=1.2)
    write(axes, WORDS, y, _words(row))
    write(axes, P, y, p_value(row.pvalue, symbol=""), ha="right")


def _words(row, unit=""):
    """Give the difference and its interval, in percentage points."""
    return f"{points(row.difference, unit=unit)} ({interval(row.low, row.high, 'points').removesuffix(' points')})"


def _note(rows, margin, method, test):
    """Say below the figure what the interval, the test, the shade and the bold row are."""
    note = [f"Interval: {method}. p: {test}."]
    if margin:
        note.append(f"Shaded: within the margin of similarity, {100 * margin:g} points either way.")
    if "primary" in rows and rows["primary"].any():
        note.append("Bold: the primary comparison.")
    return note


def _alt(rows, level, margin, method, test, heads):
    """Give the figure in words."""
    parts = [f"Paired differences, second wave minus first, with {confidence(level)} intervals"]
    for row in rows.itertuples():
        counts = f"{row.outcome}, {row.comparison}: {plural(row.pairs, 'pair')}"
        if row.pairs:
            lost, gained = (head.replace("\n", " ") for head in heads)
            counts += f", {count(row.lost)} {lost}, {count(row.gained)} {gained}"
            counts += f", {_words(row, 'points')}, {p_value(row.pvalue)}"
        parts.append(counts)
    return ". ".join(parts) + ". " + " ".join(_note(rows, margin, method, test))
