"""Multiple imputation: identities, what R makes of the same answers, and when it is refused."""

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from firststeps.paired.missing.likelihood import maximum_likelihood, profile_interval
from firststeps.responses.counting.imputation import MOST_PEOPLE, KnownAnswers, known_answers
from firststeps.responses.counting.patterns import pattern_table
from firststeps.responses.counting.totals import known_frame
from tests.paired.missing.missing_reference import read_case


def person_by_person(patterns):
    """One row a person, 1 yes, 0 no, NaN missing, of a response-pattern table; people who never answered left out."""
    rows = [
        [(1.0, 0.0, np.nan)[x] for x in pattern] for pattern, count in np.ndenumerate(patterns) for _ in range(count)
    ]
    answers = pd.DataFrame(rows).dropna(how="all")
    return KnownAnswers(answers, (0, answers.shape[1] - 1))


def test_with_nobody_missing_it_is_the_paired_difference_and_its_ordinary_interval():
    known = person_by_person(np.pad([[40, 12], [23, 31]], (0, 1)))
    found = known.impute()
    changes = np.repeat([0, -1, 1, 0], [40, 12, 23, 31])
    half = 1.959964 * changes.std(ddof=1) / np.sqrt(len(changes))
    assert (found.change, found.low, found.high) == pytest.approx(
        (changes.mean(), changes.mean() - half, changes.mean() + half), abs=1e-6
    )
    assert not known.enough and known.sentence().startswith("Nobody")


@pytest.mark.parametrize("case", ["margins", "three"])
def test_agrees_with_logistic_imputation_by_r(case):
    """Package mice draws yes or no from logistic models (tests/reference/missing.R); both have the noise of drawing."""
    patterns, values = read_case(case)
    found = person_by_person(patterns).impute()
    error = (found.high - found.low) / 2 / 1.959964
    assert found.change == pytest.approx(values["imputed change"], abs=error / 5)
    assert error == pytest.approx(values["imputed standard error"], rel=0.1)


def test_agrees_with_maximum_likelihood_where_all_kinds_of_missing_answers_occur():
    """Six waves, so that some kinds of missing answers share the sum by which statsmodels tells them apart."""
    chance = np.random.default_rng(3)
    stays = chance.random((600, 6)) < 0.85
    answers = np.cumsum(~stays, axis=1) % 2
    answers[chance.random((600, 6)) < 0.3] = 2
    known = person_by_person(pattern_table(answers))
    found, patterns = known.impute(), pattern_table(answers)
    assert known.enough and len(np.unique(known.answers.isna(), axis=0)) > 40
    assert found.change == pytest.approx(maximum_likelihood(patterns).change(0, 5), abs=0.01)
    low, high, _ = profile_interval(patterns, 0, 5)
    assert found.high - found.low == pytest.approx(high - low, rel=0.15)


def test_the_same_answers_give_the_same_change_and_stay_as_they_are():
    known = person_by_person(np.array([[30, 9, 8], [14, 25, 6], [5, 7, 3]]))
    before = known.answers.copy()
    assert known.impute(copies=5) == known.impute(copies=5)
    pd.testing.assert_frame_equal(known.answers, before)


STUDY = SimpleNamespace(
    origin="synthetic",
    outcomes=["ips", "other", "later"],
    primary=SimpleNamespace(outcome="ips", first="start", second="end"),
    items={
        "ips": SimpleNamespace(waves=["start", "middle", "end"]),
        "other": SimpleNamespace(waves=["middle", "end"]),
        "later": SimpleNamespace(waves=["end"]),
    },
)


def test_predictors_are_the_other_waves_and_the_other_questions_of_the_waves_compared():
    """What everybody answered in the same way ("later") predicts nothing."""
    given = {("ips", "start"): "yn", ("ips", "middle"): "yn", ("ips", "end"): "y ", ("other", "middle"): "ny"}
    given |= {("other", "end"): "ny", ("later", "end"): "yy"}
    rows = [
        (person, wave, item, {"y": "yes", "n": "no", " ": ""}[answers[number]])
        for (item, wave), answers in given.items()
        for number, person in enumerate(("P1", "P2"))
    ]
    counts = known_frame(STUDY, pd.DataFrame(rows, columns=["participant", "wave", "item", "answer"]))
    known = known_answers(counts, STUDY)
    assert list(known.answers) == [("ips", "start"), ("ips", "middle"), ("ips", "end"), ("other", "end")]
    assert known.missing == 1 and known.rarest == 0 and known.needed == 30
    assert known.sentence() == (
        "Predicting an answer from 3 others asks for some 30 people who gave the rarer answer. "
        "At one of the two waves 0 did, so multiple imputation does not make sense here."
    )


def test_a_few_dozen_people_are_not_enough_and_some_hundreds_are():
    patterns = np.zeros((3, 3, 3), dtype=int)
    for pattern in itertools.product(range(3), repeat=3):
        patterns[pattern] = 1
    assert not person_by_person(patterns).enough
    assert person_by_person(20 * patterns).enough


def test_more_people_than_can_be_drawn_in_a_minute_are_refused_with_a_sentence():
    patterns = np.pad([[2 * MOST_PEOPLE, 900], [900, 900]], (0, 1))
    patterns[2, 0] = 900
    known = person_by_person(patterns)
    assert known.rarest > known.needed and not known.enough
    assert f"with more than {MOST_PEOPLE:,} multiple imputation is left out" in known.sentence()
