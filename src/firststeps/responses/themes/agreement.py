"""How far coders agree that an answer carries a theme: raw agreement, Cohen's kappa, Krippendorff's alpha.

The coefficients are those of statsmodels and of the ``krippendorff`` package.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from firststeps.paired.results import check_level

RESAMPLES, SEED = 2000, 2010


@dataclass(frozen=True)
class Agreement:
    """Agreement of coders on one theme over the answers that at least two of them coded.

    Attributes
    ----------
    answers : int
        Answers coded by at least two coders.
    agreed : int
        Answers on which all who coded them gave the same verdict.
    prevalence : float or None
        Share of the verdicts on these answers that say the theme is there.
    kappa, alpha : float or None
        Cohen's kappa (two coders only) and Krippendorff's alpha; None where they do not exist.
    kappa_interval, alpha_interval : tuple or None
        Limits; None where the method cannot tell how uncertain the coefficient is: the coders agreed on everything or
        on nothing, or (for kappa) one of them never changed the verdict.
    problem : str
        Why a coefficient does not exist, else empty.
    """

    answers: int
    agreed: int
    prevalence: float | None
    kappa: float | None = None
    kappa_interval: tuple | None = None
    alpha: float | None = None
    alpha_interval: tuple | None = None
    problem: str = ""

    @property
    def raw(self):
        """Share of the answers on which the coders agreed, or None."""
        return self.agreed / self.answers if self.answers else None


def agreement_on(verdicts, level=0.95):
    """Agreement on one theme.

    ``verdicts`` has a row an answer and a column a coder: 1 the theme is there, 0 it is not, NaN not coded by this
    coder.  Kappa's interval is the large-sample one of Fleiss, Cohen & Everitt (1969) as statsmodels gives it, cut at
    -1 and 1; alpha's is a percentile interval over 2000 resamples of the answers with a fixed seed.  Resamples in
    which all verdicts are alike have no alpha and are left out.  Raises ValueError for any other verdict, for what has
    not a row an answer and a column a coder, and for a level that is not between 0 and 1.

    Two readers of 50 answers: both see the theme in 20, neither in 15, only the first in 5, only the second in 10.

    >>> result = agreement_on(np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], [20, 5, 10, 15], axis=0))
    >>> result.agreed, result.answers, round(result.kappa, 2), round(result.alpha, 2)
    (35, 50, 0.4, 0.4)
    """
    verdicts = _verdicts(verdicts)
    check_level(level)
    verdicts = verdicts[(~np.isnan(verdicts)).sum(axis=1) >= 2]
    yes, no = np.nansum(verdicts == 1, axis=1), np.nansum(verdicts == 0, axis=1)
    agreed = int(((yes == 0) | (no == 0)).sum())
    if not len(verdicts):
        return Agreement(0, 0, None, problem="No answer was coded by two coders.")
    prevalence = float(yes.sum() / (yes.sum() + no.sum()))
    if prevalence in (0, 1):
        why = "every answer has the theme" if prevalence else "no answer has the theme"
        problem = f"All coders say that {why}; kappa and alpha do not exist then."
        return Agreement(len(verdicts), agreed, prevalence, problem=problem)
    two = verdicts.shape[1] == 2
    kappa, kappa_interval = _kappa(verdicts, level) if two else (None, None)
    problem = "" if two else "Cohen's kappa is for two coders."
    units, people = np.unique(np.column_stack([yes, no]), axis=0, return_counts=True)
    alpha = _alpha_of(tuple(map(tuple, units.tolist())))
    interval = None if agreed == len(verdicts) else _resampled_limits(alpha, people, level)
    return Agreement(len(verdicts), agreed, prevalence, kappa, kappa_interval, alpha(tuple(people)), interval, problem)


def _verdicts(by_coder):
    """The verdicts as floats, a row an answer and a column a coder, each 1, 0 or NaN; else ValueError."""
    try:
        verdicts = np.asarray(by_coder, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(
            f"Verdicts are 1, 0 or NaN, a row an answer and a column a coder; found {by_coder!r}."
        ) from None
    if verdicts.ndim != 2:
        raise ValueError(
            f"Verdicts have a row an answer and a column a coder; found an array of shape {verdicts.shape}."
        )
    if (wrong := ~(np.isnan(verdicts) | np.isin(verdicts, (0, 1)))).any():
        answer, coder = np.argwhere(wrong)[0]
        raise ValueError(
            f"A verdict is 1 (the theme is there), 0 (it is not) or NaN (not coded); found {verdicts[answer, coder]:g} "
            f"for answer {answer + 1} by coder {coder + 1}."
        )
    return verdicts


def _kappa(verdicts, level):
    """Cohen's kappa and its limits, by statsmodels."""
    from scipy.special import ndtri
    from statsmodels.stats.inter_rater import cohens_kappa

    first, second = (1 - verdicts.T).astype(int)
    table = np.bincount(2 * first + second, minlength=4).reshape(2, 2)
    with np.errstate(invalid="ignore", divide="ignore"):  # its test divides by 0 where a coder never changed verdict
        estimate = cohens_kappa(table)
    kappa = float(estimate.kappa)
    if not (np.trace(table) and np.trace(table[::-1]) and table.any(axis=0).all() and table.any(axis=1).all()):
        return kappa, None  # by the counts: the variance, nought, is computed as 1e-17 or so
    half = float(ndtri((1 + level) / 2)) * math.sqrt(estimate.var_kappa)
    return kappa, (max(kappa - half, -1.0), min(kappa + half, 1.0))


@cache
def _alpha_of(units):
    """Krippendorff's alpha as a function of how often each of ``units`` (verdicts yes, verdicts no) occurs.

    Themes have their units in common, and so what is worked out of one serves others.
    """
    import krippendorff

    @cache
    def alpha(people):
        """Alpha where row i occurs ``people[i]`` times, or None where all verdicts are alike."""
        counts = np.repeat(units, people, axis=0)
        if not counts.any(axis=0).all():
            return None
        return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))

    return alpha


def _resampled_limits(alpha, people, level):
    """Percentile limits of alpha over resamples of the answers; those without one of the verdicts are left out.

    None where alpha is the same in all of them.
    """
    random, n = np.random.default_rng(SEED), people.sum()
    drawn = [alpha(tuple(draw)) for draw in random.multinomial(n, people / n, RESAMPLES)]
    drawn = [value for value in drawn if value is not None]
    if min(drawn) == max(drawn):
        return None
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
