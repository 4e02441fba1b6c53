"""Partially paired tests: a published example, identities without missing answers, and the variance by definition."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from firststeps.paired.missing.partial import METHODS, partially_paired
from firststeps.paired.two_waves.mcnemar import mcnemar

DERRICK = np.array([[8, 1, 5], [3, 3, 4], [6, 0, 0]])
tables = arrays(np.int64, (2, 2), elements=st.integers(0, 9)).filter(lambda t: t.sum() > 0)


def test_published_example():
    """Derrick et al. (2015) and the example of the R package Partiallyoverlapping 2.0: p = 0.053 by z8."""
    assert round(partially_paired(DERRICK, "z8").pvalue, 3) == 0.053


@given(tables)
def test_without_missing_answers_choi_and_stablein_is_mcnemar(table):
    result = partially_paired(np.pad(table, (0, 1)), "choi-stablein")
    assert result.pvalue == pytest.approx(float(mcnemar(table, "asymptotic").pvalue))


@given(tables)
def test_without_missing_answers_ekbohm_is_z8(table):
    patterns = np.pad(table, (0, 1))
    assert partially_paired(patterns, "ekbohm").statistic == pytest.approx(partially_paired(patterns, "z8").statistic)


@given(arrays(np.int64, (3, 3), elements=st.integers(1, 6)), st.sampled_from(sorted(METHODS)))
def test_exchanging_the_waves_turns_the_sign(patterns, method):
    forward, back = partially_paired(patterns, method), partially_paired(patterns.T, method)
    assert forward.statistic == pytest.approx(-back.statistic)
    assert partially_paired(patterns, method, "greater").pvalue == pytest.approx(
        partially_paired(patterns.T, method, "less").pvalue
    )


def test_only_choi_and_stableins_z_depends_on_which_answer_is_called_yes():
    """Its covariance is d/n - q^2 with yes and no exchanged, which is a/n - p^2 less twice (p of the pairs - p)."""
    turned = DERRICK[np.ix_([1, 0, 2], [1, 0, 2])]
    for method in ("z8", "ekbohm"):
        assert partially_paired(turned, method).statistic == pytest.approx(-partially_paired(DERRICK, method).statistic)
    n, p = 15, (2 * 8 + 1 + 3 + 5 + 6) / (2 * 15 + 5 + 4 + 6)
    first, second, p1, p2 = 24, 21, 14 / 24, 17 / 21
    for patterns, both, share, sign in ((DERRICK, 8, p, 1), (turned, 3, 1 - p, -1)):
        covariance = min(both / n - share**2, p * (1 - p))
        variance = p * (1 - p) * (1 / first + 1 / second) - 2 * n * covariance / (first * second)
        found = partially_paired(patterns, "choi-stablein").statistic
        assert found == pytest.approx(sign * (p2 - p1) / np.sqrt(variance))


def test_ekbohm_is_generalised_least_squares():
    """The weights by matrix algebra: four means with their covariance, regressed on the two proportions."""
    a, b, e, c, d, f, g, h, _ = DERRICK.ravel()
    n, once, twice = a + b + c + d, e + f, g + h
    phi = (a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    p = (2 * a + b + c + e + g) / (2 * n + once + twice)
    means = np.array([(a + b) / n, (a + c) / n, e / once, g / twice])
    covariance = np.diag([1 / n, 1 / n, 1 / once, 1 / twice])
    covariance[0, 1] = covariance[1, 0] = phi / n
    design = np.array([[1, 0], [0, 1], [1, 0], [0, 1]])
    spread = np.linalg.inv(design.T @ np.linalg.solve(covariance, design))
    fitted = spread @ design.T @ np.linalg.solve(covariance, means)
    contrast = np.array([-1, 1])
    expected = contrast @ fitted / np.sqrt(p * (1 - p) * contrast @ spread @ contrast)
    assert partially_paired(DERRICK, "ekbohm").statistic == pytest.approx(expected)


def everyone_once_or_twice(most):
    """Every two-wave table of few people of whom somebody answered twice and nobody neither time."""
    for bars in itertools.combinations(range(most + 7), 7):
        counts = [right - left - 1 for left, right in itertools.pairwise((-1, *bars, most + 7))]
        if counts[0] + counts[1] + counts[3] + counts[4]:
            yield np.reshape([*counts, 0], (3, 3))


@pytest.mark.parametrize("method", ["z8", "choi-stablein"])
def test_a_difference_of_the_two_waves_is_never_called_none(method):
    """p = 1 only where the two proportions are equal, and no z that so few people cannot give."""
    for patterns in everyone_once_or_twice(5):
        first, second = (patterns.sum(axis=axis)[:2] for axis in (1, 0))
        result = partially_paired(patterns, method)
        assert (result.pvalue == 1) == (first[0] * second.sum() == second[0] * first.sum()), patterns
        assert abs(result.statistic) < 4


def test_refuses_unknown_methods_and_no_pairs():
    with pytest.raises(ValueError, match="z9"):
        partially_paired(DERRICK, "z9")
    with pytest.raises(ValueError, match="no pairs"):
        partially_paired([[0, 0, 3], [0, 0, 1], [2, 1, 0]])
