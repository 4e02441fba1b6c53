"""Sample size by the formulas of the literature, for comparison with exact power.

Each takes the true difference and discordance (the proportions who change: no to yes, minus and plus yes to no) and
gives a whole number of pairs, rounded up. They rest on the normal distribution.
"""

import math

from scipy.special import ndtri

from firststeps.paired.answers.arguments import check_proportion, is_number
from firststeps.paired.planning.power import check_plan
from firststeps.paired.results import check_alpha, check_alternative


def connor(
    difference: float,
    discordance: float,
    target: float = 0.8,
    alternative: str = "two-sided",
    alpha: float = 0.05,
) -> int:
    """Connor (1987): ``(z_alpha sqrt(pi) + z_beta sqrt(pi - delta^2))^2 / delta^2`` for the asymptotic test.

    >>> connor(0.4, 0.5)
    23
    """
    z_alpha, z_beta, delta, pi = _parts(difference, discordance, target, alternative, alpha)
    return _up((z_alpha * math.sqrt(pi) + z_beta * math.sqrt(pi - delta**2)) ** 2 / delta**2)


def miettinen(
    difference: float,
    discordance: float,
    target: float = 0.8,
    alternative: str = "two-sided",
    alpha: float = 0.05,
) -> int:
    """Miettinen (1968): the test given the number of discordant pairs, averaged over it to second order.

    ``(z_alpha pi + z_beta sqrt(pi^2 - delta^2 (3 + pi) / 4))^2 / (pi delta^2)``.

    >>> miettinen(0.4, 0.5)
    20
    """
    z_alpha, z_beta, delta, pi = _parts(difference, discordance, target, alternative, alpha)
    spread = math.sqrt(max(0.0, pi**2 - delta**2 * (3 + pi) / 4))
    return _up((z_alpha * pi + z_beta * spread) ** 2 / (pi * delta**2))


def lachenbruch(
    first: float, second: float, target: float = 0.8, alternative: str = "two-sided", alpha: float = 0.05
) -> tuple[int, int, int]:
    """Lachenbruch (1992): at the least, middle and largest discordance that the two proportions of yes allow.

    ``(z_alpha + z_beta)^2 pi / delta^2`` with delta = second - first and pi from abs(delta) to the smaller of
    first + second and 2 - first - second: what to do where nothing is known of how many change.

    The first row of his table II:

    >>> lachenbruch(0.8, 0.9, target=0.9)
    (106, 211, 316)
    """
    for proportion in (first, second):
        check_proportion(proportion)
    least, most = abs(second - first), min(first + second, 2 - first - second)
    z_alpha, z_beta, delta, _ = _parts(second - first, most, target, alternative, alpha)
    return tuple(_up((z_alpha + z_beta) ** 2 * pi / delta**2) for pi in (least, (least + most) / 2, most))


def _parts(difference, discordance, target, alternative, alpha):
    """Normal quantiles of the level and of the power, and the two parameters as floats."""
    check_alternative(alternative)
    delta, pi = check_plan(difference, discordance)
    if delta == 0 or not is_number(target) or not 0 < target < 1:
        raise ValueError(f"No number of pairs reaches power {target!r} for a difference of {delta}.")
    tails = 2 if alternative == "two-sided" else 1
    return float(ndtri(1 - check_alpha(alpha) / tails)), float(ndtri(target)), delta, pi


def _up(n):
    """The next whole number, but not for a last digit's sake."""
    return math.ceil(n - 1e-9)
