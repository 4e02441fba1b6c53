"""The whole answer to "did people improve?": who moved, who was not heard from, what decides, what agrees with it.

What decides is the exact sign test, which is the exact McNemar test of those who improved and those who got worse, with
Fay and Lumbard's interval of the difference; Wilcoxon's test and the median change stand beside them, named.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from textwrap import fill
from typing import Any

from firststeps.digits import percent
from firststeps.paired.answers.fields import check_parts
from firststeps.paired.families import family
from firststeps.paired.missing.assumptions import Bounds, change_bounds
from firststeps.paired.ordered.counting import OrderedCounts, as_ordered, count_ordered
from firststeps.paired.ordered.median_change import MedianChange, median_change
from firststeps.paired.ordered.results import OrderedResult
from firststeps.paired.ordered.sign import sign_test
from firststeps.paired.ordered.signed_rank import signed_rank
from firststeps.paired.results import (
    WIDE,
    Estimate,
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


@dataclass(frozen=True, repr=False, eq=False)
class OrderedComparison:
    """Ordered answers at two waves compared; prints itself in words.

    Attributes
    ----------
    counts : OrderedCounts
        Who went from which answer to which.
    test, mid_p : OrderedResult
        The exact sign test, which decides, and its mid-p version.
    difference : Estimate
        Share improved less share worse, with the interval that agrees with the test.
    ranks : OrderedResult
        Wilcoxon's signed rank test; exact up to 500 people who changed.
    median : MedianChange
        The Hodges-Lehmann median change, second minus first.
    level : float
        The confidence level; tests are at 1 - level.
    """

    counts: OrderedCounts
    test: OrderedResult
    mid_p: OrderedResult
    difference: Estimate
    ranks: OrderedResult
    median: MedianChange
    level: float

    def __post_init__(self):
        """Refuse parts that are of another kind, or of other people than the counts."""
        check_level_of_comparison(self.level)
        kinds = {"counts": OrderedCounts, "difference": Estimate, "median": MedianChange}
        kinds |= dict.fromkeys(("test", "mid_p", "ranks"), OrderedResult)
        check_parts(self, kinds)
        heard = self.counts.heard
        if others := [part.n for part in (self.test, self.mid_p, self.ranks, self.median) if part.n != heard]:
            raise ValueError(f"A comparison is made of the same {heard:,} people; found parts of {others[0]:,}.")

    @property
    def interval(self) -> ConfidenceInterval:
        """The interval of the difference at the level."""
        return self.difference.confidence_interval(self.level)

    @property
    def bounds(self) -> Bounds:
        """The smallest and largest difference that the answers of those not heard from could make of it."""
        return change_bounds(self.counts.patterns)

    @property
    def differs(self) -> bool:
        """Whether the test rejects that as many improved as got worse: p is at most 1 - level."""
        return bool(rejects(self.test.pvalue, 1 - self.level))

    @property
    def sentence(self) -> str:
        """What the answers show, and what they do not, in one sentence."""
        counts, (low, high) = self.counts, limits_in_points(*self.interval[:2])
        others = f" ({counts.not_heard:,} did not)" if counts.not_heard else ""
        return (
            f"Of {counted_people(counts.heard)} who answered both times{others}, {counts.improved:,} improved, "
            f"{counts.same:,} stayed the same and {counts.worse:,} got worse: this {self._shows()}; differences from "
            f"{low} to {high} percentage points agree with the answers ({percent(self.level)} interval)."
        )

    def _shows(self):
        """What the test shows, in words."""
        test = f"{self.test.method} test {p_in_words(self.test.pvalue, self.level)}"
        if not self.differs:
            return f"does not show that more people moved one way than the other, nor that they did not ({test})"
        more, fewer = ("improved", "got worse") if self.difference.estimate > 0 else ("got worse", "improved")
        return f"shows that more people {more} than {fewer} ({test})"

    def told(self) -> dict[str, str]:
        """What follows from the counts, by name, each in words."""
        (low, high, _), (least, most, _) = self.interval, self.median.confidence_interval(self.level)
        level, bounds = f"{percent(self.level)} interval", self.bounds
        lines = {"not heard from": f"{self.counts.not_heard:,} of {counted_people(self.counts.people)}"}
        if self.counts.not_heard:
            lines["not heard from"] += f" ({self.counts.missed()})"
        value, low, high = numbers_in_words(self.difference.estimate, low, high)
        lines["improved less worse"] = f"{value}, {level} {low} to {high} ({self.difference.method})"
        exact, mid, ranks = (p_in_words(one.pvalue, self.level) for one in (self.test, self.mid_p, self.ranks))
        lines["sign test"] = f"exact {exact}, mid-p {mid}"
        lines["signed rank test"] = f"{self.ranks.method.split()[0]} {ranks}"
        value, least, most = numbers_in_words(self.median.estimate, least, most)
        lines["median change"] = f"{value}, {level} {least} to {most} (Hodges-Lehmann)"
        if self.counts.not_heard:
            low, high = numbers_in_words(bounds.low, bounds.high)
            lines["bounds"] = f"{low} to {high}, whatever they would have said"
        return lines

    def __repr__(self):
        """Who moved and what follows from it, in lines of text."""
        counts = self.counts
        lines = [f"improved {counts.improved:,}, same {counts.same:,}, worse {counts.worse:,}"]
        lines += [f"{name}: {text}" for name, text in self.told().items()]
        return "\n".join([*lines, fill(self.sentence, WIDE)])

    def _repr_html_(self):
        """The same, for a notebook: the whole table from answer to answer, and what follows from it."""
        names = [*map(str, self.counts.answers)]
        rows = zip(names, self.counts.square.tolist(), strict=True)
        return comparison_html([" \\ ".join(self.counts.waves), *names], rows, self.told(), self.sentence)


def compare_ordered(before: Any, after: Any = None, order: Iterable | None = None, better: str = "higher", *,
                    level: float = 0.95, limits: tuple[float, float] | None = None,
                    missing: Any = ()) -> OrderedComparison:  # fmt: skip
    """Compare ordered answers or scores of the same people before and after.

    Parameters
    ----------
    before, after, order, better, limits, missing
        As ``count_ordered`` takes them; or ``before`` alone what it gives.
    level : float
        Of the intervals, above 0.5; tests are at 1 - level.

    Returns
    -------
    OrderedComparison
        ``counts``, ``test``, ``mid_p``, ``difference``, ``interval``, ``ranks``, ``median``, ``bounds``, ``sentence``.

    Raises
    ------
    ValueError
        For answers that are not understood, where nobody answered both times, and for a level out of range.

    Examples
    --------
    >>> before, after = [1, 2, 2, 3, 3, 4, 2, 1, 3, None], [3, 3, 4, 3, 5, 4, 3, 2, 2, 4]
    >>> compare_ordered(before, after, limits=(1, 5))
    improved 6, same 2, worse 1
    not heard from: 1 of 10 people (1 answered after only)
    improved less worse: 0.556, 95% interval -0.124 to 0.905 (fay-lumbard)
    sign test: exact p = 0.125, mid-p p = 0.0703
    signed rank test: exact p = 0.0781
    median change: 1, 95% interval 0 to 2 (Hodges-Lehmann)
    bounds: 0.4 to 0.6, whatever they would have said
    Of 9 people who answered both times (1 did not), 6 improved, 2 stayed the same and 1 got worse: this
    does not show that more people moved one way than the other, nor that they did not (exact sign test
    p = 0.125); differences from -12.4 to +90.5 percentage points agree with the answers (95% interval).
    """
    check_level_of_comparison(level)
    counts = as_ordered(count_ordered(before, after, order, better, limits=limits, missing=missing))
    return OrderedComparison(
        counts,
        sign_test(counts),
        sign_test(counts, "mid-p"),
        replace(difference(counts, family().interval), level=float(level)),
        signed_rank(counts, "auto"),
        median_change(counts, level=level),
        float(level),
    )
