"""Tests that the difference is any given number, not only 0: the p-values that its intervals invert.

With them a rise can be tested against a smallest rise that matters ("more than ten points"), and every difference be
asked how well it agrees with the data (``curve``).
"""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from firststeps.digits import plural
from firststeps.paired.answers.arguments import as_numbers, check_shapes
from firststeps.paired.limits.fay_lumbard import fay_lumbard_tail
from firststeps.paired.limits.score import score_statistic
from firststeps.paired.planning.cost import LONGEST, check_cost, tables_in_words
from firststeps.paired.results import TestResult, check_alternative, choose, level_of
from firststeps.paired.tables import TableLike, cells
from firststeps.paired.two_waves.difference import PARTNERS
from firststeps.paired.two_waves.mcnemar import mcnemar

SECONDS = {"fay-lumbard": 8e-5, "fay-lumbard-mid-p": 1.6e-4, "tango": 2e-7, "laud": 4e-7}  # of one of many


def difference_test(
    table: TableLike,
    null: ArrayLike = 0.0,
    method: str = "fay-lumbard",
    alternative: str = "two-sided",
    longest: float = LONGEST,
) -> TestResult:
    """Test whether the difference of the two proportions of yes, second minus first, is ``null``.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    null : number in (-1, 1), or an array of them that broadcasts with (...)
        The difference under the null hypothesis, a proportion: 0.1 is ten percentage points. At 0 the test is that of
        McNemar which agrees with the interval of the same name.
    method : str
        ``"fay-lumbard"``: exact, the tails that Fay & Lumbard's interval (2021) inverts.
        ``"fay-lumbard-mid-p"``: the same with mid-p.
        ``"tango"``: score test (Tango 1998).
        ``"laud"``: the score test corrected for bias and skewness (Laud 2025). Where nobody changed, its one-sided
        p-values above 0.84 fall and rise again near 0; by every other method they rise with ``null``, but at 0 itself,
        where nobody changed, p = 1, as McNemar's test has it.
    alternative : {"two-sided", "greater", "less"}
        ``"greater"``: the difference is greater than ``null``. With a positive ``null`` this is a test of superiority
        by a margin, with a negative one of non-inferiority (``noninferiority``).
    longest : float
        Seconds that somebody means to wait; what would take longer is refused.

    Returns
    -------
    TestResult
        ``statistic`` (the signed score statistic, Tango's or Laud's, positive where the difference is above ``null``),
        ``pvalue``, each of the shape of tables and ``null`` together, and ``partner``, the interval that agrees.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, a ``null`` outside (-1, 1), shapes that do not go together, and an
        unknown method or alternative; as TooLongError for what takes longer than ``longest``.

    Notes
    -----
    One-sided, of difference <= null, p = P(T (2 R - 1) <= null) with R ~ beta(c, b + 1), and T ~ beta(m, n - m + 1)
    where null >= 0, else beta(m + 1, n - m), m = b + c (Fay & Lumbard 2021, Stat Med 40:1147; ``mcnemarExactDP`` with
    ``nullparm`` in R's exact2x2). By score p = 1 - Phi(z), z = (c - b - n null) / sqrt(n (2 p12 + null - null^2)), p12
    the most likely P(yes to no) given ``null``; by Laud's of one pair alone p = 1, as it has no variance. Two-sided is
    twice the smaller tail, at most 1, so that p < 1 - level just where the interval at that level leaves ``null`` out.

    Examples
    --------
    Seven gains and one loss of 21 (Bentur et al. 2009): whether the rise is above five points.

    >>> difference_test([[1, 1], [7, 12]], 0.05, alternative="greater")
    fay-lumbard (difference 0.05) test, greater: statistic 1.807, p = 0.0849
    agrees with: fay-lumbard interval of the difference
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    >>> difference_test([[1, 1], [7, 12]], [0, 0.05, 0.5], "tango").pvalue.round(4)
    array([0.0339, 0.0708, 0.0709])
    """
    test = choose(METHODS, method)
    check_alternative(alternative)
    nulls = _within_one(null)
    counts = cells(table)
    _, b, c, _, n = counts
    check_shapes("Tables and differences", np.asarray(n), nulls)
    asked = np.broadcast(n, nulls).size
    what = f"The {method} test of {tables_in_words(n)} against {plural(nulls.size, 'difference')}"
    instead = "take fewer" if method == "tango" else "take fewer, or method='tango'"
    check_cost(what, SECONDS[method] * asked, longest, instead)
    greater = None if alternative == "less" else test(b, c, n, nulls)
    less = None if alternative == "greater" else test(c, b, n, -nulls)
    if alternative == "two-sided":
        pvalue = np.minimum(2 * np.minimum(greater, less), 1.0)
    else:
        pvalue = greater if less is None else less
    if method in PARTNERS and np.any(nulls == 0):
        pvalue = np.where(nulls == 0, mcnemar(table, PARTNERS[method], alternative).pvalue, pvalue)
    statistic = score_statistic(b, c, n, nulls, corrected=method == "laud")
    hypothesis = f"difference {nulls:g}" if not nulls.ndim else "several differences"
    return TestResult(
        statistic[()],
        pvalue[()],
        f"{method} ({hypothesis})",
        alternative,
        f"{method} interval of the difference",
        counts=counts,
        level=level_of(table),
    )


def _within_one(null):
    """Give the differences of the null hypothesis as an array, or a ValueError."""
    nulls = as_numbers(null, "A difference under the null hypothesis")
    if not np.all(np.abs(nulls) < 1):
        raise ValueError(f"A difference under the null hypothesis lies between -1 and 1, such as 0.1; found {null!r}.")
    return nulls


def _score(b, c, n, null):
    """Give the one-sided p-value of difference <= ``null`` by score."""
    return ndtr(-score_statistic(b, c, n, null))


def _corrected(b, c, n, null):
    """Give the same by the corrected score, which one pair alone does not have."""
    return np.where(np.equal(n, 1), 1.0, ndtr(-score_statistic(b, c, n, null, corrected=True)))


METHODS = {
    "fay-lumbard": fay_lumbard_tail,
    "fay-lumbard-mid-p": partial(fay_lumbard_tail, mid=True),
    "tango": _score,
    "laud": _corrected,
}
