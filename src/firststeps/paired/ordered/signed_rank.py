"""Wilcoxon's signed rank test, exact with ties and noughts.

The null hypothesis is that changes are symmetric about nought: given their sizes, each is a gain or a loss with
probability 1/2. So the sum of the ranks of the gains has a distribution that is worked out whole, whatever the ties.
It compares distances between answers, of words those between their positions; the sign test does not.
"""

import numpy as np
from scipy.special import ndtr

from firststeps.paired.limits.binomial import weights_by_ratios
from firststeps.paired.ordered.counting import OrderedLike, as_ordered
from firststeps.paired.ordered.results import OrderedResult
from firststeps.paired.results import check_alternative, choose, counted_people

MOST_RANKS = 500  # changed people up to whom the exact distribution is a matter of less than a second
MOST_SUM = 20_000_000  # the largest sum of ranks up to which every sum is held: with Pratt's, noughts make ranks large
MOST_STEPS = 1_000_000_000  # that sum by the number of people who changed
MOST_STATES = 1_000_000  # different sums that are held where only those are that there can be
NOUGHTS = {
    "wilcoxon": "left out before ranking (Wilcoxon 1945)",
    "pratt": "ranked with the others, then left out (Pratt 1959)",
}
METHODS = ("exact", "mid-p", "asymptotic", "auto")


def signed_rank(
    counts: OrderedLike, method: str = "exact", alternative: str = "two-sided", noughts: str = "wilcoxon"
) -> OrderedResult:
    """Wilcoxon's signed rank test that changes are symmetric about nought.

    Parameters
    ----------
    counts : OrderedCounts, or a square table of ordered answers
        What ``count_ordered`` gives, or takes alone.
    method : {"exact", "mid-p", "asymptotic", "auto"}
        ``"exact"``: every way to give signs to the ranks, ties sharing their mean rank; ``"mid-p"``: less half the
        probability of the observed sum; ``"asymptotic"``: normal, with the variance that ties and noughts leave, not
        corrected for continuity; ``"auto"``: exact up to 500 people who changed (with Pratt's ranks fewer, where very
        many did not), else asymptotic.
    alternative : {"two-sided", "greater", "less"}
        ``"greater"``: more and larger improvements.
    noughts : {"wilcoxon", "pratt"}
        People who did not change are left out before the sizes are ranked (Wilcoxon 1945), or ranked with the others,
        lowest, and then left out, so that ranks of changes start higher (Pratt 1959).

    Returns
    -------
    OrderedResult
        The statistic is the sum of the ranks of the improvements.

    Raises
    ------
    ValueError
        For what is no such table, where nobody answered both times, for an unknown method, alternative or treatment of
        noughts, for the exact test of more than 500 people who changed, and by Pratt's ranks also where so many did not
        change that their sum is too large to go through.

    Depression scores of nine patients at two visits (Hollander & Wolfe 1973, p. 29), for whom lower is better:

    >>> from firststeps.paired.ordered.counting import count_ordered
    >>> first = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    >>> second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    >>> signed_rank(count_ordered(first, second, better="lower"))
    exact signed rank test, two-sided: statistic 40, p = 0.0391
    9 people changed; 0 stayed the same, left out before ranking (Wilcoxon 1945)
    """
    counts = as_ordered(counts)
    choose(dict.fromkeys(METHODS), method)
    check_alternative(alternative)
    choose(NOUGHTS, noughts)
    ranks, people, gains = _ranks(counts, noughts)
    changed = int(people.sum())
    fault = _too_many(ranks, people, counts.same)
    if method == "auto":
        method = "asymptotic" if fault else "exact"
    if method != "asymptotic" and fault:
        raise ValueError(fault)
    statistic = float(ranks @ gains)
    p = _asymptotic if method == "asymptotic" else _exact
    pvalue = p(ranks, people, statistic, alternative, method == "mid-p") if changed else 1.0
    words = f"{counted_people(changed)} changed; {counts.same:,} stayed the same, {NOUGHTS[noughts]}"
    return OrderedResult(statistic, float(pvalue), f"{method} signed rank", alternative, words, counts.heard)


def _too_many(ranks, people, same):
    """Say why there are too many people for the exact distribution, beside as many who stayed the ``same``; else "".

    >>> _too_many(np.array([1.0]), np.array([7]), 0), _too_many(np.array([1.0]), np.array([501]), 0)[:72]
    ('', 'The exact signed rank test is for up to 500 people who changed; found 50')
    """
    changed = int(people.sum())
    if changed > MOST_RANKS:
        return (
            f"The exact signed rank test is for up to {MOST_RANKS} people who changed; found {changed:,}. With so many "
            "the asymptotic test gives nearly the same: method='asymptotic'."
        )
    if not (_every_sum_is_held(ranks, people) or np.log(people + 1.0).sum() <= np.log(MOST_STATES)):
        return (
            f"By Pratt's ranks the sums of {counted_people(changed)} who changed, beside {same:,} who did not, are too "
            "many to go through: take noughts='wilcoxon', or method='asymptotic'."
        )
    return ""


def _every_sum_is_held(ranks, people):
    """Say whether all sums up to the largest are few enough to go through."""
    total = float(ranks @ people)
    return total <= MOST_SUM and total * people.sum() <= MOST_STEPS


def _ranks(counts, noughts):
    """The mean rank of each size of change, the people with that size, and those of them who improved."""
    changes, people = counts.changes
    toward = changes if counts.better == "higher" else -changes
    sizes, places = np.unique(np.abs(changes), return_inverse=True)
    each = np.bincount(places, people, len(sizes))
    gains = np.bincount(places, people * (toward > 0), len(sizes))
    if noughts == "wilcoxon":
        each = np.where(sizes == 0, 0, each)
    ranks = np.cumsum(each) - (each - 1) / 2
    changed = sizes > 0
    return ranks[changed], each[changed].astype(int), gains[changed]


def sum_distribution(ranks, people):
    """P(sum = k / 2) for k = 0, 1, ...: of ``people`` with each of the ``ranks``, each added or not with chance 1/2.

    Ranks are multiples of 1/2.

    >>> sum_distribution(np.array([1.0, 2.0]), np.array([1, 1])).tolist()
    [0.25, 0.0, 0.25, 0.0, 0.25, 0.0, 0.25]
    """
    steps = np.repeat(np.rint(2 * ranks).astype(int), people)
    probability = np.zeros(int(steps.sum()) + 1)
    probability[0], reach = 1.0, 0
    for step in steps.tolist():
        reach += step
        probability[step : reach + 1] += probability[: reach + 1 - step].copy()
        probability[: reach + 1] /= 2
    return probability


def _sums(ranks, people):
    """Twice each sum of ranks that there can be, in order, and its probability.

    >>> [x.tolist() for x in _sums(np.array([1e9, 2e9]), np.array([1, 1]))]
    [[0, 2000000000, 4000000000, 6000000000], [0.25, 0.25, 0.25, 0.25]]
    """
    if _every_sum_is_held(ranks, people):
        probability = sum_distribution(ranks, people)
        return np.arange(len(probability)), probability
    sums, probability = np.zeros(1, dtype=np.int64), np.ones(1)
    for rank, number in zip(np.rint(2 * ranks).astype(np.int64), people.tolist(), strict=True):
        k = np.arange(number)
        joint = np.outer(probability, weights_by_ratios((number - k) / (k + 1)))
        sums, places = np.unique(np.add.outer(sums, rank * np.arange(number + 1)).ravel(), return_inverse=True)
        probability = np.bincount(places, joint.ravel())
    return sums, probability


def _exact(ranks, people, statistic, alternative, middle):
    """The exact p-value, less half the probability of the observed sum where it is the mid-p."""
    sums, probability = _sums(ranks, people)
    place = round(2 * statistic)
    side = {"greater": sums - place, "less": place - sums}.get(alternative)
    if alternative == "two-sided":
        side = np.abs(2 * sums - sums[-1]) - abs(2 * place - int(sums[-1]))
    beyond, equal = probability[side > 0].sum(), probability[side == 0].sum()
    return min(1.0, beyond + equal / (2 if middle else 1))


def _asymptotic(ranks, people, statistic, alternative, middle):
    """The normal p-value; the variance is a quarter of the sum of the squared ranks."""
    z = (statistic - ranks @ people / 2) / np.sqrt(ranks**2 @ people / 4)
    return 2 * ndtr(-abs(z)) if alternative == "two-sided" else ndtr(-z if alternative == "greater" else z)
