"""A report of eight sentences on a study's own counts, with five planted errors to find."""

import random
from typing import NamedTuple

from firststeps.digits import shown
from firststeps.learning import answers
from firststeps.learning.answers import Answers
from firststeps.learning.counted import Counted, Unasked

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
        raise Unasked("This study cannot ask it: too few of its numbers can be mistaken for others.")
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
    a, b, c, d = counts.cells
    n, nine = a + b + c + d, counts.nine
    tested = answers.test_of_change(counts) if b + c else None
    largest = f"{_people(max(counts.cells))} {'is' if max(counts.cells) == 1 else 'are'}"
    share, level = (c - b) / n, f"{100 * counts.level:.4g}%"
    every = [
        Sentence(
            f"{_people(n)} answered at both waves.",
            f"{_people(nine.people)} answered at both waves.",
            "It counts everybody, also those who missed a wave.",
        ),
        Sentence(f"{b + c} of them changed.", f"{abs(c - b)} of them changed.", "It counts the net change."),
        Sentence(
            f"The share of yes changed by {_percent(share)} percentage points.",
            f"The share of yes changed by {_percent(_relative(counts))} percentage points.",
            "It gives percent of the first share, and calls them points.",
        ),
        Sentence(
            f"The exact McNemar test gives p = {_p(tested.right)}." if tested else "",
            f"The exact McNemar test gives p = {_p(tested.wrong.get('unpaired test', tested.right))}."
            if tested
            else "",
            P_ERROR,
        ),
        Sentence(
            f"Of the {a + b} who said yes first, {a} said yes again." if a + b else "",
            f"Of the {a + c} who said yes first, {a} said yes again." if a + b else "",
            "It divides by those who said yes later.",
        ),
        Sentence(
            VERDICTS[answers.verdict_of(counts)],
            OVERSTATED[answers.verdict_of(counts) == "difference"],
            "It says more than the test can.",
        ),
        Sentence(
            f"{_people(nine.e + nine.f)} answered at the first wave only; what they would have said is open.",
            f"{_people(nine.e + nine.f)} answered at the first wave only; they count as no."
            if nine.e + nine.f
            else f"{_people(nine.e + nine.f)} answered at the first wave only; what they would have said is open.",
            "It takes a missing answer for a no.",
        ),
        Sentence(
            f"We give an interval at level {level}: the changes that agree with the answers.",
            f"We give an interval at level {level}: {level} of the people lie in it.",
            "An interval is about the change, not about people.",
        ),
        Sentence(
            "The margin is chosen before anybody sees the answers.",
            "The margin is the smallest for which these answers show similarity.",
            "A margin chosen afterwards can show anything.",
        ),
        Sentence(
            f"{largest} in the largest of the four groups.",
            f"Most people, {max(counts.cells)}, are in the largest of the four groups."
            if 2 * max(counts.cells) <= n
            else f"{largest} in the largest of the four groups.",
            "More than each other group is not most.",
        ),
    ]
    return [sentence for sentence in every if sentence.right]


def _people(number):
    """So many people in words, in the singular where it is one."""
    return f"{number} {'person' if number == 1 else 'people'}"


def _relative(counts):
    """The change in percent of the first share, or the change where nobody said yes first."""
    wrong = answers.change(counts)
    return wrong.wrong.get("percent for points", wrong.right)


def _percent(share):
    """Points with one decimal."""
    return shown(100 * share, "+.1f")


def _p(pvalue):
    """A p-value with three decimals."""
    return shown(pvalue, ".3f") if pvalue >= 0.0005 else "below 0.001"
