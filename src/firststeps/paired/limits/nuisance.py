"""The largest value of a tail probability over an unknown nuisance parameter, for the exact unconditional methods.

For a probability theta take phi = arcsin(sqrt(theta)): the weights of a binomial distribution of n trials then have
about the same width, 1 / (2 sqrt(n)), everywhere, and a tail probability varies no faster.  So a grid of some steps to
that width sees every hump, its two ends are the boundary of the parameter space, and each hump that could be the
highest is refined until its top is known to 1e-10 of its value.
"""

import numpy as np

STEPS = 8  # grid steps to the width of the binomial weights
ROUNDS = 9  # of refinement, each to a quarter of the width


def grid_size(n):
    """Say how many grid points all of phi, 0 to pi/2, needs.

    >>> grid_size(100)
    254
    """
    return int(np.ceil(np.pi * STEPS * np.sqrt(n))) + 2


def highest(evaluate, phi, values, aim=None):
    """Give the maximum of each row's function, given its ``values`` at the grid ``phi``, both of shape (rows, grid).

    ``evaluate(row, phi)`` gives the functions of the rows at phi of shape (len(row), points).  A hump is a grid maximum
    with its two neighbours; it is refined where its parabola, with room to spare, could rise above the best grid value.
    Where all that matters is whether the maximum is above ``aim``, only what decides that is refined.

    >>> phi = np.linspace(0, 1, 9)[None, :]
    >>> float(highest(lambda row, phi: phi - phi**2 / 1.4, phi, phi - phi**2 / 1.4)[0].round(10))
    0.35
    """
    left, middle, right = values[:, :-2], values[:, 1:-1], values[:, 2:]
    rise = 2 * middle - left - right
    best = values.max(axis=1)
    least = best if aim is None else np.where(best > aim, np.inf, np.maximum(best, aim))
    hump = (middle >= left) & (middle >= right) & (middle + rise >= least[:, None]) & (rise > 0)
    row, column = np.nonzero(hump)
    if len(row):
        np.maximum.at(best, row, _climb(evaluate, row, phi[row, column], phi[row, column + 2]))
    return best


def _climb(evaluate, row, low, high):
    """Give the maximum of each hump in its bracket: nine points, then the two cells beside the best, and again."""
    top = np.zeros(row.shape)
    for _ in range(ROUNDS):
        phi = low[:, None] + (high - low)[:, None] * np.linspace(0, 1, 9)
        values = evaluate(row, phi)
        best = values.argmax(axis=1)
        top = np.maximum(top, values.max(axis=1))
        step, centre = (high - low) / 8, phi[np.arange(len(row)), best]
        low, high = np.maximum(low, centre - step), np.minimum(high, centre + step)
    return top
