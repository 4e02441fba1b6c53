"""Tests that the proportion of yes is the same at both waves: McNemar's test and its kin.

The null hypothesis is p1 = p2, so P(yes to no) = P(no to yes); b counts the former, c the latter.
Tables are ``[[a, b], [c, d]]``, see ``firststeps.paired.tables``.
"""

import numpy as np
from scipy.special import ndtr

from firststeps.paired.answers.arguments import is_number
from firststeps.paired.families import FAMILIES
from firststeps.paired.limits.binomial import binomial_tail
from firststeps.paired.limits.roots import last_true
from firststeps.paired.planning.cost import LONGEST, check_cost, tables_in_words, tables_seconds
from firststeps.paired.results import TestResult, check_alpha, check_alternative, choose, level_of, rejects
from firststeps.paired.tables import TableLike, cells
from firststeps.paired.two_waves.boschloo import boschloo_pvalue
from firststeps.paired.two_waves.unconditional import unconditional_pvalue

PARTNERS = {family.test: family.interval for family in FAMILIES.values()}
SOON_ONE, SOON_MANY = 100_000, 500  # pairs up to which one table, or every table of so many, is a matter of seconds
BY_DISCORDANT = ("asymptotic", "continuity", "exact", "mid-p")  # tests in which only b and c count, not n


def mcnemar(
    table: TableLike,
    method: str = "exact",
    alternative: str = "two-sided",
    berger_boos: float = 0.0,
    longest: float = LONGEST,
) -> TestResult:
    """Test whether the proportion of yes is the same at both waves.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    method : str
        ``"asymptotic"``: (b - c)^2 / (b + c), chi-squared with 1 degree of freedom (McNemar 1947).
        ``"continuity"``: (|b - c| - 1)^2 / (b + c), and 0 where b = c (Edwards 1948); one-sided the root is
        (c - b - 1) / sqrt(b + c) for ``"greater"``, (c - b + 1) / sqrt(b + c) for ``"less"``.
        ``"n-1"``: the asymptotic statistic times (n - 1) / n (Laud 2025: the variance estimate made unbiased).
        ``"exact"``: conditional on b + c, c is binomial with probability 1/2; twice the smaller tail, at most 1.
        ``"mid-p"``: the exact p less half the probability of the observed c in each tail (Fagerland, Lydersen & Laake
        2013). Where b = c it is 1 - P(c)/2, as they define it; doubling the one-sided mid-p would give 1.
        ``"unconditional"``: exact, ordered by the asymptotic statistic, with the largest tail probability over the
        unknown probability of a discordant pair (Suissa & Shuster 1991).
        ``"boschloo"``: exact and unconditional, ordered by the exact conditional p (after Boschloo 1970); never above
        it, so that it always rejects where ``"exact"`` does.
    alternative : {"two-sided", "greater", "less"}
        ``"greater"``: the second proportion is greater (a gain, c > b).
    berger_boos : float
        For the two unconditional tests only: search the nuisance parameter in its 1 - berger_boos Clopper-Pearson
        interval and add berger_boos to p (Berger & Boos 1994). 0, the default, searches all of it.
    longest : float
        Seconds that somebody means to wait; what would take longer is refused.

    Returns
    -------
    TestResult
        ``statistic`` and ``pvalue`` of shape (...), ``method``, ``alternative``, and ``partner``, the interval that
        agrees with the test. The statistic of ``exact``, ``mid-p`` and ``boschloo`` is min(b, c), and c where the test
        is one-sided; of the others chi-squared, and where the test is one-sided its signed root. Tables without
        discordant pairs have statistic 0 and p = 1 by every method.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, and for an unknown method or alternative; as TooLongError for what
        takes longer than ``longest``.

    Examples
    --------
    Airway hyper-responsiveness before and after transplantation (Bentur et al. 2009), b = 1, c = 7:

    >>> mcnemar([[1, 1], [7, 12]])
    exact McNemar test, two-sided: statistic 1, p = 0.0703
    agrees with: fay-lumbard interval of the difference
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    >>> float(mcnemar([[1, 1], [7, 12]], "mid-p").pvalue)
    0.0390625
    >>> mcnemar([[[1, 1], [7, 12]], [[5, 0], [0, 5]]], "asymptotic").pvalue.round(4)
    array([0.0339, 1.    ])
    """
    test = choose(METHODS, method)
    check_alternative(alternative)
    if not is_number(berger_boos) or not 0 <= berger_boos < 1:
        raise ValueError(f"berger_boos lies in [0, 1); found {berger_boos!r}.")
    if berger_boos and method not in ("unconditional", "boschloo"):
        raise ValueError(f"berger_boos belongs to the unconditional tests; found method {method!r}.")
    counts = cells(table)
    _, b, c, _, n = counts
    instead = "take method='asymptotic', which with so many pairs says nearly the same"
    check_cost(f"The {method} test of {tables_in_words(n)}", tables_seconds(n, method), longest, instead)
    options = {"berger_boos": berger_boos} if berger_boos else {}
    statistic, pvalue = test(b, c, n, alternative, **options)
    partner = f"{PARTNERS[method]} interval of the difference" if method in PARTNERS else ""
    return TestResult(
        np.asarray(statistic)[()],
        np.asarray(pvalue)[()],
        f"{method} McNemar",
        alternative,
        partner,
        counts=counts,
        level=level_of(table),
    )


def false_alarms(changers, method="exact", alpha=0.05):
    """Say how often the two-sided test is significant if ``changers`` people change, each way with probability 1/2.

    ``method``: one of ``BY_DISCORDANT``, in which only b and c count.  The largest smaller count that rejects is found
    by bisection.  Raises ValueError for another method, for what is no number of people, and for an alpha that is not
    above 0 and at most 0.5.

    >>> false_alarms(8), false_alarms(0)
    (0.0078125, 0.0)
    """
    choose(dict.fromkeys(BY_DISCORDANT), method)
    alpha = check_alpha(alpha)
    if not is_number(changers) or not changers >= 0 or changers % 1:
        raise ValueError(f"A number of people who change is whole and at least 0; found {changers!r}.")

    def apart(few):
        """Say whether the test rejects where the smaller count is ``few``."""
        return rejects(splits_pvalue(few, changers - few, method), alpha)

    return 2 * float(binomial_tail(last_true(apart, (int(changers) - 1) // 2), changers))


def splits_pvalue(b, c, method="exact"):
    """Give the two-sided p-value where b people change one way and c the other, for arrays; nothing is checked.

    It is that of ``mcnemar`` by one of ``BY_DISCORDANT``, of as many people as two cells of a table can hold.

    >>> splits_pvalue(np.array([1, 4]), np.array([7, 4])).tolist()
    [0.0703125, 1.0]
    """
    b, c = np.broadcast_arrays(b, c)
    return METHODS[method](b, c, None, "two-sided")[1]


def left_out(n, tables="one"):
    """Say why the unconditional test is better left out with ``n`` pairs; "" where it takes seconds at most.

    ``tables``: "one", or "many", where a p-value is asked for of every table that so many pairs can give.

    >>> left_out(21)
    ''
    >>> print(left_out(600, "many"))
    The unconditional test is left out, as going through so many tables takes minutes with more than 500 pairs; with \
so many it prints nearly the same as the asymptotic test.
    """
    most, why = {
        "one": (SOON_ONE, "working it out"),
        "many": (SOON_MANY, "going through so many tables"),
    }[tables]
    if n <= most:
        return ""
    return (
        f"The unconditional test is left out, as {why} takes minutes with more than {most:,} pairs; with so many it "
        "prints nearly the same as the asymptotic test."
    )


def _asymptotic(b, c, n, alternative):
    """Give McNemar's chi-squared, or its signed root."""
    return _normal(c - b, b + c, alternative)


def _continuity(b, c, n, alternative):
    """Apply Edwards' correction: two-sided, the difference shrinks to 0; one-sided, the tail starts one further out."""
    if alternative == "two-sided":
        return _normal(np.maximum(np.abs(c - b) - 1, 0), b + c, alternative)
    shift = np.where(b + c > 0, 1 if alternative == "greater" else -1, 0)
    return _normal(c - b - shift, b + c, alternative)


def _n_minus_1(b, c, n, alternative):
    """Give the asymptotic test with the variance n / (n - 1) times as large."""
    return _normal(c - b, b + c, alternative, (n - 1) / n)


def _normal(difference, variance, alternative, factor=1.0):
    """Give statistic and p-value where ``difference`` is normal, with mean 0 and that variance, if nothing changes."""
    scale = factor / np.maximum(variance, 1)
    z = difference * np.sqrt(scale)
    if alternative == "two-sided":
        return difference**2 * scale, 2 * ndtr(-np.abs(z))
    return z, np.where(variance == 0, 1.0, ndtr(-z if alternative == "greater" else z))


def _exact(b, c, n, alternative):
    """Test c of b + c by the binomial test with probability 1/2."""
    return _tail_test(b, c, alternative, _exact_pvalue)


def _mid_p(b, c, n, alternative):
    """Run the binomial test with half the probability of the observed table in each tail."""
    return _tail_test(b, c, alternative, _mid_pvalue)


def _tail_test(b, c, alternative, pvalue):
    """Give a test of which the p-value depends on (b, c) only: worked out once for each pair when there are many
    tables.
    """
    statistic = np.minimum(b, c) if alternative == "two-sided" else np.array(c)
    return statistic, _on_pairs(lambda b, c: pvalue(b, c, alternative), b, c)


def _exact_pvalue(b, c, alternative):
    """Give the exact conditional p-value: twice the smaller tail, or the tail of the alternative."""
    if alternative == "two-sided":
        return np.minimum(2 * binomial_tail(np.minimum(b, c), b + c), 1.0)
    return binomial_tail(b if alternative == "greater" else c, b + c)


def _mid_pvalue(b, c, alternative):
    """Give the mid-p-value: a tail less half its first probability is the mean of that tail and the next smaller."""
    m = b + c
    if alternative != "two-sided":
        k = b if alternative == "greater" else c
        return np.where(m == 0, 1.0, (binomial_tail(k, m) + binomial_tail(k - 1, m)) / 2)
    k = np.minimum(b, c)
    tail, next_tail = binomial_tail(k, m), binomial_tail(k - 1, m)
    return np.where(m == 0, 1.0, np.where(b == c, 1 - (tail - next_tail) / 2, tail + next_tail))


def _on_pairs(function, b, c):
    """Give ``function(b, c)``: on the grid of all pairs, then looked up, where that is less work than on the tables."""
    side = int(max(b.max(initial=0), c.max(initial=0))) + 1
    if side * side >= b.size:
        return function(b, c)
    return function(*np.indices((side, side), sparse=True))[b, c]


METHODS = {
    "asymptotic": _asymptotic,
    "continuity": _continuity,
    "n-1": _n_minus_1,
    "exact": _exact,
    "mid-p": _mid_p,
    "unconditional": unconditional_pvalue,
    "boschloo": boschloo_pvalue,
}
