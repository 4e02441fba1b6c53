"""The environments: how much room they take, and which ten packages take most of that of the build.

Those of JupyterLab and of JupyterLite are measured where they have been set up.

`python -m tests.bench.environment` prints the table of docs/environment.md.  How long it takes to set it up from an
empty cache depends on the network, and is measured by hand: ``time UV_NO_CACHE=1 make .venv/environment.mk`` in a fresh
clone.
"""

import os
import sys
from importlib import metadata

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
    """Rows of what was measured, each megabytes on disk."""
    sizes = {package.metadata["Name"]: _megabytes(package) for package in metadata.distributions()}
    largest = sorted(sizes, key=sizes.get, reverse=True)[: 3 if small else LARGEST]
    rows = [{"what": "the environment of the build, megabytes", "value": _all_megabytes(sys.prefix), "at most": 1460}]
    others = {"JupyterLab": (".venv-lab", 1600), "JupyterLite": (".venv-lite", 200)}
    for name, (folder, most) in others.items():
        if os.path.isdir(folder):
            what = f"the environment of {name}, megabytes"
            rows.append({"what": what, "value": _all_megabytes(folder), "at most": most})
    return rows + [{"what": f"of it {name}", "value": sizes[name]} for name in largest]


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
