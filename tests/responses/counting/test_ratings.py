"""Shares of high scores: of those who gave one, and what they can be of everybody."""

from itertools import product

import pandas as pd
import pytest

from firststeps.paired.limits.binomial import wilson
from firststeps.responses.counting.ratings import high_shares, score_counts
from firststeps.study import Study
from tests.small_study import LONG


@pytest.mark.parametrize(("counts", "missing"), [([1, 0, 2, 3], 2), ([0, 0, 0, 1], 3), ([2, 0, 0, 0], 0)])
def test_least_and_most_are_those_of_every_score_that_the_others_could_have_given(counts, missing):
    """All scores of the missing, one by one: the share of the two highest reaches both ends and no further."""
    row = high_shares(pd.DataFrame({"counts": [counts], "missing": [missing]}), 0.95).iloc[0]
    people, high = sum(counts) + missing, sum(counts[-2:])
    shares = [(high + sum(score > 2 for score in scores)) / people for scores in product((1, 2, 3, 4), repeat=missing)]
    assert (row["least"], row["most"], row["people"]) == (min(shares), max(shares), people)


def test_the_proportion_is_of_those_who_gave_a_score_with_its_interval():
    row = high_shares(pd.DataFrame({"counts": [[1, 0, 2, 3]], "missing": [2]}), 0.9).iloc[0]
    assert row["proportion"] == 5 / 6 and (row["low"], row["high"]) == wilson(5, 6, 0.9)


def test_where_nobody_gave_a_score_nothing_is_told():
    row = high_shares(pd.DataFrame({"counts": [[0, 0, 0]], "missing": [4]}), 0.95).iloc[0]
    assert row[["proportion", "low", "high", "least", "most"]].isna().all() and row["people"] == 4


def test_without_scales_there_is_no_row():
    assert high_shares(pd.DataFrame({"counts": [], "missing": []}), 0.95).empty


def test_who_gave_a_score_between_two_whole_numbers_gave_a_score(small):
    """Nobody who answered is counted among those without a score; 4.5 of 5 is high, 3.5 is not."""
    yaml = LONG.replace("outcomes:", "  rating: {label: Rating, kind: scale, range: [1, 5], waves: [after]}\noutcomes:")
    rows = "id,wave,ips,rating\nP01,before,Yes,\nP02,before,No,\nP03,before,No,\n"
    rows += "P01,after,No,4.5\nP02,after,Yes,3.5\nP03,after,Yes,\n"
    study = small.write(rows, yaml)
    row = high_shares(score_counts(Study.load(study.folder), study.clean().responses), 0.95).iloc[0]
    assert dict(zip(row["scores"], row["counts"], strict=True)) == {1: 0, 2: 0, 3: 0, 3.5: 1, 4: 0, 4.5: 1, 5: 0}
    assert (row["answered"], row["missing"], row["high_scores"]) == (2, 1, 1)


@pytest.mark.parametrize("answers", [("0.5", "4.5"), ("1", "4")])
def test_a_scale_whose_ends_are_no_whole_numbers_is_not_told_score_by_score(answers, small):
    yaml = LONG.replace("outcomes:", "  rating: {label: Rating, kind: scale, range: [0.5, 4.5]}\noutcomes:")
    rows = "id,wave,ips,rating\nP01,before,Yes,{0}\nP02,before,No,{1}\nP01,after,No,{1}\nP02,after,Yes,{0}\n"
    study = small.write(rows.format(*answers), yaml)
    assert score_counts(Study.load(study.folder), study.clean().responses).empty
