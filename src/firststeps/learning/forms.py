"""Reads an answer in whatever form it was given, and says whether it is a value: numbers, tables by labels, words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from numbers import Real

import numpy as np
import pandas as pd

from firststeps.errors import Stopped

FINEST, COARSEST = 0.00051, 0.0051  # how far a rounded answer may be from the value
YES_NO = {"yes": 0, "true": 0, "1": 0, "y": 0, "no": 1, "false": 1, "0": 1, "n": 1}
PERCENT = re.compile(r"%|per ?cent(age points?)?|points?")


class NotRead(Stopped):
    """An answer that cannot be read; the text says what was expected."""


@dataclass(frozen=True)
class Number:
    """A number as somebody gave it, and how far from it the value may be."""

    value: float
    near: float = FINEST
    written_as_percent: bool = False


def number(answer) -> Number:
    """Read one number: a number, a fraction, or text such as "3/30", "10%", "p = .036".

    What was rounded stands for all that rounds to it, within half a point, as text or not; no rounded 0 but in a text.
    NotRead for anything else.

    >>> number("3/30").value, number("14%"), number(Fraction(1, 4)).value
    (0.1, Number(value=0.14, near=0.0051, written_as_percent=True), 0.25)
    >>> number("0.58") == number(0.58), number(0.5833).near, number(7 / 12).near
    (True, 0.00051, 0.00051)
    """
    if isinstance(answer, np.ndarray) and answer.size == 1:
        answer = answer.reshape(-1)[0]
    if isinstance(answer, (bool, np.bool_)):
        raise NotRead(f"A number is expected here; found {answer}.")
    if isinstance(answer, (Real, Fraction, np.number)):
        value = _finite(answer)
        digits = re.fullmatch(r"-?\d+\.(\d+)", repr(value)) if value and isinstance(answer, float) else None
        return Number(value, _near_to(len(digits[1]) if digits else np.inf))
    if not isinstance(answer, str):
        raise NotRead(f"One number is expected here; found {_kind(answer)}.")
    text = answer.lower().replace("−", "-").replace(",", ".")
    if re.search(r"\d\s*%?\s*(-|–|\bto\b)\s*\.?\d", text):
        raise NotRead(f'One number is expected here; found "{answer}".')
    shown = re.search(r"[-+]?\s*(\d+\.?\d*|\.\d+)(e[-+]?\d+\b|\s*/\s*(\d+\.?\d*))?", text)
    if not shown:
        raise NotRead(f'A number is expected here, as 0.25, "1/4" or "25%"; found "{answer}".')
    top, below = shown[1], shown[3]
    sign = -1 if shown[0].lstrip().startswith("-") else 1
    if below and float(below) == 0:
        raise NotRead(f'"{answer}" divides by 0.')
    percent = bool(PERCENT.search(text))
    power = shown[2] if shown[2] and not below else ""  # as Python writes what is very small: 3.7e-05
    value = sign * _finite(top + power) / (_finite(below) if below else 1) / (100 if percent else 1)
    decimals = len(top.partition(".")[2]) + (2 if percent else 0)
    return Number(value, FINEST if below else _near_to(decimals), percent)


def _near_to(decimals):
    """How far from a number that was written with so many decimals the value may be."""
    return min(max(0.51 * 10.0**-decimals, FINEST), COARSEST)


def _finite(answer):
    """The value of a number, or of a text that is one; NotRead where it is none, or too large to be worked with."""
    try:
        value = float(answer)
    except OverflowError:
        value = np.inf
    if not np.isfinite(value):
        large = np.isinf(value) and str(answer).lower().strip("+-") not in ("inf", "infinity")
        raise NotRead(f"A number is expected here; found {'one that is far too large' if large else answer}.")
    return value


def numbers(answer) -> list[Number]:
    """Read several numbers: a sequence, the values of a mapping, an interval; NotRead for anything else."""
    if isinstance(answer, Mapping):
        answer = list(answer.values())
    elif isinstance(answer, pd.Series):
        answer = answer.to_list()
    elif isinstance(answer, str):
        answer = re.split(r"\s+to\s+|;|\s+and\s+", answer)
    if not isinstance(answer, (list, tuple, np.ndarray)):
        raise NotRead(f"Several numbers are expected here, as (0.1, 0.3); found {_kind(answer)}.")
    return [number(one) for one in answer]


def table(answer, waves=("first", "second")) -> np.ndarray:
    """Read a 2x2 table by its labels: rows or columns the first wave, wide or long; without labels, rows are first.

    ``waves`` are the names of the two waves, by which axes are told apart.  NotRead for anything else.

    >>> table(pd.crosstab(pd.Series(["no", "no", "yes"], name="first"), pd.Series(["no", "yes", "yes"], name="second")))
    array([[1, 0],
           [1, 1]])
    >>> table({("yes", "no"): 5, ("no", "yes"): 2})
    array([[0, 5],
           [2, 0]])
    """
    if isinstance(answer, Mapping):
        answer = _mapping(answer)
    if isinstance(answer, pd.Series) and answer.index.nlevels == 2:
        return _table_of_cells(answer.items(), answer.index.names, waves)
    if isinstance(answer, pd.DataFrame):
        if answer.shape[1] == 3 and len(answer) >= 2 and not _answers(answer.columns):
            counts = answer.columns[-1]
            rows = ((tuple(row[:2]), row[2]) for row in answer.itertuples(index=False, name=None))
            return _table_of_cells(rows, [name for name in answer.columns if name != counts], waves)
        cells = (((row, column), answer.loc[row, column]) for row in answer.index for column in answer.columns)
        return _table_of_cells(cells, [answer.index.name, answer.columns.name], waves)
    try:
        cells = np.asarray(answer, dtype=float)
    except (TypeError, ValueError, OverflowError):
        cells = np.empty(0)
    if cells.shape == (4,):
        cells = cells.reshape(2, 2)
    if cells.shape != (2, 2) or not np.isfinite(cells).all():
        raise NotRead(f"A table of two rows and two columns is expected, as [[7, 5], [12, 2]]; found {_kind(answer)}.")
    return cells.astype(int) if (cells == np.rint(cells)).all() and np.abs(cells).max() < 2**53 else cells


def words(answer, numbered=False) -> frozenset:
    """Read one word, or several: text, or a list or set of text.

    Where they are ``numbered``, as the sentences of a report are, numbers are read; elsewhere no number is a word, in
    whatever form it was given.

    >>> sorted(words(["The interval", "the verdict"])), sorted(words({2, 5.0}, numbered=True))
    (['interval', 'verdict'], ['2', '5'])
    """
    if isinstance(answer, str):
        answer = re.split(r"[;,\s]+(?:and\s+)?" if numbered else r"[;,]", answer)
    elif isinstance(answer, (Real, np.number, np.bool_)):
        answer = [answer]
    if not isinstance(answer, (list, tuple, set, frozenset, np.ndarray, pd.Series)):
        raise NotRead(_WORDS.format(_kind(answer)))
    plain = [_numbered(one) if numbered else _word(one) for one in answer]
    return frozenset(word for word in plain if word)


_WORDS = "A word or a list of words is expected here; found {}."


def _word(one):
    """A word as it is compared; NotRead for a number."""
    if not isinstance(one, str) or re.fullmatch(r"[-+−]?\s*[\d.][\d.,/\s]*(e[-+]?\d+)?%?", one.strip()):
        raise NotRead(_WORDS.format(f'"{one}"' if isinstance(one, str) else _kind(one)))
    return _plain(one)


def _numbered(one):
    """The number of a sentence as it is compared: 2.0 is 2; NotRead for one that is no number, as infinity."""
    if isinstance(one, (str, bool)) or not isinstance(one, Real):
        return _plain(one)
    return f"{number(one).value:.6g}"


def agrees(answer, value, unit, waves=("first", "second")) -> bool:
    """Whether an answer as given is ``value``; NotRead where it is not of that kind.

    ``value`` is a number, a tuple of numbers, a 2x2 array or a frozenset of words.  ``unit`` is "count" (exact),
    "share" (a number above 1 may be a percentage) or "number" (a few decimals will do).

    >>> agrees("1/4", 0.25, "share"), agrees(25, 0.25, "share"), agrees(7.4, 7, "count")
    (True, True, False)
    >>> agrees("1,600 people", 1600, "count"), agrees("0,25", 0.25, "share")
    (True, True)
    """
    if isinstance(value, np.ndarray):
        return np.array_equal(table(answer, waves), value)
    if isinstance(value, frozenset):
        return words(answer, are_numbered(value)) == value
    if isinstance(value, tuple):
        parts = numbers(answer)
        return len(parts) == len(value) and all(_near(*pair, unit) for pair in zip(parts, value, strict=True))
    if unit == "count" and isinstance(answer, str):
        answer = re.sub(r"(?<=\d),(?=\d{3}\b)", "", answer)  # as the notebooks print a thousand; nobody is part of one
    return _near(number(answer), value, unit)


def are_numbered(value) -> bool:
    """Whether the words that are asked for are numbers, as of sentences."""
    return bool(value) and all(word.isdigit() for word in value)


def is_exactly(answer, value) -> bool:
    """Whether an answer is a number with all its digits, and they are those of ``value``: then it was not rounded.

    >>> is_exactly(0.00003099293440, 0.000030992934404), is_exactly(0.04, 0.04)
    (True, False)
    """
    if not isinstance(answer, float) or not isinstance(value, (int, float)):
        return False
    return float(f"{answer:.6g}") != answer and abs(answer - value) <= 1e-9 * abs(value)


def _near(part, value, unit):
    """Whether a number as given is the value."""
    if unit == "count":
        return not part.written_as_percent and abs(part.value - value) < 1e-9
    near = part.near
    if unit == "number" and abs(value) > 1:
        near = max(near, COARSEST)
    if abs(part.value - value) <= near:
        return True
    near = _near_to(2 if float(part.value).is_integer() else 3)
    return unit == "share" and abs(part.value) > 1 and abs(part.value / 100 - value) <= near


def _plain(word):
    """A word as it is compared: small letters, no article, no full stop."""
    return re.sub(r"^(the|a|an)\s+", "", str(word).strip().lower().rstrip(".!").replace("-", " "))


def _answers(labels):
    """Whether labels are yes and no."""
    return {_plain(label) for label in labels} <= {*YES_NO, "missing", "all"}


def _mapping(answer):
    """A mapping as a labelled series or frame: of pairs of answers, or of rows."""
    if answer and all(isinstance(key, tuple) and len(key) == 2 for key in answer):
        return pd.Series(list(answer.values()), index=pd.MultiIndex.from_tuples(list(answer)))
    try:
        return pd.DataFrame.from_dict(answer, orient="index")
    except (ValueError, AttributeError, TypeError):
        raise NotRead("A table by its labels is expected, as {'yes': {'yes': 7, 'no': 5}, 'no': ...}.") from None


def _table_of_cells(cells, names, waves):
    """The table of labelled cells, turned where its axes are named the other way round; margins are left out."""
    counts, several = np.zeros((2, 2), dtype=int), 0
    for labels, people in cells:
        first, second = (_plain(label).removeprefix("then ") for label in labels)
        if "missing" in (first, second) or "all" in (first, second):
            continue
        if first not in YES_NO or second not in YES_NO:
            raise NotRead(f"The labels of the table are yes and no; found {labels[0]!r} and {labels[1]!r}.")
        try:
            counts[YES_NO[first], YES_NO[second]] += int(people)
            several += 1
        except (TypeError, ValueError):
            raise NotRead(f"A table holds numbers of people; found {people!r}.") from None
    if several < 2:
        raise NotRead("A table has two rows and two columns; found one number.")
    turned = [_plain(name) for name in names] in ([_plain(wave) for wave in waves[::-1]], ["second", "first"])
    return counts.T.copy() if turned else counts


def _kind(answer):
    """What was found, in a word or two; a kind of Python that learners need not know is told by its name.

    >>> _kind(19), _kind("yes"), _kind([1]), _kind({"yes": 1}), _kind(True)
    ('one number', 'a text', 'a list', 'a dict', 'True')
    """
    if answer is None or answer is ...:
        return "nothing"
    if isinstance(answer, bool):
        return str(answer)
    if isinstance(answer, str):
        return "a text"
    name = type(answer).__name__
    return "one number" if isinstance(answer, Real) else "a function" if callable(answer) else f"a {name}"
