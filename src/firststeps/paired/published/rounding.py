"""Rounded percentages: which counts and which denominators a printed percentage allows.

A percentage printed to so many decimals fixes an interval, and only some fractions x/n fall in it.  This is the idea
of the GRIM test (Brown & Heathers 2017, Soc Psychol Personal Sci 8:363, doi:10.1177/1948550616673876), which asks it
of means, here asked of proportions.  Arithmetic is exact; a value halfway between two printed ones may have been
rounded either way, so both are allowed.
"""

from collections.abc import Iterable

import numpy as np

from firststeps.paired.published.printed import as_printed


def count_allowed(percent, counts, n, rounding="nearest"):
    """Whether ``counts`` of ``n`` (integers or arrays of them, n > 0) can have been printed as ``percent``; exact.

    ``rounding``: one of ``printed.ROUNDINGS``.

    >>> count_allowed("58", np.array([14, 15, 16]), 26).tolist()
    [False, True, False]
    """
    return as_printed(percent, rounding).holds_share(counts, n, per=100)


def possible_counts(percent: str, n: int, rounding: str = "nearest") -> list[int]:
    """Every count x with 0 <= x <= n whose percentage 100 x/n can have been printed as ``percent``.

    An empty answer says that the percentage and ``n`` cannot both be right.

    >>> possible_counts("57.7", 26), possible_counts("58", 25), possible_counts("1", 300)
    ([15], [], [2, 3, 4])
    """
    return np.flatnonzero(count_allowed(percent, np.arange(n + 1), n, rounding)).tolist()


def possible_fractions(percent: str, denominators: Iterable[int], rounding: str = "nearest") -> list[tuple[int, int]]:
    """Every (x, n), n among ``denominators``, that can have been printed as ``percent``.

    >>> possible_fractions("57.7", range(1, 31))
    [(15, 26)]
    >>> possible_fractions("58", range(1, 31))
    [(7, 12), (11, 19), (14, 24), (15, 26)]
    """
    return [(x, n) for n in denominators for x in possible_counts(percent, n, rounding)]


def common_denominators(percents: Iterable[str], denominators: Iterable[int], rounding: str = "nearest") -> list[int]:
    """The denominators that every one of the printed ``percents``, said to share one, allows.

    >>> common_denominators(["57.7", "3.8"], range(1, 61))
    [26, 52]
    """
    return [n for n in denominators if all(possible_counts(percent, n, rounding) for percent in percents)]
