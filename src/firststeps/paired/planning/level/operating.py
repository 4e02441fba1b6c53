"""What a test's level really is: its size over every proportion who may change, which nobody knows beforehand."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from firststeps.paired.answers.arguments import check_proportion, check_size, check_sizes, several
from firststeps.paired.planning.cost import LONGEST, MANY, ORDERED, check_cost, ordering_seconds, power_seconds
from firststeps.paired.planning.kept import kept
from firststeps.paired.planning.power import check_change, power
from firststeps.paired.planning.rejection import conditional_rejection, likely_mixture, mixture
from firststeps.paired.results import check_alpha, check_alternative, choose
from firststeps.paired.two_waves.mcnemar import METHODS


class LargestSize(NamedTuple):
    """The largest probability of a false rejection, and the discordance at which it happens."""

    size: float
    discordance: float


def size(
    n: int,
    discordance: ArrayLike,
    method: str = "exact",
    alternative: str = "two-sided",
    alpha: float = 0.05,
    longest: float = LONGEST,
) -> np.ndarray:
    """Actual size (type I error rate) when there is no difference and a proportion ``discordance`` changes.

    ``discordance`` may be an array; the sizes have its shape.  It is ``power`` with no difference, and raises
    TooLongError as that does where it would take more than ``longest`` seconds.

    >>> size(26, [0.1, 0.5, 1.0]).round(4).tolist()
    [0.0011, 0.0253, 0.029]
    """
    _, discordance = check_change(0, discordance)
    n, points = check_size(n), discordance.ravel()
    choose(METHODS, method)
    each, together = _size_seconds(n, len(points), method)
    check_cost(f"The size of the {method} test with {n:,} people", min(each, together), longest, "take fewer people")
    if each < together:
        return power(n, 0.0, discordance, method, alternative, alpha, longest)
    rejection = conditional_rejection(n, 0.5, method, alternative, alpha)
    return _sizes(n, points, rejection).reshape(discordance.shape)[()]


def _sizes(n, discordance, rejection):
    """The sizes at some discordances, of shape (k,), from the probability of ``rejection`` by how many change."""
    return mixture(n, discordance, rejection) if n <= MANY else likely_mixture(n, discordance, rejection)


def _size_seconds(n, points, method):
    """The seconds that the size takes at so many discordances, one by one and from the whole of what is rejected.

    >>> [round(seconds, 2) for seconds in _size_seconds(10**6, 1, "exact")]
    [0.13, 15.0]
    """
    one_by_one = power_seconds(n, points, method) if n > MANY and method not in ORDERED else np.inf
    return one_by_one, ordering_seconds([n], method) + 1.5e-5 * n + 1e-7 * points * min(n, 10 * n**0.5)


def size_curves(
    sizes: Sequence[int], discordance: ArrayLike, methods: Sequence[str], longest: float = LONGEST
) -> dict[str, np.ndarray]:
    """The actual size at 5% along ``discordance``: by test, a row for each number of people in ``sizes``.

    Raises TooLongError where it would take more than ``longest`` seconds.

    >>> size_curves([26], [0.1, 0.5, 1.0], ["exact"])["exact"].round(4).tolist()
    [[0.0011, 0.0253, 0.029]]
    """
    sizes, methods = check_sizes(sizes), several(methods, "Methods")
    for method in methods:
        choose(METHODS, method)
    along = np.atleast_1d(check_change(0, discordance)[1])
    seconds = sum(min(_size_seconds(n, along.size, method)) for method in methods for n in sizes)
    what = f"The size of {len(methods)} tests at {len(sizes):,} numbers of people"
    check_cost(what, seconds, longest, "take fewer of them")
    return {method: _size_curves(sizes, along, method, longest) for method in methods}


@kept(np.array)
def _size_curves(sizes, discordance, method, longest):
    """What ``size_curves`` gives of one test."""
    return np.array([size(n, discordance, method, longest=longest) for n in sizes])


def largest_size(
    n: int,
    method: str = "exact",
    alternative: str = "two-sided",
    alpha: float = 0.05,
    most: float = 1.0,
    longest: float = LONGEST,
) -> LargestSize:
    """The largest actual size over discordances from 0 to ``most``: the nuisance parameter at its worst.

    A grid in arcsin(sqrt(discordance)), finer than the size can bend, then a search about its highest point. Raises
    TooLongError where it would take more than ``longest`` seconds.

    >>> worst = largest_size(26, "exact")
    >>> round(worst.size, 4), round(worst.discordance, 2)
    (0.0334, 0.97)
    """
    choose(METHODS, method)
    check_alternative(alternative)
    check_alpha(alpha)
    check_proportion(most, "The largest discordance")
    seconds = largest_size_seconds(check_size(n), method)
    check_cost(f"The largest size of the {method} test with {n:,} people", seconds, longest, "take fewer people")
    return _largest_size(check_size(n), method, alternative, alpha, most)


@kept(lambda plain: LargestSize(*plain))
def _largest_size(n, method, alternative, alpha, most):
    """What ``largest_size`` gives."""
    rejection = conditional_rejection(n, 0.5, method, alternative, alpha)
    grid = np.linspace(0, np.arcsin(np.sqrt(most)), 20 + int(40 * np.sqrt(n)))

    def sizes(phi):
        """The sizes at these angles."""
        return _sizes(n, np.sin(np.atleast_1d(phi)) ** 2, rejection)

    best = int(np.argmax(sizes(grid)))
    ends = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    peak = minimize_scalar(lambda phi: -sizes(phi)[0], bounds=ends, method="bounded", options={"xatol": 1e-10})
    candidates = np.array([grid[best], *ends, peak.x])
    reached = sizes(candidates)
    worst = int(np.argmax(reached))
    return LargestSize(float(reached[worst]), float(np.sin(candidates[worst]) ** 2))


def largest_size_seconds(n, method):
    """Give the seconds that ``largest_size`` takes.

    >>> largest_size_seconds(26, "exact") < 0.01, largest_size_seconds(10**6, "exact") > 10
    (True, True)
    """
    return 1.2e-5 * n + ordering_seconds([n], method)
