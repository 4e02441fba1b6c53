"""What is handed in at the face, by kind: numbers, several of something, and results of other functions.

What is of another kind is refused in a sentence of ours (ValueError), before it meets the arithmetic.
"""

from collections.abc import Iterable

import numpy as np

from firststeps.paired.tables import MOST


def is_number(value):
    """Whether it is one real number; NaN and infinity are such, text and arrays are not.

    >>> is_number(2.5), is_number(np.int64(3)), is_number("3"), is_number([3])
    (True, True, False, False)
    """
    return isinstance(value, (int, float, np.integer, np.floating))


def as_numbers(values, what):
    """Give a number, or an array of them, as an array of floats; ``what`` names it in the ValueError.

    >>> as_numbers([0.1, 1], "A difference")
    array([0.1, 1. ])
    >>> as_numbers("0.1", "A difference")
    Traceback (most recent call last):
    ...
    ValueError: A difference is a number, or an array of numbers; found '0.1'.
    """
    try:
        numbers = np.asarray(values)
        numbers = numbers.astype(float) if numbers.dtype.kind in "biufO" else None
    except (TypeError, ValueError, OverflowError):
        numbers = None
    if numbers is None or not numbers.size or np.isnan(numbers).any():
        raise ValueError(f"{what} is a number, or an array of numbers; found {values!r}.")
    return numbers


def as_one(values):
    """Give what NumPy makes of the values, or where rows differ in length an array of these rows.

    >>> as_one([[1, 2], [3]]).shape, as_one([1, 2]).shape
    ((2,), (2,))
    """
    try:
        return np.asarray(values)
    except ValueError:
        rows = np.empty(len(values), dtype=object)
        rows[:] = list(values)
        return rows


def check_shapes(what, *arrays):
    """Raise ValueError unless the arrays go together, entry by entry.

    >>> check_shapes("Differences and discordances", np.zeros(2), np.zeros(()))
    """
    try:
        np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise ValueError(f"{what} go together, one by one; found arrays of shapes {shapes}.") from None


def check_proportion(value, what="A proportion"):
    """Raise ValueError unless it is one number from 0 to 1.

    >>> check_proportion(0.3)
    """
    if not is_number(value) or not 0 <= value <= 1:
        raise ValueError(f"{what} lies between 0 and 1, such as 0.3; found {value!r}.")


def several(values, what, fewest=1):
    """Give several values as a list, or raise ValueError where what is given is no list, or one of too few.

    >>> several((0.1, 0.2), "Differences")
    [0.1, 0.2]
    >>> several("exact", "Methods")
    Traceback (most recent call last):
    ...
    ValueError: Methods stand in a list, of at least 1; found 'exact'.
    """
    single = isinstance(values, (str, bytes)) or not isinstance(values, Iterable) or getattr(values, "ndim", 1) == 0
    listed = [] if single else list(values)
    if single or len(listed) < fewest:
        many = f", of at least {fewest}" if fewest else ""
        raise ValueError(f"{what} stand in a list{many}; found {values!r}.")
    return listed


def hashable(answer, what="An answer"):
    """Give the answer back, or raise ValueError for what can be no answer, as a list; ``what`` says what it should be.

    >>> hashable("yes")
    'yes'
    """
    try:
        hash(answer)
    except TypeError:
        raise ValueError(f"{what} is a word, a number or True or False; found {answer!r}.") from None
    return answer


def of_kind(value, kind, what):
    """Give the value back, or raise ValueError unless it is of the kind; ``what`` says what it should be.

    >>> of_kind({"even": (1, 1, 1, 1)}, dict, "Priors are a dictionary")
    {'even': (1, 1, 1, 1)}
    >>> of_kind(None, dict, "Priors are a dictionary")
    Traceback (most recent call last):
    ...
    ValueError: Priors are a dictionary; found None of type NoneType.
    """
    if not isinstance(value, kind):
        raise ValueError(f"{what}; found {value!r} of type {type(value).__name__}.")
    return value


def check_size(n):
    """Give n as an int, or raise ValueError unless it is a whole number from 1 to a thousand million.

    >>> check_size(26.0)
    26
    """
    if not is_number(n) or not 1 <= n < np.inf or n % 1:
        raise ValueError(f"A number of people is whole and at least 1; found {n!r}.")
    if n > MOST:
        raise ValueError(f"A number of people is at most {MOST:,}; found {n!r}.")
    return int(n)


def check_sizes(sizes):
    """Give numbers of people, or one alone, as a list of ints, or raise ValueError where one is none, or there is none.

    >>> check_sizes([10, 26.0]), check_sizes(8)
    ([10, 26], [8])
    """
    return [check_size(n) for n in several([sizes] if is_number(sizes) else sizes, "Numbers of people")]
