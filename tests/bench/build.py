"""The build: from no outputs against papermill one by one, after one change, and with nothing to do; time and memory.

Each is measured on a copy of the compendium.  Seconds are those of a clock, processor seconds those of all processes
of the build, megabytes those of all of them at one moment, what they share counted once.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".git", ".venv*", ".pytest_cache", ".ruff_cache", "__pycache__")
ROUNDS = 3
TICKS = os.sysconf("SC_CLK_TCK")
PLANNING = "07-planning"


def measure(small=False):
    """Rows of what was measured; where it is to be small, of what is built already, after one change and none."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "compendium")
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT, *([] if small else ["build"])))
        _timed(folder, "make", "all")
        rows = [] if small else _from_nothing(folder)
        return rows + _nothing_to_do(folder) + _after_a_change(folder)


def _from_nothing(folder):
    """From no outputs, a few times; the median of each."""
    ratios, seconds, works, peaks = [], [], [], []
    for _ in range(ROUNDS):
        plain = _papermill(folder)
        _timed(folder, "make", "clean")
        with _watching(folder) as watched:
            seconds.append(_timed(folder, "make", "-j2", "all"))
        ratios.append(seconds[-1] / plain)
        works.append(watched["processor seconds"])
        peaks.append(watched["megabytes"])
    alone = [_timed(folder, sys.executable, "-m", "firststeps", "execute", PLANNING) for _ in range(2)]
    return [
        {"what": "make -j2 all / papermill one by one", "value": median(ratios), "at most": 0.3},
        {"what": "make -j2 all, seconds", "value": median(seconds)},
        {"what": "make -j2 all, processor seconds", "value": median(works), "at most": 15},
        {"what": "make -j2 all, peak megabytes of all its processes", "value": max(peaks), "at most": 600},
        {"what": f"{PLANNING} alone, its kernel warm, seconds", "value": min(alone), "at most": 2},
    ]


def _nothing_to_do(folder):
    """With nothing to do, on a machine that is idle and on one whose every core is busy."""
    _timed(folder, "make", "all")
    idle = median(_timed(folder, "make", "all") for _ in range(ROUNDS))
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        loaded = median(_timed(folder, "make", "all") for _ in range(ROUNDS))
    finally:
        for process in busy:
            process.kill()
            process.wait()
    return [
        {"what": "make all with nothing to do, seconds", "value": idle, "at most": 0.4},
        {"what": "the same with every core busy, seconds", "value": loaded, "at most": 0.4},
    ]


def _after_a_change(folder):
    """After a label of `study.yaml` has changed, and after an answer has."""
    rows = []
    for what, path, old, new, most in (
        ("a question's label changed", "study.yaml", "label: What hindered you? (ticked)", "label: What hindered?", 3),
        ("the label of a wave changed", "study.yaml", "label: Two months", "label: After two months", 3),
        ("a raw answer changed", "data/raw/synthetic-1-start.csv", ",yes,", ",no,", 8),
    ):
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text, f"{path} holds no {old!r}"
        (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        seconds = _timed(folder, "make", "-j2", "all")
        rows.append({"what": f"make -j2 all after {what}, seconds", "value": seconds, "at most": most})
    return rows


def _papermill(folder):
    """Seconds that papermill's command line takes for the notebooks of the pipeline, one after the other."""
    papermill = str(Path(sys.executable).parent / "papermill")
    (folder / "plain").mkdir(exist_ok=True)
    seconds = 0.0
    for notebook in sorted((folder / "build").glob("[0-9][0-9]-*.ipynb")):
        if ".failed" not in notebook.name:
            arguments = [papermill, f"notebooks/{notebook.name}", f"plain/{notebook.name}", "--no-progress-bar"]
            seconds += _timed(folder, *arguments)
    return seconds


def _timed(folder, *command):
    """Seconds that a command takes in the folder of a compendium."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    dropped = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    environment = {**kept, "VIRTUAL_ENV": sys.prefix, "PATH": path, "PYTHONPATH": str(folder / "src")}
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return seconds


@contextlib.contextmanager
def _watching(folder):
    """Give, when the block has ended, what all processes that worked in ``folder`` took: Linux only, else nothing.

    Processor seconds are those of our own children, and those of the server of warm kernels, which is not one of them.
    """
    watched, done = {"processor seconds": float("nan"), "megabytes": float("nan")}, threading.Event()
    peaks, servers = [0.0], {}

    def look():
        """Look at all processes of the folder, again and again."""
        while not done.wait(0.1):
            processes = _processes(folder)
            peaks.append(sum(_megabytes(process) for process in processes))
            servers.update((process, _server_seconds(process)) for process in processes if _is_server(process))

    before, thread = os.times(), threading.Thread(target=look)
    thread.start()
    try:
        yield watched
    finally:
        done.set()
        thread.join()
        after = os.times()
        servers.update((process, _server_seconds(process)) for process in _processes(folder) if _is_server(process))
        children = after.children_user + after.children_system - before.children_user - before.children_system
        if Path("/proc/self/smaps_rollup").exists():
            watched |= {"processor seconds": children + sum(servers.values()), "megabytes": max(peaks)}


def _processes(folder):
    """The entries of /proc of the processes that work in ``folder`` or below."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if Path(os.readlink(entry / "cwd")).is_relative_to(folder):
                found.append(entry)
    return found


def _megabytes(process):
    """The memory of a process, its part of what it shares with others."""
    with contextlib.suppress(OSError):
        lines = (process / "smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    return 0.0


def _is_server(process):
    """Whether a process is the server of warm kernels, and not a kernel forked from it."""
    with contextlib.suppress(OSError):
        parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        server = "kernels/server.py" in (process / "cmdline").read_text()
        return server and "kernels/server.py" not in Path(f"/proc/{parent}/cmdline").read_text()
    return False


def _server_seconds(process):
    """Processor seconds of a process and of those of its children that have ended."""
    with contextlib.suppress(OSError):
        return sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:15])) / TICKS
    return 0.0
