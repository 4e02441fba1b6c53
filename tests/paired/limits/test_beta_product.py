"""The distribution of T (2 R - 1), by the integral over R in the place of that over T: SciPy's quadrature."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta

from firststeps.paired.limits.beta_product import MANY, cdf
from firststeps.paired.two_waves.equivalence import equivalence
from firststeps.paired.two_waves.posterior import posterior

FAR = 12  # standard deviations of R beyond which there is nothing


def by_the_other_integral(x, t, s, r, q):
    """P(T (2 R - 1) <= x) for x > 0: given R above 1/2 it is P(T <= x / (2 R - 1)), else 1."""
    T, R = beta(t, s), beta(r, q)
    first = min(max((1 + x) / 2, R.mean() - FAR * R.std()), 1.0)
    last = min(1.0, max(first, R.mean() + FAR * R.std()))
    ends = np.linspace(first, last, 33)
    parts = [
        quad(lambda share: R.pdf(share) * T.cdf(x / (2 * share - 1)), low, high, epsabs=1e-15, epsrel=1e-13)[0]
        for low, high in pairwise(ends)
    ]
    return R.cdf(first) + sum(parts) + R.sf(last)


@pytest.mark.parametrize(
    "people, gains, losses, tolerance",
    [
        (26, 7, 1, 1e-12),
        (300, 120, 2, 1e-12),
        (301, 120, 2, 1e-12),
        (1_000, 380, 67, 1e-11),
        (10_000, 2_501, 171, 1e-11),
        (10_000, 3, 0, 1e-11),
        (100_000, 46_164, 413, 1e-11),
        (100_000, 99_000, 999, 1e-11),
        (1_000_000, 279_442, 678, 1e-10),
        (1_000_000, 500, 480, 1e-10),
    ],
)
def test_it_is_right_among_few_people_and_among_many(people, gains, losses, tolerance):
    """At the observed difference and two standard errors off it, where limits lie."""
    changed = gains + losses
    here, error = (gains - losses) / people, np.sqrt(changed) / people
    for x in (here - 2 * error, here - 0.3 * error, here, here + 2 * error):
        if x > 0:
            shapes = changed, people - changed + 1, gains, losses + 1
            assert float(cdf(x, *shapes)) == pytest.approx(by_the_other_integral(x, *shapes), abs=tolerance)


def test_it_rises_and_is_mirrored_where_many_begin():
    """On both sides of the number of people above whom the range is narrowed."""
    x = np.linspace(-0.999, 0.999, 401)
    for people in (MANY - 1, MANY, MANY + 1, 40 * MANY):
        for t, r in ((0.5, 0.5), (people / 3, people / 4), (people - 1, 0.25)):
            shapes = t, people - t, r, max(t - r, 0.5)
            below = cdf(x, *shapes)
            assert np.all(np.diff(below) >= -1e-11)
            mirrored = cdf(-x, shapes[0], shapes[1], shapes[3], shapes[2])
            np.testing.assert_allclose(below, 1 - mirrored, atol=1e-11)


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(sum), st.floats(0.01, 0.99))
def test_no_probability_is_below_nought_or_above_one(cells, margin):
    """The last digits of an integral are no reason: 1.0000000000000036 was a p-value."""
    table = [cells[:2], cells[2:]]
    for method in ("fay-lumbard", "fay-lumbard-mid-p"):
        assert 0 < equivalence(table, margin, method).pvalue <= 1
    after = posterior(table)
    for probability in (after.probability_within(margin), after.probability_above(margin), after.probability_gain):
        assert 0 <= probability <= 1


@pytest.mark.parametrize("table", [[[0, 6], [88, 6]], [[0, 0], [87, 13]], [[571, 384], [12, 33]]])
def test_these_probabilities_were_beyond(table):
    """By some 1e-15, as most tables are not."""
    for method in ("fay-lumbard", "fay-lumbard-mid-p"):
        assert equivalence(table, 0.05, method).pvalue <= 1
    assert posterior(table).probability_within(0.1) >= 0
