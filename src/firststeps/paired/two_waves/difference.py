"""The difference of two paired proportions, second minus first, with its confidence interval by several methods.

Tables are ``[[a, b], [c, d]]``, see ``firststeps.paired.tables``; the difference is (c - b) / n.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from firststeps.paired.families import FAMILIES
from firststeps.paired.limits.binomial import wilson_cc
from firststeps.paired.limits.exact_score import exact_limits
from firststeps.paired.limits.fay_lumbard import fay_lumbard_low, fay_lumbard_lowest
from firststeps.paired.limits.mover import newcombe_limits
from firststeps.paired.limits.outermost import lines
from firststeps.paired.limits.score import score_ends, score_limits
from firststeps.paired.planning.cost import LONGEST, check_cost, intervals_seconds, tables_in_words
from firststeps.paired.results import Estimate, choose, level_of
from firststeps.paired.tables import TableLike, cells

SOON_EXACT = 100  # pairs up to which the exact unconditional interval of one table takes seconds
SECONDS = {"fay-lumbard": 6e-4, "fay-lumbard-mid-p": 8e-4, "tango": 2e-5, "laud": 2e-5}  # of both limits of one of many
ENDS_SECONDS = 4e-6  # of one of many tables, where only the outermost limits are asked for
LINE_SECONDS = {"fay-lumbard": 4e-5, "fay-lumbard-mid-p": 1e-4}  # of all with the same c and n, and so with b and n
PARTNERS = {family.interval: family.test for family in FAMILIES.values()}


class Interval(NamedTuple):
    """An interval of the difference: all that the rest of the house asks of it.

    Attributes
    ----------
    name : str
        What readers call it.
    limits : callable
        Gives the lower and the upper limit, from the `Counts` of tables and a level.
    all_cells : bool
        Whether the limits depend on a and d beyond their sum; else tables with the same b, c and n share them.
    ends : callable or None
        Gives of many tables the place and the value of the lowest lower and of the highest upper limit, where that
        takes less than all limits do.
    """

    name: str
    limits: Callable
    all_cells: bool = False
    ends: Callable | None = None


def difference(table: TableLike, method: str = "fay-lumbard", longest: float = LONGEST) -> Estimate:
    """Estimate the difference of the two proportions of yes, second minus first: (c - b) / n, positive for a gain.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    method : str
        Of the interval; every one lies within [-1, 1].
        ``"fay-lumbard"``: exact, and excludes 0 just where the exact McNemar test rejects (Fay & Lumbard 2021).
        ``"fay-lumbard-mid-p"``: the same with the mid-p distribution of the share of gains; agrees with the mid-p test.
        ``"tango"``: inverts the score test (Tango 1998), and so agrees with the asymptotic McNemar test.
        ``"laud"``: the score test corrected for bias and skewness (Laud 2025, ratesci 1.0).
        ``"unconditional"``: exact, inverts the exact unconditional score test (Hsueh, Liu & Chen 2001; Sidik 2003), and
        so agrees with the one-sided unconditional McNemar test; one table at a time, seconds each for ``SOON_EXACT``
        pairs and more.
        ``"newcombe"``: squares and adds the Wilson limits of both proportions (Newcombe 1998, method 10: the
        correlation of the two waves is corrected).
        ``"mover"``: the same with the correlation as it is (Newcombe's method 8; ``MOVER`` of ratesci), and
        ``"newcombe-cc"`` with Wilson's limits corrected for continuity (Newcombe's method 9).
        ``"bonett-price"``: Wald after one is added to b and to c (Bonett & Price 2012).
        ``"agresti-min"``: Wald after one half is added to each cell (Agresti & Min 2005).
        ``"wald"``: estimate and its standard error; too narrow in small samples, and of width 0 without discordant
        pairs.  Here for comparison only.
        ``"fleiss"``: Wald with 1/n added to either side for continuity (Fleiss, Levin & Paik 2003), as Stata's ``mcc``
        prints it.  Here for comparison only.
    longest : float
        Seconds that somebody means to wait for the limits; what would take longer is refused: the exact unconditional
        interval here, the limits of many tables where they are asked for.

    Returns
    -------
    Estimate
        ``estimate`` of shape (...), ``confidence_interval(level)``, and ``partner``, the test that agrees with it.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, and for an unknown method; as TooLongError for what takes longer
        than ``longest``.

    Examples
    --------
    Airway hyper-responsiveness before and after transplantation (Bentur et al. 2009):

    >>> difference([[1, 1], [7, 12]])
    difference, second minus first: 0.2857, 95% interval -0.0204 to 0.5455 (fay-lumbard)
    agrees with: exact McNemar test
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    >>> low, high, level = difference([[1, 1], [7, 12]], "newcombe").confidence_interval(0.95)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0256, 0.5069)
    """
    choose(METHODS, method)
    counts = cells(table)
    instead = "take method='tango', which with so many pairs says nearly the same"
    what = f"The {method} interval of {tables_in_words(counts.n)}"
    check_cost(what, intervals_seconds(counts.n, method), longest, instead)
    estimate = (counts.c - counts.b) / counts.n
    partner = f"{PARTNERS[method]} McNemar test" if method in PARTNERS else ""
    return Estimate(
        estimate,
        "difference, second minus first",
        method,
        partial(_limits, counts, method, longest),
        partner,
        counts=counts,
        level=level_of(table),
    )


def limits_range(table, method="fay-lumbard", level=0.95, longest=LONGEST):
    """Give the lowest lower and the highest upper limit over many tables, and the places of the first that have them.

    A table is ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``. What takes more seconds than
    ``longest`` is refused.

    >>> limits_range([[[20, 2], [2, 2]], [[20, 1], [3, 2]], [[18, 0], [4, 4]]], "wald", 0.9)[:2]
    (0, 2)
    """
    counts, ends = cells(table), METHODS[method].ends
    if ends:
        what = f"The range of the {method} intervals of {tables_in_words(counts.n)}"
        seconds = ENDS_SECONDS * counts.n.size
        if method in LINE_SECONDS:
            _, b, c, _, n = map(np.ravel, counts)
            seconds += LINE_SECONDS[method] * sum(len(lines(*side, n)[1]) for side in ((b, c), (c, b)))
        check_cost(what, seconds, longest, "take fewer tables, or method='wald'")
        (at_low, low), (at_high, high) = ends(counts, level)
    else:
        low, high, _ = difference(table, method, longest).confidence_interval(level)
        at_low, at_high = int(np.argmin(low)), int(np.argmax(high))
        low, high = low[at_low], high[at_high]
    return at_low, at_high, float(low), float(high)


def _limits(counts, method, longest, level):
    """Give the limits of tables; refuse those of more than can be worked out in ``longest`` seconds."""
    each, tables = SECONDS.get(method, 0.0), np.size(counts.n)
    if each * tables > min(longest, LONGEST):
        tables = np.unique(np.reshape([counts.b, counts.c, counts.n], (3, -1)), axis=1).shape[1]
        what, quicker = f"Every {method} interval of {tables_in_words(counts.n)}", "take fewer tables, or method='wald'"
        check_cost(what, each * tables, longest, quicker)
    return METHODS[method].limits(counts, level)


def _fay_lumbard_ends(counts, level, mid=False):
    """Give the lowest lower and the highest upper limit compatible with the exact test, each with its place."""
    tail = (1 - level) / 2
    at_low, low = fay_lumbard_lowest(counts.b, counts.c, counts.n, tail, mid)
    at_high, turned = fay_lumbard_lowest(counts.c, counts.b, counts.n, tail, mid)
    return (at_low, low), (at_high, -turned)


def _score_ends(counts, level, corrected=False):
    """Give the lowest lower and the highest upper limit by the score test, each with its place."""
    return score_ends(counts.b, counts.c, counts.n, level, corrected)


def _tango(counts, level):
    """Give limits by the score test."""
    return score_limits(counts.b, counts.c, counts.n, level)


def _laud(counts, level):
    """Give limits by the score test corrected for bias and skewness."""
    return score_limits(counts.b, counts.c, counts.n, level, corrected=True)


def _unconditional(counts, level):
    """Give limits by the exact unconditional score test."""
    return exact_limits(counts.b, counts.c, counts.n, level)


def _fay_lumbard(counts, level, mid=False):
    """Give limits compatible with the exact test; the upper one is the lower of the table with b and c exchanged.

    Of many tables each that is there more than once, exchanged or not, is worked out once.
    """
    _, b, c, _, n = counts
    tail, shape = (1 - level) / 2, np.shape(b)
    if np.size(b) < 2:
        return fay_lumbard_low(b, c, n, tail, mid), -fay_lumbard_low(c, b, n, tail, mid)
    both = np.reshape([[b, c], [c, b], [n, n]], (3, -1))
    tables, place = np.unique(both, axis=1, return_inverse=True)
    low, exchanged = fay_lumbard_low(*tables, tail, mid)[place.ravel()].reshape(2, *shape)
    return low, -exchanged


def _wald(counts, level, added=0, pairs=0):
    """Give estimate and standard error, after ``added`` is added to b and to c, and ``pairs`` to n."""
    b, c, n = counts.b + added, counts.c + added, counts.n + pairs
    centre = (c - b) / n
    half = ndtri((1 + level) / 2) * np.sqrt(((b + c) / n - centre**2) / n)
    return np.maximum(centre - half, -1), np.minimum(centre + half, 1)


def _agresti_min(counts, level):
    """Give the Wald limits after one half is added to each cell: Agresti & Min (2005)."""
    return _wald(counts, level, added=0.5, pairs=2)


def _bonett_price(counts, level):
    """Give the Wald limits after one is added to b and to c: Bonett & Price (2012)."""
    return _wald(counts, level, added=1, pairs=2)


def _fleiss(counts, level):
    """Give the Wald limits, each 1/n further out: Fleiss, Levin & Paik (2003)."""
    low, high = _wald(counts, level)
    return np.maximum(low - 1 / counts.n, -1), np.minimum(high + 1 / counts.n, 1)


METHODS = {
    "fay-lumbard": Interval("Fay–Lumbard", _fay_lumbard, ends=_fay_lumbard_ends),
    "fay-lumbard-mid-p": Interval(
        "Fay–Lumbard mid-p", partial(_fay_lumbard, mid=True), ends=partial(_fay_lumbard_ends, mid=True)
    ),
    "tango": Interval("Tango", _tango, ends=_score_ends),
    "laud": Interval("Laud", _laud, ends=partial(_score_ends, corrected=True)),
    "unconditional": Interval("exact unconditional", _unconditional),
    "newcombe": Interval("Newcombe", newcombe_limits, all_cells=True),
    "newcombe-cc": Interval(
        "Newcombe, continuity-corrected",
        partial(newcombe_limits, corrected=False, one_limits=wilson_cc),
        all_cells=True,
    ),
    "mover": Interval("MOVER", partial(newcombe_limits, corrected=False), all_cells=True),
    "bonett-price": Interval("Bonett–Price", _bonett_price),
    "agresti-min": Interval("Agresti–Min", _agresti_min),
    "wald": Interval("Wald", _wald),
    "fleiss": Interval("Fleiss, continuity-corrected", _fleiss),
}
ALL_CELLS = {method for method, interval in METHODS.items() if interval.all_cells}
