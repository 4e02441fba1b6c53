"""The Bayesian answer: the posterior of the paired difference under a Dirichlet prior of the four cells, no sampling.

Under it P(change) and the share of gains among the changes are independent beta variables, so that the probability of a
gain has a closed form and everything else is one integral (see ``firststeps.paired.limits.beta_product``).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc

from firststeps.paired.answers.arguments import as_one
from firststeps.paired.answers.fields import Checked
from firststeps.paired.limits.beta_product import cdf, quantile
from firststeps.paired.results import CONVENTION, check_level, in_words, numbers_in_words
from firststeps.paired.tables import ConfidenceInterval, TableLike, cells


@dataclass(frozen=True, repr=False)
class Posterior(Checked):
    """The posterior of the difference of the proportions of yes, second minus first.

    ``estimate`` is its mean and ``probability_gain`` the probability that the difference is above 0, of shape (...).
    """

    estimate: np.ndarray
    probability_gain: np.ndarray
    parameters: tuple

    @property
    def standard_deviation(self) -> np.ndarray:
        """The standard deviation of the difference, of shape (...).

        With A the sum of the four Dirichlet parameters, ``(T - mean^2) / (A + 1)`` is the variance of the difference of
        two of the probabilities, T the mean of their sum (Gelman et al. 2013, Bayesian Data Analysis, appendix A); here
        in the form in which nearly equal numbers are not subtracted.

        >>> round(float(posterior([[1, 1], [7, 12]]).standard_deviation), 4)
        0.1161
        """
        discordant, concordant, gains, losses = self.parameters
        total = discordant + concordant
        return (np.sqrt((discordant * concordant + 4 * gains * losses) / (total + 1)) / total)[()]

    def probability_above(self, difference: ArrayLike) -> np.ndarray:
        """Give the probability that the difference is above ``difference``, of shape (...).

        It is that of a change below ``-difference`` the other way round, so that a small one keeps its digits: it is
        within some 1e-17, where 1 less the rest would be within 1e-16 of nothing.

        >>> float(posterior([[0, 40], [0, 3]]).probability_above(0.3).round(24))
        8.764e-21
        """
        return cdf(np.negative(difference), *self._turned())

    def probability_within(self, margin: float) -> np.ndarray:
        """Give the probability that the difference lies within ``margin`` of none, either way, of shape (...).

        >>> round(float(posterior([[12, 0], [0, 14]]).probability_within(0.1)), 3)
        0.977
        """
        return np.maximum(self.probability_above(-margin) - self.probability_above(margin), 0.0)

    def credible_interval(self, level: float = 0.95) -> ConfidenceInterval:
        """Give the equal-tailed interval, a ``ConfidenceInterval``; ValueError unless ``0 < level < 1``."""
        tail = (1 - check_level(level)) / 2
        low, other = (quantile(tail, *parameters)[()] for parameters in (self.parameters, self._turned()))
        return ConfidenceInterval(low, -other, float(level))

    def _turned(self):
        """Give the parameters of the difference first minus second."""
        discordant, concordant, gains, losses = self.parameters
        return discordant, concordant, losses, gains

    def __repr__(self):
        """The posterior mean, its 95% credible interval and P(gain) in words, and the table convention."""
        low, high, _ = self.credible_interval()
        mean, low, high = numbers_in_words(self.estimate, low, high)
        return (
            f"difference, second minus first: posterior mean {mean}, 95% credible interval "
            f"{low} to {high}\nprobability of a gain: {in_words(self.probability_gain, '.4g')}\n{CONVENTION}"
        )


def posterior(table: TableLike, prior: ArrayLike = 0.5) -> Posterior:
    """Give the posterior of the difference of the two proportions of yes, second minus first.

    Parameters
    ----------
    table : integers of shape (..., 2, 2)
        ``[[a, b], [c, d]]``, by the convention of ``firststeps.paired.tables``.
    prior : positive number, or four of them for a, b, c, d
        Of the Dirichlet distribution: 0.5 is Jeffreys' prior, 1 is flat. The probability of a gain is
        P(R > 1/2) for R ~ beta(c + prior, b + prior).

    Returns
    -------
    Posterior
        ``estimate``, ``standard_deviation``, ``probability_gain``, ``probability_above(difference)``,
        ``credible_interval(level)``.

    Raises
    ------
    ValueError
        For entries that are not counts, for n = 0, and for a prior that is not positive.

    Examples
    --------
    >>> posterior([[1, 1], [7, 12]])
    difference, second minus first: posterior mean 0.2609, 95% credible interval 0.0329 to 0.4893
    probability of a gain: 0.9866
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    """
    a, b, c, d, n = cells(table)
    weights = prior_weights(prior)
    a, b, c, d = (count + weight for count, weight in zip((a, b, c, d), weights, strict=True))
    estimate = (c - b) / (n + weights.sum())
    return Posterior(estimate[()], betainc(b, c, 0.5)[()], (b + c, a + d, c, b))


def prior_weights(prior):
    """Give the four weights of a Dirichlet prior for a, b, c and d, or a ValueError.

    >>> prior_weights(0.5).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    values = as_one(prior)
    are_weights = values.dtype.kind in "iuf" and values.size in (1, 4)
    weights = np.broadcast_to(values.astype(float).ravel(), 4) if are_weights else np.array([np.nan])
    if not np.all((weights > 0) & np.isfinite(weights)):
        raise ValueError(f"A prior is a positive number, or four of them for a, b, c and d; found {prior!r}.")
    return weights
