"""The head of a table: which rows name its columns, which hold the questions, which are nobody's."""

import re
from typing import NamedTuple

from firststeps.responses.texts.lexicon import NO, YES
from firststeps.study.parts.texts import CONTROLS, composed

SAYS_NOTHING = {"response", "open-ended response"}  # what SurveyMonkey writes under a question of one column
ROWS_LOOKED_AT = 30


class Head(NamedTuple):
    """Rows as a spreadsheet numbers them: those of the names, that of the questions (0 where there is none), others.

    ``unclear`` is what becomes of columns without a name, or with one that stands twice: ``refuse`` or ``letters``.
    """

    names: tuple = (1,)
    labels: int = 0
    skip: tuple = ()
    unclear: str = "refuse"

    @property
    def last(self):
        """The last row of the head."""
        return max(*self.names, self.labels, *self.skip)


FIRST_ROW = Head()


def head_of(head):
    """The `Head` that ``study.yaml`` describes (``data: head`` or that of a wave)."""
    return Head(tuple(head.names), head.labels or 0, tuple(head.skip), head.unclear)


def column_names(rows, merged=()):
    """The name of each column, of one row of names or of several.

    With several, a name of an upper row holds for the empty cells to its right, as far as the name above it does, and
    all are joined by colons; where an upper row has merged cells it holds as far as these reach (``merged``: for each
    upper row the places of columns of each such cell).

    >>> column_names([["Code", "Before", "", "After", ""], ["", "group", "sure", "group", "sure"]])
    ['Code', 'Before: group', 'Before: sure', 'After: group', 'After: sure']
    >>> column_names([["What helped?", "", "Rating"], ["Time", "Tea", "Response"]])
    ['What helped?: Time', 'What helped?: Tea', 'Rating']
    >>> column_names([["", "Before", "After"], ["", "Doing", "Doing"], ["Code", "group", "group"]])
    ['Code', 'Before: Doing: group', 'After: Doing: group']
    """
    *upper, lowest = ([_plain(name) for name in row] for row in rows)
    reach = [{place: columns[0] for columns in some for place in columns} for some in merged or [()] * len(upper)]
    names, over = [], [""] * len(upper)
    for place, name in enumerate(lowest):
        for level, row in enumerate(upper):
            if row[place]:
                over[level:] = [row[place], *[""] * (len(upper) - level - 1)]
            elif reach[level]:
                over[level] = row[reach[level][place]] if place in reach[level] else ""
            elif not any(below[place] for below in (*upper[level + 1 :], lowest)):
                over[level] = ""
        for above in reversed(over):
            name = _join_names(above, name)
        names.append(name)
    return names


def _join_names(above, below):
    """The name of a column from the two rows above it."""
    if not above or not below or below.casefold() in SAYS_NOTHING:
        return above or below
    return f"{above}: {below}"


def _plain(name):
    """A name in one line, without white space around it and without control characters."""
    return composed(re.sub(r"\s*[\r\n\v\f\x1c-\x1f]+\s*", " ", name).translate(CONTROLS).strip())


def likely_head(rows):
    """The row, or the two or three, that seem to name the columns of a sheet, as numbers; empty where none does.

    ``rows`` are the rows of a sheet as lists of text.  The columns are those that are filled in two rows or more; a row
    of names has one for each, all different, and below a title no number and no answer.

    >>> likely_head([["Course of May", "", ""], ["", "", ""], ["Code", "pre", "post"], ["A", "y", "n"], ["B", "n", ""]])
    (3,)
    >>> likely_head([["Code", "Before", "", "After"], ["", "group", "sure", "group"], ["A", "y", "n", "y"], ["B"] * 4])
    (1, 2)
    """
    for place, row in enumerate(rows[:ROWS_LOOKED_AT]):
        columns = _columns(rows, place + 1)
        if _names_all(row, columns, plain=place == 0) and not (place and _is_like(row, rows[place + 1 :], columns)):
            return (place + 1,)
        if place + 1 < len(rows) and _is_upper(row, rows[place + 1], _columns(rows, place + 2)):
            return (place + 1, place + 2)
        if three_rows_of_names(rows[place:]):
            return (place + 1, place + 2, place + 3)
    return ()


def three_rows_of_names(rows):
    """Whether the first three rows name the columns together.

    The first has gaps, all hold names alone, each column has one in some row, and the third is not like those below.

    >>> head = [["", "Before", "", "After"], ["", "Doing", "Feeling", "Doing"], ["Code", "group", "sure", "group"]]
    >>> three_rows_of_names([*head, ["A1", "Yes", "3", "No"], ["B2", "No", "4", "No"]])
    True
    """
    head, below = rows[:3], rows[3:]
    columns = _columns(rows, 3)
    if len(head) < 3 or len(columns) < 3 or all(_cell(head[0], column) for column in columns):
        return False
    cells = [[cell for column in columns if (cell := _cell(row, column))] for row in head]
    if not all(len(texts) > 1 and all(map(_is_name, texts)) for texts in cells):
        return False
    if not all(_cell(head[2], column) or _cell(head[0], column) for column in columns):
        return False
    return not (len({*cells[1]}) == len(columns) or any(_is_like(row, below, columns) for row in head[1:]))


def _is_like(row, below, columns):
    """Whether a row looks like those below it: a cell of it comes again, or is made of letters and digits as theirs."""
    for column in columns:
        others = [cell for other in below[:200] if (cell := _cell(other, column))]
        shape = _shape(_cell(row, column))
        alike = sum(_shape(other) == shape for other in others)
        if _cell(row, column) in others or ("9" in shape and 2 * alike > len(others)):
            return True
    return False


def _shape(text):
    """A text with each letter and each digit as one of its kind."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))


def _is_upper(row, below, columns):
    """Whether two rows name ``columns`` together, as none of them does alone."""
    several = 1 < sum(bool(_cell(row, column)) for column in columns) < len(columns)
    if not several or _names_all(below, columns) or not all(_is_name(cell) for cell in below if cell.strip()):
        return False
    return _names_all(column_names([_wide(row, below), _wide(below, row)]), columns)


def _columns(rows, start):
    """The places of the columns that are filled in two rows or more from ``start`` on (one, where there is no more)."""
    below = [row for row in rows[start : start + 200] if any(cell.strip() for cell in row)]
    width = max(map(len, below), default=0)
    filled = [sum(bool(_cell(row, column)) for row in below) for column in range(width)]
    return {column for column, times in enumerate(filled) if times >= min(2, len(below)) and times}


def _names_all(row, columns, plain=False):
    """Whether a row has a name for each of ``columns``, all different; ``plain``: whatever is written there."""
    names = [_cell(row, column).casefold() for column in columns]
    return len(columns) > 0 and len({*names}) == len(names) and all(map(bool if plain else _is_name, names))


def _cell(row, column):
    """A cell of a row without white space around it; empty beyond its end."""
    return row[column].strip() if column < len(row) else ""


def _wide(row, other):
    """A row made at least as wide as another."""
    return list(row) + [""] * max(0, len(other) - len(row))


def _is_name(text):
    """Whether a text may be the name of a column: no number, no date and no answer."""
    return bool(text) and not re.fullmatch(r"[-+\d.,:/ %]+", text) and text.casefold() not in YES | NO
