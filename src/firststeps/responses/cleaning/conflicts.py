"""Answers that conflict: of two questionnaires of one person at one wave, and those that cannot both be right.

The same questionnaire twice is one; two different ones are a decision, and so are answers that break a rule of
consistency of ``study.yaml``.
"""

import numpy as np
import pandas as pd

from firststeps.responses.texts.answers import ANSWERED, BLANK, tidy
from firststeps.responses.texts.dates import read_date

CONFLICT_LINES = (
    "Say in study.yaml which counts:\n  cleaning:\n    conflicts: ask   # first, last by date, set missing or drop"
)
CONSISTENCY_LINES = "Say in study.yaml, in this rule of consistency:\n  broken: ask   # keep or set missing"


def without_conflicts(study, part, sheet, found):
    """``sheet`` with one row a person and the people as its index.

    ``sheet`` has the rows of ``part`` and, for each item, the columns (item, answer) and (item, status).
    """
    several = part.people[part.people.duplicated(keep=False)]
    alike = _same_again(part, sheet, several, found)
    several = several.drop(index=alike)
    several = several[several.duplicated(keep=False)]
    if study.cleaning.conflicts in ("first", "drop"):
        drop = [alike, _by_rule(study, part, several, found)]
    else:
        people = several.groupby(several).groups.items()
        drop = [alike, *(_settle(study, part, sheet, code, rows, found) for code, rows in people)]
    gone = sheet.index.isin(np.concatenate(drop))
    kept = sheet[~gone]
    kept.index = pd.Index(part.people[~gone], dtype="str")
    return kept[~kept.index.duplicated()]


def _same_again(part, sheet, several, found):
    """The rows to leave out of people all of whose rows say the same."""
    said = sheet.loc[several.index]
    again = said.set_axis(range(said.shape[1]), axis=1).assign(who=several).duplicated()
    differ = several[~again]
    rows = several.index[again & ~several.isin(differ[differ.duplicated()])]
    found.leave_out(part.file, rows, "same answers as an earlier row left out", several[rows].to_numpy())
    return rows


def _by_rule(study, part, several, found):
    """The rows to leave out where the first counts or none: no look at what they say is needed."""
    rule = study.cleaning.conflicts
    rows = several.index if rule == "drop" else several.index[several.duplicated()]
    told = "all left out" if rule == "drop" else rule
    found.leave_out(part.file, rows, f"conflicting questionnaires of one person: {told}", several[rows].to_numpy())
    return rows


def _settle(study, part, sheet, code, rows, found):
    """The rows of one person to leave out, with the log of why, or a question in ``found``."""
    answers = sheet.loc[rows]
    differ = [item for item in answers.columns.unique("item") if len(answers[item].drop_duplicates()) > 1]
    rule = study.cleaning.conflicts
    if rule == "ask":
        where = {"row": int(rows[1]), "column": study.column(differ[0], part.wave), "times": 1}
        what = f"a second, different questionnaire of {code!r} (rows {', '.join(map(str, rows))})"
        found.ask(part.file, what, "one questionnaire of a person at a wave", CONFLICT_LINES, **where)
        return rows[1:]
    keep = rows[0]
    if rule == "last by date":
        keep = _last(study, part, rows, found)
    if rule == "set missing":
        _blank(part, sheet, study, keep, differ, found)
    others = rows[rows != keep]
    found.leave_out(part.file, others, f"conflicting questionnaires of one person: {rule}", code)
    return others


def _blank(part, sheet, study, row, items, found):
    for item in items:
        before = sheet.loc[row, (item, "answer")]
        sheet.loc[row, (item, "answer")], sheet.loc[row, (item, "status")] = "", BLANK
        column = study.column(item, part.wave)
        found.log(part.file, row, column, before, BLANK, "conflicting questionnaires of one person: set missing")


def _last(study, part, rows, found):
    """The row with the latest date; two rows of that date, or a date that cannot be read, are asked about."""
    column = study.data.date_column
    said = part.cells.loc[rows, column] if column else pd.Series("", index=rows)
    days = said.map(lambda raw: read_date(tidy(raw), study.cleaning.dates, study.cleaning.two_digit_years)[0])
    last = days[days == days.max()].index
    if len(last) > 1 or (days == "").any():
        what = f"dates {', '.join(map(repr, said))} of the rows {', '.join(map(str, rows))}"
        remedy = "Name the column of dates (data > date_column), or settle it by another rule (cleaning > conflicts)."
        found.ask(part.file, what, "dates of which one is the last", remedy, row=int(rows[0]), column=column)
    return last[0]


def check_consistency(study, part, sheet, found):
    """Find the rows of ``sheet`` that break a rule of consistency; set answers missing where the rule says so."""
    there = set(sheet.columns.unique("item"))
    for rule in study.consistency:
        if there >= {*rule.given, *rule.then}:
            holds = np.logical_and.reduce([(sheet[item, "answer"] == said) for item, said in rule.given.items()])
            for item, said in rule.then.items():
                broken = sheet.index[holds & (sheet[item, "status"] == ANSWERED) & (sheet[item, "answer"] != said)]
                if len(broken):
                    _settle_broken(study, part, sheet, rule, item, broken, found)


def _settle_broken(study, part, sheet, rule, item, rows, found):
    column = study.column(item, part.wave)
    given = ", ".join(f"{name} is {said}" for name, said in rule.given.items())
    if rule.broken == "set missing":
        before = sheet.loc[rows, (item, "answer")].to_numpy()
        found.log(part.file, rows, column, before, BLANK, f"{given}: set missing")
        sheet.loc[rows, (item, "answer")], sheet.loc[rows, (item, "status")] = "", BLANK
        return
    tell = found.warn if rule.broken == "keep" else found.ask
    answer = sheet.loc[rows[0], (item, "answer")]
    place = {"row": int(rows[0]), "column": column, "times": len(rows)}
    tell(part.file, f"{answer!r} where {given}", repr(rule.then[item]), CONSISTENCY_LINES, **place)
