"""Small numbers that may be released: counts hidden or rounded so that nobody can work out a hidden one.

Every count that a report shows is a sum over cells that hold people.  So all counts of a report are protected together:
a *fact* is such a sum, given by the mask of its cells.  Facts below the threshold are hidden (primary suppression), the
others are rounded.  Then we attack our own release: the smallest and the largest value that each hidden fact can have
are found by integer programming from everything shown and everything known; while they are too near each other, a fact
that gave it away is hidden, too (secondary suppression).  Two tables, or a count and its complement, cannot be played
against each other, because they are protected in one call (:mod:`firststeps.report.linked`).

Percentages, intervals and tests are to be computed from the shown counts only.  The package ``acro`` checks one table
at a time against a threshold and dominance rules; it does not look at what several tables give away together.

Reference: Hundepool and others, Statistical Disclosure Control (Wiley, 2012).
"""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

HIDDEN = "not shown"


@dataclass(frozen=True)
class Release:
    """What is shown: ``shown`` maps each fact to its rounded count, or to None if it is hidden."""

    shown: dict
    threshold: int
    rounding: int

    def print(self, fact):
        """The count of a fact as a reader sees it.

        >>> Release({"yes": 15, "no": None}, 10, 5).print("yes"), Release({"yes": 15, "no": None}, 10, 5).print("no")
        ('15', 'not shown')
        """
        value = self.shown[fact]
        return HIDDEN if value is None else str(value)


def margins(shape, order=2):
    """The facts of a pattern table: the total, and every count over up to ``order`` of its waves.

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


def protect(counts, facts, threshold=10, rounding=5, known=(), withheld=()):
    """Hide or round the ``facts`` of the table ``counts`` so that no fact below ``threshold`` can be worked out.

    ``facts`` maps a name to a boolean mask of the shape of ``counts`` (see :func:`margins`); all that is ever to be
    shown of the table belongs in one call.  ``known`` is what everybody knows besides: triples of an array of the shape
    of ``counts``, and the lowest and highest value of its product with the counts.  ``withheld`` are the facts that are
    not shown however large they are; where they are small they are protected as the others.  Gives a :class:`Release`.
    ValueError for a threshold or rounding below 1.

    >>> release = protect([[3, 20], [30, 40]], margins((2, 2)), threshold=10, rounding=5)
    >>> release.print(((0, 0), (1, 0))), release.print(((0, 0), (1, 1)))
    ('not shown', '20')
    """
    if threshold < 1 or rounding < 1:
        raise ValueError(f"threshold and rounding are 1 or more; found {threshold} and {rounding}.")
    counts = np.asarray(counts)
    values = {fact: int(counts[mask].sum()) for fact, mask in facts.items()}
    small = [fact for fact, n in values.items() if n < threshold]
    shown = {fact: None if fact in {*small, *withheld} else _rounded(n, rounding) for fact, n in values.items()}
    hidden, small = list(small), [fact for fact in small if fact not in withheld]
    for fact in hidden:  # grows while we go; what is not pinned stays so when more is hidden
        while _pinned(Release(shown, threshold, rounding), facts, small, fact, known):
            hidden.append(_next_to_hide(Release(shown, threshold, rounding), facts, small, fact, known))
            shown[hidden[-1]] = None
    return Release(shown, threshold, rounding)


def attack(release, facts, small, fact, known=()):
    """The smallest and the largest count that ``fact`` can have, for somebody who knows the whole release.

    The attacker knows, too, which facts are ``small`` (below the threshold), what is ``known`` anyway (see
    :func:`protect`) and that counts are whole.  Gives two numbers; the largest is infinite where nothing bounds it.
    """
    rows = list(_rows(release, facts, small, known).values())
    goal = facts[fact].ravel().astype(float)
    smallest = _extreme(goal, rows)
    largest = _extreme(-goal, rows)
    if smallest is None:
        raise RuntimeError("No table agrees with what is shown and known of it: what is said to be known cannot hold.")
    return round(smallest), float("inf") if largest is None else round(-largest)


def _rows(release, facts, small, known):
    """What the attacker knows, by name: coefficients of the cells, lowest and highest value of their sum."""
    limits = {name: _limits(release, name in small, release.shown[name]) for name in facts}
    rows = {name: (facts[name].ravel(), *ends) for name, ends in limits.items() if ends}
    return rows | {i: (np.asarray(row).ravel(), low, high) for i, (row, low, high) in enumerate(known)}


def _extreme(goal, rows):
    """The smallest value of ``goal`` times counts that obey ``rows`` (coefficients, lowest, highest), or None."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    whole, bounds = np.ones(goal.size), Bounds(0, np.inf)
    coefficients, low, high = zip(*rows, strict=True) if rows else ([], [], [])
    rules = LinearConstraint(np.array(coefficients, dtype=float), low, high) if rows else ()
    return milp(goal, integrality=whole, bounds=bounds, constraints=rules).fun


def _limits(release, is_small, value):
    """The lowest and highest count behind what is shown, or None where nothing is known."""
    if value is not None:
        below, above = release.rounding // 2, (release.rounding - 1) // 2
        return max(value - below, release.threshold), value + above
    return (0, release.threshold - 1) if is_small else None


def _rounded(count, base):
    """The multiple of ``base`` nearest to ``count``; halves go up."""
    return (count + base // 2) // base * base


def _pinned(release, facts, small, fact, known):
    """Whether the possible counts lie too near: fewer than three of them, or fewer than the threshold allows."""
    smallest, largest = attack(release, facts, small, fact, known)
    return largest - smallest < min(2, release.threshold - 1)


def _next_to_hide(release, facts, small, fact, known):
    """The shown fact to hide next: of those that bind the hidden one, the smallest that frees it, or the smallest."""
    binding = _binding(facts[fact], _rows(release, facts, small, known))
    shown = {name: value for name, value in release.shown.items() if value is not None}
    candidates = sorted(shown.keys() & binding or shown, key=lambda other: (shown[other], other))
    if not candidates:
        raise ValueError("There are too few people for a public release: a small count is known, whatever is shown.")
    for other in candidates:
        without = Release(release.shown | {other: None}, release.threshold, release.rounding)
        if not _pinned(without, facts, small, fact, known):
            return other
    return candidates[0]


def _binding(mask, rows):
    """The names of the ``rows`` that bind the range of a count: those with a price in the linear relaxation."""
    from scipy.optimize import linprog

    sides = [
        (name, sign, sign * (high if sign > 0 else low)) for name, (_, low, high) in rows.items() for sign in (1, -1)
    ]
    sides = [side for side in sides if np.isfinite(side[2])]
    coefficients = np.array([sign * rows[name][0] for name, sign, _ in sides], dtype=float)
    limits = [limit for *_, limit in sides]
    found = [linprog(sign * mask.ravel(), A_ub=coefficients, b_ub=limits) for sign in (1.0, -1.0)]
    priced = np.logical_or.reduce([np.abs(result.ineqlin.marginals) > 1e-9 for result in found if result.success])
    return {name for (name, *_), price in zip(sides, priced, strict=True) if price}
