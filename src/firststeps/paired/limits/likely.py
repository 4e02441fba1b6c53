"""The binomial probabilities that count: those of numbers near the mean, all others together less than 1e-18.

By Bernstein's inequality a binomial number of n trials with probability theta is farther from its mean than
``L / 3 + sqrt(L^2 / 9 + 2 n theta (1 - theta) L)`` with probability 2 exp(-L) at most.  So of a million numbers some
thousands count, and a sum over them, of values between 0 and 1, is wrong by 1e-18 at most.
"""

import numpy as np

NEGLECTED = 1e-18  # probability of all numbers that are left out, at most


def reach(n, theta):
    """Say how far from its mean a binomial number (n, theta) is with probability 1 - 1e-18, rounded up; of arrays too.

    >>> reach(1_000_000, np.array([0.0, 0.5])).tolist()
    [29, 4605]
    """
    bound = np.log(2 / NEGLECTED)
    return np.ceil(bound / 3 + np.sqrt(bound**2 / 9 + 2 * n * theta * (1 - theta) * bound)).astype(int)


def likely_weights(n, theta):
    """Give the first number that counts for each of ``theta``, shape (points,), and the probabilities from it on.

    The latter are of shape (points, width), all as wide as the widest; numbers below 0 and above n have probability 0.
    They are worked out from the likeliest number outwards, each from its neighbour, and add up to 1.

    >>> first, weights = likely_weights(2, np.array([0.5]))
    >>> weights[0, -first[0] : 3 - first[0]].round(12).tolist(), float(weights.sum().round(12))
    ([0.25, 0.5, 0.25], 1.0)
    """
    theta = np.asarray(theta, dtype=float)
    most = int(reach(n, theta).max()) + 2  # the likeliest number is within 1 of the mean
    likeliest = np.minimum(np.floor((n + 1) * theta), n).astype(int)[:, None]
    odds = (np.maximum(theta, 1e-300) / np.maximum(1 - theta, 1e-300))[:, None]
    above, below = likeliest + np.arange(most), likeliest - np.arange(most)
    up = np.cumprod(np.maximum(n - above, 0) / (above + 1) * odds, axis=1)
    down = np.cumprod(np.maximum(below, 0) / (n - below + 1) / odds, axis=1)
    weights = np.concatenate([down[:, ::-1], np.ones((len(theta), 1)), up], axis=1)
    return likeliest[:, 0] - most, weights / weights.sum(axis=1, keepdims=True)


def likely_numbers(n, theta):
    """Give the numbers that count for one ``theta``, and their probabilities.

    >>> numbers, weights = likely_numbers(2, 0.5)
    >>> numbers.tolist(), weights.round(12).tolist()
    ([0, 1, 2], [0.25, 0.5, 0.25])
    """
    first, weights = likely_weights(n, np.array([theta]))
    numbers = first[0] + np.arange(weights.shape[1])
    there = (numbers >= 0) & (numbers <= n)
    return numbers[there], weights[0, there]
