"""Right answers and usual mistakes about boxes, scales and coders, and about a paper's printed numbers."""

from functools import cache

import numpy as np

from firststeps import paired
from firststeps.learning.answers import Answers, two_groups
from firststeps.learning.counted import Counted, cannot_ask
from firststeps.responses.themes.agreement import agreement_on

ABSTRACT = {"first": "54.5%", "second": "61.9%", "p": ".036"}  # Kitchener & Jorm 2002, BMC Psychiatry 2:10, table 5
MOST = 210  # people that the paper names


def mentions(counts: Counted) -> Answers:
    """The share of those who answered a question with boxes who ticked the box ticked most."""
    if counts.ticks is None:
        raise cannot_ask("it has no question with boxes to tick.")
    choice, people = max(counts.ticks.people.items(), key=lambda pair: pair[1])
    ticked = sum(counts.ticks.people.values())
    if not ticked:
        raise cannot_ask("nobody ticked a box.")
    words = {"choice": choice, "about": counts.ticks.question}
    return Answers(people / counts.ticks.answered, {"mentions for people": people / ticked}, "share", words)


def middle_score(counts: Counted) -> Answers:
    """The median score: that of the person in the middle."""
    if counts.scores is None:
        raise cannot_ask("it has no question answered on a scale.")
    scores = np.repeat(counts.scores.scores, counts.scores.people)
    values, people = np.array(counts.scores.scores), np.array(counts.scores.people)
    wrong = {
        "mean of a scale": float(scores.mean()),
        "middle of the scale": float(np.median(values)),
        "commonest score": int(values[people.argmax()]),
    }
    return Answers(float(np.median(scores)), wrong, "number", {"about": counts.scores.question})


def agreement(counts: Counted) -> Answers:
    """Raw agreement, prevalence of the theme, and kappa of two coders."""
    if counts.coders is None:
        raise cannot_ask("it has no texts that two coders read.")
    two = counts.coders
    cells = [two.both, two.first, two.second, two.neither]
    result = agreement_on(np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], cells, axis=0))
    if result.kappa is None:
        raise cannot_ask("the two coders saw the same in every text, so kappa does not exist.")
    wrong = {"kappa alone": float(result.kappa), "raw agreement alone": float(result.raw)}
    return Answers((float(result.raw), float(result.prevalence), float(result.kappa)), wrong, "number", vars(two))


def abstract(counts: Counted) -> Answers:
    """The table behind a paper's two percentages and its p-value; the same for every study."""
    table = _behind()
    n = table.sum()
    everybody = round(0.545 * MOST), round(0.619 * MOST)
    wrong = {
        "turned table": table.T.copy(),
        "two columns": two_groups(table),
        "everybody for pairs": np.array([[everybody[0], MOST - everybody[0]], [everybody[1], MOST - everybody[1]]]),
    }
    return Answers(table, wrong, "table", {"n": int(n), **ABSTRACT})


@cache
def _behind():
    """The one table that agrees with the printed numbers."""
    tables = paired.from_print(n=(20, MOST), test="exact", **ABSTRACT).tables
    return np.asarray(tables[0]).copy()
