"""Cleaning: from given files to tidy responses, with a log of every change and a refusal of what is not certain.

Three answers to a piece of mess: what is certain is cleaned and logged; what is a decision is asked about, unless
``study.yaml`` decides it; what is broken is refused.  All problems of all files are reported at once, and nothing is
made while one is open.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from firststeps.responses.cleaning.asking import (
    ask_about,
    ask_about_one_sided,
    ask_about_personal_details,
    ask_about_unknown,
    yes_no_counts,
)
from firststeps.responses.cleaning.coders import ask_about_answers, clean_coding
from firststeps.responses.cleaning.comparable import refuse_empty_comparison, refuse_too_many_people, warn_of_unchanging
from firststeps.responses.cleaning.conflicts.asked import ask_about_conflicts
from firststeps.responses.cleaning.conflicts.consistency import check_consistency
from firststeps.responses.cleaning.conflicts.preferred import refuse_unknown_preference
from firststeps.responses.cleaning.conflicts.settled import without_conflicts
from firststeps.responses.cleaning.counts_layout import people_of_counts, read_counts
from firststeps.responses.cleaning.derived import ROW, with_derived
from firststeps.responses.cleaning.layouts import read_parts
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.cleaning.people import (
    ask_about_codes,
    join_spellings,
    tell_of_row_numbers,
    tell_of_slips,
    tell_of_spoilt_codes,
)
from firststeps.responses.cleaning.presence import answered, refuse_no_answer, with_answers
from firststeps.responses.counting.choices import choice_frame
from firststeps.responses.counting.ordered.groups import group_frame
from firststeps.responses.counting.ordered.questions import ordered_frame
from firststeps.responses.counting.patterns import count_patterns, pattern_frame
from firststeps.responses.counting.totals import attendance_frame, known_frame, status_frame
from firststeps.responses.given.checksums import changes, equal_files
from firststeps.responses.given.problems import IN_PLACE, choice
from firststeps.responses.linking.given_twice import tell_of_rows_given_twice
from firststeps.responses.linking.made_codes import list_frame
from firststeps.responses.linking.matching import matching_frame
from firststeps.responses.linking.odd_dates import settle_odd_dates
from firststeps.responses.tables.left_out import ask_about_unused_rules
from firststeps.responses.texts.answers import ABSENT, ANSWERED, reader
from firststeps.responses.themes.tables import disagreements

UNLINKED = {"linked: no": "each wave is described by itself"}
RESPONSE_COLUMNS = ["origin", "participant", "wave", "item", "answer", "status"]


@dataclass
class Cleaned:
    """What cleaning gives: the tables of ``data/README.md``, rows of each file, who was matched, and warnings.

    ``private`` is the list of codes that were made of what names somebody, None where none were.
    """

    responses: pd.DataFrame
    patterns: pd.DataFrame
    attendance: pd.DataFrame
    statuses: pd.DataFrame
    known: pd.DataFrame
    choices: pd.DataFrame
    ordered: pd.DataFrame
    groups: pd.DataFrame
    coding: pd.DataFrame
    disagreements: pd.DataFrame
    log: pd.DataFrame
    rows: pd.DataFrame
    matching: pd.DataFrame
    warnings: tuple
    origin: str = ""
    private: pd.DataFrame | None = None

    @property
    def warning_rows(self):
        """The rows of ``warnings.csv``, so that they can be told again where nobody looks at the notebook."""
        columns = ["file", "row", "column", "times", "found", "expected", "remedy"]
        rows = pd.DataFrame([vars(warning) for warning in self.warnings], columns=columns)
        rows.insert(0, "origin", self.origin)
        return rows


def clean(study):
    """Read and clean the raw files of ``study``; :class:`Refusal` lists everything that must be settled first.

    Nothing is written: see :func:`firststeps.responses.counting.clean_files.write_clean`.
    """
    findings = Findings()
    tell_of_files(study, findings)
    clean_sheets = counted_sheets if study.data.layout == "counts" else answered_sheets
    sheets = clean_sheets(study, findings)
    ask_about_unused_rules(findings)
    refuse_unknown_preference(study, findings)
    ask_about_unknown(study, findings)
    coding = clean_coding(study, findings)
    findings.stop_if_any()
    responses = tidy_responses(study, with_derived(study, sheets, coding, findings))
    ask_about_answers(study, coding, responses, findings)
    refuse_too_many_people(study, responses["participant"].nunique(), findings)
    findings.stop_if_any()
    tables = {i: count_patterns(responses, study.items[i].waves, i) for i in study.outcomes}
    check_comparison(study, tables, yes_no_counts(study, responses), findings)
    split, log, rows = (
        with_origin(study, frame)
        for frame in (disagreements(coding, responses), findings.log_frame(), findings.row_frame())
    )
    coding, patterns = coding.reset_index(drop=True), pattern_frame(study, tables)
    frames = (attendance_frame, status_frame, known_frame, choice_frame, ordered_frame, group_frame)
    counts = (count(study, responses) for count in frames)
    warnings, matching = tuple(findings.merged()), matching_frame(study, responses, log)
    private = list_frame(findings.made_codes) if findings.made_codes else None
    return Cleaned(responses, patterns, *counts, coding, split, log, rows, matching, warnings, study.origin, private)


def tell_of_files(study, findings):
    """Warn of raw files that are not as they were given, and of two waves with the same file."""
    for name, sentence in changes(study.raw):
        remedy = (
            "Put the given file back; if it was meant to change, run `make checksums`, with STUDY=folder as for all."
        )
        findings.warn(name, sentence.removesuffix("."), "the files as they were given", remedy)
    for one, other in equal_files(study.raw, [wave.file for wave in study.waves if wave.file]):
        remedy = f"If one was copied by mistake, put the right file in its place; see also {one}."
        findings.warn(other, f"the very bytes of {one}", "the answers of another wave", remedy)


def check_comparison(study, tables, yes_no, findings):
    """Refuse a primary comparison of nobody, ask about answers of one side alone, warn where nobody changed.

    ``tables`` are the response patterns by outcome, ``yes_no`` is what `yes_no_counts` gives.
    """
    refuse_empty_comparison(study, tables, findings)
    findings.stop_if_any()
    ask_about_one_sided(study, yes_no, findings)
    findings.stop_if_any()
    warn_of_unchanging(study, tables, findings)


def with_origin(study, frame):
    """A table whose first column says where its rows come from: observed, synthetic or published answers."""
    return frame.assign(origin=study.origin)[["origin", *frame.columns]]


def answered_sheets(study, findings):
    """The answers of each wave, a list of (wave, sheet), from files that have a row a person."""
    parts = read_parts(study, findings)
    tell_of_rows_given_twice(study, parts, findings)
    _check_people(study, parts, findings)
    parts = settle_odd_dates(study, parts, findings)
    there = with_answers(study, parts, findings)
    if parts and not any(len(part.people) for part in there):
        refuse_no_answer(parts[0].file, findings)
    sheets = [clean_part(study, part, findings) for part in there]
    ask_about_conflicts(study, there, sheets, findings)
    settled = [without_conflicts(study, part, sheet, findings) for part, sheet in zip(there, sheets, strict=True)]
    if study.data.layout == "wide" and parts:  # a row is left out where it counts at no wave
        rows = len(set().union(*(sheet[ROW] for sheet in settled)))
        findings.left_out[parts[0].file] = findings.read[parts[0].file] - rows
    sheets = list(zip([part.wave for part in parts], settled, strict=True))
    return sheets if findings.is_open else with_background(study, parts, there, sheets, findings)


def with_background(study, parts, there, sheets, findings):
    """The ``sheets`` with what is known of people at waves at which they answered nothing: items of ``background``.

    So nobody loses their arm or site because they were not there when the others were asked.  Rows come for people who
    are in another sheet alone; all that was asked is absent there.  Of two rows that say different things none counts.
    ``there`` are the ``parts`` without rows that hold no answer: what else was left out of these stays out.
    """
    known = [item for item, about in study.asked.items() if about.background]
    if not known or not study.linked:
        return sheets
    everybody = _everybody([sheet.index for _, sheet in sheets])
    return [
        (wave, pd.concat([sheet, *_known_of(study, part, sheet, everybody.difference(came.people), known, findings)]))
        for part, came, (wave, sheet) in zip(parts, there, sheets, strict=True)
    ]


def _known_of(study, part, sheet, absent, known, findings):
    """The rows, as a list of at most one frame, of what is ``known`` at a wave of those who were ``absent``."""
    people = part.people[part.people.isin(absent)]
    place = study.wave_ids.index(part.wave)
    empty = {column: "" if column[1] == "answer" else ABSENT for column in sheet} | {ROW: people.index}
    rows = pd.DataFrame(empty, people.index, dtype=object).set_axis(sheet.columns, axis=1)
    rows[ROW] = rows[ROW].astype("int64")
    for number, item in enumerate(item for item in known if part.wave in study.items[item].waves):
        findings.step = (9, len(study.waves) + place, number)
        raw = part.cells.loc[people.index, study.column(item, part.wave)]
        rows[item, "answer"], rows[item, "status"] = read_column(study, part, item, raw, findings)
    holds_any = rows.xs("status", axis=1, level=1).eq(ANSWERED).any(axis=1)
    rows = rows[holds_any].set_index(pd.Index(people[holds_any], dtype="str"))
    answers = rows.drop(columns=[ROW]).set_axis(range(rows.shape[1] - 1), axis=1).assign(who=rows.index)
    rows = rows[~answers.duplicated().to_numpy()]
    rows = rows[~rows.index.duplicated(keep=False)]
    return [rows] if len(rows) else []


def counted_sheets(study, findings):
    """The answers of each wave, a list of (wave, sheet), from a file of counts."""
    people, parts = read_counts(study, findings)
    known = [item for item, about in study.asked.items() if about.background]
    return [
        (part.wave, people_of_counts(people, clean_part(study, part, findings), answered(study, part), known))
        for part in parts
    ]


def clean_part(study, part, findings):
    """The answers of one wave, indexed by row, with two columns an item: (item, answer) and (item, status)."""
    columns = {}
    for place, (item, described) in enumerate(study.asked.items()):
        if part.wave in described.waves:
            findings.step = (7, study.wave_ids.index(part.wave), place)
            raw = part.cells[study.column(item, part.wave)]
            columns[item, "answer"], columns[item, "status"] = read_column(study, part, item, raw, findings)
    sheet = pd.DataFrame(columns, index=part.cells.index)
    sheet.columns = pd.MultiIndex.from_tuples(columns, names=["item", None])
    findings.step = (7, study.wave_ids.index(part.wave), len(study.asked))
    check_consistency(study, part, sheet, findings)
    return sheet


def read_column(study, part, item, raw, findings):
    """Answers and statuses of one column; each different text is read once, then given to all rows that hold it."""
    described, file = study.items[item], part.file
    reading = reader(described, study.codes_of(item, part.wave), study.cleaning)
    if raw.empty:
        return np.array([], dtype=object), np.array([], dtype=object)
    place, texts = pd.factorize(raw)
    read = [reading(text) for text in texts]
    answer, status, rule, fault = (np.array(column, dtype=object) for column in zip(*read, strict=True))
    for i in np.flatnonzero(fault != ""):
        rows = raw.index[place == i]
        where = {"row": int(rows[0]), "column": raw.name, "times": len(rows)}
        ask_about(study, file, item, texts[i], fault[i], where, findings)
    if described.kind in ("text", "choice", "ticks") and described.personal == "ask":
        ask_about_personal_details(file, raw, item, findings)
    changed = (rule != "")[place]
    after = np.where(answer == "", status, answer)[place]
    findings.log(file, raw.index[changed], raw.name, raw[changed].to_numpy(), after[changed], rule[place][changed])
    return answer[place], status[place]


def _check_people(study, parts, findings):
    """Look for codes written two ways, probable slips, and waves that share nobody with the others."""
    if not study.coded:
        return
    tell_of_spoilt_codes(parts, findings)
    people, attendance = people_of(study, parts, findings)
    if study.data.layout == "per-wave":
        tell_of_row_numbers(parts, study.identifier.column, findings)
    if study.data.layout != "wide":
        tell_of_slips(people, attendance, study, findings)
        first = [(part.file, part.wave, part.people.iloc[0]) for part in parts if len(part.people)]
        refuse_strangers(study, len({part.wave for part in parts}) > 1, first, seen_again(attendance), findings)


def people_of(study, parts, findings):
    """The people of ``parts``, codes joined that are one's for certain, and at which waves each is seen.

    A sorted Index of codes, and a boolean array of shape (people, waves).  Codes that may be one person's are asked
    about.
    """
    join_spellings(parts, findings)
    people = _everybody([part.people for part in parts])
    attendance = np.zeros((len(people), len(study.waves)), dtype=bool)
    for part in parts:
        attendance[people.get_indexer(part.people), study.wave_ids.index(part.wave)] = True
    ask_about_codes(people, findings)
    return people, attendance


def seen_again(attendance):
    """At which waves somebody is seen who is seen at another one as well, of shape (waves,)."""
    return (attendance & (attendance.sum(axis=1) > 1)[:, None]).any(axis=0)


def _everybody(codes):
    """The different codes of several Series or Indexes of text, sorted."""
    joined = pd.concat([pd.Series(some, dtype="str") for some in codes], ignore_index=True) if codes else pd.Series([])
    return pd.Index(joined.unique(), dtype="str").sort_values()


def refuse_strangers(study, several, first, again, findings):
    """Refuse a wave that shares nobody with the others, where there are ``several``.

    ``first`` lists (file, wave, the first code) of those that hold anybody, ``again`` is what `seen_again` gives.
    """
    strangers = {wave for wave, shared in zip(study.wave_ids, again, strict=True) if not shared}
    for file, wave, example in (entry for entry in first if several and entry[1] in strangers):
        remedy = f"Look at the column {study.identifier.column!r}: are the codes made in the same way at every wave?"
        remedy += " If nobody can be found again, nobody can be compared with themselves; then take primary out of "
        remedy += f"study.yaml and say {IN_PLACE}:" + choice("linked: yes", UNLINKED, 2)
        what = f"nobody of the wave {wave!r} at any other wave (its codes are like {example!r})"
        findings.refuse(file, what, "the same people at several waves", remedy, column=study.identifier.column)


def tidy_responses(study, sheets):
    """The sheets of all waves as tidy rows: every person seen, each wave, each item; absent where no sheet is.

    ``sheets`` is a list of (wave, sheet).  Rows are in the order of people, waves and items.
    """
    by_wave = dict(sheets)
    people = _everybody([sheet.index for sheet in by_wave.values()])
    asked = [(w, i) for w in study.wave_ids for i, item in study.items.items() if w in item.waves]
    frames = [_one_question(study, by_wave[wave], wave, item, people) for wave, item in asked]
    rows = pd.concat(frames, ignore_index=True)
    for column, order in (("wave", study.wave_ids), ("item", list(study.items))):
        rows[column] = pd.Categorical(rows[column], categories=order, ordered=True)
    order = np.tile(np.arange(len(people)), len(asked)).argsort(kind="stable")
    return rows.iloc[order].reset_index(drop=True)[RESPONSE_COLUMNS]


def _one_question(study, sheet, wave, item, people):
    """The rows of one item at one wave, one for each of ``people``; who was not there is absent."""
    place = sheet.index.get_indexer(people)  # -1, the last one, for who is not there
    columns = {"origin": study.origin, "participant": people, "wave": wave, "item": item}
    for column, absent in (("answer", ""), ("status", ABSENT)):
        columns[column] = np.append(sheet[item, column].to_numpy(dtype=object), absent)[place]
    return pd.DataFrame(columns)
