"""What printed numbers allow, by going through all tables with the definitions of the papers, not the package's."""

import itertools
import math
from fractions import Fraction
from functools import cache

import numpy as np

from firststeps.paired.published.printed import as_printed, printed_limits
from firststeps.paired.published.same_people import SHARES
from firststeps.paired.published.stated import chosen
from tests.paired.definitions import mcnemar_p
from tests.reference.limits_mpmath import fleiss, newcombe, wald_difference, wald_log

Z95 = 1.959963984540054


@cache
def every_table(n):
    """All (a, b, c, d) of n people."""
    return [t for t in itertools.product(range(n + 1), repeat=4) if sum(t) == n]


def share(name, table):
    """How many people a count is of."""
    a, b, c, d = table
    return {
        "first": a + b,
        "second": a + c,
        "stopped": b,
        "began": c,
        "changed": b + c,
        "yes_twice": a,
        "no_twice": d,
        "same": a + d,
    }[name]


def divided(x, y):
    """x / y, infinite for x/0, None for 0/0."""
    return Fraction(x, y) if y else (math.inf if x else None)


def by_test(a, b, c, d):
    """The odds ratio to the power of 1 -/+ z / chi, by its formula."""
    if not b or not c or b == c:
        return None
    odds, chi = c / b, abs(c - b) / math.sqrt(b + c)
    return tuple(sorted(odds ** (1 + sign * Z95 / chi) for sign in (-1, 1)))


def wald_odds(a, b, c, d):
    """c / b with limits on the logarithmic scale."""
    return wald_log(b, c, 1 / b + 1 / c if b and c else 0, Z95) if b and c else None


@cache
def value(name, version, table):
    """A statistic of one table by one version, from its definition; None where it is undefined."""
    a, b, c, d = table
    n = sum(table)
    x1, x2 = a + b, a + c
    if name == "p":
        test, _, side = version.partition(", ")
        return mcnemar_p(test, b, c, n, side or "two-sided")
    if name == "chi_squared":
        shrink = 1 if version == "continuity" else 0
        scale = Fraction(n - 1, n) if version == "n-1" else 1
        return Fraction(max(abs(b - c) - shrink, 0) ** 2, b + c) * scale if b + c else Fraction(0)
    if name == "difference":
        return Fraction(c - b, n) * (1 if version == "second minus first" else -1)
    if name == "ratio":
        return divided(x2, x1) if version == "second to first" else divided(x1, x2)
    if name == "odds_ratio":
        over, under = (c, b) if version.startswith("pairs") else (x2 * (n - x1), x1 * (n - x2))
        return divided(under, over) if "first to second" in version else divided(over, under)
    if name == "kappa":
        chance = Fraction(x1 * x2 + (n - x1) * (n - x2), n * n)
        return None if chance == 1 else (Fraction(a + d, n) - chance) / (1 - chance)
    return {
        "wald": lambda: wald_difference(b, c, n, Z95),
        "fleiss": lambda: fleiss(b, c, n, Z95),
        "newcombe": lambda: newcombe(a, b, c, d, Z95),
        "test-based": lambda: by_test(*table),
        "odds wald": lambda: wald_odds(*table),
    }["odds wald" if name == "odds_ratio_interval" and version == "wald" else version]()


def agrees(printed, x):
    """Whether a value lies within what is printed; a few units in the last place count as on the end."""
    if x is None:
        return False
    x = float(x)
    room = 1e-11 * max(1, abs(x)) if math.isfinite(x) else 0
    above = printed.low is None or x >= float(printed.low) + (-room if printed.closed[0] else room)
    below = printed.high is None or x <= float(printed.high) + (room if printed.closed[1] else -room)
    return above and below


def allowed(table, stated):
    """Whether a table prints everything so."""
    n = sum(table)
    for name, text, version in stated:
        if name in SHARES:
            x = Fraction(100 * share(name, table), n) if "%" in text else share(name, table)
            printed = as_printed(text)
            if not printed.low <= x <= printed.high:
                return False
        elif name.endswith("_interval"):
            limits = value(name, version, table)
            if limits is None or not all(map(agrees, printed_limits(text), limits)):
                return False
        elif not any(
            agrees(as_printed(text.replace(",", ".")), _scaled(name, text, v, table)) for v in chosen(name, version)
        ):
            return False
    return True


def _scaled(name, text, version, table):
    """A value as it is printed: a difference in points where it carries a percent sign."""
    x = value(name, version, table)
    return 100 * x if x is not None and name == "difference" and "%" in text else x


def printings(name, table, version):
    """How a table may print a statistic of its own: several decimals, limits and words."""
    x = value(name, version, table)
    if x is None or not np.all(np.isfinite(np.asarray(x, dtype=float))):
        return []
    if name.endswith("_interval"):
        return [f"{float(x[0]):.2f} to {float(x[1]):.2f}", f"{float(x[0]):.1f}, {float(x[1]):.1f}"]
    texts = [f"{float(x):.{decimals}f}" for decimals in (1, 2, 3)]
    if name == "p":
        texts += ["<0.05", "n.s.", "p = " + texts[1].lstrip("0"), texts[2].replace(".", ","), ">0.05"]
    if name == "difference":
        texts += [f"{100 * float(x):.1f}%", f"{100 * float(x):.0f}%"]
    return texts
