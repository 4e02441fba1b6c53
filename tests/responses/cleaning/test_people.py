"""Codes of people: what is certain is repaired and logged."""

import pytest

from tests.small_study import LONG, PATTERNS, ROWS, patterns

NUMBERS = LONG.replace(', pattern: "P[0-9]{2}"', "")
POINT = ROWS.replace("P01", "7.0").replace("P02", "12.0").replace("P03", "100.0")


def test_whole_numbers_with_a_nought_behind_the_point_are_the_numbers(small):
    """Where all codes of the file are written so; each row is a line of the log."""
    cleaned = small.write(POINT, NUMBERS).clean()
    assert {*cleaned.responses["participant"]} == {"7", "12", "100"}
    assert patterns(cleaned) == PATTERNS
    assert sum("nought behind the point" in rule for rule in cleaned.log["rule"]) == 5


@pytest.mark.parametrize(("code", "why"), [("7.5", "a code with a decimal"), ("A7", "another way to write codes")])
def test_where_one_code_is_written_otherwise_nothing_is_changed(small, code, why):
    """Then 12.0 may be what somebody wrote."""
    assert "12.0" in {*small.write(POINT.replace("7.0", code), NUMBERS).clean().responses["participant"]}, why


def test_a_pattern_that_asks_for_the_point_keeps_it(small):
    """What study.yaml says of codes counts."""
    pattern = LONG.replace("P[0-9]{2}", "[0-9]+[.]0")
    assert {*small.write(POINT, pattern).clean().responses["participant"]} == {"7.0", "12.0", "100.0"}
