"""Limits of every quick method, to 1e-8, against definitions worked out by mpmath (reference/limits_mpmath.py)."""

from itertools import groupby

import numpy as np
import pytest

from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.ratio import ratio
from tests.paired.limits_reference import read_reference

MEASURES = {"difference": difference, "ratio": ratio, "odds ratio": odds_ratio}


def of(row):
    return row["measure"], row["method"], row["level"]


CASES = {key: list(rows) for key, rows in groupby(sorted(read_reference("limits-mpmath.csv"), key=of), key=of)}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("measure, method, level", CASES)
def test_limits_are_those_of_the_definition(measure, method, level):
    """One person to 10,000, empty cells, nobody changed, everybody changed, all one way; levels 0.5 to 0.999."""
    rows = CASES[measure, method, level]
    tables = np.array([[[int(row["a"]), int(row["b"])], [int(row["c"]), int(row["d"])]] for row in rows])
    low, high, _ = MEASURES[measure](tables, method).confidence_interval(float(level))
    np.testing.assert_allclose(low, [float(row["low"]) for row in rows], rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(high, [float(row["high"]) for row in rows], rtol=1e-8, atol=1e-8)
