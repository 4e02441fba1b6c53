"""The environments: their room, the ten packages that take most of that of the build, and how long it takes to set up.

Those of JupyterLab and of JupyterLite are measured where they have been set up.

`python -m tests.bench.environment` prints the table of docs/environment.md.  It is set up with the packages in uv's
cache, where they are after the first time.  From an empty cache it depends on the network, and is measured by hand:
``time UV_NO_CACHE=1 make .venv/environment.mk`` in a fresh clone.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK, SETUP = "environment/requirements.txt", "src/firststeps/pipeline/environment.py"
LARGEST = 10
PURPOSES = {
    "pyarrow": "Parquet files, and large text files read quickly: an extra, `firststeps[parquet]`",
    "pypandoc_binary": "the manuscript as DOCX, HTML and JATS, without anything to install beside Python",
    "scipy": "distributions and roots behind the tests and intervals",
    "typst": "the manuscript and its checklists as PDF, without LaTeX",
    "duckdb": "files that are larger than memory: an extra, `firststeps[large]`",
    "numpy": "counts and tables",
    "pandas": "the tables of cleaning, and all that notebooks show",
    "statsmodels": "the models over waves (GEE, conditional logit), and a second computation of some tests",
    "uv": "the lock of versions, and how it is installed; not needed once the environment stands",
    "ruff": "the style of code; for who changes it",
    "matplotlib": "figures",
    "seaborn": "figures",
    "pyreadstat": "SPSS and Stata files: an extra, `firststeps[spss]`",
}


def measure(small=False):
    """Rows of what was measured: megabytes on disk, and seconds."""
    sizes = {package.metadata["Name"]: _megabytes(package) for package in metadata.distributions()}
    largest = sorted(sizes, key=sizes.get, reverse=True)[: 3 if small else LARGEST]
    rows = [{"what": "the environment of the build, megabytes", "value": _all_megabytes(sys.prefix), "at most": 1460}]
    others = {"JupyterLab": (".venv-lab", 1600), "JupyterLite": (".venv-lite", 200)}
    for name, (folder, most) in others.items():
        if os.path.isdir(folder):
            what = f"the environment of {name}, megabytes"
            rows.append({"what": what, "value": _all_megabytes(folder), "at most": most})
    rows += [{"what": f"of it {name}", "value": sizes[name]} for name in largest]
    return rows if small else [*rows, {"what": "setting it up, seconds", "value": _set_up(), "at most": 60}]


def _set_up():
    """Seconds to make an environment of the lock in a folder of its own, as `make all` does in a fresh clone."""
    with tempfile.TemporaryDirectory() as folder:
        for path in (LOCK, SETUP, "pyproject.toml", "README.md", "LICENSE", "src/firststeps/__init__.py"):
            Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, Path(folder, path))
        started = time.perf_counter()
        command = [sys.executable, SETUP, "install", ".venv", LOCK]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started


def page():
    """The ten largest packages as a table for docs/environment.md, with what each is for."""
    sizes = {package.metadata["Name"]: _megabytes(package) for package in metadata.distributions()}
    largest = sorted(sizes, key=sizes.get, reverse=True)[:LARGEST]
    lines = [f"| {name} | {sizes[name]:.0f} | {PURPOSES.get(name, '')} |" for name in largest]
    return "\n".join(["| package | megabytes | what it is for |", "|---|---|---|", *lines])


def _megabytes(package):
    """The size of the files that a package has installed."""
    paths = [package.locate_file(file) for file in package.files or ()]
    return sum(os.path.getsize(path) for path in paths if os.path.isfile(path)) / 1e6


def _all_megabytes(folder):
    """The size of all files of a folder, links not followed."""
    paths = (os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
    return sum(os.lstat(path).st_size for path in paths) / 1e6


if __name__ == "__main__":
    print(page())
