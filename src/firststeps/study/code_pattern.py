"""The pattern of a participant code: a regular expression that is matched in bounded time, whatever it says.

Python's own matching can take for ever on a pattern such as ``(a+)+b``; RE2, which comes with Arrow and DuckDB, takes
time in proportion to the text.  It knows no look-ahead and no reference back, so a pattern with these is refused.
Letters and digits (``\\w``, ``\\d``) are those of every script, as in Python.

A plain pattern, such as ``P[0-9]{2}``, has one way to match only: it is left to Python, since to load RE2 takes longer
than all else that is done when a study is read.
"""

import re

from firststeps.errors import needing

ANYTHING = r"\S.*"  # where study.yaml does not say what a right code looks like
LONGEST = 500  # characters of a pattern
PLAIN = re.compile(
    r"(?:(?:[A-Za-z0-9_-]|\[[A-Za-z0-9]-[A-Za-z0-9]\])(?:\{[0-9]{1,2}\})?)+"
)  # characters, each so often
_CLASSES = {"w": r"\p{L}\p{M}\p{N}_", "d": r"\p{Nd}"}


def pattern_fault(pattern):
    """Give what is wrong with a pattern, or an empty text.

    >>> pattern_fault("P[0-9]{2}")
    ''
    >>> pattern_fault("(?!P00)P[0-9]{2}")
    "pattern '(?!P00)P[0-9]{2}' cannot be matched in bounded time (invalid perl operator: (?!): write it without ..."
    """
    if len(pattern) > LONGEST:
        return f"pattern holds {len(pattern):,} characters; expected at most {LONGEST}"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as fault:
        return f"pattern {pattern!r} is not a regular expression: {fault}"
    try:
        fitting(pattern, [""])
    except ValueError as fault:
        why = str(fault).removeprefix("Invalid regular expression: ").partition("\n")[0]
        return (
            f"pattern {pattern!r} cannot be matched in bounded time ({why}): write it without looking ahead or back, "
            "without references to a group, and with smaller counts"
        )
    return ""


def fitting(pattern, codes):
    """Whether each of ``codes`` fits the pattern from its first to its last character; a list of truths.

    >>> fitting(r"\\w+|P[0-9]{2}", ["P07", "Zo\u00eb", "P 7", ""])
    [True, True, False, False]
    >>> fitting("(a+)+b", ["a" * 100_000])
    [False]
    """
    if pattern == ANYTHING or PLAIN.fullmatch(pattern):
        plain = re.compile(pattern)
        return [isinstance(code, str) and plain.fullmatch(code) is not None for code in codes]
    with needing("parquet", f"The pattern {pattern} of a participant code"):
        from pyarrow import array, compute, string

    return compute.match_substring_regex(array(codes, string()), f"^(?:{bounded(pattern)})$").to_pylist()


def bounded(pattern):
    """Give a pattern as RE2 reads it, with letters and digits of every script.

    >>> bounded(r"[\\w-]+\\d\\\\d\\Z")
    '[\\\\p{L}\\\\p{M}\\\\p{N}_-]+\\\\p{Nd}\\\\\\\\d\\\\z'
    """
    written, in_set = [], False
    for piece in re.findall(r"\\.|.", pattern, re.DOTALL):
        in_set = {"[": True, "]": False}.get(piece, in_set)
        written.append(_as_re2_reads(piece, in_set))
    return "".join(written)


def _as_re2_reads(piece, in_set):
    """One character of a pattern, or one behind a backslash, as RE2 reads it, within a set or not."""
    name = piece[1:]
    if name == "Z":
        return r"\z"
    members = _CLASSES.get(name.lower())
    if members is None or (name.isupper() and in_set):
        return piece
    if name.isupper():
        return f"[^{members}]"
    return members if in_set or name == "d" else f"[{members}]"
