"""The tests and intervals of a few people, worked out from the definitions of their papers, not from the package.

Plain and slow: probabilities are fractions, the largest tail over a nuisance parameter is that of a polynomial, maximum
likelihood is by Lagrange's multiplier, and a limit that inverts a test is not searched: ``crossing`` says whether the
test passes from one side to the other there.  Limits with a formula are those of ``tests/reference/limits_mpmath.py``.
Tables are a, b, c, d with b = yes to no and c = no to yes, n people in all.
"""

import math
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import comb

import mpmath as mp
from scipy.optimize import brentq

from tests.reference.limits_mpmath import (
    fleiss,
    mover_ratio,
    newcombe,
    ratio_bonett_price,
    tail_limits,
    wald_difference,
    wald_log,
    wilson,
    wilson_cc,
)

ALTERNATIVES = ("two-sided", "greater", "less")


def tables(most):
    """Every (a, b, c, d) of 1 to ``most`` people: 494 of up to 8."""
    cells = product(range(most + 1), repeat=4)
    return [table for table in cells if 1 <= sum(table) <= most]


def normal_above(z):
    """P(Z > z) for Z standard normal."""
    return math.erfc(z / math.sqrt(2)) / 2


def chi_squared_above(x, df):
    """P(X > x) for X chi-squared with df degrees of freedom."""
    return float(mp.gammainc(mp.mpf(df) / 2, mp.mpf(x) / 2, mp.inf, regularized=True))


def normal_quantile(level):
    """The z of which a standard normal lies within -z and z with probability ``level``."""
    return mp.sqrt(2) * mp.erfinv(mp.mpf(level))


# McNemar's test


def conditional_p(b, c, alternative, mid=False):
    """The exact p-value given b + c; ``mid`` counts half of P(c), once where b = c (Fagerland et al. 2013)."""
    m = b + c
    if not m:
        return Fraction(1)
    weigh = [Fraction(comb(m, k), 2**m) for k in range(m + 1)]
    half = weigh[c] / 2 if mid else 0
    greater, less = sum(weigh[c:]) - half, sum(weigh[: c + 1]) - half
    if alternative == "two-sided":
        return 1 - half if b == c else min(2 * min(greater, less), Fraction(1))
    return greater if alternative == "greater" else less


def signed_square(b, c, alternative):
    """The square of (c - b) / sqrt(b + c) with its sign, towards the alternative; 0 where nobody changed."""
    d = {"two-sided": abs(c - b), "greater": c - b, "less": b - c}[alternative]
    return Fraction(d * abs(d), b + c) if b + c else Fraction(0)


@cache
def unconditional_p(b, c, n, alternative, boschloo=False):
    """The largest probability, over theta, of a table as extreme: by the score, or by the conditional p (Boschloo)."""

    def extremity(b, c):
        return -conditional_p(b, c, alternative) if boschloo else signed_square(b, c, alternative)

    least = extremity(b, c)
    tails = []
    for m in range(n + 1):
        hits = [x for x in range(m + 1) if extremity(m - x, x) >= least]
        tails.append(sum((Fraction(comb(m, x), 2**m) for x in hits), Fraction(0)))
    return bernstein_maximum(tuple(tails))


@cache
def bernstein_maximum(tails):
    """The maximum over [0, 1] of sum_m C(n, m) theta^m (1 - theta)^(n - m) tails[m]."""
    n = len(tails) - 1
    weights = [float(comb(n, m) * tail) for m, tail in enumerate(tails)]
    return highest(lambda x: math.fsum(w * x**m * (1 - x) ** (n - m) for m, w in enumerate(weights)), 0.0, 1.0)


def highest(function, low, high, parts=60):
    """The maximum of a smooth function: the ends, and each hump of a grid, refined by thirds."""
    step = (high - low) / parts
    values = [function(low + k * step) for k in range(parts + 1)]
    best = max(values)
    for k in range(1, parts):
        if values[k] >= max(values[k - 1], values[k + 1]) and values[k] > best - 0.05:
            best = max(best, _top(function, low + (k - 1) * step, low + (k + 1) * step))
    return best


def _top(function, low, high):
    """The maximum of a function with one hump."""
    for _ in range(50):
        one, other = low + (high - low) / 3, high - (high - low) / 3
        low, high = (one, high) if function(one) < function(other) else (low, other)
    return function((low + high) / 2)


def mcnemar_p(method, b, c, n, alternative):
    """The p-value of McNemar's test by each method; 1 where nobody changed."""
    if not b + c:
        return 1.0
    if method in ("exact", "mid-p"):
        return float(conditional_p(b, c, alternative, method == "mid-p"))
    if method in ("unconditional", "boschloo"):
        return unconditional_p(b, c, n, alternative, method == "boschloo")
    scale = math.sqrt((n - 1) / n) if method == "n-1" else 1.0
    shrink = 1 if method == "continuity" else 0
    if alternative == "two-sided":
        return chi_squared_above((max(abs(c - b) - shrink, 0) * scale) ** 2 / (b + c), 1)
    gain = c - b if alternative == "greater" else b - c
    return normal_above(scale * (gain - shrink) / math.sqrt(b + c))


# Scores, and what inverts them


def most_likely(counts, weights):
    """Cell probabilities at maximum likelihood given ``sum(weight * probability) = 0``, by Lagrange's multiplier.

    They are ``count / (n + multiplier * weight)``; where an end of the multiplier's range is reached, the cell of that
    weight, which nobody is in, takes what the constraint lacks.
    """
    n = sum(counts)
    ends = -n / max(weights), -n / min(weights)

    def slope(multiplier):
        """The constraint times all denominators of cells that somebody is in: no poles within the range."""
        kept = [
            (count, weight, n + multiplier * weight) for count, weight in zip(counts, weights, strict=True) if count
        ]
        return sum(
            count * weight * math.prod(other for j, (_, _, other) in enumerate(kept) if j != i)
            for i, (count, weight, _) in enumerate(kept)
        )

    low, high = slope(ends[0]), slope(ends[1])
    inside = low > 0 > high
    multiplier = brentq(slope, *ends, xtol=1e-300, rtol=1e-15) if inside else ends[0 if low <= 0 else 1]
    cells = [count / (n + multiplier * weight) if count else 0.0 for count, weight in zip(counts, weights, strict=True)]
    if not inside:
        at = weights.index(max(weights) if low <= 0 else min(weights))
        cells[at] += -sum(weight * cell for weight, cell in zip(weights, cells, strict=True)) / weights[at]
    return cells


def score(counts, weights, corrected=False):
    """The score statistic of ``sum(weight * probability) = 0``: the observed sum over its standard error.

    ``corrected``: Laud's (2025), with the variance n / (n - 1) times as large and x + A (x^2 - 1) = score solved.
    """
    n, sums = sum(counts), sum(weight * count for weight, count in zip(weights, counts, strict=True))
    cells = most_likely(counts, weights)
    second, third = (sum(cell * weight**k for weight, cell in zip(weights, cells, strict=True)) for k in (2, 3))
    variance = n * second * (n / (n - 1) if corrected else 1)
    if variance < 1e-14:
        return math.copysign(math.inf, sums) if abs(sums) > 1e-12 else 0.0
    z = sums / math.sqrt(variance)
    if not corrected:
        return z
    a = n * third / (6 * variance**1.5)
    inside = 1 + 4 * a * (z + a)
    return 2 * (z + a) / (1 + math.sqrt(inside)) if inside >= 0 else -1 / (2 * a)


def difference_score(b, c, n, delta, corrected=False):
    """Tango's score of the difference ``delta``, or Laud's."""
    return score((b, c, n - b - c), (-1 - delta, 1 - delta, -delta), corrected)


def ratio_score(a, b, c, d, theta):
    """The score of the ratio ``theta``, second to first (Nam & Blackwelder 2002; Tang, Tang & Chan 2003)."""
    return score((a, b, c, d), (1 - theta, -theta, 1.0, 0.0))


@cache
def difference_scores(n, delta):
    """Tango's score of every (b, c) of n people."""
    return {(b, c): difference_score(b, c, n, delta) for b in range(n + 1) for c in range(n + 1 - b)}


def exact_score_p(b, c, n, delta):
    """The largest probability of a score as large, over P(yes to no), where the difference is ``delta``."""
    scores = difference_scores(n, delta)
    least = scores[b, c] - 1e-9 * max(1, abs(scores[b, c])) if math.isfinite(scores[b, c]) else scores[b, c]
    hits = [(comb(n, x) * comb(n - x, y), x, y) for (x, y), value in scores.items() if value >= least]

    def tail(loss):
        gain, same = max(loss + delta, 0.0), max(1 - 2 * loss - delta, 0.0)
        return math.fsum(ways * loss**x * gain**y * same ** (n - x - y) for ways, x, y in hits)

    return highest(tail, max(0.0, -delta), (1 - delta) / 2, parts=40)


# Products of beta variables: Fay and Lumbard's limits, the posterior


def beta_product_above(x, t, s, r, q):
    """P(T (2 R - 1) > x) for x >= 0, T ~ beta(t, s), R ~ beta(r, q), whole numbers: the integral of a polynomial.

    Given T = u it is P(binomial (N, y) < r), y = (u + x) / 2u, N = r + q - 1.  No T where s = 0: then T is 1.
    """
    size = r + q - 1
    if not s:
        y = (1 + x) / 2
        return math.fsum(comb(size, i) * y**i * (1 - y) ** (size - i) for i in range(r))
    total = 0.0
    for i in range(r):
        poly = [1.0]
        for factor in [(x, 1.0)] * i + [(-x, 1.0)] * (size - i) + [(1.0, -1.0)] * (s - 1):
            poly = [
                (poly[k] * factor[0] if k < len(poly) else 0) + (poly[k - 1] * factor[1] if k else 0)
                for k in range(len(poly) + 1)
            ]
        total += comb(size, i) * math.fsum(value * _power(x, k + t - 1 - size) for k, value in enumerate(poly))
    return total / 2**size * math.gamma(t + s) / (math.gamma(t) * math.gamma(s))


def _power(x, k):
    """The integral of u^k from x to 1; where x is 0 a pole has the factor 0 beside it."""
    if k == -1:
        return -math.log(x) if x else 0.0
    return (1 - x ** (k + 1)) / (k + 1) if x or k >= 0 else 0.0


def beta_product_below(x, t, s, r, q):
    """P(T (2 R - 1) <= x) for any x."""
    return 1 - beta_product_above(x, t, s, r, q) if x >= 0 else beta_product_above(-x, t, s, q, r)


def fay_lumbard_below(x, b, c, n):
    """The confidence distribution of the lower limit at x (Fay & Lumbard 2021): R is beta (c, b + 1), 0 where c = 0.

    T is beta (m, n - m + 1) for x above 0 and beta (m + 1, n - m), or 1, below.
    """
    m = b + c
    if not c:
        return 1.0 if x >= 0 else float(1 - _binomial_at_least(m + 1, n, -x))
    return beta_product_below(x, m, n - m + 1, c, b + 1) if x >= 0 else beta_product_below(x, m + 1, n - m, c, b + 1)


def fay_lumbard_mid_p_below(x, b, c, n):
    """The same with the mid-p distribution of the share of gains: the mean with R of beta (c + 1, b), 1 where b = 0."""
    m = b + c
    if not b:
        other = 0.0 if x < 0 else 1.0 if not m else _binomial_at_least(m, n, x)
    else:
        t, s = (m, n - m + 1) if x >= 0 else (m + 1, n - m)
        other = beta_product_below(x, t, s, c + 1, b)
    return (fay_lumbard_below(x, b, c, n) + other) / 2


def _binomial_at_least(x, m, p):
    """P(X >= x) for X binomial (m, p)."""
    return math.fsum(comb(m, k) * p**k * (1 - p) ** (m - k) for k in range(x, m + 1))


# Limits by formulas

_wilson_cc = cache(wilson_cc)
DIFFERENCE = {
    "newcombe": lambda a, b, c, d, z: newcombe(a, b, c, d, z),
    "newcombe-cc": lambda a, b, c, d, z: newcombe(a, b, c, d, z, corrected=False, margin=_wilson_cc),
    "mover": lambda a, b, c, d, z: newcombe(a, b, c, d, z, corrected=False),
    "bonett-price": lambda a, b, c, d, z: wald_difference(b, c, a + b + c + d, z, 1, 2),
    "agresti-min": lambda a, b, c, d, z: wald_difference(b, c, a + b + c + d, z, mp.mpf(1) / 2, 2),
    "wald": lambda a, b, c, d, z: wald_difference(b, c, a + b + c + d, z),
    "fleiss": lambda a, b, c, d, z: fleiss(b, c, a + b + c + d, z),
}
RATIO = {
    "bonett-price": lambda a, b, c, d, z: ratio_bonett_price(a, b, c, z),
    "mover": lambda a, b, c, d, z: mover_ratio(a, b, c, d, z, corrected=False) if a + b + c else (0, mp.inf),
    "mover-newcombe": lambda a, b, c, d, z: mover_ratio(a, b, c, d, z, corrected=True) if a + b + c else (0, mp.inf),
    "wald": lambda a, b, c, d, z: wald_log(a + b, a + c, mp.mpf(b + c) / max((a + b) * (a + c), 1), z),
}


@cache
def share_limits(method, c, m, level):
    """Limits of P(no to yes | change), c of m, by a formula or by summed tails; 0 and 1 where nobody changed."""
    if not m:
        return 0.0, 1.0
    if method in ("clopper-pearson", "mid-p"):
        limits = tail_limits(c, m, mp.mpf(level), 0 if method == "clopper-pearson" else 0.5)
    else:
        limits = {"wilson": wilson, "wilson-cc": wilson_cc}[method](c, m, normal_quantile(level))
    return float(limits[0]) if c else 0.0, float(limits[1]) if c < m else 1.0


def odds_ratio_wald(b, c, level):
    """Limits of c / b on the logarithmic scale."""
    spread = mp.mpf(1) / max(b, 1) + mp.mpf(1) / max(c, 1)
    return wald_log(b, c, spread, normal_quantile(level))


# More waves, more categories


def cochran(people):
    """Cochran's Q of people's answers (tuples of 1 and 0), and its p: exact, mid-p, asymptotic; over every order."""
    waves = len(people[0])

    def spread(answers):
        yes = [sum(column) for column in zip(*answers, strict=True)]
        return waves * sum(x * x for x in yes) - sum(yes) ** 2

    changed = sum(sum(person) * (waves - sum(person)) for person in people)
    if not changed:
        return Fraction(0), {"exact": 1.0, "mid-p": 1.0, "asymptotic": 1.0}
    orders = [
        [tuple(int(k in chosen) for k in range(waves)) for chosen in combinations(range(waves), sum(person))]
        for person in people
    ]
    values = [spread(answers) for answers in product(*orders)]
    observed = spread(people)
    beyond, equal = (Fraction(sum(test(v) for v in values), len(values)) for test in (observed.__lt__, observed.__eq__))
    q = Fraction((waves - 1) * observed, changed)
    asymptotic = chi_squared_above(float(q), waves - 1)
    return q, {"exact": float(beyond + equal), "mid-p": float(beyond + equal / 2), "asymptotic": asymptotic}


def quadratic_form(vector, matrix):
    """``v' M^- v`` and the rank of M, in fractions; None where v is not in the range of M."""
    rows = [[Fraction(x) for x in row] + [Fraction(v)] for row, v in zip(matrix, vector, strict=True)]
    pivots = []
    for column in range(len(vector)):
        row = next((r for r in range(len(pivots), len(rows)) if rows[r][column]), None)
        if row is None:
            continue
        rows[row], rows[len(pivots)] = rows[len(pivots)], rows[row]
        pivot = rows[len(pivots)]
        pivot[:] = [x / pivot[column] for x in pivot]
        for other in rows:
            if other is not pivot and other[column]:
                other[:] = [x - other[column] * y for x, y in zip(other, pivot, strict=True)]
        pivots.append(column)
    if any(row[-1] for row in rows[len(pivots) :]):
        return None, len(pivots)
    return sum(vector[column] * rows[k][-1] for k, column in enumerate(pivots)), len(pivots)


def waves_bhapkar(people):
    """Bhapkar's Wald statistic of the changes from the first wave, n d' V^-1 d, and its df."""
    n = len(people)
    changes = [[Fraction(x - person[0]) for x in person[1:]] for person in people]
    mean = [sum(column) / n for column in zip(*changes, strict=True)]
    k = range(len(mean))
    covariance = [[sum((x[i] - mean[i]) * (x[j] - mean[j]) for x in changes) / n for j in k] for i in k]
    value, rank = quadratic_form(mean, covariance)
    return (None if value is None else n * value), rank


def margins_form(table, less):
    """d' S^-1 d of the differences of the margins of a square table, and its df: Stuart & Maxwell (``less`` = 0).

    With ``less`` = 1 the covariance is S - d d' / n: Bhapkar.
    """
    size, n = len(table), sum(map(sum, table))
    d = [sum(table[k]) - sum(row[k] for row in table) for k in range(size)]
    k = range(size - 1)
    covariance = [
        [
            (sum(table[i]) + sum(row[i] for row in table) - 2 * table[i][i] if i == j else -table[i][j] - table[j][i])
            - less * Fraction(d[i] * d[j], n)
            for j in k
        ]
        for i in k
    ]
    return quadratic_form(d[:-1], covariance)


def bowker(table):
    """Bowker's statistic of symmetry, and how many pairs of categories somebody moved between."""
    pairs = [(table[i][j], table[j][i]) for i, j in combinations(range(len(table)), 2)]
    moved = [(up, down) for up, down in pairs if up + down]
    return sum((Fraction((up - down) ** 2, up + down) for up, down in moved), Fraction(0)), len(moved)


def crossing(function, place, target, step=1e-8, low=-math.inf, high=math.inf):
    """Whether a function is at least ``target`` a step before ``place`` and at most that a step after it.

    Beyond ``low`` and ``high``, where it is not defined, nothing is asked.
    """
    before, after = place - step, place + step
    return (before <= low or function(before) >= target) and (after >= high or function(after) <= target)
