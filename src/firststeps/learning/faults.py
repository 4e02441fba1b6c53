"""A report of eight sentences on a study's own counts, with five planted errors to find."""

import random
from typing import NamedTuple

from firststeps.digits import shown
from firststeps.learning import answers
from firststeps.learning.answers import Answers
from firststeps.learning.counted import Counted, cannot_ask
from firststeps.report.printing.wording import confidence, counted

SENTENCES, PLANTED = 8, 5
VERDICTS = {
    "difference": "The test finds a difference.",
    "similar": "By the margin fixed beforehand, the two proportions are similar.",
    "inconclusive": "The study is inconclusive: it shows neither a difference nor that there is none.",
}
OVERSTATED = {
    True: "So the course, and nothing else, caused the change.",
    False: "As the p-value is above the level, we have shown that nothing changed.",
}


class Sentence(NamedTuple):
    """A sentence as it should be, the same with an error, and what the error is."""

    right: str
    wrong: str
    error: str


def find_the_faults(counts: Counted) -> Answers:
    """The numbers of the five sentences of the report that hold an error."""
    report, planted = report_of(counts)
    errors = {number: sentence.error for number, sentence in planted.items()}
    p = next((n for n, sentence in planted.items() if sentence.error == P_ERROR), None)
    right = frozenset(map(str, planted))
    wrong = {"every sentence": frozenset(str(n + 1) for n in range(len(report)))}
    if p:
        wrong["trusted p"] = right - {str(p)}
    return Answers(right, wrong, "words", {"report": report, "errors": errors})


def report_of(counts: Counted) -> tuple[list[str], dict[int, Sentence]]:
    """The sentences of the report, and those with an error by their number from 1; the same counts give the same.

    Unasked where fewer than five sentences can hold an error that differs from the truth.
    """
    every = _sentences(counts)
    able = [sentence for sentence in every if sentence.right != sentence.wrong]
    if len(able) < PLANTED:
        raise cannot_ask("too few of its numbers can be mistaken for others.")
    chance = random.Random(",".join(map(str, counts.cells)))
    planted = chance.sample(able, PLANTED)
    others = [sentence for sentence in every if sentence not in planted]
    faultless = chance.sample(others, min(SENTENCES - PLANTED, len(others)))
    report = [sentence for sentence in every if sentence in planted + faultless]
    texts = [sentence.wrong if sentence in planted else sentence.right for sentence in report]
    return texts, {n: sentence for n, sentence in enumerate(report, 1) if sentence in planted}


P_ERROR = "The p-value is that of a test for two groups of different people."


def _sentences(counts):
    """Every sentence that these counts allow, in the order of a report."""
    return [*_of_people(counts), *_of_change(counts), *_of_conclusion(counts), *_of_groups(counts)]


def _of_people(counts):
    """Who answered twice, and who of them changed."""
    _, b, c, _ = counts.cells
    yield Sentence(
        f"{counted(counts.nine.pairs, 'people answered at both waves')}.",
        f"{counted(counts.nine.people, 'people answered at both waves')}.",
        "It counts everybody, also those who missed a wave.",
    )
    yield Sentence(f"{b + c:,} of them changed.", f"{abs(c - b):,} of them changed.", "It counts the net change.")


def _of_change(counts):
    """By how much the share of yes changed, the test of it, and the share of those who stayed."""
    a, b, c, _ = counts.cells
    points, percent = (100 * share for share in (answers.change(counts).right, _relative(counts)))
    yield Sentence(
        f"The share of yes changed by {shown(points, '+.1f')} percentage points.",
        f"The share of yes changed by {shown(percent, '+.1f')} percentage points.",
        "It gives percent of the first share, and calls them points.",
    )
    if b + c:
        tested = answers.test_of_change(counts)
        yield Sentence(
            f"The exact McNemar test gives p = {_p(tested.right)}.",
            f"The exact McNemar test gives p = {_p(tested.wrong.get('unpaired test', tested.right))}.",
            P_ERROR,
        )
    if a + b:
        yield Sentence(
            f"Of the {a + b:,} who said yes first, {a:,} said yes again.",
            f"Of the {a + c:,} who said yes first, {a:,} said yes again.",
            "It divides by those who said yes later.",
        )


def _of_conclusion(counts):
    """What follows, what the missing leave open, and what interval and margin are."""
    verdict = answers.verdict_of(counts)
    yield Sentence(VERDICTS[verdict], OVERSTATED[verdict == "difference"], "It says more than the test can.")
    once = counts.nine.e + counts.nine.f
    missing = f"{counted(once, 'people answered at the first wave only')}; "
    is_open = f"{missing}what they would have said is open."
    yield Sentence(is_open, f"{missing}they count as no." if once else is_open, "It takes a missing answer for a no.")
    level = confidence(counts.level)
    yield Sentence(
        f"We give an interval at level {level}: the changes that agree with the answers.",
        f"We give an interval at level {level}: {level} of the people lie in it.",
        "An interval is about the change, not about people.",
    )
    yield Sentence(
        "The margin is chosen before anybody sees the answers.",
        "The margin is the smallest for which these answers show similarity.",
        "A margin chosen afterwards can show anything.",
    )


def _of_groups(counts):
    """How many are in the largest of the four groups, which need not be most of the people."""
    largest, group = max(counts.cells), "in the largest of the four groups"
    right = f"{counted(largest, 'people are')} {group}."
    most = 2 * largest > sum(counts.cells)
    wrong = right if most else f"Most people, {largest:,}, are {group}."
    yield Sentence(right, wrong, "More than each other group is not most.")


def _relative(counts):
    """The change in percent of the first share, or the change where nobody said yes first."""
    wrong = answers.change(counts)
    return wrong.wrong.get("percent for points", wrong.right)


def _p(pvalue):
    """A p-value with three decimals."""
    return shown(pvalue, ".3f") if pvalue >= 0.0005 else "below 0.001"
