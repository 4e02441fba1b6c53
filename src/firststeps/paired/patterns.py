"""Response-pattern tables: how many people gave each pattern of answers over the waves.

A response-pattern table is an integer array of shape ``(3,) * W``, one axis a wave in the order of the study, index
0 yes, 1 no, 2 missing.  ``patterns[0, 2, 1]`` counts the people who said yes, did not answer, said no.  It is a
sufficient statistic for every analysis here: paired tables are sums over the other axes.

``Counts`` are such a table with the names of its waves; they stand for it, and for the paired table of two waves.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from firststeps.digits import plural
from firststeps.paired.answers.arguments import of_kind
from firststeps.paired.answers.labels import in_order
from firststeps.paired.tables import as_array, as_counts

YES, NO, MISSING = 0, 1, 2
ANSWERS = ("yes", "no", "missing")


@dataclass(frozen=True, repr=False, eq=False)
class Counts:
    """How many people gave each pattern of answers, with the names of the waves; what ``count`` gives.

    Attributes
    ----------
    patterns : integers of shape (3,) * W
        A response-pattern table: yes, no, missing at each wave.
    waves : tuple of str
        The names of the W waves.

    It stands for the table of two waves wherever a paired table is asked for, and for its patterns wherever these are.

    >>> Counts(np.array([[7, 5, 1], [12, 2, 0], [0, 3, 0]]), ("before", "after"))
    26 people answered both times: yes twice 7, yes to no 5, no to yes 12, no twice 2
    4 did not: 1 answered before only, 3 answered after only
    """

    patterns: np.ndarray
    waves: tuple[str, ...]

    def __post_init__(self):
        """Refuse what is no response-pattern table, and names that are not one a wave."""
        object.__setattr__(self, "patterns", as_patterns(self.patterns))
        names = of_kind(self.waves, (tuple, list), "Names of waves stand in a tuple")
        if len(names) != self.patterns.ndim or not all(isinstance(name, str) for name in names):
            raise ValueError(f"Each of {self.patterns.ndim} waves has one name; found {self.waves!r}.")
        object.__setattr__(self, "waves", tuple(names))

    @property
    def table(self) -> np.ndarray:
        """The paired table ``[[a, b], [c, d]]`` of two waves; ValueError where there are more, to say how to choose."""
        if len(self.waves) != 2:
            waves = ", ".join(map(repr, self.waves))
            raise ValueError(f"A paired table has two waves; found {waves}: choose two, as in count(...).pair(0, 1).")
        return paired_table(self.patterns, 0, 1)

    @property
    def people(self) -> int:
        """Everyone, those who answered at no wave included."""
        return int(self.patterns.sum())

    @property
    def complete(self) -> int:
        """People who answered at every wave."""
        return int(complete(self.patterns).sum())

    @property
    def missing(self) -> int:
        """People who missed some wave, or all."""
        return self.people - self.complete

    def pair(self, first: int | str = 0, second: int | str = -1) -> "Counts":
        """The counts of two of the waves, each given by its name or by its position.

        Raises ValueError for a wave that is not there.

        >>> three = Counts(np.arange(27).reshape(3, 3, 3), ("start", "middle", "end"))
        >>> three.pair("start", "end").table.tolist()
        [[9, 12], [36, 39]]
        """
        places = [self.waves.index(wave) if wave in self.waves else wave for wave in (first, second)]
        if any(isinstance(place, str) for place in places):
            waves = ", ".join(map(repr, self.waves))
            raise ValueError(f"The waves are {waves}; found {first!r} and {second!r}.")
        return Counts(margin(self.patterns, *places), tuple(self.waves[place] for place in places))

    def __eq__(self, other):
        """Whether the other counts as many people with each pattern, at waves of the same names."""
        same = isinstance(other, Counts) and self.waves == other.waves
        return same and np.array_equal(self.patterns, other.patterns)

    def __hash__(self):
        """What equal counts have in common."""
        return hash((self.waves, self.patterns.tobytes()))

    def __repr__(self):
        """Who answered and who did not, in words."""
        if len(self.waves) == 2:
            return self._two_waves()
        yes, no = (
            [int(margin(self.patterns, wave)[answer]) for wave in range(len(self.waves))] for answer in (YES, NO)
        )
        each = ", ".join(f"{wave} {x} of {x + y}" for wave, x, y in zip(self.waves, yes, no, strict=True))
        every = f"{self.complete:,} of {self.people:,} people answered every time, {self.missing:,} did not"
        return f"{every}\nyes, of those who answered: {each}"

    def _two_waves(self):
        """The nine kinds of people at two waves, in words."""
        (a, b), (c, d) = self.table.tolist()
        pairs = f"{plural(a + b + c + d, 'person', 'people')} answered both times"
        both = f"{pairs}: yes twice {a:,}, yes to no {b:,}, no to yes {c:,}, no twice {d:,}"
        missing = who_missed(self.patterns, self.waves)
        return f"{both}\n{self.missing:,} did not: {missing}" if missing else f"{both}\nnobody missed a time"


def when(wave):
    """The name of a wave where a sentence says when: "before" and "after" as they are, all others with "at".

    >>> when("before"), when("week 6")
    ('before', 'at week 6')
    """
    return wave if wave.lower() in ("before", "after") else f"at {wave}"


def who_missed(moves, waves):
    """Who did not answer at both of two waves, in words; empty where nobody missed one.

    ``moves`` counts people by first answer (rows) and second (columns), the last of each being none.

    >>> who_missed(np.array([[7, 5, 1], [12, 2, 0], [0, 3, 0]]), ("before", "week 6"))
    '1 answered before only, 3 answered at week 6 only'
    """
    first, second = map(when, waves)
    gaps = (
        (moves[:-1, -1].sum(), f"answered {first} only"),
        (moves[-1, :-1].sum(), f"answered {second} only"),
        (moves[-1, -1], "never answered"),
    )
    return ", ".join(f"{number:,} {how}" for number, how in gaps if number)


PatternsLike: TypeAlias = ArrayLike | Counts  # an array of shape (3,) * W, labelled counts, or what ``count`` gives


def as_patterns(patterns):
    """Give ``patterns`` as an int64 array of shape ``(3,) * W`` with W >= 1; ValueError says what is wrong.

    A DataFrame of two waves, or a Series of one, is put in order by its labels: yes, no, missing.

    ``Counts``, and whatever else has ``patterns`` of its own, give theirs.

    >>> as_patterns([4, 2, 1])
    array([4, 2, 1])
    """
    if hasattr(patterns, "patterns") and not hasattr(patterns, "__array__"):
        patterns = patterns.patterns
    counts = as_array(in_order(patterns, ANSWERS, "response-pattern table"), "response-pattern table")
    if counts.ndim < 1 or set(counts.shape) != {3}:
        way = ": pass its counts" if hasattr(getattr(patterns, "counts", None), "patterns") else ""
        what = f"shape {counts.shape}" if counts.ndim else f"a {type(patterns).__name__}{way}"
        raise ValueError(f"A response-pattern table has shape (3,) * waves, yes, no and missing at each; found {what}.")
    return as_counts(counts, what="response pattern")


def waves(patterns):
    """The number of waves of a response-pattern table.

    >>> waves(np.zeros((3, 3, 3), dtype=int))
    3
    """
    return as_patterns(patterns).ndim


def margin(patterns, *axes):
    """Counts over the waves ``axes`` (axis numbers, in the order given), summed over all other waves.

    Gives an array of shape ``(3,) * len(kept)``.

    >>> margin([[5, 1, 0], [2, 3, 0], [0, 0, 1]], 0)
    array([6, 5, 1])
    """
    table = as_patterns(patterns)
    axes = check_waves(table, *axes)
    others = tuple(axis for axis in range(table.ndim) if axis not in axes)
    order = [sorted(axes).index(k) for k in axes]
    return table.sum(axis=others).transpose(order)


def check_waves(table, *waves):
    """Give axis numbers of waves, counted from 0 on, or raise ValueError unless each is there, once.

    >>> check_waves(np.zeros((3, 3)), 0, -1)
    [0, 1]
    """
    there = all(isinstance(k, (int, np.integer)) and -table.ndim <= k < table.ndim for k in waves)
    if not there or len({k % table.ndim for k in waves}) < len(waves):
        names = any(isinstance(wave, str) for wave in waves)
        by_name = f" By name they are chosen as in counts.pair({', '.join(map(repr, waves))})." if names else ""
        raise ValueError(
            f"Waves {waves} of a table of {table.ndim} waves, counted from 0: each must be there, once.{by_name}"
        )
    return [int(k) % table.ndim for k in waves]


def paired_table(patterns: PatternsLike, first: int, second: int) -> np.ndarray:
    """The 2x2 table ``[[a, b], [c, d]]`` of the people who answered at both waves.

    >>> paired_table([[5, 1, 2], [2, 3, 0], [4, 0, 1]], 0, 1)
    array([[5, 1],
           [2, 3]])
    """
    return margin(patterns, first, second)[:MISSING, :MISSING]


def complete(patterns):
    """The counts of people who answered at every wave: an array of shape ``(2,) * W``.

    >>> complete([5, 3, 2])
    array([5, 3])
    """
    table = as_patterns(patterns)
    return table[(slice(0, MISSING),) * table.ndim]


def answered(patterns):
    """How many people answered at each wave: an array of shape ``(W,)``.

    >>> answered([[5, 1, 2], [2, 3, 0], [4, 0, 1]])
    array([13, 15])
    """
    table = as_patterns(patterns)
    return np.array([margin(table, wave)[:MISSING].sum() for wave in range(table.ndim)])
