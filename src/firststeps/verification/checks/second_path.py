"""The headline tests and intervals once more, by a path that shares no code with the package.

Counts come from the clean answers by the standard library; exact p-values are enumerated in rational numbers and asked
of SciPy and statsmodels, and of R where it is installed; the Fay-Lumbard limits are integrated numerically from the two
beta distributions that define them (Fay & Lumbard 2021), as another module of this package works them out otherwise.
"""

import csv
import shutil
import subprocess
from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import comb

import yaml
from scipy import integrate, optimize, stats

CLOSE = 1e-6
STATED = "study.yaml"


def paired_counts(study):
    """Count ``(a, b, c, d)`` of the primary comparison of the folder ``study`` from its clean files; None without one.

    People's own answers are counted where there are any, else the response patterns.
    """
    primary, clean = primary_of(study), study / "data" / "clean"
    if not primary or not clean.is_dir():
        return None
    outcome, first, second = (primary[name] for name in ("outcome", "first", "second"))
    answers = {}
    for row in _rows(clean / "responses.csv"):
        if row["item"] == outcome and row["wave"] in (first, second):
            answers.setdefault(row["participant"], {})[row["wave"]] = row["answer"]
    counts = Counter((by_wave.get(first), by_wave.get(second)) for by_wave in answers.values())
    if not answers:
        for row in _rows(clean / "patterns.csv"):
            if row["item"] == outcome:
                counts[row[first], row[second]] += int(row["people"])
    return tuple(counts[pair] for pair in (("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")))


def primary_of(study):
    """The block ``primary`` of ``study.yaml``, its margin a number and all else text; None where there is none."""
    primary = _stated(study).get("primary") or None
    return primary and {name: float(text) if name == "margin" else text for name, text in primary.items()}


def _stated(study):
    """What ``study.yaml`` says, as plain YAML in which all is text: *no* and *on* are names, not false and true."""
    return yaml.load((study / STATED).read_text(encoding="utf-8"), yaml.BaseLoader)


def exact_pvalue(b, c):
    """The two-sided exact McNemar p-value, all splits of the changers enumerated in rational numbers.

    >>> exact_pvalue(1, 7), exact_pvalue(5, 6)
    (Fraction(9, 128), Fraction(1, 1))
    """
    return min(Fraction(2 * sum(comb(b + c, k) for k in range(min(b, c) + 1)), 2 ** (b + c)), Fraction(1))


def mid_pvalue(b, c):
    """The two-sided mid-p McNemar p-value, all splits enumerated in rational numbers.

    It is the chance of a split further from even than the one seen, and half that of one as far (Fagerland et al.
    2013); so below 1 where as many went either way. It is 1 where nobody changed.

    >>> mid_pvalue(5, 6), float(mid_pvalue(5, 6)), mid_pvalue(1, 1), mid_pvalue(0, 0)
    (Fraction(793, 1024), 0.7744140625, Fraction(3, 4), Fraction(1, 1))
    """
    m, apart = b + c, abs(b - c)
    halves = sum(comb(m, k) * ((abs(2 * k - m) > apart) + (abs(2 * k - m) >= apart)) for k in range(m + 1))
    return Fraction(halves, 2 ** (m + 1)) if m else Fraction(1)


def one_sided(b, c, n, delta):
    """The chance that T (2 R - 1) <= delta: R the lower confidence distribution of the share of gains, T of changing.

    Equal to the one-sided exact p-value where ``delta`` is 0:

    >>> round(one_sided(1, 7, 21, 0.0), 9), 9 / 2**8
    (0.03515625, 0.03515625)
    """
    m = b + c
    t, s = (m, n - m + 1) if delta >= 0 else (m + 1, n - m)

    def chance(share):
        """The chance that T reaches so far, given the share of gains."""
        way = 2 * share - 1
        if delta >= 0:
            return 1.0 if way <= delta else _beta(delta / way, t, s)
        return 0.0 if way >= delta else 1 - _beta(delta / way, t, s)

    if c == 0:
        return chance(0.0)
    share = stats.beta(c, b + 1)
    edge = (1 + delta) / 2
    if delta >= 0:
        rest = integrate.quad(lambda r: chance(r) * share.pdf(r), edge, 1, epsabs=1e-11, limit=400)[0]
        return float(share.cdf(edge) + rest)
    return float(integrate.quad(lambda r: chance(r) * share.pdf(r), 0, edge, epsabs=1e-11, limit=400)[0])


def difference_limits(b, c, n, level):
    """The limits of the difference (c - b) / n where `one_sided`, and its mirror image, reach (1 - level) / 2."""
    tail = (1 - level) / 2

    def low(b, c):
        """The lower limit; -1 where nothing smaller can be left out."""
        if one_sided(b, c, n, -1 + 1e-9) >= tail:
            return -1.0
        return optimize.brentq(lambda delta: one_sided(b, c, n, delta) - tail, -1 + 1e-9, 1 - 1e-9, xtol=1e-9)

    return low(b, c), -low(c, b)


def similarity_pvalue(b, c, n, margin):
    """The p-value of similarity: the larger of two one-sided ones, at the margin below and above."""
    return max(one_sided(b, c, n, -margin), one_sided(c, b, n, -margin))


def cochran_pvalue(rows):
    """The exact p-value of Cochran's Q: each person's answers shuffled among the waves, in every way, as integers.

    ``rows`` holds 1 and 0 of each person at each wave.

    >>> cochran_pvalue([(1, 0), (1, 0), (1, 0), (0, 1)])
    Fraction(5, 8)
    """
    waves = len(rows[0])
    totals = {(0,) * waves: 1}
    for row in rows:
        spread = Counter()
        for chosen in combinations(range(waves), sum(row)):
            for total, ways in totals.items():
                spread[tuple(count + (k in chosen) for k, count in enumerate(total))] += ways
        totals = spread
    size = {total: sum(count * count for count in total) for total in totals}
    statistic = sum(sum(column) ** 2 for column in zip(*rows, strict=True))
    return Fraction(sum(ways for total, ways in totals.items() if size[total] >= statistic), sum(totals.values()))


def check_second_path(study, claims):
    """Compare headline claims with the second path: ``(compared, failures, notes)``.

    ``study`` is the folder whose clean files are read; ``claims`` are the stored ones by id.
    """
    compared, failures, notes = 0, [], []
    numbers = [*_headlines(study, claims, notes), *_ordered(study, claims), *_wilson(claims)]
    for id, what, stored, again, by in numbers:
        compared += 1
        if stored is None or abs(float(stored) - float(again)) > CLOSE:
            failures.append(f"{id}: {what} {stored} as stored, {float(again):.8g} by {by}.")
    return compared, failures, notes


def _headlines(study, claims, notes):
    """What the primary comparison claims, each with its number by the second path."""
    counts = paired_counts(study)
    if counts is None:
        only = "only what went by degrees, and Wilson intervals, were worked out again"
        notes.append(f"There is no primary comparison of answers: {only}.")
        return
    a, b, c, d = counts
    n, primary = sum(counts), primary_of(study)
    cells = {"both-yes": a, "yes-to-no": b, "no-to-yes": c, "both-no": d, "pairs": n, "discordant": b + c}
    for name, count in cells.items():
        yield f"primary.{name}", "count", _value(claims, f"primary.{name}"), count, "counting the clean answers"
    if not n:
        return
    ways = {"enumeration in rational numbers": exact_pvalue(b, c), **_exact_by_others(counts, notes)}
    for by, pvalue in ways.items():
        yield "primary.exact-p", "p", _value(claims, "primary.exact-p"), pvalue, by
    yield "primary.mid-p", "p", _value(claims, "primary.mid-p"), mid_pvalue(b, c), "enumeration in rational numbers"
    change = claims.get("primary.difference")
    yield "primary.difference", "difference", change and change.value, Fraction(c - b, n), "rational numbers"
    if change and change.interval:
        limits = difference_limits(b, c, n, change.level)
        for end, stored, again in zip(("lower limit", "upper limit"), change.interval, limits, strict=True):
            yield change.id, end, stored, again, "numerical integration with SciPy"
    if "primary.equivalence-p" in claims:
        again = similarity_pvalue(b, c, n, primary["margin"])
        yield "primary.equivalence-p", "p", claims["primary.equivalence-p"].value, again, "numerical integration"
    yield from _cochran(study, claims, primary["outcome"])


def _ordered(study, claims):
    """What is claimed of those who improved and who got worse, each with its number by the second path."""
    for item in (id.removesuffix(".sign-p") for id in claims if id.endswith(".sign-p")):
        worse, same, improved = people_by_change(study, item)
        n = worse + same + improved
        for name, count in {"improved": improved, "same": same, "worse": worse}.items():
            yield f"{item}.{name}", "count", _value(claims, f"{item}.{name}"), count, "counting the clean answers"
        pvalue = exact_pvalue(worse, improved)
        yield f"{item}.sign-p", "p", claims[f"{item}.sign-p"].value, pvalue, "enumeration in rational numbers"
        change = claims.get(f"{item}.difference")
        if n and change and change.interval:
            yield change.id, "difference", change.value, Fraction(improved - worse, n), "rational numbers"
            limits = difference_limits(worse, improved, n, change.level)
            for end, stored, again in zip(("lower limit", "upper limit"), change.interval, limits, strict=True):
                yield change.id, end, stored, again, "numerical integration with SciPy"


def people_by_change(study, item):
    """Count who got worse, stayed the same and improved on a question of how much.

    It is compared at the waves of the primary comparison where it was asked at both, else at its first and its last.
    ``study`` is a folder with the clean file ``ordered.csv``; whoever misses one of the two is in none of the counts.
    """
    stated = _stated(study)
    about, primary = stated["items"][item], stated.get("primary") or {}
    order = {str(choice): place for place, choice in enumerate(about.get("choices", ()))}
    counts = Counter()
    for row in _rows(study / "data" / "clean" / "ordered.csv"):
        if row["item"] == item:
            columns = {name: answer for name, answer in row.items() if name not in ("origin", "item", "people")}
            asked = [name for name, answer in columns.items() if answer != "not asked"]
            ends = [primary.get(end) for end in ("first", "second")]
            two = [columns[wave] for wave in (ends if {*ends} <= {*asked} else (asked[0], asked[-1]))]
            if "missing" not in two:
                before, after = (order[answer] if order else float(answer) for answer in two)
                counts[(after > before) - (after < before)] += int(row["people"])
    sign = -1 if about.get("better") == "lower" else 1
    return counts[-sign], counts[0], counts[sign]


def _exact_by_others(counts, notes):
    """The exact McNemar p-value by programs of others, by their names."""
    from statsmodels.stats.contingency_tables import mcnemar

    a, b, c, d = counts
    ways = {"statsmodels": float(mcnemar([[a, b], [c, d]], exact=True).pvalue)}
    ways["SciPy"] = float(stats.binomtest(b, b + c).pvalue) if b + c else 1.0
    if not shutil.which("Rscript"):
        notes.append("R is not installed here: it was not asked.")
    elif b + c:
        line = f"cat(format(binom.test({b}, {b + c})$p.value, digits = 15))"
        completed = subprocess.run(["Rscript", "--vanilla", "-e", line], capture_output=True, text=True, check=False)
        if completed.returncode:
            notes.append("R is installed but did not answer.")
        else:
            ways["R"] = float(completed.stdout)
    return ways


def _cochran(study, claims, outcome):
    """Cochran's Q over all waves where the claim is an exact one, of those who answered at each."""
    claim = claims.get(f"{outcome}.cochran-p")
    if claim is None or claim.unit != "p-value" or "exact" not in (claim.method or ""):
        return
    rows = []
    for row in _rows(study / "data" / "clean" / "patterns.csv"):
        if row["item"] == outcome:
            by_wave = [answer for name, answer in row.items() if name not in ("origin", "item", "people")]
            answers = [answer for answer in by_wave if answer not in ("", "not asked")]
            if "missing" not in answers:
                rows += [tuple(int(answer == "yes") for answer in answers)] * int(row["people"])
    if rows:
        yield claim.id, "p", claim.value, cochran_pvalue(rows), "enumeration in whole numbers"


def _wilson(claims):
    """Both limits of each Wilson interval, by statsmodels."""
    from statsmodels.stats.proportion import proportion_confint

    for claim in claims.values():
        if claim.method == "Wilson" and claim.interval and claim.n:
            limits = proportion_confint(round(claim.value * claim.n), claim.n, 1 - claim.level, method="wilson")
            for end, stored, again in zip(("lower limit", "upper limit"), claim.interval, limits, strict=True):
                yield claim.id, end, stored, again, "statsmodels"


def _beta(x, t, s):
    """The distribution function of beta(t, s), which sits at 0 or 1 where a parameter is 0."""
    if x >= 1 or t == 0:
        return 1.0
    return 0.0 if s == 0 else float(stats.beta.cdf(x, t, s))


def _value(claims, id):
    """The value of a claim; None where there is no such claim."""
    return claims[id].value if id in claims else None


def _rows(path):
    """The rows of a CSV file as dictionaries; none where it is not there."""
    if not path.is_file():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
