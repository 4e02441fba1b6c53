"""Frames of an ordered question: each row is the function that it names."""

import numpy as np
import pytest

from firststeps import paired

TABLE = [[2, 6, 3], [1, 4, 5], [0, 1, 3]]


def test_each_row_is_its_test():
    """By name, and all of them have a p-value here."""
    counts = paired.count_ordered(TABLE)
    table = paired.ordered_tests(counts).set_index("test")
    wanted = {
        "sign test, exact": paired.sign_test(counts),
        "sign test, mid-p": paired.sign_test(counts, "mid-p"),
        "signed ranks, exact, noughts left out": paired.signed_rank(counts),
        "signed ranks, exact, noughts ranked": paired.signed_rank(counts, noughts="pratt"),
        "mean change, exact permutation": paired.marginal_homogeneity(counts, "values"),
        "same margins, exact": paired.marginal_homogeneity(counts),
        "same margins, Stuart–Maxwell": paired.stuart_maxwell(TABLE),
        "same margins, Bhapkar": paired.bhapkar_categories(TABLE),
        "symmetry, exact": paired.symmetry(counts),
        "symmetry, Bowker": paired.bowker(TABLE),
    }
    assert {name: result.pvalue for name, result in wanted.items()} == table["p"].to_dict()
    assert set(table["problem"]) == {""}


def test_what_cannot_be_worked_out_says_why():
    """Too many tables for the exact tests: a sentence in place of a p, and the others stand."""
    table = paired.ordered_tests(np.array(TABLE) * 100).set_index("test")
    assert "too many tables" in table.loc["symmetry, exact", "problem"]
    assert np.isnan(table.loc["symmetry, exact", "p"]) and table.loc["sign test, exact", "p"] < 1e-9


def test_margins_are_those_of_the_table():
    """They add up to the people who answered twice."""
    margins = paired.ordered_margins(paired.count_ordered(TABLE))
    assert margins["before"].tolist() == [11, 10, 4] and margins["after"].tolist() == [3, 11, 11]


@pytest.mark.parametrize("function", [paired.ordered_tests, paired.ordered_margins])
def test_nobody_is_refused(function):
    """In words."""
    with pytest.raises(ValueError, match="Nobody answered both times"):
        function([[0, 0], [0, 0]])
