"""The comparison of two waves of one outcome, as one object: patterns, positions, table, pairs, margin, level, labels.

Positions of waves are counted among those at which the outcome was asked, as the axes of its response patterns are.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from firststeps.digits import alpha_at
from firststeps.paired.many_waves.comparisons import comparisons
from firststeps.paired.missing.assumptions import count_responses
from firststeps.paired.patterns import margin, paired_table
from firststeps.paired.results import TWICE
from firststeps.responses.counting.patterns import read_patterns
from firststeps.study.parts.files import Wave


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
    mark : str
        What all that shows its numbers must carry, say "Synthetic data"; empty where nothing must.
    unseen : int
        People in the study, where ``study.yaml`` says how many there are, who are in no file, nor in ``patterns``.
    groups : str
        By which item ``study.yaml`` tells a comparison group; its people and all others are counted together here.
    """

    outcome: str
    label: str
    waves: tuple[Wave, ...]
    first: int
    second: int
    patterns: np.ndarray
    level: float
    margin: float | None = None
    mark: str = ""
    unseen: int = 0
    groups: str = ""

    def __str__(self):
        """The mark, the question and the two waves in one line; below it, where two groups are counted together."""
        together = f"\nBoth groups of “{self.groups}” are counted together here." if self.groups else ""
        return f"{self.mark or 'Observed data'}: {self.heading}{together}"

    @property
    def ends(self):
        """The two positions, as functions of ``paired`` take them."""
        return self.first, self.second

    @property
    def unchanged(self):
        """The comparison as it would be if everyone who answered twice had said yes both times."""
        patterns = np.zeros((3, 3), dtype=int)
        patterns[0, 0] = self.pairs
        return replace(self, waves=(self.first_wave, self.second_wave), first=0, second=1, patterns=patterns, unseen=0)

    @property
    def alpha(self):
        """The significance level of tests: 1 - level."""
        return alpha_at(self.level)

    @property
    def first_wave(self):
        """The earlier of the two waves."""
        return self.waves[self.first]

    @property
    def second_wave(self):
        """The later of the two waves."""
        return self.waves[self.second]

    @property
    def wave_ids(self):
        """The ids of all waves at which it was asked."""
        return [wave.id for wave in self.waves]

    @property
    def wave_labels(self):
        """Their labels."""
        return [wave.label for wave in self.waves]

    @property
    def short_labels(self):
        """Their short labels."""
        return [wave.short for wave in self.waves]

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
    def twice(self):
        """Whom its counts are of: the pairs, as ``n`` and ``denominator``."""
        return {"n": self.pairs, "denominator": TWICE}

    @property
    def counts(self):
        """Its counts by name: the four cells, the changers, and yes and no at each of the two waves."""
        a, b, c, d = self.cells
        four = {"both-yes": a, "yes-to-no": b, "no-to-yes": c, "both-no": d, "discordant": b + c}
        return four | {"first-yes": a + b, "first-no": c + d, "second-yes": a + c, "second-no": b + d}

    @property
    def nine(self):
        """The nine kinds of people at the two waves: yes, no or missing at each."""
        return count_responses(self.patterns, *self.ends)

    @property
    def panel(self):
        """What a drawing of who changed shows: question, labels of the two waves, nine kinds of all the people."""
        people = margin(self.patterns, *self.ends).copy()
        people[2, 2] += self.unseen
        return self.label, self.first_wave.label, self.second_wave.label, people

    @property
    def seen(self):
        """Who answered at which of the two waves, by name: at both, not at both, at one only, at neither."""
        r = self.nine
        counts = {"both": r.pairs, "incomplete": r.people - r.pairs, "first-only": r.e + r.f, "second-only": r.g + r.h}
        return {f"{name}.people": count for name, count in (counts | {"neither": r.u}).items()}

    @property
    def people(self):
        """Everybody who was seen, at whatever wave."""
        return int(self.patterns.sum())

    @property
    def proportions(self):
        """The proportion of the pairs who said yes at each of the two waves, by name."""
        first, second = self.yes
        return {"first.proportion": first / self.pairs, "second.proportion": second / self.pairs}

    @property
    def frame(self):
        """The paired table for readers: rows first, columns second wave, with sums."""
        return crossed(self.table, ["yes", "no"])

    @property
    def everybody(self):
        """The same with those who missed one wave or both: nine kinds of people."""
        return crossed(margin(self.patterns, *self.ends), ["yes", "no", "missing"])

    @property
    def yes(self):
        """How many of them said yes at the first and at the second of the two waves."""
        a, b, c, _ = self.cells
        return a + b, a + c


def compare(study, outcome, first, second, similar=None):
    """The comparison of the waves ``first`` and ``second`` (ids) of ``outcome``, from the clean files of the study.

    ``similar`` is its margin, where one was fixed.
    """
    asked, patterns = study.items[outcome].waves, read_patterns(study, outcome)
    unseen = study.participants - int(patterns.sum()) if study.participants and study.linked else 0
    return Comparison(
        outcome=outcome,
        label=study.items[outcome].label,
        waves=tuple(map(study.wave, asked)),
        first=asked.index(first),
        second=asked.index(second),
        patterns=patterns,
        level=study.level,
        margin=similar,
        mark=study.mark,
        unseen=max(0, unseen),
        groups=study.items[study.compare.item].label if study.compare else "",
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


def every_pair(study):
    """Every two waves of every outcome compared: the rows of ``paired.comparisons``, named, the primary outcome first.

    Beside its numbers a row has ``outcome`` and ``comparison`` as readers know them, and ``primary``, whether it is the
    comparison fixed beforehand; ``adjusted`` allows for the pairs of its outcome.
    """
    primary, frames = study.primary, []
    fixed = primary and (primary.outcome, primary.first, primary.second)
    for outcome in sorted(study.asked_twice, key=lambda outcome: not fixed or outcome != fixed[0]):
        patterns = read_patterns(study, outcome)
        pairs = list(combinations(study.items[outcome].waves, 2))
        places = combinations(range(patterns.ndim), 2)
        rows = comparisons([paired_table(patterns, *pair) for pair in places], study.level)
        rows.insert(0, "outcome", study.labels.item(outcome))
        rows.insert(1, "comparison", [" to ".join(map(study.labels.short, pair)) for pair in pairs])
        rows["primary"] = [(outcome, *pair) == fixed for pair in pairs]
        frames.append(rows)
    return pd.concat(frames, ignore_index=True) if frames else comparisons([])


def crossed(counts, answers):
    """Counts by first and second answer as a frame with sums, the later answers in its headings."""
    table = pd.DataFrame(counts, answers, [f"then {answer}" for answer in answers])
    table["all"] = table.sum(axis=1)
    table.loc["all"] = table.sum()
    return table.rename_axis("first").reset_index()
