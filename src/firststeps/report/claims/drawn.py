"""Which cell of which notebook draws a figure: what a claim knows of itself, and a picture does not."""

import functools
import json
from pathlib import Path
from typing import NamedTuple

from firststeps.study import compendium_root


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
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        for number, cell in enumerate(code, start=1):
            for after in "".join(cell["source"]).split('draw("')[1:]:
                places.setdefault(after.partition('"')[0], Drawn(path.stem, number, cell.get("id", "")))
    return places
