"""Nothing runs away: what would take long says so at once, with the option that allows it, and does then run."""

import re
import time

import numpy as np
import pytest
from scipy.stats import binom

from firststeps.paired.many_waves.models import conditional_logit
from firststeps.paired.planning.cost import TooLongError
from firststeps.paired.planning.coverage import coverage, odds_ratio_coverage, ratio_coverage
from firststeps.paired.planning.operating import largest_size
from firststeps.paired.planning.power import power, power_curve
from firststeps.paired.planning.rejection import conditional_rejection, critical_counts
from firststeps.paired.planning.samplesize import sample_size
from firststeps.paired.planning.sensitivity import margins_supported, tables_supporting
from firststeps.paired.planning.similarity import similarity_power, similarity_sample_size
from firststeps.paired.published.consequences import interval_range
from firststeps.paired.published.reverse import readings_of_p
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar

MANY_SIZES = np.array([[500, 30], [45, 425]]) + np.arange(2000)[:, None, None] * np.array([[1, 0], [0, 0]])
MANY_UNLIKE = np.array([[500, 30], [45, 425]]) + np.arange(200_000)[:, None, None] * np.array([[1, 0], [0, 0]])
LONG = {
    "the interval of an exact test": lambda **more: coverage(26, 0, 0.2, "unconditional", **more),
    "many people": lambda **more: coverage(500, 0, 0.2, **more),
    "many sizes": lambda **more: power_curve(np.arange(1, 100_000), 0.1, 0.2, **more),
    "an order for each size": lambda **more: power_curve(np.arange(1, 1000), 0.1, 0.2, "boschloo", **more),
    "a test that depends on n": lambda **more: sample_size(0.1, 0.2, method="boschloo", **more),
    "a nuisance parameter": lambda **more: largest_size(3_000_000, **more),
    "similarity of a crowd": lambda **more: similarity_power(10**6, 0.1, 0.1, **more),
    "many tables of many sizes": lambda **more: mcnemar(MANY_SIZES, "unconditional", **more),
    "Boschloo's order of a crowd": lambda **more: mcnemar([[30_000, 20_000], [20_400, 30_000]], "boschloo", **more),
    "many patterns of many waves": lambda **more: conditional_logit(np.ones((3,) * 9, dtype=int), **more),
    "every table of a crowd": lambda **more: readings_of_p("0.043", 10_000, **more),
    "the exact interval of many people": lambda **more: difference([[300, 200], [220, 280]], "unconditional", **more),
    "what margin many people support": lambda **more: margins_supported(2000, **more),
    "how many tables of many people": lambda **more: tables_supporting(2000, 0.1, **more),
    "every interval of many tables": lambda **more: difference(MANY_UNLIKE[:20_000], **more).confidence_interval(),
    "the range over very many tables": lambda **more: interval_range(MANY_UNLIKE, **more),
    "a small margin": lambda **more: similarity_sample_size(0.2, 0.025, **more),
}


@pytest.mark.parametrize("call", LONG.values(), ids=LONG)
def test_what_takes_long_is_refused_at_once_with_the_option_that_allows_it(call):
    """In less than a second: how long it takes, and what to say or to do."""
    started = time.perf_counter()
    with pytest.raises(TooLongError, match=r"takes about [\d,]+ (seconds|minutes|hours); expected at most 10 seconds"):
        call()
    assert time.perf_counter() - started < 1
    with pytest.raises(TooLongError) as refused:
        call(longest=0)
    assert re.search(r"say longest=\d+, or take ", str(refused.value))


def test_the_option_that_the_refusal_names_is_enough():
    """It is said for one size, and taken."""
    with pytest.raises(TooLongError) as refused:
        coverage(6, 0, 0.2, "unconditional", longest=0.1)
    longest = int(re.search(r"longest=(\d+)", str(refused.value))[1])
    assert 0.9 < coverage(6, 0, 0.2, "unconditional", longest=longest) <= 1


@pytest.mark.parametrize("call", [coverage, ratio_coverage, odds_ratio_coverage])
def test_more_tables_than_can_be_held_are_refused(call):
    """A sentence, and no lack of memory."""
    with pytest.raises(TooLongError, match=r"of 100,000 people; it is worked out for up to 3,000,000 tables"):
        call(100_000, 0.1, 0.2, longest=1e9)


@pytest.mark.parametrize("method", ["unconditional", "boschloo"])
def test_an_order_of_too_many_tables_is_refused(method):
    """By whichever door."""
    for call in (lambda: power(10**6, 0.1, 0.2, method), lambda: critical_counts(10**6, method)):
        with pytest.raises(TooLongError, match=r"puts every table in order, 500,000,000,000 of 1,000,000 people"):
            call()


@pytest.mark.parametrize("method", ["exact", "mid-p", "asymptotic", "continuity"])
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_power_of_many_people_is_the_sum_over_all_numbers_who_change(method, alternative):
    """Against SciPy's binomial probabilities and the whole rejection region, certain changes and none included."""
    n, points = 2_500, [(0, 0), (0, 1), (0.02, 0.1), (-0.05, 0.05), (0.04, 0.9)]
    expected = [
        binom.pmf(np.arange(n + 1), n, p) @ conditional_rejection(n, (1 + d / p) / 2 if p else 0.5, method, alternative)
        for d, p in points
    ]
    found = power(n, *np.transpose(points), method, alternative)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-15)


def test_power_of_a_million_people_takes_no_time():
    """Some thousand numbers who change count; the normal distribution is near with so many."""
    started = time.perf_counter()
    assert power(10**6, 0.001, 0.2) == pytest.approx(0.6085, abs=2e-3)
    assert power(10**6, 0.001, 0.2, "asymptotic") == pytest.approx(binom_power(10**6, 0.001, 0.2), abs=2e-4)
    assert time.perf_counter() - started < 5


def binom_power(n, difference, discordance):
    """Connor's normal approximation of the power of the asymptotic test."""
    from scipy.special import ndtr

    z, spread = 1.959963985, np.sqrt(discordance - difference**2)
    reached = difference * np.sqrt(n)
    return ndtr((reached - z * np.sqrt(discordance)) / spread) + ndtr((-reached - z * np.sqrt(discordance)) / spread)


def test_the_largest_size_of_many_people_is_that_of_all_numbers_who_change():
    """Just beyond where only likely numbers are gone through, against a grid of all."""
    worst = largest_size(2_001, "mid-p")
    given = conditional_rejection(2_001, 0.5, "mid-p")
    grid = [binom.pmf(np.arange(2_002), 2_001, p) @ given for p in (*np.linspace(0, 1, 101), worst.discordance)]
    assert worst.size == pytest.approx(grid[-1], rel=1e-9)
    assert worst.size >= max(grid) - 1e-12


def test_similarity_is_certain_at_most():
    """Rounding never makes a probability larger than 1."""
    assert similarity_power(1000, 0.1, 0.1) <= 1
