"""Printed numbers: a tie is rounded the same way whatever noise a machine's arithmetic leaves in the last bits."""

import json
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.digits import alike, beside, shown, steady
from firststeps.paired.many_waves.models import ModelResult
from firststeps.paired.ordered.compare import compare_ordered
from firststeps.paired.ordered.consistency import Consistency
from firststeps.paired.ordered.median_change import median_change
from firststeps.paired.published.consequences import Consequences, Range
from firststeps.paired.results import in_words, limits_in_points, p_in_words, points_in_words
from firststeps.paired.two_waves.compare import compare
from firststeps.paired.two_waves.odds_ratio import cohens_g
from firststeps.report.claims.claim import Claim
from firststeps.report.printing import wording
from firststeps.report.printing.display import Table
from firststeps.report.sentences.comparisons import change

SIDES = (-np.inf, np.inf)
TABLE = np.array([[1, 0], [0, 1]])
NOUGHTS = (0.0, -0.0, -3e-16, 3e-16)  # nought, and what the last bits of a sum leave of it


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
        lambda x: repr(
            ModelResult("GEE", 9, 18, 0, np.log([x]), np.array([0.0]), np.array([min(x, 1)]), 7, x, min(x, 1))
        ),
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


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=4), st.integers(2, 5))
def test_numbers_that_stand_together_are_printed_to_one_place(values, significant):
    """As many decimals each, not one nought too many, and no further off than half of the last place."""
    texts = [text.replace(",", "") for text in alike(values, significant)]
    decimals = {len(text.partition(".")[2]) for text in texts}
    assert len(decimals) == 1 and not any("e" in text for text in texts)
    (places,) = decimals
    assert not places or not all(text.endswith("0") for text in texts)
    for value, text in zip(values, texts, strict=True):
        assert abs(float(text) - value) <= 0.5 * 10.0**-places + 1e-11 * abs(value) + 1e-12
        assert text.startswith("-") == (value < 0) or abs(value) <= 1e-11 * max(map(abs, values))


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4), st.integers(2, 5))
def test_the_distance_of_numbers_keeps_its_digits(low, apart, significant):
    """The two ends differ as printed by what they differ by, to so many digits."""
    ends = [float(text.replace(",", "")) for text in alike([low, low + apart], significant)]
    assert abs(ends[1] - ends[0] - apart) <= 10.0 ** (1 - significant) * apart * 1.001


def claim(value, low, high):
    """A claim of a number with its interval."""
    return Claim("a.b", value, "number", interval=(low, high), level=0.95)


@pytest.mark.parametrize(
    ("say", "printed"),
    [
        (lambda: wording.interval(-104.28, -31.14, "number"), "−104.3 to −31.1"),
        (lambda: wording.interval(9.96, 104.2, "people"), "10.0 to 104.2"),
        (lambda: wording.interval(4, 20, "people"), "4 to 20"),
        (lambda: wording.interval(998.7, 1600.2, "number"), "999 to 1,600"),
        (lambda: wording.in_unit(-63, "number", (-104.28, -31.14)), "−63.0"),
        (lambda: str(claim(-63, -104.28, -31.14)), "a.b: −63.0 (95% CI −104.3 to −31.1)"),
        (lambda: str(claim(2.5, 1.25, None)), "a.b: 2.5 (95% CI 1.25 and above, with no upper limit)"),
        (
            lambda: repr(cohens_g([[1, 1], [7, 12]])),
            "Cohen's g: 0.3750, 95% interval -0.0265 to 0.4968 (clopper-pearson)",
        ),
        (
            lambda: repr(median_change([[2, 1], [0, 1]])),
            "Hodges-Lehmann median change: 0, 95% interval minus infinity to infinity (4 people, second minus first)",
        ),
    ],
)
def test_an_estimate_and_its_two_limits_end_at_the_same_place(say, printed):
    """-104 to -31.1 mixed units and tenths; where there is no limit each number keeps its own digits."""
    assert say().splitlines()[0] == printed


@pytest.mark.parametrize("nought", NOUGHTS)
def test_a_difference_that_is_nought_but_for_rounding_has_no_sign(nought):
    """In points, in the words of the package; one that is not nought keeps its sign, as a limit near it does."""
    assert points_in_words(nought) == "0.0"
    assert (points_in_words(-1e-4), points_in_words(1e-4)) == ("-0.0", "+0.0")


def test_limits_of_many_people_that_one_decimal_would_print_alike_are_told_apart():
    """Of a million people +0.0 to +0.0 points stood in both sentences; limits that are the same stay as they are."""
    words = "from +0.02 to +0.05 percentage points"
    moved = ([[158176, 801], [1146, 839877]], [[158176, 1146], [801, 839877]])
    for say, table in zip((compare, compare_ordered), moved, strict=True):
        assert words in say(table, level=0.999).sentence
    assert limits_in_points(0.2, 0.2) == ("+20.0", "+20.0")
    assert limits_in_points(-0.0001, 0.0001) == ("-0.01", "+0.01")
    assert limits_in_points(0, 0.0004) == ("0.0", "+0.04")


def test_a_difference_of_many_people_is_not_said_to_be_nought_and_higher():
    """345 of a million, 0.0345 points: "0.0 percentage points higher" stood there; nought is said to be the same."""
    assert "was 0.03 percentage points higher" in change(345e-6, 199e-6, 492e-6, 0.999)
    assert "was 0.0000004 percentage points lower" in change(-4e-9, -1e-8, 1e-9, 0.95)
    for nought in (0.0, 1e-17, -1e-17):
        assert "was the same both times" in change(nought, -0.1, 0.1, 0.95)


@pytest.mark.parametrize("nought", NOUGHTS)
def test_consequences_say_nought_without_a_sign(nought):
    """The smallest and the largest change that tables allow."""
    told = str(Consequences(Range(nought, 0.5, TABLE, TABLE), Range(1.0, 1.0, TABLE, TABLE), {"inconclusive": 1}))
    assert "change from 0.0 to +50.0" in told


def test_a_claim_keeps_no_negative_nought():
    """Neither as its value nor as a limit: files of claims, and the pages made from them, print what it keeps."""
    claim = Claim("a.b", -0.0, "points", interval=(-0.0, 0.0), level=0.95)
    assert "-0.0" not in json.dumps(claim.as_dict())


def test_a_cell_without_a_unit_prints_no_negative_nought():
    """A table prints a number without a unit as it is, and nought as nought."""
    assert Table(pd.DataFrame({"x": [-0.0, -0.5]}), "").cells["x"].tolist() == ["0.0", "-0.5"]


@pytest.mark.parametrize("value", [-0.0004, 0.0004])
def test_an_alpha_near_nought_has_no_sign(value):
    """Cronbach's alpha to two decimals, and its limits."""
    told = repr(Consistency(value, 40, 3, 0))
    assert told.startswith("Cronbach's alpha: 0.00, ") and "-0.00" not in told


@pytest.mark.parametrize(
    ("value", "text", "bound", "printed"),
    [
        (79.96, "80.0", 80, "79.96"),
        (0.104, "0.10", 0.1, "0.104"),
        (0.996, "1.00", 1, "0.996"),
        (0.1004, "0.10", 0.1, "0.1004"),
    ],
)
def test_a_number_beside_a_bound_has_no_more_decimals_than_tell_them_apart(value, text, bound, printed):
    """A power of 79.9600% or a p of 0.1040 would claim digits that nobody needs."""
    assert beside(value, text, bound) == printed
