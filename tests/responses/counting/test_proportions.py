"""Proportions of those who answered: counts of the clean files over denominators, with limits where there are any."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from firststeps.responses.counting.choices import taken
from firststeps.responses.counting.patterns import read_patterns
from firststeps.responses.counting.proportions import said_yes, with_limits
from firststeps.study import Study


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_limits_are_those_of_statsmodels_and_hold_the_proportion(level):
    """Wilson's, for every count out of up to six; of nobody there is no proportion and there are no limits."""
    counts = [(yes, n) for n in range(7) for yes in range(n + 1)]
    rows = with_limits(pd.DataFrame(counts, columns=["yes", "answered"]), "yes", level)
    nobody = rows["answered"] == 0
    assert rows.loc[nobody, ["proportion", "low", "high"]].isna().all(axis=None)
    told = rows[~nobody]
    limits = proportion_confint(told["yes"], told["answered"], 1 - level, "wilson")
    np.testing.assert_allclose([told["low"], told["high"]], limits, atol=1e-12)
    assert ((told["low"] <= told["proportion"]) & (told["proportion"] <= told["high"])).all()


def test_who_said_yes_is_the_same_by_statuses_and_by_patterns():
    """The two clean files count the same people: a row for each outcome and wave at which it was asked, in order."""
    study = Study.load(".")
    rows = said_yes(study).set_index(["outcome", "wave"])
    asked = [(outcome, wave) for outcome in study.outcomes for wave in study.items[outcome].waves]
    assert list(rows.index) == asked
    for outcome, wave in asked:
        patterns = read_patterns(study, outcome)
        yes, no, _ = np.moveaxis(patterns, study.items[outcome].waves.index(wave), 0).reshape(3, -1).sum(axis=1)
        assert rows.loc[(outcome, wave), ["yes", "answered"]].tolist() == [yes, yes + no]


@pytest.mark.parametrize(
    ("kind", "none"), [("choice", "No question had a list to choose from."), ("ticks", "to tick.")]
)
def test_answers_from_a_list_are_hidden_where_data_are_to_be_released(monkeypatch, kind, none):
    """Internal data are shown; data to be released leave the headings, with the reason for readers."""
    study = Study.load(".")
    open_rows = taken(study, kind)
    monkeypatch.setattr(study.release, "mode", "public")
    hidden = taken(study, kind)
    assert hidden.empty and list(hidden) == list(open_rows)
    wanted = "Not shown, as these data are to be released." if len(open_rows) else none
    assert hidden.attrs["nothing"].endswith(wanted) and open_rows.attrs["nothing"].endswith(none)
