"""What tests and intervals really do: their size and coverage over everything that is not known beforehand."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar

from firststeps.paired.difference import difference as estimate_difference
from firststeps.paired.planning.outcomes import all_tables, cell_probabilities, table_probabilities
from firststeps.paired.planning.power import check_change
from firststeps.paired.planning.rejection import check_size, conditional_rejection, mixture

ALL_CELLS = ("newcombe",)  # intervals in which a and d count one by one, not only b and c
ENTRIES = 4_000_000  # numbers held at once


class LargestSize(NamedTuple):
    """The largest probability of a false rejection, and the discordance at which it happens."""

    size: float
    discordance: float


def size(n, discordance, method="mid-p", alternative="two-sided", alpha=0.05):
    """Actual size (type I error rate) when there is no difference and a proportion ``discordance`` changes.

    ``discordance`` may be an array; the sizes have its shape.

    >>> size(26, [0.1, 0.5, 1.0]).round(4).tolist()
    [0.0057, 0.0442, 0.029]
    """
    _, discordance = check_change(0, discordance)
    given = conditional_rejection(check_size(n), 0.5, method, alternative, alpha)
    return mixture(n, discordance.ravel(), given).reshape(discordance.shape)[()]


def largest_size(n, method="mid-p", alternative="two-sided", alpha=0.05, most=1.0):
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


def coverage(n, difference, discordance, method="tango", level=0.95, yes_twice=0.5):
    """The probability that the interval for the difference holds the true one, summed over all tables of n people.

    Parameters
    ----------
    n : int
    difference, discordance : float or array
        The truth, see ``firststeps.paired.planning.power.power``; they broadcast.
    method : str
        An interval of ``firststeps.paired.difference.difference``.
    level : float
    yes_twice : float
        The proportion who say yes, of those who do not change; only Newcombe's interval depends on it.

    Returns
    -------
    float or array

    Notes
    -----
    A limit within 1e-9 of the truth counts as holding it. Costs one interval for each table: (n + 1)(n + 2) / 2 of
    them, and about n^3 / 6 for Newcombe's.

    >>> [round(float(coverage(26, 0.2, 0.3, method)), 3) for method in ("tango", "wald")]
    [0.946, 0.941]
    """
    difference, discordance = np.broadcast_arrays(*check_change(difference, discordance))
    tables = all_tables(check_size(n), four=method in ALL_CELLS)
    low, high, _ = estimate_difference(tables.reshape(-1, 2, 2), method).confidence_interval(level)
    truth = difference.ravel()[:, None]
    cells = cell_probabilities(difference.ravel(), discordance.ravel(), yes_twice if method in ALL_CELLS else 1.0)

    def held(block):
        """The coverage at some of the points."""
        holds = (low - 1e-9 <= truth[block]) & (truth[block] <= high + 1e-9)
        return (table_probabilities(tables, cells[block]) * holds).sum(axis=1)

    rows = max(1, ENTRIES // len(tables))
    blocks = [held(slice(start, start + rows)) for start in range(0, len(truth), rows)]
    return np.concatenate(blocks).reshape(difference.shape)[()]
