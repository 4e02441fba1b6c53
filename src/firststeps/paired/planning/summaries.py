"""Frames that set plans, tests and intervals side by side: numbers in them, and ``attrs["units"]``.

A plan is a difference (second minus first) and a discordance, the proportion who change at all. Curves are for drawing:
their index is what goes along, a column is a line.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from firststeps.digits import percent, shown
from firststeps.paired.answers.arguments import (
    as_numbers,
    check_proportion,
    check_size,
    check_sizes,
    is_number,
    several,
)
from firststeps.paired.families import DECIDES, FAMILIES
from firststeps.paired.planning.cost import LONGEST, check_cost
from firststeps.paired.planning.coverage import coverage
from firststeps.paired.planning.formulas import connor, miettinen
from firststeps.paired.planning.level import fagerland
from firststeps.paired.planning.level.operating import largest_size, largest_size_seconds
from firststeps.paired.planning.power import check_change, check_plan, check_power_cost, power, power_curve
from firststeps.paired.planning.samplesize import check_target, detectable_difference, sample_size
from firststeps.paired.planning.similarity import similarity_curve, similarity_power, similarity_sample_size
from firststeps.paired.results import LEVEL, check_alpha, check_level, choose, counted_people, frame
from firststeps.paired.two_waves.difference import METHODS as LIMITS
from firststeps.paired.two_waves.equivalence import check_margin
from firststeps.paired.two_waves.mcnemar import METHODS

TESTS = (*fagerland.TESTS, "unconditional")
INTERVALS = ("wald", "agresti-min", "bonett-price", "newcombe", "tango", "laud", "fay-lumbard-mid-p", "fay-lumbard")
USUAL = (0.1, 0.5)  # between these proportions most studies see people change
DETECTED_BY = 33  # powers worked out to find a difference
NOISE = 1e-9  # of a sum of probabilities
PER_CENT = tuple(np.linspace(0.01, 1, 100))  # from one in a hundred to everybody


def power_by_change(
    people: int,
    differences: Sequence[float],
    discordances: Sequence[float],
    method: str = "exact",
    alpha: float = 0.05,
    longest: float = LONGEST,
) -> pd.DataFrame:
    """Give the power with so many people: a row a difference, a column a proportion who change.

    A cell is empty where fewer change than the difference takes; a column without any number is left out. What takes
    more seconds than ``longest`` is refused (TooLongError).

    >>> print(power_by_change(26, [0.1, 0.2], [0.1, 0.3]).round(3).to_string(index=False))
     difference  10%   30%
            0.1 0.04 0.074
            0.2  NaN 0.325
    """
    people, alpha = check_size(people), check_alpha(alpha)
    differences, discordances = _differences(differences), _discordances(discordances)
    points = len(differences) * len(discordances)
    check_power_cost(people, points, method, longest, len(discordances))

    def chances(difference, discordance):
        """The power of one plan."""
        return float(power(people, difference, discordance, method, alpha=alpha, longest=longest))

    note = f"{counted_people(people)}; {method} test at {alpha:g}."
    return _by_change(chances, differences, discordances, "proportion", note)


def sample_size_by_change(
    differences: Sequence[float],
    discordances: Sequence[float],
    target: float = 0.8,
    method: str = "exact",
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Give how many people reach the power and keep it: a row a difference, a column a proportion who change.

    >>> print(sample_size_by_change([0.2], [0.2, 0.3]).to_string(index=False))
     difference  20%  30%
            0.2   39   61
    """
    check_target(target, alpha)
    differences, discordances = _differences(differences), _discordances(discordances)

    def needed(difference, discordance):
        """The number of people of one plan."""
        return sample_size(difference, discordance, target, method, alpha=alpha).n

    note = f"Power {percent(target)}; {method} test at {alpha:g}."
    return _by_change(needed, differences, discordances, "people", note)


def _differences(differences):
    """Differences as a list, or a ValueError unless they are some numbers from -1 to 1."""
    differences = several(differences, "Differences")
    if np.any(np.abs(as_numbers(differences, "Each difference")) > 1) or np.ndim(differences) != 1:
        raise ValueError(f"A difference of proportions lies between -1 and 1; found {differences!r}.")
    return differences


def _discordances(discordances):
    """Proportions who change as a list, or a ValueError unless they are some numbers from 0 to 1."""
    discordances = several(discordances, "Proportions who change")
    for discordance in discordances:
        check_proportion(discordance, "A proportion who change")
    return discordances


def _methods(methods, known):
    """Methods as a list, or a ValueError unless each is one of those that are ``known``."""
    methods = several(methods, "Methods")
    for method in methods:
        choose(known, method)
    return methods


def _by_change(number, differences, discordances, unit, note):
    """A number of each difference and each proportion who change that goes with it."""
    kind, columns = "Int64" if unit == "people" else float, {"difference": list(differences)}
    for change in discordances:
        if change >= min(differences):
            numbers = [number(gap, change) if gap <= change else None for gap in differences]
            columns[percent(change)] = pd.array(numbers, dtype=kind)
    units = {**dict.fromkeys(columns, unit), "difference": "proportion"}
    return frame(columns, units, note=f"{note} Rows: difference. Columns: proportion who change.")


def detectable_by_change(
    people: int,
    discordances: Sequence[float],
    target: float = 0.8,
    method: str = "exact",
    alpha: float = 0.05,
    longest: float = LONGEST,
) -> pd.DataFrame:
    """Give the smallest difference that reaches the power, a row a proportion who change: change, difference, power.

    The difference is empty where none does; the power is then that of changes that all go one way. What takes more
    seconds than ``longest`` is refused (TooLongError).

    >>> detectable_by_change(26, [0.1, 0.3]).round(3).to_numpy().tolist()
    [[0.1, nan, 0.04], [0.3, 0.293, 0.8]]
    """
    people, discordances = check_size(people), _discordances(discordances)
    check_power_cost(people, len(discordances) * DETECTED_BY, method, longest, len(discordances))
    smallest = [
        detectable_difference(people, change, target, method, alpha=alpha, longest=longest) for change in discordances
    ]
    columns = {
        "change": list(discordances),
        "difference": pd.array([result.difference for result in smallest], dtype=float),
        "power": [result.power for result in smallest],
    }
    enough = all(result.difference is not None for result in smallest)
    note = "" if enough else "Where no difference is enough, the power if all changes went one way."
    units = {"change": "proportion", "difference": "points", "power": "tenth of a percent"}
    return frame(columns, units, note=note)


def sample_size_by_method(
    differences: Sequence[float], discordances: Sequence[float], target: float = 0.8, alpha: float = 0.05
) -> pd.DataFrame:
    """Give people needed by formulas and by exact power: a row a plan.

    Columns are difference, change, Connor's and Miettinen's formula, and exact power of the asymptotic, mid-p and exact
    tests.

    >>> print(sample_size_by_method([0.2], [0.3]).to_string(index=False))
     difference  change  Connor  Miettinen  asymptotic  mid-p  exact
            0.2     0.3      57         52          53     53     61
    """
    check_target(target, alpha)
    differences, discordances = _differences(differences), _discordances(discordances)
    plans = [(gap, change) for gap in differences for change in discordances if gap <= change]
    columns = {"difference": [gap for gap, _ in plans], "change": [change for _, change in plans]}
    columns |= {
        "Connor": [connor(*plan, target, alpha=alpha) for plan in plans],
        "Miettinen": [miettinen(*plan, target, alpha=alpha) for plan in plans],
    }
    for method in ("asymptotic", "mid-p", "exact"):
        columns[method] = [sample_size(*plan, target, method, alpha=alpha).n for plan in plans]
    units = {"difference": "proportion", "change": "proportion"}
    return frame(columns, units, note=f"Power {percent(target)}. The last three columns: exact power.")


def similarity_by_change(
    people: int, discordances: Sequence[float], margin: float, target: float = 0.8, alpha: float = 0.05
) -> pd.DataFrame:
    """Give what it takes to support similarity where nothing is different: a row a proportion who change.

    Columns are change, the power of the exact test with so many people, and the people needed by each family.

    >>> similarity_by_change(40, [0.0, 0.05], 0.1).round(3).to_numpy().tolist()
    [[0.0, 1.0, 29.0, 22.0, 25.0], [0.05, 0.267, 74.0, 61.0, 69.0]]
    """
    people, discordances = check_size(people), _discordances(discordances)
    check_margin(margin)
    check_target(target, alpha)
    columns = {
        "change": list(discordances),
        f"power with {people:,}": similarity_power(people, discordances, margin, alpha=alpha),
    }
    units = dict.fromkeys(columns, "proportion")
    for name in FAMILIES:
        needed = [similarity_sample_size(change, margin, target, 0, alpha, name).n for change in discordances]
        columns[f"people needed, {name}"] = needed
    note = f"Margin {shown(100 * margin, '.4g')} points; tests at {alpha:g}; people needed for power {percent(target)}."
    return frame(columns, units, note=note)


def power_curves(
    sizes: ArrayLike, plans: Sequence[tuple[float, float]], method: str = "exact", alpha: float = 0.05
) -> pd.DataFrame:
    """Give the power of each plan (difference, discordance) at each number of people: a column a plan.

    >>> power_curves([10, 26], [(0.2, 0.3)]).round(3).to_numpy().tolist()
    [[0.015], [0.325]]
    """
    sizes, plans = check_sizes(sizes), [_plan(plan) for plan in several(plans, "Plans")]
    curves = [power_curve(sizes, *plan, method, alpha=alpha) for plan in plans]
    return _curves(sizes, plans, curves)


def similarity_curves(
    sizes: ArrayLike, discordances: Sequence[float], margin: float, alpha: float = 0.05, family: str = DECIDES
) -> pd.DataFrame:
    """Give the power to support similarity, where nothing is different, at each number of people: a column a plan.

    Columns are named (0, discordance), as those of ``power_curves`` are.

    >>> similarity_curves([29, 58], [0.0, 0.05], 0.1).round(3).to_numpy().tolist()
    [[1.0, 0.226], [1.0, 0.572]]
    """
    sizes, discordances = check_sizes(sizes), _discordances(discordances)
    curves = [similarity_curve(sizes, change, margin, 0.0, alpha, family) for change in discordances]
    return _curves(sizes, [(0.0, change) for change in discordances], curves)


def _plan(plan):
    """A plan as it is, or a ValueError unless it is a difference and a discordance that go together."""
    if not isinstance(plan, Sequence) or isinstance(plan, str) or len(plan) != 2:
        raise ValueError(f"A plan is (difference, discordance), as (0.2, 0.3); found {plan!r}.")
    check_plan(*plan)
    return tuple(plan)


def _curves(sizes, plans, curves):
    """Curves as a frame, the plans as its headings."""
    names = pd.MultiIndex.from_tuples(plans, names=["difference", "discordance"])
    return pd.DataFrame(np.transpose(curves), pd.Index(np.ravel(sizes), name="people"), names)


def fagerland_level(methods: Sequence[str] = TESTS) -> pd.DataFrame:
    """Give how tests keep the level of 5% in the scenarios of Fagerland, Lydersen and Laake (2013): a row a test.

    Columns are test, scenarios, above (how many exceed the level), and the largest and the mean type I error rate.

    >>> fagerland_level(["mid-p"]).round(4).to_numpy().tolist()
    [['mid-p', 9595, 0, 0.0495, 0.0349]]
    """
    methods = _methods(methods, METHODS)
    rows = [fagerland.violations_of(method) for method in methods]
    columns = {"test": list(methods), **pd.DataFrame(rows).to_dict("list")}
    return frame(columns, {"test": "method", **dict.fromkeys(("largest", "mean"), "hundredth of a percent")})


def fagerland_exceeded(methods: Sequence[str] = TESTS) -> pd.DataFrame:
    """Give in how many scenarios tests exceed the level of 5%: a row a test, a column an odds ratio of association.

    The note says among how many people, and where how many change, that is so by the first of the tests.

    >>> fagerland_exceeded(["asymptotic"]).to_numpy().tolist()
    [['asymptotic', 668, 667, 675, 527, 288]]
    """
    methods = _methods(methods, METHODS)
    exceeded = [fagerland.exceeded_by(method) for method in methods]
    columns = {"test": list(methods)}
    for place, odds in enumerate(fagerland.ASSOCIATIONS):
        columns[f"odds ratio {odds}"] = [above.scenarios[place] for above in exceeded]
    first, note = exceeded[0], ""
    if first.people:
        where = f"{percent(round(first.change[0], 2))} to {percent(round(first.change[1], 2))} change"
        note = f"The {methods[0]} test: among {first.people[0]} to {first.people[1]} people, where {where}."
    return frame(columns, {"test": "method"}, note=note)


def worst_sizes(
    methods: Sequence[str] = TESTS, sizes: Sequence[int] = fagerland.SIZES, longest: float = LONGEST
) -> pd.DataFrame:
    """Give the largest type I error rate at 5% over all proportions who change and some numbers of people.

    What takes more seconds than ``longest`` is refused (TooLongError).

    A row a test: test, above (for how many of the sizes the rate can exceed 5%), largest, and with how many ``people``
    and what ``change`` it is reached.

    >>> worst_sizes(["exact"], [26, 30]).round(3).to_numpy().tolist()
    [['exact', 0, 0.043, 30, 1.0]]
    """
    methods, sizes = _methods(methods, METHODS), check_sizes(sizes)
    seconds = sum(largest_size_seconds(n, method) for method in methods for n in sizes)
    what = f"The largest size of {len(methods)} tests at {len(sizes):,} numbers of people"
    check_cost(what, seconds, longest, "take fewer of them")
    rows = []
    for method in methods:
        worst = {n: largest_size(n, method, longest=longest) for n in sizes}
        people = max(sizes, key=lambda n, worst=worst: worst[n].size)
        above = sum(at.size > 0.05 + NOISE for at in worst.values())
        rows.append((method, above, worst[people].size, people, worst[people].discordance))
    columns = pd.DataFrame(rows, columns=["test", "above", "largest", "people", "change"]).to_dict("list")
    return frame(columns, {"test": "method", "largest": "hundredth of a percent", "change": "proportion"})


def coverage_curves(
    people: int,
    discordances: Sequence[float] = PER_CENT,
    difference: float = 0.0,
    level: float = LEVEL,
    methods: Sequence[str] = INTERVALS,
) -> pd.DataFrame:
    """Give how often each interval holds the true difference, along the proportion who change: a column an interval.

    >>> coverage_curves(26, [0.2, 1.0], methods=["wald", "fay-lumbard"]).round(3).to_numpy().tolist()
    [[0.937, 0.99], [0.924, 0.971]]
    """
    methods, discordances = _methods(methods, LIMITS), _discordances(discordances)
    curves = {method: coverage(people, difference, discordances, method, level) for method in methods}
    return pd.DataFrame(curves, pd.Index(discordances, name="change"))


def coverage_by_interval(curves: pd.DataFrame, people: int, difference: float, level: float = LEVEL) -> pd.DataFrame:
    """Give the coverage of each interval in four numbers: the row of one is its method, lowest, mean, at, of all.

    ``curves`` are those of no true difference (``coverage_curves``). Lowest and mean are over the usual proportions who
    change, from a tenth to a half; so is the lowest at a true ``difference``, which stands in "at the difference"; and
    "of all" is the lowest of the whole curve.

    >>> curves = coverage_curves(26, [0.05, 0.2, 0.4, 1.0], methods=["wald"])
    >>> coverage_by_interval(curves, 26, 0.1).round(3).to_numpy().tolist()
    [['wald', 0.93, 0.933, 0.934, 0.924]]
    """
    people, level = check_size(people), check_level(level)
    check_change(difference, 1)
    if not isinstance(curves, pd.DataFrame) or not all(map(is_number, curves.index)) or curves.empty:
        raise ValueError(f"Curves are those of coverage_curves; found {curves!r}.")
    along, methods = curves.index.to_numpy(), list(curves)
    usual = (along >= USUAL[0]) & (along <= USUAL[1])
    wider = along[usual & (along >= difference)]
    at = coverage_curves(people, wider, difference, level, methods)
    columns = {
        "interval": methods,
        "lowest": curves[usual].min().tolist(),
        "mean": curves[usual].mean().tolist(),
        "at the difference": at.min().tolist(),
        "of all": curves.min().tolist(),
    }
    units = dict.fromkeys(columns, "tenth of a percent") | {"interval": "method"}
    points = shown(100 * difference, ".4g")
    note = f"{counted_people(people)}; intervals at {percent(level)}; a difference of {points} points."
    return frame(columns, units, level, note)
