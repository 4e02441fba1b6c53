"""Figures: how long it takes to save one in all its formats, of one panel and of five, and against matplotlib alone."""

import io
import tempfile
import time
from statistics import median

import numpy as np

from firststeps.paired.planning.level import fagerland
from firststeps.paired.planning.level.operating import size
from firststeps.paired.planning.power import power_curve
from firststeps.report.figures import planning, save, style


def measure(small=False):
    """Rows of what was measured, each seconds or a ratio of this one run."""
    rounds, one, five = (3 if small else 7), _one_panel(), _five_panels()
    saving = {name: _saving(draw, rounds) for name, draw in (("one panel", one), ("five panels", five))}
    rows = [
        {"what": f"a figure of {name} saved as SVG, PDF and PNG, seconds", "value": seconds, "at most": 0.3}
        for name, seconds in saving.items()
    ]
    ratio = _by_matplotlib(one, rounds) / saving["one panel"]
    return [*rows, {"what": "the three formats by matplotlib alone / ours", "value": ratio, "at least": 1.5}]


def _one_panel():
    """What draws the power of a few plans."""
    sizes = np.arange(5, 301)
    curves = {f"{points} points": power_curve(sizes, points / 100, 0.3) for points in (10, 15, 20, 25)}
    return lambda: planning.power_by_people(sizes, curves, people=26)


def _five_panels():
    """What draws the size of five tests, a line for each number of people."""
    along = np.linspace(0, 1, 201)
    tests = (*fagerland.TESTS, "unconditional")
    lines = {method: np.array([size(n, along, method) for n in fagerland.SIZES]) for method in tests}
    return lambda: planning.type_one_error(along, lines, 0.05, 0.5, "where the published scenarios lie")


def _saving(draw, rounds):
    """The median of the seconds that saving takes, the first time not counted."""
    with tempfile.TemporaryDirectory() as folder:
        return _median_seconds(lambda drawing: save(drawing, folder, "f"), draw, rounds)


def _by_matplotlib(draw, rounds):
    """The median of the seconds that matplotlib takes for the three formats."""

    def every(drawing):
        """Draw the figure in each format."""
        with style():
            for kind in ("svg", "pdf", "png"):
                drawing.figure.savefig(io.BytesIO(), format=kind)

    return _median_seconds(every, draw, rounds)


def _median_seconds(use, draw, rounds):
    """The median of the seconds that it takes to use a figure, drawn anew each time; the first does not count."""
    times = []
    for _ in range(rounds + 1):
        drawn = draw()
        started = time.perf_counter()
        use(drawn)
        times.append(time.perf_counter() - started)
    return median(times[1:])
