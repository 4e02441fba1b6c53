"""Several tables of the same people, protected together: their cells in one long vector, and what links them.

Tables that are protected one by one can give a hidden count away together: all hold the same people, two may share a
margin, and an answer at a wave needs a questionnaire handed in at it.  Here every such relation is written down as
something that the attacker of :mod:`firststeps.report.release.disclosure` knows.
"""

from itertools import product

import numpy as np

from firststeps.report.release.disclosure import protect


class LinkedTables:
    """Tables of counts of the same people, filled one by one and protected in one call.

    ``people`` is the number of people in every table where that is public anyway, else None.

    >>> tables = LinkedTables(people=100)
    >>> start = tables.add("answers", "ips", [20, 76, 4], [("start", ("yes", "no", "missing"))], [(0,)])
    >>> release = tables.protect(threshold=10, rounding=5)
    >>> [release.print(fact) for fact in tables.facts]
    ['20', '75', 'not shown']
    >>> release = tables.protect(threshold=10, rounding=1)
    >>> [release.print(fact) for fact in tables.facts]
    ['not shown', '76', 'not shown']

    Unrounded, one of the others must be hidden as well, since 100 - 20 - 76 would be the 4 that nobody may know.
    """

    def __init__(self, people=None):
        """Begin without a table."""
        self.people = people
        self._counts, self._facts, self._known = [], {}, []
        self._tables, self.groups, self.withheld = [], {}, []

    def add(self, about, item, counts, axes, margins):
        """Add a table and give the places of its cells, an int array of the shape of ``counts``.

        ``axes`` names each axis of ``counts`` and its values: pairs such as ("start", ("yes", "no", "missing")).
        ``margins`` are the tuples of axis numbers over which counts are shown: (0,) for the counts of the first axis,
        (0, 1) for those of the first two.  Of these, the counts with the last value of an axis (no answer) are
        withheld, but protected, too.  A fact is called ``(about, item, ((wave, answer), ...))``.
        """
        counts = np.asarray(counts, dtype=int)
        self._tables.append((about, item, axes, margins))
        places = len(self._counts) + np.arange(counts.size).reshape(counts.shape)
        self._counts.extend(counts.ravel().tolist())
        for margin in margins:
            self.groups[about, item, tuple(axes[axis][0] for axis in margin)] = [
                tuple(axes[axis][1]) for axis in margin
            ]
            for where in product(*(range(counts.shape[axis]) for axis in margin)):
                name = tuple((axes[axis][0], axes[axis][1][i]) for axis, i in zip(margin, where, strict=True))
                self._facts[about, item, name] = _slice(places, dict(zip(margin, where, strict=True)))
                if len(margin) > 1 and any(counts.shape[axis] == i + 1 for axis, i in zip(margin, where, strict=True)):
                    self.withheld.append((about, item, name))
        self._hold_the_same_people(places)
        return places

    def equal(self, ours, theirs):
        """Note that everybody knows the people in the places ``ours`` to be as many as those in ``theirs``."""
        self._known.append((ours, theirs, 0, 0))

    def at_most(self, ours, theirs):
        """Note that everybody knows the people in the places ``ours`` to be no more than those in ``theirs``."""
        self._known.append((ours, theirs, -np.inf, 0))

    def places(self, *fact):
        """Give the places of the cells that a fact counts: the table it is about, its item, the waves and answers."""
        return np.ravel(self._facts[fact])

    @property
    def facts(self):
        """All that is to be shown: a mask over the long vector for each fact."""
        return {fact: self._mask(places) for fact, places in self._facts.items()}

    @property
    def counts(self):
        """The cells of all tables, one after another."""
        return np.array(self._counts, dtype=int)

    @property
    def known(self):
        """What everybody knows: coefficients over the long vector, lowest and highest value of the sum."""
        return [
            (self._mask(ours).astype(int) - self._mask(theirs).astype(int), low, high)
            for ours, theirs, low, high in self._known
        ]

    def protect(self, threshold=10, rounding=5, attackers=()):
        """Give the :class:`firststeps.report.release.disclosure.Release` of all facts of all tables."""
        return protect(self.counts, self.facts, threshold, rounding, self.known, self.withheld, attackers)

    def members(self, group):
        """Give the facts of a group of :attr:`groups`, by the numbers of their answers."""
        about, item, names = group
        return {
            where: (
                about,
                item,
                tuple((name, answers[i]) for name, answers, i in zip(names, values, where, strict=True)),
            )
            for values in [self.groups[group]]
            for where in product(*(range(len(answers)) for answers in values))
        }

    def structure(self):
        """Say which tables these are and how they hang together, without a count, as JSON can hold it."""
        constraints = [
            [np.ravel(ours).tolist(), np.ravel(theirs).tolist(), None if np.isinf(low) else low, high]
            for ours, theirs, low, high in self._known
        ]
        tables = [
            [about, item, [[name, list(answers)] for name, answers in axes], [list(margin) for margin in margins]]
            for about, item, axes, margins in self._tables
        ]
        return {"people": self.people, "tables": tables, "known": constraints}

    @classmethod
    def from_structure(cls, structure):
        """Give the tables that :meth:`structure` has described, all their cells empty.

        >>> tables = LinkedTables(people=9)
        >>> _ = tables.add("answers", "ips", [2, 3, 4], [("start", ("yes", "no", "missing"))], [(0,)])
        >>> empty = LinkedTables.from_structure(tables.structure())
        >>> empty.structure() == tables.structure(), empty.counts
        (True, array([0, 0, 0]))
        """
        tables = cls(structure["people"])
        for about, item, axes, margins in structure["tables"]:
            shape = [len(answers) for _, answers in axes]
            tables.add(about, item, np.zeros(shape, dtype=int), axes, [tuple(margin) for margin in margins])
        tables._known = [
            (ours, theirs, -np.inf if low is None else low, high) for ours, theirs, low, high in structure["known"]
        ]
        return tables

    def _hold_the_same_people(self, places):
        """Note that this table holds as many people as the first, or as are known to be there."""
        if self.people is not None:
            self._known.append((places, [], self.people, self.people))
        elif places.min() > 0:
            self.equal(places, self._first)
        else:
            self._first = places
            self._facts["people", "", ()] = places
            self.groups["people", "", ()] = []

    def _mask(self, places):
        """Whether each cell is one of those at ``places``."""
        mask = np.zeros(len(self._counts), dtype=bool)
        mask[np.asarray(places, dtype=int).ravel()] = True
        return mask


def _slice(places, where):
    """Give the places at the index ``where[axis]`` of each axis that it names."""
    return places[tuple(where.get(axis, slice(None)) for axis in range(places.ndim))]
