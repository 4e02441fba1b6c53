"""Whether those who changed split alike in every group, as of one site: homogeneity of conditional odds ratios.

Where they do, the tables of the groups may be added up, and the sum be tested by ``mcnemar``: with pairs that is what
stratifying by group comes to (Breslow & Day 1980, Statistical Methods in Cancer Research 1, chapter 5).
"""

from fractions import Fraction
from math import comb, lcm

from numpy.typing import ArrayLike
from scipy.special import chdtrc

from firststeps.digits import plural
from firststeps.paired.ordered.clustered import tables_of_groups
from firststeps.paired.ordered.results import OrderedResult
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.results import choose
from firststeps.paired.tables import cells

METHODS = ("exact", "asymptotic")
SECONDS = 2e-7  # of a state that there may be, most of which there are not, and a number of gains of the next group


def groups_alike(groups: ArrayLike | dict, method: str = "exact", longest: float = LONGEST) -> OrderedResult:
    """Test whether gains are as frequent among those who changed in every group.

    Parameters
    ----------
    groups : integers of shape (K, 2, 2), or a dictionary of counts
        The paired table ``[[a, b], [c, d]]`` of each group; or what ``count_groups`` gives. A group in which nobody
        changed says nothing of it.
    method : {"exact", "asymptotic"}
        ``"exact"``: given how many changed in each group and how many gained in all, every way to share out the gains,
        ordered by the statistic. ``"asymptotic"``: chi-squared, with one degree of freedom less than there are groups
        in which somebody changed.
    longest : float
        Seconds that somebody means to wait; what would take longer is refused.

    Returns
    -------
    OrderedResult
        ``statistic``, Pearson's chi-squared, ``pvalue``, ``n`` people who answered twice. p = 1 where all who changed
        are of one group, or went one way.

    Raises
    ------
    ValueError
        For fewer than two groups, entries that are no counts, and an unknown method; as TooLongError for what takes
        longer than ``longest``.

    Notes
    -----
    With m_k = b_k + c_k people who changed, M in all, of whom C gained: X^2 = M^2 / (C (M - C)) (sum c_k^2 / m_k -
    C^2 / M). If the odds ratio c / b is the same in all groups, P(c_1, ..., c_K) = prod binom(m_k, c_k) / binom(M, C),
    whatever it is; p is the sum over all with X^2 as large as observed, in whole numbers. It is a test of the odds
    ratio, not of the difference, and takes people for independent. That it does not reject shows no likeness: with few
    changers it can hardly reject at all.

    Examples
    --------
    Three sites: 9 of 10 who changed gained, 3 of 5, and 2 of 7.

    >>> groups_alike([[[5, 1], [9, 4]], [[6, 2], [3, 8]], [[4, 5], [2, 9]]])
    exact likeness of groups test, two-sided: statistic 6.7515, p = 0.0335
    3 groups in which people changed: gains 9 of 10, 3 of 5, 2 of 7
    """
    choose(dict.fromkeys(METHODS), method)
    tables = tables_of_groups(groups)
    _, b, c, _, n = cells(tables)
    changed = b + c > 0
    gains, changers = c[changed].tolist(), (b + c)[changed].tolist()
    total, gain = sum(changers), sum(gains)
    shares = ", ".join(f"{x:,} of {m:,}" for x, m in zip(gains, changers, strict=True)) or "none"
    basis = f"{plural(len(gains), 'group')} in which people changed: gains {shares}"
    statistic, pvalue = 0.0, 1.0
    if len(gains) > 1 and 0 < gain < total:
        squares = sum(Fraction(x * x, m) for x, m in zip(gains, changers, strict=True))
        statistic = float((squares - Fraction(gain**2, total)) * Fraction(total**2, gain * (total - gain)))
        if method == "exact":
            pvalue = _shared_out(changers, gain, squares, longest)
        else:
            pvalue = float(chdtrc(len(gains) - 1, statistic))
    return OrderedResult(statistic, pvalue, f"{method} likeness of groups", "two-sided", basis, int(n.sum()))


def _shared_out(changers, gain, squares, longest):
    """Give the share of the ways to share out the gains whose sum of c_k^2 / m_k is at least ``squares``."""
    common = lcm(*changers)
    _check_work(changers, common, longest)
    states = {(0, 0): 1}
    left = sum(changers)
    for m in changers:
        left -= m
        following = {}
        for (sofar, size), ways in states.items():
            for x in range(max(0, gain - left - sofar), min(m, gain - sofar) + 1):
                state = sofar + x, size + x * x * (common // m)
                following[state] = following.get(state, 0) + ways * comb(m, x)
        states = following
    extreme = sum(ways for (_, size), ways in states.items() if size >= squares * common)
    return float(Fraction(extreme, comb(sum(changers), gain)))


def _check_work(changers, common, longest):
    """Refuse so many groups and changers that the ways to share out the gains take long to go through."""
    ways, upto, work = 1, 0, 0
    for m in changers:
        work += ways * (m + 1)
        upto += m
        ways = min(ways * (m + 1), (upto + 1) * (common * upto + 1))
    what = f"The exact test of {len(changers):,} groups with {upto:,} people who changed"
    check_cost(what, SECONDS * work, longest, "take method='asymptotic'")
