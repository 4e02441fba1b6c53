"""Every table that n people can give, and its probability."""

import numpy as np
from scipy.special import gammaln, xlogy


def all_tables(n, four):
    """Every table of n people as rows (a, b, c, d); with d = 0 unless ``four``, where only b and c count.

    >>> all_tables(1, four=False).tolist()
    [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0]]
    >>> len(all_tables(26, four=True))
    3654
    """
    axes = 3 if four else 2
    cells = np.indices((n + 1,) * axes).reshape(axes, -1)
    cells = cells[:, cells.sum(axis=0) <= n]
    b, c = cells[:2]
    return np.stack([n - cells.sum(axis=0), b, c, cells[2] if four else np.zeros_like(b)], axis=1)


def cell_probabilities(difference, discordance, yes_twice):
    """Probabilities of a, b, c, d, shape (points, 4), from arrays of shape (points,).

    ``yes_twice`` is the proportion who say yes, of those who do not change.

    >>> cell_probabilities(np.array([0.25]), np.array([0.5]), 0.75).tolist()
    [[0.375, 0.125, 0.375, 0.125]]
    """
    loss, gain = (discordance - difference) / 2, (discordance + difference) / 2
    same = 1 - discordance
    return np.maximum(np.stack([same * yes_twice, loss, gain, same * (1 - yes_twice)], axis=1), 0)


def table_probabilities(tables, cells):
    """Multinomial probability of each table at each point, shape (points, tables).

    Tables are rows (a, b, c, d) of ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.

    >>> table_probabilities(all_tables(1, four=False), np.array([[0.5, 0.125, 0.375, 0]])).round(3).tolist()
    [[0.5, 0.375, 0.125]]
    """
    logs = gammaln(tables.sum(axis=1) + 1.0) - gammaln(tables + 1.0).sum(axis=1)
    return np.exp(logs + sum(xlogy(tables[:, k], cells[:, [k]]) for k in range(4)))
