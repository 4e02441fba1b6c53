"""The files that people export, with what right looks like for each (``right.yaml``)."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import read_table

HERE = Path(__file__).parent
FILES = HERE / "files"


@dataclass(frozen=True)
class Case:
    """One evaluation: its files in the order of the waves, what is right, and what the person knows."""

    name: str
    files: tuple
    right: dict = field(hash=False)

    @property
    def knows(self):
        """What the person knows who answers the questions."""
        return self.right["knows"]

    def personal_cells(self):
        """Every different text in a column that holds a name, an address, a telephone or a place."""
        return self._texts("personal")

    def own_words(self):
        """Every different answer in people's own words."""
        return self._texts("own words")

    def _texts(self, kind):
        texts = set()
        for path in self.files if self.right.get(kind) else ():
            cells = _cells(path)
            columns = [column for column in self.right[kind] if column in cells]
            texts |= {text.strip() for column in columns for text in cells[column]}
        return sorted(texts - {"", *self.right.get(kind, [])} - _about_columns(texts))


def _about_columns(texts):
    """What Qualtrics writes below the names of columns: labels and ids, which are nobody's."""
    labels = {"IP Address", "Recipient Last Name", "Recipient First Name", "Recipient Email", "Location Latitude"}
    labels |= {"Location Longitude", "Your e-mail, if you would like the results", "Response", "Open-Ended Response"}
    labels |= {"What would you change about the course?"}
    return {text for text in texts if text in labels or text.startswith('{"ImportId"')}


def _cells(path):
    """The cells of a file as it was given, by the names in its first row."""
    import openpyxl
    import pandas as pd

    if path.suffix == ".xlsx":
        header, *rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
        frame = pd.DataFrame([["" if cell is None else str(cell) for cell in row] for row in rows])
        return frame.set_axis([str(name or place) for place, name in enumerate(header)], axis=1)
    try:
        return read_table(path).cells
    except Refusal:
        return read_table(path, "cp1252").cells


@cache
def cases(folder=FILES):
    """Every :class:`Case` of ``right.yaml``, by its name."""
    described = yaml.safe_load((HERE / "right.yaml").read_text(encoding="utf-8"))["cases"]
    return {name: Case(name, _files(folder, name), right) for name, right in described.items()}


def _files(folder, name):
    """The files of a case, in the order of their names, which is that of time."""
    return tuple(sorted(path for path in folder.iterdir() if path.stem == name or path.stem.startswith(f"{name}-")))
