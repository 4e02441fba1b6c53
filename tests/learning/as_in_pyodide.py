"""Runs notebooks of a folder as Pyodide would: with the packages built for it alone, and without other processes.

python as_in_pyodide.py FOLDER PACKAGE ...: the code cells of each notebook in FOLDER, then two drawings; prints what
was imported.  The cell that fetches the packages is passed over, and the answers of exercises stay dots.
"""

import functools
import importlib.abc
import importlib.metadata
import json
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OWNERS = importlib.metadata.packages_distributions()


def plain(name):
    """The name of a distribution in one form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def allowed(fetched):
    """The distributions that may be imported: those built for Pyodide, and what the first cell has ``fetched``."""
    lines = (HERE / "pyodide-packages.txt").read_text(encoding="utf-8").splitlines()
    return {plain(line) for line in [*lines, *fetched, "firststeps"] if not line.startswith("#")}


class Absent(importlib.abc.MetaPathFinder):
    """Finds nothing, and refuses what belongs to a distribution that is not allowed."""

    def __init__(self, names):
        self.names = names

    def find_spec(self, name, path=None, target=None):
        owners = {plain(owner) for owner in OWNERS.get(name.partition(".")[0], ())}
        if owners and not owners & self.names:
            raise ModuleNotFoundError(f"{name} is not built for Pyodide", name=name)
        return None


def forbidden(*_, **__):
    """What a browser cannot do."""
    raise OSError("there are no other processes in a browser")


def main(folder, *fetched):
    """Run the notebooks and the drawings; print the distributions that were imported, one a line."""
    sys.meta_path.insert(0, Absent(allowed(fetched)))
    subprocess.Popen.__init__ = os.fork = os.system = forbidden
    os.environ["MPLBACKEND"] = "agg"
    from firststeps import learning

    learning.begin = functools.cache(learning.begin)  # each notebook begins with the same study
    for path in sorted(Path(folder).rglob("*.ipynb")):
        os.chdir(path.parent)
        names = {}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and cell["id"] != "install":
                exec("".join(cell["source"]), names)
    import numpy as np

    from firststeps.report import figures

    moves = [[6, 1, 2], [5, 4, 1], [2, 1, 0]]
    figures.who_changed([figures.Change("Has somebody to talk to", "Before", "After", moves)])
    figures.people_in_table(figures.AnswerTable("How much", "Before", "After", ("a little", "much"), np.array(moves)))
    tops = {name.partition(".")[0] for name in sys.modules}
    print("imported:", *sorted({plain(owner) for top in tops for owner in OWNERS.get(top, ())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
