"""Many paired tables in one frame: a row is what one table gives alone, whatever stands beside it."""

import functools
from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from firststeps.paired.many_waves.comparisons import comparisons, discrete_holm
from firststeps.paired.many_waves.pairwise import holm
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar
from tests.paired.definitions import conditional_p
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


exact = functools.cache(functools.partial(conditional_p, alternative="two-sided"))


def adjusted_by_fractions(outcomes):
    """Zhu and Guo's modified Holm (2019), from every p-value that each test can have, in fractions."""
    pvalues = [exact(*outcome) for outcome in outcomes]
    order = sorted(range(len(outcomes)), key=pvalues.__getitem__)
    adjusted, highest = {}, Fraction(0)
    for place, i in enumerate(order):
        total = Fraction(0)
        for k in order[place:]:
            changers = sum(outcomes[k])
            attained = [exact(changers - x, x) for x in range(changers + 1)]
            total += max((p for p in attained if p <= pvalues[i]), default=Fraction(0))
        highest = max(highest, min(total, Fraction(1)))
        adjusted[i] = highest
    return [adjusted[i] for i in range(len(outcomes))]


def as_tables(outcomes, twice=3):
    """A table for each outcome (lost, gained)."""
    return [[[twice, lost], [gained, 1]] for lost, gained in outcomes]


counts = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(st.lists(counts, min_size=1, max_size=7))
@settings(max_examples=60, deadline=None)
def test_discrete_holm_is_its_definition_in_fractions(outcomes):
    """And lies between the p-value itself and Holm's; rows may stand in any order, waves may be exchanged."""
    rows = comparisons(as_tables(outcomes), adjustment="discrete-holm")
    np.testing.assert_allclose(rows["adjusted"], [float(p) for p in adjusted_by_fractions(outcomes)], rtol=1e-12)
    assert np.all(rows["adjusted"] >= rows["pvalue"] * (1 - 1e-12))
    assert np.all(rows["adjusted"] <= comparisons(as_tables(outcomes))["adjusted"] * (1 + 1e-12))
    turned = comparisons(as_tables([pair[::-1] for pair in outcomes[::-1]]), adjustment="discrete-holm")
    np.testing.assert_allclose(turned["adjusted"][::-1], rows["adjusted"], rtol=1e-12)


@given(st.lists(counts, min_size=1, max_size=5), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_an_outcome_in_which_hardly_anybody_changed_costs_the_others_nothing(outcomes, beside):
    """One changer has p = 1 whatever is answered; by Holm's method the row beside would cost a p-value."""
    plain, more = as_tables(outcomes), as_tables([*outcomes, (0, 1), (0, 0)], beside + 1)
    alone = comparisons(plain, adjustment="discrete-holm")["adjusted"]
    np.testing.assert_allclose(comparisons(more, adjustment="discrete-holm")["adjusted"][:-2], alone, rtol=1e-12)


def test_by_hand():
    """Six of six, five of five, two of two and three of four: 1/32, 1/16, 1/2 + 1/8, and 5/8."""
    adjusted = comparisons(as_tables([(0, 6), (5, 0), (2, 0), (1, 3)]), adjustment="discrete-holm")["adjusted"]
    assert adjusted.tolist() == [1 / 32, 1 / 16, 5 / 8, 5 / 8]
    assert comparisons(as_tables([(0, 6), (5, 0), (2, 0), (1, 3)]))["adjusted"].tolist() == [1 / 8, 3 / 16, 1, 1]


@pytest.mark.parametrize("changers", [(3, 5, 7), (6, 6, 1), (7, 8), (4, 4, 4)])
@pytest.mark.parametrize("together", [False, True])
def test_the_chance_of_any_false_rejection_keeps_every_level(changers, together):
    """Over every way in which those who changed can split by fair coins: of each outcome its own, or the same coins."""
    coins = max(changers) if together else sum(changers)
    least = {}
    for flips in product((0, 1), repeat=coins if together else 0):
        outcomes = tuple((m - sum(flips[:m]), sum(flips[:m])) for m in changers)
        least[outcomes] = least.get(outcomes, 0) + Fraction(1, 2**coins)
    if not together:
        for split in product(*(range(m + 1) for m in changers)):
            ways = Fraction(np.prod([comb(m, x) for m, x in zip(changers, split, strict=True)]).item(), 2**coins)
            least[tuple((m - x, x) for m, x in zip(changers, split, strict=True))] = ways
    smallest = {outcomes: min(adjusted_by_fractions(outcomes)) for outcomes in least}
    assert sum(least.values()) == 1
    for alpha in {*smallest.values(), Fraction(1, 20)}:
        assert sum(chance for outcomes, chance in least.items() if smallest[outcomes] <= alpha) <= alpha
    for outcomes in list(least)[:20]:
        pvalues = np.array([float(exact(*outcome)) for outcome in outcomes])
        assert discrete_holm(pvalues, np.array(changers)).min() == pytest.approx(float(smallest[outcomes]), rel=1e-12)


def test_among_many_it_is_holms():
    """Of thousands of changers each p-value is nearly attained by all tests."""
    changers = np.array([20_000, 20_500, 21_000])
    gained = changers // 2 + np.array([300, 200, 100])
    tables = [[[9, m - c], [c, 9]] for m, c in zip(changers.tolist(), gained.tolist(), strict=True)]
    rows = comparisons(tables, adjustment="discrete-holm")
    np.testing.assert_allclose(rows["adjusted"], holm(rows["pvalue"]), rtol=0.05)
    assert np.all(rows["adjusted"] <= holm(rows["pvalue"]))


def test_an_unknown_adjustment_is_refused():
    """By its name, with those that there are."""
    with pytest.raises(ValueError, match="choose one of holm, discrete-holm"):
        comparisons([[[1, 1], [7, 12]]], adjustment="bonferroni")
