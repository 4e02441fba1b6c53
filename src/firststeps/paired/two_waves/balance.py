"""How those who changed must split for similarity to be supported, or "not lower": the ground of the power of both.

With two sides they must split evenly enough; with one, that of non-inferiority, enough of them must have gained.
"""

from functools import lru_cache

import numpy as np

from firststeps.paired import families
from firststeps.paired.families import DECIDES
from firststeps.paired.limits.roots import last_true
from firststeps.paired.results import check_alpha
from firststeps.paired.two_waves.equivalence import check_margin, noninferiority_pvalue

TOGETHER = 64  # numbers of people whose least balances are worked out together


def least_balances(sizes, most, margin, alpha=0.05, family=DECIDES, sides=2):
    """The smallest min(b, c) that supports similarity, for each number who change m; more than m / 2 where none does.

    With one of the ``sides``: the smallest c that supports that the second proportion is not lower by the margin; more
    than m where none does.

    An array for each of the numbers of people ``sizes``, for m from 0 to what ``most`` says of it.  They are kept,
    since plans for several discordances ask for the same; so nobody writes into them.

    >>> [least.tolist() for least in least_balances([26, 29], [1, 3], 0.1, 0.05, "exact")]
    [[1, 1], [0, 1, 2, 2]]
    >>> least_balances([26], [3], 0.1, 0.05, "score")[0].tolist()
    [0, 1, 2, 2]
    >>> least_balances([26], [3], 0.1, 0.05, "exact", sides=1)[0].tolist()
    [1, 1, 2, 3]
    """
    check_margin(margin)
    known = _known(float(margin), check_alpha(alpha), families.family(family).interval, sides)
    known.work_out(sizes, most)
    return [known.least[n][: end + 1] for n, end in zip(sizes, most, strict=True)]


@lru_cache(maxsize=64)
def _known(margin, alpha, method, sides=2):
    """The least balances that are known, of one margin, level and test."""
    return _LeastBalances(margin, alpha, method, sides)


class _LeastBalances:
    """The least balances of one test, by the number of people: of as many who change as were asked for.

    For a given number who change the test supports similarity from some min(b, c) on.  That of the score test is found
    by bisection, as it is quickly worked out.  Those of other tests lie near it and are looked for from there, one step
    at a time, and only where the nearest n that are known leave it open: with more people, of whom as many change, the
    proportion who change is smaller and its exact confidence distribution too, so that similarity is supported all the
    sooner.
    """

    def __init__(self, margin, alpha, method, sides):
        """Know nothing yet."""
        self.margin, self.alpha, self.method, self.sides = margin, alpha, method, sides
        self.least = {}

    def work_out(self, sizes, most):
        """Work out what is not yet known of these ``sizes``, each up to its ``most`` who change."""
        missing = {n: end for n, end in zip(sizes, most, strict=True) if len(self.least.get(n, ())) <= end}
        for level in _levels(sorted(missing)):
            for start in range(0, len(level), TOGETHER):
                part = level[start : start + TOGETHER]
                self._work_out_together(part, [missing[n] for n in part])

    def _work_out_together(self, sizes, most):
        """Work out those of ``sizes`` of which none lies next to another."""
        starts = np.cumsum([0, *(end + 1 for end in most)])
        n, pairs = np.repeat(sizes, np.diff(starts)), np.concatenate([np.arange(end + 1) for end in most])
        if self.method == "tango":
            least = _by_score(n, pairs, self.margin, self.alpha, self.sides)
        else:
            least = self._near_the_score_tests(sizes, most, n, pairs)
        self.least |= zip(sizes, np.split(least, starts[1:-1]), strict=True)

    def _near_the_score_tests(self, sizes, most, n, pairs):
        """The least balances of an exact test, as far as what is known leaves them open."""
        tests = "tango", "fay-lumbard"
        score, exact = (_known(self.margin, self.alpha, method, self.sides) for method in tests)
        score.work_out(sizes, most)
        brackets = [self._bracket(n, end) for n, end in zip(sizes, most, strict=True)]
        low, high = (np.concatenate(ends) for ends in zip(*brackets, strict=True))
        guess = np.concatenate([score.least[n][: end + 1] for n, end in zip(sizes, most, strict=True)])
        if self.method == "fay-lumbard-mid-p":  # which is never above the exact p
            highest = np.concatenate([_first(exact.least.get(n, ()), end) for n, end in zip(sizes, most, strict=True)])
            high, guess = np.minimum(high, highest), np.where(highest <= pairs, highest - 1, guess)
        return _near(guess, low, high, n, pairs, self.margin, self.alpha, self.method)

    def _bracket(self, n, most):
        """Between which numbers the least balances of n lie, by those that are known: of the nearest numbers of people,
        and of n itself where fewer changed.
        """
        bracket = np.zeros(most + 1, dtype=int), np.arange(most + 1) // self.sides + 1
        fewer = max((size for size in self.least if size < n), default=None)
        more = min((size for size in self.least if size > n), default=None)
        for end, size in ((1, fewer), (0, more), (0, n), (1, n)):
            first = self.least.get(size, ())[: most + 1]
            bracket[end][: len(first)] = first
        return bracket


def balance_at(n, pairs, margin, alpha, method, sides=2):
    """The least balance of n people, for each number of ``pairs`` who change, without what others say of it.

    >>> balance_at(26, np.array([1, 3]), 0.1, 0.05, "tango").tolist()
    [1, 2]
    """
    least = _by_score(n, pairs, margin, alpha, sides)
    if method == "tango":
        return least
    return _near(least, np.zeros_like(pairs), pairs // sides + 1, n, pairs, margin, alpha, method)


def _by_score(n, pairs, margin, alpha, sides):
    """The least balance by the score test, for each number of ``pairs`` who change."""
    most = pairs // sides

    def supports(steps):
        """Whether the test does so many steps from an even split, or from gains alone."""
        few = np.maximum(most - steps, 0)
        return noninferiority_pvalue(pairs - few, few, n, margin, "tango") <= alpha

    return most - last_true(supports, most)


def _near(guess, low, high, n, pairs, margin, alpha, method):
    """The least balance by an exact test, from ``low`` to ``high``, one step at a time from a ``guess``.

    It is enough to ask of the side on which more go: only the limit there can fail.
    """
    n, guess = np.broadcast_to(n, pairs.shape), guess.copy()
    while np.any(open_ := low < high):
        few = np.clip(guess, low, high - 1)[open_]
        enough = noninferiority_pvalue(pairs[open_] - few, few, n[open_], margin, method) <= alpha
        high[open_], low[open_] = np.where(enough, few, high[open_]), np.where(enough, low[open_], few + 1)
        guess[open_] = np.where(enough, few - 1, few + 1)
    return low


def _first(known, most):
    """What is ``known`` up to ``most`` who change, and where nothing is, a number that is too high."""
    return np.concatenate(
        [np.asarray(known[: most + 1], dtype=int), np.full(max(0, most + 1 - len(known)), 2 * most + 2)]
    )


def _levels(sizes):
    """The sorted ``sizes`` in lists such that each lies between two of earlier lists, as soon as it can.

    >>> list(_levels([1, 2, 3, 4, 5]))
    [[1, 5], [3], [2, 4]]
    """
    if sizes:
        yield sorted({sizes[0], sizes[-1]})
    gaps = [(0, len(sizes) - 1)]
    while gaps := [(low, high) for low, high in gaps if high - low > 1]:
        middles = [(low + high) // 2 for low, high in gaps]
        yield [sizes[middle] for middle in middles]
        gaps = [
            gap for (low, high), middle in zip(gaps, middles, strict=True) for gap in ((low, middle), (middle, high))
        ]
