"""The comparison of two waves of one outcome, as one object: patterns, positions, table, pairs, margin, level, labels.

Positions of waves are counted among those at which the outcome was asked, as the axes of its response patterns are.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from firststeps.paired.patterns import paired_table
from firststeps.responses.counting.patterns import read_patterns
from firststeps.study.parts import Wave


@dataclass(frozen=True)
class Comparison:
    """Two waves of one outcome.

    Attributes
    ----------
    outcome, label : str
        The id of the outcome, and its question as readers know it.
    waves : tuple of Wave
        The waves at which the outcome was asked, in order.
    first, second : int
        The positions of the two waves compared among ``waves``; ``first`` comes before ``second``.
    patterns : integers of shape (3,) * len(waves)
        The response patterns: yes, no, missing at each wave.
    level : float
        The confidence level of intervals; tests are at ``alpha``, 1 - level.
    margin : float or None
        The difference fixed beforehand within which two proportions count as similar.
    """

    outcome: str
    label: str
    waves: tuple[Wave, ...]
    first: int
    second: int
    patterns: np.ndarray
    level: float
    margin: float | None = None

    @property
    def ends(self):
        """The two positions, as functions of ``paired`` take them."""
        return self.first, self.second

    @property
    def alpha(self):
        """The significance level of tests: 1 - level."""
        return round(1 - self.level, 12)

    @property
    def first_wave(self):
        """The earlier of the two waves."""
        return self.waves[self.first]

    @property
    def second_wave(self):
        """The later of the two waves."""
        return self.waves[self.second]

    @property
    def heading(self):
        """Outcome and waves in words."""
        return f"{self.label}, from {self.first_wave.label} to {self.second_wave.label}"

    @cached_property
    def table(self):
        """The paired table ``[[a, b], [c, d]]`` of those who answered at both waves."""
        return paired_table(self.patterns, self.first, self.second)

    @property
    def cells(self):
        """Yes twice, yes to no, no to yes and no twice, as plain numbers."""
        return tuple(self.table.ravel().tolist())

    @property
    def pairs(self):
        """How many people answered at both waves."""
        return int(self.table.sum())

    @property
    def changers(self):
        """How many of them changed their answer."""
        return int(self.table[0, 1] + self.table[1, 0])

    @property
    def yes(self):
        """How many of them said yes at the first and at the second of the two waves."""
        a, b, c, _ = self.cells
        return a + b, a + c


def compare(study, outcome, first, second, margin=None):
    """The comparison of the waves ``first`` and ``second`` (ids) of ``outcome``, from the clean files of the study."""
    asked = study.items[outcome].waves
    return Comparison(
        outcome=outcome,
        label=study.items[outcome].label,
        waves=tuple(map(study.wave, asked)),
        first=asked.index(first),
        second=asked.index(second),
        patterns=read_patterns(study, outcome),
        level=study.level,
        margin=margin,
    )


def primary_comparison(study):
    """The comparison that ``study.yaml`` fixed beforehand; None where it fixed none."""
    primary = study.primary
    return primary and compare(study, primary.outcome, primary.first, primary.second, primary.margin)


def main_comparisons(study):
    """The primary comparison first, then of every other outcome asked twice its first and its last wave."""
    primary = primary_comparison(study)
    others = [outcome for outcome in study.asked_twice if not (primary and outcome == primary.outcome)]
    ends = {outcome: (study.items[outcome].waves[0], study.items[outcome].waves[-1]) for outcome in others}
    return [primary] * bool(primary) + [compare(study, outcome, *pair) for outcome, pair in ends.items()]
