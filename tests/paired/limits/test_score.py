"""The roots of the score statistics, to the last digits: neither form of a root subtracts nearly equal numbers."""

import itertools

import mpmath as mp
import numpy as np
import pytest

from firststeps.paired.limits.score import score_statistic, smaller_probability
from firststeps.paired.missing.likelihood import maximum_likelihood
from firststeps.paired.tables import Cells
from firststeps.paired.two_waves.ratio import ratio_score

FEW_AND_MANY = [(1, 1, 10**9), (1, 3, 26), (3, 1, 10**6), (5, 900_000, 10**6), (400_000, 2, 10**6), (7, 7, 14)]
SIZES = ["1e-12", "1e-6", "0.01", "0.3", "0.5", "0.9", "0.999999"]


def root_of_the_likelihood(minor, major, n, size):
    """The root that is not negative of Tango's equation, with 60 digits, so that it may subtract what it likes."""
    with mp.workdps(60):
        linear = (2 * n - major + minor) * size - (minor + major)
        return (mp.sqrt(linear**2 + 8 * n * minor * size * (1 - size)) - linear) / (4 * n)


@pytest.mark.parametrize("minor, major, n", FEW_AND_MANY)
@pytest.mark.parametrize("size", SIZES)
def test_the_smaller_probability_has_all_its_digits(minor, major, n, size):
    """Where hardly any of very many changed the plain root keeps few digits, where most did the other one does."""
    exact = mp.mpf(float(size))
    found = float(smaller_probability(minor, major, n, float(size)))
    assert found == pytest.approx(float(root_of_the_likelihood(minor, major, n, exact)), rel=1e-13, abs=0)


def test_both_forms_of_the_root_are_needed():
    """By each form alone some of these would lose half of their digits, or be no number."""
    lost = {"plain": 0, "turned": 0}
    for (minor, major, n), size in itertools.product(FEW_AND_MANY, map(float, SIZES)):
        linear = (2 * n - major + minor) * size - (minor + major)
        product = minor * size * (1 - size)
        root = np.sqrt(linear**2 + 8 * n * product)
        exact = float(root_of_the_likelihood(minor, major, n, mp.mpf(size)))
        lost["plain"] += abs((root - linear) / (4 * n) / exact - 1) > 1e-8
        lost["turned"] += root + linear == 0 or abs(2 * product / (linear + root) / exact - 1) > 1e-8
    assert min(lost.values()) > 0


@pytest.mark.parametrize("minor, major, n", [(0, 5, 20), (0, 20, 20), (0, 0, 20), (0, 10, 20)])
def test_nobody_of_the_smaller_kind_has_its_root_too(minor, major, n):
    """Without any the root is 0, or what a size below half of the share of the larger kind leaves."""
    for size in (0.0, 0.1, 0.25, 0.5, 1.0):
        linear = (2 * n - major) * size - major
        assert smaller_probability(minor, major, n, size) == pytest.approx(max(0, -linear / (2 * n)), abs=1e-16)


@pytest.mark.parametrize("a, b, c, d", [(10, 1, 1, 10**9), (10**6, 1, 2, 10), (3, 2, 400_000, 600_000), (1, 1, 7, 12)])
@pytest.mark.parametrize("log_ratio", [-3.0, -0.01, -1e-9, 1e-9, 0.01, 0.7, 5.0])
def test_the_score_of_a_ratio_has_all_its_digits(a, b, c, d, log_ratio):
    """The same root with 60 digits, for the ratio below 1 with the waves exchanged."""
    found = float(ratio_score(Cells(*map(np.array, (a, b, c, d, a + b + c + d))), log_ratio))
    with mp.workdps(60):
        sign, (x, y) = (-1, (c, b)) if log_ratio < 0 else (1, (b, c))
        theta, n, changed = mp.exp(abs(mp.mpf(log_ratio))), a + b + c + d, a + b + c
        square, linear = n * (1 + theta), (a + x) * theta**2 - (a + y + 2 * x)
        p12 = (mp.sqrt(linear**2 + 4 * square * x * (theta - 1) * changed / n) - linear) / (2 * square)
        wanted = sign * (a + y - theta * (a + x)) / mp.sqrt(square * p12 + changed * (theta - 1))
    assert found == pytest.approx(float(wanted), rel=1e-9)


@pytest.mark.parametrize("b, c, n, delta", [(2, 5, 900, 0.3), (0, 1, 26, 0.02), (1, 7, 21, -0.4), (0, 3, 9, 0.9)])
def test_the_correction_for_skewness_solves_its_equation(b, c, n, delta):
    """x + A (x^2 - 1) = s where it can be solved, else the turning point -1 / (2 A); s and A by their definition."""
    with mp.workdps(40):
        size, turned = abs(mp.mpf(delta)), delta < 0
        p = root_of_the_likelihood(*((c, b) if turned else (b, c)), n, size)
        changes = {-1: p + (size if turned else 0), 1: p + (0 if turned else size), 0: 1 - 2 * p - size}
        second, third = (sum(q * (x - delta) ** k for x, q in changes.items()) for k in (2, 3))
        spread = mp.sqrt(second * n * mp.mpf(n) / (n - 1))
        s, skew = (c - b - n * mp.mpf(delta)) / spread, n * third / (6 * spread**3)
        inside = 1 + 4 * skew * (s + skew)
        wanted = (mp.sqrt(inside) - 1) / (2 * skew) if inside >= 0 else -1 / (2 * skew)
    assert float(score_statistic(b, c, n, delta, corrected=True)) == pytest.approx(float(wanted), rel=1e-11)


@pytest.mark.parametrize("change", [-0.999, -0.3, -0.001, 0.001, 0.05, 0.3, 0.999])
@pytest.mark.parametrize("table", [[[900, 1], [2, 97]], [[5, 1], [7, 8]], [[0, 3], [1, 0]], [[9, 0], [0, 4]]])
def test_a_change_that_is_held_is_that_of_the_score_interval(table, change):
    """The model that holds a change, without missing answers, has the probabilities of Tango's equation."""
    (_, b), (c, _) = table
    n = sum(map(sum, table))
    fit = maximum_likelihood(np.pad(table, (0, 1)), change)
    smaller = root_of_the_likelihood(*((b, c) if change > 0 else (c, b)), n, mp.mpf(abs(change)))
    found = fit.probabilities[0, 1] if change > 0 else fit.probabilities[1, 0]
    assert found == pytest.approx(float(smaller), rel=1e-9, abs=1e-15)
    assert fit.change() == pytest.approx(change, abs=1e-12)
