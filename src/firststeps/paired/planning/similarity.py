"""How many people would be needed to support "remained similar", or "not lower by the margin": power of these tests.

What is said of the two sides of the equivalence test holds of the one of non-inferiority as well, but for the splits of
those who changed with which it rejects.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, xlog1py, xlogy

from firststeps.digits import percent
from firststeps.paired import families
from firststeps.paired.answers.arguments import check_size, check_sizes, is_number
from firststeps.paired.families import DECIDES
from firststeps.paired.limits.binomial import binomial_tail, binomial_weights, log_choose
from firststeps.paired.limits.likely import likely_numbers, reach
from firststeps.paired.planning.cost import LONGEST, MANY, check_cost, check_longest
from firststeps.paired.planning.kept import kept
from firststeps.paired.planning.power import check_change, check_plan, gain_share
from firststeps.paired.planning.samplesize import LARGEST, SampleSize
from firststeps.paired.results import check_alpha
from firststeps.paired.two_waves.balance import balance_at, least_balances
from firststeps.paired.two_waves.difference import METHODS as INTERVALS
from firststeps.paired.two_waves.equivalence import check_margin

SECONDS = {"fay-lumbard": 1.2e-5, "fay-lumbard-mid-p": 2.4e-5, "tango": 1e-6}  # by interval, a person of each size
ALONE = 12  # times as long takes a size of which no neighbours are known
FAR = 6  # times longer than with the next number take sizes that are far apart
LIKELY = 30  # times as long takes each number who change, where only the likely ones are asked

CLAIMS = {2: "similarity", 1: "non-inferiority"}  # by the sides of the test
AT_ONCE = 1_000  # sizes whose tables are summed over together


def similarity_power(
    n: int,
    discordance: ArrayLike,
    margin: float,
    difference: ArrayLike = 0.0,
    alpha: float = 0.05,
    family: str = DECIDES,
    longest: float = LONGEST,
) -> np.ndarray:
    """The probability that n people support similarity: the equivalence test of the ``family`` has p <= alpha.

    Summed over all tables, by the number m who change; 1e-18, of unlikely m, is left out.  For each m the test accepts
    where gains and losses differ by little enough. ``difference`` (truly second minus first) and ``discordance`` (the
    proportion who change) broadcast.

    Raises ValueError for a margin outside (0, 1), probabilities that do not go together, and an unknown family, and
    TooLongError where it would take more than ``longest`` seconds.

    Twenty-six people, a margin of ten points, and nobody who changes, or one in ten with no difference; by the exact
    tests, and by the score tests:

    >>> similarity_power(26, [0.0, 0.1], 0.1).round(3).tolist()
    [0.0, 0.0]
    >>> similarity_power(26, [0.0, 0.1], 0.1, family="score").round(3).tolist()
    [1.0, 0.065]
    """
    return _power(n, discordance, margin, difference, alpha, family, longest, sides=2)


def noninferiority_power(
    n: int,
    discordance: ArrayLike,
    margin: float,
    difference: ArrayLike = 0.0,
    alpha: float = 0.05,
    family: str = DECIDES,
    longest: float = LONGEST,
) -> np.ndarray:
    """The probability that n people support "not lower by the margin": ``noninferiority`` has p <= alpha.

    Arguments, result and errors are those of ``similarity_power``. With M ~ binomial(n, discordance) people who change
    and C given M ~ binomial(M, share) of them gains, it is the sum over m of P(M = m) P(C >= c(m) | m), c(m) the fewest
    gains with which the test rejects (as Liu et al. 2002, Stat Med 21:231, work out the power of the score test).
    The test has one side: alpha 0.05 goes with an interval of 90%, 0.025 with one of 95%.

    Sixty people, a margin of ten points, one in ten of whom changes, with no difference or a gain of five points:

    >>> noninferiority_power(60, 0.1, 0.1, [0.0, 0.05]).round(3).tolist()
    [0.608, 0.945]
    """
    return _power(n, discordance, margin, difference, alpha, family, longest, sides=1)


def _power(n, discordance, margin, difference, alpha, family, longest, sides):
    """The power of the equivalence test, or with one of its ``sides`` that of non-inferiority."""
    n = check_size(n)
    check_margin(margin)
    difference, discordance = check_change(difference, discordance)
    interval, share = families.family(family).interval, gain_share(difference, discordance)
    all_, likely = SECONDS[interval] * ALONE * n, _likely_seconds(n, np.unique(discordance), interval)
    check_cost(f"Power to support {CLAIMS[sides]} with {n:,} people", min(all_, likely), longest, "take fewer people")
    if likely < all_:
        points = np.broadcast(discordance, share)
        values = [_likely_power(n, *point, float(margin), check_alpha(alpha), interval, sides) for point in points]
        return np.minimum(np.reshape(values, points.shape), 1.0)[()]
    (least,) = least_balances([n], [_most_changers(n, discordance)], margin, alpha, family, sides)
    pairs, weights = np.arange(len(least)), binomial_weights(n, discordance, n + 1)[..., : len(least)]
    return np.minimum((weights * _within(pairs, least, share[..., None], sides)).sum(axis=-1), 1.0)[()]


def _likely_seconds(n, discordances, interval):
    """Give the seconds that power takes from the likely numbers who change; of few people all are likely.

    >>> _likely_seconds(26, np.array([0.1]), "tango"), _likely_seconds(10**6, np.array([0.1]), "fay-lumbard") < 10
    (inf, True)
    """
    return LIKELY * SECONDS[interval] * 2 * float(reach(n, discordances).sum()) if n > MANY else np.inf


def _likely_power(n, discordance, share, margin, alpha, interval, sides):
    """Give the power of many people, from the likely numbers who change: 1e-18 is left out."""
    pairs, weights, least = _likely_balance(n, float(discordance), margin, alpha, interval, sides)
    return float(weights @ _within(pairs, least, share, sides))


@lru_cache(maxsize=128)
def _likely_balance(n, discordance, margin, alpha, interval, sides=2):
    """Give the likely numbers who change, their probabilities, and the least balance of each; kept."""
    pairs, weights = likely_numbers(n, discordance)
    return pairs, weights, balance_at(n, pairs, margin, alpha, interval, sides)


def _within(pairs, least, share, sides=2):
    """Give the probability that of so many ``pairs`` at least ``least`` go either way, or up; 0 where they cannot."""
    if sides == 1:
        return binomial_tail(pairs - least, pairs, 1 - share)
    within = binomial_tail(pairs - least, pairs, share) - binomial_tail(least - 1, pairs, share)
    return np.where(2 * least <= pairs, within, 0)


def _most_changers(n, discordance):
    """Give the number who change beyond which all numbers together have a probability of 1e-18 at most.

    >>> _most_changers(26, np.array([0.0, 0.1])), _most_changers(1000, np.array(0.0))
    (26, 0)
    """
    theta = float(np.max(discordance, initial=0))
    return min(n, int(np.ceil(n * theta) + reach(n, theta))) if theta else 0


def similarity_curve(
    sizes: ArrayLike,
    discordance: float,
    margin: float,
    difference: float = 0.0,
    alpha: float = 0.05,
    family: str = DECIDES,
    longest: float = LONGEST,
) -> np.ndarray:
    """The power to support similarity at each of ``sizes``; much faster than ``similarity_power`` at each in turn.

    Raises TooLongError, beside the errors of that, where it would take more than ``longest`` seconds.

    >>> similarity_curve([29, 58, 87], 0.05, 0.1).round(3).tolist()
    [0.226, 0.572, 0.902]
    """
    sizes = check_sizes(sizes)
    check_margin(margin)
    difference, discordance = check_plan(difference, discordance)
    return _curve(sizes, discordance, margin, difference, alpha, family, longest)


@kept(np.array)
def _curve(sizes, discordance, margin, difference, alpha, family, longest, sides=2):
    """What ``similarity_curve`` gives, or the same of non-inferiority."""
    one_by_one, together = _curve_seconds(sizes, discordance, margin, families.family(family).interval)
    what = f"Power to support {CLAIMS[sides]} at {len(sizes):,} sizes"
    check_cost(what, min(one_by_one, together), longest, "take fewer or smaller ones")
    if one_by_one < together:
        return np.array([_power(n, discordance, margin, difference, alpha, family, longest, sides) for n in sizes])
    every = sorted(set(sizes))
    least_balances(every, [_most_changers(n, discordance) for n in every], margin, alpha, family, sides)
    parts = (sizes[start : start + AT_ONCE] for start in range(0, len(sizes), AT_ONCE))
    return np.concatenate([_powers(part, difference, discordance, margin, alpha, family, sides) for part in parts])


def _curve_seconds(sizes, discordance, margin, interval):
    """Give the seconds that power takes at some sizes one by one, where they are many, and from each other's balances.

    The farther the sizes are from one another, the less the balances of one say of those of the next.

    >>> [[round(x, 2) for x in _curve_seconds(sizes, 0.1, 0.1, "fay-lumbard")] for sizes in ([8, 9], [10**5, 10**6])]
    [[inf, 0.0], [2.63, 92.4]]
    """
    apart = (max(sizes) - min(sizes)) / max(len(set(sizes)) - 1, 1) - 1
    together = SECONDS[interval] * sum(sizes) * (1 + FAR * min(1, max(apart, 0) * margin))
    if max(sizes) <= MANY:
        return np.inf, together
    each = (min(SECONDS[interval] * ALONE * n, _likely_seconds(n, discordance, interval)) for n in sizes)
    return sum(each), together


def _powers(sizes, difference, discordance, margin, alpha, family, sides):
    """The power at each of some sizes; what is summed over how many change stands in one row, size after size."""
    every = least_balances(sizes, [_most_changers(n, discordance) for n in sizes], margin, alpha, family, sides)
    supporting = [np.flatnonzero(sides * least <= np.arange(len(least))) for least in every]
    size = np.repeat(np.arange(len(sizes)), [len(pairs) for pairs in supporting])
    least = np.concatenate([least[pairs] for least, pairs in zip(every, supporting, strict=True)])
    n, pairs, share = np.array(sizes)[size], np.concatenate(supporting), gain_share(difference, discordance)
    within = _within(pairs, least, share, sides)
    weights = np.exp(log_choose(n, pairs) + xlogy(pairs, discordance) + xlog1py(n - pairs, -discordance))
    return np.minimum(np.bincount(size, weights * within, len(sizes)), 1.0)


def similarity_sample_size(
    discordance: float,
    margin: float,
    target: float = 0.8,
    difference: float = 0.0,
    alpha: float = 0.05,
    family: str = DECIDES,
    longest: float = LONGEST,
) -> SampleSize:
    """The smallest number of people from which the power to support similarity stays at ``target`` or above.

    Exact power is worked out at every n up to a third beyond the last that falls short, as of ``sample_size``.

    Raises ValueError where the true difference is not within the margin, or too many people would be needed, and
    TooLongError where it would take more than ``longest`` seconds.

    >>> similarity_sample_size(0.1, 0.1)
    113 people, power 0.808 (first at 109; every n to 163 worked out)
    >>> similarity_sample_size(0.1, 0.1, family="score")
    104 people, power 0.825 (first at 100; every n to 163 worked out)
    """
    return _checked_sample_size(discordance, margin, target, difference, alpha, family, longest, sides=2)


def noninferiority_sample_size(
    discordance: float,
    margin: float,
    target: float = 0.8,
    difference: float = 0.0,
    alpha: float = 0.05,
    family: str = DECIDES,
    longest: float = LONGEST,
) -> SampleSize:
    """The smallest number of people from which the power to support "not lower by the margin" stays at ``target``.

    Arguments and result are those of ``similarity_sample_size``. The test is one-sided, see ``noninferiority_power``.

    Raises ValueError where the true difference is at most ``-margin``, or too many people would be needed, and
    TooLongError where it would take more than ``longest`` seconds.

    >>> noninferiority_sample_size(0.1, 0.1)
    84 people, power 0.805 (first at 84; every n to 127 worked out)
    >>> noninferiority_sample_size(0.1, 0.1, difference=0.05, family="score")
    33 people, power 0.840 (first at 33; every n to 74 worked out)
    """
    return _checked_sample_size(discordance, margin, target, difference, alpha, family, longest, sides=1)


def _checked_sample_size(discordance, margin, target, difference, alpha, family, longest, sides):
    """The number of people for a test of so many ``sides``, or a ValueError where none is enough."""
    check_margin(margin)
    difference, discordance = check_plan(difference, discordance)
    families.family(family)
    check_longest(longest)
    alpha = check_alpha(alpha)
    never = _distance(difference, margin, sides) <= 0
    if never or not is_number(target) or not alpha < target < 1:
        raise ValueError(
            f"No number of people supports a margin of {margin} (difference {difference}) with {target!r}."
        )
    return _sample_size(discordance, margin, float(target), difference, alpha, family, longest, sides)


def _distance(difference, margin, sides):
    """How far a true difference is from the nearest end of what is to be supported.

    >>> _distance(-0.25, 0.5, 2), _distance(0.25, 0.5, 1)
    (0.25, 0.75)
    """
    return margin - abs(difference) if sides == 2 else margin + difference


@kept(lambda plain: SampleSize(*plain))
@lru_cache(maxsize=1024)
def _sample_size(discordance, margin, target, difference, alpha, family, longest, sides):
    """The number of people, remembered: a plan asks for the same in several places."""
    guess = _normal_guess(difference, discordance, margin, target, alpha, sides)
    end, powers = 3 * guess // 2 + 20, []
    while end <= LARGEST:
        sizes = range(1 + len(powers), end)
        powers += _curve(sizes, discordance, margin, difference, alpha, family, longest, sides).tolist()
        reached = np.array(powers) >= target
        n = int(np.max(np.flatnonzero(~reached), initial=-1)) + 2
        if 4 * n <= 3 * end:
            setting = _setting(discordance, difference, alpha, family, sides)
            return SampleSize(n, 1 + int(np.argmax(reached)), float(powers[n - 1]), end - 1, setting, target)
        end *= 2
    raise ValueError(f"About {guess} people or more would be needed: too many to work out exactly.")


def _setting(discordance, difference, alpha, family, sides):
    """The test that a plan is for, and what is assumed, in words.

    >>> _setting(0.05, 0.0, 0.05, "exact", 2)
    'exact equivalence test (Fay–Lumbard) at 0.05, 5% change, no difference'
    """
    test = "equivalence" if sides == 2 else CLAIMS[sides]
    interval = INTERVALS[families.family(family).interval].name
    truth = f"a difference of {percent(difference)}" if difference else "no difference"
    return f"{family} {test} test ({interval}) at {alpha:g}, {percent(discordance)} change, {truth}"


def _normal_guess(difference, discordance, margin, target, alpha, sides):
    """The number of people by the normal distribution (Tango 1998; Liu et al. 2002), or near it."""
    reached = (1 + target) / 2 if sides == 2 and difference == 0 else target
    spread = max(discordance - difference**2, margin / 10)
    z = float(ndtri(1 - alpha) + ndtri(reached))
    return int(np.ceil(z**2 * spread / _distance(difference, margin, sides) ** 2)) + 10
