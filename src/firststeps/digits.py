"""Numbers as digits, the same on every machine: the last bits of a processor's arithmetic never decide what is printed.

A value that lies halfway between two printed ones, as an odds ratio of 21/8 = 2.625 shown to three digits, may come out
of a sum a bit above or below.  So a number is first brought to ``KEPT`` significant digits, then rounded as readers and
journals do, a tie away from zero: an exact p of 0.0625 prints as 0.063, and 1 of 8 as 13%.
"""

import math
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

KEPT = 12  # significant digits; noise below this is rounded off before anything is compared or printed


def steady(value):
    """The number without the noise of its last bits, as a float; zero has no sign.

    >>> steady(0.1 + 0.2), steady(1 - 2**-53), steady(-0.0)
    (0.3, 1.0, 0.0)
    """
    return float(f"{float(value):.{KEPT - 1}e}") + 0.0


def shown(value, form):
    """The number in one of Python's forms with digits, as ``".3g"`` or ``"+.1f"``, whatever its last bits.

    >>> shown(2.625, ".3g"), shown(2.6250000000000004, ".3g"), shown(2.635, ".3g")
    ('2.63', '2.63', '2.64')
    >>> shown(57.49999999999999, ".0f"), shown(1234567.0, ",.0f"), shown(1e-6, ".3g")
    ('58', '1,234,567', '1e-06')
    """
    value = float(value) + 0.0
    if abs(value) >= 10.0 ** (KEPT - 1):
        return format(value, form)
    with localcontext(rounding=ROUND_HALF_UP):
        text = format(Decimal(f"{value:.{KEPT - 1}e}"), form)
    return format(float(text), form) if form.endswith("g") else text


def alike(values, significant, most=KEPT):
    """Numbers that stand together, as an estimate and its limits, each to the same place.

    It is the place of so many significant digits of the distance between the outermost (where there is none, of the
    number itself), and has ``most`` decimals at most. Noughts in which all of them end are left out. What is below 0
    keeps its sign, so that one sees whether limits hold 0.

    >>> alike([-63.2, -104.28, -31.14], 3), alike([0.2857, -0.02045, 0.5455], 4), alike([0.5, 0, 1], 3)
    (['-63.2', '-104.3', '-31.1'], ['0.2857', '-0.0205', '0.5455'], ['0.5', '0.0', '1.0'])
    >>> alike([-0.0001, 0.5], 3), alike([-1e-17, 0.5], 3)
    (['-0.0', '0.5'], ['0.0', '0.5'])
    >>> alike([0, 2], 3), alike([1234.5, 1600], 3, 0), alike([0.25], 3), alike([0.28571, 0.285714], 3)
    (['0', '2'], ['1,235', '1,600'], ['0.25'], ['0.285710', '0.285714'])
    """
    largest = max(map(abs, map(steady, values)))
    values = [steady(value) if abs(value) > largest * 10.0**-KEPT else 0.0 for value in values]
    apart = steady(max(values) - min(values)) or largest
    place = significant - 1 - (math.floor(math.log10(apart)) if apart else 0)
    last = KEPT - 1 - (math.floor(math.log10(largest)) if largest else 0)  # beyond it is noise
    decimals = max(0, min(place, last, most))
    while True:
        texts = [shown(value, f",.{decimals}f") for value in values]
        if not decimals or not all(text.endswith("0") for text in texts):
            return texts
        decimals -= 1


def beside(value, text, bound):
    """The text of a number, with as many more decimals as show whether it is below a bound, at it or above.

    >>> beside(0.0500163, "0.05", 0.05), beside(0.0312, "0.031", 0.05), beside(0.05, "0.050", 1 - 0.95)
    ('0.05002', '0.031', '0.050')
    """
    value, bound = steady(value), steady(bound)
    for decimals in range(len(text.partition(".")[2]) + 1, KEPT):
        number = float(text)
        if (number > bound, number < bound) == (value > bound, value < bound):
            break
        text = shown(value, f".{decimals}f")
    return text


def percent(proportion, significant=4):
    """A proportion as a percentage in so many significant digits, in more where it would be 100% and is less.

    >>> percent(0.95), percent(0.125), percent(0.1 + 0.2), percent(0.96875)
    ('95%', '12.5%', '30%', '96.88%')
    >>> percent(0.999999), percent(1 - 1e-9), percent(1)
    ('99.9999%', '99.9999999%', '100%')
    """
    value = steady(100 * proportion)
    texts = (shown(value, f".{some}g") for some in range(significant, KEPT + 1))
    return f"{next((text for text in texts if float(text) != 100 or value == 100), shown(value, '.4g'))}%"


def limits_apart(low, high, write, decimals):
    """Two limits as ``write(limit, decimals)`` puts them, with the first of ``decimals`` that tells them apart.

    Where none does, with the first; a sign alone before noughts tells nothing apart.

    >>> limits_apart(0.00022, 0.00049, lambda limit, some: f"{100 * limit:+.{some}f}", range(1, 5))
    ('+0.02', '+0.05')
    >>> limits_apart(-0.01, 0.01, lambda limit, some: f"{limit:+.{some}f}", [1])
    ('-0.0', '+0.0')
    """
    for some in decimals:
        two = write(low, some), write(high, some)
        if len({re.sub(r"^[-+\u2212](?=[0.]+$)", "", text) for text in two}) > 1:
            return two
    return write(low, decimals[0]), write(high, decimals[0])


def alpha_at(level):
    """The significance level of tests that agree with intervals at a confidence ``level``: 1 less it, without noise.

    >>> 1 - 0.95, alpha_at(0.95)
    (0.050000000000000044, 0.05)
    """
    return round(1 - level, 12)


def plural(number, one, many=""):
    """A number with what is counted, in the singular where it is one; ``many`` where that is not one with an s.

    >>> plural(1, "pair"), plural(0, "pair"), plural(4200, "person", "people")
    ('1 pair', '0 pairs', '4,200 people')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
