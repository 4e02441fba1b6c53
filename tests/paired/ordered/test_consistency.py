"""Cronbach's alpha and Feldt's interval against published values and their definition."""

import numpy as np
import pandas as pd
import pytest

from firststeps.paired.ordered.consistency import Consistency, cronbach_alpha

# The data set cronbach_alpha of the Python package pingouin: ten items, a row an item, a column one of fifteen people.
PINGOUIN = [
    [3, 5, 7, 2, 6, 1, 4, 2, 6, 5, 4, 4, 5, 6, 4],
    [2, 4, 3, 4, 5, 2, 3, 4, 5, 4, 3, 2, 5, 5, 3],
    [4, 6, 5, 3, 6, 3, 5, 4, 5, 6, 5, 3, 6, 5, 5],
    [1, 3, 5, 3, 5, 4, 3, 3, 5, 4, 2, 2, 2, 4, 5],
    [4, 5, 6, 2, 4, 2, 5, 7, 1, 3, 5, 5, 3, 2, 3],
    [5, 1, 4, 2, 4, 5, 2, 2, 6, 5, 3, 3, 3, 2, 1],
    [1, 2, 3, 2, 4, 2, 1, 2, 5, 3, 2, 4, 2, 1, 3],
    [4, 5, 3, 6, 6, 3, 2, 4, 2, 1, 3, 2, 4, 4, 2],
    [3, 5, 6, 6, 7, 5, 4, 6, 3, 7, 4, 3, 4, 6, 3],
    [2, 5, 5, 3, 5, 2, 3, 5, 2, 2, 1, 4, 5, 5, 4],
]


def test_pingouin_agrees():
    """Its page prints 0.5917188485995826 and 0.195 to 0.84."""
    found = cronbach_alpha(np.array(PINGOUIN).T)
    assert found.alpha == pytest.approx(0.5917188485995826, rel=1e-12)
    low, high, _ = found.confidence_interval()
    assert (round(low, 3), round(high, 3)) == (0.195, 0.84)


def test_items_that_are_copies_of_one_another_have_alpha_one():
    """And items without correlation, of equal variance, have alpha 0."""
    item = np.array([1.0, 2, 3, 4])
    assert cronbach_alpha(np.column_stack([item, item, item])).alpha == pytest.approx(1)
    assert cronbach_alpha([[1, 1], [1, -1], [-1, 1], [-1, -1]]).alpha == pytest.approx(0)


def test_feldts_interval_keeps_its_level():
    """Of 4,000 samples of parallel normal items with alpha 0.75, 95% hold it, give or take four standard errors."""
    draw, people, items = np.random.default_rng(11), 20, 3
    held = 0
    for _ in range(4000):
        answers = draw.normal(size=(people, 1)) + draw.normal(size=(people, items))
        low, high, _ = cronbach_alpha(answers).confidence_interval()
        held += low <= 0.75 <= high
    assert abs(held / 4000 - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 4000)


def test_who_left_an_item_out_is_left_out():
    """And told."""
    answers = np.array(PINGOUIN).T.astype(float)
    more = np.vstack([answers, np.where(np.arange(10) == 4, np.nan, 3.0)])
    assert cronbach_alpha(more).alpha == cronbach_alpha(answers).alpha
    assert "1 left out with a missing answer" in repr(cronbach_alpha(more))


@pytest.mark.parametrize(
    "given",
    [
        lambda frame: frame.astype("Int64"),
        lambda frame: frame.astype(object).where(frame.notna(), None),
        lambda frame: np.ma.array(frame.fillna(99).to_numpy(), mask=frame.isna().to_numpy()),
    ],
    ids=["NA", "None", "masked"],
)
def test_a_missing_answer_of_any_kind_is_missing(given):
    """What stands below a mask was an answer, and pandas' NA was refused; two of five are left out, as with NaN."""
    frame = pd.DataFrame({"a": [1, 2, None, 4, 5], "b": [2, 2, 3, 5, 5], "c": [1, 3, 3, None, 4]})
    assert cronbach_alpha(given(frame)) == cronbach_alpha(frame)
    assert cronbach_alpha(given(frame)).left_out == 2


@pytest.mark.parametrize("text", [[["1", "2"], ["2", "1"]], pd.DataFrame({"a": ["1", "2"], "b": ["2", "3"]})])
def test_text_is_no_number(text):
    """A file that was read as text may hold 99 for no answer, and words in other rows."""
    with pytest.raises(ValueError, match="Items are numbers"):
        cronbach_alpha(text)


def test_where_there_is_no_alpha_a_sentence_says_why():
    """One person, or everyone the same."""
    assert "fewer than two people" in repr(cronbach_alpha([[1, 2], [np.nan, 2]]))
    same = cronbach_alpha([[1, 2], [1, 2]])
    assert same.alpha is None and "everyone has the same sum" in repr(same)
    with pytest.raises(ValueError, match="everyone has the same sum"):
        same.confidence_interval()
    with pytest.raises(ValueError, match="at least two items"):
        cronbach_alpha([[1], [2]])
    with pytest.raises(ValueError, match="Items are numbers"):
        cronbach_alpha([["a", "b"]])


@pytest.mark.parametrize("scale, start", [(1e-9, 0), (1e9, 0), (1, 1e6), (1e-3, 7)])
def test_alpha_does_not_hang_on_the_unit_or_on_where_it_starts(scale, start):
    """By its definition, of any linear scale; and items that never vary have none on any."""
    items = np.random.default_rng(4).integers(1, 6, (40, 3))
    items[:, 2] = items[:, 0]
    assert cronbach_alpha(start + scale * items).alpha == pytest.approx(cronbach_alpha(items).alpha, rel=1e-9)
    assert cronbach_alpha(start + scale * np.full((40, 3), 0.1)).problem
    assert cronbach_alpha(start + scale * np.column_stack([items[:, 0], 6 - items[:, 0]])).problem


def test_alpha_is_told_at_the_level_that_was_asked_for():
    """Feldt's interval, in the words and as the interval of the result."""
    items = [[1, 2, 2], [2, 3, 3], [3, 3, 4], [4, 5, 5], [2, 2, 1]]
    result = cronbach_alpha(items, level=0.9)
    assert result.interval == cronbach_alpha(items).confidence_interval(0.9)
    assert "90% interval" in repr(result) and "95%" not in repr(result)
    with pytest.raises(ValueError, match="confidence level"):
        cronbach_alpha(items, level=90)


def test_limits_that_round_alike_have_the_decimals_that_tell_them_apart():
    """Among many people ">0.99 to >0.99" stood there; where alpha is 1 both limits are."""
    assert "alpha: >0.99, 95% interval 0.999 to >0.999 (" in repr(Consistency(0.9995, 30, 3, 0))
    assert "alpha: 0.70, 95% interval 0.698 to 0.702 (" in repr(Consistency(0.7, 200_000, 3, 0))
    assert "alpha: 1.00, 95% interval 1.00 to 1.00 (" in repr(Consistency(1.0, 30, 3, 0))
