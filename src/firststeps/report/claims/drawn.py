"""The cells of a notebook as claims and figures count them, and which of them draws which figure."""

import functools
import json
import re
from pathlib import Path
from typing import NamedTuple

from firststeps.study import compendium_root

PUT_IN = "injected-parameters"  # the tag of the cell that papermill adds


class Drawn(NamedTuple):
    """The place at which a figure is drawn: its notebook, and the number and the id of its code cell."""

    notebook: str
    cell: int
    cell_id: str

    @property
    def where(self):
        """The place in words.

        >>> Drawn("08-figures", 4, "flow").where
        '08-figures, cell 4'
        """
        return f"{self.notebook}, cell {self.cell}"


def drawn_by(name):
    """The first place in the compendium's notebooks where the figure ``name`` is drawn, None where it is nowhere.

    Code cells are counted from 1, as those of claims are.

    >>> drawn_by("who-changed").notebook
    '08-figures'
    """
    return _places(compendium_root() / "notebooks").get(name)


@functools.cache
def _places(folder):
    """The place of each figure that a cell of the notebooks in ``folder`` draws, by its name."""
    places = {}
    for path in sorted(Path(folder).glob("[0-9]*.ipynb")):
        for number, cell in enumerate(written_cells(path.read_text(encoding="utf-8")), start=1):
            for name in figures_of(cell):
                places.setdefault(name, Drawn(path.stem, number, cell.get("id", "")))
    return places


def written_cells(notebook):
    """The code cells of a notebook, given as text, in the order in which claims and figures count them from 1.

    What the pipeline puts in is not among them.

    >>> own, put_in = ({"cell_type": "code", "metadata": {"tags": tags}} for tags in ([], [PUT_IN]))
    >>> written_cells(json.dumps({"cells": [put_in, own, {"cell_type": "markdown"}]})) == [own]
    True
    """
    code = [cell for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code"]
    return [cell for cell in code if PUT_IN not in cell.get("metadata", {}).get("tags", [])]


def figures_of(cell):
    """The names of the figures that a cell draws.

    >>> figures_of({"source": ['draw("who-changed", figure)']})
    ['who-changed']
    """
    return re.findall(r"\bdraw\(\s*f?[\"']([\w-]+)[\"']", "".join(cell["source"]))
