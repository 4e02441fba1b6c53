"""Sentences that read numbers back: right whatever the numbers, and never more than they allow."""

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from firststeps import paired
from firststeps.report.printing import names, wording
from firststeps.report.sentences import comparisons, plans
from tests.sentence_rules import broken

LIMITS = [-1.0, -0.3, 0.0, 0.2, 1.0]


@pytest.mark.parametrize(("low", "high"), list(itertools.combinations(LIMITS, 2)))
def test_an_interval_is_read_on_its_side_of_zero(low, high):
    said = comparisons.change((low + high) / 2, low, high, 0.95)
    assert ("lies above zero" in said) == (low > 0) and ("lies below zero" in said) == (high < 0)
    assert ("with a rise and with a fall" in said) == ("holds zero" in said) == (low < 0 < high)
    assert ("begins at zero" in said) == (low == 0) and ("ends at zero" in said) == (high == 0)


def test_an_interval_that_begins_at_zero_does_not_contradict_the_test_that_rejects():
    """Six gains and no loss at level 31/32: p is 1/32, and the lower limit 0."""
    compared = paired.compare([[0, 0], [6, 1]], level=31 / 32)
    rows = paired.comparisons([compared.table], 31 / 32).assign(comparison="Start to End")
    said = comparisons.explorations(rows, 1 / 32)
    assert compared.differs and "an interval that does not hold zero" in said and "at most" in said
    assert "0.0 to +99.8 points" in comparisons.change(6 / 7, *compared.interval)
    assert "from 0.0 to +99.8" in compared.sentence.replace("\n", " ")


def test_an_interval_of_no_width_is_read():
    assert "is zero alone" in comparisons.change(0.0, 0.0, 0.0, 0.95)


@pytest.mark.parametrize(("estimate", "said"), [(0.1, "higher"), (-0.1, "lower"), (0, "the same both times")])
def test_a_difference_is_read_by_its_sign(estimate, said):
    assert said in comparisons.change(estimate, -0.5, 0.5, 0.95)


def explored(*rows):
    """Rows as ``paired.comparisons`` gives them: name, limits, adjusted p-value."""
    return pd.DataFrame(rows, columns=["comparison", "low", "high", "adjusted"])


@pytest.mark.parametrize("p", [0, 0.0499, 0.05, 0.0501, 0.5, 1])
def test_a_large_p_is_never_read_as_no_change(p):
    texts = [comparisons.split(p, 9), comparisons.similarity(p, 0.1), comparisons.together(p, 3)]
    texts.append(comparisons.explorations(explored(("a", -0.1, 0.1, p))))
    for said in texts:
        assert ("above 0.05" in said) == (p > 0.05) and ("at most 0.05" in said) == (p <= 0.05)
        assert not any(word in said.lower() for word in ("no change", "unchanged", "did not change", "nan"))
        assert p <= 0.05 or any(word in said for word in ("does not show", "do not support", "stays open"))


@pytest.mark.parametrize("p", [0.050102, 0.049848])
def test_a_p_value_that_rounds_to_the_level_is_not_printed_as_the_level(p):
    """The exact p of 10 against 22 changers is above 0.05, the mid-p of 57 against 80 below."""
    texts = [comparisons.split(p, 9), comparisons.similarity(p, 0.1), comparisons.together(p, 3)]
    for said in [*texts, comparisons.beside(p, p, "exact", "mid-p")]:
        assert f"p = {p:.4f}" in said and "p = 0.050" not in said.replace(f"{p:.4f}", "")


@pytest.mark.parametrize("alpha", [0.05, 0.100112915039, 0.2])
def test_a_p_value_that_is_the_level_but_for_rounding_is_not_above_it(alpha):
    """As the verdicts have it: 0.75^8, of eight pairs against 25 points, is above its level of twelve decimals."""
    p = alpha * (1 + 6e-13)
    said = [comparisons.split(p, 9, alpha), comparisons.similarity(p, 0.1, alpha), comparisons.together(p, 3, alpha)]
    rows = pd.DataFrame([("Start to End", 0.1, 0.2, p)], columns=["comparison", "low", "high", "adjusted"])
    said += [comparisons.beside(p, p / 2, "exact", "mid-p", alpha), comparisons.explorations(rows, alpha)]
    assert not [text for text in said if "above" in text] and all("at most" in text for text in said)


@pytest.mark.parametrize(("low", "high"), list(itertools.combinations([-1, -0.2, -0.1, 0.1, 0.2, 1], 2)))
def test_two_proportions_are_said_to_be_further_apart_only_where_the_interval_shows_it(low, high):
    """The whole interval beyond the margin contradicts that nothing shows them to be further apart."""
    said = comparisons.similarity(0.9, 0.1, interval=(low, high, 0.95))
    shown = low > 0.1 or high < -0.1
    assert ("support that these are further apart" in said) == shown == ("Nor does" not in said)
    assert wording.interval(low, high, "points") in said or not shown


@pytest.mark.parametrize("pvalues", list(itertools.product([0.01, 0.05, 0.0501, 0.9], repeat=2)))
def test_the_test_that_decides_rejects_at_the_level_itself_and_the_other_never_decides(pvalues):
    """Each p-value is put on its side of 0.05, which itself counts as small."""
    said = comparisons.beside(*pvalues, "exact", "mid-p")
    small = [name for name, p in zip(("exact", "mid-p"), pvalues, strict=True) if p <= 0.05]
    assert ("both are at most 0.05" in said, "both lie above 0.05" in said) == (len(small) == 2, len(small) == 0)
    if len(small) == 1:
        assert said.startswith(f"The {small[0]} test ({wording.p_value(min(pvalues))}) is at most 0.05, the ")
        assert said.endswith(f"the exact test decides, and it {'rejects' if 'exact' in small else 'does not reject'}.")


@pytest.mark.parametrize("cells", [(7, 5, 6, 1), (0, 1, 0, 0), (3, 0, 0, 0), (0, 0, 0, 0)])
def test_changers_and_others_are_all_the_people(cells):
    """The people of the four cells are all of those who answered twice; of nobody nothing is said."""
    said, everyone = comparisons.changers(*cells), sum(cells)
    start = f"Of {wording.plural(everyone, 'person', 'people')} who answered twice" if everyone else "Nobody answered"
    assert said.startswith(start)
    assert ("nobody changed" in said) == (cells[1] + cells[2] == 0 < everyone)


def choices(*rows):
    """Choices as ``counting.taken`` gives them: question, choice, people who took it, people who answered."""
    return pd.DataFrame(rows, columns=["question", "choice", "people", "answered"])


def test_choices_that_are_level_share_the_lead_and_nobody_is_no_majority():
    """Of choices named alike none is put before another, and what led need not be what most people named."""
    rows = [("Helps", "time", 4, 9), ("Helps", "tea", 4, 9), ("Helps", "cake", 1, 9), ("Hindrances", "time", 0, 0)]
    said = comparisons.most_named(choices(*rows), "ticked")
    assert '"time" and "tea" were ticked most often, by 4 of 9 (44%) each' in said and "Hindrances: nobody" in said


@pytest.mark.parametrize(
    ("told", "missing", "said"), [(0, 4, "nobody gave"), (5, 0, "Nobody heard from is without"), (5, 5, "40%")]
)
def test_scores_are_read_with_those_who_gave_none(told, missing, said):
    assert said in comparisons.high_scores("The course", min(4, told), told, missing)


def test_where_nobody_can_have_changed_the_interval_holds_zero_and_a_row_without_pairs_is_named():
    """Zero alone is an interval that holds it; of what nobody answered twice nothing is counted."""
    rows = explored(("a", 0.0, 0.0, 1.0), ("b", 0.1, 0.2, 0.9), ("c", None, None, None))
    said = comparisons.explorations(rows.assign(outcome="Led"))
    assert said.startswith("Of 2 comparisons, 1 has an interval that holds zero.") and "above 0.05 in both" in said
    assert said.endswith("Not compared, as nobody answered both times: Led, c.")
    assert "above 0.05 in all: " in comparisons.explorations(explored(*((name, -0.1, 0.1, 0.9) for name in "abc")))


def test_choices_of_two_waves_are_told_wave_by_wave():
    """Each with those who answered then."""
    rows = choices(("Place", "village", 3, 4), ("Place", "town", 1, 4)).assign(wave="Before")
    later = choices(("Place", "village", 1, 5), ("Place", "town", 4, 5)).assign(wave="After")
    before, after = comparisons.most_named(pd.concat([rows, later]), "given").splitlines()
    assert before == 'Place (Before): "village" was given most often, by 3 of 4 (75%).'
    assert after == 'Place (After): "town" was given most often, by 4 of 5 (80%).'


@pytest.mark.parametrize(("changed", "who"), [(1, "this 1 person"), (2, "these 2 people")])
def test_who_changed_is_told_in_the_number_they_are(changed, who):
    """Whichever way the test decides."""
    assert all(who in comparisons.split(p, changed) for p in (0.01, 0.9))


def test_several_small_p_values_are_listed():
    rows = explored(("a", 0.1, 0.2, 0.01), ("b", -0.2, -0.1, 0.02), ("c", -0.1, 0.1, 0.9))
    said = comparisons.explorations(rows, noun="theme")
    assert "Of 3 themes, 1 has" in said and said.endswith("in 2: a and b.")
    assert comparisons.explorations(explored()) == "There is no comparison to read."


def test_plans_say_for_whom_there_are_enough():
    """A study is told whether its people are enough for either plan, for one or for both, in one verb."""
    found = {people: plans.needed(60, 200, 0.1, 0.3, people) for people in (1, 59, 60, 199, 200, 4200)}
    assert not any(map(broken, found.values()))
    assert found[1].endswith("This study has 1 person: too few for either.") and "few for either" in found[59]
    assert "enough for the first only" in found[60] and "enough for the first only" in found[199]
    assert found[200].endswith("enough for both.") and found[4200].endswith("4,200 people: enough for both.")


@pytest.mark.parametrize("ends", list(itertools.combinations_with_replacement([0, 0.001, 0.5, 1], 2)))
def test_scenarios_reach_somewhere_or_are_one(ends):
    """There is no way from a proportion to itself."""
    said = plans.reach(np.array(ends))
    assert not broken(said) and ("reach from" in said) == (ends[0] != ends[1])


@pytest.mark.parametrize("unheard", list(itertools.product([0, 1, 2, 4200], repeat=2)))
def test_people_of_two_groups_are_told_in_the_number_they_are(unheard):
    """Whoever was not heard from, and whoever was: one is one, in either group."""
    compared = SimpleNamespace(pvalue=0.04, test=SimpleNamespace(method="exact permutation of people"))
    people = tuple(number + 1 for number in unheard)
    two = {"group": "trained", "changes": {"one": 0.4, "other": 0.0}, "people": people, "points": 40.0}
    two |= {"interval": lambda level: (5.2, 72.7), "unheard": unheard, "compared": compared}
    said = comparisons.two_groups(SimpleNamespace(**two), "Involved", 0.95)
    assert not broken(said)
    at_ninety = comparisons.two_groups(
        SimpleNamespace(**two | {"compared": SimpleNamespace(pvalue=0.1004, test=compared.test)}), "Involved", 0.9
    )
    assert "90% CI" in at_ninety and "p = 0.1004" in at_ninety
    assert said.count(" person)") == [*people].count(1) and said.endswith(" person.") == (unheard[1] == 1)


def test_coverage_alike_at_different_places_is_not_called_alike():
    said = plans.lowest_coverage({"A": 0.9, "B": 0.9}, {"A": 0.2, "B": 1.0}, 0.95)
    assert "were tried: none." in said and "one lowest" not in said


def test_every_method_of_the_difference_has_a_name_for_readers():
    from firststeps.paired.two_waves.difference import METHODS

    assert all(names.method_name(method) != method for method in METHODS)
    assert names.method_name("never heard of") == "never heard of"


@pytest.mark.parametrize("waves", [1, 2, 3])
@pytest.mark.parametrize("counts", list(itertools.product(range(3), repeat=4)))
def test_attendance_is_told_of_every_small_study(waves, counts):
    """Whoever missed a wave is counted, nobody is called compared who was there once, and one is one."""
    occasions = [0, *counts[1 : waves + 1]]
    everyone = counts[0] + sum(occasions)
    there = {f"Wave {number}": occasions[-1] for number in range(waves)}
    said = comparisons.attendance(there, occasions, everyone, "people who were seen")
    assert not broken(said)
    assert ("Nobody missed a wave" in said) == (occasions[-1] == everyone and waves > 1)
    if waves > 1 and occasions[-1] < everyone:
        often = wording.plural(sum(occasions[2:]), "person", "people")
        assert (f"rest on {often} at most" in said) == (sum(occasions[2:]) > 0)
        assert ("no two waves can be compared" in said) == (sum(occasions[2:]) == 0)


@pytest.mark.parametrize(
    "told", list(itertools.product(itertools.combinations_with_replacement(range(4), 2), repeat=2))
)
def test_proportions_are_told_of_every_small_study(told):
    """Two waves are set apart only where they print as different, and none and all are told in words."""
    rows = [("Involved", f"Wave {n}", *pair) for n, pair in zip("AB", told, strict=True)]
    said = comparisons.proportions(pd.DataFrame(rows, columns=["outcome", "wave", "yes", "answered"]))
    shares = {wording.percent(yes / answered) for yes, answered in told if answered}
    assert not broken(said)
    assert ("nobody answered." in said) == (not shares) and ("between" in said) == (len(shares) == 2)
    both = all(answered for _, answered in told)
    assert ("nobody who answered" in said) == (both and shares == {"0%"})
    assert ("everybody who answered" in said) == (both and shares == {"100%"})


@pytest.mark.parametrize("people", list(itertools.product(range(4), repeat=3)))
def test_the_choice_that_leads_is_named_and_no_other(people):
    """What was chosen most often is named whatever its share; equal choices are never put one before another."""
    rows = [("Question", name, number, 3) for name, number in zip("abc", people, strict=True)]
    said, most = comparisons.most_named(choices(*rows), "given", "gave"), max(people)
    assert not broken(said)
    assert ("gave none of the choices" in said) == (most == 0)
    leading = [name for name, number in zip("abc", people, strict=True) if number == most > 0]
    assert ("all 3 choices" in said) == (len(leading) == 3)
    assert [name for name in "abc" if f'"{name}"' in said] == (leading if len(leading) < 3 else [])
    assert most == 0 or f"by {most} of 3 ({wording.percent(most / 3)})" in said


@pytest.mark.parametrize("answered", range(3))
def test_an_only_choice_did_not_win(answered):
    """Where there is nothing else to choose, nothing was chosen most often."""
    said = comparisons.most_named(choices(("Place", "village", answered, answered)), "given")
    assert not broken(said) and "most often" not in said and ("the only choice" in said) == (answered > 0)


@pytest.mark.parametrize(("told", "missing"), list(itertools.product(range(4), range(4))))
def test_scores_are_told_of_every_small_study(told, missing):
    """The range over all who might have given a score stands just where somebody gave none."""
    for high in range(told + 1):
        said = comparisons.high_scores("Rating", high, told, missing)
        assert not broken(said)
        assert ("without a score thought" in said) == (told > 0 and missing > 0)


@pytest.mark.parametrize("cells", list(itertools.product(range(3), repeat=4)))
def test_changers_are_told_of_every_small_table(cells):
    """Of others is spoken where some changed and some did not, in a sentence that holds to the rules for readers."""
    said = comparisons.changers(*cells)
    assert not broken(said)
    assert ("other" in said) == (cells[1] + cells[2] > 0 < cells[0] + cells[3])


@pytest.mark.parametrize("number", [0, 1, 2, 3])
@pytest.mark.parametrize("p", [0, 1e-9, 0.04, 0.9])
def test_explorations_are_told_of_any_number(number, p):
    """One comparison, two and many are told in order, whatever their p-values."""
    assert not broken(comparisons.explorations(explored(*((f"pair {n}", -0.1, 0.1, p) for n in "abc"[:number]))))
    assert number < 2 or not broken(comparisons.together(p, number))


def test_of_many_people_the_least_and_the_most_share_differ_as_they_are():
    """A few without a score among thousands leave two shares that a whole per cent would print alike."""
    told = comparisons.high_scores("The course", 2700, 5000, 10).splitlines()[1]
    assert told.endswith("between 53.9% and 54.1%.")


@pytest.mark.parametrize(("alpha", "at"), [(0.05, "5%"), (0.1, "10%"), (0.001, "0.1%")])
def test_false_alarms_are_those_of_the_level_that_the_test_has(alpha, at):
    """The level is named; a rate is printed to a tenth of a percent."""
    told = plans.false_alarms(0.3, 0.17949, alpha)
    assert told.startswith(f"Correlation 0.30: a plain mid-p test at {at} rejects in 17.9% of studies")
