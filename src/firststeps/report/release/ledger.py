"""The ledger of a public study: what it has released so far, and the attack of somebody who compares releases.

One more answer, a second release, and the difference of two counts is the answer.  So a study remembers what went out,
in ``data/released.json``: the counts that were shown, which others were small, and how the tables hang together; never
a hidden count.  A new release is attacked together with all earlier ones of the same data set, and the counts of those
who came between two releases are protected as every other small count is.

What the attacker takes for granted: earlier people and their answers are in every later release, to which people and
answers were only added.  It is tried, too, what follows where nothing was added at all.  Releases of other people are
kept apart by ``release: {data_set: ...}`` in ``study.yaml``.
"""

import hashlib
import json
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from firststeps.errors import Stopped
from firststeps.files import write_text
from firststeps.report.printing.wording import counted
from firststeps.report.release.disclosure import Attacker, Goal, Release, rounded, told_of
from firststeps.report.release.linked import LinkedTables
from firststeps.report.release.protected import implications

NAME = "released.json"
ABOUT = (
    "What this study has released, kept so that a later release can be protected against being compared with it. "
    "Keep this file with the study; it is no part of a release."
)
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


class LedgerError(Stopped):
    """A release that the ledger forbids, or a ledger that cannot be trusted: what is wrong, and what to do."""


@dataclass(frozen=True)
class Entry:
    """One release: its tables without their counts, what it showed, which facts were small, its file's sum."""

    tables: LinkedTables
    release: Release
    small: tuple
    data_set: str
    counts: str

    def as_dict(self):
        """Say what stands in the ledger, with its own sum."""
        facts = list(self.tables.facts)
        fields = {
            "data set": self.data_set,
            "threshold": self.release.threshold,
            "rounding": self.release.rounding,
            "counts.csv": self.counts,
            "shown": [self.release.shown[fact] for fact in facts],
            "small": [facts.index(fact) for fact in self.small],
            **self.tables.structure(),
        }
        return fields | {"sum": _sum(json.dumps(fields, sort_keys=True))}

    @classmethod
    def from_dict(cls, fields):
        """Give the release of which :meth:`as_dict` has told."""
        tables = LinkedTables.from_structure(fields)
        facts = list(tables.facts)
        release = Release(dict(zip(facts, fields["shown"], strict=True)), fields["threshold"], fields["rounding"])
        small = tuple(facts[i] for i in fields["small"])
        return cls(tables, release, small, fields["data set"], fields["counts.csv"])

    def tells(self, tables, threshold, rounding):
        """Say whether this release, made of these ``tables`` by this rule, would be the same to the letter.

        What everybody knows of the tables besides may be more today: no file that is out says less for that.
        """
        if (self.release.threshold, self.release.rounding) != (threshold, rounding):
            return False
        if self.tables.structure() | {"known": None} != tables.structure() | {"known": None}:
            return False
        people = _people(tables)
        values = {fact: rounded(n, rounding) for fact, n in people.items() if self.release.shown[fact] is not None}
        small = {fact for fact, n in people.items() if n < threshold}
        return small == set(self.small) and values == {fact: self.release.shown[fact] for fact in values}


def protect(study, tables):
    """Protect the ``tables`` of a study together with all that it has released of this data set.

    Gives the ``disclosure.Release`` and the earlier releases that it was compared with.  What
    was released already is given as it was.  ValueError where no hiding helps, LedgerError where the data do not hold
    what an earlier release has told of.
    """
    rule, earlier = study.release, _earlier(study)
    for number in reversed(range(len(earlier))):
        if earlier[number].tells(tables, rule.threshold, rule.rounding):
            return earlier[number].release, earlier[:number]
    _check_rule(rule, earlier)
    _check_grown(tables, earlier)
    try:
        return tables.protect(rule.threshold, rule.rounding, attackers(tables, earlier, study)), earlier
    except RuntimeError as error:
        raise LedgerError(str(error)) from None


def compared(earlier):
    """Say with how many earlier releases this one was compared.

    >>> compared([])
    'No other release of these people is known.'
    """
    if not earlier:
        return "No other release of these people is known."
    many = "1 earlier release" if len(earlier) == 1 else f"{len(earlier)} earlier releases"
    return f"Protected together with {many} of these people: no small count can be told by comparing them."


def write_draft(study, tables, release, earlier, counts):
    """Note in the study's ``build/`` what :func:`append` is to add when the drafted file ``counts`` goes out."""
    small = tuple(fact for fact, n in _people(tables).items() if n < release.threshold)
    entry = Entry(tables, release, small, study.release.data_set, _sum(counts.read_bytes()))
    after = [before.as_dict()["sum"] for before in earlier]
    write_text(_draft(study), json.dumps({"after": after, "entry": entry.as_dict()}) + "\n")


def append(study, counts):
    """Enter the drafted release, whose file of counts is ``counts``, in the ledger; one that stands there adds nothing.

    LedgerError where the draft was protected against other releases than those that the ledger holds, and where
    ``release/`` holds counts of which the ledger does not know.
    """
    if not _draft(study).is_file():
        raise LedgerError(f"What was drafted is not known to the ledger of releases. {_again(study)}")
    draft = json.loads(_draft(study).read_text(encoding="utf-8"))
    entry, entries = draft["entry"], _read(study)
    if entry["counts.csv"] != _sum(counts.read_bytes()):
        raise LedgerError(f"{counts} is not what notebook 09-public-release drafted. {_again(study)}")
    if any(_without_rules(entry) == _without_rules(one) for one in entries):
        return
    if draft["after"] != [one["sum"] for one in entries if one["data set"] == entry["data set"]]:
        raise LedgerError(f"data/{NAME} has changed since notebook 09-public-release was run. {_again(study)}")
    _check_known(study.folder / "release" / "counts.csv", entries)
    write_text(_path(study), _text([*entries, entry]))


def attackers(tables, earlier, study):
    """Give those who compare a release of ``tables`` with the ``earlier`` ones: one for each history they think
    possible.

    Between two releases people or answers came, or nothing did; the first of these attackers lets some have come.
    """
    if not earlier:
        return []
    versions = [*(entry.tables for entry in earlier), tables]
    joint = _Joint(versions)
    rows = [row for entry, facts in zip(earlier, joint.versions, strict=False) for row in _told(entry, facts)]
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
        knowledge = [*rows, *_growth(joint, same), *_implied(joint, same, study)]
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


def _told(entry, rows):
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


def _implied(joint, same, study):
    """Give the rules of consistency between an outcome of one version and another of a later version or of the same
    data.

    Where the second answer of a rule may be blank, everybody knows no more than that it was not another.
    """
    newest = len(joint.tables) - 1
    for item, answer, other, implied in implications(study):
        for wave in study.items[item].waves:
            ours, theirs = ("answers", item, ((wave, answer),)), ("answers", other, ((wave, implied),))
            for u, v in product(range(len(joint.tables)), repeat=2):
                applies = u < v or (v < u and all(same[v:u]))
                if applies and ours in joint.versions[u] and theirs in joint.versions[v]:
                    row = joint.versions[v][theirs] - joint.versions[u][ours]
                    if v < newest or not _holds(joint.tables[v], ours, theirs):
                        row = row + joint.versions[v].get(("answers", other, ((wave, "missing"),)), 0)
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


def _people(tables):
    """Give the true count of each fact."""
    counts = tables.counts
    return {fact: int(counts[mask].sum()) for fact, mask in tables.facts.items()}


def _check_rule(rule, earlier):
    """Refuse a lower threshold than was promised before."""
    threshold = max((entry.release.threshold for entry in earlier), default=0)
    if rule.threshold < threshold:
        raise LedgerError(
            f"study.yaml says release > threshold: {rule.threshold}, but an earlier release of these people hides "
            f"counts below {threshold} (data/{NAME}), and this one would tell them. "
            f"Write threshold: {threshold} or more."
        )


def _check_grown(tables, earlier):
    """Refuse data that hold fewer people than an earlier release has told of."""
    people = _people(tables)
    for entry in earlier:
        rows = told_of(entry.release, entry.tables.facts, (), ())
        for fact, (_, low, _) in rows.items():
            last = {(name, answers[-1]) for name, answers in _axes(entry.tables, fact)}
            if fact in people and people[fact] < low and not last.intersection(fact[2]):
                what = " ".join([fact[0], fact[1], *(text for pair in fact[2] for text in pair)]).replace("  ", " ")
                least = counted(round(low), "people")
                raise LedgerError(
                    f"An earlier release (data/{NAME}) tells of {least} or more ({what}); now there are "
                    f"{people[fact]}. Releases are protected only where earlier people and answers stay. {OTHERS}"
                )


def _axes(tables, fact):
    """Give the axes of a fact: pairs of a name and its answers."""
    about, item, where = fact
    names = tuple(name for name, _ in where)
    return list(zip(names, tables.groups[about, item, names], strict=True))


def _without_rules(entry):
    """Give an entry without what everybody knows of its tables besides, which may be more when it is made again."""
    return {key: value for key, value in entry.items() if key not in ("known", "sum")}


def _check_known(path, entries):
    """Refuse where what is released already is no entry of the ledger."""
    if path.is_file() and _sum(path.read_bytes()) not in {one["counts.csv"] for one in entries}:
        raise LedgerError(
            f"release/ holds counts of which data/{NAME} does not know, so nobody can say what the two tell together. "
            f"Put data/{NAME} back as it was; or, if that release never left the house, remove release/ and try again."
        )


def _earlier(study):
    """Give the entries of this study's data set, oldest first; none where nothing is to go out."""
    if study.release.mode != "public":
        return []
    return [Entry.from_dict(one) for one in _read(study) if one["data set"] == study.release.data_set]


def _read(study):
    """Give the entries of the ledger as they stand there, their sums checked; none where there is no ledger."""
    path = _path(study)
    if not path.is_file():
        return []
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["releases"]
        whole = all(one["sum"] == Entry.from_dict(one).as_dict()["sum"] for one in entries)
    except (ValueError, KeyError, TypeError, IndexError):
        whole = False
    if not whole:
        raise LedgerError(
            f"data/{NAME} is not as it was written: put it back from a copy. It says what this study has released, and "
            "without it a new release cannot be protected against being compared with the earlier ones."
        )
    return entries


def _text(entries):
    """Give the ledger as text: an entry a line."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'{{"about": {json.dumps(ABOUT)},\n"releases": [\n{lines}\n]}}\n'


def _again(study):
    return f"Remove {study.folder.name}/build/09-public-release.ipynb and run make all again."


def _path(study):
    return study.folder / "data" / NAME


def _draft(study):
    return study.build / NAME


def _sum(content):
    """Give the SHA-256 of a text or of bytes."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()
