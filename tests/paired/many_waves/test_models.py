"""GEE and conditional logit: against R, closed forms, and a sentence instead of every infinity."""

import warnings
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2, norm

from firststeps.paired.many_waves.conditional import conditional_logit
from firststeps.paired.many_waves.gee import gee_logit
from tests.paired.many_waves.waves_reference import reference_patterns, reference_values


@pytest.mark.parametrize("case", ["course", "three"])
@pytest.mark.parametrize("structure", ["independence", "exchangeable"])
def test_gee_is_that_of_geepack_but_for_the_small_sample_factor(case, structure):
    """With complete answers Mancl and DeRouen's leverage is 1 / n, so errors are n / (n - 1) times as large."""
    patterns, values = reference_patterns(case), reference_values(case)
    result = gee_logit(patterns, structure)
    for k, (estimate, error) in enumerate(zip(result.log_odds_ratio, result.standard_error, strict=True), start=2):
        assert estimate == pytest.approx(values[f"geeglm {structure}", f"log odds ratio {k}"], rel=1e-7)
        robust = values[f"geeglm {structure}", f"robust standard error {k}"]
        assert error == pytest.approx(robust * result.n / (result.n - 1), rel=1e-7)


def test_gee_uses_every_answer_as_geepack_does():
    values = reference_values("missed")
    estimates = gee_logit(reference_patterns("missed"), "independence").log_odds_ratio
    expected = [values["geeglm independence", f"log odds ratio {k}"] for k in (2, 3)]
    np.testing.assert_allclose(estimates, expected, rtol=1e-7)


KINDS = {"liang-zeger": "Liang-Zeger", "kauermann-carroll": "Kauermann-Carroll", "mancl-derouen": "Mancl-DeRouen"}


@pytest.mark.parametrize("case", ["course", "three", "missed"])
@pytest.mark.parametrize("errors", KINDS)
def test_standard_errors_are_those_of_their_definition_in_r(case, errors):
    """R works out each sandwich from geepack's fit; the intercept has its error too."""
    values, result = reference_values(case), gee_logit(reference_patterns(case), "independence", errors)
    found = [result.intercept_error, *result.standard_error]
    wanted = [values["sandwich independence", f"{KINDS[errors]} {k}"] for k in range(1, len(found) + 1)]
    np.testing.assert_allclose(found, wanted, rtol=1e-6)
    assert result.intercept == pytest.approx(values["geeglm independence", "log odds 1"], rel=1e-7)


@pytest.mark.parametrize("case", ["course", "three"])
@pytest.mark.parametrize("errors", KINDS)
def test_exchangeable_errors_of_complete_answers_are_those_of_r(case, errors):
    """With complete answers both programs estimate the same odds ratios, whatever the correlation."""
    values, result = reference_values(case), gee_logit(reference_patterns(case), "exchangeable", errors)
    wanted = [values["sandwich exchangeable", f"{KINDS[errors]} {k}"] for k in range(2, len(result.standard_error) + 2)]
    np.testing.assert_allclose(result.standard_error, wanted, rtol=1e-6)


@pytest.mark.parametrize("structure", ["independence", "exchangeable"])
@pytest.mark.parametrize("case", ["course", "three"])
def test_liang_zeger_errors_and_the_intercept_are_those_that_geepack_prints(case, structure):
    """Also p is referred to the normal, as geepack does, and the joint test to chi-squared."""
    values, result = reference_values(case), gee_logit(reference_patterns(case), structure, "liang-zeger")
    found = [result.intercept_error, *result.standard_error]
    wanted = [values[f"geeglm {structure}", f"robust standard error {k}"] for k in range(1, len(found) + 1)]
    np.testing.assert_allclose(found, wanted, rtol=1e-7)
    assert result.intercept == pytest.approx(values[f"geeglm {structure}", "log odds 1"], rel=1e-7)
    z = result.log_odds_ratio / result.standard_error
    np.testing.assert_allclose(result.pvalue, chi2.sf(z**2, 1), rtol=1e-9)
    q = len(z)
    assert result.joint_pvalue == pytest.approx(chi2.sf(q * result.statistic, q), rel=1e-9)


def test_with_complete_answers_kauermann_and_carroll_lie_half_way():
    """Everybody's leverage is then 1 / n, so the error is that of Liang and Zeger times the root of n / (n - 1)."""
    patterns = reference_patterns("course")
    usual, half, full = (gee_logit(patterns, errors=kind).standard_error for kind in KINDS)
    factor = np.sqrt(patterns.sum() / (patterns.sum() - 1))
    np.testing.assert_allclose(half, usual * factor, rtol=1e-9)
    np.testing.assert_allclose(full, half * factor, rtol=1e-9)


def test_the_intercept_is_the_log_odds_of_yes_at_the_first_wave():
    """With complete answers of 12 yes and 14 no; its Liang-Zeger error is the root of 1/12 + 1/14."""
    patterns = np.zeros((3, 3), dtype=int)
    patterns[:2, :2] = [[10, 2], [8, 6]]
    result = gee_logit(patterns, errors="liang-zeger")
    assert result.intercept == pytest.approx(np.log(12 / 14), rel=1e-9)
    assert result.intercept_error == pytest.approx(np.sqrt(1 / 12 + 1 / 14), rel=1e-7)
    assert conditional_logit(patterns).intercept is None


def test_unknown_errors_are_refused():
    """The sentence lists the kinds there are."""
    with pytest.raises(ValueError, match="mancl-derouen, kauermann-carroll, liang-zeger"):
        gee_logit(np.ones((3, 3), dtype=int), errors="huber")


@pytest.mark.parametrize("case", ["course", "three", "missed"])
def test_conditional_logit_is_that_of_survival(case):
    values, result = reference_values(case), conditional_logit(reference_patterns(case))
    for k, (estimate, error) in enumerate(zip(result.log_odds_ratio, result.standard_error, strict=True), start=2):
        assert estimate == pytest.approx(values["clogit", f"log odds ratio {k}"], rel=1e-6)
        assert error == pytest.approx(values["clogit", f"standard error {k}"], rel=1e-6)
    assert result.statistic == pytest.approx(values["clogit", "likelihood ratio"], rel=1e-8)


@settings(max_examples=20)
@given(st.integers(1, 20), st.integers(1, 20))
def test_two_waves_have_closed_forms(b, c):
    patterns = np.zeros((3, 3), dtype=int)
    patterns[:2, :2] = [[4, b], [c, 5]]
    conditional = conditional_logit(patterns)
    assert conditional.odds_ratio[0] == pytest.approx(c / b, rel=1e-12)
    assert conditional.standard_error[0] == pytest.approx(np.sqrt(1 / b + 1 / c), rel=1e-12)
    marginal = gee_logit(patterns)
    assert marginal.odds_ratio[0] == pytest.approx((4 + c) * (c + 5) / ((4 + b) * (b + 5)), rel=1e-6)
    low, high, _ = marginal.confidence_interval()
    assert low < marginal.odds_ratio < high


@pytest.mark.parametrize("b, c", [(1, 10_000), (999, 1), (400_000_000, 3)])
def test_standard_errors_of_few_against_very_many_have_all_their_digits(b, c):
    """sqrt(1/b + 1/c), where a step of a difference quotient would be too long or too short."""
    result = conditional_logit([[0, b, 0], [c, 0, 0], [0, 0, 0]])
    assert result.standard_error[0] == pytest.approx(np.sqrt(1 / b + 1 / c), rel=1e-12)


@pytest.mark.parametrize("case", ["course", "three", "missed"])
def test_standard_errors_are_those_of_the_likelihood_by_definition(case):
    """The second derivative, by mpmath with 60 digits, of a likelihood that goes through every order of the answers."""
    patterns = reference_patterns(case)
    result = conditional_logit(patterns)
    q = len(result.log_odds_ratio)
    with mp.workdps(60):
        at = tuple(mp.mpf(float(x)) for x in result.log_odds_ratio)
        information = mp.matrix(q, q)
        for i, j in np.ndindex(q, q):
            orders = tuple(int(k == i) + int(k == j) for k in range(q))
            information[i, j] = -mp.diff(lambda *x: log_likelihood(patterns, x), at, orders)
        errors = [float(mp.sqrt(mp.inverse(information)[k, k])) for k in range(q)]
    assert result.standard_error == pytest.approx(errors, rel=1e-12)


def log_likelihood(patterns, log_odds_ratio):
    """Of each person's answers, given how many were yes; one person's answers in every order, one after another."""
    total, logs = mp.mpf(0), [mp.mpf(0), *log_odds_ratio]
    for answers in np.argwhere(patterns):
        waves = np.flatnonzero(answers != 2)
        yes = [wave for wave in waves if answers[wave] == 0]
        orders = (mp.exp(sum(logs[wave] for wave in some)) for some in combinations(waves, len(yes)))
        total += int(patterns[tuple(answers)]) * (sum(logs[wave] for wave in yes) - mp.log(sum(orders)))
    return total


@settings(max_examples=40)
@given(arrays(np.int64, (3, 3, 3), elements=st.integers(0, 2)), st.sampled_from(["independence", "exchangeable"]))
def test_every_table_has_finite_numbers_or_a_sentence(patterns, structure):
    """A number that cannot be given is NaN or None in the result, and nowhere in print."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        marginal = [gee_logit(patterns, structure, errors) for errors in KINDS]
        for result in (*marginal, conditional_logit(patterns)):
            assert bool(result.problem) == (result.log_odds_ratio is None)
            assert "nan" not in repr(result) and "None" not in repr(result)
            if result.problem:
                assert result.problem in repr(result)
                continue
            numbers = [*result.confidence_interval()[:2], result.pvalue, result.standard_error]
            known = np.isfinite(numbers).all(axis=0)
            assert np.isfinite(result.odds_ratio).all() and np.isnan(np.array(numbers)[:, ~known]).all()
            assert len(result.remarks) == (~known).sum() + (result.joint_pvalue is None)
            assert all(remark in repr(result) for remark in result.remarks)


def test_waves_missed_by_some_are_used():
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[0, 1, 2], patterns[1, 0, 0], patterns[2, 0, 1], patterns[0, 0, 1], patterns[2, 2, 2] = 3, 4, 5, 2, 6
    patterns[1, 1, 0] = 1
    result = gee_logit(patterns, "independence")
    assert (result.n, result.answers, result.left_out) == (15, 37, 6)
    odds = np.array([5 / 5, 11 / 4, 5 / 7])
    np.testing.assert_allclose(result.odds_ratio, odds[1:] / odds[0], rtol=1e-6)


def test_separation_names_the_waves():
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[1, 0, 0], patterns[1, 0, 1], patterns[1, 1, 0], patterns[0, 0, 0] = 4, 2, 3, 2
    assert conditional_logit(patterns).problem.startswith("Nobody said yes at wave 1 and no at wave 2 or 3")
    assert gee_logit(patterns).problem == ""
    with pytest.raises(ValueError, match="no finite estimate"):
        conditional_logit(patterns).confidence_interval()


@pytest.mark.parametrize(
    "people, sentence",
    [
        ({(0, 0): 9, (1, 0): 5}, "Everyone who answered at wave 2 said yes"),
        ({(0, 2): 9, (1, 2): 5}, "Nobody answered at wave 2"),
        ({(0, 0): 9, (1, 1): 5}, "Nobody changed"),
        ({(0, 1): 1, (1, 0): 1}, "too few"),
    ],
)
def test_what_gee_cannot_fit(people, sentence):
    patterns = np.zeros((3, 3), dtype=int)
    for answers, count in people.items():
        patterns[answers] = count
    assert sentence in gee_logit(patterns).problem


structures = pytest.mark.parametrize("structure", ["independence", "exchangeable"])


RAN_OFF = (
    [[[0, 0, 0], [0, 0, 1], [1, 0, 0]], [[0, 1, 0], [0, 0, 0], [0, 0, 0]], [[0, 0, 0], [3, 0, 0], [0, 0, 0]]],
    [[[0, 0, 0], [0, 0, 1], [0, 0, 0]], [[0, 1, 1], [0, 0, 0], [0, 0, 0]], [[6, 3, 0], [1, 0, 0], [0, 0, 0]]],
)


@pytest.mark.parametrize("errors", ["mancl-derouen", "kauermann-carroll", "liang-zeger"])
@pytest.mark.parametrize("patterns", RAN_OFF)
def test_a_fit_that_runs_off_to_nought_or_one_has_a_sentence(patterns, errors):
    """The exchangeable fit of few people with gaps: statsmodels says it converged, at log odds of -369 and -132."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "did not settle" in repr(gee_logit(patterns, errors=errors))
        independent = gee_logit(patterns, "independence", errors)
    yes, no, _ = np.sum(patterns, axis=(1, 2))
    assert independent.intercept == pytest.approx(np.log(yes / no))


@structures
def test_two_later_waves_that_agree_in_everybody_have_the_odds_ratio_of_either(structure):
    """Each exists, so each is given, with its error; the joint test is that of one difference."""
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[0, 0, 0], patterns[1, 0, 0], patterns[0, 1, 1], patterns[1, 1, 1] = 8, 7, 2, 9
    both, one = gee_logit(patterns, structure), gee_logit(patterns.sum(axis=2), structure)
    assert both.log_odds_ratio == pytest.approx(np.repeat(one.log_odds_ratio, 2), rel=1e-9)
    assert both.standard_error == pytest.approx(np.repeat(one.standard_error, 2), rel=1e-9)
    assert both.statistic == pytest.approx((one.log_odds_ratio[0] / one.standard_error[0]) ** 2, rel=1e-7)
    assert (both.remarks, both.problem) == ((), "")


@structures
def test_a_wave_that_repeats_the_first_leaves_the_others_theirs(structure):
    """Its odds ratio is 1 and has no interval, which a sentence says; the third wave's is what it is without it."""
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[0, 0, 1], patterns[1, 1, 0], patterns[0, 0, 0], patterns[1, 1, 1] = 4, 5, 6, 7
    result, without = gee_logit(patterns, structure), gee_logit(patterns.sum(axis=1), structure)
    assert result.odds_ratio == pytest.approx([1, without.odds_ratio[0]])
    assert result.standard_error[1] == pytest.approx(without.standard_error[0])
    assert np.isnan([result.standard_error[0], result.pvalue[0], result.confidence_interval().low[0]]).all()
    assert result.statistic == pytest.approx(without.statistic)
    assert "1 (no interval), 1.2 (" in repr(result)
    assert "Wave 2 says the same as wave 1 of everybody" in repr(result)


def test_a_difference_that_is_the_same_for_everyone_has_no_joint_test():
    """Three patterns over four waves vary in two ways only; three odds ratios exist, but not their joint test."""
    patterns = np.zeros((3,) * 4, dtype=int)
    patterns[0, 0, 1, 0], patterns[0, 1, 1, 1], patterns[1, 1, 0, 0] = 3, 2, 1
    result = gee_logit(patterns)
    assert np.isfinite(result.standard_error).all()
    assert result.joint_pvalue is result.statistic is None
    assert "no test of all together" in repr(result) and "all waves alike" not in repr(result)


def test_unknown_structure_is_refused():
    with pytest.raises(ValueError, match="exchangeable, independence"):
        gee_logit(np.ones((3, 3), dtype=int), "ar1")


@pytest.mark.parametrize("model", [gee_logit, conditional_logit])
def test_a_model_of_a_comparison_is_told_at_the_level_of_it(model):
    """Its limits are those of that level, which is named where it is not 95%."""
    patterns = np.zeros((3, 3), dtype=int)
    patterns[:2, :2] = [[10, 2], [8, 6]]
    plain, ninety = model(patterns), model(SimpleNamespace(patterns=patterns, level=0.9))
    assert [*ninety.confidence_interval()] == [*plain.confidence_interval(0.9)] != [*plain.confidence_interval()]
    assert "(90% intervals)" in repr(ninety) and "intervals" not in repr(plain)


def test_a_limit_of_an_odds_ratio_near_one_is_told_on_its_side_of_it():
    """Whether an interval holds 1 is what its reader asks: 1.0004 is no 1."""
    patterns = np.zeros((3, 3), dtype=int)
    patterns[:2, :2] = [[10, 2], [8, 6]]
    plain = conditional_logit(patterns)
    for away in (-0.0004, 0.0004):
        reach = plain.log_odds_ratio[0] - np.log1p(away)
        level = 1 - 2 * float(norm.sf(reach / plain.standard_error[0]))
        result = replace(plain, level=level, df=np.inf)
        assert result.confidence_interval().low[0] == pytest.approx(1 + away, abs=1e-7)
        assert f"({1 + away} to" in repr(result)
