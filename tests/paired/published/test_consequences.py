"""Exact ranges: the same as going through the tables one by one, and what must hold between them."""

import itertools
import math
import re

import numpy as np
import pytest

from firststeps.paired.published.consequences import (
    VERDICTS,
    change_range,
    consequences,
    count_verdicts,
    each_once,
    interval_range,
    map_verdicts,
    p_value_range,
    p_values_by_gap,
    verdicts,
    what_follows,
)
from firststeps.paired.published.margins import smallest_exact_p, tables_with_margins
from firststeps.paired.published.possible import Summary, possible_tables
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.equivalence import equivalence
from firststeps.paired.two_waves.mcnemar import mcnemar


def one_by_one(n):
    return [np.reshape(t, (2, 2)) for t in itertools.product(range(n + 1), repeat=4) if sum(t) == n]


def test_a_table_is_represented_by_one_with_its_own_changers_and_people():
    """Tables of 1 to 5 people together, in an order of no kind: each gets the value of its own (b, c, n)."""
    tables = np.concatenate([one_by_one(n) for n in range(1, 6)])
    tables = np.random.default_rng(4).permutation(tables)
    own = np.stack([tables[:, 0, 1], tables[:, 1, 0], tables.sum(axis=(1, 2))], axis=-1)
    asked = []

    def triple(some):
        asked.extend(map(tuple, np.stack([some[:, 0, 1], some[:, 1, 0], some.sum(axis=(1, 2))], axis=-1).tolist()))
        return np.array(asked)

    assert (each_once(tables, triple) == own).all()
    assert len(asked) == len(set(asked)) == len(np.unique(own, axis=0))
    assert each_once(tables[:6].reshape(2, 3, 2, 2), lambda t: t[:, 0, 1]).tolist() == own[:6, 0].reshape(2, 3).tolist()


def test_the_table_given_for_an_end_of_a_range_is_the_first_that_has_it():
    """Of tables that are level the first is named, at either end."""
    tables = [[[2, 1], [0, 1]], [[1, 0], [1, 2]], [[1, 1], [0, 2]], [[0, 0], [1, 3]]]
    found = change_range(tables)
    assert (found.low, found.high) == (-0.25, 0.25)
    assert (found.low_table, found.high_table) == ((2, 1, 0, 1), (1, 0, 1, 2))
    limits = interval_range([*tables, [[30, 0], [20, 9]], [[0, 1], [0, 0]], [[9, 20], [0, 9]], [[0, 0], [1, 0]]])
    assert (limits.low_table, limits.high_table) == ((0, 1, 0, 0), (0, 0, 1, 0))
    limits = interval_range(tables)
    assert (limits.low_table, limits.high_table) == ((2, 1, 0, 1), (1, 0, 1, 2))


@pytest.mark.parametrize("method", ["exact", "mid-p", "asymptotic", "continuity", "n-1", "unconditional"])
@pytest.mark.parametrize("n", [1, 4, 6])
def test_p_values_range_as_one_by_one(n, method):
    tables = one_by_one(n)
    values = [float(mcnemar(table, method).pvalue) for table in tables]
    found = p_value_range(tables, method)
    assert (found.low, found.high) == pytest.approx((min(values), max(values)))
    assert float(mcnemar(np.reshape(found.low_table, (2, 2)), method).pvalue) == pytest.approx(found.low)


@pytest.mark.parametrize("method", ["tango", "newcombe", "bonett-price"])
def test_intervals_range_as_one_by_one(method):
    """Newcombe's interval depends on all four cells, so it may not be worked out once for each (b, c, n)."""
    tables = one_by_one(5)
    limits = [difference(table, method).confidence_interval(0.9) for table in tables]
    found = interval_range(tables, 0.9, method)
    assert found.low == pytest.approx(min(float(x.low) for x in limits))
    assert found.high == pytest.approx(max(float(x.high) for x in limits))


def test_counts_known_the_change_is_fixed_and_the_p_values_are_those_of_every_number_of_changers():
    tables = tables_with_margins(26, 10, 16)
    change = change_range(tables)
    assert change.low == change.high == pytest.approx(6 / 26)
    assert p_value_range(tables).low == smallest_exact_p(10, 16)


def test_verdicts_agree_with_their_definition_by_intervals():
    tables = np.array(one_by_one(8))
    found = verdicts(tables, margin=0.3)
    wide, narrow = (difference(tables).confidence_interval(level) for level in (0.95, 0.9))
    for table, verdict in enumerate(found):
        name = VERDICTS[verdict]
        assert ("difference" in name) == (not wide.low[table] <= 0 <= wide.high[table])
        assert (name == "equivalence" or "margin" in name) == (narrow.low[table] > -0.3 and narrow.high[table] < 0.3)


def test_equivalence_verdicts_are_those_of_the_two_one_sided_tests():
    tables = np.array(one_by_one(7))
    names = np.array(VERDICTS)[verdicts(tables, margin=0.45)]
    within = np.isin(names, ["equivalence", "difference within the margin"])
    assert within.any() and (within == (equivalence(tables, 0.45).pvalue < 0.05)).all()


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6])
def test_a_p_value_of_just_1_less_the_level_decides(k):
    """All of k + 1 changed one way, or nobody of k with a margin of 1/2: p is 2^-k, without any rounding."""
    tables, level = [[[5, 0], [k + 1, 5]], [[k, 0], [0, 0]]], 1 - 0.5**k
    for above, expected in ((0, (True, True)), (1e-9, (False, False))):
        different, similar = np.array(VERDICTS)[verdicts(tables, 0.5, level + above)]
        assert ("difference" in different, similar == "equivalence") == expected


def test_five_people_apart_is_never_significant_with_everyone_answering_twice():
    gaps = p_values_by_gap(26)
    assert (gaps.low[:6] > 0.05).all() and (gaps.low[6:] < 0.05).all()
    pairs = possible_tables(Summary(26, first_answered=(26, 26), second_answered=(26, 26))).tables
    for gap in (0, 1, 6, 26):
        here = pairs[np.abs(pairs[:, 0, 1] - pairs[:, 1, 0]) == gap]
        assert (p_value_range(here).low, p_value_range(here).high) == pytest.approx((gaps.low[gap], gaps.high[gap]))


@pytest.mark.parametrize("method", ["exact", "n-1", "unconditional"])
def test_p_values_by_gap_are_those_of_all_tables_with_that_gap(method):
    """Also by tests that depend on how many people there are, not on the changers alone."""
    tables = np.array(one_by_one(7))
    gap, p = np.abs(tables[:, 0, 1] - tables[:, 1, 0]), mcnemar(tables, method).pvalue
    found = p_values_by_gap(7, method)
    np.testing.assert_allclose(found.low, [p[gap == k].min() for k in found.gap], rtol=1e-12)
    np.testing.assert_allclose(found.high, [p[gap == k].max() for k in found.gap], rtol=1e-12)
    assert found.gap.tolist() == list(range(8))


def test_map_holds_every_pair_of_changers_and_every_verdict():
    tables = possible_tables(Summary(10)).tables
    found = map_verdicts(tables, margin=0.4)
    assert len(found.b) == 66  # every (b, c) with b + c <= 10
    counts = count_verdicts(tables, margin=0.4)
    assert {name for names in found.verdict for name in names.split(" or ")} == {n for n in VERDICTS if counts[n]}


def test_weights_count_the_tables_behind():
    possible = possible_tables(Summary(6, similar=0.2))
    found = consequences(possible.tables, margin=0.1, weights=possible.behind)
    assert sum(found.verdicts.values()) + possible.without_pairs == possible.total


@pytest.mark.parametrize(("few", "many", "level"), [(125, 159, 0.95), (117, 150, 0.95), (0, 5, 0.9375), (1, 7, 0.9297)])
def test_consequences_print_p_on_its_side_of_the_level(few, many, level):
    """As 125 against 159, of which p is 0.0500163: "p from 0.05" stood beside "possible: inconclusive"."""
    told = str(consequences([[10, few], [many, 20]], 0.1, level))
    p, alpha = float(re.search(r"p from (\S+) to", told)[1]), round(1 - level, 12)
    exact = min(1, 2 * sum(math.comb(few + many, k) for k in range(few + 1)) / 2 ** (few + many))
    assert np.sign(p - alpha) == np.sign(exact - alpha) and ("inconclusive" in told) == (exact > alpha)


def test_consequences_side_by_side_name_the_test_of_their_p():
    """The smallest p of the mid-p and of the score family stood below "smallest exact p"."""
    tables = tables_with_margins(26, 10, 16)
    told = {name: consequences(tables, 0.1, family=name) for name in ("exact", "mid-p", "score")}
    for family, test in (("exact", "exact"), ("mid-p", "mid-p"), ("score", "asymptotic")):
        frame = what_follows({"a": told[family]})
        assert frame[f"smallest {test} p"].tolist() == [mcnemar(tables, test).pvalue.min()]
        assert frame.attrs["units"][f"smallest {test} p"] == "p-value"
    assert "smallest p" in what_follows(told) and what_follows({}).empty


def test_refuses_no_table_and_no_margin():
    with pytest.raises(ValueError, match="no table to take a range over"):
        p_value_range(np.zeros((0, 2, 2), dtype=int))
    with pytest.raises(ValueError, match="between 0 and 1"):
        verdicts([[1, 1], [1, 1]], margin=0)


def test_tables_of_many_people_are_not_taken_for_one_another():
    """Numbers of people 2^20 apart, so that n times the square of the largest goes round in 64 bits."""
    sizes = np.array([2**22 - 1, 2**22 - 1 - 2**20])
    tables = np.stack([sizes - 30, [10, 10], [20, 20], [0, 0]], axis=-1).reshape(-1, 2, 2)
    assert each_once(tables, lambda t: t.sum(axis=(1, 2))).tolist() == sizes.tolist()
    several = np.concatenate([tables, tables - [[[0, 1], [0, 0]]], 200 * tables])
    assert each_once(several, lambda t: t[:, 0, 1] + t.sum(axis=(1, 2))).tolist() == [
        int(table[0, 1] + table.sum()) for table in several
    ]
