"""Dates as people write them, read only where they are certain or where ``study.yaml`` says how."""

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = re.compile(r"(\d{1,4})[/.\-\s](\d{1,2})[/.\-\s](\d{1,4})")
WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([a-z]{3,9})\.?,?[\s\-]+(\d{2,4})", re.IGNORECASE)
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[\s\-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s\-]+(\d{4})", re.IGNORECASE)
ZONE = r"(?:Z|(?:GMT|UTC|[A-Z]{3,4})?(?:[+-]\d{1,2}:?(?:\d{2})?)?)"
TIME = re.compile(rf"[T ,]+\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?\s*(?:[AP]\.?\s?M\.?)?\s*{ZONE}$", re.IGNORECASE)
EARLIEST = 1000  # year
IMPOSSIBLE = "impossible date"  # as the 31st of February
ORDERS = {"day-first": (2, 1, 0), "month-first": (2, 0, 1), "year-first": (0, 1, 2)}


def read_date(text, order="ask", two_digit_years="ask"):
    """The date ``text`` as ``YYYY-MM-DD`` and an empty fault, or an empty date and the fault.

    ``order`` is ``day-first``, ``month-first``, ``year-first`` or ``ask``: then a date that could be read two ways
    is the fault ``ambiguous date``.  The other faults are ``not a date``, ``impossible date`` and ``two-digit year``.
    A time of day after the date is left away.

    >>> read_date("13/05/2024")
    ('2024-05-13', '')
    >>> read_date("3.5.2024"), read_date("3.5.2024", "day-first")
    (('', 'ambiguous date'), ('2024-05-03', ''))
    >>> read_date("31/02/2024", "day-first"), read_date("1 May 24")
    (('', 'impossible date'), ('', 'two-digit year'))
    >>> read_date("Mar 04, 2024"), read_date("2024-03-04T09:05:00.000+01:00")
    (('2024-03-04', ''), ('2024-03-04', ''))
    >>> read_date("2024/03/04 09:05:00 AM GMT"), read_date("2024/03/04 9:05:00 a. m. GMT+1")
    (('2024-03-04', ''), ('2024-03-04', ''))
    """
    text = TIME.sub("", text)
    if words := WORDS.fullmatch(text):
        return _named_month(words[3], words[2], words[1], two_digit_years)
    if words := MONTH_FIRST.fullmatch(text):
        return _named_month(words[3], words[1], words[2], two_digit_years)
    numbers = NUMBERS.fullmatch(text)
    if not numbers:
        return _fault("not a date")
    parts = numbers.groups()
    if len(parts[0]) == 4:
        return _date(*parts, two_digit_years)
    if order != "ask":
        return _date(*(parts[i] for i in ORDERS[order]), two_digit_years)
    return _only_reading(parts, two_digit_years)


def _named_month(year, month, day, two_digit_years):
    """Read a date whose month is a word."""
    month = month[:3].lower()
    return _date(year, MONTHS.index(month) + 1, day, two_digit_years) if month in MONTHS else _fault("not a date")


def date_order(texts):
    """The one order, day or month first, in which all of some dates can be read; empty where both or neither can.

    >>> date_order(["04/03/2024", "13/05/2024"]), date_order(["04/03/2024", "05/03/2024"])
    ('day-first', '')
    """
    possible = [
        order for order in ("day-first", "month-first") if all(not read_date(text, order, "2000s")[1] for text in texts)
    ]
    return possible[0] if len(possible) == 1 else ""


def _only_reading(parts, two_digit_years):
    """The one way in which the date is possible, if there is one way only."""
    if len(parts[2]) < 3 and two_digit_years == "ask":
        return _fault("two-digit year")
    read = [_date(*(parts[i] for i in ORDERS[order]), two_digit_years) for order in ("day-first", "month-first")]
    possible = sorted({day for day, fault in read if not fault})
    return (possible[0], "") if len(possible) == 1 else _fault("ambiguous date" if possible else IMPOSSIBLE)


def _date(year, month, day, two_digit_years):
    """A day as year-month-day, or what is wrong with it."""
    if len(str(year)) < 3:
        if two_digit_years == "ask":
            return _fault("two-digit year")
        year = int(two_digit_years[:2]) * 100 + int(year)
    if int(year) < EARLIEST:  # a digit is missing, and nobody knows which
        return _fault(IMPOSSIBLE)
    try:
        return date(int(year), int(month), int(day)).isoformat(), ""
    except ValueError:
        return _fault(IMPOSSIBLE)


def _fault(fault):
    """What is read where there is no date: nothing, and why."""
    return "", fault
