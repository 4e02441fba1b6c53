"""How a number is printed, decided once: notebooks, figures and the manuscript all print through this room.

Every function gives one string and refuses what has no printed form (NaN, infinity) with a ValueError, so that
neither ever reaches a reader.  Proportions are between 0 and 1 and are printed as percentages.  Numbers from 1,000 on
have commas, whatever they count.
"""

import math
import re
from decimal import Decimal

from firststeps import digits
from firststeps.digits import KEPT, limits_apart, shown, steady

_UNITS = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MINUS = "\u2212"  # the typographic minus sign, as wide as a plus
ALPHA = 0.05  # the significance level where nobody chose another
NOISE = 1e-12  # a proportion nearer to 0 or 1 is one of these and a sum's last bits: nobody counts so many people
NO_CHANGE = {"ratio": 1, "coefficient": 0}  # whose limits are near it where a change is all but shown, or just shown
_ONE = {"people": "person", "pairs": "pair", "answers": "answer", "were": "was", "are": "is", "have": "has"}


def count(value, n=None, people="people"):
    """Print a number of people, with the number it is part of if ``n`` is given.

    >>> count(15), count(4200), count(15, 26), count(0, 1, "people who were seen")
    ('15', '4,200', '15 of 26 people', '0 of 1 person who was seen')
    """
    value = f"{_whole(value):,}"
    return value if n is None else f"{value} of {counted(n, people)}"


def fraction(value, n):
    """Print how many of how many with a stroke.

    >>> fraction(15, 26), fraction(1455, 4200)
    ('15/26', '1,455/4,200')
    """
    return f"{count(value)}/{count(n)}"


def counted(number, whom="people"):
    """Print a number with the plural words for what is counted, which become singular where it is one.

    >>> counted(26, "people who were seen"), counted(1, "people who were seen"), counted(1, "answers coded twice")
    ('26 people who were seen', '1 person who was seen', '1 answer coded twice')
    >>> counted(1, "who answered"), counted(1200, "pairs")
    ('1 who answered', '1,200 pairs')
    """
    number = _whole(number)
    if number == 1:
        whom = re.sub(r"\b(people|pairs|answers|were|are|have)\b", lambda word: _ONE[word[0]], whom)
    return f"{number:,} {whom}"


def plural(number, one, many=""):
    """Print a number with what is counted, in the singular where it is one.

    >>> plural(1, "pair"), plural(0, "pair"), plural(1, "person", "people"), plural(4200, "person", "people")
    ('1 pair', '0 pairs', '1 person', '4,200 people')
    """
    return digits.plural(_whole(number), one, many)


def words(value):
    """Write a number of people in words up to ninety-nine, in figures above.

    >>> words(1), words(26), words(30), words(100), words(4200)
    ('one', 'twenty-six', 'thirty', '100', '4,200')
    """
    value = _whole(value)
    if value < len(_UNITS):
        return _UNITS[value]
    if value > 99:
        return f"{value:,}"
    tens, units = divmod(value, 10)
    return _TENS[tens - 2] + (f"-{_UNITS[units]}" if units else "")


def percent(proportion, decimals=0):
    """Print a proportion as a percentage, whole by default: with tens of people a decimal says nothing.

    A proportion that is not 0 or 1 is never printed as if it were.

    >>> percent(15 / 26), percent(0.0625, decimals=1), percent(0.001), percent(0.999), percent(0), percent(2e-17)
    ('58%', '6.3%', '<1%', '>99%', '0%', '0%')
    """
    proportion = _finite(proportion)
    if min(abs(proportion), abs(1 - proportion)) < NOISE:
        proportion = round(proportion)
    if not 0 <= proportion <= 1:
        raise ValueError(f"A proportion lies between 0 and 1; found {proportion:g}.")
    step = 10.0**-decimals
    text = shown(100 * proportion, f".{decimals}f")
    if proportion > 0 and float(text) == 0:
        return f"<{step:.{decimals}f}%"
    if proportion < 1 and float(text) == 100:
        return f">{100 - step:.{decimals}f}%"
    return f"{text}%"


def points(difference, decimals=1, unit="percentage points", sign=True):
    """Print a difference between two proportions in percentage points; a margin (``sign=False``) has none.

    A margin that is whole is printed whole: it was chosen, not measured to a decimal.

    >>> points(0.038), points(-0.1, unit="points"), points(0.0, unit="")
    ('+3.8 percentage points', '−10.0 points', '0.0')
    >>> points(0.1, sign=False), points(0.125, sign=False), points(0.01, sign=False)
    ('10 percentage points', '12.5 percentage points', '1 percentage point')
    """
    difference = _finite(difference)
    if not -1 <= difference <= 1:
        raise ValueError(f"A difference between proportions lies between -1 and 1; found {difference:g}.")
    if sign:
        return f"{_signed(100 * difference, decimals)} {unit}".rstrip()
    text = _size(difference, decimals)
    return f"{text} {unit.removesuffix('s') if text == '1' else unit}".rstrip()


def apart(difference):
    """Print how far two proportions are apart, in percentage points; what is not nought is never printed as nought.

    >>> apart(-0.053), apart(0.000345), apart(0), apart(1e-17)
    ('5.3 percentage points', '0.03 percentage points', '0.0 percentage points', '0.0 percentage points')
    """
    size = 0.0 if abs(difference) < NOISE else abs(difference)
    texts = (points(size, decimals).removeprefix("+") for decimals in range(1, KEPT))
    return next((text for text in texts if not size or float(text.partition(" ")[0])), points(size))


def ratio(value, decimals=2):
    """Print a ratio (of risks or of odds) to two decimals, and to two digits when it is small.

    More than two decimals are as many digits where it is small.

    >>> ratio(1), ratio(0.8333), ratio(0.0123), ratio(0), ratio(0.0004), ratio(1234.5)
    ('1.00', '0.83', '0.012', '0', '<0.001', '1,234.50')
    """
    value = _finite(value)
    if value < 0:
        raise ValueError(f"A ratio is not negative; found {value:g}.")
    if value == 0:
        return "0"
    if value < 0.001 and decimals == 2:
        return "<0.001"
    text = shown(value, f".{decimals}g" if value < 0.1 else f",.{decimals}f")
    return f"{Decimal(text):f}" if "e" in text else text


def number(value):
    """Print any other number: whole numbers whole, others to three significant digits, never with an exponent.

    >>> number(26), number(1600), number(0.123456), number(-2.5), number(12345.6), number(0.0000123)
    ('26', '1,600', '0.123', '−2.5', '12,346', '0.0000123')
    """
    value = _finite(value)
    whole = value == round(value) or abs(value) >= 1000
    text = shown(value, ",.0f" if whole else ".3g")
    return (f"{Decimal(text):f}" if "e" in text else text).replace("-", MINUS)


def coefficient(value, decimals=2):
    """Print a coefficient between -1 and 1 to so many decimals; it is never printed as a perfect 1 or -1 unless it is.

    >>> coefficient(0.6), coefficient(1), coefficient(-0.0204), coefficient(0.9999), coefficient(-0.001)
    ('0.60', '1.00', '−0.02', '>0.99', '0.00')
    >>> coefficient(-0.9999), coefficient(-1)
    ('<−0.99', '−1.00')
    """
    value = _finite(value)
    if not -1 <= value <= 1:
        raise ValueError(f"A coefficient lies between -1 and 1; found {value:g}.")
    text = shown(value, f".{decimals}f")
    if abs(value) < 1 == abs(float(text)):
        nearest = f"{1 - 10.0**-decimals:.{decimals}f}"
        return f">{nearest}" if value > 0 else f"<{MINUS}{nearest}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", MINUS)


def p_value(p, symbol="p", alpha=ALPHA):
    """Print a p-value with its sign of relation; never as 0.000.

    Three decimals below 0.1 and two above (no test on counts is exact to more); ``symbol=""`` leaves ``p =`` out.
    Beside the level ``alpha`` it has as many more as show on which side of it p lies.

    >>> p_value(0.0312), p_value(0.625), p_value(0.00002), p_value(1), p_value(0.9961)
    ('p = 0.031', 'p = 0.63', 'p < 0.001', 'p = 1.00', 'p > 0.99')
    >>> p_value(0.0312, symbol=""), p_value(0.00002, symbol="")
    ('0.031', '<0.001')
    >>> p_value(0.050102), p_value(0.0625), p_value(0.0625, alpha=0.0625), p_value(0.05)
    ('p = 0.0501', 'p = 0.063', 'p = 0.0625', 'p = 0.050')
    """
    p = _finite(p)
    if not 0 <= p <= 1:
        raise ValueError(f"A p-value lies between 0 and 1; found {p:g}.")
    relation, text = _p_parts(p)
    if relation == "=":
        text = digits.beside(p, text, _finite(alpha))
    if symbol:
        return f"{symbol} {relation} {text}"
    return text if relation == "=" else f"{relation}{text}"


def interval(low, high, unit="proportion", level=None, value=None):
    """Print an interval in its unit, with its level if given, for a ``value`` that stands beside it.

    Units are "proportion", "points", "ratio", "people", "number", "number of points" and "coefficient".  ``None``, or
    infinity, for an end says that the interval has no limit there.

    >>> interval(0.389, 0.745)
    '39% to 75%'
    >>> interval(-0.121, 0.2, "points", level=0.95)
    '95% CI −12.1 to +20.0 points'
    >>> interval(1.2, None, "ratio", level=0.9), interval(0, math.inf, "ratio")
    ('90% CI 1.20 and above, with no upper limit', '0 and above, with no upper limit')

    A limit near zero keeps its sign, so that one sees whether the interval holds zero.

    >>> interval(0.0001, 0.112, "points"), interval(-0.112, 0, "points")
    ('+0.0 to +11.2 points', '−11.2 to 0.0 points')
    >>> interval(-0.01, 127, "number of points")
    '−0.0 to +127.0'

    So has a ratio near 1, or a coefficient near 0, as many more decimals as show on which side of it the limit lies:

    >>> interval(1.0004, 1.2, "ratio"), interval(-0.001, 0.3, "coefficient")
    ('1.0004 to 1.20', '−0.001 to 0.30')

    Other numbers are printed to the same place, that of three significant digits of their distance. A ratio is read by
    its factors: each end has its own digits.

    >>> interval(-104.28, -31.14, "number"), interval(0, 1, "number", value=0.5), interval(0.012, 1.2, "ratio")
    ('−104.3 to −31.1', '0.0 to 1.0', '0.012 to 1.20')

    Limits that would be printed alike have as many more decimals as tell them apart.

    >>> interval(0.5391, 0.5448)
    '53.9% to 54.5%'
    """
    prefix = "" if level is None else f"{confidence(level)} CI "
    low, high = (None if end is not None and math.isinf(end) else end for end in (low, high))
    if low is None and high is None:
        return f"{prefix}without limits"
    if high is None:
        return f"{prefix}{_limit(low, unit)} and above, with no upper limit"
    if low is None:
        return f"{prefix}{_limit(high, unit)} and below, with no lower limit"
    if _finite(low) > _finite(high):
        raise ValueError(f"The lower limit {low:g} of an interval is above its upper limit {high:g}.")
    low, high = _limits(low, high, unit, value)
    tail = " points" if unit == "points" else ""
    return f"{prefix}{low} to {high}{tail}"


def span(low, high, unit="proportion"):
    """Print a range of possible numbers in its unit as an interval is; where only one is possible, that one.

    >>> span(0.5391, 0.5448), span(7 / 13, 7 / 13), span(0, 0, "points")
    ('53.9% to 54.5%', '54%', '0.0 points')
    """
    text = interval(low, high, unit)
    return re.sub("^.* to ", "", text) if abs(high - low) < NOISE else text


def in_unit(value, unit, beside=None):
    """Print a number in the unit that a result or a claim carries, as it stands in a sentence.

    Beside an interval (low, high) of numbers it is printed to the same place as these.

    A "number of points" is one of percentage points already, beside which the text has the word: two changes can be
    two hundred apart.

    >>> in_unit(0.58, "proportion"), in_unit(-0.1, "points"), in_unit(0.1, "margin"), in_unit(0.03, "p-value")
    ('58%', '−10.0 percentage points', '10 percentage points', 'p = 0.030')
    >>> in_unit(127, "number of points"), in_unit(-63, "number", beside=(-104.28, -31.14))
    ('+127.0', '−63.0')
    """
    if unit == "number" and beside and not any(end is None or math.isinf(end) for end in beside):
        return _to_one_place(*beside, value)[2]
    return _SENTENCE[unit](value)


def in_cell(value, unit, alpha=ALPHA):
    """Print a number in its unit as it stands in a table, whose heading says what it is; p on its side of ``alpha``.

    Units are those of claims, "size" (points without a sign, up to 200), and proportions with more digits: "tenth of a
    percent" and "hundredth of a percent". What has no limit is infinite.

    >>> in_cell(0.03, "p-value"), in_cell(-0.1, "points"), in_cell(math.inf, "ratio")
    ('0.030', '−10.0', 'infinite')
    >>> in_cell(0.1234, "tenth of a percent")
    '12.3%'
    """
    if unit == "p-value":
        return p_value(value, symbol="", alpha=alpha)
    return "infinite" if math.isinf(value) and value > 0 else _CELL.get(unit, _SENTENCE.get(unit))(value)


def confidence(level):
    """Print a confidence level, never as 100%.

    >>> confidence(0.95), confidence(0.999), confidence(0.999999)
    ('95%', '99.9%', '99.9999%')
    """
    level = _finite(level)
    if not 0 < level < 1:
        raise ValueError(f"A confidence level lies strictly between 0 and 1; found {level:g}.")
    return digits.percent(level)


def listing(words, last="and"):
    """Join words as a sentence lists them.

    >>> listing(["start"]), listing(["start", "end"]), listing(["a", "b", "c"], last="or")
    ('start', 'start and end', 'a, b or c')
    """
    words = [str(word) for word in words]
    return f" {last} ".join([*([", ".join(words[:-1])] if words[:-1] else []), *words[-1:]])


def _to_one_place(*numbers):
    """Print numbers to the same place, from 1,000 on without decimals, unless they are as near; None is no number."""
    numbers = [_finite(each) for each in numbers if each is not None]
    whole = max(map(abs, numbers)) >= 1000 and not 0 < max(numbers) - min(numbers) < 1
    texts = digits.alike(numbers, 3, 0 if whole else digits.KEPT)
    return [text.replace("-", MINUS) for text in texts]


def _limits(low, high, unit, value):
    """Print both ends of an interval, with as many more decimals as tell apart what differs."""
    if unit in _OF_ONE_PLACE:
        return _to_one_place(low, high, value)[:2]
    most = KEPT if abs(high - low) >= NOISE else 0
    return limits_apart(low, high, lambda value, more: _limit(value, unit, more), range(most + 1))


def _limit(value, unit, more=0):
    """Print one end of an interval, with so many more decimals than usual."""
    if unit not in _LIMIT:
        raise ValueError(f'An interval has one of the units {listing(_LIMIT, "or")}; found "{unit}".')
    text = _LIMIT[unit](value, more)
    near = NO_CHANGE.get(unit)
    if near is None or not NOISE <= abs(value - near) <= 0.1:
        return text
    return digits.beside(value, text.replace(MINUS, "-"), near).replace("-", MINUS)


def _limit_in_points(value, more=0, size=100):
    """Print a limit in points with its sign, unless it is nought; ``size`` is that of a point."""
    text = _signed(size * _finite(value), 1 + more)
    if float(text.replace(MINUS, "-")) or abs(_finite(value)) < NOISE:
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def _p_parts(p):
    """Give the relation and the digits of a p-value."""
    if p < 0.001:
        return "<", "0.001"
    if 0.995 <= p < 1:
        return ">", "0.99"
    return "=", shown(p, ".3f" if p < 0.1 else ".2f")


def _size(difference, decimals=1):
    """Print how large a difference is, in points: without decimals where it has none."""
    whole = steady(100 * difference) == round(100 * difference)
    return _signed(100 * difference, 0 if whole else decimals).lstrip("+")


def _signed(value, decimals):
    """Print a signed number; zero has no sign."""
    text = shown(value, f"+.{decimals}f")
    return text[1:] if float(text) == 0 else text.replace("-", MINUS)


def _whole(value):
    """Give ``value`` as a whole number of people, or say why it is not one."""
    value = _finite(value)
    if value < 0 or value != math.floor(value):
        raise ValueError(f"A number of people is whole and not negative; found {value:g}.")
    return int(value)


def _finite(value):
    """Give ``value`` as a float without the noise of its last bits, or say that it cannot be printed."""
    value = steady(value)
    if not math.isfinite(value):
        raise ValueError(f"A value that is {value} cannot be printed; say in words why there is none.")
    return value


_SENTENCE = {
    "people": count,
    "proportion": percent,
    "points": points,
    "margin": lambda value: points(value, sign=False),
    "p-value": p_value,
    "ratio": ratio,
    "coefficient": coefficient,
    "number": number,
    "number of points": lambda value: _signed(_finite(value), 1),
}
_CELL = {
    "points": lambda value: points(value, unit=""),
    "size": lambda value: _size(_finite(value)),  # the distance between two differences can be 200 points
    "tenth of a percent": lambda value: percent(value, 1),
    "hundredth of a percent": lambda value: percent(value, 2),
}
_OF_ONE_PLACE = ("number", "people")  # whose two ends are printed to the same place
_LIMIT = {
    "proportion": percent,
    "points": _limit_in_points,
    "ratio": lambda value, more: ratio(value, 2 + more),
    "number": lambda value, more: number(value),
    "coefficient": lambda value, more: coefficient(value, 2 + more),
    "people": lambda value, more: number(value),  # a limit of a number of people need not be whole
    "number of points": lambda value, more: _limit_in_points(value, more, 1),
}
