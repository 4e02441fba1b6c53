"""The sign test: whether as many people got worse as improved; it keeps the direction of a change, not its size."""

from firststeps.paired.ordered.counting import OrderedLike, as_ordered
from firststeps.paired.ordered.results import OrderedResult
from firststeps.paired.results import check_alternative, choose
from firststeps.paired.two_waves.mcnemar import BY_DISCORDANT, mcnemar


def sign_test(counts: OrderedLike, method: str = "exact", alternative: str = "two-sided") -> OrderedResult:
    """Test whether as many people improved as got worse; of two answers it is McNemar's test.

    Given who changed, the number who improved is binomial with probability 1/2 (Arbuthnott 1710; Dixon & Mood 1946).
    Who stayed the same says nothing about the direction and is left out; no distance between answers is assumed, so
    that any relabelling that keeps the order changes nothing.

    Parameters
    ----------
    counts : OrderedCounts, or a square table of ordered answers
        What ``count_ordered`` gives, or takes alone.
    method : {"exact", "mid-p", "asymptotic", "continuity"}
        As of ``mcnemar``.
    alternative : {"two-sided", "greater", "less"}
        ``"greater"``: more improved than got worse.

    Returns
    -------
    OrderedResult
        The statistic is the number who improved.

    Raises
    ------
    ValueError
        For what is no such table, where nobody answered both times, for an unknown method or alternative.

    >>> from firststeps.paired.ordered.counting import count_ordered
    >>> sign_test(count_ordered([1, 2, 3, 3, 2], [2, 4, 3, 5, 4]))
    exact sign test, two-sided: statistic 4, p = 0.125
    4 improved, 0 got worse; 1 stayed the same and is left out
    """
    counts = as_ordered(counts)
    choose(dict.fromkeys(BY_DISCORDANT), method)
    check_alternative(alternative)
    pvalue = float(mcnemar(counts.table, method, alternative).pvalue)
    people = f"{counts.improved:,} improved, {counts.worse:,} got worse; {counts.same:,} stayed the same and "
    people += "is left out" if counts.same == 1 else "are left out"
    return OrderedResult(float(counts.improved), pvalue, f"{method} sign", alternative, people, counts.heard)
