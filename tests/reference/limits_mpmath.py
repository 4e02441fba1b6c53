"""Makes limits-mpmath.csv: python limits_mpmath.py > limits-mpmath.csv (mpmath, 30 digits; nothing of the package).

Every limit is found from the definition of its method: score limits by maximising the likelihood given the difference
and bisection, tail limits by sums of binomial probabilities and bisection, the others by the formulas of their papers.
"""

import mpmath as mp

TABLES = [
    *[(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (1, 1, 0, 0), (0, 1, 1, 0), (0, 0, 2, 0), (5, 0, 0, 5), (26, 0, 0, 0)],
    *[(0, 3, 3, 0), (0, 0, 7, 0), (0, 9, 0, 0), (13, 0, 1, 12), (1, 1, 7, 12), (0, 1, 25, 0), (7, 5, 6, 1)],
    *[(40, 3, 1, 2), (0, 4, 5, 6), (5000, 90, 110, 4800), (9990, 0, 3, 7), (0, 30, 9970, 0), (8000, 0, 0, 2000)],
]
LEVELS = ["0.5", "0.95", "0.999"]
FEW = 250  # changers up to which tails are summed


def bisect(function, low, high):
    """Where a function goes from positive to negative."""
    low, high = mp.mpf(low), mp.mpf(high)
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2


def most_likely_loss(b, c, n, delta):
    """P(yes to no) at maximum likelihood, given that P(no to yes) is larger by delta."""
    low, high = max(mp.mpf(0), -delta), (1 - delta) / 2

    def slope(p):
        parts = ((b, p, 1), (c, p + delta, 1), (n - b - c, 1 - 2 * p - delta, -2))
        return mp.fsum(sign * count / max(x, mp.mpf(10) ** -60) for count, x, sign in parts if count)

    return bisect(slope, low, high)


def score(b, c, n, delta, corrected):
    """Tango's score statistic; corrected as Laud's, by the moments of one change."""
    p = most_likely_loss(b, c, n, delta)
    chances = {-1: p, 1: p + delta, 0: 1 - 2 * p - delta}
    second, third = (mp.fsum(q * (x - delta) ** k for x, q in chances.items()) for k in (2, 3))
    variance = n * second * (mp.mpf(n) / (n - 1) if corrected else 1)
    distance = c - b - n * delta
    if variance < mp.mpf(10) ** -20:
        return mp.inf * mp.sign(distance) if distance else mp.mpf(0)
    z = distance / mp.sqrt(variance)
    a = n * third / (6 * variance ** mp.mpf(1.5)) if corrected else 0
    inside = 1 + 4 * a * (z + a)
    return 2 * (z + a) / (1 + mp.sqrt(inside)) if inside >= 0 else -1 / (2 * a)


def score_limits(b, c, n, z, corrected=False):
    if corrected and n == 1:
        return -1, 1
    low = -1 if b == n else bisect(lambda delta: score(b, c, n, delta, corrected) - z, -1, 1)
    return low, 1 if c == n else bisect(lambda delta: score(b, c, n, delta, corrected) + z, -1, 1)


def wald_difference(b, c, n, z, added=0, pairs=0):
    b, c, n = mp.mpf(b) + added, mp.mpf(c) + added, mp.mpf(n) + pairs
    half = z * mp.sqrt(b + c - (c - b) ** 2 / n) / n
    return max((c - b) / n - half, -1), min((c - b) / n + half, 1)


def wilson(x, n, z):
    """The two roots of (x - n p)^2 = z^2 n p (1 - p)."""
    square, linear = n * (n + z**2), n * (2 * x + z**2)
    root = mp.sqrt(linear**2 - 4 * square * mp.mpf(x) ** 2)
    return (linear - root) / (2 * square), (linear + root) / (2 * square)


def wilson_cc(x, n, z):
    """The p at which abs(x - n p) - 1/2 is z standard errors; 0 for x = 0, 1 for x = n."""

    def low(x):
        """Where x - n p - 1/2, which falls, is z standard errors."""
        end = (x - mp.mpf(1) / 2) / n
        return bisect(lambda p: (x - n * p - mp.mpf(1) / 2) ** 2 - z**2 * n * p * (1 - p), 0, end) if x else 0

    return low(x), 1 - low(n - x)


def phi(a, b, c, d, corrected):
    product = (a + b) * (c + d) * (a + c) * (b + d)
    above = mp.mpf(a * d - b * c)
    if corrected and above > 0:
        above = max(above - mp.mpf(a + b + c + d) / 2, 0)
    return above / mp.sqrt(product) if product else mp.mpf(0)


def newcombe(a, b, c, d, z, corrected=True, margin=wilson):
    """Newcombe's method 10; without the correction of phi method 8, with Wilson's corrected limits then method 9."""
    n, r = a + b + c + d, phi(a, b, c, d, corrected)
    p1, p2, (l1, u1), (l2, u2) = mp.mpf(a + b) / n, mp.mpf(a + c) / n, margin(a + b, n, z), margin(a + c, n, z)
    below, above = (mp.sqrt(max(0, x**2 + y**2 - 2 * r * x * y)) for x, y in ((p2 - l2, u1 - p1), (u2 - p2, p1 - l1)))
    return max(p2 - p1 - below, -1), min(p2 - p1 + above, 1)


def fleiss(b, c, n, z):
    """The estimate with z standard errors and 1 / n to either side."""
    half = z * mp.sqrt(b + c - mp.mpf(c - b) ** 2 / n) / n + mp.mpf(1) / n
    return max(mp.mpf(c - b) / n - half, -1), min(mp.mpf(c - b) / n + half, 1)


def mover_ratio(a, b, c, d, z, corrected):
    """The theta at which the square-and-add limits of p2 - theta p1 reach 0 (Donner & Zou 2012)."""
    n, r = a + b + c + d, phi(a, b, c, d, corrected)
    p1, p2, (l1, u1), (l2, u2) = mp.mpf(a + b) / n, mp.mpf(a + c) / n, wilson(a + b, n, z), wilson(a + c, n, z)

    def lower(theta):
        x, y = p2 - l2, theta * (u1 - p1)
        return p2 - theta * p1 - mp.sqrt(max(0, x**2 + y**2 - 2 * r * x * y))

    def upper(theta):
        x, y = u2 - p2, theta * (p1 - l1)
        return p2 - theta * p1 + mp.sqrt(max(0, x**2 + y**2 - 2 * r * x * y))

    low = bisect(lower, 0, p2 / p1 if a + b else (p2 + 1) / u1) if a + c else 0
    return low, bisect(upper, p2 / p1, (u2 + 1) / l1) if a + b else mp.inf


def wald_log(first, second, spread, z):
    """Limits on the logarithmic scale; none where a count is 0."""
    if not first or not second:
        return 0, mp.inf
    half = z * mp.sqrt(spread)
    return mp.mpf(second) / first * mp.exp(-half), mp.mpf(second) / first * mp.exp(half)


def ratio_bonett_price(a, b, c, z):
    first, second, pairs = a + b, a + c, a + b + c
    if not pairs:
        return 0, mp.inf
    joint = mp.sqrt(mp.mpf(b + c + 2) / ((first + 1) * (second + 1)))
    apart = mp.fsum(mp.sqrt((1 - mp.mpf(x + 1) / (pairs + 2)) / (x + 1)) for x in (first, second))
    (l1, u1), (l2, u2) = (wilson(x, pairs, z * joint / apart) for x in (first, second))
    return l2 / u1 if second else 0, u2 / l1 if first else mp.inf


def upper(x, m, p):
    return mp.fsum(mp.binomial(m, k) * p**k * (1 - p) ** (m - k) for k in range(x, m + 1))


def tail_limits(x, m, level, half):
    """Where the tail, less ``half`` of the probability of x, is (1 - level) / 2."""
    tail = (1 - level) / 2
    low = bisect(lambda p: tail - upper(x, m, p) * (1 - half) - upper(x + 1, m, p) * half, 0, 1) if x else 0
    high = bisect(lambda p: 1 - tail - upper(x + 1, m, p) * (1 - half) - upper(x, m, p) * half, 0, 1) if x < m else 1
    return low, high


def limits(a, b, c, d, level):
    """Every method's limits of a table: (measure, method, low, high)."""
    n, m, z = a + b + c + d, b + c, mp.sqrt(2) * mp.erfinv(level)
    yield "difference", "tango", *score_limits(b, c, n, z)
    yield "difference", "laud", *score_limits(b, c, n, z, corrected=True)
    yield "difference", "newcombe", *newcombe(a, b, c, d, z)
    yield "difference", "newcombe-cc", *newcombe(a, b, c, d, z, corrected=False, margin=wilson_cc)
    yield "difference", "mover", *newcombe(a, b, c, d, z, corrected=False)
    yield "difference", "fleiss", *fleiss(b, c, n, z)
    for method, added, pairs in (("wald", 0, 0), ("agresti-min", mp.mpf(1) / 2, 2), ("bonett-price", 1, 2)):
        yield "difference", method, *wald_difference(b, c, n, z, added, pairs)
    yield "ratio", "wald", *wald_log(a + b, a + c, mp.mpf(m) / max((a + b) * (a + c), 1), z)
    yield "ratio", "bonett-price", *ratio_bonett_price(a, b, c, z)
    yield "ratio", "mover", *mover_ratio(a, b, c, d, z, corrected=False)
    yield "ratio", "mover-newcombe", *mover_ratio(a, b, c, d, z, corrected=True)
    yield "odds ratio", "wald", *wald_log(b, c, mp.mpf(1) / max(b, 1) + mp.mpf(1) / max(c, 1), z)
    shares = {"wilson": wilson(c, m, z) if m else (0, 1), "wilson-cc": wilson_cc(c, m, z) if m else (0, 1)}
    if 0 < m <= FEW:
        shares |= {name: tail_limits(c, m, level, half) for name, half in (("clopper-pearson", 0), ("mid-p", 0.5))}
    for method, (low, high) in shares.items():
        yield "odds ratio", method, low / (1 - low) if c else 0, high / (1 - high) if b else mp.inf


if __name__ == "__main__":
    mp.mp.dps = 30
    print("a,b,c,d,level,measure,method,low,high")
    for table in TABLES:
        for level in LEVELS:
            for measure, method, low, high in limits(*table, mp.mpf(level)):
                print(*table, level, measure, method, mp.nstr(mp.mpf(low), 14), mp.nstr(mp.mpf(high), 14), sep=",")
