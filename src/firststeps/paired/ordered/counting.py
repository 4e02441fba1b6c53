"""From ordered answers to counts: who improved, stayed the same, got worse, and was not heard from.

A gain is a *c* and a loss a *b* of the paired table, and who stayed the same is one of the others; so the tests,
intervals, bounds and tipping points of yes/no answers, in which only b, c and n count, apply as they stand:
``OrderedCounts`` stand for such a table, and have the response patterns, wherever these are asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from firststeps.paired.answers.arguments import as_one, hashable, is_number, of_kind, several
from firststeps.paired.answers.columns import answer_columns, plain, wave_names
from firststeps.paired.answers.labels import is_missing, labelled, listed, meaning, numbered, same_categories
from firststeps.paired.patterns import who_missed
from firststeps.paired.results import counted_people
from firststeps.paired.tables import as_array, as_counts

MOST_ANSWERS = 2_000  # different answers: their table has the square of these cells
DIRECTIONS = ("higher", "lower")
ROUNDING = 1e-12  # of an answer, or of the usual one where it is smaller: nearer ones are one, worked out in two ways


@dataclass(frozen=True, repr=False, eq=False)
class OrderedCounts:
    """How many people went from which answer to which; what ``count_ordered`` gives, and what prints itself in words.

    Attributes
    ----------
    moves : integers of shape (K + 1, K + 1)
        Rows the first wave, columns the second; the K answers from the lowest to the highest, missing last.
    answers : tuple of length K
        The answers in that order, as words or numbers.
    values : floats of shape (K,)
        What differences are taken of: the numbers themselves, or the positions 1 ... K of words.
    better : {"higher", "lower"}
        Which way is an improvement.
    closed : bool
        Whether the first and the last answer are the ends of the scale, beyond which nobody can move.
    waves : tuple of two str
        The names of the two waves.

    >>> counts = OrderedCounts(np.diag([4, 3, 2, 0]), (1, 2, 3), np.arange(1.0, 4), "higher", True, ("before", "after"))
    >>> counts
    9 people answered both times: 0 improved, 9 stayed the same, 0 got worse
    nobody missed a time
    """

    moves: np.ndarray
    answers: tuple
    values: np.ndarray
    better: str
    closed: bool
    waves: tuple[str, str]

    def __post_init__(self):
        """Refuse what are no counts, answers that are not one a row, and values that do not rise with the answers."""
        moves = as_counts(as_array(self.moves, "table of moves"), "table of moves")
        answers = tuple(of_kind(self.answers, (tuple, list), "Answers stand in a tuple, lowest first"))
        wide = len(answers) + 1
        if moves.shape != (wide, wide):
            raise ValueError(
                f"With {len(answers)} answers the table of moves has {wide} rows and columns, missing last; "
                f"found shape {moves.shape}."
            )
        if len({_key(hashable(answer)) for answer in answers}) < len(answers):
            raise ValueError(f"Each answer stands there once; found {listed(answers)}.")
        values = np.asarray(self.values)
        if values.shape != (len(answers),) or values.dtype.kind not in "iuf" or not np.isfinite(values).all():
            raise ValueError(f"Each of {len(answers)} answers has one value, a number; found {self.values!r}.")
        if np.any(np.diff(values) <= 0):
            raise ValueError(
                f"Numbers rise from the lowest answer to the highest; found {listed(values.tolist())}. Where a smaller "
                "one is better, say better='lower'."
            )
        if self.better not in DIRECTIONS:
            raise ValueError(f"Better is 'higher' or 'lower'; found {self.better!r}.")
        if not isinstance(self.closed, (bool, np.bool_)):
            raise ValueError(f"Whether the ends of the scale are known is True or False; found {self.closed!r}.")
        names = of_kind(self.waves, (tuple, list), "Names of waves stand in a tuple")
        if len(names) != 2 or not all(isinstance(name, str) for name in names):
            raise ValueError(f"Each of 2 waves has one name; found {self.waves!r}.")
        for name, value in {"moves": moves, "answers": answers, "values": values.astype(float)}.items():
            object.__setattr__(self, name, value)

    @property
    def square(self) -> np.ndarray:
        """The (K, K) table of those who answered both times: rows first, columns second wave, lowest first."""
        return self.moves[:-1, :-1]

    @property
    def improved(self) -> int:
        """People whose second answer is better than their first."""
        return int(np.triu(self._upwards, 1).sum())

    @property
    def worse(self) -> int:
        """People whose second answer is worse than their first."""
        return int(np.tril(self._upwards, -1).sum())

    @property
    def same(self) -> int:
        """People who gave the same answer twice."""
        return int(np.trace(self.square))

    @property
    def heard(self) -> int:
        """People who answered both times."""
        return int(self.square.sum())

    @property
    def not_heard(self) -> int:
        """People who missed one of the two times, or both."""
        return self.people - self.heard

    @property
    def people(self) -> int:
        """Everyone, those who never answered included."""
        return int(self.moves.sum())

    @property
    def table(self) -> np.ndarray:
        """The paired table ``[[a, b], [c, d]]``: b got worse, c improved, a stayed at the best answer, d elsewhere.

        Of two answers, no and yes, it is their paired table. With more, only methods in which b, c and n count have a
        meaning: a + b is no number of people who said yes.
        """
        top = int(self._upwards[-1, -1]) if self.closed else 0
        return np.array([[top, self.worse], [self.improved, self.same - top]])

    @property
    def patterns(self) -> np.ndarray:
        """Response patterns (3, 3) with what each missing answer could have been: for bounds and tipping points.

        Who gave only the worst answer can have stayed or, heard from before, improved; who gave only the best can have
        stayed or got worse; all others with a missing answer can have done either. Where the ends of the scale are not
        known, everyone can.
        """
        first_only, second_only = self.moves[:-1, -1], self.moves[-1, :-1]
        if self.better == "lower":
            first_only, second_only = first_only[::-1], second_only[::-1]
        ends = [int(only[end]) if self.closed else 0 for only in (first_only, second_only) for end in (-1, 0)]
        patterns = np.zeros((3, 3), dtype=np.int64)
        patterns[:2, :2] = self.table
        patterns[:2, 2], patterns[2, :2] = ends[:2], ends[2:]
        patterns[2, 2] = self.not_heard - sum(ends)
        return patterns

    @property
    def changes(self) -> tuple[np.ndarray, np.ndarray]:
        """The different changes, second minus first, in order, and how many people had each: two arrays."""
        rows, columns = np.nonzero(self.square)
        distances = np.round(self.values[columns] - self.values[rows], 12)
        changes, places = np.unique(distances, return_inverse=True)
        return changes, np.bincount(places, self.square[rows, columns], len(changes)).astype(np.int64)

    @property
    def reversed(self) -> "OrderedCounts":
        """The same people where the other way is an improvement."""
        other = DIRECTIONS[1 - DIRECTIONS.index(self.better)]
        return OrderedCounts(self.moves, self.answers, self.values, other, self.closed, self.waves)

    def missed(self) -> str:
        """Who did not answer both times, in words."""
        return who_missed(self.moves, self.waves)

    def __eq__(self, other):
        """Whether the other counts as many people at each move, of the same answers, at waves of the same names."""
        return isinstance(other, OrderedCounts) and self._key == other._key

    def __hash__(self):
        """What equal counts have in common."""
        return hash(self._key)

    @property
    def _key(self):
        """All that makes these counts what they are, as plain values."""
        moves = tuple(self.moves.ravel().tolist())
        return moves, self.answers, tuple(self.values.tolist()), self.better, self.closed, self.waves

    @property
    def _upwards(self):
        """The square table with the worst answer first."""
        return self.square if self.better == "higher" else self.square[::-1, ::-1]

    def __repr__(self):
        """Who moved and who was not heard from, in words."""
        moved = f"{self.improved:,} improved, {self.same:,} stayed the same, {self.worse:,} got worse"
        gaps = f"{self.not_heard:,} did not: {self.missed()}" if self.not_heard else "nobody missed a time"
        return f"{counted_people(self.heard)} answered both times: {moved}\n{gaps}"


OrderedLike: TypeAlias = OrderedCounts | ArrayLike  # counts, or what count_ordered takes alone


def count_ordered(before: Any, after: Any = None, order: Iterable | None = None, better: str = "higher", *,
                  limits: tuple[float, float] | None = None, missing: Any = (),
                  people: ArrayLike | None = None) -> OrderedCounts:  # fmt: skip
    """Count who improved, stayed the same, got worse and was not heard from.

    Parameters
    ----------
    before, after : two columns of answers of the same people, in the same order
        Numbers, or words with their ``order``. None, NaN, NA and blank text are missing. Or ``before`` alone: a table
        with a column a wave, or a square table of counts, rows before and columns after, the lowest answer first (of a
        DataFrame the labels tell).
    order : list, optional
        The answers from the lowest to the highest. Words need it, unless they are an ordered categorical of pandas;
        text is compared without regard to case and to blanks around it. Numbers rise in it.
    better : {"higher", "lower"}
        Which way is an improvement: "lower" for a score of symptoms.
    limits : (lowest, highest), optional
        The range of a scale of numbers. Without it, it is not known that somebody was at its end.
    missing : an answer or a list of them
        What else stands for a missing answer.
    people : whole numbers, optional
        How many people each row of the columns stands for; without it one.

    Returns
    -------
    OrderedCounts
        ``improved``, ``same``, ``worse``, ``not_heard``, ``square``, ``table``, ``patterns``, ``changes``.

    Raises
    ------
    ValueError
        For answers that are not in the order, outside the limits or no numbers, for more than 2,000 different ones,
        for an order of numbers that does not rise, and for what ``count`` refuses as columns.

    Examples
    --------
    >>> count_ordered([1, 2, 3, 3, None], [2, 4, 3, 2, 5], limits=(1, 5))
    4 people answered both times: 2 improved, 1 stayed the same, 1 got worse
    1 did not: 1 answered after only
    >>> count_ordered(["poor", "fair"], ["good", "fair"], order=["poor", "fair", "good"]).square.tolist()
    [[0, 0, 1], [0, 1, 0], [0, 0, 0]]
    >>> count_ordered([[2, 1, 3], [0, 4, 1], [1, 0, 5]]).worse
    1
    """
    if not isinstance(better, str) or better not in DIRECTIONS:
        raise ValueError(f"Better is 'higher' or 'lower'; found {better!r}.")
    order = None if order is None else several(order, "Answers, lowest first,", fewest=0)
    if isinstance(before, OrderedCounts) and after is None:
        return before if better == "higher" else before.reversed
    if after is None and _is_table(before, order):
        return _of_table(before, order, better)
    categories = order if order is not None else _categories(before, after)
    columns = answer_columns(before, after)
    if len(columns) != 2:
        raise ValueError(f"Ordered answers are compared at two waves, one column each; found {listed(list(columns))}.")
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"Each person has one answer in every column; found {lengths}. Put None where one is missing.")
    arrays = _arrays(before, after) if categories is None and not as_one(missing).size else None
    pair = arrays or [_without(column, missing) for column in columns.values()]
    read = _in_numbers(pair, limits) if categories is None else _in_words(pair, list(categories))
    answers, values, places = read
    moves = np.zeros((len(answers) + 1,) * 2, dtype=np.int64)
    np.add.at(moves, tuple(places), 1 if people is None else _people(people, len(places[0])))
    closed = categories is not None or limits is not None
    return OrderedCounts(moves, answers, values, better, closed, tuple(columns))


def _people(people, rows):
    """How many people each row of answers stands for: one number, or one a row."""
    numbers = as_counts(people, "number of people")
    if numbers.shape not in ((), (1,), (rows,)):
        raise ValueError(f"Each row of answers has one number of people; found {numbers.size} for {rows:,} rows.")
    return numbers


def as_ordered(answers):
    """Counts of ordered answers, or a square table of them, as ``OrderedCounts`` with somebody in both columns.

    >>> as_ordered([[2, 1], [3, 4]]).improved
    1
    """
    counts = count_ordered(answers)
    if not counts.heard:
        raise ValueError(f"Nobody answered both times, so there is nothing to compare: {counts!r}.")
    return counts


def _is_table(answers, order):
    """Whether it is a square table of counts, not columns of answers; ValueError where labels leave that open."""
    if isinstance(answers, dict):
        return False
    if labelled(answers):
        if not (hasattr(answers, "columns") and hasattr(answers, "index")):
            return False
        rows, columns = list(answers.index), list(answers.columns)
        whole = not (numbered(answers.index) and not numbered(answers.columns))
        table = whole and (len(rows) > 1 or order is not None) and bool(set(rows) & set(columns))
        if table and _may_be_people(rows, columns) and not set(rows) | set(columns) <= set(order or ()):
            raise ValueError(
                f"A table with rows {listed(rows)} and columns {listed(columns)} may hold numbered people at numbered "
                "waves, or counts of answers. If each row is a person, pass table.reset_index(drop=True); if they are "
                "counts, pass count_ordered(table, order=[...]), which names the answers, lowest first."
            )
        return table
    return np.ndim(answers) == 2 and np.shape(answers)[0] == np.shape(answers)[1] if _regular(answers) else False


def _may_be_people(rows, columns):
    """Whether columns are numbered as waves are, from 0 or 1 on, and rows go on where these end, as people do."""
    if not all(map(_is_number, (*rows, *columns))) or len(rows) <= len(columns):
        return False
    return sorted(columns) in [list(range(start, start + len(columns))) for start in (0, 1)] and max(rows) > max(
        columns
    )


def _regular(answers):
    """Whether NumPy can tell its shape."""
    try:
        return np.ndim(answers) >= 0
    except ValueError:
        return False


def _of_table(table, order, better):
    """Counts from a square table, its labels in their order."""
    waves = wave_names(getattr(table, "index", None), getattr(table, "columns", None))
    if labelled(table):
        answers = _label_order(table, order)
        table = table.reindex(index=answers, columns=answers, fill_value=0)
    square = as_counts(as_array(same_categories(table), "table of ordered answers"), "table of ordered answers")
    if len(square) < 2:
        raise ValueError(f"A table of ordered answers has at least two of them; found shape {square.shape}.")
    answers = answers if labelled(table) else list(order) if order is not None else list(range(1, len(square) + 1))
    if len(answers) != len(square):
        raise ValueError(f"The order names {len(answers)} answers; found a table of {len(square)}.")
    numeric = all(_is_number(answer) for answer in answers)
    values = np.array(answers, dtype=float) if numeric else np.arange(1.0, len(answers) + 1)
    return OrderedCounts(np.pad(square, (0, 1)), tuple(answers), values, better, True, waves)


def _label_order(table, order):
    """The labels of a table from the lowest to the highest: as given, as categories, or as numbers."""
    labels = list(dict.fromkeys([*table.index, *table.columns]))
    answers = order if order is not None else _categories(table.index, table.columns)
    if answers is None and not all(_is_number(label) for label in labels):
        raise ValueError(f"The order of {listed(labels)} is not known; say it, lowest first, in order=[...].")
    answers = sorted(labels) if answers is None else list(answers)
    if strange := [label for label in labels if label not in answers]:
        raise ValueError(f"An answer is one of {listed(answers)}; found the label {listed(strange)}.")
    return answers


def _categories(*columns):
    """The order that an ordered categorical of pandas carries; None where there is none."""
    for column in columns:
        kind = getattr(column, "dtype", None)
        if getattr(kind, "ordered", False):
            return list(kind.categories)
    return None


def _without(column, missing):
    """The column with None for every missing answer."""
    others = [missing] if isinstance(missing, str) or not isinstance(missing, Iterable) else list(missing)
    keys = {hashable(_key(answer)) for answer in others if not is_missing(answer)}
    return [None if is_missing(answer) or _key(answer) in keys or _key(answer) == "" else answer for answer in column]


def _key(answer):
    """What two equal answers have in common."""
    if isinstance(answer, np.floating) and not isinstance(answer, float):
        return float(str(answer))  # one in half the digits is what it prints as
    answer = answer.item() if isinstance(answer, np.generic) else answer
    return " ".join(answer.split()).casefold() if isinstance(answer, str) else answer


def _is_number(answer):
    """Whether it is a number, and not a truth value."""
    return is_number(answer) and not isinstance(answer, bool)


def _in_numbers(columns, limits):
    """Numbers as answers: the different ones in order, their values, and the place of each person's two answers."""
    if not all(isinstance(column, np.ndarray) for column in columns):
        columns = _as_numbers(columns)
    values = np.unique(np.concatenate(columns))
    values = values[~np.isnan(values)]
    if np.isinf(values).any():
        raise ValueError(f"Ordered answers are finite numbers; found {listed(values[np.isinf(values)].tolist())}.")
    if limits is not None:
        pair = several(limits, "The limits, lowest and highest,", fewest=2)
        if len(pair) != 2 or not all(is_number(limit) and np.isfinite(limit) for limit in pair):
            raise ValueError(f"The limits are (lowest, highest), two numbers such as (1, 5); found {limits!r}.")
        low, high = (float(limit) for limit in pair)
        slack = ROUNDING * max(abs(low), abs(high))
        if low >= high or (len(values) and not low - slack <= values[0] <= values[-1] <= high + slack):
            raise ValueError(f"The limits are (lowest, highest); found {limits!r} and answers {listed(values)}.")
        values = np.unique([low, *values, high])
    distinct, (values, same) = values, _different(values)
    if len(values) > MOST_ANSWERS:
        raise ValueError(f"At most {MOST_ANSWERS:,} different answers are counted; found {len(values):,}: round them.")
    places = [
        np.where(np.isnan(x), len(values), np.append(same, len(values))[np.searchsorted(distinct, np.nan_to_num(x))])
        for x in columns
    ]
    answers = tuple(int(value) if value == int(value) else float(value) for value in values)
    return answers, values, places


def _different(values):
    """Give the different ones of values in order, and the place of each there; what rounding parts is one of them.

    Of values that are one, that is kept which is the shortest to write.  Whole numbers are what they are.

    >>> _different(np.array([0.1, 0.3, 0.1 + 0.2]))
    (array([0.1, 0.3]), array([0, 1, 1]))
    >>> _different(np.array([1, 2, 1e15, 1e15 + 1]))[1]
    array([0, 1, 2, 3])
    """
    sizes = np.abs(values)
    slack = ROUNDING * np.maximum(sizes, np.median(sizes) if len(sizes) else 0)
    whole = values == np.round(values)
    new = (np.diff(values, prepend=-np.inf) > slack) | (whole & np.roll(whole, 1))
    if new.all():
        return values, np.arange(len(values))
    alike = np.split(values, np.flatnonzero(new)[1:])
    return np.array([min(some, key=lambda value: len(repr(float(value)))) for some in alike]), np.cumsum(new) - 1


def _arrays(before, after):
    """Two arrays or Series of numbers, with NaN for a missing answer; None where they are anything else."""
    both = [column for column in (before, after) if hasattr(column, "dtype") and not np.ma.isMaskedArray(column)]
    pair = [plain(np.asarray(column)) for column in both]
    if len(pair) < 2 or any(column.ndim != 1 or column.dtype.kind not in "iuf" for column in pair):
        return None
    return [column.astype(float) for column in pair]


def _as_numbers(columns):
    """Columns of numbers and of None as arrays with NaN; ValueError for anything else."""
    different = {_key(answer): answer for column in columns for answer in column if answer is not None}
    if words := [answer for answer in different.values() if not _is_number(answer)]:
        fault = f"Ordered answers are numbers, or words with their order; found {listed(words)}."
        if all(meaning(answer) in ("yes", "no") for answer in different.values()):
            raise ValueError(
                f"{fault} Yes and no are counted by count(), of groups by count_groups(..., counting=count)."
            )
        raise ValueError(f"{fault} Say the order, lowest first, in order=[...].")
    return [np.array([np.nan if answer is None else float(_key(answer)) for answer in column]) for column in columns]


def _in_words(columns, order):
    """Words in their order: the answers, their positions from 1, and the place of each person's two answers."""
    keys = {hashable(_key(answer)): place for place, answer in enumerate(order)}
    if len(keys) < len(order) or len(order) < 2:
        raise ValueError(f"The order names at least two answers, each once; found {listed(order)}.")
    strange = {_key(answer): answer for column in columns for answer in column if answer is not None}
    if unknown := [answer for key, answer in strange.items() if key not in keys]:
        raise ValueError(
            f"An answer is one of {listed(order)}; found {listed(unknown)}. Name it in order= or missing=."
        )
    places = [
        np.array([len(order) if answer is None else keys[_key(answer)] for answer in column], dtype=int)
        for column in columns
    ]
    numeric = all(_is_number(answer) for answer in order)
    values = np.array(order, dtype=float) if numeric else np.arange(1.0, len(order) + 1)
    return tuple(order), values, places
