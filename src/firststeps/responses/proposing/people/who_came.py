"""Finds columns that alone would show people to have been there at a wave: each is asked about, none is left out."""

import pandas as pd

from firststeps.responses.texts.each import by_text
from firststeps.study.parts.texts import caseless

FEWEST = 2  # people who answered nothing else; others to hold it against


def tell_who_was_there(items, tables):
    """Tell each item at which waves it alone shows how many people to have been there: ``alone`` of its profile.

    ``items`` are those of a proposal, ``tables`` the cells of each wave by its id.  So it is with the age of people
    whose every other answer is empty or stands for none, with a planned day, and with a column that says who came.
    Such a column is filled in throughout; of those who left anything else out, most left out all of it.

    >>> from firststeps.responses.proposing.column_profiles import profile
    >>> said = {"q": ["Yes", "No", "Yes", "99", "99"], "r": ["No", "No", "Yes", "99", "99"], "age": [*"34567"]}
    >>> cells = pd.DataFrame(said, dtype="str")
    >>> items = [(profile(name, cells[name]), [], {}) for name in cells]
    >>> tell_who_was_there(items, {"post": cells})
    >>> [(column.name, column.alone) for column, *_ in items]
    [('q', {}), ('r', {}), ('age', {'post': 2})]
    """
    for wave, cells in tables.items():
        asked = [(column, name) for column, *of in items if (name := _name_at(column, *of, wave)) in cells]
        there = {name: filled for (_, name), filled in zip(asked, _answered(cells, asked), strict=True)}
        others = [filled for filled in there.values() if not filled.all() and filled.any()]
        if len(others) < FEWEST:
            continue
        left = pd.concat(others, axis=1)
        nothing, something_left = ~left.any(axis=1), ~left.all(axis=1)
        if FEWEST <= nothing.sum() < len(cells) and 2 * nothing.sum() >= something_left.sum():
            for column, name in asked:
                if there[name].all():
                    column.alone = column.alone | {wave: int(nothing.sum())}


def _name_at(column, waves, columns, wave):
    """The name of the column in which an item is asked at a wave; empty where it is not, or shows nobody anyway."""
    if column.known or column.boxes or (waves and wave not in waves):
        return ""
    return columns.get(wave, "") if columns else column.name


def answered(cells, signs=()):
    """Which rows hold anything in a column but ``signs`` that stand for no answer: a Series of booleans."""
    return ~by_text(cells, caseless).isin({"", *map(caseless, signs)})


def _answered(cells, asked):
    """For each question which rows hold an answer to it; ``asked`` are pairs of a profile and its column.

    What may stand for no answer in one of them, as 99, or *DNA* beside yes and no, is none there; words of this kind
    are none in any other question either.
    """
    signs = [{*column.missing, *column.unsaid} for column, _ in asked]
    words = {sign for several in signs for sign in several if not sign.lstrip("-").isdigit()}
    return [answered(cells[name], own | words) for (_, name), own in zip(asked, signs, strict=True)]


def who_was_there(cells, asked):
    """Which rows hold an answer to one of the questions ``asked`` at a wave: pairs of a profile and its column."""
    rows = _answered(cells, asked)
    return pd.concat(rows, axis=1).any(axis=1) if rows else pd.Series(False, cells.index)
