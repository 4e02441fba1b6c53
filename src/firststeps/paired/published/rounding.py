"""Rounded percentages: which counts and which denominators a printed percentage allows.

A percentage printed to so many decimals fixes an interval, and only some fractions x/n fall in it.  This is the idea
of the GRIM test (Brown & Heathers 2017, Soc Psychol Personal Sci 8:363, doi:10.1177/1948550616673876), which asks it
of means, here asked of proportions.  Arithmetic is exact; a value halfway between two printed ones may have been
rounded either way, so both are allowed.
"""

from collections.abc import Iterable
from fractions import Fraction

import numpy as np


def printed_interval(printed):
    """The closed interval of values that ``printed`` (a string, as "57.7") may stand for, as two exact fractions.

    Its decimals are those printed, so "58.0" says more than "58".  Raises ValueError if it is not a plain number.

    >>> [str(limit) for limit in printed_interval("57.7")]
    ['1153/20', '231/4']
    """
    text = str(printed).strip().rstrip("%").strip()
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        value = None
    if value is None or "/" in text or "e" in text.lower():
        raise ValueError(f'A printed number is given as printed, like "57.7"; found {printed!r}.')
    decimals = len(text.partition(".")[2])
    half_unit = Fraction(1, 2 * 10**decimals)
    return value - half_unit, value + half_unit


def count_allowed(percent, counts, n):
    """Whether ``counts`` of ``n`` (integers or arrays of them, n > 0) can have been printed as ``percent``; exact.

    >>> count_allowed("58", np.array([14, 15, 16]), 26).tolist()
    [False, True, False]
    """
    low, high = printed_interval(percent)
    above = 100 * low.denominator * np.asarray(counts) >= low.numerator * np.asarray(n)
    below = 100 * high.denominator * np.asarray(counts) <= high.numerator * np.asarray(n)
    return above & below & (np.asarray(n) > 0)


def possible_counts(percent: str, n: int) -> list[int]:
    """Every count x with 0 <= x <= n whose percentage 100 x/n can have been printed as ``percent``.

    An empty answer says that the percentage and ``n`` cannot both be right.

    >>> possible_counts("57.7", 26), possible_counts("58", 25), possible_counts("1", 300)
    ([15], [], [2, 3, 4])
    """
    return np.flatnonzero(count_allowed(percent, np.arange(n + 1), n)).tolist()


def possible_fractions(percent: str, denominators: Iterable[int]) -> list[tuple[int, int]]:
    """Every (x, n), n among ``denominators``, that can have been printed as ``percent``.

    >>> possible_fractions("57.7", range(1, 31))
    [(15, 26)]
    >>> possible_fractions("58", range(1, 31))
    [(7, 12), (11, 19), (14, 24), (15, 26)]
    """
    return [(x, n) for n in denominators for x in possible_counts(percent, n)]


def common_denominators(percents: Iterable[str], denominators: Iterable[int]) -> list[int]:
    """The denominators that every one of the printed ``percents``, said to share one, allows.

    >>> common_denominators(["57.7", "3.8"], range(1, 61))
    [26, 52]
    """
    return [n for n in denominators if all(possible_counts(percent, n) for percent in percents)]


def can_be_printed(values, printed):
    """Whether each of ``values`` (an array of floats, not percentages) can have been printed as ``printed``.

    A value within a few units in the last place of a rounding boundary counts as on it.

    >>> can_be_printed([0.0425, 0.0434, 0.0436], "0.043").tolist()
    [True, True, False]
    """
    low, high = (float(limit) for limit in printed_interval(printed))
    values = np.asarray(values, dtype=float)
    slack = 4 * np.finfo(float).eps * max(abs(low), abs(high), 1e-12)
    return (values >= low - slack) & (values <= high + slack)
