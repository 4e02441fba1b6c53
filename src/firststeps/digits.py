"""Numbers as digits, the same on every machine: the last bits of a processor's arithmetic never decide what is printed.

A value that lies halfway between two printed ones, as an odds ratio of 21/8 = 2.625 shown to three digits, may come out
of a sum a bit above or below.  So a number is first brought to ``KEPT`` significant digits, then rounded as readers and
journals do, a tie away from zero: an exact p of 0.0625 prints as 0.063, and 1 of 8 as 13%.
"""

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


def plural(number, one, many=""):
    """A number with what is counted, in the singular where it is one; ``many`` where that is not one with an s.

    >>> plural(1, "pair"), plural(0, "pair"), plural(4200, "person", "people")
    ('1 pair', '0 pairs', '4,200 people')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
