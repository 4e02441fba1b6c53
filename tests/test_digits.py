"""Printed numbers: a tie is rounded the same way whatever noise a machine's arithmetic leaves in the last bits."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.digits import shown, steady
from firststeps.paired.many_waves.models import ModelResult
from firststeps.paired.results import in_words, p_in_words
from firststeps.report.printing import wording

SIDES = (-np.inf, np.inf)


def noisy(value):
    """The value, and what three roundings of the last bit make of it, to either side."""
    found = [value]
    for side in SIDES:
        beside = value
        for _ in range(3):
            beside = np.nextafter(beside, side)
            found.append(float(beside))
    return found


@given(tie=st.integers(-9999, 9999), decimals=st.integers(1, 3))
def test_a_tie_and_its_neighbours_print_the_same_digit_away_from_zero(tie, decimals):
    """Halfway between two printed numbers, the one further from zero, by exact fractions."""
    exact = Fraction(2 * tie + 1, 2 * 10**decimals)
    expected = tie + 1 if exact > 0 else tie
    for value in noisy(float(exact)):
        assert Fraction(shown(value, f".{decimals}f")) * 10**decimals == expected


@given(st.floats(-1e6, 1e6), st.sampled_from([".3g", ".5g", ".0f", "+.1f", ",.0f", ".1%"]))
def test_away_from_ties_numbers_print_as_python_prints_them(value, form):
    """Up to a million: of twelve digits a larger number leaves too few behind its tenths to be away from every tie."""
    value = float(f"{value:.7g}") + 1e-9 * value  # never within noise of a tie
    assert shown(value, form) == format(value + 0.0, form)


@pytest.mark.parametrize("value", [2.625, 0.125, 0.0625, 0.03125, 0.5, 0.1, 0.995, 0.001, 1e-4, 1.0])
@pytest.mark.parametrize(
    "say",
    [
        lambda x: in_words(x, ".3g"),
        lambda x: in_words(x, ".2g", below=1e-4),
        p_in_words,
        lambda x: repr(ModelResult("GEE", 9, 18, 0, np.log([x]), np.array([0.0]), np.array([x]), 7, x, x)),
        lambda x: wording.percent(min(x, 1)),
        lambda x: wording.points(min(x, 1)),
        lambda x: wording.p_value(min(x, 1)),
        wording.ratio,
        wording.number,
    ],
)
def test_every_printer_is_deaf_to_the_last_bits(value, say):
    assert len({say(near) for near in noisy(value)}) == 1


def test_a_p_of_one_that_came_out_a_bit_below_is_one():
    assert wording.p_value(1 - 2**-53) == "p = 1.00"
    assert wording.percent(1 - 2**-53) == "100%"


def test_steady_keeps_what_counts_are_exact_to():
    assert steady(12345678901) == 12345678901
    assert shown(123456789012345, ",.0f") == "123,456,789,012,345"
