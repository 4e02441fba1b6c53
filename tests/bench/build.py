"""The build: `make -j2 all` from no outputs against the same notebooks run one by one by papermill's command line."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", "build", ".pytest_cache", ".ruff_cache", "__pycache__")


def measure():
    """Rows of what was measured, each a ratio or seconds of this one run."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "compendium")
        shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
        _timed(folder, "make", "all")
        one_by_one = _papermill(folder)
        _timed(folder, "make", "clean")
        in_parallel = _timed(folder, "make", "-j2", "all")
        nothing = _timed(folder, "make", "all")
    return [
        {"what": "make -j2 all / papermill one by one", "value": in_parallel / one_by_one, "at most": 0.6},
        {"what": "make -j2 all, seconds", "value": in_parallel},
        {"what": "papermill one by one, seconds", "value": one_by_one},
        {"what": "make all with nothing to do, seconds", "value": nothing, "at most": 0.5},
    ]


def _papermill(folder):
    """Seconds that papermill's command line takes for the notebooks of the pipeline, one after the other."""
    papermill = str(Path(sys.executable).parent / "papermill")
    (folder / "plain").mkdir()
    seconds = 0.0
    for notebook in sorted((folder / "build").glob("[0-9][0-9]-*.ipynb")):
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
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started
