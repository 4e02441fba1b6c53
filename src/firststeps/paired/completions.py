"""Completions: every way to fill in missing answers at two waves, and the exact range of what they allow to conclude.

A *completion* gives every missing answer a value, so it is a paired table of everyone.  Whatever it says depends on
its four cells alone, and the cells that can be reached form a simple set: no sampling is needed, and no search
through the 2^(e+f+g+h) 4^u ways to answer for the people who did not (letters as in `missing`).
"""

from dataclasses import dataclass

import numpy as np

from firststeps.paired.missing import count_responses


@dataclass(frozen=True)
class Completions:
    """Every completed table: all (b, c) that can be reached, and for each the smallest and largest a.

    All are int arrays of one length; every a between the two is reached, and d = n - a - b - c.
    """

    b: np.ndarray
    c: np.ndarray
    smallest_a: np.ndarray
    largest_a: np.ndarray
    n: int

    def tables(self):
        """One table for each (b, c), with the largest a: an array of shape (K, 2, 2).

        It stands for all tables with these (b, c) wherever a quantity depends on b, c and n only: every form of
        McNemar's test except those that use more, the score interval for the difference, and their verdicts.
        """
        a = self.largest_a
        return np.stack([a, self.b, self.c, self.n - a - self.b - self.c], axis=-1).reshape(-1, 2, 2)

    def every_table(self):
        """Every completed table, once: an array of shape (K, 2, 2), for quantities that depend on a as well."""
        repeats = self.largest_a - self.smallest_a + 1
        start = np.repeat(np.cumsum(repeats) - repeats, repeats)
        a = np.repeat(self.smallest_a, repeats) + np.arange(repeats.sum()) - start
        b, c = np.repeat(self.b, repeats), np.repeat(self.c, repeats)
        return np.stack([a, b, c, self.n - a - b - c], axis=-1).reshape(-1, 2, 2)


def completions(patterns, first=0, second=1):
    """The set of tables that the missing answers can complete to, found by structure.

    Of the missing, at most e + h can add to b (yes to no) and at most f + g to c (no to yes), apart from the u people
    of whom nothing is known, who can add to any cell.  So (b + s, c + t) is reached if the excess of s over e + h and
    of t over f + g together is at most u.  The rest of the people then decide a, which takes every value between two
    ends: e and g go to a unless they changed, f and h to d unless they changed, the rest of u anywhere.

    >>> found = completions([[5, 1, 1], [2, 3, 0], [1, 0, 0]])
    >>> list(zip(found.b.tolist(), found.c.tolist(), found.smallest_a.tolist(), found.largest_a.tolist()))
    [(1, 2, 7, 7), (1, 3, 6, 6), (2, 2, 6, 6), (2, 3, 5, 5)]
    """
    r = count_responses(patterns, first, second)
    s, t = (grid.ravel() for grid in np.indices((r.e + r.h + r.u + 1, r.f + r.g + r.u + 1)))
    reached = np.maximum(s - r.e - r.h, 0) + np.maximum(t - r.f - r.g, 0) <= r.u
    s, t = s[reached], t[reached]
    smallest = r.a + r.e + r.g - np.minimum(r.e, s) - np.minimum(r.g, t)
    largest = r.a + r.e + r.g + r.u - np.maximum(s - r.h, 0) - np.maximum(t - r.f, 0)
    return Completions(r.b + s, r.c + t, smallest, largest, r.people)
