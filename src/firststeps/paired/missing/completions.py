"""Completions: every way to fill in missing answers at two waves, and the exact range of what they allow to conclude.

A *completion* gives every missing answer a value, so it is a paired table of everyone.  Whatever it says depends on
its four cells alone, and the cells that can be reached form a simple set: no sampling is needed, and no search
through the 2^(e+f+g+h) 4^u ways to answer for the people who did not (letters as in `assumptions`).
"""

from dataclasses import dataclass

import numpy as np

from firststeps.paired.answers.fields import Checked
from firststeps.paired.missing.assumptions import count_responses
from firststeps.paired.patterns import PatternsLike
from firststeps.paired.results import counted_people
from firststeps.paired.tables import tables_of

MOST_PLACES = 100_000  # (b, c) gone through one by one; with more, only every so many
MOST_A = 8  # values of a for each (b, c) where these are thinned


@dataclass(frozen=True)
class Completions(Checked):
    """Every completed table: all (b, c) that can be reached, and for each the smallest and largest a.

    All are int arrays of one length; every a between the two is reached, and d = n - a - b - c.  Of more than
    ``MOST_PLACES`` pairs (b, c) only those are here that are multiples of ``step``, and the outermost of all; then a
    takes ``MOST_A`` values evenly between its two ends.
    """

    b: np.ndarray
    c: np.ndarray
    smallest_a: np.ndarray
    largest_a: np.ndarray
    n: int
    step: int = 1

    together = ("b", "c", "smallest_a", "largest_a")

    def __str__(self):
        """Which tables these are, in words."""
        if self.step == 1:
            return f"all completed tables of {counted_people(self.n)}"
        return f"completed tables of {self.n:,} people, the outermost and one in every {self.step:,} numbers of changes"

    def tables(self) -> np.ndarray:
        """Give one table for each (b, c), with the largest a: an array of shape (K, 2, 2).

        It stands for all tables with these (b, c) wherever a quantity depends on b, c and n only: every form of
        McNemar's test except those that use more, the score interval for the difference, and their verdicts.
        """
        a = self.largest_a
        return tables_of(a, self.b, self.c, self.n - a - self.b - self.c)

    def every_table(self) -> np.ndarray:
        """Give every completed table, once: an array of shape (K, 2, 2), for quantities that depend on a as well."""
        if self.step > 1:
            return self._some_of_each()
        repeats = self.largest_a - self.smallest_a + 1
        start = np.repeat(np.cumsum(repeats) - repeats, repeats)
        a = np.repeat(self.smallest_a, repeats) + np.arange(repeats.sum()) - start
        b, c = np.repeat(self.b, repeats), np.repeat(self.c, repeats)
        return tables_of(a, b, c, self.n - a - b - c)

    def _some_of_each(self):
        """Give a few tables for each (b, c), both ends of a among them."""
        a = np.linspace(self.smallest_a, self.largest_a, MOST_A).astype(int)
        return tables_of(a, self.b, self.c, self.n - a - self.b - self.c).reshape(-1, 2, 2)


def completions(patterns: PatternsLike, first: int = 0, second: int = 1) -> Completions:
    """Give the set of tables that the missing answers can complete to, found by structure.

    Of the missing, at most e + h can add to b (yes to no) and at most f + g to c (no to yes), apart from the u people
    of whom nothing is known, who can add to any cell.  So (b + s, c + t) is reached if the excess of s over e + h and
    of t over f + g together is at most u.  The rest of the people then decide a, which takes every value between two
    ends: e and g go to a unless they changed, f and h to d unless they changed, the rest of u anywhere.

    >>> found = completions([[5, 1, 1], [2, 3, 0], [1, 0, 0]])
    >>> list(zip(found.b.tolist(), found.c.tolist(), found.smallest_a.tolist(), found.largest_a.tolist()))
    [(1, 2, 7, 7), (1, 3, 6, 6), (2, 2, 6, 6), (2, 3, 5, 5)]
    """
    r = count_responses(patterns, first, second)
    places = (r.e + r.h + r.u + 1) * (r.f + r.g + r.u + 1)
    step = 1 if places <= MOST_PLACES else int(np.ceil(np.sqrt(places / MOST_PLACES)))
    losses, gains = _reach(r.b, r.e + r.h, r.u, step), _reach(r.c, r.f + r.g, r.u, step)
    s, t = (grid.ravel() for grid in np.meshgrid(losses, gains, indexing="ij"))
    possible = np.maximum(s - r.e - r.h, 0) + np.maximum(t - r.f - r.g, 0) <= r.u
    s, t = s[possible], t[possible]
    smallest = r.a + r.e + r.g - np.minimum(r.e, s) - np.minimum(r.g, t)
    largest = r.a + r.e + r.g + r.u - np.maximum(s - r.h, 0) - np.maximum(t - r.f, 0)
    return Completions(r.b + s, r.c + t, smallest, largest, r.people, step)


def _reach(certain, once, unknown, step):
    """Say how many can be added to ``certain``: whatever gives a multiple of ``step``, and where the set has its
    corners.

    >>> _reach(5, 3, 2, 1).tolist(), _reach(5, 30, 20, 20).tolist()
    ([0, 1, 2, 3, 4, 5], [0, 15, 30, 35, 50])
    """
    every = np.arange(-certain % step, once + unknown + 1, step)
    return np.union1d(every, [0, once, once + unknown])
