"""Dates that cannot be right: of a day that has not come yet, or of a follow-up before the first questionnaire."""

import datetime
from dataclasses import replace

import pandas as pd

from firststeps.responses.given.problems import IN_PLACE, choice
from firststeps.responses.texts.answers import tidy
from firststeps.responses.texts.dates import read_date

WAYS = {
    "odd_dates: keep": "the dates stay as they are",
    "odd_dates: set missing": "these dates are left out, the answers stay",
}
LINES = "Look at the paper. If it is a slip, the answers stand and only the date goes. Say in study.yaml which "
LINES += f"{IN_PLACE}:\n  cleaning:{choice('odd_dates: ask', WAYS, 4)}"
BEFORE, MOST = "before the first questionnaire", "before the first questionnaire, as most of this wave"
ORDER = "Are the waves in the right order? If not, put their lines under `waves` in order, and first and second under "
ORDER += "`primary`. If they are: look at the paper"
EXPECTED = "a day that has come, later waves after earlier ones"


def settle_odd_dates(study, parts, findings, today=""):
    """The ``parts`` after what is odd about their dates was asked, kept or taken out, as ``odd_dates`` says.

    Looked at are the dates of questionnaires (``data > date_column``), and answers of kind date that are no background;
    ``today`` (as 2026-11-25) is that of the machine if it is not given.  A date that cannot be read is asked about
    elsewhere.
    """
    if study.cleaning.odd_dates == "keep" or study.data.layout == "counts":
        return parts
    today = today or datetime.date.today().isoformat()
    dates = [
        (place, column, _days(study, part.cells[column]))
        for place, part in enumerate(parts)
        for column in _dated(study, part)
    ]
    odd = [(place, column, days > today, f"later than today, {today}") for place, column, days in dates]
    odd += _before_the_first(study, parts, dates)
    for place, column, wrong, why in odd:
        rows = wrong.index[wrong]
        if len(rows):
            parts[place] = _settled(study, parts[place], column, rows, why, findings)
    return parts


def _dated(study, part):
    """The columns of a part that say when a questionnaire was handed in, or a date as an answer."""
    items = [
        i for i, item in study.items.items() if item.kind == "date" and not item.background and part.wave in item.waves
    ]
    columns = [study.data.date_column, *(study.column(item, part.wave) for item in items)]
    return [column for column in dict.fromkeys(columns) if column and column in part.cells]


def _days(study, cells):
    """The dates of a column as ``YYYY-MM-DD``, empty where there is none that can be read."""
    rules = study.cleaning.dates, study.cleaning.two_digit_years
    read = {text: read_date(tidy(text), *rules)[0] for text in cells.unique()}
    return cells.map(read)


def _before_the_first(study, parts, dates):
    """Which dates of later waves lie before the date that the same person has at an earlier one."""
    earlier = {}
    for place, column, days in sorted(dates, key=lambda entry: study.wave_ids.index(parts[entry[0]].wave)):
        if study.data.layout == "wide" and column == study.data.date_column:
            continue  # one date for all waves
        who = parts[place].people[days.index]
        item = _name(study, parts[place].wave, column)
        before = pd.Series([earlier.get((item, code), "") for code in who], index=days.index)
        both = (days != "") & (before != "")
        wrong = both & (days < before)
        yield place, column, wrong, MOST if both.sum() > 2 and 2 * wrong.sum() > both.sum() else BEFORE
        for code, day in zip(who, days, strict=True):
            if day:
                earlier[item, code] = min(day, earlier.get((item, code), day))


def _name(study, wave, column):
    """What a column of dates is called over the waves: the item that it answers, else itself."""
    items = [i for i, item in study.items.items() if wave in item.waves and study.column(i, wave) == column]
    return items[0] if items else column


def _settled(study, part, column, rows, why, findings):
    dates = part.cells.loc[rows, column]
    if study.cleaning.odd_dates == "set missing":
        findings.log(part.file, rows, column, dates.to_numpy(), "", f"date {why.partition(',')[0]}: set missing")
        cells = part.cells.copy()
        cells.loc[rows, column] = ""
        return replace(part, cells=cells)
    if why == MOST:  # one question, not one a row
        remedy = LINES.replace("Look at the paper", ORDER, 1)
        at = {"row": int(rows[0]), "column": column, "times": len(rows)}
        findings.ask(part.file, f"{dates.iloc[0]!r}, {why}", EXPECTED, remedy, **at)
        return part
    for row, text in dates.items():
        findings.ask(part.file, f"{text!r}, {why}", EXPECTED, LINES, row=int(row), column=column)
    return part
