"""Columns of answers from whatever holds them; what may be counts or people, or turned in time, is refused."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from firststeps import paired

BEFORE, AFTER = ["yes", "no", "no", None], ["yes", "yes", "no", "yes"]
TABLE = [[1, 0], [1, 1]]
SCORES = [2, 3, 1, None], [4, 3, 5, 1]


class Series:
    """A column as polars gives it: no index, an iterator of plain values, and no ``dtype=`` in ``to_numpy``."""

    def __init__(self, values, name=""):
        """Keep the values."""
        self.held, self.name = list(values), name

    def __iter__(self):
        """Go through the values."""
        return iter(self.held)

    def __len__(self):
        """How many there are."""
        return len(self.held)

    def to_numpy(self):
        """The values as an array."""
        return np.array(self.held, dtype=object)

    def __array__(self, dtype=None, copy=None):
        """The values for NumPy."""
        return self.to_numpy()


class Frame:
    """A table as polars gives it: names of columns, and no names of rows."""

    def __init__(self, columns):
        """Keep the columns."""
        self.held = {name: Series(values, name) for name, values in columns.items()}

    @property
    def columns(self):
        """The names of the columns."""
        return list(self.held)

    def __getitem__(self, name):
        """A column."""
        return self.held[name]

    def to_numpy(self):
        """The rows as an array."""
        return np.array([column.held for column in self.held.values()], dtype=object).T


class DataArray:
    """An array with coordinates, as xarray gives it: its entries are such arrays too."""

    def __init__(self, values):
        """Keep the values."""
        self.values, self.coords = np.asarray(values), {}

    def __iter__(self):
        """Go through arrays without a dimension."""
        return iter([DataArray(value) for value in self.values])

    def __len__(self):
        """How many there are."""
        return len(self.values)

    def __array__(self, dtype=None, copy=None):
        """The values for NumPy."""
        return self.values


PAIRS = {
    "polars": (Series(BEFORE), Series(AFTER)),
    "pyarrow": (pa.array(BEFORE), pa.array(AFTER)),
    "pyarrow, in pieces": (pa.chunked_array([BEFORE[:2], BEFORE[2:]]), pa.chunked_array([AFTER])),
    "xarray": (DataArray([1.0, 0.0, 0.0, np.nan]), DataArray([1, 1, 0, 1])),
}
TABLES = {
    "polars": Frame({"before": BEFORE, "after": AFTER}),
    "pyarrow": pa.table({"before": BEFORE, "after": AFTER}),
    "a dictionary of pyarrow": {"before": pa.array(BEFORE), "after": pa.array(AFTER)},
}


@pytest.mark.parametrize("before, after", PAIRS.values(), ids=PAIRS)
def test_columns_of_other_libraries_are_counted(before, after):
    """Values are read, not the wrappers of a library round each of them."""
    counts = paired.count(before, after)
    assert counts.table.tolist() == TABLE and counts.missing == 1


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_tables_of_other_libraries_are_counted(table):
    """A table has one column a wave, whether or not its rows have names."""
    counts = paired.count(table)
    assert counts.table.tolist() == TABLE and counts.waves == ("before", "after") and counts.missing == 1
    assert paired.compare(table).table.tolist() == TABLE
    scores = {"before": SCORES[0], "after": SCORES[1]}
    table = Frame(scores) if isinstance(table, Frame) else pa.table(scores)
    assert paired.count_ordered(table).moves.tolist() == paired.count_ordered(*SCORES).moves.tolist()


def test_ordered_columns_of_other_libraries_are_counted():
    """Scores in a column of polars, pyarrow or xarray are numbers."""
    wanted = paired.count_ordered(*SCORES).moves.tolist()
    for kind in (Series, pa.array):
        assert paired.count_ordered(*map(kind, SCORES)).moves.tolist() == wanted
    floats = [DataArray([np.nan if score is None else score for score in column]) for column in SCORES]
    assert paired.count_ordered(*floats).moves.tolist() == wanted


def test_counts_without_names_of_rows_are_refused_in_words():
    """A pivot of polars has its row labels in a column: it says that the rows need labels, not an AttributeError."""
    for function in (paired.compare, paired.mcnemar):
        with pytest.raises(ValueError, match="with labels of its rows"):
            function(Frame({"yes": [7, 12], "no": [5, 2]}))


TURNED = {
    "after, before": ["after", "before"],
    "post, pre": ["Post ", "pre"],
    "12 months, baseline": ["12 months", "baseline"],
    "follow-up between": ["end", "follow-up", "pre"],
    "baseline last": ["12 months", "6 months", "baseline"],
    "end, start": ["end", "start"],
    "tests": ["Post-test", "Pre test"],
    "exit, entry": ["exit", "entry"],
    "follow_up": ["follow_up", "start"],
}


@pytest.mark.parametrize("names", TURNED.values(), ids=TURNED)
def test_columns_that_were_sorted_by_their_names_are_refused(names):
    """A pivot sorts its columns, and after before before would turn the sign of every change in silence."""
    people = {name: BEFORE if name == names[-1] else AFTER for name in names}
    with pytest.raises(ValueError, match=r"in the order of time.*table\[\[.*\]\]"):
        paired.count(pd.DataFrame(people))
    with pytest.raises(ValueError, match="in the order of time"):
        paired.count(people)
    if len(names) == 2:
        first, second = (pd.Series(people[name], name=name) for name in names)
        for function in (paired.count, paired.compare):
            with pytest.raises(ValueError, match="in the order of time"):
                function(first, second)
        with pytest.raises(ValueError, match="in the order of time"):
            paired.compare_ordered(first.map({"yes": 2, "no": 1}), second.map({"yes": 2, "no": 1}))


def test_waves_whose_order_names_do_not_tell_are_taken_as_they_stand():
    """After against follow-up, second against third, and the right order are no fault, in columns as in crosstabs."""
    for names in (
        ("post", "follow-up"),
        ("second", "third"),
        ("pre", "post"),
        ("post", "6 months"),
        ("end", "follow-up"),
        ("t2", "t1"),
    ):
        assert paired.count(dict(zip(names, (BEFORE, AFTER), strict=True))).waves == names
        crosstab = pd.crosstab(pd.Series(BEFORE[:3], name=names[0]), pd.Series(AFTER[:3], name=names[1]))
        assert paired.compare(crosstab).table.tolist() == TABLE
    assert paired.count(pd.DataFrame({"pre": BEFORE, "post": AFTER, "follow-up": AFTER})).waves[0] == "pre"


JA = pd.crosstab(pd.Series(["ja", "nein", "nein"]), pd.Series(["ja", "nein", "ja"]))
COUNTS = {
    "other words": JA,
    "other words, many people": JA * 7,
    "an answer on one side only": pd.crosstab(pd.Series(["ja", "ja"]), pd.Series(["ja", "nein"])),
    "more answers on one side": pd.crosstab(pd.Series(["ja", "?", "nein"]), pd.Series(["ja", "nein", "nein"])),
    "codes": pd.crosstab(pd.Series([1, 2, 2]), pd.Series([1, 2, 1])),
    "totals": pd.crosstab(pd.Series(["yes", "no"]), pd.Series(["yes", "yes"]), margins=True),
}


@pytest.mark.parametrize("table", COUNTS.values(), ids=COUNTS)
def test_a_table_of_counts_is_not_read_as_people(table):
    """Counts of 0 and 1 under words that are not understood were the answers of as many people as there are rows."""
    with pytest.raises(ValueError, match=r"a table of counts.*reset_index\(drop=True\)"):
        paired.count(table)
    with pytest.raises(ValueError, match="is read by its labels"):
        paired.compare(table)


def test_people_under_the_labels_of_waves_are_counted_as_the_refusal_says():
    """Two people whose names are those of the waves may be counts; without their names they are people."""
    table = pd.DataFrame({1: [1, 0], 2: [1, 1]}, index=[1, 2])
    with pytest.raises(ValueError, match="a table of counts"):
        paired.count(table)
    assert paired.count(table.reset_index(drop=True)).table.tolist() == [[1, 0], [1, 0]]


def test_people_with_numbers_and_waves_with_numbers_are_no_square_table():
    """A pivot of scores by numbered people and numbered waves was read as counts of people: 9 of 18 got worse."""
    long = pd.DataFrame({"id": [1, 1, 2, 2, 3, 3], "wave": [1, 2] * 3, "score": [2, 4, 3, 3, 1, 5]})
    table = long.pivot_table(index="id", columns="wave", values="score", aggfunc="first")
    for function in (paired.count_ordered, paired.compare_ordered):
        with pytest.raises(ValueError, match=r"rows 1, 2, 3 and columns 1, 2.*reset_index\(drop=True\).*order="):
            function(table)
    assert paired.count_ordered(table.reset_index(drop=True)).improved == 2
    crosstab = pd.crosstab(pd.Series([1, 2, 3, 3]), pd.Series([1, 2, 2, 1]))
    assert paired.count_ordered(crosstab, order=[1, 2, 3]).worse == 2
    assert paired.count_ordered(pd.crosstab(pd.Series([1, 2, 3, 4]), pd.Series([2, 3, 4, 4]))).improved == 3


def test_a_masked_answer_is_missing_where_answers_are_ordered():
    """What is hidden under a mask was read as an answer, by count_ordered and by cronbach_alpha."""
    masked = np.ma.array([1, 2, 9], mask=[0, 0, 1]), np.ma.array([2, 2, 1], mask=[0, 0, 0])
    wanted = paired.count_ordered([1, 2, None], [2, 2, 1])
    assert repr(paired.count_ordered(*masked)) == repr(wanted)
    assert paired.count_ordered(np.ma.array([1.5, 9], mask=[0, 1]), np.array([2.0, 1])).not_heard == 1
    items, hidden = np.array([[1, 2], [2, 3], [3, 99], [4, 4]]), [[0, 0], [0, 0], [0, 1], [0, 0]]
    alpha = paired.cronbach_alpha(np.ma.array(items, mask=hidden))
    assert alpha.left_out == 1 and alpha.alpha == paired.cronbach_alpha(items[[0, 1, 3]]).alpha


def test_a_number_under_a_mask_is_no_number():
    """A masked difference or count has no value: it is refused, not worked out of what the mask hides."""
    masked = np.ma.array([0.1, 0.2], mask=[0, 1])
    with pytest.raises(ValueError, match="is a number, or an array of numbers"):
        paired.power(26, masked, 0.3)
    with pytest.raises(ValueError, match="whole numbers with x from 0 to m"):
        paired.wilson(np.ma.array([1, 2], mask=[0, 1]), 10, 0.95)


def test_items_of_nullable_kinds_are_numbers():
    """NA of pandas is a missing answer of a score, as NaN and None are."""
    items = {"a": [1, 2, 3, None, 5], "b": [2, 3, 3, 4, 4]}
    wanted = paired.cronbach_alpha(pd.DataFrame(items)).alpha
    assert paired.cronbach_alpha(pd.DataFrame(items, dtype="Int64")).alpha == wanted
    assert paired.cronbach_alpha(pd.DataFrame(items, dtype=object)).alpha == wanted
    with pytest.raises(ValueError, match="Items are numbers"):
        paired.cronbach_alpha(pd.DataFrame({"a": [1, "two"], "b": [2, 3]}))


@pytest.mark.parametrize("scale", [1, 1000, -1e-3])
def test_scores_that_differ_by_rounding_alone_are_the_same_answer(scale):
    """A mean of items worked out in two ways is no change; nor is a score that Stata keeps in half the digits."""
    first, second = np.array([0.1 + 0.2, 7 / 3, 1.1 * 1.1, 0.5]), np.array([0.3, 1 + 4 / 3, 1.21, 0.75])
    counts = paired.count_ordered(first * scale, second * scale)
    assert (counts.same, counts.improved + counts.worse) == (3, 1)
    assert len(counts.answers) == 5
    half = paired.count_ordered(np.array([0.1, 2.4, 3.3], dtype=np.float32), [0.1, 2.4, 3.4])
    assert (half.same, half.improved, half.answers) == (2, 1, (0.1, 2.4, 3.3, 3.4))
    assert paired.count_ordered(list(np.array([0.1, 2.4], dtype=np.float32)), [0.1, 2.4]).same == 2
    assert paired.count_ordered([0.3, 0.1 + 0.2], [0.1, 0.2], limits=(0.1, 0.3)).answers == (0.1, 0.2, 0.3)


@pytest.mark.parametrize("columns", ["start", "q1", None])
def test_a_crosstab_whose_rows_alone_are_the_later_wave_is_refused(columns):
    """Read by position it turns the sign of the change; two later waves stand as they are."""
    table = pd.crosstab(pd.Series(BEFORE, name="post"), pd.Series(AFTER, name=columns or "x"))
    with pytest.raises(ValueError, match="'post'"):
        paired.mcnemar(table.rename_axis(columns=columns))
    assert paired.mcnemar(table.rename_axis(columns="6 months")).pvalue > 0


@pytest.mark.parametrize("step", [1, 1e-3])
@pytest.mark.parametrize("far", [1e15, 8.99e307])
def test_one_answer_that_is_far_from_all_makes_no_others_one(step, far):
    """Six people at places one step apart, and one outlier, as the missing value of another program."""
    before = [step * place for place in (1, 2, 3, 4, 5)] + [far]
    counts = paired.count_ordered(before, [step * place for place in (2, 3, 4, 5, 1)] + [far])
    assert (counts.improved, counts.same, counts.worse) == (4, 1, 1)


def test_whole_numbers_that_differ_are_different_however_large():
    """Moments in milliseconds lie within a millionth of a millionth of one another."""
    counts = paired.count_ordered([1_700_000_000_001, 1_700_000_000_003], [1_700_000_000_002, 1_700_000_000_003])
    assert (counts.improved, counts.same) == (1, 1)


def test_half_the_digits_are_the_same_answer_in_every_kind_of_column():
    """0.1 in half the digits is 0.10000000149, and nobody got worse by that."""
    for short in (pd.Series([0.1, 2.4], dtype="float32"), pd.Series([0.1, 2.4], dtype="Float32")):
        for before in (short, *map(pa.array, [short])):
            assert paired.count_ordered(before, pd.Series([0.1, 2.4])).same == 2


def test_a_table_that_may_be_people_is_taken_where_the_answers_are_named():
    """The message names the way, and the way leads there; for a table of one row, too."""
    table = pd.crosstab(pd.Series([1, 2, 3, 3]), pd.Series([1, 2, 2, 1]))
    with pytest.raises(ValueError, match=r"pass count_ordered\(table, order=\[\.\.\.\]\)"):
        paired.sign_test(table)
    assert paired.sign_test(paired.count_ordered(table, order=[1, 2, 3])).pvalue == 0.5
    row = pd.crosstab(pd.Series([3, 3]), pd.Series([3, 4]))
    assert paired.count_ordered(row, order=[1, 2, 3, 4]).improved == 1
