"""Cleaning a long file that is larger than memory: share by share, by the rules by which a whole file is cleaned.

All rows of a person are in one share, so that each share is cleaned by itself, one after the other or on a cluster.
What crosses shares is small and is added up - counts, problems, who is alike - or is put in order on disk, by DuckDB:
the responses and who was matched by code, the log by row.  The files that come out, and what is asked or refused, are
those of :func:`firststeps.responses.cleaning.clean.clean`, to the byte.
"""

import datetime
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from firststeps.errors import needing
from firststeps.responses.cleaning.asking import ask_about_unknown
from firststeps.responses.cleaning.clean import (
    RESPONSE_COLUMNS,
    Cleaned,
    check_comparison,
    refuse_strangers,
    tell_of_files,
    with_origin,
)
from firststeps.responses.cleaning.coders import ask_about_answers, clean_coding
from firststeps.responses.cleaning.comparable import refuse_too_many_people
from firststeps.responses.cleaning.conflicts.asked import ask_which_counts, dated_rules, to_be_tried
from firststeps.responses.cleaning.conflicts.preferred import preferences, refuse_unknown_preference
from firststeps.responses.cleaning.layouts import Part, columns_are_there, entered, refuse_missing_waves
from firststeps.responses.cleaning.log import LOG_COLUMNS, ORDER_COLUMNS, Findings
from firststeps.responses.cleaning.people import MANY_PEOPLE, tell_of_slips
from firststeps.responses.cleaning.presence import refuse_no_answer
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.counting.patterns import pattern_frame
from firststeps.responses.given.problems import Refusal, refusal
from firststeps.responses.large.counts import COUNTS, added
from firststeps.responses.large.database import opened
from firststeps.responses.large.share import (
    Known,
    clean_share,
    clocks_in_share,
    clocks_of,
    keep_rows,
    tried_in_share,
)
from firststeps.responses.large.shares import deal, survey
from firststeps.responses.linking.odd_dates import added_odd_dates, ask_about_odd_dates
from firststeps.responses.tables.left_out import ask_about_unused_rules, leave_out
from firststeps.responses.themes.tables import disagreements
from firststeps.study.parts.files import Head

ROWS = 250_000  # rows of a clean file written at once


def clean_large(study, memory="500MB", folder=None, scheduler=None):
    """Clean the long file of ``study``, never all in memory, and write ``data/clean/``; the paths written.

    ``memory`` is how much DuckDB may take before it goes on on disk; ``folder`` is where the shares stand until all is
    written, by default that of the machine for what passes.  With ``scheduler``, the address of a Dask scheduler whose
    workers see ``folder`` and this package, the cluster cleans the shares.  Raises Refusal as cleaning does.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place, _mapping(scheduler) as mapping:
        with opened(_doing(study), memory, place):
            pass  # what cannot be meant is said now, not after hours
        return write_clean(study, _clean_tables(study, Path(place), mapping, memory))


def _doing(study):
    """What is being done, for the words in which DuckDB says what it lacks."""
    return f"Cleaning {study.data.file} in shares"


@contextmanager
def _mapping(scheduler):
    """What asks a function of every share: one after the other here, or as the cluster likes."""
    if not scheduler:
        yield _one_by_one
        return
    with needing("cluster", "Cleaning on a cluster"):
        from distributed import Client
    with Client(scheduler) as client:
        yield lambda function, paths: client.gather(client.map(function, paths, pure=False))


def _one_by_one(function, paths):
    """What ``function`` gives for each path; a terminal is told how far it is."""
    for number, path in enumerate(paths, start=1):
        yield function(path)
        if sys.stderr.isatty():
            print(f"\rcleaned: share {number} of {len(paths)} ", end="", file=sys.stderr, flush=True)


def _clean_tables(study, folder, mapping, memory):
    """The tables of ``data/clean/``, of which the long ones come in frames that follow each other."""
    _only_what_can_be_shared(study)
    findings = Findings()
    tell_of_files(study, findings)
    shares = _shares(study, folder, mapping, findings)
    ask_about_unused_rules(findings)
    refuse_unknown_preference(study, findings)
    ask_about_unknown(study, findings)
    coding = clean_coding(study, findings)
    findings.stop_if_any()
    shares = [share for share in shares if share.answers]
    responses = pd.concat([share.coded for share in shares])
    ask_about_answers(study, coding, responses, findings)
    people = sum(int(share.counts["attendance"]["people"].sum()) for share in shares)
    refuse_too_many_people(study, people, findings)
    findings.stop_if_any()
    tables = {item: sum(share.patterns[item] for share in shares) for item in study.outcomes}
    yes_no = pd.concat([share.yes_no for share in shares]).groupby(level=[0, 1], observed=True).sum()
    check_comparison(study, tables, yes_no, findings)
    counts = {
        counted: added(study, [share.counts[counted] for share in shares], order)
        for counted, (_, order) in COUNTS.items()
    }
    return Cleaned(
        **_long_tables(study, folder, findings, memory),
        **counts,
        patterns=pattern_frame(study, tables),
        coding=coding.reset_index(drop=True),
        disagreements=with_origin(study, disagreements(coding, responses)),
        rows=with_origin(study, findings.row_frame()),
        warnings=tuple(findings.merged()),
        origin=study.origin,
    )


def _long_tables(study, folder, findings, memory):
    """The tables that may be larger than memory, by name, each as frames that follow each other."""
    long = {
        "responses": (RESPONSE_COLUMNS[1:], ["participant"]),
        "log": (LOG_COLUMNS, ["row", *ORDER_COLUMNS]),
        "matching": (["participant", *study.wave_ids, "matched", "by"], ["participant"]),
    }
    tables = {what: _in_order(study, folder, what, *how, memory) for what, how in long.items()}
    return tables | {"log": chain(tables["log"], [with_origin(study, findings.log_frame()[LOG_COLUMNS])])}


def _only_what_can_be_shared(study):
    """Refuse a study whose rules look at rows of several people at once, or whose rows are no person's."""
    name, items = study.data.file or "study.yaml, data", study.items.values()
    for there, what in (
        (study.data.layout != "long" or not study.data.file, f"layout {study.data.layout}"),
        (not study.coded or study.identifier.made_codes, "no codes that tell who is who"),
        (study.data.head != Head(), "a head that is not row 1"),
        (study.data.filled_down, "columns that are filled down"),
        (any(item.boxes or item.codes_at for item in items), "boxes, or codes of a wave of their own"),
    ):
        if there:
            remedy = "Clean it in memory (`make all`), or prepare the file where the data come from."
            raise refusal(name, what, "a long file whose people can be cleaned share by share", remedy)


def _shares(study, folder, mapping, findings):
    """Every share of the file, cleaned, what was found in them in ``findings``; none where the file cannot be used."""
    try:
        whole_file = survey(study)
    except Refusal as refused:
        findings.problems.extend(refused.problems)
        return []
    table = entered(study, whole_file.table, findings)
    findings.read[table.name] = whole_file.rows + len(table.empty_rows)
    if not columns_are_there(study, table, study.wave_ids, findings):
        beside = Findings()
        leave_out(study, table, beside)  # for the rules that no column answers to
        findings.used_rules, findings.unused_rules = beside.used_rules, beside.unused_rules
        return []
    paths = deal(study, whole_file, folder)
    known = _facts_for_shares(study, table.name, whole_file, mapping, paths)
    shares = list(mapping(partial(clean_share, study, known), paths))
    whole = _whole(study, table.name, shares)
    parts = [*(share.findings for share in shares), whole]
    if not (whole.is_open or any(share.is_open for share in shares)):
        parts += [share.background for share in shares]
    findings.add(parts)
    _ask_about_conflicts(study, known, shares, partial(_tried_in, study, known, mapping, paths), findings)
    keep_rows(findings.log_rows(), folder / "log-file.parquet")
    findings.forget_log()
    return shares


def _facts_for_shares(study, name, whole_file, mapping, paths):
    """What each share has to be told: the day, the coders' file, and which dates have a time of day in any share."""
    coders = Findings()  # what is wrong with their file is told once the codes of all people are known
    coding = clean_coding(study, coders)
    known = Known(name, whole_file.mixed, datetime.date.today().isoformat(), coding, coders.log_rows())
    dated = any(item.kind == "date" for item in study.items.values())
    clocks = list(mapping(partial(clocks_in_share, study, known), paths)) if dated else []
    return replace(known, clocks=clocks_of(study, clocks))


def _tried_in(study, known, mapping, paths, options):
    """What each rule for conflicts, and each of the ``options``, would count in each share."""
    return mapping(partial(tried_in_share, study, known, options), paths)


def _ask_about_conflicts(study, known, shares, try_rules, findings):
    """Ask which of two questionnaires counts, of all shares together; ``try_rules`` tries each rule in each share."""
    conflicts = sorted((c for share in shares for c in share.conflicts), key=lambda c: (c.wave, c.code))
    if not conflicts:
        return
    options = preferences(study, conflicts)
    tried = _sum_of_trials(list(try_rules(options))) if to_be_tried(conflicts, findings) else None
    findings.step = (8,)
    part = Part(known.name, study.wave_ids[0], None, None, known.clocks[study.wave_ids[0]])
    ask_which_counts(study, conflicts, options, dated_rules(study, part), tried, findings)


def _whole(study, name, shares):
    """What no share tells by itself, as Findings: waves without rows, codes alike, waves that share nobody."""
    whole = Findings()
    first = {}
    for share in shares:
        for wave, row in share.first.items():
            first[wave] = min(first.get(wave, row), row)
    refuse_missing_waves(name, [wave for wave in study.wave_ids if wave not in first], whole)
    whole.step = (5,)
    if sum(share.number for share in shares) <= MANY_PEOPLE:
        people = pd.Index([code for share in shares for code in share.people], dtype="str")
        order = people.argsort()
        waves = np.concatenate([share.waves for share in shares])
        tell_of_slips(people[order], waves[order], study, whole)
    again = np.logical_or.reduce([share.again for share in shares])
    examples = [(name, wave, first[wave][1]) for wave in study.wave_ids if wave in first]
    refuse_strangers(study, len(study.waves) > 1, examples, again, whole)
    ask_about_odd_dates(study, added_odd_dates([share.odd_dates for share in shares]), whole)
    if not any(share.answers for share in shares):
        refuse_no_answer(name, whole)
    return whole


def _sum_of_trials(shares):
    """What each rule for conflicts would count in all shares; None for one that does not settle those of a share."""
    tried = {}
    for rule in shares[0]:
        each = [share[rule] for share in shares]
        if any(one is None for one in each):
            tried[rule] = None
            continue
        waves = {wave: sum(counts[wave] for counts, _ in each) for wave in each[0][0]}
        tried[rule] = waves, None if each[0][1] is None else sum(table for _, table in each)
    return tried


def _in_order(study, folder, what, columns, by, memory):
    """The rows of all files of ``what`` in ``folder``, put in order by DuckDB: frames that follow each other."""
    yield pd.DataFrame(columns=["origin", *columns])
    if not any(folder.glob(f"{what}-*.parquet")):
        return
    with opened(_doing(study), memory, folder) as connection:
        connection.execute("SET threads = 1")
        shown, order = (", ".join(f'"{column}"' for column in some) for some in (columns, [*by, "place"]))
        query = f"SELECT {shown} FROM read_parquet(?) ORDER BY {order}"
        batches = connection.sql(query, params=[str(folder / f"{what}-*.parquet")]).to_arrow_reader(ROWS)
        for batch in batches:
            yield with_origin(study, batch.to_pandas(integer_object_nulls=True))
