"""What published numbers allow: proportions over all denominators, p-values over all gaps between two counts."""

import numpy as np

from firststeps.report.figures.look import COLOURS, DOUBLE, INK, MARKERS, SINGLE, SOFT, page, style, wrap
from firststeps.report.printing.wording import confidence, interval, p_value, percent, plural

MOST_TICKS = 14  # to a panel, each denominator numbered
P_TICKS = (1, 0.5, 0.1, 0.05, 0.01, 0.001)


def possible_proportions(rows, level=0.95):
    """Draw each published count over every denominator it may have, with Wilson intervals, a panel for each count.

    ``rows`` is a DataFrame: ``statement`` (the panel's title), ``count``, ``denominators``, ``proportions``, ``low``
    and ``high`` (all between 0 and 1).  Gives the figure and its alt text.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"statement": "Two took part.", "count": 2, "denominators": [2, 4]})
    >>> possible_proportions(rows.assign(proportions=[1, 0.5], low=[0.34, 0.15], high=[1, 0.85]))[1].split(": ", 1)[1]
    'Two took part. 2/2, 100% (34% to 100%), to 2/4, 50% (15% to 85%).'
    """
    panels = list(rows.groupby("statement", sort=False))
    with style():
        figure = page(DOUBLE, 66)
        every = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        for axes, (statement, part) in zip(every, panels, strict=True):
            _draw_proportions(axes, part)
            axes.set_title(wrap(statement, 84 // len(panels)))
            axes.set(ylim=(0, 100), yticks=range(0, 101, 25), xlabel="People who may have answered")
            axes.grid(axis="y")
        every[0].set_ylabel(f"Possible proportion, %\n({confidence(level)} Wilson interval)")
    sentences = " ".join(_proportions_in_words(statement, part) for statement, part in panels)
    return figure, f"Proportion and interval for every denominator that the paper leaves open: {sentences}"


def _draw_proportions(axes, part):
    """Draw points with their intervals over the denominators."""
    axes.vlines(part["denominators"], 100 * part["low"], 100 * part["high"], color=COLOURS[0], linewidth=1.5)
    axes.plot(part["denominators"], 100 * part["proportions"], MARKERS[0], color=COLOURS[0], clip_on=False)
    if len(part) <= MOST_TICKS:
        axes.set_xticks(part["denominators"])


def _proportions_in_words(statement, part):
    """Say the first and the last possible proportion of a panel."""
    first, last = (
        f"{end['count']}/{end['denominators']}, {percent(end['proportions'])} ({interval(end['low'], end['high'])})"
        for _, end in part.iloc[[0, -1]].iterrows()
    )
    return f"{statement} {first}, to {last}."


def possible_p_values(gap, low, high, alpha=0.05):
    """Draw the interval of p-values that each difference between two margins allows, on a logarithmic scale.

    ``gap`` counts people, ``low`` and ``high`` are the ends of the p-values.  Gives the figure and its alt text.

    >>> possible_p_values([5, 6], [0.0625, 0.03125], [0.38, 0.33])[1].split(": ", 1)[1]
    '5 people, 0.063 to 0.38; 6 people, 0.031 to 0.33.'
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
    in_words = "; ".join(
        f"{plural(g, 'person', 'people')}, {p_value(lo, symbol='')} to {p_value(hi, symbol='')}"
        for g, lo, hi in zip(gap, low, high, strict=True)
    )
    return figure, f"The smallest and largest exact p-value for each difference between two counts: {in_words}."


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
