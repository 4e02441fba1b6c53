"""Exact inference on the difference (c - b) / n that agrees with the exact McNemar test: Fay & Lumbard (2021).

The exact test asks which way the changers went, given how many changed. Fay and Lumbard join to its confidence
distribution of the share of gains one of the proportion who change, both of Clopper and Pearson, and read limits of the
difference off their product. Where 0 is the difference, the exact one-sided p-value comes out, so that interval and
test cannot contradict each other. They conjecture, from extensive calculation, that the level is kept always.

The mid-p version is the same with the mid-p distribution of the share of gains, the mean of Clopper and Pearson's
lower and upper one (Lancaster 1961), so that it agrees with the mid-p McNemar test. It is ours, by analogy.

Of tables with the same c and n the p-value against delta rises with b, by either version, so that of many tables few
need theirs.  Below 0 it is plain: T rises and R falls.  From 0 on, P(D > delta) is the mean over T, the m-th smallest
of n uniform numbers, of the probability that of m changers at most c - 1 gain, each with p = 1/2 + delta / 2T.  One
more b adds to it a positive number times the integral over T = t from delta to 1 of
(1 - t)^(n-m) t^(m-2) p^(c-1) (1 - p)^(b+1) (delta - m t), and that is negative.  (Where nobody changed T is 0, and
there alone by mid-p, from 0 on, it is the other way round: then no p-value below 1/2 is concerned, and so no limit.)
"""

import numpy as np
from scipy.special import betainc, betaincc

from firststeps.paired.limits.beta_product import cdf, small, small_up_to
from firststeps.paired.limits.binomial import binomial_tail
from firststeps.paired.limits.outermost import FEW, ends_of_lines, lowest, so_far_true
from firststeps.paired.limits.roots import roots
from firststeps.paired.limits.score import score_limits
from firststeps.paired.results import TIE, rejects

ROUNDING = 1e-9  # of a tail: limits so near one another are all worked out
SMALL = 1e-6  # p-values that are worked out again, so that they have nine digits right


def fay_lumbard_tail(b, c, n, delta, mid=False, digits=True):
    """Give the one-sided p-value of difference <= ``delta``, against a greater one; arrays broadcast.

    With m = b + c it is P(T (2 R - 1) <= delta), R ~ beta(c, b + 1) the lower confidence distribution of the share of
    gains; T, that of the proportion who change, is beta(m, n - m + 1) for delta >= 0 and beta(m + 1, n - m) below (Fay
    & Lumbard 2021). ``mid`` takes the mean over R ~ beta(c, b + 1) and R ~ beta(c + 1, b).
    It has nine digits, however small it is; without ``digits``, to be compared with a level, some
    1e-16 of it may be missing.

    At 0 it is the one-sided p-value of the exact (mid-p) McNemar test; where nobody changed, the chance that nobody
    does (by mid-p half of it) if the proportion ``-delta`` moves one way:

    >>> float(fay_lumbard_tail(1, 7, 21, 0.0)), 9 / 2**8
    (0.03515625, 0.03515625)
    >>> [round(float(p), 6) for p in (fay_lumbard_tail(0, 0, 26, -0.1), fay_lumbard_tail(0, 0, 26, -0.1, mid=True))]
    [0.064611, 0.032305]
    """
    b, c, n, delta = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (b, c, n, delta)))
    tail = _product(delta, b, c, n, c, b + 1, digits)
    return (tail + _product(delta, b, c, n, c + 1, b, digits)) / 2 if mid else tail


def _product(delta, b, c, n, r, q, digits):
    """Give P(T (2 R - 1) <= delta) for R ~ beta(r, q); a parameter of 0 puts T or R at an end of its range."""
    m = b + c
    t, s = np.where(delta < 0, m + 1, m), np.where(delta < 0, n - m, n - m + 1)
    t, s, r, q = np.broadcast_arrays(t, s, r, q)
    tail = cdf(delta, np.maximum(t, 0.5), np.maximum(s, 0.5), np.maximum(r, 0.5), np.maximum(q, 0.5))
    little = np.where(delta > 0, 10 * SMALL, SMALL)  # above 0 the tail is 1 less the rest
    if digits and np.any(few := (tail < little) & (np.abs(delta) < 1) & (np.min([t, s, r, q], axis=0) > 0)):
        tail = np.array(tail)
        for some, integral in ((few & (delta < 0), small), (few & (delta > 0), small_up_to)):
            if np.any(some):
                tail[some] = integral(*(x[some] for x in (np.abs(delta), t, s, r, q)))
    tail = np.where(s == 0, betainc(np.maximum(r, 0.5), np.maximum(q, 0.5), np.clip((1 + delta) / 2, 0, 1)), tail)
    within, beyond = (
        f(np.maximum(t, 0.5), np.maximum(s, 0.5), np.minimum(np.abs(delta), 1)) for f in (betainc, betaincc)
    )
    below = delta < 0
    tail = np.where(r == 0, np.where(below, np.where(s == 0, 1.0, beyond), 1.0), tail)
    return np.where(q == 0, np.where(below, 0.0, np.where(t == 0, 1.0, within)), tail)


def fay_lumbard_low(b, c, n, tail, mid=False):
    """Give the lower limit of the difference: the value at which ``fay_lumbard_tail`` is ``tail``, and -1 where none
    is.  It is 0 itself, not a root's last digits above or below it, where the one-sided McNemar test has p = ``tail``.

    >>> float(fay_lumbard_low(0, 6, 7, 1 / 64))
    0.0
    >>> round(float(fay_lumbard_low(0, 0, 26, 0.05)), 4), round(0.05 ** (1 / 26) - 1, 4)  # nobody changed
    (-0.1088, -0.1088)
    """
    low = roots(lambda x, b, c, n, tail: fay_lumbard_tail(b, c, n, x, mid, digits=False) - tail, -1, 1, b, c, n, tail)
    return np.where(_is_p_at_none(b, c, tail, mid), 0.0, np.where(np.isnan(low), -1.0, low))


def _is_p_at_none(b, c, tail, mid):
    """Say whether the one-sided p-value of no difference, the tail of a binomial number, is ``tail`` but for rounding.

    >>> bool(_is_p_at_none(0, 6, 1 / 64, False)), bool(_is_p_at_none(0, 6, 0.025, False))
    (True, False)
    """
    b, m = np.asarray(b), np.add(b, c)
    p = binomial_tail(b, m)
    if mid:
        p = (p + binomial_tail(b - 1, m)) / 2
    return (m > 0) & (np.abs(p - tail) <= TIE * tail)


def fay_lumbard_lowest(b, c, n, tail, mid=False):
    """Give the lowest of the lower limits of many tables, and the place of the first table that has it.

    It is the smallest of ``fay_lumbard_low``, found without all others: of tables with the same c and n the one with
    the largest b has the lowest limit, and a limit is below x just where the p-value against x, which rises with x, is
    above ``tail``, which takes a tenth of the time.  The first x is the lowest limit of those tables whose score limits
    are lowest.

    >>> place, low = fay_lumbard_lowest(np.array([1, 7]), np.array([7, 1]), np.array([21, 21]), 0.025)
    >>> place, round(low, 4)
    (1, -0.5455)
    """
    b, c, n = (np.ravel(x) for x in (b, c, n))

    def limits(places):
        """Give the limits of the tables in these places."""
        return fay_lumbard_low(b[places], c[places], n[places], tail, mid)

    def can_be_lower(places, x):
        """Say of which tables the p-value against ``x`` is not below ``tail``."""
        tails = fay_lumbard_tail(b[places], c[places], n[places], x, mid, digits=False)
        return tails >= tail * (1 - ROUNDING)

    places = np.arange(len(b)) if len(b) <= FEW else ends_of_lines(b, c, n)
    score, _ = score_limits(b[places], c[places], n[places], 1 - 2 * tail)
    return lowest(limits, can_be_lower, places[np.argsort(score, kind="stable")])


def fay_lumbard_rejects(b, c, n, delta, alpha, mid=False):
    """Say of each of many tables whether its ``fay_lumbard_tail`` against a ``delta`` below 0 is at most ``alpha``.

    Of tables with the same c and n those are rejected whose b is small enough; how small, a bisection finds in a few of
    them.

    >>> fay_lumbard_rejects(np.array([0, 1, 2]), np.array([4, 4, 4]), np.array([26, 26, 26]), -0.1, 0.05).tolist()
    [True, True, False]
    """
    b, c, n = (np.ravel(x) for x in (b, c, n))

    def rejected(places):
        """Say which of the tables in these places are rejected."""
        return rejects(fay_lumbard_tail(b[places], c[places], n[places], delta, mid, digits=False), alpha)

    return so_far_true(rejected, b, c, n)
