"""Stuart-Maxwell, Bhapkar and Bowker: against R and published values, and their identities."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from firststeps.paired.many_waves.categories import bhapkar_categories, bowker, stuart_maxwell
from tests.paired.definitions import margins_form
from tests.paired.many_waves.waves_reference import reference_values

VISION = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
SMALL = [[20, 10, 5], [3, 30, 15], [0, 5, 40]]
squares = st.integers(2, 5).flatmap(lambda k: arrays(np.int64, (k, k), elements=st.integers(0, 9)))


@pytest.mark.parametrize("case, table", [("vision", VISION), ("small", SMALL)])
def test_r_agrees(case, table):
    values = reference_values(case)
    assert stuart_maxwell(table).statistic == pytest.approx(values["coin mh_test", "Stuart-Maxwell"], rel=1e-10)
    assert stuart_maxwell(table).pvalue == pytest.approx(values["coin mh_test", "p"], rel=1e-8)
    assert bowker(table).statistic == pytest.approx(values["mcnemar.test", "Bowker"], rel=1e-10)
    assert bowker(table).df == values["mcnemar.test", "df"]


def test_vision_of_7477_women():
    """Stuart (1955) gives 11.96 and Bhapkar (1966) 11.98 for the unaided vision of both eyes."""
    assert round(stuart_maxwell(VISION).statistic, 2) == 11.96
    assert round(bhapkar_categories(VISION).statistic, 2) == 11.98


@given(squares, st.randoms())
def test_order_of_categories_and_of_waves_does_not_matter(table, random):
    assume(table.any())
    order = random.sample(range(len(table)), len(table))
    for test in (stuart_maxwell, bhapkar_categories, bowker):
        here = test(table)
        for other in (test(table[np.ix_(order, order)]), test(table.T)):
            assert here.df == other.df
            assert (here.pvalue is None) == (other.pvalue is None)
            assert here.pvalue is None or here.pvalue == pytest.approx(other.pvalue, rel=1e-6)


@given(st.integers(0, 50), st.integers(0, 50))
def test_two_categories_give_mcnemar(b, c):
    table = [[3, b], [c, 4]]
    expected = (b - c) ** 2 / max(b + c, 1)
    assert stuart_maxwell(table).statistic == pytest.approx(expected)
    assert bowker(table).statistic == pytest.approx(expected)


@given(squares)
def test_bhapkar_is_wald_with_the_multinomial_covariance(table):
    table = table + 1  # so that nothing is singular
    wanted, _ = margins_form(table.tolist(), less=1)
    assert bhapkar_categories(table).statistic == pytest.approx(float(wanted), rel=1e-8, abs=1e-9)


def test_empty_category_takes_one_degree_of_freedom():
    wider = np.zeros((4, 4), dtype=int)
    wider[:3, :3] = SMALL
    assert stuart_maxwell(wider).df == 2
    assert bowker(wider).df == 3
    assert stuart_maxwell(wider).statistic == pytest.approx(stuart_maxwell(SMALL).statistic)
    wider[3, 3] = 7
    assert stuart_maxwell(wider[::-1, ::-1]).df == 2


def test_nobody_changed():
    for test in (stuart_maxwell, bhapkar_categories, bowker):
        result = test(np.diag([4, 5, 6]))
        assert (result.statistic, result.pvalue, result.discordant) == (0, 1, 0)


def test_everyone_changed_alike():
    result = bhapkar_categories([[0, 8], [0, 0]])
    assert result.pvalue is None
    assert "the same for everyone" in repr(result)
    assert stuart_maxwell([[0, 8], [0, 0]]).statistic == 8


@pytest.mark.parametrize(
    "table, fault",
    [([[1, 2, 3], [4, 5, 6]], "square"), ([[0, 0], [0, 0]], "no people"), ([[1, -1], [0, 2]], "negative")],
)
def test_refusals(table, fault):
    with pytest.raises(ValueError, match=fault):
        stuart_maxwell(table)
