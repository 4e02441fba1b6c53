"""What missing answers leave open: the change under each assumption, the bounds on the proportion at each wave."""

import numpy as np

from firststeps.report.figures.forest import paired_differences
from firststeps.report.figures.look import COLOURS, INK, RULE, SINGLE, page, sentence, style, wrap
from firststeps.report.printing.wording import fraction, interval, percent, points


def missing_scenarios(rows, level, margin):
    """Draw the change under each assumption about the missing answers, or say that they come to the same.

    ``rows``, ``level`` and ``margin`` are those of :func:`~firststeps.report.figures.forest.paired_differences`, the
    ``comparison`` being the assumption, the test McNemar's exact test.  Gives the figure and its alt text.

    >>> import pandas as pd
    >>> alike = {"pairs": 12, "lost": 1, "gained": 3, "difference": 2 / 12, "low": -0.14, "high": 0.45}
    >>> print(missing_scenarios(pd.DataFrame([alike, alike]), 0.95, 0.1)[1].partition(": ")[2])
    +16.7 percentage points (−14.0 to +45.0).
    """
    found = rows[["pairs", "lost", "gained"]]
    if not (found == found.iloc[0]).all(axis=None):
        return paired_differences(rows, level, margin, test="exact McNemar")
    only = rows.iloc[0]
    limits = interval(only.low, only.high, "points").removesuffix(" points")
    change = f"{points(only.difference)} ({limits})"
    return sentence(f"No answer is missing at the two waves compared, so each assumption gives the same: {change}.")


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
    said = "; ".join(f"{row.wave} {_ends(row)} ({_of_answers(row)})" for row in rows.itertuples())
    return figure, f"Where the proportion of everyone can lie, whatever the missing would have said: {said}."


def _ends(row):
    """The bounds of one wave in words; one number where nobody missed it."""
    return percent(row.low) if row.low == row.high else interval(row.low, row.high)


def _of_answers(row):
    """The proportion of those who answered, in words."""
    if not row.answered:
        return "nobody answered"
    return f"{fraction(row.yes, row.answered)}, {percent(row.yes / row.answered)} of those who answered"
