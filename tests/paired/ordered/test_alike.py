"""Whether groups are alike: every way to share out the gains, person by person, and SciPy's chi-squared."""

from collections import Counter
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, hypergeom

from firststeps import paired
from firststeps.paired.ordered.alike import groups_alike
from firststeps.paired.planning.cost import TooLongError

cell = st.integers(0, 2)
tables = st.lists(st.tuples(cell, cell, cell, cell).filter(any), min_size=2, max_size=3).map(
    lambda rows: np.array(rows).reshape(-1, 2, 2)
)


def pearson(gains, changers):
    """Pearson's chi-squared of gains and losses by group, those without changers left out; 0 where all went one way."""
    rows = np.array([[x, m - x] for x, m in zip(gains, changers, strict=True) if m])
    if len(rows) < 2 or not rows.sum(axis=0).all():
        return 0.0, 1.0
    return chi2_contingency(rows, correction=False)[:2]


@settings(max_examples=30, deadline=None)
@given(tables)
def test_p_is_the_share_of_all_ways_to_choose_who_gained(groups):
    """Of all who changed each set of as many people may have gained, whatever the odds ratio that all share."""
    b, c = groups[:, 0, 1], groups[:, 1, 0]
    of = np.repeat(np.arange(len(groups)), b + c)
    observed, asymptotic = pearson(c, b + c)
    ways = Counter(
        tuple(sum(of[i] == k for i in who) for k in range(len(groups)))
        for who in combinations(range(len(of)), int(c.sum()))
    )
    extreme = sum(number for gains, number in ways.items() if pearson(gains, b + c)[0] >= observed - 1e-9)
    found = groups_alike(groups)
    assert found.statistic == pytest.approx(observed, abs=1e-9)
    assert found.pvalue == pytest.approx(extreme / sum(ways.values()), rel=1e-12)
    assert groups_alike(groups, "asymptotic").pvalue == pytest.approx(asymptotic, rel=1e-9)
    assert found.n == groups.sum()


@pytest.mark.parametrize("c, m", [((7, 2), (9, 8)), ((12, 5), (20, 30)), ((1, 40), (3, 60))])
def test_of_two_groups_it_is_a_hypergeometric_tail(c, m):
    """Each number of gains of the first group, by SciPy, that is as far from what is expected, as X^2 goes by that."""
    law, expected = hypergeom(sum(m), sum(c), m[0]), m[0] * sum(c) / sum(m)
    x = np.arange(m[0] + 1)
    wanted = law.pmf(x)[np.abs(x - expected) >= abs(c[0] - expected) - 1e-9].sum()
    found = groups_alike([[[3, n - x], [x, 4]] for x, n in zip(c, m, strict=True)])
    assert found.pvalue == pytest.approx(wanted, rel=1e-10)


@settings(max_examples=30, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_neither_the_order_nor_what_is_called_a_gain_counts(groups, chance):
    """Nor who did not change, nor a group of such people, nor a dictionary for a list."""
    wanted = groups_alike(groups)
    order = chance.sample(range(len(groups)), len(groups))
    more = [*groups[order], np.array([[5, 0], [0, 1]])]
    for other in (groups[order], groups.swapaxes(1, 2), groups + np.diag([2, 3]), more, dict(enumerate(groups))):
        found = groups_alike(other)
        assert (found.statistic, found.pvalue) == pytest.approx((wanted.statistic, wanted.pvalue), rel=1e-12)


def binomial(x, m, share):
    """The binomial probability of each x of m."""
    return np.array([comb(m, k) * share**k * (1 - share) ** (m - k) for k in x.tolist()])


def test_it_keeps_its_level_whatever_the_odds_ratio():
    """Three groups of 3, 4 and 5 changers: of all their tables it rejects at 10% at most, for any share of gains."""
    changers = (3, 4, 5)
    cells = np.stack(np.meshgrid(*[np.arange(m + 1) for m in changers], indexing="ij"), axis=-1).reshape(-1, 3)
    rejected = np.array(
        [
            groups_alike([[[1, m - x], [x, 1]] for x, m in zip(row, changers, strict=True)]).pvalue <= 0.1
            for row in cells
        ]
    )
    for share in (0.1, 0.3, 0.5, 0.8):
        weights = np.prod([binomial(row, m, share) for row, m in zip(cells.T, changers, strict=True)], axis=0)
        assert weights.sum() == pytest.approx(1) and 0 < weights[rejected].sum() <= 0.1


def test_where_nothing_can_be_told_apart_p_is_1():
    """Nobody changed, all who changed are of one group, or all went one way."""
    for groups, told in (
        ([[[1, 0], [0, 1]], [[2, 0], [0, 2]]], "0 groups in which people changed: gains none"),
        ([[[1, 2], [3, 1]], [[2, 0], [0, 2]]], "1 group in which people changed: gains 3 of 5"),
        ([[[1, 0], [3, 1]], [[2, 0], [4, 2]]], "2 groups in which people changed: gains 3 of 3, 4 of 4"),
    ):
        for method in ("exact", "asymptotic"):
            found = groups_alike(groups, method)
            assert (found.statistic, found.pvalue, found.basis) == (0, 1, told)


def test_what_cannot_be_compared_is_refused():
    """One group, no counts, an unknown method, and what takes too long, with what to do."""
    with pytest.raises(ValueError, match="at least two have people who answered twice; found 1"):
        groups_alike([[[1, 1], [7, 12]]])
    with pytest.raises(ValueError, match="no method 'fisher'; choose one of exact, asymptotic"):
        groups_alike([[[1, 1], [7, 12]]] * 2, "fisher")
    with pytest.raises(TooLongError, match=r"of 40 groups with .* people who changed takes about"):
        groups_alike([[[1, k], [k + 1, 1]] for k in range(40)])
    many = paired.groups_alike([[[1, 3], [5, 1]]] * 20)
    assert many.pvalue == 1
