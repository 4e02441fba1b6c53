"""Exact power of the paired tests, by summing over all tables."""

import numpy as np
from numpy.typing import ArrayLike

from firststeps.paired.answers.arguments import as_numbers, check_shapes, check_size, check_sizes
from firststeps.paired.limits.binomial import binomial_weights
from firststeps.paired.planning.cost import (
    LONGEST,
    MANY,
    ORDERED,
    check_cost,
    check_ordered,
    ordering_seconds,
    power_seconds,
)
from firststeps.paired.planning.kept import kept
from firststeps.paired.planning.rejection import conditional_rejection, likely_rejection, mixture
from firststeps.paired.results import check_alpha, check_alternative, choose
from firststeps.paired.two_waves.mcnemar import BY_DISCORDANT, METHODS


def power(
    n: int,
    difference: ArrayLike,
    discordance: ArrayLike,
    method: str = "exact",
    alternative: str = "two-sided",
    alpha: float = 0.05,
    longest: float = LONGEST,
) -> np.ndarray:
    """The probability that the test rejects, of all tables of n people; its actual size where the difference is 0.

    Parameters
    ----------
    n : int
        People who answer both times.
    difference : float or array
        True second minus first proportion of yes, P(no to yes) - P(yes to no); a gain is positive.
    discordance : float or array
        True proportion who change at all, P(no to yes) + P(yes to no); it must be at least the size of the difference.
    method, alternative : str
        As in ``firststeps.paired.two_waves.mcnemar.mcnemar``.
    alpha : float
        The test rejects where its p-value is at most this.
    longest : float
        Seconds that somebody means to wait; what would take longer is refused.

    Returns
    -------
    float, or an array of the shape to which ``difference`` and ``discordance`` broadcast.

    Raises
    ------
    ValueError
        For probabilities that do not go together, and unknown names.
    TooLongError
        For more than 5,000 people and a test that puts all tables in order, unconditional or Boschloo's, and for what
        takes more seconds than ``longest``.

    Notes
    -----
    ``sum_m C(n, m) pi^m (1 - pi)^(n - m) P(reject | m)`` with pi the discordance; of the m, gains are binomial
    (m, (1 + difference / pi) / 2). It is the sum over all (b, c), by b + c first; nothing is simulated. Of more than
    2,000 people only likely m are gone through, by the tests that put no tables in order: a million take a second, and
    1e-18 is left out.

    Examples
    --------
    Twenty-six people, of whom 30% change, nearly all from no to yes:

    >>> round(float(power(26, 0.2, 0.3)), 3)
    0.325
    >>> power(26, [0.0, 0.1, 0.2, 0.3], 0.3, method="exact").round(3).tolist()
    [0.019, 0.074, 0.325, 0.837]
    """
    n = check_size(n)
    difference, discordance = check_change(difference, discordance)
    check_power_cost(n, np.broadcast(difference, discordance).size, method, longest, discordance.size)
    if n > MANY and method not in ORDERED:
        check_alternative(alternative)
        points = np.broadcast(discordance, gain_share(difference, discordance))
        values = [likely_rejection(n, *point, method, alternative, check_alpha(alpha)) for point in points]
        return np.minimum(np.reshape(values, points.shape), 1.0)[()]
    rejection = conditional_rejection(n, gain_share(difference, discordance), method, alternative, alpha)
    return np.minimum((binomial_weights(n, discordance, n + 1) * rejection).sum(axis=-1), 1.0)[()]


def power_curve(
    sizes: ArrayLike,
    difference: float,
    discordance: float,
    method: str = "exact",
    alternative: str = "two-sided",
    alpha: float = 0.05,
    longest: float = LONGEST,
) -> np.ndarray:
    """Power at each of ``sizes``, for one difference and discordance; much faster than ``power`` at each in turn.

    Raises TooLongError, beside the errors of ``power``, where it would take more than ``longest`` seconds.

    >>> power_curve([10, 26, 50], 0.2, 0.3).round(3).tolist()
    [0.015, 0.325, 0.699]
    """
    choose(METHODS, method)
    sizes = check_sizes(sizes)
    difference, discordance = check_plan(difference, discordance)
    return _power_curve(sizes, difference, discordance, method, alternative, alpha, longest)


@kept(np.array)
def _power_curve(sizes, difference, discordance, method, alternative, alpha, longest):
    """What ``power_curve`` gives."""
    sizes = np.array(sizes)
    each, together = (f(sizes, method) for f in (_one_by_one_seconds, _together_seconds))
    what = f"Power of the {method} test at {len(sizes):,} sizes"
    check_cost(what, min(each, together), longest, "take fewer or smaller ones")
    if method not in BY_DISCORDANT or (each < together and sizes.max() > MANY):
        return np.array([power(n, difference, discordance, method, alternative, alpha, longest) for n in sizes])
    rejection = conditional_rejection(int(sizes.max()), gain_share(difference, discordance), method, alternative, alpha)
    return mixture(sizes, discordance, rejection)


def _one_by_one_seconds(sizes, method):
    """Give the seconds that power takes at each of some sizes in turn."""
    return sum(power_seconds(n, 1, method) for n in sizes.tolist())


def _together_seconds(sizes, method):
    """Give the seconds that it takes from the whole of what the test rejects, of the largest size.

    >>> [round(_together_seconds(np.arange(1, people), "exact"), 2) for people in (100, 10_000)]
    [0.0, 4.15]
    """
    return (1.5e-5 + 4e-8 * len(sizes)) * float(sizes.max()) + ordering_seconds(sizes.tolist(), method)


def check_power_cost(n, points, method, longest, discordances=None):
    """Refuse the power of n people at more points, of so many discordances, than ``longest`` seconds are enough for.

    >>> check_power_cost(26, 100, "exact", 10)
    """
    choose(METHODS, method)
    check_ordered(n, method)
    what = f"Power of the {method} test with {n:,} people" + (f" at {points:,} points" if points > 1 else "")
    check_cost(what, power_seconds(n, points, method, discordances), longest, "take fewer people or points")


def check_change(difference, discordance):
    """Difference and discordance as arrays, or a ValueError unless abs(difference) <= discordance <= 1.

    >>> check_change(0.2, 0.3)
    (array(0.2), array(0.3))
    """
    difference, discordance = as_numbers(difference, "A difference"), as_numbers(discordance, "A discordance")
    check_shapes("Differences and discordances", difference, discordance)
    fits = (np.abs(difference) <= discordance + 1e-12) & (discordance <= 1)
    if not np.all(fits):
        raise ValueError(
            "The proportion who change (discordance) lies between the size of the difference and 1; "
            f"found difference {difference.tolist()} and discordance {discordance.tolist()}."
        )
    return difference, discordance


def check_plan(difference, discordance):
    """One difference and one discordance as floats, or a ValueError unless they go together.

    >>> check_plan(0.2, 0.3)
    (0.2, 0.3)
    """
    plan = check_change(difference, discordance)
    if any(x.ndim for x in plan):
        raise ValueError(
            f"Here one difference and one discordance make a plan; found {difference!r} and {discordance!r}. power "
            "takes arrays."
        )
    return tuple(float(x) for x in plan)


def gain_share(difference, discordance):
    """The probability that a change is from no to yes; 1/2 where nobody changes.

    >>> float(gain_share(0.2, 0.4))
    0.75
    """
    changes = np.asarray(discordance) > 0
    ratio = np.divide(difference, discordance, out=np.zeros(np.broadcast(difference, discordance).shape), where=changes)
    return np.clip((1 + ratio) / 2, 0, 1)
