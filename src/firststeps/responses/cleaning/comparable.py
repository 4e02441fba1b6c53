"""Whether there are as many people as the study has, anybody to compare, and anybody who could have changed."""

from itertools import combinations

import numpy as np

from firststeps.paired.patterns import NO, YES, paired_table


def refuse_too_many_people(study, people, findings):
    """Refuse, to ``findings``, more ``people`` in the files than ``participants`` of ``study.yaml`` says there were."""
    if not study.linked or not study.participants or people <= study.participants:
        return
    findings.refuse(
        "study.yaml, participants",
        f"{people:,} people in the files",
        f"at most the {study.participants:,} that it says",
        "If one person has two codes, correct one of them (identifier: aliases). If there were more people than it "
        f"says, write how many, as in participants: {people}. If nobody knows, take the line away.",
    )


def refuse_empty_comparison(study, tables, findings):
    """Refuse, to ``findings``, a primary comparison of two waves at which nobody answered the outcome twice.

    ``tables`` are the response patterns of each outcome.
    """
    if study.primary is None:
        return
    outcome, waves = study.primary.outcome, study.items[study.primary.outcome].waves
    ends = [waves.index(wave) for wave in (study.primary.first, study.primary.second)]
    if paired_table(tables[outcome], *ends).any():
        return
    what = f"nobody who answered {outcome} both at {study.primary.first!r} and at {study.primary.second!r}"
    findings.refuse("study.yaml, primary", what, "at least one person to compare", _remedy(study, tables))


def warn_of_unchanging(study, tables, findings):
    """Warn, to ``findings``, where nobody's answers to the outcome of the primary comparison ever differ.

    That is a result where an answer can change, and a mistake where it cannot: the arm of a trial, or sex.  Found as
    *nobody changed*, it would be shown to lie within any margin.
    """
    if study.primary is None or anybody_changes(tables[study.primary.outcome]):
        return
    outcome = study.primary.outcome
    people = _answered_twice(tables[outcome])
    what = f"nobody, of {people:,} who answered {outcome} twice or more, whose answers differ"
    remedy = "If it is what people are, such as their sex or the arm of a trial, compare another outcome, and say in"
    remedy += f" study.yaml:\n  items:\n    {outcome}:\n      background: true"
    findings.warn("study.yaml, primary", what, "an outcome that can change", remedy)


def anybody_changes(table):
    """Whether anybody's answers differ between any two waves of a response-pattern table.

    >>> anybody_changes([[5, 0, 1], [0, 5, 2], [0, 0, 0]]), anybody_changes([[5, 0, 1], [1, 5, 2], [0, 0, 0]])
    (False, True)
    """
    patterns = np.argwhere(np.asarray(table))
    return bool(((patterns == YES).any(axis=1) & (patterns == NO).any(axis=1)).any())


def _answered_twice(table):
    """How many people answered at two waves or more."""
    patterns = np.argwhere(table)
    several = np.isin(patterns, (YES, NO)).sum(axis=1) > 1
    return int(table[tuple(patterns[several].T)].sum())


def _remedy(study, tables):
    """The comparisons that have pairs, with how many."""
    pairs = [
        f"{outcome} from {waves[first]} to {waves[second]} ({people:,})"
        for outcome, table in tables.items()
        for waves in [study.items[outcome].waves]
        for first, second in combinations(range(len(waves)), 2)
        if (people := int(paired_table(table, first, second).sum()))
    ]
    if not pairs:
        return "No yes/no question was answered twice by anybody, so nobody can be compared with themselves."
    return f"Compare two waves at which people answered, with the number of people: {'; '.join(pairs)}."
