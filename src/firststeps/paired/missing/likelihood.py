"""Maximum likelihood with missing responses: EM on the response-pattern table, under missing at random.

Every person has one of the 2^W complete patterns with some probability; where answers are missing, only the sum of the
probabilities that agree with the others is seen.  If answers are *missing at random* (whether someone is missing
depends on their known answers only), the likelihood of the known answers is all that matters (Rubin 1976, Biometrika
63:581), and EM maximises it (Dempster, Laird & Rubin 1977, J R Stat Soc B 39:1).  A fixed change between two waves
only alters the M step, which then has a closed form.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc, chdtri, xlogy

from firststeps.digits import shown
from firststeps.paired.answers.arguments import is_number
from firststeps.paired.answers.fields import Checked
from firststeps.paired.limits.score import smaller_probability
from firststeps.paired.patterns import MISSING, YES, PatternsLike, as_patterns, check_waves, margin
from firststeps.paired.results import Result, SingleTest, check_level, every_wave
from firststeps.paired.tables import ConfidenceInterval

HEARD = "people heard from"
SETTLED = 6  # decimals that the fit settles on every machine
TOLERANCE = 1e-12
LONGEST = 100_000
ROUND, NO_GAIN = 300, 1e-10  # so many steps that gain less log-likelihood than this have arrived
FARTHEST = 1e-8
NEAR = 1e-4
SEEN = 5e-4  # of a change, what is seen where it is printed in points to a decimal
MOST_WAVES = 8  # 256 complete patterns; each wave more doubles them, and EM takes minutes


@dataclass(frozen=True)
class LikelihoodFit(Checked):
    """Probabilities of the complete patterns, shape ``(2,) * W``, their log-likelihood, and the number of EM steps."""

    probabilities: np.ndarray
    log_likelihood: float
    steps: int

    def proportion(self, wave: int) -> float:
        """Give the proportion of yes at one wave."""
        return float(np.moveaxis(self.probabilities, wave, 0)[0].sum())

    def change(self, first: int = 0, second: int = 1) -> float:
        """Give the change, second minus first proportion of yes."""
        return self.proportion(second) - self.proportion(first)


def nearest_waves(patterns, first=0, second=1):
    """Give the waves to fit, axis numbers in order, and a sentence on why they are not all.

    They are the two compared and the others nearest in time (of two as near the earlier), as long as the model can be
    told from the data: it has a probability for each of the 2^W complete patterns, and these should not be more than
    the people who answered at any wave.  At most ``MOST_WAVES``.

    >>> few = np.zeros((3,) * 4, dtype=int)
    >>> few[0, 1, 0, 0] = few[1, 0, 2, 0] = 5
    >>> nearest_waves(few, 0, 3)[0], nearest_waves(few[0])[1]
    ([0, 1, 3], 'Of 3 waves 2 are used, the two compared and those nearest in time: 3 waves have 8 patterns of yes and \
no, more than the 5 people who answered.')
    """
    table = as_patterns(patterns)
    first, second = check_waves(table, first, second)
    people = int(table.sum() - table[(MISSING,) * table.ndim])
    most = min(MOST_WAVES, max(2, people.bit_length() - 1))
    near = sorted(range(table.ndim), key=lambda wave: (min(abs(wave - first), abs(wave - second)), wave))
    return sorted(near[:most]), _waves_used(table.ndim, most, people)


def _waves_used(waves, most, people):
    """Say how many waves are fitted, and why not all of them."""
    if waves <= most:
        return f"{every_wave(waves).capitalize()} are used."
    more = f"{most + 1} waves have {2 ** (most + 1):,} patterns of yes and no"
    why = "and the fit would take minutes" if most == MOST_WAVES else f"more than the {people:,} people who answered"
    return f"Of {waves} waves {most} are used, the two compared and those nearest in time: {more}, {why}."


def maximum_likelihood(
    patterns: PatternsLike, change: float | None = None, first: int = 0, second: int = 1
) -> LikelihoodFit:
    """Fit the probabilities of the complete patterns; with ``change``, so that second minus first is just that.

    People who answered at no wave say nothing and count for nothing.  EM, speeded up by leaps, ends when a step moves
    no probability by more than 1e-12.  Raises ValueError if nobody answered, and for a change not between -1 and 1.

    >>> fit = maximum_likelihood([[6, 2, 4], [2, 6, 0], [0, 0, 9]])
    >>> fit.probabilities.round(4).tolist(), round(fit.change(), 4)
    ([[0.45, 0.15], [0.1, 0.3]], -0.05)
    """
    table = as_patterns(patterns)
    known = _known(table)
    if change is not None:
        first, second = check_waves(table, first, second)
        if not is_number(change) or not -1 < change < 1:
            raise ValueError(f"A change to fit lies between -1 and 1, ends left out; found {change!r}.")
    if not known.people.size:
        raise ValueError("Nobody answered at any wave, so there is no likelihood to maximise.")
    start = _project(np.full((2,) * table.ndim, 0.5**table.ndim), change, first, second)
    p, steps = _settle(
        start,
        lambda p: _project(_expected(p, known), change, first, second),
        lambda p: _log_likelihood(p, known),
    )
    return LikelihoodFit(p, _log_likelihood(p, known), steps)


def _settle(p, step, log_likelihood):
    """Repeat ``step`` until it moves nothing or gains no likelihood, and count how often; leaps every second step.

    EM alone needs thousands of steps where a probability goes to 0; the leaps of SQUAREM (Varadhan & Roland 2008, Scand
    J Stat 35:335, scheme S3) halve it each time.
    """
    value = -np.inf
    for steps in range(2, LONGEST, 3):
        if steps % ROUND == 2:
            before, value = value, log_likelihood(p)
            if value - before < NO_GAIN:
                return p, steps
        once = step(p)
        twice = step(once)
        if np.abs(twice - once).max() < TOLERANCE:
            return twice, steps
        p = step(_leap(p, once, twice, log_likelihood))
    raise ValueError(f"EM did not settle in {LONGEST} steps.")


def _leap(p, once, twice, log_likelihood):
    """Give a point further ahead than ``twice``, or ``twice`` where that is worse than ``p`` or no probability."""
    move = once - p
    turn = twice - once - move
    length = -np.linalg.norm(move) / max(np.linalg.norm(turn), FARTHEST * np.linalg.norm(move))
    while length < -1:
        ahead = p - 2 * length * move + length**2 * turn
        if (ahead >= 0).all() and (ahead[twice > 0] > 0).all():
            return ahead if log_likelihood(ahead) >= log_likelihood(p) else twice
        length = (length - 1) / 2 if length < -1.01 else -1
    return twice


@dataclass(frozen=True)
class LikelihoodRatio(SingleTest):
    """The likelihood-ratio test that a change is ``change``: chi-squared with 1 degree of freedom, and its p-value.

    The statistic is a difference of two log-likelihoods, so that of some ten million people seven decimals are right.
    """

    statistic: float
    pvalue: float
    change: float
    n: int

    method = "likelihood ratio, missing at random"
    denominator = HEARD

    @property
    def value(self) -> float:
        """The p-value, without the digits that the fit does not settle."""
        return round(self.pvalue, SETTLED)


@dataclass(frozen=True, kw_only=True)
class ModelledChange(Result):
    """The change that fits best, second minus first, with the interval of its profile and the test that it is none.

    The model has a probability for every pattern of answers; ``note`` says which waves it uses, and why. ``several``:
    whether other changes fit equally well.
    """

    value: float
    interval: ConfidenceInterval
    test: LikelihoodRatio
    n: int
    note: str
    several: bool = False

    unit = "points"
    method = "maximum likelihood, missing at random; profile interval"
    denominator = HEARD


def likelihood_ratio(patterns: PatternsLike, first: int = 0, second: int = 1, change: float = 0.0) -> LikelihoodRatio:
    """Test that the change between two waves is ``change`` (0: equal margins), using every known answer.

    Twice the loss of log-likelihood, chi-squared with 1 degree of freedom (Wilks 1938).  Without missing answers it is
    the likelihood-ratio form of McNemar's test, 2 (b log(2 b/(b + c)) + c log(2 c/(b + c))).

    >>> result = likelihood_ratio([[5, 1, 0], [7, 8, 0], [0, 0, 0]])
    >>> round(result.statistic, 3), round(result.pvalue, 4)
    (5.062, 0.0245)
    """
    if not is_number(change):
        raise ValueError(f"A change is a number between -1 and 1, such as 0.1; found {change!r}.")
    free = maximum_likelihood(patterns).log_likelihood
    at_change = maximum_likelihood(patterns, change, first, second).log_likelihood
    statistic = max(0.0, 2 * (free - at_change))
    return LikelihoodRatio(statistic, float(chdtrc(1, statistic)), change, int(as_patterns(patterns).sum()))


def modelled_change(patterns: PatternsLike, first: int = 0, second: int = 1, level: float = 0.95) -> ModelledChange:
    """Give the change between two waves by maximum likelihood over as many waves as there are people to tell apart.

    Answers are taken to be missing at random: whether someone is missing depends only on the answers that person gave.
    Values are rounded to the digits that the fit settles. Where several changes fit equally well, as few people can
    leave it, the value is one of them and the ``note`` says between which it lies.

    >>> model = modelled_change([[5, 1, 0], [7, 8, 0], [0, 0, 0]])
    >>> round(model.value, 3), round(model.interval.low, 3), round(model.test.value, 4)
    (0.286, 0.041, 0.0245)
    """
    first, second = check_waves(as_patterns(patterns), first, second)
    waves, note = nearest_waves(patterns, first, second)
    table, ends = margin(patterns, *waves), (waves.index(first), waves.index(second))
    low, high, level = profile_interval(table, *ends, level)
    interval = ConfidenceInterval(round(low, SETTLED), round(high, SETTLED), level)
    fit, test = maximum_likelihood(table), likelihood_ratio(table, *ends)
    others = _left_open(*_equally_likely(table, fit, *ends))
    note, value = " ".join(filter(None, (note, others))), round(fit.change(*ends), SETTLED)
    return ModelledChange(value=value, interval=interval, test=test, n=test.n, note=note, several=bool(others))


def _left_open(low, high):
    """Say between which changes the likelihood is the same; nothing where there is one.

    >>> _left_open(0.1, 0.1), _left_open(-0.8, -0.6)
    ('', 'Every change from -80.0 to -60.0 percentage points fits equally well: the answers leave open which.')
    """
    if high - low < SEEN:
        return ""
    ends = " to ".join(shown(100 * end, "+.1f") if abs(end) >= SEEN else "0.0" for end in (low, high))
    return f"Every change from {ends} percentage points fits equally well: the answers leave open which."


def _equally_likely(table, fit, first, second):
    """Give the smallest and the largest change among all probabilities of the complete patterns that fit equally well.

    The log-likelihood is a strictly concave function of the probabilities of the answers that were given, so that all
    maxima have these in common, and they are all that give these: the points of a polytope, of which linear programming
    finds the ends.  That there may be several is said of ``em.cat``, too, in the R package cat (J. L. Schafer).

    >>> table = np.array([[0, 4, 0], [0, 0, 0], [1, 0, 0]])  # of the one heard from last only, either may be true
    >>> [round(end, 4) for end in _equally_likely(table, maximum_likelihood(table), 0, 1)]
    [-0.8, -0.6]
    """
    from scipy.optimize import linprog

    complete = fit.probabilities
    answers = np.indices(complete.shape).reshape(complete.ndim, -1)
    rows = np.vstack([_known(table).may_be, np.ones(complete.size)])
    change = (answers[second] == YES).astype(float) - (answers[first] == YES)
    ends = [linprog(sign * change, A_eq=rows, b_eq=rows @ complete.ravel()) for sign in (1, -1)]
    if any(end.x is None for end in ends):
        return fit.change(first, second), fit.change(first, second)
    return ends[0].fun, -ends[1].fun


def profile_interval(
    patterns: PatternsLike, first: int = 0, second: int = 1, level: float = 0.95
) -> ConfidenceInterval:
    """Give the changes that the likelihood-ratio test does not reject: a `ConfidenceInterval` around the fitted change.

    Each limit is known to 1e-8; one within 0.0001 of -1 or 1 is given as that end.

    >>> low, high, level = profile_interval([[5, 1, 0], [7, 8, 0], [0, 0, 0]])
    >>> round(low, 3), round(high, 3)
    (0.041, 0.52)
    """
    fit = maximum_likelihood(patterns)
    first, second = check_waves(fit.probabilities, first, second)
    most, centre = chdtri(1, 1 - check_level(level)), fit.change(first, second)

    def excess(change):
        """Say how far the statistic of a held change is above what the level allows; the fitted one may be -1 or 1."""
        if change == centre:
            return -most
        at_change = maximum_likelihood(patterns, change, first, second).log_likelihood
        return 2 * (fit.log_likelihood - at_change) - most

    low, high = (_limit(excess, centre, end) for end in (-1.0, 1.0))
    return ConfidenceInterval(low, high, level)


def _limit(excess, centre, end):
    """Say where ``excess`` crosses 0 between the fitted change and one end (-1 or 1), or the end where it never does.

    It is sought outwards, half of what is left at a time, but not in the last 0.0001, where rounding tells.
    """
    from scipy.optimize import brentq  # half a second to import, for the interval only

    inside = centre
    while abs(end - inside) > NEAR:
        outside = (inside + end) / 2
        if excess(outside) > 0:
            return brentq(excess, inside, outside, xtol=1e-8)
        inside = outside
    return float(end)


class Known(NamedTuple):
    """The patterns that somebody had, people who answered at no wave left out: how many ``people`` each, and which
    complete patterns it may be: ``may_be``, 1 or 0, a row for each of them, a column for each complete one.
    """

    people: np.ndarray
    may_be: np.ndarray


def _known(table):
    """Give what is known of the complete patterns."""
    patterns = np.argwhere(table > 0)
    patterns = patterns[(patterns != MISSING).any(axis=1)]
    complete = np.argwhere(np.ones((2,) * table.ndim))
    may_be = np.ones((len(patterns), len(complete)))
    for answer, answers in zip(patterns.T, complete.T, strict=True):
        may_be *= (answer[:, None] == MISSING) | (answer[:, None] == answers)
    return Known(table[tuple(patterns.T)].astype(float), may_be)


def _expected(p, known):
    """Give the E step: the expected number of people with each complete pattern, given the known answers."""
    marginal = known.may_be @ p.ravel()
    share = np.divide(known.people, marginal, out=np.zeros_like(marginal), where=marginal > 0)
    return p * (share @ known.may_be).reshape(p.shape)


def _project(expected, change, first, second):
    """Give the M step: the probabilities nearest in likelihood, with the change between two waves held if one is given.

    With N_b, N_c, N_o expected people who went from yes to no, from no to yes, or stayed, the constrained masses solve
    p_c = p_b + change, p_o = 1 - p_b - p_c and N_b/p_b + N_c/p_c = 2 N_o/p_o, as in the score interval of Tango (1998).
    """
    if change is None:
        return expected / expected.sum()
    mass = np.moveaxis(expected, (first, second), (0, 1)).copy()
    masses = {"lost": mass[0, 1].sum(), "gained": mass[1, 0].sum(), "same": mass[0, 0].sum() + mass[1, 1].sum()}
    loss = _constrained(masses["lost"], masses["gained"], masses["same"], change)
    targets = {"lost": loss, "gained": loss + change, "same": 1 - 2 * loss - change}
    for name, cells in (("lost", [(0, 1)]), ("gained", [(1, 0)]), ("same", [(0, 0), (1, 1)])):
        _rescale(mass, cells, targets[name], masses[name])
    return np.moveaxis(mass, (0, 1), (first, second))


def _constrained(loss, gain, same, change):
    """Give the probability of going from yes to no that maximises lost log p + gained log(p + change) + same log(rest).

    It is that of the score interval, whose smaller probability is the one that ``change`` is added to; and no more than
    leaves the rest a probability.
    """
    minor, major = (loss, gain) if change >= 0 else (gain, loss)
    smaller = float(smaller_probability(minor, major, loss + gain + same, abs(change)))
    return min(smaller + max(0, -change), (1 - change) / 2)


def _rescale(p, cells, target, mass):
    """Bring the mass of some cells from ``mass`` to ``target``, in proportion, or evenly where they hold none."""
    share = sum(p[cell].size for cell in cells)
    for cell in cells:
        p[cell] = p[cell] * (target / mass) if mass > 0 else target / share


def _log_likelihood(p, known):
    """Give the log-likelihood of the known answers."""
    return float(xlogy(known.people, known.may_be @ p.ravel()).sum())
