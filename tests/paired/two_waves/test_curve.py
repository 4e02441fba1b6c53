"""The curve of p-values of every difference: its heights are tests, its widths intervals."""

import numpy as np
import pytest

from firststeps.paired.two_waves.any_value.curve import LEVELS, PLACES, confidence_curve
from firststeps.paired.two_waves.any_value.difference_test import METHODS, difference_test
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar

TABLES = ([[7, 5], [12, 2]], [[12, 0], [0, 14]], [[0, 0], [9, 3]], [[0, 1], [0, 0]], [[3000, 40], [90, 2000]])


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("method", METHODS)
def test_at_height_p_it_is_as_wide_as_the_interval_at_1_less_p(table, method):
    """The limits at the usual levels are places of the curve, and their p-values 1 less the level."""
    curve = confidence_curve(table, method)
    for level in LEVELS:
        for limit in difference(table, method).confidence_interval(level)[:2]:
            if abs(limit) < 1:
                row = curve[curve["difference"] == limit]
                jumps = sum(table[0]) == 1  # of one pair alone p jumps past the level
                assert len(row) == 1 and (jumps or row["p"].item() == pytest.approx(1 - level, rel=1e-6))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("method", METHODS)
def test_it_rises_to_one_top_and_falls(table, method):
    """In rising order of the difference, each once; two-sided p-values have one top.

    At 0 and b = c McNemar's mid-p is below it; Laud's, where nobody changed, is in order up to 2 - 2 Phi(1) only.
    """
    curve = confidence_curve(table, method)
    places, p = curve["difference"].to_numpy(), curve["p"].to_numpy()
    assert len(places) >= PLACES - 2 and np.all(np.diff(places) > 0)
    kept = places != 0 if method == "fay-lumbard-mid-p" else np.full(len(p), True)  # McNemar's mid-p where b = c
    p = np.minimum(p[kept], 0.3173) if method == "laud" and not table[0][1] + table[1][0] else p[kept]
    top = int(np.argmax(p))
    assert np.all(np.diff(p[: top + 1]) >= -1e-12) and np.all(np.diff(p[top:]) <= 1e-12)


def test_its_columns_say_the_same_thing():
    """p, the level of the interval that ends there, and heads in a row: 2^-bits = p."""
    curve = confidence_curve([[1, 1], [7, 12]])
    np.testing.assert_allclose(curve["level"], 1 - curve["p"], atol=1e-15)
    np.testing.assert_allclose(2.0 ** -curve["bits"], curve["p"], rtol=1e-12)
    found = curve.loc[curve["difference"] == 0, "p"].item()
    assert found == mcnemar([[1, 1], [7, 12]]).pvalue
    assert set(curve.attrs["units"]) == set(curve.columns)


def test_the_differences_that_are_asked_for_are_told():
    """In rising order, whatever the order they come in, each once."""
    curve = confidence_curve([[1, 1], [7, 12]], "tango", [0.3, -0.1, 0.3])
    assert curve["difference"].tolist() == [-0.1, 0.3]
    assert curve["p"].tolist() == difference_test([[1, 1], [7, 12]], [-0.1, 0.3], "tango").pvalue.tolist()
    for places in ([[0.3, -0.1], [-0.1, 0.3]], np.array([[0.3], [-0.1]])):
        assert confidence_curve([[1, 1], [7, 12]], "tango", places).equals(curve)
    assert confidence_curve([[1, 1], [7, 12]], "tango", 0.3).equals(curve[1:].reset_index(drop=True))


@pytest.mark.parametrize(
    "table, options, fault",
    [
        ([[[1, 1], [7, 12]]], {}, "one table is looked at"),
        ([[1, 1], [7, 12]], {"method": "wald"}, "There is no method 'wald'"),
        ([[1, 1], [7, 12]], {"differences": []}, "is a number, or an array of numbers"),
        ([[1, 1], [7, 12]], {"differences": [0, 10]}, "lies between -1 and 1"),
    ],
)
def test_what_has_no_curve_is_refused(table, options, fault):
    """One table, a method that tests any difference, and differences that can be."""
    with pytest.raises(ValueError, match=fault):
        confidence_curve(table, **options)
