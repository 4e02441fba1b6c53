"""Tests that the proportion of yes is the same at all waves: Cochran's Q and Bhapkar's Wald test.

Both take a response-pattern table of shape ``(3,) * W`` (see ``firststeps.paired.patterns``), use the people who
answered at every wave, and report how many they left out.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from firststeps.paired.many_waves.permutation import feasible, seconds, spread, tail
from firststeps.paired.patterns import PatternsLike, as_patterns, complete
from firststeps.paired.planning.cost import LONGEST, check_cost, check_longest
from firststeps.paired.results import (
    LEVEL,
    SingleTest,
    choose,
    counted_people,
    every_wave,
    in_words,
    level_of,
    p_in_words,
)


@dataclass(frozen=True, repr=False)
class WavesResult(SingleTest):
    """A test over W waves.

    Attributes
    ----------
    statistic, pvalue : float or None
        None where ``problem`` says why there is none.
    df : int or None
        Degrees of freedom of the chi-squared reference; None for a permutation distribution.
    method : str
    n, left_out : int
        People who answered at every wave, and those who did not and were left out.
    yes : tuple of int
        How many of the n said yes at each wave.
    problem : str
        A sentence, empty where there is none.
    level : float
        p is told on its side of 1 - level: that of a comparison passed in for its patterns, else 0.95.
    """

    statistic: float | None
    df: int | None
    pvalue: float | None
    method: str
    n: int
    left_out: int
    yes: tuple
    problem: str = ""
    level: float = LEVEL

    denominator = "people who answered at every wave"

    def __repr__(self):
        """The result in words."""
        people = (
            f"{counted_people(self.n)} with {every_wave(len(self.yes))}, {self.left_out:,} left out; yes {self.yes}"
        )
        return f"{self.method}: {describe(self)} ({people})"


def describe(result):
    """Say statistic, degrees of freedom and p-value of a result in words, or its problem.

    >>> describe(WavesResult(6.5, 2, 0.0388, "Q", 20, 0, (9, 9, 3)))
    'statistic 6.5, df 2, p = 0.0388'
    """
    if result.problem:
        return result.problem
    df = "" if result.df is None else f"df {result.df}, "
    return f"statistic {in_words(result.statistic, '.5g')}, {df}{p_in_words(result.pvalue, level_of(result))}"


def cochran_q(patterns: PatternsLike, method: str = "exact", longest: float = LONGEST) -> WavesResult:
    """Test by Cochran's Q that the proportion of yes is the same at every wave; McNemar's test when W = 2.

    With ``G_j`` the number of yes at wave j, ``L_i`` that of person i, and W waves (Cochran 1950, eq. 1),
    ``Q = (W - 1) (W sum G_j^2 - (sum G_j)^2) / (W sum L_i - sum L_i^2)``.
    Who always gave the same answer adds nothing to Q. If nobody changed, Q = 0 and p = 1.

    Parameters
    ----------
    patterns : integers of shape (3,) * W
        Response-pattern table; index 0 yes, 1 no, 2 missing. People with a missing answer are left out.
    method : {"exact", "mid-p", "asymptotic", "auto"}
        ``"exact"``: each person's answers are equally likely in any order over the waves; p is the probability of Q
        at least as large as observed (ties counted in whole numbers), summed over all orders, not sampled.
        ``"mid-p"``: the exact p less half the probability of the observed Q; 1 where nobody changed.
        ``"asymptotic"``: chi-squared with W - 1 degrees of freedom.
        ``"auto"``: exact where that can be worked out so soon, else asymptotic; the result's ``method`` says which.
    longest : float
        Seconds that somebody means to wait for the exact test.

    Returns
    -------
    WavesResult

    Raises
    ------
    ValueError
        For entries that are not counts, fewer than two waves, an unknown method, and more people and waves than an
        exact test can go through (see ``permutation``): 10,000 people who changed at two waves,
        300 at four and 25 at eight are possible; as TooLongError where it takes more seconds than ``longest``.

    Examples
    --------
    Three people who said yes only at the last of three waves; all must agree on one wave: p = 3 / 3^3.

    >>> patterns = np.zeros((3, 3, 3), dtype=int)
    >>> patterns[1, 1, 0] = 3
    >>> patterns[0, 2, 1] = 2
    >>> cochran_q(patterns)
    Cochran's Q, exact: statistic 6, p = 0.111 (3 people with all 3 waves, 2 left out; yes (0, 0, 3))
    >>> cochran_q(patterns, "asymptotic")
    Cochran's Q, asymptotic: statistic 6, df 2, p = 0.0498 (3 people with all 3 waves, 2 left out; yes (0, 0, 3))
    """
    choose(dict.fromkeys(("exact", "mid-p", "asymptotic", "auto")), method)
    check_longest(longest)
    answers, people, counts = complete_answers(patterns)
    waves = answers.shape[1]
    totals = np.bincount(answers.sum(axis=1), people, minlength=waves + 1).astype(int)
    if method == "auto":
        method = "exact" if feasible(totals) and seconds(totals) <= longest else "asymptotic"
    if method in ("exact", "mid-p") and feasible(totals):
        changed, instead = int(totals[1:-1].sum()), "take method='asymptotic', which with so many says nearly the same"
        what = f"The exact distribution of Q for {changed:,} people who changed over {waves} waves"
        check_cost(what, seconds(totals), longest, instead)
    name = f"Cochran's Q, {method}"
    if not counts["n"]:
        return WavesResult(None, None, None, name, **counts, problem=nobody(waves))
    numerator = spread(np.array(counts["yes"], dtype=object))  # squares of many people are beyond 64 bits
    denominator = int(sum(count * total * (waves - total) for total, count in enumerate(totals)))
    statistic = (waves - 1) * numerator / denominator if denominator else 0.0
    df = waves - 1 if method == "asymptotic" else None
    return WavesResult(statistic, df, _q_pvalue(method, statistic, numerator, totals), name, **counts)


def bhapkar(patterns: PatternsLike) -> WavesResult:
    """Test by Bhapkar's Wald statistic that the proportion of yes is the same at every wave (Bhapkar 1966).

    For two waves of more than two answers there is ``categories.bhapkar_categories``.

    ``n d' V^-1 d`` with ``d_j`` the mean change from wave 1 to wave j + 1 and V its covariance (divisor n), chi-squared
    with W - 1 degrees of freedom. Unlike Cochran's Q it does not assume that answers are equally correlated between
    all waves. Where waves repeat one another without exception, df is the rank of V.

    >>> patterns = np.zeros((3, 3), dtype=int)
    >>> patterns[:2, :2] = [[10, 2], [8, 6]]
    >>> bhapkar(patterns)
    Bhapkar's Wald test: statistic 4.1786, df 1, p = 0.0409 (26 people with both waves, 0 left out; yes (12, 18))
    """
    answers, people, counts = complete_answers(patterns)
    name = "Bhapkar's Wald test"
    if not counts["n"]:
        return WavesResult(None, None, None, name, **counts, problem=nobody(answers.shape[1]))
    changes = answers[:, 1:] - answers[:, :1]
    people, changes = people.astype(object), changes.astype(object)  # squares of many people are beyond 64 bits
    sums = people @ changes
    statistic, df = wald(sums, counts["n"] * ((changes.T * people) @ changes) - np.outer(sums, sums), counts["n"])
    if statistic is None:
        problem = "Some change between waves was the same for everyone, so its variance is estimated as zero."
        return WavesResult(None, df, None, name, **counts, problem=problem)
    return WavesResult(statistic, df, float(chdtrc(df, statistic)), name, **counts)


def complete_answers(patterns):
    """Give the answers of people with all waves: rows of 1 yes, 0 no, how many people gave each, and what is known of
    them.

    The last is a dictionary of ``n``, ``left_out``, ``yes`` (per wave) and ``level``.

    >>> answers, people, known = complete_answers([[4, 1, 0], [2, 0, 3], [0, 0, 0]])
    >>> answers.tolist(), people.tolist(), known
    ([[1, 1], [1, 0], [0, 1], [0, 0]], [4, 1, 2, 0], {'n': 7, 'left_out': 3, 'yes': (5, 6), 'level': 0.95})
    """
    table = as_patterns(patterns)
    if table.ndim < 2:
        raise ValueError("A test over waves needs a response-pattern table of at least two waves; found one.")
    people = complete(table).ravel()
    answers = 1 - np.indices((2,) * table.ndim).reshape(table.ndim, -1).T
    n = int(people.sum())
    yes = tuple(int(x) for x in people @ answers)
    return answers, people, {"n": n, "left_out": int(table.sum()) - n, "yes": yes, "level": level_of(patterns)}


def nobody(waves):
    """Give the sentence that says that there is nobody to test.

    >>> nobody(3)
    'Nobody answered at all 3 waves, so there is nothing to test.'
    """
    return f"Nobody answered at {every_wave(waves)}, so there is nothing to test."


def wald(sums, covariance, n):
    """Give the Wald statistic ``n d' V^-1 d`` and its df, from the sums ``n d`` and the whole numbers ``n^2 V``.

    Where V is singular, its generalised inverse and its rank; the statistic is None where d leaves its range. If
    nothing varies at all and d = 0, the statistic is 0 with as many df as there are sums.

    >>> wald(np.array([6]), np.array([[234]]), 26)
    (4.0, 1)
    >>> wald(np.array([5]), np.array([[0]]), 5)
    (None, 0)
    """
    sums, covariance = np.asarray(sums, dtype=float), np.asarray(covariance, dtype=float)
    if not sums.any():
        return 0.0, int(np.linalg.matrix_rank(covariance, hermitian=True)) or len(sums)
    rank = int(np.linalg.matrix_rank(covariance, hermitian=True))
    if rank < np.linalg.matrix_rank(np.column_stack([covariance, sums * n])):
        return None, rank
    solution = np.linalg.lstsq(covariance, sums, rcond=None)[0]
    return float(n * sums @ solution), rank


def _q_pvalue(method, statistic, numerator, totals):
    """Give the p-value of Q; ``totals[k]`` people said yes at k waves."""
    if not totals[1:-1].any():
        return 1.0
    if method == "asymptotic":
        return float(chdtrc(len(totals) - 2, statistic))
    beyond, equal = tail(numerator, totals)
    return min(1.0, beyond + (equal if method == "exact" else equal / 2))
