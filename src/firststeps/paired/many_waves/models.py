"""Logit models of a yes/no outcome over W waves: population-averaged (GEE) and conditional on the person.

Both compare each later wave with the first by an odds ratio, use every answer given (a person need not have answered
at every wave), and take their fit from statsmodels. GEE is valid when answers are missing completely at random; the
conditional logit also when their being missing depends on the person.
"""

import warnings
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from scipy.special import chdtrc, fdtrc, stdtr, stdtrit

from firststeps.paired.many_waves.sandwich import kauermann_carroll
from firststeps.paired.patterns import MISSING, NO, YES, PatternsLike, as_patterns
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.results import above_nought, check_level, choose, counted_people, in_words, p_in_words
from firststeps.paired.tables import ConfidenceInterval

ERRORS = {"mancl-derouen": "Mancl-DeRouen", "kauermann-carroll": "Kauermann-Carroll", "liang-zeger": "Liang-Zeger"}
NOTHING, CERTAIN = 1e-9, 1e-6  # less than this of the largest variance, and of a log odds ratio, is rounding
FARTHEST = 20.0  # log odds that are no estimate of a proportion: it is within 2e-9 of 0 or 1, of 5,000 people at most
SECONDS = 8e-6  # of one pattern by the square of its waves, in the conditional model
ORDER_SECONDS = 2.5e-5  # of one order of the answers of one kind of people
MOST_PEOPLE = 5_000  # statsmodels fits GEE person by person: some seconds with so many


@dataclass(frozen=True, repr=False)
class ModelResult:
    """Odds ratios of waves 2 ... W against wave 1, or a sentence why there are none.

    Attributes
    ----------
    log_odds_ratio, standard_error, pvalue : arrays of shape (W - 1,), or None where there is a problem
        Where a wave says the same as wave 1 of everybody its odds ratio is 1; error, p-value and limits are NaN there,
        and ``remarks`` says why.
    df : float
        Degrees of freedom of the t reference; infinite for the normal.
    statistic, joint_pvalue : float or None
        Test that all odds ratios are 1: F for GEE, likelihood ratio chi-squared for the conditional logit. None where
        some difference between waves was the same for everyone.
    intercept, intercept_error : float or None
        The log odds of yes at wave 1 and its standard error, for GEE.
    method : str
    n, answers, left_out : int
        People used, their answers, and the people who said nothing to the question.
    problem : str
    remarks : tuple of str
        A sentence on each number that could not be given.
    """

    method: str
    n: int
    answers: int
    left_out: int
    log_odds_ratio: np.ndarray | None = None
    standard_error: np.ndarray | None = None
    pvalue: np.ndarray | None = None
    df: float | None = None
    statistic: float | None = None
    joint_pvalue: float | None = None
    intercept: float | None = None
    intercept_error: float | None = None
    problem: str = ""
    remarks: tuple = ()

    def __post_init__(self):
        """Put the smallest number there is for a p-value that is smaller."""
        for name in ("pvalue", "joint_pvalue"):
            if (pvalue := getattr(self, name)) is not None:
                object.__setattr__(self, name, above_nought(pvalue))

    @property
    def odds_ratio(self) -> np.ndarray | None:
        """The odds ratios, shape (W - 1,), or None."""
        return None if self.problem else np.exp(self.log_odds_ratio)

    def confidence_interval(self, level: float = 0.95) -> ConfidenceInterval:
        """Give the Wald limits of the odds ratios, each of shape (W - 1,); ValueError where there is a problem."""
        if self.problem:
            raise ValueError(self.problem)
        reach = stdtrit(self.df, (1 + check_level(level)) / 2) * self.standard_error
        return ConfidenceInterval(
            np.exp(self.log_odds_ratio - reach), np.exp(self.log_odds_ratio + reach), float(level)
        )

    def __repr__(self):
        """The result in words."""
        people = f"{counted_people(self.n)}, {self.answers:,} answers, {self.left_out:,} left out"
        if self.problem:
            return f"{self.method}: {self.problem}\n{people}"
        low, high, _ = self.confidence_interval()
        numbers = ([in_words(x, ".3g") for x in values] for values in (self.odds_ratio, low, high))
        each = [
            f"{ratio} (no interval)" if np.isnan(error) else f"{ratio} ({low} to {high})"
            for error, ratio, low, high in zip(self.standard_error, *numbers, strict=True)
        ]
        joint = "" if self.joint_pvalue is None else f"; all waves alike {p_in_words(self.joint_pvalue)}"
        estimates = f"{self.method}: odds ratios to wave 1 {', '.join(each)}{joint}"
        return "\n".join([estimates, *self.remarks, people])


def gee_logit(patterns: PatternsLike, structure: str = "exchangeable", errors: str = "mancl-derouen") -> ModelResult:
    """Fit generalised estimating equations with a logit link and one parameter a wave (Liang & Zeger 1986).

    Standard errors are the bias-reduced sandwich of Mancl & DeRouen (2001), referred to t with n - W degrees of
    freedom, and the joint test to F with W - 1 and n - W: with 26 people the usual sandwich is too small. Where nobody
    missed a wave, the odds ratios are those of the proportions of yes, whatever the ``structure``, and the
    standard errors are n / (n - 1) times those of the usual sandwich, those of Kauermann and Carroll the root of that.

    Parameters
    ----------
    patterns : integers of shape (3,) * W
        Response-pattern table.
    structure : {"exchangeable", "independence"}
        Working correlation between the answers of one person.
    errors : {"mancl-derouen", "kauermann-carroll", "liang-zeger"}
        ``"kauermann-carroll"``: corrected by half (Kauermann & Carroll 2001), with the same t and F.
        ``"liang-zeger"``: the usual, model-robust sandwich, referred to the normal and (W - 1 times F) to chi-squared,
        as R's geepack and Stata's ``xtgee, vce(robust)`` do; published results mostly rest on it.

    Returns
    -------
    ModelResult
        With a ``problem`` where everyone said the same at some wave (no finite odds), where nobody changed (no
        variance), where there are no more people than waves, where the fit does not settle, or with more than
        ``MOST_PEOPLE`` people. Where waves repeat one another without exception, the odds ratios that exist are given
        all the same, and the joint test has as many degrees of freedom as differ.

    Examples
    --------
    >>> patterns = np.zeros((3, 3), dtype=int)
    >>> patterns[:2, :2] = [[10, 2], [8, 6]]
    >>> gee_logit(patterns)
    GEE logit, exchangeable: odds ratios to wave 1 2.63 (0.916 to 7.53); all waves alike p = 0.0707
    26 people, 52 answers, 0 left out
    >>> gee_logit(patterns, errors="liang-zeger")
    GEE logit, exchangeable, Liang-Zeger errors: odds ratios to wave 1 2.63 (1 to 6.87); all waves alike p = 0.0492
    26 people, 52 answers, 0 left out
    >>> patterns[:2, :2] = [[12, 0], [14, 0]]
    >>> gee_logit(patterns).problem
    'Everyone said yes at wave 2, so its odds have no finite estimate.'
    """
    if structure not in ("exchangeable", "independence"):
        raise ValueError(f"There is no structure {structure!r}; choose one of exchangeable, independence.")
    kind = choose(ERRORS, errors)
    table = _table(patterns)
    method = f"GEE logit, {structure}" + (f", {kind} errors" if errors != "mancl-derouen" else "")
    facts = _facts(method, table, table)
    _, wave, yes = _answers(np.minimum(table, 1))
    problem = _one_sided(wave, yes, table.ndim) or _no_variance(table, facts["n"]) or _too_many(facts["n"])
    if problem:
        return ModelResult(**facts, problem=problem)
    fit = _fit_gee(*_answers(table), structure, errors)
    if fit is None:
        problem = f"The fit did not settle: too few answers for the structure {structure!r}."
        return ModelResult(**facts, problem=problem)
    return _gee_result(facts, *fit, np.inf if errors == "liang-zeger" else facts["n"] - table.ndim)


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
    table = _table(patterns)
    changers = table * _changers(table.ndim)
    facts = _facts("Conditional logit", table, changers)
    problem = _separated(changers)
    if problem:
        return ModelResult(**facts, problem=problem)
    different = int(np.count_nonzero(changers))
    what = f"The conditional model of {different:,} different patterns over {table.ndim} waves"
    orders = sum(comb(sum(answered), yes) for *answered, yes in _kinds(changers)[0].tolist())
    seconds = SECONDS * different * table.ndim**2 + ORDER_SECONDS * orders
    check_cost(what, seconds, longest, "take gee_logit, or fewer waves")
    return _conditional_result(facts, *_fit_conditional(changers))


def _table(patterns):
    """Give the response-pattern table, of at least two waves."""
    table = as_patterns(patterns)
    if table.ndim < 2:
        raise ValueError("A model over waves needs a response-pattern table of at least two waves; found one.")
    return table


def _answers(table):
    """Give one row an answer: the person's number, the wave, and 1 for yes."""
    answers = np.repeat(np.argwhere(table >= 0), table.ravel(), axis=0)
    person, wave = np.nonzero(answers != MISSING)
    return person, wave, (answers[person, wave] == YES).astype(int)


def _facts(method, table, counts):
    """Say what a result holds beside its estimates; ``counts`` are the people of ``table`` that it uses."""
    answers = (np.indices(table.shape) != MISSING).sum(axis=0)
    return {
        "method": method,
        "n": int(counts[answers > 0].sum()),
        "answers": int((counts * answers).sum()),
        "left_out": int(table[(MISSING,) * table.ndim]),
    }


def _one_sided(wave, yes, waves):
    """Give a sentence if at some wave everyone said the same, or nobody said anything."""
    for k in range(waves):
        answers = yes[wave == k]
        if not len(answers):
            return f"Nobody answered at wave {k + 1}."
        if answers.min() == answers.max():
            word = "yes" if answers[0] else "no"
            return f"Everyone said {word} at wave {k + 1}, so its odds have no finite estimate."
    return ""


def _no_variance(table, n):
    """Give a sentence if the standard errors have nothing to rest on."""
    waves = table.ndim
    if n <= waves:
        return f"{counted_people(n)} for {waves} waves: too few for a standard error."
    if not (table * _changers(waves)).any():
        return "Nobody changed between any waves, so the odds ratios have no estimated variance."
    return ""


def _too_many(n):
    """Give a sentence if there are so many people that the fit takes longer than seconds."""
    if n <= MOST_PEOPLE:
        return ""
    return (
        f"With {n:,} people it is left out, as it is fitted person by person and takes minutes with more than "
        f"{MOST_PEOPLE:,}; the proportions of so many can be read from the counts."
    )


def _changers(waves):
    """Say whether each pattern of answers holds both a yes and a no: shape (3,) * waves."""
    answers = np.indices((3,) * waves)
    return (answers == YES).any(axis=0) & (answers == NO).any(axis=0)


def _fit_gee(person, wave, yes, structure, errors):
    """Give statsmodels' log odds at the first wave, log odds ratios to it, and their covariance; None if it fails.

    Its warnings (overflow, no convergence, a working correlation that is no correlation) count as failures.
    """
    from statsmodels.genmod.cov_struct import Exchangeable, Independence
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_estimating_equations import GEE
    from statsmodels.tools.sm_exceptions import ModelWarning

    design = np.eye(wave.max() + 1)[wave]
    design[:, 0] = 1
    working = Exchangeable() if structure == "exchangeable" else Independence()
    with warnings.catch_warnings():
        for failure in (RuntimeWarning, ModelWarning):
            warnings.simplefilter("error", failure)
        try:
            kind = "bias_reduced" if errors == "mancl-derouen" else "robust"
            fit = GEE(yes, design, person, family=Binomial(), cov_struct=working).fit(cov_type=kind)
            covariance = kauermann_carroll(fit) if errors == "kauermann-carroll" else fit.cov_params()
        except (RuntimeWarning, ModelWarning, np.linalg.LinAlgError):
            return None
    return (fit.params, covariance) if _settled(fit.params, covariance) else None


def _settled(params, covariance):
    """Say whether a fit is one: not one that ran off to a proportion of 0 or 1, whose covariance is then rounding.

    With answers missing, statsmodels may say of such an exchangeable fit that it converged.

    >>> _settled(np.array([-368.7, 367.3]), np.eye(2)), _settled(np.array([-1.0, 2.0]), np.eye(2))
    (False, True)
    """
    log_odds = params[0] + np.append(0.0, params[1:])
    return bool(np.isfinite(covariance).all() and (np.abs(log_odds) < FARTHEST).all())


def _gee_result(facts, params, covariances, df):
    """Give the result of a GEE fit; waves that repeat one another do not take the other odds ratios away."""
    estimate, covariance = params[1:], covariances[1:, 1:]
    exist = np.diag(covariance) > NOTHING * np.diag(covariance).max()
    remarks = [
        f"Wave {wave} says the same as wave 1 of everybody: its odds ratio, 1, has no estimated variance."
        for wave in (np.flatnonzero(~exist) + 2).tolist()
    ]
    estimate = np.where(exist, estimate, 0.0)
    error = np.sqrt(np.diag(covariance), where=exist, out=np.full(len(estimate), np.nan))
    statistic, pvalue = _joint(estimate, covariance, df)
    if statistic is None:
        remarks.append("Some difference between waves was the same for everyone, so there is no test of all together.")
    return ModelResult(**facts, log_odds_ratio=estimate, standard_error=error, df=df, statistic=statistic,
                       pvalue=2 * stdtr(df, -np.abs(estimate / error)), joint_pvalue=pvalue, intercept=float(params[0]),
                       intercept_error=float(np.sqrt(covariances[0, 0])), remarks=tuple(remarks))  # fmt: skip


def _joint(estimate, covariance, df):
    """Give Wald's F that all estimates are 0, of as many degrees of freedom as vary, and its p; None where one is
    certain.

    >>> [round(float(x), 4) for x in _joint(np.array([0.5, 0.5]), np.full((2, 2), 0.04), 20)]  # one wave, twice
    [6.25, 0.0212]
    >>> _joint(np.array([0.5, 0.4]), np.full((2, 2), 0.04), 20)  # their difference is 0.1 for certain
    (None, None)
    """
    values, vectors = np.linalg.eigh(covariance)
    varies, along = values > NOTHING * values[-1], vectors.T @ estimate
    if (np.abs(along[~varies]) > CERTAIN).any():
        return None, None
    rank = int(varies.sum())
    statistic = float((along[varies] ** 2 / values[varies]).sum()) / rank
    return statistic, _f_tail(rank, df, statistic)


def _f_tail(q, df, statistic):
    """Give P(F > statistic) with q and df degrees of freedom; where df is infinite q F is chi-squared."""
    return float(chdtrc(q, q * statistic) if np.isinf(df) else fdtrc(q, df, statistic))


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

    person, wave, yes = _answers(np.minimum(changers, 1))
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
