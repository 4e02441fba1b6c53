"""Paired 2x2 tables: the convention, the checks, and the parts every method needs.

A table is ``[[a, b], [c, d]]``: rows are the first wave, columns the second, both in the order
yes, no.  So ``a`` people said yes twice, ``b`` changed from yes to no, ``c`` from no to yes, ``d`` said no
twice, and ``n = a + b + c + d``.  A change is always *second minus first*, so a gain is positive.

Every function takes one table or an array of tables of shape ``(..., 2, 2)`` and gives arrays of shape ``(...)``. A
DataFrame, as ``pd.crosstab`` gives it, is read by its labels (see ``firststeps.paired.answers.labels``). What has
counted a table itself, as ``Counts`` and ``Scenario`` have, stands for its ``table``, a list of such for theirs.
"""

from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from firststeps.paired.answers.labels import in_order, labelled

MOST = 10**9  # the largest count taken: its square is still a whole number of 64 bits


class ConfidenceInterval(NamedTuple):
    """Lower and upper limit, each a number or an array of shape ``(...)``, and the confidence level."""

    low: np.ndarray
    high: np.ndarray
    level: float


class HasTable(Protocol):
    """What knows a paired table of its own."""

    @property
    def table(self) -> np.ndarray:
        """The table ``[[a, b], [c, d]]``."""


TableLike: TypeAlias = ArrayLike | HasTable  # an array of shape (..., 2, 2), a labelled DataFrame, or what has a table


class Cells(NamedTuple):
    """The four counts of a table and their total, each of shape ``(...)``."""

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray
    n: np.ndarray


def as_counts(counts, what="table"):
    """Give ``counts`` as an array of int64 of its own, of the same shape, or say which entry is not a count.

    Whole numbers of any kind are read, those among objects and of pandas' nullable kinds too. Raises ValueError for
    NaN, missing, masked, infinite, negative or non-integer entries, for counts above a thousand million, and for what
    carries labels; ``what`` names them in the message.

    >>> as_counts([[1.0, 2.0]])
    array([[1, 2]])
    """
    numbers = as_array(counts, what)
    if numbers.dtype.kind == "O":
        numbers = _from_objects(numbers, what)
    if numbers.dtype.kind not in "biuf":
        raise ValueError(f"A {what} holds counts; found entries of type {numbers.dtype}.")
    if numbers.dtype.kind == "f":
        for bad, fault in (
            (~np.isfinite(numbers), "missing or infinite"),
            (numbers != np.floor(numbers), "not whole"),
        ):
            _refuse(bad, numbers, f"{what} count is {fault}")
    if numbers.size and numbers.min() < 0:
        _refuse(numbers < 0, numbers, f"{what} count is negative")
    if numbers.size and numbers.max() > MOST:
        _refuse(numbers > MOST, numbers, f"{what} count is above {MOST:,}")
    return numbers.astype(np.int64)


def as_tables(table, empty=False):
    """Give one or more paired tables as an int64 array of shape ``(..., 2, 2)``.

    A DataFrame, or a list of them, is put in order by its labels, yes before no; of what has counted a table itself a
    list is taken too. Raises ValueError, naming the table,
    for a wrong shape, for entries that are not counts, for an ``empty`` table unless there may be such, and for labels
    that are not understood.

    >>> as_tables([[20, 1], [3, 2]]).shape
    (2, 2)
    """
    tables = _of_shape(table)
    if not empty:
        _pairs(tables)
    return tables


def one_table(table):
    """Split one paired table as ``cells`` does, or raise ValueError where there are several.

    >>> one_table([[[20, 1], [3, 2]]])
    Traceback (most recent call last):
    ...
    ValueError: Here one table is looked at; found tables of shape (1,). mcnemar, difference and the like take all.
    """
    counts = cells(table)
    if np.ndim(counts.n):
        raise ValueError(
            f"Here one table is looked at; found tables of shape {np.shape(counts.n)}. mcnemar, difference and the "
            "like take all."
        )
    return counts


def cells(table):
    """Split one or more paired tables into a, b, c, d and n.

    >>> [int(x) for x in cells([[20, 1], [3, 2]])]
    [20, 1, 3, 2, 26]
    """
    tables = _of_shape(table)
    return Cells(*_split(tables), _pairs(tables))


def tables_of(a, b, c, d):
    """Give the tables with these cells, numbers or arrays of shape (...): an array of shape (..., 2, 2).

    >>> tables_of(np.array([20, 18]), 1, np.array([3, 5]), 2).tolist()
    [[[20, 1], [3, 2]], [[18, 1], [5, 2]]]
    """
    four = np.broadcast_arrays(a, b, c, d)
    return np.stack(four, axis=-1).reshape(*four[0].shape, 2, 2)


def discordant_tables(n, b, c):
    """Give the tables of n people with b and c discordant pairs and all others in a: an array of shape (..., 2, 2).

    They stand for all tables with this b, c and n wherever nothing depends on how a and d part the rest.

    >>> discordant_tables(9, np.array([1, 2]), np.array([3, 4])).tolist()
    [[[5, 1], [3, 0]], [[3, 2], [4, 0]]]
    """
    return tables_of(n - b - c, b, c, 0)


def _of_shape(table):
    """Counts of shape (..., 2, 2), those with labels in the order yes, no, or those of what has a table."""
    if isinstance(table, (list, tuple)):
        if any(map(_has_table, table)):
            table = [_of_shape(part) if _has_table(part) else part for part in table]
    elif _has_table(table):
        table = table.table
    if _is_plain(table):
        table = np.array(table)
    counts = as_array(in_order(table, ("yes", "no"), "paired table"), "paired table")
    if counts.ndim < 2 or counts.shape[-2:] != (2, 2):
        several = ": of tables by name pass list(tables.values())" if isinstance(table, dict) else ""
        what = f"shape {counts.shape}" if counts.ndim else f"a {type(table).__name__}{several}"
        raise ValueError(f"A paired table has shape (..., 2, 2), as [[a, b], [c, d]]; found {what}.")
    return as_counts(counts)


def _has_table(answers):
    """Whether it has counted a table itself, and is no array whose column is called so."""
    return hasattr(answers, "table") and not hasattr(answers, "__array__")


def _is_plain(table):
    """Whether it is two rows of two whole numbers, as most tables are, which hold neither labels nor masks."""
    rows = table if type(table) is list and len(table) == 2 else ()
    return [len(row) for row in rows if type(row) is list] == [2, 2] and all(
        type(x) is int and -MOST <= x <= MOST for row in rows for x in row
    )


def as_array(counts, what):
    """The counts as an array, NaN where they are masked; ``what`` names them in the ValueError.

    >>> as_array([[1, 2], [3]], "table")
    Traceback (most recent call last):
    ...
    ValueError: A table is an array of counts; found rows of different lengths: [[1, 2], [3]].
    """
    if type(counts) is np.ndarray:
        return counts
    if labelled(counts):
        raise ValueError(f"A {what} is an array here, not a {type(counts).__name__}: its labels would not be read.")
    try:
        numbers = np.ma.asarray(counts)
    except ValueError:
        raise ValueError(f"A {what} is an array of counts; found rows of different lengths: {counts!r}.") from None
    return numbers.astype(object).filled(np.nan) if np.ma.is_masked(numbers) else np.asarray(numbers)


def _from_objects(entries, what):
    """The numbers among objects as floats; NaN for None and for pandas' NA; ValueError for what is no number."""
    numbers = np.empty(entries.shape)
    for place, entry in np.ndenumerate(entries):
        if entry is None or type(entry).__name__ == "NAType":
            numbers[place] = np.nan
        elif isinstance(entry, (bool, int, float, np.bool_, np.integer, np.floating)):
            numbers[place] = max(-1, min(entry, MOST + 1)) if isinstance(entry, int) else entry
        else:
            raise ValueError(f"A {what} holds counts; found entries of type {type(entry).__name__}.")
    return numbers


def _split(tables):
    """The four counts, each of shape (...)."""
    return [tables[..., i, j] for i in (0, 1) for j in (0, 1)]


def _pairs(tables):
    """The number of pairs of each table, which is not 0."""
    n = sum(_split(tables))
    _refuse(n == 0, tables, "table has no pairs (n = 0)")
    return n


def _refuse(bad, tables, fault):
    """Raise ValueError for the first place where ``bad`` is true."""
    if np.asarray(bad).any():
        place = tuple(int(i) for i in np.argwhere(bad)[0])
        where = f" at index {place}" if place else ""
        shown = f": {np.asarray(tables).tolist()}" if np.size(tables) <= 16 else ""
        raise ValueError(f"A {fault}{where}{shown}.")
