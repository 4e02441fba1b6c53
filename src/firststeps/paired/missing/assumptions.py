"""Missing responses at two waves: who is missing, what each assumption makes of them, and what all of them allow.

Between two waves nine kinds of people are kept apart, never conflated: the pairs a, b, c, d, those who answered first
only (e yes, f no), second only (g yes, h no) and neither time (u)::

                     second: yes   no   missing
        first: yes         a       b      e
               no          c       d      f
               missing     g       h      u

`completions` holds every way to fill in the missing answers, `tipping` the fewest of them that change a conclusion.
"""

from dataclasses import dataclass, field

import numpy as np

from firststeps.paired.answers.fields import Checked
from firststeps.paired.patterns import MISSING, NO, YES, PatternsLike, as_patterns, complete, margin, paired_table
from firststeps.paired.tables import as_tables


@dataclass(frozen=True)
class Responses(Checked):
    """How many people gave each pattern of answers at two waves; prints itself in words.

    >>> print(Responses(5, 1, 2, 3, e=2, f=1, g=4, h=3, u=6))
    11 both (yes-yes 5, yes-no 1, no-yes 2, no-no 3), 3 first only (yes 2, no 1), 7 second only (yes 4, no 3), 6 neither
    """

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int
    g: int
    h: int
    u: int

    @property
    def pairs(self) -> int:
        """People who answered at both waves."""
        return self.a + self.b + self.c + self.d

    @property
    def people(self) -> int:
        """Everyone, those who answered at neither wave included."""
        return self.pairs + self.e + self.f + self.g + self.h + self.u

    @property
    def table(self) -> np.ndarray:
        """The paired table of those who answered at both waves."""
        return np.array([[self.a, self.b], [self.c, self.d]])

    def __str__(self):
        """Say the nine counts in words."""
        return (
            f"{self.pairs} both (yes-yes {self.a}, yes-no {self.b}, no-yes {self.c}, no-no {self.d}), "
            f"{self.e + self.f} first only (yes {self.e}, no {self.f}), "
            f"{self.g + self.h} second only (yes {self.g}, no {self.h}), {self.u} neither"
        )


def count_responses(patterns, first=0, second=1):
    """Count the nine kinds of people at the waves ``first`` and ``second`` of a response-pattern table.

    >>> count_responses([[5, 1, 2], [2, 3, 1], [4, 0, 6]]).pairs
    11
    """
    counts = margin(patterns, first, second)
    (a, b, e), (c, d, f), (g, h, u) = counts.tolist()
    return Responses(a, b, c, d, e, f, g, h, u)


@dataclass(frozen=True)
class Scenario(Checked):
    """One assumption about the missing answers: its name, what it assumes, and the paired table that follows.

    ``left_out`` people stay out of the table because the assumption gives them no answer.
    """

    name: str
    assumption: str
    table: np.ndarray
    left_out: int

    def __post_init__(self):
        """Refuse a table that is none, and what is no number of people."""
        super().__post_init__()
        object.__setattr__(self, "table", as_tables(self.table, empty=True))

    @property
    def id(self) -> str:
        """Its name as one word, for ids.

        >>> [scenario.id for scenario in scenarios([[1, 0, 0], [0, 0, 0], [0, 0, 0]])][1:3]
        ['complete-cases', 'missing-no']
        """
        return self.name.replace("= ", "").replace(" ", "-")


def scenarios(patterns: PatternsLike, first: int = 0, second: int = 1) -> tuple[Scenario, ...]:
    """Give the usual assumptions about missing answers, side by side: a tuple of `Scenario`.

    Available pairs, complete cases over all waves, missing = no, missing = yes, missing = unchanged, and the last
    answer carried forward.  All give one table where nobody is missing at any wave.

    >>> for scenario in scenarios([[5, 1, 2], [2, 3, 1], [4, 0, 6]]):
    ...     print(f"{scenario.name:28} {scenario.table.ravel().tolist()}, left out {scenario.left_out}")
    available pairs              [5, 1, 2, 3], left out 13
    complete cases               [5, 1, 2, 3], left out 13
    missing = no                 [5, 3, 6, 10], left out 0
    missing = yes                [17, 1, 3, 3], left out 0
    missing = unchanged          [11, 1, 2, 4], left out 6
    last answer carried forward  [7, 1, 2, 4], left out 10
    """
    table = as_patterns(patterns)
    people = int(table.sum())
    tables = (
        paired_table(table, first, second),
        _complete_cases(table, first, second),
        _filled(table, first, second, NO),
        _filled(table, first, second, YES),
        _unchanged(table, first, second),
        paired_table(_carried_forward(table), first, second),
    )
    return tuple(
        Scenario(name, assumption, counts, people - int(counts.sum()))
        for (name, assumption), counts in zip(_ASSUMPTIONS.items(), tables, strict=True)
    )


_ASSUMPTIONS = {
    "available pairs": "those who missed one of the two waves are like those who missed neither",
    "complete cases": "those who missed any wave are like those who missed none",
    "missing = no": "everyone who did not answer would have said no",
    "missing = yes": "everyone who did not answer would have said yes",
    "missing = unchanged": "who answered once would have said the same the other time",
    "last answer carried forward": "nothing changed after the last answer: misstates change, invents certainty",
}


def _complete_cases(patterns, first, second):
    """Give the paired table of those who answered at every wave."""
    answers = complete(patterns)
    padded = np.pad(answers, [(0, 1)] * answers.ndim)
    return paired_table(padded, first, second)


def _filled(patterns, first, second, answer):
    """Give the paired table in which every missing answer at the two waves is ``answer``."""
    counts = margin(patterns, first, second)
    counts[answer] += counts[MISSING]
    counts[:, answer] += counts[:, MISSING]
    return counts[:MISSING, :MISSING]


def _unchanged(patterns, first, second):
    """Give the paired table in which those who answered once gave the same answer at the other wave."""
    r = count_responses(patterns, first, second)
    return np.array([[r.a + r.e + r.g, r.b], [r.c, r.d + r.f + r.h]])


def _carried_forward(patterns):
    """Give the patterns with each missing answer after the first wave replaced by the answer of the wave before."""
    counts = patterns.copy()
    for wave in range(1, counts.ndim):
        pair = np.moveaxis(counts, (wave - 1, wave), (0, 1))  # a view: what changes here changes the counts
        for answer in (YES, NO):
            pair[answer, answer] += pair[answer, MISSING]
            pair[answer, MISSING] = 0
    return counts


@dataclass(frozen=True)
class Bounds(Checked):
    """The smallest and largest value that the missing answers allow, ends included, and the people they count.

    ``unit`` is "proportion", or "points" for a change.
    """

    low: float
    high: float
    people: int
    unit: str = field(default="proportion", repr=False)
    method: str = field(default="Manski", repr=False)

    denominator = "people heard from"

    @property
    def n(self) -> int:
        """The people they count."""
        return self.people

    @property
    def width(self) -> float:
        """The distance between the bounds, which is the share of answers that are missing."""
        return self.high - self.low


def proportion_bounds(patterns: PatternsLike, wave: int = 0) -> Bounds:
    """Give Manski's bounds on the proportion of yes at one wave, among everyone in the table.

    Everyone missing said no, or everyone missing said yes.  Source: Manski (1989), J Hum Resour 24:343.

    >>> proportion_bounds([6, 2, 2])
    Bounds(low=0.6, high=0.8, people=10)
    """
    yes, no, missing = margin(patterns, wave).tolist()
    people = _someone(yes + no + missing)
    return Bounds(yes / people, (yes + missing) / people, people)


def change_bounds(patterns: PatternsLike, first: int = 0, second: int = 1) -> Bounds:
    """Give Manski's bounds on the change, second minus first proportion of yes, among everyone in the table.

    The change is (c - b)/n of the completed table.  It is smallest where everyone missing would have moved it down:
    e and u from yes to no, h likewise (yes before); largest where f, g and u would have changed from no to yes.

    >>> change_bounds([[5, 1, 2], [2, 3, 1], [4, 0, 0]])
    Bounds(low=-0.05555555555555555, high=0.3333333333333333, people=18)
    """
    r = count_responses(patterns, first, second)
    people = _someone(r.people)
    return Bounds((r.c - r.b - r.e - r.h - r.u) / people, (r.c - r.b + r.f + r.g + r.u) / people, people, "points")


def _someone(people):
    """Refuse an empty table."""
    if people == 0:
        raise ValueError("The response-pattern table counts nobody, so there is no proportion to bound.")
    return people
