"""Tables that carry labels, as pandas gives them: read by what the labels mean, never by where they stand.

``pd.crosstab`` sorts its labels, so that no stands before yes, False before True and 0 before 1, and it leaves out an
answer that nobody gave. Read by position such a table says the opposite of what it holds. Here its rows and columns are
put in the order of the wing; labels that are not understood are refused. pandas itself is not needed for that.
"""

import re

import numpy as np

ANSWERS = {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no"}
ANSWERS |= {"missing": "missing"}
EARLIER = ("before", "first", "pre", "baseline", "start", "begin", "beginning", "entry", "intake", "t0")
LATER = ("after", "second", "post", "followup", "end", "exit")  # both without blanks, hyphens and a last "test"
TOTALS = ("all", "total", "totals", "sum")


def labelled(table):
    """Whether ``table`` is a table with labels (a DataFrame or Series of pandas or of its like), or holds one.

    >>> labelled([[7, 5], [12, 2]])
    False
    """
    if type(table) is np.ndarray or type(table) is int:
        return False
    if isinstance(table, (list, tuple)):
        return any(labelled(part) for part in table)
    return any(hasattr(table, name) for name in ("columns", "iloc", "coords"))


def in_order(table, answers, what):
    """Put what carries labels in the order of ``answers``; an answer without a label gets 0. All else is given back.

    Parameters
    ----------
    table : a DataFrame (for one wave a Series); paired tables also as a list of them
        Its rows are the first wave, its columns the second, labelled yes and no (in any case, or y and n), True
        and False, or 1 and 0; where ``answers`` holds "missing", also "missing", None or NaN.
    answers : tuple of str
        ("yes", "no"), or ("yes", "no", "missing").
    what : str
        Names the table in the message.

    Raises
    ------
    ValueError
        For labels that are not understood, that come twice, or that only number the rows; for rows that are named as
        the later wave where columns are not; for what has no row labels. The message says what was found and how to
        pass it.

    >>> in_order([[7, 5], [12, 2]], ("yes", "no"), "paired table")
    [[7, 5], [12, 2]]
    """
    if not labelled(table):
        return table
    if isinstance(table, (list, tuple)):
        if "missing" in answers:
            raise ValueError(
                f"A {what} with labels is one DataFrame, or for one wave one Series; found a list of them."
            )
        return np.array([np.asarray(in_order(part, answers, what), dtype=object) for part in table], dtype=object)
    axes = _axes(table, what, answers)
    _check_names(table, what)
    _check_coded(axes, what, answers)
    places = [[answers.index(_read(label, answers, what, axes)) for label in axis] for axis in axes]
    for axis, numbers in zip(axes, places, strict=True):
        if len(set(numbers)) < len(numbers):
            _refuse(what, f"labels that mean the same: {listed(axis)}", answers)
    ordered = np.zeros((len(answers),) * len(axes), dtype=object)
    ordered[np.ix_(*places)] = table.to_numpy(dtype=object)
    return ordered


def meaning(label):
    """The answer that a label or a value means of itself: "yes", "no" or "missing", or None where that is not known.

    >>> [meaning(label) for label in ("Yes ", False, 1, np.nan, 2, "ja")]
    ['yes', 'no', 'yes', 'missing', None, None]
    """
    if is_missing(label):
        return "missing"
    if isinstance(label, (bool, np.bool_)):
        return "yes" if label else "no"
    if _number(label) is not None:
        return "yes" if _number(label) else "no"
    return ANSWERS.get(label.strip().lower()) if isinstance(label, str) else None


def same_categories(table):
    """Put the columns of a labelled (K, K) table in the order of its rows; a category on one side only gets 0.

    What carries no labels is given back. Raises ValueError for totals, missing answers, labels that come twice, and
    rows and columns that have no category in common.

    >>> same_categories([[1, 2], [3, 4]])
    [[1, 2], [3, 4]]
    """
    if not labelled(table):
        return table
    what = "table of paired categories"
    rows, columns = _both_axes(table, what)
    for label in (*rows, *columns):
        if is_missing(label) or str(label).strip().lower() in TOTALS:
            raise ValueError(f"A {what} holds no totals and no missing answers; leave out the label {label!r}.")
    if len(set(rows)) < len(rows) or len(set(columns)) < len(columns):
        raise ValueError(f"A {what} has each label once; found rows {listed(rows)} and columns {listed(columns)}.")
    unnamed = numbered(table.index) and numbered(table.columns)
    if not set(rows) & set(columns) or (unnamed and rows != columns):
        labels = f"found rows {listed(rows)} and columns {listed(columns)}"
        raise ValueError(f"A {what} has the same categories in its rows and in its columns; {labels}.")
    categories = rows + [label for label in columns if label not in rows]
    places = [[categories.index(label) for label in axis] for axis in (rows, columns)]
    ordered = np.zeros((len(categories),) * 2, dtype=object)
    ordered[np.ix_(*places)] = table.to_numpy(dtype=object)
    return ordered


def _axes(table, what, answers):
    """The labels of each axis, as lists: of the rows and columns of a DataFrame, or of a Series for one wave."""
    if hasattr(table, "columns"):
        axes, indexes = _both_axes(table, what), (table.index, table.columns)
    elif hasattr(table, "iloc") and "missing" in answers:
        axes, indexes = [list(table.index)], (table.index,)
    else:
        raise ValueError(
            f"A labelled {what} is a DataFrame of rows and columns; found a {type(table).__name__}. A Series of counts "
            "by two labels is made one by .unstack(fill_value=0); an array, yes before no, by .to_numpy()."
        )
    if any(numbered(index) for index in indexes):
        _refuse(what, "rows or columns that are numbered from 0, not labelled", answers)
    return axes


def _both_axes(table, what):
    """The labels of the rows and of the columns of a DataFrame, as lists."""
    if not all(hasattr(table, name) for name in ("index", "columns", "to_numpy")):
        raise ValueError(f"A labelled {what} is a DataFrame with labels of its rows; found a {type(table).__name__}.")
    return [list(table.index), list(table.columns)]


def numbered(index):
    """Whether an index is the numbering that pandas gives where nobody named anything.

    >>> numbered(["yes", "no"])
    False
    """
    return type(index).__name__ == "RangeIndex" and index.name is None


def turned(names):
    """Whether names of waves say that these do not stand in the order of time.

    A name such as after stands before one such as before, or the last of several is one such as baseline.  What a
    second wave and a later one are called says nothing.

    >>> turned(["after", "before"]), turned(["12 months", "baseline"]), turned(["post", "follow-up"])
    (True, True, False)
    """
    names = [_plain_name(name) for name in names]
    earlier = [name in EARLIER for name in names]
    later = [name in LATER for name in names]
    return (earlier[-1:] == [True] and not all(earlier)) or any(
        later[place] and any(earlier[place:]) for place in range(len(names))
    )


def _plain_name(name):
    """The name of a wave without what is written now so and now so.

    >>> _plain_name("Pre-Test"), _plain_name("follow up")
    ('pre', 'followup')
    """
    return re.sub(r"[\s_-]", "", str(name)).casefold().removesuffix("test")


def _is_later(name):
    """Whether a name is that of a wave after another, as one of so many months."""
    later = r"\d+[mw]|.*(month|week|year)s?(later|on)?|third|fourth|fifth|last|final"
    return _plain_name(name) in LATER or bool(re.fullmatch(later, _plain_name(name)))


def _check_names(table, what):
    """Refuse rows that are named as the later wave unless columns are too, and columns named as the earlier one."""
    if not hasattr(table, "columns"):
        return
    names = [getattr(getattr(table, axis), "name", None) for axis in ("index", "columns")]
    later = _plain_name(names[0]) in LATER
    if turned(names) or (later and not _is_later(names[1])):
        side, name = ("rows", names[0]) if later else ("columns", names[1])
        raise ValueError(
            f"A {what} has the first wave in its rows and the second in its columns; found {side} named "
            f"{name!r}. Pass the other way round: pd.crosstab(before, after), or the table's .T."
        )


def _check_coded(axes, what, answers):
    """Refuse a 1 without any 0: it may be yes, or the first of the codes 1 and 2."""
    numbers = {_number(label) for axis in axes for label in axis}
    if 1 in numbers and 0 not in numbers:
        _refuse(what, "the label 1 without any 0, which may be a yes or the first of two codes", answers)


def _number(label):
    """The number that a label is, 1 or 0, as itself or written; else None."""
    if isinstance(label, (bool, np.bool_)):
        return None
    if isinstance(label, (int, float, np.number)):
        return int(label) if label in (0, 1) else None
    return int(label) if isinstance(label, str) and label.strip() in ("0", "1") else None


def _read(label, answers, what, axes):
    """The answer that a label means, or ValueError."""
    answer = meaning(label)
    if answer not in answers:
        _refuse(what, f"the label {listed([label])} among {' and '.join(listed(axis) for axis in axes)}", answers)
    return answer


def is_missing(label):
    """Whether a label or a value is None, NaN, masked or pandas' NA.

    >>> is_missing(None), is_missing(float("nan")), is_missing("")
    (True, True, False)
    """
    number = isinstance(label, (float, np.floating))
    return label is None or label is np.ma.masked or type(label).__name__ == "NAType" or (number and label != label)


def listed(labels):
    """Labels for reading, the first few of many.

    >>> listed(["no", np.int64(1)]), listed(range(9))
    ("'no', 1", '0, 1, 2, 3, 4, 5, ...')
    """
    shown = ", ".join(repr(label.item() if isinstance(label, np.generic) else label) for label in list(labels)[:6])
    return shown + (", ..." if len(labels) > 6 else "")


def _refuse(what, fault, answers):
    """Raise ValueError that says what was found and how to pass it."""
    raise ValueError(
        f"A labelled {what} is read by its labels, {', '.join(answers)} (True and False, 1 and 0 too); found {fault}. "
        f"Label it so, or put it in the order {' before '.join(answers)}, rows first, columns second wave, and "
        "pass its .to_numpy(). If each row is a person, pass count(table) instead."
    )
