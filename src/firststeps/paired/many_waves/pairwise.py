"""All pairs of waves, each by a paired test, with p-values adjusted by Holm's method."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from firststeps.paired.answers.fields import Checked
from firststeps.paired.patterns import PatternsLike, as_patterns, paired_table
from firststeps.paired.planning.cost import LONGEST, check_cost, tables_in_words, tables_seconds
from firststeps.paired.results import choose
from firststeps.paired.tables import ConfidenceInterval, as_tables
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import METHODS, mcnemar


@dataclass(frozen=True)
class PairResult(Checked):
    """One pair of waves.

    Attributes
    ----------
    first, second : int
        The two waves, counted from 0.
    table : tuple
        ``((a, b), (c, d))`` of the people who answered at both, by the convention of ``firststeps.paired.tables``.
    estimate : float or None
        Second minus first proportion of yes.
    pvalue, adjusted : float or None
        The p-value, and adjusted for the number of pairs tested.
    method : str
    problem : str
        Says why there is no p-value, empty where there is one; such a pair is not counted in the adjustment.
    """

    first: int
    second: int
    table: tuple
    estimate: float | None
    pvalue: float | None
    adjusted: float | None
    method: str
    problem: str = ""

    def __post_init__(self):
        """Refuse a table that is none, and numbers that no comparison has."""
        super().__post_init__()
        as_tables(self.table, empty=True)

    @property
    def n(self) -> int:
        """People who answered at both waves."""
        return sum(map(sum, self.table))

    @property
    def yes_to_no(self) -> int:
        """People who said yes at the first wave and no at the second."""
        return self.table[0][1]

    @property
    def no_to_yes(self) -> int:
        """People who said no at the first wave and yes at the second."""
        return self.table[1][0]

    def confidence_interval(self, level: float = 0.95, method: str = "fay-lumbard") -> ConfidenceInterval:
        """Give the interval of the difference by a method of ``two_waves.difference``, of the whole table.

        Raises ValueError where nobody answered at both waves.
        """
        if self.problem:
            raise ValueError(self.problem)
        return difference(self.table, method).confidence_interval(level)


def pairwise(patterns: PatternsLike, method: str = "exact", longest: float = LONGEST) -> list[PairResult]:
    """Test every pair of waves by McNemar's test, with Holm's adjustment: a list of ``PairResult``.

    Each pair uses everybody who answered at both of its waves, so that n may differ from pair to pair. ``method`` is
    one of ``two_waves.mcnemar``. Holm's adjustment controls the chance of any false rejection however
    the tests depend on one another.

    Raises ValueError for fewer than two waves, entries that are not counts, and an unknown method; as TooLongError
    where all pairs together take more seconds than ``longest``.

    >>> patterns = np.zeros((3, 3, 3), dtype=int)
    >>> patterns[1, 1, 0], patterns[1, 0, 0], patterns[0, 1, 2] = 6, 2, 1
    >>> for pair in pairwise(patterns):
    ...     print(pair.first, pair.second, pair.n, round(pair.pvalue, 4), round(pair.adjusted, 4))
    0 1 9 1.0 1.0
    0 2 8 0.0078 0.0234
    1 2 8 0.0312 0.0625
    """
    choose(METHODS, method)
    table = as_patterns(patterns)
    if table.ndim < 2:
        raise ValueError("Pairs of waves need a response-pattern table of at least two waves; found one.")
    tables = {(i, j): paired_table(table, i, j) for i, j in combinations(range(table.ndim), 2)}
    sizes = np.array([both.sum() for both in tables.values()])
    seconds = sum(tables_seconds([n], method) for n in sizes.tolist())
    what = f"The {method} test of {tables_in_words(sizes)}"
    check_cost(what, seconds, longest, "take method='exact', which with so many pairs says nearly the same")
    pairs = [_pair(both, first, second, method, longest) for (first, second), both in tables.items()]
    pvalues = [pair["pvalue"] for pair in pairs if not pair["problem"]]
    adjusted = iter(holm(pvalues).tolist())
    return [PairResult(**pair, adjusted=None if pair["problem"] else next(adjusted)) for pair in pairs]


def holm(pvalues):
    """Adjust p-values by Holm's step-down method (Holm 1979), as statsmodels works it out.

    The k-th smallest of m is multiplied by m - k + 1, and is at most 1 and never below a smaller one's.

    >>> holm([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.06, 0.06]
    """
    from statsmodels.stats.multitest import multipletests  # here, as it takes a second to load

    return multipletests(np.asarray(pvalues, dtype=float), method="holm")[1]


def _pair(both, first, second, method, longest):
    """Say what a ``PairResult`` holds of the paired table of two waves, before adjustment."""
    facts = {"first": first, "second": second, "table": tuple(map(tuple, both.tolist())), "method": method}
    if not both.any():
        problem = f"Nobody answered at both waves {first + 1} and {second + 1}."
        return facts | {"estimate": None, "pvalue": None, "problem": problem}
    estimate = float(difference(both).estimate)
    return facts | {"estimate": estimate, "pvalue": float(mcnemar(both, method, longest=longest).pvalue), "problem": ""}
