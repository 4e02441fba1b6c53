"""Change by group: who improved in which course or site, and in the group of interest against the others."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from firststeps.paired.ordered.between_groups import GroupComparison, compare_groups
from firststeps.paired.results import TWICE, frame
from firststeps.responses.counting.ordered.numbers import numbers
from firststeps.responses.counting.patterns import read_clean
from firststeps.responses.texts.answers import ANSWERED

KINDS = ("improved", "same", "worse", "not heard from")
COLUMNS = ["origin", "item", "first", "second", "group", "interest", *KINDS]
UNKNOWN = "not known"
CHANGES = ("interest-change", "others-change")  # names of claims: of the group of interest, and of the others


def group_frame(study, responses):
    """The rows of ``groups.csv``: for each outcome and ordered question asked twice, how the people of a group changed.

    A row is a question with its first and last wave (those of the primary comparison for its outcome), a ``group``
    (``study.yaml`` > group) and an ``interest`` (compare: ``yes`` for the group of interest, else ``no``); columns are
    people improved (or from no to yes), same, worse and not heard from.  Without both lines there is no row.
    """
    if not study.group and not study.compare:
        return pd.DataFrame(columns=COLUMNS)
    people = pd.Index(responses["participant"].unique())
    group = _group_of(responses, study.group, people) if study.group else pd.Series("", people)
    interest = pd.Series("", people)
    if study.compare:
        known = _group_of(responses, study.compare.item, people)
        interest = known.where(known == UNKNOWN, np.where(known == study.compare.group, "yes", "no"))
    frames = []
    for id in [*study.asked_twice, *study.ordered_twice]:
        first, second = ends(study, id)
        kind = changes_of(study, responses, id, first, second, people)
        counts = pd.crosstab([group, interest], kind).reindex(columns=list(KINDS), fill_value=0)
        rows = counts.rename_axis(index=["group", "interest"], columns=None).reset_index()
        frames.append(rows.assign(origin=study.origin, item=id, first=first, second=second))
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)


def ends(study, id):
    """The two waves compared of a question: those of the primary comparison of its outcome, else its first and last."""
    primary, asked = study.primary, study.items[id].waves
    fixed = primary and (id == primary.outcome or study.items[id].kind != "yes-no")
    there = fixed and {primary.first, primary.second} <= {*asked}
    return (primary.first, primary.second) if there else (asked[0], asked[-1])


def read_groups(study, id):
    """The paired tables of the groups of ``study.yaml`` > group for a question, by group; without people, no table.

    What ``paired.clustered_mcnemar`` takes; people whose group is not known are left out.
    """
    return _tables(_sums(study, id, "group"))


def read_interest(study, id):
    """The paired tables of the group of interest and of the comparison group, as ``paired.compare_groups`` takes them.

    None where ``study.yaml`` has no ``compare``, or where one of them has nobody who answered twice.
    """
    tables = _tables(_sums(study, id, "interest"))
    return (tables["yes"], tables["no"]) if {"yes", "no"} <= {*tables} else None


class TwoGroups(NamedTuple):
    """The group of interest and the comparison group: by what name, how both changed, and one test of the difference.

    ``group`` is the answer that tells the group of interest, ``question`` the label of the question; ``unheard`` are
    the people of both groups, in that order, who did not answer twice, ``compared`` is the result of
    ``paired.compare_groups``, ``table`` has a row for each group, with its people by what became of them.
    """

    group: str
    question: str
    table: pd.DataFrame
    compared: GroupComparison
    unheard: tuple[int, int]

    @property
    def changes(self):
        """The change of each group, by the name of its claim."""
        return dict(zip(CHANGES, self.compared.changes, strict=True))

    @property
    def people(self):
        """How many people of each group answered twice."""
        return tuple(n for *_, n in self.compared.cells)

    @property
    def twice(self):
        """Whom a number is of, as ``n`` and ``denominator``: the change of each group by its name, and ``both``."""
        counted = {**dict(zip(CHANGES, self.people, strict=True)), "both": sum(self.people)}
        return {name: {"n": n, "denominator": TWICE} for name, n in counted.items()}

    @property
    def points(self):
        """The difference of the changes in percentage points, of which there can be two hundred."""
        return round(100 * self.compared.estimate, 1)

    def interval(self, level):
        """The score interval of the difference, in percentage points."""
        low, high, _ = self.compared.confidence_interval(level)
        return 100 * low, 100 * high


def two_groups(study, id):
    """The change of the group of interest against that of the comparison group on a yes-no question: `TwoGroups`.

    None where ``study.yaml`` has no ``compare``, or where one of the groups has nobody who answered twice.
    """
    if not study.compare:
        return None
    sums = _sums(study, id, "interest")
    tables = _tables(sums)
    if not {"yes", "no"} <= {*tables}:
        return None
    sums, compared, group = sums.loc[["yes", "no"]], compare_groups(tables["yes"], tables["no"]), study.compare.group
    columns = {"group": [group, "all others"], **{kind: sums[kind].to_list() for kind in KINDS}}
    columns["change"] = list(compared.changes)
    units = {**dict.fromkeys(KINDS, "people"), "change": "points"}
    table = frame(columns, units, note="Change: no to yes less yes to no, in points of those who answered twice.")
    return TwoGroups(group, study.items[study.compare.item].label, table, compared, tuple(columns[KINDS[3]]))


def _sums(study, id, by):
    """The people of each value of a column of ``groups.csv`` by what became of them, on a question."""
    rows = read_clean(study, "groups.csv")
    rows = rows[(rows["item"] == id) & ~rows[by].isin(["", UNKNOWN])]
    return rows.astype(dict.fromkeys(KINDS, int)).groupby(by, sort=True)[list(KINDS)].sum()


def _tables(sums):
    """The paired table of each group of `_sums` that has people who answered twice."""
    return {
        name: np.array([[0, worse], [improved, same]])
        for name, improved, same, worse, _ in sums.itertuples()
        if improved + same + worse
    }


def _group_of(responses, id, people):
    """Each person's answer to the item that tells a group, at the first wave with one; ``not known`` without."""
    rows = responses[(responses["item"] == id) & (responses["status"] == ANSWERED)]
    first = rows.drop_duplicates("participant").set_index("participant")["answer"].astype("object")
    return first.reindex(people).fillna(UNKNOWN)


def changes_of(study, responses, id, first, second, people):
    """What became of each person between two waves, one of ``KINDS``."""
    item, values = study.items[id], []
    for wave in (first, second):
        rows = responses[(responses["item"] == id) & (responses["wave"] == wave) & (responses["status"] == ANSWERED)]
        answers = rows.set_index("participant")["answer"].astype("object")
        values.append(numbers(study, answers, id).reindex(people))
    change = (values[1] - values[0]) * (-1 if item.better == "lower" else 1)
    names = np.select([change > 0, change < 0, change == 0], [KINDS[0], KINDS[2], KINDS[1]], KINDS[3])
    return pd.Series(names, people, name="kind")
