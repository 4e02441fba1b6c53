"""Sentences that read the numbers of a plan back: what can be detected, who is needed, what intervals cover."""

from firststeps.report.printing import wording
from firststeps.report.printing.names import method_name


def rests_on(plan):
    """Say what a ``plan`` rests on, as ``responses.counting.planning.Plan`` has it.

    >>> from types import SimpleNamespace
    >>> print(rests_on(SimpleNamespace(answered=26, observed=0.3, margin=0.1, fewer="", left_out="")))
    26 people, who answered twice; 30% of them changed; a margin of 10 percentage points, from study.yaml.
    """
    basis = "as published" if plan.observed is None else f"who answered twice; {wording.percent(plan.observed)} of them"
    basis = basis if plan.observed is None else f"{basis} changed"
    people = wording.counted(plan.answered)
    sentence = f"{people}, {basis}; a margin of {wording.points(plan.margin, sign=False)}, from study.yaml."
    return "\n".join(filter(None, [sentence, plan.fewer, plan.left_out]))


def name_plans(curves):
    """The frame ``curves`` with its headings, pairs of difference and proportion who change, in words.

    >>> import pandas as pd
    >>> list(name_plans(pd.DataFrame([[0.5, 0.6]], columns=pd.MultiIndex.from_tuples([(0.1, 0.3), (0, 0.05)]))))
    ['10 points; 30% change', 'no difference; 5% change']
    """
    return curves.set_axis([_plan_phrase(*plan) for plan in curves.columns], axis=1)


def _plan_phrase(difference, discordance):
    """A plan in a few words."""
    size = wording.points(difference, 0, "points", sign=False) if difference else "no difference"
    return f"{size}; {wording.percent(discordance)} change"


def detectable(people, changing, smallest, power):
    """Say from which difference on each test has the power, among ``people`` of whom the share ``changing`` changes.

    ``smallest`` maps a test to its ``DetectableDifference``: a ``difference`` (0 to 1), or a ``problem``.

    >>> from types import SimpleNamespace
    >>> tests = {"mid-p": (0.272, ""), "exact": (None, "Not even all of them.")}
    >>> smallest = {test: SimpleNamespace(difference=size, problem=why) for test, (size, why) in tests.items()}
    >>> print(detectable(26, 0.3, smallest, 0.8))
    If 30% of 26 people change, power is 80% or more from these differences on:
    by the mid-p test 27.2 points, where 95% of those who change go the same way;
    by the exact test none: not even all of them.
    """
    lines = [f"by the {method_name(test)} test {_smallest(result, changing)}" for test, result in smallest.items()]
    start = f"If {wording.percent(changing)} of {wording.counted(people)} change, power is"
    return f"{start} {wording.percent(power)} or more from these differences on:\n" + ";\n".join(lines) + "."


def _smallest(result, changing):
    """The smallest difference that is enough, and how one-sided the change must be for it; or why there is none."""
    if result.problem:
        return f"none: {result.problem[:1].lower()}{result.problem[1:].removesuffix('.')}"
    same_way = wording.percent(min(1, (1 + result.difference / changing) / 2))
    size = wording.points(result.difference, unit="points", sign=False)
    return f"{size}, where {same_way} of those who change go the same way"


def needed(one_way, both_ways, difference, more, people):
    """Say how many people a difference takes, where all change one way and where ``more`` of them change in all.

    >>> print(needed(66, 230, 0.1, 0.3, 26))
    A difference of 10 points takes 66 people if nobody changes against it, and 230 if 30% change: 3.5 times as many.
    This study has 26 people: too few for either.
    """
    times = wording.number(round(both_ways / one_way, 1))
    short = sum(people < n for n in (one_way, both_ways))
    enough = {0: "enough for both", 1: "enough for the first only", 2: "too few for either"}[short]
    return (
        f"A difference of {100 * difference:g} points takes {wording.count(one_way)} people if nobody changes against "
        f"it, and {wording.count(both_ways)} if {wording.percent(more)} change: {times} times as many.\n"
        f"This study has {wording.counted(people)}: {enough}."
    )


def reached(needed):
    """Say with how many people a power is reached, and from how many on it is kept.

    >>> from types import SimpleNamespace
    >>> print(reached(SimpleNamespace(target=0.8, first=49, n=54)))
    80% is reached with 49 people, and kept from 54 on.
    """
    first = wording.counted(needed.first)
    return f"{wording.percent(needed.target)} is reached with {first}, and kept from {wording.count(needed.n)} on."


def proportions_alone(first, second, numbers):
    """Say how many people it takes from one proportion to another, at least, in the middle and at most.

    >>> print(proportions_alone(0.45, 0.55, (79, 432, 1785)))
    From 45.0% to 55.0%: 79, 432 or 1,785 people.
    """
    people = wording.listing(map(wording.count, numbers), "or")
    return f"From {wording.percent(first, 1)} to {wording.percent(second, 1)}: {people} people."


def reach(change):
    """Say how far scenarios reach, by the proportions who ``change``.

    >>> import numpy as np
    >>> print(reach(np.array([0, 0.2, 0.5])))
    The scenarios reach from 0% to 50% who change, and no further.
    """
    least, most = wording.percent(change.min()), wording.percent(change.max())
    if least == most:
        return f"In each scenario {least} change; no other was tried."
    return f"The scenarios reach from {least} to {most} who change, and no further."


def lowest_coverage(lowest, where, level):
    """Say which intervals held the truth as often as they say everywhere, and which share one lowest coverage.

    ``lowest`` maps each interval to its lowest coverage, ``where`` to the proportion who change at which it lies.  No
    true difference is assumed: intervals with one coverage at one place then hold zero for the same tables.

    >>> lowest = {"wald": 0.924, "tango": 0.924, "laud": 0.951}
    >>> print(lowest_coverage(lowest, {"wald": 1, "tango": 1, "laud": 0.2}, 0.95))
    At least 95% at each of the proportions who change that were tried: Laud.
    Wald and Tango have one lowest coverage, 92.4%, where 100% change:
    there they hold zero for just the same tables.
    """
    above = [method_name(name) for name, least in lowest.items() if least >= level - 1e-9]
    tried = "at each of the proportions who change that were tried"
    lines = [f"At least {wording.confidence(level)} {tried}: {wording.listing(above) or 'none'}."]
    alike = {}
    for name, least in lowest.items():
        alike.setdefault((round(least, 9), where[name]), []).append(method_name(name))
    for (least, place), names in alike.items():
        if len(names) > 1:
            lines.append(
                f"{wording.listing(names)} have one lowest coverage, {wording.percent(least, 1)}, where "
                f"{wording.percent(place)} change:\nthere they hold zero for just the same tables."
            )
    return "\n".join(lines)


def false_alarms(correlation, often, alpha=0.05):
    """Say how ``often`` a plain test at ``alpha`` rejects for nothing, where people of a group go the same way.

    ``correlation`` is that of the ways of two people of a group.

    >>> print(false_alarms(0.17, 0.122))
    Correlation 0.17: a plain mid-p test at 5% rejects in 12.2% of studies in which people are
    as likely to move one way as the other.
    """
    test = f"a plain mid-p test at {wording.confidence(alpha)}"
    rejects = f"rejects in {wording.percent(often, 1)} of studies in which people are"
    return f"Correlation {wording.coefficient(correlation)}: {test} {rejects}\nas likely to move one way as the other."
