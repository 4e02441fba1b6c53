"""Sentences on missing answers: true and in order over every small study, and at the ends of what may come."""

import itertools
from types import SimpleNamespace as Range

import pandas as pd
import pytest

from firststeps.paired.missing.assumptions import Responses
from firststeps.paired.missing.likelihood import modelled_change
from firststeps.report.sentences import missing
from tests.sentence_rules import broken

SMALL = range(4)
VERDICTS = ["inconclusive", "equivalence", "difference"]
ENDS = [-1, -0.30001, -0.3, 0, 0.2, 1]


def test_p_values_that_follow_are_on_their_side_of_the_level():
    """Beside 10% where the verdicts are at 10%: 0.1004 leads to none."""
    follows = Range(change=Range(low=0, high=0.1), p_value=Range(low=0.1004, high=1), possible=["inconclusive"])
    assert "exact p from 0.1004 to 1.00;" in missing.followed("all tables", 3, follows, 0.1)
    assert "exact p from 0.10 to 1.00;" in missing.followed("all tables", 3, follows)


@pytest.mark.parametrize(("both", "once", "neither"), list(itertools.product(SMALL, SMALL, SMALL)))
def test_who_can_be_compared_is_told_of_every_small_study(both, once, neither):
    """Something has to be assumed just where somebody is missing, nobody is compared where none answered twice."""
    said = missing.comparable(Responses(0, both, 0, 0, 0, 0, once, 0, neither))
    assert not broken(said)
    assert ("nothing has to be assumed" in said) == (once + neither == 0)
    assert ("nobody can be compared" in said) == (both == 0 < once + neither)


@pytest.mark.parametrize("changes", list(itertools.product(ENDS, ENDS)))
@pytest.mark.parametrize("verdicts", list(itertools.product(VERDICTS, VERDICTS)))
def test_assumptions_that_agree_are_not_said_to_lie_apart(changes, verdicts):
    """Points stand between two assumptions only where these lead to other changes; verdicts part where they differ."""
    rows = {"comparison": ["one", "another"], "difference": changes, "verdict": verdicts}
    said = missing.assumptions(pd.DataFrame(rows))
    assert not broken(said)
    assert ("no answer stands behind" in said) == (abs(changes[0] - changes[1]) > 0.0005)
    assert ("verdicts part" in said) == (verdicts[0] != verdicts[1])


def test_changes_of_many_people_that_one_decimal_prints_alike_are_not_called_one():
    """Of 10,000 people 500 or 504 more: "the same change, +5.0 points" stood there, and "change +5.0 points"."""
    rows = pd.DataFrame({"comparison": ["no", "yes"], "difference": [0.05, 0.0504], "verdict": "difference"})
    assert "the same change, +5.0 points, to a tenth of a point." in missing.assumptions(rows)
    assert "the same change, +5.0 points.\n" in missing.assumptions(rows.assign(difference=0.05))
    follows = Range(change=Range(low=0.05, high=0.0504), p_value=Range(low=0.01, high=0.02), possible=["difference"])
    assert "change from +5.00 to +5.04 points," in missing.followed("all tables", 5, follows)


def test_points_between_assumptions_may_be_more_than_a_hundred():
    """From all fell to all rose are 200 points: a distance between changes is no change."""
    rows = {"comparison": ["no", "yes"], "difference": [-1, 1], "verdict": ["difference"] * 2}
    assert "200 points" in missing.assumptions(pd.DataFrame(rows))
    rows["difference"] = [-0.075, 1]
    assert "from −7.5 to +100.0 points: 107.5 points" in missing.assumptions(pd.DataFrame(rows))


def test_a_change_that_is_one_of_several_is_not_said_to_be_the_change():
    """Where the likelihood is flat, the model's change is one that fits, and the sentence says no more."""
    patterns = [[0, 4, 0], [0, 0, 0], [1, 0, 0]]  # of the one heard from last only, either may be true
    model = modelled_change(patterns)
    said = missing.modelled(-1, model.value, *model.interval[:2], several=model.several)
    assert model.several and "fits equally well" in model.note
    assert "may be" in said and "as others fit equally well" in said and not broken(said)
    assert not modelled_change([[5, 1, 0], [7, 8, 0], [0, 0, 0]]).several


@pytest.mark.parametrize(("low", "high"), list(itertools.combinations_with_replacement(ENDS, 2)))
@pytest.mark.parametrize("people", [1, 2, 4200])
def test_bounds_allow_a_direction_only_where_they_reach(low, high, people):
    """A rise is possible just where the upper bound is above zero, a fall where the lower is below it."""
    said = missing.bounds(low, high, people).partition(":")[2]
    assert not broken(missing.bounds(low, high, people))
    if low == high:
        assert "is certain" in missing.bounds(low, high, people)
    elif low > 0 or high < 0:
        assert f"a {'rise' if low > 0 else 'fall'} in every case" in said
    else:
        assert ("no fall" not in said, "no rise" not in said) == (low < 0, high > 0)


@pytest.mark.parametrize("tables", [1, 2, 3, 1136])
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("sampled", [False, True])
def test_completed_tables_settle_a_verdict_only_if_all_are_there(tables, number, sampled):
    """That the verdict stands is said of one verdict over all tables, never of tables picked from many."""
    said = missing.completed(tables, VERDICTS[:number], sampled)
    assert not broken(said)
    assert ("the verdict stands" in said) == (number == 1 and tables > 1 and not sampled)


@pytest.mark.parametrize("p", list(itertools.combinations_with_replacement([0, 3.1e-25, 0.04, 0.996, 1], 2)))
@pytest.mark.parametrize("change", list(itertools.combinations_with_replacement(ENDS, 2)))
def test_what_follows_is_printed_as_every_other_number(p, change):
    """No exact p-value of 0 or 3.1e-25, no hyphen for a minus, no span from a number to itself."""
    ends = {"change": Range(low=change[0], high=change[1]), "p_value": Range(low=p[0], high=p[1])}
    said = missing.followed("all tables", 3, Range(**ends, possible=VERDICTS))
    assert not broken(said)
    assert ("exact p from" in said) == (p[0] != p[1] and p != (0, 3.1e-25))


@pytest.mark.parametrize(("low", "high"), list(itertools.combinations(ENDS, 2)))
def test_the_model_shows_a_direction_only_off_zero(low, high):
    """A rise is read where the whole interval lies above zero, a fall where it lies below."""
    said = missing.modelled(0.1, (low + high) / 2, low, high)
    assert not broken(said)
    assert ("a rise" in said, "a fall" in said) == (low > 0, high < 0)
