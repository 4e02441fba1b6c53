"""The tests of any difference and any ratio: properties, their partner intervals, the definitions of their papers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from firststeps.paired.planning.cost import TooLongError
from firststeps.paired.two_waves.any_value.difference_test import METHODS, difference_test
from firststeps.paired.two_waves.any_value.ratio_test import ratio_test
from firststeps.paired.two_waves.difference import PARTNERS, difference
from firststeps.paired.two_waves.equivalence import noninferiority
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.ratio import ratio
from tests.paired import definitions

count = st.integers(0, 30)
tables = st.tuples(count, count, count, count).filter(any).map(lambda x: np.reshape(x, (2, 2)))
nulls = st.one_of(st.just(0.0), st.floats(-0.99, 0.99).filter(lambda x: abs(x) > 1e-9))
ratios = st.one_of(st.just(1.0), st.floats(0.02, 50))
methods, alternatives = st.sampled_from(sorted(METHODS)), st.sampled_from(["two-sided", "greater", "less"])
levels = st.sampled_from([0.8, 0.9, 0.95, 0.99])
TURNED = {"greater": "less", "less": "greater", "two-sided": "two-sided"}
ROWS = definitions.tables(6)  # a, b, c, d of every table of 1 to 6 people
EVERY = np.array(ROWS).reshape(-1, 2, 2)
ONE_SIDED = {
    "fay-lumbard": lambda b, c, n, x: definitions.fay_lumbard_below(x, b, c, n),
    "fay-lumbard-mid-p": lambda b, c, n, x: definitions.fay_lumbard_mid_p_below(x, b, c, n),
    "tango": lambda b, c, n, x: definitions.normal_above(definitions.difference_score(b, c, n, x, False)),
    "laud": lambda b, c, n, x: definitions.normal_above(definitions.difference_score(b, c, n, x, True)),
}


@settings(max_examples=60, deadline=None)
@given(tables, nulls, methods, levels)
def test_the_partner_interval_excludes_just_the_differences_that_are_rejected(table, null, method, level):
    """Of each method its own interval."""
    low, high, _ = difference(table, method).confidence_interval(level)
    p = difference_test(table, null, method).pvalue
    if abs(p - (1 - level)) > 1e-9:
        assert (null < low or null > high) == (p < 1 - level)


@settings(max_examples=60, deadline=None)
@given(tables, nulls, methods, alternatives)
def test_exchanging_waves_or_answers_turns_the_difference_round(table, null, method, alternative):
    """A rise of yes is a fall of no, and a fall the other way round."""
    wanted = difference_test(table, null, method, alternative)
    for other in (table.T, table[::-1, ::-1]):
        turned = difference_test(other, -null, method, TURNED[alternative])
        assert turned.pvalue == pytest.approx(wanted.pvalue, rel=1e-12)
        assert turned.statistic == pytest.approx(-wanted.statistic, rel=1e-12)
    assert 0 < wanted.pvalue <= 1


@pytest.mark.parametrize("method", METHODS)
def test_a_one_sided_p_rises_with_the_difference(method):
    """The larger the difference that is to be exceeded, the less is it: also across 0, where the formula changes.

    Where nobody changed McNemar's p is 1 by convention, at 0 alone; and Laud's fall once they are above Phi(1).
    """
    places = np.unique([*np.linspace(-0.99, 0.99, 199), -1e-9, 1e-9])
    for table in ([[7, 5], [12, 2]], [[9, 0], [0, 9]], [[0, 0], [9, 0]], [[1, 3], [0, 1]], [[40, 0], [30, 20]]):
        nobody = table[0][1] + table[1][0] == 0
        p = difference_test(table, places[places != 0] if nobody else places, method, "greater").pvalue
        free = (p[:-1] > 0.841) if nobody and method == "laud" else np.zeros(len(p) - 1, dtype=bool)
        assert np.all(free | (np.diff(p) >= -1e-12))


@pytest.mark.parametrize("method, test", PARTNERS.items())
@pytest.mark.parametrize("alternative", TURNED)
def test_against_no_difference_it_is_mcnemars_test(method, test, alternative):
    """The same numbers for every table of up to 6 people."""
    found = difference_test(EVERY, 0.0, method, alternative).pvalue
    assert found.tolist() == mcnemar(EVERY, test, alternative).pvalue.tolist()
    if method == "tango":
        assert ratio_test(EVERY, 1.0, alternative).pvalue.tolist() == pytest.approx(
            [p if any(row[:3]) else 1.0 for row, p in zip(ROWS, found.tolist(), strict=True)], rel=1e-12
        )


@pytest.mark.parametrize("null", [-0.45, -0.1, 0.2, 0.7])
@pytest.mark.parametrize("method", METHODS)
def test_every_p_value_is_that_of_the_definition(method, null):
    """Of every table of up to 6 people, each way; two-sided twice the smaller one, at most 1."""

    def one_sided(b, c, n, x):
        return 1.0 if method == "laud" and n == 1 else float(ONE_SIDED[method](b, c, n, x))

    greater, less, either = (
        difference_test(EVERY, null, method, alternative).pvalue for alternative in ("greater", "less", "two-sided")
    )
    for k, (a, b, c, d) in enumerate(ROWS):
        n = a + b + c + d
        wanted = one_sided(b, c, n, null), one_sided(c, b, n, -null)
        assert (greater[k], less[k]) == pytest.approx(wanted, rel=1e-7, abs=1e-10)
        assert either[k] == pytest.approx(min(2 * min(wanted), 1), rel=1e-7, abs=1e-10)


@pytest.mark.parametrize("method", ["fay-lumbard", "fay-lumbard-mid-p", "tango"])
def test_more_than_minus_the_margin_is_non_inferiority(method):
    """The same test by either name."""
    found = difference_test(EVERY, -0.2, method, "greater").pvalue
    assert found.tolist() == noninferiority(EVERY, 0.2, method).pvalue.tolist()


@pytest.mark.parametrize(
    "b, c, n, null",
    [
        (0, 60, 60, 0.1),
        (0, 40, 40, 1e-9),
        (3, 60, 300, 0.01),
        (0, 200, 1000, 0.05),
        (0, 20, 100, 0.01),
        (5, 70, 80, 0.4),
    ],
)
def test_a_small_p_against_a_rise_keeps_its_digits(b, c, n, null):
    """Against the integral of Fay and Lumbard's product in 30 digits, in pieces: p from 1e-4 down to 1e-39."""
    with mp.workdps(30):
        m, x = b + c, mp.mpf(null)

        def height(t):
            below = mp.betainc(c, b + 1, 0, (1 + x / t) / 2, regularized=True)
            return t ** (m - 1) * (1 - t) ** (n - m) / mp.beta(m, n - m + 1) * below

        pieces = [x + (1 - x) * mp.mpf(k) / 40 for k in range(41)]
        wanted = mp.betainc(m, n - m + 1, 0, x, regularized=True) + mp.quad(height, pieces)
        found = difference_test([[n - m, b], [c, 0]], null, alternative="greater").pvalue
        assert wanted < 1e-4 and found == pytest.approx(float(wanted), rel=1e-8)


@settings(max_examples=60, deadline=None)
@given(tables, ratios, levels)
def test_the_score_interval_excludes_just_the_ratios_that_are_rejected(table, null, level):
    """Limits 0 and infinity exclude none."""
    low, high, _ = ratio(table).confidence_interval(level)
    p = ratio_test(table, null).pvalue
    if abs(p - (1 - level)) > 1e-9:
        assert (null < low or null > high) == (p < 1 - level)


@given(tables, ratios, alternatives)
def test_exchanging_the_waves_inverts_the_ratio(table, null, alternative):
    """What is greater than 2 is, the other way round, less than one half."""
    found, turned = ratio_test(table, null, alternative), ratio_test(table.T, 1 / null, TURNED[alternative])
    assert (found.pvalue, found.statistic) == pytest.approx((turned.pvalue, -turned.statistic), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("null", [0.5, 1.25, 4.0])
def test_every_ratio_is_that_of_the_definition(null):
    """Of every table of up to 6 people; where nobody ever said yes p = 1."""
    greater, less = (ratio_test(EVERY, null, alternative).pvalue for alternative in ("greater", "less"))
    for k, row in enumerate(ROWS):
        score = definitions.ratio_score(*row, null)
        wanted = [float(definitions.normal_above(x)) if any(row[:3]) else 1.0 for x in (score, -score)]
        assert [greater[k], less[k]] == pytest.approx(wanted, rel=1e-7, abs=1e-9)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("table", [[[1, 1], [7, 12]], [[0, 0], [7, 12]], [[4, 0], [0, 1]], [[0, 0], [0, 3]]])
def test_ratios_however_far_have_a_p_value(table):
    """Up to the largest number that there is: p is 1 where nothing speaks against them, else as good as 0."""
    far = np.array([1e59, 1e60, 1e155, 1e308])
    nobody_first, nobody_second = not sum(table[0]), not table[0][0] + table[1][0]
    for places, possible in ((far, nobody_first), (1 / far, nobody_second)):
        found = ratio_test(table, places)
        assert np.all(np.isfinite(found.statistic)) and np.all(found.pvalue == 1 if possible else found.pvalue < 1e-99)


@pytest.mark.parametrize("test, places", [(difference_test, [-0.1, 0, 0.1]), (ratio_test, [0.5, 1, 2])])
def test_many_tables_and_many_values_broadcast(test, places):
    """Two tables with three values give six p-values, each that of its own call."""
    several = np.array([[[1, 1], [7, 12]], [[5, 0], [0, 5]]])
    found = test(several[:, None], places)
    assert found.pvalue.shape == found.statistic.shape == (2, 3)
    for i, j in np.ndindex(2, 3):
        one = test(several[i], places[j])
        assert (found.pvalue[i, j], found.statistic[i, j]) == (one.pvalue, one.statistic)
    with pytest.raises(ValueError, match="go together, one by one; found arrays of shapes"):
        test(several, places)


@pytest.mark.parametrize("null", [1, -1, 10, np.inf, np.nan, "ten", [0.1, 1]])
def test_a_difference_that_cannot_be_is_refused(null):
    """Ten points are 0.1, not 10."""
    with pytest.raises(ValueError, match=r"difference under the null hypothesis (lies between|is a number)"):
        difference_test([[1, 2], [3, 4]], null)


@pytest.mark.parametrize("null", [0, -1, np.inf, np.nan, "two", [1, 0]])
def test_a_ratio_that_cannot_be_is_refused(null):
    """The sentence says what a ratio is and what was found."""
    with pytest.raises(ValueError, match="A ratio under the null hypothesis is positive and finite, such as 1; found"):
        ratio_test([[1, 2], [3, 4]], null)


def test_what_takes_too_long_is_refused():
    """With how many differences, and what to do."""
    with pytest.raises(TooLongError, match="1,000,000 differences takes about"):
        difference_test([[1, 2], [3, 4]], np.linspace(-0.9, 0.9, 10**6))
    many = np.broadcast_to([[1, 2], [3, 4]], (10**6, 2, 2))
    with pytest.raises(TooLongError, match="1,000,000 tables of up to 10 pairs against 1 difference takes"):
        difference_test(many, 0.1)
    with pytest.raises(TooLongError, match=r"or take fewer\.$"):
        difference_test(many, 0.1, "tango", longest=0.01)
