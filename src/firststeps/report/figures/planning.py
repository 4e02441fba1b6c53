"""Planning figures: power by the number of people, what each test's level really is, what each interval covers."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from firststeps.report.figures.look import COLOURS, DOUBLE, INK, SOFT, page, style
from firststeps.report.printing.names import method_name
from firststeps.report.printing.wording import confidence, percent, plural

SHADE = "#ececec"
KEPT = {"color": "#a3a3a3", "linewidth": 0.5}  # the look of a line where it keeps the level
EXCEEDED = {"color": "#A63D00", "linewidth": 1.4}  # and where it does not: thicker, and darker in grey too
DASHES = ("-", "--", "-.", ":", (0, (9, 3)), (0, (5, 1, 1, 1, 1, 1)))  # told apart in grey too


def power_by_people(sizes, curves, target=0.8, people=None, heading="Assumed", test=""):
    """Draw power against the number of people, a line for each plan, with the target and the people there are.

    ``curves`` gives for each plan (its label) the power at each of ``sizes``; ``target`` is between 0 and 1, more
    ``people`` than the largest size are not shown, ``heading`` says what the labels are, ``test`` whose power it is
    where they do not.  Gives the figure and alt text.

    >>> power_by_people([10, 20, 30], {"20 points": [0.4, 0.7, 0.9]}, people=20)[1].split(": ", 1)[1]
    '20 points, 70% with 20 people, 80% or more from 30 people on.'
    """
    sizes = np.asarray(sizes)
    people = people if people is not None and people <= sizes.max() else None
    with style():
        figure = page(DOUBLE, 84)
        axes = figure.subplots()
        for number, (label, powers) in enumerate(curves.items()):
            colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
            axes.plot(sizes, 100 * np.asarray(powers), color=colour, linestyle=dash, label=label)
        axes.axhline(100 * target, color=INK, linewidth=0.8, linestyle=(0, (2, 2)))
        if people is not None:
            axes.axvline(people, color=SOFT, linewidth=0.8)
            axes.text(people, 102.5, f" {plural(people, 'person', 'people')}", va="bottom", color=SOFT)
        axes.set(xlim=(0, sizes.max()), ylim=(0, 102), yticks=range(0, 101, 20))
        axes.set(xlabel="People who answer both times", ylabel=f"Power of the {test}, %" if test else "Power, %")
        figure.legend(loc="outside right center", title=heading)
    in_words = "; ".join(
        _power_in_words(label, sizes, np.asarray(powers), target, people) for label, powers in curves.items()
    )
    of_test = f" of the {test}" if test else ""
    return figure, f"Power{of_test} by the number of people who answer both times: {in_words}."


def _power_in_words(label, sizes, powers, target, people):
    """Say what power the people there are give, and from how many on the target is kept."""
    short = np.flatnonzero(powers < target)
    first = 0 if not len(short) else short[-1] + 1
    highest = (
        f"{percent(target)} or more from {plural(sizes[first], 'person', 'people')} on"
        if first < len(sizes)
        else f"never {percent(target)} or more here"
    )
    here = (
        f"{percent(np.interp(people, sizes, powers))} with {plural(people, 'person', 'people')}, "
        if people is not None
        else ""
    )
    return f"{label}, {here}{highest}"


def type_one_error(discordance, rates, alpha=0.05, edge=None, part="the scenarios lie here"):
    """Draw what each test's level really is: type I error rate over the proportion who change, a line for each n.

    ``rates`` gives for each test (the panel's title, as readers know it) an array of shape (sizes, len(discordance)).
    Lines are strong where they exceed ``alpha``; up to ``edge`` the background is shaded, as ``part`` (for the key)
    says why.  Gives the figure and its alt text.

    >>> type_one_error([0, 0.5, 1], {"mid-p": [[0, 0.04, 0.06]]}, edge=0.5)[1].split(": ", 1)[1]
    'mid-p at most 4.0% in the shaded part and 6.0% in all.'
    """
    discordance = np.asarray(discordance)
    rates = {method_name(test): np.atleast_2d(lines) for test, lines in rates.items()}
    with style():
        figure = page(DOUBLE, 102)
        for axes, (test, lines) in zip(_panels(figure, len(rates), 3), rates.items(), strict=True):
            _draw_rates(axes, discordance, lines, alpha, edge)
            axes.set_title(test)
        figure.supxlabel("Proportion who change, %", fontsize=8)
        figure.supylabel("Type I error rate, %", fontsize=8)
        figure.legend(handles=_key(alpha, edge, part), loc="outside upper left", ncols=3)
    words = "; ".join(_rates_in_words(test, discordance, lines, edge) for test, lines in rates.items())
    return (
        figure,
        f"Type I error rate of each test over the proportion who change, one line for each number of people: {words}.",
    )


def _panels(figure, count, across):
    """Give so many panels in rows of ``across``, on one scale, each with its numbers below."""
    panels = figure.subplots(-(-count // across), min(across, count), sharex=True, sharey=True, squeeze=False)
    for empty in panels.flat[count:]:
        empty.set_axis_off()
    for axes in panels.flat[:count]:
        axes.tick_params(labelbottom=True)
    return panels.flat[:count]


def _draw_rates(axes, discordance, lines, alpha, edge):
    """Draw the lines of one test, pale where they keep the level."""
    if edge is not None:
        axes.axvspan(0, 100 * edge, color=SHADE, linewidth=0, zorder=0)
    axes.plot(100 * discordance, 100 * lines.T, **KEPT)
    axes.plot(100 * discordance, 100 * np.where(lines > alpha, lines, np.nan).T, **EXCEEDED)
    axes.axhline(100 * alpha, color=INK, linewidth=0.8)
    axes.set(xlim=(0, 100), xticks=range(0, 101, 25), ylim=(0, None))


def _key(alpha, edge, part):
    """Say what a pale line, a strong line and the shade mean."""
    within, beyond = f"at most {percent(alpha)} (a line for each number of people)", f"above {percent(alpha)}"
    shade = [] if edge is None else [Patch(fc=SHADE, ec="none", label=part)]
    return [Line2D([], [], label=within, **KEPT), Line2D([], [], label=beyond, **EXCEEDED), *shade]


def _rates_in_words(test, discordance, lines, edge):
    """Say how high the rates of a test reach."""
    whole = percent(lines.max(), 1)
    if edge is None:
        return f"{test} at most {whole}"
    return f"{test} at most {percent(lines[:, discordance <= edge].max(), 1)} in the shaded part and {whole} in all"


def interval_coverage(discordance, coverages, level=0.95):
    """Draw how often each interval holds the true difference, over the proportion who change.

    ``coverages`` gives for each interval (its method) the coverage at each discordance.  Gives the figure and its alt
    text.

    >>> interval_coverage([0.2, 0.4], {"tango": [0.97, 0.94]})[1].split(": ", 1)[1]
    'Tango lowest 94.0%, where 40% change, and below 95% over 50% of the range.'
    """
    discordance = np.asarray(discordance)
    coverages = {method_name(method): np.asarray(values) for method, values in coverages.items()}
    with style():
        figure = page(DOUBLE, 88)
        for axes, (label, values) in zip(_panels(figure, len(coverages), 4), coverages.items(), strict=True):
            axes.axhline(100 * level, color=INK, linewidth=0.8)
            axes.plot(100 * discordance, 100 * values, color=COLOURS[0], linewidth=0.9)
            axes.set(title=label, xlim=(0, 100), xticks=[0, 50, 100])
        figure.supxlabel("Proportion who change, %", fontsize=8)
        figure.supylabel("Coverage, %", fontsize=8)
    in_words = "; ".join(_coverage_in_words(label, discordance, values, level) for label, values in coverages.items())
    return (
        figure,
        f"Coverage of {confidence(level)} intervals for the difference over the proportion who change: {in_words}.",
    )


def _coverage_in_words(label, discordance, values, level):
    """Say where an interval holds the truth least often, and over how much of the range less often than it says."""
    lowest = f"{label} lowest {percent(values.min(), 1)}, where {percent(discordance[values.argmin()])} change"
    below = np.mean(values < level - 1e-9)
    often = f"over {percent(below)} of the range" if below else "nowhere"
    return f"{lowest}, and below {confidence(level)} {often}"
