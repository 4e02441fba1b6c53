"""How many people would be needed to support "remained similar": power of the equivalence test."""

from functools import lru_cache

import numpy as np
from scipy.special import bdtr, ndtri

from firststeps.paired.equivalence import check_margin, equivalence
from firststeps.paired.planning.outcomes import discordant_tables
from firststeps.paired.planning.power import check_change, gain_share
from firststeps.paired.planning.rejection import binomial_weights, check_alpha, check_size, last_true
from firststeps.paired.planning.samplesize import LARGEST, SampleSize


def similarity_power(n, discordance, margin, difference=0.0, alpha=0.05):
    """The probability that n people support similarity: Tango's equivalence test has p <= alpha.

    Summed over all tables, by the number m who change: for each m the test accepts where gains and losses differ by
    little enough. ``difference`` (truly second minus first) and ``discordance`` (the proportion who change) broadcast.

    Raises ValueError for a margin outside (0, 1) and probabilities that do not go together.

    Twenty-six people, a margin of ten points, and nobody who changes, or one in ten with no difference:

    >>> similarity_power(26, [0.0, 0.1], 0.1).round(3).tolist()
    [1.0, 0.065]
    """
    n = check_size(n)
    difference, discordance = check_change(difference, discordance)
    pairs, least = np.arange(n + 1), least_balance(n, margin, alpha)
    share = gain_share(difference, discordance)[..., None]
    below = np.where(least > 0, bdtr(np.maximum(least - 1.0, 0), pairs, share), 0)
    within = bdtr((pairs - least).astype(float), pairs, share) - below
    return (binomial_weights(n, discordance, n + 1) * np.where(2 * least <= pairs, within, 0)).sum(axis=-1)[()]


def least_balance(n, margin, alpha=0.05):
    """The smallest min(b, c) that supports similarity, for each number who change m = 0 ... n; more than m / 2 if none.

    >>> least_balance(26, 0.1)[:4].tolist()
    [0, 1, 2, 2]
    """
    check_margin(margin)
    return _least_balance(check_size(n), float(margin), check_alpha(alpha)).copy()


@lru_cache(maxsize=4096)
def _least_balance(n, margin, alpha):
    """What ``least_balance`` gives, kept: plans for several discordances ask for the same."""
    pairs = np.arange(n + 1)

    def supports(steps):
        """Whether the test supports similarity where min(b, c) is ``steps`` below the most balanced."""
        few = pairs // 2 - np.minimum(steps, pairs // 2)
        return equivalence(discordant_tables(n, few, pairs - few), margin).pvalue <= alpha

    return pairs // 2 - last_true(supports, pairs // 2)


def similarity_sample_size(discordance, margin, target=0.8, difference=0.0, alpha=0.05):
    """The smallest number of people from which the power to support similarity stays at ``target`` or above.

    Exact power is worked out from a number that falls short, at most three quarters of what the normal distribution
    gives, to a third beyond the last that does.

    Raises ValueError where the true difference is not within the margin, or too many people would be needed.

    >>> similarity_sample_size(0.1, 0.1)
    104 people, power 0.825 (first at 100; every n to 163 worked out)
    """
    check_margin(margin)
    difference, discordance = (float(x) for x in check_change(difference, discordance))
    if abs(difference) >= margin or not alpha < target < 1:
        raise ValueError(f"No number of people supports a margin of {margin} (difference {difference}) with {target}.")
    guess = _normal_guess(difference, discordance, margin, target, alpha)
    first, end, powers = min(3 * guess // 4, LARGEST), 3 * guess // 2 + 20, []
    while first > 1 and similarity_power(first, discordance, margin, difference, alpha) >= target:
        first //= 2
    while end <= LARGEST:
        sizes = range(first + len(powers), end)
        powers += [similarity_power(n, discordance, margin, difference, alpha) for n in sizes]
        reached = np.array(powers) >= target
        n = first + int(np.max(np.flatnonzero(~reached), initial=-1)) + 1
        if 4 * n <= 3 * end:
            return SampleSize(n, first + int(np.argmax(reached)), float(powers[n - first]), end - 1)
        end *= 2
    raise ValueError(f"About {guess} people or more would be needed: too many to work out exactly.")


def _normal_guess(difference, discordance, margin, target, alpha):
    """The number of people by the normal distribution (Tango 1998; Liu et al. 2002), or near it."""
    reached = (1 + target) / 2 if difference == 0 else target
    spread = max(discordance - difference**2, margin / 10)
    z = float(ndtri(1 - alpha) + ndtri(reached))
    return int(np.ceil(z**2 * spread / (margin - abs(difference)) ** 2)) + 10
