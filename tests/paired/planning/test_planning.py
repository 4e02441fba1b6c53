"""Power, sample size, size and coverage: against R, against plain sums over all tables, and against publications."""

import csv
from itertools import accumulate
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, multinomial, norm

from firststeps.paired.families import FAMILIES
from firststeps.paired.missing.tipping import significance
from firststeps.paired.planning import formulas
from firststeps.paired.planning.coverage import coverage, odds_ratio_coverage, ratio_coverage
from firststeps.paired.planning.level import fagerland
from firststeps.paired.planning.level.operating import largest_size, size
from firststeps.paired.planning.power import power, power_curve
from firststeps.paired.planning.rejection import critical_counts
from firststeps.paired.planning.samplesize import detectable_difference, sample_size
from firststeps.paired.planning.similarity import (
    _likely_balance,
    noninferiority_power,
    noninferiority_sample_size,
    similarity_curve,
    similarity_power,
    similarity_sample_size,
)
from firststeps.paired.two_waves.balance import _known, least_balances
from firststeps.paired.two_waves.difference import difference as estimate_difference
from firststeps.paired.two_waves.equivalence import equivalence, noninferiority
from firststeps.paired.two_waves.mcnemar import METHODS, false_alarms, mcnemar
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.ratio import ratio
from tests import ROOT
from tests.paired.definitions import difference_score

REFERENCE = ROOT / "tests" / "reference" / "planning.csv"
changes = st.floats(0.05, 1).flatmap(lambda pi: st.tuples(st.floats(-pi, pi), st.just(pi)))
both = pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])


def every_table(n):
    """All tables [[a, b], [c, d]] of n people."""
    cells = np.indices((n + 1,) * 3).reshape(3, -1).T
    cells = cells[cells.sum(axis=1) <= n]
    return np.column_stack([cells, n - cells.sum(axis=1)]).reshape(-1, 2, 2)


def probabilities(tables, difference, discordance, yes_twice=0.5):
    """Multinomial probabilities, by SciPy."""
    same = 1 - discordance
    cells = [same * yes_twice, (discordance - difference) / 2, (discordance + difference) / 2, same * (1 - yes_twice)]
    return multinomial.pmf(tables.reshape(-1, 4), tables[0].sum(), cells)


@pytest.mark.parametrize("row", list(csv.DictReader(REFERENCE.open())), ids=lambda row: f"{row['method']}-{row['n']}")
def test_power_is_that_of_r(row):
    found = power(int(row["n"]), float(row["difference"]), float(row["discordance"]), row["method"])
    assert found == pytest.approx(float(row["power"]), rel=1e-10)


@both
@pytest.mark.parametrize("method", METHODS)
def test_critical_counts_are_the_rejection_region(method, alternative):
    n = 14
    most = critical_counts(n, method, alternative)
    tables = every_table(n)
    b, c = tables[:, 0, 1], tables[:, 1, 0]
    few = {"two-sided": np.minimum(b, c), "greater": b, "less": c}[alternative]
    np.testing.assert_array_equal(mcnemar(tables, method, alternative).pvalue <= 0.05, few <= most[b + c])


@given(changes, st.integers(1, 40), st.sampled_from(["asymptotic", "continuity", "exact", "mid-p", "n-1"]))
def test_gain_and_loss_mirror(change, n, method):
    difference, discordance = change
    assert power(n, difference, discordance, method) == pytest.approx(power(n, -difference, discordance, method))
    greater, less = (
        power(n, difference, discordance, method, "greater"),
        power(n, -difference, discordance, method, "less"),
    )
    assert greater == pytest.approx(less, abs=1e-12)


@pytest.mark.parametrize("method", ["mid-p", "n-1"])
def test_curve_is_power_at_each_size(method):
    sizes = [5, 26, 11]
    expected = [power(n, 0.25, 0.4, method) for n in sizes]
    np.testing.assert_allclose(power_curve(sizes, 0.25, 0.4, method), expected, rtol=1e-10)


@settings(max_examples=25)
@given(st.floats(0.2, 0.6), st.floats(0, 1), st.sampled_from(["asymptotic", "exact", "mid-p"]))
def test_sample_size_is_the_last_step_over_the_target(difference, above, method):
    discordance = difference + above * (1 - difference)
    found = sample_size(difference, discordance, 0.8, method)
    powers = power_curve(np.arange(1, 2 * found.n), difference, discordance, method)
    assert np.all(powers[found.n - 1 :] >= 0.8)
    assert found.n == 1 or powers[found.n - 2] < 0.8
    assert powers[found.first - 1] >= 0.8 and np.all(powers[: found.first - 1] < 0.8)


def test_tests_that_depend_on_n_have_sample_sizes_too():
    n = {method: sample_size(0.5, 0.6, method=method).n for method in ("asymptotic", "n-1", "unconditional", "exact")}
    assert n["asymptotic"] <= n["n-1"]
    assert n["unconditional"] < n["exact"]


@both
def test_detectable_difference_just_reaches_the_target(alternative):
    found = detectable_difference(40, 0.35, 0.9, "exact", alternative)
    assert found.power == pytest.approx(0.9, abs=1e-6)
    assert power(40, 0.98 * found.difference, 0.35, "exact", alternative) < 0.9
    assert (found.difference < 0) == (alternative == "less")


def test_undetectable_difference_is_a_sentence():
    found = detectable_difference(8, 0.2)
    assert found.difference is None
    assert "power would be only" in found.problem
    assert found.power == pytest.approx(power(8, 0.2, 0.2))


@pytest.mark.parametrize("n", [7, 26, 60])
def test_exact_tests_keep_their_level_everywhere(n):
    for method in ("exact", "unconditional"):
        assert largest_size(n, method).size <= 0.05 + 1e-9
        for alternative in ("greater", "less"):
            assert largest_size(n, method, alternative).size <= 0.05 + 1e-9


@given(st.integers(5, 60), st.floats(0, 1), st.sampled_from(["asymptotic", "mid-p", "exact"]))
def test_largest_size_is_not_exceeded(n, discordance, method):
    worst = largest_size(n, method)
    assert size(n, discordance, method) <= worst.size + 1e-9
    assert size(n, worst.discordance, method) == pytest.approx(worst.size)


@pytest.mark.parametrize("method", ["tango", "wald", "bonett-price", "newcombe"])
def test_coverage_is_the_sum_over_all_tables(method):
    tables = every_table(8)
    low, high, _ = estimate_difference(tables, method).confidence_interval(0.9)
    for difference, discordance in [(0, 0.3), (0.21, 0.5)]:
        holds = (low <= difference + 1e-9) & (high >= difference - 1e-9)
        expected = probabilities(tables, difference, discordance, 0.7)[holds].sum()
        assert coverage(8, difference, discordance, method, 0.9, 0.7) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("method", ["score", "wald", "mover"])
def test_coverage_of_ratios_is_the_sum_over_all_tables(method):
    tables = every_table(8)
    low, high, _ = ratio(tables, method).confidence_interval(0.9)
    expected = probabilities(tables, 0.21, 0.5, 0.7)[(low <= 0.705 / 0.495) & (high >= 0.705 / 0.495)].sum()
    assert ratio_coverage(8, 0.21, 0.5, method, 0.9, 0.7) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("method", ["mid-p", "clopper-pearson", "blaker", "wilson"])
def test_coverage_of_odds_ratios_is_the_sum_over_all_tables(method):
    tables = every_table(8)
    low, high, _ = odds_ratio(tables, method).confidence_interval(0.9)
    for difference, truth in [(0.25, 3), (-0.25, 1 / 3), (0.5, np.inf), (-0.5, 0)]:
        holds = (low <= truth + 1e-9) & (high >= truth - 1e-9)
        expected = probabilities(tables, difference, 0.5)[holds].sum()
        assert odds_ratio_coverage(8, difference, 0.5, method, 0.9) == pytest.approx(expected, rel=1e-10)


@given(changes, st.integers(3, 20))
def test_clopper_pearson_never_covers_less_than_its_level(change, n):
    assert odds_ratio_coverage(n, *change, "clopper-pearson") >= 0.95 - 1e-9


def test_coverage_without_difference_is_the_complement_of_size():
    """The interval of each family is its test turned round."""
    discordance = np.linspace(0.05, 1, 9)
    for test, interval, _ in FAMILIES.values():
        held = coverage(20, 0, discordance, interval)
        np.testing.assert_allclose(held, 1 - size(20, discordance, test), atol=1e-12)


@pytest.mark.parametrize("n, margin", [(13, 0.3), (26, 0.1), (26, 0.2)])
def test_similarity_power_is_the_sum_over_all_tables(n, margin):
    tables = every_table(n)
    supported = equivalence(tables, margin).pvalue <= 0.05
    for difference, discordance in [(0, 0.0), (0, 0.3), (0.05, 0.2), (-margin, 0.6)]:
        expected = probabilities(tables, difference, discordance)[supported].sum()
        found = similarity_power(n, discordance, margin, difference)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("name", list(FAMILIES))
@given(
    sizes=st.lists(st.tuples(st.integers(1, 40), st.floats(0, 1)), min_size=1, max_size=8),
    margin=st.sampled_from([0.05, 0.1, 0.2, 0.4]),
)
@settings(max_examples=15, deadline=None)
def test_the_least_balance_is_the_same_in_whatever_order_it_is_asked_for(name, sizes, margin):
    """What is known of other numbers of people, and of fewer who change, only saves work: against the p-value of every
    table of so many.
    """
    _known.cache_clear()
    for n, share in sizes:
        most = round(share * n)
        few, pairs = np.tril_indices(n + 1)[::-1]
        few, pairs = few[2 * few <= pairs], pairs[2 * few <= pairs]
        tables = np.stack([n - pairs, pairs - few, few, 0 * few], axis=-1).reshape(-1, 2, 2)
        supported = equivalence(tables, margin, FAMILIES[name].interval).pvalue <= 0.05
        least = np.array([min(few[supported & (pairs == m)], default=m // 2 + 1) for m in range(n + 1)])
        for end in (most, n):
            (balance,) = least_balances([n], [end], margin, family=name)
            assert np.array_equal(np.minimum(balance, np.arange(end + 1) // 2 + 1), least[: end + 1])


@pytest.mark.parametrize("name", list(FAMILIES))
def test_a_similarity_curve_is_the_power_at_each_size(name):
    """In the order in which the sizes are given."""
    sizes = [30, 7, 55, 7, 41]
    powers = [similarity_power(n, 0.1, 0.15, 0.02, 0.05, name) for n in sizes]
    np.testing.assert_allclose(similarity_curve(sizes, 0.1, 0.15, 0.02, 0.05, name), powers, rtol=1e-12)
    assert similarity_curve([3], 0.1, 0.15, 0.02, 0.05, name) == similarity_power(3, 0.1, 0.15, 0.02, 0.05, name)


@pytest.mark.parametrize("name, n", [("exact", 3000), ("mid-p", 2001), ("score", 4000)])
@pytest.mark.parametrize("difference, discordance", [(0, 0.05), (0.03, 0.4), (0, 0)])
def test_similarity_of_many_is_the_sum_over_all_who_may_change(name, n, difference, discordance):
    """Just beyond where only likely numbers are gone through: by SciPy's probabilities, from every least balance."""
    pairs, (least,) = np.arange(n + 1), least_balances([n], [n], 0.05, family=name)
    share = (1 + difference / discordance) / 2 if discordance else 0.5
    within = np.where(
        2 * least <= pairs, binom.cdf(pairs - least, pairs, share) - binom.cdf(least - 1, pairs, share), 0
    )
    expected = binom.pmf(pairs, n, discordance) @ within
    found = similarity_power(n, discordance, 0.05, difference, family=name)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-14)
    curve = similarity_curve([n, 10, n], discordance, 0.05, difference, family=name)
    np.testing.assert_allclose(curve[[0, 2]], expected, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", list(FAMILIES))
def test_the_least_balances_of_a_million_are_where_their_p_value_passes_alpha(name):
    """One fewer on the smaller side, and similarity is no longer supported."""
    n, interval = 1_000_000, FAMILIES[name].interval
    pairs, _, least = _likely_balance(n, 0.02, 0.001, 0.05, interval)
    pairs, least = pairs[::150], least[::150]
    for few, expected in ((least, True), (least - 1, False)):
        tables = np.stack([n - pairs, pairs - few, few, 0 * few], axis=-1).reshape(-1, 2, 2)
        np.testing.assert_array_equal(equivalence(tables, 0.001, interval).pvalue <= 0.05, expected)


@pytest.mark.parametrize("method", ["n-1", "exact", "asymptotic"])
@both
def test_power_of_many_is_the_sum_over_all_who_may_change(method, alternative):
    """By SciPy's probabilities: one by one, and at a few sizes, of which only likely numbers are gone through."""
    sizes, share = [2500, 30, 2001], (1 + 0.02 / 0.15) / 2
    for n, found in zip(sizes, power_curve(sizes, 0.02, 0.15, method, alternative), strict=True):
        pairs, most = np.arange(n + 1), critical_counts(n, method, alternative)
        losses, gains = binom.cdf(most, pairs, 1 - share), binom.cdf(most, pairs, share)
        given = {"two-sided": losses + gains, "greater": losses, "less": gains}[alternative]
        expected = binom.pmf(pairs, n, 0.15) @ given
        assert found == pytest.approx(expected, rel=1e-10)
        assert power(n, 0.02, 0.15, method, alternative) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
@pytest.mark.parametrize("name, halvings", [("exact", 0), ("mid-p", 1)])
def test_a_p_value_of_just_alpha_supports_similarity(n, name, halvings):
    """Nobody changes and the margin is 1/2: p is 2^-n, by mid-p half of it, without any rounding."""
    p = 0.5 ** (n + halvings)
    assert similarity_power(n, 0, 0.5, alpha=p, family=name) == 1
    assert similarity_power(n, 0, 0.5, alpha=p * (1 - 1e-9), family=name) == 0


@pytest.mark.parametrize("changed", [4, 5, 6, 7])
def test_a_p_value_of_just_alpha_rejects_in_every_room(changed):
    """All changed one way: p is 2^(1 - changed), without any rounding; a hair less of alpha and nothing rejects."""
    p, table = 0.5 ** (changed - 1), [[3, 0], [changed, 4]]
    for alpha, rejects in ((p, True), (p * (1 - 1e-9), False)):
        assert (critical_counts(changed, alpha=alpha)[changed] == 0) == rejects
        assert false_alarms(changed, alpha=alpha) == p * rejects
        assert power(changed, 1, 1, alpha=alpha) == rejects
        assert significance(alpha).of(table) == rejects


@pytest.mark.parametrize("difference, discordance", [(0, 0.0), (0, 0.2), (0.02, 0.1)])
def test_similarity_sample_size_is_the_last_step_over_the_target(difference, discordance):
    found = similarity_sample_size(discordance, 0.15, 0.8, difference)
    powers = np.array([similarity_power(n, discordance, 0.15, difference) for n in range(1, found.n + 100)])
    assert found.power == pytest.approx(powers[found.n - 1])
    assert np.all(powers[found.n - 1 :] >= 0.8)
    assert powers[found.n - 2] < 0.8


@pytest.mark.parametrize("name", list(FAMILIES))
@pytest.mark.parametrize("n, margin", [(1, 0.4), (13, 0.3), (26, 0.1)])
def test_the_power_of_non_inferiority_is_the_sum_over_all_tables(name, n, margin):
    """Of every table of n people, by SciPy's probabilities; at the margin itself, with all changing, with nobody."""
    tables = every_table(n)
    for alpha in (0.025, 0.05, 0.3):
        supported = noninferiority(tables, margin, FAMILIES[name].interval).pvalue <= alpha
        for difference, discordance in [(0, 0.0), (0.1, 0.3), (-margin, 0.6), (-1, 1), (1, 1), (0.2, 1), (0.05, 0.05)]:
            expected = probabilities(tables, difference, discordance)[supported].sum()
            found = noninferiority_power(n, discordance, margin, difference, alpha, name)
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-13)


def test_the_power_of_the_score_test_of_non_inferiority_is_that_of_its_definition():
    """Power as Liu et al. (2002) define it, from the likelihood alone: nothing of this package is used."""
    n, margin, difference, discordance = 20, 0.15, 0.05, 0.35
    expected = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            if difference_score(b, c, n, -margin) >= norm.ppf(0.95):
                cells = [(discordance - difference) / 2, (discordance + difference) / 2, 1 - discordance]
                expected += multinomial.pmf([b, c, n - b - c], n, cells)
    found = noninferiority_power(n, discordance, margin, difference, family="score")
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", list(FAMILIES))
@given(n=st.integers(1, 60), margin=st.floats(0.02, 0.6), discordance=st.floats(0, 1))
@settings(max_examples=30, deadline=None)
def test_not_lower_is_supported_wherever_similar_is_and_more_with_a_rise(name, n, margin, discordance):
    """One of two conditions is easier than both; power rises with the difference and stays a probability."""
    differences = np.linspace(-discordance, discordance, 7)
    powers = noninferiority_power(n, discordance, margin, differences, family=name)
    similar = similarity_power(n, discordance, margin, differences, family=name)
    assert np.all(powers >= similar - 1e-12)
    assert np.all(np.diff(powers) >= -1e-12) and np.all((powers >= 0) & (powers <= 1))


@pytest.mark.parametrize("n", [8, 20, 45])
@pytest.mark.parametrize("margin", [0.1, 0.25])
def test_the_exact_test_of_non_inferiority_keeps_its_level(n, margin):
    """At the margin, and beyond, whatever the proportion who change."""
    for discordance in np.linspace(margin, 1, 25):
        assert noninferiority_power(n, discordance, margin, -margin) <= 0.05
        assert noninferiority_power(n, discordance, margin, -discordance) <= 0.05


@pytest.mark.parametrize("name", list(FAMILIES))
@pytest.mark.parametrize("difference, discordance", [(0, 0.0), (0, 0.2), (0.05, 0.1), (-0.05, 0.1), (0.3, 0.3)])
def test_the_number_of_people_for_non_inferiority_is_the_last_step_over_the_target(name, difference, discordance):
    """From there on no number falls short; the first that does not is told too."""
    found = noninferiority_sample_size(discordance, 0.15, 0.8, difference, family=name)
    powers = [noninferiority_power(n, discordance, 0.15, difference, family=name) for n in range(1, found.n + 60)]
    short = np.flatnonzero(np.array(powers) < 0.8) + 1
    assert found.n == short.max() + 1 and found.power == pytest.approx(powers[found.n - 1])
    assert found.first == np.flatnonzero(np.array(powers) >= 0.8).min() + 1
    if discordance < 0.3:
        assert found.n <= similarity_sample_size(discordance, 0.15, 0.8, difference, family=name).n
    assert "non-inferiority test" in found.method


def test_non_inferiority_of_many_is_the_sum_over_all_who_may_change():
    """Where only likely numbers are gone through: against all of them, and near the normal distribution."""
    n, margin, discordance = 3000, 0.03, 0.2
    (least,) = least_balances([n], [n], margin, sides=1)
    pairs = np.arange(n + 1)
    expected = binom.pmf(pairs, n, discordance) @ binom.sf(least - 1, pairs, 0.5)
    assert noninferiority_power(n, discordance, margin) == pytest.approx(expected, rel=1e-9)
    normal = norm.cdf(margin * np.sqrt(n / discordance) - norm.ppf(0.95))
    assert noninferiority_power(n, discordance, margin) == pytest.approx(normal, abs=0.02)


@given(st.floats(0.01, 0.99), st.floats(0.01, 50))
def test_discordance_gives_back_the_association(margin, association):
    p12 = fagerland.discordance(margin, association) / 2
    assert (margin - p12) * (1 - margin - p12) / p12**2 == pytest.approx(association, rel=1e-6)


def test_fagerland_found_the_same():
    """Abstract of the paper: mid-p exceeds the level in none of 9,595 scenarios, the asymptotic test often does."""
    found = {method: fagerland.violations(fagerland.type_one_errors(method)) for method in fagerland.TESTS}
    assert {v.scenarios for v in found.values()} == {9595}
    assert found["mid-p"].above == found["exact"].above == found["continuity"].above == 0
    assert found["asymptotic"].above > 1000
    assert 0.05 < found["asymptotic"].largest < 0.055
    assert found["exact"].mean < found["mid-p"].mean < found["asymptotic"].mean


def test_one_scenario_by_the_plain_sum():
    tables = every_table(15)
    change = float(fagerland.discordance(0.37, 3))
    for method in fagerland.TESTS:
        expected = probabilities(tables, 0, change)[mcnemar(tables, method).pvalue <= 0.05].sum()
        assert fagerland.type_one_errors(method)[1, 2, 37] == pytest.approx(expected, rel=1e-9)


def test_published_sample_sizes():
    """Connor as on powerandsamplesize.com (p10 = 0.05, p01 = 0.45); Lachenbruch's table II, first row."""
    assert formulas.connor(0.4, 0.5, 0.8) == 23
    assert formulas.lachenbruch(0.8, 0.9, 0.9) == (106, 211, 316)


@pytest.mark.parametrize("difference, discordance", [(0.05, 0.2), (0.06, 0.6), (-0.05, 0.5)])
def test_formulas_are_right_where_many_change(difference, discordance):
    exact = sample_size(difference, discordance, method="asymptotic").n
    assert formulas.connor(difference, discordance) == pytest.approx(exact, rel=0.01)
    assert formulas.miettinen(difference, discordance) == pytest.approx(exact, rel=0.005)


@pytest.mark.parametrize(
    "call, fault",
    [
        (lambda: power(26, 0.4, 0.3), "between the size of the difference and 1"),
        (lambda: power(2.5, 0.1, 0.3), "whole and at least 1"),
        (lambda: power(26, 0.1, 0.3, "midp"), "choose one of"),
        (lambda: power(26, 0.1, 0.3, alpha=5), "significance level"),
        (lambda: sample_size(0, 0.3), "No number of people"),
        (lambda: sample_size(0.2, 0.3, alternative="less"), "No number of people"),
        (lambda: sample_size(0.2, 0.3, target=80), "target power"),
        (lambda: sample_size(0.001, 0.5), "use a formula"),
        (lambda: similarity_power(26, 0.3, 10), "margin lies between"),
        (lambda: similarity_sample_size(0.5, 0.1, difference=0.2), "No number of people supports"),
        (lambda: similarity_sample_size(0.5, 0.1, difference=-0.1), "No number of people supports"),
        (lambda: similarity_sample_size(0.5, 0.1, target=0.05), "No number of people supports"),
        (lambda: similarity_sample_size(0.5, 0.1, target=1), "No number of people supports"),
        (lambda: similarity_sample_size(0.5, 0.001), "too many to work out"),
        (lambda: noninferiority_power(26, 0.3, 10), "margin lies between"),
        (lambda: noninferiority_sample_size(0.5, 0.1, difference=-0.1), "No number of people supports"),
        (lambda: noninferiority_sample_size(0.5, 0.1, target=0.05), "No number of people supports"),
        (lambda: noninferiority_sample_size(0.5, 0.001), "too many to work out"),
        (lambda: ratio_coverage(26, 0.2, 0.2, yes_twice=0), "nobody says yes the first time"),
        (lambda: ratio_coverage(26, [0.2, 0.1], 0.2, yes_twice=0), "nobody says yes the first time"),
        (lambda: odds_ratio_coverage(26, 0, 0), "nobody changes"),
        (lambda: odds_ratio_coverage(26, 0, [0.2, 0]), "nobody changes"),
        (lambda: power(26, [0.4, 0.1], 0.3), "between the size of the difference and 1"),
        (lambda: formulas.lachenbruch(80, 90), "proportion lies between"),
        (lambda: fagerland.discordance(1.2, 1), "probability of yes"),
    ],
)
def test_refusals_say_what_is_wrong(call, fault):
    with pytest.raises(ValueError, match=fault):
        call()


@pytest.mark.parametrize("method, largest", [("mid-p", "5,000"), ("exact", "5,000"), ("unconditional", "500")])
def test_too_many_people_to_count_are_said_by_connors_formula(method, largest):
    """Just under four million, worked out by hand from Connor (1987), and not "about 2500 or more"."""
    by_hand = (1.959964 * 0.5**0.5 + 0.8416212 * (0.5 - 1e-6) ** 0.5) ** 2 / 1e-6
    assert by_hand == pytest.approx(3_924_437.5, abs=1)
    with pytest.raises(ValueError, match=rf"About 3,924,438 people.*{method} test.*up to {largest},"):
        sample_size(0.001, 0.5, method=method)


@pytest.mark.parametrize("alternative, sides", [("two-sided", 2), ("greater", 1)])
@pytest.mark.parametrize("halvings", [1, 2, 4, 10])
def test_a_tie_with_the_level_rejects_whatever_rounding_makes_of_it(alternative, sides, halvings):
    """Levels that are powers of 1/2, as tails can be, against sums in whole numbers: p = 0.5 of 17 among 35."""
    counts = critical_counts(80, "exact", alternative, 0.5**halvings)
    for pairs in range(1, 81):
        tails = list(accumulate(comb(pairs, j) for j in range((pairs - 1) // 2 + 1 if sides == 2 else pairs + 1)))
        wanted = sum(sides * tail << halvings <= 1 << pairs for tail in tails) - 1
        assert counts[pairs] == wanted
        if sides == 2:
            rate = 2 * tails[wanted] / 2**pairs if wanted >= 0 else 0.0
            assert false_alarms(pairs, alpha=0.5**halvings) == pytest.approx(rate, rel=1e-12)


def test_no_coverage_is_above_one():
    """Of three people, where every interval holds the truth, rounding adds up to 1 and a last digit."""
    assert coverage(3, 0.0, [0.25, 0.5, 0.75]).max() == 1


@pytest.mark.parametrize(
    "plan, sides",
    [
        ((0.2, 0.4, 0.9, 0.05, 0.05, "mid-p"), 2),
        ((0.33, 0.43, 0.8, -0.054, 0.05, "exact"), 1),
        ((0.196, 0.227, 0.5, -0.057, 0.05, "score"), 1),
        ((0.377, 0.403, 0.5, 0.043, 0.05, "score"), 1),
        ((0.1, 0.3, 0.8, 0.0, 0.05, "exact"), 2),
    ],
)
def test_the_first_number_that_supports_similarity_is_the_first_of_all(plan, sides):
    """Power is a sawtooth: a smaller number can reach the target though the one where a search may begin does not."""
    discordance, margin, target, difference, alpha, family = plan
    size, power = (
        (similarity_sample_size, similarity_power) if sides == 2 else (noninferiority_sample_size, noninferiority_power)
    )
    found = size(*plan)
    powers = [float(power(n, discordance, margin, difference, alpha, family)) for n in range(1, found.checked + 1)]
    reached = np.array(powers) >= target
    assert found.first == 1 + int(np.argmax(reached))
    assert reached[found.n - 1 :].all() and (found.n == 1 or not reached[found.n - 2])


def test_a_power_that_is_all_but_reached_is_not_printed_as_the_target():
    """Power 0.79996 where 0.8 was asked for is "only 79.996%"."""
    most = float(power(26, 0.28, 0.28))
    asked = most + 4e-5
    problem = detectable_difference(26, 0.28, asked).problem
    printed = float(problem.rsplit("only ", 1)[1].removesuffix("%."))
    assert printed < 100 * asked and printed == pytest.approx(100 * most, abs=0.06)
