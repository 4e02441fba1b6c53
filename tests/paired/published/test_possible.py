"""Summaries with unknown counts: against a search through every 3x3 table, for small numbers of people."""

import itertools
from collections import Counter
from dataclasses import replace
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from firststeps.paired.published import possible as possible_module
from firststeps.paired.published.consequences import consequences
from firststeps.paired.published.margins import tables_with_margins
from firststeps.paired.published.possible import (
    Summary,
    heard_as_well,
    others_heard,
    possible_proportions,
    possible_tables,
    too_much,
)
from firststeps.paired.published.rounding import possible_counts
from tests.paired.published.printed_reference import allowed

PAIRED = [
    [("p", "n.s.", "exact")],
    [("p", "0.50", "mid-p")],
    [("stopped", "0", None), ("p", "1.00", "any")],
    [("changed", "50%", None)],
    [("odds_ratio", "2.0", "pairs")],
    [("kappa", "0.0", "Cohen"), ("chi_squared", "0.00", "asymptotic")],
]


def every_pattern_table(people):
    """All (a, b, e, c, d, f, g, h, u) that sum to ``people``: bars between stars."""
    return _parts(people, 9)


def allows(s, a, b, e, c, d, f, g, h):
    yes1, no1, yes2, no2 = a + b + e, c + d + f, a + c + g, b + d + h
    values = (yes1 + no1, yes1, yes2 + no2, yes2)
    if not all(low <= value <= high for value, (low, high) in zip(values, s.limits, strict=True)):
        return False
    n1, n2 = values[0], values[2]
    for percent, yes, n in ((s.first_percent, yes1, n1), (s.second_percent, yes2, n2)):
        if percent is not None and (n == 0 or yes not in possible_counts(percent, n)):
            return False
    if s.similar is None:
        return True
    return n1 > 0 and n2 > 0 and abs(yes1 / n1 - yes2 / n2) <= s.similar + 1e-12


def brute(s):
    """How many 3x3 tables lie behind each (a, b, c, d)."""
    found = Counter()
    for a, b, e, c, d, f, g, h, _ in every_pattern_table(s.people):
        if allows(s, a, b, e, c, d, f, g, h):
            found[a, b, c, d] += 1
    return found


def by_structure(s):
    possible = possible_tables(s)
    found = Counter(
        dict(zip(map(tuple, possible.tables.reshape(-1, 4).tolist()), possible.behind.tolist(), strict=True))
    )
    if possible.without_pairs:
        found[0, 0, 0, 0] = possible.without_pairs
    return found


@pytest.mark.parametrize("people", range(1, 9))
def test_no_limits_gives_every_pattern_table(people):
    found = by_structure(Summary(people))
    assert found == brute(Summary(people))
    assert sum(found.values()) == comb(people + 8, 8)


@st.composite
def summaries(draw):
    people = draw(st.integers(1, 6))
    pair = st.tuples(st.integers(0, people), st.integers(0, people)).map(lambda p: tuple(sorted(p)))
    limits = [draw(st.none() | pair) for _ in range(4)]
    try:
        similar = draw(st.none() | st.sampled_from([0, 0.1, 0.25, 0.5]))
        percents = [draw(st.none() | st.sampled_from(["33", "33.3", "50", "67", "100"])) for _ in range(2)]
        return Summary(people, *limits, similar, *percents)
    except ValueError:
        return Summary(people)


@settings(max_examples=40, deadline=None)
@given(summaries())
def test_same_tables_as_brute_force_under_any_limits(s):
    assert by_structure(s) == brute(s)


@settings(max_examples=40, deadline=None)
@given(summaries(), st.sampled_from(PAIRED))
def test_numbers_printed_of_the_pairs_leave_what_brute_force_leaves(s, stated):
    """p-values, counts of changers and other numbers of those who answered twice, beside limits at each wave."""
    pairs = {name: text if version is None else (text, version) for name, text, version in stated}
    expected = Counter({t: k for t, k in brute(s).items() if sum(t) and allowed(t, stated)})
    found = possible_tables(replace(s, pairs=pairs))
    tables = map(tuple, found.tables.reshape(-1, 4).tolist())
    assert Counter(dict(zip(tables, found.behind.tolist(), strict=True))) == expected
    assert found.without_pairs == 0 and found.left_out == ()


def test_what_is_too_much_is_known_beforehand():
    """The sentence is that of the refusal, and there is none where the tables are counted."""
    for summary in (Summary(26), Summary(90, (90, 90), (40, 40), (90, 90)), Summary(5, (5, 5), None, (5, 5))):
        assert too_much(summary) == "" and possible_tables(summary).total
    for summary in (Summary(80), Summary(600, (600, 600), None, (600, 600))):
        assert f"too much open to count for {summary.people} people" in too_much(summary)


def test_twenty_six_people_of_whom_nothing_else_is_known():
    """The number of 3x3 tables that the issue states, and every paired table of 1 to 26 people."""
    possible = possible_tables(Summary(26))
    assert possible.total == 18_156_204
    assert len(possible.tables) == comb(30, 4) - 1
    assert len(possible.discordant) == comb(28, 2)


def test_similar_proportions_by_going_through_all_eighteen_million_tables():
    """Proportions at most a tenth apart, in whole numbers: 10 |x1 n2 - x2 n1| <= n1 n2."""
    allowed, without_pairs = 0, 0
    once = {left: np.array([t[:4] for t in _parts(left, 5)]).T for left in range(27)}
    for a, b, c, d, left in _parts(26, 5):
        e, f, g, h = once[left]
        pairs, x1, x2 = a + b + c + d, a + b + e, a + c + g
        n1, n2 = pairs + e + f, pairs + g + h
        found = np.sum((n1 > 0) & (n2 > 0) & (10 * np.abs(x1 * n2 - x2 * n1) <= n1 * n2))
        allowed, without_pairs = allowed + found, without_pairs + (found if pairs == 0 else 0)
    possible = possible_tables(Summary(26, similar=0.1))
    assert (possible.total, possible.without_pairs) == (allowed, without_pairs)


def _parts(whole, kinds):
    """Every way to part so many people into so many kinds."""
    for bars in itertools.combinations(range(whole + kinds - 1), kinds - 1):
        yield tuple(right - left - 1 for left, right in itertools.pairwise((-1, *bars, whole + kinds - 1)))


def test_what_the_abstract_says_of_five_months():
    possible = possible_tables(Summary(26, second_yes=(15, 15), second_answered=(15, 26)))
    a, b, c, d = np.moveaxis(possible.tables.reshape(-1, 4), 1, 0)
    assert (a + c).max() == 15 and (b + d).max() == 11


def test_margins_known_and_everyone_twice_gives_the_tables_of_the_margins():
    summary = Summary(90, first_answered=(90, 90), first_yes=(40, 40), second_answered=(90, 90), second_yes=(61, 61))
    possible = possible_tables(summary)
    assert sorted(possible.tables.tolist()) == sorted(tables_with_margins(90, 40, 61).tolist())
    assert set(possible.behind.tolist()) == {1}


@pytest.mark.parametrize("people", [0, 1, 3])
def test_people_heard_as_well_are_added_in_every_way(people):
    """Each of them to one of the four cells, by going through all their answers."""
    tables = [[3, 1, 0, 2], [2, 1, 1, 2]]
    expected = set()
    for table, answers in itertools.product(tables, itertools.product(range(4), repeat=people)):
        expected.add(tuple(count + answers.count(cell) for cell, count in enumerate(table)))
    found = heard_as_well(np.reshape(tables, (2, 2, 2)), people).reshape(-1, 4).tolist()
    assert len(found) == len(expected) and set(map(tuple, found)) == expected


@pytest.mark.parametrize("family, fewest", [("exact", 4), ("mid-p", 3), ("score", 2)])
def test_how_many_of_the_four_people_outside_the_findings_can_turn_the_verdict(family, fewest):
    """At most two of 26 are apart, both began, and k more: k + 2 changers of one way.

    Score: (k + 2) / sqrt(k + 2) > 1.96 from k = 2; mid-p: 2^-(k + 2) <= 0.05 from k = 3; exact: 2^-(k + 1) from k = 4.
    """
    everybody = {"first_answered": (26, 26), "second_answered": (26, 26)}
    similar = possible_tables(Summary(26, **everybody, similar=0.1)).tables
    heard = [heard_as_well(similar, k) for k in range(5)]
    turned = [consequences(tables, 0.1, family=family).verdicts["difference"] > 0 for tables in heard]
    assert turned == [k >= fewest for k in range(5)]


def test_what_follows_counts_every_table_those_without_pairs_too():
    """Each 3x3 table that the summary allows leads to one verdict, or has nobody who answered twice."""
    possible = possible_tables(Summary(7, second_yes=(2, 3)))
    follows = possible.follow(0.2, 0.9)
    assert follows.tables == possible.total == sum(brute(Summary(7, second_yes=(2, 3))).values())
    assert follows.without_pairs == possible.without_pairs > 0
    assert follows.verdicts == consequences(possible.tables, 0.2, 0.9, weights=possible.behind).verdicts


def test_the_fewest_who_could_bring_a_verdict_about():
    """Exact: a difference from 2^-(k + 1) <= 5% on, k = 4; similarity from 0.9^(26 + k) <= 5% on, k = 3."""
    everybody = {"first_answered": (26, 26), "second_answered": (26, 26)}
    similar = possible_tables(Summary(26, **everybody, similar=0.1))
    others = others_heard(similar.tables, 4, 0.1)
    assert others.without.possible == ("inconclusive",)
    assert others.fewest == {"equivalence": 3, "difference": 4}
    assert others_heard(similar.tables, 1, 0.1).fewest == {}
    assert [*others_heard([[[1, 0], [0, 1]]], 5, 0.1, most=2).follows] == [0, 1, 2]


@pytest.mark.parametrize("margin, family, tables", [(0.1, "score", 157), (0.12, "score", 9_586), (0.1, "exact", 0)])
def test_tables_of_26_people_that_support_similarity_by_each_family(margin, family, tables):
    """The counts by the score test are those of a recount over all nine cells; by exact tests none, as 0.9^26 > 5%."""
    possible = possible_tables(Summary(26, similar=margin))
    found = consequences(possible.tables, margin, family=family, weights=possible.behind)
    assert found.verdicts["equivalence"] == tables


@pytest.mark.parametrize("people", [1, 4, 7])
@pytest.mark.parametrize("limits", [{}, {"similar": 0.3}, {"first_percent": "50"}, {"second_yes": (0, 1)}])
def test_everybody_twice_as_brute_force(people, limits):
    summary = Summary(people, first_answered=(people, people), second_answered=(people, people), **limits)
    assert by_structure(summary) == brute(summary)


def test_hundreds_of_people_are_counted_where_the_paper_says_enough():
    """A table of 1600 with its counts (Agresti's approval ratings), and two rounded percentages of some of 200."""
    everybody = {"first_answered": (1600, 1600), "second_answered": (1600, 1600)}
    known = possible_tables(Summary(1600, **everybody, first_yes=(944, 944), second_yes=(880, 880)))
    assert [794, 150, 86, 570] in known.tables.reshape(-1, 4).tolist() and known.total == 1600 - 944 + 1
    rounded = Summary(200, (180, 180), None, (190, 190), None, None, "58", "65")
    some = possible_tables(rounded).tables.sum(axis=(1, 2))
    assert (some.min(), some.max()) == (170, 180)


@pytest.mark.parametrize("summary", [Summary(80), Summary(600, (600, 600), None, (600, 600))], ids=["80", "600 twice"])
def test_says_what_would_take_too_long(summary):
    with pytest.raises(ValueError, match=f"too much open to count for {summary.people} people"):
        possible_tables(summary)


def test_what_a_crowd_leaves_open_is_refused_before_it_is_gone_through(monkeypatch):
    """Of ten million people: the margins alone are too many, so that no number of pairs is asked about."""
    monkeypatch.delattr(possible_module, "_yes_of_pairs")
    assert "too much open to count for 10000000 people" in too_much(Summary(10_000_000))


def test_refuses_limits_that_no_data_meet():
    with pytest.raises(ValueError, match="at least 15 said yes but at most 12 answered"):
        Summary(26, second_yes=(15, 15), second_answered=(10, 12))
    with pytest.raises(ValueError, match="first_yes is between 0 and 26"):
        Summary(26, first_yes=(3, 27))


def test_wilson_limits_for_every_denominator_agree_with_statsmodels():
    from statsmodels.stats.proportion import proportion_confint

    found = possible_proportions(15, 15, 26, level=0.9)
    low, high = proportion_confint(15, np.arange(15, 27), alpha=0.1, method="wilson")
    assert np.allclose(found.low, low) and np.allclose(found.high, high)


def test_a_count_needs_enough_people():
    with pytest.raises(ValueError, match="15 people cannot be counted among 14 to 26"):
        possible_proportions(15, 14, 26)


def linear(s):
    """The summary without what is no linear constraint."""
    return replace(s, similar=None, first_percent=None, second_percent=None)


CELLS = np.array([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [2, 0], [2, 1], [2, 2]])
COUNTS = {
    "first_answered": CELLS[:, 0] < 2,
    "first_yes": CELLS[:, 0] == 0,
    "second_answered": CELLS[:, 1] < 2,
    "second_yes": CELLS[:, 1] == 0,
}
LOST, GAINED = (np.all(pair == CELLS, axis=1).astype(float) for pair in ([0, 1], [1, 0]))


@settings(max_examples=40, deadline=None)
@given(summaries().map(linear), st.sampled_from([LOST, GAINED, GAINED - LOST, GAINED + LOST]))
def test_ranges_agree_with_an_integer_program(s, quantity):
    """Unknowns: the nine counts of the 3x3 table; constraints: what the summary states, as rows of zeros and ones."""
    rows = np.array([np.ones(9), *(COUNTS[name] for name in COUNTS)], dtype=float)
    low, high = zip((s.people, s.people), *s.limits, strict=True)
    stated = LinearConstraint(rows, low, high)
    ends = [milp(sign * quantity, integrality=np.ones(9), constraints=stated) for sign in (1, -1)]
    tables = by_structure(s)
    if not ends[0].success:
        assert not tables
        return
    values = [quantity @ [a, b, 0, c, d, 0, 0, 0, 0] for a, b, c, d in tables]
    assert (min(values), max(values)) == pytest.approx((ends[0].fun, -ends[1].fun))
