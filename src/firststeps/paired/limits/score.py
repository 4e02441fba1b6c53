"""Score intervals of the paired difference: Tango's, and Laud's, which corrects it for bias and skewness.

With delta the difference second minus first, p12 = P(yes to no) and p21 = P(no to yes) = p12 + delta, the score
statistic is (c - b - n delta) / sqrt(n (p12 + p21 - delta^2)), p12 at its maximum likelihood value given delta.
"""

import math

import numpy as np
from scipy.special import ndtri

from firststeps.paired.limits.outermost import lowest
from firststeps.paired.limits.roots import root, roots

ROUNDING = 1e-9  # of a statistic: limits so near one another are all worked out


def score_statistic(b, c, n, delta, corrected=False):
    """Give the score statistic for the null hypothesis that the difference is ``delta``; positive for a larger
    difference.

    ``corrected=False``: Tango (1998); at delta = 0 it is (c - b) / sqrt(b + c).
    ``corrected=True``: with the variance n / (n - 1) times as large and corrected for skewness, as Laud (2025) defines
    it in his programs ratesci 1.0 (R) and ratesci-sas: x solves x + A (x^2 - 1) = s, with s the statistic above and
    A a sixth of its skewness, the larger root.  His programs take A as 0 where the third moment is below 1e-10 (a
    shortcut that shows from n about 1,000); here it is never cut.

    Plus or minus infinity where the variance is 0 and the difference is not ``delta``; 0 where it is.

    >>> float(score_statistic(1, 7, 21, 0.0).round(4))
    2.1213
    """
    b, c, n, delta = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (b, c, n, delta)))
    size = np.abs(delta)
    minor, major = np.where(delta < 0, c, b), np.where(delta < 0, b, c)
    discordance = 2 * smaller_probability(minor, major, n, size) + size
    variance = np.maximum(discordance - size**2, 0) * n
    if corrected:
        variance = variance * n / np.maximum(n - 1, 0.5)
    distance = c - b - n * delta
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(distance == 0, 0.0, distance / np.sqrt(variance))
    return _unskewed(statistic, delta, discordance, variance, n) if corrected else statistic


def _one_gap(delta, b, c, n, z):
    """Say how far c - b - n delta is above z standard errors, for one table in plain numbers.

    It has the sign of ``score_statistic(b, c, n, delta) - z``; its root is found faster.

    >>> round(_one_gap(0.5172, 1, 7, 21, -1.96), 2), _one_gap(0.0, 0, 0, 21, 1.96)
    (0.0, -1.96)
    """
    size, (minor, major) = abs(delta), (c, b) if delta < 0 else (b, c)
    linear = (2 * n - major + minor) * size - (minor + major)
    product = minor * size * (1 - size)
    root = math.sqrt(linear * linear + 8 * n * product)
    smaller = 2 * product / (linear + root) if linear > 0 else (root - linear) / (4 * n)
    variance, distance = (2 * smaller + size - size * size) * n, c - b - n * delta
    return distance - z * math.sqrt(variance) if variance > 0 else distance or -z


def smaller_probability(minor, major, n, size):
    """Give the smaller of p12 and p21 at maximum likelihood, given their difference ``size`` >= 0 (Tango 1998).

    ``minor`` is the count of the smaller one.  It is the root of 2 n x^2 + B x - minor size (1 - size) = 0 that is not
    negative, taken in the form that does not subtract nearly equal numbers.

    >>> float(smaller_probability(2, 5, 20, 0.0))
    0.175
    """
    linear = (2 * n - major + minor) * size - (minor + major)
    product = minor * size * (1 - size)
    root = np.sqrt(linear**2 + 8 * n * product)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(linear > 0, 2 * product / (linear + root), (root - linear) / (4 * n))


def _unskewed(statistic, delta, discordance, variance, n):
    """Give Laud's correction of the statistic for skewness.

    The third central moment of a change (1, 0 or -1, mean delta, mean square q, the ``discordance``) is
    delta - 3 delta q + 2 delta^3; that of the sum of n is n times as large.  The root is taken in the form that does
    not subtract nearly equal numbers; where the equation has none, Laud takes its turning point.
    """
    third = n * delta * (1 - 3 * discordance + 2 * delta**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        a = third / (6 * variance**1.5)
        inside = 1 + 4 * a * (statistic + a)
        root = 2 * (statistic + a) / (1 + np.sqrt(np.maximum(inside, 0)))
        root = np.where(inside < 0, -1 / (2 * a), root)
    return np.where((variance == 0) | ~np.isfinite(statistic), statistic, root)


def score_limits(b, c, n, level, corrected=False):
    """Give the two limits: the differences at which the score statistic is z and -z (Tango 1998; Laud 2025).

    >>> low, high = score_limits(1, 7, 21, 0.95)
    >>> round(float(low), 4), round(float(high), 4)
    (0.026, 0.5172)
    """
    z = float(ndtri((1 + level) / 2))
    if not corrected and np.ndim(b) == np.ndim(c) == np.ndim(n) == 0:
        b, c, n = float(b), float(c), float(n)
        low, high = (root(_one_gap, -1.0, 1.0, b, c, n, aim) for aim in (z, -z))
        return np.float64(-1.0 if b == n else low), np.float64(1.0 if c == n else high)

    def gap(delta, b, c, n, sign):
        """Give the statistic less z or -z, on a scale without infinities."""
        return np.arctan(score_statistic(b, c, n, delta, corrected)) - sign * np.arctan(z)

    n = np.asarray(n, dtype=float)
    low, high = roots(gap, -1, 1, b, c, n, 1.0), roots(gap, -1, 1, b, c, n, -1.0)
    low, high = np.where(np.equal(b, n), -1.0, low), np.where(np.equal(c, n), 1.0, high)
    single = corrected & (n == 1)
    return np.where(single, -1.0, low), np.where(single, 1.0, high)


def score_ends(b, c, n, level, corrected=False):
    """Give the lowest lower and the highest upper limit of many tables, each with the place of the first that has it.

    They are those of ``score_limits``, found without all others: a lower limit is below x just where the statistic
    against x is below z.

    >>> ends = score_ends(np.array([1, 7]), np.array([7, 1]), np.array([21, 21]), 0.95)
    >>> [(place, round(limit, 4)) for place, limit in ends]
    [(1, -0.5172), (0, 0.5172)]
    """
    z = float(ndtri((1 + level) / 2))
    b, c, n = (np.ravel(x) for x in (b, c, n))

    def end(side, sign):
        """Give one end: the lowest of the limits of one side, of the upper ones with their signs changed."""

        def limits(places):
            """Give the limits of the tables in these places."""
            return sign * score_limits(b[places], c[places], n[places], level, corrected)[side]

        def can_be_lower(places, x):
            """Say which limits are not plainly above ``x``; of one person alone there is no statistic."""
            statistic = sign * score_statistic(b[places], c[places], n[places], sign * x, corrected)
            return ~(statistic > z * (1 + ROUNDING)) | (n[places] == 1)

        order = np.argsort(sign * (c - b) / n - z * np.sqrt(b + c + 1) / n, kind="stable")
        place, limit = lowest(limits, can_be_lower, order)
        return place, sign * limit

    return end(0, 1), end(1, -1)
