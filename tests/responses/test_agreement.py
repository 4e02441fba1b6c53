"""Agreement of coders against textbook examples and the libraries themselves."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from firststeps.responses.agreement import agreement


def from_table(both, first, second, neither):
    return np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], [both, first, second, neither], axis=0)


def test_alpha_of_krippendorffs_example_of_two_observers_and_two_values():
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, section A: alpha = 0.095."""
    meg, jon = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert round(agreement(np.transpose([meg, jon])).alpha, 3) == 0.095


@pytest.mark.parametrize(
    ("table", "kappa"),
    [((75, 5, 5, 15), 0.6875), ((4, 6, 1, 89), 0.5), ((10, 0, 5, 85), 17 / 22)],
    ids=["psychotic", "neurotic", "organic"],
)
def test_kappa_of_a_textbook_example(table, kappa):
    """Fleiss, Levin & Paik (2003), table 18.1, 100 diagnoses by two raters, each category against the rest.

    The values are worked by hand from (observed - chance) / (1 - chance).
    """
    assert agreement(from_table(*table)).kappa == pytest.approx(kappa)


@settings(max_examples=25, deadline=None)
@given(st.tuples(*[st.integers(1, 12)] * 4))
def test_coefficients_are_those_of_the_libraries(table):
    both, first, second, neither = table
    found, verdicts = agreement(from_table(*table)), from_table(*table)
    library = cohens_kappa(np.array([[both, first], [second, neither]]))
    assert found.kappa == pytest.approx(library.kappa)
    assert found.kappa_interval[0] == pytest.approx(max(library.kappa_low, -1))
    assert found.alpha == pytest.approx(krippendorff.alpha(verdicts.T, level_of_measurement="nominal"))
    assert found.alpha_interval[0] <= found.alpha <= found.alpha_interval[1]


@settings(max_examples=20, deadline=None)
@given(st.tuples(*[st.integers(1, 12)] * 4))
def test_neither_the_order_of_coders_nor_of_answers_matters(table):
    verdicts = from_table(*table)
    same, turned = agreement(verdicts), agreement(verdicts[::-1, ::-1])
    assert (same.agreed, same.prevalence, same.alpha) == (turned.agreed, turned.prevalence, turned.alpha)
    assert same.kappa == pytest.approx(turned.kappa)


def test_kappa_is_near_zero_at_96_percent_agreement_when_a_theme_is_rare():
    """The first paradox of Feinstein & Cicchetti (1990)."""
    found = agreement(from_table(0, 1, 1, 48))
    assert found.raw == 0.96 and -0.05 < found.kappa < 0


@pytest.mark.parametrize("table", [(0, 0, 0, 9), (9, 0, 0, 0)])
def test_where_all_verdicts_are_alike_no_coefficient_exists(table):
    found = agreement(from_table(*table))
    assert found.kappa is None and found.alpha is None and "do not exist" in found.problem


def test_perfect_agreement_has_no_interval_that_claims_certainty():
    found = agreement(from_table(4, 0, 0, 9))
    assert found.kappa == found.alpha == 1
    assert found.kappa_interval is None and found.alpha_interval is None


def test_answers_that_one_coder_alone_read_are_not_counted():
    verdicts = [*from_table(4, 1, 1, 9).tolist(), [1, math.nan], [math.nan, 0], [math.nan, math.nan]]
    assert agreement(verdicts) == agreement(from_table(4, 1, 1, 9))


def test_three_coders_have_alpha_and_no_kappa():
    verdicts = [[1, 1, 1], [1, 0, 1], [0, 0, 0], [0, math.nan, 0]]
    found = agreement(verdicts)
    library = krippendorff.alpha(np.transpose(verdicts), level_of_measurement="nominal")
    assert found.kappa is None and found.alpha == pytest.approx(library) and found.agreed == 3


def test_without_answers_coded_twice_it_says_so():
    assert agreement([[1, math.nan]]).problem == "No answer was coded by two coders."
