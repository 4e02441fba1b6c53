"""How likely it is that people who are still to answer change a conclusion: an exact predictive probability.

A tipping point tells which answers would change it, not how likely these are.  Here those who answered the first wave
and are still to answer the second are taken to be like those who gave the same first answer and have answered twice;
more people, who are still to be asked at both waves, to be like everyone so far.  With a truth in place of what was
observed it is the conditional power.  Spiegelhalter, Freedman & Blackburn (1986), Control Clin Trials 7:8; Lee & Liu
(2008), Clin Trials 5:93.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, xlog1py, xlogy

from firststeps.digits import shown
from firststeps.paired.answers.arguments import as_numbers, of_kind
from firststeps.paired.answers.fields import Checked, check_whole
from firststeps.paired.limits.binomial import log_choose
from firststeps.paired.missing.assumptions import count_responses
from firststeps.paired.missing.tipping import Conclusion
from firststeps.paired.patterns import PatternsLike
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.results import counted_people
from firststeps.paired.tables import discordant_tables
from firststeps.paired.two_waves.posterior import prior_weights

SECONDS = 1e-8, 2e-6  # of a way for each number of more people, and of a table
LEAST = 1e-100  # a share that is possible, however unlikely: three of them multiplied are not 0
CELLS = "yes twice, yes to no, no to yes, no twice"


@dataclass(frozen=True, repr=False)
class Prospects(Checked):
    """What may be concluded once everyone has answered who is still to answer, and how likely each is.

    Attributes
    ----------
    pairs, to_come : int
        How many have answered twice, and how many are still to.
    before : str
        The conclusion from those who have.
    labels : tuple of str
        What may be concluded.
    probabilities : numbers of shape (labels,)
        How likely each of them is; exactly 0 for one that no answers lead to, and for no other.
    assumption : str
        How those who are still to answer are taken to answer.
    """

    pairs: int
    to_come: int
    before: str
    labels: tuple[str, ...]
    probabilities: np.ndarray
    assumption: str

    together = ("labels", "probabilities")

    def probability(self, label: str) -> float:
        """Give the probability of one of the labels; ValueError for another word.

        >>> from firststeps.paired.missing.tipping import significance
        >>> round(prospects([[5, 1, 2], [5, 3, 4], [0, 0, 0]], significance()).probability("significant"), 4)
        0.3242
        """
        if label not in self.labels:
            raise ValueError(f"What may be concluded is one of {', '.join(self.labels)}; found {label!r}.")
        return float(self.probabilities[self.labels.index(label)])

    def sentence(self) -> str:
        """Say what may be concluded, and how likely it is, in plain words."""
        start = f'From the {counted_people(self.pairs)} who answered twice the conclusion is "{self.before}"'
        if not self.to_come:
            return f"{start}; nobody is still to answer."
        possible = [k for k in np.argsort(-self.probabilities, kind="stable") if self.probabilities[k] > 0]
        who = f"{counted_people(self.to_come)} {'is' if self.to_come == 1 else 'are'} still to answer"
        words = [f'"{self.labels[k]}" {_likely(self.probabilities[k], len(possible))}' for k in possible]
        return f"{start}; {who}. If they answer {self.assumption}, it will be {', '.join(words)}."

    def __repr__(self):
        """The sentence."""
        return self.sentence()


def prospects(
    patterns: PatternsLike,
    conclusion: Conclusion,
    first: int = 0,
    second: int = 1,
    more: int = 0,
    prior: ArrayLike = 0.5,
    truth: ArrayLike | None = None,
    longest: float = LONGEST,
) -> Prospects:
    """Give the probability of each conclusion once those have answered who are still to answer.

    Parameters
    ----------
    patterns : integers of shape (3,) * W
        A response-pattern table: yes, no, missing at each wave. Who answered the ``first`` wave and not the ``second``
        is still to answer it; who missed the first can be no pair any more, and is left out.
    conclusion : Conclusion
        What ``significance()`` or ``verdict(margin)`` gives.
    first, second : int
        The two waves, counted from 0.
    more : int
        How many more people are to be asked at both waves.
    prior : positive number, or four of them for a, b, c, d
        Of the Dirichlet distribution of the four cells, as in ``posterior``.
    truth : four probabilities of shape (2, 2), or None
        Of the cells ``[[a, b], [c, d]]``, which add up to 1: what to take for true in place of what was observed, as a
        plan has it or no change. The result is then the conditional power.
    longest : float
        Seconds that somebody means to wait; what would take longer is refused.

    Returns
    -------
    Prospects
        ``before``, and the ``probabilities`` of the ``labels``; it prints itself in words.

    Raises
    ------
    ValueError
        For what is no response-pattern table, where nobody answered twice, for a prior that is not positive, a number
        of more people that is none, and a truth that is none or by which nobody gives a first answer of those still to
        answer; as TooLongError for what takes longer than ``longest``.

    Notes
    -----
    With e and f people still to answer who said yes and no first, K of ``more`` people say yes first, L of e + K go
    from yes to no, G of f + more - K from no to yes. With the prior weights (A, B, C, D)::

        K ~ beta-binomial(more; a + b + e + A + B, c + d + f + C + D)
        L ~ beta-binomial(e + K; b + B, a + A),  G ~ beta-binomial(f + more - K; c + C, d + D)

    as the parts of a Dirichlet distribution are independent; with a truth each is binomial. The conclusion is that of
    the whole table, (b + L, c + G, all pairs); the probabilities sum it over every L and G, without drawing. The test
    itself knows neither prior nor truth.

    To stop early because a change is not likely to be shown any more does not raise the test's level. To test, and to
    ask more people whenever it is not significant, does: a plan for that needs another level.

    Examples
    --------
    Fourteen of twenty have answered twice, one has stopped and five have begun:

    >>> from firststeps.paired.missing.tipping import significance
    >>> patterns = [[5, 1, 2], [5, 3, 4], [0, 0, 0]]
    >>> print(prospects(patterns, significance()).sentence())
    From the 14 people who answered twice the conclusion is "not significant"; 6 people are still to answer. If they \
answer like those who gave the same first answer, it will be "not significant" with probability 0.676, "significant" \
with probability 0.324.
    >>> prospects(patterns, significance(), truth=[[0.4, 0.1], [0.1, 0.4]]).probabilities.round(4)
    array([0.9826, 0.0174])
    >>> prospects(patterns, significance(), more=20).probabilities.round(3)
    array([0.256, 0.744])
    """
    of_kind(conclusion, Conclusion, "A conclusion is what significance() or verdict(margin) gives")
    check_whole("The number of more people", more)
    r, more = count_responses(patterns, first, second), int(more)
    cells = np.add(prior_weights(prior), r.table.ravel())
    sizes = r.e + more + 1, r.f + more + 1
    to_come = r.e + r.f + more
    what = f"The prospects of {counted_people(to_come)} still to answer"
    each_way, each_table = SECONDS
    seconds = sizes[0] * sizes[1] * (each_way * (more + 1) + each_table)
    check_cost(what, seconds, longest, "take a smaller more")
    before = int(conclusion.of(r.table))
    likely = _ways(r, more, cells, None if truth is None else _probabilities(truth, r))
    losses, gains = np.nonzero(likely)
    tables = discordant_tables(r.pairs + to_come, r.b + losses, r.c + gains)
    if conclusion.seconds:
        instead = "take significance(method='asymptotic'), which with so many pairs says nearly the same"
        check_cost(what, conclusion.seconds(tables), max(longest, conclusion.longest), instead)
    numbers = conclusion.of(tables)
    sums = np.bincount(numbers, weights=likely[losses, gains], minlength=len(conclusion.labels))
    assumption = _assumption(r.e + r.f, more, truth)
    return Prospects(r.pairs, to_come, conclusion.labels[before], conclusion.labels, np.minimum(sums, 1.0), assumption)


def _ways(r, more, cells, truth):
    """Give the probability of each number of losses (rows) and gains (columns) of those still to answer."""
    a, b, c, d = cells
    ways = np.zeros((r.e + more + 1, r.f + more + 1))
    yes_first = _shares(more, a + b + r.e, c + d + r.f, None if truth is None else truth[:2].sum())
    for yes, weight in enumerate(yes_first):
        losses = _shares(r.e + yes, b, a, None if truth is None else _conditional(truth[1], truth[0]))
        gains = _shares(r.f + more - yes, c, d, None if truth is None else _conditional(truth[2], truth[3]))
        ways[: len(losses), : len(gains)] += weight * np.outer(losses, gains)
    return ways


def _shares(n, success, failure, probability):
    """Give the probability of 0 ... n of n: binomial, or where no probability is given beta-binomial."""
    k = np.arange(n + 1)
    ways = log_choose(n, k)
    if probability is not None:
        logarithm = ways + xlogy(k, probability) + xlog1py(n - k, -probability)
    else:
        logarithm = ways + betaln(success + k, failure + n - k) - betaln(success, failure)
    return np.where(logarithm > -np.inf, np.maximum(np.exp(logarithm), LEAST), 0.0)


def _conditional(one, other):
    """Give one / (one + other); 0 where both are 0: of nobody, as ``_probabilities`` has seen to."""
    return one / (one + other) if one + other > 0 else 0.0


def _probabilities(truth, r):
    """Give the four probabilities a, b, c, d of a truth, or a ValueError; some gave first answers, ``r`` says which."""
    cells = as_numbers(truth, "A truth")
    if cells.shape != (2, 2) or np.any(cells < 0) or abs(cells.sum() - 1) > 1e-9:
        raise ValueError(f"A truth is four probabilities [[a, b], [c, d]] that add up to 1; found {truth!r}.")
    for word, people, probability in zip(("yes", "no"), (r.e, r.f), cells.sum(axis=1), strict=True):
        if people and not probability:
            raise ValueError(
                f"By this truth nobody says {word} first, but {counted_people(people)} still to answer did, and it "
                f"does not tell how they go on; found {truth!r}."
            )
    return cells.ravel() / cells.sum()


def _assumption(answered, more, truth):
    """Say how those who are still to answer are taken to answer."""
    if truth is not None:
        return f"with the probabilities {', '.join(shown(each, '.3g') for each in np.ravel(truth))} ({CELLS})"
    if not more:
        return "like those who gave the same first answer"
    return "like those so far, by the first answer where that is known" if answered else "like those so far"


def _likely(probability, possible):
    """Say how likely one of so many possible conclusions is; one of several is neither certain nor impossible."""
    if possible == 1:
        return "for certain"
    if 0.001 <= probability <= 0.999:
        return f"with probability {shown(probability, '.3f')}"
    return "with probability below 0.001" if probability < 0.001 else "with probability above 0.999"
