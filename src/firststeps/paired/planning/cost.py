"""What a computation will cost, said beforehand: what takes longer than somebody means to wait is refused, with why.

The seconds are rough, of one core of a laptop, and err on the side of too many.
"""

import math
import sys

import numpy as np

from firststeps.paired.answers.arguments import is_number

LONGEST = 10.0  # seconds that nobody is kept waiting for without having asked for it
ORDERED = {"unconditional": (0.01, 1e-7), "boschloo": (0.02, 5e-7)}  # seconds for n people: the one, and n^2 the other
# Seconds of a number of pairs; of its first table and of each further one, by their pairs; and by the square of these,
# which one unconditional table is spared.
TABLES = {"unconditional": (0.004, 5e-6, 2e-6, 4e-10), "boschloo": (0.01, 2e-5, 2e-5, 5.7e-9)}
# Seconds of power of a number of many people at a discordance, by the root of the number and its logarithm.
LIKELY = {"asymptotic": 2e-6, "continuity": 2e-6, "exact": 6e-6, "mid-p": 1.2e-5}
MANY = 2_000  # people beyond whom only the likely numbers of discordant pairs are summed over
MOST_ORDERED = 5_000  # people of whom every table can be held and put in order


class TooLongError(ValueError):
    """A computation that would take longer than somebody means to wait: how long, and what makes it possible."""


def check_cost(what, seconds, longest, instead):
    """Raise TooLongError where ``what`` takes about so many ``seconds``, more than ``longest``.

    The sentence says how long it takes, the value of ``longest`` that allows it, and what to do ``instead``.  Where
    somebody has allowed more than ten seconds, a terminal is told how long it takes.

    >>> check_cost("Coverage of 26 people", 5, 10, "take fewer people")
    >>> check_cost("Coverage of 26 people", 130, 10, "take fewer people")
    Traceback (most recent call last):
    firststeps.paired.planning.cost.TooLongError: Coverage of 26 people takes about 3 minutes; expected at most 10 \
seconds. To wait for it say longest=180, or take fewer people.
    """
    check_longest(longest)
    words, allowed = _rounded(seconds)
    if seconds <= longest:
        if seconds > LONGEST and sys.stderr.isatty():
            print(f"{what} takes about {words}.", file=sys.stderr, flush=True)
        return
    raise TooLongError(
        f"{what} takes about {words}; expected at most {longest:g} seconds. To wait for it say longest={allowed}, or "
        f"{instead}."
    )


def check_longest(longest):
    """Raise ValueError unless it is a number of seconds.

    >>> check_longest(60)
    """
    if not is_number(longest) or not longest >= 0:
        raise ValueError(f"longest is a number of seconds, such as 60; found {longest!r}.")


def check_ordered(n, method, what="Power of"):
    """Raise TooLongError where every table of n people would have to be put in order, and these are too many.

    >>> check_ordered(5000, "unconditional"), check_ordered(10**6, "exact")
    (None, None)
    """
    if method in ORDERED and n > MOST_ORDERED:
        raise TooLongError(
            f"{what} the {method} test puts every table in order, {n * n // 2:,} of {n:,} people; it is worked out "
            f"for up to {MOST_ORDERED:,} people. With so many the asymptotic and the exact test say nearly the same."
        )


def ordering_seconds(sizes, method):
    """The seconds that it takes to find what a test rejects of each of ``sizes`` people, where n counts beside b and c.

    >>> ordering_seconds([100, 200], "exact"), round(ordering_seconds([100, 200], "unconditional"), 3)
    (0.0, 0.025)
    """
    one, squared = ORDERED.get(method, (0.0, 0.0))
    return float(sum(one + squared * n * n for n in sizes))


def power_seconds(n, points, method, discordances=None):
    """Give the seconds that power of n people takes at so many points, of so many different discordances.

    >>> power_seconds(26, 100, "exact") < 0.01, power_seconds(10**6, 100, "exact") > 10
    (True, True)
    >>> power_seconds(10**6, 100, "exact", 10) < 5, power_seconds(5000, 1, "boschloo") > 10
    (True, True)
    """
    if method in ORDERED or n <= MANY:
        return ordering_seconds([n], method) + 3e-5 * n + 1e-7 * n * points
    root, searched = math.sqrt(n), points if discordances is None else discordances
    return root * (LIKELY.get(method, 1.2e-5) * math.log2(n) * searched + 1e-5 * points)


def intervals_seconds(n, method):
    """Give the seconds that the exact unconditional intervals of tables take, of ``n`` pairs each; of others, none.

    >>> intervals_seconds(21, "tango"), intervals_seconds([21, 21], "unconditional") < 1
    (0.0, True)
    >>> intervals_seconds(1000, "unconditional") > 20
    True
    """
    if method != "unconditional":
        return 0.0
    return float(np.sum(0.02 + 3e-5 * np.asarray(n, dtype=float) ** 2))


def tables_seconds(n, method):
    """Give the seconds that the unconditional p-values of tables take, of ``n`` pairs each; of other methods, none.

    >>> tables_seconds([21], "exact"), tables_seconds([10_000] * 5, "unconditional") < 1
    (0.0, True)
    >>> tables_seconds(range(1000, 3000), "unconditional") > 20
    True
    """
    if method not in TABLES:
        return 0.0
    each, first, further, squared = TABLES[method]
    sizes, tables = np.unique(np.asarray(n, dtype=float), return_counts=True)
    square = squared * sizes**2 * ((tables > 1) | (method == "boschloo"))
    return float(np.sum(each + first * sizes + further * sizes * (tables - 1) + tables * square))


def tables_in_words(n):
    """Name the tables of ``n`` pairs in words.

    >>> tables_in_words(np.array(21)), tables_in_words(np.array([21, 3000]))
    ('21 pairs', '2 tables of up to 3,000 pairs')
    """
    return f"{np.size(n):,} tables of up to {np.max(n, initial=0):,} pairs" if np.ndim(n) else f"{n:,} pairs"


def _rounded(seconds):
    """So many seconds in words, rounded up, and as a whole number of them.

    >>> _rounded(12), _rounded(61), _rounded(7300)
    (('12 seconds', 12), ('2 minutes', 120), ('3 hours', 10800))
    """
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds > length:
            number = math.ceil(seconds / length)
            return f"{number:,} {unit}", number * length
    return f"{math.ceil(seconds)} seconds", math.ceil(seconds)
