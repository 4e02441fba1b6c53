"""Growth: seconds and memory of cleaning with its log, and of counting as a stream, against the number of people.

Both are drawn in build/bench/growth.svg.  Each number of people has a process of its own, whose peak of memory it is;
how seconds grow is judged by those of the processor, to which it makes little difference what else the machine does.
"""

import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.bench.counting import ROOT, write_study

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
MOST = 10_000_000  # people, about 38 million rows: for the ways that never hold them all in memory
SMALL = (100, 1_000, 10_000)
BOUND = 2048  # megabytes
GROWTH = ROOT / "build" / "bench" / "growth.svg"
WAYS = {
    "cleaning with its log": (
        "from firststeps.responses.cleaning.clean import clean\n"
        "from firststeps.responses.counting.clean_files import write_clean\n"
        "cleaned = clean(study)\nwrite_clean(study, cleaned)\npeople = cleaned.patterns['people'].sum()\n"
    ),
    "cleaning share by share": (
        "import pandas as pd\n"
        "from firststeps.responses.large.clean_large import clean_large\n"
        "clean_large(study)\n"
        "people = pd.read_csv(study.clean / 'patterns.csv')['people'].sum()\n"
    ),
    "counting as a stream": (
        "from firststeps.responses.large.given_file import count_given\n"
        "people = count_given(study, '300MB')['involved'].sum()\n"
    ),
}
WHOLE = "cleaning with its log"  # the one way that holds all rows in memory
BEGIN = "import sys\nfrom firststeps.study import Study\nstudy = Study.load(sys.argv[1])\n"
END = "assert people == int(sys.argv[2]), people\nprint(open('/proc/self/status').read())\n"


def measure(small=False):
    """Rows of what was measured: seconds and megabytes at the largest number, and the power by which both grow."""
    found = {way: {} for way in WAYS}
    for people in SMALL if small else (*SIZES, MOST):
        with tempfile.TemporaryDirectory() as scratch:
            write_study(Path(scratch), people)
            for way, code in WAYS.items():
                if people < MOST or way != WHOLE:
                    found[way][people] = _taken(code, Path(scratch), people)
    _draw(found)
    rows = []
    for way, taken in found.items():
        most = max(taken)
        (_, before, less), (seconds, processor, megabytes) = [*taken.values()][-2:]
        bound = {} if way == WHOLE else {"at most": BOUND}
        rows.append({"what": f"{way}, {most:,} people, seconds", "value": seconds})
        rows.append({"what": f"{way}, {most:,} people, peak megabytes", "value": megabytes, **bound})
        power = float(np.log10(processor / before))
        rows.append({"what": f"{way}, seconds at ten times the people: power of 10", "value": power, "at most": 1.2})
        rows.append({"what": f"{way}, megabytes at ten times the people", "value": megabytes / less, "at most": 12})
    return rows


def _taken(code, folder, people):
    """Seconds, those of the processor, and the peak of megabytes of one way, in a process of its own."""
    started, before = time.perf_counter(), _processor()
    command = [sys.executable, "-c", BEGIN + code + END, str(folder), str(people)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"With {people:,} people this failed:\n{code}\n{done.stderr[-2000:]}")
    peak = int(re.search(r"VmHWM:\s+(\d+)", done.stdout)[1]) / 1000
    return time.perf_counter() - started, _processor() - before, peak


def _processor():
    """Seconds of the processor that all processes have taken that this one started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _draw(found):
    """Draw seconds and megabytes against people, and the memory that no way out of core may pass."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.8), layout="constrained")
    panels = figure.subplots(1, 2)
    for way, taken in found.items():
        _, processor, megabytes = zip(*taken.values(), strict=True)
        for axes, values in zip(panels, (processor, megabytes), strict=True):
            axes.loglog([*taken], values, marker=".", label=way)
    panels[1].axhline(BOUND, color="0.5", linewidth=0.8, linestyle="--")
    panels[1].annotate("2 GiB", (100, BOUND), xytext=(0, 3), textcoords="offset points", color="0.4", fontsize=8)
    panels[1].set_yticks([200, 500, 1000, 2000], minor=False)
    panels[1].set_ylim(100, 2 * BOUND)
    for axes, unit in zip(panels, ("seconds of the processor", "peak megabytes"), strict=True):
        axes.set(xlabel="people, four waves", ylabel=unit)
        axes.minorticks_off()
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        axes.set_xticks([10**power for power in range(2, 8)])
        axes.tick_params(labelsize=7)
        axes.spines[["top", "right"]].set_visible(False)
    panels[0].legend(fontsize=8, frameon=False)
    GROWTH.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(GROWTH)
    print(f"  drawn: {GROWTH.relative_to(ROOT)}", flush=True)
