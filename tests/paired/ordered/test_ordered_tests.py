"""Sign test and signed rank test: by enumeration, by R's coin, and as their properties have it."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from scipy.stats import rankdata

from firststeps import paired
from firststeps.paired.ordered.counting import count_ordered
from firststeps.paired.ordered.sign import sign_test
from firststeps.paired.ordered.signed_rank import signed_rank
from tests.paired.ordered.ordered_reference import PAIRED, counts_of, reference, squares

SIDES = {"two-sided": "two.sided", "greater": "greater", "less": "less"}


@pytest.mark.parametrize("case", PAIRED)
def test_r_agrees(case):
    """coin's wilcoxsign_test and sign_test: exact, each side, both treatments of noughts, and asymptotic."""
    counts, value = counts_of(case), reference()
    for noughts, name in (("wilcoxon", "Wilcoxon"), ("pratt", "Pratt")):
        for side, other in SIDES.items():
            wanted = value["coin wilcoxsign_test", case, f"{name} exact {other}"]
            assert signed_rank(counts, "exact", side, noughts).pvalue == pytest.approx(wanted, rel=1e-9)
        wanted = value["coin wilcoxsign_test", case, f"{name} asymptotic two.sided"]
        assert signed_rank(counts, "asymptotic", noughts=noughts).pvalue == pytest.approx(wanted, rel=1e-9)
    assert sign_test(counts).pvalue == pytest.approx(value["coin sign_test", case, "exact two.sided"], rel=1e-9)


def enumerated(changes, noughts, alternative):
    """The exact p-value and the mid-p by going through all 2^n signs."""
    kept = [x for x in changes if x or noughts == "pratt"]
    ranks = rankdata(np.abs(kept))[np.array(kept) != 0] if kept else np.zeros(0)
    kept = np.array([x for x in kept if x])
    if not len(kept):
        return 1.0, 1.0
    seen = ranks[kept > 0].sum()
    sums = np.array([ranks @ np.array(signs) for signs in itertools.product((0, 1), repeat=len(kept))])
    middle = ranks.sum() / 2
    place, every = {
        "two-sided": (abs(seen - middle), np.abs(sums - middle)),
        "greater": (seen, sums),
        "less": (-seen, -sums),
    }[alternative]
    beyond, equal = np.mean(every > place + 1e-9), np.mean(np.abs(every - place) < 1e-9)
    return beyond + equal, beyond + equal / 2


@settings(max_examples=60, deadline=None)
@given(squares)
def test_every_sign_is_gone_through(table):
    """Exact and mid-p are the share of all 2^n ways to give signs, with ties and noughts, by both treatments."""
    counts = count_ordered(table)
    changes, number = counts.changes
    assume(table.sum() > 0 and number[changes != 0].sum() <= 10)
    each = np.repeat(changes, number)
    for noughts, side in itertools.product(("wilcoxon", "pratt"), SIDES):
        exact, middle = enumerated(each, noughts, side)
        assert signed_rank(counts, "exact", side, noughts).pvalue == pytest.approx(exact, abs=1e-12)
        assert signed_rank(counts, "mid-p", side, noughts).pvalue == pytest.approx(middle, abs=1e-12)


@given(squares)
def test_reversing_the_scale_exchanges_the_sides(table):
    """Two-sided p-values stay, one-sided ones trade places."""
    assume(table.any())
    here, there = count_ordered(table), count_ordered(table[::-1, ::-1])
    for test in (sign_test, signed_rank):
        assert test(here).pvalue == pytest.approx(test(there).pvalue, rel=1e-9)
        assert test(here, "exact", "greater").pvalue == pytest.approx(test(there, "exact", "less").pvalue, rel=1e-9)
        assert test(here).pvalue == pytest.approx(test(here.reversed).pvalue, rel=1e-9)


@given(squares)
def test_only_the_order_counts_for_the_sign_test(table):
    """Answers 1, 2, ... or 1, 4, 9, ...: the same p-value; the signed rank test compares the distances."""
    assume(table.any())
    wide = count_ordered(table, order=[k * k for k in range(1, len(table) + 1)])
    assert sign_test(wide).pvalue == sign_test(table).pvalue


@pytest.mark.parametrize("method", ["exact", "mid-p"])
@pytest.mark.parametrize("side", SIDES)
@given(table=squares)
def test_two_answers_give_mcnemar(table, method, side):
    """Sign test and signed rank test are McNemar's test of two answers, whatever becomes of noughts."""
    small = table[:2, :2]
    assume(small.any())
    wanted = paired.mcnemar(small[::-1, ::-1], method, side).pvalue
    assert sign_test(small, method, side).pvalue == wanted
    for noughts in ("wilcoxon", "pratt"):
        assert signed_rank(small, method, side, noughts).pvalue == pytest.approx(wanted, rel=1e-9)


def test_seven_wellbeing_items():
    """16 of 19 people improved on the total, 1 stayed, 2 got worse: p = 0.00131, twice P(X <= 2) of 18 by hand."""
    counts = count_ordered([0] * 19, [1] * 16 + [0] + [-1] * 2)
    assert (counts.improved, counts.same, counts.worse) == (16, 1, 2)
    assert sign_test(counts).pvalue == pytest.approx(2 * (1 + 18 + 153) / 2**18)


def test_nobody_changed_gives_one():
    """There is nothing that could speak against the null hypothesis."""
    for test in (sign_test, signed_rank):
        for side in SIDES:
            assert test([[3, 0], [0, 4]], "exact", side).pvalue == 1


def test_many_people_are_left_to_the_asymptotic_test():
    """The exact one says so; "auto" chooses, and tells."""
    many = count_ordered([[10, 400], [300, 10]])
    with pytest.raises(ValueError, match="up to 500 people who changed; found 700"):
        signed_rank(many)
    assert signed_rank(many, "auto").method == "asymptotic signed rank"
    few = count_ordered([[10, 260], [200, 10]])
    assert signed_rank(few, "auto").method == "exact signed rank"
    assert signed_rank(few, "mid-p").pvalue == pytest.approx(signed_rank(few, "asymptotic").pvalue, rel=1e-2)


@pytest.mark.parametrize(
    "call, fault",
    [
        (lambda: sign_test([[0, 0], [0, 0]]), "Nobody answered both times"),
        (lambda: sign_test([[1, 2], [3, 4]], "n-1"), "no method 'n-1'"),
        (lambda: signed_rank([[1, 2], [3, 4]], "n-1"), "no method 'n-1'"),
        (lambda: signed_rank([[1, 2], [3, 4]], noughts="zsplit"), "no method 'zsplit'"),
        (lambda: sign_test([[1, 2], [3, 4]], alternative="up"), "no alternative 'up'"),
    ],
)
def test_what_cannot_be_tested_is_refused(call, fault):
    """In words."""
    with pytest.raises(ValueError, match=fault):
        call()


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize("method", ["exact", "mid-p"])
def test_sums_of_ranks_found_one_by_one_are_those_of_the_whole_range(method, alternative, monkeypatch):
    """Where noughts make Pratt's ranks too large to go through, only sums that there can be are held."""
    square = np.array([[4, 5, 2, 1], [1, 3, 6, 2], [0, 2, 5, 3], [1, 0, 2, 4]])
    whole = signed_rank(square, method, alternative, "pratt").pvalue
    monkeypatch.setattr("firststeps.paired.ordered.signed_rank.MOST_SUM", 0)
    assert signed_rank(square, method, alternative, "pratt").pvalue == pytest.approx(whole, rel=1e-12)


def test_beside_thousands_of_millions_who_stayed_the_same_pratts_test_is_the_sign_test():
    """Their ranks leave those of the others alike; six people are not left to the asymptotic test, which has p = 0.10.

    Nor are hundreds worked out for hours: that is refused in a sentence.
    """
    many = 10**9
    square = [[many, 2, 0], [1, many, 3], [0, 0, many]]
    by_signs = sign_test([[9, 2, 0], [1, 9, 3], [0, 0, 9]]).pvalue
    for method in ("exact", "auto"):
        assert signed_rank(square, method, noughts="pratt").pvalue == pytest.approx(by_signs, rel=1e-12)
    square = np.zeros((40, 40), dtype=int)
    square[0] = [many, *[1] * 39]
    with pytest.raises(ValueError, match="39 people who changed, beside 1,000,000,000 who did not, are too many"):
        signed_rank(square, noughts="pratt")
    assert signed_rank(square, "auto", noughts="pratt").method == "asymptotic signed rank"
