"""Parts that the square-and-add intervals share: Wilson's limits of a proportion, and the correlation of a table."""

import numpy as np
from scipy.special import ndtri


def wilson(x, n, level):
    """Wilson's score limits of the proportion x / n (Wilson 1927); exactly 0 for x = 0 and 1 for x = n.

    >>> [round(float(limit), 4) for limit in wilson(8, 21, 0.95)]
    [0.2075, 0.5912]
    """
    z = ndtri((1 + level) / 2)
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    centre = x + z**2 / 2
    half = z * np.sqrt(x * (n - x) / n + z**2 / 4)
    low, high = (centre - half) / (n + z**2), (centre + half) / (n + z**2)
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def correlation(counts, corrected=False):
    """The correlation phi of the two measurements, of shape (...); 0 where a margin is empty.

    ``corrected``: a positive numerator ad - bc is reduced by n / 2, at least to 0 (Newcombe 1998, method 10).

    >>> from firststeps.paired.tables import cells
    >>> float(correlation(cells([[4, 1], [1, 4]])).round(12))
    0.6
    """
    a, b, c, d, n = (x.astype(float) for x in counts)
    numerator = a * d - b * c
    if corrected:
        numerator = np.where(numerator > 0, np.maximum(numerator - n / 2, 0), numerator)
    product = (a + b) * (c + d) * (a + c) * (b + d)
    return np.where(product > 0, numerator / np.sqrt(np.maximum(product, 1)), 0.0)
