"""Generalised estimating equations: the population-averaged logit model of a yes/no outcome over W waves.

It uses every answer given (a person need not have answered at every wave), takes its fit from statsmodels, and is valid
when answers are missing completely at random.
"""

import warnings

import numpy as np
from scipy.special import chdtrc, fdtrc, stdtr

from firststeps.paired.many_waves.models import ModelResult, answers_of, changers_among, facts_of, table_of_waves
from firststeps.paired.many_waves.sandwich import kauermann_carroll
from firststeps.paired.patterns import PatternsLike
from firststeps.paired.results import choose, counted_people, level_of

ERRORS = {"mancl-derouen": "Mancl-DeRouen", "kauermann-carroll": "Kauermann-Carroll", "liang-zeger": "Liang-Zeger"}
NOTHING, CERTAIN = 1e-9, 1e-6  # less than this of the largest variance, and of a log odds ratio, is rounding
FARTHEST = 20.0  # log odds that are no estimate of a proportion: it is within 2e-9 of 0 or 1, of 5,000 people at most
MOST_PEOPLE = 5_000  # statsmodels fits GEE person by person: some seconds with so many


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
    GEE logit, exchangeable, Liang-Zeger errors: odds ratios to wave 1 2.63 (1.003 to 6.87); all waves alike p = 0.0492
    26 people, 52 answers, 0 left out
    >>> patterns[:2, :2] = [[12, 0], [14, 0]]
    >>> gee_logit(patterns).problem
    'Everyone who answered at wave 2 said yes, so its odds have no finite estimate.'
    """
    if not isinstance(structure, str) or structure not in ("exchangeable", "independence"):
        raise ValueError(f"There is no structure {structure!r}; choose one of exchangeable, independence.")
    kind = choose(ERRORS, errors)
    table = table_of_waves(patterns)
    method = f"GEE logit, {structure}" + (f", {kind} errors" if errors != "mancl-derouen" else "")
    facts = facts_of(method, table, table, level_of(patterns))
    _, wave, yes = answers_of(np.minimum(table, 1))
    problem = _one_sided(wave, yes, table.ndim) or _no_variance(table, facts["n"]) or _too_many(facts["n"])
    if problem:
        return ModelResult(**facts, problem=problem)
    fit = _fit_gee(*answers_of(table), structure, errors)
    if fit is None:
        problem = f"The fit did not settle: too few answers for the structure {structure!r}."
        return ModelResult(**facts, problem=problem)
    return _gee_result(facts, *fit, np.inf if errors == "liang-zeger" else facts["n"] - table.ndim)


def _one_sided(wave, yes, waves):
    """Give a sentence if at some wave everyone said the same, or nobody said anything."""
    for k in range(waves):
        answers = yes[wave == k]
        if not len(answers):
            return f"Nobody answered at wave {k + 1}."
        if answers.min() == answers.max():
            word = "yes" if answers[0] else "no"
            return f"Everyone who answered at wave {k + 1} said {word}, so its odds have no finite estimate."
    return ""


def _no_variance(table, n):
    """Give a sentence if the standard errors have nothing to rest on."""
    waves = table.ndim
    if n <= waves:
        return f"{counted_people(n)} for {waves} waves: too few for a standard error."
    if not (table * changers_among(waves)).any():
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
