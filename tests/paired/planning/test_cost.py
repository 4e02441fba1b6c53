"""Nothing runs away: what would take long says so at once, with the option that allows it, and does then run."""

import re

import numpy as np
import pytest
from scipy.stats import binom

from firststeps.paired.many_waves.cochran import cochran_q
from firststeps.paired.many_waves.comparisons import comparisons
from firststeps.paired.many_waves.conditional import conditional_logit
from firststeps.paired.many_waves.pairwise import pairwise
from firststeps.paired.ordered import homogeneity
from firststeps.paired.ordered.clustered import clustered_mcnemar, count_groups, false_alarms_in_groups
from firststeps.paired.ordered.homogeneity import marginal_homogeneity, symmetry
from firststeps.paired.planning.cost import TooLongError
from firststeps.paired.planning.coverage import coverage, odds_ratio_coverage, ratio_coverage
from firststeps.paired.planning.level.operating import largest_size, size, size_curves
from firststeps.paired.planning.power import power, power_curve
from firststeps.paired.planning.rejection import conditional_rejection, critical_counts
from firststeps.paired.planning.samplesize import sample_size
from firststeps.paired.planning.sensitivity import margins_supported, tables_supporting
from firststeps.paired.planning.similarity import (
    noninferiority_power,
    noninferiority_sample_size,
    similarity_power,
    similarity_sample_size,
)
from firststeps.paired.planning.summaries import detectable_by_change, power_by_change, worst_sizes
from firststeps.paired.published.consequences import consequences, interval_range, map_verdicts, p_values_by_gap
from firststeps.paired.published.possible import heard_as_well, others_heard
from firststeps.paired.published.reverse import explain_p, readings_of_p, versions_behind
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.equivalence import equivalence, noninferiority
from firststeps.paired.two_waves.mcnemar import mcnemar

MANY_SIZES = np.array([[500, 30], [45, 425]]) + np.arange(2000)[:, None, None] * np.array([[1, 0], [0, 0]])
MANY_UNLIKE = np.array([[500, 30], [45, 425]]) + np.arange(200_000)[:, None, None] * np.array([[1, 0], [0, 0]])
FEW_OF_TEN = np.zeros((3,) * 10, dtype=int)
for yes in range(1, 9):  # waves of ten, by two people each
    FEW_OF_TEN[(0,) * yes + (1,) * (10 - yes)] = 2
LONG = {
    "the interval of an exact test": lambda **more: coverage(26, 0, 0.2, "unconditional", **more),
    "many people": lambda **more: coverage(500, 0, 0.2, **more),
    "many sizes": lambda **more: power_curve(np.arange(1, 100_000), 0.1, 0.2, **more),
    "an order for each size": lambda **more: power_curve(np.arange(1, 1000), 0.1, 0.2, "boschloo", **more),
    "a test that depends on n": lambda **more: sample_size(0.1, 0.2, method="boschloo", **more),
    "a nuisance parameter": lambda **more: largest_size(3_000_000, **more),
    "similarity of a crowd": lambda **more: similarity_power(10**9, 0.1, 0.1, **more),
    "non-inferiority of a crowd": lambda **more: noninferiority_power(10**9, 0.1, 0.1, **more),
    "many tables of many sizes": lambda **more: mcnemar(MANY_SIZES, "unconditional", **more),
    "Boschloo's order of a crowd": lambda **more: mcnemar([[30_000, 20_000], [20_400, 30_000]], "boschloo", **more),
    "many patterns of many waves": lambda **more: conditional_logit(np.ones((3,) * 9, dtype=int), **more),
    "every table of a crowd": lambda **more: readings_of_p("0.043", 10_000, **more),
    "the exact interval of many people": lambda **more: difference([[300, 200], [220, 280]], "unconditional", **more),
    "what margin many people support": lambda **more: margins_supported(2000, **more),
    "how many tables of many people": lambda **more: tables_supporting(2000, 0.1, **more),
    "every interval of many tables": lambda **more: difference(MANY_UNLIKE[:20_000], **more).confidence_interval(),
    "the range over very many tables": lambda **more: interval_range(MANY_UNLIKE, **more),
    "power at many points": lambda **more: power(10**6, 0, np.linspace(0.01, 1, 1000), **more),
    "an order of five thousand": lambda **more: power_by_change(5000, [0.1], [0.2], "boschloo", **more),
    "many smallest differences": lambda **more: detectable_by_change(10**7, np.linspace(0.1, 1, 20), **more),
    "the size at many points": lambda **more: size(10**6, np.linspace(0.01, 1, 1000), **more),
    "curves of the size": lambda **more: size_curves(range(10, 1000, 10), [0.2], ["boschloo"], **more),
    "many largest sizes": lambda **more: worst_sizes(["boschloo"], range(10, 1000, 10), **more),
    "every gap of a crowd": lambda **more: p_values_by_gap(10**5, **more),
    "verdicts of many tables": lambda **more: consequences(MANY_UNLIKE, 0.1, **more),
    "a map of many tables": lambda **more: map_verdicts(MANY_UNLIKE, 0.1, **more),
    "many tables against a margin": lambda **more: equivalence(MANY_UNLIKE, 0.1, **more),
    "an exact p against a margin": lambda **more: noninferiority(
        [[1500, 1000], [1020, 1400]], 0.1, "unconditional", **more
    ),
    "every two of many waves": lambda **more: pairwise(np.full((3,) * 8, 4), "boschloo", **more),
    "many comparisons": lambda **more: comparisons(MANY_UNLIKE[:20_000], **more),
    "every version for a million": lambda **more: explain_p([[300_000, 200_000], [201_000, 299_000]], "0.1", **more),
    "every version for some tables": lambda **more: versions_behind(
        [[[300_000, 200_000], [201_000, 299_000]]], "0.1", **more
    ),
    "many groups": lambda **more: count_groups(range(20_000), [1] * 20_000, [2] * 20_000, **more),
    "many groups that change together": lambda **more: clustered_mcnemar(
        np.tile([[[20, 1], [9, 30]]], (50_000, 1, 1)), **more
    ),
    "large groups of changers": lambda **more: false_alarms_in_groups([10**6] * 10, 0.1, **more),
    "many pairs of answers": lambda **more: symmetry(np.ones((300, 300), dtype=int), **more),
    "many orders of answers": lambda **more: cochran_q(FEW_OF_TEN, **more),
    "a small margin of one side": lambda **more: noninferiority_sample_size(0.2, 0.025, **more),
    "a small margin": lambda **more: similarity_sample_size(0.2, 0.025, **more),
    "similarity where all change, by mid-p": lambda **more: similarity_sample_size(1, 0.1, family="mid-p", **more),
    "a hundred people heard as well": lambda **more: others_heard(
        [[[8, 1], [6, 5]], [[8, 2], [6, 4]]], 100, 0.1, most=100, **more
    ),
}


@pytest.mark.parametrize("call", LONG.values(), ids=LONG)
def test_what_takes_long_is_refused_at_once_with_the_option_that_allows_it(call):
    """Before any of the work, which would take minutes: how long it takes, and what to say or to do."""
    with pytest.raises(TooLongError, match=r"takes about [\d,]+ (seconds|minutes|hours); expected at most 10 seconds"):
        call()
    with pytest.raises(TooLongError) as refused:
        call(longest=0)
    assert re.search(r"say longest=\d+, or take ", str(refused.value))


@pytest.mark.parametrize("tables", [[[[8, 1], [6, 5]]], [[[8, 1], [6, 5]], [[8, 2], [6, 4]], [[9, 2], [6, 4]]]])
def test_tables_of_people_heard_as_well_are_counted_beforehand(tables):
    """Never fewer than there are, and of one table just as many."""
    with pytest.raises(TooLongError) as refused:
        others_heard(tables, 6, 0.1, longest=0)
    stated = int(re.search(r"up to ([\d,]+) tables", str(refused.value))[1].replace(",", ""))
    number = sum(len(heard_as_well(tables, added)) for added in range(7))
    assert number <= stated <= 1.5 * number and (stated == number or len(tables) > 1)


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


def test_power_of_a_million_people_is_near_that_of_the_normal_distribution():
    """Some thousand numbers who change count."""
    assert power(10**6, 0.001, 0.2) == pytest.approx(0.6085, abs=2e-3)
    assert power(10**6, 0.001, 0.2, "asymptotic") == pytest.approx(binom_power(10**6, 0.001, 0.2), abs=2e-4)


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


@pytest.mark.parametrize("method", ["fay-lumbard", "fay-lumbard-mid-p"])
def test_the_range_of_intervals_is_that_of_every_interval(method):
    """Found without all of them, on tables of all sizes, in which limits of -1 and 1 are there more than once."""
    drawn = np.random.default_rng(5)
    for most in (3, 12, 300):
        sizes, shares = drawn.integers(1, most, 400), drawn.dirichlet([1, 1, 1, 1], 400)
        tables = drawn.multinomial(sizes, shares).reshape(-1, 2, 2)
        low, high, _ = difference(tables, method).confidence_interval(0.9)
        found = interval_range(tables, 0.9, method)
        assert (found.low, found.high) == pytest.approx((low.min(), high.max()), abs=1e-12)
        assert found.low_table == tuple(tables[np.argmin(low)].ravel())
        assert found.high_table == tuple(tables[np.argmax(high)].ravel())


@pytest.mark.parametrize("method", ["exact", "asymptotic"])
def test_the_size_of_many_people_is_that_of_all_numbers_who_change(method):
    """One by one and from the whole of what is rejected, against a sum over all of them."""
    given = conditional_rejection(3_000, 0.5, method)
    expected = [binom.pmf(np.arange(3_001), 3_000, p) @ given for p in (0.1, 0.7)]
    assert [float(size(3_000, p, method)) for p in (0.1, 0.7)] == pytest.approx(expected, rel=1e-9)
    many = np.tile([0.1, 0.7], 300)
    np.testing.assert_allclose(size(3_000, many, method), np.tile(expected, 300), rtol=1e-9)


def test_symmetry_of_many_pairs_is_that_pair_by_pair():
    """Every sum up to the largest, against the sums that are merged, of a table on either side of the change of way."""
    drawn = np.random.default_rng(3)
    square = drawn.poisson(0.35, (17, 17))
    assert np.count_nonzero(np.triu(square + square.T, 1)) > homogeneity.MANY_PAIRS / 2
    with pytest.MonkeyPatch.context() as patch:
        found = []
        for many in (0, 10**9):
            patch.setattr(homogeneity, "MANY_PAIRS", many)
            found.append(symmetry(square))
    assert found[0].pvalue == pytest.approx(found[1].pvalue, rel=1e-9)
    assert found[0].statistic == found[1].statistic


def test_margins_of_very_many_answers_are_refused_at_once():
    """A thousand answers, each moved to from the next by one person: 2 ** 999 margins; few moves are gone through."""
    with pytest.raises(ValueError, match="too many tables for an exact test"):
        marginal_homogeneity(np.eye(1000, k=1, dtype=int))
    assert marginal_homogeneity(np.eye(18, k=1, dtype=int)[:18]).pvalue == pytest.approx(1)
