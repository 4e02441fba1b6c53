"""Published margins: every paired table behind "x1 of n said yes before, x2 of n after".

The margins leave one number open, ``a``, those who said yes twice; it lies between the bounds of Frechet.  The change
x2 - x1 = c - b is fixed, and only the number of changers b + c = x1 + x2 - 2a varies.
Source: M. Frechet (1951), Ann Univ Lyon A 14:53; for 2x2 tables also Duncan & Davis (1953), Am Sociol Rev 18:665.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from firststeps.paired.answers.arguments import as_numbers, is_number, of_kind
from firststeps.paired.answers.fields import Checked
from firststeps.paired.limits.binomial import weights_by_ratios
from firststeps.paired.results import above_nought, check_level, frame
from firststeps.paired.tables import MOST, tables_of


def frechet_bounds(n, first_yes, second_yes):
    """The smallest and largest possible number of people who said yes both times.

    max(0, x1 + x2 - n) <= a <= min(x1, x2).  Raises ValueError if a margin is not between 0 and ``n``.

    >>> frechet_bounds(26, 15, 17)
    (6, 15)
    """
    for name, yes in (("first", first_yes), ("second", second_yes)):
        if not all(isinstance(x, (int, np.integer)) for x in (yes, n)) or not 0 <= yes <= n <= MOST:
            raise ValueError(f"{yes} of {n} people cannot have said yes at the {name} wave.")
    return max(0, first_yes + second_yes - n), min(first_yes, second_yes)


def tables_with_margins(n: int, first_yes: int, second_yes: int) -> np.ndarray:
    """Every paired table with these margins, from the fewest changers to the most: an array of shape (K, 2, 2).

    >>> tables_with_margins(4, 2, 3).tolist()
    [[[2, 0], [1, 1]], [[1, 1], [2, 0]]]
    """
    low, high = frechet_bounds(n, first_yes, second_yes)
    a = np.arange(high, low - 1, -1)
    b, c = first_yes - a, second_yes - a
    return tables_of(a, b, c, n - a - b - c)


def smallest_exact_p(first_yes: int, second_yes: int) -> float:
    """The smallest two-sided exact McNemar p-value that two margins allow, whoever changed: min(1, 2^(1-|x1-x2|)).

    It is reached when everyone who changed changed in the same direction.

    >>> smallest_exact_p(10, 15), smallest_exact_p(10, 16), smallest_exact_p(10, 10)
    (0.0625, 0.03125, 1.0)
    """
    for people in (first_yes, second_yes):
        if not isinstance(people, (int, np.integer)) or not 0 <= people <= MOST:
            raise ValueError(f"A margin is a whole number of people; found {people!r}.")
    return above_nought(min(1.0, 2.0 ** (1 - abs(second_yes - first_yes))))


def smallest_significant_gap(alpha: float = 0.05) -> int:
    """How many people two margins must differ by before the exact test can give p <= ``alpha`` at all.

    >>> smallest_significant_gap(0.05), smallest_significant_gap(0.01)
    (6, 8)
    """
    if not is_number(alpha) or not 0 < alpha < 1:
        raise ValueError(f"A significance level lies between 0 and 1; found {alpha!r}.")
    return next(gap for gap in range(1, 1100) if smallest_exact_p(0, gap) <= alpha)


@dataclass(frozen=True)
class HiddenChangers(Checked):
    """How many people changed their answer behind fixed margins: each possible number, with its probability."""

    changers: np.ndarray
    probability: np.ndarray

    together = ("changers", "probability")

    @property
    def mean(self) -> float:
        """The mean number of people who changed."""
        return float(self.changers @ self.probability)

    def interval(self, level: float = 0.95) -> tuple[int, int]:
        """The smallest and largest number of changers in the central interval that holds at least ``level``."""
        below = np.cumsum(self.probability)
        tail = (1 - check_level(level)) / 2
        low = np.searchsorted(below, tail * (1 - 1e-12), side="right")
        high = np.searchsorted(below, (1 - tail) * (1 - 1e-12), side="left")
        return int(self.changers[low]), int(self.changers[min(high, len(below) - 1)])


def hidden_by_prior(n: int, first_yes: int, second_yes: int, priors: Mapping[str, ArrayLike]) -> pd.DataFrame:
    """How many people changed behind margins, for several priors: a DataFrame with mean, and where 95% lie.

    >>> hidden_by_prior(4, 2, 3, {"even": (1, 1, 1, 1)}).to_numpy().tolist()
    [['even', 2.0, 1, 3]]
    """
    if not of_kind(priors, Mapping, "Priors stand in a dictionary by their names"):
        raise ValueError("Priors stand in a dictionary by their names; found none.")
    hidden = {name: hidden_changers(n, first_yes, second_yes, prior) for name, prior in priors.items()}
    low, high = zip(*(one.interval() for one in hidden.values()), strict=True)
    columns = {"prior": list(hidden), "mean": [one.mean for one in hidden.values()], "low": low, "high": high}
    return frame(columns, {"mean": "number", "low": "people", "high": "people"}, 0.95)


def hidden_changers(n: int, first_yes: int, second_yes: int, prior: ArrayLike = (1, 1, 1, 1)) -> HiddenChangers:
    """The distribution of the number of changers b + c behind margins, given a Dirichlet prior on the four cells.

    ``prior`` are the Dirichlet parameters of (yes-yes, yes-no, no-yes, no-no).  The table given the margins then has
    probability proportional to the product of Gamma(count + prior) / count! (the Dirichlet-multinomial, restricted).
    All ones make every table equally likely; larger first and last parameters say that answers tend to stay.

    >>> hidden = hidden_changers(4, 2, 3)
    >>> hidden.changers.tolist(), hidden.probability.tolist()
    ([1, 3], [0.5, 0.5])
    """
    prior = as_numbers(prior, "A prior")
    if prior.shape != (4,) or not np.all(prior > 0) or not np.all(np.isfinite(prior)):
        raise ValueError(f"A prior is four positive Dirichlet parameters; found {prior.tolist()}.")
    tables = tables_with_margins(n, first_yes, second_yes).reshape(-1, 4)
    before, after = tables[:-1], tables[1:]  # one fewer in a and in d, one more in b and in c
    more, fewer = (before + prior) / np.maximum(after, 1), before / (after + prior)
    ratios = more[:, 1] * more[:, 2] * fewer[:, 0] * fewer[:, 3]
    return HiddenChangers(tables[:, 1] + tables[:, 2], weights_by_ratios(ratios))
