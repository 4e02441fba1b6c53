"""Growth: seconds and memory of cleaning with its log, and of counting as a stream, against the number of people.

Both are drawn in build/bench/growth.svg.  Each number of people has a process of its own, whose peak of memory it is.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.bench.counting import ROOT, write_study

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
SMALL = (100, 1_000, 10_000)
GROWTH = ROOT / "build" / "bench" / "growth.svg"
WAYS = {
    "cleaning with its log": (
        "from firststeps.responses.cleaning.clean import clean\n"
        "from firststeps.responses.counting.clean_files import write_clean\n"
        "cleaned = clean(study)\nwrite_clean(study, cleaned)\npeople = cleaned.patterns['people'].sum()\n"
    ),
    "counting as a stream": (
        "from firststeps.responses.counting.large_given import count_given\n"
        "people = count_given(study, '300MB')['involved'].sum()\n"
    ),
}
BEGIN = "import sys\nfrom firststeps.study import Study\nstudy = Study.load(sys.argv[1])\n"
END = "assert people == int(sys.argv[2]), people\nprint(open('/proc/self/status').read())\n"


def measure(small=False):
    """Rows of what was measured: seconds and megabytes at the largest number, and the power by which both grow."""
    sizes = SMALL if small else SIZES
    with tempfile.TemporaryDirectory() as scratch:
        folders = {people: Path(scratch, str(people)) for people in sizes}
        for people, folder in folders.items():
            write_study(folder, people)
        found = {way: [_taken(code, folders[people], people) for people in sizes] for way, code in WAYS.items()}
    _draw(sizes, found)
    rows = []
    for way, taken in found.items():
        (before, less), (seconds, megabytes) = taken[-2:]
        rows.append({"what": f"{way}, {sizes[-1]:,} people, seconds", "value": seconds})
        rows.append({"what": f"{way}, {sizes[-1]:,} people, peak megabytes", "value": megabytes})
        power = float(np.log10(seconds / before))
        rows.append({"what": f"{way}, seconds at ten times the people: power of 10", "value": power, "at most": 1.2})
        rows.append({"what": f"{way}, megabytes at ten times the people", "value": megabytes / less, "at most": 12})
    return rows


def _taken(code, folder, people):
    """Seconds and the peak of megabytes of one way, in a process of its own."""
    started = time.perf_counter()
    command = [sys.executable, "-c", BEGIN + code + END, str(folder), str(people)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - started, int(re.search(r"VmHWM:\s+(\d+)", done.stdout)[1]) / 1000


def _draw(sizes, found):
    """Draw seconds and megabytes against people."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.5), layout="constrained")
    panels = figure.subplots(1, 2)
    for way, taken in found.items():
        for axes, values in zip(panels, zip(*taken, strict=True), strict=True):
            axes.loglog(sizes, values, marker=".", label=way)
    for axes, unit in zip(panels, ("seconds", "peak megabytes"), strict=True):
        axes.set(xlabel="people, four waves", ylabel=unit)
    panels[0].legend(fontsize=7)
    GROWTH.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(GROWTH)
    print(f"  drawn: {GROWTH.relative_to(ROOT)}", flush=True)
