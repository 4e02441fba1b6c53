"""Tables with labels, as pandas gives them: read by meaning, whatever their order, or refused in a sentence."""

import itertools
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps import paired
from firststeps.paired.many_waves.categories import bhapkar_categories, bowker, stuart_maxwell
from firststeps.paired.missing.assumptions import count_responses
from firststeps.paired.patterns import as_patterns
from firststeps.paired.published.consequences import change_range, p_value_range
from firststeps.paired.published.reverse import explain_p
from firststeps.paired.tables import as_counts, as_tables, cells
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.equivalence import equivalence
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.posterior import posterior
from firststeps.paired.two_waves.ratio import ratio

BEFORE = pd.Series(["yes"] * 12 + ["no"] * 14)
AFTER = pd.Series(["yes"] * 7 + ["no"] * 5 + ["yes"] * 12 + ["no"] * 2)
TABLE = [[7, 5], [12, 2]]
CODINGS = {
    "words": {"yes": "yes", "no": "no"},
    "capitals": {"yes": "Yes ", "no": "NO"},
    "letters": {"yes": "y", "no": "n"},
    "booleans": {"yes": True, "no": False},
    "numbers": {"yes": 1, "no": 0},
    "decimals": {"yes": 1.0, "no": 0.0},
    "digits": {"yes": "1", "no": "0"},
}
KINDS = [
    ("words", "category"),
    ("words", "string"),
    ("booleans", "boolean"),
    ("numbers", "Int64"),
    ("numbers", "uint8"),
]


@pytest.mark.parametrize("first, second", list(itertools.product(CODINGS, repeat=2)))
def test_a_crosstab_is_read_by_its_labels(first, second):
    """Twelve of 26 said yes before and 19 after, whatever the words and the order in which pandas sorts them."""
    assert as_tables(pd.crosstab(BEFORE.map(CODINGS[first]), AFTER.map(CODINGS[second]))).tolist() == TABLE


@pytest.mark.parametrize("coding, kind", KINDS)
def test_labels_of_every_kind_of_pandas_are_read(coding, kind):
    """Categories, nullable kinds and strings label a crosstab too."""
    first, second = (series.map(CODINGS[coding]).astype(kind) for series in (BEFORE, AFTER))
    assert as_tables(pd.crosstab(first, second)).tolist() == TABLE


def test_sign_ratio_and_one_sided_p_do_not_flip():
    """Every function of the wing that takes a table says of a crosstab what it says of the table itself."""
    crosstab = pd.crosstab(BEFORE, AFTER)
    for function in (difference, ratio, odds_ratio, posterior, mcnemar, lambda table: equivalence(table, 0.4)):
        assert repr(function(crosstab)) == repr(function(TABLE))
    assert mcnemar(crosstab, "exact", "greater").pvalue == mcnemar(TABLE, "exact", "greater").pvalue < 0.1
    assert change_range(crosstab).low == pytest.approx(7 / 26)
    assert explain_p(crosstab, "0.1").table == (7, 5, 12, 2)


@given(st.permutations([0, 1]), st.permutations([0, 1]), st.tuples(*[st.integers(0, 9)] * 4).filter(any))
def test_the_order_of_rows_and_columns_does_not_matter(rows, columns, counts):
    """Any order of a labelled table is the same table."""
    table = pd.DataFrame(np.reshape(counts, (2, 2)), index=["yes", "no"], columns=["yes", "no"])
    assert as_tables(table.iloc[rows, columns]).ravel().tolist() == list(counts)


@pytest.mark.parametrize(
    "first, second, expected",
    [
        ("yyn", "yyy", [[2, 0], [1, 0]]),
        ("yyy", "yyn", [[2, 1], [0, 0]]),
        ("nnn", "nny", [[0, 0], [1, 2]]),
        ("yyy", "yyy", [[3, 0], [0, 0]]),
        ("nnn", "yyy", [[0, 0], [3, 0]]),
    ],
)
def test_an_answer_that_nobody_gave_counts_0(first, second, expected):
    """A crosstab has no row for it; which one is wanting is certain from the others."""
    assert as_tables(pd.crosstab(pd.Series(list(first)), pd.Series(list(second)))).tolist() == expected


def test_several_crosstabs_are_an_array_of_tables():
    """A list of crosstabs, with different answers wanting, gives one result each."""
    some = [pd.crosstab(BEFORE, AFTER), pd.crosstab(BEFORE, BEFORE), TABLE]
    assert as_tables(some).tolist() == [TABLE, [[12, 0], [0, 14]], TABLE]
    assert p_value_range(some).high == 1
    assert cells(some).b.tolist() == [5, 0, 5]


NUMBERED = pd.DataFrame(TABLE)
REFUSED = {
    "numbered": (NUMBERED, "numbered from 0, not labelled"),
    "half numbered": (NUMBERED.set_axis(["yes", "no"]), "numbered from 0, not labelled"),
    "codes 1 and 2": (NUMBERED.set_axis([1, 2]).set_axis([1, 2], axis=1), "found the label 1 without any 0"),
    "only 1": (pd.crosstab(pd.Series([1, 1]), pd.Series([1, 1])), "found the label 1 without any 0"),
    "other words": (NUMBERED.set_axis(["ja", "nein"]).set_axis(["yes", "no"], axis=1), "found the label 'ja' among"),
    "totals": (pd.crosstab(BEFORE, AFTER, margins=True), "found the label 'All' among"),
    "twice": (NUMBERED.set_axis(["yes", "Yes"]).set_axis(["yes", "no"], axis=1), "labels that mean the same"),
    "missing": (pd.crosstab(BEFORE, AFTER.where(AFTER == "yes"), dropna=False), "found the label nan among"),
    "shares": (pd.crosstab(BEFORE, AFTER, normalize=True), "count is not whole"),
    "turned": (pd.crosstab(AFTER.rename("after"), BEFORE.rename("before")), "found rows named 'after'"),
    "turned, columns named": (pd.crosstab(AFTER.rename(None), BEFORE.rename("before")), "found columns named 'before'"),
    "a column": (BEFORE, "found a Series"),
    "rows": ([pd.crosstab(BEFORE, AFTER).loc[word] for word in ("no", "yes")], "found a Series"),
    "two levels": (pd.crosstab([BEFORE, BEFORE], AFTER), "found the label .'no', 'no'. among"),
}


@pytest.mark.parametrize("given, fault", REFUSED.values(), ids=REFUSED)
def test_labels_that_are_not_understood_are_refused(given, fault):
    """The sentence says what was found; the table is never read by position."""
    with pytest.raises(ValueError, match=fault):
        mcnemar(given)


def test_a_refusal_says_how_to_pass_the_table():
    """The remedy stands in the message and works."""
    with pytest.raises(ValueError, match=r"in the order yes before no.*pass its \.to_numpy\(\)"):
        difference(NUMBERED)
    assert as_tables(NUMBERED.to_numpy()).tolist() == TABLE


def test_two_columns_of_answers_are_refused_in_words():
    """A second column in the place of the method is not an unhashable Series."""
    with pytest.raises(ValueError, match=r"A method is named by a word.*found a Series"):
        mcnemar(BEFORE, AFTER)


@pytest.mark.parametrize("missing", [np.nan, None, pd.NA, "missing"])
def test_patterns_of_two_waves_are_read_by_their_labels(missing):
    """Missing is NaN, None, NA or the word, and stands last whatever pandas does."""
    table = pd.DataFrame(
        [[3, 1, 4], [0, 2, 5], [6, 7, 8]], index=[missing, "no", "yes"], columns=["no", missing, "yes"]
    )
    assert as_patterns(table).tolist() == [[8, 6, 7], [5, 0, 2], [4, 3, 1]]


def test_patterns_of_a_crosstab_with_blanks():
    """``dropna=False`` keeps the people who missed a wave; without it nobody did."""
    before, after = pd.Series(["yes", "no", None, "yes"]), pd.Series(["no", None, "yes", "no"])
    assert count_responses(pd.crosstab(before, after, dropna=False)).f == 1
    assert as_patterns(pd.crosstab(before, after)).tolist() == [[0, 2, 0], [0, 0, 0], [0, 0, 0]]
    assert as_patterns(before.value_counts(dropna=False)).tolist() == [2, 1, 1]


@pytest.mark.parametrize(
    "given, fault",
    [
        (pd.DataFrame(np.ones((3, 3), dtype=int)), "numbered from 0"),
        (pd.Series([4, 2, 1]), "numbered from 0"),
        (pd.Series([4, 2, 1], index=["yes", "no", "maybe"]), "found the label 'maybe'"),
        ([pd.Series([4, 2, 1], index=["yes", "no", "missing"])] * 3, "found a list of them"),
        ([[1, 2, 3], [4, 5]], "rows of different lengths"),
    ],
)
def test_patterns_whose_labels_are_not_understood_are_refused(given, fault):
    """Never by position, and never with an error of the library."""
    with pytest.raises(ValueError, match=fault):
        as_patterns(given)


MOVES = pd.DataFrame([[20, 10, 5], [3, 30, 15], [0, 5, 40]], index=list("abc"), columns=list("abc"))


@pytest.mark.parametrize("test", [stuart_maxwell, bhapkar_categories, bowker])
def test_categories_are_matched_by_their_labels(test):
    """Columns in another order are the same table; by position the diagonal would be another."""
    assert repr(test(MOVES[["c", "a", "b"]])) == repr(test(MOVES)) == repr(test(MOVES.to_numpy()))


@pytest.mark.parametrize("test", [stuart_maxwell, bhapkar_categories, bowker])
def test_a_category_on_one_side_only_counts_0_on_the_other(test):
    """Nobody chose b the second time, so the crosstab has no such column."""
    whole = MOVES.assign(b=0)
    assert repr(test(whole[["a", "c"]])) == repr(test(whole))


@pytest.mark.parametrize(
    "given, fault",
    [
        (pd.crosstab(BEFORE, AFTER, margins=True), "leave out the label 'All'"),
        (pd.crosstab(BEFORE, AFTER.where(AFTER == "yes"), dropna=False), "leave out the label nan"),
        (MOVES.set_axis(list("xyz")), "the same categories in its rows and in its columns"),
        (MOVES.set_axis(list("aab")), "each label once"),
        (pd.DataFrame([[1, 2, 3], [4, 5, 6]]), "the same categories in its rows and in its columns"),
        ([[1, 2], [3]], "rows of different lengths"),
    ],
)
def test_categories_that_do_not_match_are_refused(given, fault):
    """Totals, blanks and other people's words are no categories."""
    with pytest.raises(ValueError, match=fault):
        bowker(given)


WHOLE = [
    np.array(TABLE, dtype=object),
    np.array([[7.0, np.int8(5)], [12, 2]], dtype=object),
    pd.DataFrame(TABLE, dtype="Int64").to_numpy(),
    pd.crosstab(BEFORE, AFTER).astype("Int64"),
    pd.crosstab(BEFORE, AFTER).astype(object),
    [pd.array([7, 5], dtype="Int64"), pd.array([12, 2], dtype="UInt8")],
]


@pytest.mark.parametrize("given", WHOLE)
def test_whole_numbers_among_objects_and_of_nullable_kinds_are_counts(given):
    """They come out of pandas unasked."""
    assert as_tables(given).tolist() == TABLE
    assert as_tables(given).dtype == np.int64


@pytest.mark.parametrize(
    "given, fault",
    [
        ([[7, None], [12, 2]], r"missing or infinite at index \(0, 1\)"),
        ([[7, pd.NA], [12, 2]], r"missing or infinite at index \(0, 1\)"),
        (pd.DataFrame([[7, 5], [None, 2]], dtype="Int64").to_numpy(), r"missing or infinite at index \(1, 0\)"),
        (np.ma.masked_equal(np.array(TABLE, dtype=object), 12), r"missing or infinite at index \(1, 0\)"),
        (np.array([[7, 5], [2.5, 2]], dtype=object), r"not whole at index \(1, 0\)"),
        (np.array([[7, -(10**400)], [12, 2]], dtype=object), r"negative at index \(0, 1\)"),
        (np.array([[7, 10**400], [12, 2]], dtype=object), r"above 1,000,000,000 at index \(0, 1\)"),
        (np.array([[7, float("inf")], [12, 2]], dtype=object), r"missing or infinite at index \(0, 1\)"),
        (np.array([[7, "5"], [12, 2]], dtype=object), "entries of type str"),
        (np.array([[7, 5j], [12, 2]]), "entries of type complex128"),
    ],
)
def test_what_is_no_whole_number_among_objects_is_refused_with_its_own_word(given, fault):
    """Missing, not whole, negative, too large, text: each has its word."""
    with pytest.raises(ValueError, match=fault):
        as_tables(given)


def test_counts_of_no_known_meaning_carry_no_labels():
    """``as_counts`` knows no meaning, so it takes arrays only."""
    with pytest.raises(ValueError, match="its labels would not be read"):
        as_counts(MOVES)


def test_only_what_gives_a_frame_imports_pandas():
    """Labels are read by what they offer, so that tests and estimates need no pandas; summaries in frames do."""
    returned = {name: getattr(getattr(paired, name), "__annotations__", {}).get("return") for name in paired.__all__}
    rooms = {name: getattr(paired, name).__module__ for name in paired.__all__}
    framed = (
        ".published.",
        ".missing.tipping",
        ".missing.prospects",
    )  # rooms that give frames beside other results, or stand on one
    others = [n for n, kind in returned.items() if kind is not pd.DataFrame and not any(f in rooms[n] for f in framed)]
    assert len(others) > len(paired.__all__) / 2
    code = (
        f"import sys; from firststeps import paired; loaded = [getattr(paired, name) for name in {others}]; "
        "paired.compare([1, 0, None], [1, 1, 0]); print('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
