"""Right answers and usual mistakes about two waves, each a function of a few lines from a study's counts."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency

from firststeps import paired
from firststeps.learning.counted import Counted, cannot_ask
from firststeps.paired.results import rejects

NO_CHANGE = frozenset({"no change"})


@dataclass(frozen=True)
class Answers:
    """The right answer to an exercise on some counts, and the wrong ones by the name of their mistake.

    ``unit`` is "count", "share", "number", "table" or "words"; ``words`` go into the sentences of the exercise.
    """

    right: Any
    wrong: dict[str, Any] = field(default_factory=dict)
    unit: str = "count"
    words: dict[str, Any] = field(default_factory=dict)


def how_many_pairs(counts: Counted) -> Answers:
    """How many people answered at both waves."""
    nine = counts.nine
    wrong = {
        "everybody": nine.people,
        "one wave": nine.pairs + nine.g + nine.h,
        "complete cases": int(counts.complete_table.sum()),
    }
    return Answers(nine.pairs, wrong)


def paired_table(counts: Counted) -> Answers:
    """The paired table of those who answered at both waves."""
    wrong = {
        "turned table": counts.table.T.copy(),
        "two columns": two_groups(counts.table),
        "missing as no": counts.missing_as_no,
        "complete cases": counts.complete_table,
    }
    return Answers(counts.table, wrong, "table")


def who_changed(counts: Counted) -> Answers:
    """How many people changed their answer."""
    _, b, c, _ = counts.cells
    as_no = counts.missing_as_no
    wrong = {
        "net change": abs(c - b),
        "one direction": max(b, c),
        "missing as no": int(as_no[0, 1] + as_no[1, 0]),
        "complete cases": int(counts.complete_table[0, 1] + counts.complete_table[1, 0]),
    }
    return Answers(b + c, wrong)


def change(counts: Counted) -> Answers:
    """The change, second minus first proportion of yes, among the pairs."""
    a, b, c, d = counts.cells
    n, nine, as_no, whole = a + b + c + d, counts.nine, counts.missing_as_no, counts.complete_table
    wrong = {
        "turned sign": (b - c) / n,
        "changers for change": (b + c) / n,
        "missing as no": (as_no[1, 0] - as_no[0, 1]) / nine.people,
        "unpaired waves": _of(nine.a + nine.c + nine.g, n + nine.g + nine.h)
        - _of(nine.a + nine.b + nine.e, n + nine.e + nine.f),
    }
    if a + b:
        wrong["percent for points"] = (c - b) / (a + b)
    if whole.sum():
        wrong["complete cases"] = (whole[1, 0] - whole[0, 1]) / whole.sum()
    return Answers((c - b) / n, wrong, "share")


def stayed_yes(counts: Counted) -> Answers:
    """Of those who said yes first, the share who said yes again."""
    a, b, c, d = counts.cells
    if not a + b:
        raise cannot_ask("nobody who answered at both waves said yes first.")
    wrong = {"share of all": a / (a + b + c + d), "missing as no": _of(a, a + b + counts.nine.e), "others": b / (a + b)}
    if a + c:
        wrong["swapped denominators"] = a / (a + c)
    return Answers(a / (a + b), wrong, "share")


def ratio(counts: Counted) -> Answers:
    """The second proportion of yes divided by the first."""
    a, b, c, d = counts.cells
    if not a + b:
        raise cannot_ask("nobody who answered at both waves said yes first, so no ratio exists.")
    wrong = {"difference for ratio": (c - b) / (a + b + c + d)}
    if b:
        wrong["discordant ratio"] = c / b
    if a + c:
        wrong["turned ratio"] = (a + b) / (a + c)
    if (b + d) * (a + b):
        wrong["odds for risk"] = (a + c) * (c + d) / ((b + d) * (a + b))
    return Answers((a + c) / (a + b), wrong, "number")


def test_of_change(counts: Counted) -> Answers:
    """The p-value of the exact McNemar test, two-sided."""
    table = counts.table
    _, b, c, _ = counts.cells
    if not b + c:
        raise cannot_ask("nobody changed, so there is nothing to test.")
    as_no = counts.missing_as_no
    wrong = {
        "asymptotic test": _p(table, "asymptotic"),
        "continuity": _p(table, "continuity"),
        "mid-p": _p(table, "mid-p"),
        "one-sided": min(float(paired.mcnemar(table, "exact", side).pvalue) for side in ("greater", "less")),
        "missing as no": _p(as_no, "exact"),
        "smallest p": smallest_p(counts),
    }
    sides = {"chi-squared on pairs": table, "unpaired test": two_groups(table)}
    for name, groups in sides.items():
        if groups.sum(axis=0).all() and groups.sum(axis=1).all():
            wrong[name] = _chi_squared(groups, False)
            wrong[f"{name}, corrected"] = _chi_squared(groups, True)
    return Answers(_p(table, "exact"), wrong, "number", {"changers": b + c})


def verdict(counts: Counted) -> Answers:
    """What the study may say by its rule: difference, similar or inconclusive."""
    right = verdict_of(counts)
    wrong = {} if right == "difference" else {"p above 0.05 as no change": NO_CHANGE}
    if right == "inconclusive":
        wrong["inconclusive as similar"] = frozenset({"similar"})
    others = min(_p(counts.table, method) for method in ("asymptotic", "mid-p"))
    if right != "difference" and rejects(others, counts.alpha):
        wrong["another test decides"] = frozenset({"difference"})
    return Answers(frozenset({right}), wrong, "words")


def margin(counts: Counted) -> Answers:
    """The margin that was fixed beforehand."""
    _, b, c, _ = counts.cells
    if counts.margin is None:
        raise cannot_ask("it has fixed no margin beforehand.")
    wrong = {
        "margin afterwards": float(paired.smallest_margin(counts.table, alpha=counts.alpha)),
        "change for margin": abs(c - b) / int(counts.table.sum()),
    }
    return Answers(counts.margin, wrong, "share")


def most(counts: Counted) -> Answers:
    """Whether the largest of the four groups is most of the people, or only more than each of the others."""
    largest, second = sorted(counts.cells)[:-3:-1]
    if largest == second:
        raise cannot_ask("its two largest groups are of the same size.")
    right = "most" if 2 * largest > sum(counts.cells) else "more than each other"
    wrong = {} if right == "most" else {"most for more": frozenset({"most"})}
    return Answers(frozenset({right}), wrong, "words")


def said_yes_later(counts: Counted) -> Answers:
    """Of all who answered at the second wave, the share who said yes then."""
    nine = counts.nine
    yes, heard = nine.a + nine.c + nine.g, nine.pairs + nine.g + nine.h
    wrong = {"missing as no": yes / nine.people, "pairs for everybody": (nine.a + nine.c) / nine.pairs}
    whole = counts.complete_table
    if whole.sum():
        wrong["complete cases"] = whole[:, 0].sum() / whole.sum()
    return Answers(yes / heard, wrong, "share")


def bounds(counts: Counted) -> Answers:
    """The smallest and the largest change that everybody's answers could show, whatever the missing ones are."""
    nine, (_, b, c, _) = counts.nine, counts.cells
    limits = paired.bounds(counts.compared(), *counts.ends)
    point = (c - b) / nine.pairs
    interval = paired.difference(counts.table).confidence_interval(counts.level)
    as_no = counts.missing_as_no
    wrong = {
        "pairs for everybody": point,
        "missing as no": (as_no[1, 0] - as_no[0, 1]) / nine.people,
        "interval for bounds": (float(interval[0]), float(interval[1])),
    }
    return Answers((float(limits.low), float(limits.high)), wrong, "share")


def smallest_of_many(counts: Counted) -> Answers:
    """The smallest p-value over every two waves, adjusted by Holm's method."""
    every = counts.every_p
    if len(every) < 2:
        raise cannot_ask("only two waves can be compared, so nothing is to be adjusted.")
    wrong = {"smallest p": min(every), "first p": _p(counts.table, "exact")}
    adjusted = min(1.0, len(every) * min(every))  # Holm's and Bonferroni's for the smallest
    return Answers(adjusted, wrong, "number", {"comparisons": len(every)})


def new_level(counts: Counted) -> Answers:
    """Which results change where the confidence level does."""
    other = 0.90 if counts.level != 0.90 else 0.95
    right = {"interval"} | ({"verdict"} if verdict_of(counts) != verdict_of(counts.with_level(other)) else set())
    everything = frozenset({"counts", "p value", "interval", "verdict"})
    wrong = {
        "everything changes": everything,
        "p depends on level": frozenset(right | {"p value"}),
        "nothing changes": frozenset({"nothing"}),
    }
    return Answers(frozenset(right), wrong, "words", {"level": counts.level, "other": f"{other:.2f}"})


def two_groups(table):
    """The table that comes out where two waves are taken for two groups of people: yes and no at each, a row a wave.

    >>> two_groups(np.array([[7, 5], [12, 2]])).tolist()
    [[12, 14], [19, 7]]
    """
    return np.stack([table.sum(axis=1), table.sum(axis=0)])


def verdict_of(counts: Counted) -> str:
    """The verdict by the exact McNemar test, and its equivalence test where there is a margin.

    >>> verdict_of(Counted(patterns=np.array([[7, 5, 0], [12, 2, 0], [0, 0, 0]]), margin=0.1))
    'inconclusive'
    """
    if rejects(_p(counts.table, "exact"), counts.alpha):
        return "difference"
    if counts.margin and rejects(paired.equivalence(counts.table, counts.margin).pvalue, counts.alpha):
        return "similar"
    return "inconclusive"


def smallest_p(counts: Counted) -> float:
    """The smallest p-value over every two waves and every version of the test."""
    versions = [_p(counts.table, method) for method in ("exact", "mid-p", "asymptotic", "continuity")]
    return min(counts.every_p + versions)


def _p(table, method):
    """The p-value of a version of McNemar's test."""
    return float(paired.mcnemar(table, method).pvalue)


def _chi_squared(counts, corrected):
    """The p-value of Pearson's chi-squared test, right for two groups of different people only."""
    return float(chi2_contingency(counts, correction=corrected).pvalue)


def _of(part, whole):
    """A share; 0 of nobody."""
    return part / whole if whole else 0.0
