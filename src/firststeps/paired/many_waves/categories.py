"""Paired answers of more than two categories: Stuart-Maxwell, Bhapkar and Bowker.

A table is (K, K): rows are the first wave, columns the second, the same categories in the same order. Of a
DataFrame the labels tell which categories are the same.
Stuart-Maxwell and Bhapkar test that the two margins are the same, Bowker that the table is symmetric; with K = 2
Stuart-Maxwell and Bowker are McNemar's asymptotic test.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from firststeps.paired.answers.labels import same_categories
from firststeps.paired.many_waves.cochran import describe, wald
from firststeps.paired.results import SingleTest, counted_people
from firststeps.paired.tables import TableLike, as_array, as_counts


@dataclass(frozen=True, repr=False)
class CategoriesResult(SingleTest):
    """A chi-squared test of a (K, K) table.

    Attributes
    ----------
    statistic, pvalue : float or None
        None where ``problem``, a sentence, says why there is none.
    df : int
    method : str
    n, discordant : int
        People in the table, and those off its diagonal.
    problem : str
    """

    statistic: float | None
    df: int
    pvalue: float | None
    method: str
    n: int
    discordant: int
    problem: str = ""

    def __repr__(self):
        """The result in words."""
        return f"{self.method}: {describe(self)} ({counted_people(self.n)}, {self.discordant:,} changed)"


def stuart_maxwell(table: TableLike) -> CategoriesResult:
    """Test by Stuart and Maxwell that each answer is as frequent at both waves (Stuart 1955; Maxwell 1970).

    The table is (K, K): rows first, columns second wave, the categories in the same order.

    ``d' S^-1 d`` with ``d_k = n_k+ - n_+k`` for all categories but one, ``S_kk = n_k+ + n_+k - 2 n_kk`` and
    ``S_kl = -(n_kl + n_lk)``; chi-squared with K - 1 degrees of freedom. A category that nobody moved into or out of
    takes away one, as does each group of categories beyond the first with no moves to the others. If nobody changed,
    the statistic is 0 and p = 1.

    Raises ValueError for a table that is not square, or whose entries are not counts, or that is empty.

    >>> stuart_maxwell([[20, 10, 5], [3, 30, 15], [0, 5, 40]])
    Stuart-Maxwell test: statistic 13.765, df 2, p = 0.00103 (128 people, 38 changed)
    """
    counts = square_counts(table)
    moves, differences = _moves(counts)
    covariance = np.diag(moves.sum(axis=0)) - moves
    statistic, df = wald(differences[:-1], covariance[:-1, :-1], 1)
    return _result(statistic, df, "Stuart-Maxwell test", counts)


def bhapkar_categories(table: TableLike) -> CategoriesResult:
    """Test by Bhapkar that each answer is as frequent at both waves (Bhapkar 1966).

    For yes and no at more waves there is ``cochran.bhapkar``.

    The table is (K, K): rows first, columns second wave, the categories in the same order.

    As Stuart-Maxwell with the covariance ``S - d d' / n``, not assuming equality; ``Q / (1 - Q / n)`` for Q the
    Stuart-Maxwell statistic (Ireland, Ku & Kullback 1969), so always the larger of the two.

    >>> bhapkar_categories([[20, 10, 5], [3, 30, 15], [0, 5, 40]])
    Bhapkar test: statistic 15.423, df 2, p = 0.000448 (128 people, 38 changed)
    """
    counts, test = square_counts(table), stuart_maxwell(table)
    n = int(counts.sum())
    if n - test.statistic < 1e-9 * n:
        problem = "Some change of the margins was the same for everyone, so its variance is estimated as zero."
        return _result(None, test.df, "Bhapkar test", counts, problem)
    return _result(test.statistic / (1 - test.statistic / n), test.df, "Bhapkar test", counts)


def bowker(table: TableLike) -> CategoriesResult:
    """Test by Bowker that the table is symmetric: moves from k to l as many as from l to k (Bowker 1948).

    The table is (K, K): rows first, columns second wave, the categories in the same order.

    ``sum over k < l of (n_kl - n_lk)^2 / (n_kl + n_lk)``, chi-squared with as many degrees of freedom as there are
    pairs of categories with moves between them: a pair that nobody moved between says nothing, and is not counted.

    >>> bowker([[20, 10, 5], [3, 30, 15], [0, 5, 40]])
    Bowker test: statistic 13.769, df 3, p = 0.00324 (128 people, 38 changed)
    """
    counts = square_counts(table)
    above = np.triu_indices(len(counts), 1)
    up, down = counts[above], counts.T[above]
    changers = up + down > 0
    statistic = float(((up - down)[changers] ** 2 / (up + down)[changers]).sum())
    return _result(statistic, int(changers.sum()) or len(up), "Bowker test", counts)


def square_counts(table):
    """Give the table as whole numbers, or raise ValueError unless it is square, at least 2 by 2, and not empty.

    >>> square_counts([[2.0, 1.0], [0.0, 3.0]]).tolist()
    [[2, 1], [0, 3]]
    """
    array = as_array(same_categories(table), "table of paired categories")
    if array.ndim != 2 or array.shape[0] != array.shape[1] or len(array) < 2:
        raise ValueError(
            f"A table of paired categories is square, (K, K) with K at least 2; found shape {array.shape}."
        )
    counts = as_counts(array)
    if not counts.any():
        raise ValueError("The table of paired categories has no people (n = 0).")
    return counts


def _moves(counts):
    """Give the symmetric table of moves between categories, zero on the diagonal, and each category's change."""
    moves = counts + counts.T
    np.fill_diagonal(moves, 0)
    return moves, counts.sum(axis=1) - counts.sum(axis=0)


def _result(statistic, df, method, counts, problem=""):
    """Give the result, with its p-value where there is a statistic."""
    n, discordant = int(counts.sum()), int(counts.sum() - np.trace(counts))
    pvalue = None if statistic is None else float(chdtrc(df, statistic))
    return CategoriesResult(statistic, df, pvalue, method, n, discordant, problem)
