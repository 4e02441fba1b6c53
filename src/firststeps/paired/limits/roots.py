"""Roots of many functions of one variable at once, each in its bracket (Chandrupatla's method, from SciPy)."""

import numpy as np

AT_ONCE = 1 << 16  # functions solved together, so that the working arrays stay in the processor's cache


def roots(function, low, high, *args, tolerance=1e-13):
    """The root of ``function(x, *args)`` between ``low`` and ``high``, where its signs differ, for arrays of args.

    Everything broadcasts; each root is found to ``tolerance``, absolute.  Where the signs at the two ends do not
    differ the answer is NaN, for the caller to replace.

    >>> roots(lambda x, a: x * x - a, 0, 10, np.array([4.0, 9.0])).round(12)
    array([2., 3.])
    """
    from scipy.optimize.elementwise import find_root

    low, high, *args = np.broadcast_arrays(low, high, *args)
    shape = low.shape
    low, high, *args = (np.ravel(x).astype(float) for x in (low, high, *args))
    found = np.empty(low.size)
    for start in range(0, low.size, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        answer = find_root(
            function,
            (low[part], high[part]),
            args=tuple(x[part] for x in args),
            tolerances={"xatol": tolerance, "xrtol": 0.0, "fatol": 0.0},
        )
        found[part] = np.where(answer.success, answer.x, np.nan)
    return found.reshape(shape)
