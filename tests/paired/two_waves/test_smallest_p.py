"""No p-value is nought: where no float can hold it, it is the smallest number there is, a bound that is right."""

import mpmath
import numpy as np
import pytest

from firststeps.paired.many_waves.cochran import cochran_q
from firststeps.paired.ordered.counting import count_ordered
from firststeps.paired.ordered.sign import sign_test
from firststeps.paired.results import SMALLEST
from firststeps.paired.two_waves.any_value.odds_ratio_test import odds_ratio_test
from firststeps.paired.two_waves.mcnemar import METHODS, mcnemar


@pytest.mark.parametrize("changed", [100, 900, 1060, 1074, 1075, 1076, 1200, 5000])
def test_the_exact_p_of_people_who_all_change_one_way(changed):
    """It is 2^(1 - m), as mpmath holds it whatever its size; beyond what a float holds the p-value lies above it."""
    p = mpmath.mpf(float(mcnemar([[0, 0], [changed, 0]]).pvalue))
    exact = mpmath.power(2, 1 - changed)
    rounding = max(SMALLEST, 1e-12 * exact)  # below 2^-1022 a float holds fewer digits
    assert p > 0 and abs(p - exact) <= rounding
    if exact < SMALLEST:
        assert float(p) == SMALLEST


@pytest.mark.parametrize("n", [300, 1070, 1080, 3000])
def test_the_unconditional_p_where_everybody_changes_one_way(n):
    """Of n people only (0, n) and (n, 0) are as extreme, most likely where everybody changes: 2 / 2^n."""
    p, exact = float(mcnemar([[0, 0], [n, 0]], "unconditional").pvalue), mpmath.power(2, 1 - n)
    assert p > 0 and abs(mpmath.mpf(p) - exact) <= max(SMALLEST, 1e-9 * exact)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alternative", ["two-sided", "greater"])
def test_no_version_gives_nought(method, alternative):
    p = mcnemar([[0, 0], [4000, 0]], method, alternative).pvalue
    assert p == SMALLEST


def test_other_tests_give_none_either():
    """And a p-value that can be held stays what it is, whatever else stands in its array."""
    patterns = np.zeros((3, 3), dtype=int)
    patterns[1, 0] = 4000
    ordered = count_ordered([1] * 4000, [2] * 4000)
    for result in (odds_ratio_test([[0, 0], [4000, 0]], 1.0), cochran_q(patterns, "asymptotic"), sign_test(ordered)):
        assert 0 < result.pvalue <= SMALLEST
        assert "p < 0.0001" in str(result)
    both = mcnemar([[[0, 0], [4000, 0]], [[1, 1], [7, 12]]]).pvalue
    assert both.tolist() == [SMALLEST, 0.0703125]
