"""What a printed number may stand for: the values that print so, as an interval of exact fractions.

A paper prints ``.036``, ``0,043``, ``p < .05``, ``n.s.`` or ``57.7%``.  Rounded to the nearest, such a number stands
for everything within half a unit of its last digit, and a tie may have gone either way; cut off or rounded up, for a
whole unit on one side.  Shares of whole numbers are compared in whole numbers, all else with an allowance for the last
bits.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from firststeps.paired.results import choose

ROUNDINGS = {
    "nearest": "to the nearest, a tie either way",
    "half-up": "to the nearest, a tie away from zero",
    "even": "to the nearest, a tie to the even digit",
    "down": "down, digits cut off",
    "up": "up, away from zero",
}
LARGEST = 2**62  # half of what a whole number of 64 bits holds: a difference of two such fits
LEVEL_OF_NS = Fraction(5, 100)  # "n.s." without another level


@dataclass(frozen=True)
class Printed:
    """The values behind a printed number: from ``low`` to ``high`` (None: no limit), an end in it where ``closed``."""

    text: str
    low: Fraction | None
    high: Fraction | None
    closed: tuple[bool, bool] = (True, True)

    def holds(self, values: ArrayLike) -> np.ndarray:
        """Whether each value, a float, can have been printed so; what is undefined cannot.

        A value within a few units in the last place of an end counts as on it.

        >>> as_printed("0.043").holds([0.0425, 0.0434, 0.0436]).tolist()
        [True, True, False]
        """
        values = np.asarray(values, dtype=float)
        return self._within(lambda end: values - float(end), lambda end: 8 * np.finfo(float).eps * max(1e-12, abs(end)))

    def holds_share(self, counts: ArrayLike, n: ArrayLike, per: int = 1) -> np.ndarray:
        """Whether ``per`` times each count of n can have been printed so, in whole numbers; without people it cannot.

        >>> as_printed("58%").holds_share(np.array([14, 15, 16]), 26, per=100).tolist()
        [False, True, False]
        """
        counts, n = self._exact(per, counts, n)
        above = self._within(lambda end: per * end.denominator * counts - end.numerator * n, lambda end: 0)
        return above.astype(bool) & np.asarray(n > 0, dtype=bool)

    def counts(self, n: ArrayLike, per: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """The smallest and the largest count of each whole n that can have been printed so; where none can, 0 and -1.

        All counts in between can; whole numbers, as in ``holds_share``.

        >>> [ends.tolist() for ends in as_printed("58%").counts([25, 26, 300], per=100)]
        [[0, 15, 173], [-1, 15, 175]]
        """
        n = np.asarray(n)
        (numbers,) = self._exact(per, n)
        low, high = np.zeros_like(numbers), numbers
        if self.low is not None:
            below = -self.low.numerator * numbers // (per * self.low.denominator)  # closed: rounded up
            above = self.low.numerator * numbers // (per * self.low.denominator) + 1
            low = np.maximum(low, -below if self.closed[0] else above)
        if self.high is not None:
            below = self.high.numerator * numbers // (per * self.high.denominator)
            above = -self.high.numerator * numbers // (per * self.high.denominator)  # open: one less than rounded up
            high = np.minimum(high, below if self.closed[1] else -above - 1)
        some = np.asarray((low <= high) & (numbers > 0), dtype=bool)
        return np.where(some, low, 0).astype(np.int64), np.where(some, high, -1).astype(np.int64)

    def _exact(self, per, *counts):
        """Whole numbers as arrays, of Python's own integers where a product with an end would not fit in 64 bits."""
        counts = [np.asarray(x) for x in counts]
        largest = max(int(np.max(np.abs(x), initial=1)) for x in counts)
        factors = [f for end in (self.low, self.high) if end for f in (abs(end.numerator), per * end.denominator)]
        if max(factors, default=1) * largest < LARGEST:
            return counts
        return [x.astype(object) for x in counts]

    def _within(self, above: Callable, slack: Callable) -> np.ndarray:
        """Whether what lies ``above`` each end by so much is within both, give or take the slack."""
        inside = np.asarray(True)
        for end, sign, closed in ((self.low, 1, self.closed[0]), (self.high, -1, self.closed[1])):
            if end is not None:
                gap, room = sign * above(end), slack(float(end))
                inside = inside & ((gap >= -room) if closed else (gap > room))
        return inside


def as_printed(text: str, rounding: str = "nearest") -> Printed:
    """What a number stands for in print: ``.036``, ``0,043``, ``p < .05``, ``χ²(1) = 3.8``, ``n.s.``, ``57.7%``.

    ``rounding``: one of ``ROUNDINGS``.  Decimals are those printed, so "58.0" says more than "58".  "n.s." stands for
    p > 0.05, "n.s. (0.01)" for p > 0.01.  Raises ValueError for anything else, and for a comma that may be one of
    thousands ("1,234").

    >>> found = as_printed("P = .036")
    >>> float(found.low), float(found.high)
    (0.0355, 0.0365)
    >>> as_printed("0,04", "down").closed, as_printed("<0.05").low
    ((True, False), None)
    """
    choose(ROUNDINGS, rounding)
    plain = re.sub(r"\s+", "", str(text)).replace("−", "-").replace("–", "-").lower()
    if not_significant := re.fullmatch(r"(?:p=?)?(?:n\.?s\.?|notsignificant)(?:\(?(?:p>)?([\d.,]+)\)?)?", plain):
        level = not_significant[1]
        return Printed(str(text), _fraction(level, text) if level else LEVEL_OF_NS, None, (False, True))
    parts = re.fullmatch(r"(?:p|[^\W\d][^=<>≤≥]*(?=[=<>≤≥]))?(<=|>=|[<>≤≥=])?([-+]?[\d.,]+)%?", plain)
    if not parts:
        raise _no_number(text)
    sign, digits = parts[1] or "=", parts[2]
    value = _fraction(digits, text)
    if sign == "=":
        return Printed(str(text), *_rounded(value, _unit(digits), rounding))
    closed = sign in ("<=", ">=", "≤", "≥")
    if sign in ("<", "<=", "≤"):
        return Printed(str(text), None, value, (True, closed))
    return Printed(str(text), value, None, (closed, True))


def printed_limits(text: str | tuple[str, str], rounding: str = "nearest") -> tuple[Printed, Printed]:
    """Both limits of a printed interval: "1.31 to 4.77", "(0.03, 0.08)", "3.4; 9.1", or a pair of such numbers.

    >>> [low_or_high.text for low_or_high in printed_limits("1.31 to 4.77")]
    ['1.31', '4.77']
    """
    if isinstance(text, (tuple, list)):
        ends = [str(end) for end in text]
    else:
        trimmed = str(text).strip().strip("()[]").replace("−", "-")
        between = r"\s+(?:to|bis|and)\s+|\s*[;–]\s*|\s*,\s+|(?<=[\d%])\s*-\s*(?=[\d.])"
        ends = re.split(between, trimmed)
    if len(ends) != 2:
        raise ValueError(f'An interval is printed with two limits, like "1.31 to 4.77"; found {text!r}.')
    low, high = (as_printed(end, rounding) for end in ends)
    return low, high


def _fraction(digits, text):
    """The number that digits with a decimal point or comma stand for."""
    if digits.count(",") == 1 and "." not in digits:
        whole, decimals = digits.split(",")
        if len(decimals) == 3 and whole.lstrip("+-").strip("0"):
            plain = digits.replace(",", "")
            raise ValueError(f"The comma in {text!r} may be one of thousands: write {plain} or {whole}.{decimals}.")
        digits = f"{whole}.{decimals}"
    try:
        return Fraction(digits)
    except ValueError:
        raise _no_number(text) from None


def _unit(digits):
    """One unit of the last digit printed."""
    return Fraction(1, 10 ** len(re.split("[.,]", digits)[1])) if re.search("[.,]", digits) else Fraction(1)


def _rounded(value, unit, rounding):
    """The two ends of what rounds to ``value``, and whether each is in it."""
    half = unit / 2
    if rounding in ("nearest", "even"):
        ties = rounding == "nearest" or (value / unit) % 2 == 0
        return value - half, value + half, (ties, ties)
    if rounding == "half-up":
        if value == 0:
            return -half, half, (False, False)
        return value - half, value + half, (value > 0, value < 0)
    if value == 0:
        return (-unit, unit, (False, False)) if rounding == "down" else (value, value, (True, True))
    if (rounding == "down") == (value > 0):
        return value, value + unit, (True, False)
    return value - unit, value, (False, True)


def _no_number(text):
    """The refusal of what is no printed number."""
    return ValueError(f'A printed number is given as printed, like "57.7", ".036", "<0.05" or "n.s."; found {text!r}.')
