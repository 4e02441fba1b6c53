"""What a result may hold: its numbers are checked when it is made, by a function as by hand.

A field is known by its type and, where its range is narrower than that of its type, by its name, which means the same
in every result.  A p-value of 1.5, half a person, NaN, text for a number and limits the wrong way round are refused in
a sentence (ValueError), before anything is printed of them.
"""

from dataclasses import fields
from functools import cache
from typing import NamedTuple, get_args, get_origin

import numpy as np

from firststeps.paired.answers.arguments import is_number

ROUNDING = 1e-9  # by which a sum of probabilities may be above 1
NUMBERS = {int, float, np.ndarray}
PROBABILITIES = ("pvalue", "joint_pvalue", "adjusted", "power", "target", "level", "margin")
PROBABILITIES += ("probability", "probabilities", "probability_gain", "proportions")
RANGES = {
    **dict.fromkeys(PROBABILITIES, (0.0, 1.0, "from 0 to 1")),
    **dict.fromkeys(("change", "changes", "difference"), (-1.0, 1.0, "from -1 to 1")),
    **dict.fromkeys(("standard_error", "intercept_error", "df"), (0.0, np.inf, "0 or more")),
    "alpha": (-np.inf, 1.0, "at most 1"),
}
OPEN = ("level", "margin")  # neither 0 nor 1
TOLD = ("pvalue", "alpha", "difference")  # of which one is there, or a problem that says why not


class Checked:
    """A result that checks its numbers when it is made.

    NaN has a meaning in its fields ``unknown``; those that go ``together`` are arrays of one length.

    >>> from firststeps.paired.missing.assumptions import Bounds
    >>> Bounds(0.2, 1.4, 2.5)
    Traceback (most recent call last):
    ...
    ValueError: Bounds: people is a whole number, 0 or more; found 2.5.
    """

    unknown: tuple = ()  # a frozen dataclass takes neither for a field, as this class is none
    together: tuple = ()

    def __post_init__(self):
        """Refuse numbers that no such result can have, naming the field."""
        kind = type(self)
        names, rules = _rules(kind)
        for rule in rules:
            value = getattr(self, rule.name)
            if not isinstance(value, float) or not rule.low <= value <= rule.high:  # which most are
                _check(f"{kind.__name__}: {rule.name}", rule, value)
        if "problem" in names and self.problem == "":
            for name in TOLD:
                if name in names and getattr(self, name) is None:
                    raise ValueError(f"{kind.__name__}: {name} is None only where problem says why; found no problem.")
        if "low" in names and "high" in names:
            low, high = self.low, self.high
            if np.shape(low) != np.shape(high) or np.any(np.greater(low, high)):
                raise ValueError(f"{kind.__name__}: low is at most high; found {low!r} and {high!r}.")
        lengths = [len(np.atleast_1d(getattr(self, name))) for name in self.together]
        if len({*lengths}) > 1:
            raise ValueError(f"{kind.__name__}: {', '.join(self.together)} are of one length; found {lengths}.")


class Rule(NamedTuple):
    """What a field may hold: its types, whether NaN, and ``low`` and ``high``, between which a float needs no look."""

    name: str
    kinds: tuple
    nan: bool
    low: float
    high: float


@cache
def _rules(kind):
    """The names of the fields of a class of results, and the rules of those that hold numbers."""
    rules = []
    for field in fields(kind):
        origin = get_origin(field.type)
        kinds = () if origin in (tuple, dict) else get_args(field.type) or (field.type,)
        if NUMBERS & {*kinds}:
            low, high, _ = RANGES.get(field.name, (-np.inf, np.inf, ""))
            if int in kinds:
                low, high = np.inf, -np.inf
            elif field.name in OPEN:
                low, high = np.nextafter([low, high], [high, low]).tolist()
            rules.append(Rule(field.name, kinds, field.name in kind.unknown, low, high))
    return {field.name for field in fields(kind)}, tuple(rules)


def _check(what, rule, value):
    """Raise ValueError unless the value is one that the field may have."""
    kinds = rule.kinds
    if value is None and type(None) in kinds:
        return
    if np.ndarray in kinds:
        array = _is_array(value)
        if not array and not is_number(value):
            raise ValueError(f"{what} is a number, or an array; found {value!r}.")
        if array and np.asarray(value).dtype.kind == "U":
            return
    elif not is_number(value):
        raise ValueError(f"{what} is a number; found {value!r}.")
    if not rule.nan and np.isnan(value).any():
        raise ValueError(f"{what} is a number; found {value!r}.")
    if int in kinds:
        check_whole(what, value)
    if rule.name in RANGES:
        low, high, words = RANGES[rule.name]
        beyond = np.less(value, low - ROUNDING) | np.greater(value, high + ROUNDING)
        if np.any(beyond) or (rule.name in OPEN and not low < value < high):
            raise ValueError(f"{what} is {words}; found {value!r}.")


def check_parts(result, kinds):
    """Raise ValueError unless each field of a result that ``kinds`` names is of its kind."""
    for name, kind in kinds.items():
        part = getattr(result, name)
        if not isinstance(part, kind):
            each = kind if isinstance(kind, tuple) else (kind,)
            kinds_in_words = " or ".join("None" if one is type(None) else one.__name__ for one in each)
            raise ValueError(f"{type(result).__name__}: {name} is of the kind {kinds_in_words}; found {part!r}.")


def check_whole(what, value):
    """Raise ValueError unless it is one whole number of something, 0 or more.

    >>> check_whole("people", 26)
    """
    if not is_number(value) or not 0 <= value < np.inf or value % 1:
        raise ValueError(f"{what} is a whole number, 0 or more; found {value!r}.")


def _is_array(value):
    """Whether it is an array or a list of numbers or of words; one of objects is none.

    >>> _is_array(np.array(["similar"])), _is_array(0.3), _is_array(np.array([None]))
    (True, False, False)
    """
    return isinstance(value, (np.ndarray, list, tuple)) and np.asarray(value).dtype.kind in "biufU"
