"""Two questionnaires of one person at one wave: the same twice is one, and of two different ones a rule says which."""

import datetime
import re

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.responses.cleaning.conflicts.consistency import broken_by, check_rules
from firststeps.responses.cleaning.conflicts.preferred import set_aside, tell_of_others, without
from firststeps.responses.cleaning.derived import ROW
from firststeps.responses.texts.answers import BLANK
from firststeps.responses.texts.dates import read_date
from firststeps.responses.texts.lexicon import quoted
from firststeps.study.parts.texts import tidy

SEVERAL = "conflicting questionnaires of one person: "
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:]\d+)?)?\s*(?:([ap])(?:\.?\s?m)?\b\.?)?", re.IGNORECASE)
ZONE = re.compile(r"(?=.)(?:Z|GMT|UTC)?(?:(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?)?", re.IGNORECASE)


def without_conflicts(study, part, sheet, findings, rule="", dated="", prefer=None):
    """``sheet`` with one row a person and the people as its index, by ``rule`` and the column of dates, ``dated``.

    Before that, rows are set aside beside which their person has one that ``prefer`` puts first.

    A further column, `ROW`, holds the rows that were kept.
    ``sheet`` has the rows of ``part`` and, for each item, the columns (item, answer) and (item, status).  Where it
    is asked which row counts, the first stands for its person: see :func:`ask_about_conflicts`.  Rule, column and
    preference are by default those of ``study``.
    """
    rule, prefer = rule or study.cleaning.conflicts, prefer or study.cleaning.prefer
    aside = set_aside(part, prefer)
    how = f"{SEVERAL}the one counts where {prefer.column} is {', else '.join(prefer.texts)}" if len(aside) else ""
    findings.leave_out(part.file, aside.index, how, aside.to_numpy())
    part, sheet = without(part, sheet, aside.index)
    alike, several = several_of_one(study, part, sheet)
    findings.leave_out(part.file, alike, "same answers as an earlier row left out", part.people[alike].to_numpy())
    if rule in ("ask", "first", "drop"):
        rows = several.index if rule == "drop" else several.index[several.duplicated()]
        how = "all left out" if rule == "drop" else rule
        findings.leave_out(part.file, rows, SEVERAL + how, several[rows].to_numpy())
        drop = [alike, rows]
    else:
        drop = [alike]
        for code, rows in groups(several):
            findings.step = (9, study.wave_ids.index(part.wave), code)
            drop.append(_settle(study, part, sheet, (rule, dated), code, rows, findings))
    out = sheet.index.isin(np.concatenate(drop))
    rest = sheet[~out]
    rest[ROW] = rest.index
    rest.index = pd.Index(part.people[~out], dtype="str")
    rest = rest[~rest.index.duplicated()]
    tell_of_others(study, part, rest[ROW].to_numpy(), findings)
    return rest


def several_of_one(study, part, sheet):
    """Rows that say again what all rows of their person say, and the codes of the rows of those whose rows differ."""
    several = part.people[part.people.duplicated(keep=False)]
    clocks = part.clocks.several if part.clocks else with_clock(study, part, several.index)
    answers = sheet.loc[several.index, _compared_columns(study, part, sheet, clocks)]
    again = answers.set_axis(range(answers.shape[1]), axis=1).assign(who=several).duplicated()
    differ = several[~again]
    alike = several.index[again & ~several.isin(differ[differ.duplicated()])]
    several = several.drop(index=alike)
    return alike, several[several.duplicated(keep=False)]


def _compared_columns(study, part, sheet, clocks):
    """The columns of ``sheet`` in which two questionnaires may differ: all but when they were filled in."""
    stamps = [item for item in sheet.columns.unique("item") if _is_stamp(study, part, item, clocks)]
    return [column for column in sheet.columns if column[0] not in stamps]


def _is_stamp(study, part, item, clocks):
    """Whether an item says when a questionnaire was filled in: it is the declared date, or one of ``clocks``."""
    declared = study.column(item, part.wave) == study.date_column_at(part.wave)
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
        keep = _last(study, part, rows, findings, dated or study.date_column_at(part.wave), rule.endswith("time"))
    if rule == "most complete":
        keep = _fullest(part, sheet, rows, findings)
    if rule == "fill":
        _fill(study, part, sheet, rows, findings)
    if rule == "set missing":
        _blank(part, sheet, study, keep, differing(study, part, sheet, rows), findings)
    others = rows[rows != keep]
    findings.leave_out(part.file, others, SEVERAL + rule, code)
    return others


def differing(study, part, sheet, rows):
    """The items in which the ``rows`` differ."""
    columns = _compared_columns(study, part, sheet, with_clock(study, part, rows))
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
    rules = [rule for rule in study.consistency if not any(len(broken) for _, broken in broken_by(rule, first))]
    for item in differing(study, part, sheet, rows):
        answers = sheet.loc[rows, item]
        filled = answers[answers["status"] != BLANK].drop_duplicates()
        column = study.column(item, part.wave)
        if len(filled) > 1:
            what = f"{', '.join(map(repr, filled['answer']))} in the rows {listed(rows)}"
            _ask(part, what, "one answer and blanks, where blanks are filled", rows, column, findings)
        elif answers.loc[rows[0], "status"] == BLANK:
            row, (answer, status) = filled.index[0], filled.loc[filled.index[0], ["answer", "status"]]
            sheet.loc[rows[0], (item, "answer")], sheet.loc[rows[0], (item, "status")] = answer, status
            findings.log(part.file, rows[0], column, BLANK, answer or status, f"{SEVERAL}filled in from row {row}")
    filled = sheet.loc[rows[:1]].copy()
    check_rules(study, part, filled, rules, findings)
    sheet.loc[rows[:1]] = filled


def _fullest(part, sheet, rows, findings):
    """The row with most answers; two rows with as many are asked about."""
    items = sheet.columns.unique("item")
    filled = sum((sheet.loc[rows, (item, "status")] != BLANK).astype(int) for item in items)
    most = filled[filled == filled.max()].index
    if len(most) > 1:
        what = f"{plural(int(filled.max()), 'answer')} in each of the rows {listed(most)}"
        _ask(part, what, "one row that is the most complete", most, "", findings)
    return most[0]


def _last(study, part, rows, findings, column, by_time):
    """The row of the last day, or also time of day; two such rows, or what cannot be read, are asked about."""
    dates = part.cells.loc[rows, column] if column else pd.Series("", index=rows)
    zones = dates.map(lambda raw: _zone(tidy(raw)))
    apart = len({*zones.str.casefold()}) > 1
    moments = pd.Series(
        [_moment(study, tidy(raw), by_time, zone if apart else None) for raw, zone in zip(dates, zones, strict=True)],
        index=rows,
        dtype="str",
    )
    last = moments[moments == moments.max()].index
    if len(last) > 1 or (moments == "").any():
        what = f"dates {', '.join(map(repr, dates))} of the rows {listed(rows)}"
        remedy = "Name the column of dates (data > date_column), or settle it by another rule (cleaning > conflicts)."
        if not column and (columns := date_columns(study, part)):
            remedy = f"Say in study.yaml which column tells when:\n  data:\n    date_column: {quoted(columns[0])}"
        findings.ask(part.file, what, "dates of which one is the last", remedy, row=int(rows[0]), column=column)
    return last[0]


def _moment(study, text, by_time, zone=None):
    """When a questionnaire was filled in, as text that sorts by time; an empty text where that cannot be read.

    ``zone`` is the text's own, where it is compared with others of another: then the moment is that of Greenwich.
    """
    clock = TIME.search(text)
    date = read_date(text, study.cleaning.dates, study.cleaning.two_digit_years)[0]
    if not date and clock:
        day = text[: clock.start()].strip(" ,T")
        date = read_date(day, study.cleaning.dates, study.cleaning.two_digit_years)[0]
    if not date or (not clock and (by_time or zone is not None)):
        return ""
    if not by_time and zone is None:
        return date
    hour, minute, second, half = clock.groups()
    hour = int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour)
    moment = f"{date} {hour:02d}:{minute}:{second or '00'}"
    if zone is None:
        return moment
    away = _from_greenwich(zone)
    if away is None or hour > 23:
        return ""
    try:
        moment = (datetime.datetime.fromisoformat(moment) - away).isoformat(" ")
    except (ValueError, OverflowError):  # no clock shows it, or it would be beyond the last year
        return ""
    return moment if by_time else moment[:10]


def _zone(text):
    """The time zone that stands behind a time of day; an empty text where none does.

    >>> _zone("2024-03-04T09:05:00.123+01:00"), _zone("4/3/2024 9:05 p. m. GMT"), _zone("9:05 PST"), _zone("4 May")
    ('+01:00', 'GMT', 'PST', '')
    """
    clock = TIME.search(text)
    return text[clock.end() :].strip() if clock else ""


def _from_greenwich(zone):
    """How far the clocks of a zone are from those of Greenwich; None where its name does not tell.

    >>> _from_greenwich("+02:00"), _from_greenwich("Z"), _from_greenwich("UTC-5"), _from_greenwich("BST")
    (datetime.timedelta(seconds=7200), datetime.timedelta(0), datetime.timedelta(days=-1, seconds=68400), None)
    """
    parts = ZONE.fullmatch(zone)
    if not parts:
        return None
    away = datetime.timedelta(hours=int(parts["hours"] or 0), minutes=int(parts["minutes"] or 0))
    return -away if parts["sign"] == "-" else away


def date_columns(study, part):
    """The column that is declared to tell when; else those of items that are dates, with a time of day first."""
    if study.data.date_column:
        return [study.date_column_at(part.wave)]
    clocks = part.clocks.first if part.clocks else with_clock(study, part, part.cells.index[:1])
    dated = sorted(_dates(study, part), key=lambda item: not _is_stamp(study, part, item, clocks))
    return [study.column(item, part.wave) for item in dated]


def groups(codes):
    """The rows of each code: pairs of a code and its rows."""
    return codes.groupby(codes).groups.items()


def listed(rows):
    """Numbers of rows in words."""
    return ", ".join(map(str, rows))


def _ask(part, what, expected, rows, column, findings):
    """Ask which of the ``rows`` counts where a rule cannot tell: a line for each that could be left out."""
    lines = "".join(
        f"\n      # - {{rows: [{row}], file: {quoted(part.file)}, reason: answered twice}}   # {row} does not count"
        for row in rows
    )
    remedy = f"Settle it by another rule (cleaning > conflicts), or leave rows out:\n  data:\n    leave_out:{lines}"
    findings.ask(part.file, what, expected, remedy, row=int(rows[0]), column=column)
