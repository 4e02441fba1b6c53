"""The ratio of two paired proportions, second to first, with its confidence interval by several methods.

Tables are ``[[a, b], [c, d]]``, see ``firststeps.paired.tables``; the ratio is (a + c) / (a + b).
"""

import math
from functools import partial

import numpy as np
from scipy.special import ndtri

from firststeps.paired.limits.binomial import wilson_at
from firststeps.paired.limits.mover import ratio_limits
from firststeps.paired.limits.roots import root, roots
from firststeps.paired.results import Estimate, choose, level_of
from firststeps.paired.tables import TableLike, cells

FARTHEST = 150.0  # logarithms of the ratio searched


def ratio(table: TableLike, method: str = "score") -> Estimate:
    """Estimate the ratio of the two proportions of yes, second to first: (a + c) / (a + b), above 1 for a gain.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    method : str
        ``"score"``: inverts the score test of Nam & Blackwelder (2002) and Tang, Tang & Chan (2003), which for
        the ratio 1 is the asymptotic McNemar test.
        ``"bonett-price"``: the quotient of two Wilson intervals at an adjusted level (Bonett & Price 2006).
        ``"mover"``: from Wilson's limits of both proportions and their correlation (Tang, Li & Tang 2012);
        too narrow where nobody changed and about half said yes, as the correlation is then 1.
        ``"mover-newcombe"``: the same with the correlation corrected as in Newcombe's (1998) method 10 (``MOVER_newc``
        of ratesci with Wilson's limits), so that it is below 1.
        ``"wald"``: on the logarithmic scale; too narrow in small samples. Here for comparison only.

    Returns
    -------
    Estimate
        ``estimate`` of shape (...), ``confidence_interval(level)``, and ``partner``, the test that agrees.
        The ratio is infinite (``np.inf``, printed
        "infinity") where nobody said yes first and someone second. Where nobody ever said yes nothing is known of it:
        the estimate is 1 by convention and the limits are 0 and infinity.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, and for an unknown method.

    Examples
    --------
    >>> ratio([[1, 1], [7, 12]])
    ratio, second to first: 4, 95% interval 1.103 to 15.32 (score)
    agrees with: asymptotic McNemar test
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    """
    limits = choose(METHODS, method)
    counts = cells(table)
    first, second = counts.a + counts.b, counts.a + counts.c
    never, from_none = (first == 0) & (second == 0), (first == 0) & (second > 0)
    estimate = np.where(never, 1.0, np.where(from_none, np.inf, second / np.maximum(first, 1)))[()]
    partner = "asymptotic McNemar test" if method == "score" else ""
    return Estimate(
        estimate,
        "ratio, second to first",
        method,
        partial(_known_limits, limits, counts),
        partner,
        unit="ratio",
        counts=counts,
        level=level_of(table),
    )


def _known_limits(limits, counts, level):
    """Give the limits of a method; 0 where nobody said yes second, infinity where nobody said yes first."""
    low, high = limits(counts, level)
    return np.where(counts.a + counts.c == 0, 0.0, low), np.where(counts.a + counts.b == 0, np.inf, high)


def ratio_score(counts, log_ratio):
    """Give the score statistic for the null hypothesis that log(p2 / p1) is ``log_ratio``; positive for a larger ratio.

    Nam & Blackwelder (2002), equal to Tang, Tang & Chan (2003). The question for a ratio below 1 is turned round, first
    to second, so that nearly equal numbers are never subtracted.

    >>> float(ratio_score(cells([[1, 1], [7, 12]]), 0.0).round(4))
    2.1213
    """
    a, b, c, _, n = counts
    below = np.less(log_ratio, 0)
    b, c = np.where(below, c, b), np.where(below, b, c)
    theta, ever_yes = np.exp(np.abs(log_ratio)), a + b + c
    square, linear, constant = n * (1 + theta), (a + b) * theta**2 - (a + c + 2 * b), b * (theta - 1) * ever_yes / n
    root = np.sqrt(linear**2 + 4 * square * constant)
    with np.errstate(divide="ignore", invalid="ignore"):
        p12 = np.where(linear > 0, 2 * constant / (linear + root), (root - linear) / (2 * square))
        distance = a + c - theta * (a + b)
        statistic = distance / np.sqrt(square * p12 + ever_yes * (theta - 1))
    return np.where(distance == 0, 0.0, np.where(below, -statistic, statistic))


def _one_gap(log_ratio, a, b, c, n, z):
    """Say how far the two proportions are above z standard errors apart, for one table in plain numbers, times n.

    It has the sign of ``ratio_score(counts, log_ratio) - z``; its root is found faster.

    >>> _one_gap(math.log(15.3), 1, 1, 7, 21, -1.96) > 0 > _one_gap(math.log(15.4), 1, 1, 7, 21, -1.96)
    True
    """
    below = log_ratio < 0
    b, c = (c, b) if below else (b, c)
    theta, ever_yes = math.exp(abs(log_ratio)), a + b + c
    square, linear = n * (1 + theta), (a + b) * theta * theta - (a + c + 2 * b)
    constant = b * (theta - 1) * ever_yes / n
    root = math.sqrt(linear * linear + 4 * square * constant)
    p12 = 2 * constant / (linear + root) if linear > 0 else (root - linear) / (2 * square)
    variance, distance = square * p12 + ever_yes * (theta - 1), a + c - theta * (a + b)
    distance = -distance if below else distance
    return distance - z * math.sqrt(variance) if variance > 0 else distance or -z


def _score(counts, level):
    """Give the ratios at which the score statistic is z and -z."""
    z, (a, b, c, _, n) = float(ndtri((1 + level) / 2)), counts
    if np.ndim(n) == 0:
        plain = float(a), float(b), float(c), float(n)
        return tuple(np.exp(root(_one_gap, -FARTHEST, FARTHEST, *plain, aim)) for aim in (z, -z))

    def gap(log_ratio, a, b, c, n, sign):
        """Give the statistic less z or -z, on a scale without infinities."""
        return np.arctan(ratio_score((a, b, c, None, n), log_ratio)) - sign * np.arctan(z)

    return tuple(np.exp(roots(gap, -FARTHEST, FARTHEST, a, b, c, n, sign)) for sign in (1.0, -1.0))


def _wald(counts, level):
    """Give limits on the logarithmic scale (Fagerland, Lydersen & Laake 2014); 0 and infinity where nobody said yes."""
    first, second = counts.a + counts.b, counts.a + counts.c
    both = first * second
    half = ndtri((1 + level) / 2) * np.sqrt(np.where(both > 0, counts.b + counts.c, 0) / np.maximum(both, 1))
    estimate, empty = second / np.maximum(first, 1), both == 0
    return np.where(empty, 0.0, estimate * np.exp(-half)), np.where(empty, np.inf, estimate * np.exp(half))


def _bonett_price(counts, level):
    """Give the hybrid Wilson limits: Bonett & Price (2006), among the a + b + c pairs with a yes."""
    first, second = counts.a + counts.b, counts.a + counts.c
    pairs = counts.a + counts.b + counts.c
    joint = np.sqrt((counts.b + counts.c + 2) / ((first + 1) * (second + 1)))
    apart = sum(np.sqrt((1 - (x + 1) / (pairs + 2)) / (x + 1)) for x in (first, second))
    z = ndtri((1 + level) / 2) * joint / apart
    low1, high1 = wilson_at(first, pairs, z)
    low2, high2 = wilson_at(second, pairs, z)
    with np.errstate(divide="ignore"):
        return low2 / high1, np.divide(high2, low1)


METHODS = {
    "score": _score,
    "bonett-price": _bonett_price,
    "mover": ratio_limits,
    "mover-newcombe": partial(ratio_limits, corrected=True),
    "wald": _wald,
}
