"""One share of a long file, cleaned by the rules by which a whole file is: what it gives can be added up."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from firststeps.responses.cleaning.asking import yes_no_counts
from firststeps.responses.cleaning.clean import clean_part, people_of, seen_again, tidy_responses
from firststeps.responses.cleaning.coders import clean_coding
from firststeps.responses.cleaning.conflicts import conflicts_to_settle, tried_rules, without_conflicts
from firststeps.responses.cleaning.derived import with_derived
from firststeps.responses.cleaning.layouts import parts_of
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.cleaning.people import MANY_PEOPLE
from firststeps.responses.cleaning.presence import with_answers
from firststeps.responses.counting.large.counts import COUNTS
from firststeps.responses.counting.large.shares import read_share
from firststeps.responses.counting.patterns import count_patterns
from firststeps.responses.given.tables import Table
from firststeps.responses.linking.matching import matching_frame
from firststeps.responses.tables.left_out import leave_out


@dataclass
class Share:
    """What a cleaned share tells: what was found, who is in it, and counts.

    ``first`` is the first row of each wave with its code, ``again`` the waves at which somebody is seen who is seen at
    another one as well; ``people`` and the ``waves`` at which each is seen are left out where they are too many to be
    told apart by their looks.
    """

    findings: Findings
    first: dict
    again: np.ndarray
    number: int
    people: list
    waves: np.ndarray
    answers: bool
    conflicts: list
    patterns: dict = field(default_factory=dict)
    yes_no: pd.Series = None
    counts: dict = field(default_factory=dict)


def clean_share(study, name, mixed, path):
    """Clean the share in the file ``path``: a `Share`; its log, and without a problem its responses, beside it.

    ``name`` is that of the given file, ``mixed`` whether its codes are not all whole numbers.
    """
    findings, parts, sheets, facts = _read(study, name, mixed, path)
    conflicts = conflicts_to_settle(study, parts, sheets)
    share = Share(findings, *facts, any(len(part.people) for part in parts), conflicts)
    settled = [
        (part.wave, without_conflicts(study, part, sheet, findings)) for part, sheet in zip(parts, sheets, strict=True)
    ]
    if findings.stops() or findings.unknown or conflicts:
        findings.forget_log()
        return share
    settled = with_derived(study, settled, clean_coding(study, findings), findings)
    _keep(findings.log_rows(), path, "log")
    if share.answers:
        responses = tidy_responses(study, settled)
        _keep(responses.drop(columns="origin").astype("str"), path, "responses")
        _keep(matching_frame(study, responses, findings.log_rows()).drop(columns="origin"), path, "matching")
        share.patterns = {item: count_patterns(responses, study.items[item].waves, item) for item in study.outcomes}
        share.yes_no = yes_no_counts(study, responses)
        share.counts = {counted: count(study, responses) for counted, (count, _) in COUNTS.items()}
    findings.forget_log()
    return share


def tried_in_share(study, name, mixed, path):
    """What each rule for conflicts would count in a share, as `tried_rules` says."""
    _, parts, sheets, _ = _read(study, name, mixed, path)
    return tried_rules(study, parts, sheets)


def _read(study, name, mixed, path):
    """A share as it is before conflicts are settled: what was found, parts, sheets, and what its people are."""
    findings, table = Findings(), Table(name, read_share(path))
    findings.mixed_codes = mixed
    leave_out(study, table, findings)
    parts = parts_of(study, name, table.cells, study.wave_ids, findings)
    people, waves = people_of(study, parts, findings)
    first = {part.wave: (int(part.people.index[0]), part.people.iloc[0]) for part in parts if len(part.people)}
    few = len(people) <= MANY_PEOPLE
    facts = first, seen_again(waves), len(people), list(people) if few else [], waves if few else waves[:0]
    parts = with_answers(study, parts, findings)
    return findings, parts, [clean_part(study, part, findings) for part in parts], facts


def _keep(frame, path, what):
    """Keep rows in a file of their own, in their order, until those of all shares are put in order."""
    if len(frame):
        name = f"{what}-{Path(path).name}"
        rows = frame.astype({column: "str" for column in frame if frame[column].dtype == object and column != "row"})
        if "row" in rows:
            rows = rows.assign(row=pd.to_numeric(rows["row"], errors="coerce").astype("Int64"))
        rows.assign(place=np.arange(len(rows))).to_parquet(Path(path).with_name(name), index=False)
