"""People in groups, as of one course or site: McNemar's test and the difference where their changes go together.

Of group k, D_k = c_k - b_k people more gained than lost, of n_k. Plain tests take people for independent and reject too
often where a group moves together; these take only the groups for independent.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from firststeps.paired.answers.arguments import as_one, hashable, is_number, several
from firststeps.paired.answers.counting import answer_columns
from firststeps.paired.answers.labels import is_missing
from firststeps.paired.limits.binomial import weights_by_ratios
from firststeps.paired.ordered.counting import count_ordered
from firststeps.paired.ordered.signed_rank import sum_distribution
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.results import LEVEL, Estimate, TestResult, check_alpha, check_level, choose, rejects
from firststeps.paired.tables import as_tables, cells, tables_of
from firststeps.paired.two_waves.mcnemar import BY_DISCORDANT, mcnemar

METHODS = ("exact", "durkalski", "obuchowski")


def count_groups(
    groups: Any,
    before: Any,
    after: Any = None,
    counting: Callable = count_ordered,
    longest: float = LONGEST,
    **meanings: Any,
) -> dict:
    """Count the answers of each group: a dictionary from group to what ``counting`` gives.

    ``groups`` has one entry a person, in the order of the columns; ``counting`` is ``count`` or ``count_ordered``, and
    ``meanings`` what it takes beside the columns. People without a group are refused: ValueError, as for columns of
    another length; and so many groups that it takes more seconds than ``longest`` (TooLongError).

    >>> counts = count_groups(["a", "a", "b"], [1, 2, 1], [2, 2, 3])
    >>> counts["a"].improved, counts["b"].improved
    (1, 1)
    """
    columns, groups = answer_columns(before, after), several(groups, "Groups, one a person,", fewest=0)
    if not callable(counting):
        raise ValueError(f"counting is count or count_ordered; found {counting!r}.")
    if {len(column) for column in columns.values()} != {len(groups)}:
        raise ValueError(f"Each person has one group; found {len(groups)} groups and other numbers of answers.")
    if lacking := sum(is_missing(group) for group in groups):
        raise ValueError(f"Each person has a group; found {lacking} without. Leave these people out, or name a group.")
    places = {}
    for place, group in enumerate(groups):
        places.setdefault(hashable(group, "A group"), []).append(place)
    what = f"Counting the answers of {len(places):,} groups"
    check_cost(what, 1e-3 * len(places) + 1e-5 * len(groups), longest, "take larger groups")
    return {
        group: counting({name: [column[i] for i in these] for name, column in columns.items()}, **meanings)
        for group, these in places.items()
    }


def clustered_mcnemar(
    groups: ArrayLike | dict, method: str = "exact", longest: float = LONGEST, level: float = LEVEL
) -> TestResult:
    """Test whether as many people gain as lose, where people of one group may change together.

    Parameters
    ----------
    groups : integers of shape (K, 2, 2), or a dictionary of counts
        The paired table of each group, as everywhere; or what ``count_groups`` gives. Groups in which nobody answered
        both times are left out.
    method : {"exact", "durkalski", "obuchowski"}
        ``"exact"``: the gains and losses of a whole group trade places with probability 1/2; the statistic is the sum
        of D_k. It keeps its level with any number of groups, and cannot reject at 5% with fewer than six.
        ``"durkalski"``: (sum D_k / n_k)^2 / sum (D_k / n_k)^2, chi-squared with 1 degree of freedom: each group counts
        alike (Durkalski, Palesch, Lipsitz & Rust 2003).
        ``"obuchowski"``: (K - 1) / K (sum D_k)^2 / sum D_k^2, chi-squared: each person counts alike (Obuchowski 1998,
        in the form of Yang, Sun & Hardin 2010).
    level : float
        It is told on its side of 1 - level.

    Returns
    -------
    TestResult
        Two-sided; the statistics of the last two are chi-squared.

    Raises
    ------
    ValueError
        For fewer than two groups, entries that are no counts, an unknown method, and a level out of range; as
        TooLongError where the exact test of so many takes more seconds than ``longest``.

    Six courses; their changes go together:

    >>> courses = [[[2, 0], [6, 2]], [[3, 1], [5, 1]], [[2, 4], [1, 3]],
    ...            [[1, 0], [7, 2]], [[4, 1], [4, 1]], [[3, 3], [2, 2]]]
    >>> clustered_mcnemar(courses)
    exact clustered McNemar test, two-sided: statistic 16, p = 0.219
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    >>> clustered_mcnemar(courses, "obuchowski").pvalue.round(4)
    np.float64(0.1824)
    """
    choose(dict.fromkeys(METHODS), method)
    tables = tables_of_groups(groups)
    gained, people = _moves(tables)
    if method == "exact":
        statistic, pvalue = float(gained.sum()), _flipped(gained, longest)
    else:
        statistic = _statistic(*_weighted(gained, people, method))
        pvalue = float(chdtrc(1, statistic))
    partner = "" if method == "exact" else f"{method} clustered interval of the difference"
    name = f"{method} clustered McNemar"
    about = {"counts": cells(tables.sum(axis=0)), "level": check_level(level)}
    return TestResult(np.float64(statistic), np.float64(pvalue), name, "two-sided", partner, **about)


def clustered_difference(groups: ArrayLike | dict, method: str = "obuchowski") -> Estimate:
    """The difference, share gained less share lost, with an interval that lets people of one group change together.

    ``groups`` and ``method`` ("obuchowski", "durkalski") are those of ``clustered_mcnemar``. The estimate is that of
    all people, or the mean of the groups'. The interval holds every difference that the test would not reject, had D_k
    been measured from it: the test with ``D_k - n_k delta`` in place of D_k. Where there are too few groups for such an
    interval (at 95% fewer than five of one size, or more of unlike sizes), differences far off are not rejected either:
    it is -1 to 1, also where the test rejects that there is none.

    Raises ValueError as ``clustered_mcnemar`` does.

    >>> courses = [[[2, 0], [6, 2]], [[3, 1], [5, 1]], [[2, 4], [1, 3]],
    ...            [[1, 0], [7, 2]], [[4, 1], [4, 1]], [[3, 3], [2, 2]]]
    >>> clustered_difference(courses)
    difference, second minus first: 0.267, 95% interval -0.387 to 0.920 (obuchowski clustered)
    agrees with: obuchowski clustered McNemar test
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    """
    choose(dict.fromkeys(METHODS[1:]), method)
    tables = tables_of_groups(groups)
    change, weight, factor = _weighted(*_moves(tables), method)
    estimate = np.float64(change.sum() / weight.sum())
    limits = partial(_limits, estimate, change - weight * estimate, weight, factor)
    partner = f"{method} clustered McNemar test"
    name, counts = f"{method} clustered", cells(tables.sum(axis=0))
    return Estimate(estimate, "difference, second minus first", name, limits, partner, counts=counts)


def _limits(estimate, apart, weight, factor, level):
    """The roots of the test's statistic, less its critical value, in the difference: how far from the estimate."""
    q = ndtri((1 + level) / 2) ** 2 / factor
    square = weight.sum() ** 2 - q * (weight**2).sum()
    if square <= 0:
        return -1.0, 1.0
    linear = -q * (weight * apart).sum()
    half = np.sqrt(linear**2 + square * q * (apart**2).sum())
    return max(-1.0, estimate + (linear - half) / square), min(1.0, estimate + (linear + half) / square)


def false_alarms_in_groups(
    changers: ArrayLike, correlation: float, method: str = "mid-p", alpha: float = 0.05, longest: float = LONGEST
) -> float:
    """How often a plain McNemar test rejects where nothing changed on the whole, but people of one group go together.

    In group k, ``changers[k]`` people change; the chance that they gain differs from group to group, beta distributed
    about 1/2, so that two people of one group go the same way with ``correlation`` (0 to below 1). Every number of
    gains is gone through: nothing is simulated. ``method`` is one in which b and c count: "exact", "mid-p",
    "asymptotic", "continuity". Raises ValueError for what is none of these, and TooLongError where so many people take
    more seconds than ``longest``.

    Six courses of ten people, half of whom change:

    >>> round(false_alarms_in_groups([5] * 6, 0.0), 3), round(false_alarms_in_groups([5] * 6, 0.17), 3)
    (0.043, 0.122)
    """
    choose(dict.fromkeys(BY_DISCORDANT), method)
    alpha = check_alpha(alpha)
    numbers = np.atleast_1d(as_one(changers))
    if numbers.dtype.kind not in "iu" or numbers.ndim > 1 or (numbers < 0).any():
        raise ValueError(f"The people who change are whole numbers, one a group; found {changers!r}.")
    if not is_number(correlation) or not 0 <= correlation < 1:
        raise ValueError(f"A correlation within groups lies from 0 to below 1; found {correlation!r}.")
    seconds = 1e-9 * float((np.cumsum(numbers, dtype=float) * numbers).sum()) + 1e-6 * float(numbers.sum())
    what = f"Every number of gains of {int(numbers.sum()):,} people in {len(numbers):,} groups"
    check_cost(what, seconds, longest, "take fewer people")
    probability = np.ones(1)
    for number in numbers.tolist():
        probability = np.convolve(probability, _gains(number, correlation))
    gains = np.arange(len(probability))
    tables = tables_of(1, gains[::-1], gains, 0)
    return float(probability[rejects(mcnemar(tables, method).pvalue, alpha)].sum())


def _gains(number, correlation):
    """The chances of 0 ... ``number`` gains in a group: beta-binomial, or binomial without correlation."""
    k, shape = np.arange(number), (1 - correlation) / 2
    return weights_by_ratios(
        (number - k) / (k + 1) * (shape + k * correlation) / (shape + (number - k - 1) * correlation)
    )


def tables_of_groups(groups):
    """Give the paired tables of the groups in which somebody answered both times, of shape (K, 2, 2).

    >>> tables_of_groups({"Ash": [[2, 0], [6, 2]], "Elm": [[0, 0], [0, 0]], "Oak": [[3, 1], [5, 1]]}).shape
    (2, 2, 2)
    """
    tables = groups.values() if isinstance(groups, dict) else several(groups, "Tables of groups", fewest=0)
    counted = [as_tables(counts, empty=True) for counts in tables]
    heard = [table for table in counted if table.any()]
    if len(heard) < 2:
        raise ValueError(f"Groups are compared where at least two have people who answered twice; found {len(heard)}.")
    if any(table.ndim > 2 for table in heard):
        raise ValueError(f"Each group has one table; found tables of shape {max(t.shape[:-2] for t in heard)}.")
    return np.stack(heard)


def _moves(tables):
    """Give the gains less the losses of each group, and its people."""
    _, b, c, _, n = cells(tables)
    return (c - b).astype(np.int64), n.astype(np.int64)


def _weighted(gained, people, method):
    """What each group adds to the sum, its weight, and the factor of the statistic."""
    if method == "durkalski":
        return gained / people, np.ones(len(people)), 1.0
    return gained.astype(float), people.astype(float), (len(people) - 1) / len(people)


def _statistic(change, weight, factor):
    """The squared sum by the sum of squares; 0 where no group changed on the whole."""
    squares = float((change**2).sum())
    return factor * float(change.sum()) ** 2 / squares if squares else 0.0


def _flipped(gained, longest):
    """Exact two-sided p: the chance that the sum is as far from 0, each D_k with either sign."""
    sizes = np.abs(gained)
    what = f"The exact clustered test of {len(sizes):,} groups"
    seconds = 4e-9 * float(sizes.sum()) * np.count_nonzero(sizes)
    check_cost(what, seconds, longest, "take method='obuchowski', which with so many says nearly the same")
    probability = sum_distribution(sizes.astype(float), (sizes > 0).astype(int))[::2]
    sums = 2 * np.arange(len(probability)) - sizes.sum()
    return min(1.0, float(probability[np.abs(sums) >= abs(gained.sum())].sum()))
