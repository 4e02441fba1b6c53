"""What two margins hide: the tables behind them, with the test that can tell these apart and the one that cannot."""

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency

from firststeps.paired.answers.arguments import check_size
from firststeps.paired.published.margins import frechet_bounds, tables_with_margins
from firststeps.paired.results import frame
from firststeps.paired.two_waves.mcnemar import mcnemar

FEW = 7  # tables shown where there are more


def same_margins(
    pairs: int, first_yes: int, second_yes: int, both_yes: int | None = None, few: int = FEW
) -> pd.DataFrame:
    """Tables with the same margins, from the fewest who can have changed to the most: a DataFrame, one row a table.

    Beside McNemar's asymptotic p stands that of the chi-squared test for two groups, which takes the two waves for
    different people and so is the same for all of them. ``both_yes`` names the table that was seen, which is then among
    those shown and marked; ``few`` is how many are shown, evenly spaced.

    Raises ValueError for margins that so many pairs cannot have.

    >>> same_margins(26, 10, 16, few=3).round(3).to_numpy().tolist()
    [[0.0, 6.0, 0.014, 0.096], [5.0, 11.0, 0.134, 0.096], [10.0, 16.0, 0.239, 0.096]]
    """
    tables = tables_with_margins(pairs, first_yes, second_yes)
    few = check_size(few)
    if both_yes is not None:
        low, high = frechet_bounds(pairs, first_yes, second_yes)
        if not isinstance(both_yes, (int, np.integer)) or not low <= both_yes <= high:
            raise ValueError(f"Between {low} and {high} people said yes both times; found both_yes={both_yes!r}.")
    observed = [] if both_yes is None else [min(first_yes, second_yes) - both_yes]
    rows = np.union1d(np.linspace(0, len(tables) - 1, few).astype(int), observed).astype(int)
    columns = {
        "yes to no": tables[rows, 0, 1],
        "no to yes": tables[rows, 1, 0],
        "McNemar, asymptotic": mcnemar(tables[rows], "asymptotic").pvalue,
        "two groups (wrong)": two_groups(pairs, first_yes, second_yes),
    }
    if observed:
        columns[""] = np.where(rows == observed[0], "the table seen", "")
    return frame(columns, {"McNemar, asymptotic": "p-value", "two groups (wrong)": "p-value"})


def two_groups(pairs, first_yes, second_yes):
    """The p-value of the chi-squared test that takes each person for two: wrong here, and often printed.

    It is 1 where everybody or nobody said yes both times.

    >>> round(two_groups(26, 10, 16), 4), two_groups(26, 0, 0)
    (0.0961, 1.0)
    """
    if first_yes + second_yes in (0, 2 * pairs):
        return 1.0
    rows = [[yes, pairs - yes] for yes in (first_yes, second_yes)]
    return float(chi2_contingency(rows, correction=False).pvalue)
