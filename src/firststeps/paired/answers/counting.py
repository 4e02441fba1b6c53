"""From answers to counts: columns of answers of the same people, one at each wave, counted by what they mean.

An answer that means yes or no of itself (yes, y, True, 1; no, n, False, 0; in any case) is read so; other words and
codes only where it is said what they mean. Nothing is guessed: an answer that is not understood is refused by name.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from firststeps.paired.answers.arguments import as_one, hashable
from firststeps.paired.answers.labels import is_missing, labelled, listed, meaning, numbered
from firststeps.paired.patterns import ANSWERS, Counts, PatternsLike, as_patterns
from firststeps.paired.tables import TableLike, as_tables

MOST_WAVES = 12  # 3^12 patterns are half a million


def count(before: Any, after: Any = None, *, yes: Any = None, no: Any = None, missing: Any = None) -> Counts:
    """Count the answers of the same people before and after, or at more waves.

    Parameters
    ----------
    before, after : two lists, arrays or Series, one answer a person, in the same order
        Or ``before`` alone: a DataFrame, a dictionary or a two-dimensional array with one column a wave and one row a
        person. Without ``yes`` and ``no`` an answer is yes, y, True or 1, no, n, False or 0. None, NaN, NA, blank text
        and the word missing are missing answers.
    yes, no, missing : an answer, or a list of them
        What the words and codes mean. With ``yes`` alone the one other answer that was given means no; of several it
        has to be said, in ``no`` and ``missing``. Text is compared without regard to case and to blanks around it.

    Returns
    -------
    Counts
        ``table``, ``patterns``, ``people``, ``complete``, ``missing``; of more waves ``pair(first, second)``.

    Raises
    ------
    ValueError
        For answers that are not understood (it lists them), columns of different lengths, two Series whose row labels
        differ, and what is no column of answers.

    Examples
    --------
    >>> count([True, True, False, None], [True, False, True, True])
    3 people answered both times: yes twice 1, yes to no 1, no to yes 1, no twice 0
    1 did not: 1 answered after only
    >>> count([1, 2, 2, 9], [1, 1, 2, 2], yes=1, no=2, missing=9).table.tolist()
    [[1, 0], [1, 1]]
    >>> count(["ja", "nein"], ["ja", "weiß nicht"], yes="ja")
    Traceback (most recent call last):
    ...
    ValueError: With yes='ja' it is not known which of the other answers mean no: found 'nein', 'weiß nicht'. \
Say so in no=[...] and missing=[...].
    """
    columns = answer_columns(before, after)
    if not 2 <= len(columns) <= MOST_WAVES:
        raise ValueError(f"Answers are counted at 2 to {MOST_WAVES} waves, one column each; found {len(columns)}.")
    if len({len(column) for column in columns.values()}) > 1:
        lengths = ", ".join(f"{len(column)} in {name!r}" for name, column in columns.items())
        raise ValueError(
            f"Each person has one answer in every column; found {lengths}. Put None where somebody did not answer."
        )
    answers = _read(columns, *(_given(x) for x in (yes, no, missing)))
    patterns = np.zeros((3,) * len(columns), dtype=np.int64)
    np.add.at(patterns, tuple(np.array(column, dtype=int) for column in answers), 1)
    return Counts(patterns, tuple(columns))


def as_counts_of_two(answers: TableLike | PatternsLike, **words: Any) -> tuple[Counts, bool]:
    """Counts of two waves from whatever was given, and whether it is known who is missing.

    ``answers``: what ``count`` takes or gives, a paired table, or the response patterns of two waves.

    >>> counts, known = as_counts_of_two([[7, 5], [12, 2]])
    >>> counts.table.tolist(), known
    ([[7, 5], [12, 2]], False)
    """
    if isinstance(answers, Counts):
        return _two(answers), True
    if _holds_answers(answers):
        return _two(count(answers, **words)), True
    if any(meanings is not None for meanings in words.values()):
        raise ValueError("yes=, no= and missing= say what answers mean; found a table of counts, which has none.")
    waves = wave_names(getattr(answers, "index", None), getattr(answers, "columns", None))
    if _three_by_three(answers):
        return Counts(as_patterns(answers), waves), True
    table = as_tables(answers)
    if table.ndim > 2:
        tables = int(np.prod(table.shape[:-2]))
        raise ValueError(
            f"One comparison is made of one table; found {tables}. mcnemar, difference and the like take all."
        )
    return Counts(np.pad(table, (0, 1)), waves), False


def _two(counts):
    """The counts, where they are of two waves; of more, ``table`` raises the ValueError that says how to choose."""
    _ = counts.table
    return counts


def _three_by_three(counts):
    """Whether it is the response patterns of two waves: an array, or a labelled table that has people missing."""
    if hasattr(counts, "columns"):
        return "missing" in {meaning(label) for axis in (counts.index, counts.columns) for label in axis}
    return not hasattr(counts, "table") and as_one(counts).shape == (3, 3)


def _holds_answers(answers):
    """Whether it has one row a person: a dictionary, or a DataFrame whose labels are not those of counts."""
    if isinstance(answers, dict):
        return True
    if not hasattr(answers, "columns"):
        return False
    return numbered(answers.columns) or any(meaning(label) is None for label in answers.columns)


def answer_columns(before, after=None):
    """The columns of answers, as lists by name: two columns of the same people, or one table with a column a wave.

    Raises ValueError for what is no column of answers, and where it is not certain who is who.

    >>> answer_columns([3, 4], [4, 5])
    {'before': [3, 4], 'after': [4, 5]}
    """
    if after is None:
        return _from_table(before)
    for column in (before, after):
        if not _is_column(column):
            kind = type(column).__name__
            raise ValueError(f"Answers before and after are two columns, one answer a person; found a {kind}.")
    indexes = [getattr(column, "index", None) for column in (before, after)]
    if all(hasattr(index, "equals") for index in indexes) and not indexes[0].equals(indexes[1]):
        raise ValueError(
            "The answers before and after have different row labels, so it is not certain who is who. Let the people "
            "be the index of both and pass pd.concat([before, after], axis=1), or pass lists in the same order."
        )
    names = wave_names(before, after)
    return {name: list(column) for name, column in zip(names, (before, after), strict=True)}


def _is_column(answers):
    """Whether it can be the answers of people, one each: neither a word, a table nor a single number."""
    single = isinstance(answers, (str, bytes, dict)) or not isinstance(answers, Iterable)
    return not single and getattr(answers, "ndim", 1) == 1 and as_one(answers).ndim < 2


def wave_names(first, second):
    """The names that two columns or axes carry, where these differ; else before and after.

    >>> wave_names([1, 0], [1, 1])
    ('before', 'after')
    """
    names = [getattr(column, "name", None) for column in (first, second)]
    return ("before", "after") if None in names or names[0] == names[1] else tuple(map(str, names))


def _from_table(answers):
    """The columns of a DataFrame, a dictionary or a two-dimensional array of answers."""
    if isinstance(answers, dict):
        for name, column in answers.items():
            if not _is_column(column):
                raise ValueError(
                    "A dictionary of answers has a column a wave, one answer a person; found a "
                    f"{type(column).__name__} at {name!r}."
                )
        return {str(name): list(column) for name, column in answers.items()}
    if labelled(answers) and hasattr(answers, "columns"):
        names, rows = list(answers.columns), answers.to_numpy(dtype=object)
    elif isinstance(answers, np.ndarray) and answers.ndim == 2:
        names, rows = [f"wave {k + 1}" for k in range(answers.shape[1])], answers
    else:
        raise ValueError(
            "Answers are two columns, count(before, after), or a DataFrame with one column a wave; found a "
            f"{type(answers).__name__} alone."
        )
    if len({str(name) for name in names}) < len(names):
        raise ValueError(f"Each wave is one column with a name of its own; found {listed(names)}.")
    return {str(name): list(rows[:, place]) for place, name in enumerate(names)}


def _given(answers):
    """The answers that an argument lists, by their keys."""
    if answers is None:
        return {}
    many = isinstance(answers, Iterable) and not isinstance(answers, (str, bytes)) and getattr(answers, "ndim", 1)
    return {hashable(_key(answer)): answer for answer in (answers if many else [answers])}


def _key(answer):
    """What two equal answers have in common: text without regard to case and to blanks around it."""
    answer = answer.item() if isinstance(answer, np.generic | np.ndarray) and answer.ndim == 0 else answer
    return answer.strip().casefold() if isinstance(answer, str) else answer


def _read(columns, yes, no, missing):
    """The numbers of the answers (0 yes, 1 no, 2 missing), one list a column."""
    keys = {name: [_key_or_missing(answer) for answer in column] for name, column in columns.items()}
    different = {}
    for name, column in keys.items():
        for key, answer in zip(column, columns[name], strict=True):
            if key is not None and key not in missing:
                different.setdefault(key, (answer, name))
    meanings = _by_arguments(different, yes, no, missing) if yes or no else _understood(different)
    numbers = {key: ANSWERS.index(answer) for key, answer in meanings.items()}
    return [[numbers.get(key, ANSWERS.index("missing")) for key in column] for column in keys.values()]


def _key_or_missing(answer):
    """The key of an answer; None where it is missing. ValueError for what can be no answer."""
    if is_missing(answer):
        return None
    key = _key(answer)
    if not isinstance(key, (str, bool, int, float)):
        hashable(key)
    return None if key in ("", "missing") else key


def _understood(different):
    """What each answer means of itself, by its key; ValueError lists those that mean nothing."""
    unknown = {name: [] for _, name in different.values()}
    for answer, name in different.values():
        if meaning(answer) is None:
            unknown[name].append(answer)
    words = " and ".join(f"{listed(answers)} in {name!r}" for name, answers in unknown.items() if answers)
    if words:
        raise ValueError(
            f"An answer is yes or no, True or False, 1 or 0; found {words}. Say what they mean, as in yes='ja', "
            "no='nein', missing='?', and leave out columns that hold no answers."
        )
    codes = {key for key in different if not isinstance(key, bool)}
    if codes & {1, "1"} and not codes & {0, "0"}:
        raise ValueError(
            "Found the answer 1 and never 0: it may be yes, or the first of two codes. Say so, as in yes=1."
        )
    return {key: meaning(answer) for key, (answer, _) in different.items()}


def _by_arguments(different, yes, no, missing):
    """What each answer means by the arguments, by its key; ValueError where they leave one open."""
    twice = [key for one, other in ((yes, no), (yes, missing), (no, missing)) for key in one.keys() & other.keys()]
    if twice:
        raise ValueError(f"Each answer means one thing; yes=, no= and missing= have in common {listed(twice)}.")
    word, other = ("yes", "no") if yes else ("no", "yes")
    rest = {key: answer for key, (answer, _) in different.items() if key not in yes and key not in no}
    if rest and yes and no:
        raise ValueError(
            f"An answer is one of yes= ({listed(yes.values())}), no= ({listed(no.values())}) and missing=; found also "
            f"{listed(rest.values())}."
        )
    these = yes or no
    if rest and not these.keys() & different.keys():
        raise ValueError(
            f"Nobody gave the answer {listed(these.values())} of {word}=; found {listed(rest.values())}. If that is "
            f"right, give {other}= too."
        )
    if len(rest) > 1:
        raise ValueError(
            f"With {word}={listed(these.values())} it is not known which of the other answers mean {other}: found "
            f"{listed(rest.values())}. Say so in {other}=[...] and missing=[...]."
        )
    return {key: "yes" if key in yes else "no" if key in no else other for key in different}
