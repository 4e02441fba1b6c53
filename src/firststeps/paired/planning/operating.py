"""What a test's level really is: its size over every proportion who may change, which nobody knows beforehand."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from firststeps.paired.planning.power import check_change
from firststeps.paired.planning.rejection import check_size, conditional_rejection, mixture


class LargestSize(NamedTuple):
    """The largest probability of a false rejection, and the discordance at which it happens."""

    size: float
    discordance: float


def size(
    n: int, discordance: ArrayLike, method: str = "exact", alternative: str = "two-sided", alpha: float = 0.05
) -> np.ndarray:
    """Actual size (type I error rate) when there is no difference and a proportion ``discordance`` changes.

    ``discordance`` may be an array; the sizes have its shape.

    >>> size(26, [0.1, 0.5, 1.0]).round(4).tolist()
    [0.0011, 0.0253, 0.029]
    """
    _, discordance = check_change(0, discordance)
    given = conditional_rejection(check_size(n), 0.5, method, alternative, alpha)
    return mixture(n, discordance.ravel(), given).reshape(discordance.shape)[()]


def largest_size(
    n: int, method: str = "exact", alternative: str = "two-sided", alpha: float = 0.05, most: float = 1.0
) -> LargestSize:
    """The largest actual size over discordances from 0 to ``most``: the nuisance parameter at its worst.

    A grid in arcsin(sqrt(discordance)), finer than the size can bend, then a search about its highest point.

    >>> worst = largest_size(26, "exact")
    >>> round(worst.size, 4), round(worst.discordance, 2)
    (0.0334, 0.97)
    """
    given = conditional_rejection(check_size(n), 0.5, method, alternative, alpha)
    grid = np.linspace(0, np.arcsin(np.sqrt(most)), 20 + int(40 * np.sqrt(n)))

    def sizes(phi):
        """The sizes at these angles."""
        return mixture(n, np.sin(phi) ** 2, given)

    best = int(np.argmax(sizes(grid)))
    ends = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = minimize_scalar(lambda phi: -sizes(phi)[0], bounds=ends, method="bounded", options={"xatol": 1e-10})
    candidates = np.array([grid[best], *ends, found.x])
    reached = sizes(candidates)
    worst = int(np.argmax(reached))
    return LargestSize(float(reached[worst]), float(np.sin(candidates[worst]) ** 2))
