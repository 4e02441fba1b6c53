"""Many paired tables in one frame: a row is what one table gives alone, whatever stands beside it."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from firststeps.paired.many_waves.comparisons import comparisons
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar
from tests.paired.every_table import all_tables

TABLES = all_tables(5)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_a_row_is_its_table_alone(level):
    """Every table of five people: counts, change, limits and both p-values; adjusted over those with pairs only."""
    rows = comparisons([*TABLES, [[0, 0], [0, 0]]], level)
    assert (rows[["both", "lost", "gained", "neither"]].sum(axis=1) == rows["pairs"]).all()
    for row, table in zip(rows.itertuples(), TABLES, strict=False):
        low, high, _ = difference(table).confidence_interval(level)
        alone = [difference(table).estimate, low, high, mcnemar(table).pvalue, mcnemar(table, "mid-p").pvalue]
        np.testing.assert_allclose([row.difference, row.low, row.high, row.pvalue, row.mid_p], alone, atol=1e-12)
    nobody = rows.iloc[-1]
    assert nobody["pairs"] == 0 and nobody[["difference", "low", "high", "pvalue", "mid_p", "adjusted"]].isna().all()
    np.testing.assert_allclose(rows["adjusted"][:-1], multipletests(rows["pvalue"][:-1], method="holm")[1])
    assert rows.attrs["level"] == level


def test_no_tables_give_no_rows():
    """The headings are there all the same, for tables and drawings that have nothing to show."""
    assert comparisons([]).empty and "adjusted" in comparisons([])


@pytest.mark.parametrize(("entry", "fault"), [(1.5, "not whole"), (-1, "negative"), (np.nan, "missing"), ("1", "type")])
def test_what_is_no_count_is_refused_and_not_cut_off(entry, fault):
    """One and a half people are no person and a half the less."""
    with pytest.raises(ValueError, match=fault):
        comparisons([[[entry, 1], [7, 12]]])


def test_labelled_tables_are_read_by_their_labels():
    """As everywhere: no before yes is the same table, and not the change the other way round."""
    turned = pd.DataFrame([[12, 7], [1, 1]], index=["no", "yes"], columns=["no", "yes"])
    pd.testing.assert_frame_equal(comparisons([turned, turned]), comparisons([[[1, 1], [7, 12]]] * 2))
