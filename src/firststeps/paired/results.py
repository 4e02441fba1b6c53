"""Results of tests and estimates: small frozen objects with the field's names, which print in words.

Each carries what it is: its value and unit, the counts it was worked out from, how many people they are and who, the
confidence level, the method, and the partner that agrees with it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

import numpy as np

from firststeps.digits import KEPT, alike, beside, limits_apart, percent, plural, shown, steady
from firststeps.paired.answers.arguments import is_number
from firststeps.paired.answers.fields import Checked
from firststeps.paired.tables import Cells, ConfidenceInterval, tables_of

CONVENTION = "table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes"
ALTERNATIVES = ("two-sided", "greater", "less")


WIDE = 100  # characters to a line of the sentence of a comparison
LEVEL = 0.95  # of intervals, where nobody chose another
TIE = 1e-12  # p-values nearer to a level than this, relatively, are equal to it
TWICE = "people who answered twice"
PROPORTION_UNITS = dict.fromkeys(("proportion", "low", "high"), "proportion")  # columns of a proportion and its limits
POSSIBLE = {  # estimates by unit: from, to, and what they are in words
    "points": (-1, 1, "A difference of proportions lies between -1 and 1"),
    "ratio": (0, np.inf, "A ratio is not negative"),
    "coefficient": (-1, 1, "A coefficient lies between -1 and 1"),
}
SMALLEST = float(np.finfo(float).smallest_subnormal)


class Result(Checked):
    """A number worked out from answers, with what a reader needs to judge it; what is recorded or shown needs no more.

    Attributes
    ----------
    value : numbers of shape (...)
        The number itself: a p-value or an estimate; None where ``problem`` says why there is none.
    unit : str
        "p-value", "points" (a difference of proportions), "points between changes" (of two such differences, from -2 to
        2), "ratio" or "coefficient".
    n, denominator : whole numbers of shape (...), str
        How many people it speaks of, and who they are.
    interval : ConfidenceInterval or None
        At the confidence level ``level``; a test has none.
    method, problem : str
        By what it was worked out; why it could not be, empty where it was.
    """

    unit = "p-value"
    denominator = TWICE
    interval = None
    problem = ""


class SingleTest(Result):
    """A test whose p-value is one number, never 0 (`above_nought`); None where ``problem`` says why there is none."""

    def __post_init__(self):
        """Refuse what no test gives, and put the smallest number there is for a p-value that is smaller."""
        super().__post_init__()
        if self.pvalue is not None:
            object.__setattr__(self, "pvalue", float(above_nought(self.pvalue)))

    @property
    def value(self) -> float | None:
        """The p-value."""
        return self.pvalue


@dataclass(frozen=True, repr=False, kw_only=True)
class TableResult(Result):
    """A result of paired tables, which it keeps.

    ``counts`` are those it was worked out from (None where they are no paired table), ``level`` the confidence level of
    the comparison that was passed in for a table, else 0.95.
    """

    counts: Cells | None = field(default=None, compare=False)
    level: float = LEVEL

    @property
    def n(self) -> np.ndarray | None:
        """How many people answered twice, of shape (...)."""
        return None if self.counts is None else self.counts.n

    @property
    def table(self) -> np.ndarray | None:
        """The paired tables it was worked out from, of shape (..., 2, 2)."""
        if self.counts is None:
            return None
        return tables_of(*self.counts[:4])


def level_of(table):
    """The confidence level of what has a table and a level of its own, as a comparison has; else 0.95.

    >>> level_of([[1, 1], [7, 12]])
    0.95
    """
    return getattr(table, "level", LEVEL)


@dataclass(frozen=True, repr=False)
class TestResult(TableResult):
    """A test: statistic and p-value, each of shape ``(...)``, the method, and the alternative hypothesis.

    ``partner`` is the interval that agrees with it: it leaves out the null hypothesis just where the test rejects at
    1 - level ("" where there is none here).  No p-value is 0 (`above_nought`).

    >>> TestResult(4.0, 0.0455, "asymptotic McNemar", "two-sided", "tango interval of the difference")
    asymptotic McNemar test, two-sided: statistic 4, p = 0.0455
    agrees with: tango interval of the difference
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    """

    __test__ = False

    statistic: np.ndarray
    pvalue: np.ndarray
    method: str
    alternative: str
    partner: str = ""

    def __post_init__(self):
        """Refuse what no test gives, and put the smallest number there is for a p-value that is smaller."""
        super().__post_init__()
        object.__setattr__(self, "pvalue", above_nought(self.pvalue))

    @property
    def value(self) -> np.ndarray:
        """The p-value."""
        return self.pvalue

    def __repr__(self):
        """The result in words, with the table convention."""
        statistic = in_words(self.statistic, ".5g")
        p = p_in_words(self.pvalue, self.level)
        result = f"{self.method} test, {self.alternative}: statistic {statistic}, {p}"
        return f"{result}\n{_agreement(self.partner)}{CONVENTION}"


class EstimateResult(Result):
    """A result that is an ``estimate`` with an interval: ``limits(level)`` gives the two limits at any level.

    ``level`` is the one it carries.
    """

    @property
    def value(self) -> np.ndarray:
        """The estimate."""
        return self.estimate

    @property
    def interval(self) -> ConfidenceInterval:
        """The interval at the level that the result carries."""
        return self.confidence_interval()

    def confidence_interval(self, level: float | None = None) -> ConfidenceInterval:
        """Two-sided interval at the confidence level (its own where none is given): low, high and level.

        Raises ValueError unless ``0 < level < 1``.
        """
        level = check_level(self.level if level is None else level)
        low, high = self.limits(level)
        return ConfidenceInterval(np.asarray(low)[()], np.asarray(high)[()], level)


@dataclass(frozen=True, repr=False)
class Estimate(EstimateResult, TableResult):
    """An estimate of shape ``(...)``, what it measures, and its method of interval.

    ``limits(level)`` gives the two limits; readers call ``confidence_interval``. ``partner`` is the test that agrees
    with the interval ("" where there is none here): it rejects at 1 - level just where no change is left out.
    """

    estimate: np.ndarray
    measure: str
    method: str
    limits: Callable
    partner: str = ""
    unit: str = field(default="points", kw_only=True)

    def __post_init__(self):
        """Refuse an estimate that none of its unit can be."""
        super().__post_init__()
        low, high, what = choose(POSSIBLE, self.unit)
        one = isinstance(self.estimate, float) and low <= self.estimate <= high
        if not one and np.any(np.less(self.estimate, low) | np.greater(self.estimate, high)):
            raise ValueError(f"{what}; found {self.estimate!r}.")

    def __repr__(self):
        """The estimate with its interval in words, and the table convention."""
        low, high, _ = self.confidence_interval()
        value, low, high = numbers_in_words(self.estimate, low, high, unit=self.unit)
        level = percent(self.level)
        result = f"{self.measure}: {value}, {level} interval {low} to {high} ({self.method})"
        return f"{result}\n{_agreement(self.partner)}{CONVENTION}"


def _agreement(partner):
    """The line that names the partner, where there is one."""
    return f"agrees with: {partner}\n" if partner else ""


def counted_people(number):
    """So many people in words.

    >>> counted_people(1), counted_people(1200)
    ('1 person', '1,200 people')
    """
    return plural(number, "person", "people")


def every_wave(waves):
    """All of so many waves in words.

    >>> every_wave(2), every_wave(4)
    ('both waves', 'all 4 waves')
    """
    return "both waves" if waves == 2 else f"all {waves} waves"


def in_words(value, form, below=-np.inf):
    """A number for reading; infinity in words, less than ``below`` as such; for an array its range and its shape.

    >>> in_words(0.25, ".3g"), in_words(np.inf, ".3g"), in_words(np.array([1, 2.5]), ".3g")
    ('0.25', 'infinity', '1 ... 2.5 (array of shape (2,))')
    >>> in_words(1e-9, ".3g", below=1e-4)
    '< 0.0001'
    """
    if np.ndim(value):
        ends = [in_words(end, form, below) for end in (np.min(value), np.max(value))] if np.size(value) else ["none"]
        return f"{' ... '.join(ends)} (array of shape {np.shape(value)})"
    if np.isinf(value):
        return "infinity" if value > 0 else "minus infinity"
    return f"< {below:g}" if steady(value) < below else shown(value, form)


def numbers_in_words(*values, unit="points"):
    """An estimate with its limits for reading, each to the same place, at four significant digits of their distance.

    A ratio is read by its factors, so that each has its own four digits, near 1 as many more as show on which side of
    it it lies; so has what is infinite, or an array.

    >>> numbers_in_words(0.2857, -0.02045, 0.5455), numbers_in_words(7.0, 0.89931, 315.49, unit="ratio")
    (['0.2857', '-0.0205', '0.5455'], ['7', '0.8993', '315.5'])
    >>> numbers_in_words(1.2, 1.00004, 1.44, unit="ratio")
    ['1.2', '1.00004', '1.44']
    """
    if unit == "ratio":
        return [ratio_in_words(value, ".4g") for value in values]
    if any(np.ndim(value) or np.isinf(value) for value in values):
        return [in_words(value, ".4g") for value in values]
    return alike(values, 4)


def ratio_in_words(value, form):
    """A ratio for reading, near 1 with as many more digits as show on which side of it it lies.

    >>> ratio_in_words(1.2345, ".3g"), ratio_in_words(1.0004, ".3g"), ratio_in_words(1.0, ".3g")
    ('1.23', '1.0004', '1')
    """
    text = in_words(value, form)
    return beside(value, text, 1) if text == "1" else text


def p_in_words(pvalue, level=LEVEL):
    """A p-value, or an array of them, for reading; one alone on its side of 1 - ``level``.

    >>> p_in_words(0.03125), p_in_words(1e-9), p_in_words(0.0500163)
    ('p = 0.0313', 'p < 0.0001', 'p = 0.05002')
    """
    words = in_words(pvalue, ".3g", below=1e-4)
    if words.startswith("<"):
        return f"p {words}"
    return f"p = {words if np.ndim(pvalue) else beside(pvalue, words, 1 - level)}"


def points_in_words(difference, decimals=1):
    """A difference of proportions in percentage points, with its sign; nought, and what a sum leaves of it, has none.

    >>> points_in_words(-0.02045), points_in_words(0.5455), points_in_words(-3e-16), points_in_words(-0.0001)
    ('-2.0', '+54.6', '0.0', '-0.0')
    """
    return "0.0" if abs(difference) < 10.0**-KEPT else shown(100 * difference, f"+.{decimals}f")


def limits_in_points(low, high):
    """Two limits in percentage points; those that would be read alike have as many more decimals as tell them apart.

    >>> limits_in_points(-0.02045, 0.5455), limits_in_points(0.00022, 0.00049), limits_in_points(0.1, 0.1)
    (('-2.0', '+54.6'), ('+0.02', '+0.05'), ('+10.0', '+10.0'))
    >>> limits_in_points(-0.0001, 0.0001)
    ('-0.01', '+0.01')
    """
    most = KEPT if high - low >= 10.0**-KEPT else 1
    return limits_apart(low, high, points_in_words, range(1, most + 1))


def comparison_html(heads, rows, lines, sentence):
    """Give a comparison as a notebook shows it: its table, what follows from it by name, and that in a sentence.

    ``heads`` are the words above the table, first those above the names of the rows; ``rows`` are pairs of a name and
    its counts, ``lines`` what follows, by name.  Words are escaped.

    >>> comparison_html(["", "after"], [("<5", [1200])], {}, "Nobody changed.")[:97]
    '<table><tr><th></th><th>after</th></tr><tr><th style="text-align:left">&lt;5</th><td style="text-'
    """
    left, right = ' style="text-align:left"', ' style="text-align:right"'
    head = "".join(f"<th>{escape(word)}</th>" for word in heads)
    counts = "".join(
        f"<tr><th{left}>{escape(name)}</th>" + "".join(f"<td{right}>{x:,}</td>" for x in row) + "</tr>"
        for name, row in rows
    )
    follows = "".join(
        f"<tr><th{left}>{escape(name)}</th><td{left}>{escape(text)}</td></tr>" for name, text in lines.items()
    )
    return f"<table><tr>{head}</tr>{counts}</table><table>{follows}</table><p>{escape(sentence)}</p>"


def above_nought(pvalue):
    """Give p-values with the smallest number above 0 that a float can hold in place of 0.

    No test here gives p = 0: what is observed has a probability.  A p below 5e-324 cannot be held, and 0 would be a
    wrong number; 5e-324 is a bound that is right.

    >>> [float(p) for p in above_nought(np.array([0.0, 0.05]))]
    [5e-324, 0.05]
    """
    return max(pvalue, SMALLEST) if type(pvalue) is float else np.maximum(pvalue, SMALLEST)


def check_level(level):
    """Give the confidence level back as a float, or raise ValueError unless it lies between 0 and 1.

    >>> check_level(0.95)
    0.95
    """
    if not is_number(level) or not 0 < level < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, such as 0.95; found {level!r}.")
    if 1 + level == 2:
        raise ValueError(f"A confidence level lies between 0 and 1, such as 0.95; {level!r} is 1 but for rounding.")
    return float(level)


def check_level_of_comparison(level):
    """Raise ValueError unless the confidence level of a comparison, whose tests are at 1 - level, is above 0.5.

    >>> check_level_of_comparison(0.95)
    """
    if check_level(level) <= 0.5:
        raise ValueError(f"The level of a comparison lies between 0.5 and 1, such as 0.95; found {level!r}.")


def check_alpha(alpha):
    """Give the significance level back as a float, or raise ValueError unless it lies in (0, 0.5].

    >>> check_alpha(0.05)
    0.05
    """
    if not is_number(alpha) or not 0 < alpha <= 0.5:
        raise ValueError(f"A significance level lies above 0 and is at most 0.5, such as 0.05; found {alpha!r}.")
    return float(alpha)


def rejects(pvalue, alpha):
    """Whether a test rejects at ``alpha``, of the shape of ``pvalue``: p <= alpha, also where rounding parts a tie.

    >>> bool(rejects(0.05, 1 - 0.95)), bool(rejects(0.0501, 0.05))
    (True, False)
    """
    return np.asarray(pvalue) <= alpha * (1 + TIE)


def choose(methods, name):
    """The entry ``name`` of a dictionary of methods, or a ValueError that lists them.

    >>> choose({"exact": 1}, "exact")
    1
    """
    if not isinstance(name, str):
        kind = type(name).__name__
        raise ValueError(
            f"A method is named by a word, one of {', '.join(methods)}; found a {kind} in its place. Answers before "
            "and after are counted first: firststeps.paired.count(before, after) gives what stands for a table."
        )
    if name not in methods:
        raise ValueError(f"There is no method {name!r}; choose one of {', '.join(methods)}.")
    return methods[name]


def check_alternative(alternative):
    """Give the alternative back, or raise ValueError unless it is two-sided, greater or less.

    >>> check_alternative("greater")
    'greater'
    """
    if not isinstance(alternative, str) or alternative not in ALTERNATIVES:
        raise ValueError(f"There is no alternative {alternative!r}; choose one of {', '.join(ALTERNATIVES)}.")
    return alternative


def frame(columns, units, level=None, note=""):
    """A DataFrame of ``columns`` whose ``attrs["units"]`` say how each column of numbers is to be printed.

    Its ``attrs`` also hold the ``level`` of its intervals and a ``note`` for its readers, where there are such.

    A unit is that of a ``Result``, or "proportion", "margin", "number" or "method"; a list of units has one a row.
    Limits are the columns ``low`` and ``high``.

    >>> frame({"test": ["exact"], "p": [0.0703]}, {"test": "method", "p": "p-value"}).attrs["units"]["p"]
    'p-value'
    """
    import pandas as pd  # here, as the face loads without it

    table = pd.DataFrame(columns)
    table.attrs.update({"units": dict(units), "level": level, "note": note})
    return table
