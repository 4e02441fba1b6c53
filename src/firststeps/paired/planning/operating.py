"""What tests and intervals really do: their size and coverage over everything that is not known beforehand."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln, xlogy

from firststeps.paired.difference import difference as estimate_difference
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
    n = check_size(n)
    difference, discordance = np.broadcast_arrays(*check_change(difference, discordance))
    tables = _all_tables(n, four=method in ALL_CELLS)
    low, high, _ = estimate_difference(tables.reshape(-1, 2, 2), method).confidence_interval(level)
    truth = difference.ravel()[:, None]
    cells = _cell_probabilities(difference.ravel(), discordance.ravel(), yes_twice if method in ALL_CELLS else 1.0)
    rows = max(1, ENTRIES // len(tables))
    held = [
        (
            _multinomial(tables, n, cells[i : i + rows])
            * ((low - 1e-9 <= truth[i : i + rows]) & (truth[i : i + rows] <= high + 1e-9))
        ).sum(axis=1)
        for i in range(0, len(truth), rows)
    ]
    return np.concatenate(held).reshape(difference.shape)[()]


def _all_tables(n, four):
    """Every table of n people as rows (a, b, c, d); with d = 0 unless ``four``, as only b and c count."""
    cells = np.indices((n + 1,) * (3 if four else 2)).reshape(3 if four else 2, -1)
    cells = cells[:, cells.sum(axis=0) <= n]
    rest = n - cells.sum(axis=0)
    b, c = cells[:2]
    return np.stack([rest, b, c, cells[2] if four else np.zeros_like(b)], axis=1)


def _cell_probabilities(difference, discordance, yes_twice):
    """Probabilities of the four cells, shape (points, 4)."""
    loss, gain = (discordance - difference) / 2, (discordance + difference) / 2
    same = 1 - discordance
    return np.maximum(np.stack([same * yes_twice, loss, gain, same * (1 - yes_twice)], axis=1), 0)


def _multinomial(tables, n, cells):
    """Probability of each table at each point, shape (points, tables)."""
    logs = gammaln(n + 1.0) - gammaln(tables + 1.0).sum(axis=1)
    return np.exp(logs + sum(xlogy(tables[:, k], cells[:, [k]]) for k in range(4)))
