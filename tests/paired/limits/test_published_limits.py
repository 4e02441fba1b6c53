"""Intervals against the values printed in the papers (tests/reference/README.md)."""

import pytest

from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.ratio import ratio
from tests.paired.limits_reference import read_reference

MEASURES = {"difference": difference, "ratio": ratio, "odds ratio": odds_ratio}


@pytest.mark.parametrize("row", read_reference("paired-limits.csv"), ids=lambda row: "-".join(list(row.values())[:6]))
def test_published_limits(row):
    a, b, c, d = (int(row[cell]) for cell in "abcd")
    exchanged = [[a, c], [b, d]]
    low, high, _ = MEASURES[row["measure"]](exchanged, row["method"]).confidence_interval(float(row["level"]))
    half_a_digit = 0.5000001 * 10 ** -int(row["digits"])
    assert [low, high] == pytest.approx([float(row["low"]), float(row["high"])], abs=half_a_digit, rel=0)
