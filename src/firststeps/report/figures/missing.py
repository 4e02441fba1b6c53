"""What missing answers leave open: the bounds on the proportion of yes at each wave."""

import numpy as np

from firststeps.report.figures.look import COLOURS, INK, RULE, SINGLE, page, sentence, style, wrap
from firststeps.report.wording import interval, percent


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
        axes.plot(100 * rows["yes"] / rows["answered"], place, "o", color=COLOURS[0])
        axes.set_yticks(place, [wrap(wave, 16) for wave in rows["wave"]])
        axes.set(xlim=(0, 100), ylim=(len(rows) - 0.5, -0.5))
        axes.set_xlabel("Yes, % (bar: everyone; point: those who answered)")
        axes.grid(axis="x")
    said = "; ".join(
        f"{row.wave} {interval(row.low, row.high)} ({row.yes}/{row.answered}, {percent(row.yes / row.answered)}"
        " of those who answered)"
        for row in rows.itertuples()
    )
    return figure, f"Where the proportion of everyone can lie, whatever the missing would have said: {said}."
