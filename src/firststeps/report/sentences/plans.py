"""Sentences that read the numbers of a plan back: what can be detected, who is needed, what intervals cover."""

from firststeps.report.printing import wording


def detectable(people, changing, found, power):
    """Say from which difference on each test has the power, among ``people`` of whom the share ``changing`` changes.

    ``found`` maps the name of a test to the smallest difference (0 to 1), or to a sentence where there is none.

    >>> print(detectable(26, 0.3, {"mid-p": 0.272, "exact": "Not even all of them."}, 0.8))
    If 30% of 26 people change, power is 80% or more from these differences on:
    by the mid-p test 27.2 points, where 95% of those who change go the same way;
    by the exact test none: not even all of them.
    """
    told = [f"by the {test} test {_smallest(difference, changing)}" for test, difference in found.items()]
    start = f"If {wording.percent(changing)} of {wording.plural(people, 'person', 'people')} change, power is"
    return f"{start} {wording.percent(power)} or more from these differences on:\n" + ";\n".join(told) + "."


def _smallest(difference, changing):
    """The smallest difference that is enough, and how one-sided the change must be for it; or why there is none."""
    if isinstance(difference, str):
        return f"none: {difference[:1].lower()}{difference[1:].removesuffix('.')}"
    same_way = wording.percent(min(1, (1 + difference / changing) / 2))
    size = wording.points(difference, unit="points", sign=False)
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
        f"This study has {wording.plural(people, 'person', 'people')}: {enough}."
    )


def lowest_coverage(lowest, where, level):
    """Say which intervals held the truth as often as they say everywhere, and which share one lowest coverage.

    ``lowest`` maps each interval to its lowest coverage, ``where`` to the proportion who change at which it lies.  No
    true difference is assumed: intervals with one coverage at one place then hold zero for the same tables.

    >>> lowest = {"Wald": 0.924, "Tango": 0.924, "Laud": 0.951}
    >>> print(lowest_coverage(lowest, {"Wald": 1, "Tango": 1, "Laud": 0.2}, 0.95))
    At least 95% at each of the proportions who change that were tried: Laud.
    Wald and Tango have one lowest coverage, 92.4%, where 100% change:
    there they hold zero for just the same tables.
    """
    kept = [name for name, least in lowest.items() if least >= level - 1e-9]
    tried = "at each of the proportions who change that were tried"
    told = [f"At least {wording.confidence(level)} {tried}: {wording.listing(kept) or 'none'}."]
    alike = {}
    for name, least in lowest.items():
        alike.setdefault((round(least, 9), where[name]), []).append(name)
    for (least, place), names in alike.items():
        if len(names) > 1:
            told.append(
                f"{wording.listing(names)} have one lowest coverage, {wording.percent(least, 1)}, where "
                f"{wording.percent(place)} change:\nthere they hold zero for just the same tables."
            )
    return "\n".join(told)
