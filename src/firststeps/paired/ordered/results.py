"""Results of tests of ordered answers: small frozen objects that print in words."""

from dataclasses import dataclass

from firststeps.paired.results import SingleTest, in_words, p_in_words


@dataclass(frozen=True, repr=False)
class OrderedResult(SingleTest):
    """A test of ordered answers.

    Attributes
    ----------
    statistic, pvalue : float
    method, alternative : str
        ``alternative`` "greater": more improvement than the null hypothesis has.
    basis : str
        What went into it and how noughts and ties were treated, in words.
    n : int
        People who answered twice.

    >>> OrderedResult(16.0, 0.00131, "exact sign", "two-sided", "16 improved, 2 got worse", 19)
    exact sign test, two-sided: statistic 16, p = 0.00131
    16 improved, 2 got worse
    """

    statistic: float
    pvalue: float
    method: str
    alternative: str
    basis: str
    n: int

    def __repr__(self):
        """The result in words."""
        statistic = in_words(self.statistic, ".5g")
        return f"{self.method} test, {self.alternative}: statistic {statistic}, {p_in_words(self.pvalue)}\n{self.basis}"
