"""What a printed number may stand for: against printing itself, by decimal arithmetic, each way of rounding."""

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.paired.published.printed import ROUNDINGS, as_printed, printed_limits

WAYS = {
    "nearest": (ROUND_HALF_UP, ROUND_HALF_DOWN),
    "half-up": (ROUND_HALF_UP,),
    "even": (ROUND_HALF_EVEN,),
    "down": (ROUND_DOWN,),
    "up": (ROUND_UP,),
}


@settings(max_examples=600)
@given(
    st.integers(-3000, 3000), st.integers(1, 60), st.integers(0, 2), st.sampled_from(sorted(WAYS)), st.integers(0, 99)
)
def test_a_number_stands_for_just_what_prints_so(count, n, decimals, rounding, other):
    """A share prints as one of its roundings; whether another share may have printed so is decided by printing it."""
    text = _print(count, n, decimals, WAYS[rounding][0])
    for x in (count, count + other - 50):
        expected = text in {_print(x, n, decimals, way) for way in WAYS[rounding]}
        assert bool(as_printed(text, rounding).holds_share(x, n, per=1)) == expected


def _print(x, n, decimals, way):
    """x / n to so many decimals; zero has no sign."""
    printed = (Decimal(x) / Decimal(n)).quantize(Decimal(1).scaleb(-decimals), rounding=way)
    return str(printed if printed else abs(printed))


def test_every_way_of_rounding_is_tested():
    assert WAYS.keys() == ROUNDINGS.keys()


@pytest.mark.parametrize(
    "text", [".036", "0.036", "0,036", "p = .036", "P=0.036", "p .036", " 0.036 ", "= .036", "χ²(1) = 0.036", "OR=.036"]
)
def test_one_number_in_many_prints(text):
    assert (as_printed(text).low, as_printed(text).high) == (Fraction("0.0355"), Fraction("0.0365"))


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("<0.05", [0.0, 0.0499], [0.05, 0.06]),
        ("p < .05", [0.0499], [0.05]),
        ("≤ .05", [0.05], [0.0501]),
        ("<=0,05", [0.05], [0.0501]),
        (">0.05", [0.0501, 1.0], [0.05]),
        ("≥3.84", [3.84, 100.0], [3.83]),
        ("n.s.", [0.0501, 1.0], [0.05, 0.01]),
        ("NS", [0.0501], [0.05]),
        ("not significant", [0.0501], [0.05]),
        ("n.s. (p > 0.01)", [0.0101], [0.01]),
        ("-7.4", [-7.44, -7.35], [-7.46, 7.4]),
        ("−7.4%", [-7.44], [7.4]),
        ("1.00", [0.995, 1.0], [0.99]),
    ],
)
def test_limits_signs_and_words(text, inside, outside):
    assert as_printed(text).holds(inside).all()
    assert not as_printed(text).holds(outside).any()


def test_values_on_a_rounding_boundary_are_allowed():
    assert as_printed("0.043").holds([0.0425, 0.0435, 0.0424999, 0.0435001]).tolist() == [True, True, False, False]


def test_what_is_undefined_cannot_have_been_printed():
    assert not as_printed("n.s.").holds(np.nan)
    assert not as_printed("0").holds_share(0, 0)


@pytest.mark.parametrize(
    "text", ["1.31 to 4.77", "(1.31, 4.77)", "1.31–4.77", "1.31-4.77", "[1,31; 4,77]", ("1.31", "4.77")]
)
def test_intervals_in_many_prints(text):
    assert [float(end.low + end.high) / 2 for end in printed_limits(text)] == [1.31, 4.77]


def test_an_interval_with_a_negative_limit():
    assert [end.text for end in printed_limits("-2.0% to 54.5%")] == ["-2.0%", "54.5%"]
    assert [end.text for end in printed_limits("-0.02, 0.55")] == ["-0.02", "0.55"]


@pytest.mark.parametrize("text", ["", "small", "1/2", "5e1", "5,7,1", "p", "<", "0..5"])
def test_refuses_what_is_no_printed_number(text):
    with pytest.raises(ValueError, match="as printed"):
        as_printed(text)


def test_asks_about_a_comma_that_may_be_one_of_thousands():
    with pytest.raises(ValueError, match=r"write 1234 or 1\.234"):
        as_printed("1,234")


def test_refuses_an_interval_of_one_limit_and_an_unknown_rounding():
    with pytest.raises(ValueError, match="two limits"):
        printed_limits("1.31")
    with pytest.raises(ValueError, match="choose one of nearest"):
        as_printed("1.3", "sideways")
