"""What a plan rests on: how many people, how many of them change, a margin, the tests, and where each comes from."""

from dataclasses import dataclass
from functools import cached_property

from firststeps.digits import alpha_at
from firststeps.paired.families import FAMILIES
from firststeps.paired.planning import summaries
from firststeps.paired.planning.coverage import SOON_COVERED
from firststeps.paired.planning.kept import working_out
from firststeps.paired.planning.level.operating import size_curves
from firststeps.paired.planning.power import power_curve
from firststeps.paired.planning.samplesize import planned_for, planned_tests, sample_size
from firststeps.paired.planning.sensitivity import MARGINS, margins_supported, people_if_nobody_changes
from firststeps.responses.counting.comparison import primary_comparison
from firststeps.responses.given.published import read_published, stated_limits
from firststeps.study import Study

CHANGES = (0.1, 0.2, 0.3, 0.4, 0.5)  # proportions who change that are planned for
FEW_CHANGE = {"nobody": 0.0, "some": 0.05, "one-in-ten": 0.1}  # those with which similarity is planned for first
LARGER = (0.2, 0.3)  # differences beside the margin
BOTH_WAYS = 0.2  # who change beside the difference itself, half of them one way and half the other
PAIRS = 26  # of the example without data in notebook 03
SMALLEST, MOST = 0.05, 0.5  # differences that are planned for


@dataclass(frozen=True)
class Plan:
    """What a plan rests on.

    Attributes
    ----------
    answered : int
        The number of people: published, or counted as those who answered twice.
    observed : float or None
        The proportion of them who changed; None where the number is published, and nobody's answers are used.
    margin, level : float
        The margin of similarity and the confidence level of ``study.yaml``; tests are at ``alpha``.
    source, file : str
        Where the number of people comes from, and the file that holds it, within the study's folder.
    assumed : str
        Where all that needs no number of people comes from.
    mark : str
        What all that shows the number must carry; empty where it is published.
    target, change : float
        The power asked for, and the proportion who change at which tests are compared.
    """

    answered: int
    observed: float | None
    margin: float
    level: float
    source: str
    file: str
    mark: str = ""
    target: float = 0.8
    change: float = 0.3
    assumed: str = "planning assumptions"

    @property
    def alpha(self):
        """The significance level of tests: 1 - level."""
        return alpha_at(self.level)

    @property
    def people(self):
        """How many of the people are planned for; ``fewer`` says why not all are."""
        return planned_for(self.answered)[0]

    @property
    def fewer(self):
        """Why not all people are planned for; "" where they are."""
        return planned_for(self.answered)[1]

    @property
    def few(self):
        """For how many of the people coverage is counted: it grows with the cube of their number."""
        return min(self.people, SOON_COVERED)

    @property
    def tests(self):
        """The tests compared, the deciding one first; ``left_out`` says which one is not among them."""
        return planned_tests(self.people)[0]

    @property
    def left_out(self):
        """Which test is left out, and why; "" where none is."""
        return planned_tests(self.people)[1]

    @property
    def test(self):
        """The deciding test in words."""
        return f"{self.tests[0]} McNemar test at {self.alpha:g}"

    @property
    def similarity_test(self):
        """The deciding test of similarity in words."""
        return f"{self.tests[0]} equivalence test at {self.alpha:g}"

    @property
    def least(self):
        """The smallest difference planned for: the margin, but at least 5 and at most 50 points."""
        return min(max(self.margin, SMALLEST), MOST)

    @property
    def differences(self):
        """The differences planned for."""
        return sorted({self.least, *LARGER})

    @cached_property
    def discordances(self):
        """The proportions who change that are planned for, the observed one among them."""
        return sorted({*CHANGES, *([round(self.observed, 2)] if self.observed else [])})

    @property
    def least_change(self):
        """How many change where the smallest difference is all one way, and where people change both ways."""
        return {"one-way": self.least, "both-ways": self.least + BOTH_WAYS}

    @property
    def shapes(self):
        """Each difference with as few who change as it takes, and with more both ways: (difference, change)."""
        return [(gap, change) for gap in self.differences for change in (gap, gap + BOTH_WAYS)]

    @property
    def swings(self):
        """The proportions who change for which similarity is planned: those that some 200 people are enough for."""
        changes = sorted({*FEW_CHANGE.values(), *self.discordances})
        return [change for change in changes if change <= 20 * self.margin**2]

    @property
    def few_change(self):
        """The first of them by name."""
        return {name: change for name, change in FEW_CHANGE.items() if change in self.swings}


def plan_of(study, published="data/published.csv"):
    """What a plan for a study rests on: the published number of people where there is one, else its own.

    ``study`` is its folder, ``published`` the file of published statements within it. Raises PublishedError if that
    counts nobody, and FileNotFoundError if neither it nor the clean files are there.

    >>> plan = plan_of(".")
    >>> plan.answered, plan.observed, plan.margin, plan.tests
    (26, None, 0.1, ('exact', 'mid-p', 'unconditional'))
    """
    study = Study.load(study)
    primary = study.primary
    if (study.folder / published).exists():
        stated = read_published(study.folder / published)
        answered = stated_limits(stated, primary.outcome, primary.first, primary.second)["people"]
        source = f"{Plan.assumed}; number of people from {stated['source'].iloc[0]}"
        return Plan(answered, None, primary.margin, study.level, source, published)
    own = primary_comparison(study)
    source = f"{Plan.assumed}; number of people who answered twice in this study"
    return Plan(
        own.pairs, own.changers / own.pairs, primary.margin, study.level, source, "data/clean/patterns.csv", study.mark
    )


def numbers_of_every_study():
    """Work out anew what no study changes, as notebooks 03 and 07 ask for it: at 5%, and for a margin of ten points.

    Gives the numbers by name, for the file that keeps them (``firststeps.paired.planning.kept``).
    """
    plan = Plan(answered=1, observed=None, margin=0.1, level=0.95, source="", file="")
    with working_out() as numbers:
        summaries.sample_size_by_change(plan.differences, plan.discordances, plan.target, alpha=plan.alpha)
        summaries.sample_size_by_method(plan.differences, plan.discordances, plan.target, plan.alpha)
        for change in plan.least_change.values():
            sample_size(plan.least, change, plan.target, alpha=plan.alpha)
        summaries.power_curves(range(2, 251), plan.shapes, alpha=plan.alpha)
        summaries.similarity_by_change(plan.people, plan.swings, plan.margin, plan.target, plan.alpha)
        summaries.similarity_curves(range(5, 301), plan.swings[:5], plan.margin, plan.alpha)
        for test in ("exact", "mid-p"):
            power_curve(range(5, 81), 0.4, 1.0, test)
        sample_size(0.4, 1.0, plan.target)
        level = summaries.fagerland_level()
        summaries.fagerland_exceeded()
        summaries.worst_sizes()
        size_curves(range(10, 101, 5), [k / 200 for k in range(201)], level["test"])
        for margin in MARGINS:  # of which the published numbers are asked
            for family in FAMILIES:
                people_if_nobody_changes(margin, plan.alpha, family)
        margins_supported(PAIRS)
    return numbers
