"""One table at a time: the same limits as among many, by a shorter way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.paired.limits.roots import root, roots
from firststeps.paired.tables import as_tables
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.ratio import ratio

SMALL = [
    [[a, b], [c, n - a - b - c]] for n in (1, 2, 5) for a, b, c in np.ndindex(n + 1, n + 1, n + 1) if a + b + c <= n
]
LARGE = (
    np.random.default_rng(3).multinomial([10, 100, 10**4, 10**6, 10**9] * 4, [0.3, 0.01, 0.2, 0.49]).reshape(-1, 2, 2)
)
LIMITS = {
    "tango": lambda tables: difference(tables, "tango"),
    "laud": lambda tables: difference(tables, "laud"),
    "fay-lumbard": difference,
    "fay-lumbard-mid-p": lambda tables: difference(tables, "fay-lumbard-mid-p"),
    "ratio": lambda tables: ratio(tables, "score"),
    "mid-p": lambda tables: odds_ratio(tables, "mid-p"),
    "blaker": lambda tables: odds_ratio(tables, "blaker"),
}


def share(ratio):
    """The share x / (1 + x) of a ratio x from 0 to infinity."""
    return 1 / (1 + 1 / np.maximum(ratio, 1e-300))


@pytest.mark.parametrize("level", [0.5, 0.95, 0.9999])
@pytest.mark.parametrize("name", LIMITS)
def test_limits_of_one_table_are_those_among_many(name, level):
    """To 1e-12: a difference as it is, of the ratios x the share x / (1 + x); ends of the range exactly."""
    tables = np.concatenate([SMALL, LARGE[: 4 if name.startswith("fay") else None]])
    if name in ("mid-p", "blaker"):
        tables = tables[tables.sum(axis=(1, 2)) < 10**5]
    many = np.stack(LIMITS[name](tables).confidence_interval(level)[:2])
    each = np.array([LIMITS[name](table).confidence_interval(level)[:2] for table in tables]).T
    if LIMITS[name](tables).measure.startswith("difference"):
        assert each == pytest.approx(many, rel=0, abs=1e-12)
        assert ((np.abs(each) == 1) == (np.abs(many) == 1)).all()
    else:
        assert share(each) == pytest.approx(share(many), rel=0, abs=1e-12)
        assert ((each == 0) == (many == 0)).all() and (np.isinf(each) == np.isinf(many)).all()


@pytest.mark.parametrize("name", LIMITS)
def test_an_array_of_one_table_keeps_its_shape(name):
    """One table in an array of tables gives limits of the shape of the array."""
    alone = LIMITS[name]([[7, 5], [12, 2]]).confidence_interval()
    among = LIMITS[name]([[[[7, 5], [12, 2]]]]).confidence_interval()
    assert np.ndim(alone.low) == 0 and among.low.shape == among.high.shape == (1, 1)
    assert (among.low.item(), among.high.item()) == pytest.approx((alone.low, alone.high), rel=2e-12)


@given(st.floats(-9, 9), st.floats(-5, 5))
def test_a_root_alone_is_the_root_among_others(value, slope):
    """Found to the tolerance, or NaN where the function has the same sign at both ends."""

    def line(x, value, slope):
        """A line with a bend."""
        return np.arctan(slope * x) - value

    alone, others = root(line, -10.0, 10.0, value, slope), roots(line, -10, 10, np.array([value, value]), slope)
    assert np.isnan(alone) == np.isnan(others[0])
    if not np.isnan(alone) and abs(slope) > 1e-3:
        assert alone == pytest.approx(others[0], abs=1e-9)
    assert np.isnan(root(lambda x: np.nan, -1.0, 1.0))


@pytest.mark.parametrize(
    "table, fault",
    [
        ([[7, 5], [12, -2]], r"negative at index \(1, 1\)"),
        ([[7, 5], [12, 10**10]], r"above 1,000,000,000 at index \(1, 1\)"),
        ([[7, 5], [12, 10**30]], r"above 1,000,000,000 at index \(1, 1\)"),
        ([[7, 5], [12, 2, 3]], "rows of different lengths"),
        ([[0, 0], [0, 0]], "n = 0"),
        ([[7, 5], [12, "2"]], "entries of type"),
    ],
)
def test_a_plain_list_is_checked_like_any_table(table, fault):
    """The short way for two rows of two numbers refuses what the long one does."""
    with pytest.raises(ValueError, match=fault):
        as_tables(table)
