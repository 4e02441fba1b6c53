"""Pairs of waves: each is McNemar's test of its own people; Holm's adjustment against its definition by closure."""

from itertools import combinations

import numpy as np
import pytest

from firststeps.paired.many_waves.pairwise import holm, pairwise
from firststeps.paired.patterns import paired_table
from firststeps.paired.two_waves.difference import METHODS, difference
from firststeps.paired.two_waves.mcnemar import mcnemar


@pytest.mark.parametrize(
    "pvalues",
    [[], [0.2], [0.03, 0.01, 0.02], [0.5, 0.01, 0.5, 0.01], [0.02] * 5, [0, 1, 0.9, 0.004, 0.3, 0.03]],
    ids=["none", "one", "three", "ties", "all the same", "nought and one"],
)
def test_holm_is_the_closed_test_of_bonferroni(pvalues):
    """Marcus, Peritz & Gabriel (1976): each is the largest Bonferroni p of all sets of hypotheses that hold it."""
    sets = [chosen for size in range(1, len(pvalues) + 1) for chosen in combinations(range(len(pvalues)), size)]
    bonferroni = {chosen: min(1, len(chosen) * min(pvalues[i] for i in chosen)) for chosen in sets}
    wanted = [max(p for chosen, p in bonferroni.items() if i in chosen) for i in range(len(pvalues))]
    np.testing.assert_allclose(holm(pvalues), wanted, rtol=1e-15)


@pytest.mark.parametrize("method", ["exact", "mid-p"])
def test_each_pair_uses_who_answered_both(method):
    patterns = np.random.default_rng(8).integers(0, 3, (3, 3, 3, 3))
    pairs = pairwise(patterns, method)
    assert [(p.first, p.second) for p in pairs] == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    for pair in pairs:
        table = paired_table(patterns, pair.first, pair.second)
        assert pair.n == table.sum()
        assert pair.pvalue == mcnemar(table, method).pvalue
        assert pair.estimate == (table[1, 0] - table[0, 1]) / pair.n
        assert pair.pvalue <= pair.adjusted <= 1


@pytest.mark.parametrize("method", METHODS)
def test_the_interval_of_a_pair_is_that_of_its_whole_table(method):
    """Newcombe's depends on how many said yes twice and no twice, not on their sum only."""
    patterns = np.random.default_rng(5).integers(0, 4, (3, 3, 3))
    for pair in pairwise(patterns):
        table = paired_table(patterns, pair.first, pair.second)
        assert pair.table == tuple(map(tuple, table.tolist()))
        assert (pair.n, pair.yes_to_no, pair.no_to_yes) == (table.sum(), table[0, 1], table[1, 0])
        wanted = difference(table, method).confidence_interval(0.9)
        assert pair.confidence_interval(0.9, method) == wanted


def test_newcombes_interval_of_a_pair_is_that_printed_by_newcombe():
    """Newcombe (1998), table II: 20, 12, 2 and 16 of 50 give -0.0562 to -0.3292, turned to second minus first."""
    (pair,) = pairwise([[20, 12, 0], [2, 16, 0], [0, 0, 0]])
    assert [round(float(x), 4) for x in pair.confidence_interval(0.95, "newcombe")[:2]] == [-0.3292, -0.0562]


def test_a_pair_without_people_has_no_interval_and_says_so():
    """The sentence is that of the pair, not one on an empty table."""
    (pair,) = pairwise([[0, 0, 3], [0, 0, 0], [1, 0, 0]])
    with pytest.raises(ValueError, match="Nobody answered at both waves 1 and 2"):
        pair.confidence_interval()


def test_pair_without_people_is_said_and_not_counted():
    patterns = np.zeros((3, 3, 3), dtype=int)
    patterns[1, 0, 2] = 5
    first, *others = pairwise(patterns)
    assert first.adjusted == first.pvalue == mcnemar([[0, 0], [5, 0]]).pvalue
    assert [pair.problem for pair in others] == [
        "Nobody answered at both waves 1 and 3.",
        "Nobody answered at both waves 2 and 3.",
    ]


def test_one_wave_is_refused():
    with pytest.raises(ValueError, match="at least two waves"):
        pairwise([3, 2, 1])
