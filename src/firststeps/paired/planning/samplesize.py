"""How many people, and how small a change: exact power turned round."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from firststeps.digits import beside, percent, shown
from firststeps.paired.answers.arguments import check_size, is_number
from firststeps.paired.answers.fields import Checked
from firststeps.paired.limits.roots import narrowed
from firststeps.paired.planning.cost import LONGEST, check_longest
from firststeps.paired.planning.formulas import connor
from firststeps.paired.planning.kept import kept
from firststeps.paired.planning.power import check_plan, power, power_curve
from firststeps.paired.results import Result, check_alpha, check_alternative, choose
from firststeps.paired.two_waves.mcnemar import BY_DISCORDANT, METHODS, SOON_MANY

LARGEST = 5_000  # people; beyond this a formula serves
LARGEST_BY_SIZE = SOON_MANY  # for tests whose rejection region must be found anew for every n
LARGEST_PLAN = 2_000  # people of whom exact power takes a second; more find still smaller changes


def planned_for(people):
    """For how many of ``people`` exact power is worked out, and a sentence where these are not all.

    >>> planned_for(26)
    (26, '')
    >>> print(*planned_for(1_000_000))
    2000 What follows plans for 2,000 of the 1,000,000 people: exact power of more takes long, and is larger still.
    """
    if people <= LARGEST_PLAN:
        return people, ""
    sentence = (
        f"What follows plans for {LARGEST_PLAN:,} of the {people:,} people: exact power of more takes long, and is "
    )
    return LARGEST_PLAN, f"{sentence}larger still."


def planned_tests(people):
    """The tests that a plan for ``people`` compares, the deciding one first, and a sentence on one that is left out.

    >>> planned_tests(26)
    (('exact', 'mid-p', 'unconditional'), '')
    >>> planned_tests(600)
    (('exact', 'mid-p'), 'The unconditional test takes long with more than 500 people and is left out.')
    """
    if people <= LARGEST_BY_SIZE:
        return ("exact", "mid-p", "unconditional"), ""
    why = f"The unconditional test takes long with more than {LARGEST_BY_SIZE:,} people and is left out."
    return ("exact", "mid-p"), why


@dataclass(frozen=True, repr=False)
class SampleSize(Checked):
    """How many people reach a power.

    Attributes
    ----------
    n : int
        From here on power stays at or above the target: power is a sawtooth in n, so some smaller n reach it too.
    first : int
        The smallest n that reaches the target at all.
    power : float
        The power at ``n``.
    checked : int
        Power was worked out at every size up to this.
    setting, method : str
        The test and what is assumed, in words; the same with the power asked for.
    """

    n: int
    first: int
    power: float
    checked: int
    setting: str = field(default="", compare=False)
    target: float = field(default=0.8, compare=False)

    def __post_init__(self):
        """Refuse numbers of people out of order, and a power that is none."""
        super().__post_init__()
        if not self.first <= self.n <= self.checked:
            sizes = f"{self.first}, {self.n} and {self.checked}"
            raise ValueError(f"SampleSize: first is at most n, and n at most checked; found {sizes}.")

    @property
    def method(self) -> str:
        """By what it was worked out."""
        return f"{self.setting}, power {percent(self.target)}"

    def __repr__(self):
        """The result in words."""
        sizes = f"first at {self.first}; every n to {self.checked} worked out"
        return f"{self.n} people, power {shown(self.power, '.3f')} ({sizes})"


@dataclass(frozen=True)
class DetectableDifference(Result):
    """The smallest difference that n people detect; ``difference`` is None where ``problem`` says that none is.

    It is a number of a plan and speaks of nobody: ``n`` and ``denominator`` are None.
    """

    difference: float | None
    power: float
    problem: str = ""
    method: str = field(default="", compare=False, repr=False)
    unit, n, denominator = "points", None, None

    @property
    def value(self) -> float | None:
        """The difference."""
        return self.difference


def named_test(method, alternative, alpha):
    """The test that a plan is for, in words.

    >>> named_test("unconditional", "greater", 0.05)
    'exact unconditional McNemar test at 0.05, greater'
    """
    side = "" if alternative == "two-sided" else f", {alternative}"
    return f"{'exact ' * (method == 'unconditional')}{method} McNemar test at {alpha:g}{side}"


def sample_size(
    difference: float,
    discordance: float,
    target: float = 0.8,
    method: str = "exact",
    alternative: str = "two-sided",
    alpha: float = 0.05,
    longest: float = LONGEST,
) -> SampleSize:
    """The smallest number of people from which power stays at ``target`` or above.

    Exact power is worked out at every n up to a third beyond the last that falls short, so later dips, which grow
    smaller with n, are seen. See ``firststeps.paired.planning.power.power`` for the other arguments.

    Raises ValueError for a difference of 0, one in the other direction than the alternative, a target outside
    (alpha, 1), and where more people would be needed than are worth counting exactly: it says how many, by Connor's
    formula.  Raises TooLongError where it would take more than ``longest`` seconds.

    >>> sample_size(0.2, 0.3)
    61 people, power 0.805 (first at 61; every n to 134 worked out)

    If everybody changes, the teeth of the saw are long:

    >>> sample_size(0.4, 1.0)
    54 people, power 0.837 (first at 49; every n to 114 worked out)
    """
    difference, discordance = check_plan(difference, discordance)
    _check_target(difference, target, alternative, alpha)
    choose(METHODS, method)
    check_longest(longest)
    return _sample_size(difference, discordance, float(target), method, alternative, float(alpha), longest)


@kept(lambda plain: SampleSize(*plain))
@lru_cache(maxsize=1024)
def _sample_size(difference, discordance, target, method, alternative, alpha, longest):
    """What ``sample_size`` gives, remembered: a plan asks for the same number in several places."""
    largest = LARGEST if method in BY_DISCORDANT else LARGEST_BY_SIZE
    about = connor(difference, discordance, target, alternative, alpha)
    checked = min(20 + 2 * about, largest + 1)
    while checked <= largest:
        sizes = np.arange(1, checked + 1)
        powers = power_curve(sizes, difference, discordance, method, alternative, alpha, longest)
        short = np.flatnonzero(powers < target)
        n = int(short[-1]) + 2 if len(short) else 1
        if 4 * n <= 3 * checked:
            setting = f"{named_test(method, alternative, alpha)}, {percent(discordance)} change"
            first = int(np.argmax(powers >= target)) + 1
            return SampleSize(n, first, float(powers[n - 1]), checked, setting, target)
        checked *= 2
    raise ValueError(
        f"About {about:,} people would be needed, by Connor's formula; exact power of the {method} test is worked out "
        f"for up to {largest:,}, and so far beyond the answer that later dips are seen; use a formula such as connor()."
    )


def detectable_difference(
    n: int,
    discordance: float,
    target: float = 0.8,
    method: str = "exact",
    alternative: str = "two-sided",
    alpha: float = 0.05,
    longest: float = LONGEST,
) -> DetectableDifference:
    """The smallest difference, of n people of whom a proportion ``discordance`` changes, with power ``target``.

    Found by bisection to 1e-9: for given n and discordance power grows with the size of the difference. For
    ``alternative="less"`` it is negative. If even changes all one way do not reach the target, ``problem`` says so.
    Raises TooLongError where it would take more than ``longest`` seconds.

    >>> found = detectable_difference(26, 0.3)
    >>> round(found.difference, 3), round(found.power, 3)
    (0.293, 0.8)
    >>> detectable_difference(26, 0.1).problem
    'Even if all changes went one way, a difference of 10.0 percentage points, power would be only 4.0%.'
    """
    check_alternative(alternative)
    n, sign = check_size(n), -1 if alternative == "less" else 1
    _check_target(sign, target, alternative, alpha)
    _, high = check_plan(0.0, discordance)
    most = float(power(n, sign * high, discordance, method, alternative, alpha, longest))
    test = named_test(method, alternative, alpha)
    setting = f"power {percent(target)} of the {test}, {percent(discordance)} change"
    if most < target:
        gap, chance = shown(100 * high, ".1f"), beside(100 * most, shown(100 * most, ".1f"), 100 * target)
        problem = (
            f"Even if all changes went one way, a difference of {gap} percentage points, power would be only {chance}%."
        )
        return DetectableDifference(None, most, problem, setting)

    def enough(size):
        """Whether power reaches the target where the difference has this size."""
        return power(n, sign * size, discordance, method, alternative, alpha, longest) >= target

    _, high = narrowed(enough, 0.0, high, 1e-9)
    reached = float(power(n, sign * high, discordance, method, alternative, alpha, longest))
    return DetectableDifference(sign * high, reached, method=setting)


def check_target(target, alpha):
    """Raise ValueError unless the power asked for lies between the level of significance and 1.

    >>> check_target(0.8, 0.05)
    """
    if not is_number(target) or not check_alpha(alpha) < target < 1:
        raise ValueError(f"A target power lies between alpha and 1, such as 0.8; found {target!r}.")


def _check_target(difference, target, alternative, alpha):
    """ValueError unless the target power can be meant."""
    check_alternative(alternative)
    check_target(target, alpha)
    if difference == 0 or (alternative != "two-sided" and (difference > 0) != (alternative == "greater")):
        raise ValueError(f"No number of people detects a difference of {difference} (alternative: {alternative}).")
