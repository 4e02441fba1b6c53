"""Small numbers that may be released: counts hidden or rounded so that nobody can work out a hidden one.

Every count that a report shows is a sum over cells that hold people.  So all counts of a report are protected together:
a *fact* is such a sum, given by the mask of its cells.  Facts below the threshold are hidden (primary suppression), the
others are rounded.  Then we attack our own release: the smallest and the largest value that each hidden fact can have
are found by integer programming from everything shown and everything known; while they are too near each other, a fact
that gave it away is hidden, too (secondary suppression).  Two tables, or a count and its complement, cannot be played
against each other, because they are protected in one call (:mod:`firststeps.report.release.linked`).

Percentages, intervals and tests are to be computed from the shown counts only.  The package ``acro`` checks one table
at a time against a threshold and dominance rules; it does not look at what several tables give away together.

Whoever holds other releases of the same people, too, is an :class:`Attacker` with more unknown counts and more to find
out (:mod:`firststeps.report.release.ledger`).

Reference: Hundepool and others, Statistical Disclosure Control (Wiley, 2012).
"""

from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np

HIDDEN = "not shown"
IMPOSSIBLE = "No table agrees with what is shown and known of it: what is said to be known cannot hold."


@dataclass(frozen=True)
class Release:
    """What is shown: ``shown`` maps each fact to its rounded count, or to None if it is hidden."""

    shown: dict
    threshold: int
    rounding: int

    def print(self, fact):
        """Give the count of a fact as a reader sees it.

        >>> Release({"yes": 15, "no": None}, 10, 5).print("yes"), Release({"yes": 15, "no": None}, 10, 5).print("no")
        ('15', 'not shown')
        """
        value = self.shown[fact]
        return HIDDEN if value is None else str(value)


@dataclass(frozen=True)
class Goal:
    """What an attacker must not find out besides the hidden counts: the sum of unknown counts times ``row``.

    Three values have to stay possible, or as many as ``threshold`` allows.  ``among`` is the row of all the people that
    it is about, where these may be few themselves: of one person both answers have to stay possible, and a sum that
    cannot lie below the threshold may be known.
    """

    row: np.ndarray
    threshold: int
    among: np.ndarray | None = None


@dataclass(frozen=True)
class Attacker:
    """Somebody who holds more than the release: ``others`` are as many unknown counts beside the cells of its table.

    ``rows`` are what the attacker knows of the cells and, after them, the others: coefficients, lowest and highest
    value of the sum.  ``goals`` are what must not be found out besides the hidden counts.  What the attacker takes for
    granted holds where ``certain``; otherwise it may turn out to be impossible, and then nothing can be worked out
    from it.  ``refusal`` is said where no hiding helps, ``impossible`` where what is certain cannot hold.
    """

    rows: list
    others: int = 0
    goals: list = field(default_factory=list)
    certain: bool = True
    refusal: str = "There are too few people for a public release: a small count is known, whatever is shown."
    impossible: str = IMPOSSIBLE


def margins(shape, order=2):
    """Give the facts of a pattern table: the total, and every count over up to ``order`` of its waves.

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


def protect(counts, facts, threshold=10, rounding=5, known=(), withheld=(), attackers=()):
    """Hide or round the ``facts`` of the table ``counts`` so that no fact below ``threshold`` can be worked out.

    ``facts`` maps a name to a boolean mask of the shape of ``counts`` (see :func:`margins`); all that is ever to be
    shown of the table belongs in one call.  ``known`` is what everybody knows besides: triples of an array of the shape
    of ``counts``, and the lowest and highest value of its product with the counts.  ``withheld`` are the facts that are
    not shown however large they are; where they are small they are protected as the others.  ``attackers`` know more
    than everybody (see :class:`Attacker`).  Gives a :class:`Release`.  ValueError for a threshold or rounding below 1,
    and where an attacker finds out too much whatever is hidden.

    >>> release = protect([[3, 20], [30, 40]], margins((2, 2)), threshold=10, rounding=5)
    >>> release.print(((0, 0), (1, 0))), release.print(((0, 0), (1, 1)))
    ('not shown', '20')
    """
    if threshold < 1 or rounding < 1:
        raise ValueError(f"threshold and rounding are 1 or more; found {threshold} and {rounding}.")
    counts = np.asarray(counts)
    values = {fact: int(counts[mask].sum()) for fact, mask in facts.items()}
    small = [fact for fact, n in values.items() if n < threshold]
    shown = {fact: None if fact in {*small, *withheld} else rounded(n, rounding) for fact, n in values.items()}
    hidden, below, small = list(small), small, [fact for fact in small if fact not in withheld]
    limit = 4 * int(counts.sum()) + 10 * threshold  # far beyond every count, so that every search ends
    views = [_View(attacker, facts, small, limit) for attacker in (Attacker(list(known)), *attackers)]
    before = None
    while before != len(hidden):  # what one attacker takes into hiding the others have to leave hidden, too
        before = len(hidden)
        for view in views:
            # what is large and hidden for the others' sake may have been shown in another release
            facts = hidden if view is views[0] else below
            _protect_from(view, Release(shown, threshold, rounding), facts, hidden)
    return Release(shown, threshold, rounding)


def _protect_from(view, release, facts, hidden):
    """Hide facts of ``release`` until the view pins none of the ``facts`` and none of its goals.

    Both ``release.shown`` and ``hidden`` are changed in place.
    """
    for fact in facts:  # grows while we go; what is not pinned stays so when more is hidden
        while view.pins(release, view.goal(fact, release.threshold)):
            _hide_next(view, release, hidden, view.goal(fact, release.threshold))
    for goal in view.attacker.goals:
        while view.pins(release, goal):
            _hide_next(view, release, hidden, goal)


def attack(release, facts, small, fact, known=()):
    """Give the smallest and the largest count that ``fact`` can have, for somebody who knows the whole release.

    The attacker knows, too, which facts are ``small`` (below the threshold), what is ``known`` anyway (see
    :func:`protect`) and that counts are whole.  Gives two numbers; the largest is infinite where nothing bounds it.
    """
    rows = list(told_of(release, facts, small, known).values())
    goal = facts[fact].ravel().astype(float)
    smallest, largest = (_search(sign * goal, rows).fun for sign in (1, -1))
    if smallest is None:
        raise RuntimeError(IMPOSSIBLE)
    return round(smallest), float("inf") if largest is None else round(-largest)


class _View:
    """What one attacker can work out; the tables found possible are kept, since they stay so when more is hidden."""

    def __init__(self, attacker, facts, small, limit):
        """Begin without a table; no count is searched for above ``limit``."""
        self.attacker, self.facts, self.small, self.limit = attacker, facts, small, limit
        self._possible = []

    def goal(self, fact, threshold):
        """Give the goal of working out a hidden fact."""
        return Goal(self._padded(self.facts[fact]), threshold)

    def rows(self, release):
        """Give all that the attacker knows, by name; see :func:`told_of`."""
        rows = told_of(release, self.facts, self.small, ()).items()
        padded = {name: (self._padded(row), low, high) for name, (row, low, high) in rows}
        return padded | {i: (self._padded(row), low, high) for i, (row, low, high) in enumerate(self.attacker.rows)}

    def pins(self, release, goal):
        """Say whether the possible values of a goal lie too near: fewer than three, or fewer than there are people."""
        enough = min(2, goal.threshold - 1)
        ends = self._ends(release, goal.row, enough)
        if ends is None or ends[1] - ends[0] >= enough:
            return False
        if goal.among is None:
            return True
        people = self._ends(release, goal.among, np.inf)[1]
        return ends[0] < goal.threshold and ends[1] - ends[0] < min(enough, people)

    def is_freed(self, release, other, goal):
        """Say whether a goal is no longer pinned once the fact ``other`` is hidden, as it then has to be."""
        possible = list(self._possible)
        without = Release(release.shown | {other: None}, release.threshold, release.rounding)
        is_free = not self.pins(without, goal)
        if not is_free:
            self._possible = possible  # what was found supposes that the other fact is hidden
        return is_free

    def _ends(self, release, row, enough):
        """Give the lowest and highest value of a sum, or two values ``enough`` apart; None where there is no table."""
        values = [round(row @ cells) for cells in self._possible]
        if values and max(values) - min(values) >= enough:
            return min(values), max(values)
        rows = list(self.rows(release).values())
        ends = [_search(sign * row, rows, self.limit).x for sign in (1.0, -1.0)]
        if any(cells is None for cells in ends):
            if self.attacker.certain:
                raise RuntimeError(self.attacker.impossible)
            return None
        ends = [np.round(cells) for cells in ends]
        self._possible += ends
        return round(row @ ends[0]), round(row @ ends[1])

    def _padded(self, row):
        """Give a row over the cells of the release with nothing of the other counts, as numbers."""
        row = np.asarray(row, dtype=float).ravel()
        return np.append(row, np.zeros(next(iter(self.facts.values())).size + self.attacker.others - row.size))


def _hide_next(view, release, hidden, goal):
    """Hide one more fact of ``release`` against a goal of the view's attacker, and note it in ``hidden``."""
    hidden.append(_next_to_hide(view, release, goal))
    release.shown[hidden[-1]] = None


def told_of(release, facts, small, known):
    """Say what a release tells, by name: coefficients of the cells, lowest and highest value of their sum."""
    limits = {name: _limits(release, name in small, release.shown[name]) for name in facts}
    rows = {name: (facts[name].ravel(), *ends) for name, ends in limits.items() if ends}
    return rows | {i: (np.asarray(row).ravel(), low, high) for i, (row, low, high) in enumerate(known)}


def _search(goal, rows, limit=np.inf):
    """Give the search for the smallest value of ``goal`` times counts that obey ``rows`` (coefficients, lowest,
    highest).
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    whole, bounds = np.ones(goal.size), Bounds(0, limit)
    coefficients, low, high = zip(*rows, strict=True) if rows else ([], [], [])
    rules = LinearConstraint(np.array(coefficients, dtype=float), low, high) if rows else ()
    return milp(goal, integrality=whole, bounds=bounds, constraints=rules)


def _limits(release, is_small, value):
    """Give the lowest and highest count behind what is shown, or None where nothing is known."""
    if value is not None:
        below, above = release.rounding // 2, (release.rounding - 1) // 2
        return max(value - below, release.threshold), value + above
    return (0, release.threshold - 1) if is_small else None


def rounded(count, base):
    """Give the multiple of ``base`` nearest to ``count``; halves go up.

    >>> rounded(12, 5), rounded(13, 5)
    (10, 15)
    """
    return (count + base // 2) // base * base


def _next_to_hide(view, release, goal):
    """Give the shown fact to hide next: of those that bind the goal, the smallest that frees it, or the smallest."""
    binding = _binding(goal.row, view.rows(release))
    values = {name: value for name, value in release.shown.items() if value is not None}
    candidates = sorted(values.keys() & binding or values, key=lambda other: (values[other], other))
    if not candidates:
        raise ValueError(view.attacker.refusal)
    return next((other for other in candidates if view.is_freed(release, other, goal)), candidates[0])


def _binding(mask, rows):
    """Give the names of the ``rows`` that bind the range of a count: those with a price in the linear relaxation."""
    from scipy.optimize import linprog

    sides = [
        (name, sign, sign * (high if sign > 0 else low)) for name, (_, low, high) in rows.items() for sign in (1, -1)
    ]
    sides = [side for side in sides if np.isfinite(side[2])]
    coefficients = np.array([sign * rows[name][0] for name, sign, _ in sides], dtype=float)
    limits = [limit for *_, limit in sides]
    results = [linprog(sign * mask.ravel(), A_ub=coefficients, b_ub=limits) for sign in (1.0, -1.0)]
    binds = np.logical_or.reduce([np.abs(result.ineqlin.marginals) > 1e-9 for result in results if result.success])
    return {name for (name, *_), price in zip(sides, binds, strict=True) if price}
