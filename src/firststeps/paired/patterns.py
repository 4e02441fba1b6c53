"""Response-pattern tables: how many people gave each pattern of answers over the waves.

A response-pattern table is an integer array of shape ``(3,) * W``, one axis a wave in the order of the study, index
0 yes, 1 no, 2 missing.  ``patterns[0, 2, 1]`` counts the people who said yes, did not answer, said no.  It is a
sufficient statistic for every analysis here: paired tables are sums over the other axes.
"""

import numpy as np

from firststeps.paired.labels import in_order
from firststeps.paired.tables import as_array, as_counts

YES, NO, MISSING = 0, 1, 2
ANSWERS = ("yes", "no", "missing")


def as_patterns(patterns):
    """Give ``patterns`` as an int64 array of shape ``(3,) * W`` with W >= 1; ValueError says what is wrong.

    A DataFrame of two waves, or a Series of one, is put in order by its labels: yes, no, missing.

    >>> as_patterns([4, 2, 1])
    array([4, 2, 1])
    """
    given = as_array(in_order(patterns, ANSWERS, "response-pattern table"), "response-pattern table")
    if given.ndim < 1 or set(given.shape) != {3}:
        raise ValueError(f"A response-pattern table has shape (3,) * waves; found shape {given.shape}.")
    return as_counts(given, what="response pattern")


def waves(patterns):
    """The number of waves of a response-pattern table.

    >>> waves(np.zeros((3, 3, 3), dtype=int))
    3
    """
    return as_patterns(patterns).ndim


def margin(patterns, *kept):
    """Counts over the waves ``kept`` (axis numbers, in the order given), summed over all other waves.

    Gives an array of shape ``(3,) * len(kept)``.

    >>> margin([[5, 1, 0], [2, 3, 0], [0, 0, 1]], 0)
    array([6, 5, 1])
    """
    table = as_patterns(patterns)
    kept = check_waves(table, *kept)
    others = tuple(axis for axis in range(table.ndim) if axis not in kept)
    order = [sorted(kept).index(k) for k in kept]
    return table.sum(axis=others).transpose(order)


def check_waves(table, *waves):
    """Give axis numbers of waves, counted from 0 on, or raise ValueError unless each is there, once.

    >>> check_waves(np.zeros((3, 3)), 0, -1)
    [0, 1]
    """
    there = all(isinstance(k, (int, np.integer)) and -table.ndim <= k < table.ndim for k in waves)
    if not there or len({k % table.ndim for k in waves}) < len(waves):
        raise ValueError(f"Waves {waves} of a table of {table.ndim} waves, counted from 0: each must be there, once.")
    return [int(k) % table.ndim for k in waves]


def paired_table(patterns, first, second):
    """The 2x2 table ``[[a, b], [c, d]]`` of the people who answered at both waves.

    >>> paired_table([[5, 1, 2], [2, 3, 0], [4, 0, 1]], 0, 1)
    array([[5, 1],
           [2, 3]])
    """
    return margin(patterns, first, second)[:MISSING, :MISSING]


def complete(patterns):
    """The counts of people who answered at every wave: an array of shape ``(2,) * W``.

    >>> complete([5, 3, 2])
    array([5, 3])
    """
    table = as_patterns(patterns)
    return table[(slice(0, MISSING),) * table.ndim]


def answered(patterns):
    """How many people answered at each wave: an array of shape ``(W,)``.

    >>> answered([[5, 1, 2], [2, 3, 0], [4, 0, 1]])
    array([13, 15])
    """
    table = as_patterns(patterns)
    return np.array([margin(table, wave)[:MISSING].sum() for wave in range(table.ndim)])
