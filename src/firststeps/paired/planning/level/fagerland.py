"""The study of Fagerland, Lydersen & Laake (2013): type I error rates of the McNemar tests in 9,595 scenarios.

Scenarios: n = 10, 15, ..., 100 pairs; odds ratio of association between the two answers 1, 2, 3, 5, 10; common
probability of yes 0, 0.01, ..., 1. Their rates were summed over all tables, and so are these.
BMC Medical Research Methodology 13:91, doi:10.1186/1471-2288-13-91.
"""

from typing import NamedTuple

import numpy as np

from firststeps.paired.limits.binomial import binomial_weights
from firststeps.paired.planning.kept import kept
from firststeps.paired.planning.rejection import conditional_rejection

SIZES = tuple(range(10, 101, 5))
ASSOCIATIONS = (1, 2, 3, 5, 10)
MARGINS = tuple(k / 100 for k in range(101))
ROUNDING = 1e-12  # of a rate, which does not count
TESTS = ("asymptotic", "continuity", "exact", "mid-p")


class Violations(NamedTuple):
    """How one test keeps its level: scenarios, how many exceed it, the largest and the mean type I error rate."""

    scenarios: int
    above: int
    largest: float
    mean: float


class Exceeded(NamedTuple):
    """Where one test exceeds its level: in how many scenarios of each association, and in all least and most of some.

    These are the ``people`` and the proportion who ``change``; they are empty where it never does.
    """

    scenarios: list
    people: list
    change: list


def discordance(margin, association):
    """The probability of a discordant pair when yes has the same probability ``margin`` both times.

    ``association`` is the odds ratio p11 p22 / (p12 p21); 1 is independence. Both may be arrays. With
    q = margin (1 - margin), p12 = p21 = 2 q / (1 + sqrt(1 + 4 (association - 1) q)).

    >>> float(discordance(0.5, 1)), round(float(discordance(0.5, 9)), 6)
    (0.5, 0.25)
    """
    margin, association = np.asarray(margin, dtype=float), np.asarray(association, dtype=float)
    if np.any((margin < 0) | (margin > 1)) or np.any(association < 0):
        raise ValueError("A probability of yes lies between 0 and 1, and an odds ratio is not negative.")
    q = margin * (1 - margin)
    return 4 * q / (1 + np.sqrt(1 + 4 * (association - 1) * q))


def fagerland_discordances() -> np.ndarray:
    """The proportion who change in every scenario: shape (associations, margins).

    >>> change = fagerland_discordances()
    >>> change.shape, float(change.max())
    ((5, 101), 0.5)
    """
    return discordance(np.array(MARGINS), np.array(ASSOCIATIONS)[:, None])


def type_one_errors(method, alpha=0.05, sizes=SIZES, associations=ASSOCIATIONS, margins=MARGINS):
    """Type I error rate of a two-sided test in every scenario: shape (sizes, associations, margins).

    >>> rates = type_one_errors("mid-p")
    >>> rates.shape, rates.size
    ((19, 5, 101), 9595)
    """
    change = discordance(np.array(margins), np.array(associations)[:, None])
    rates = [binomial_weights(n, change, n + 1) @ conditional_rejection(n, 0.5, method, alpha=alpha) for n in sizes]
    return np.stack(rates)


@kept(lambda plain: Violations(*plain))
def violations_of(method):
    """How one test keeps the level of 5% in all scenarios: its `Violations`.

    >>> violations_of("asymptotic").above
    2825
    """
    return violations(type_one_errors(method))


@kept(lambda plain: Exceeded(*plain))
def exceeded_by(method):
    """Where one test exceeds the level of 5%: an `Exceeded`.

    >>> exceeded_by("asymptotic").scenarios, exceeded_by("exact").people
    ([668, 667, 675, 527, 288], [])
    """
    exceeds = type_one_errors(method) > 0.05 + ROUNDING
    scenarios = exceeds.sum(axis=(0, 2)).tolist()
    if not exceeds.any():
        return Exceeded(scenarios, [], [])
    people, change = np.array(SIZES)[exceeds.any(axis=(1, 2))], fagerland_discordances()[exceeds.any(axis=0)]
    return Exceeded(scenarios, [int(people.min()), int(people.max())], [float(change.min()), float(change.max())])


def violations(rates, alpha=0.05):
    """How many type I error rates exceed alpha, and by how much at most; rounding (1e-12) does not count.

    >>> violations([0.0, 0.25, 0.5, 0.25], alpha=0.3)
    Violations(scenarios=4, above=1, largest=0.5, mean=0.25)
    """
    rates = np.asarray(rates)
    return Violations(rates.size, int((rates > alpha + ROUNDING).sum()), float(rates.max()), float(rates.mean()))
