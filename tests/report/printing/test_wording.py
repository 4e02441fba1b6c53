"""Every number is printed by one rule: commas from a thousand on, no exponent, no false nought, one of one kind."""

import math
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.digits import percent
from firststeps.paired.limits.binomial import wilson
from firststeps.paired.missing.assumptions import proportion_bounds
from firststeps.paired.ordered.consistency import Consistency
from firststeps.report.claims.claim import Claim
from firststeps.report.claims.in_text import source_of
from firststeps.report.claims.results import of_result
from firststeps.report.printing import wording
from firststeps.report.printing.display import Table

COUNTS = st.integers(0, 10**9)
REPORT = Path(wording.__file__).parents[1]


@given(COUNTS)
def test_a_count_reads_the_same_wherever_it_is_printed(number):
    """The thousands of a count are parted by commas in every form that prints one."""
    text = f"{number:,}"
    assert wording.count(number) == wording.number(number) == text
    assert wording.plural(number, "pair").split()[0] == text
    assert wording.fraction(number, number) == f"{text}/{text}"
    assert number <= 99 or wording.words(number) == text
    assert Table(pd.DataFrame({"people": [number]}), "People").cells.iloc[0, 0] == text


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_no_number_is_printed_with_an_exponent_or_a_hyphen(value):
    """A reader meets digits, commas, one point and the typographic minus only."""
    assert re.fullmatch(r"−?[\d,]+(\.\d+)?", wording.number(value))


@pytest.mark.parametrize("people", range(1, 200))
def test_a_limit_that_is_nought_prints_as_nought(people):
    """Wilson's lower limit of none of n is 0 and his upper limit of all of n is 1, exactly (Wilson 1927)."""
    none, every = wilson(0, people, 0.95), wilson(people, people, 0.95)
    assert wording.interval(none[0], none[1]).startswith("0% to ")
    assert wording.interval(every[0], every[1]).endswith(" to 100%")
    assert wording.percent(2e-17) == "0%" and wording.percent(1 - 1e-15) == "100%"


@given(st.integers(1, 10**6))
def test_a_share_of_people_is_never_rounded_to_none_or_all(people):
    """One of many is not 0% and all but one not 100%: the noise that is cut off is below any share of people."""
    assert wording.percent(1 / people) != "0%"
    assert people == 1 or wording.percent(1 - 1 / people) != "100%"


@pytest.mark.parametrize(
    "whom", ["people who answered", "people who were seen", "pairs", "answers coded twice", "people heard from"]
)
def test_one_is_never_plural(whom):
    """A denominator of one stands in the singular in a claim and in its source."""
    one, two = (Claim("a.b", 1, "people", n=n, denominator=whom) for n in (1, 2))
    for text in (str(one), source_of(one)["how"]):
        assert "1 person" in text or "1 pair" in text or "1 answer" in text
        assert not re.search(r"\b(people|pairs|answers|were|are)\b", text)
    assert f"2 {whom}" in str(two) and f"2 {whom}" in source_of(two)["how"]


@pytest.mark.parametrize(("p", "alpha"), [(p, a) for a in (0.01, 0.05, 0.0625, 0.1) for p in (a - 1e-5, a, a + 1e-5)])
def test_a_p_value_beside_its_level_is_printed_on_its_side_of_it(p, alpha):
    """As 0.050102 of 10 against 22 changers, which three decimals would print as the level itself."""
    printed = float(wording.p_value(p, symbol="", alpha=alpha))
    assert ((printed < alpha), (printed > alpha)) == ((p < alpha), (p > alpha))


@pytest.mark.parametrize(
    ("p", "printed"),
    [
        *((0, "<0.001"), (0.000999, "<0.001"), (0.001, "0.001"), (0.0312, "0.031"), (0.1, "0.10"), (0.104, "0.10")),
        *((0.9949, "0.99"), (0.995, ">0.99"), (0.999999, ">0.99"), (1, "1.00")),
    ],
)
def test_a_p_value_has_three_decimals_below_a_tenth_and_two_above(p, printed):
    """Only 1 itself is printed as 1.00, and only what is below a thousandth as less than that."""
    assert wording.p_value(p, symbol="") == printed


@pytest.mark.parametrize(
    ("ratio", "printed"), [(0.0009, "<0.001"), (0.001, "0.001"), (0.0123, "0.012"), (0.1, "0.10"), (0.104, "0.10")]
)
def test_a_ratio_has_two_decimals_from_a_tenth_on_and_two_digits_below(ratio, printed):
    """And what is smaller than a thousandth is told as such, that itself not."""
    assert wording.ratio(ratio) == printed


@pytest.mark.parametrize("number", range(130))
def test_a_number_is_written_in_words_up_to_ninety_nine(number):
    """And each in words of its own."""
    assert wording.words(number).isdigit() == (number > 99)
    assert sum(wording.words(number) == wording.words(other) for other in range(130)) == 1


def test_only_what_has_no_upper_limit_is_printed_as_infinite():
    """A cell that said so of minus infinity would be wrong by all there is."""
    assert wording.in_cell(math.inf, "ratio") == "infinite"
    with pytest.raises(ValueError, match="cannot be printed"):
        wording.in_cell(-math.inf, "number")


@pytest.mark.parametrize("unit", ["number", "people"])
@given(low=st.floats(0, 1e5), apart=st.sampled_from([0.0003, 0.1, 0.5, 0.9, 1, 3]))
def test_limits_of_thousands_that_differ_are_printed_unlike(unit, low, apart):
    """Whole, where that tells them apart."""
    first, second = wording.interval(low, low + apart, unit).split(" to ")
    assert first != second and (low < 1000 or apart < 1 or "." not in first)


@pytest.mark.parametrize("unit", ["proportion", "points", "number of points", "ratio", "coefficient", "number"])
@given(low=st.floats(0, 0.99), apart=st.sampled_from([0.0003, 0.002, 0.004]))
def test_limits_that_differ_are_printed_unlike(unit, low, apart):
    """An interval is no single number: "54% to 54%" says neither where it begins nor where it ends."""
    first, second = wording.interval(low, low + apart, unit).removesuffix(" points").split(" to ")
    assert first != second


@pytest.mark.parametrize(
    ("unit", "low", "high", "printed"),
    [
        ("proportion", 0.5391, 0.5448, "53.9% to 54.5%"),
        ("proportion", 0.0012, 0.0041, "0.1% to 0.4%"),
        ("proportion", 0.9961, 0.9995, "99.6% to >99.9%"),
        ("points", -0.00021, 0.00011, "−0.02 to +0.01 points"),
        ("points", 0, 0.0004, "0.00 to +0.04 points"),
        ("points", 0.12341, 0.12344, "+12.341 to +12.344 points"),
        ("ratio", 1.2312, 1.2344, "1.231 to 1.234"),
        ("ratio", 0.00012, 0.00056, "0.00012 to 0.00056"),
        ("coefficient", 0.9961, 0.9999, "0.996 to >0.999"),
    ],
)
def test_limits_that_round_alike_have_as_many_more_decimals_as_tell_them_apart(unit, low, high, printed):
    """And no more, whatever their unit; who reads that a limit is above or below zero reads it still."""
    assert wording.interval(low, high, unit) == printed


def test_a_range_of_one_number_is_printed_once():
    """Where no answer is missing the two bounds are one number; an interval with a level keeps both its limits."""
    bounds = pd.DataFrame({"low": [7 / 13, 0.5391], "high": [7 / 13, 0.5448]})
    units = dict.fromkeys(bounds, "proportion")
    assert Table(bounds, "Bounds", units=units).cells["interval"].tolist() == ["54%", "53.9% to 54.5%"]
    bounds.attrs["level"] = 0.95
    assert Table(bounds, "Intervals", units=units).cells["interval"].tolist()[0] == "54% to 54%"
    assert of_result(proportion_bounds([[7, 0, 0], [0, 6, 0], [0, 0, 0]], 0))["value"] == "54%"


def test_points_between_two_differences_may_be_more_than_a_hundred():
    """Who missed both waves leaves two changes open, so that most of a study may leave more than a hundred points."""
    assert wording.in_cell(10 / 9, "size") == "111.1" and wording.in_cell(2, "size") == "200"
    with pytest.raises(ValueError, match="between -1 and 1"):
        wording.in_cell(10 / 9, "points")


def test_an_identifier_in_a_cell_stays_as_it_is():
    """Only whole numbers get commas: text, truth and what is missing are shown as given."""
    frame = pd.DataFrame({"row": ["4200", None], "there": [True, False], "change": [-4200, 1]})
    assert Table(frame, "Cells").cells.to_numpy().tolist() == [["4200", "True", "−4,200"], ["", "False", "1"]]


def test_a_note_stands_under_a_table_only_where_there_are_both():
    """Neither a table without a note nor a note on rows that are not there leaves an empty or a lone paragraph."""
    frame = pd.DataFrame({"people": [1]})
    texts = {
        (rows, note): Table(frame[:rows], "People", note=note)._repr_html_() for rows in (0, 1) for note in ("", "who")
    }
    assert "<p>who</p>" in texts[1, "who"] and "who" not in texts[0, "who"]
    assert all("<p></p>" not in text for text in texts.values())


def test_an_interval_without_one_limit_is_told_by_the_other():
    """Each end may be open, by None or by infinity; which one stands in words, and only both open leave no limit."""
    for nothing in (None, -math.inf):
        assert wording.interval(nothing, 1.2, "ratio") == "1.20 and below, with no lower limit"
        for none in (None, math.inf):
            assert wording.interval(nothing, none, "ratio") == "without limits"


@pytest.mark.parametrize("path", sorted(REPORT.rglob("*.py")), ids=lambda path: path.relative_to(REPORT).as_posix())
def test_a_number_of_people_is_printed_by_the_one_function_for_it(path):
    """By ``counted``, which knows that one of the people is a person."""
    code = re.sub(r"(?m)^ *>>> .*", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"""plural\(.*['"]person['"], ['"]people['"]\)""", code)


@pytest.mark.parametrize(("unit", "null"), [("ratio", 1.0), ("coefficient", 0.0), ("points", 0.0)])
@pytest.mark.parametrize("away", [1e-9, 3e-5, 0.0004, 0.004, 0.0049, 0.02])
def test_a_limit_is_printed_on_its_side_of_no_change(unit, null, away):
    """One sees whether an interval holds it: by more decimals, or by the sign of points."""
    low, high = wording.interval(null - away, null + away, unit).removesuffix(" points").split(" to ")
    if unit == "points":
        assert (low[0], high[0]) == (wording.MINUS, "+")
    else:
        assert float(low.replace(wording.MINUS, "-")) < null < float(high)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999, 0.99996, 0.999999, 1 - 1e-9])
def test_no_confidence_level_is_printed_as_certainty(level):
    """It is never 100%, here and in the statistics."""
    assert wording.confidence(level) == percent(level) != "100%"
    assert float(wording.confidence(level)[:-1]) == pytest.approx(100 * level, rel=1e-4)


@pytest.mark.parametrize("near", [0.995, 0.996, 0.9999, 1 - 1e-9])
def test_a_coefficient_is_printed_as_perfect_on_either_side_only_where_it_is(near):
    """A limit of kappa of -0.9999 stood there as -1.00, an alpha of 0.9999 as 1.00."""
    assert (wording.coefficient(near), wording.coefficient(-near)) == (">0.99", "<−0.99")
    assert (wording.coefficient(0.99), wording.coefficient(-0.99)) == ("0.99", "−0.99")
    assert (wording.coefficient(1), wording.coefficient(-1)) == ("1.00", "−1.00")
    assert "alpha: >0.99," in repr(Consistency(near, 30, 3, 0))


@pytest.mark.parametrize(("unit", "null", "printed"), [("ratio", 1.0, "1.00"), ("coefficient", 0.0, "0.00")])
@pytest.mark.parametrize("noise", [-4e-16, 0.0, 4e-16])
def test_a_limit_that_is_no_change_but_for_rounding_is_printed_as_no_change(unit, null, printed, noise):
    """What a sum leaves of it asks for no decimals, and nought has no sign."""
    assert wording.interval(null + noise, null + 0.5, unit).split(" to ")[0] == printed
