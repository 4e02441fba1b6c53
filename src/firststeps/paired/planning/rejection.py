"""Which tables a test rejects, and how often: the ground of power and size.

A test rejects, among tables with m discordant pairs, those where few enough pairs went the one way or the other. So
its whole rejection region is one whole number for each m, and power is a binomial mixture over m.
"""

from functools import lru_cache

import numpy as np

from firststeps.paired.answers.arguments import check_size
from firststeps.paired.limits.binomial import binomial_tail, binomial_weights
from firststeps.paired.limits.likely import likely_numbers, likely_weights, reach
from firststeps.paired.limits.roots import last_true
from firststeps.paired.planning.cost import check_ordered
from firststeps.paired.results import check_alpha, check_alternative, choose, rejects
from firststeps.paired.tables import discordant_tables
from firststeps.paired.two_waves.boschloo import as_extreme
from firststeps.paired.two_waves.mcnemar import METHODS, mcnemar
from firststeps.paired.two_waves.unconditional import unconditional_rejects

ENTRIES = 300_000  # binomial weights held at once, so that they stay in the processor's cache


def critical_counts(n, method="exact", alternative="two-sided", alpha=0.05):
    """The largest count that rejects, for each number of discordant pairs m = 0 ... n; -1 where none does.

    Shape (n + 1,). With alternative ``"two-sided"`` the test of ``method`` (see ``two_waves.mcnemar``) has
    p <= alpha where the smaller of b and c is at most this; with ``"greater"`` where b is, with ``"less"`` where c is.
    Found by bisection, since for a given m p falls as the smaller count does.

    Raises ValueError unless n >= 1, 0 < alpha <= 0.5, and method and alternative are known, and TooLongError for a test
    that puts too many tables in order.

    >>> critical_counts(9, "exact")
    array([-1, -1, -1, -1, -1, -1,  0,  0,  0,  1])
    >>> critical_counts(9, "mid-p")
    array([-1, -1, -1, -1, -1,  0,  0,  0,  1,  1])
    """
    choose(METHODS, method)
    check_alternative(alternative)
    check_ordered(check_size(n), method)
    return _critical_counts(check_size(n), method, alternative, check_alpha(alpha)).copy()


@lru_cache(maxsize=4096)
def _critical_counts(n, method, alternative, alpha):
    """What ``critical_counts`` gives, kept: a search over power asks for the same again and again."""
    if method == "boschloo":
        return _boschloo_counts(n, alternative, alpha)
    pairs = np.arange(n + 1)
    if method != "unconditional":
        return counts_by_pairs(n, pairs, method, alternative, alpha)
    least = _least_score(n, alternative, alpha)

    def apart(few):
        """Whether the unconditional test rejects where the smaller count (one-sided: b or c) is ``few``."""
        return (pairs > 2 * few) & (_score(few, pairs - few) >= least)

    return last_true(apart, (pairs - 1) // 2 if alternative == "two-sided" else pairs)


def counts_by_pairs(n, pairs, method, alternative, alpha):
    """The largest count that rejects for each number of discordant ``pairs`` of n, of a test that orders no tables.

    >>> counts_by_pairs(1000, np.array([5, 8, 1000]), "exact", "two-sided", 0.05).tolist()
    [-1, 0, 468]
    """

    def apart(few):
        """Whether the test rejects where the smaller count (one-sided: b or c) is ``few``."""
        b, c = (pairs - few, few) if alternative == "less" else (few, pairs - few)
        return rejects(mcnemar(discordant_tables(n, b, c), method, alternative).pvalue, alpha)

    return last_true(apart, (pairs - 1) // 2 if alternative == "two-sided" else pairs)


def _least_score(n, alternative, alpha):
    """The smallest (c - b)^2 / (b + c) at which the unconditional test rejects: one threshold for all tables of n."""
    few, many = np.triu_indices(n + 1, 1)
    few, many = few[few + many <= n], many[few + many <= n]
    scores, first = np.unique(-_score(few, many), return_index=True)
    b, c = (many[first], few[first]) if alternative == "less" else (few[first], many[first])
    last = last_true(lambda k: unconditional_rejects(b[k], c[k], np.array(n), alternative, alpha), len(scores) - 1)
    return -scores[last] if last >= 0 else np.inf


def _boschloo_counts(n, alternative, alpha):
    """The critical counts of Boschloo's order: those as extreme as the last table, in that order, that is rejected."""
    few, pairs = np.tril_indices(n + 1)[::-1]
    order = np.argsort(binomial_tail(few, pairs, 0.5), kind="stable")
    few, pairs = few[order], pairs[order]
    side = "two-sided" if alternative == "two-sided" else "greater"
    tables = discordant_tables(n, few, pairs - few)
    last = last_true(lambda k: rejects(mcnemar(tables[k], "boschloo", side).pvalue, alpha), len(few) - 1)
    return as_extreme(few[[last]], pairs[[last]], n)[0] if last >= 0 else np.full(n + 1, -1)


def _score(few, many):
    """(many - few)^2 / (many + few), which floating point gives alike for equal fractions; 0 for nobody."""
    return (many - few) ** 2 / np.maximum(many + few, 1)


def conditional_rejection(n, share, method="exact", alternative="two-sided", alpha=0.05):
    """Probability of rejection given m = 0 ... n discordant pairs, each a gain with probability ``share``.

    Shape (..., n + 1) for ``share`` of shape (...). With ``share`` 1/2 it is the test's size given m.

    >>> conditional_rejection(8, 0.5, "exact").round(4).tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0312, 0.0156, 0.0078]
    """
    most, pairs = critical_counts(n, method, alternative, alpha), np.arange(n + 1)
    return _given_pairs(most, pairs, np.asarray(share, dtype=float)[..., None], alternative)


def likely_rejection(n, discordance, share, method, alternative, alpha):
    """Probability of rejection by a test that orders no tables, of many people.

    Only the numbers of discordant pairs that are likely are gone through (``limits.likely``): 1e-18 is left out.
    ``discordance`` and ``share`` are numbers.

    >>> round(likely_rejection(26, 0.3, 5 / 6, "exact", "two-sided", 0.05), 3)
    0.325
    """
    pairs, weights, most = _likely_region(n, float(discordance), method, alternative, alpha)
    return float(weights @ _given_pairs(most, pairs, share, alternative))


@lru_cache(maxsize=128)
def _likely_region(n, discordance, method, alternative, alpha):
    """The likely numbers of discordant pairs, their probabilities, and up to which count each rejects; kept."""
    pairs, weights = likely_numbers(n, discordance)
    return pairs, weights, counts_by_pairs(n, pairs, method, alternative, alpha)


def _given_pairs(most, pairs, share, alternative):
    """Probability of rejection given the number of discordant ``pairs``, where up to ``most`` one way reject."""
    few_losses, few_gains = binomial_tail(most, pairs, 1 - share), binomial_tail(most, pairs, share)
    return {"two-sided": few_losses + few_gains, "greater": few_losses, "less": few_gains}[alternative]


def likely_mixture(n, probability, rejection):
    """What ``mixture`` gives for one n and many probabilities, of many people: 1e-18 of the weights is left out.

    >>> likely_mixture(2, np.array([0.5]), np.array([0, 0, 1.0])).round(12).tolist()
    [0.25]
    """
    rows = max(1, ENTRIES // (2 * int(reach(n, 0.5))))
    sums = []
    for start in range(0, len(probability), rows):
        first, weights = likely_weights(n, probability[start : start + rows])
        pairs = np.clip(first[:, None] + np.arange(weights.shape[1]), 0, n)
        sums.append(np.einsum("pw,pw->p", rejection[pairs], weights))
    return np.minimum(np.concatenate(sums), np.max(rejection))


def mixture(sizes, probability, rejection):
    """``sum_m P(m) given[m]`` for m binomial (size, probability), of shape (k,).

    Sizes and probabilities are k numbers, or one, each; ``rejection`` is as long as the largest size + 1. Works
    through some sizes at a time, so that memory stays bounded.

    >>> mixture([1, 2], 0.5, np.array([0, 0, 1.0])).tolist()
    [0.0, 0.25]
    """
    sizes, probability = np.broadcast_arrays(np.atleast_1d(sizes), np.atleast_1d(probability))
    rows = max(1, ENTRIES // len(rejection))
    parts = (slice(start, start + rows) for start in range(0, len(sizes), rows))
    sums = np.concatenate([binomial_weights(sizes[i], probability[i], len(rejection)) @ rejection for i in parts])
    return np.minimum(sums, np.max(rejection))  # the weights add up to 1 but for the last digit
