"""What days tell of waves: into which times those of a file part, and which names of waves they contradict."""

import re
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from firststeps.digits import plural
from firststeps.responses.proposing.people import candidates
from firststeps.responses.proposing.waves.in_column import WaveColumn
from firststeps.responses.texts.dates import MONTHS, date_order, read_date
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.wave_names import LONG_MONTHS, in_time, told_apart
from firststeps.study.parts.texts import tidy

MOST_TIMES = 4  # into which days part
MOST_TWICE = 0.1  # of people may have handed in two questionnaires at one time
MOST_UNREAD = 0.1  # of the cells of a column of days may be empty or no day
FEWEST = 3  # people who come again before days are looked at
MOST_STRAYS = 0.3  # of the rows of a wave lie in the time of another; of more the order is asked about
CLEAR = 2  # a pause between two times lasts as often as long as any pause within one
YEAR_MONTH = re.compile(r"(?<!\d)(?:((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])|(0[1-9]|1[0-2])[-_.]((?:19|20)\d\d))(?!\d)")
MONTH_YEAR = re.compile(rf"({'|'.join([*LONG_MONTHS.split(), *MONTHS])})\W*((?:19|20)\d\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Times:
    """The times into which the days of a long file part: ``cells`` with the time's label in place of each day.

    ``wave`` is the :class:`in_column.WaveColumn` of these, ``spans`` the first and the last day of each, by label.
    """

    cells: pd.DataFrame
    wave: WaveColumn
    spans: dict


def days_of(cells, first=""):
    """The days of a table: a Series by row, named for the first column of dates that can be read in one way; or None.

    Days are written as ``2024-03-31``, empty where a cell holds none.  The column ``first`` is looked at before others.

    >>> days_of(pd.DataFrame({"code": ["A1", "B2"], "on": ["04/03/2024", "13/03/2024"]}, dtype="str")).tolist()
    ['2024-03-04', '2024-03-13']
    """
    for name in dict.fromkeys([*filter(None, [first]), *cells]):
        texts = [text for text in map(tidy, cells[name].unique()) if text]
        read = {text: read_date(text, date_order(texts) or "ask") for text in texts}
        if texts and not any(fault for _, fault in read.values()):
            return by_text(cells[name], lambda text, read=read: read.get(tidy(text), ("", ""))[0]).rename(name)
    return None


def find_times(cells, dates):
    """The :class:`Times` of a file without a name for its waves, where its days part those of each person; else None.

    ``dates`` are the columns of ``cells`` that may hold the day on which a questionnaire was filled in.  People come
    again, hardly anybody twice at one time, and the pauses between times are longer than those within them.

    >>> rows = [(code, f"2024-0{month}-0{day}") for month in (3, 6) for day, code in enumerate(["A1", "B2", "C3"], 1)]
    >>> times = find_times(pd.DataFrame(rows, columns=["code", "day"], dtype="str"), ["day"])
    >>> times.spans
    {'March 2024': ('2024-03-01', '2024-03-03'), 'June 2024': ('2024-06-01', '2024-06-03')}
    """
    able = [column for column in cells if column not in dates and candidates.could_be_codes(column, cells[column])]
    able = [column for column in able if sum(candidates.same_code(cells[column]).value_counts() > 1) >= FEWEST]
    for name in dates if able else ():
        days = days_of(cells[[name]])
        if days is None or (days == "").mean() > MOST_UNREAD:
            continue
        for spans in _parted(days):
            tables = [cells.loc[days.between(*span), able] for span in spans]
            ranked = candidates.by_waves(tables, able)
            best = ranked[0] if ranked and ranked[0].earned else None
            if best and best.twice <= 2 * MOST_TWICE * best.people and _come_again(tables, best.column):
                labels = _labels(spans)
                at = dict(zip(labels, spans, strict=True))
                label_of = {
                    day: label for label, span in at.items() for day in days.unique() if span[0] <= day <= span[1]
                }
                wave = WaveColumn(name, (*labels,), (*ranked,), False)
                return Times(
                    cells.assign(**{name: days.map(lambda day, label_of=label_of: label_of.get(day, ""))}), wave, at
                )
    return None


def _come_again(tables, code):
    """Whether more than a quarter of the people of each time, or of the one before it, are the same."""
    people = [{*candidates.same_code(cells[code])} - {""} for cells in tables]
    return all(4 * len(one & other) > min(len(one), len(other)) for one, other in pairwise(people))


def _parted(days):
    """The ways to part days at their longest pauses, two times first: lists of the first and last day of each time."""
    different = sorted({*days} - {""})
    pauses = [(pd.Timestamp(other) - pd.Timestamp(one)).days for one, other in pairwise(different)]
    longest = sorted(range(len(pauses)), key=lambda place: -pauses[place])
    for times in range(2, min(MOST_TIMES, len(different)) + 1):
        cuts = sorted(longest[: times - 1])
        within = max((pause for place, pause in enumerate(pauses) if place not in cuts), default=0)
        if min(pauses[place] for place in cuts) < max(1, CLEAR * within):
            continue
        starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(different) - 1]
        yield [(different[start], different[end]) for start, end in zip(starts, ends, strict=True)]


def _labels(spans):
    """What times are called: by month and year where that tells them apart, else by their first day."""
    firsts = [pd.Timestamp(first) for first, _ in spans]
    months = [f"{first:%B %Y}" for first in firsts]
    return months if len({*months}) == len(spans) else [f"{first.day} {first:%B %Y}" for first in firsts]


def against_names(labels, days):
    """What to ask where days contradict what waves are called; an empty text where they do not.

    ``labels`` are the names of the waves in order, ``days`` the days of each, as :func:`days_of` gives them.

    >>> march, june = pd.Series(["2024-03-04"], name="Date"), pd.Series(["2024-06-04"], name="Date")
    >>> against_names(["pre", "post"], [march, june])
    ''
    >>> against_names(["pre", "post"], [june, march])
    'And by `Date` pre (2024-06-04) comes after post (2024-03-04): which is wrong, a name, a file or the order?'
    >>> against_names(["2024-03", "2024-09"], [march, june])
    'And no day in `Date` of 2024-09 (2024-06-04) lies in the month that its name tells: is it the right file?'
    """
    there = [(label, some[some != ""]) for label, some in zip(labels, days, strict=True) if some is not None]
    there = [(label, some) for label, some in there if len(some)]
    for label, some in there:
        month = _month_in(label)
        if month and not some.str.startswith(month).any():
            where = f"And no day in `{some.name}` of {label} ({_span(some)})"
            return f"{where} lies in the month that its name tells: is it the right file?"
    if told_apart(labels) and all(in_time(label)[0] < 3 or in_time(label)[1] for label in labels):
        for (one, first), (other, second) in pairwise(there):
            if second.max() < first.min():
                where = f"And by `{first.name}` {one} ({_span(first)}) comes after {other} ({_span(second)})"
                return f"{where}: which is wrong, a name, a file or the order?"
    return _strays([label for label, _ in there], [some for _, some in there])


def _strays(labels, days):
    """What to ask where days part into as many times as there are waves, and a few rows of one lie in another's."""
    if len(labels) < 2:
        return ""
    spans = next((spans for spans in _parted(pd.concat(days)) if len(spans) == len(labels)), [])
    for place, (label, some) in enumerate(zip(labels, days, strict=True) if spans else ()):
        for other, span in enumerate(spans):
            rows = int(some.between(*span).sum())
            if place != other and 0 < rows <= MOST_STRAYS * len(some):
                what = f"{plural(rows, 'row')} of {label}"
                lie = "lie" if rows > 1 else "lies"
                time = f"{labels[other]} ({_span(pd.Series(span))})"
                return f"And by `{some.name}` {what} {lie} in the time of {time}: is the wave wrong there, or the day?"
    return ""


def _month_in(label):
    """The month that a name tells, as ``2024-03``; an empty text where it tells none, or several.

    >>> [_month_in(label) for label in ("2024-03", "answers_March 2024", "03_2024", "2024-03-04", "T1")]
    ['2024-03', '2024-03', '2024-03', '', '']
    """
    if re.search(r"\d{4}\D\d{1,2}\D\d{1,2}(?!\d)|\d{1,2}\D\d{1,2}\D\d{4}|\d{8}", label):
        return ""
    months = {f"{year or late}-{month or early}" for year, month, early, late in YEAR_MONTH.findall(label)}
    months |= {f"{year}-{MONTHS.index(month[:3].casefold()) + 1:02d}" for month, year in MONTH_YEAR.findall(label)}
    return months.pop() if len(months) == 1 else ""


def _span(days):
    """The first and the last of some days, in words."""
    return days.min() if days.min() == days.max() else f"{days.min()} to {days.max()}"
