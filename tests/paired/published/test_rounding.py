"""Rounded percentages: against printing itself, and against the examples of the issue and of GRIM."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.planning.cost import TooLongError
from firststeps.paired.published.printed import as_printed
from firststeps.paired.published.rounding import (
    common_denominators,
    possible_counts,
    possible_fractions,
)


@given(n=st.integers(1, 400), decimals=st.integers(0, 2), data=st.data())
def test_allows_exactly_the_counts_that_print_so(n, decimals, data):
    """Python's decimal arithmetic prints every count, rounding ties up and down, and the same counts come back."""
    x = data.draw(st.integers(0, n))
    printed = _print(x, n, decimals, ROUND_HALF_UP)
    expected = [
        k for k in range(n + 1) if printed in {_print(k, n, decimals, way) for way in (ROUND_HALF_UP, ROUND_HALF_DOWN)}
    ]
    assert possible_counts(printed, n) == expected


def _print(x, n, decimals, rounding):
    exact = Decimal(100 * x) / Decimal(n)  # 28 digits: a tie of two decimals is exact
    return format(exact.quantize(Decimal(1).scaleb(-decimals), rounding=rounding), "f")


def test_inconsistent_percentage_has_no_count():
    """With 25 people every percentage is a multiple of 4."""
    assert possible_counts("58", 25) == []
    assert common_denominators(["58", "50"], [25, 26]) == [26]


def test_trailing_zero_counts_as_printed():
    assert possible_counts("50", 201) != possible_counts("50.0", 201)


@pytest.mark.parametrize("printed", ["", "n/a", "1/2", "5e1", "5,7,1"])
def test_refuses_what_is_not_printed_as_a_number(printed):
    with pytest.raises(ValueError, match="as printed"):
        possible_counts(printed, 26)


@given(n=st.integers(1, 10**9), decimals=st.integers(0, 16), data=st.data())
def test_a_count_is_among_those_that_print_so_whatever_the_digits(n, decimals, data):
    """Its neighbours are where they print the same; whole numbers of 64 bits would not hold the products."""
    x = data.draw(st.integers(0, n))
    way = data.draw(st.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN]))
    printed = _print(x, n, decimals, way)
    low, high = (int(end) for end in as_printed(printed).counts(n, per=100))
    assert 0 <= low <= x <= high <= n
    ways = (ROUND_HALF_UP, ROUND_HALF_DOWN)
    assert all(printed in {_print(k, n, decimals, way) for way in ways} for k in (low, high))
    assert all(printed not in {_print(k, n, decimals, way) for way in ways} for k in (low - 1, high + 1) if 0 <= k <= n)
    assert as_printed(printed).holds_share(np.array([low, x, high]), n, per=100).all()


def test_a_million_denominators_take_no_time():
    """Worked out from the ends of what was printed, not count by count."""
    assert common_denominators(["57.6923077", "3.8461538"], range(1, 10**6))[:3] == [26, 52, 78]


@pytest.mark.parametrize(
    "call",
    [
        lambda: possible_counts("<50", 10**10),
        lambda: possible_fractions("50", range(1, 10**6)),
        lambda: common_denominators(["50", "25"], range(1, 10**9)),
    ],
)
def test_more_than_can_be_listed_is_refused_beforehand(call):
    """With the option that allows it."""
    with pytest.raises(
        TooLongError, match=r"takes about [\d,]+ (minutes|hours); expected at most 10 seconds.*longest="
    ):
        call()
