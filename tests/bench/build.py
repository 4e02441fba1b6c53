"""The build: from no outputs against papermill one by one, after one change, and with nothing to do; time and memory.

Each is measured on a copy of the compendium.  Seconds are those of a clock, processor seconds those of all processes
of the build, the server of warm processes among them, megabytes those of all of them at one moment, what they share
counted once.
"""

import contextlib
import ctypes
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
IDLE = 5  # seconds after which a server that no terminal has asked has ended
ADOPT = 36  # PR_SET_CHILD_SUBREAPER of prctl: processes that lose their parent become ours
PLANNING = "07-planning"
CLIENT = "src/firststeps/pipeline/warm/client.py"


def measure(small=False):
    """Rows of what was measured; where it is to be small, of what is built already, after one change and none."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "compendium")
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT, *([] if small else ["build"])))
        _timed(folder, "make", "all")
        rows = [] if small else _from_nothing(folder) + _settled(folder)
        return rows + _nothing_to_do(folder) + _after_a_change(folder)


def _from_nothing(folder):
    """From no outputs, a few times; the median of each."""
    ratios, seconds, works, peaks = [], [], [], []
    for _ in range(ROUNDS):
        one_by_one = _papermill(folder)
        _timed(folder, "make", "clean")
        with _watching(folder) as watched:
            seconds.append(_timed(folder, "make", "-j2", "all"))
        ratios.append(seconds[-1] / one_by_one)
        works.append(watched["processor seconds"])
        peaks.append(watched["megabytes"])
    _timed(folder, "make", "clean")
    plain = _timed(folder, "make", "-j2", "all", FIRSTSTEPS_KERNELS="plain")
    alone = [_alone(folder) for _ in range(2)]
    return [
        {"what": "make -j2 all / papermill one by one", "value": median(ratios), "at most": 0.3},
        {"what": "make -j2 all / the same with plain processes", "value": median(seconds) / plain, "at most": 0.67},
        {"what": "make -j2 all, seconds", "value": median(seconds)},
        {"what": "make -j2 all, processor seconds of all its processes", "value": median(works), "at most": 15},
        {"what": "make -j2 all, peak megabytes of all its processes", "value": max(peaks), "at most": 600},
        {"what": f"{PLANNING} alone, its kernel warm, seconds", "value": min(alone), "at most": 2},
    ]


def _alone(folder):
    """Seconds of one notebook by itself, all its figures drawn anew."""
    shutil.rmtree(folder / "build" / "records", ignore_errors=True)
    return _timed(folder, sys.executable, "-S", CLIENT, "execute", PLANNING)


def _settled(folder):
    """The first answer of a settled study, from no outputs and from no server."""
    time.sleep(IDLE)
    _timed(folder, "make", "clean")
    return [{"what": "the first answer, seconds", "value": _timed(folder, "make", "first"), "at most": 10}]


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
    """After a label of `study.yaml` has changed, and after an answer has: at a terminal, where the server stays.

    The last change is taken back an hour later: then no server is there.
    """
    rows = []
    _timed(folder, "make", "-j2", "all", at_terminal=True)
    for what, path, old, new, most in (
        ("a question's label changed", "study.yaml", "label: What hindered you? (ticked)", "label: What hindered?", 3),
        ("the label of a wave changed", "study.yaml", "label: Two months", "label: After two months", 3),
        ("a raw answer changed", "data/raw/synthetic-1-start.csv", ",yes,", ",no,", 8),
    ):
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text, f"{path} holds no {old!r}"
        (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        time.sleep(IDLE)  # as long as an edit takes at least
        seconds = _timed(folder, "make", "-j2", "all", at_terminal=True)
        rows.append({"what": f"make -j2 all after {what}, seconds", "value": seconds, "at most": most})
    (folder / path).write_text(text, encoding="utf-8")
    seconds = _timed(folder, "make", "-j2", "all", LC_ALL="C.UTF-8", LC_TIME="C")  # other surroundings: another server
    return [*rows, {"what": f"make -j2 all after {what}, no server there, seconds", "value": seconds}]


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


def _timed(folder, *command, at_terminal=False, **changes):
    """Seconds that a command takes in the folder of a compendium, with ``changes`` of the environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # Whoever measures may not want bytecode beside the sources; whoever builds has it, as Python sees to by itself.
    dropped = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "FIRSTSTEPS_KERNELS", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    environment = {**kept, "VIRTUAL_ENV": sys.prefix, "PATH": path, "PYTHONPATH": str(folder / "src"), **changes}
    started = time.perf_counter()
    status, words = (_at_terminal if at_terminal else _by_itself)(command, cwd=folder, env=environment)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(command)} failed:\n{words[-4000:]}")
    return seconds


def _by_itself(command, **options):
    """The exit status of a command that runs where nobody sits, and what it says."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    return done.returncode, done.stdout


def _at_terminal(command, **options):
    """The exit status of a command that runs at a terminal, and what it says."""
    screen, terminal = os.openpty()
    with subprocess.Popen(command, stdout=terminal, stderr=terminal, **options) as process:
        os.close(terminal)
        words = b""
        with contextlib.suppress(OSError):  # so Linux says that nobody writes any more
            while piece := os.read(screen, 1 << 16):
                words += piece
    os.close(screen)
    return process.returncode, words.decode(errors="replace")


@contextlib.contextmanager
def _watching(folder):
    """Give, when the block has ended, what all processes that it started took: Linux only, else nothing.

    The server of warm processes ends some seconds later; it is waited for, as what it and its forks took is told then.
    """
    watched, done, peaks = {"processor seconds": float("nan"), "megabytes": float("nan")}, threading.Event(), [0.0]
    if not Path("/proc/self/smaps_rollup").exists():
        yield watched
        return

    def look():
        """Look at all processes of the folder, again and again."""
        while not done.wait(0.2):
            peaks.append(sum(map(_megabytes, _processes(folder))))

    ctypes.CDLL(None).prctl(ADOPT, 1)
    before, thread = os.times(), threading.Thread(target=look)
    thread.start()
    try:
        yield watched
    finally:
        done.set()
        thread.join()
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
        after = os.times()
        worked = after.children_user + after.children_system - before.children_user - before.children_system
        watched |= {"processor seconds": worked, "megabytes": max(peaks)}


def _processes(folder):
    """The entries of /proc of the processes that run code of ``folder``, or work in it or below."""
    entries = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (
                Path(os.readlink(entry / "cwd")).is_relative_to(folder)
                or str(folder) in (entry / "cmdline").read_text()
            ):
                entries.append(entry)
    return entries


def _megabytes(process):
    """The memory of a process, its part of what it shares with others."""
    with contextlib.suppress(OSError):
        lines = (process / "smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    return 0.0
