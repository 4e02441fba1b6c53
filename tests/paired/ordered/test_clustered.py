"""People in groups: the papers' statistics by their definitions, the interval by inversion, levels by enumeration."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import betabinom, chi2

from firststeps import paired
from firststeps.paired.ordered.clustered import (
    clustered_difference,
    clustered_mcnemar,
    count_groups,
    false_alarms_in_groups,
)

COURSES = np.array(
    [[[2, 0], [6, 2]], [[3, 1], [5, 1]], [[2, 4], [1, 3]], [[1, 0], [7, 2]], [[4, 1], [4, 1]], [[3, 3], [2, 2]]]
)
SIZES = [7, 5, 9, 4, 6, 8, 5, 7]
cell = st.integers(0, 5)
groups = st.lists(st.tuples(cell, cell, cell, cell).filter(any), min_size=2, max_size=8).map(
    lambda rows: np.array(rows).reshape(-1, 2, 2)
)


def by_definition(tables, shared=True):
    """Obuchowski's statistic from variances and covariance of ratio estimators, by her paper's steps.

    ``x`` are the numbers of yes of each group, first and second; the proportions are those of both times together.
    """
    x = np.stack([tables[:, 0].sum(axis=1), tables[:, :, 0].sum(axis=1)], axis=1).astype(float)
    n, groups = tables.sum(axis=(1, 2)), len(tables)
    p = x.sum(axis=0) / n.sum()
    residual = x - n[:, None] * (p.mean() if shared else p)
    covariance = groups / (groups - 1) * residual.T @ residual / n.sum() ** 2
    return (p[1] - p[0]) ** 2 / (covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])


@given(groups)
def test_obuchowski_is_the_ratio_estimators_test(tables):
    """Yang, Sun and Hardin's short form equals the paper's steps."""
    assume((tables[:, 0, 1] != tables[:, 1, 0]).any())
    assert clustered_mcnemar(tables, "obuchowski").statistic == pytest.approx(by_definition(tables), rel=1e-9)


@given(groups)
def test_durkalski_is_the_sum_of_group_differences(tables):
    """Each group's difference of proportions, summed and squared, by the sum of squares (Durkalski et al. 2003)."""
    differences = [paired.difference(table).estimate for table in tables]
    squares = sum(x**2 for x in differences)
    wanted = sum(differences) ** 2 / squares if squares else 0
    found = clustered_mcnemar(tables, "durkalski")
    assert found.statistic == pytest.approx(wanted, abs=1e-9)
    assert found.pvalue == pytest.approx(chi2.sf(wanted, 1), abs=1e-9)


@given(st.lists(st.sampled_from([(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)]), min_size=2, max_size=12))
def test_groups_of_one_person_give_mcnemar(rows):
    """Durkalski's test is the asymptotic McNemar test then, and exchanging groups the exact one."""
    tables = np.array(rows).reshape(-1, 2, 2)
    whole = tables.sum(axis=0)
    assert clustered_mcnemar(tables, "durkalski").pvalue == pytest.approx(paired.mcnemar(whole, "asymptotic").pvalue)
    assert clustered_mcnemar(tables).pvalue == pytest.approx(paired.mcnemar(whole).pvalue)


@given(groups)
def test_exact_is_every_exchange_of_whole_groups(tables):
    """All 2^K of them."""
    moved = tables[:, 1, 0] - tables[:, 0, 1]
    sums = [abs(np.dot(signs, moved)) for signs in itertools.product((1, -1), repeat=len(moved))]
    assert clustered_mcnemar(tables).pvalue == pytest.approx(np.mean(np.array(sums) >= abs(moved.sum())))


@pytest.mark.parametrize("method", ["durkalski", "obuchowski"])
def test_the_interval_holds_what_the_test_does_not_reject(method):
    """At either limit the test of D_k - n_k delta is on the edge; with equal groups both methods' statistics differ."""
    tables = np.concatenate([COURSES, COURSES[:3]])
    low, high, _ = clustered_difference(tables, method).confidence_interval(0.9)
    n = tables.sum(axis=(1, 2))
    for delta in (low, high):
        shifted = tables[:, 1, 0] - tables[:, 0, 1] - n * delta
        if method == "durkalski":
            statistic = (shifted / n).sum() ** 2 / ((shifted / n) ** 2).sum()
        else:
            statistic = (1 - 1 / len(n)) * shifted.sum() ** 2 / (shifted**2).sum()
        assert statistic == pytest.approx(chi2.isf(0.1, 1), rel=1e-6)


@given(groups)
def test_turning_answers_round_turns_the_interval_round(tables):
    """Gains for losses: the same p-values, the limits with their signs turned."""
    turned = tables[:, ::-1, ::-1]
    for method in ("durkalski", "obuchowski"):
        assert clustered_mcnemar(tables, method).pvalue == pytest.approx(clustered_mcnemar(turned, method).pvalue)
        low, high, _ = clustered_difference(tables, method).confidence_interval()
        other = clustered_difference(turned, method).confidence_interval()
        assert (low, high) == pytest.approx((-other.high, -other.low))


def test_too_few_groups_have_no_interval():
    """Of four groups of one size no difference can be left out at 95%."""
    assert clustered_difference(COURSES[:4]).confidence_interval()[:2] == (-1, 1)


def test_clustered_tests_keep_the_level_where_the_plain_one_does_not():
    """20 groups that go together: 2,000 samples; the plain mid-p rejects twice as often as it says, these do not."""
    draw, rejected = np.random.default_rng(8), {"plain": 0, "exact": 0, "durkalski": 0, "obuchowski": 0}
    for _ in range(2000):
        chances = draw.beta(2, 2, 20)
        gains = draw.binomial(5, chances)
        tables = np.stack([np.full(20, 3), 5 - gains, gains, np.full(20, 2)], axis=1).reshape(-1, 2, 2)
        rejected["plain"] += paired.mcnemar(tables.sum(axis=0), "mid-p").pvalue <= 0.05
        for method in ("exact", "durkalski", "obuchowski"):
            rejected[method] += clustered_mcnemar(tables, method).pvalue <= 0.05
    assert rejected["plain"] > 200
    assert all(60 <= rejected[method] <= 145 for method in ("exact", "durkalski", "obuchowski"))


def test_plain_tests_reject_too_often_in_six_courses():
    """Ten people each, half change, correlation 0.17: mid-p at 5% rejects in 12%; SciPy's beta-binomial agrees."""
    assert false_alarms_in_groups([5] * 6, 0.17) == pytest.approx(0.12, abs=0.005)
    shape = (1 / 0.17 - 1) / 2
    one = betabinom.pmf(np.arange(6), 5, shape, shape)
    total = one
    for _ in range(5):
        total = np.convolve(total, one)
    pvalues = np.array([paired.mcnemar([[0, 30 - c], [c, 0]], "mid-p").pvalue for c in range(31)])
    assert false_alarms_in_groups([5] * 6, 0.17) == pytest.approx(total[pvalues <= 0.05].sum())


@pytest.mark.parametrize("method", ["exact", "mid-p"])
def test_without_correlation_groups_do_not_matter(method):
    """Then it is the level of the plain test with as many changers."""
    from firststeps.paired.two_waves.mcnemar import false_alarms

    assert false_alarms_in_groups([3, 0, 5, 4], 0, method) == pytest.approx(false_alarms(12, method))
    for hardly in (1e-9, 1e-12, 1e-15, 1e-300):
        assert false_alarms_in_groups([12], hardly, method) == pytest.approx(false_alarms(12, method), rel=1e-6)


def test_people_are_counted_by_group():
    """Ordered answers or yes and no; groups without anybody who answered twice are left out of a test."""
    groups, before, after = list("aabbc"), [1, 2, 1, 1, None], [2, 2, 3, 2, 1]
    counts = count_groups(groups, before, after, limits=(1, 3))
    assert {group: count.improved for group, count in counts.items()} == {"a": 1, "b": 2, "c": 0}
    assert clustered_mcnemar(counts).statistic == 3
    plain = count_groups(["x", "y"], ["yes", "no"], ["no", "yes"], paired.count)
    assert clustered_mcnemar(plain).pvalue == 1


@pytest.mark.parametrize(
    "columns",
    [lambda b, a: (b, a), lambda b, a: (pd.concat([b, a], axis=1),), lambda b, a: ({"b": b, "a": a},)],
    ids=["two columns", "a DataFrame", "a dictionary"],
)
def test_groups_in_another_order_of_people_are_refused(columns):
    """By position the third person, of group b, had the answers of the first."""
    people = [3, 2, 1]
    answers = columns(pd.Series([1, 2, 3], people, name="b"), pd.Series([2, 2, 2], people, name="a"))
    with pytest.raises(ValueError, match="different row labels"):
        count_groups(pd.Series(list("aab"), [1, 2, 3]), *answers)
    assert count_groups(pd.Series(list("aab"), people), *answers)["b"].worse == 1


@pytest.mark.parametrize(
    "call, fault",
    [
        (lambda: clustered_mcnemar([[[1, 2], [3, 4]]]), "found 1"),
        (lambda: clustered_mcnemar(COURSES, "yang"), "no method 'yang'"),
        (lambda: clustered_difference(COURSES, "exact"), "no method 'exact'"),
        (lambda: count_groups(["a"], [1, 2], [2, 2]), "one group"),
        (lambda: count_groups(["a", None], [1, 2], [2, 2]), "1 without"),
        (lambda: false_alarms_in_groups([5], 1), "correlation"),
        (lambda: false_alarms_in_groups([2.5], 0.1), "whole numbers"),
        (lambda: false_alarms_in_groups([5], 0.1, "boschloo"), "no method"),
    ],
)
def test_what_cannot_be_meant_is_refused(call, fault):
    """In words."""
    with pytest.raises(ValueError, match=fault):
        call()


@pytest.mark.parametrize("times", [1, 1000, 10**6])
@pytest.mark.parametrize("method", ["durkalski", "obuchowski"])
def test_groups_that_all_change_alike_leave_no_room(times, method):
    """A tenth more gained than lost in each of them, so that every other difference has an infinite statistic."""
    tables = times * np.array([[[50, 10], [20, 20]], [[5, 0], [1, 4]]] * 9)
    assert clustered_difference(tables, method).confidence_interval()[:2] == pytest.approx((0.1, 0.1), abs=1e-15)


def test_labelled_tables_are_read_by_their_labels():
    """No before yes is the same group, and not a loss for each gain; what is missing in one is no count."""
    turned = [pd.DataFrame(t[::-1, ::-1], index=["no", "yes"], columns=["no", "yes"]) for t in COURSES]
    assert clustered_difference(turned).estimate == clustered_difference(COURSES).estimate > 0
    assert clustered_mcnemar(dict(enumerate(turned))).statistic == clustered_mcnemar(COURSES).statistic
    turned[0] = turned[0].astype("Int64").mask(turned[0] == 2)
    with pytest.raises(ValueError, match="missing"):
        clustered_mcnemar(turned)


def test_a_group_of_several_tables_is_refused():
    with pytest.raises(ValueError, match="Each group has one table"):
        clustered_mcnemar([COURSES, COURSES])


def test_with_too_few_groups_of_unlike_sizes_the_interval_is_everything_though_the_test_rejects():
    """Each of five groups gains one, whatever its size: p = P(chi-squared > 4); those far off are not rejected."""
    groups = [[[1, 0], [1, 0]]] * 4 + [[[19, 0], [1, 0]]]
    assert clustered_mcnemar(groups, "obuchowski").pvalue == pytest.approx(0.04550026, rel=1e-6)
    assert tuple(clustered_difference(groups, "obuchowski").confidence_interval(0.95))[:2] == (-1, 1)
    far = [n * 0.9 - 1 for n in (2, 2, 2, 2, 20)]
    assert 0.8 * sum(far) ** 2 / sum(x**2 for x in far) < 3.84


def test_a_clustered_test_is_told_on_its_side_of_the_level_that_was_asked_for():
    """Six groups that all moved one way: p = 2 / 64 exactly, which three digits print as the level 0.0313 itself."""
    groups = [[[1, 0], [1, 1]]] * 6
    assert "p = 0.0313\n" in repr(clustered_mcnemar(groups))
    assert "p = 0.03125\n" in repr(clustered_mcnemar(groups, level=1 - 0.0313))
