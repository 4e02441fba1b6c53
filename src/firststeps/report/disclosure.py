"""Small numbers that may be released: counts hidden or rounded so that nobody can work out a hidden one.

Every count that a report shows is a sum over cells of one response-pattern table.  So all counts of a report are
protected together: a *fact* is such a sum, given by the mask of its cells.  Facts below the threshold are hidden
(primary suppression), the others are rounded.  Then we attack our own release: the smallest and the largest value that
each hidden fact can have are found by integer programming from everything shown; while they are too near each other, a
fact that gave it away is hidden, too (secondary suppression).  Two tables, or a count and its complement, cannot be
played against each other, because they are protected in one call.

Percentages and intervals are to be computed from the shown counts only.  The package ``acro`` checks one table at a
time against a threshold and dominance rules; it does not look at what several tables give away together.

Reference: Hundepool and others, Statistical Disclosure Control (Wiley, 2012).
"""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

HIDDEN = "not shown"
MOST_WAVES = 4  # of which every pair is released


@dataclass(frozen=True)
class Release:
    """What is shown: ``shown`` maps each fact to its rounded count, or to None if it is hidden."""

    shown: dict
    threshold: int
    rounding: int

    def print(self, fact):
        """The count of a fact as a reader sees it.

        >>> Release({"yes": 15, "no": None}, 10, 5).print("yes"), Release({"yes": 15, "no": None}, 10, 5).print("no")
        ('about 15', 'not shown')
        """
        value = self.shown[fact]
        if value is None:
            return HIDDEN
        return f"about {value}" if self.rounding > 1 else str(value)

    def percent(self, part, whole):
        """The proportion ``part`` of ``whole`` from the shown counts, or None where either is hidden."""
        numerator, denominator = self.shown[part], self.shown[whole]
        return None if not denominator or numerator is None else min(1.0, numerator / denominator)


def margins(shape, order=2):
    """The facts that reports show of a pattern table: the total, and every count over up to ``order`` of its waves.

    Gives a dict: the key is a tuple of (wave, answer) pairs, the value the boolean mask of the cells counted.

    >>> facts = margins((3, 3))
    >>> len(facts), facts[((0, 0), (1, 1))].sum()
    (16, np.int64(1))
    """
    places = np.indices(shape)
    facts = {}
    for size in range(order + 1):
        for waves in combinations(range(len(shape)), size):
            for answers in product(*(range(shape[wave]) for wave in waves)):
                fact = tuple(zip(waves, answers, strict=True))
                facts[fact] = np.logical_and.reduce([places[w] == a for w, a in fact] or [np.full(shape, True)])
    return facts


def protect(counts, facts, threshold=10, rounding=5):
    """Hide or round the ``facts`` of the table ``counts`` so that no fact below ``threshold`` can be worked out.

    ``facts`` maps a name to a boolean mask of the shape of ``counts`` (see :func:`margins`); all that is ever to be
    shown of the table belongs in one call.  Gives a :class:`Release`.  ValueError for a threshold or rounding below 1.

    >>> release = protect([[3, 20], [30, 40]], margins((2, 2)), threshold=10, rounding=5)
    >>> release.print(((0, 0), (1, 0))), release.print(((0, 0), (1, 1)))
    ('not shown', 'about 20')
    """
    if threshold < 1 or rounding < 1:
        raise ValueError(f"threshold and rounding are 1 or more; found {threshold} and {rounding}.")
    counts = np.asarray(counts)
    values = {fact: int(counts[mask].sum()) for fact, mask in facts.items()}
    shown = {fact: None if n < threshold else _rounded(n, rounding) for fact, n in values.items()}
    small = [fact for fact, value in shown.items() if value is None]
    hidden = list(small)
    for fact in hidden:  # grows while we go; what is not pinned stays so when more is hidden
        while _pinned(attack(Release(shown, threshold, rounding), facts, small, fact), threshold):
            hidden.append(_next_to_hide(shown, facts, fact))
            shown[hidden[-1]] = None
    return Release(shown, threshold, rounding)


def release_rows(counts, waves, threshold=10, rounding=5, answers=("yes", "no", "missing")):
    """The rows of a public table of one item: every count over one wave and, up to four waves, over two waves.

    ``counts`` is a response-pattern table over ``waves`` (names).  Gives a list of dicts with the keys ``first wave``,
    ``first answer``, ``second wave``, ``second answer`` and ``people``; the total comes first.  They are protected
    together; beyond four waves the attack on all pairs takes too long, so pairs are not released.

    >>> for row in release_rows([[20, 3, 0], [5, 30, 0], [0, 0, 12]], ["start", "end"])[:4]:
    ...     print([value for value in row.values() if value])
    ['about 70']
    ['start', 'yes', 'about 25']
    ['start', 'no', 'about 35']
    ['start', 'missing', 'about 10']
    """
    counts = np.asarray(counts)
    facts = margins(counts.shape, order=2 if counts.ndim <= MOST_WAVES else 1)
    release = protect(counts, facts, threshold, rounding)
    rows = []
    for fact in facts:
        names = [(waves[wave], answers[answer]) for wave, answer in fact] + [("", "")] * (2 - len(fact))
        (first_wave, first), (second_wave, second) = names
        keys = ("first wave", "first answer", "second wave", "second answer", "people")
        rows.append(dict(zip(keys, (first_wave, first, second_wave, second, release.print(fact)), strict=True)))
    return rows


def attack(release, facts, small, fact):
    """The smallest and the largest count that ``fact`` can have, for somebody who knows the whole release.

    The attacker knows, too, which facts are ``small`` (below the threshold) and that counts are whole.  Gives two
    numbers; the largest is infinite where nothing bounds it.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows, low, high = [], [], []
    for known, mask in facts.items():
        limits = _limits(release, known in small, release.shown[known])
        if limits:
            rows.append(mask.ravel())
            low.append(limits[0])
            high.append(limits[1])
    goal = facts[fact].ravel().astype(float)
    rules = [LinearConstraint(np.array(rows, dtype=float), low, high)] if rows else []
    ends = [
        milp(sign * goal, integrality=np.ones(goal.size), bounds=Bounds(0, np.inf), constraints=rules)
        for sign in (1, -1)
    ]
    smallest = 0 if ends[0].fun is None else round(ends[0].fun)
    return smallest, float("inf") if ends[1].fun is None else round(-ends[1].fun)


def _limits(release, is_small, value):
    """The lowest and highest count behind what is shown, or None where nothing is known."""
    if value is not None:
        below, above = release.rounding // 2, (release.rounding - 1) // 2
        return max(value - below, release.threshold), value + above
    return (0, release.threshold - 1) if is_small else None


def _rounded(count, base):
    """The multiple of ``base`` nearest to ``count``; halves go up."""
    return (count + base // 2) // base * base


def _pinned(ends, threshold):
    """Whether the possible counts lie too near: fewer than three of them, or fewer than the threshold allows."""
    smallest, largest = ends
    return largest - smallest < min(2, threshold - 1)


def _next_to_hide(shown, facts, fact):
    """The shown fact to hide next: of those nearest in cells to the hidden one, the smallest."""
    candidates = [other for other, value in shown.items() if value is not None]
    return min(candidates, key=lambda other: ((facts[other] ^ facts[fact]).sum(), shown[other], other))
