"""The exact distribution of Cochran's Q: every person's answers in every order over the waves, without sampling.

Q depends on the yes of each wave, G_1 ... G_W, only through their differences, and under the null hypothesis their
order does not matter. So a state is the sorted differences from the least, ``0 <= g_1 <= ... <= g_(W-1)``, and
its probability is kept for one order of the waves. With n people who changed there are C(n + W - 1, W - 1) states: 1.4
million for 200 people and four waves, a sixth of the vectors (G_1, ..., G_(W-1)) and two arrays of them the less.

States are numbered by ``sum_i C(g_i + i - 1, i)``. States of a smaller range g_(W-1) come first, and after t people
the range is at most t, so each step works on the first states only. A state fixes its grand total up to multiples of
W, so each step works on one remainder only.
"""

from itertools import combinations
from math import comb, factorial

import numpy as np

STATES = 10_000_000  # the most states that are held
STEPS = 5_000_000_000  # the most additions that are done; about a minute
ADDITION, PLACE = 1.1e-8, 1.2e-9  # seconds of an addition, and of a state, a wave and an order of the answers


def spread(yes):
    """Give ``W sum G_j^2 - (sum G_j)^2`` over the last axis, in whole numbers: the numerator of Q over W - 1.

    Numbers of 64 bits are enough below some 10^9 / W; larger ones go in as objects, Python's own whole numbers.

    >>> int(spread(np.array([0, 0, 3])))
    18
    """
    return yes.shape[-1] * (yes**2).sum(axis=-1) - yes.sum(axis=-1) ** 2


def tail(least, totals):
    """Give P(spread > least) and P(spread = least), when each person's answers are put in a random order.

    ``totals[k]`` people said yes at k of the W waves, k = 0 ... W. Raises ValueError where that is too much work.

    Three people with one yes at three waves: all at one wave with probability 3 / 27.

    >>> [round(p, 4) for p in tail(18, [2, 3, 0, 1])]
    [0.0, 0.1111]
    """
    states, probability = distribution(totals)
    value = spread(states.astype(np.int64))
    return float(probability[value > least].sum()), float(probability[value == least].sum())


def distribution(totals):
    """Give the states that can be, sorted differences of shape (states, W), and their probabilities over all orders.

    >>> states, probability = distribution([0, 2, 0])
    >>> states.tolist(), probability.tolist()
    ([[0, 0], [0, 2]], [0.5, 0.5])
    """
    waves, groups = len(totals) - 1, _groups(totals)
    _check_work(totals)
    states = _states(sum(count for _, count in groups), waves)
    remainder = states.sum(axis=1) % waves
    alike = [np.flatnonzero(remainder == r) for r in range(waves)]
    probability = np.zeros(len(states) + 1)  # the last one, of what is out of range, stays 0
    probability[0] = 1
    people = grand = 0
    for total, count in groups:
        _add_people(probability, states, alike, total, range(people + 1, people + count + 1), grand)
        people, grand = people + count, grand + count * total
    here = alike[grand % waves]
    return states[here], probability[here] * _orders(states[here])


def _groups(totals):
    """Give the people who changed, as (number of yes, people); most choices first, while the states are few."""
    waves = len(totals) - 1
    groups = [(total, int(totals[total])) for total in range(1, waves) if totals[total]]
    return sorted(groups, key=lambda group: -comb(waves, group[0]))


def feasible(totals):
    """Say whether the exact distribution for these ``totals`` can be worked out: its states held, its additions done.

    >>> feasible([2, 3, 0, 1]), feasible([0, 50, 50, 50, 50, 50, 0])
    (True, False)
    """
    _, states, additions = _work(_groups(totals), len(totals) - 1)
    return states <= STATES and additions <= STEPS


def seconds(totals):
    """Give the seconds that the exact distribution for these ``totals`` takes: its additions, and to find their places.

    >>> seconds([2, 3, 0, 1]) < 0.01, seconds([0, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0]) > 10
    (True, True)
    """
    waves, groups = len(totals) - 1, _groups(totals)
    _, states, additions = _work(groups, waves)
    return ADDITION * additions + PLACE * states * waves * sum(comb(waves, total) for total, _ in groups)


def _work(groups, waves):
    """Count people who changed, states to hold and additions to do."""
    people = sum(count for _, count in groups)
    states = comb(people + waves - 1, waves - 1)
    choices = max((comb(waves, total) for total, _ in groups), default=0)
    return people, states, states * people * choices // waves**2


def _check_work(totals):
    """Raise ValueError where the states, or the additions, are too many."""
    if not feasible(totals):
        people, states, _ = _work(_groups(totals), len(totals) - 1)
        raise ValueError(
            f"The exact distribution of Q for {people} people who changed over {len(totals) - 1} waves has {states:,} "
            "states: too many to work out; use method='asymptotic'."
        )


def _states(people, waves):
    """Give all states with a range of at most ``people``, in the order of their numbers: shape (states, waves)."""
    values, states = np.arange(people + 1, dtype=np.int32), np.zeros((1, 1), dtype=np.int32)
    for wave in range(1, waves):
        within = np.array(
            [comb(value + wave - 1, wave - 1) for value in range(people + 1)]
        )  # of one wave less, to value
        earlier = np.arange(within.sum()) - np.repeat(np.cumsum(within) - within, within)
        states = np.column_stack([states[earlier], np.repeat(values, within)])
    return states


def _add_people(probability, states, alike, total, numbers, grand):
    """Add people with ``total`` yes to the probabilities in place; ``numbers`` counts them on from those before."""
    waves = states.shape[1]
    within = [comb(people + waves - 1, waves - 1) for people in numbers]
    before = [_predecessors(states, part[: np.searchsorted(part, within[-1])], total) for part in alike]
    for most in within:
        grand += total
        part = alike[grand % waves]
        here = part[: np.searchsorted(part, most)]
        came = before[grand % waves][:, : len(here)]
        probability[here] = sum(probability[source] for source in came) / len(came)


def _predecessors(states, part, total):
    """Give the numbers of the states before a person with ``total`` yes led to those in ``part``: shape (choices,
    part).
    """
    waves, people = states.shape[1], states[-1, -1]
    number = [[comb(value + wave - 1, wave) for value in range(people + 2)] for wave in range(1, waves)]
    number = np.array(number, dtype=np.int32)
    choices = list(combinations(range(waves), total))
    places = np.empty((len(choices), len(part)), dtype=np.int32)
    for row, choice in zip(places, choices, strict=True):
        lower = states[part]
        lower[:, choice] -= 1
        lower.sort(axis=1)
        lower -= lower[:, :1].copy()
        row[:] = sum(number[wave - 1][lower[:, wave]] for wave in range(1, waves))
        row[lower[:, -1] > people] = len(states)
    return places


def _orders(states):
    """Say in how many orders of the waves each state can come: W! over the factorials of its ties."""
    orders, run = np.full(len(states), float(factorial(states.shape[1]))), np.ones(len(states))
    for lower, upper in zip(states.T[:-1], states.T[1:], strict=True):
        run = np.where(lower == upper, run + 1, 1)
        orders /= run
    return orders
