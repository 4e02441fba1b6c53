"""Tests that the ratio of the two proportions is any given number, not only 1: what its score interval inverts."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from firststeps.paired.answers.arguments import check_shapes
from firststeps.paired.results import TestResult, check_alternative, level_of
from firststeps.paired.tables import TableLike, cells
from firststeps.paired.two_waves.any_value.odds_ratio_test import positive
from firststeps.paired.two_waves.ratio import ratio_score

FARTHEST = 1e60  # from there on p is the same of every ratio, to all its digits: 0, 1/2 or 1


def ratio_test(table: TableLike, null: ArrayLike = 1.0, alternative: str = "two-sided") -> TestResult:
    """Test by its score whether the ratio of the two proportions of yes, second to first, is ``null``.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    null : positive number, or an array of them that broadcasts with (...)
        The ratio under the null hypothesis; 1 is no difference, and the test then the asymptotic one of McNemar.
    alternative : {"two-sided", "greater", "less"}
        ``"greater"``: the ratio is greater than ``null``.

    Returns
    -------
    TestResult
        ``statistic`` (the signed score, positive where the ratio is above ``null``), ``pvalue``, each of the shape of
        tables and ``null`` together, and ``partner``, the interval that agrees. Where nobody ever said yes nothing is
        known of a ratio: p = 1. Beyond 1e60, or below its inverse, both are those of this ratio.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, a ratio that is not positive and finite, shapes that do not go
        together, and an unknown alternative.

    Notes
    -----
    z = (a + c - null (a + b)) / sqrt(n ((1 + null) p12 + (p11 + p12 + p21) (null - 1))), p12 the most likely
    P(yes to no) given ``null`` (Nam & Blackwelder 2002, Stat Med 21:689; Tang, Tang & Chan 2003, Stat Med 22:1217).
    Two-sided p is below 1 - level just where the score interval of ``ratio`` at that level leaves ``null`` out.

    Examples
    --------
    >>> ratio_test([[1, 1], [7, 12]], 1.5, "greater")
    score (ratio 1.5) test, greater: statistic 1.4689, p = 0.0709
    agrees with: score interval of the ratio
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    """
    check_alternative(alternative)
    ratios = positive(null, "A ratio")
    counts = cells(table)
    check_shapes("Tables and ratios", np.asarray(counts.n), ratios)
    statistic = ratio_score(counts, np.log(np.clip(ratios, 1 / FARTHEST, FARTHEST)))
    toward = {"greater": statistic, "less": -statistic, "two-sided": np.abs(statistic)}[alternative]
    pvalue = (2 if alternative == "two-sided" else 1) * ndtr(-toward)
    pvalue = np.where(counts.a + counts.b + counts.c > 0, pvalue, 1.0)
    if alternative != "two-sided":  # as McNemar's test has it where nobody changed
        pvalue = np.where((ratios == 1) & (counts.b + counts.c == 0), 1.0, pvalue)
    hypothesis = f"ratio {ratios:g}" if not ratios.ndim else "several ratios"
    return TestResult(
        statistic[()],
        pvalue[()],
        f"score ({hypothesis})",
        alternative,
        "score interval of the ratio",
        counts=counts,
        level=level_of(table),
    )
