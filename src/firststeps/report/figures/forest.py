"""Paired differences between waves: a table and a forest plot, row by row."""

from bisect import bisect_right
from typing import NamedTuple

from firststeps.digits import alpha_at
from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, say, sentence, with_narrow
from firststeps.report.figures.base.look import (
    COLOURS,
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
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import confidence, count, interval, p_value, plural, points

COLUMNS = {"pairs": 46, "lost": 57, "gained": 69}  # centres of the columns of counts, mm
HEADS = ("yes\nto no", "no\nto yes")
NOTHING = "No outcome was answered at two waves by people who are found again, so there is no paired difference."
SCALES = ((20, 10), (40, 20), (60, 30), (100, 50))  # end of the axis and distance of its ticks, percentage points
HEAD, SPACE, AXIS = 10, 2.2, 9  # mm
TALLEST = 260  # of the rows, mm: on a page so many are made smaller, and more could not be read
MARGIN = "#e0e0e0"
BOLD = 1.4  # width of a bold letter, mm


class Layout(NamedTuple):
    """Where things stand in a drawing: its width and the edges of the plot, mm; letters to a line of each text."""

    width: float
    plot: tuple
    outcome: int
    comparison: int


WIDE, NARROW = Layout(DOUBLE, (77, 120), 90, 24), Layout(SINGLE, (34, 70), 46, 24)
WORDS = 123  # left edge of the words of a wide drawing, mm


@only_asked
@with_narrow
def paired_differences(
    rows,
    level=0.95,
    margin=None,
    method="Fay–Lumbard",
    test="exact McNemar",
    heads=HEADS,
    nothing=NOTHING,
    width=DOUBLE,
):
    """Draw the paired differences as a forest plot beside their counts.

    ``rows`` is a DataFrame, a row for each comparison in the order to be drawn: ``outcome`` (rows of one outcome stand
    together under its name), ``comparison`` (label), ``pairs`` (people with both answers), ``lost`` and ``gained``
    (yes to no, no to yes), ``difference``, ``low``, ``high`` (second minus first, between -1 and 1), ``pvalue``, and
    if wanted ``primary`` (True: in bold type, with a filled marker).  Where ``pairs`` is 0 the row says so.  ``level``
    is that of the intervals; a p-value is printed on its side of 1 - ``level``.
    ``margin`` (between 0 and 1) shades the margin of similarity; ``method`` and ``test`` name the interval and the test
    in the note; ``heads`` head the columns of those who changed; without rows the figure is the sentence ``nothing``.
    Of more rows than can be read on a page the first are drawn, and the primary one, and a line says how many are not.
    Gives the `Drawing`, whose numbers are of every row; in one that is narrow the counts stand below the comparison.

    >>> import pandas as pd
    >>> row = {"outcome": "Involved", "comparison": "Start to End", "pairs": 26, "lost": 1, "gained": 3}
    >>> row |= {"difference": 2 / 26, "low": -0.09, "high": 0.25, "pvalue": 0.375}
    >>> drawing = paired_differences(pd.DataFrame([row]))
    >>> drawing.alt
    'Involved, Start to End: a change of +7.7 percentage points (−9.0 to +25.0), p = 0.38.'
    >>> drawing.numbers.iloc[0].tolist()
    ['Involved, Start to End', '26', '1', '3', '+7.7', '−9.0 to +25.0', '0.38']
    """
    if rows.empty:
        return sentence(nothing)
    layout, shown, alpha = WIDE if width == DOUBLE else NARROW, _readable(rows), alpha_at(level)
    with style():
        places, height = _places(shown, layout)
        note = notes(_note(rows, margin, method, test, len(rows) - len(shown)), layout.width - 3)
        figure, axes = canvas(layout.width, height + AXIS + lines(note) + 2)
        plot = inset(figure, layout.plot[0], HEAD, layout.plot[1] - layout.plot[0], height - HEAD)
        _dress(plot, shown, height, margin)
        if layout is WIDE:
            _draw_head(axes, level, heads)
        else:
            _draw_narrow_head(axes, level, heads)
        for kind, y, row in places:
            if kind == "outcome":
                _draw_outcome(axes, y, wrap(row.outcome, layout.outcome), layout)
            elif layout is WIDE:
                _draw_row(axes, plot, y, row, alpha)
            else:
                _draw_narrow_row(axes, plot, y, row, alpha)
        write(axes, 1, height + AXIS, note, va="top", color=SOFT)
    one_line = [head.replace("\n", " ") for head in heads]
    columns = ("comparison", "pairs", *one_line, "difference, points", f"{confidence(level)} interval", "p")
    cells = [_in_cells(row, alpha) for row in rows.itertuples()]
    return drawing(figure, _alt(rows, alpha), columns, cells, note)


@only_asked
def missing_scenarios(rows, level, margin):
    """Draw the change under each assumption about the missing answers, or say that they come to the same.

    ``rows``, ``level`` and ``margin`` are those of :func:`paired_differences`, the
    ``comparison`` being the assumption, the test McNemar's exact test.  Gives the `Drawing`.

    >>> import pandas as pd
    >>> alike = {"pairs": 12, "lost": 1, "gained": 3, "difference": 2 / 12, "low": -0.14, "high": 0.45}
    >>> print(missing_scenarios(pd.DataFrame([alike, alike]), 0.95, 0.1).alt.partition(": ")[2])
    +16.7 percentage points (−14.0 to +45.0).
    """
    counts = rows[["pairs", "lost", "gained"]]
    if not (counts == counts.iloc[0]).all(axis=None):
        every = paired_differences(rows, level, margin, test="exact McNemar")
        few, many = (points(rows["difference"].agg(end), unit="") for end in ("min", "max"))
        changes = f"from {few} to {many} percentage points"
        alt = f"Under {len(rows)} assumptions about the missing answers the change is {changes}."
        if few == many:
            alt = f"Under each of {len(rows)} assumptions about the missing the change is {few} percentage points."
        return every._replace(alt=alt)
    only = rows.iloc[0]
    limits = interval(only.low, only.high, "points").removesuffix(" points")
    change = f"{points(only.difference)} ({limits})"
    return sentence(f"No answer is missing at the two waves compared, so each assumption gives the same: {change}.")


def _readable(rows):
    """Give as many of the rows, in their order, as can be read on a page, the primary one among them."""
    primary = rows["primary"].to_numpy(bool) if "primary" in rows else [False] * len(rows)

    def first(number):
        """So many of the first rows, and the primary one wherever it is."""
        return rows[[place < number or always for place, always in enumerate(primary)]]

    fitting = bisect_right(range(1, len(rows) + 1), TALLEST, key=lambda number: _places(first(number), WIDE)[1])
    return first(max(fitting, 1))


def _places(rows, layout):
    """Say where each outcome's name (its top) and each comparison (its middle) stands, mm, and their whole height."""
    y, places, outcome = HEAD + 1, [], None
    for row in rows.itertuples():
        if row.outcome != outcome:
            outcome = row.outcome
            places.append(("outcome", y, row))
            y += lines(wrap(outcome, layout.outcome)) + SPACE
        tall = lines(wrap(row.comparison, layout.comparison)) + (0 if layout is WIDE else LINE)
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
    plot.set_zorder(-1)  # below the names of the outcomes
    plot.axvline(0, color=INK, lw=0.8)
    if margin:
        plot.axvspan(-100 * margin, 100 * margin, fc=MARGIN, ec="none", zorder=0)


def _draw_head(axes, level, heads):
    """Head the columns."""
    for x, head in zip(COLUMNS.values(), ("pairs", *heads), strict=True):
        write(axes, x, HEAD - 2, head, ha="center", va="bottom")
    write(axes, sum(WIDE.plot) / 2, HEAD - 2, "difference in\npercentage points", ha="center", va="bottom")
    write(axes, WORDS, HEAD - 2, f"difference\n({confidence(level)} interval)", va="bottom")
    write(axes, DOUBLE - 2, HEAD - 2, "p", va="bottom", ha="right")
    axes.plot([1, DOUBLE - 2], [HEAD - 1, HEAD - 1], color=RULE, lw=0.8)


def _draw_narrow_head(axes, level, heads):
    """Say what stands in the two lines of each comparison."""
    lost, gained = (head.replace("\n", " ") for head in heads)
    write(axes, 1, HEAD - 2, f"pairs: {lost},\n{gained}", va="bottom")
    write(axes, SINGLE - 1, HEAD - 2, f"points ({confidence(level)} interval)\np", ha="right", va="bottom")
    axes.plot([1, SINGLE - 1], [HEAD - 1, HEAD - 1], color=RULE, lw=0.8)


def _draw_outcome(axes, y, name, layout):
    """Head the rows of an outcome with its name, on a ground where the line of zero would cross it."""
    reaches = max(map(len, name.split("\n"))) * BOLD > sum(layout.plot) / 2
    ground = {"bbox": {"boxstyle": "square,pad=0.1", "fc": PAPER, "ec": "none"}} if reaches else {}
    write(axes, 1, y, name, va="top", color=SOFT, fontweight="bold", **ground)


def _draw_row(axes, plot, y, row, alpha):
    """Draw one comparison: its counts, its interval, and its numbers; the primary one bold and filled."""
    write(axes, 3, y, wrap(row.comparison, WIDE.comparison), fontweight=_weight(row))
    for column, x in COLUMNS.items():
        write(axes, x, y, count(getattr(row, column)), ha="center")
    if row.pairs == 0:
        write(axes, WORDS, y, "no pairs", color=SOFT)
        return
    _draw_interval(plot, y, row)
    write(axes, WORDS, y, _words(row))
    write(axes, DOUBLE - 2, y, p_value(row.pvalue, symbol="", alpha=alpha), ha="right")


def _draw_narrow_row(axes, plot, y, row, alpha):
    """Draw one comparison in two lines: its name and numbers, and below them its counts, its interval and its p."""
    name = wrap(row.comparison, NARROW.comparison)
    top = y - (lines(name) + LINE) / 2
    below = top + lines(name) + LINE / 2
    write(axes, 1, top, name, va="top", fontweight=_weight(row))
    if row.pairs == 0:
        write(axes, SINGLE - 1, top, "no pairs", va="top", ha="right", color=SOFT)
        return
    write(axes, 1, below, f"{count(row.pairs)}: {count(row.lost)}, {count(row.gained)}")
    _draw_interval(plot, below, row)
    write(axes, SINGLE - 1, top, _words(row), va="top", ha="right")
    write(axes, SINGLE - 1, below, p_value(row.pvalue, symbol="", alpha=alpha), ha="right")


def _weight(row):
    """Give the weight of a comparison's name: the primary one is bold."""
    return "bold" if getattr(row, "primary", False) else "normal"


def _draw_interval(plot, y, row):
    """Draw the difference with its interval; that of the primary comparison is filled."""
    primary = getattr(row, "primary", False)
    colour, face = COLOURS[0], COLOURS[0] if primary else "white"
    plot.plot([100 * row.low, 100 * row.high], [y, y], color=colour, lw=2 if primary else 1.3)
    plot.plot([100 * row.difference], [y], marker="D", ms=5, mfc=face, mec=colour, mew=1.2)


def _words(row):
    """Give the difference and its interval, in percentage points."""
    return f"{points(row.difference, unit='')} ({_limits(row)})"


def _limits(row):
    """Give the interval in percentage points."""
    return interval(row.low, row.high, "points").removesuffix(" points")


def _note(rows, margin, method, test, left_out):
    """Say below the figure what the interval, the test, the shade and the bold row are, and how many are not drawn."""
    note = [f"Interval: {method}. p: {test}."]
    if left_out:
        note.append(f"Not drawn: {plural(left_out, 'more comparison')}.")
    if margin:
        either = points(margin, unit="points", sign=False)
        note.append(f"Shaded: within the margin of similarity, {either} either way.")
    if "primary" in rows and rows["primary"].any():
        note.append("Bold: the primary comparison.")
    return note


def _alt(rows, alpha):
    """Say the primary difference, or that of the only row, or from where to where all of them go."""
    compared = rows[rows["pairs"] > 0]
    if compared.empty:
        return "Nobody answered at both waves of any comparison."
    chosen = compared[compared["primary"]] if "primary" in compared else compared.iloc[:0]
    if len(chosen) or len(compared) == 1:
        row = next((chosen if len(chosen) else compared).itertuples())
        change = f"{points(row.difference)} ({_limits(row)}), {p_value(row.pvalue, alpha=alpha)}"
        return say(f"{{}}, {{}}: a change of {change}.", row.outcome, row.comparison)
    few, many = (points(compared["difference"].agg(end), unit="") for end in ("min", "max"))
    smallest = p_value(compared["pvalue"].min(), alpha=alpha)
    of = plural(len(compared), "comparison")
    go = f"are each {few}" if few == many else f"go from {few} to {many}"
    return f"Changes in {of} {go} percentage points; the smallest p-value: {smallest}."


def _in_cells(row, alpha):
    """Give one comparison in cells."""
    name, people = f"{row.outcome}, {row.comparison}", map(count, (row.pairs, row.lost, row.gained))
    if row.pairs == 0:
        return name, *people, "no pairs", "", ""
    p = p_value(row.pvalue, symbol="", alpha=alpha)
    return name, *people, points(row.difference, unit=""), _limits(row), p
