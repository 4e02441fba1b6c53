"""Tests that the conditional odds ratio c / b is any given number, not only 1: binomial tests of c out of b + c.

Given b + c, the count c is binomial with probability pi = odds ratio / (1 + odds ratio).
"""

import numpy as np
from numpy.typing import ArrayLike

from firststeps.paired.limits.binomial import at_least
from firststeps.paired.results import TestResult, check_alternative, choose, level_of
from firststeps.paired.tables import TableLike, cells
from firststeps.paired.two_waves.mcnemar import mcnemar


def odds_ratio_test(
    table: TableLike, null: ArrayLike = 1.0, method: str = "exact", alternative: str = "two-sided"
) -> TestResult:
    """Test whether the conditional odds ratio, second to first wave, is ``null``.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    null : positive number, or an array of them that broadcasts with (...)
        The odds ratio under the null hypothesis; 1 is no difference, and the test then McNemar's of the same name.
    method : str
        ``"exact"``: the tail of the binomial distribution, two-sided twice the smaller one, at most 1; it is below
        1 - level just where the Clopper-Pearson interval of ``odds_ratio`` excludes
        ``null``.  ``"mid-p"``: the same with half the probability of the observed c; it agrees with the mid-p interval.
    alternative : {"two-sided", "greater", "less"}
        ``"greater"``: the odds ratio is greater than ``null``.

    Returns
    -------
    TestResult
        ``statistic``, which is c, and ``pvalue``.  Without discordant pairs p = 1.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, an odds ratio that is not positive and finite, and an unknown
        method or alternative.

    Notes
    -----
    ``P(X >= c)`` and ``P(X <= c)`` for X binomial (b + c, null / (1 + null)): Fagerland, Lydersen & Laake (2014).  R's
    ``binom.test`` has the same one-sided p-values; its two-sided one orders by probability instead.

    Examples
    --------
    Seven gains and one loss (Bentur et al. 2009), where the odds ratio under the null hypothesis is 2:

    >>> odds_ratio_test([[1, 1], [7, 12]], 2)
    exact binomial (odds ratio 2) test, two-sided: statistic 7, p = 0.39
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    >>> round(float(odds_ratio_test([[1, 1], [7, 12]], 2, "mid-p").pvalue), 4)
    0.2341
    """
    tail = choose(METHODS, method)
    check_alternative(alternative)
    odds = positive(null, "An odds ratio")
    counts = cells(table)
    b, c = counts.b, counts.c
    greater, less = (tail(count, b + c, share) for count, share in ((c, odds / (1 + odds)), (b, 1 / (1 + odds))))
    twice = np.minimum(2 * np.minimum(greater, less), 1.0)
    pvalue = {"greater": greater, "less": less, "two-sided": twice}[alternative]
    pvalue = np.where(odds == 1, mcnemar(table, method, alternative).pvalue, np.where(b + c == 0, 1.0, pvalue))
    hypothesis = f"odds ratio {odds:g}" if not np.ndim(null) else "several odds ratios"
    return TestResult(
        np.broadcast_to(c, pvalue.shape)[()],
        pvalue[()],
        f"{method} binomial ({hypothesis})",
        alternative,
        counts=counts,
        level=level_of(table),
    )


def positive(null, what):
    """Give the ratios of the null hypothesis as an array, or a ValueError that names ``what`` they are.

    >>> positive(2, "A ratio")
    array(2.)
    """
    try:
        ratios = np.asarray(null, dtype=float)
    except (TypeError, ValueError):
        ratios = np.array(np.nan)
    if not np.all((ratios > 0) & np.isfinite(ratios)):
        raise ValueError(f"{what} under the null hypothesis is positive and finite, such as 1; found {null!r}.")
    return ratios


def _mid_p(x, m, share):
    """Give P(X >= x) less half of P(X = x), as the mean of two tails."""
    return (at_least(x, m, share) + at_least(x + 1, m, share)) / 2


METHODS = {"exact": at_least, "mid-p": _mid_p}
