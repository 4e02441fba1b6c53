"""The rows of a file as they stand, all text, before anybody has said which of them name the columns."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Merged(NamedTuple):
    """Merged cells of a workbook: numbers of rows and places of columns (from 0), the last ones among them."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def rows(self):
        """The numbers of the rows that they cover."""
        return range(self.first_row, self.last_row + 1)

    @property
    def columns(self):
        """The places of the columns that they cover."""
        return range(self.first_column, self.last_column + 1)


@dataclass
class Grid:
    """The rows of a sheet or a text file, each a list of texts, the first being row 1 of the spreadsheet.

    ``marked`` is whether a byte-order mark stood at its head; ``merged`` are the merged cells of a workbook;
    ``hidden_rows`` and ``hidden_columns`` those that a workbook does not show, numbers and letters; ``numbered`` is
    whether numbers that rise stand at the head of each row, for which the first row has no name.
    """

    name: str
    rows: list
    marked: bool = False
    merged: list = field(default_factory=list)
    hidden_rows: list = field(default_factory=list)
    hidden_columns: list = field(default_factory=list)
    numbered: bool = False


def letters(place):
    """The letters of a column of a spreadsheet, of its place from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def place_of(name):
    """The place of a column, from 0, of its letters.

    >>> place_of("A"), place_of("AB")
    (0, 27)
    """
    place = 0
    for letter in name.upper():
        place = 26 * place + ord(letter) - 64
    return place - 1


def as_wide(rows):
    """Rows of text, all as wide as the widest."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
