"""The lowest of many limits, found without most of them; and lines of tables, of which few need a p-value each."""

import numpy as np

FEW = 64  # limits worked out before the others are asked whether theirs can be lower


def lowest(limits, can_be_lower, order):
    """Give the place of the lowest of many limits, the first place of equal ones, and that limit.

    ``limits(places)`` gives limits, ``can_be_lower(places, x)`` says which are not above x, in less time; ``order``
    has the places, those first whose limits are likely to be lowest.

    >>> heights = np.array([3.0, 1.0, 2.0, 1.0])
    >>> lowest(lambda places: heights[places], lambda places, x: heights[places] <= x, np.array([2, 3, 1, 0]))
    (1, 1.0)
    """
    place, value, take = -1, np.inf, FEW
    while len(order):
        these, order = np.sort(order[:take]), order[take:]
        values = limits(these)
        best = int(np.argmin(values))
        if (values[best], these[best]) < (value, place):
            value, place = float(values[best]), int(these[best])
        order, take = order[can_be_lower(order, value)], 4 * take
    return place, value


def lines(b, c, n):
    """Give the order of tables in which those with the same c and n stand side by side by their b, the first of equals
    last; and of each such line where in it the line begins, and how many tables it has.

    >>> [each.tolist() for each in lines(np.array([3, 0, 2]), np.array([1, 5, 1]), np.array([9, 9, 9]))]
    [[2, 0, 1], [0, 2], [2, 1]]
    """
    order = np.lexsort((-np.arange(len(b)), b, c, n))
    begins = np.append(True, (np.diff(c[order]) != 0) | (np.diff(n[order]) != 0))[: len(order)]
    first = np.flatnonzero(begins)
    return order, first, np.diff(np.append(first, len(order)))


def ends_of_lines(b, c, n):
    """Give the places of the tables with the two largest b of each line: no limit is solved alone, by another way.

    >>> ends_of_lines(np.array([3, 0, 2, 1]), np.array([1, 5, 1, 1]), np.array([9, 9, 9, 9])).tolist()
    [0, 1, 2]
    """
    order, first, length = lines(b, c, n)
    last = first + length - 1
    return np.sort(order[np.union1d(last, np.maximum(last - 1, first))])


def so_far_true(holds, b, c, n):
    """Say of which tables ``holds(places)`` is true, where along each line it is so up to some b only: by bisection.

    >>> b, c, n = np.array([[3, 0, 2, 1], [1, 5, 1, 1], [9, 9, 9, 9]])
    >>> so_far_true(lambda places: b[places] < 3, b, c, n).tolist()
    [False, True, True, True]
    """
    order, first, length = lines(b, c, n)
    low, high = np.full(len(first), -1), length - 1
    while len(open_ := np.flatnonzero(low < high)):
        middle = (low[open_] + high[open_] + 1) // 2
        true = holds(order[first[open_] + middle])
        low[open_] = np.where(true, middle, low[open_])
        high[open_] = np.where(true, high[open_], middle - 1)
    answers = np.empty(len(b), dtype=bool)
    answers[order] = np.arange(len(b)) <= np.repeat(first + low, length)
    return answers


def asked_of(b, c, n):
    """Give the number of tables of which ``so_far_true`` asks, at most.

    >>> asked_of(*np.array([[3, 0, 2, 1], [1, 5, 1, 1], [9, 9, 9, 9]]))
    3
    """
    return int(np.ceil(np.log2(1 + lines(b, c, n)[2])).sum())
