"""Finds columns that alone would show people to have been there at a wave: each is asked about, none is left out."""

import pandas as pd

from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import UNSURE
from firststeps.study.parts.texts import caseless

FEWEST = 2  # people who answered nothing else; others to hold it against


def tell_who_was_there(items, tables):
    """Tell each item at which waves it alone shows how many people to have been there: ``alone`` of its profile.

    ``items`` are those of a proposal, ``tables`` the cells of each wave by its id.  So it is with the age of people
    whose every other answer is empty or stands for none, with a planned day, and with a column that says who came.
    Such a column is filled in throughout; of those who left anything else out, most left out all of it.  What most
    leave out, as room for remarks, tells nothing; and people of whom some say yes and some no to a question came.

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
        others = _usually_answered([there[name] for column, name in asked if column.kind != "text"])
        if len(others) < FEWEST:
            continue
        left = pd.concat(others, axis=1)
        nothing, something_left = ~left.any(axis=1), ~left.all(axis=1)
        yes_and_no = any(_says_both(column, cells[name][nothing]) for column, name in asked)
        if not yes_and_no and FEWEST <= nothing.sum() < len(cells) and 2 * nothing.sum() >= something_left.sum():
            for column, name in asked:
                if there[name].all():
                    column.alone = column.alone | {wave: int(nothing.sum())}


def _usually_answered(there):
    """The questions, each by which rows answer it, that some leave out, and most of those answer who answer any."""
    others = [filled for filled in there if not filled.all() and filled.any()]
    present = pd.concat(others, axis=1).any(axis=1).sum() if others else 0
    return [filled for filled in others if 2 * filled.sum() >= present]


def _says_both(column, cells):
    """Whether some cells of a question say yes and some no."""
    texts = {*map(caseless, cells.unique())}
    return all(texts & {*map(caseless, codes)} for codes in (column.yes, column.no))


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
    are none in any other question either.  But *Maybe* is an answer, and so may be what stands beside yes and no, where
    it does not stand for a whole questionnaire.
    """
    signs = [{text for text in column.missing if text.casefold() not in UNSURE} for column, _ in asked]
    for sign in {text for column, _ in asked for text in (*column.missing, *column.unsaid)}.difference(*signs):
        if _stands_for_all(sign, cells, asked):
            signs = [own | {sign} for own in signs]
    words = {sign for several in signs for sign in several if not sign.lstrip("-").isdigit()}
    return [answered(cells[name], own | words) for (_, name), own in zip(asked, signs, strict=True)]


def _stands_for_all(sign, cells, asked):
    """Whether a text that may mean anything stands for a whole questionnaire: in several questions, in the same rows.

    A column that is empty in just these rows counts as one of them.

    >>> from firststeps.responses.proposing.column_profiles import profile
    >>> said = {"q": ["Yes", "No", "DNA", "Maybe"], "r": ["No", "Maybe", "DNA", "Yes"], "s": ["", "1", "2", "1"]}
    >>> cells = pd.DataFrame(said, dtype="str")
    >>> asked = [(profile(name, cells[name]), name) for name in cells]
    >>> _stands_for_all("DNA", cells, asked), _stands_for_all("Maybe", cells, asked)
    (True, False)
    """
    columns = [cells[name] for column, name in asked if sign in column.answers]
    rows = [row for column in columns if (row := by_text(column, caseless) == caseless(sign)).any()]
    if not rows:
        return False
    empty = sum((~answered(cells[name])).equals(rows[0]) for name in cells)
    return len(rows) + empty >= FEWEST and all(row.equals(rows[0]) for row in rows)


def who_was_there(cells, asked):
    """Which rows hold an answer to one of the questions ``asked`` at a wave: pairs of a profile and its column."""
    rows = _answered(cells, asked)
    return pd.concat(rows, axis=1).any(axis=1) if rows else pd.Series(False, cells.index)
