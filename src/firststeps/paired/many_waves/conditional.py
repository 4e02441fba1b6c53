"""The conditional logit model of a yes/no outcome over W waves: each person's own level is conditioned away.

It uses every answer given, takes its fit from statsmodels, and is valid also when their being missing depends on the
person.
"""

from itertools import combinations
from math import comb

import numpy as np
from scipy.special import chdtrc, stdtr

from firststeps.paired.many_waves.models import ModelResult, answers_of, changers_among, facts_of, table_of_waves
from firststeps.paired.patterns import MISSING, NO, YES, PatternsLike
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.results import level_of

SECONDS = 8e-6  # of one pattern by the square of its waves
ORDER_SECONDS = 2.5e-5  # of one order of the answers of one kind of people


def conditional_logit(patterns: PatternsLike, longest: float = LONGEST) -> ModelResult:
    """Fit a conditional logistic regression: one parameter a wave, each person's own level conditioned away.

    Only who changed counts (Andersen 1970; with W = 2 the odds ratio is c / b). Wald limits and p-values refer to the
    normal; the joint test is by likelihood ratio, of which the rounding of two log-likelihoods stays: 1e-8 of the
    statistic among ten million people who changed. The maximum is finite only if for every split of the waves in two
    somebody said yes in the one part and no in the other, in both directions.

    Returns a ``ModelResult``, with a ``problem`` where that is not so; ``n`` counts those who changed.  What takes more
    seconds than ``longest``, as many different patterns of many waves do, is refused (TooLongError).

    >>> patterns = np.zeros((3, 3), dtype=int)
    >>> patterns[:2, :2] = [[10, 2], [8, 6]]
    >>> conditional_logit(patterns)
    Conditional logit: odds ratios to wave 1 4 (0.849 to 18.8); all waves alike p = 0.0496
    10 people, 20 answers, 0 left out
    >>> patterns[0, 1] = 0
    >>> conditional_logit(patterns).problem
    'Nobody said yes at wave 1 and no at wave 2, so the odds ratios have no finite estimate.'
    """
    table = table_of_waves(patterns)
    changers = table * changers_among(table.ndim)
    facts = facts_of("Conditional logit", table, changers, level_of(patterns))
    problem = _separated(changers)
    if problem:
        return ModelResult(**facts, problem=problem)
    different = int(np.count_nonzero(changers))
    what = f"The conditional model of {different:,} different patterns over {table.ndim} waves"
    orders = sum(comb(sum(answered), yes) for *answered, yes in _kinds(changers)[0].tolist())
    seconds = SECONDS * different * table.ndim**2 + ORDER_SECONDS * orders
    check_cost(what, seconds, longest, "take gee_logit, or fewer waves")
    return _conditional_result(facts, *_fit_conditional(changers))


def _separated(changers):
    """Give a sentence if the conditional likelihood has no finite maximum.

    It has one if and only if the waves are strongly connected by "somebody said yes here and no there".
    """
    waves = changers.ndim
    answers = np.indices((3,) * waves).reshape(waves, -1)
    yes, no = (answers == YES) * changers.ravel(), answers == NO
    reach = (yes @ no.T > 0) | np.eye(waves, dtype=bool)
    for _ in range(waves):
        reach = reach @ reach
    for row in reach:
        if not row.all():
            here, there = (_named(np.flatnonzero(part) + 1) for part in (row, ~row))
            return f"Nobody said yes at {here} and no at {there}, so the odds ratios have no finite estimate."
    return ""


def _named(waves):
    """Name waves in words.

    >>> _named([2]), _named([1, 3])
    ('wave 2', 'wave 1 or 3')
    """
    return "wave " + " or ".join(str(int(wave)) for wave in waves)


def _fit_conditional(changers):
    """Give the log odds ratios, their standard errors, and the likelihood ratio statistic, from statsmodels.

    The likelihood is that of each pattern once, times the people who gave it: it takes as long for many as for few. Its
    curvature is worked out, not taken from differences, so that the standard errors have all their digits.
    """
    from statsmodels.discrete.conditional_models import ConditionalLogit

    class Counted(ConditionalLogit):
        """The model of which each group stands for as many people as gave its pattern."""

        people = changers[changers > 0].tolist()

        def loglike(self, params):
            """Give the log-likelihood of everybody."""
            return sum(n * self.loglike_grp(group, params) for group, n in enumerate(self.people))

        def score(self, params):
            """Give the slope of the log-likelihood."""
            return sum(n * self.score_grp(group, params) for group, n in enumerate(self.people))

        def hessian(self, params):
            """Give the curvature of the log-likelihood: the information with its sign turned."""
            return -_information(changers, params)

    person, wave, yes = answers_of(np.minimum(changers, 1))
    model = Counted(yes, np.eye(changers.ndim)[wave][:, 1:], groups=person)
    fit = model.fit(method="newton", disp=0)
    fit = model.fit(
        fit.params, method="newton", disp=0
    )  # the first ends where a step is below 1e-8, which was its last
    ratio = 2 * (model.loglike(fit.params) - model.loglike(np.zeros(len(fit.params))))
    return fit.params, fit.bse, max(0.0, float(ratio))


def _information(changers, log_odds_ratio):
    """Give Fisher's information on the log odds ratios: the covariance of each person's answers given how many were
    yes.

    The sum over people of the covariance matrix of their answers (1 yes, 0 no) over all orders of so many yes among the
    waves they answered, each order with odds that are the product of the odds ratios of its waves (Andersen 1970).

    >>> _information(np.array([[0, 2, 0], [8, 0, 0], [0, 0, 0]]), np.log([4])).round(12).tolist()  # 1 / (1/2 + 1/8)
    [[1.6]]
    """
    waves = changers.ndim
    kinds, people = _kinds(changers)
    information = np.zeros((waves, waves))
    for (*waves_answered, yes), count in zip(kinds.tolist(), people, strict=True):
        places = np.array(list(combinations(np.flatnonzero(waves_answered).tolist(), yes)))
        orders = np.zeros((len(places), waves))
        np.put_along_axis(orders, places, 1.0, axis=1)
        odds = orders[:, 1:] @ log_odds_ratio
        weights = np.exp(odds - odds.max())
        information += count * np.cov(orders, rowvar=False, aweights=weights, bias=True)
    return information[1:, 1:]


def _kinds(changers):
    """Give the different kinds of people, each the waves answered (1 or 0) and how many were yes, and their numbers.

    >>> [x.tolist() for x in _kinds(np.array([[0, 2, 0], [8, 0, 0], [0, 0, 0]]))]
    [[[1, 1, 1]], [10.0]]
    """
    patterns = np.argwhere(changers)
    kinds = np.column_stack([patterns != MISSING, (patterns == YES).sum(axis=1)])
    kinds, kind = np.unique(kinds, axis=0, return_inverse=True)
    return kinds, np.bincount(kind.ravel(), changers[changers > 0])


def _conditional_result(facts, estimate, error, ratio):
    """Give the result of a conditional fit."""
    pvalue = 2 * stdtr(np.inf, -np.abs(estimate / error))
    return ModelResult(**facts, log_odds_ratio=estimate, standard_error=error, pvalue=pvalue, df=np.inf,
                       statistic=ratio, joint_pvalue=float(chdtrc(len(estimate), ratio)))  # fmt: skip
