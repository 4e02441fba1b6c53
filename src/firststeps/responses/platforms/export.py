"""What is known of a file from the platform that wrote it."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from firststeps.responses.given.heads import FIRST_ROW, Head

OF_THE_PROGRAM, NUMBERS_RESPONSES = "of the survey program", "it numbers responses, not people"
PERSONAL = "it names or places somebody"


class Doubt(NamedTuple):
    """Rows that may not count: a column, what stands there in them, and why, in a word for the log.

    Where nothing may stand in the column, ``values`` holds the empty text.  Without a column they are numbers of rows:
    so where what stands there may name somebody.
    """

    column: str
    values: tuple
    reason: str


@dataclass(frozen=True)
class Export:
    """A file as its platform wrote it.

    ``head`` says which rows name the columns; ``program`` why a column is no question, by name; ``personal`` are the
    columns that name or place people; ``wave`` tells the wave, ``person`` who answered, where the platform itself
    keeps it; ``date`` when a questionnaire was handed in.  ``doubts`` are rows that may not count.
    """

    platform: str = ""
    head: Head = FIRST_ROW
    program: dict = field(default_factory=dict)
    personal: tuple = ()
    wave: str = ""
    person: str = ""
    date: str = ""
    doubts: tuple = ()

    def among(self, columns):
        """The export with what concerns ``columns`` alone, in any letter case; of two columns the first."""
        there = {column.casefold(): column for column in reversed([*columns])}
        return replace(
            self,
            program={there[name.casefold()]: why for name, why in self.program.items() if name.casefold() in there},
            personal=tuple(there[name.casefold()] for name in self.personal if name.casefold() in there),
            doubts=tuple(
                doubt._replace(column=there[doubt.column.casefold()])
                for doubt in self.doubts
                if doubt.column.casefold() in there
            ),
            **{role: there.get(getattr(self, role).casefold(), "") for role in ("wave", "person", "date")},
        )


def has(names, *looked_for):
    """Whether all of ``looked_for`` are among the names of columns, in any letter case."""
    return {name.casefold() for name in looked_for} <= {name.strip().casefold() for name in names}
