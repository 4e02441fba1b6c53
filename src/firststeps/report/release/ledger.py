"""The ledger of a public study: what it has released so far, so that a later release can be protected against it.

One more answer, a second release, and the difference of two counts is the answer.  So a study remembers what went out,
in ``data/released.json``: the counts that were shown, which others were small, and how the tables hang together; never
a hidden count.  A new release is attacked together with all earlier ones of the same data set
(:mod:`firststeps.report.release.comparers`), and the counts of those who came between two releases are protected as
every other small count is.  Releases of other people are kept apart by ``release: {data_set: ...}`` in ``study.yaml``.
"""

import hashlib
import json
from dataclasses import dataclass

from firststeps.errors import Stopped
from firststeps.files import write_text
from firststeps.report.printing.wording import counted, plural
from firststeps.report.release.comparers import OTHERS, attackers
from firststeps.report.release.disclosure import Release, rounded, told_of
from firststeps.report.release.linked import LinkedTables

NAME = "released.json"
ABOUT = (
    "What this study has released, kept so that a later release can be protected against being compared with it. "
    "Keep this file with the study; it is no part of a release."
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
    releases = plural(len(earlier), "earlier release")
    return f"Protected together with {releases} of these people: no small count can be told by comparing them."


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
    entry, entries = draft["entry"], _read_entries(study)
    if entry["counts.csv"] != _sum(counts.read_bytes()):
        raise LedgerError(f"{counts} is not what notebook 09-public-release drafted. {_again(study)}")
    if any(_without_rules(entry) == _without_rules(one) for one in entries):
        return
    if draft["after"] != [one["sum"] for one in entries if one["data set"] == entry["data set"]]:
        raise LedgerError(f"data/{NAME} has changed since notebook 09-public-release was run. {_again(study)}")
    _check_known(study.folder / "release" / "counts.csv", entries)
    write_text(_path(study), _text([*entries, entry]))


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
    return [Entry.from_dict(one) for one in _read_entries(study) if one["data set"] == study.release.data_set]


def _read_entries(study):
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
    """What to do so that the release is made again."""
    return f"Remove {study.folder.name}/build/09-public-release.ipynb and run make all again."


def _path(study):
    """The file that keeps what was released."""
    return study.folder / "data" / NAME


def _draft(study):
    """The file of what would be released now."""
    return study.build / NAME


def _sum(content):
    """Give the SHA-256 of a text or of bytes."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()
