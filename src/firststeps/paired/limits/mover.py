"""Limits of a difference or ratio recovered from Wilson's limits of the two proportions and their correlation.

The method of variance estimates recovery (MOVER): Newcombe (1998) for the difference, Donner & Zou (2012) and
Tang, Li & Tang (2010, 2012) for the ratio.

The versions differ in the correlation phi and in Wilson's limits. Newcombe (1998, Stat Med 17:2635) has three for the
difference: method 8 takes phi as it is, method 9 Wilson's limits with a continuity correction, method 10 Wilson's own
limits and phi with its numerator corrected by n / 2. The ratio has phi as it is (Tang, Li & Tang; Fagerland, Lydersen &
Laake 2014), or corrected as in Newcombe's method 10 (``MOVER_newc`` of Laud's R package ratesci).
"""

import numpy as np

from firststeps.paired.limits.binomial import wilson


def newcombe_limits(counts, level, corrected=True, one_limits=wilson):
    """Give the square-and-add limits of the difference p2 - p1: Newcombe (1998), method 10.

    ``corrected=False``: his method 8, with the correlation as it is; and ``one_limits=wilson_cc``: his method 9.
    Both have width 0 where nobody changed and half of the people said yes.

    >>> from firststeps.paired.tables import cells
    >>> low, high = newcombe_limits(cells([[20, 12], [2, 16]]), 0.95)  # an example of Newcombe (1998), who has p1 - p2
    >>> round(float(low), 4), round(float(high), 4)
    (-0.3292, -0.0562)
    >>> low, high = newcombe_limits(cells([[20, 12], [2, 16]]), 0.95, corrected=False)
    >>> round(float(low), 4), round(float(high), 4)
    (-0.3242, -0.0618)
    """
    phi = correlation(counts, corrected)
    (first, low1, high1), (second, low2, high2) = _proportions(counts, level, one_limits)
    estimate = (counts.c - counts.b) / counts.n
    below = _hypotenuse(second - low2, high1 - first, phi)
    above = _hypotenuse(high2 - second, first - low1, phi)
    return np.maximum(estimate - below, -1), np.minimum(estimate + above, 1)


def ratio_limits(counts, level, corrected=False):
    """Give limits of the ratio p2 / p1: Tang, Li & Tang (2012), as in Fagerland, Lydersen & Laake (2014).

    ``corrected``: with the correlation of Newcombe's method 10, see ``correlation``. Each limit is a root of
    a quadratic equation, taken in the form that does not divide by a difference.

    >>> from firststeps.paired.tables import cells
    >>> low, high = ratio_limits(cells([[1, 1], [7, 12]]), 0.95)
    >>> round(float(low), 4), round(float(high), 4)
    (1.1501, 14.5669)
    """
    phi = correlation(counts, corrected)
    (first, low1, high1), (second, low2, high2) = _proportions(counts, level)
    down, up = (second - low2, high1 - first), (high2 - second, first - low1)
    with np.errstate(divide="ignore", invalid="ignore"):
        below = (
            low2 * (2 * second - low2) / (first * second - phi * down[0] * down[1] + _root(first, second, *down, phi))
        )
        above = (first * second - phi * up[0] * up[1] + _root(first, second, *up, phi)) / (low1 * (2 * first - low1))
        estimate = second / first
    below, above = np.fmin(below, estimate), np.fmax(above, estimate)
    return np.where(low2 == 0, 0.0, below), np.where(low1 == 0, np.inf, above)


def _root(first, second, x, y, phi):
    """Give the root of the discriminant (p1 p2 - phi x y)^2 - (p2^2 - x^2) (p1^2 - y^2), 0 where that is negative.

    Written so that its largest terms are not subtracted: where phi is 1 it is (p1 x - p2 y)^2.
    """
    rest = (1 - phi) * x * y * (2 * first * second - (1 + phi) * x * y)
    return np.sqrt(np.maximum((first * x - second * y) ** 2 + rest, 0))


def _proportions(counts, level, one_limits=wilson):
    """Give the proportion of yes, lower and upper limit, at the first and at the second wave."""
    yes = counts.a + counts.b, counts.a + counts.c
    return tuple((x / counts.n, *one_limits(x, counts.n, level)) for x in yes)


def _hypotenuse(x, y, phi):
    """Give the length sqrt(x^2 + y^2 - 2 phi x y), of which nothing is lost where phi is near 1 and x near y."""
    return np.sqrt((x - y) ** 2 + 2 * (1 - phi) * x * y)


def correlation(counts, corrected=False):
    """Give the correlation phi of the two waves, of shape (...); 0 where everybody answered alike at one of them.

    It is 1, to the last digit, where nobody changed, and -1 where everybody did.

    ``corrected``: a positive numerator ad - bc is reduced by n / 2, at least to 0 (Newcombe 1998, method 10).

    >>> from firststeps.paired.tables import cells
    >>> float(correlation(cells([[4, 1], [1, 4]])).round(12))
    0.6
    """
    a, b, c, d, n = (x.astype(float) for x in counts)
    numerator = a * d - b * c
    if corrected:
        numerator = np.where(numerator > 0, np.maximum(numerator - n / 2, 0), numerator)
    product = ((a + b) * (c + d)) * (
        (a + c) * (b + d)
    )  # in this order the square of a d, or of b c, has its exact root
    return np.where(product > 0, np.clip(numerator / np.sqrt(np.maximum(product, 1)), -1, 1), 0.0)
