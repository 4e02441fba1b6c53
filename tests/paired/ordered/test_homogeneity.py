"""Exact symmetry and marginal homogeneity: by going through every table, by R's coin, and by McNemar's exact test."""

import itertools
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from firststeps import paired
from firststeps.paired.many_waves.categories import bowker, stuart_maxwell
from firststeps.paired.ordered.counting import count_ordered
from firststeps.paired.ordered.homogeneity import marginal_homogeneity, symmetry
from tests.paired.ordered.ordered_reference import PAIRED, counts_of, reference, squares


def every_table(square):
    """Every table with as many moves between each two answers, and its probability."""
    above = list(zip(*np.triu_indices(len(square), 1), strict=True))
    totals = [int(square[i, j] + square[j, i]) for i, j in above]
    for ups in itertools.product(*(range(total + 1) for total in totals)):
        table, probability = np.diag(np.diag(square)), 1.0
        for (i, j), up, total in zip(above, ups, totals, strict=True):
            table[i, j], table[j, i] = up, total - up
            probability *= comb(total, up) / 2**total
        yield table, probability


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 3).flatmap(lambda k: st.lists(st.integers(0, 3), min_size=k * k, max_size=k * k)))
def test_every_table_is_gone_through(cells):
    """The exact p is the probability of every table whose statistic is at least as large as the observed one."""
    k = round(len(cells) ** 0.5)
    square = np.array(cells).reshape(k, k)
    assume(square.any())
    scores = np.array([1.0, 2.0, 4.0])[:k]
    statistics = {
        symmetry: lambda t: bowker(t).statistic,
        marginal_homogeneity: lambda t: stuart_maxwell(t).statistic,
        lambda t: marginal_homogeneity(t, scores): lambda t: abs((t * (scores[None, :] - scores[:, None])).sum()),
    }
    for test, statistic in statistics.items():
        seen = statistic(square)
        wanted = sum(p for table, p in every_table(square) if statistic(table) >= seen - 1e-9)
        assert test(square).pvalue == pytest.approx(min(1, wanted), abs=1e-10)


@pytest.mark.parametrize("case", PAIRED)
def test_r_agrees(case):
    """coin's exact symmetry_test of the answers within people is the exact test of the sum of changes."""
    wanted = reference()["coin symmetry_test", case, "exact two.sided"]
    assert marginal_homogeneity(counts_of(case), "values").pvalue == pytest.approx(wanted, rel=1e-7)


@given(st.integers(0, 30), st.integers(0, 30))
def test_two_answers_give_the_exact_mcnemar_test(b, c):
    """All three are one test then."""
    table = [[3, b], [c, 4]]
    wanted = paired.mcnemar(table).pvalue
    for test in (symmetry, marginal_homogeneity, lambda t: marginal_homogeneity(t, [0, 1])):
        assert test(table).pvalue == pytest.approx(wanted, abs=1e-9)


@settings(deadline=None)
@given(squares, st.randoms())
def test_order_of_answers_and_of_measurements_does_not_matter(table, random):
    """Neither symmetry nor equal margins know an order; turned round, the scores give the same two-sided p."""
    assume(table.any() and len(table) < 5)
    order = random.sample(range(len(table)), len(table))
    for test in (symmetry, marginal_homogeneity):
        for other in (table[np.ix_(order, order)], table.T):
            assert test(table).pvalue == pytest.approx(test(other).pvalue, abs=1e-9)
    assert marginal_homogeneity(table, "values").pvalue == pytest.approx(
        marginal_homogeneity(table[::-1, ::-1], "values").pvalue, abs=1e-9
    )


def test_where_nobody_changed_p_is_one():
    """No table is farther from symmetry than that."""
    for test in (symmetry, marginal_homogeneity, lambda t: marginal_homogeneity(t, "values")):
        assert test(np.diag([3, 4, 5])).pvalue == 1


@pytest.mark.parametrize("test", [symmetry, marginal_homogeneity])
def test_too_many_tables_are_left_to_the_asymptotic_test(test):
    """The message names it. The vision of 7,477 women (Stuart 1955)."""
    vision = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
    with pytest.raises(ValueError, match=r"too many tables for an exact test.*(bowker|stuart_maxwell)"):
        test(vision)


@pytest.mark.parametrize("scores", [[1, 2], ["a", "b", "c"], "ranks", [1, 2, np.nan]])
def test_scores_are_numbers_one_an_answer(scores):
    """Or the values themselves."""
    with pytest.raises(ValueError, match="one number for each of the 3 answers"):
        marginal_homogeneity(np.eye(3, dtype=int), scores)


@pytest.mark.parametrize("moved", [1_000, 100_000, 1_900_000])
def test_of_two_answers_it_is_the_binomial_test_among_many(moved):
    """SciPy's binomial distribution, of which twelve digits are right (compared to mpmath in test_binomial)."""
    few = moved // 2 - int(moved**0.5)
    wanted = pytest.approx(2 * binom.cdf(few, moved, 0.5), rel=1e-11)
    assert symmetry([[5, few], [moved - few, 3]]).pvalue == wanted
    assert marginal_homogeneity([[5, few], [moved - few, 3]]).pvalue == wanted


@pytest.mark.parametrize("unit", [1e-12, 1e-7, 1e-6, 0.1, 1e9, 1e15])
@pytest.mark.parametrize("scores", [[1, 2, 3], [1, 1.1, 3.3]])
def test_the_unit_of_the_scores_does_not_matter(unit, scores):
    """Every table as likely, gone through by itself; sums that are equal but for rounding belong to what was seen."""
    square = np.array([[2, 5, 2], [1, 3, 4], [0, 1, 4]])
    apart = np.subtract.outer(scores, scores).T
    seen = abs((square * apart).sum())
    tables = [(abs((table * apart).sum()), probability) for table, probability in every_table(square)]
    wanted = sum(probability for sum_, probability in tables if sum_ >= seen - 1e-6)
    assert marginal_homogeneity(square, np.multiply(scores, unit)).pvalue == pytest.approx(wanted, rel=1e-12)


def test_the_scores_of_a_labelled_table_are_its_labels():
    """Ten is eight steps from two; the mean change of people with these answers decides."""
    square, scores = [[4, 3, 1], [0, 5, 6], [1, 0, 2]], [1, 2, 10]
    table = pd.DataFrame(square, index=scores, columns=scores)
    people = [(scores[i], scores[j]) for i in range(3) for j in range(3) for _ in range(square[i][j])]
    of_people = marginal_homogeneity(count_ordered(*map(list, zip(*people, strict=True))), "values")
    assert marginal_homogeneity(table, "values") == of_people == marginal_homogeneity(square, scores)
    assert of_people.pvalue != marginal_homogeneity(square, "values").pvalue


def test_words_have_no_scores_without_their_order():
    """As the signed rank test says: a crosstab puts words in the order of the alphabet."""
    words = ["high", "low", "middle"]
    with pytest.raises(ValueError, match="order of 'high', 'low', 'middle' is not known"):
        marginal_homogeneity(pd.DataFrame([[1, 2, 3], [4, 5, 6], [7, 8, 9]], index=words, columns=words), "values")


@pytest.mark.parametrize(
    "test", [symmetry, marginal_homogeneity, lambda square: marginal_homogeneity(square, [1, 2, 3])]
)
def test_too_many_moves_are_refused_before_they_are_made(test):
    """A thousand million people who moved would take a hundred gigabytes."""
    with pytest.raises(ValueError, match="too many tables"):
        test(np.full((3, 3), 10**9))
