"""How similarity depends on margin and family: against the test of each table by itself, and closed forms."""

from math import ceil, log

import numpy as np
import pytest
from scipy.stats import norm

from firststeps.paired.families import FAMILIES, family
from firststeps.paired.planning.sensitivity import (
    MARGINS,
    count_supporting,
    margins_around,
    margins_supported,
    people_if_nobody_changes,
    similarity_by_margin,
    tables_supporting,
)
from firststeps.paired.two_waves.equivalence import equivalence
from tests.paired.every_table import all_tables

TABLES = np.concatenate([all_tables(n) for n in (26, 4, 13)])  # not in the order of their number of people
every_family = pytest.mark.parametrize("name", list(FAMILIES))


@every_family
@pytest.mark.parametrize("margin, alpha", [(0.1, 0.05), (0.2, 0.05), (0.3, 0.1)])
def test_tables_that_support_similarity_are_counted_as_one_by_one(name, margin, alpha):
    """Every way in which 4, 13 or 26 people can change, each counted once or as often as a weight says."""
    supported = equivalence(TABLES, margin, family(name).interval).pvalue <= alpha
    weights = np.arange(len(TABLES))
    assert count_supporting(TABLES, margin, alpha, name) == supported.sum()
    assert count_supporting(TABLES, margin, alpha, name, weights) == weights[supported].sum()


@every_family
def test_one_table_against_each_margin_is_its_equivalence_test(name):
    """A row for each margin, the fixed one among the usual ones, in ascending order; p falls as the margin grows."""
    table = [[12, 1], [1, 12]]
    rows = similarity_by_margin(table, 0.3)
    assert rows["margin"].tolist() == [*MARGINS, 0.3]
    wanted = [float(equivalence(table, margin, family(name).interval).pvalue) for margin in rows["margin"]]
    assert rows[name].tolist() == wanted == sorted(wanted, reverse=True)


@every_family
def test_a_margin_is_supported_by_just_the_tables_counted(name):
    """Among all tables of nine pairs those whose smallest margin lies below the margin, one by one."""
    every = [(x, y) for x in range(10) for y in range(10 - x)]
    smallest = margins_supported(9, every).set_index(["yes to no", "no to yes"])[name]
    counted = tables_supporting(9, 0.3).set_index("test").loc[name]
    assert counted.tolist() == [(smallest < 0.3).sum(), len(every)] and 0 < counted["support"] < len(every)


def test_the_usual_margins_are_tried_once_and_the_fixed_one_among_them():
    """In ascending order; a margin that is 0.1 but for its last digit is that one."""
    assert margins_around(0.1) == margins_around(0.3 - 0.2) == MARGINS == tuple(sorted(MARGINS))
    assert margins_around(0.30) == (*MARGINS, 0.3)


@pytest.mark.parametrize("alpha", [0.05, 0.025])
@pytest.mark.parametrize("margin", [0.1, 0.2, 0.5, 0.96])
def test_people_needed_where_nobody_changes_by_closed_forms(margin, alpha):
    """Exact: (1 - margin)^n <= alpha; mid-p: half of it; score: n margin / (1 - margin) >= z^2."""
    z = norm.ppf(1 - alpha)
    wanted = {
        "exact": log(alpha) / log(1 - margin),
        "mid-p": log(2 * alpha) / log(1 - margin),
        "score": z**2 * (1 - margin) / margin,
    }
    assert {name: people_if_nobody_changes(margin, alpha, name) for name in FAMILIES} == {
        name: ceil(people) for name, people in wanted.items()
    }
