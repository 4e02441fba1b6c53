"""What published numbers allow: proportions over all denominators, p-values over all gaps between two counts."""

import numpy as np

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, with_narrow
from firststeps.report.figures.base.look import (
    COLOURS,
    DOUBLE,
    INK,
    LINE,
    MARKERS,
    SINGLE,
    SOFT,
    canvas,
    inset,
    lines,
    page,
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import confidence, count, counted, fraction, interval, p_value, percent

MOST_TICKS = 14  # to a panel, each denominator numbered
HEAD, TALL, FOOT = 8.5, 43, 11  # heights above the words of a panel, of a panel, and below it, mm
LEFT, GAP, RIGHT = 16, 5, 1  # left edge of the first panel, space between two, and right of the last, mm
P_TICKS = (1, 0.5, 0.1, 0.05, 0.01, 0.001)


@only_asked
@with_narrow
def possible_proportions(rows, level=0.95, width=DOUBLE):
    """Draw each published count over every denominator it may have, with Wilson intervals, a panel for each count.

    ``rows`` is a DataFrame: ``statement`` (stands in the panel without quotation marks, since it is not in the paper's
    words), ``count``, ``denominators``, ``proportions``, ``low`` and ``high`` (all between 0 and 1).  Panels stand
    side by side, or in a narrow drawing below one another.  Gives the `Drawing`.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"statement": "Two took part.", "count": 2, "denominators": [2, 4]})
    >>> possible_proportions(rows.assign(proportions=[1, 0.5], low=[0.34, 0.15], high=[1, 0.85])).alt
    '2 people may be 50% to 100% of those who answered.'
    """
    panels = list(rows.groupby("statement", sort=False))
    shape = (1, len(panels)) if width == DOUBLE else (len(panels), 1)
    words = [wrap(statement, int((width - 12) / shape[1] / 1.35)) for statement, _ in panels]
    head = max(map(lines, words))
    with style():
        step, wide = HEAD + head + TALL + FOOT, (width - LEFT + GAP - RIGHT) / shape[1] - GAP
        figure, base = canvas(width, shape[0] * step)
        for place, ((_, part), text) in enumerate(zip(panels, words, strict=True)):
            row, column = divmod(place, shape[1])
            left, top = LEFT + column * (wide + GAP), row * step + HEAD + head
            axes = inset(figure, left, top, wide, TALL)
            _draw_proportions(axes, part)
            write(base, left, top - 2, text, va="bottom")
            people = counted(int(part["count"].iloc[0]))
            write(base, left, top - lines(text) - 2 - LINE / 2, people, va="bottom", fontsize=8.5, fontweight="bold")
            axes.set(ylim=(0, 100), yticks=range(0, 101, 25))
            axes.tick_params(labelleft=column == 0)
            axes.grid(axis="y")
            write(base, left + wide / 2, top + TALL + FOOT - LINE, "People who may have answered", ha="center")
            if column == 0:
                up = f"Possible proportion, %\n({confidence(level)} Wilson interval)"
                base.text(LEFT / 4, top + TALL / 2, up, rotation=90, ha="center", va="center", multialignment="center")
    alt = "; ".join(_span(part) for _, part in panels) + "."
    columns = ("count", "of people who answered", "proportion", f"{confidence(level)} Wilson interval")
    return drawing(figure, alt, columns, map(_proportion_in_cells, rows.itertuples()))


def _draw_proportions(axes, part):
    """Draw points with their intervals over the denominators."""
    axes.vlines(part["denominators"], 100 * part["low"], 100 * part["high"], color=COLOURS[0], linewidth=1.5)
    axes.plot(part["denominators"], 100 * part["proportions"], MARKERS[0], color=COLOURS[0], clip_on=False)
    if len(part) <= MOST_TICKS:
        axes.set_xticks(part["denominators"])


def _span(part):
    """Say what the count of a panel may be of those who answered."""
    number = int(part["count"].iloc[0])
    few, many = (percent(part["proportions"].agg(end)) for end in ("min", "max"))
    if len(part) == 1:
        return f"{counted(number, 'people are')} {few} of those who answered"
    return f"{counted(number)} may be {few} to {many} of those who answered"


def _proportion_in_cells(row):
    """Give one point in cells."""
    n, x = int(row.denominators), int(row.count)
    return f"{fraction(x, n)}: {row.statement}", count(n), percent(row.proportions), interval(row.low, row.high)


@only_asked
def possible_p_values(gap, low, high, alpha=0.05):
    """Draw the interval of p-values that each difference between two margins allows, on a logarithmic scale.

    ``gap`` counts people, ``low`` and ``high`` are the ends of the p-values.  Gives the `Drawing`.

    >>> possible_p_values([5, 6, 11], [0.0625, 0.03125, 0.001], [0.38, 0.33, 0.04]).alt
    'If two counts differ by 5 people or fewer p cannot be 0.05 or less; if by 11 or more it must be.'
    """
    gap, low, high = np.asarray(gap), np.asarray(low), np.asarray(high)
    with style():
        figure = page(SINGLE, 84)
        axes = figure.subplots()
        for words, some, look in _kinds(low, high, alpha):
            axes.vlines(gap[some], low[some], high[some], label=words, **look)
            ends = np.concatenate([low[some], high[some]])
            axes.scatter(np.tile(gap[some], 2), ends, marker="_", s=36, color=look["color"])
        axes.axhline(alpha, color=INK, linewidth=0.8, linestyle="--")
        axes.set_yscale("log")
        axes.set(ylim=(max(0.8 * low.min(), 1e-4), 1.15), yticks=P_TICKS, yticklabels=[f"{p:g}" for p in P_TICKS])
        axes.set_xlabel("Difference between the two counts, people")
        axes.set_ylabel("Exact p-values possible")
        axes.minorticks_off()
        figure.legend(loc="outside lower center", ncols=1)
    rows = [
        (count(int(g)), *(p_value(end, symbol="", alpha=alpha) for end in ends))
        for g, *ends in zip(gap, low, high, strict=True)
    ]
    columns = ("difference, people", "smallest exact p", "largest exact p")
    return drawing(figure, _p_alt(gap, low, high, alpha), columns, rows)


def _p_alt(gap, low, high, alpha):
    """Say up to which difference no p-value is small, and from which on every one is."""
    never, always = gap[low > alpha], gap[high <= alpha]
    parts = []
    if len(never):
        parts.append(f"by {counted(int(never.max()))} or fewer p cannot be {alpha:g} or less")
    if len(always):
        parts.append(f"by {count(int(always.min()))} or more it must be")
    return (
        f"If two counts differ {'; if '.join(parts)}." if parts else "Each difference between two counts allows both."
    )


def _kinds(low, high, alpha):
    """Give the differences whose p-values are all above ``alpha``, some, or none: words, which they are, and their
    look.
    """
    kinds = (
        (f"every p above {alpha:g}", low > alpha, {"color": SOFT, "linewidth": 1.2}),
        (f"p on either side of {alpha:g}", (low <= alpha) & (high > alpha), {"color": COLOURS[3], "linewidth": 3.5}),
        (f"every p at most {alpha:g}", high <= alpha, {"color": INK, "linewidth": 3.5}),
    )
    return [kind for kind in kinds if kind[1].any()]
