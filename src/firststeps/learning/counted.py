"""What exercises ask about: the counts of one study, however they were come by."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from firststeps.digits import alpha_at
from firststeps.errors import Stopped
from firststeps.paired.missing.assumptions import Responses, count_responses
from firststeps.paired.patterns import NO, YES, complete, margin, paired_table
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.responses import counting
from firststeps.responses.themes.agreement import agreement_on
from firststeps.responses.themes.tables import verdicts as verdicts_on
from firststeps.study import Study
from firststeps.study.checks import no_comparison

CANNOT_ASK = "This study cannot ask it"  # so begins every reason why, with a colon or a full stop behind


class Unasked(Stopped):
    """An exercise that cannot be asked; the text is a sentence that says why."""


def cannot_ask(why, sign=":"):
    """The error of an exercise that a study cannot ask, for a reason that follows a ``sign``."""
    return Unasked(f"{CANNOT_ASK}{sign} {why}")


@dataclass(frozen=True)
class Ticks:
    """A question with boxes: people for each choice over all waves, and how many people answered it."""

    question: str
    people: dict[str, int]
    answered: int


@dataclass(frozen=True)
class Scores:
    """A question answered on a scale: how many people gave each score."""

    question: str
    scores: tuple[int, ...]
    people: tuple[int, ...]


@dataclass(frozen=True)
class Coders:
    """Two coders and one theme: answers in which both, the first alone, the second alone and neither saw it."""

    theme: str
    both: int
    first: int
    second: int
    neither: int


@dataclass(frozen=True)
class Counted:
    """The counts of a study that exercises ask about.

    Attributes
    ----------
    question, first_label, second_label : str
        The outcome and the two waves, as readers know them.
    patterns : integers of shape (3,) * waves, or None
        The response patterns: yes, no, missing at each wave; None where nothing can be compared.
    ends : (int, int)
        The positions of the two waves.
    level : float
        The confidence level.
    margin : float or None
        The difference fixed beforehand within which two proportions are similar.
    nothing : str
        Why nothing can be compared; else empty.
    ticks, scores, coders
        What else was asked, or None.
    mark : str
        What all that shows these counts must carry, say "Synthetic data".
    """

    question: str = ""
    first_label: str = "first wave"
    second_label: str = "second wave"
    patterns: Any = None
    ends: tuple[int, int] = (0, 1)
    level: float = 0.95
    margin: float | None = None
    nothing: str = "It compares no two waves."
    ticks: Ticks | None = None
    scores: Scores | None = None
    coders: Coders | None = None
    mark: str = ""

    def with_level(self, level):
        """The same counts at another confidence level."""
        return replace(self, level=level)

    @property
    def alpha(self):
        """The level of tests, 1 - level."""
        return alpha_at(self.level)

    @cached_property
    def answered(self):
        """Answers worked out before on these counts, by exercise: the same counts have the same ones."""
        return {}

    def compared(self):
        """The patterns, where two waves are compared and somebody answered at both."""
        if self.patterns is None:
            raise cannot_ask(self.nothing, ".")
        if not paired_table(self.patterns, *self.ends).sum():
            raise cannot_ask("nobody answered at both waves.")
        return self.patterns

    @cached_property
    def table(self):
        """The paired table ``[[a, b], [c, d]]``; Unasked where there is none."""
        return paired_table(self.compared(), *self.ends)

    @property
    def cells(self):
        """Yes twice, yes to no, no to yes, no twice."""
        return tuple(self.table.ravel().tolist())

    @cached_property
    def nine(self) -> Responses:
        """The nine kinds of people at the two waves."""
        return count_responses(self.compared(), *self.ends)

    @cached_property
    def every_p(self) -> list[float]:
        """The exact McNemar p-value of every two waves at which somebody answered both times."""
        patterns = self.compared()
        tables = [paired_table(patterns, *ends) for ends in combinations(range(np.ndim(patterns)), 2)]
        return [float(mcnemar(table).pvalue) for table in tables if table.any()]

    @property
    def complete_table(self):
        """The paired table of those who answered at every wave of the study."""
        whole = complete(self.compared())
        first, second = self.ends
        others = tuple(axis for axis in range(whole.ndim) if axis not in (first, second))
        return whole.sum(axis=others)

    @property
    def missing_as_no(self):
        """The table that comes out where everybody who is missing counts as no."""
        nine = margin(self.compared(), *self.ends)
        table = np.zeros((2, 2), dtype=int)
        for (first, second), people in np.ndenumerate(nine):
            table[YES if first == YES else NO, YES if second == YES else NO] += people
        return table

    @property
    def frame(self):
        """The nine kinds of people as a frame: rows first wave, columns second."""
        answers = ["yes", "no", "missing"]
        rows = pd.Index(answers, name=self.first_label)
        return pd.DataFrame(margin(self.compared(), *self.ends), rows, pd.Index(answers, name=self.second_label))


def counted(study: Study) -> Counted:
    """The counts of a study from its clean files: its fixed comparison, or that of the first outcome asked twice."""
    if study.data.layout == "none":
        return Counted(nothing="It holds a paper's printed numbers, and no answers.", level=study.level)
    comparison = next(iter(counting.main_comparisons(study)), None)
    others = {"ticks": _ticks(study), "scores": _scores(study), "coders": _coders(study), "mark": study.mark}
    if comparison is None:
        return Counted(nothing=_sentence(no_comparison(study)), level=study.level, **others)
    return Counted(
        question=comparison.label,
        first_label=comparison.first_wave.label,
        second_label=comparison.second_wave.label,
        patterns=comparison.patterns,
        ends=comparison.ends,
        level=comparison.level,
        margin=comparison.margin,
        **others,
    )


def _sentence(why):
    """The first line of a reason, without the lines to add, as a sentence.

    >>> _sentence("study.yaml: no outcome of A. Add which, as in:")
    'No outcome of A.'
    >>> _sentence("study.yaml names no outcome (outcomes: []). A cut point makes one.")
    'study.yaml names no outcome (outcomes: []). A cut point makes one.'
    """
    first = why.split(" Add which")[0].split("\n")[0].removeprefix("study.yaml: ")
    return first if first.startswith("study.yaml") else first[:1].upper() + first[1:]


def _ticks(study):
    """The first question with boxes that somebody answered, over all its waves."""
    rows = counting.read_choices(study, "ticks", "any")
    rows = rows[rows["answered"] > 0]
    if rows.empty:
        return None
    item = rows["item"].iloc[0]
    rows = rows[rows["item"] == item]
    people = dict(zip(rows["choice"], rows["people"].tolist(), strict=True))
    return Ticks(study.items[item].label, people, int(rows["answered"].iloc[0]))


def _scores(study):
    """The first scale that somebody answered."""
    rows = counting.score_counts(study, counting.read_words(study))
    for row in rows.itertuples():
        if sum(row.counts):
            return Scores(row.question, tuple(row.scores), tuple(row.counts))
    return None


def _coders(study):
    """The first theme of which two coders leave a kappa, or None."""
    if not (study.themes and study.coding):
        return None
    coding = counting.read_clean(study, "coding.csv")
    themes = [(question, theme) for question, codebook in study.themes.items() for theme in codebook]
    for question, theme in themes:
        verdicts = verdicts_on(coding, question, theme).dropna().to_numpy()
        if verdicts.shape[1] == 2 and len(verdicts) and agreement_on(verdicts).kappa is not None:
            pairs = [tuple(map(int, row)) for row in verdicts]
            cells = [pairs.count(kind) for kind in ((1, 1), (1, 0), (0, 1), (0, 0))]
            return Coders(study.themes[question][theme].label, *cells)
    return None
