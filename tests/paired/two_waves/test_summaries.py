"""Frames of one table: each row is what the method gives by itself, at the level of the comparison passed in."""

from fractions import Fraction
from math import comb
from types import SimpleNamespace

import numpy as np
import pytest

from firststeps.paired.two_waves import summaries
from firststeps.paired.two_waves.difference import SOON_EXACT, difference
from firststeps.paired.two_waves.mcnemar import mcnemar

TABLE = [[7, 5], [12, 2]]
COMPARISON = SimpleNamespace(table=np.array(TABLE), level=0.9)


def test_each_test_is_the_test_by_that_name(monkeypatch):
    """Statistic and p of every version, the exact one among them; where the slow one is left out, that is said."""
    rows = summaries.tests(TABLE).set_index("test")
    for method, row in rows.iterrows():
        result = mcnemar(TABLE, method)
        assert (row["statistic"], row["p"]) == (result.statistic, result.pvalue)
    assert "unconditional" in rows.index and not summaries.tests(TABLE).attrs["note"]
    monkeypatch.setattr(summaries, "left_out", lambda pairs: f"left out with {pairs}")
    many = summaries.tests(TABLE)
    assert "unconditional" not in set(many["test"]) and many.attrs["note"] == "left out with 26"


@pytest.mark.parametrize(("table", "level"), [(TABLE, 0.95), (COMPARISON, 0.9)])
def test_intervals_and_effects_are_at_the_level_that_is_brought(table, level):
    rows = summaries.intervals(table)
    for row in rows.itertuples():
        low, high, _ = difference(TABLE, row.method).confidence_interval(level)
        assert (row.low, row.high) == pytest.approx((low, high), abs=1e-12)
    assert (rows.iloc[:, 3] == (rows["high"] - rows["low"]) / 2).all()
    assert rows.attrs["level"] == summaries.effects(table).attrs["level"] == level
    many = summaries.intervals([[SOON_EXACT, 5], [12, 2]])
    assert "unconditional" in set(rows["method"]) and "unconditional" not in set(many["method"])


def test_effects_are_counts_divided():
    """The ratio of 19 to 12 who said yes, 12 who began to 5 who stopped, and g, by how much 12/17 exceeds a half."""
    rows = summaries.effects(TABLE).groupby("measure")["estimate"].unique()
    wanted = {"ratio, second to first": 19 / 12, "odds ratio, second to first": 12 / 5, "Cohen's g": 12 / 17 - 0.5}
    assert {measure: values.item() for measure, values in rows.items()} == pytest.approx(wanted)
    assert (summaries.effects(TABLE)["low"] <= summaries.effects(TABLE)["estimate"]).all()


@pytest.mark.parametrize("changers", [1, 4, 9])
def test_splits_are_those_of_fair_coins(changers):
    """Probabilities by counting in whole numbers; p is what all splits at least as uneven have together."""
    rows = summaries.splits([[3, changers], [0, 2]])
    ways = {k: Fraction(comb(changers, k), 2**changers) for k in range(changers + 1)}
    assert rows["yes to no"].tolist() == list(range(changers, -1, -1))
    for row in rows.to_dict("records"):
        k = row["yes to no"]
        assert row["probability"] == pytest.approx(float(ways[k]))
        uneven = sum(chance for other, chance in ways.items() if abs(2 * other - changers) >= abs(2 * k - changers))
        assert row["exact p"] == pytest.approx(float(uneven))


def test_no_more_splits_are_shown_than_a_reader_can_read():
    """Of a hundred changers some, evenly spaced, from all one way to all the other."""
    rows = summaries.splits([[3, 60], [40, 2]])
    assert len(rows) == summaries.MOST_SPLITS + 1 and rows["yes to no"].iloc[[0, -1]].tolist() == [100, 0]


def test_alarms_are_the_probabilities_of_the_splits_that_reject():
    """With the 17 changers of the table, each way with probability one half, at the level given."""
    rows = summaries.alarms(TABLE, 0.1).set_index("test")["false alarms"]
    for method in ("exact", "mid-p"):
        rejecting = [k for k in range(18) if mcnemar([[9, k], [17 - k, 0]], method).pvalue <= 0.1]
        assert rows[method] == pytest.approx(sum(comb(17, k) for k in rejecting) / 2**17)


@pytest.mark.parametrize("function", ["tests", "intervals", "effects", "splits", "alarms"])
@pytest.mark.parametrize("tables", [[TABLE, TABLE], np.zeros((0, 2, 2), dtype=int)])
def test_several_tables_or_none_are_refused(function, tables):
    """A frame sets methods side by side, of one table."""
    with pytest.raises(ValueError, match="one table is looked at; found tables of shape"):
        getattr(summaries, function)(tables)
