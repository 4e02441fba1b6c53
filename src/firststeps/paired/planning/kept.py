"""What no study changes is worked out once: read from ``kept.json`` for as long as the code is that which made it.

The rates of the tests in 9,595 scenarios, and the curves and numbers of people of the usual plans, are the same for
every study.  ``make constants`` works them out.  A number is kept by the function that gives it and by its arguments;
what is not kept, or was made by other code, is worked out when it is asked for.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import astuple, is_dataclass
from functools import cache, wraps
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("kept.json")
ROOMS = ("families.py", "limits", "planning", "results.py", "tables.py", "two_waves")  # whose code counts
_worked_out = []  # where what is worked out is to be kept, by name: one dictionary, or none


def kept(of):
    """Let a function give what is kept of it; ``of`` makes its result of what stands in the file.

    The function takes numbers, texts and sequences of numbers, in their order, and gives a number, an array, or a named
    tuple or dataclass of plain numbers and texts.

    >>> @kept(float)
    ... def half(number):
    ...     return number / 2
    >>> half(3)
    1.5
    """

    def keeping(function):
        """Give the function that looks first."""

        @wraps(function)
        def look(*arguments):
            """Give what is kept, else what the function gives."""
            name = named(f"{function.__module__.split('.')[-1]}.{function.__qualname__}", arguments)
            if not _worked_out:
                known = known_numbers()
                return of(known[name]) if name in known else function(*arguments)
            with working_out():  # what it asks for itself is not kept
                result = function(*arguments)
            _worked_out[-1][name] = _plain(result)
            return result

        return look

    return keeping


@cache
def known_numbers():
    """What is kept, by name: nothing where there is no file, or where other code has made it."""
    try:
        contents = json.loads(FILE.read_text(encoding="utf-8"))
        return contents["numbers"] if contents["code"] == digest_of_rooms() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@contextmanager
def working_out():
    """Read nothing, but work out all that is asked for within this context; give a dictionary of it, by name.

    >>> with working_out() as numbers:
    ...     kept(np.array)(np.cumsum)([1.0, 4.0])
    array([1., 5.])
    >>> numbers
    {'numpy.cumsum(1.0, 4.0)': [1.0, 5.0]}
    """
    _worked_out.append({})
    try:
        yield _worked_out[-1]
    finally:
        _worked_out.pop()


def as_text(numbers):
    """Give the text of the file that keeps ``numbers``, by name: a line for each, below the hash of the code."""
    lines = (f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(numbers[name])}" for name in sorted(numbers))
    return f'{{\n "code": "{digest_of_rooms()}",\n "numbers": {{\n' + ",\n".join(lines) + "\n }\n}\n"


def digest_of_rooms():
    """Give the hash of the code by which the numbers are made: of every module of the ``ROOMS``."""
    paired, total = Path(__file__).resolve().parents[1], hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in [paired / room, *(paired / room).rglob("*.py")]):
        if path.is_file():
            total.update(path.relative_to(paired).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def named(function, arguments):
    """Name what a function gives of some arguments.

    >>> named("power.power_curve", ([8, 9, 10], 0.1, "exact"))
    'power.power_curve(8 to 10, 0.1, exact)'
    """
    return f"{function}({', '.join(map(_argument, arguments))})"


def _argument(value):
    """An argument in a name: numbers that follow each other by the first and the last of them."""
    if not isinstance(value, Sequence | np.ndarray) or isinstance(value, str):
        return str(value)
    numbers = list(value)
    if len(numbers) > 2 and numbers == list(range(int(numbers[0]), int(numbers[0]) + len(numbers))):
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(map(str, numbers))


def _plain(result):
    """A result in plain numbers, texts and lists of them."""
    if isinstance(result, np.ndarray | np.generic):
        return result.tolist()
    if is_dataclass(result):
        return list(astuple(result))
    return list(result) if isinstance(result, tuple) else result
