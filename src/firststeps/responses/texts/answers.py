"""What a cell of a questionnaire says: its answer, its status, what was tidied, or why a person must decide.

Each function takes one raw text and gives a :class:`Reading`; cleaning calls them once for each *different* text.
"""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from firststeps.responses.texts.dates import read_date
from firststeps.study.contradictions import NONE_TICKED
from firststeps.study.parts.texts import CONTROLS, caseless, composed, tidy, way_of_tidying

_DECIMAL = r"[+-]?\d+,\d{1,2}"  # a number with a comma
ANSWERED, BLANK, NOT_APPLICABLE, ABSENT = "answered", "blank", "not applicable", "absent"


class Reading(NamedTuple):
    """What a cell says: its answer and status, the rule by which it was tidied, the fault if it may not be read."""

    answer: str
    status: str
    rule: str = ""
    fault: str = ""


def shows_presence(study, responses):
    """Which rows of tidy ``responses`` show that somebody was there: a boolean array.

    What is known without asking (``background: true``) is known of those who were not there, too.
    """
    background = [item for item, about in study.items.items() if about.background]
    return ((responses["status"] != ABSENT) & ~responses["item"].isin(background)).to_numpy()


def is_blank(raw, codes, kind="yes-no"):
    """Whether a cell says nothing: it is empty, or holds one of the declared codes for a blank.

    In a question of that ``kind``: on a scale a code is a number, however it is written.

    >>> from firststeps.study.parts.items import Codes
    >>> [is_blank(text, Codes(blank=["99"])) for text in (" ", "99", "No", "99.0")]
    [True, True, False, False]
    >>> is_blank("99.0", Codes(blank=["99"]), "scale")
    True
    """
    text = tidy(raw)
    blank = {*map(caseless, codes.blank)}
    numbers = {_in_one_form(code) for code in blank} - {None} if kind == "scale" else ()
    return not text or text.casefold() in blank or (bool(numbers) and _in_one_form(text) in numbers)


def meanings(codes):
    """Each declared code, in small letters, with the answer or status that it stands for."""
    lists = (("yes", codes.yes), ("no", codes.no), (BLANK, codes.blank), (BLANK, codes.not_answered))
    lists += ((NOT_APPLICABLE, codes.not_applicable),)
    return {caseless(code): meaning for meaning, listed in lists for code in listed}


def reader(item, codes, cleaning):
    """The function that reads a raw text of ``item``: raw text in, :class:`Reading` out.

    >>> from firststeps.study.parts.cleaning import Cleaning
    >>> from firststeps.study.parts.items import Codes, Item
    >>> reader(Item(label="IPS", kind="yes-no"), Codes(), Cleaning())(" Y")
    Reading(answer='yes', status='answered', rule='white space; declared code', fault='')
    """
    known = meanings(codes)
    if item.kind == "scale":  # whose cells are numbers, however these are written: 99.0 is the code 99
        known |= {number: known[code] for code in [*known] if (number := _in_one_form(code)) not in (None, *known)}
    read = {
        "yes-no": lambda text: _yes_no(text, known, codes),
        "choice": lambda text: _choice(text, item),
        "ordered": lambda text: _choice(text, item),
        "ticks": lambda text: _ticks(text, item),
        "scale": lambda text: _scale(text, item),
        "date": lambda text: _date(text, cleaning),
    }.get(item.kind)

    def reading(raw):
        """The reading of a cell as typed."""
        text = tidy(re.sub(r"[\r\n]+", ";", raw) if item.kind == "ticks" else raw)
        spaces = way_of_tidying(raw) if raw != text and (item.kind != "text" or not text) else ""
        meaning = known.get(text.casefold(), "" if text else BLANK)
        if not meaning and item.kind == "scale":
            meaning = known.get(_in_one_form(text), "")
        if meaning == BLANK and item.kind == "ticks":
            return _nothing_ticked(item, spaces or ("declared code" if text else ""))
        if meaning in (BLANK, NOT_APPLICABLE):
            return Reading("", meaning, spaces or ("declared code" if text else ""))
        if read is None:
            return _text(raw)
        answer = read(text)
        return answer._replace(rule="; ".join(filter(None, (spaces, answer.rule))) if answer.answer != raw else "")

    return reading


def _yes_no(text, known, codes):
    """What a cell of a yes-no question says."""
    meaning = known.get(text.casefold())
    if meaning is None:
        return Reading("", "", fault="unknown")
    usual = (codes.yes if meaning == "yes" else codes.no)[0]
    if text in (usual, meaning):
        return Reading(meaning, ANSWERED)
    declared = text in codes.yes or text in codes.no
    return Reading(meaning, ANSWERED, "declared code" if declared else "letter case")


def _choice(text, item):
    """Which choice of a list a cell names."""
    for choice in item.choices:
        if text.casefold() == caseless(choice):
            return Reading(choice, ANSWERED, "" if text == tidy(choice) else "letter case")
    if item.other:
        return Reading(item.other, ANSWERED, "answer in own words counted as other")
    return Reading("", "", fault="unknown")


def _nothing_ticked(item, rule):
    """Nobody can see whether who ticked nothing chose none or left the question out: ``study.yaml`` says it."""
    if item.unticked == "none":
        return Reading(NONE_TICKED, ANSWERED, rule)
    fault = "nothing ticked" if item.boxes and item.unticked == "ask" else ""
    return Reading("", "" if fault else BLANK, rule, fault)


def _ticks(text, item):
    """Ticked answers come out with semicolons, in the order of the declared choices; see `ticked`."""
    parts, others = ticked(text, item.choices)
    if others and not item.other:
        return Reading("", "", fault="unknown")
    chosen = {*parts} | ({item.other} if others else set())
    answer = "; ".join(choice for choice in item.choices if choice in chosen)
    rule = "answer in own words counted as other" if others else "ticks in one form"
    return Reading(answer, ANSWERED, "" if answer == text else rule)


def ticked(text, choices):
    """The choices that a list of ticks names, and what else stands in it.

    Whatever separates them - semicolons, commas, bars, line breaks, blanks - the longest choice that fits is taken
    first, so that a choice may hold a comma itself.

    >>> ticked("Support from my manager, or a colleague, Tea;", ["Tea", "Support from my manager, or a colleague"])
    (['Support from my manager, or a colleague', 'Tea'], [])
    >>> ticked("time others", ["time", "others"])
    (['time', 'others'], [])
    >>> ticked("Tea; a walk, alone", ["Tea"])
    (['Tea'], ['a walk, alone'])
    """
    text = tidy(re.sub(r"[\r\n]+", ";", text))
    for separators in (";,| ", ";,|"):  # a blank separates only where nothing but choices is left
        parts, others = _split(text, tuple(choices), separators)
        if not others:
            break
    return parts, others


def chosen_of(answer, item):
    """The choices that a clean answer to an item with a list of them holds; only of ticks there are several.

    >>> from firststeps.study.parts.items import Item
    >>> choices = ["Yes; always", "No"]
    >>> [chosen_of("Yes; always", Item(label="IPS", kind=kind, choices=choices)) for kind in ("choice", "ticks")]
    [['Yes; always'], ['Yes; always']]
    >>> chosen_of("time; tea", Item(label="Helps", kind="ticks", choices=["tea", "time"]))
    ['time', 'tea']
    """
    return ticked(answer, item.choices)[0] if item.kind == "ticks" else [answer]


def _split(text, choices, separators):
    """The choices in a text, the longest first, and the texts between them."""
    choice_of_group, pattern = _choice_pattern(choices, separators)
    rest, parts, others = text.strip(separators + " "), [], []
    while rest:
        match = pattern.match(rest)
        if match:
            parts.append(choice_of_group[match.lastindex - 1])
            rest = rest[match.end() :].strip(separators + " ")
            continue
        later = pattern.search(rest)
        end = later.start() if later else len(rest)
        others.append(rest[:end].strip(separators + " "))
        rest = rest[end:]
    return parts, others


@lru_cache(maxsize=256)
def _choice_pattern(choices, separators):
    """A pattern of the choices between separators or ends, the longest first, and which of them each group of it finds.

    Each is looked for as it is written and in small letters, which can be others than its own: those of ß are ss.
    """
    ways = [(way, choice) for choice in choices for way in dict.fromkeys((tidy(choice), caseless(choice)))]
    ways.sort(key=lambda way: len(way[0]), reverse=True)
    any_of = "|".join(f"({re.escape(way)})" for way, _ in ways) or "(?!)"
    edge = re.escape(separators)
    return [choice for _, choice in ways], re.compile(
        rf"(?:^|(?<=[{edge}])|(?<=[{edge}] ))(?:{any_of})(?=\s*(?:[{edge}]|$))", re.IGNORECASE
    )


def _in_one_form(text):
    """A number as a text in one form; None where the text is none."""
    try:
        return f"{_number(text):.15g}"
    except ValueError:
        return None


def _number(text):
    """The number of a text, which may have a decimal comma; nought has no sign. ValueError where it is none."""
    if "_" in text:  # which Python takes for no sign at all
        raise ValueError(text)
    return float(text.replace(",", ".") if re.fullmatch(_DECIMAL, text) else text) + 0.0


def _scale(text, item):
    """Which number on a scale a cell gives."""
    points = {caseless(word): number for word, number in item.points.items()}
    if text.casefold() in points:
        return Reading(f"{points[text.casefold()]:.15g}", ANSWERED, "word for a point of the scale")
    try:
        number = _number(text)
    except ValueError:
        return Reading("", "", fault="not a number")
    if math.isnan(number) or (math.isinf(number) and not item.range):
        return Reading("", "", fault="not a number")
    low, high = item.range or (-math.inf, math.inf)
    if low <= number <= high and not math.isinf(number):
        return Reading(f"{number:.15g}", ANSWERED, "" if f"{number:.15g}" == text else "number in one form")
    if item.outside == "set missing":
        return Reading("", BLANK, "outside the range: set missing")
    return Reading("", "", fault="outside the range")


def _date(text, cleaning):
    """Which day a cell gives."""
    date, fault = read_date(text, cleaning.dates, cleaning.two_digit_years)
    if fault:
        return Reading("", "", fault=fault)
    year, month, day = date.split("-")
    usual = {"day-first": f"{day}/{month}/{year}", "month-first": f"{month}/{day}/{year}"}.get(cleaning.dates)
    return Reading(date, ANSWERED, "" if text in (date, usual) else "date in one form")


def _text(raw):
    """Free text keeps its words; line breaks become one kind, white space around it goes, and so do controls."""
    text = composed(re.sub(r"\r\n?|[\v\f\x1c-\x1f]", "\n", raw).translate(CONTROLS).strip())
    return Reading(text, ANSWERED, "" if text == raw else way_of_tidying(raw))
