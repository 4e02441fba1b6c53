"""Maps of verdicts: a square for each possible number of people one way and another, coloured by what it concludes."""

import numpy as np

from firststeps.report.figures.look import COLOURS, INK, SINGLE, page, style, wrap
from firststeps.report.wording import percent

# A colour and a marker for each verdict, told apart in grey; what else there is takes the others in order.
LOOK = {
    "inconclusive": ("#e4e4e4", "s"),
    "not significant": ("#e4e4e4", "s"),
    "inconclusive or equivalence": (COLOURS[2], "o"),
    "equivalence": (COLOURS[3], "D"),
    "difference": (COLOURS[1], "^"),
    "significant": (COLOURS[1], "^"),
}
OTHERS = ((COLOURS[4], "v"), (COLOURS[6], "P"), (COLOURS[0], "X"))


def verdict_map(b, c, verdict, margin):
    """Draw what every possible (b, c) would let one conclude: one square for each, coloured by its verdict.

    ``b`` and ``c`` are whole numbers (yes to no, no to yes), ``verdict`` their verdicts in words, ``margin`` that of
    equivalence.  Gives the figure and its alt text.

    >>> verdict_map([0, 0], [0, 9], ["inconclusive", "difference"], margin=0.1)[1].split(": ", 1)[1]
    'inconclusive 1, difference 1.'
    """
    figure, counts = _map(b, c, verdict, "People who stopped (yes, then no)", "People who began (no, then yes)")
    return figure, (
        "Map of verdicts over every possible number of people who stopped and who began, with a margin of "
        f"{percent(margin)} for equivalence; number of squares for each verdict: {counts}."
    )


def tipping_grid(conclusion, first, second, observed):
    """Draw the conclusion for every number of yes among those missing at the first and at the second wave.

    ``conclusion[i, j]`` (words) belongs to i yes at the ``second`` and j at the ``first`` wave (labels), ``observed``
    is the conclusion of those who answered twice.  Gives the figure and its alt text.

    >>> tipping_grid([["not significant"], ["significant"]], "Start", "End", "not significant")[1].split(": ", 1)[1]
    'not significant 1, significant 1. Those who answered twice: not significant.'
    """
    conclusion = np.asarray(conclusion)
    i, j = (place.ravel() for place in np.indices(conclusion.shape))
    figure, counts = _map(
        i,
        j,
        conclusion.ravel(),
        wrap(f"Would have said yes, of the {i.max()} missing at: {second}", 44),
        wrap(f"Would have said yes, of the {j.max()} missing at: {first}", 30),
    )
    return figure, (
        f"Conclusion for every number of yes among those who missed {first} or {second}; number of squares: {counts}. "
        f"Those who answered twice: {observed}."
    )


def _map(x, y, words, xlabel, ylabel):
    """Draw a square for each place in the look of its words; give the figure and how many squares each word has."""
    x, y, words = np.asarray(x), np.asarray(y), np.asarray(words)
    with style():
        figure = page(SINGLE, 62 + 42 * min(1, (y.max() + 1) / (x.max() + 1)))
        axes = figure.subplots()
        looks = _looks(words)
        for word, (colour, mark) in looks.items():
            here = words == word
            axes.plot(x[here], y[here], mark, color=colour, markersize=4.2, mec=INK, mew=0.2, label=word)
        axes.set(aspect="equal", xlabel=xlabel, ylabel=ylabel)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.margins(0.05)
        figure.legend(loc="outside lower center", ncols=1)
    return figure, ", ".join(f"{word} {int((words == word).sum())}" for word in looks)


def _looks(words):
    """The colour and marker of each of the words that occur, the known ones first."""
    found = {word: look for word, look in LOOK.items() if word in words}
    rest = sorted(set(words.tolist()) - set(found))
    return found | {word: OTHERS[number % len(OTHERS)] for number, word in enumerate(rest)}
