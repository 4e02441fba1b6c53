"""Standard errors of generalised estimating equations that statsmodels has not: Kauermann & Carroll's."""

import numpy as np
from scipy.special import expit


def kauermann_carroll(fit):
    """Give the covariance of the parameters of a fitted logit GEE, corrected for bias as by Kauermann & Carroll (2001).

    ``M (sum_i D_i' V_i^-1 (I - H_i)^-1/2 e_i e_i' (I - H_i)^-1/2' V_i^-1 D_i) M`` with D_i the slopes of the means of
    person i, V_i their working covariance, e_i the residuals, ``M^-1 = sum_i D_i' V_i^-1 D_i`` and the leverage
    ``H_i = D_i M D_i' V_i^-1`` (J Am Stat Assoc 96:1387).  The power 0 in place of -1/2 gives the sandwich of Liang &
    Zeger (1986), -1 that of Mancl & DeRouen (2001).  It holds NaN where somebody's leverage is 1.

    ``fit`` is a result of statsmodels' ``GEE`` with the exchangeable or the independent working correlation.
    """
    correlation = float(fit.model.cov_struct.dep_params or 0)
    answers = zip(fit.model.endog_li, fit.model.exog_li, strict=True)
    people = [_standardised(yes, design, fit.params, correlation) for yes, design in answers]
    bread = np.linalg.inv(sum(slopes.T @ slopes for slopes, _ in people))
    meat = sum(np.outer(u, u) for u in (_score(slopes, residuals, bread) for slopes, residuals in people))
    return bread @ meat @ bread


def _standardised(answers, design, params, correlation):
    """Give the slopes and the residuals of one person in units in which their working covariance is the identity."""
    means = expit(design @ params)
    variances = means * (1 - means)
    working = np.full((len(means),) * 2, correlation) + (1 - correlation) * np.eye(len(means))
    root = np.linalg.cholesky(working * np.sqrt(np.outer(variances, variances)))
    return np.linalg.solve(root, variances[:, None] * design), np.linalg.solve(root, answers - means)


def _score(slopes, residuals, bread):
    """Give one person's part of the estimating equations, the residuals divided by the root of 1 - leverage."""
    eigenvalues, eigenvectors = np.linalg.eigh(np.eye(len(slopes)) - slopes @ bread @ slopes.T)
    scale = np.where(eigenvalues > 1e-10, 1 / np.sqrt(np.maximum(eigenvalues, 1e-10)), np.nan)
    return slopes.T @ (eigenvectors @ (scale * (eigenvectors.T @ residuals)))
