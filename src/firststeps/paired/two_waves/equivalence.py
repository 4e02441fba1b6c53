"""Equivalence and non-inferiority of two paired proportions: the tests behind "remained similar".

Similar is claimed against a margin stated beforehand, never because a test of no difference fails to reject.
"""

from dataclasses import dataclass, field
from functools import partial
from math import floor

import numpy as np
from scipy.special import ndtr

from firststeps.paired.answers.arguments import check_size, is_number
from firststeps.paired.answers.fields import Checked
from firststeps.paired.limits.exact_score import exact_pvalue
from firststeps.paired.limits.fay_lumbard import fay_lumbard_rejects, fay_lumbard_tail
from firststeps.paired.limits.outermost import asked_of
from firststeps.paired.limits.roots import last_true
from firststeps.paired.limits.score import score_statistic
from firststeps.paired.planning.cost import LONGEST, check_cost, check_ordered, tables_in_words
from firststeps.paired.results import TestResult, choose, level_of, rejects
from firststeps.paired.tables import TableLike, cells, discordant_tables
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.ratio import ratio, ratio_score

SECONDS = {"fay-lumbard": 4e-5, "fay-lumbard-mid-p": 8e-5}  # of one of many tables, one-sided
INSTEAD = "take fewer tables or pairs, or method='tango'"


@dataclass(frozen=True, repr=False)
class MarginResult(TestResult):
    """A test against a margin: a ``TestResult`` (statistic and p-value of shape (...)) that knows its ``margin``."""

    margin: float = field(kw_only=True)


def equivalence(table: TableLike, margin: float, method: str = "fay-lumbard", longest: float = LONGEST) -> MarginResult:
    """Test that the second proportion of yes is similar to the first: two one-sided tests (Schuirmann 1987).

    The null hypothesis is a change of at least the margin, in either direction; p is the larger of the two one-sided
    p-values. At significance 5% it is rejected where the 90% interval of the same method lies within the margins.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    margin : float
        A difference in (0, 1), such as 0.1 for ten percentage points: similar is a difference between -0.1 and 0.1. For
        ``"ratio"`` a ratio in (0, 1), such as 0.8: similar is a ratio between 0.8 and 1 / 0.8 = 1.25.
    method : str
        ``"fay-lumbard"``: exact, the tails that Fay & Lumbard's interval (2021) inverts; agrees with the exact test.
        ``"fay-lumbard-mid-p"``: the same with mid-p.
        ``"tango"``: score test of the difference (Tango 1998).
        ``"unconditional"``: exact, ordered by that score (Hsueh, Liu & Chen 2001); one table at a time.
        ``"ratio"``: score test of the ratio (Nam & Blackwelder 2002; Tang, Tang & Chan 2003).
    longest : float
        Seconds that somebody means to wait; what would take longer is refused.

    Returns
    -------
    MarginResult
        ``statistic`` (the smaller of the two signed scores, positive away from the margins), ``pvalue``, ``margin``,
        ``method``, ``alternative``, and ``partner``, the interval that agrees with the test.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, for a margin outside (0, 1), and for an unknown method; as
        TooLongError for what takes longer than ``longest``, and more than 5,000 pairs by the unconditional test.

    Examples
    --------
    Of 26 people nobody changed; a margin of ten points is not supported, since 0.9^26 = 6.5%. By the score test it is:

    >>> equivalence([[12, 0], [0, 14]], 0.1)
    fay-lumbard test, equivalence: difference between -0.1 and 0.1: statistic 1.6997, p = 0.0646
    agrees with: fay-lumbard interval of the difference, at 2 level - 1
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    >>> round(float(equivalence([[12, 0], [0, 14]], 0.1, "tango").pvalue), 4)
    0.0446
    """
    test = choose(METHODS, method)
    check_margin(margin)
    counts = cells(table)
    _check_cost(counts.n, method, 2, longest)
    not_worse, p_worse = test(counts, margin)
    not_better, p_better = test(_turned(counts), margin)
    bounds = f"ratio between {margin:g} and {1 / margin:g}" if method == "ratio" else _between(margin)
    return MarginResult(
        np.minimum(not_worse, not_better)[()],
        np.maximum(p_worse, p_better)[()],
        method,
        f"equivalence: {bounds}",
        _partner(method),
        margin=margin,
        counts=counts,
        level=level_of(table),
    )


def noninferiority(
    table: TableLike, margin: float, method: str = "fay-lumbard", longest: float = LONGEST
) -> MarginResult:
    """Test that the second proportion of yes is not lower than the first by the margin or more.

    One-sided: the null hypothesis is a difference of at most ``-margin`` (``"ratio"``: a ratio of at most ``margin``).
    Arguments, result and errors are those of ``equivalence``.

    >>> noninferiority([[12, 0], [1, 13]], 0.1)
    fay-lumbard test, non-inferiority: difference above -0.1: statistic 2, p = 0.0323
    agrees with: fay-lumbard interval of the difference, at 2 level - 1
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    """
    test = choose(METHODS, method)
    check_margin(margin)
    counts = cells(table)
    _check_cost(counts.n, method, 1, longest)
    statistic, pvalue = test(counts, margin)
    bound = f"ratio above {margin:g}" if method == "ratio" else f"difference above -{margin:g}"
    return MarginResult(
        statistic[()],
        pvalue[()],
        method,
        f"non-inferiority: {bound}",
        _partner(method),
        margin=margin,
        counts=counts,
        level=level_of(table),
    )


def _check_cost(n, method, sides, longest):
    """Refuse so many one-sided tests of tables of ``n`` pairs, or such large ones, that they take long."""
    if method == "unconditional":
        check_ordered(int(np.max(n, initial=0)), method, "A p-value against a margin by")
    seconds = sides * SECONDS.get(method, 0.0) * np.size(n)
    if method == "unconditional":
        seconds = sides * float(np.sum(0.002 + 5e-7 * np.square(n, dtype=float)))
    check_cost(f"The {method} test of {tables_in_words(n)} against a margin", seconds, longest, INSTEAD)


def equivalent(table, margin, alpha, method="fay-lumbard", longest=LONGEST):
    """Say of many tables whether ``equivalence`` rejects at ``alpha``, of shape (...), in less time than its p-values.

    ``method`` is one of ``tango``, ``fay-lumbard`` and ``fay-lumbard-mid-p``.  TooLongError where it would take more
    than ``longest`` seconds.

    >>> equivalent([[[12, 0], [0, 14]], [[12, 0], [1, 13]]], 0.1, 0.1).tolist()
    [True, False]
    """
    check_margin(margin)
    _, b, c, _, n = cells(table)
    sides = (b, c, n), (c, b, n)
    if method == "tango":
        not_worse, not_better = (rejects(noninferiority_pvalue(*side, margin, method), alpha) for side in sides)
        return not_worse & not_better
    asked = sum(asked_of(*map(np.ravel, side)) for side in sides)
    check_cost(f"The {method} test of {tables_in_words(n)} against a margin", SECONDS[method] * asked, longest, INSTEAD)
    mid = method == "fay-lumbard-mid-p"
    not_worse, not_better = (fay_lumbard_rejects(*side, -margin, alpha, mid) for side in sides)
    return (not_worse & not_better).reshape(np.shape(n))


def noninferiority_pvalue(b, c, n, margin, method="fay-lumbard"):
    """Give the p-value of ``noninferiority`` alone, for arrays of counts; nothing is checked.

    For what compares it with a level a thousand times; some 1e-16 of it may be missing. ``method`` is one of
    ``tango``, ``fay-lumbard`` and ``fay-lumbard-mid-p``.

    >>> round(float(noninferiority_pvalue(0, 1, 26, 0.1)), 4)
    0.0323
    """
    if method == "tango":
        return ndtr(-score_statistic(b, c, n, -margin))
    return fay_lumbard_tail(b, c, n, -margin, method == "fay-lumbard-mid-p", digits=False)


def smallest_margin(
    table: TableLike, method: str = "fay-lumbard", alpha: float = 0.05, longest: float = LONGEST
) -> np.ndarray:
    """Give the smallest margin at which the data would support equivalence, of shape (...).

    A table is ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.

    It is the farther limit of the 1 - 2 alpha interval; for ``"ratio"`` the farther one on the logarithmic scale, as a
    ratio of at most 1 (0: no margin at all). A margin is chosen beforehand; this tells what the data could have shown.
    TooLongError where the interval takes more seconds than ``longest``.

    >>> round(float(smallest_margin([[12, 0], [0, 14]])), 4), round(1 - 0.05 ** (1 / 26), 4)
    (0.1088, 0.1088)
    >>> [round(float(smallest_margin(table, "tango")), 4) for table in ([[12, 0], [0, 14]], [[12, 0], [1, 13]])]
    [0.0943, 0.1553]
    """
    choose(METHODS, method)
    if not is_number(alpha) or not 0 < alpha < 0.5:
        raise ValueError(f"alpha lies between 0 and 0.5, such as 0.05; found {alpha!r}.")
    if method == "ratio":
        low, high, _ = ratio(table, "score").confidence_interval(1 - 2 * alpha)
        return np.minimum(low, 1 / high)
    low, high, _ = difference(table, method, longest).confidence_interval(1 - 2 * alpha)
    return np.maximum(-low, high)


def check_margin(margin):
    """Raise ValueError unless the margin is one number between 0 and 1.

    >>> check_margin(0.1)
    """
    if not is_number(margin) or not 0 < margin < 1:
        raise ValueError(f"A margin lies between 0 and 1, such as 0.1 (a ratio: 0.8); found {margin!r}.")


@dataclass(frozen=True)
class EvenChange(Checked):
    """How many of ``people`` may change, as many one way as the other, and still be similar within a margin.

    Attributes
    ----------
    people : int
        How many answered twice.
    gap : int
        The largest gap between the two counts that the margin allows, in people.
    changers : int or None
        The most who may change; None where similarity is not supported even if nobody does.
    smallest : float
        The smallest margin that they support if nobody changes.
    """

    people: int
    gap: int
    changers: int | None
    smallest: float


def even_change(people: int, margin: float, alpha: float = 0.05) -> EvenChange:
    """How many of ``people`` may change, as many one way as the other, before similarity is no longer supported.

    Raises ValueError for what is no number of people, for a margin outside (0, 1) and for an alpha outside (0, 0.5).

    >>> even = even_change(26, 0.2)
    >>> even.gap, even.changers, round(even.smallest, 3)
    (5, 6, 0.109)
    """

    people = check_size(people)
    check_margin(margin)

    def margins(each_way):
        """The smallest margin where so many change each way: the more, the larger."""
        k = np.asarray(each_way)
        return smallest_margin(discordant_tables(people, k, k), alpha=alpha)

    most = int(last_true(lambda k: margins(k) < margin, np.array(people // 2)))
    gap = floor(round(people * margin, 9))
    return EvenChange(people, gap, 2 * most if most >= 0 else None, float(margins(0)))


def _partner(method):
    """Give the interval that lies within the margins just where the test by ``method`` rejects."""
    return (
        "score interval of the ratio" if method == "ratio" else f"{method} interval of the difference, at 2 level - 1"
    )


def _between(margin):
    """Give the bounds of a difference in words."""
    return f"difference between -{margin:g} and {margin:g}"


def _turned(counts):
    """Give the same people with the two waves exchanged."""
    return counts._replace(b=counts.c, c=counts.b)


def _fay_lumbard(counts, margin, mid=False):
    """Give Tango's statistic with the p-value that Fay & Lumbard's limit inverts."""
    _, b, c, _, n = counts
    return score_statistic(b, c, n, -margin), fay_lumbard_tail(b, c, n, -margin, mid)


def _tango(counts, margin):
    """Give statistic and p-value of Tango's score test of difference <= -margin."""
    statistic = score_statistic(counts.b, counts.c, counts.n, -margin)
    return statistic, ndtr(-statistic)


def _unconditional(counts, margin):
    """Give Tango's statistic with the exact unconditional p-value."""
    _, b, c, _, n = counts
    statistic = score_statistic(b, c, n, -margin)
    pvalue = [exact_pvalue(*each, -margin) for each in zip(b.ravel(), c.ravel(), n.ravel(), strict=True)]
    return statistic, np.reshape(pvalue, b.shape)


def _ratio(counts, margin):
    """Give statistic and p-value of the score test of ratio <= margin; p = 1 where nobody ever said yes."""
    statistic = ratio_score(counts, np.log(margin))
    return statistic, np.where(counts.a + counts.b + counts.c > 0, ndtr(-statistic), 1.0)


METHODS = {
    "fay-lumbard": _fay_lumbard,
    "fay-lumbard-mid-p": partial(_fay_lumbard, mid=True),
    "tango": _tango,
    "unconditional": _unconditional,
    "ratio": _ratio,
}
