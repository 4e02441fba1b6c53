"""From the layout of the given files to parts, each a table of one wave: the rest of cleaning knows no layout."""

import difflib
import hashlib
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from firststeps.responses.cleaning.conflicts.preferred import note_preferred
from firststeps.responses.cleaning.people import clean_identifiers
from firststeps.responses.given.heads import FIRST_ROW, head_of
from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import read_table
from firststeps.responses.linking.made_codes import with_made_codes
from firststeps.responses.tables.boxes import box_columns, with_boxes
from firststeps.responses.tables.left_out import leave_out
from firststeps.responses.tables.merged import fill_down, settle_merged, tell_of_hidden
from firststeps.responses.texts.dates import read_date
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import quoted
from firststeps.responses.texts.personal_columns import personal_columns
from firststeps.study.parts.texts import caseless, nearest, tidy

PERSONAL = "personal details, not read: "
UNDESCRIBED = "column not described in study.yaml: not read"
UNASKED = "column not described for this wave in study.yaml: not read"


@dataclass(frozen=True)
class Clocks:
    """The items of kind date that have a time of day at a wave: in its first row, and where people have several."""

    first: frozenset = frozenset()
    several: frozenset = frozenset()


@dataclass
class Part:
    """The cells of one file that belong to one wave: ``people`` their cleaned codes, both indexed by row.

    Where they are a share of the file's, ``clocks`` says of all of them what else they are asked themselves.
    """

    file: str
    wave: str
    people: pd.Series
    cells: pd.DataFrame
    clocks: Clocks | None = None


def raw_files(study):
    """The names of the raw files that ``study.yaml`` describes, questionnaires first."""
    files = [wave.file for wave in study.waves] if study.data.layout == "per-wave" else [study.data.file]
    return [*dict.fromkeys(files), *([study.coding.file] if study.coding else [])]


def read_raw(study, name):
    """The raw file ``name`` of ``study`` as a :class:`Table`, cell by cell as typed, without personal details.

    Where codes are made of what names somebody, they stand in its place here too.
    """
    sheets = {wave.file: wave.sheet for wave in reversed(study.waves)} | {study.data.file: study.data.sheet}
    sheets |= {study.coding.file: study.coding.sheet} if study.coding else {}
    names = [name, *raw_files(study)] if study.identifier.made_codes else [name]
    every = {other: _read_raw(study, other, sheets.get(other, "")) for other in dict.fromkeys(names)}
    # codes are counted in the order of the files
    tables = [every[other] for other in raw_files(study) if other in every]
    table = {table.name: table for table in with_made_codes(study, tables)}[name]
    shown = [column for column in table.cells if column not in personal_details(study, table)]
    return replace(table, cells=table.cells[shown])


def _read_raw(study, name, sheet):
    """The raw file as a :class:`Table`, with the head that ``study`` gives it."""
    coded = study.coding and name == study.coding.file
    head = FIRST_ROW if coded else head_of(study.head_of(name, sheet))
    table = read_table(study.given(name), study.encoding_of(name, sheet), study.data.delimiter, sheet, head)
    waves = [wave.id for wave in study.waves if (wave.file, wave.sheet) == (name, sheet)]
    own = {study.identifier.columns.get(wave, study.identifier.column): study.identifier.column for wave in waves}
    return replace(table, cells=table.cells.rename(columns=own)) if study.identifier.columns else table


def personal_details(study, table):
    """The columns of ``table`` with personal details, each with what, without those that ``study`` says hold none."""
    columns = personal_columns(table.cells, table.labels)
    return {name: what for name, what in columns.items() if name not in study.data.not_personal}


def _shown_name(study, name, sheet):
    """The name of a table in the log: that of its file, with the sheet where several waves share a workbook."""
    shared = [wave.file for wave in study.waves].count(name) > 1
    return f"{name}, sheet {sheet}" if shared and sheet else name


def read_parts(study, findings):
    """Read every file of ``study`` and give its parts in the order of the waves; problems go to ``findings``."""
    if study.data.layout == "per-wave":
        tables = [(read_given(study, wave.file, wave.sheet, findings), [wave.id]) for wave in study.waves]
    else:
        tables = [(read_given(study, study.data.file, study.data.sheet, findings), study.wave_ids)]
    for table in (table for table, _ in tables if table is not None):
        fill_down(study, table, findings)
        leave_out(study, table, findings)
        note_preferred(study, table, findings)
        tell_of_hidden(table, findings)
    coded = with_made_codes(study, [table for table, _ in tables], findings)
    tables = zip(coded, [waves for _, waves in tables], strict=True)
    parts = [part for table, waves in tables if table is not None for part in _parts(study, table, waves, findings)]
    return sorted(parts, key=lambda part: study.wave_ids.index(part.wave))


def read_given(study, name, sheet, findings):
    """A raw file of ``study`` as a Table, or None with what is wrong in ``findings``."""
    try:
        table = _read_raw(study, name, sheet)
    except Refusal as refused:
        findings.problems.extend(refused.problems)
        return None
    table.name = _shown_name(study, name, sheet)
    return entered(study, table, findings)


def entered(study, table, findings):
    """A raw table without its personal details, with what was left out of it in the log."""
    name = table.name
    findings.read[name] = len(table.cells) + len(table.empty_rows)
    findings.leave_out(name, table.empty_rows, "empty row left out")
    findings.log(name, table.title_rows, "", "", "", "row of the head that is nobody's")
    findings.log(name, [1] * table.marked, "", "", "", "byte-order mark left out")
    findings.log(name, [1] * bool(table.empty_columns), "", "", "", "empty columns left out")
    return without_personal_details(study, table, findings)


def without_personal_details(study, table, findings):
    """The ``table`` without the columns that hold personal details, each with a line in the log.

    One that an item of ``study`` would be read from is asked about; its cells are emptied all the same.
    """
    personal = personal_details(study, table)
    for column in sorted(_columns_read(study) & {*personal}):
        remedy = f"Take {_what_reads(study, column)} out of study.yaml. "
        remedy += "Or, if it holds nothing of the kind, say so there:\n  data:\n    "
        remedy += f"not_personal: [{', '.join(map(quoted, [*study.data.not_personal, column]))}]"
        findings.ask(table.name, personal[column], "no personal details among the answers", remedy, column=column)
    if _names_people(study, personal):
        who = study.identifier.column
        remedy = "Have codes made of it; the list of whose they are stands in data/private/ alone:\n  identifier:\n    "
        remedy += f"made_codes: true\nOr, if it holds codes, say so:\n  data:\n    not_personal: [{quoted(who)}]"
        findings.ask(table.name, f"{personal[who]} in place of codes", "codes that name nobody", remedy, column=who)
    for column in _dropped_columns(study, personal):
        findings.log(table.name, 1, column, "", "", f"{PERSONAL}{personal[column]}")
    return replace(table, cells=without_cells(study, table.cells, personal))


def without_cells(study, cells, personal):
    """Cells without the columns that hold personal details, ``personal`` saying what; those asked for are emptied."""
    cells = cells.drop(columns=_dropped_columns(study, personal))
    cells = cells.assign(**dict.fromkeys(_columns_read(study) & {*personal}, ""))
    if _names_people(study, personal):
        who = study.identifier.column
        cells[who] = by_text(cells[who], _in_place_of)
    return cells


def _dropped_columns(study, personal):
    """The columns with ``personal`` details that nothing is read from."""
    read = _columns_read(study) | _columns_that_join(study)
    return [column for column in personal if column not in read]


def _names_people(study, personal):
    """Whether the column of codes holds ``personal`` details, of which no codes are made."""
    return study.coded and study.identifier.column in personal and not study.identifier.made_codes


def _in_place_of(name):
    """What stands for an address or a name in the questions of a refusal: the same for the same one."""
    key = caseless(name)
    return f"somebody-{hashlib.sha256(key.encode()).hexdigest()[:8]}" if key else ""


def _columns_read(study):
    """The columns of answers, and the one that tells which of several questionnaires counts."""
    teller = {study.cleaning.prefer.column} if study.cleaning.prefer else set()
    return teller | study.answer_columns()


def _what_reads(study, column):
    """What in ``study.yaml`` reads a column, in words."""
    prefer = study.cleaning.prefer
    return "cleaning > prefer" if prefer and prefer.column == column else "its item"


def _columns_that_join(study):
    """The columns that tell whose row it is, of which wave, of how many people, of which day; those of the coders."""
    data, coding = study.data, study.coding
    columns = {study.identifier.column, data.wave_column, data.count_column}
    columns |= {study.date_column_at(wave) for wave in study.wave_ids}
    if coding:
        columns |= {coding.participant, coding.wave, coding.question, coding.coder, coding.theme}
    return columns


def _parts(study, table, waves, findings):
    """The parts of one table, its boxes and merged cells settled; none where a column is missing."""
    if refuse_missing(table.name, box_columns(study, waves), list(table.cells), findings):
        return []
    with_boxes(study, table, waves, findings)
    settle_merged(study, table, expected_columns(study, waves), findings)
    if not columns_are_there(study, table, waves, findings):
        return []
    parts = parts_of(study, table.name, table.cells, waves, findings)
    if study.data.layout == "long":
        refuse_missing_waves(table.name, [part.wave for part in parts if part.cells.empty], findings)
    return parts


def parts_of(study, name, cells, waves, findings):
    """The parts of a table that has the columns of ``study``, or of a share of its rows."""
    if study.coded:
        cells = without_duplicates(name, cells, _key_columns(study), findings)
        people = clean_identifiers(name, cells[study.identifier.column], study.identifier, findings)
        persons = ~people.isin(findings.totals)
        cells, people = cells[persons], people[persons]
    else:
        people = row_people(cells, waves[0] if study.data.layout == "per-wave" else "")
    if study.data.layout == "wide":
        return [Part(name, wave, people, cells) for wave in waves]
    if study.data.layout == "per-wave":
        return [Part(name, waves[0], people, cells)]
    labels = wave_labels(study, name, cells[study.data.wave_column], findings)
    rows = {wave: labels.index[labels == wave] for wave in waves}
    return [Part(name, wave, people.loc[rows[wave]], cells.loc[rows[wave]]) for wave in waves]


def refuse_missing_waves(file, waves, findings):
    """Refuse a long file without a row of each of ``waves``."""
    findings.step = (3,)
    for wave in waves:
        remedy = "Add its rows to the file, or take the wave out of study.yaml."
        findings.refuse(file, f"no row of the wave {wave!r}", "rows of every wave", remedy)


def row_people(cells, wave=""):
    """A code for each row of a file in which each row is a person, or one questionnaire of nobody knows whom."""
    prefix = f"{wave}-" if wave else ""
    width = len(str(cells.index.max())) if len(cells) else 1
    return pd.Series([f"{prefix}row-{row:0{width}d}" for row in cells.index], index=cells.index, dtype="str")


def _key_columns(study):
    """The columns that tell which row it is: of whom, at which wave, or of how many."""
    if study.data.layout == "counts":
        return [study.data.count_column]
    wave = [study.data.wave_column] if study.data.layout == "long" else []
    return [study.identifier.column, *wave] if study.coded else wave


def expected_columns(study, waves):
    """The columns that a file holding ``waves`` must have, in the order of ``study.yaml``."""
    asked = [study.column(i, w) for i, item in study.asked.items() for w in waves if w in item.waves]
    dated = [study.date_column_at(wave) for wave in waves] if study.data.date_column else []
    if study.data.layout == "counts":
        return list(dict.fromkeys([*asked, *_key_columns(study)]))
    return list(dict.fromkeys([*_key_columns(study), *dated, *asked]))


def columns_are_there(study, table, waves, findings):
    """Refuse missing columns, log columns that nobody described, or for other waves alone."""
    expected, there = expected_columns(study, waves), list(table.cells)
    ever = expected_columns(study, study.wave_ids)
    teller = [study.cleaning.prefer.column] if study.cleaning.prefer else []
    for column in (column for column in there if column not in [*expected, *teller]):
        if column not in study.data.ignore:
            findings.log(table.name, 1, column, "", "", UNASKED if column in ever else UNDESCRIBED)
    described = [column for column in there if column in expected]
    if described != [column for column in expected if column in there]:
        findings.log(table.name, 1, "", "", "", "columns in another order than in study.yaml")
    return not refuse_missing(table.name, expected, there, findings)


def refuse_missing(file, expected, there, findings):
    """Refuse each expected column that is not there, with the nearest names; give the missing ones."""
    missing = [column for column in expected if column not in there]
    spare = [column for column in there if column not in expected]
    for column in missing:
        remedy = f"Correct the name in study.yaml or in the file ({nearest(column, spare or there)})."
        findings.refuse(file, f"no column {column!r}", "every column that study.yaml names", remedy, row=1)
    return missing


def without_duplicates(file, cells, keys, findings):
    """The cells without rows that repeat an earlier row in every column."""
    repeated = cells[cells[keys].duplicated(keep=False)]
    copies = repeated.index[repeated.duplicated()]
    findings.leave_out(file, copies, "exact duplicate of an earlier row left out")
    return cells.drop(index=copies) if len(copies) else cells


def wave_labels(study, file, raw, findings):
    """The wave of each row of a long file; a label that no wave has is asked about."""
    known = {caseless(name): w.id for w in study.waves for name in (w.id, w.label, w.short, *w.codes)}
    findings.step = (2,)
    place, labels = pd.factorize(raw)
    waves = [known.get(caseless(label), "") or _wave_of_day(study, label) for label in labels]
    for i, label in enumerate(labels):
        if not waves[i]:
            here = raw.index[place == i]
            remedy = f"Say in study.yaml which wave it is:\n  waves:\n    {_wave_line(study, tidy(label))}"
            if not tidy(label):
                rule = f"- {{column: {quoted(study.data.wave_column)}, is: [''], reason: no wave}}"
                remedy += "\nIf these are nobody's rows, say in its place (a line counts once its # is away):"
                remedy += f"\n  data:\n    leave_out:\n      # {rule}"
            at = {"row": int(here[0]), "column": study.data.wave_column, "times": len(here)}
            findings.ask(file, repr(label), f"one of the waves {', '.join(study.wave_ids)}", remedy, **at)
    return pd.Series(np.array(waves, dtype=object)[place], index=raw.index)


def _wave_of_day(study, text):
    """The id of the wave in whose days a text lies; an empty text where it lies in none, or is no day."""
    spans = {wave.id: wave.days for wave in study.waves if wave.days}
    day = read_date(tidy(text), study.cleaning.dates, study.cleaning.two_digit_years)[0] if spans else ""
    return next((wave for wave, (first, last) in spans.items() if day and first <= day <= last), "")


def _wave_line(study, label):
    """The line of the wave that is most like ``label``, for a person to write the label into its codes or another's."""
    names = {name.casefold(): wave for wave in study.waves for name in (wave.id, wave.label, wave.short, *wave.codes)}
    like = difflib.get_close_matches(label.casefold(), names, n=1, cutoff=0)
    wave = names[like[0]] if like else study.waves[-1]
    name, short, label, *codes = map(quoted, [wave.label, wave.short, label, *wave.codes])
    days = f", days: [{', '.join(wave.days)}]" if wave.days else ""
    line = f"- {{id: {wave.id}, label: {name}, short: {short}, codes: [{', '.join(codes)}]{days}}}"
    return f"{line}   # write {label} into the codes of the wave that it is, this or another"
