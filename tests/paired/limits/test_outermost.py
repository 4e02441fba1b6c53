"""The lowest of many limits and the verdicts of many tables, found in few: the same as table by table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import comb

from firststeps.paired.limits import fay_lumbard
from firststeps.paired.limits.fay_lumbard import (
    fay_lumbard_low,
    fay_lumbard_lowest,
    fay_lumbard_rejects,
    fay_lumbard_tail,
)
from firststeps.paired.limits.outermost import asked_of, so_far_true
from firststeps.paired.limits.score import score_ends, score_limits
from firststeps.paired.missing.completions import completions
from firststeps.paired.published.consequences import consequences, interval_range

MILLION = 10_000 * np.array([[30, 6, 4], [5, 35, 6], [4, 6, 4]])
counts = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 20)).map(lambda x: (*x[:2], sum(x)))


def all_counts(most):
    """b, c and n of every table of up to so many people."""
    b, c, n = np.indices((most + 1,) * 3).reshape(3, -1)
    possible = (b + c <= n) & (n > 0)
    return b[possible], c[possible], n[possible]


def some_counts(people, tables, seed):
    """b, c and n of tables of up to so many people, some on one line."""
    random = np.random.default_rng(seed)
    n = random.choice(random.integers(1, people + 1, 3), tables)
    m = random.binomial(n, random.random())
    c = random.choice(m, tables) % (m + 1)
    return m - c, c, n


@pytest.mark.parametrize("mid", [False, True])
def test_the_tail_rises_with_the_losses_where_gains_and_people_stay(mid):
    """In every table of up to 17 people, but where nobody changed: then by mid-p it is 1 from 0 on, and 1/2 below."""
    b, c, n = all_counts(16)
    x = np.linspace(-0.99, 0.99, 13)[:, None]
    tail, one_more = (fay_lumbard_tail(losses, c, n + 1, x, mid) for losses in (b, b + 1))
    falls = one_more < tail - 1e-12
    assert not np.any(falls & ((b + c > 0) | (x < -1e-9))) and np.any(falls) == mid
    np.testing.assert_allclose(fay_lumbard_tail(0, 0, n, -1e-12, mid), 0.5 if mid else 1, atol=1e-9)


@pytest.mark.parametrize("b, c, n", [(0, 1, 2), (0, 3, 9), (4, 6, 26), (7, 1, 21), (40, 75, 300)])
@pytest.mark.parametrize("delta", [0.02, 0.15, 0.5, 0.9])
def test_one_loss_more_adds_the_integral_that_is_negative(b, c, n, delta):
    """By the proof in the module's words, from binomial probabilities, and SciPy's quadrature."""
    m = b + c

    def integrand(t):
        p = 0.5 + delta / (2 * t)
        return (1 - t) ** (n - m) * t ** (m - 2) * p ** (c - 1) * (1 - p) ** (b + 1) * (delta - m * t)

    factor = c * comb(m, c) * comb(n, m) / (2 * (b + 1))
    middle = np.clip(m / n, delta + 1e-9, 1)
    added = factor * sum(quad(integrand, *ends, epsabs=0, epsrel=1e-7)[0] for ends in ((delta, middle), (middle, 1)))
    fell = fay_lumbard_tail(b, c, n, delta) - fay_lumbard_tail(b + 1, c, n, delta)
    assert added <= 0 and float(fell) == pytest.approx(added, abs=1e-12)


@pytest.mark.parametrize("mid", [False, True])
@pytest.mark.parametrize("delta, alpha", [(-0.1, 0.05), (-0.3, 0.2), (-0.5, 0.5), (-0.1, 0.81)])
def test_those_rejected_are_those_whose_tail_is_at_most_the_level(mid, delta, alpha):
    """Every table of up to 25 people, among them a tie: of two of whom nobody changed 0.81 would by the exact tail."""
    tables = all_counts(25)
    expected = fay_lumbard_tail(*tables, delta, mid) <= alpha * (1 + 1e-12)
    np.testing.assert_array_equal(fay_lumbard_rejects(*tables, delta, alpha, mid), expected)


@pytest.mark.parametrize("people", [300, 10_000, 1_000_000])
@pytest.mark.parametrize("mid", [False, True])
def test_many_are_rejected_as_each_alone(people, mid):
    """Sets of tables on few lines and on many, about as many rejected as not."""
    for seed in range(4):
        b, c, n = some_counts(people, 500, seed)
        delta = -float(np.median(np.abs(c - b) / n)) - 1e-9
        expected = fay_lumbard_tail(b, c, n, delta, mid) <= 0.4
        np.testing.assert_array_equal(fay_lumbard_rejects(b, c, n, delta, 0.4, mid), expected)


@pytest.mark.parametrize("people", [40, 300, 20_000, 1_000_000])
@pytest.mark.parametrize("mid", [False, True])
def test_the_lowest_limit_is_the_smallest_of_all(people, mid):
    """Its place too, the first of equal ones; of tables that stand twice as well."""
    for seed in range(3):
        b, c, n = (np.concatenate([x, x]) for x in some_counts(people, 80, seed))
        low = fay_lumbard_low(b, c, n, 0.025, mid)
        assert fay_lumbard_lowest(b, c, n, 0.025, mid) == (int(np.argmin(low)), low.min())


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_the_ends_by_the_score_are_the_outermost_of_all(corrected, level):
    """Of every table of up to so many people, of those without the extreme ones, and of many people."""
    b, c, n = all_counts(22)
    inner = (b + 2 < n) & (c + 2 < n)
    sets = [(b, c, n), (b[inner], c[inner], n[inner]), *(some_counts(10**k, 300, k) for k in range(2, 7))]
    for few in range(2, 23):
        sets.append(tuple(x[n == few] for x in (b, c, n)))
    for tables in sets:
        low, high = score_limits(*tables, level, corrected)
        expected = (int(np.argmin(low)), low.min()), (int(np.argmax(high)), high.max())
        assert score_ends(*tables, level, corrected) == expected


@given(st.lists(counts, max_size=30))
def test_a_bisection_asks_few_and_answers_for_all(tables):
    """Never of more than is said beforehand, whatever the tables."""
    b, c, n = np.array(tables, dtype=int).reshape(-1, 3).T
    asked = []

    def holds(places):
        asked.extend(places.tolist())
        return b[places] <= c[places] + n[places] % 3

    np.testing.assert_array_equal(so_far_true(holds, b, c, n), b <= c + n % 3)
    assert len(asked) <= asked_of(b, c, n) <= len(tables)


def test_a_million_people_need_no_more_p_values_than_some_thousand(monkeypatch):
    """Of a hundred thousand completed tables: one of twenty, for all verdicts and for both ends of the intervals."""
    asked = []

    def counting(b, *args, **more):
        asked.append(np.size(b))
        return fay_lumbard_tail(b, *args, **more)

    monkeypatch.setattr(fay_lumbard, "fay_lumbard_tail", counting)
    every = completions(MILLION)
    consequences(every.tables(), 0.1)
    interval_range(every.tables())
    assert 0 < sum(asked) < len(every.b) / 10
