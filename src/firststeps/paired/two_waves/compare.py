"""The whole answer to "did it change?": counts, who is missing, the test that decides and what agrees with it.

The exact family decides (see ``firststeps.paired.families``): its test, its interval of the difference, its interval
of the odds ratio and its equivalence test cannot contradict one another.
"""

from dataclasses import dataclass
from functools import cached_property
from textwrap import fill
from typing import Any

import numpy as np

from firststeps.digits import percent, shown
from firststeps.paired.answers.counting import as_counts_of_two, count
from firststeps.paired.answers.fields import check_parts
from firststeps.paired.families import family
from firststeps.paired.patterns import Counts, when, who_missed
from firststeps.paired.results import (
    WIDE,
    Estimate,
    TestResult,
    check_level_of_comparison,
    comparison_html,
    counted_people,
    limits_in_points,
    numbers_in_words,
    p_in_words,
    rejects,
)
from firststeps.paired.tables import ConfidenceInterval
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.equivalence import MarginResult, check_margin, equivalence
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.odds_ratio import odds_ratio


@dataclass(frozen=True, repr=False, eq=False)
class PairedComparison:
    """Two waves compared; prints itself in words, in a notebook as a table with what follows from it.

    Attributes
    ----------
    counts : Counts
        Who gave which answers, and the names of the two waves.
    test : TestResult
        The exact McNemar test, which decides.
    difference, odds_ratio : Estimate
        Second minus first proportion of yes, and the conditional odds ratio, with the intervals that agree with it.
    similarity : MarginResult or None
        The equivalence test of the same family, where a margin was given.
    level : float
        The confidence level; tests are at 1 - level.
    knows_missing : bool
        False where a table of pairs was given, which does not tell who is missing.
    """

    counts: Counts
    test: TestResult
    difference: Estimate
    odds_ratio: Estimate
    similarity: MarginResult | None
    level: float
    knows_missing: bool

    def __post_init__(self):
        """Refuse parts that are of another kind, or of other people than the counts."""
        check_level_of_comparison(self.level)
        kinds = {"counts": Counts, "test": TestResult, "difference": Estimate, "odds_ratio": Estimate}
        kinds |= {"similarity": (MarginResult, type(None)), "knows_missing": (bool, np.bool_)}
        check_parts(self, kinds)
        parts = [self.test, self.difference, self.odds_ratio, *([self.similarity] if self.similarity else [])]
        if any(part.table is not None and not np.array_equal(part.table, self.table) for part in parts):
            raise ValueError(f"A comparison is made of one table; found parts of others than {self.table.tolist()}.")

    @property
    def table(self) -> np.ndarray:
        """The paired table ``[[a, b], [c, d]]`` of those who answered both times."""
        return self.counts.table

    @property
    def interval(self) -> ConfidenceInterval:
        """The interval of the difference at the level."""
        return self._limits[0]

    @property
    def differs(self) -> bool:
        """Whether the test rejects that the proportion of yes is the same: p is at most 1 - level."""
        return bool(rejects(self.test.pvalue, 1 - self.level))

    @property
    def similar(self) -> bool | None:
        """Whether the equivalence test has p at most 1 - level; None without a margin."""
        return None if self.similarity is None else bool(rejects(self.similarity.pvalue, 1 - self.level))

    @cached_property
    def _limits(self):
        """The intervals of the difference and of the odds ratio, worked out once."""
        return tuple(estimate.confidence_interval(self.level) for estimate in (self.difference, self.odds_ratio))

    @property
    def sentence(self) -> str:
        """What the answers show, and what they do not, in one sentence."""
        (a, b), (c, d) = self.table.tolist()
        first, second = map(when, self.counts.waves)
        low, high = limits_in_points(*self.interval[:2])
        others = f" ({self.counts.missing:,} did not)" if self.counts.missing else ""
        return (
            f"Of {counted_people(a + b + c + d)} who answered both times{others}, {a + b:,} said yes {first} and "
            f"{a + c:,} {second}: this {self._shows()}; changes from {low} to {high} percentage points agree with the "
            f"answers ({percent(self.level)} interval)."
        )

    def _shows(self):
        """Say what the two tests show together, in words."""
        change = "a rise" if self.difference.estimate > 0 else "a fall"
        p = f"{self.test.method} {p_in_words(self.test.pvalue, self.level)}"
        if self.similarity is None:
            return f"shows {change} ({p})" if self.differs else f"does not show a change, nor that there was none ({p})"
        similar = f"that the two are similar within {shown(100 * self.similarity.margin, '.4g')} points"
        similar += f" ({p_in_words(self.similarity.pvalue, self.level)})"
        if self.similar:
            shows = f"shows {change}" if self.differs else "does not show a change"
            return f"{shows} ({p}), and shows {similar}"
        return (
            f"shows {change} ({p}), and not {similar}"
            if self.differs
            else f"shows neither a change ({p}) nor {similar}"
        )

    def __repr__(self):
        """The table and what follows from it, in lines of text."""
        first, second = self.counts.waves
        wide = max(len(f"{x:,}") for x in (*self.table.ravel().tolist(), 100))
        rows = [
            f"{name:>{len(first) + 5}}  {cells[0]:>{wide},}  {cells[1]:>{wide},}"
            for name, cells in zip((f"{first}  yes", "no"), self.table.tolist(), strict=True)
        ]
        head = [" " * (len(first) + 7) + second, f"{'':{len(first) + 5}}  {'yes':>{wide}}  {'no':>{wide}}"]
        lines = [f"{name}: {text}" for name, text in self._told().items()]
        return "\n".join([*head, *rows, *lines, fill(self.sentence, WIDE)])

    def _repr_html_(self):
        """Give the table and what follows from it, for a notebook."""
        first, second = self.counts.waves
        heads = ["", f"{second}: yes", f"{second}: no"]
        rows = zip((f"{first}: yes", f"{first}: no"), self.table.tolist(), strict=True)
        return comparison_html(heads, rows, self._told(), self.sentence)

    def _told(self):
        """Say what follows from the table, by name."""
        level = f"{percent(self.level)} interval"
        lines = {"missing": self._missing()} if self.knows_missing else {}
        for name, estimate, (low, high, _) in zip(
            ("difference", "odds ratio"), (self.difference, self.odds_ratio), self._limits, strict=True
        ):
            value, low, high = numbers_in_words(estimate.estimate, low, high, unit=estimate.unit)
            lines[name] = f"{value}, {level} {low} to {high} ({estimate.method})"
        lines["test"] = f"{self.test.method}, {self.test.alternative}, {p_in_words(self.test.pvalue, self.level)}"
        if self.similarity is not None:
            how = f"{self.similarity.method}, two one-sided tests"
            p = p_in_words(self.similarity.pvalue, self.level)
            lines["similarity"] = f"margin {self.similarity.margin:g}, {p} ({how})"
        return lines

    def _missing(self):
        """Say who did not answer both times, in words."""
        reasons = who_missed(self.counts.patterns, self.counts.waves)
        return f"{self.counts.missing:,} of {counted_people(self.counts.people)} ({reasons})" if reasons else "nobody"


def compare(before: Any, after: Any = None, margin: float | None = None, level: float = 0.95, *, yes: Any = None,
            no: Any = None, missing: Any = None) -> PairedComparison:  # fmt: skip
    """Compare the answers of the same people before and after: the counts, who is missing, and what they show.

    Parameters
    ----------
    before, after : two columns of answers
        As ``count`` takes them, with ``yes``, ``no`` and ``missing`` for words and codes. Or ``before`` alone: what
        ``count`` takes or gives, a paired table ``[[a, b], [c, d]]``, a labelled crosstab, or response patterns (3, 3).
    margin : float, optional
        A difference in (0, 1) chosen beforehand, such as 0.1; then "remained similar" is tested too.
    level : float
        Of the intervals, above 0.5; tests are at 1 - level.

    Returns
    -------
    PairedComparison
        ``table``, ``counts``, ``test``, ``difference``, ``interval``, ``odds_ratio``, ``similarity``, ``sentence``.

    Raises
    ------
    ValueError
        For answers that are not understood, where nobody answered both times, for more than two waves, and for a
        margin or level out of range.

    Examples
    --------
    Airway hyper-responsiveness before and after transplantation (Bentur et al. 2009):

    >>> compare([[1, 1], [7, 12]], margin=0.1)
                 after
                 yes   no
    before  yes    1    1
             no    7   12
    difference: 0.2857, 95% interval -0.0204 to 0.5455 (fay-lumbard)
    odds ratio: 7, 95% interval 0.8993 to 315.5 (clopper-pearson)
    test: exact McNemar, two-sided, p = 0.0703
    similarity: margin 0.1, p = 0.971 (fay-lumbard, two one-sided tests)
    Of 21 people who answered both times, 2 said yes before and 8 after: this shows neither a change
    (exact McNemar p = 0.0703) nor that the two are similar within 10 points (p = 0.971); changes from
    -2.0 to +54.5 percentage points agree with the answers (95% interval).
    """
    if margin is not None:
        check_margin(margin)
    check_level_of_comparison(level)
    codes = {"yes": yes, "no": no, "missing": missing}
    counts, knows_missing = (
        as_counts_of_two(before, **codes) if after is None else (count(before, after, **codes), True)
    )
    table, methods = counts.table, family()
    if not table.any():
        raise ValueError(f"Nobody answered both times, so there is nothing to compare: {counts!r}.")
    return PairedComparison(
        counts,
        mcnemar(table, methods.test),
        difference(table, methods.interval),
        odds_ratio(table, methods.odds_ratio),
        None if margin is None else equivalence(table, margin, methods.interval),
        float(level),
        knows_missing,
    )
