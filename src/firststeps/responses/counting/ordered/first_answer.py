"""The first answer of a study, gathered from its clean files: who answered, who moved, what could change that."""

from dataclasses import dataclass
from typing import NamedTuple

from firststeps import paired
from firststeps.digits import alpha_at
from firststeps.paired.results import rejects
from firststeps.responses.counting.attendance import IN_STUDY, everyone, read_attendance
from firststeps.responses.counting.comparison import main_comparisons
from firststeps.responses.counting.ordered.groups import read_groups, two_groups
from firststeps.responses.counting.ordered.questions import exploration, ordered_questions

NOT_HEARD = "not heard from"
ALIKE = 0.17  # correlation of two people of one group, an example: with six courses of ten, 12% of plain tests reject
MOST_TIPPED = 5_000  # people not heard from for whom the fewest that overturn a test are looked for


@dataclass(frozen=True)
class Moved:
    """A question that was asked twice, and what became of its answers.

    Attributes
    ----------
    id, title, first, second : str
        Its id, the question, and the labels of the two waves.
    people : dict
        People by what became of their answer: ``improved``, ``same``, ``worse``, or ``yes twice``, ``began``,
        ``stopped``, ``no twice``; and ``not heard from``.
    pvalue : float or None
        Of the exact sign test, which of yes and no is McNemar's; None where nobody answered twice.
    interval : tuple of two float, or None
        Of the difference, share of gains less share of losses, at ``level``; it agrees with the test.
    bounds : tuple of two float
        The smallest and the largest difference, whatever those not heard from would have said.
    tipping : int or None
        How few of these could overturn what the test says; None where none can, or where it was not `searched`.
    primary : bool
        Whether it is the comparison that was fixed beforehand.
    adjusted : float or None
        The p-value adjusted for all that are explored; None for the primary one.
    """

    id: str
    title: str
    first: str
    second: str
    people: dict
    pvalue: float | None
    interval: tuple[float, float] | None
    level: float
    bounds: tuple[float, float]
    tipping: int | None
    primary: bool = False
    adjusted: float | None = None

    @property
    def ordered(self):
        """Whether people improved or got worse, rather than said yes or no."""
        return "improved" in self.people

    @property
    def up(self):
        """People who improved, or went from no to yes."""
        return self.people["improved" if self.ordered else "began"]

    @property
    def down(self):
        """People who got worse, or went from yes to no."""
        return self.people["worse" if self.ordered else "stopped"]

    @property
    def changed(self):
        """People who moved, either way."""
        return self.up + self.down

    @property
    def not_heard(self):
        """People who did not answer both times."""
        return self.people[NOT_HEARD]

    @property
    def searched(self):
        """Whether it was looked for how few of those not heard from could overturn the test: not among very many."""
        return self.not_heard <= MOST_TIPPED

    @property
    def everyone(self):
        """All people who were seen."""
        return sum(self.people.values())

    @property
    def heard(self):
        """People who answered both times."""
        return self.everyone - self.not_heard

    @property
    def difference(self):
        """Share of gains less share of losses, of those who answered both times."""
        return (self.up - self.down) / self.heard if self.heard else None

    @property
    def shown(self):
        """Whether the test shows that more moved one way: p, adjusted where it is explored, is at most 1 - level."""
        p = self.pvalue if self.adjusted is None else self.adjusted
        return p is not None and bool(rejects(p, 1 - self.level))


class Groups(NamedTuple):
    """People in groups: what tells them, how many, a test that takes groups for independent, and what a plain one does.

    ``often`` is how often a plain mid-p test at 1 - ``level`` rejects where each way is as likely, as many people
    change as here, and two people of one group go the same way with ``correlation``.
    """

    label: str
    number: int
    pvalue: float
    often: float
    correlation: float
    level: float = 0.95


class Contrast(NamedTuple):
    """Two groups of people: the answer that names the one of interest, both changes with their people, one test."""

    group: str
    changes: tuple[float, float]
    people: tuple[int, int]
    estimate: float
    interval: tuple[float, float]
    level: float
    pvalue: float


@dataclass(frozen=True)
class FirstAnswer:
    """All that the page tells of a study.

    Attributes
    ----------
    title, mark, origin : str
        Of the study: what all must carry (empty where nothing must), and ``synthetic`` or ``observed``.
    waves : tuple of (label, people)
        Who handed in a questionnaire at each wave.
    everyone, whom : int, str
        How many people there are, and who they are in words.
    questions : tuple of Moved
        The primary one first.
    left_out : tuple of (title, reason)
        Questions that were not compared, and why.
    groups : Groups or None
        What comes of people of one group who change together; None where nobody says who belongs to which.
    contrast : Contrast or None
        Change in the group of interest against change in the comparison group; None where there is none.
    lost : str
        The group of interest where it cannot be compared, as nobody of it or of the others answered both times.
    parts : tuple of str
        Questions that are told in the notebooks only, as they are items of a score that is told here.
    threshold : int
        Counts below it are told in words only where the page goes to everybody.
    unlinked : bool
        Whether nobody is found again at another wave.
    proposed : bool
        Whether ``study.yaml`` still holds questions of a proposal, so that nobody has fixed what is compared.
    """

    title: str
    mark: str
    origin: str
    waves: tuple
    everyone: int
    whom: str
    questions: tuple
    left_out: tuple
    groups: Groups | None = None
    contrast: Contrast | None = None
    lost: str = ""
    parts: tuple = ()
    threshold: int = 10
    unlinked: bool = False
    proposed: bool = False

    @property
    def main(self):
        """The question that the answer is about: the primary one, else the first; None where none was asked twice."""
        return self.questions[0] if self.questions else None

    @property
    def unseen(self):
        """People in the study who were never heard from: they are in no file, and so of no kind of any question."""
        counted = self.main is not None and self.whom == IN_STUDY
        return max(0, self.everyone - self.main.everyone) if counted else 0


def answer_from_counts(study):
    """What the first answer tells of ``study``, from its clean files."""
    attendance = read_attendance(study)
    total, whom = everyone(attendance, study)
    waves = tuple(
        (study.wave(wave).label, int(attendance.loc[attendance[wave], "people"].sum())) for wave in study.wave_ids
    )
    comparisons, ordered_ones = main_comparisons(study), ordered_questions(study)
    fixed = study.primary and study.primary.outcome
    explored = [c.outcome for c in comparisons if c.outcome != fixed] + [q.item for q in ordered_ones]
    adjusted = dict(zip(explored, exploration(study)["adjusted"], strict=True))
    plain = [_yes_no_question(study, comparison, adjusted) for comparison in comparisons]
    ordered = [_ordered_question(study, question, adjusted) for question in ordered_ones]
    scores = {q for q in study.ordered_twice if study.items[q].kind == "score"}
    parts = {part for score in scores for part in study.items[score].items}
    whole = [question for question in ordered if question.id not in parts]
    questions = sorted([*plain, *whole], key=lambda question: not question.primary)
    main = questions[0] if questions else None
    contrast = _contrast(study, main)
    alone = study.compare and contrast is None and main is not None and main.heard
    return FirstAnswer(
        title=study.title,
        mark=study.mark,
        origin=study.origin,
        waves=waves,
        everyone=total,
        whom=whom,
        questions=tuple(questions),
        left_out=tuple(_left_out(study)),
        groups=_groups(study, main),
        contrast=contrast,
        lost=study.compare.group if alone else "",
        parts=tuple(question.title for question in ordered if question.id in parts),
        threshold=study.release.threshold,
        proposed=bool(study.open_questions),
        unlinked=not study.linked and len(study.waves) > 1,
    )


def _yes_no_question(study, comparison, adjusted):
    """A yes-no outcome at two waves."""
    (a, b), (c, d) = comparison.table.tolist()
    two = paired.Counts(comparison.patterns, tuple(wave.id for wave in comparison.waves)).pair(*comparison.ends)
    people = {"yes twice": a, "began": c, "stopped": b, "no twice": d, NOT_HEARD: two.missing}
    fixed = study.primary is not None and comparison.outcome == study.primary.outcome
    waves = comparison.first_wave.label, comparison.second_wave.label
    return _question(study, comparison.outcome, comparison.label, waves, people, two.patterns, fixed, adjusted)


def _ordered_question(study, question, adjusted):
    """An ordered question, a scale or a score at two waves."""
    waves = question.first_wave.label, question.second_wave.label
    return _question(
        study, question.item, question.label, waves, question.people, question.counts.patterns, False, adjusted
    )


def _question(study, id, label, waves, people, patterns, fixed, adjusted):
    """What the page tells of one question, from its people and response patterns of two waves."""
    table = paired.paired_table(patterns, 0, 1)
    pvalue = limits = tipping = None
    if table.any():
        pvalue = float(paired.mcnemar(table).pvalue)
        limits = tuple(map(float, paired.difference(table).confidence_interval(study.level)[:2]))
        if people[NOT_HEARD] <= MOST_TIPPED:
            tipping = paired.tipping_point(patterns, paired.significance(min(study.alpha, 0.5))).people
    bounds = paired.bounds(patterns)
    adjusted_p = None if fixed else adjusted.get(id)
    adjusted_p = None if adjusted_p is None or adjusted_p != adjusted_p else float(adjusted_p)
    return Moved(
        id, label, *waves, people, pvalue, limits, study.level, (bounds.low, bounds.high), tipping, fixed, adjusted_p
    )  # fmt: skip


def _left_out(study):
    """The questions that are not compared, each with why."""
    compared = {*study.asked_twice, *study.ordered_twice}
    reasons = {
        "text": "answers in people's own words: read by coders, in notebook 06",
        "choice": "a choice without an order: counted, in notebook 02",
        "ticks": "ticks: counted, in notebook 06",
    }
    grouping = {study.group, study.compare.item if study.compare else None}
    asked_again = {id for id, item in study.items.items() if item.kind == "yes-no" and len(item.waves) > 1}
    for id, item in study.items.items():
        known = item.background and id not in asked_again  # what `make new` has called so and can change is a question
        if id in compared or id in grouping or item.kind == "date" or known:
            continue
        if len(item.waves) < 2:
            yield item.label, "asked at one wave only, so nobody can be compared with themselves"
        elif not study.linked and item.kind not in reasons:
            yield item.label, "nobody is found again at another wave, so nobody can be compared with themselves"
        else:
            yield item.label, reasons.get(item.kind, "not among the outcomes of study.yaml")


def _groups(study, main):
    """What comes of people of one group who change together; None where there are no two groups to look at."""
    tables = read_groups(study, main.id) if study.group and main is not None and main.heard else {}
    if len(tables) < 2:
        return None
    changers = [int(table[0, 1] + table[1, 0]) for table in tables.values()]
    level = max(study.level, 0.5)  # of a test
    often = paired.false_alarms_in_groups(changers, ALIKE, "mid-p", alpha_at(level))
    label, pvalue = study.items[study.group].label, float(paired.clustered_mcnemar(tables).pvalue)
    return Groups(label, len(tables), pvalue, often, ALIKE, level)


def _contrast(study, main):
    """Change in the group of interest against change in the comparison group, by one test; None where there is none."""
    two = two_groups(study, main.id) if main is not None and main.heard else None
    if two is None:
        return None
    changes, estimate, pvalue = two.compared.changes, two.compared.estimate, two.compared.pvalue
    low, high, level = two.compared.confidence_interval(study.level)
    return Contrast(two.group, changes, two.people, estimate, (low, high), level, pvalue)
