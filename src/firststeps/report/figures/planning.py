"""Planning figures: power by the number of people, what each test's level really is, what each interval covers."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from firststeps.report.figures.base.asked import only_asked
from firststeps.report.figures.base.drawing import drawing, with_narrow
from firststeps.report.figures.base.look import (
    COLOURS,
    DOUBLE,
    INK,
    LINE,
    SOFT,
    canvas,
    inset,
    lines,
    style,
    wrap,
    write,
)
from firststeps.report.printing.names import method_name
from firststeps.report.printing.wording import confidence, count, counted, listing, percent

SHADE = "#e6e6e6"
KEPT = {"color": "#8f8f8f", "linewidth": 0.5, "clip_on": False}  # the look of a line where it keeps the level
# And where it does not: thicker, and darker in grey too.
EXCEEDED = {"color": "#A63D00", "linewidth": 1.4, "clip_on": False}
PLAN = {"color": COLOURS[0], "linewidth": 1.6, "clip_on": False}  # the look of the plan of a panel
OTHERS = {"color": "#c4c4c4", "linewidth": 0.8, "clip_on": False}  # and of the plans of the other panels
TARGET = {"color": INK, "linewidth": 0.8, "linestyle": (0, (2, 2))}
PEOPLE = {"marker": "^", "color": INK, "markersize": 6, "linestyle": "none"}  # points at the axis from below
TALL, NUMBERS, KEY = 32, 7, 4.8  # height of a panel, of the numbers below it, of a line of the key, mm
LEFT, GAP = 14, 6  # left edge of the first panel, space after each, mm


@only_asked
@with_narrow
def power_by_people(sizes, curves, target=0.8, people=None, test="", width=DOUBLE):
    """Draw power against the number of people, a panel for each plan, with the target and the people there are.

    ``curves`` gives for each plan (its label, the panel's title) the power at each of ``sizes``; the curves of the
    other plans stand pale behind it.  ``target`` is between 0 and 1, more ``people`` than the largest size are not
    shown, ``test`` is the one whose power it is.  Gives the `Drawing`.

    >>> power_by_people([10, 20, 30], {"20 points": [0.4, 0.7, 0.9]}, people=20, test="exact test").alt
    'By the exact test, 80% power takes 30 people; there are 20.'
    """
    sizes = np.asarray(sizes)
    curves = {label: np.asarray(powers) for label, powers in curves.items()}
    people = people if people is not None and people <= sizes.max() else None
    most = 3 if width == DOUBLE and len(curves) != 4 else 2
    titles = _wrapped(curves, width, most)
    up = f"Power of the {test}, %" if test else "Power, %"
    key = _power_key(target, people, len(curves))
    with style():
        figure, every = _panels(
            width, titles, most, "People who answer both times", up, key, 4 if width == DOUBLE else 2
        )
        for axes, powers in zip(every, curves.values(), strict=True):
            for other in curves.values():
                axes.plot(sizes, 100 * other, **OTHERS)
            axes.plot(sizes, 100 * powers, **PLAN)
            axes.axhline(100 * target, **TARGET)
            if people is not None:
                axes.plot([people], [-5], clip_on=False, zorder=5, **PEOPLE)
            axes.set(xlim=(0, sizes.max()), ylim=(0, 102), yticks=range(0, 101, 20))
            axes.xaxis.set_major_locator(MaxNLocator(4 if width == DOUBLE else 3, integer=True))
            axes.tick_params(axis="x", pad=6 if people is not None else 3.5)
            needed = _needed(sizes, powers, target)
            words = f"{percent(target)} from\n{counted(needed)}" if needed else "not reached"
            box = {"boxstyle": "square,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85}
            axes.text(0.98, 0.06, words, transform=axes.transAxes, ha="right", va="bottom", bbox=box)
    columns, rows = _powers(sizes, curves, target, people)
    return drawing(figure, _power_alt(sizes, curves, target, people, test), columns, rows)


def _power_key(target, people, plans):
    """Say what the lines and the triangle are."""
    others = [Line2D([], [], label="the others", **OTHERS)] if plans > 1 else []
    there = [] if people is None else [Line2D([], [], label=counted(people), **PEOPLE)]
    own = Line2D([], [], label="as in the title", **PLAN)
    return [own, *others, Line2D([], [], label=f"{percent(target)} power", **TARGET), *there]


def _needed(sizes, powers, target):
    """Give the number of people from which on the target is kept; None where it is not."""
    short = np.flatnonzero(powers < target)
    first = 0 if not len(short) else short[-1] + 1
    return int(sizes[first]) if first < len(sizes) else None


def _power_alt(sizes, curves, target, people, test):
    """Say how many people the target takes, by plan."""
    needed = [_needed(sizes, powers, target) for powers in curves.values()]
    known = sorted({number for number in needed if number})
    by = f"By the {test}, " if test else ""
    takes = "takes" if by else "Takes"
    if not known:
        return f"{by}{percent(target)} power is not reached with {counted(sizes.max())}."
    span = counted(known[0]) if len(known) == 1 else f"{count(known[0])} to {count(known[-1])} people"
    more = "" if None not in needed else ", or more than are drawn,"
    there = "" if people is None else f"; there are {count(people)}"
    return f"{by}{percent(target)} power {takes.lower()} {span}{more}{there}.".replace(",.", ".").replace(",;", ";")


def _powers(sizes, curves, target, people):
    """Give the power of each plan with the people there are and with some others, and the people it takes, in cells."""
    at = sorted({*sizes[np.linspace(0, len(sizes) - 1, 7).round().astype(int)].tolist(), *([people] if people else [])})
    rows = []
    for label, powers in curves.items():
        needed = _needed(sizes, powers, target)
        with_people = [percent(np.interp(number, sizes, powers)) for number in at]
        rows.append((label, count(needed) if needed else f"more than {count(int(sizes.max()))}", *with_people))
    return ("plan", f"people for {percent(target)}", *(f"with {count(number)}" for number in at)), rows


@only_asked
@with_narrow
def type_one_error(discordance, rates, alpha=0.05, edge=None, part="the scenarios lie here", width=DOUBLE):
    """Draw what each test's level really is: type I error rate over the proportion who change, a line for each n.

    ``rates`` gives for each test (the panel's title, as readers know it) an array of shape (sizes, len(discordance)).
    Lines are strong where they exceed ``alpha``; up to ``edge`` the background is shaded, as ``part`` (for the key)
    says why.  Gives the `Drawing`.

    >>> type_one_error([0, 0.5, 1], {"mid-p": [[0, 0.04, 0.06]]}, edge=0.5).alt
    'Type I error rate above 5%: mid-p, up to 6.0%.'
    """
    discordance = np.asarray(discordance)
    rates = {method_name(test): np.atleast_2d(lines) for test, lines in rates.items()}
    most = 3 if width == DOUBLE else 2
    with style():
        key, titles = _key(alpha, edge, part), _wrapped(rates, width, most)
        labels = "Proportion who change, %", "Type I error rate, %"
        figure, every = _panels(width, titles, most, *labels, key, 3 if width == DOUBLE else 1)
        highest = 105 * max(alpha, *(lines.max() for lines in rates.values()))
        for axes, lines in zip(every, rates.values(), strict=True):
            _draw_rates(axes, discordance, lines, alpha, edge)
            axes.set(ylim=(0, highest))
    shaded = ["highest, shaded part"] if edge is not None else []
    rows = [(test, *_highest(discordance, lines, edge)) for test, lines in rates.items()]
    return drawing(figure, _rates_alt(rates, alpha), ("test", *shaded, "highest of all"), rows)


def _wrapped(titles, width, most):
    """Break the titles of panels, ``most`` to a row, into lines that they hold."""
    return [wrap(title, int((width - LEFT) / min(most, len(titles)) / 1.9)) for title in titles]


def _panels(width, titles, most, across, up, key=(), ncols=1):
    """Give a figure with a panel for each of ``titles``, ``most`` to a row, and their axes, which are on one scale.

    ``across`` and ``up`` are the labels of the scales, ``key`` the parts of a key below, ``ncols`` of them to a line.
    Everything has its place in millimetres: a layout that is worked out costs more time than the drawing.
    """
    rows, columns = -(-len(titles) // most), min(most, len(titles))
    head = max(map(lines, titles)) + 2
    step, wide = head + TALL + NUMBERS, (width - LEFT - GAP * columns) / columns
    figure, base = canvas(width, rows * step + LINE + 3 + KEY * -(-len(key) // ncols))
    panels = []
    for place, title in enumerate(titles):
        row, column = divmod(place, most)
        axes = inset(figure, LEFT + column * (wide + GAP), row * step + head, wide, TALL)
        axes.tick_params(labelleft=column == 0)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_label_coords(0, 0)  # it has no label, whose place would be worked out from all its numbers
        axes.set_title(title)
        panels.append(axes)
    base.text(3, rows * step / 2, up, rotation=90, ha="center", va="center")
    write(base, (LEFT + width - GAP) / 2, rows * step + LINE / 2, across, ha="center")
    if key:
        figure.legend(handles=key, loc="lower left", ncols=ncols)
    return figure, panels


def _draw_rates(axes, discordance, lines, alpha, edge):
    """Draw the lines of one test, pale where they keep the level."""
    if edge is not None:
        axes.axvspan(0, 100 * edge, color=SHADE, linewidth=0, zorder=0)
    axes.plot(100 * discordance, 100 * lines.T, **KEPT)
    if np.any(exceeding := np.any(lines > alpha, axis=1)):
        beyond = lines[exceeding]
        axes.plot(100 * discordance, 100 * np.where(beyond > alpha, beyond, np.nan).T, **EXCEEDED)
    axes.axhline(100 * alpha, color=INK, linewidth=0.8)
    axes.set(xlim=(0, 100), xticks=range(0, 101, 25), ylim=(0, None))


def _key(alpha, edge, part):
    """Say what a pale line, a strong line and the shade mean."""
    within, beyond = f"at most {percent(alpha)} (a line for each number of people)", f"above {percent(alpha)}"
    shade = [] if edge is None else [Patch(fc=SHADE, ec="none", label=part)]
    return [Line2D([], [], label=within, **KEPT), Line2D([], [], label=beyond, **EXCEEDED), *shade]


def _highest(discordance, lines, edge):
    """Give how high the rates of a test reach, within the shaded part and in all."""
    shaded = [] if edge is None else [percent(lines[:, discordance <= edge].max(), 1)]
    return *shaded, percent(lines.max(), 1)


def _rates_alt(rates, alpha):
    """Say which tests do not keep the level."""
    beyond = [f"{test}, up to {percent(lines.max(), 1)}" for test, lines in rates.items() if lines.max() > alpha]
    if not beyond:
        return f"No test has a type I error rate above {percent(alpha)}."
    return f"Type I error rate above {percent(alpha)}: {listing(beyond)}."


@only_asked
@with_narrow
def interval_coverage(discordance, coverages, level=0.95, width=DOUBLE):
    """Draw how often each interval holds the true difference, over the proportion who change.

    ``coverages`` gives for each interval (its method) the coverage at each discordance.  Gives the `Drawing`.

    >>> interval_coverage([0.2, 0.4], {"tango": [0.97, 0.94]}).alt
    'Coverage below 95% somewhere: Tango; lowest 94.0%, by Tango.'
    """
    discordance = np.asarray(discordance)
    coverages = {method_name(method): np.asarray(values) for method, values in coverages.items()}
    most = 4 if width == DOUBLE else 2
    with style():
        across = f"Proportion who change, % (grey line: {confidence(level)})"
        figure, every = _panels(width, _wrapped(coverages, width, most), most, across, "Coverage, %")
        lowest = min(level, *(values.min() for values in coverages.values()))
        for axes, values in zip(every, coverages.values(), strict=True):
            axes.axhline(100 * level, color=SOFT, linewidth=0.8)
            axes.plot(100 * discordance, 100 * values, color=COLOURS[0], linewidth=1.2, clip_on=False)
            axes.set(xlim=(0, 100), xticks=[0, 50, 100], ylim=(100 * lowest - 0.5, 100.5))
    columns = ("interval", "lowest coverage", "where so many change", f"range below {confidence(level)}")
    rows = [_coverage_in_cells(label, discordance, values, level) for label, values in coverages.items()]
    return drawing(figure, _coverage_alt(coverages, level), columns, rows)


def _below(values, level):
    """Give the share of the range over which the coverage is less than it says."""
    return np.mean(values < level - 1e-9)


def _coverage_alt(coverages, level):
    """Say which intervals hold the truth less often than they say, and which least."""
    short = [label for label, values in coverages.items() if _below(values, level)]
    least = min(coverages, key=lambda label: coverages[label].min())
    lowest = f"lowest {percent(coverages[least].min(), 1)}, by {least}"
    if not short:
        return f"No interval covers less than {confidence(level)} anywhere; {lowest}."
    if len(short) > 3:
        return f"Coverage below {confidence(level)} somewhere: {len(short)} of {len(coverages)} intervals; {lowest}."
    return f"Coverage below {confidence(level)} somewhere: {listing(short)}; {lowest}."


def _coverage_in_cells(label, discordance, values, level):
    """Say where an interval holds the truth least often, and over how much of the range less often than it says."""
    below = _below(values, level)
    return label, percent(values.min(), 1), percent(discordance[values.argmin()]), percent(below) if below else "none"
