"""Every test and interval of every table of 1 to 8 people, against the definitions of their papers."""

import math
from functools import cache
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from firststeps.paired.many_waves import categories, cochran
from firststeps.paired.planning.power import power
from firststeps.paired.two_waves.difference import METHODS as DIFFERENCES
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.equivalence import METHODS as SIMILARITIES
from firststeps.paired.two_waves.equivalence import equivalence, noninferiority
from firststeps.paired.two_waves.mcnemar import METHODS as TESTS
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.odds_ratio import METHODS as ODDS_RATIOS
from firststeps.paired.two_waves.odds_ratio import SHARES, cohens_g, odds_ratio
from firststeps.paired.two_waves.posterior import posterior
from firststeps.paired.two_waves.ratio import METHODS as RATIOS
from firststeps.paired.two_waves.ratio import ratio
from tests.paired import definitions
from tests.paired.definitions import ALTERNATIVES, crossing
from tests.paired.limits_reference import blaker_acceptability

MOST = 8
ROWS = definitions.tables(MOST)  # a, b, c, d
TABLES = np.array(ROWS).reshape(-1, 2, 2)
CHANGES = sorted({(b, c, a + b + c + d) for a, b, c, d in ROWS})  # what most methods depend on: 164 of them
SMALL = np.array([[[n - b - c, b], [c, 0]] for b, c, n in CHANGES])
LEVELS = [0.9, 0.95]
BELOW = {"fay-lumbard": definitions.fay_lumbard_below, "fay-lumbard-mid-p": definitions.fay_lumbard_mid_p_below}
INVERTED = {"tango", "laud", "unconditional", "fay-lumbard", "fay-lumbard-mid-p"}


def z_of(level):
    """The normal quantile, a float."""
    return float(definitions.normal_quantile(level))


def test_there_are_as_many_tables_as_there_should_be():
    """n people make C(n + 3, 3) tables and C(n + 2, 2) pairs b, c."""
    assert len(ROWS) == math.comb(MOST + 4, 4) - 1 == 494
    assert len(CHANGES) == math.comb(MOST + 3, 3) - 1 == 164


def test_every_method_has_its_definition():
    """A method that is added to the package is added here as well."""
    assert set(TESTS) == {"asymptotic", "continuity", "n-1", "exact", "mid-p", "unconditional", "boschloo"}
    assert set(DIFFERENCES) == INVERTED | set(definitions.DIFFERENCE)
    assert set(RATIOS) == {"score"} | set(definitions.RATIO)
    assert set(SHARES) == {"clopper-pearson", "mid-p", "blaker", "wilson", "wilson-cc"} == set(ODDS_RATIOS) - {"wald"}
    assert set(SIMILARITIES) == {"tango", "unconditional", "ratio", "fay-lumbard", "fay-lumbard-mid-p"}


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("method", TESTS)
def test_mcnemar(method, alternative):
    """Every p-value of every version of the test, one-sided and two-sided."""
    wanted = [definitions.mcnemar_p(method, b, c, a + b + c + d, alternative) for a, b, c, d in ROWS]
    np.testing.assert_allclose(mcnemar(TABLES, method, alternative).pvalue, wanted, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("method", TESTS)
def test_power_is_the_sum_over_every_table_that_the_definition_rejects(method, alternative):
    """Of 1 to 8 people, at three truths, one of them without a difference."""
    for gap, change in [(0.0, 0.6), (0.4, 0.5), (-0.5, 0.9)]:
        loss, gain = (change - gap) / 2, (change + gap) / 2
        wanted = dict.fromkeys(range(1, MOST + 1), 0.0)
        for b, c, n in CHANGES:
            if definitions.mcnemar_p(method, b, c, n, alternative) <= 0.1:
                ways = math.comb(n, b) * math.comb(n - b, c)
                wanted[n] += ways * loss**b * gain**c * (1 - change) ** (n - b - c)
        for n, rejected in wanted.items():
            assert power(n, gap, change, method, alternative, 0.1) == pytest.approx(rejected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("delta", [-0.45, -0.1, 0.0, 0.2, 0.7])
def test_the_definitions_maximum_likelihood_is_the_highest_of_a_grid(delta):
    """Lagrange's probabilities add up to 1, keep the constraint, and no probabilities of a fine grid are likelier."""

    def likelihood(b, c, n, loss):
        cells = (b, loss), (c, loss + delta), (n - b - c, 1 - 2 * loss - delta)
        return math.prod(max(p, 0.0) ** count for count, p in cells)

    for b, c, n in CHANGES:
        loss, gain, same = definitions.most_likely((b, c, n - b - c), (-1 - delta, 1 - delta, -delta))
        assert (loss + gain + same, gain - loss) == pytest.approx((1, delta), abs=1e-10)
        low, high = max(0.0, -delta), (1 - delta) / 2
        best = max(likelihood(b, c, n, low + (high - low) * k / 200) for k in range(201))
        assert likelihood(b, c, n, loss) >= best * (1 - 1e-9)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", definitions.DIFFERENCE)
def test_difference_by_formula(method, level):
    """Every interval of the difference that has a formula."""
    low, high, _ = difference(TABLES, method).confidence_interval(level)
    z = definitions.normal_quantile(level)
    wanted = np.array([definitions.DIFFERENCE[method](*row, z) for row in ROWS], dtype=float)
    np.testing.assert_allclose(np.stack([low, high], axis=1), wanted, atol=1e-7)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", ["tango", "laud"])
def test_difference_by_score(method, level):
    """At each limit the score passes z; where everyone lost the lower limit is -1, and the other way round."""
    z, corrected = z_of(level), method == "laud"
    low, high, _ = difference(SMALL, method).confidence_interval(level)
    for (b, c, n), lower, upper in zip(CHANGES, low.tolist(), high.tolist(), strict=True):
        if corrected and n == 1:
            assert (lower, upper) == (-1, 1)
            continue

        def value(delta, b=b, c=c, n=n):
            return definitions.difference_score(b, c, n, delta, corrected)

        assert (lower == -1 and b == n) or crossing(value, lower, z, low=-1)
        assert (upper == 1 and c == n) or crossing(value, upper, -z, high=1)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", BELOW)
def test_difference_of_fay_and_lumbard(method, level):
    """Each limit is a quantile of its confidence distribution, a polynomial integrated term by term."""
    low, high, _ = difference(SMALL, method).confidence_interval(level)
    tail = (1 - level) / 2
    for (b, c, n), lower, upper in zip(CHANGES, low.tolist(), high.tolist(), strict=True):
        for limit, one, other in ((lower, b, c), (-upper, c, b)):
            if other == 0 and one == n:
                assert limit == -1
            else:
                assert crossing(lambda x, b=one, c=other, n=n: -BELOW[method](x, b, c, n), limit, -tail)


@pytest.mark.parametrize("method", BELOW)
@pytest.mark.parametrize("margin", [0.1, 0.3, 0.6])
def test_similarity_by_fay_and_lumbard(method, margin):
    """The p-value is the larger of the two confidence distributions at the margins."""
    found = equivalence(SMALL, margin, method).pvalue.tolist()
    for (b, c, n), pvalue in zip(CHANGES, found, strict=True):
        wanted = max(float(BELOW[method](-margin, b, c, n)), float(BELOW[method](-margin, c, b, n)))
        assert pvalue == pytest.approx(wanted, abs=1e-10)


def test_difference_by_the_exact_unconditional_test():
    """At each lower limit p passes 5%, beyond it no difference of a grid has more; the upper limits mirror them."""
    low, high, _ = difference(SMALL, "unconditional").confidence_interval(0.9)
    lower = dict(zip(CHANGES, low.tolist(), strict=True))
    assert high.tolist() == [-lower[c, b, n] for b, c, n in CHANGES]
    for (b, c, n), limit in lower.items():
        if b == n:
            assert limit == -1
            continue
        assert crossing(lambda x, b=b, c=c, n=n: -definitions.exact_score_p(b, c, n, x), limit, -0.05)
        beyond = [-1 + (limit - 1e-6 + 1) * k / 8 for k in range(1, 9)]
        assert max(definitions.exact_score_p(b, c, n, x) for x in beyond) <= 0.05 + 1e-9


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", definitions.RATIO)
def test_ratio_by_formula(method, level):
    """Every interval of the ratio that has a formula, or an equation of its own."""
    low, high, _ = ratio(TABLES, method).confidence_interval(level)
    z = definitions.normal_quantile(level)
    wanted = np.array([definitions.RATIO[method](*row, z) for row in ROWS], dtype=float)
    np.testing.assert_allclose(np.stack([low, high], axis=1), wanted, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("level", LEVELS)
def test_ratio_by_score(level):
    """At each limit the score passes z; 0 and infinity only where nobody said yes second or first."""
    z = z_of(level)
    low, high, _ = ratio(TABLES, "score").confidence_interval(level)
    for row, lower, upper in zip(ROWS, low.tolist(), high.tolist(), strict=True):
        a, b, c, _ = row
        assert (lower == 0) == (a + c == 0) and math.isinf(upper) == (a + b == 0)

        def value(theta, row=row):
            return definitions.ratio_score(*row, theta)

        assert lower == 0 or crossing(value, lower, z, 1e-8 * lower)
        assert math.isinf(upper) or crossing(value, upper, -z, 1e-8 * upper)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", sorted(set(SHARES) - {"blaker"}))
def test_odds_ratio_and_cohens_g(method, level):
    """The limits of the share of gains among the changes, as odds and less a half."""
    wanted = np.array([definitions.share_limits(method, c, b + c, level) for _, b, c, _ in ROWS])
    low, high, _ = cohens_g(TABLES, method).confidence_interval(level)
    np.testing.assert_allclose(np.stack([low, high], axis=1) + 0.5, wanted, atol=1e-10)
    low, high, _ = odds_ratio(TABLES, method).confidence_interval(level)
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(np.stack([low, high], axis=1), wanted / (1 - wanted), rtol=1e-7)


@pytest.mark.parametrize("level", LEVELS)
def test_odds_ratio_by_wald(level):
    """On the logarithmic scale; 0 and infinity where nobody changed one way."""
    low, high, _ = odds_ratio(TABLES, "wald").confidence_interval(level)
    wanted = np.array([definitions.odds_ratio_wald(b, c, level) for _, b, c, _ in ROWS], dtype=float)
    np.testing.assert_allclose(np.stack([low, high], axis=1), wanted, rtol=1e-10)


@pytest.mark.parametrize("level", LEVELS)
def test_odds_ratio_of_blaker(level):
    """At each limit Blaker's test begins to accept, and at no share of a grid beyond it does."""
    alpha = 1 - level
    for m in range(MOST + 1):
        for c in range(m + 1):
            limits = cohens_g([[MOST - m, m - c], [c, 0]], "blaker").confidence_interval(level)
            low, high = float(limits.low) + 0.5, float(limits.high) + 0.5
            for limit, x in ((low, c), (1 - high, m - c)):
                if x == 0:
                    assert limit == pytest.approx(0, abs=1e-15)
                    continue
                outside = [(limit - 1e-9) * k / 8 for k in range(1, 9)]
                assert all(blaker_acceptability(x, m, p) < alpha for p in outside)
                assert blaker_acceptability(x, m, limit + 1e-9) >= alpha


@pytest.mark.parametrize("margin", [0.1, 0.3])
@pytest.mark.parametrize("method", ["tango", "unconditional"])
def test_similarity_of_the_difference(method, margin):
    """Non-inferiority, and equivalence as the larger p of the two sides."""

    @cache
    def p(b, c, n):
        if method == "unconditional":
            return definitions.exact_score_p(b, c, n, -margin)
        return definitions.normal_above(definitions.difference_score(b, c, n, -margin))

    wanted = np.array([[p(b, c, n), max(p(b, c, n), p(c, b, n))] for b, c, n in CHANGES])
    found = [test(SMALL, margin, method).pvalue for test in (noninferiority, equivalence)]
    np.testing.assert_allclose(np.stack(found, axis=1), wanted, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("margin", [0.5, 0.8])
def test_similarity_of_the_ratio(margin):
    """Non-inferiority, and equivalence as the larger p of the two sides; 1 where nobody ever said yes."""

    def p(a, b, c, d):
        return definitions.normal_above(definitions.ratio_score(a, b, c, d, margin)) if a + b + c else 1.0

    wanted = np.array([[p(a, b, c, d), max(p(a, b, c, d), p(a, c, b, d))] for a, b, c, d in ROWS])
    found = [test(TABLES, margin, "ratio").pvalue for test in (noninferiority, equivalence)]
    np.testing.assert_allclose(np.stack(found, axis=1), wanted, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_posterior_with_a_flat_prior(level):
    """P(gain) by the sum, P(above 0.1) by the integral, and each limit of the credible interval a quantile."""
    belief = posterior(TABLES, prior=1)
    low, high, _ = belief.credible_interval(level)
    above, gain = belief.probability_above(0.1), belief.probability_gain
    for k, (a, b, c, d) in enumerate(ROWS):

        def below(x, shapes=(b + c + 2, a + d + 2, c + 1, b + 1)):
            return -definitions.beta_product_below(x, *shapes)

        size = b + c + 1
        assert gain[k] == pytest.approx(sum(math.comb(size, i) for i in range(c + 1)) / 2**size, rel=1e-12)
        assert above[k] == pytest.approx(1 + below(0.1), abs=1e-10)
        assert crossing(below, float(low[k]), -(1 - level) / 2) and crossing(below, float(high[k]), -(1 + level) / 2)


def three_wave_people(most):
    """Everyone's answers at three waves, in every way of 1 to ``most`` people, and their table of patterns."""
    answers = list(product((1, 0), repeat=3))
    for n in range(1, most + 1):
        for people in combinations_with_replacement(answers, n):
            patterns = np.zeros((3, 3, 3), dtype=int)
            for person in people:
                patterns[tuple(1 - x for x in person)] += 1
            yield people, patterns


def test_cochrans_q_of_three_waves():
    """Every table of up to four people: Q, and p by every order of everybody's answers."""
    for people, patterns in three_wave_people(4):
        q, pvalues = definitions.cochran(people)
        for method, p in pvalues.items():
            result = cochran.cochran_q(patterns, method)
            assert (result.statistic, result.pvalue) == pytest.approx((float(q), p), rel=1e-10)


def test_bhapkar_of_three_waves():
    """Every table of up to four people: Wald's statistic and its df in fractions, or no variance where it has none."""
    for people, patterns in three_wave_people(4):
        statistic, df = definitions.waves_bhapkar(people)
        result = cochran.bhapkar(patterns)
        assert result.df == (df or 2 * (statistic is not None))
        assert (statistic is None) == ("estimated as zero" in result.problem)
        if statistic is not None:
            assert result.statistic == pytest.approx(float(statistic), rel=1e-9, abs=1e-12)
            assert result.pvalue == pytest.approx(definitions.chi_squared_above(float(statistic), result.df), rel=1e-9)


def test_categories_of_three_answers():
    """Every 3 by 3 table of up to four people: Stuart-Maxwell, Bhapkar, Bowker, in fractions."""
    for n in range(1, 5):
        for cells in combinations_with_replacement(range(9), n):
            table = np.bincount(cells, minlength=9).reshape(3, 3)
            rows = table.tolist()
            changed = n - int(np.trace(table))
            statistic, df = definitions.margins_form(rows, less=0)
            check(categories.stuart_maxwell(table), statistic, df or 2)
            wald, _ = definitions.margins_form(rows, less=1)
            check(categories.bhapkar_categories(table), wald, df or 2)
            check(categories.bowker(table), *(definitions.bowker(rows) if changed else (0, 3)))


def check(result, statistic, df):
    """Statistic, df and p of a test of categories, or none of them where the definition has none."""
    assert result.df == df
    if statistic is None:
        assert result.statistic is result.pvalue is None and "estimated as zero" in result.problem
    else:
        assert result.statistic == pytest.approx(float(statistic), rel=1e-9, abs=1e-12)
        assert result.pvalue == pytest.approx(definitions.chi_squared_above(float(statistic), df), rel=1e-9)
