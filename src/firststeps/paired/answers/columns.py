"""Columns of answers as people have them: two of the same people, or a table with one a wave, as lists by name.

Lists, arrays, and Series and DataFrames of pandas are read, and what is like them elsewhere (polars, pyarrow, xarray).
Refused is what is not certain: who is who, which wave came first, and whether a table holds people or counts.
"""

from collections.abc import Iterable

import numpy as np

from firststeps.paired.answers.arguments import as_one
from firststeps.paired.answers.labels import labelled, listed, numbered, turned


def answer_columns(before, after=None):
    """The columns of answers, as lists by name: two columns of the same people, or one table with a column a wave.

    Raises ValueError for what is no column of answers, where it is not certain who is who, for waves whose names say
    that they do not stand in the order of time, and for a table of counts.

    >>> answer_columns([3, 4], [4, 5])
    {'before': [3, 4], 'after': [4, 5]}
    """
    columns = _from_table(before) if after is None else _of_two(before, after)
    if turned(columns):
        raise ValueError(
            f"Waves stand in the order of time; found {listed(list(columns))}, as sorting by name puts them. Pass them "
            "in their order, as by table[['before', 'after']], or under other names."
        )
    return columns


def _of_two(before, after):
    """Two columns of answers, one answer a person, as lists by name."""
    for column in (before, after):
        if not _is_column(column):
            kind = type(column).__name__
            raise ValueError(f"Answers before and after are two columns, one answer a person; found a {kind}.")
    check_rows(before, after)
    names = wave_names(before, after)
    return {name: list(plain(column)) for name, column in zip(names, (before, after), strict=True)}


def _is_column(answers):
    """Whether it can be the answers of people, one each: neither a word, a table nor a single number."""
    single = isinstance(answers, (str, bytes, dict)) or not isinstance(answers, Iterable)
    return not single and getattr(answers, "ndim", 1) == 1 and as_one(answers).ndim < 2


def check_rows(*columns):
    """Raise ValueError where columns carry row labels that differ, so that the same row is not the same person.

    >>> check_rows([1, 0], [1, 1])
    """
    indexes = [index for index in (getattr(column, "index", None) for column in columns) if hasattr(index, "equals")]
    if not all(index.equals(indexes[0]) for index in indexes):
        raise ValueError(
            "Columns of the same people have different row labels, so it is not certain who is who. Let the people be "
            "the index of all and pass pd.concat([before, after], axis=1), or pass lists in the same order."
        )


def wave_names(first, second):
    """The names that two columns or axes carry, where these differ; else before and after.

    >>> wave_names([1, 0], [1, 1])
    ('before', 'after')
    """
    names = [getattr(column, "name", None) for column in (first, second)]
    return ("before", "after") if None in names or names[0] == names[1] else tuple(map(str, names))


def column_names(table):
    """The names of the columns of a DataFrame; pyarrow holds them apart from its columns.

    >>> import pandas as pd
    >>> column_names(pd.DataFrame({"before": [1], "after": [0]}))
    ['before', 'after']
    """
    return list(getattr(table, "column_names", table.columns))


def holds_counts(table):
    """Whether rows and columns of a DataFrame are the same answers, as of ``pd.crosstab``: it has no row a person.

    Numbers are such where each row has a column of its label: people may be numbered, and waves too.

    >>> import pandas as pd
    >>> holds_counts(pd.DataFrame({"ja": [1, 0], "nein": [1, 1]}, index=["ja", "nein"]))
    True
    >>> holds_counts(pd.DataFrame({1: [1, 0, 1], 2: [1, 1, 0]}, index=[1, 2, 3]))
    False
    """
    if not hasattr(table, "index") or numbered(table.index):
        return False
    rows, columns = set(table.index), set(table.columns)
    return bool(rows) and (rows <= columns or any(isinstance(label, str) for label in rows & columns))


def _from_table(answers):
    """The columns of a DataFrame, a dictionary or a two-dimensional array of answers."""
    if isinstance(answers, dict):
        for name, column in answers.items():
            if not _is_column(column):
                kind = type(column).__name__
                raise ValueError(
                    f"A dictionary of answers has a column a wave, one answer a person; found a {kind} in {name!r}."
                )
        check_rows(*answers.values())
        _check_names(answers)
        return {str(name): list(plain(column)) for name, column in answers.items()}
    if labelled(answers) and hasattr(answers, "columns"):
        names = column_names(answers)
    elif isinstance(answers, np.ndarray) and answers.ndim == 2:
        names = [f"wave {k + 1}" for k in range(answers.shape[1])]
    else:
        raise ValueError(
            "Answers are two columns, count(before, after), or a DataFrame with one column a wave; found a "
            f"{type(answers).__name__} alone."
        )
    _check_names(names)
    if isinstance(answers, np.ndarray):
        return {name: list(column) for name, column in zip(names, answers.T, strict=True)}
    if holds_counts(answers):
        raise ValueError(
            f"Rows {listed(list(answers.index))} and columns {listed(names)} are those of a table of counts, not "
            "of answers. Label both yes and no, and it is a paired table; name ordered answers in order=[...]. "
            "If each row is a person, pass table.reset_index(drop=True)."
        )
    return {str(name): list(plain(answers[name])) for name in names}


def _check_names(names):
    """Raise ValueError where two columns have one name."""
    if len({str(name) for name in names}) < len(names):
        raise ValueError(f"Each wave is one column with a name of its own; found {listed(list(names))}.")


def plain(column):
    """Give a column whose entries are plain: pyarrow wraps each answer, xarray makes an array of it.

    Numbers in half the digits, as Stata keeps them, are those that they print as: 0.1 is not 0.10000000149.

    >>> plain(np.array([0.1, 2.4], dtype=np.float32)).tolist()
    [0.1, 2.4]
    """
    if hasattr(column, "coords"):
        column = np.asarray(column)
    if (hasattr(column, "dtype") or hasattr(column, "to_pylist")) and not np.ma.isMaskedArray(column):
        entries = np.asarray(column)
        if entries.dtype.kind == "f" and entries.dtype.itemsize < 8:
            return entries.astype(str).astype(float)
    return column.to_pylist() if hasattr(column, "to_pylist") else column
