"""Maximum likelihood with missing answers: against direct maximisation, closed forms, and published identities."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize
from scipy.special import softmax, xlogy
from scipy.stats import chi2

from firststeps.paired.missing.likelihood import (
    likelihood_ratio,
    maximum_likelihood,
    modelled_change,
    profile_interval,
)
from tests.paired.missing.missing_reference import read_case

positive = arrays(np.int64, (3, 3), elements=st.integers(1, 6))


def log_likelihood(p, patterns):
    """Sum over all patterns of count times log of the probability of the known answers."""
    total = 0.0
    for pattern in np.ndindex(patterns.shape):
        if set(pattern) != {2}:
            total += xlogy(patterns[pattern], p[tuple(slice(None) if x == 2 else x for x in pattern)].sum())
    return total


def directly(patterns):
    """Maximise over the simplex by a general optimiser."""

    def loss(x):
        return -log_likelihood(softmax(x).reshape(2, 2), patterns)

    return -minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-7}).fun


@settings(max_examples=25, deadline=None)
@given(positive)
def test_em_reaches_the_direct_maximum_at_two_waves(patterns):
    fit = maximum_likelihood(patterns)
    assert fit.log_likelihood == pytest.approx(log_likelihood(fit.probabilities, patterns))
    assert fit.log_likelihood == pytest.approx(directly(patterns), abs=1e-6)
    assert fit.probabilities.sum() == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(positive, st.floats(-0.5, 0.5))
@example(np.array([[1, 6, 1], [1, 6, 3], [1, 1, 1]]), 0.0)  # of which the optimiser is not done at once
def test_held_change_is_held_and_is_the_best_with_it(patterns, change):
    """Two free parameters are left at two waves: a general optimiser over them finds nothing better."""
    fit = maximum_likelihood(patterns, change)
    assert fit.change() == pytest.approx(change, abs=1e-12)

    def with_change(x):
        same, yes = 1 / (1 + np.exp(-x))
        same = same * (1 - abs(change))
        lost = (1 - same - change) / 2
        return np.array([[same * yes, lost], [lost + change, same * (1 - yes)]])

    best = minimize(lambda x: -log_likelihood(with_change(x), patterns), np.zeros(2), method="Nelder-Mead", tol=1e-9)
    best = minimize(lambda x: -log_likelihood(with_change(x), patterns), best.x, method="Nelder-Mead", tol=1e-9)
    assert best.success
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-5)


@given(arrays(np.int64, (2, 2), elements=st.integers(0, 9)).filter(lambda t: t.sum() > 0))
def test_without_missing_answers_it_is_the_pairs(table):
    """The fit is the observed shares, and the test the likelihood-ratio form of McNemar's."""
    patterns = np.pad(table, (0, 1))
    assert np.allclose(maximum_likelihood(patterns).probabilities, table / table.sum())
    (_, b), (c, _) = table.astype(float)
    expected = 2 * (xlogy(b, 2 * b) + xlogy(c, 2 * c) - xlogy(b + c, b + c)) if b + c else 0
    assert likelihood_ratio(patterns).statistic == pytest.approx(expected, abs=1e-8)


def test_answers_missing_at_the_later_wave_only_have_a_closed_form():
    """Little & Rubin (ch. 13): the first wave is known for all, so the shares factor."""
    patterns = np.array([[6, 2, 4], [2, 6, 8], [0, 0, 0]])
    first = 12 / 28
    expected = [[first * 6 / 8, first * 2 / 8], [(1 - first) * 2 / 8, (1 - first) * 6 / 8]]
    assert np.allclose(maximum_likelihood(patterns).probabilities, expected, atol=1e-9)


@pytest.mark.parametrize("case", ["margins", "few", "three"])
def test_agrees_with_a_poisson_model_fitted_by_r(case):
    """Both waves incomplete, then few people, then three waves: tests/reference/missing.R, which has no EM."""
    patterns, values = read_case(case)
    last = patterns.ndim - 1
    fit = maximum_likelihood(patterns)
    for complete in itertools.product((0, 1), repeat=patterns.ndim):
        name = "".join("10"[answer] for answer in complete)
        assert fit.probabilities[complete] == pytest.approx(values[f"probability {name}"], abs=1e-6)
    ratio = likelihood_ratio(patterns, 0, last).statistic
    assert (fit.change(0, last), ratio) == pytest.approx((values["change"], values["likelihood ratio"]), abs=1e-6)
    limits = profile_interval(patterns, 0, last)
    assert limits[:2] == pytest.approx((values["profile low"], values["profile high"]), abs=1e-5)


def test_limits_of_the_profile_interval_are_where_the_test_rejects():
    patterns = [[8, 1, 2], [5, 8, 1], [1, 1, 1]]
    low, high, level = profile_interval(patterns, level=0.9)
    for limit in (low, high):
        assert likelihood_ratio(patterns, change=limit).pvalue == pytest.approx(1 - level, abs=1e-5)
    assert low < maximum_likelihood(patterns).change() < high


@settings(max_examples=30, deadline=None)
@given(arrays(np.int64, (3, 3, 3), elements=st.sampled_from([0, 0, 0, 0, 1, 2])).filter(lambda t: t.sum() > t[2, 2, 2]))
def test_very_few_answers_still_settle(patterns):
    """With hardly anybody the likelihood is flat or highest at an end, where plain EM crawls."""
    low, high, level = profile_interval(patterns, 0, 2)
    change = maximum_likelihood(patterns).change(0, 2)
    assert -1 <= low <= change + 1e-5 and change - 1e-5 <= high <= 1
    pvalue = likelihood_ratio(patterns, 0, 2).pvalue
    assert (pvalue < 1 - level) == (not low <= 0 <= high) or pvalue == pytest.approx(1 - level, abs=1e-3)


def test_everyone_who_answered_twice_gained():
    """The fitted change is 1, the end of what there is; the lower limit is where the likelihood ratio says."""
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[1, 1, 0], patterns[1, 1, 2] = 2, 1
    low, high, level = profile_interval(patterns, 0, 2)
    assert high == 1
    assert likelihood_ratio(patterns, 0, 2, low).pvalue == pytest.approx(1 - level, abs=1e-5)


@pytest.mark.parametrize("patterns", [[[0, 0, 0], [5, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 2], [3, 0, 4]]])
def test_everybody_changing_the_same_way_has_an_interval_to_the_end(patterns):
    """The fitted change is 1, the end of the scale; five pairs have log-likelihood 5 log((1 + x)/2) at a change x."""
    forward, back = profile_interval(patterns), profile_interval(np.transpose(patterns))
    assert forward.high == 1 and back.low == -1 and forward.low == pytest.approx(-back.high, abs=1e-6)
    if not np.any(np.array(patterns)[:, 2]):
        assert forward.low == pytest.approx(2 * np.exp(-chi2.ppf(0.95, 1) / 10) - 1, abs=1e-6)


def test_answers_at_other_waves_help_and_those_of_nobody_do_not():
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[0, 0, 0], patterns[1, 1, 1], patterns[0, 0, 2], patterns[2, 1, 1] = 9, 9, 3, 4
    fit = maximum_likelihood(patterns)
    patterns[2, 2, 2] = 7
    assert maximum_likelihood(patterns).log_likelihood == fit.log_likelihood
    assert fit.proportion(0) == pytest.approx(12 / 25, abs=1e-6)  # a no at the second wave was always a no at the first


def test_refuses_nobody_and_a_change_that_cannot_be():
    with pytest.raises(ValueError, match="Nobody answered"):
        maximum_likelihood([[0, 0, 0], [0, 0, 0], [0, 0, 5]])
    with pytest.raises(ValueError, match="between -1 and 1"):
        maximum_likelihood([[1, 1, 0], [1, 1, 0], [0, 0, 0]], change=1)


def plain_em(patterns, start):
    """EM as in every textbook, from any start: each person shared out over the patterns that agree with the answers."""
    p = start
    for _ in range(2000):
        expected = np.zeros(p.shape)
        for pattern in np.argwhere(patterns):
            place = tuple(slice(None) if answer == 2 else answer for answer in pattern)
            if p[place].sum() and (pattern != 2).any():
                expected[place] += patterns[tuple(pattern)] * p[place] / p[place].sum()
        p = expected / expected.sum()
    return p


@pytest.mark.parametrize(
    ("patterns", "ends"),
    [
        ([[0, 4, 0], [0, 0, 0], [1, 0, 0]], "-80.0 to -60.0"),  # the one heard from last said yes first, or did not
        ([[0, 0, 1], [0, 0, 0], [1, 0, 3]], "0.0 to 0.0"),
        ([[5, 1, 2], [2, 3, 1], [4, 0, 6]], ""),
        ([[0, 0, 3], [0, 0, 5], [4, 2, 0]], ""),  # nobody twice: both proportions are known, who they are is not
        ([[8, 1, 0], [0, 0, 2], [0, 0, 3]], "-9.1 to +9.1"),
    ],
)
def test_it_is_said_where_several_changes_fit_equally_well(patterns, ends):
    """From other starts EM ends at other changes, all of them between the two that are named, and as likely."""
    model, rng = modelled_change(patterns), np.random.default_rng(1)
    fits = [plain_em(np.array(patterns), rng.dirichlet([0.3] * 4).reshape(2, 2)) for _ in range(30)]
    assert np.ptp([log_likelihood(p, np.array(patterns)) for p in fits]) < 1e-6
    changes = [p[1, 0] - p[0, 1] for p in fits]
    low, high = (float(end) / 100 for end in ends.split(" to ")) if ends else (model.value, model.value)
    assert low - 6e-4 <= min([*changes, model.value]) and max([*changes, model.value]) <= high + 6e-4
    assert np.ptp(changes) > 0.8 * (high - low) - 1e-3
    assert ("fits equally well" in model.note) == (high > low)
    assert high == low or f"from {ends} percentage points" in model.note
