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

from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from firststeps.errors import Stopped

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


def protect(counts, facts, threshold=10, rounding=5, known=(), withheld=(), attackers=()):
    """Hide or round the ``facts`` of the table ``counts`` so that no fact below ``threshold`` can be worked out.

    ``facts`` maps a name to a boolean mask of the shape of ``counts``; all that is ever to be shown of the table
    belongs in one call.  ``known`` is what everybody knows besides: triples of an array of the shape of ``counts``, and
    the lowest and highest value of its product with the counts.  ``withheld`` are the facts that are not shown however
    large they are; where they are small they are protected as the others.  ``attackers`` know more than everybody (see
    :class:`Attacker`).  Gives a :class:`Release`.  ValueError for a threshold or rounding below 1, and where an
    attacker finds out too much whatever is hidden.

    >>> twice, stopped, *_ = np.eye(4, dtype=bool).reshape(4, 2, 2)
    >>> release = protect([[3, 22], [30, 40]], {"yes twice": twice, "yes to no": stopped}, threshold=10, rounding=5)
    >>> release.print("yes twice"), release.print("yes to no")
    ('not shown', '20')
    """
    if threshold < 1 or rounding < 1:
        raise ValueError(f"threshold and rounding are 1 or more; found {threshold} and {rounding}.")
    counts = np.asarray(counts)
    values = {fact: int(counts[mask].sum()) for fact, mask in facts.items()}
    small = [fact for fact, n in values.items() if n < threshold]
    shown = {fact: None if fact in {*small, *withheld} else rounded(n, rounding) for fact, n in values.items()}
    called_small = [fact for fact in small if fact not in withheld]
    limit = 4 * int(counts.sum()) + 10 * threshold  # far beyond every count, so that every search ends

    def attempt(fixed=()):
        """Protect a release of which the facts ``fixed`` stay shown."""
        release = Release(dict(shown), threshold, rounding)
        views = [_View(one, facts, called_small, limit, fixed) for one in (Attacker(list(known)), *attackers)]
        views[0].begin_with(counts.ravel(), release)
        return _hide_more(release, views, small)

    try:
        return attempt()
    except _RefusedError as refused:
        for fact in refused.view.refuting(Release(shown, threshold, rounding)):
            with suppress(_RefusedError):
                return attempt(fixed=(fact,))
        raise


class _RefusedError(Stopped):
    """Whatever may be hidden is hidden, and one ``view`` still finds something out."""

    def __init__(self, view):
        """Say what the attacker's refusal says."""
        super().__init__(view.attacker.refusal)
        self.view = view


def _hide_more(release, views, small):
    """Give the release with as many more facts hidden as the ``views`` ask for; ``small`` are hidden already."""
    hidden, before = list(small), None
    while before != len(hidden):  # what one attacker takes into hiding the others have to leave hidden, too
        before = len(hidden)
        for view in views:
            # what is large and hidden for the others' sake may have been shown in another release
            _protect_from(view, release, hidden if view is views[0] else small, hidden)
    return release


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


def nearest(release, facts, hidden, known, most):
    """Give the ``most`` of the ``hidden`` facts of which somebody with the release alone knows most.

    The attacker knows the whole release, what is ``known`` anyway (see :func:`protect`) and that counts are whole.
    Gives tuples of a fact, its smallest and its largest count, the nearest to each other first; the largest is infinite
    where nothing bounds it.  A fact that is further open than these in the tables found so far is searched no more.
    """
    rows, names = list(told_of(release, facts, (), known).values()), sorted(hidden)
    if not names:
        return []
    goals = np.array([facts[fact].ravel() for fact in names], dtype=float)
    values, ends = np.zeros((0, len(names))), {}  # of each fact in each table found

    def found(goal):
        """Look for the counts that make the goal least, and add what they are of each fact; whether there are any."""
        nonlocal values
        cells = _search(goal, rows)
        values = values if cells is None else np.vstack([values, goals @ cells])
        return cells is not None

    for sign in (1, -1):
        found(sign * goals.sum(axis=0))
    while len(ends) < len(names):
        width = np.ptp(values, axis=0) if len(values) else np.zeros(len(names))
        number = min(range(len(names)), key=lambda number: (number in ends, width[number], number))
        if len(ends) >= most and width[number] > sorted(high - low for low, high in ends.values())[most - 1]:
            break
        if not (values[:, number] == 0).any() and not found(goals[number]):
            raise RuntimeError(IMPOSSIBLE)
        is_bounded = found(-goals[number])
        ends[number] = round(values[:, number].min()), round(values[:, number].max()) if is_bounded else np.inf
    ordered = sorted(ends, key=lambda number: (ends[number][1] - ends[number][0], number))
    return [(names[number], *ends[number]) for number in ordered[:most]]


class _View:
    """What one attacker can work out; the tables found possible are kept, since they stay so when more is hidden."""

    def __init__(self, attacker, facts, small, limit, fixed=()):
        """Begin without a table; no count is searched for above ``limit``, and the facts ``fixed`` stay shown."""
        self.attacker, self.small, self.limit, self.fixed = attacker, small, limit, fixed
        size = next(iter(facts.values())).size + attacker.others
        self.facts = {fact: _pad(mask, size) for fact, mask in facts.items()}
        self._known = [(_pad(row, size), low, high) for row, low, high in attacker.rows]
        self._possible, self._impossible_with = [], None

    def goal(self, fact, threshold):
        """Give the goal of working out a hidden fact."""
        return Goal(self.facts[fact], threshold)

    def rows(self, release):
        """Give all that the attacker knows, by name; see :func:`told_of`."""
        return told_of(release, self.facts, self.small, self._known)

    def begin_with(self, counts, release):
        """Take the true ``counts`` as the first possible table, unless what the attacker knows forbids them."""
        if all(low <= row @ counts <= high for row, low, high in self.rows(release).values()):
            self._possible.append(counts)

    def refuting(self, release):
        """Give the shown facts of which each alone refutes what is not certain to the attacker, the largest first.

        Such a guess says that nothing came since an earlier release.  Where all else is hidden it may pin a count
        though it is wrong; a count that has grown too much for it, and may be shown, takes it away.
        """
        shown = {fact: value for fact, value in release.shown.items() if value is not None}
        for fact in [] if self.attacker.certain else sorted(shown, key=lambda fact: (-shown[fact], fact)):
            alone = Release(dict.fromkeys(release.shown) | {fact: shown[fact]}, release.threshold, release.rounding)
            if _search(0 * self.facts[fact], list(self.rows(alone).values()), self.limit) is None:
                yield fact

    def pins(self, release, goal):
        """Say whether the possible values of a goal lie too near: fewer than three, or fewer than there are people."""
        enough = min(2, goal.threshold - 1)
        ends = self._ends(release, goal.row, enough)
        if ends is None or ends[1] - ends[0] >= enough:
            return False
        if goal.among is None:
            return True
        people = max(self._values(goal.among))
        if people < enough and self._finds(release, -goal.among):
            people = max(self._values(goal.among))
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
        for sign in (1.0, -1.0):
            values = self._values(row)
            if values and max(values) - min(values) >= enough:
                break
            if not self._finds(release, sign * row):
                return None
        values = self._values(row)
        return min(values), max(values)

    def _values(self, row):
        """Give the value of a sum in each table found possible."""
        return [round(row @ cells) for cells in self._possible]

    def _finds(self, release, goal):
        """Keep a table in which ``goal`` is least; False where there is none, as then while no more is hidden."""
        hidden = {fact for fact, value in release.shown.items() if value is None}
        if self._impossible_with is not None and hidden <= self._impossible_with:
            return False
        cells = _search(goal, list(self.rows(release).values()), self.limit)
        if cells is not None:
            self._possible.append(cells)
            return True
        if self.attacker.certain:
            raise RuntimeError(self.attacker.impossible)
        self._impossible_with = hidden
        return False


def _pad(row, size):
    """Give a row over the cells of the release with nothing of the other counts, as ``size`` numbers."""
    row = np.asarray(row, dtype=float).ravel()
    return np.append(row, np.zeros(size - row.size))


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
    """Give counts that obey ``rows`` (coefficients, lowest, highest) and make ``goal`` times them least, or None.

    None where no counts obey the rows, or where none is least.  ``goal`` and coefficients are whole numbers.  The
    linear relaxation is asked first: it bounds the goal, and where its counts, made whole, obey the rows and reach that
    bound, no search among whole counts can do better.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    bounds, rules = Bounds(0, limit), ()
    coefficients, low, high = (np.array(part, dtype=float) for part in zip(*rows, strict=True)) if rows else [None] * 3
    if rows:
        rules = LinearConstraint(coefficients, low, high)
    relaxed = milp(goal, bounds=bounds, constraints=rules)
    if relaxed.x is None:
        return None
    whole = np.round(relaxed.x)
    sums = coefficients @ whole if rows else 0
    is_allowed = (whole >= 0).all() and (whole <= limit).all() and (not rows or ((low <= sums) & (sums <= high)).all())
    if is_allowed and goal @ whole <= np.ceil(relaxed.fun - 1e-6):
        return whole
    cells = milp(goal, integrality=np.ones(goal.size), bounds=bounds, constraints=rules).x
    return None if cells is None else np.round(cells)


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
    values = {name: value for name, value in release.shown.items() if value is not None and name not in view.fixed}
    candidates = sorted(values.keys() & binding or values, key=lambda other: (values[other], other))
    if not candidates:
        raise _RefusedError(view)
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
