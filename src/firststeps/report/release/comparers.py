"""Those who compare the releases of a study: what follows from two of them, and from the people who came in between.

What they take for granted: earlier people and their answers are in every later release, to which people and answers
were only added.  It is tried, too, what follows where nothing was added at all.
"""

from itertools import combinations, product

import numpy as np

from firststeps.report.release.disclosure import Attacker, Goal, told_of
from firststeps.report.release.protected import implications

LOOKED_BACK = 3  # steps between releases of which it is tried whether nothing was added in them
REFUSAL = (
    "Whatever this release hides, somebody who compares it with the earlier ones (data/released.json) finds a small "
    "count out. Wait until more people have answered, or keep the rule and the questions of the earlier release; "
    "or write release: {mode: internal} in study.yaml, and nothing goes out."
)
OTHERS = (
    "If these are other people, name them in study.yaml, as in release: {data_set: second course}. If answers were "
    "corrected, the releases cannot be protected against each other: put the answers back, or withdraw the earlier "
    "release and take its entry out of data/released.json."
)
NOT_GROWN = (
    "The earlier releases of this study (data/released.json) cannot come from people and answers that are all still in "
    f"the data. {OTHERS}"
)


def attackers(tables, earlier, study):
    """Give those who compare a release of ``tables`` with the ``earlier`` ones: one for each history they think
    possible.

    Between two releases people or answers came, or nothing did; the first of these attackers lets some have come.
    """
    if not earlier:
        return []
    versions = [*(entry.tables for entry in earlier), tables]
    joint = _Joint(versions)
    rows = [row for entry, facts in zip(earlier, joint.versions, strict=False) for row in _facts_of(entry, facts)]
    rows += [(joint.row(n, row), low, high) for n, version in enumerate(versions) for row, low, high in version.known]
    hidden = [
        Goal(joint.versions[number][fact], entry.release.threshold)
        for number, entry in enumerate(earlier)
        for fact in entry.small
    ]
    thresholds = [*(entry.release.threshold for entry in earlier), study.release.threshold]
    came = [goal for pair in combinations(range(len(versions)), 2) for goal in _came(joint, pair, thresholds)]
    every = []
    for guess in product((False, True), repeat=min(len(earlier), LOOKED_BACK)):
        same = [False] * (len(earlier) - len(guess)) + list(guess)
        knowledge = [*rows, *_growth(joint, same), *_shared_rules(joint, same, study)]
        goals, certain = (hidden, False) if any(same) else (hidden + came, True)
        every.append(Attacker(knowledge, joint.size - len(tables.counts), goals, certain, REFUSAL, NOT_GROWN))
    return every


class _Joint:
    """The cells of several versions of the tables in one vector, the newest first; and every fact as a row of it."""

    def __init__(self, versions):
        """``versions`` are the linked tables of each release, oldest first."""
        self.tables = versions
        sizes = [len(version.counts) for version in versions]
        self.size = sum(sizes)
        self._starts = [sizes[-1] + sum(sizes[:number]) for number in range(len(sizes) - 1)] + [0]
        self.versions = [
            {fact: self.row(number, mask) for fact, mask in version.facts.items()}
            for number, version in enumerate(versions)
        ]

    def row(self, number, values):
        """Give a row over the cells of one version as a row over those of all."""
        values = np.ravel(values)
        row = np.zeros(self.size)
        row[self._starts[number] : self._starts[number] + values.size] = values
        return row

    def links(self):
        """Give each group of facts of each version, and the latest version before that has it, too."""
        for later, tables in enumerate(self.tables):
            for group in tables.groups:
                before = [earlier for earlier in range(later) if group in self.tables[earlier].groups]
                if before:
                    yield group, before[-1], later

    def steps(self, group, earlier, later):
        """Say how many more people each fact of a group counts later, where both versions have it: by its answers."""
        return {
            where: self.versions[later][fact] - self.versions[earlier][fact]
            for where, fact in self.tables[later].members(group).items()
            if fact in self.versions[earlier]
        }


def _facts_of(entry, rows):
    """Say what an earlier release shows and hides; ``rows`` are its facts over the cells of all versions."""
    small = [fact for fact in entry.small if fact not in entry.tables.withheld]
    return list(told_of(entry.release, rows, small, ()).values())


def _growth(joint, same):
    """Say what follows where people and answers are only added between two versions, or nothing where they are
    ``same``.
    """
    for group, earlier, later in joint.links():
        answers, steps = joint.tables[later].groups[group], joint.steps(group, earlier, later)
        if all(same[earlier:later]):
            yield from ((step, 0, 0) for step in steps.values())
        elif joint.tables[earlier].groups[group] == answers:
            for gaining in _only_gain(group[0], [len(axis) for axis in answers]):
                yield sum(steps[where] for where in gaining), 0, np.inf
        else:  # a scale has got another range since
            yield from ((steps[where], 0, np.inf) for where in steps if _all_answered(where, answers))


def _only_gain(about, shape):
    """Give the sets of answers, by their numbers, that nobody leaves where answers are only added.

    The last answer of an axis is none: from there people go to the others, and nowhere from these.  Only a theme may
    be named by somebody who had answered without naming it.

    >>> _only_gain("answers", [3])
    [{(0,)}, {(1,)}, {(0,), (1,), (2,)}]
    >>> len(_only_gain("answers", [3, 3]))
    20
    """
    axes = [[range(i + 1) if about == "themes" or i == size - 1 else [i] for i in range(size)] for size in shape]
    sets = [set(product(*choice)) for choice in product(*axes)]
    if len(shape) < 2 or max(shape) > len("yn-"):
        return sets
    one_known = [
        set(product(*choice))
        for choice in product(*axes)
        if sum(len(a) == n for a, n in zip(choice, shape, strict=True)) == 1
    ]
    many = [set().union(*some) for size in range(2, len(one_known) + 1) for some in combinations(one_known, size)]
    return sets + many


def _shared_rules(joint, same, study):
    """Give the rules of consistency between an outcome of one version and another of a later version or of the same
    data.

    Where the second answer of a rule may be blank, everybody knows no more than that it was not another.
    """
    newest = len(joint.tables) - 1
    rules = [
        [("answers", id, ((wave, word),)) for id, word in ((item, answer), (other, implied), (other, "missing"))]
        for item, answer, other, implied in implications(study)
        for wave in study.items[item].waves
    ]
    for ours, theirs, blank in rules:
        before = [u for u, facts in enumerate(joint.versions) if ours in facts]
        after = [v for v, facts in enumerate(joint.versions) if theirs in facts]
        for u, v in ((u, v) for u, v in product(before, after) if u < v or (v < u and all(same[v:u]))):
            row = joint.versions[v][theirs] - joint.versions[u][ours]
            if v < newest or not _holds(joint.tables[v], ours, theirs):
                row = row + joint.versions[v].get(blank, 0)
            yield row, 0, np.inf


def _holds(tables, ours, theirs):
    """Say whether no more people are counted by the fact ``ours`` than by ``theirs``."""
    if ours not in tables.facts:
        return False
    return sum(np.ravel(tables.facts[ours]) * tables.counts) <= sum(np.ravel(tables.facts[theirs]) * tables.counts)


def _came(joint, pair, thresholds):
    """Say what must not be found out of those who came between two versions: how many of them gave each answer."""
    earlier, later = pair
    for group, answers in joint.tables[later].groups.items():
        steps = joint.steps(group, earlier, later)
        rows = [row for where, row in steps.items() if _all_answered(where, answers)]
        for row in rows:
            yield Goal(row, max(thresholds[earlier], thresholds[later]), sum(rows))


def _all_answered(where, answers):
    """Say whether a fact counts people who gave an answer at each of its axes, whose last answer is none."""
    return all(i < len(axis) - 1 for i, axis in zip(where, answers, strict=True))
