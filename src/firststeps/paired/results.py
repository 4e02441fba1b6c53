"""Results of tests and estimates: small frozen objects with the field's names, which print in words."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from firststeps.digits import shown, steady
from firststeps.paired.tables import ConfidenceInterval

CONVENTION = (
    "table [[a, b], [c, d]]: rows first, columns second measurement, yes before no; b = yes to no, c = no to yes"
)
ALTERNATIVES = ("two-sided", "greater", "less")


@dataclass(frozen=True, repr=False)
class TestResult:
    """A test: statistic and p-value, each of shape ``(...)``, the method, and the alternative hypothesis.

    ``partner`` is the interval that agrees with it: it leaves out the null hypothesis just where the test rejects at
    1 - level ("" where there is none here).

    >>> TestResult(4.0, 0.0455, "asymptotic McNemar", "two-sided", "tango interval of the difference")
    asymptotic McNemar test, two-sided: statistic 4, p = 0.0455
    agrees with: tango interval of the difference
    table [[a, b], [c, d]]: rows first, columns second measurement, yes before no; b = yes to no, c = no to yes
    """

    __test__ = False

    statistic: np.ndarray
    pvalue: np.ndarray
    method: str
    alternative: str
    partner: str = ""

    def __repr__(self):
        """The result in words, with the table convention."""
        statistic = in_words(self.statistic, ".5g")
        result = f"{self.method} test, {self.alternative}: statistic {statistic}, {p_in_words(self.pvalue)}"
        return f"{result}\n{_agreement(self.partner)}{CONVENTION}"


@dataclass(frozen=True, repr=False)
class Estimate:
    """An estimate of shape ``(...)``, what it measures, and its method of interval.

    ``limits(level)`` gives the two limits; readers call ``confidence_interval``. ``partner`` is the test that agrees
    with the interval ("" where there is none here): it rejects at 1 - level just where no change is left out.
    """

    estimate: np.ndarray
    measure: str
    method: str
    limits: Callable
    partner: str = ""

    def confidence_interval(self, level: float = 0.95) -> ConfidenceInterval:
        """Two-sided interval at the confidence level: ``ConfidenceInterval(low, high, level)``.

        Raises ValueError unless ``0 < level < 1``.
        """
        low, high = self.limits(check_level(level))
        return ConfidenceInterval(np.asarray(low)[()], np.asarray(high)[()], float(level))

    def __repr__(self):
        """The estimate with its 95 % interval in words, and the table convention."""
        low, high, _ = (in_words(x, ".4g") for x in self.confidence_interval())
        value = in_words(self.estimate, ".4g")
        result = f"{self.measure}: {value}, 95 % interval {low} to {high} ({self.method})"
        return f"{result}\n{_agreement(self.partner)}{CONVENTION}"


def _agreement(partner):
    """The line that names the partner, where there is one."""
    return f"agrees with: {partner}\n" if partner else ""


def counted_people(number):
    """So many people in words.

    >>> counted_people(1), counted_people(1200)
    ('1 person', '1,200 people')
    """
    return f"{number:,} {'person' if number == 1 else 'people'}"


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


def p_in_words(pvalue):
    """A p-value, or an array of them, for reading.

    >>> p_in_words(0.03125), p_in_words(1e-9)
    ('p = 0.0313', 'p < 0.0001')
    """
    words = in_words(pvalue, ".3g", below=1e-4)
    return f"p {words}" if words.startswith("<") else f"p = {words}"


def check_level(level):
    """Give the confidence level back as a float, or raise ValueError unless it lies between 0 and 1.

    >>> check_level(0.95)
    0.95
    """
    if not isinstance(level, (int, float, np.number)) or not 0 < level < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, such as 0.95; found {level!r}.")
    return float(level)


def check_alpha(alpha):
    """Give the significance level back as a float, or raise ValueError unless it lies in (0, 0.5].

    >>> check_alpha(0.05)
    0.05
    """
    if not isinstance(alpha, (int, float, np.number)) or not 0 < alpha <= 0.5:
        raise ValueError(f"A significance level lies above 0 and is at most 0.5, such as 0.05; found {alpha!r}.")
    return float(alpha)


def rejects(pvalue, alpha):
    """Whether a test rejects at ``alpha``, of the shape of ``pvalue``: p <= alpha, also where rounding parts a tie.

    >>> bool(rejects(0.05, 1 - 0.95)), bool(rejects(0.0501, 0.05))
    (True, False)
    """
    return np.asarray(pvalue) <= alpha * (1 + 1e-12)


def choose(methods, name):
    """The entry ``name`` of a dictionary of methods, or a ValueError that lists them.

    >>> choose({"exact": 1}, "exact")
    1
    """
    if not isinstance(name, str):
        given = type(name).__name__
        raise ValueError(
            f"A method is named by a word, one of {', '.join(methods)}; found a {given} in its place. Answers before "
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
    if alternative not in ALTERNATIVES:
        raise ValueError(f"There is no alternative {alternative!r}; choose one of {', '.join(ALTERNATIVES)}.")
    return alternative
