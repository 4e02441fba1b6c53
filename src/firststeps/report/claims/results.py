"""What a result of ``firststeps.paired`` says of itself, in the words of a claim."""

import numpy as np

from firststeps.report.printing import wording
from firststeps.report.printing.names import method_name


def of_result(result):
    """The value, unit, n, denominator, interval, level and method of one ``result``, as ``Claim`` takes them.

    A difference between two changes, which can be 200 points, is a "number of points", as sentences say it.
    A result that has a ``problem`` in place of a value is a text, and so are bounds, which have no value. Raises
    TypeError for what is no result of one table.

    >>> from firststeps import paired
    >>> known = of_result(paired.mcnemar([[1, 1], [7, 12]]))
    >>> known["value"], known["unit"], known["n"], known["denominator"], known["method"]
    (0.0703125, 'p-value', 21, 'people who answered twice', 'exact McNemar')
    >>> of_result(paired.difference([[1, 1], [7, 12]]))["method"]
    'Fay–Lumbard, agrees with the exact McNemar test'
    """
    if not hasattr(result, "unit") or np.ndim(getattr(result, "value", 0)):
        raise TypeError(f"A number is recorded with its unit, a result of one table without; found {result!r}.")
    if not hasattr(result, "value"):
        limits = wording.span(result.low, result.high, result.unit)
        whom = {"n": result.n, "denominator": result.denominator, "method": result.method}
        return {"value": limits, "unit": "text", **whom}
    known = {"method": method_of(result), "denominator": result.denominator}
    if result.n is not None:
        known["n"] = int(result.n)
    if result.problem:
        return {"value": result.problem, "unit": "text", **known}
    unit, times = ("number of points", 100) if result.unit == "points between changes" else (result.unit, 1)
    known |= {"value": times * float(result.value), "unit": unit}
    if result.interval is None:
        return known
    low, high, level = result.interval
    limits = tuple(times * float(limit) if np.isfinite(limit) else None for limit in (low, high))
    return known | {"interval": limits, "level": level}


def method_of(result):
    """The method by which a result was worked out, and the test that agrees with its interval, in words."""
    agrees = (
        f", agrees with the {result.partner}" if result.interval is not None and getattr(result, "partner", "") else ""
    )
    return f"{method_name(result.method)}{agrees}"
