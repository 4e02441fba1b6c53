"""One share of a long file, cleaned by the rules by which a whole file is: what it gives can be added up."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from firststeps.responses.cleaning.asking import yes_no_counts
from firststeps.responses.cleaning.clean import clean_part, people_of, seen_again, tidy_responses, with_background
from firststeps.responses.cleaning.conflicts.asked import conflicts_to_settle, tried_rules
from firststeps.responses.cleaning.conflicts.preferred import note_preferred
from firststeps.responses.cleaning.conflicts.settled import with_clock, without_conflicts
from firststeps.responses.cleaning.derived import with_derived
from firststeps.responses.cleaning.layouts import Clocks, parts_of
from firststeps.responses.cleaning.log import ORDER_COLUMNS, Findings
from firststeps.responses.cleaning.people import MANY_PEOPLE
from firststeps.responses.cleaning.presence import with_answers
from firststeps.responses.counting.patterns import count_patterns
from firststeps.responses.given.tables import Table
from firststeps.responses.large.counts import COUNTS
from firststeps.responses.large.shares import read_share
from firststeps.responses.linking.matching import matching_frame
from firststeps.responses.linking.odd_dates import odd_dates, without_odd_dates
from firststeps.responses.tables.left_out import leave_out


@dataclass(frozen=True)
class Known:
    """What a share is told of the whole file: its name, whether its codes are mixed, and which day it is.

    Codes are ``mixed`` where they are not all whole numbers; ``coding`` is the clean coding with codes as they stand in
    the coders' file, ``coding_log`` its log; ``clocks`` are those of each wave (`clocks_of`).
    """

    name: str
    mixed: bool
    today: str
    coding: pd.DataFrame
    coding_log: pd.DataFrame
    clocks: dict = field(default_factory=dict)


@dataclass
class Share:
    """What a cleaned share tells: what was found, who is in it, and counts.

    ``first`` is the first row of each wave with its code, ``again`` the waves at which somebody is seen who is seen at
    another one as well; ``people`` and the ``waves`` at which each is seen are left out where they are too many to be
    told apart by their looks.  ``odd_dates`` and ``conflicts`` are told when all shares have been seen; ``coded`` are
    the responses of whom the coders have read.  What was found in what is known of people who were absent is in
    ``background``: a whole file looks at that only where nothing else is to be settled.
    """

    findings: Findings
    first: dict
    again: np.ndarray
    number: int
    people: list
    waves: np.ndarray
    odd_dates: list
    answers: bool
    conflicts: list
    background: Findings = field(default_factory=Findings)
    patterns: dict = field(default_factory=dict)
    yes_no: pd.Series = None
    counts: dict = field(default_factory=dict)
    coded: pd.DataFrame = None

    @property
    def is_open(self):
        """Whether something is to be settled before what is known of absent people is looked at."""
        return bool(self.conflicts) or self.findings.is_open


def clean_share(study, known, path):
    """Clean the share in the file ``path``: a `Share`; its log, and without a problem its responses, beside it."""
    findings, every, parts, facts = _read_share(study, known, path)
    sheets = [clean_part(study, part, findings) for part in parts]
    conflicts = conflicts_to_settle(study, parts, sheets)
    share = Share(findings, *facts, any(len(part.people) for part in parts), conflicts)
    settled = [
        (part.wave, without_conflicts(study, part, sheet, findings)) for part, sheet in zip(parts, sheets, strict=True)
    ]
    if not share.is_open:
        settled = with_background(study, every, parts, settled, share.background)
        findings.add_log(share.background)
    if share.is_open or share.background.is_open:
        findings.forget_log()
        return share
    coding = _coding_of(known, findings, settled)
    settled = with_derived(study, settled, coding, findings)
    keep_rows(findings.log_rows(), _beside(path, "log"))
    if share.answers:
        responses = tidy_responses(study, settled)
        keep_rows(responses.drop(columns="origin").astype("str"), _beside(path, "responses"))
        log = pd.concat([findings.log_rows(), known.coding_log])
        keep_rows(matching_frame(study, responses, log).drop(columns="origin"), _beside(path, "matching"))
        read = responses["item"].isin(coding["question"]) & responses["participant"].isin(coding["participant"])
        share.coded = responses[read]
        share.patterns = {item: count_patterns(responses, study.items[item].waves, item) for item in study.outcomes}
        share.yes_no = yes_no_counts(study, responses)
        share.counts = {counted: count(study, responses) for counted, (count, _) in COUNTS.items()}
    findings.forget_log()
    return share


def _coding_of(known, findings, sheets):
    """The coding of the people of a share, with the codes that they have there."""
    codes = known.coding["participant"].map(lambda code: findings.spellings.get(code, code))
    there = np.logical_or.reduce([codes.isin(sheet.index) for _, sheet in sheets])
    return known.coding.assign(participant=codes)[there]


def tried_in_share(study, known, options, path):
    """What each rule for conflicts, and each of the ``options``, would count in a share, as `tried_rules` says."""
    findings, _, parts, _ = _read_share(study, known, path)
    return tried_rules(study, parts, [clean_part(study, part, findings) for part in parts], options)


def clocks_in_share(study, known, path):
    """The first row of each wave in a share, and the `Clocks` of its rows; of a wave without rows nothing."""
    _, _, parts, _ = _read_share(study, known, path)
    waves = {}
    for part in (part for part in parts if len(part.people)):
        several = part.people.index[part.people.duplicated(keep=False)]
        clocks = (with_clock(study, part, rows) for rows in (part.cells.index[:1], several))
        waves[part.wave] = int(part.cells.index[0]), Clocks(*clocks)
    return waves


def clocks_of(study, shares):
    """The `Clocks` of each wave of the whole file, from what `clocks_in_share` tells of its shares."""
    whole = {}
    for wave in study.wave_ids:
        rows = dict(share[wave] for share in shares if wave in share)
        several = frozenset().union(*(clocks.several for clocks in rows.values()))
        whole[wave] = Clocks(rows[min(rows)].first if rows else frozenset(), several)
    return whole


def _read_share(study, known, path):
    """A share before its answers are read: what was found, its parts, those with answers, and what its people are."""
    findings, table = Findings(), Table(known.name, read_share(path))
    findings.mixed_codes = known.mixed
    leave_out(study, table, findings)
    note_preferred(study, table, findings)
    parts = parts_of(study, known.name, table.cells, study.wave_ids, findings)
    parts = [replace(part, clocks=known.clocks.get(part.wave)) for part in parts]
    people, waves = people_of(study, parts, findings)
    first = {part.wave: (int(part.people.index[0]), part.people.iloc[0]) for part in parts if len(part.people)}
    few, odd = len(people) <= MANY_PEOPLE, odd_dates(study, parts, known.today)
    few_people = (list(people), waves) if few else ([], waves[:0])
    facts = first, seen_again(waves), len(people), *few_people, odd
    parts = without_odd_dates(study, parts, odd, findings)
    return findings, parts, with_answers(study, parts, findings), facts


def keep_rows(frame, path):
    """Keep rows in a file of their own, in their order, until those of all shares are put in order."""
    if len(frame):
        numbers = frame.columns.intersection(["row", *ORDER_COLUMNS])
        texts = [column for column in frame.columns.difference(numbers) if frame[column].dtype == object]
        rows = frame.astype(dict.fromkeys(texts, "str"))
        rows = rows.assign(**{name: pd.to_numeric(rows[name], errors="coerce").astype("Int64") for name in numbers})
        rows.assign(place=np.arange(len(rows))).to_parquet(path, index=False)


def _beside(path, what):
    """The file beside that of a share in which ``what`` it gives is kept."""
    return Path(path).with_name(f"{what}-{Path(path).name}")
