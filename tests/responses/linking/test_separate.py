"""Bounds over every way in which the answers of two surveys can belong together, and no p-value."""

from itertools import product

import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.linking.separate import of_two, separate_surveys
from firststeps.study import Study
from tests.small_study import LONG, Small


def every_pairing(first_yes, first, second_yes, second):
    """The changes among the people of the smaller survey, by trying how many of each kind answered both."""
    pairs = min(first, second)
    for a, b, c in product(range(pairs + 1), repeat=3):
        d = pairs - a - b - c
        if d < 0:
            continue
        yes, no = (a + b, c + d), (a + c, b + d)
        fits_first = yes[0] <= first_yes and yes[1] <= first - first_yes
        fits_second = no[0] <= second_yes and no[1] <= second - second_yes
        if fits_first and fits_second:
            yield (c - b) / pairs, b + c


@pytest.mark.parametrize("surveys", [(6, 14, 9, 12), (3, 5, 0, 5), (0, 4, 4, 7), (2, 2, 1, 6)])
def test_the_bounds_are_those_of_an_enumeration(surveys):
    first_yes, first, second_yes, second = surveys
    found = of_two("q", ("a", first_yes, first), ("b", second_yes, second))
    changes, changed = zip(*every_pairing(*surveys), strict=True)
    assert (found.change.low, found.change.high) == pytest.approx((min(changes), max(changes)))
    assert found.changed == min(changed)


def test_where_nobody_answered_there_are_no_bounds():
    found = of_two("q", ("a", 0, 0), ("b", 3, 4))
    assert (found.people, found.change) == (0, None)


@pytest.mark.parametrize("linked", ["yes", "no"])
def test_each_two_surveys_of_a_study_are_set_side_by_side_with_their_own_counts(linked, tmp_path):
    """Before 2 of 5 said yes, after 3 of 4 and later 0 of 1; who left the question out is in none of these."""
    later = "  - {id: later, label: Later, short: Later, codes: [T3]}\ndata:"
    yaml = LONG.replace("data:", later).replace("identifier: {column", f"linked: {linked}\nidentifier: {{column")
    said = {"before": ["Yes", "Yes", "No", "No", "No"], "after": ["Yes", "Yes", "Yes", "No", ""], "later": ["No"]}
    rows = [f"P{n:02d},{wave},{text},x" for wave, texts in said.items() for n, text in enumerate(texts)]
    yaml = yaml.replace("outcomes:", "  why: {label: Why, kind: text}\noutcomes:")
    study = Study.load(Small(tmp_path).write("\n".join(["id,wave,ips,why", *rows, ""]), yaml).folder)
    write_clean(study, clean(study))
    surveys = [(one.outcome, *one.surveys, one.people) for one in separate_surveys(study)]
    before, after, third = ("Before", 2, 5), ("After", 3, 4), ("Later", 0, 1)
    pairs = [("Involved", before, after, 4), ("Involved", before, third, 1), ("Involved", after, third, 1)]
    assert surveys == ([] if linked == "yes" else pairs)


@pytest.mark.parametrize(("answered", "people"), [(200, 200), (201, 0)])
def test_pairings_of_more_people_than_can_be_looked_at_have_no_bounds(answered, people):
    """Neither survey may be larger: with one yes each, two people at most changed, and none need have."""
    for first, second in ((answered, 200), (200, answered)) if people else ((answered, 3), (3, answered)):
        separate = of_two("q", ("a", 1, first), ("b", 1, second))
        assert (separate.people, separate.change is None, separate.changed) == (people, not people, 0)
