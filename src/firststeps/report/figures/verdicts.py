"""Maps of verdicts: a square for each possible number of people one way and another, coloured by what it concludes."""

import numpy as np
from matplotlib.patches import Rectangle

from firststeps.report.figures.look import COLOURS, DOUBLE, INK, PAPER, SINGLE, page, sentence, style, wrap
from firststeps.report.printing.wording import count, points

# A colour and a marker for each verdict, told apart in grey; what else there is takes the others in order.
LOOK = {
    "inconclusive": ("#e4e4e4", "s"),
    "not significant": ("#e4e4e4", "s"),
    "inconclusive or equivalence": (COLOURS[2], "o"),
    "equivalence": (COLOURS[3], "D"),
    "difference": (COLOURS[1], "^"),
    "significant": (COLOURS[1], "^"),
    "inconclusive (score test: difference)": (COLOURS[4], "v"),
    "inconclusive (score test: inconclusive or equivalence)": (COLOURS[2], "o"),
    "inconclusive (score test: equivalence)": (COLOURS[2], "D"),
}
MOST_TILES = 24  # to a side, with a number in each
OTHERS = ((COLOURS[4], "v"), (COLOURS[6], "P"), (COLOURS[0], "X"))


def verdict_map(b, c, verdict, rule, by_score=None):
    """Draw what every possible (b, c) would let one conclude: one square for each, coloured by its verdict.

    ``b`` and ``c`` are whole numbers (yes to no, no to yes), ``verdict`` their verdicts in words, by the ``rule`` named
    in the figure (test, interval and margin).  Where ``by_score``, the verdicts of the score test, say something
    else, the squares are marked.  Gives the figure and its alt text.

    >>> found = ["inconclusive", "inconclusive", "difference"], ["inconclusive", "difference", "difference"]
    >>> verdict_map([0, 0, 0], [0, 4, 9], found[0], "exact test", found[1])[1].split(": ", 1)[1]
    'inconclusive 1, difference 1, inconclusive (score test: difference) 1. Verdicts by the exact test.'
    """
    b, c, verdict = np.asarray(b), np.asarray(c), np.asarray(verdict)
    if by_score is not None:
        pairs = zip(verdict.tolist(), np.asarray(by_score).tolist(), strict=True)
        verdict = np.array([one if one == other else f"{one} (score test: {other})" for one, other in pairs])
    looks = _looks(verdict)
    with style():
        figure = page(SINGLE, 118)
        axes = figure.subplots()
        for word, (colour, mark) in looks.items():
            here = verdict == word
            axes.plot(b[here], c[here], mark, color=colour, markersize=4.2, mec=INK, mew=0.2, label=word)
        axes.set(aspect="equal", xlabel="People who stopped (yes, then no)", ylabel="People who began (no, then yes)")
        figure.legend(loc="outside lower center", ncols=1, title=wrap(f"By the {rule}", 44), title_fontsize=7)
    return figure, (
        "Map of verdicts over every possible number of people who stopped and who began; number of squares for each "
        f"verdict: {_counts(verdict, looks)}. Verdicts by the {rule}."
    )


def tipping_grid(conclusion, change, first, second, observed):
    """Draw the conclusion for every number of yes among those missing at the first and at the second wave.

    ``conclusion[i, j]`` (words) and ``change[i, j]`` (-1 to 1, printed in the tile in points) belong to i
    yes at the ``second`` and j at the ``first`` wave (labels); ``observed`` is the conclusion of those who answered
    twice.  Gives the figure and its alt text.

    >>> words = [["not significant"], ["significant"]]
    >>> tipping_grid(words, [[0.1], [0.4]], "Start", "End", "not significant")[1].split(": ", 1)[1]
    'not significant 1, significant 1. Those who answered twice: not significant.'
    """
    conclusion, change = np.asarray(conclusion), np.asarray(change)
    columns, rows = conclusion.shape
    if not conclusion.size:
        return sentence(f"So many people are missing at {first} or {second} that the tiles could not be told apart.")
    if columns == rows == 1:
        return sentence(f"Nobody is missing at {first} or {second}, so no missing answer can tip the conclusion.")
    with style():
        figure = page(DOUBLE if columns > 12 else SINGLE, 32 + 6 * min(rows, MOST_TILES))
        axes = figure.subplots()
        looks = _looks(conclusion.ravel())
        for (i, j), word in np.ndenumerate(conclusion):
            axes.add_patch(Rectangle((i - 0.5, j - 0.5), 1, 1, fc=looks[word][0], ec=PAPER))
            if max(columns, rows) <= MOST_TILES:
                axes.text(i, j, points(change[i, j], 0, unit=""), ha="center", va="center", fontsize=7)
        axes.set(xlim=(-0.5, columns - 0.5), ylim=(-0.5, rows - 0.5), xticks=_ticks(columns), yticks=_ticks(rows))
        axes.set_xlabel(f"Yes at {second}, of the {count(columns - 1)} missing then")
        axes.set_title(
            f"Yes at {first} (upwards), of the {count(rows - 1)} missing then", fontsize=8, fontweight="normal"
        )
        key = [Rectangle((0, 0), 1, 1, fc=colour, ec=INK, lw=0.4, label=word) for word, (colour, _) in looks.items()]
        figure.legend(handles=key, loc="outside lower center", ncols=1)
    return figure, (
        f"Conclusion and change for every number of yes among those who missed {first} or {second}; number of tiles: "
        f"{_counts(conclusion, looks)}. Those who answered twice: {observed}."
    )


def _ticks(tiles):
    """Say where the tiles of one axis are numbered: all of them, or about ten where there are many."""
    return range(0, tiles, 1 if tiles <= MOST_TILES else -(-tiles // 10))


def _counts(words, looks):
    """Say how many squares each word has."""
    return ", ".join(f"{word} {count((words == word).sum())}" for word in looks)


def _looks(words):
    """Give the colour and marker of each of the words that occur, the known ones first."""
    looks = {word: look for word, look in LOOK.items() if word in words}
    rest = sorted(set(words.tolist()) - set(looks))
    return looks | {word: OTHERS[number % len(OTHERS)] for number, word in enumerate(rest)}
