"""One rule for verdicts: test and interval of a family never contradict each other; the exact one keeps its level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.families import DECIDES, FAMILIES, family
from firststeps.paired.limits.fay_lumbard import fay_lumbard_tail
from firststeps.paired.many_waves.pairwise import pairwise
from firststeps.paired.published.consequences import VERDICTS, verdicts
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.equivalence import equivalence
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.ratio import ratio
from tests.paired.every_table import all_tables, probabilities
from tests.paired.limits_reference import beta_product_above

every_family = pytest.mark.parametrize("name", list(FAMILIES))
TABLES = np.concatenate([all_tables(n) for n in (1, 2, 3, 5, 8, 13, 26)])


@every_family
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_the_interval_leaves_out_no_difference_just_where_the_test_rejects(name, level):
    """For every way in which 1 to 26 people can change, at four levels."""
    test, interval, _ = family(name)
    low, high, _ = difference(TABLES, interval).confidence_interval(level)
    p = mcnemar(TABLES, test).pvalue
    decided = np.abs(p - (1 - level)) > 1e-9
    assert np.array_equal(((low > 0) | (high < 0))[decided], (p < 1 - level)[decided])


@pytest.mark.parametrize("name", ["exact", "mid-p"])
@pytest.mark.parametrize("b, c", [(0, 5), (0, 6), (0, 7), (1, 7), (2, 9), (6, 0), (9, 2), (12, 30)])
@pytest.mark.parametrize("same", [0, 1, 40])
def test_a_limit_is_zero_itself_where_p_is_just_the_level(name, b, c, same):
    """Neither a root's last digits above 0 nor below: the test rejects there, and a printed -0.0 would hold 0."""
    table, (test, interval, _) = [[same, b], [c, 0]], family(name)
    low, high, _ = difference(table, interval).confidence_interval(1 - float(mcnemar(table, test).pvalue))
    assert (low if c > b else high) == 0 and low < high
    wider = difference(table, interval).confidence_interval(1 - 0.999 * float(mcnemar(table, test).pvalue))
    assert wider.low < 0 < wider.high


@every_family
@pytest.mark.parametrize("margin", [0.05, 0.1, 0.2, 0.5])
def test_similarity_is_shown_just_where_the_narrower_interval_lies_within_the_margins(name, margin):
    """The interval at 2 level - 1 = 0.90 and the two one-sided tests at 5%."""
    interval = family(name).interval
    low, high, _ = difference(TABLES, interval).confidence_interval(0.9)
    p = equivalence(TABLES, margin, interval).pvalue
    decided = np.abs(p - 0.05) > 1e-9
    assert np.array_equal(((low > -margin) & (high < margin))[decided], (p < 0.05)[decided])


@every_family
def test_the_odds_ratio_leaves_out_1_just_where_the_test_rejects(name):
    """For every way in which 26 people can change."""
    tables, methods = all_tables(26), family(name)
    low, high, _ = odds_ratio(tables, methods.odds_ratio).confidence_interval(0.95)
    p = mcnemar(tables, methods.test).pvalue
    decided = np.abs(p - 0.05) > 1e-9
    assert np.array_equal(((low > 1) | (high < 1))[decided], (p < 0.05)[decided])


def test_results_name_the_one_that_agrees_with_them_and_defaults_agree():
    """A test names its interval, an estimate its test, and the defaults are those of the family that decides."""
    table, methods = [[5, 1], [8, 9]], family(DECIDES)
    for test, interval, odds in FAMILIES.values():
        assert mcnemar(table, test).partner == f"{interval} interval of the difference"
        assert difference(table, interval).partner == f"{test} McNemar test"
        assert odds_ratio(table, odds).partner == f"{test} McNemar test"
    assert difference(table, "wald").partner == mcnemar(table, "continuity").partner == ""
    assert ratio(table).partner == "asymptotic McNemar test"
    assert (mcnemar(table).method, difference(table).method) == (f"{methods.test} McNemar", methods.interval)
    assert equivalence(table, 0.1).method == methods.interval and "fay-lumbard" in equivalence(table, 0.1).partner
    pair = pairwise(np.pad(np.array(table), (0, 1)))[0]
    assert pair.method == methods.test
    assert pair.confidence_interval() == difference(table, methods.interval).confidence_interval()


@pytest.mark.parametrize("changes", [(0, 4), (6, 15), (8, 18)])
def test_mid_p_and_score_contradict_each_other_where_one_lends_the_other_its_interval(changes):
    """26 people: the score interval leaves out 0 where mid-p does not reject, or the other way about."""
    b, c = changes
    table = [[26 - b - c, b], [c, 0]]
    low, high, _ = difference(table, "tango").confidence_interval()
    assert (low > 0 or high < 0) != (mcnemar(table, "mid-p").pvalue <= 0.05)


@pytest.mark.parametrize("n, margin", [(6, 0.4), (11, 0.2), (20, 0.15)])
def test_the_exact_equivalence_test_keeps_its_level_by_brute_force(n, margin):
    """Over all tables and a grid of both parameters with a difference of the margin or more; so does the interval."""
    tables = all_tables(n)
    p12, p21 = (x.ravel() for x in np.meshgrid(np.linspace(0, 1, 81), np.linspace(0, 1, 81)))
    kept = (p12 + p21 <= 1) & (np.abs(p21 - p12) >= margin - 1e-12)
    weight = probabilities(n, p12[kept], p21[kept])
    p = equivalence(tables, margin).pvalue
    for level in (0.01, 0.05, 0.1, 0.25):
        assert ((p <= level) @ weight).max() <= level + 1e-9


def test_the_score_equivalence_test_of_26_people_exceeds_its_level():
    """With a margin of ten points: 0.9^26 = 6.5% where one in ten moves one way and nobody the other."""
    tables = all_tables(26)
    supported = equivalence(tables, 0.1, "tango").pvalue <= 0.05
    smaller = np.linspace(0, 0.45, 4001)
    size = supported @ probabilities(26, smaller, smaller + 0.1)
    assert size[0] == pytest.approx(0.9**26, rel=1e-9)
    assert size.max() == size[0] > 0.05


@pytest.mark.parametrize("b, c, n", [(1, 7, 21), (2, 5, 9), (5, 4, 26)])
@pytest.mark.parametrize("delta", [-0.3, -0.05, 0.1, 0.4])
def test_tails_are_those_of_quadrature_by_mpmath(b, c, n, delta):
    """The exact tail, and the mid-p tail as the mean over two distributions of the share of gains."""
    m = b + c
    lower, upper = (
        1 - beta_product_above(delta, m, n - m + 1, r, q)
        if delta > 0
        else beta_product_above(-delta, m + 1, n - m, q, r)
        for r, q in ((c, b + 1), (c + 1, b))
    )
    mean = (lower + upper) / 2
    assert fay_lumbard_tail(b, c, n, delta) == pytest.approx(float(lower), abs=1e-9)
    assert fay_lumbard_tail(b, c, n, delta, mid=True) == pytest.approx(float(mean), abs=1e-9)


@pytest.mark.parametrize("mid, test", [(False, "exact"), (True, "mid-p")])
def test_the_tail_at_no_difference_is_the_one_sided_p_value(mid, test):
    """For every way in which 1 to 26 people can change, nobody and everybody among them."""
    b, c, n = TABLES[:, 0, 1], TABLES[:, 1, 0], TABLES.sum(axis=(1, 2))
    for first, second, alternative in ((b, c, "greater"), (c, b, "less")):
        found = fay_lumbard_tail(first, second, n, 0.0, mid)
        np.testing.assert_allclose(found, mcnemar(TABLES, test, alternative).pvalue, rtol=1e-12)


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30), st.booleans(), st.floats(-1, 1), st.floats(-1, 1))
def test_tails_rise_with_the_null_value_and_fall_with_the_gains(n, b, c, mid, one, other):
    """A p-value between 0 and 1, larger for a larger null difference, smaller for one gain more."""
    n = n + b + c
    low, high = sorted((one, other))
    at_low, at_high = (float(fay_lumbard_tail(b, c, n, x, mid)) for x in (low, high))
    assert -1e-12 <= at_low <= at_high + 1e-9 and at_high <= 1 + 1e-12
    assert fay_lumbard_tail(b, c + 1, n, low, mid) <= at_low + 1e-9


def test_verdicts_are_those_of_the_named_tests():
    """Difference by McNemar's test, equivalence by the equivalence test, both at 1 - level, in each family."""
    tables = all_tables(13)
    for name, (test, interval, _) in FAMILIES.items():
        for level in (0.8, 0.9, 0.95):
            different = mcnemar(tables, test).pvalue <= 1 - level + 1e-12
            similar = equivalence(tables, 0.3, interval).pvalue <= 1 - level + 1e-12
            expected = 2 * different + similar
            assert np.array_equal(verdicts(tables, 0.3, level, name), expected)
    assert len(VERDICTS) == 4
