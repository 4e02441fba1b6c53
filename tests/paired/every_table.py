"""Every table of n pairs and its probability, for tests by brute force."""

import numpy as np
from scipy.special import comb


def all_tables(n):
    """Every (b, c) of n pairs, with a = 0, of shape (tables, 2, 2)."""
    return np.array([[[0, b], [c, n - b - c]] for b in range(n + 1) for c in range(n + 1 - b)])


def probabilities(n, p12, p21):
    """Trinomial probabilities of ``all_tables(n)``, of shape (tables, parameters)."""
    b, c = (all_tables(n)[:, i, j, None] for i, j in ((0, 1), (1, 0)))
    return comb(n, b) * comb(n - b, c) * p12**b * p21**c * np.maximum(1 - p12 - p21, 0) ** (n - b - c)
