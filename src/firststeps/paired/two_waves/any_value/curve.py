"""The curve of p-values of one table: how well each difference agrees with the data, not only none.

Also called p-value function, consonance or confidence curve (Birnbaum 1961; Poole 1987, Am J Public Health 77:195;
Rafi & Greenland 2020, BMC Med Res Methodol 20:244).
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from firststeps.paired.answers.arguments import as_numbers
from firststeps.paired.planning.cost import LONGEST
from firststeps.paired.results import choose, frame
from firststeps.paired.tables import TableLike, one_table
from firststeps.paired.two_waves.any_value.difference_test import METHODS, difference_test
from firststeps.paired.two_waves.difference import difference

LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99)  # of the intervals whose limits are places of the curve
FARTHEST = 0.999  # level of the interval that the curve spans
PLACES = 201  # at equal distances within it


def confidence_curve(
    table: TableLike, method: str = "fay-lumbard", differences: ArrayLike | None = None, longest: float = LONGEST
) -> pd.DataFrame:
    """Give the p-value of one table against each of many differences: a row a difference, ready to be drawn.

    A 95% interval says of each difference only whether p is below 0.05. The curve says how far below or above: it is
    highest at what agrees best with the data, and at height p it is as wide as the interval at level 1 - p. By
    ``"fay-lumbard-mid-p"``, where as many gain as lose, it has a gap at 0: McNemar's mid-p is below 1 there, and the p
    of differences as near to 0 as one likes is near 1.

    Parameters
    ----------
    table : integers of shape (2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    method : str
        One of those of ``difference_test``.
    differences : numbers in (-1, 1), in an array of any shape, or None
        Proportions; where none are given, ``PLACES`` at equal distances over the interval at level ``FARTHEST``, with
        no difference, the estimate, and the limits at the levels ``LEVELS``.
    longest : float
        Seconds that somebody means to wait; what would take longer is refused.

    Returns
    -------
    DataFrame
        ``difference`` (in rising order, each once), ``p`` (two-sided, of ``difference_test``), ``level`` (1 - p: of the
        interval that ends there) and ``bits`` (-log2 p, the surprise or S-value: 4 bits are four heads in a row).

    Raises
    ------
    ValueError
        For several tables, entries that are not counts, n = 0, differences that are not in (-1, 1), and an unknown
        method; as TooLongError for what takes longer than ``longest``.

    Examples
    --------
    Seven gains and one loss of 21 (Bentur et al. 2009): no change agrees with them about as badly as a rise of 0.5.

    >>> curve = confidence_curve([[1, 1], [7, 12]], differences=[0, 0.1, 0.3, 0.5])
    >>> print(curve.round(3).to_string(index=False))
     difference     p  level  bits
            0.0 0.070  0.930 3.830
            0.1 0.361  0.639 1.471
            0.3 1.000  0.000 0.000
            0.5 0.118  0.882 3.083
    """
    choose(METHODS, method)
    counts = one_table(table)
    if differences is None:
        estimate = difference(table, method, longest)
        low, high, _ = estimate.confidence_interval(FARTHEST)
        limits = [limit for level in LEVELS for limit in estimate.confidence_interval(level)[:2]]
        places = np.array([*np.linspace(low, high, PLACES), 0.0, estimate.estimate, *limits])
        places = places[np.abs(places) < 1]
    else:
        places = as_numbers(differences, "A difference under the null hypothesis").ravel()
    result = difference_test([[[counts.a, counts.b], [counts.c, counts.d]]], places, method, longest=longest)
    places, where = np.unique(places + 0.0, return_index=True)
    pvalue = result.pvalue[where]
    columns = {"difference": places, "p": pvalue, "level": 1 - pvalue, "bits": np.abs(np.log2(pvalue))}
    units = {"difference": "points", "p": "p-value", "level": "proportion", "bits": "number"}
    return frame(columns, units)
