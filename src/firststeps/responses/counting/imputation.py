"""Multiple imputation of a change, where there are people enough to predict the missing answers from the others.

The missing answers are drawn many times from a model of all answers, the change is computed in each completed copy, and
the copies are pooled by Rubin's rules (Rubin 1987), all by statsmodels.  What it has over maximum likelihood on the
response patterns of one question is that the answers to *other* questions help to predict; like it, it assumes that
answers are missing at random.

The model is multivariate normal and the drawn answers are not rounded to yes or no: a change is a difference of means,
which stays unbiased if they are not rounded and may not if they are (Horton, Lipsitz & Parzen 2003, Am Stat 57:229).
Predictive mean matching would keep them yes or no, but that of statsmodels 0.15 always takes the first of several
people equally near, and with yes/no predictors nearly all are equally near.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.paired.results import Result
from firststeps.paired.tables import ConfidenceInterval
from firststeps.responses.counting.totals import bearing

PER_PREDICTOR = 10
SETTLED = 6  # decimals that the drawing settles on every machine
MOST_PEOPLE = 5_000  # drawing takes a minute with so many, as each person's answers are drawn hundreds of times
COPIES, SETTLING, APART, SEED = 100, 100, 5, 2010


@dataclass(frozen=True)
class Imputed(Result):
    """The pooled change, second minus first, and its interval."""

    change: float
    low: float
    high: float
    level: float
    people: int

    unit = "points"
    method = "multiple imputation, missing at random; Rubin's rules"
    denominator = "people with a known answer"

    @property
    def value(self):
        """The pooled change, without the digits that differ between machines."""
        return round(self.change, SETTLED)

    @property
    def n(self):
        """The people with a known answer."""
        return self.people

    @property
    def interval(self):
        """Its interval, rounded as the change is."""
        return ConfidenceInterval(round(self.low, SETTLED), round(self.high, SETTLED), self.level)


@dataclass(frozen=True)
class KnownAnswers:
    """What is known of each person for imputing a change: ``answers`` has a row for each, 1 yes, 0 no, NaN missing.

    ``change`` names the two columns compared; every other column is a predictor.
    """

    answers: pd.DataFrame
    change: tuple

    @property
    def missing(self):
        """How many answers are missing at the two waves compared."""
        return int(self.answers[list(self.change)].isna().sum().sum())

    @property
    def rarest(self):
        """How many people gave the rarer answer, at that of the two waves where fewer did."""
        waves = self.answers[list(self.change)]
        return int(np.minimum((waves == 1).sum(), (waves == 0).sum()).min())

    @property
    def needed(self):
        """How many should have given the rarer answer: ten for each predictor.

        The usual rule of thumb for models of a yes/no answer (Peduzzi et al. 1996, J Clin Epidemiol 49:1373).
        """
        return PER_PREDICTOR * (self.answers.shape[1] - 1)

    @property
    def enough(self):
        """Whether there is something to impute and people enough to do it."""
        return self.missing > 0 and self.rarest >= self.needed and len(self.answers) <= MOST_PEOPLE

    def sentence(self):
        """Say whether multiple imputation makes sense here, and why."""
        if not self.missing:
            return "Nobody who is in the file missed either wave, so there is nothing to impute."
        others = self.answers.shape[1] - 1
        if len(self.answers) > MOST_PEOPLE:
            return (
                f"Drawing the answers of {len(self.answers):,} people hundreds of times would take many minutes, so "
                f"with more than {MOST_PEOPLE:,} multiple imputation is left out. The likelihood above uses all their "
                "answers to this question."
            )
        return (
            f"Predicting an answer from {plural(others, 'other')} asks for some {self.needed:,} "
            f"people who gave the rarer answer. At one of the two waves {self.rarest:,} did, so multiple imputation "
            f"{'makes' if self.enough else 'does not make'} sense here."
        )

    def impute(self, level=0.95, copies=COPIES):
        """Draw the missing answers ``copies`` times and pool the change.

        The seed is fixed, so that the same answers give the same `Imputed`.  The limits are those of a normal estimate.
        """
        from statsmodels.imputation.bayes_mi import MI  # a second to import, for this only
        from statsmodels.regression.linear_model import OLS

        first, second = (self.answers.columns.get_loc(column) for column in self.change)
        pooled = MI(
            _imputer(self.answers.to_numpy(dtype=float, copy=True)),
            OLS,
            lambda answers: (answers[:, second] - answers[:, first], np.ones(len(answers))),
            burn=SETTLING,
            nrep=copies,
            skip=APART,
        ).fit()
        low, high = pooled.conf_int(1 - level)[0]
        return Imputed(float(pooled.params[0]), float(low), float(high), level, len(self.answers))


def known_answers(counts, study):
    """The answers from which those missing in the primary comparison of ``study`` are predicted: `KnownAnswers`.

    The same question at every wave, and each other yes/no question at the two waves compared.  Those that nobody
    answered, or everybody in the same way, predict nothing and are left out.  ``counts`` is ``data/clean/known.csv``:
    each combination of these answers, with its people.
    """
    primary, asked = study.primary, bearing(study)
    change = ((primary.outcome, primary.first), (primary.outcome, primary.second))
    answers = counts[[" ".join(pair) for pair in asked]].replace({"yes": 1.0, "no": 0.0, "missing": np.nan})
    answers = answers.astype(float).set_axis(asked, axis=1)
    columns = [column for column in asked if column in change or answers[column].nunique() == 2]
    wide = answers.loc[answers.index.repeat(counts["people"].astype(int)), columns].reset_index(drop=True)
    wide.columns = pd.MultiIndex.from_tuples(columns, names=["item", "wave"])
    return KnownAnswers(wide.dropna(how="all"), change)


def _imputer(values):
    """The Gibbs sampler of statsmodels for a multivariate normal, started with the spread of a tossed coin.

    statsmodels 0.15 tells patterns of missing answers apart by sums of logarithms, which two of them can share (the
    first and sixth answer, the second and third), so the people of each pattern are listed anew.
    """
    from statsmodels.imputation.bayes_mi import BayesGaussMI

    sampler = BayesGaussMI(values, cov_prior=np.eye(values.shape[1]) / 4, rng=SEED)
    patterns, of_person = np.unique(sampler.mask, axis=0, return_inverse=True)
    sampler.patterns = [np.flatnonzero(of_person == number) for number, missing in enumerate(patterns) if missing.any()]
    return sampler
