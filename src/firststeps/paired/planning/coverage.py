"""How often an interval really holds the truth: summed over all tables, at every truth that is asked for.

The truth is given by the difference and the discordance (see ``firststeps.paired.planning.power.power``) and, where
the method needs it, by ``yes_twice``, the proportion who say yes of those who do not change; arrays broadcast. A limit
within 1e-9 of the truth counts as holding it. It takes one interval for each table: (n + 1)(n + 2) / 2 of them, and
about n^3 / 6 where a and d count one by one. What that costs is known beforehand: where it is more than ``longest``
seconds TooLongError says how long it takes, and what is quicker.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from firststeps.paired.answers.arguments import as_numbers, check_shapes, check_size
from firststeps.paired.planning.cost import LONGEST, TooLongError, check_cost
from firststeps.paired.planning.outcomes import all_tables, cell_probabilities, table_probabilities
from firststeps.paired.planning.power import check_change
from firststeps.paired.results import check_level, choose
from firststeps.paired.two_waves.difference import ALL_CELLS
from firststeps.paired.two_waves.difference import METHODS as INTERVALS
from firststeps.paired.two_waves.difference import difference as estimate_difference
from firststeps.paired.two_waves.odds_ratio import METHODS as ODDS_RATIOS
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.ratio import METHODS as RATIOS
from firststeps.paired.two_waves.ratio import ratio

ENTRIES = 4_000_000  # numbers held at once

MOST_TABLES = 3_000_000  # tables that are held at once
SECONDS = {"unconditional": 0.05, "fay-lumbard": 3e-4, "fay-lumbard-mid-p": 6e-4}  # for the limits of one table
SOON_COVERED = 60  # people up to whom coverage over a hundred discordances takes a second: it grows with their cube


def coverage(
    n: int,
    difference: ArrayLike,
    discordance: ArrayLike,
    method: str = "fay-lumbard",
    level: float = 0.95,
    yes_twice: ArrayLike = 0.5,
    longest: float = LONGEST,
) -> np.ndarray:
    """The probability that the interval for the difference holds it, of the shape of the truth.

    ``method`` is one of ``firststeps.paired.two_waves.difference.difference``; those of
    ``firststeps.paired.two_waves.difference.ALL_CELLS`` need ``yes_twice``.

    >>> [round(float(coverage(26, 0.2, 0.3, method)), 3) for method in ("tango", "wald")]
    [0.946, 0.941]
    """
    choose(INTERVALS, method)
    n, level = check_size(n), check_level(level)
    difference, discordance, yes_twice = _truth(difference, discordance, yes_twice)
    cells = cell_probabilities(
        difference.ravel(), discordance.ravel(), yes_twice.ravel() if method in ALL_CELLS else 1.0
    )
    _check_cost(n, method in ALL_CELLS, method, difference.size, longest)
    tables, limits = _every_interval(n, method, level)
    return _held(tables, limits, difference.ravel(), cells).reshape(difference.shape)[()]


@lru_cache(maxsize=16)
def _every_interval(n, method, level):
    """Every table of n people, of the cells that count, and its limits; kept, since they hold for every truth."""
    tables = all_tables(n, method in ALL_CELLS)
    return tables, estimate_difference(tables.reshape(-1, 2, 2), method).confidence_interval(level)


def ratio_coverage(
    n: int,
    difference: ArrayLike,
    discordance: ArrayLike,
    method: str = "score",
    level: float = 0.95,
    yes_twice: ArrayLike = 0.5,
    longest: float = LONGEST,
) -> np.ndarray:
    """The probability that the interval for the ratio of the proportions of yes holds it, of the shape of the truth.

    ``method`` is one of ``two_waves.ratio``. Raises ValueError where nobody says yes the first time.

    >>> [round(float(ratio_coverage(26, 0.2, 0.3, method)), 3) for method in ("score", "wald")]
    [0.946, 0.94]
    """
    choose(RATIOS, method)
    n, level = check_size(n), check_level(level)
    difference, discordance, yes_twice = _truth(difference, discordance, yes_twice)
    cells = cell_probabilities(difference.ravel(), discordance.ravel(), yes_twice.ravel())
    first, second = cells[:, 0] + cells[:, 1], cells[:, 0] + cells[:, 2]
    if np.any(first <= 0):
        raise ValueError("There is no ratio of proportions where nobody says yes the first time.")
    _check_cost(n, True, method, difference.size, longest)
    tables = all_tables(n, four=True)
    limits = ratio(tables.reshape(-1, 2, 2), method).confidence_interval(level)
    return _held(tables, limits, second / first, cells).reshape(difference.shape)[()]


def odds_ratio_coverage(
    n: int,
    difference: ArrayLike,
    discordance: ArrayLike,
    method: str = "clopper-pearson",
    level: float = 0.95,
    longest: float = LONGEST,
) -> np.ndarray:
    """The probability that the interval for the conditional odds ratio, gains to losses, holds it.

    ``method`` is one of ``two_waves.odds_ratio``. The odds ratio is infinite where all change from no
    to yes. Raises ValueError where nobody changes.

    >>> [round(float(odds_ratio_coverage(26, 0.2, 0.3, method)), 3) for method in ("mid-p", "clopper-pearson")]
    [0.98, 0.989]
    """
    choose(ODDS_RATIOS, method)
    n, level = check_size(n), check_level(level)
    difference, discordance = np.broadcast_arrays(*check_change(difference, discordance))
    if np.any(discordance <= 0):
        raise ValueError("There is no odds ratio of gains to losses where nobody changes.")
    cells = cell_probabilities(difference.ravel(), discordance.ravel(), 1.0)
    truth = np.divide(cells[:, 2], cells[:, 1], out=np.full(len(cells), np.inf), where=cells[:, 1] > 0)
    _check_cost(n, False, method, difference.size, longest)
    tables = all_tables(n, four=False)
    limits = odds_ratio(tables.reshape(-1, 2, 2), method).confidence_interval(level)
    return _held(tables, limits, truth, cells).reshape(difference.shape)[()]


def _truth(difference, discordance, yes_twice):
    """The three arrays of the truth, broadcast against each other, or a ValueError."""
    difference, discordance = check_change(difference, discordance)
    yes_twice = as_numbers(yes_twice, "The proportion of yes twice")
    if np.any((yes_twice < 0) | (yes_twice > 1)):
        raise ValueError(f"The proportion of yes twice lies between 0 and 1; found {yes_twice.tolist()}.")
    check_shapes("Differences, discordances and proportions of yes twice", difference, discordance, yes_twice)
    return np.broadcast_arrays(difference, discordance, yes_twice)


def _check_cost(n, four, method, points, longest):
    """TooLongError where the limits of every table of n people, and the sums at so many points, take too long."""
    tables = (n + 1) * (n + 2) // 2 * ((n + 3) if four else 3) // 3
    if tables > MOST_TABLES:
        raise TooLongError(
            f"Coverage needs the {method} limits of every table, {tables:,} of {n:,} people; it is worked out for up "
            f"to {MOST_TABLES:,} tables. Take fewer people."
        )
    seconds = tables * (SECONDS.get(method, 4e-6) * (n / 26) ** 0.6 + 3e-8 * points)
    quicker = (
        "take Tango's interval, which is much like it, or fewer people" if method in SECONDS else "take fewer people"
    )
    check_cost(f"Coverage of the {method} interval with {n:,} people", seconds, longest, quicker)


def _held(tables, limits, truth, cells):
    """The coverage at each point: its truth of shape (points,), its cell probabilities of shape (points, 4)."""
    rows = max(1, ENTRIES // len(tables))
    blocks = (slice(start, start + rows) for start in range(0, len(truth), rows))
    return np.concatenate([_held_at(tables, limits, truth[block, None], cells[block]) for block in blocks])


def _held_at(tables, limits, truth, cells):
    """The coverage at some of the points."""
    slack = np.where(np.isinf(truth), 0, 1e-9 * np.maximum(1, np.abs(truth)))
    holds = (limits.low <= truth + slack) & (truth - slack <= limits.high)
    return np.minimum((table_probabilities(tables, cells) * holds).sum(axis=1), 1.0)
