"""From printed values back to tables: every table comes back from what it prints, and published cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.paired.published import stated
from firststeps.paired.published.margins import tables_with_margins
from firststeps.paired.published.printed import as_printed
from firststeps.paired.published.reverse import (
    ALTERNATIVES,
    CHI_SQUARED,
    explain_p,
    readings_of_chi_squared,
    readings_of_p,
    versions_behind,
)
from firststeps.paired.two_waves.mcnemar import mcnemar

METHODS = ("asymptotic", "continuity", "n-1", "exact", "mid-p")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from(METHODS), st.sampled_from(ALTERNATIVES), st.integers(2, 4))
def test_every_table_comes_back_from_the_p_value_it_prints(b, c, method, side, decimals):
    n = 20
    p = float(mcnemar([[n - b - c, b], [c, 0]], method, side).pvalue)
    (reading,) = readings_of_p(f"{p:.{decimals}f}", n, (method,), (side,))
    assert [b, c] in reading.discordant.tolist()
    for found_b, found_c in reading.discordant:
        found = float(mcnemar([[n - found_b - found_c, found_b], [found_c, 0]], method, side).pvalue)
        assert abs(found - p) <= 10.0**-decimals * (1 + 1e-9)


@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from(CHI_SQUARED))
def test_every_table_comes_back_from_the_statistic_it_prints(b, c, method):
    statistic = float(mcnemar([[20 - b - c, b], [c, 0]], method).statistic)
    (reading,) = readings_of_chi_squared(f"{statistic:.2f}", 20, (method,))
    assert [b, c] in reading.discordant.tolist()


@pytest.mark.parametrize("side", ALTERNATIVES)
@pytest.mark.parametrize("printed", [".036", "<.05", "n.s.", "1.00", "0.5"])
def test_the_unconditional_test_is_bisected_to_the_same_pairs(side, printed):
    """Its p falls as the score grows, so that a few of 231 tables are enough: the same as by all of them."""
    b, c = (grid.ravel() for grid in np.indices((21, 21)))
    b, c = b[b + c <= 20], c[b + c <= 20]
    every = np.stack([20 - b - c, b, c, 0 * b], axis=-1).reshape(-1, 2, 2)
    p = mcnemar(every, "unconditional", side).pvalue
    (reading,) = readings_of_p(printed, 20, ("unconditional",), (side,))
    expected = every[as_printed(printed).holds(p)][:, [0, 1], [1, 0]]
    assert reading.discordant.tolist() == expected.tolist()


def test_three_hundred_pairs_are_read():
    """A table is found by every version of the test; how soon, `make bench` says."""
    readings = readings_of_p(".036", 300)
    assert all(len(reading.discordant) for reading in readings)


def test_small_p_values_printed_as_below_a_limit():
    (reading,) = readings_of_p("<0.001", 12, ("exact",))
    assert reading.discordant.tolist() == [[0, 11], [0, 12], [11, 0], [12, 0]]


def test_bentur_is_given_by_no_standard_version():
    """Bentur et al. (2009): 1, 1, 7, 12 with P = 0.043; Fagerland et al. (2013) list the versions they computed."""
    found = explain_p([[1, 1], [7, 12]], "0.043")
    assert found.agreeing == ()
    assert found.sentence().startswith("No standard version of McNemar's test, two-sided or one-sided, gives P = 0.043")
    two_sided = {method: p for (method, side), p in found.pvalues.items() if side == "two-sided"}
    assert {m: round(two_sided[m], 3) for m in ("asymptotic", "continuity", "exact", "mid-p")} == {
        "asymptotic": 0.034,
        "continuity": 0.077,
        "exact": 0.070,
        "mid-p": 0.039,
    }


def test_bentur_from_the_p_value_alone_only_twelve_changers_with_the_continuity_correction():
    """Of 21 pairs the only (b, c) that print 0.043 two-sided are not those of the table."""
    found = {reading.method: reading.discordant.tolist() for reading in readings_of_p("0.043", 21)}
    assert found.pop("continuity") == [[2, 10], [10, 2]]
    assert not any(found.values())


def test_margins_and_p_value_together_leave_nothing_for_bentur():
    """With 2 and 8 of 21 there are three tables, and none prints 0.043; two-sided 0.039 is the true one's mid-p."""
    tables = tables_with_margins(21, 2, 8)
    assert versions_behind(tables, "0.043").tables == {}
    assert versions_behind(tables, "0.043").sentence().endswith("any of the 3 tables that the other numbers allow.")
    found = versions_behind(tables, "0.039").tables
    assert found["mid-p", "two-sided"].tolist() == [[[1, 1], [7, 12]]]
    assert [version for version in found if "two-sided" in version] == [("mid-p", "two-sided")]


def test_names_the_version_that_agrees():
    sentence = explain_p([[1, 1], [7, 12]], "0.07").sentence()
    assert sentence == "P = 0.07 for the table (1, 1, 7, 12) agrees with: exact (two-sided)."


def test_no_version_is_said_to_give_a_p_value_of_nought():
    """b = 90, c = 1: every version lies far below a thousandth, and none at it."""
    sentence = explain_p([[100, 90], [1, 100]], "0.9").sentence()
    assert "exact <0.001" in sentence and "0.000" not in sentence


def test_refuses_what_was_not_printed():
    with pytest.raises(ValueError, match="as printed"):
        readings_of_p("small", 10)
    assert np.shape(readings_of_p("0.5", 1, ("exact",))[0].discordant) == (0, 2)


def test_a_version_or_a_side_that_there_is_not_is_refused_in_a_sentence():
    """Whichever number was printed."""
    for call in (
        lambda: readings_of_p("0.043", 20, ("boschloo",)),
        lambda: readings_of_chi_squared("3.13", 20, ("exact",)),
    ):
        with pytest.raises(ValueError, match=r"There is no method '(boschloo|exact)'; choose one of"):
            call()
    with pytest.raises(ValueError, match="There is no alternative 'both'"):
        readings_of_p("0.043", 20, alternatives=("both",))


def test_no_unconditional_p_value_is_worked_out_twice(monkeypatch):
    """Two bisections look for the ends of what is printed so, and begin with the same tables."""
    asked = []

    def counted(table, method, side, **options):
        asked.append((side, *np.ravel(table).tolist()))
        return mcnemar(table, method, side, **options)

    monkeypatch.setattr(stated, "mcnemar", counted)
    tables = tables_with_margins(400, 190, 200)
    found = versions_behind(tables, "0.70").tables
    assert len(asked) == len({*asked}) > 10
    for side in ALTERNATIVES:
        right = as_printed("0.70").holds(np.array([mcnemar(t, "unconditional", side).pvalue for t in tables[::7]]))
        kept = {tuple(np.ravel(t)) for t in found.get(("unconditional", side), [])}
        assert [tuple(np.ravel(t)) in kept for t in tables[::7]] == right.tolist()
