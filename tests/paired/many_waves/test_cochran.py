"""Cochran's Q and Bhapkar's test: against R, against every permutation, and their identities with McNemar's test."""

from functools import reduce
from itertools import combinations, product
from math import comb
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from firststeps.paired.many_waves.cochran import bhapkar, cochran_q
from firststeps.paired.many_waves.permutation import tail
from firststeps.paired.two_waves.mcnemar import mcnemar
from tests.paired.definitions import cochran
from tests.paired.many_waves.waves_reference import reference_patterns, reference_values


def pattern_tables(waves, most=3):
    return arrays(np.int64, (3,) * waves, elements=st.integers(0, most))


@pytest.mark.parametrize("case", ["course", "three"])
def test_q_is_that_of_r(case):
    values = reference_values(case)
    result = cochran_q(reference_patterns(case), "asymptotic")
    assert result.statistic == pytest.approx(values["friedman.test", "Q"], rel=1e-10)
    assert result.statistic == pytest.approx(values["mantelhaen.test", "Q"], rel=1e-10)
    assert result.pvalue == pytest.approx(values["friedman.test", "p"], rel=1e-10)


@pytest.mark.parametrize("waves, people", [(2, 7), (3, 6), (4, 4), (5, 3)])
def test_exact_p_counts_every_order(waves, people):
    rng = np.random.default_rng(waves)
    for _ in range(4):
        answers = rng.integers(0, 2, (waves, people))
        patterns = np.zeros((3,) * waves, dtype=int)
        np.add.at(patterns, tuple(1 - answers), 1)
        _, wanted = cochran(answers.T.tolist())
        for method in ("exact", "mid-p"):
            assert cochran_q(patterns, method).pvalue == pytest.approx(wanted[method], rel=1e-12)


def by_fourier(totals):
    """Every (G_1, ..., G_W) and its probability: the product over people of e_k(z) / C(W, k), transformed back."""
    waves, people = len(totals) - 1, sum(totals[1:-1])
    roots = np.exp(-2j * np.pi * np.arange(people + 1) / (people + 1))
    z = [*np.meshgrid(*[roots] * (waves - 1), indexing="ij", sparse=True), np.ones(1)]
    transformed = 1
    for total in range(1, waves):
        choices = [reduce(np.multiply, [z[wave] for wave in some]) for some in combinations(range(waves), total)]
        transformed = transformed * (reduce(np.add, choices) / len(choices)) ** totals[total]
    probability = np.fft.ifftn(transformed).real
    yes = np.indices(probability.shape).reshape(waves - 1, -1)
    grand = sum(total * count for total, count in enumerate(totals[:-1]))
    return np.vstack([yes, grand - yes.sum(axis=0)]), probability.ravel()


@pytest.mark.parametrize("totals", [[3, 11, 7, 9, 2], [0, 0, 25, 0, 0], [1, 4, 0, 5, 2, 0]])
def test_exact_p_is_that_of_the_generating_function(totals):
    yes, probability = by_fourier(totals)
    value = len(yes) * (yes**2).sum(axis=0) - yes.sum(axis=0) ** 2
    for least in (0, 40, 160, 400):
        expected = probability[value > least].sum(), probability[value == least].sum()
        assert tail(least, totals) == pytest.approx(expected, abs=1e-12)


@given(st.integers(0, 30), st.integers(0, 30))
def test_two_waves_give_mcnemar(b, c):
    patterns = np.zeros((3, 3), dtype=int)
    patterns[0, 1], patterns[1, 0], patterns[0, 0] = b, c, 2
    tail = sum(comb(b + c, k) for k in range(min(b, c) + 1)) / 2 ** (b + c)
    assert cochran_q(patterns).pvalue == pytest.approx(min(1, 2 * tail), rel=1e-12)
    assert cochran_q(patterns, "asymptotic").statistic == pytest.approx((b - c) ** 2 / max(b + c, 1), rel=1e-12)
    variance = b + c - (b - c) ** 2 / (b + c + 2)
    assert bhapkar(patterns).statistic == pytest.approx((b - c) ** 2 / variance if b != c else 0, rel=1e-9)


@given(pattern_tables(3), st.permutations(range(3)))
def test_order_of_waves_does_not_matter(patterns, order):
    for test in (cochran_q, bhapkar):
        here, there = test(patterns), test(patterns.transpose(order))
        assert (here.pvalue is None) == (there.pvalue is None)
        if here.pvalue is not None:
            assert here.pvalue == pytest.approx(there.pvalue, rel=1e-6, abs=1e-9)


@given(pattern_tables(3))
def test_yes_and_no_may_be_swapped(patterns):
    swapped = patterns[np.ix_(*[[1, 0, 2]] * 3)]
    for test in (cochran_q, bhapkar):
        here, there = test(patterns).pvalue, test(swapped).pvalue
        assert here is there is None or here == pytest.approx(there, rel=1e-6)


@given(pattern_tables(3))
def test_missing_answers_are_left_out_and_counted(patterns):
    result = cochran_q(patterns)
    assert result.n == patterns[:2, :2, :2].sum()
    assert result.n + result.left_out == patterns.sum()
    complete = np.zeros_like(patterns)
    complete[:2, :2, :2] = patterns[:2, :2, :2]
    assert cochran_q(complete).pvalue == result.pvalue


@given(pattern_tables(4, most=2))
def test_mid_p_lies_below_exact(patterns):
    """Where somebody changed, for then the observed Q has a probability; where nobody did both are 1."""
    exact, mid = cochran_q(patterns).pvalue, cochran_q(patterns, "mid-p").pvalue
    people = patterns[:2, :2, :2, :2]
    changed = people.sum() - people[0, 0, 0, 0] - people[1, 1, 1, 1]
    assert exact is mid is None or (0 < mid < exact <= 1 if changed else mid == exact == 1)


def test_exact_p_keeps_its_digits_when_it_is_tiny():
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[0, 1, 1] = 40
    assert cochran_q(patterns).pvalue == pytest.approx(3.0**-39, rel=1e-12)


def test_bhapkar_is_wald_on_the_answers_themselves():
    rng = np.random.default_rng(3)
    answers = rng.integers(0, 2, (4, 60))
    patterns = np.zeros((3,) * 4, dtype=int)
    np.add.at(patterns, tuple(answers), 1)
    changes = np.diff(answers, axis=0)
    mean = changes.mean(axis=1)
    expected = 60 * mean @ np.linalg.solve(np.cov(changes, bias=True), mean)
    assert bhapkar(patterns).statistic == pytest.approx(expected, rel=1e-10)
    assert bhapkar(patterns).df == 3


def test_repeated_wave_takes_one_degree_of_freedom():
    patterns = np.zeros((3, 3, 3), dtype=int)
    for first, later, people in [(0, 0, 9), (0, 1, 2), (1, 0, 8), (1, 1, 5)]:
        patterns[first, later, later] = people
    once = bhapkar(patterns[:, :, :2].sum(axis=2))
    assert bhapkar(patterns).df == once.df == 1
    assert bhapkar(patterns).statistic == pytest.approx(once.statistic)


def test_nobody_changed():
    """No change is no evidence of one: the statistic is 0 and p is 1 by every method."""
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[0, 0, 0] = 5
    patterns[1, 1, 1] = 4
    methods = ("exact", "mid-p", "asymptotic", "auto")
    for result in (*(cochran_q(patterns, method) for method in methods), bhapkar(patterns)):
        assert (result.statistic, result.pvalue, result.problem) == (0, 1, "")


@pytest.mark.parametrize("method", ["exact", "mid-p", "asymptotic"])
def test_two_waves_give_mcnemar_by_the_same_name(method):
    """Every table of up to seven people, with nobody who changed among them: one definition of each p-value."""
    for a, b, c in product(range(8), repeat=3):
        if 0 < a + b + c < 8:
            patterns = np.zeros((3, 3), dtype=int)
            patterns[:2, :2] = [[a, b], [c, 0]]
            assert cochran_q(patterns, method).pvalue == pytest.approx(mcnemar([[a, b], [c, 0]], method).pvalue)


def test_what_cannot_be_computed_is_said_in_words():
    patterns = np.zeros((3, 3), dtype=int)
    patterns[0, 2] = 4
    for test in (cochran_q, bhapkar):
        assert test(patterns).pvalue is None
        assert "Nobody answered at both waves" in repr(test(patterns))
    patterns[0, 1] = 6
    assert "the same for everyone" in bhapkar(patterns).problem


def test_refusals_say_what_to_do():
    with pytest.raises(ValueError, match="at least two waves"):
        cochran_q([3, 2, 1])
    with pytest.raises(ValueError, match="choose one of exact"):
        cochran_q(np.ones((3, 3), dtype=int), "chi")
    patterns = np.zeros((3,) * 8, dtype=int)
    patterns[(0,) + (1,) * 7] = 30
    with pytest.raises(ValueError, match="use method='asymptotic'"):
        cochran_q(patterns)


@pytest.mark.parametrize("test", [cochran_q, bhapkar])
def test_a_test_of_a_comparison_is_told_on_its_side_of_the_level_of_it(test):
    """As the models beside it are: three digits would print p as the level itself."""
    patterns = np.zeros((3, 3), dtype=int)
    patterns[:2, :2] = [[10, 2], [8, 6]]
    p = test(patterns).pvalue
    alpha = float(f"{p:.3g}")
    told = repr(test(SimpleNamespace(patterns=patterns, level=1 - alpha))).split("p = ")[1].split(" ")[0]
    assert p != alpha and (float(told) > alpha) == (p > alpha) and float(told) != alpha
