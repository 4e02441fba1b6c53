"""Bounds over every way in which the answers of two surveys can belong together, and no p-value."""

from itertools import product

import pytest

from firststeps.responses.linking.separate import of_two


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
