"""Dates that cannot be right: of a day that has not come yet, or of a follow-up before the first questionnaire."""

import datetime
from dataclasses import dataclass, replace

import pandas as pd

from firststeps.responses.given.problems import IN_PLACE, choice
from firststeps.responses.texts.dates import read_date
from firststeps.study.parts.texts import tidy

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


@dataclass(frozen=True)
class OddDates:
    """Dates of one column that cannot be right, all for one reason; ``place`` is that of their part.

    ``texts`` are the dates as they stand, by row; ``compared`` is how many rows have a date now and an earlier one.
    """

    place: int
    file: str
    column: str
    texts: pd.Series
    reason: str
    compared: int = 0

    @property
    def most(self):
        """Whether more than half of several lie before the first questionnaire: a question about the waves."""
        return self.compared > 2 and 2 * len(self.texts) > self.compared


def settle_odd_dates(study, parts, findings, today=""):
    """The ``parts`` after what is odd about their dates was asked, kept or taken out, as ``odd_dates`` says.

    Looked at are the dates of questionnaires (``data > date_column``), and answers of kind date that are no background;
    ``today`` (as 2026-11-25) is that of the machine if it is not given.  A date that cannot be read is asked about
    elsewhere.
    """
    several = odd_dates(study, parts, today)
    ask_about_odd_dates(study, several, findings)
    return without_odd_dates(study, parts, several, findings)


def odd_dates(study, parts, today=""):
    """What is odd about the dates of ``parts``, which are in the order of the waves; nothing for ``keep``.

    A list of `OddDates`, of columns without any too.
    """
    if study.cleaning.odd_dates == "keep" or study.data.layout == "counts":
        return []
    today = today or datetime.date.today().isoformat()
    dates = [
        (place, column, _days(study, part.cells[column]))
        for place, part in enumerate(parts)
        for column in _date_columns(study, part)
    ]
    odd = [(place, column, days > today, f"later than today, {today}", 0) for place, column, days in dates]
    odd += _before_the_first(study, parts, dates)
    return [
        OddDates(place, parts[place].file, column, parts[place].cells.loc[wrong[wrong].index, column], reason, compared)
        for place, column, wrong, reason, compared in odd
    ]


def added_odd_dates(shares):
    """The odd dates of the whole file from those of its shares, each what `odd_dates` gives."""
    return [
        replace(
            alike[0],
            texts=pd.concat([some.texts for some in alike]).sort_index(),
            compared=sum(some.compared for some in alike),
        )
        for alike in zip(*shares, strict=True)
    ]


def ask_about_odd_dates(study, several, findings):
    """Ask about odd dates, where ``study`` wants it: each of them, or once where most of a wave are odd."""
    if study.cleaning.odd_dates != "ask":
        return
    for number, odd in enumerate(several):
        findings.step = (5, number)
        if odd.most:
            remedy = LINES.replace("Look at the paper", ORDER, 1)
            at = {"row": int(odd.texts.index[0]), "column": odd.column, "times": len(odd.texts)}
            findings.ask(odd.file, f"{odd.texts.iloc[0]!r}, {MOST}", EXPECTED, remedy, **at)
            continue
        for row, text in odd.texts.items():
            findings.ask(odd.file, f"{text!r}, {odd.reason}", EXPECTED, LINES, row=int(row), column=odd.column)


def without_odd_dates(study, parts, several, findings):
    """The ``parts`` without odd dates, where ``study`` wants them set missing, each with a line in the log."""
    if study.cleaning.odd_dates == "set missing":
        for odd in several:
            part, rows = parts[odd.place], odd.texts.index
            before = part.cells.loc[rows, odd.column].to_numpy()
            findings.log(part.file, rows, odd.column, before, "", f"date {odd.reason.partition(',')[0]}: set missing")
            parts[odd.place] = replace(part, cells=part.cells.copy())
            parts[odd.place].cells.loc[rows, odd.column] = ""
    return parts


def _date_columns(study, part):
    """The columns of a part that say when a questionnaire was handed in, or a date as an answer."""
    items = [
        i for i, item in study.items.items() if item.kind == "date" and not item.background and part.wave in item.waves
    ]
    columns = [study.date_column_at(part.wave), *(study.column(item, part.wave) for item in items)]
    return [column for column in dict.fromkeys(columns) if column and column in part.cells]


def _days(study, cells):
    """The dates of a column as ``YYYY-MM-DD``, empty where there is none that can be read."""
    rules = study.cleaning.dates, study.cleaning.two_digit_years
    read = {text: read_date(tidy(text), *rules)[0] for text in cells.unique()}
    return cells.map(read)


def _before_the_first(study, parts, dates):
    """Which dates of later waves lie before the same person's at an earlier one, and how many could be compared."""
    earlier = {}
    for place, column, days in dates:
        who = parts[place].people[days.index]
        item = _name(study, parts[place].wave, column)
        before = pd.Series([earlier.get((item, code), "") for code in who], index=days.index)
        both = (days != "") & (before != "")
        wrong = both & (days < before)
        yield place, column, wrong, BEFORE, int(both.sum())
        for code, day in zip(who, days, strict=True):
            if day:
                earlier[item, code] = min(day, earlier.get((item, code), day))


def _name(study, wave, column):
    """What a column of dates is called over the waves: the item that it answers, else itself."""
    items = [i for i, item in study.items.items() if wave in item.waves and study.column(i, wave) == column]
    return items[0] if items else column
