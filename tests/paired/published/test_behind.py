"""What two margins hide: tables that all have them, told apart by McNemar's test only."""

import pytest
from scipy.stats import chi2_contingency

from firststeps.paired.published.behind import same_margins, two_groups
from firststeps.paired.published.margins import tables_with_margins
from firststeps.paired.two_waves.mcnemar import mcnemar


@pytest.mark.parametrize(("pairs", "first", "second"), [(26, 10, 16), (5, 2, 2), (40, 39, 3)])
def test_every_table_shown_has_the_margins(pairs, first, second):
    """Gains less losses is the change; the outermost tables are there; p is McNemar's of that table."""
    rows, every = same_margins(pairs, first, second), tables_with_margins(pairs, first, second)
    assert (rows["no to yes"] - rows["yes to no"] == second - first).all()
    assert rows["yes to no"].iloc[[0, -1]].tolist() == [every[0, 0, 1], every[-1, 0, 1]]
    for _, lost, gained, pvalue, _ in rows.itertuples():
        both = first - lost
        table = [[both, lost], [gained, pairs - both - lost - gained]]
        assert pvalue == mcnemar(table, "asymptotic").pvalue
    assert rows["two groups (wrong)"].nunique() == 1


@pytest.mark.parametrize("both", range(2, 9))
def test_the_table_seen_is_marked_and_no_other(both):
    rows = same_margins(20, 10, 8, both_yes=both, few=3)
    assert rows.loc[rows[""] != "", "yes to no"].tolist() == [10 - both]


def test_two_groups_is_the_chi_squared_test_of_scipy():
    """With nobody or everybody at yes both times there is nothing to test."""
    assert two_groups(26, 10, 16) == chi2_contingency([[10, 16], [16, 10]], correction=False).pvalue
    assert two_groups(26, 0, 0) == two_groups(26, 26, 26) == 1
