"""Agreement of coders against textbook examples and the libraries themselves."""

import itertools
import math
from fractions import Fraction
from operator import mul

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from firststeps.responses.themes.agreement import agreement_on
from firststeps.responses.themes.ranking import lead


def from_table(both, first, second, neither):
    return np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], [both, first, second, neither], axis=0)


def test_alpha_of_krippendorffs_example_of_two_observers_and_two_values():
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, section A: alpha = 0.095."""
    meg, jon = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert round(agreement_on(np.transpose([meg, jon])).alpha, 3) == 0.095


@pytest.mark.parametrize(
    ("table", "kappa"),
    [((75, 5, 5, 15), 0.6875), ((4, 6, 1, 89), 0.5), ((10, 0, 5, 85), 17 / 22)],
    ids=["psychotic", "neurotic", "organic"],
)
def test_kappa_of_a_textbook_example(table, kappa):
    """Fleiss, Levin & Paik (2003), table 18.1, 100 diagnoses by two raters, each category against the rest.

    The values are worked by hand from (observed - chance) / (1 - chance).
    """
    assert agreement_on(from_table(*table)).kappa == pytest.approx(kappa)


@pytest.mark.parametrize(("table", "kappa"), [((40, 9, 6, 45), 0.70), ((80, 10, 5, 5), 0.32)])
def test_two_kappas_at_the_same_85_percent_agreement(table, kappa):
    """Feinstein & Cicchetti (1990), as reprinted by Gerstman, Epidemiology Kept Simple, table 10.6."""
    found = agreement_on(from_table(*table))
    assert found.raw == 0.85 and round(found.kappa, 2) == kappa


def alpha_by_definition(verdicts):
    """1 - observed / expected disagreement over all pairs of verdicts, Krippendorff (2011), written out."""
    answers = [[value for value in row if not math.isnan(value)] for row in verdicts]
    answers = [row for row in answers if len(row) > 1]
    every = [value for row in answers for value in row]
    observed = sum(sum(a != b for a in row for b in row) / (len(row) - 1) for row in answers)
    expected = sum(a != b for a in every for b in every) / (len(every) - 1)
    return 1 - observed / expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from([0.0, 1.0, math.nan])] * 3), min_size=2, max_size=9))
def test_alpha_is_its_definition_for_three_coders_with_gaps(verdicts):
    found = agreement_on(verdicts)
    assert found.problem and found.kappa is None
    if found.alpha is not None:
        assert found.alpha == pytest.approx(alpha_by_definition(verdicts))


@settings(max_examples=25, deadline=None)
@given(st.tuples(*[st.integers(1, 12)] * 4))
def test_coefficients_are_those_of_the_libraries(table):
    both, first, second, neither = table
    found, verdicts = agreement_on(from_table(*table)), from_table(*table)
    library = cohens_kappa(np.array([[both, first], [second, neither]]))
    assert found.kappa == pytest.approx(library.kappa)
    assert found.kappa_interval[0] == pytest.approx(max(library.kappa_low, -1))
    assert found.alpha == pytest.approx(krippendorff.alpha(verdicts.T, level_of_measurement="nominal"))
    assert found.alpha_interval[0] <= found.alpha <= found.alpha_interval[1]


@settings(max_examples=20, deadline=None)
@given(st.tuples(*[st.integers(1, 12)] * 4))
def test_neither_the_order_of_coders_nor_of_answers_matters(table):
    verdicts = from_table(*table)
    same, turned = agreement_on(verdicts), agreement_on(verdicts[::-1, ::-1])
    assert (same.agreed, same.prevalence, same.alpha) == (turned.agreed, turned.prevalence, turned.alpha)
    assert same.kappa == pytest.approx(turned.kappa)


def test_kappa_is_near_zero_at_96_percent_agreement_when_a_theme_is_rare():
    """The first paradox of Feinstein & Cicchetti (1990)."""
    found = agreement_on(from_table(0, 1, 1, 48))
    assert found.raw == 0.96 and -0.05 < found.kappa < 0


@pytest.mark.parametrize("table", [(0, 0, 0, 9), (9, 0, 0, 0)])
def test_where_all_verdicts_are_alike_no_coefficient_exists(table):
    found = agreement_on(from_table(*table))
    assert found.kappa is None and found.alpha is None and "do not exist" in found.problem


def test_perfect_agreement_has_no_interval_that_claims_certainty():
    found = agreement_on(from_table(4, 0, 0, 9))
    assert found.kappa == found.alpha == 1
    assert found.kappa_interval is None and found.alpha_interval is None


@pytest.mark.parametrize("table", [(0, 1, 0, 0), (0, 9, 0, 0), (0, 1, 1, 0)])
def test_coders_who_never_agree_get_no_interval_without_width(table):
    found = agreement_on(from_table(*table))
    assert found.agreed == 0 and found.kappa_interval is None and found.alpha_interval is None


def test_answers_that_one_coder_alone_read_are_not_counted():
    verdicts = [*from_table(4, 1, 1, 9).tolist(), [1, math.nan], [math.nan, 0], [math.nan, math.nan]]
    assert agreement_on(verdicts) == agreement_on(from_table(4, 1, 1, 9))


def test_three_coders_have_alpha_and_no_kappa():
    verdicts = [[1, 1, 1], [1, 0, 1], [0, 0, 0], [0, math.nan, 0]]
    found = agreement_on(verdicts)
    library = krippendorff.alpha(np.transpose(verdicts), level_of_measurement="nominal")
    assert found.kappa is None and "for two coders" in found.problem
    assert found.alpha == pytest.approx(library) and found.agreed == 3


def test_without_answers_coded_twice_it_says_so():
    assert agreement_on([[1, math.nan]]).problem == "No answer was coded by two coders."


@pytest.mark.parametrize("table", [(5, 1, 0, 0), (0, 0, 3, 4), (2, 0, 5, 0), (0, 3, 0, 1), (998, 1, 0, 0)])
def test_a_coder_who_never_changed_the_verdict_leaves_kappa_without_an_interval(table):
    """Kappa is 0 and its variance nought, computed as 1e-15: that is no interval from 0.00 to 0.00."""
    found = agreement_on(from_table(*table))
    assert found.kappa == pytest.approx(0, abs=1e-12) and found.kappa_interval is None


def test_the_interval_of_kappa_has_its_variance_and_is_there_just_where_that_is_not_nought():
    """Every table of up to 9 answers, kappa (Cohen 1960) and its variance in fractions.

    Where the coders agreed on nothing there is no interval either, as the docstring says.
    """
    for table in itertools.product(range(6), repeat=4):
        if not 0 < sum(table) < 10 or sum(table) in (table[0], table[3]):
            continue
        found, (kappa, variance) = agreement_on(from_table(*table)), in_fractions(table)
        assert found.kappa == pytest.approx(float(kappa), abs=1e-12)
        assert (found.kappa_interval is not None) == (variance > 0 and table[0] + table[3] > 0), table
        if found.kappa_interval is not None:
            half = 1.959963984540054 * math.sqrt(variance / sum(table))
            assert found.kappa_interval == pytest.approx((max(kappa - half, -1), min(kappa + half, 1)), abs=1e-12)


def in_fractions(table):
    """Kappa, and its delta-method variance times n, without rounding."""
    p = [Fraction(count, sum(table)) for count in table]
    first, second, agreed = p[0] + p[1], p[0] + p[2], p[0] + p[3]
    chance = first * second + (1 - first) * (1 - second)
    slopes = []
    for one, other in ((1, 1), (1, 0), (0, 1), (0, 0)):
        moved = one * (2 * second - 1) + other * (2 * first - 1)
        slopes.append((((one == other) - moved) * (1 - chance) + (agreed - chance) * moved) / (1 - chance) ** 2)
    variance = sum(x * y**2 for x, y in zip(p, slopes, strict=True)) - sum(map(mul, p, slopes)) ** 2
    return (agreed - chance) / (1 - chance), variance


@pytest.mark.parametrize(
    ("verdicts", "fault"),
    [
        ([[1, 0], [1, 2]], "found 2 for answer 2 by coder 2"),
        ([[1, -1]], "found -1 for answer 1 by coder 2"),
        ([[0.5, math.nan]], "found 0.5 for answer 1 by coder 1"),
        ([1, 0, 1], r"found an array of shape \(3,\)"),
        ([["yes", "no"]], "Verdicts are 1, 0 or NaN"),
        ([[1, 0], [1]], "Verdicts are 1, 0 or NaN"),
    ],
)
def test_what_is_no_verdict_is_refused(verdicts, fault):
    """A code 2 was counted among the answers, and for neither side."""
    with pytest.raises(ValueError, match=fault):
        agreement_on(verdicts)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_none_is_refused(level):
    """A level of 95 is one of 0.95 typed wrongly."""
    with pytest.raises(ValueError, match="lies between 0 and 1"):
        agreement_on(from_table(5, 1, 1, 5), level)


@pytest.mark.parametrize("themes", [[], ["time"]])
def test_one_theme_leads_nobody(themes):
    """There is no second theme to lead; the refusal is no error of the library."""
    with pytest.raises(ValueError, match=f"two at least; found {len(themes)}"):
        lead(pd.DataFrame(True, index=range(3), columns=themes))
