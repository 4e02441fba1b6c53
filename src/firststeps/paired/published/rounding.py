"""Rounded percentages: which counts and which denominators a printed percentage allows.

A percentage printed to so many decimals fixes an interval, and only some fractions x/n fall in it.  This is the idea
of the GRIM test (Brown & Heathers 2017, Soc Psychol Personal Sci 8:363, doi:10.1177/1948550616673876), which asks it
of means, here asked of proportions.  Arithmetic is exact; a value halfway between two printed ones may have been
rounded either way, so both are allowed.
"""

from collections.abc import Iterable
from itertools import islice

import numpy as np

from firststeps.paired.answers.arguments import several
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.published.printed import as_printed

AT_ONCE = 1 << 16  # denominators worked out together
LARGEST = 2**63  # denominators from here on are no whole numbers of 64 bits
EACH_DENOMINATOR, EACH_FRACTION = 2e-7, 1e-6  # seconds of each for a percentage, and of each that is listed


def count_allowed(percent, counts, n, rounding="nearest"):
    """Whether ``counts`` of ``n`` (integers or arrays of them, n > 0) can have been printed as ``percent``; exact.

    ``rounding``: one of ``printed.ROUNDINGS``.

    >>> count_allowed("58", np.array([14, 15, 16]), 26).tolist()
    [False, True, False]
    """
    return as_printed(percent, rounding).holds_share(counts, n, per=100)


def possible_counts(percent: str, n: int, rounding: str = "nearest", longest: float = LONGEST) -> list[int]:
    """Every count x with 0 <= x <= n whose percentage 100 x/n can have been printed as ``percent``.

    An empty answer says that the percentage and ``n`` cannot both be right.  So many counts that to list them takes
    more seconds than ``longest`` are refused (TooLongError).

    >>> possible_counts("57.7", 26), possible_counts("58", 25), possible_counts("1", 300)
    ([15], [], [2, 3, 4])
    """
    return [x for x, _ in possible_fractions(percent, [n], rounding, longest)]


def possible_fractions(
    percent: str, denominators: Iterable[int], rounding: str = "nearest", longest: float = LONGEST
) -> list[tuple[int, int]]:
    """Every (x, n), n among ``denominators``, that can have been printed as ``percent``.

    So many that to list them takes more seconds than ``longest`` are refused (TooLongError).

    >>> possible_fractions("57.7", range(1, 31))
    [(15, 26)]
    >>> possible_fractions("58", range(1, 31))
    [(7, 12), (11, 19), (14, 24), (15, 26)]
    """
    printed, denominators = as_printed(percent, rounding), _held(denominators)
    _check_denominators(denominators, 1, longest)
    ends = [(n, *printed.counts(n, per=100)) for n in _in_blocks(denominators)]
    many = sum(int((high - low + 1).sum()) for _, low, high in ends)
    check_cost(f"Listing {many:,} fractions", EACH_FRACTION * many, longest, "take fewer or smaller denominators")
    return [
        (x, n)
        for block in ends
        for n, low, high in zip(*(each.tolist() for each in block), strict=True)
        for x in range(low, high + 1)
    ]


def common_denominators(
    percents: Iterable[str], denominators: Iterable[int], rounding: str = "nearest", longest: float = LONGEST
) -> list[int]:
    """The denominators that every one of the printed ``percents``, said to share one, allows.

    So many denominators and percentages that it takes more seconds than ``longest`` are refused (TooLongError).

    >>> common_denominators(["57.7", "3.8"], range(1, 61))
    [26, 52]
    """
    printed, denominators = (
        [as_printed(percent, rounding) for percent in several(percents, "Percentages")],
        _held(denominators),
    )
    _check_denominators(denominators, len(printed), longest)
    common = []
    for n in _in_blocks(denominators):
        for one in printed:
            n = n[one.counts(n, per=100)[1] >= 0]
        common += n.tolist()
    return common


def _held(denominators):
    """Denominators that can be counted and gone through again."""
    return denominators if isinstance(denominators, range) else several(denominators, "Denominators", fewest=0)


def _check_denominators(denominators, percents, longest):
    """Refuse more denominators than can be gone through in ``longest`` seconds."""
    many = len(denominators)
    check_cost(
        f"Going through {many:,} denominators", EACH_DENOMINATOR * many * (1 + percents), longest, "take fewer of them"
    )


def _in_blocks(denominators):
    """Denominators as arrays of some thousands."""
    each = iter(denominators)
    while block := list(islice(each, AT_ONCE)):
        yield _whole(block)


def _whole(block):
    """Denominators as an array, or a ValueError unless they are whole numbers and none is below 0."""
    try:
        numbers = np.asarray(block)
        whole = numbers.ndim == 1 and numbers.dtype.kind in "iu" and numbers.max() < LARGEST
    except (TypeError, ValueError):
        whole = False
    if not whole or numbers.min() < 0:
        raise ValueError(f"A denominator is a whole number of people; found {_strange(block)!r}.")
    return numbers


def _strange(block):
    """The first of the denominators that is no number of people."""
    return next((n for n in block if not isinstance(n, (int, np.integer)) or not 0 <= n < LARGEST), block[0])
