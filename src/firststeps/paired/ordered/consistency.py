"""Internal consistency of the items of a score: Cronbach's alpha with Feldt's interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from firststeps.digits import KEPT, limits_apart, percent, shown, steady
from firststeps.paired.answers.labels import is_missing
from firststeps.paired.results import LEVEL, Result, check_level, counted_people
from firststeps.paired.tables import ConfidenceInterval

ROUNDING = 1e-12  # of the variances of the items, and of an answer: less is no variance


@dataclass(frozen=True, repr=False)
class Consistency(Result):
    """Cronbach's alpha of some items.

    Attributes
    ----------
    alpha : float or None
        None where ``problem``, a sentence, says why there is none.
    people, items : int
        People who answered every item, and items.
    left_out : int
        People who left out an item, or all.
    problem : str
    level : float
        The confidence level of its interval.
    """

    alpha: float | None
    people: int
    items: int
    left_out: int
    problem: str = ""
    level: float = LEVEL
    unit = "coefficient"
    denominator = "people who answered every item"
    method = "Cronbach's alpha, Feldt's interval"
    partner = ""

    @property
    def value(self) -> float | None:
        """Alpha."""
        return self.alpha

    @property
    def n(self) -> int:
        """People who answered every item."""
        return self.people

    @property
    def interval(self) -> ConfidenceInterval | None:
        """Feldt's interval at the level of the result; None without alpha."""
        return None if self.problem else self.confidence_interval()

    def confidence_interval(self, level: float | None = None) -> ConfidenceInterval:
        """Feldt's interval: ``1 - (1 - alpha) F``, F quantiles with n - 1 and (n - 1)(k - 1) degrees of freedom.

        Feldt (1965); Feldt, Woodruff & Salih (1987), formulas 6 and 7. It assumes normal answers of equal covariance.
        Raises ValueError unless ``0 < level < 1``, and where there is no alpha.
        """
        level = check_level(self.level if level is None else level)
        tail = (1 - level) / 2
        if self.problem:
            raise ValueError(self.problem)
        df = self.people - 1, (self.people - 1) * (self.items - 1)
        low, high = (1 - (1 - self.alpha) * float(fdtri(*df, p)) for p in (1 - tail, tail))
        return ConfidenceInterval(low, high, level)

    def __repr__(self):
        """Alpha with its interval, in words."""
        who = f"{self.items} items, {counted_people(self.people)}"
        who += f", {self.left_out:,} left out with a missing answer" if self.left_out else ""
        if self.problem:
            return f"Cronbach's alpha: {self.problem} ({who})"
        low, high = _limits_in_words(*self.confidence_interval()[:2])
        return f"Cronbach's alpha: {_in_words(self.alpha)}, {percent(self.level)} interval {low} to {high} ({who})"


def _limits_in_words(low, high):
    """Both limits of alpha; those that would be read alike have as many more decimals as tell them apart.

    >>> _limits_in_words(0.88, 0.996), _limits_in_words(0.9991, 0.9997), _limits_in_words(1.0, 1.0)
    (('0.88', '>0.99'), ('0.999', '>0.999'), ('1.00', '1.00'))
    """
    return limits_apart(low, high, _in_words, range(2, KEPT))


def _in_words(coefficient, decimals=2):
    """Alpha or a limit of it to so many decimals; nought has no sign, and 1 is what is 1.

    >>> _in_words(-0.001), _in_words(0.9996), _in_words(0.9996, 3), _in_words(1 - 1e-15), _in_words(-2.5)
    ('0.00', '>0.99', '>0.999', '1.00', '-2.50')
    """
    text = shown(coefficient, f".{decimals}f")
    if float(text) == 1 > steady(coefficient):
        return f">{1 - 10.0**-decimals:.{decimals}f}"
    return text if float(text) else text.removeprefix("-")


def cronbach_alpha(items: ArrayLike, level: float = LEVEL) -> Consistency:
    """Cronbach's alpha: how far the items of a score move together.

    ``k / (k - 1) (1 - sum of the variances of the items / variance of their sum)`` (Cronbach 1951). Items worded the
    other way are turned round beforehand. It is no proof that they measure one thing, and grows with their number.

    ``items`` is an array of shape (people, k), or a DataFrame, k at least 2, NaN, None, NA or masked for a missing
    answer; who left an item out is left out. ``level`` is that of the interval. Raises ValueError for another shape,
    for what are no numbers, as text, and for a level out of range.

    >>> cronbach_alpha([[1, 2, 2], [2, 3, 3], [3, 3, 4], [4, 5, 5], [2, np.nan, 1]])
    Cronbach's alpha: 0.98, 95% interval 0.88 to >0.99 (3 items, 4 people, 1 left out with a missing answer)
    """
    answers = _in_numbers(items)
    if answers.ndim != 2 or answers.shape[1] < 2 or np.isinf(answers).any():
        raise ValueError(f"Items are an array (people, items) of at least two items; found shape {answers.shape}.")
    whole = answers[~np.isnan(answers).any(axis=1)]
    known = {"people": len(whole), "items": answers.shape[1], "left_out": len(answers) - len(whole)}
    known["level"] = check_level(level)
    if len(whole) < 2:
        return Consistency(None, **known, problem="fewer than two people answered every item")
    total, single = whole.sum(axis=1).var(ddof=1), whole.var(axis=0, ddof=1).sum()
    if total <= max(ROUNDING * single, (ROUNDING * np.abs(whole).max()) ** 2):
        return Consistency(None, **known, problem="everyone has the same sum, so nothing can be said")
    k = answers.shape[1]
    return Consistency(float(k / (k - 1) * (1 - single / total)), **known)


def _in_numbers(items):
    """Answers as floats, NaN where one is missing or masked; ValueError for what are no numbers.

    >>> _in_numbers([[1, None], [2, 3]]).tolist()
    [[1.0, nan], [2.0, 3.0]]
    """
    try:
        answers = np.ma.asarray(items)
        answers = answers.astype(object).filled(np.nan) if np.ma.is_masked(answers) else np.asarray(answers)
        if answers.dtype.kind == "O":
            answers = np.frompyfunc(_number, 1, 1)(answers)
        elif answers.dtype.kind not in "biuf":
            raise TypeError
        return np.asarray(answers, dtype=float)
    except (TypeError, ValueError):
        raise ValueError("Items are numbers, a column an item and a row a person; found what are none.") from None


def _number(answer):
    """One answer, NaN where it is missing; TypeError for text, which NumPy would read as a number where it can."""
    if is_missing(answer):
        return np.nan
    if isinstance(answer, (str, bytes)):
        raise TypeError
    return answer
