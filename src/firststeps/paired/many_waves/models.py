"""What the logit models of a yes/no outcome over W waves share: their result, and what they need of a table.

They compare each later wave with the first by an odds ratio.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from firststeps.digits import percent
from firststeps.paired.answers.fields import Checked
from firststeps.paired.patterns import MISSING, NO, YES, as_patterns
from firststeps.paired.results import (
    LEVEL,
    above_nought,
    check_level,
    counted_people,
    p_in_words,
    ratio_in_words,
)
from firststeps.paired.tables import ConfidenceInterval


@dataclass(frozen=True, repr=False)
class ModelResult(Checked):
    """Odds ratios of waves 2 ... W against wave 1, or a sentence why there are none.

    Attributes
    ----------
    log_odds_ratio, standard_error, pvalue : arrays of shape (W - 1,), or None where there is a problem
        Where a wave says the same as wave 1 of everybody its odds ratio is 1; error, p-value and limits are NaN there,
        and ``remarks`` says why.
    df : float
        Degrees of freedom of the t reference; infinite for the normal.
    statistic, joint_pvalue : float or None
        Test that all odds ratios are 1: F for GEE, likelihood ratio chi-squared for the conditional logit. None where
        some difference between waves was the same for everyone.
    intercept, intercept_error : float or None
        The log odds of yes at wave 1 and its standard error, for GEE.
    method : str
    n, answers, left_out : int
        People used, their answers, and the people who said nothing to the question.
    problem : str
    remarks : tuple of str
        A sentence on each number that could not be given.
    level : float
        Of the intervals: that of a comparison passed in for its patterns, else 0.95.
    """

    method: str
    n: int
    answers: int
    left_out: int
    log_odds_ratio: np.ndarray | None = None
    standard_error: np.ndarray | None = None
    pvalue: np.ndarray | None = None
    df: float | None = None
    statistic: float | None = None
    joint_pvalue: float | None = None
    intercept: float | None = None
    intercept_error: float | None = None
    problem: str = ""
    remarks: tuple = ()
    level: float = LEVEL

    unknown = ("standard_error", "pvalue")

    def __post_init__(self):
        """Refuse what no model gives, and put the smallest number there is for a p-value that is smaller."""
        super().__post_init__()
        for name in ("pvalue", "joint_pvalue"):
            if (pvalue := getattr(self, name)) is not None:
                object.__setattr__(self, name, above_nought(pvalue))

    @property
    def odds_ratio(self) -> np.ndarray | None:
        """The odds ratios, shape (W - 1,), or None."""
        return None if self.problem else np.exp(self.log_odds_ratio)

    def confidence_interval(self, level: float | None = None) -> ConfidenceInterval:
        """Give the Wald limits of the odds ratios, each of shape (W - 1,), at the level of the result or another.

        Raises ValueError where there is a problem.
        """
        if self.problem:
            raise ValueError(self.problem)
        level = self.level if level is None else level
        reach = stdtrit(self.df, (1 + check_level(level)) / 2) * self.standard_error
        return ConfidenceInterval(
            np.exp(self.log_odds_ratio - reach), np.exp(self.log_odds_ratio + reach), float(level)
        )

    def __repr__(self):
        """The result in words."""
        people = f"{counted_people(self.n)}, {self.answers:,} answers, {self.left_out:,} left out"
        if self.problem:
            return f"{self.method}: {self.problem}\n{people}"
        low, high, _ = self.confidence_interval()
        numbers = ([ratio_in_words(x, ".3g") for x in values] for values in (self.odds_ratio, low, high))
        each = [
            f"{ratio} (no interval)" if np.isnan(error) else f"{ratio} ({low} to {high})"
            for error, ratio, low, high in zip(self.standard_error, *numbers, strict=True)
        ]
        joint = p_in_words(self.joint_pvalue, self.level) if self.joint_pvalue is not None else ""
        joint = f"; all waves alike {joint}" if joint else ""
        level = "" if self.level == LEVEL else f" ({percent(self.level)} intervals)"
        estimates = f"{self.method}: odds ratios to wave 1{level} {', '.join(each)}{joint}"
        return "\n".join([estimates, *self.remarks, people])


def table_of_waves(patterns):
    """Give the response-pattern table, of at least two waves."""
    table = as_patterns(patterns)
    if table.ndim < 2:
        raise ValueError("A model over waves needs a response-pattern table of at least two waves; found one.")
    return table


def answers_of(table):
    """Give one row an answer: the person's number, the wave, and 1 for yes."""
    answers = np.repeat(np.argwhere(table >= 0), table.ravel(), axis=0)
    person, wave = np.nonzero(answers != MISSING)
    return person, wave, (answers[person, wave] == YES).astype(int)


def facts_of(method, table, counts, level):
    """Say what a result holds beside its estimates; ``counts`` are the people of ``table`` that it uses."""
    answers = (np.indices(table.shape) != MISSING).sum(axis=0)
    return {
        "method": method,
        "level": level,
        "n": int(counts[answers > 0].sum()),
        "answers": int((counts * answers).sum()),
        "left_out": int(table[(MISSING,) * table.ndim]),
    }


def changers_among(waves):
    """Say whether each pattern of answers holds both a yes and a no: shape (3,) * waves."""
    answers = np.indices((3,) * waves)
    return (answers == YES).any(axis=0) & (answers == NO).any(axis=0)
