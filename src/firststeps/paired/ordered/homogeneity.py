"""Exact tests of a square table of paired answers: that it is symmetric, and that its two margins are the same.

Given how many people moved between each two answers, in either direction, each of them is equally likely to have moved
one way or the other. So every table is a sum of independent binomials, and the distribution of a statistic is worked
out pair by pair, equal states merged: nothing is sampled. The chi-squared tests are in ``many_waves.categories``.
"""

import numpy as np

from firststeps.paired.limits.binomial import weights_by_ratios
from firststeps.paired.many_waves.categories import bowker, square_counts, stuart_maxwell
from firststeps.paired.ordered.counting import OrderedCounts, OrderedLike, as_ordered
from firststeps.paired.ordered.results import OrderedResult
from firststeps.paired.planning.cost import LONGEST, check_cost, check_longest
from firststeps.paired.results import counted_people

MOST_STATES = 2_000_000  # different states that are held
SORTED = 1.2e-7  # seconds of a state that is merged with its equals
MANY_PAIRS = 100  # of answers between which people moved: beyond, every sum up to the largest is gone through


def symmetry(counts: OrderedLike, longest: float = LONGEST) -> OrderedResult:
    """Exact test that as many people moved one way as the other, for each pair of answers (Bowker's, exact).

    The statistic is Bowker's; the p-value is the probability of one at least as large, over every table with as many
    moves between each two answers. With two answers it is the exact McNemar test. The order of the answers is not used.

    Raises ValueError for what is no square table of counts, and where there are too many tables to go through (then
    ``bowker`` gives the asymptotic test); as TooLongError where so many answers take more seconds than ``longest``.

    >>> symmetry([[20, 10, 5], [3, 30, 15], [0, 5, 40]])
    exact Bowker test, two-sided: statistic 13.769, p = 0.00157
    128 people, 38 changed
    """
    check_longest(longest)
    square = _square(counts)
    up, down = _moves(square)
    moved = up + down > 0
    totals, apart = (up + down)[moved], (up - down)[moved]
    common = int(np.lcm.reduce(totals)) if len(totals) else 1
    if common > 10**12:
        raise ValueError(_too_many("bowker"))
    if len(totals) > MANY_PAIRS and totals.sum() * common < MOST_STATES:
        values, probability = _every_sum(totals, common, longest)
    else:
        values, probability = np.zeros((1, 1), dtype=np.int64), np.ones(1)
        for total in totals.tolist():
            _check_room(values, total, "bowker")
            steps = (total - 2 * np.arange(total + 1)) ** 2 * (common // total)
            values, probability = _merged(values, probability, steps[:, None], total)
    beyond = probability[values[:, 0] >= (apart**2 * (common // totals)).sum()].sum()
    return _result("exact Bowker", bowker(square).statistic, beyond, square)


def _every_sum(totals, common, longest):
    """Every whole number up to the largest statistic, times ``common``, of many pairs of answers; its probability.

    >>> values, probability = _every_sum(np.array([1, 2]), 2, 10)
    >>> values[probability > 0].ravel().tolist(), probability[probability > 0].tolist()
    ([2, 6], [0.5, 0.5])
    """
    seconds = 2e-9 * float((np.cumsum(totals) * common * (totals // 2 + 2)).sum())
    what = f"The exact test of symmetry of {len(totals):,} pairs of answers"
    check_cost(what, seconds, longest, "take bowker, which with so many is near")
    probability, reach = np.zeros(int(totals.sum()) * common + 1), 0
    probability[0] = 1.0
    for total in totals.tolist():
        k = np.arange(total // 2 + 1)
        chances = _splits(total)[k] * np.where(2 * k < total, 2, 1)
        before, reach = probability[: reach + 1].copy(), reach + total * common
        probability[: reach + 1] = 0
        for step, chance in zip(((total - 2 * k) ** 2 * (common // total)).tolist(), chances.tolist(), strict=True):
            probability[step : step + len(before)] += chance * before
    return np.arange(len(probability))[:, None], probability


def marginal_homogeneity(counts: OrderedLike, scores: object = None, longest: float = LONGEST) -> OrderedResult:
    """Exact test that both waves have the same margins.

    Parameters
    ----------
    counts : OrderedCounts, or a square table
        What ``count_ordered`` gives, or takes alone.
    scores : "values", or a sequence of K numbers, optional
        Without it, the order of the answers is not used and the statistic is Stuart and Maxwell's. With it, the
        statistic is the sum of the changes in score, and the test one of a shift: "values" takes the scores of the
        answers, those of a labelled table from its labels, so that it is the exact permutation test of the mean change.
    longest : float
        Seconds that somebody means to wait for the test of the changes in score.

    Returns
    -------
    OrderedResult
        Two-sided; p is the probability of a statistic at least as far from what is expected, over every table with as
        many moves between each two answers.

    Raises
    ------
    ValueError
        For what is no square table of counts, for scores that are no K numbers, and where there are too many tables to
        go through (then ``stuart_maxwell`` gives the asymptotic test); as TooLongError where so many different changes
        take more seconds than ``longest``.

    >>> marginal_homogeneity([[20, 10, 5], [3, 30, 15], [0, 5, 40]])
    exact Stuart-Maxwell test, two-sided: statistic 13.765, p = 0.000657
    128 people, 38 changed
    >>> marginal_homogeneity([[20, 10, 5], [3, 30, 15], [0, 5, 40]], [1, 2, 3])
    exact permutation of changes in score test, two-sided: statistic 27, p = 0.000196
    128 people, 38 changed
    """
    if isinstance(scores, str) and scores == "values":
        counts = as_ordered(counts)
        scores = counts.values
    check_longest(longest)
    square = _square(counts)
    if scores is not None:
        return _shift(square, scores, longest)
    asymptotic = stuart_maxwell(square)
    _refuse_by_a_tree(square)
    margins, probability = np.zeros((1, len(square)), dtype=np.int64), np.ones(1)
    up, down = _moves(square)
    for (row, column), total in zip(np.argwhere(np.triu(np.ones_like(square), 1)), up + down, strict=True):
        _check_room(margins, int(total), "stuart_maxwell")
        step = np.zeros(len(square), dtype=np.int64)
        step[row], step[column] = 1, -1
        steps = (2 * np.arange(total + 1) - total)[:, None] * step
        margins, probability = _merged(margins, probability, steps, int(total))
    moved = square + square.T
    np.fill_diagonal(moved, 0)
    inverse = np.linalg.pinv(np.diag(moved.sum(axis=0)) - moved, hermitian=True)
    statistics = np.einsum("si,ij,sj->s", margins, inverse, margins)
    beyond = probability[statistics >= asymptotic.statistic * (1 - 1e-9) - 1e-12].sum()
    return _result("exact Stuart-Maxwell", asymptotic.statistic, beyond, square)


def _refuse_by_a_tree(square):
    """Refuse at once where moves between pairs of answers that form no ring give more margins than are held.

    No two ways in which these people move give the same margins, so that there are at least so many.
    """
    from scipy.sparse.csgraph import minimum_spanning_tree

    moved = square + square.T
    np.fill_diagonal(moved, 0)
    if minimum_spanning_tree(-np.log2(moved + 1.0)).sum() < -np.log2(MOST_STATES) - 1e-9:
        raise ValueError(_too_many("stuart_maxwell"))


def _shift(square, scores, longest):
    """The exact test of the sum of changes in score."""
    try:
        values = np.asarray(scores, dtype=float)
    except (TypeError, ValueError):
        values = np.empty(0)
    if values.shape != (len(square),) or not np.isfinite(values).all():
        raise ValueError(f"Scores are 'values' or one number for each of the {len(square)} answers; found {scores!r}.")
    rows, columns = np.triu_indices(len(square), 1)
    sums, probability = np.zeros((1, 1)), np.ones(1)
    up, down = _moves(square)
    scaled = values * _unit(values)
    distances, places = np.unique(np.round(np.abs(scaled[columns] - scaled[rows]), 9), return_inverse=True)
    totals = np.bincount(places, up + down, len(distances)).astype(int)
    distances, totals = distances[distances > 0], totals[distances > 0]
    what = f"The exact test of {len(distances):,} different changes in score"
    check_cost(what, _shift_seconds(distances, totals), longest, "take signed_rank with method='asymptotic'")
    for distance, total in zip(distances, totals, strict=True):
        _check_room(sums, int(total), "stuart_maxwell")
        steps = (2 * np.arange(total + 1) - total)[:, None] * distance
        sums, probability = _merged(sums, probability, steps, int(total))
    statistic, observed = (float((square * (x[None, :] - x[:, None])).sum()) for x in (values, scaled))
    beyond = probability[np.abs(sums[:, 0]) >= abs(observed) - 1e-6].sum()
    return _result("exact permutation of changes in score", statistic, beyond, square)


def _unit(values):
    """The power of ten that takes the smallest distance between two values to 1 or more, and below 10.

    So sums that are equal but for rounding are told from others, whatever the unit; 1e-9 of the largest is rounding.

    >>> _unit(np.array([1.0, 2.0, 5.0])), _unit(np.array([0.0, 2e-7, 1e-6]))
    (1.0, 10000000.0)
    """
    apart = np.diff(np.sort(values))
    real = apart[apart > 1e-9 * np.ptp(values)]
    return float(10.0 ** -np.floor(np.log10(real.min()) + 1e-9)) if len(real) else 1.0


def _shift_seconds(distances, totals):
    """At most how many seconds the sums of so many changes of each distance take, until they are more than are held.

    >>> few, many = (_shift_seconds(np.arange(1.0, most), np.full(most - 1, 4)) for most in (5, 1000))
    >>> few < 0.1, many > 10
    (True, True)
    """
    ways = np.concatenate([[0.0], np.cumsum(np.log2(totals + 1.0))[:-1]])
    states = np.minimum(MOST_STATES, 2.0 ** np.minimum(ways, 60))
    if (distances == np.rint(distances)).all():
        reached = np.cumsum(totals * distances) / np.gcd.reduce(np.rint(distances).astype(int))
        states = np.minimum(states, np.concatenate([[0.0], reached[:-1]]) + 1)
    merged = states * (totals + 1)
    return SORTED * float(merged[np.cumsum(merged > MOST_STATES) == 0].sum())


def _square(counts):
    """The (K, K) table of whole numbers."""
    return square_counts(counts.square if isinstance(counts, OrderedCounts) else counts)


def _moves(square):
    """For each two answers how many people moved up and how many down."""
    above = np.triu_indices(len(square), 1)
    return square[above], square.T[above]


def _check_room(states, total, instead):
    """Refuse more states than are held after ``total`` people more, before any of them is made."""
    if len(states) * (total + 1) > MOST_STATES:
        raise ValueError(_too_many(instead))


def _merged(states, probability, steps, total):
    """The states after ``total`` people moved, each in one of two directions, with equal states merged."""
    sums = (states[:, None, :] + steps[None, :, :]).reshape(-1, states.shape[1])
    joint = np.outer(probability, _splits(total)).ravel()
    merged, places = _distinct(np.round(sums, 6))
    return merged, np.bincount(places.ravel(), joint, len(merged))


def _splits(total):
    """The chances that 0 ... ``total`` of so many people moved up, each up or down with probability 1/2.

    >>> _splits(2).tolist()
    [0.25, 0.5, 0.25]
    """
    k = np.arange(total)
    return weights_by_ratios((total - k) / (k + 1))


def _distinct(states):
    """The different rows, in order, and which of them each row is; as one number a row where that can be.

    >>> [x.tolist() for x in _distinct(np.array([[2, 1], [0, 3], [2, 1]]))]
    [[[0, 3], [2, 1]], [1, 0, 1]]
    """
    spread = np.ptp(states, axis=0) + 1
    if states.shape[1] == 1:
        numbers = states[:, 0]
    elif states.dtype.kind == "i" and np.log2(spread.astype(float)).sum() < 62:
        numbers = (states - states.min(axis=0)) @ np.append(np.cumprod(spread[:0:-1])[::-1], 1)
    else:
        return np.unique(states, axis=0, return_inverse=True)
    _, first, places = np.unique(numbers, return_index=True, return_inverse=True)
    return states[first], places


def _too_many(instead):
    """The message where the exact distribution cannot be worked out."""
    return f"There are too many tables for an exact test; the asymptotic one is near with so many moves: {instead}."


def _result(method, statistic, beyond, square):
    """The result in the words of the room."""
    changed = int(square.sum() - np.trace(square))
    n = int(square.sum())
    people = f"{counted_people(n)}, {changed:,} changed"
    return OrderedResult(float(statistic), float(min(1.0, beyond)), method, "two-sided", people, n)
