"""Surveys that cannot be linked: the counts of each, and bounds over every way in which their answers can be paired."""

from itertools import combinations
from typing import NamedTuple

from firststeps.paired.published.consequences import Range, change_range
from firststeps.paired.published.possible import Summary, possible_tables
from firststeps.responses.counting.attendance import read_statuses

MOST = 200  # people of whom all pairings are looked at


class Separate(NamedTuple):
    """An outcome at two waves that cannot be linked.

    ``surveys`` are tuples of wave (label), people who said yes and people who answered.  If all ``people`` of the
    smaller survey answered the other as well, the change among them lies within ``change`` and at least ``changed`` of
    them changed; None and 0 where nobody answered one of the two, or more than 200 people did.
    """

    outcome: str
    surveys: tuple
    people: int
    change: Range | None
    changed: int


def separate_surveys(study):
    """One :class:`Separate` for each outcome and each two waves at which it was asked, from the clean files.

    There is none where people are linked.
    """
    if study.linked:
        return []
    statuses = read_statuses(study)
    pairs = []
    for outcome, rows in statuses.groupby("outcome", sort=False):
        surveys = [(study.wave(row.wave).label, row.yes, row.yes + row.no) for row in rows.itertuples()]
        pairs += [of_two(study.items[outcome].label, *two) for two in combinations(surveys, 2)]
    return pairs


def of_two(outcome, first, second):
    """The :class:`Separate` of an outcome at two waves, each a tuple of label, people who said yes, and who answered.

    >>> separate = of_two("Run a group", ("Before", 6, 14), ("After", 9, 12))
    >>> separate.people, round(separate.change.low, 3), round(separate.change.high, 3), separate.changed
    (12, 0.25, 0.417, 3)
    """
    surveys, people = (first, second), min(first[2], second[2])
    if not people or max(first[2], second[2]) > MOST:
        return Separate(outcome, surveys, 0, None, 0)
    margins = {"first_answered": first[2], "first_yes": first[1], "second_answered": second[2], "second_yes": second[1]}
    limits = {name: (number, number) for name, number in margins.items()}
    tables = possible_tables(Summary(max(first[2], second[2]), **limits)).tables
    return Separate(outcome, surveys, people, change_range(tables), int((tables[:, 0, 1] + tables[:, 1, 0]).min()))
