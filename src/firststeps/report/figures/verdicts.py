"""Maps of verdicts: a square for each possible number of people one way and another, with what it concludes."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, sentence, with_narrow
from firststeps.report.figures.base.look import (
    DOUBLE,
    INK,
    LINE,
    PAPER,
    SINGLE,
    SOFT,
    canvas,
    inset,
    key_columns,
    lines,
    notes,
    style,
    wrap,
    write,
)
from firststeps.report.printing.wording import count, listing, percent, points

# The fill of each verdict and the letter on it, told apart in grey; what else there is takes the others in order.
LOOK = {
    "inconclusive": ("#ededed", ""),
    "difference": ("#8a3300", "D"),
    "equivalence": ("#4d9fd0", "S"),
    "both": ("#4d9fd0", "B"),
    "inconclusive or equivalence": ("#b9d9ec", "S?"),
}
NAMES = {"equivalence": "similar", "inconclusive or equivalence": "similar or not, by who stayed"}
OTHERS = (("#9a9a9a", "1"), ("#c9b458", "2"), ("#7d6aa8", "3"))
HEAD, FOOT, KEY = 6, 11.5, 4.6  # heights above a panel, below it, and of a line of the key, mm
LABEL, DIGIT = 4, 1.6  # widths of a label along an axis, of a digit of its numbers, mm
BESIDE, RIGHT = 2.4, 1  # left of the note and the key, right of all panels, mm
MARGIN_LINE = {"color": INK, "linewidth": 1.0, "linestyle": "--"}
MOST_LETTERS = 24  # squares to a side, with a letter in each
MOST_TILES = 24  # to a side, with a number in each
THICK = 1.8  # width of the line between falls and all others, points
FALL, SAME, RISE = "#c96f1e", "#ffffff", "#3f8fc4"  # of a change
FRAMES = ("-", (0, (3, 1.5)), (0, (1, 1)))  # of conclusions that are not the observed one


@only_asked
@with_narrow
def verdict_map(maps, rules, people, margin=None, width=DOUBLE):
    """Draw what every possible (b, c) would let one conclude: one square for each, a panel for each way to judge.

    ``maps`` has for each family of tests (its name: "exact") what ``paired.published`` maps: ``b`` and ``c`` (whole
    numbers, yes to no and no to yes) and ``verdict``, in words.  ``rules`` has for each the sentence that names its
    test, interval and margin; a square is all tables of ``people`` with its b and c; between the dashed lines the
    change lies within ``margin`` (0 to 1), if all of them answered twice: of fewer, two are more.  Gives the `Drawing`.

    >>> from types import SimpleNamespace
    >>> exact = SimpleNamespace(b=[0, 0, 0], c=[0, 4, 9], verdict=["inconclusive", "inconclusive", "difference"])
    >>> verdict_map({"exact": exact}, {"exact": "exact McNemar test at 0.05"}, 26).alt
    'Of 3 possible numbers who stopped and began, the exact tests find 2 inconclusive and 1 a difference.'
    """
    looks = _looks(np.concatenate([np.asarray(one.verdict) for one in maps.values()]))
    shape = (1, len(maps)) if width == DOUBLE or len(maps) == 1 else (len(maps), 1)
    across = width if shape[1] > 1 else SINGLE
    note = notes(_square(rules, people, margin), across - 5)
    with style():
        key = _map_key(looks, margin)
        per_line = key_columns([part.get_label() for part in key], across)
        numbers = 3.5 + DIGIT * len(str(max(max(*one.b, *one.c) for one in maps.values())))
        side = (across - LABEL - numbers * shape[1] - RIGHT) / shape[1]
        below = lines(note) + KEY * -(-len(key) // per_line) + 2
        figure, base = canvas(across, shape[0] * (HEAD + side + FOOT) + below)
        for place, (family, one) in enumerate(maps.items()):
            row, column = divmod(place, shape[1])
            left, top = LABEL + numbers + column * (side + numbers), row * (HEAD + side + FOOT) + HEAD
            axes = inset(figure, left, top, side, side)
            _draw_map(axes, one, looks, people, margin)
            axes.set_title(f"{family.capitalize()} tests")
            write(base, left + side / 2, top + side + FOOT - LINE, "People who stopped (yes, then no)", ha="center")
            if column == 0:
                words = "People who began (no, then yes)"
                base.text(LABEL / 2, top + side / 2, words, rotation=90, ha="center", va="center")
        write(base, BESIDE, shape[0] * (HEAD + side + FOOT), note, va="top")
        figure.legend(handles=key, loc="lower left", ncols=per_line)
    columns, rows = _map_in_cells(maps)
    return drawing(figure, _map_alt(maps), columns, rows, note)


def _square(rules, people, margin):
    """Say what a square is, by which rule each panel judges it, and what the dashed lines are."""
    judged = [f"{family.capitalize()}: {rule}." for family, rule in rules.items()]
    between = []
    if margin:
        most = points(margin, 0, "points", sign=False)
        between = [f"Between the dashed lines the change is at most {most}, if all {count(people)} answered twice."]
    return [f"A square: all tables of {count(people)} people with so many who stopped and began.", *judged, *between]


def _draw_map(axes, one, looks, people, margin):
    """Draw the squares of one way to judge, each with the letter of its verdict, and the margin."""
    b, c = np.asarray(one.b), np.asarray(one.c)
    most = int(max(b.max(), c.max()))
    fills = [looks[verdict][0] for verdict in one.verdict]
    axes.add_collection(PolyCollection(_squares(b, c, 1), fc=fills, ec=PAPER, lw=0.8, clip_on=False, zorder=1))
    for x, y, verdict in zip(b, c, one.verdict, strict=True):
        fill, letter = looks[verdict]
        if letter and most < MOST_LETTERS:
            colour = PAPER if _dark(fill) else INK
            axes.text(x, y, letter, ha="center", va="center_baseline", color=colour)
    for shift in (-margin * people, margin * people) if margin and margin * people < most + 1 else ():
        ends = np.clip([-0.5, most + 0.5], -0.5 - min(shift, 0), most + 0.5 - max(shift, 0))
        axes.plot(ends, ends + shift, clip_on=False, **MARGIN_LINE)
    axes.set(aspect="equal", xlim=(-0.5, most + 0.5), ylim=(-0.5, most + 0.5))
    axes.set_xticks(range(0, most + 1, -(-most // 10) or 1))
    axes.set_yticks(range(0, most + 1, -(-most // 10) or 1))


def _squares(x, y, side):
    """Give the corners of squares about the points (x, y), shape (squares, 4, 2): one thing to draw, not hundreds."""
    corners = side / 2 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return np.stack([x, y], axis=-1)[:, None] + corners


def _dark(fill):
    """Whether white letters stand out better on a fill than black ones."""
    red, green, blue = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 110


def _map_key(looks, margin):
    """Say what fills and letters mean, and the dashed lines."""
    fills = [
        Patch(fc=fill, ec=SOFT, lw=0.4, label=f"{letter}: {_name(word)}" if letter else _name(word))
        for word, (fill, letter) in looks.items()
    ]
    return fills + ([Line2D([], [], label="margin", **MARGIN_LINE)] if margin else [])


def _name(verdict):
    """Give a verdict as the key has it."""
    return NAMES.get(verdict, verdict)


def _map_alt(maps):
    """Say how many squares have each verdict by the first way to judge."""
    family, one = next(iter(maps.items()))
    words = [str(verdict) for verdict in one.verdict]
    looks = _looks(np.array(words))
    parts = [f"{count(words.count(word))} {'a ' if word == 'difference' else ''}{_name(word)}" for word in looks]
    return f"Of {count(len(words))} possible numbers who stopped and began, the {family} tests find {listing(parts)}."


def _map_in_cells(maps):
    """Give the verdicts by each way to judge, the number of squares, and which these are where they are few."""
    columns = [[str(verdict) for verdict in one.verdict] for one in maps.values()]
    squares = list(zip(*columns, strict=True))
    one = next(iter(maps.values()))
    kinds = sorted(set(squares), key=lambda kind: (-squares.count(kind), kind))
    rows = []
    for kind in kinds:
        places = [f"{b}, {c}" for b, c, other in zip(one.b, one.c, squares, strict=True) if other == kind]
        rows.append((*map(_name, kind), count(len(places)), "; ".join(places) if len(places) <= 40 else "all others"))
    return (*(f"{family} tests" for family in maps), "squares", "stopped, began"), rows


@only_asked
@with_narrow
def tipping_grid(conclusion, change, first, second, observed, width=DOUBLE):
    """Draw the change and the conclusion for every number of yes among those missing at the first and second wave.

    ``conclusion[i, j]`` (words) and ``change[i, j]`` (-1 to 1, printed in the tile in points) belong to i
    yes at the ``second`` and j at the ``first`` wave (labels); ``observed`` is the conclusion of those who answered
    twice.  Tiles are coloured by the change, falls on the one side and rises on the other of a thick line; those whose
    conclusion is not the observed one have a frame.  Gives the `Drawing`.

    >>> words = [["not significant"], ["significant"]]
    >>> tipping_grid(words, [[0.1], [0.4]], "Start", "End", "not significant").alt
    'By what the missing would have said the change is +10 to +40 points; not significant in 1 of 2 cases.'
    """
    conclusion, change = np.asarray(conclusion), np.asarray(change)
    columns, rows = conclusion.shape
    if not conclusion.size:
        return sentence(f"So many people are missing at {first} or {second} that the tiles could not be told apart.")
    if columns == rows == 1:
        return sentence(f"Nobody is missing at {first} or {second}, so no missing answer can tip the conclusion.")
    width = width if columns > 12 else SINGLE
    numbered = max(columns, rows) <= MOST_TILES and (columns <= 12 or width == DOUBLE)
    others = [word for word in dict.fromkeys(conclusion.ravel().tolist()) if word != observed]
    with style():
        key, note = (
            _grid_key(change, others),
            wrap(f"No frame: {observed}, as for those who answered twice.", int(width / 1.4)),
        )
        numbers, tall = 3.5 + DIGIT * len(str(rows - 1)), 14 + 6 * min(rows, MOST_TILES)
        figure, base = canvas(width, HEAD + tall + FOOT + lines(note) + KEY * len(key) + 2)
        axes = inset(figure, numbers, HEAD, width - numbers - RIGHT, tall)
        widest = np.abs(change).max() or 1
        fills = [_shade(share / widest) for share in change.ravel()]
        tiles = _squares(*map(np.ravel, np.indices(change.shape)), 1)
        axes.add_collection(PolyCollection(tiles, fc=fills, ec="#b0b0b0", lw=0.4, zorder=1))
        for number, word in enumerate(others):
            frames, frame = _squares(*np.nonzero(conclusion == word), 0.8), FRAMES[number % len(FRAMES)]
            axes.add_collection(PolyCollection(frames, fc="none", ec=INK, lw=1.0, ls=frame, zorder=1))
        for (i, j), share in np.ndenumerate(change if numbered else change[:0]):
            axes.text(i, j, points(share, 0, unit=""), ha="center", va="center_baseline", fontsize=8)
        _draw_zero(axes, change < 0)
        axes.set(xlim=(-0.5, columns - 0.5), ylim=(-0.5, rows - 0.5), xticks=_ticks(columns), yticks=_ticks(rows))
        write(base, numbers, HEAD / 2, f"Upwards: yes at {first}, of the {count(rows - 1)} missing then")
        across = f"Yes at {second}, of the {count(columns - 1)} missing then"
        write(base, (numbers + width - RIGHT) / 2, HEAD + tall + FOOT - LINE, across, ha="center")
        write(base, BESIDE, HEAD + tall + FOOT, note, va="top")
        figure.legend(handles=key, loc="lower left", ncols=1)
    return drawing(
        figure,
        _grid_alt(conclusion, change, observed),
        *_grid_in_cells(conclusion, change, first, second),
    )


def _draw_zero(axes, falls):
    """Draw the thick line between the tiles that fall and all others."""
    for i, j in np.argwhere(falls[:-1] != falls[1:]):
        axes.plot([i + 0.5] * 2, [j - 0.5, j + 0.5], color=INK, lw=THICK)
    for i, j in np.argwhere(falls[:, :-1] != falls[:, 1:]):
        axes.plot([i - 0.5, i + 0.5], [j + 0.5] * 2, color=INK, lw=THICK)


def _shade(share):
    """Give the colour of a change that is so large a ``share``, -1 to 1, of the largest."""
    end = np.array([int((RISE if share > 0 else FALL)[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return tuple((1 - abs(share) * (1 - end)).round(4))


def _grid_key(change, others):
    """Say what the colours, the thick line and the frames mean."""
    kinds = ((change < 0, FALL, "fall (number with −)"), (change > 0, RISE, "rise (number with +)"))
    fills = [Patch(fc=colour, ec="#b0b0b0", lw=0.4, label=word) for some, colour, word in kinds if some.any()]
    frames = [
        Patch(fc="none", ec=INK, lw=1.0, ls=FRAMES[number % len(FRAMES)], label=f"frame: {word}")
        for number, word in enumerate(others)
    ]
    parted = [Line2D([], [], color=INK, lw=THICK, label="between falls and all others")]
    return fills + (parted if 0 < (change < 0).sum() < change.size else []) + frames


def _grid_alt(conclusion, change, observed):
    """Say from where to where the change goes, and how often the conclusion stays."""
    few, many = (points(end, 0, unit="") for end in (change.min(), change.max()))
    alike, cases = int((conclusion == observed).sum()), conclusion.size
    every = "in both cases" if cases == 2 else f"in all {count(cases)} cases"
    often = every if alike == cases else f"in {count(alike)} of {count(cases)} cases"
    return f"By what the missing would have said the change is {few} to {many} points; {observed} {often}."


def _grid_in_cells(conclusion, change, first, second):
    """Give the tiles of a small grid in cells; of a large one how many tiles have each conclusion."""
    columns, rows = conclusion.shape
    if max(columns, rows) > MOST_TILES:
        words, tiles = np.unique(conclusion, return_counts=True)
        table = [(word, count(int(n)), percent(n / conclusion.size)) for word, n in zip(words, tiles, strict=True)]
        return ("conclusion", "tiles", "of all"), table
    heads = (f"yes at {first}", *(f"{i} yes at {second}" for i in range(columns)))
    cells = [
        (j, *(f"{points(change[i, j], 0, unit='')}, {conclusion[i, j]}" for i in range(columns))) for j in range(rows)
    ]
    return heads, cells


def _ticks(tiles):
    """Say where the tiles of one axis are numbered: all of them, or about ten where there are many."""
    return range(0, tiles, 1 if tiles <= MOST_TILES else -(-tiles // 10))


def _looks(words):
    """Give the fill and letter of each of the words that occur, the known ones first."""
    looks = {word: look for word, look in LOOK.items() if word in words}
    rest = sorted({*map(str, words)} - set(looks))
    return looks | {word: OTHERS[number % len(OTHERS)] for number, word in enumerate(rest)}
