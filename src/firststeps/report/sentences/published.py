"""Sentences that read back what printed numbers leave open, in words of the subject."""

from math import comb

from firststeps.digits import shown
from firststeps.paired.families import family
from firststeps.report.printing import wording
from firststeps.report.printing.names import rule_in_words

SETTLED = ("follows for certain", "cannot be known", "one number would settle")


def shares_by_denominator(rows):
    """Every proportion that counts may stand for, ready to read: a column for each count, by denominator.

    ``rows`` is a frame with ``statement``, ``denominators``, ``proportions``, ``low`` and ``high``, as
    ``left_open.proportions`` gives it: its level stands in the note.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"statement": "Two.", "denominators": [2], "proportions": 1, "low": 0.34, "high": 1})
    >>> print(shares_by_denominator(rows).to_string(index=False))
     denominators               Two.
                2 100% (34% to 100%)
    """
    words = [f"{wording.percent(row.proportions)} ({wording.interval(row.low, row.high)})" for row in rows.itertuples()]
    table = rows.assign(printed=words).pivot_table("printed", "denominators", "statement", aggfunc="first", sort=False)
    table = table.reset_index()
    table.attrs["note"] = f"{wording.confidence(rows.attrs.get('level') or 0.95)} Wilson intervals in brackets."
    return table


def readings(behind, label):
    """Say of each outcome which tables print its numbers, and by which version of each test.

    ``behind`` maps outcomes to what ``paired.from_print`` gives of them, ``label`` names an outcome for readers.

    >>> from firststeps import paired
    >>> print(readings({"led": paired.from_print(21, first=2, second=8, p=("0.070", "exact"))}, str.upper))
    LED. Exactly one table agrees with first 2, second 8, P = 0.070, if the same people stand behind all the numbers: \
n = 21.
    P by version (tables): exact (1)
    >>> print(readings({}, str.upper))
    No number is printed of an outcome that was asked twice.
    """
    if not behind:
        return "No number is printed of an outcome that was asked twice."
    parts = [[f"{label(outcome)}. {one.sentence}", *one.by_version()] for outcome, one in behind.items()]
    return "\n\n".join("\n".join(lines) for lines in parts)


def allowed(tables, people, aside=""):
    """Say how many of the tables of so many people a paper allows, and what of it was set aside for that.

    >>> print(allowed(5, 2))
    5 of 45 tables are allowed.
    """
    sentence = f"{wording.count(tables)} of {wording.count(comb(people + 8, 8))} tables are allowed."
    return "\n".join(filter(None, [aside, sentence]))


def every_table(people, apart=None):
    """Say of which tables something is worked out: those of so many people, with proportions ``apart`` at the most.

    >>> every_table(26), every_table(26, 0.1)
    ('every table of 26 people', 'every table of 26 people, proportions at most 10 percentage points apart')
    """
    near = "" if apart is None else f", proportions at most {wording.points(apart, sign=False)} apart"
    return f"every table of {wording.counted(people)}{near}"


def few_changers(even):
    """Say how many people may change, as many one way as the other, before similarity is no longer supported.

    ``even`` is what ``paired.even_change`` gives.

    >>> from types import SimpleNamespace as Even
    >>> print(few_changers(Even(people=26, changers=None, smallest=0.109)))
    With 26 people no number of changers: even if nobody changed, the margin would have to be 10.9 percentage points.
    >>> print(few_changers(Even(people=26, changers=6, smallest=0.109)))
    With 26 people up to 6 changers, as many one way as the other.
    """
    people = wording.counted(even.people)
    if even.changers is None:
        margin = wording.points(even.smallest, sign=False)
        return f"With {people} no number of changers: even if nobody changed, the margin would have to be {margin}."
    return f"With {people} up to {wording.count(even.changers)} changers, as many one way as the other."


def name_margins(supported, alpha=0.05):
    """The frame ``supported`` with ``name``, its margin in words for ids, and ``rule``, that of its family of tests.

    ``supported`` is what ``paired.support_by_margin`` gives.

    >>> import pandas as pd
    >>> rows = name_margins(pd.DataFrame({"margin": [0.1, 0.125], "tests": "exact"}))
    >>> rows["name"].tolist()
    ['ten', 'twelve-point-five']
    """
    rules = [rule_in_words(family(row.tests), alpha, row.margin) for row in supported.itertuples()]
    return supported.assign(name=[_margin_in_words(margin) for margin in supported["margin"]], rule=rules)


def _margin_in_words(margin):
    """A margin in percentage points as one word."""
    whole, _, part = shown(100 * margin, ".9g").partition(".")
    digits = "".join(f"-{wording.words(int(digit))}" for digit in part)
    return (wording.words(int(whole)) + (f"-point{digits}" if part else "")).replace("none", "nought")


def both_times(yes, people):
    """Say behind which two equal counts people may have changed.

    >>> both_times(13, 26)
    'People who changed behind 13 of 26 both times'
    """
    return f"People who changed behind {wording.count(yes)} of {wording.count(people)} both times"


def if_heard(people):
    """Say who could change something if they were heard.

    >>> if_heard(4), if_heard(0)
    ('What the 4 who are not in the findings could change', 'Nobody is left out of the findings')
    >>> if_heard(1)
    'What the 1 who is not in the findings could change'
    """
    if not people:
        return "Nobody is left out of the findings"
    return f"What the {wording.counted(people, 'who are not in the findings')} could change"


def on_counts(counts, course, attended):
    """Say for each count what follows, what cannot be known, and what one number would settle: three texts, by id.

    ``counts`` is a frame with ``number``, ``smallest`` and ``largest``, of which ``course`` people, whom ``attended``
    names, are the whole. A count whose denominator is known is left out.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"number": [15], "smallest": [15], "largest": [26]}, index=["ips.end.people"])
    >>> for text in on_counts(rows, 30, "people on the course")["ips.end.people"].values():
    ...     print(text)
    at least 15 of the 30 people on the course (50%)
    the proportion of those who answered: 58% to 100%
    how many answered: leaves one of 12 proportions
    """
    by_id = {}
    for row in counts[counts["smallest"] < counts["largest"]].itertuples():
        whom = wording.counted(course, attended)
        certain = f"at least {wording.count(row.number)} of the {whom} ({wording.percent(row.number / course)})"
        ends = wording.interval(row.number / row.largest, row.number / row.smallest)
        one_of = f"how many answered: leaves one of {row.largest - row.smallest + 1} proportions"
        texts = certain, f"the proportion of those who answered: {ends}", one_of
        if not row.number:
            texts = (
                "0% of those who answered, however many they were",
                f"how many of the {whom} it would be",
                "none is missing",
            )
        by_id[row.Index] = dict(zip(SETTLED, texts, strict=True))
    return by_id


def on_similar(follows, if_everyone):
    """Say the same of what is called similar: what follows from the paper, and if everyone answered at both waves.

    Both are what ``paired.consequences`` gives.

    >>> from types import SimpleNamespace as Given
    >>> follows = Given(possible=["inconclusive", "difference"], change=Given(low=-0.1, high=0.2))
    >>> for text in on_similar(follows, Given(possible=["inconclusive"])).values():
    ...     print(text)
    that the verdict is inconclusive or difference
    the change of those who answered twice: −10.0 to +20.0 points
    that everyone answered at both waves: leaves inconclusive
    """
    between = wording.span(follows.change.low, follows.change.high, "points")
    texts = (
        f"that the verdict is {wording.listing(follows.possible, 'or')}",
        f"the change of those who answered twice: {between}",
        f"that everyone answered at both waves: leaves {wording.listing(if_everyone.possible, 'or')}",
    )
    return dict(zip(SETTLED, texts, strict=True))


def settled(known):
    """Say which verdicts each further number would have ruled out.

    ``known`` maps what is known, in words that can follow "if", to what then follows: ``possible`` lists the verdicts.
    The first is what the paper printed.

    >>> from types import SimpleNamespace as Follows
    >>> both, one = Follows(possible=("inconclusive", "difference")), Follows(possible=("inconclusive",))
    >>> print(settled({"as printed": both, "the proportions are equal": both, "all answered": one}))
    As printed, the verdict may be inconclusive or difference.
    It cannot be difference if all answered.
    Nothing more is ruled out if the proportions are equal.
    """
    possible = {name: follows.possible for name, follows in known.items()}
    printed, *further = possible
    if len(possible[printed]) == 1:
        return f"As printed, the verdict can only be {possible[printed][0]}; nothing further has to be known for it."
    ruled_out = {name: [verdict for verdict in possible[printed] if verdict not in possible[name]] for name in further}
    lines = [f"As printed, the verdict may be {wording.listing(possible[printed], 'or')}."]
    for closed in dict.fromkeys(map(tuple, ruled_out.values())):
        names = wording.listing([f"if {name}" for name in further if tuple(ruled_out[name]) == closed], "or")
        what = f"It cannot be {wording.listing(closed, 'or')}" if closed else "Nothing more is ruled out"
        lines.append(f"{what} {names}.")
    return "\n".join([lines[0], *sorted(lines[1:])])
