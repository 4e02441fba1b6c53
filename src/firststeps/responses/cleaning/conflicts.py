"""Answers that conflict: of two questionnaires of one person at one wave, and those that cannot both be right.

The same questionnaire twice is one; two different ones are a decision, and so are answers that break a rule of
consistency of ``study.yaml``.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from firststeps.responses.cleaning.coders import CODING_COLUMNS
from firststeps.responses.cleaning.derived import ROW, with_derived
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.counting.patterns import pattern_table
from firststeps.responses.given.problems import IN_PLACE, TIMES, choice
from firststeps.responses.texts.answers import ANSWERED, BLANK
from firststeps.responses.texts.dates import read_date
from firststeps.responses.texts.each import times_of
from firststeps.responses.texts.lexicon import quoted
from firststeps.study.messages import so_many
from firststeps.study.parts.texts import tidy

RULES = {
    "first": "the first row",
    "last by date": "the row of the last day",
    "last by date and time": "the row of the last day and time of day",
    "most complete": "the row with most answers",
    "fill": "the first row, its blanks filled in from the others",
    "set missing": "the first row without the answers in which they differ",
    "drop": "none of them",
}
SEVERAL = "conflicting questionnaires of one person: "
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?m?", re.IGNORECASE)
NOT_TRIED = "the counts are told once all answers can be read and few conflicts are left"
SPELT_OUT = 20  # conflicts told with what differs in them
FEW = 100  # conflicts up to which each rule is tried for what it does to the counts
SHOWN = 3  # answers in which two questionnaires differ, as a question spells them out
ONE = "one questionnaire of a person at a wave"
THE_SAME_LINE = "The line of study.yaml that settles the first of these settles this one too."


def without_conflicts(study, part, sheet, findings, rule="", dated=""):
    """``sheet`` with one row a person and the people as its index, by ``rule`` and the column of dates, ``dated``.

    A further column, `ROW`, holds the rows that were kept.
    ``sheet`` has the rows of ``part`` and, for each item, the columns (item, answer) and (item, status).  Where it
    is asked which row counts, the first stands for its person: see :func:`ask_about_conflicts`.  Rule and column are by
    default those of ``study``.
    """
    rule, sheet = rule or study.cleaning.conflicts, sheet.copy()
    alike, several = _several(study, part, sheet)
    findings.leave_out(part.file, alike, "same answers as an earlier row left out", part.people[alike].to_numpy())
    if rule in ("ask", "first", "drop"):
        rows = several.index if rule == "drop" else several.index[several.duplicated()]
        how = "all left out" if rule == "drop" else rule
        findings.leave_out(part.file, rows, SEVERAL + how, several[rows].to_numpy())
        drop = [alike, rows]
    else:
        drop = [alike]
        for code, rows in _groups(several):
            findings.step = (9, study.wave_ids.index(part.wave), code)
            drop.append(_settle(study, part, sheet, (rule, dated), code, rows, findings))
    out = sheet.index.isin(np.concatenate(drop))
    rest = sheet[~out]
    rest[ROW] = rest.index
    rest.index = pd.Index(part.people[~out], dtype="str")
    return rest[~rest.index.duplicated()]


def _several(study, part, sheet):
    """Rows that say again what all rows of their person say, and the codes of the rows of those whose rows differ."""
    several = part.people[part.people.duplicated(keep=False)]
    clocks = part.clocks.several if part.clocks else with_clock(study, part, several.index)
    answers = sheet.loc[several.index, _compared(study, part, sheet, clocks)]
    again = answers.set_axis(range(answers.shape[1]), axis=1).assign(who=several).duplicated()
    differ = several[~again]
    alike = several.index[again & ~several.isin(differ[differ.duplicated()])]
    several = several.drop(index=alike)
    return alike, several[several.duplicated(keep=False)]


def _compared(study, part, sheet, clocks):
    """The columns of ``sheet`` in which two questionnaires may differ: all but when they were filled in."""
    stamps = [item for item in sheet.columns.unique("item") if _is_stamp(study, part, item, clocks)]
    return [column for column in sheet.columns if column[0] not in stamps]


def _is_stamp(study, part, item, clocks):
    """Whether an item says when a questionnaire was filled in: it is the declared date, or one of ``clocks``."""
    declared = study.column(item, part.wave) == study.data.date_column
    return study.items[item].kind == "date" and (declared or item in clocks)


def with_clock(study, part, rows):
    """The items of kind date that have a time of day in any of the ``rows`` of a part."""
    cells = {item: part.cells.loc[rows, study.column(item, part.wave)] for item in _dates(study, part)}
    return frozenset(item for item, texts in cells.items() if any(map(TIME.search, texts)))


def _dates(study, part):
    """The items of kind date of a part's wave."""
    return [item for item, about in study.items.items() if about.kind == "date" and part.wave in about.waves]


def _settle(study, part, sheet, rule, code, rows, findings):
    """The rows of one person to leave out, with the log of why, or a question in ``findings``."""
    (rule, dated), keep = rule, rows[0]
    if rule.startswith("last"):
        keep = _last(study, part, rows, findings, dated or study.data.date_column, rule.endswith("time"))
    if rule == "most complete":
        keep = _fullest(study, part, sheet, rows, findings)
    if rule == "fill":
        _fill(study, part, sheet, rows, findings)
    if rule == "set missing":
        _blank(part, sheet, study, keep, _differ(study, part, sheet, rows), findings)
    others = rows[rows != keep]
    findings.leave_out(part.file, others, SEVERAL + rule, code)
    return others


def _differ(study, part, sheet, rows):
    """The items in which the ``rows`` differ."""
    columns = _compared(study, part, sheet, with_clock(study, part, rows))
    answers = sheet.loc[rows, columns].to_numpy(dtype=object)
    unlike = (answers != answers[0]).any(axis=0)
    return list(dict.fromkeys(item for (item, _), differs in zip(columns, unlike, strict=True) if differs))


def _blank(part, sheet, study, row, items, findings):
    """Blank the answers of one row to ``items``, each with a line in the log."""
    for item in items:
        before = sheet.loc[row, (item, "answer")]
        sheet.loc[row, (item, "answer")], sheet.loc[row, (item, "status")] = "", BLANK
        findings.log(part.file, row, study.column(item, part.wave), before, BLANK, f"{SEVERAL}set missing")


def _fill(study, part, sheet, rows, findings):
    """Fill the blanks of the first row from the others, cell by cell; two different answers are asked about.

    Answers that stood in different rows stand together now, and are held against the rules of consistency.
    """
    first = sheet.loc[rows[:1]]
    rules = [rule for rule in study.consistency if not any(len(broken) for _, broken in _broken(rule, first))]
    for item in _differ(study, part, sheet, rows):
        answers = sheet.loc[rows, item]
        filled = answers[answers["status"] != BLANK].drop_duplicates()
        column = study.column(item, part.wave)
        if len(filled) > 1:
            what = f"{', '.join(map(repr, filled['answer']))} in the rows {_listed(rows)}"
            _ask(part, what, "one answer and blanks, where blanks are filled", rows, column, findings)
        elif answers.loc[rows[0], "status"] == BLANK:
            row, (answer, status) = filled.index[0], filled.loc[filled.index[0], ["answer", "status"]]
            sheet.loc[rows[0], (item, "answer")], sheet.loc[rows[0], (item, "status")] = answer, status
            findings.log(part.file, rows[0], column, BLANK, answer or status, f"{SEVERAL}filled in from row {row}")
    filled = sheet.loc[rows[:1]].copy()
    _check_rules(study, part, filled, rules, findings)
    sheet.loc[rows[:1]] = filled


def _fullest(study, part, sheet, rows, findings):
    """The row with most answers; two rows with as many are asked about."""
    items = sheet.columns.unique("item")
    filled = sum((sheet.loc[rows, (item, "status")] != BLANK).astype(int) for item in items)
    most = filled[filled == filled.max()].index
    if len(most) > 1:
        what = f"{so_many(int(filled.max()), 'answer')} in each of the rows {_listed(most)}"
        _ask(part, what, "one row that is the most complete", most, "", findings)
    return most[0]


def _last(study, part, rows, findings, column, by_time):
    """The row of the last day, or also time of day; two such rows, or what cannot be read, are asked about."""
    dates = part.cells.loc[rows, column] if column else pd.Series("", index=rows)
    moments = dates.map(lambda raw: _moment(study, tidy(raw), by_time))
    last = moments[moments == moments.max()].index
    if len(last) > 1 or (moments == "").any():
        what = f"dates {', '.join(map(repr, dates))} of the rows {_listed(rows)}"
        remedy = "Name the column of dates (data > date_column), or settle it by another rule (cleaning > conflicts)."
        if not column and (columns := _date_columns(study, part)):
            remedy = f"Say in study.yaml which column tells when:\n  data:\n    date_column: {quoted(columns[0])}"
        findings.ask(part.file, what, "dates of which one is the last", remedy, row=int(rows[0]), column=column)
    return last[0]


def _moment(study, text, by_time):
    """When a questionnaire was filled in, as text that sorts by time; an empty text where that cannot be read."""
    clock = TIME.search(text)
    date = read_date(text, study.cleaning.dates, study.cleaning.two_digit_years)[0]
    if not date and clock:
        day = text[: clock.start()].strip(" ,T")
        date = read_date(day, study.cleaning.dates, study.cleaning.two_digit_years)[0]
    if not by_time or not date:
        return date
    if not clock:
        return ""
    hour, minute, second, half = clock.groups()
    hour = int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour)
    return f"{date} {hour:02d}:{minute}:{second or '00'}"


def _date_columns(study, part):
    """The column that is declared to tell when; else those of items that are dates, with a time of day first."""
    if study.data.date_column:
        return [study.data.date_column]
    clocks = part.clocks.first if part.clocks else with_clock(study, part, part.cells.index[:1])
    dated = sorted(_dates(study, part), key=lambda item: not _is_stamp(study, part, item, clocks))
    return [study.column(item, part.wave) for item in dated]


def _listed(rows):
    return ", ".join(map(str, rows))


def _ask(part, what, expected, rows, column, findings):
    """Ask which of the ``rows`` counts where a rule cannot tell: a line for each that could be left out."""
    lines = "".join(
        f"\n      # - {{rows: [{row}], file: {quoted(part.file)}, reason: answered twice}}   # {row} does not count"
        for row in rows
    )
    remedy = f"Settle it by another rule (cleaning > conflicts), or leave rows out:\n  data:\n    leave_out:{lines}"
    findings.ask(part.file, what, expected, remedy, row=int(rows[0]), column=column)


# --- the question which of two questionnaires counts ---------------------------------------------------------------


def ask_about_conflicts(study, parts, sheets, findings):
    """Ask which of two different questionnaires of one person at one wave counts, where ``study`` does not say.

    The first question has a line for each rule that could settle all of them, with what it would do to the counts.
    """
    conflicts = conflicts_to_settle(study, parts, sheets)
    if conflicts:
        tried = tried_rules(study, parts, sheets) if to_be_tried(conflicts, findings) else None
        ask_which_counts(study, conflicts, dated_rules(study, parts[0]), tried, findings)


@dataclass(frozen=True)
class Conflict:
    """Different questionnaires of one person at one wave: their rows, and in which column and how they differ."""

    file: str
    wave: int
    code: str
    rows: tuple
    column: str
    details: str


def conflicts_to_settle(study, parts, sheets):
    """The conflicts that are to be asked about, in the order of waves and codes; none where ``study`` settles them."""
    if study.cleaning.conflicts != "ask":
        return []
    return [
        _conflict(study, part, sheet, code, rows)
        for part, sheet in zip(parts, sheets, strict=True)
        for code, rows in _groups(_several(study, part, sheet)[1])
    ]


def to_be_tried(conflicts, findings):
    """Whether each rule is tried for what it does to the counts: all answers can be read, and conflicts are few."""
    return len(conflicts) <= FEW and not findings.unknown


def ask_which_counts(study, conflicts, dated, tried, findings):
    """Ask about ``conflicts``, the first ones spelt out; ``dated`` are `dated_rules`, ``tried`` is what rules would do.

    ``tried`` gives for each rule the counts (`first_counts`) or None where it settles not all; it is None where none
    was tried.
    """
    remedy, where = _lines(study, dated, tried), {}
    for number, conflict in enumerate(conflicts):
        details = _listed(conflict.rows)
        where = where | {"row": int(conflict.rows[1])}
        if number < SPELT_OUT:  # a message shows no more
            details, where = conflict.details, where | {"column": conflict.column}
        what = f"a second, different questionnaire of {conflict.code!r} (rows {details})"
        findings.ask(conflict.file, what, ONE, THE_SAME_LINE if number else remedy, **where)


def _conflict(study, part, sheet, code, rows):
    """The conflict of the questionnaires in ``rows``, with what differs in them, in words."""
    differ = _differ(study, part, sheet, rows)
    dates = [f"{column} {_told(part.cells.loc[rows, column])}" for column in _date_columns(study, part)[:1]]
    unlike = [_unlike(study, part, item, rows) for item in differ[:SHOWN]]
    more = [f"{len(differ) - SHOWN} more answers"] * (len(differ) > SHOWN)
    details, wave = "; ".join([_listed(rows), *dates, *unlike, *more]), study.wave_ids.index(part.wave)
    return Conflict(part.file, wave, code, tuple(rows), study.column(differ[0], part.wave), details)


def _groups(codes):
    return codes.groupby(codes).groups.items()


def _unlike(study, part, item, rows):
    """The answers in which questionnaires differ; what people wrote in own words is not repeated."""
    column = study.column(item, part.wave)
    if study.items[item].kind == "text":
        return f"{column} in other words"
    return f"{column} {_told(part.cells.loc[rows, column])}"


def _told(cells):
    return " or ".join(repr(tidy(raw)) for raw in cells)


def _lines(study, dated, tried):
    """The rules as lines for ``study.yaml``, one of which is to be chosen, with what each would do to the counts."""
    lines = {}
    for rule, means in RULES.items():
        means += f", once data says date_column: {quoted(dated[rule])}" if dated[rule] else ""
        effect = NOT_TRIED
        if tried is not None and tried[rule] is None:
            effect = "it does not settle all of these" if rule == "fill" else ""
        elif tried is not None:
            effect = _counts_told(study, *tried[rule])
        if effect:
            lines[f"conflicts: {rule}"] = f"{means}; {effect}"
    return f"Say in study.yaml which counts {IN_PLACE}:\n  cleaning:{choice('conflicts: ask', lines, 4)}"


def dated_rules(study, part):
    """For each rule, the column of dates that ``study.yaml`` would have to name for it; empty where it needs none."""
    undeclared = "" if study.data.date_column else next(iter(_date_columns(study, part)), "")
    return {rule: undeclared if rule.startswith("last") else "" for rule in RULES}


def tried_rules(study, parts, sheets):
    """What the first comparison would count by each rule (`first_counts`); None for one that settles not all."""
    tried = {}
    for rule, dated in dated_rules(study, parts[0]).items():
        trial = Findings()
        settled = [
            (part.wave, without_conflicts(study, part, sheet, trial, rule, dated))
            for part, sheet in zip(parts, sheets, strict=True)
        ]
        tried[rule] = None if trial.stops() else first_counts(study, settled)
    return tried


def first_counts(study, sheets):
    """What the first comparison of ``study`` counts in ``sheets``, a list of (wave, sheet indexed by people).

    Two things: {wave: [yes, answers]} at its two waves, and its paired table as (a, b, c, d), None where there is none.
    Nothing is counted of an outcome made of themes, as the coding is joined later.
    """
    outcome, primary = _first_outcome(study), study.primary
    about = study.items.get(outcome)
    if not outcome or (about.source and study.items[about.source].kind == "text"):
        return {}, None
    if about.derived:
        sheets = with_derived(study, sheets, pd.DataFrame(columns=CODING_COLUMNS), Findings())
    by_wave = dict(sheets)
    waves = [primary.first, primary.second] if primary else study.items[outcome].waves
    answers = {
        wave: by_wave[wave].loc[by_wave[wave][outcome, "status"] == ANSWERED, (outcome, "answer")]
        for wave in dict.fromkeys([waves[0], waves[-1]])
        if wave in by_wave
    }
    counts = {wave: np.array([(some == "yes").sum(), len(some)]) for wave, some in answers.items()}
    if len(answers) != 2:
        return counts, None
    both = pd.concat([*answers.values()], axis=1, join="inner")
    index = both.replace({"yes": 0, "no": 1}).to_numpy(dtype=int).reshape(-1, 2)
    return counts, pattern_table(index)[:2, :2].ravel()


def _first_outcome(study):
    """The outcome of the first comparison of ``study``; an empty text where none is counted."""
    return study.primary.outcome if study.primary else next(iter(study.outcomes), "")


def _counts_told(study, counts, table):
    """What `first_counts` gives, in words: how many said yes of those who answered, and the paired table."""
    if not study.outcomes:
        return "no yes-no question is counted"
    outcome = _first_outcome(study)
    if not counts:
        return f"{study.items[outcome].label}: counted once the coding is joined"
    phrases = [f"{yes} of {answers} yes at {wave}" for wave, (yes, answers) in counts.items()]
    phrases += [] if table is None else [f"table {', '.join(map(str, table.tolist()))}"]
    return f"{study.items[outcome].label}: {', '.join(phrases)}"


def check_consistency(study, part, sheet, findings):
    """Find the rows of ``sheet`` that break a rule of consistency; set answers missing where the rule says so."""
    _check_rules(study, part, sheet, study.consistency, findings)


def _check_rules(study, part, sheet, rules, findings):
    """Do what `check_consistency` does, for some of its rules."""
    for rule in rules:
        for item, broken in _broken(rule, sheet):
            if len(broken):
                _settle_broken(study, part, sheet, rule, item, broken, findings)


def _broken(rule, sheet):
    """Each item that a rule of consistency is about, with the rows of ``sheet`` in which its answer breaks the rule."""
    if not {*sheet.columns.unique("item")} >= {*rule.given, *rule.then}:
        return
    holds = np.logical_and.reduce([(sheet[item, "answer"] == answer) for item, answer in rule.given.items()])
    for item, answer in rule.then.items():
        yield item, sheet.index[holds & (sheet[item, "status"] == ANSWERED) & (sheet[item, "answer"] != answer)]


def _settle_broken(study, part, sheet, rule, item, rows, findings):
    """Set the answers that break a rule of consistency missing, ask about them or warn of them, as the rule says."""
    column = study.column(item, part.wave)
    condition = ", ".join(f"{name} is {answer}" for name, answer in rule.given.items())
    if rule.broken == "set missing":
        before = sheet.loc[rows, (item, "answer")].to_numpy()
        findings.log(part.file, rows, column, before, BLANK, f"{condition}: set missing")
        sheet.loc[rows, (item, "answer")], sheet.loc[rows, (item, "status")] = "", BLANK
        return
    tell = findings.warn if rule.broken == "keep" else findings.ask
    lines = {
        "broken: keep": "both answers count; a warning stays",
        "broken: set missing": f"{TIMES} answers to {item} become blank",
    }
    remedy = f"Say in study.yaml, in this rule of consistency, {IN_PLACE}:{choice('broken: ask', lines, 2)}"
    answers = sheet.loc[rows, (item, "answer")]
    for answer, times in times_of(answers).items():
        place = {"row": int(answers.index[answers == answer][0]), "column": column, "times": times}
        tell(part.file, f"{answer!r} where {condition}", repr(rule.then[item]), remedy, **place)
