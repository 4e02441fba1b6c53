"""Where a function is nought, and up to where a condition holds: roots and bisections, the same for all methods.

Roots are of many functions of one variable at once, each in its bracket (Chandrupatla's method, from SciPy). One
function alone is left to Brent's method, which on plain numbers takes a hundredth of the time.
"""

import numpy as np

SPACING = 4 * np.finfo(float).eps  # of floats, relatively: no root is known better, by either method
AT_ONCE = 1 << 16  # functions solved together, so that the working arrays stay in the processor's cache


def roots(function, low, high, *args, tolerance=1e-13):
    """Give the root of ``function(x, *args)`` between ``low`` and ``high``, where its signs differ, for arrays of args.

    Everything broadcasts; each root is found to ``tolerance``, absolute, or to the spacing of floats.  Where the signs
    at the two ends do not differ the answer is NaN, for the caller to replace.

    >>> roots(lambda x, a: x * x - a, 0, 10, np.array([4.0, 9.0])).round(12)
    array([2., 3.])
    >>> roots(lambda x, a: x * x - a, 0, 10, 4.0).round(12)
    np.float64(2.0)
    """
    low, high, *args = np.broadcast_arrays(low, high, *args)
    if low.size == 1:
        return np.full(
            low.shape, root(function, low.item(), high.item(), *map(np.ndarray.item, args), tolerance=tolerance)
        )
    return _many(function, low, high, *args, tolerance=tolerance)


def root(function, low, high, *args, tolerance=1e-13):
    """Give the one root of ``function(x, *args)``, of plain numbers; NaN where the signs at the two ends do not differ.

    >>> round(root(lambda x, a: x * x - a, 0, 10, 4.0), 12)
    2.0
    """
    from scipy.optimize import brentq

    try:
        return brentq(function, low, high, args=args, xtol=tolerance, rtol=SPACING)
    except ValueError:  # no difference of signs, or no number at an end
        return np.nan


def _many(function, low, high, *args, tolerance):
    """Give the roots of as many functions as there are args, in blocks."""
    from scipy.optimize.elementwise import find_root

    shape = low.shape
    low, high, *args = (np.ravel(x).astype(float) for x in (low, high, *args))
    values = np.empty(low.size)
    for start in range(0, low.size, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        answer = find_root(
            function,
            (low[part], high[part]),
            args=tuple(x[part] for x in args),
            tolerances={"xatol": tolerance, "xrtol": SPACING, "fatol": 0.0},
        )
        values[part] = np.where(answer.success, answer.x, np.nan)
    return values.reshape(shape)


def last_true(holds, most):
    """Give the largest k of 0 ... ``most`` (an array) at which ``holds``; -1 where it does not even hold at 0.

    ``holds`` takes an array of k and gives an array of booleans; for each element it is true up to some k only.
    Found by bisection of all elements at once.

    >>> last_true(lambda k: k**2 <= np.array([10, 3, -1]), np.array([9, 9, 9])).tolist()
    [3, 1, -1]
    """
    low, high = np.full(np.shape(most), -1), np.array(most)
    while np.any(open := low < high):
        middle = (low + high + 1) // 2
        true = np.asarray(holds(np.maximum(middle, 0)), dtype=bool)
        low, high = np.where(open & true, middle, low), np.where(open & ~true, middle - 1, high)
    return low


def narrowed(holds, low, high, precision):
    """Give the bracket (``low``, ``high``) of one number, narrowed to ``precision`` by bisection.

    ``holds`` takes a number and gives a truth value; it holds at the upper end, and not at the lower.

    >>> low, high = narrowed(lambda x: x * x >= 2, 1, 2, 1e-9)
    >>> low < 2**0.5 < high, high - low < 1e-9
    (True, True)
    """
    while high - low > precision:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return low, high
