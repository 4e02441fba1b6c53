"""What agrees with printed numbers: tables, what each test gives on them, and the words for it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.paired.answers.fields import Checked
from firststeps.paired.published.consequences import each_once
from firststeps.paired.published.same_people import Behind
from firststeps.paired.published.statistics import STATISTICS
from firststeps.paired.results import CONVENTION, counted_people, frame, p_in_words
from firststeps.paired.two_waves.mcnemar import mcnemar

SHOWN = 12  # tables that are printed one by one
TESTS_SHOWN = ("exact", "mid-p", "asymptotic", "continuity")
CELLS = ("yes twice", "stopped", "began", "no twice")
ONLY = ("both-yes", "yes-to-no", "no-to-yes", "both-no")
ASSUMED = "if the same people stand behind all the numbers"


@dataclass(frozen=True, repr=False)
class FromPrint(Checked):
    """The tables that agree with printed numbers, and what each test gives on them; prints itself in words.

    ``tables`` has shape (K, 2, 2), or is None where they are too many to list; ``discordant`` are the (b, c) left,
    ``people`` the n tried, ``agreeing`` marks the tables by (statistic, version); ``left_out`` and ``hints`` are
    sentences: what was not used, and what would agree where nothing does.
    """

    printed: dict[str, str]
    people: range
    behind: Behind
    hints: tuple[str, ...] = ()

    @property
    def tables(self) -> np.ndarray | None:
        """The tables that agree, or None where they are too many to list."""
        return self.behind.tables

    @property
    def discordant(self) -> np.ndarray | None:
        """The (b, c) that are left, of shape (K, 2), or None where not even they were gone through."""
        return self.behind.discordant

    @property
    def agreeing(self) -> dict[tuple[str, str], np.ndarray]:
        """Which of the tables agree with a statistic by a version of it."""
        return self.behind.agreeing

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was not used, and why, in sentences."""
        return self.behind.left_out

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The tables, one a row: n, the four cells, and p by each test."""
        tables = np.zeros((0, 2, 2), dtype=int) if self.tables is None else self.tables
        cells = dict(zip(CELLS, tables.reshape(-1, 4).T, strict=True))
        tests = {f"p, {test}": each_once(tables, lambda t, test=test: mcnemar(t, test).pvalue) for test in TESTS_SHOWN}
        return frame({"n": tables.sum(axis=(1, 2)), **cells, **tests}, dict.fromkeys(tests, "p-value"))

    @property
    def only(self) -> dict[str, int]:
        """The four cells where exactly one table agrees; else empty."""
        return dict(zip(ONLY, self.tables.ravel().tolist(), strict=True)) if self.few and len(self.tables) == 1 else {}

    @property
    def few(self) -> bool:
        """Whether the tables are so few that they are best read one by one."""
        return self.tables is not None and 0 < len(self.tables) <= SHOWN

    @property
    def sentence(self) -> str:
        """How many tables agree, of how many people, and what was assumed and left out, in plain words."""
        return " ".join([self._finding(), *self.left_out, *self.hints])

    def _finding(self):
        """The sentence on the tables."""
        tried = people_in_words(self.people)
        if self.tables is None:
            known = "" if self.discordant is None else f" {self._changers()}"
            return (
                f"With {self._named()} there are about {_round_number(self.behind.tried)} tables of {tried} to "
                f"go through, too many to do so here, {ASSUMED}.{known} What would make them few: {self._needed()}."
            )
        if not self.printed:
            return f"Nothing is printed but the number of people: {len(self.tables):,} tables are possible."
        if not len(self.tables):
            return f"No table of {tried} agrees with {self._named()}, {ASSUMED}."
        sizes = np.unique(self.tables.sum(axis=(1, 2)))
        few = len(self.tables) == 1
        count = "Exactly one table" if few else f"{len(self.tables):,} tables"
        of = "" if len(self.people) == 1 else f" of those of {tried}"
        return f"{count}{of} {'agrees' if few else 'agree'} with {self._named()}, {ASSUMED}: {sizes_in_words(sizes)}."

    def _needed(self):
        """The numbers that would make the tables few, of those that are not printed, in words."""
        numbers = {"first": "the first count or percentage", "second": "the second", "P": "the p-value"}
        needed = [words for name, words in numbers.items() if name not in self.printed]
        if len(self.people) > 1:
            needed = ["how many answered both times", *needed]
        return " or ".join([*needed, "how many stopped or began"])

    def _changers(self):
        """The range of those who changed, in words."""
        if not len(self.discordant):
            return "No numbers of people who changed agree with them."
        (b, c), (most_b, most_c) = self.discordant.min(axis=0), self.discordant.max(axis=0)
        return (
            f"{len(self.discordant):,} pairs of changers are left: from {b} to {most_b} stopped and from {c} to "
            f"{most_c} began."
        )

    def _named(self):
        """What is printed, in words."""
        return ", ".join(f"{name} {text}" for name, text in self.printed.items()) or "no other number"

    def __repr__(self):
        """The finding in words, the tables where they are few, and which versions agree."""
        lines = [self._finding()]
        if self.few:
            lines.append(_grid_of_text(self.frame))
        lines += self.by_version()
        lines += [*self.left_out, *self.hints]
        if self.tables is not None and len(self.tables):
            lines.append(CONVENTION)
        return "\n".join(lines)

    def by_version(self) -> list[str]:
        """For each statistic the versions by which tables agree, with how many, in words."""
        lines = []
        for name in dict.fromkeys(name for name, _ in self.agreeing):
            counts = {version: int(mark.sum()) for (of, version), mark in self.agreeing.items() if of == name}
            shown = [f"{version} ({count:,})" for version, count in counts.items() if count]
            if shown:
                lines.append(f"{STATISTICS[name].words} by version (tables): {', '.join(shown)}")
        return lines


def people_in_words(people):
    """The numbers of people tried, in words."""
    if len(people) == 1:
        return counted_people(people[0])
    return f"{people[0]:,} to {people[-1]:,} people"


def _round_number(number):
    """A large number to two digits."""
    return f"{int(float(f'{number:.1e}')):,}"


def sizes_in_words(sizes):
    """A few numbers of people one by one, many as their range."""
    if len(sizes) <= 8:
        *others, last = [f"{size:,}" for size in sizes]
        return f"n = {', '.join(others)} or {last}" if others else f"n = {last}"
    return f"{len(sizes)} values of n from {sizes[0]:,} to {sizes[-1]:,}"


def _grid_of_text(frame):
    """A frame as lines of text, p-values to three digits."""
    cells = {
        name: [
            p_in_words(value).removeprefix("p ").removeprefix("= ") if "p," in name else f"{value}" for value in values
        ]
        for name, values in frame.items()
    }
    widths = {name: max(len(name), *map(len, values)) for name, values in cells.items()}
    rows = [cells.keys(), *zip(*cells.values(), strict=True)]
    return "\n".join(
        "  ".join(text.rjust(width) for text, width in zip(row, widths.values(), strict=True)) for row in rows
    )


def number_of_tables(tables):
    """How many tables, and of how many people."""
    sizes = sizes_in_words(np.unique(tables.sum(axis=(1, 2))))
    return f"{plural(len(tables), 'table')}, {sizes}"
