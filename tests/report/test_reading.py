"""Sentences that read numbers back: right whatever the numbers, and never more than they allow."""

import itertools

import pytest

from firststeps.report import naming, reading, reading_plans, wording

LIMITS = [-1.0, -0.3, 0.0, 0.2, 1.0]


@pytest.mark.parametrize(("low", "high"), list(itertools.combinations(LIMITS, 2)))
def test_an_interval_is_read_on_its_side_of_zero(low, high):
    said = reading.change((low + high) / 2, low, high, 0.95)
    assert ("lies above zero" in said) == (low > 0) and ("lies below zero" in said) == (high < 0)
    assert ("a rise" in said) == (low <= 0 < high) and ("a fall" in said) == (low < 0 <= high)


@pytest.mark.parametrize(("estimate", "said"), [(0.1, "higher"), (-0.1, "lower"), (0, "the same both times")])
def test_a_difference_is_read_by_its_sign(estimate, said):
    assert said in reading.change(estimate, -0.5, 0.5, 0.95)


@pytest.mark.parametrize("p", [0, 0.0499, 0.05, 0.0501, 0.5, 1])
def test_a_large_p_is_never_read_as_no_change(p):
    texts = [reading.split(p, 9), reading.similarity(p, 0.1), reading.together(p, 3)]
    texts.append(reading.explorations([("a", -0.1, 0.1, p)]))
    for said in texts:
        assert ("above 0.05" in said) == (p > 0.05) and ("at most 0.05" in said) == (p <= 0.05)
        assert not any(word in said.lower() for word in ("no change", "unchanged", "did not change", "nan"))
        assert p <= 0.05 or any(word in said for word in ("does not show", "do not support", "stays open"))


@pytest.mark.parametrize("cells", [(7, 5, 6, 1), (0, 1, 0, 0), (3, 0, 0, 0), (0, 0, 0, 0)])
def test_changers_and_others_are_all_the_people(cells):
    said = reading.changers(*cells)
    assert f"Of {wording.plural(sum(cells), 'person', 'people')} who answered twice" in said
    assert ("nobody changed" in said) == (cells[1] + cells[2] == 0)


def test_choices_that_are_level_share_the_lead_and_nobody_is_no_majority():
    rows = [("Helps", "time", 5, 9), ("Helps", "tea", 5, 9), ("Hindrances", "time", 0, 0)]
    said = reading.most_named(rows, "ticked")
    assert '"time" and "tea" were ticked by most people, 5 of 9 (56%) each' in said and "Hindrances: nobody" in said


@pytest.mark.parametrize(
    ("told", "missing", "said"), [(0, 4, "nobody gave"), (5, 0, "Nobody is without"), (5, 5, "40%")]
)
def test_scores_are_read_with_those_who_gave_none(told, missing, said):
    assert said in reading.high_scores("The course", min(4, told), told, missing)


def test_several_small_p_values_are_listed():
    rows = [("a", 0.1, 0.2, 0.01), ("b", -0.2, -0.1, 0.02), ("c", -0.1, 0.1, 0.9)]
    said = reading.explorations(rows, noun="theme")
    assert "Of 3 themes, 1 has" in said and said.endswith("in 2: a and b.")
    assert reading.explorations([]) == "There is no comparison to read."


def test_plans_say_for_whom_there_are_enough():
    ends = [reading_plans.needed(60, 200, 0.1, 0.3, people).rsplit(" are ", 1)[-1] for people in (10, 100)]
    assert reading_plans.needed(60, 200, 0.1, 0.3, 10).endswith("fall short of both.")
    assert ends[1] == "enough for the first only."
    assert reading_plans.needed(60, 200, 0.1, 0.3, 200).endswith("are enough for both.")


def test_coverage_alike_at_different_places_is_not_called_alike():
    said = reading_plans.lowest_coverage({"A": 0.9, "B": 0.9}, {"A": 0.2, "B": 1.0}, 0.95)
    assert "were tried: none." in said and "one lowest" not in said


def test_every_method_of_the_difference_has_a_name_for_readers():
    from firststeps.paired.difference import METHODS

    assert all(naming.method_name(method) != method for method in METHODS)
    assert naming.method_name("never heard of") == "never heard of"
