"""The sentences of the first answer: honest ones, for somebody who has never heard of McNemar.

Each takes a function ``say`` that prints one number: ``say(id, value, unit, **about)``; so the same sentence stands in
a terminal, and in a document where each number leads to its claim.  With ``bare`` it prints the number without its
unit, which the sentence then says once.
"""

from firststeps.digits import alpha_at
from firststeps.report.claims.claim import Claim
from firststeps.report.printing import wording

WAYS = {True: ("improved", "got worse"), False: ("went from no to yes", "went from yes to no")}
VERBS = {"same": "stayed the same", "yes twice": "said yes twice", "no twice": "said no twice"}  # by kind of people
VERBS |= dict(zip(("improved", "worse", "began", "stopped"), (*WAYS[True], *WAYS[False]), strict=True))
NOT_HEARD = "not heard from"  # a kind of people; the others answered both times
TEST = {True: "exact sign test", False: "exact McNemar test"}
ALONE = "nobody is compared here who did not take part"
TOGETHER = "whoever was in the comparison group may have differed from the start"


def as_claimed(id, value, unit, bare=False, **about):
    """Print a number as its claim does; with ``bare`` without its unit.

    >>> as_claimed("confidence.improved", 16, "people"), as_claimed("confidence.bound-low", -0.2, "points", bare=True)
    ('16', '−20.0')
    """
    claim = Claim(id, value, unit, **about)
    return wording.in_cell(claim.value, unit) if bare else claim.printed


def cause(answer):
    """Say what no comparison of this kind can say.

    >>> from types import SimpleNamespace
    >>> print(cause(SimpleNamespace(main="Involved", contrast=None)))
    What brought a change about, these numbers cannot say: nobody is compared here who did not take part, and much \
else happens to people between two questionnaires.
    >>> print(cause(SimpleNamespace(main=None, contrast=None)))
    Whether anybody changed, these numbers cannot say.
    """
    if answer.main is None:
        return "Whether anybody changed, these numbers cannot say."
    why = TOGETHER if answer.contrast else ALONE
    return (
        f"What brought a change about, these numbers cannot say: {why}, and much else happens to people between two "
        "questionnaires."
    )


def groups(answer, say):
    """Say what comes of people of one group who change together; empty where nobody says who belongs to which."""
    if answer.groups is None:
        return ""
    groups = answer.groups
    level = wording.confidence(alpha_at(groups.level))
    many, p = _tested_in_groups(groups, say)
    rejects = say("first.groups.false-alarms", groups.often, "proportion", method=f"plain mid-p test at {level}")
    alike = say("first.groups.correlation", groups.correlation, "coefficient", method="assumed", origin="assumed")
    return (
        f"People came in {many} groups ({groups.label}), and people of one group may change together: a test that "
        f"takes groups for independent, not people, gives {p} on “{answer.main.title}”. If two people of a group went "
        f"the same way with a correlation of {alike}, a plain test at {level} would reject in {rejects} of studies in "
        "which people are as likely to move one way as the other."
    )


def in_groups(answer, say):
    """Say of a sentence that stands alone what its test makes of people who change together; empty without groups."""
    if answer.groups is None:
        return ""
    many, p = _tested_in_groups(answer.groups, say)
    return f" People came in {many} groups; a test that takes groups for independent, not people, gives {p}."


def _tested_in_groups(groups, say):
    """How many groups there are, and the p-value of the test that takes these for independent."""
    about = {"method": "exchange of whole groups", "alpha": alpha_at(groups.level)}
    number = say("first.groups.number", groups.number, "people")
    return number, say("first.groups.p", groups.pvalue, "p-value", **about)


def contrast(answer, say):
    """Say how change in the group of interest differs from that in the comparison group, or why it cannot be said.

    Empty where ``study.yaml`` names no comparison group.

    >>> from types import SimpleNamespace
    >>> print(contrast(SimpleNamespace(contrast=None, lost="course"), as_claimed))
    The group “course” cannot be set against its comparison group: nobody of one of them answered both times.
    """
    if answer.contrast is None:
        why = "nobody of one of them answered both times"
        return f"The group “{answer.lost}” cannot be set against its comparison group: {why}." if answer.lost else ""
    two = answer.contrast
    low, high = (100 * limit for limit in two.interval)  # in points: between two changes there can be 200
    both = {"n": sum(two.people), "denominator": "people who answered both times"}
    about = {"interval": (low, high), "level": two.level, "method": "score", **both}
    gains, losses = WAYS[answer.main.ordered]
    one, other = (
        f"{say(f'first.contrast.{name}', change, 'points', bare=True, **both | {'n': n})} "
        f"(of {_people(n, say(f'first.contrast.{name}-people', n, 'people'))})"
        for name, change, n in zip(("interest", "comparison"), two.changes, two.people, strict=True)
    )
    estimate = say("first.contrast.difference-points", round(100 * two.estimate, 1), "number of points", **about)
    p = say(
        "first.contrast.p",
        two.pvalue,
        "p-value",
        method="exact permutation of people",
        alpha=alpha_at(two.level),
        **both,
    )
    interval = wording.interval(low, high, "number of points", two.level)
    return (
        f"On “{answer.main.title}” the share of those who {gains} less the share of those who {losses}, in percentage "
        f"points, was {one} in the group “{two.group}” and {other} in the comparison group: a difference of {estimate} "
        f"({interval}, score; exact permutation of people, {p}). All else that is said "
        "here counts both groups together."
    )


def together(answer):
    """Say of a sentence that stands alone that people of both groups are in its numbers; empty without two groups."""
    if answer.contrast is None:
        return ""
    return f" People of the group “{answer.contrast.group}” and of its comparison group are counted together."


def who(answer, say):
    """Say who was to be heard from, who answered when, and who can be compared."""
    by_wave = [
        f"{say(f'first.wave-{number}', people, 'people')} at “{label}”"
        for number, (label, people) in enumerate(answer.waves, start=1)
    ]
    total = say("first.everyone", answer.everyone, "people")
    everyone, one = _people(answer.everyone, total, answer.whom), answer.everyone == 1
    there = f"There {'is' if one else 'are'} {everyone}"
    if answer.whom == "people who were seen":
        there = f"{_people(answer.everyone, total)} {'was' if one else 'were'} seen"
    asked = f"{there}; questionnaires came from {wording.listing(by_wave)}."
    if answer.whom == "questionnaires":  # nobody knows how many people gave them
        papers = "questionnaire was" if one else "questionnaires were"
        asked = f"{total} {papers} handed in: {wording.listing(by_wave)}."
    if answer.main is None:
        why = "Nobody is found again at another wave" if answer.unlinked else "No question was asked twice"
        return f"{asked} {why}, so nobody can be compared with themselves."
    main = answer.main
    both = f"answered both at “{main.first}” and at “{main.second}”"
    if not main.heard:
        return f"{asked} On “{main.title}” nobody {both}: nobody can be compared."
    pairs = say(f"first.{main.id}.pairs", main.heard, "people")
    return f"{asked} On “{main.title}” {pairs} {both}: they can be compared."


def _people(number, shown, whom="people"):
    """A number as it is ``shown`` with the words for who they are, in the singular where it is one.

    >>> _people(1, "1", "people in the study"), _people(0, "0")
    ('1 person in the study', '0 people')
    """
    return f"{shown} {wording.counted(number, whom).partition(' ')[2]}"


def _others(number, shown, which=""):
    """So many others who did not answer twice, as it is ``shown``; ``which`` says of whom, {} being was or were.

    >>> _others(7, "7")
    '7 others missed one or both times'
    >>> _others(1, "1", " who {} seen")
    '1 other who was seen missed one or both times'
    """
    other, were = ("other", "was") if number == 1 else ("others", "were")
    return f"{shown} {other}{which.format(were)} missed one or both times"


def _never(number):
    """What is said of so many people who are in no file.

    >>> _never(1), _never(7)
    ('was never heard from', 'were never heard from')
    """
    return f"{'was' if number == 1 else 'were'} never heard from"


def finding(question, say):
    """Say of one question what became of its answers, and what that shows and does not."""
    if not question.heard:
        return "Nobody answered both times, so nobody can be compared."
    counted = _people_by_kind(question, say)
    if not question.changed:
        return f"{counted}: nobody changed, so there is no split to test."
    explored = question.adjusted is not None
    p, name = (question.adjusted, "adjusted-p") if explored else (question.pvalue, "p")
    test = say(
        f"first.{question.id}.{name}", p, "p-value", method=TEST[question.ordered], alpha=alpha_at(question.level)
    )
    test = f"{'adjusted' if explored else TEST[question.ordered]} {test}"
    more, fewer = WAYS[question.ordered] if question.up >= question.down else WAYS[question.ordered][::-1]
    if question.shown:
        return f"{counted}: more {more} than {fewer}, by more than chance alone would explain ({test})."
    return f"{counted}: chance alone could do that, which does not show that nothing changed ({test})."


def _people_by_kind(question, say):
    """Say how many people are of each kind."""
    people = {"n": question.heard, "denominator": "people who answered both times"}
    parts = []
    for kind, number in question.people.items():
        if kind == NOT_HEARD:
            continue
        parts.append(f"{say(f'first.{question.id}.{_slug(kind)}', number, 'people', **people)} {VERBS[kind]}")
    heard = say(f"first.{question.id}.heard", question.heard, "people")
    return f"of {_people(question.heard, heard)} {wording.listing(parts)}"


def _slug(kind):
    """The name of a kind in the id of a claim."""
    return kind.replace(" ", "-")


def missing(question, say, unseen=0):
    """Say what those not heard from could change; ``unseen`` people of the study are in no file, so in no bounds."""
    if question is None or not question.heard:
        return ""
    never = ""
    if unseen:
        never = say(f"first.{question.id}.unseen", unseen, "people")
        never = f"{never} more {'person' if unseen == 1 else 'people'} in the study {_never(unseen)}"
    if not question.not_heard:
        if unseen:
            all_seen = f"Everybody who was seen answered “{question.title}” both times."
            return f"{all_seen} {never}: what they would have said is not in what is said of it above."
        return f"Nobody is missing from “{question.title}”, so no missing answer could change what is said of it."
    about = {"method": "bounds over every answer that the missing could have given"}
    who = say(f"first.{question.id}.not-heard", question.not_heard, "people")
    low, high = (
        say(f"first.{question.id}.bound-{end}", value, "points", bare=True, **about)
        for end, value in zip(("low", "high"), question.bounds, strict=True)
    )
    gains, losses = WAYS[question.ordered]
    others = _others(question.not_heard, who, " who {} seen" if unseen else "")
    start = (
        f"On “{question.title}” {others}: with their answers, whatever they are, the share "
        f"of those who {gains} less the share of those who {losses} would lie between {low} and {high} percentage "
        "points."
    )
    end = f" {never}: they are not counted in this." if unseen else ""
    above = "what is said of it above"
    if question.adjusted is not None:
        above = "what its test says by itself, not adjusted for the other questions"
    if not question.searched:
        return f"{start} How few of them could overturn {above} was not looked for among so many.{end}"
    if question.tipping is None:
        return f"{start} No answers of theirs could overturn {above}.{end}"
    few = say(
        f"first.{question.id}.tipping", question.tipping, "people", method="fewest answers that overturn the test"
    )
    return f"{start} The answers of {few} of them could overturn {above}.{end}"


def for_funder(question, say, unseen=0):
    """Give a sentence for a funder or commissioner, in plain words; ``unseen`` people of the study are in no file."""
    if question is None or not question.heard:
        return ""
    if not question.changed:
        return _for_funder_unchanged(question, say, unseen)
    share = {"n": question.heard, "denominator": "people who answered both times"}
    number = say(f"first.{question.id}.up", question.up, "people", **share)
    percent = say(f"first.{question.id}.share-up", question.up / question.heard, "proportion", **share)
    down = say(f"first.{question.id}.down", question.down, "people", **share)
    heard = say(f"first.{question.id}.heard", question.heard, "people")
    better, worse = WAYS[question.ordered]
    lost = _lost(question, say, unseen)
    certain = "more than chance alone would explain" if question.shown else "which chance alone could explain"
    return (
        f"On “{question.title}”, {number} of {_people(question.heard, heard)} ({percent}) {better} between "
        f"“{question.first}” and “{question.second}” and {down} {worse}, {certain}{lost}. This does not show what "
        "caused it."
    )


def _for_funder_unchanged(question, say, unseen):
    """The same where nobody gave another answer the second time, so that there is nothing for chance to explain."""
    share = {"n": question.heard, "denominator": "people who answered both times"}
    same = say(f"first.{question.id}.unchanged", question.heard, "people", **share)
    heard = say(f"first.{question.id}.heard", question.heard, "people")
    return (
        f"On “{question.title}”, {same} of {_people(question.heard, heard)} gave the same answer at “{question.first}” "
        f"and at “{question.second}”{_lost(question, say, unseen)}. This does not show that nobody else would change."
    )


def _lost(question, say, unseen):
    """How many did not answer both times, after a semicolon; empty where all did."""
    number = question.not_heard + unseen
    others = say(f"first.{question.id}.{'lost' if unseen else 'not-heard'}", number, "people")
    return f"; {_others(number, others)}" if number else ""


def for_journal(question, say, unseen=0):
    """Give a sentence for a journal: counts, difference, interval, test, as APA style has them.

    ``unseen`` people of the study are in no file: they are missing as well.
    """
    if question is None or not question.heard:
        return ""
    n = {"n": question.heard, "denominator": "people who answered both times"}
    id, people = question.id, question.people
    counted = {
        kind: say(f"first.{id}.{_slug(kind)}", number, "people", **({} if kind == NOT_HEARD else n))
        for kind, number in people.items()
    }
    low, high = question.interval
    about = {"interval": (low, high), "level": question.level, "method": "Fay–Lumbard, agrees with the exact test"}
    difference = say(f"first.{id}.difference", question.difference, "points", **about)
    interval = wording.interval(low, high, "points", question.level)
    about_test = {"method": TEST[question.ordered], "alpha": alpha_at(question.level)}
    p = say(f"first.{id}.p", question.pvalue, "p-value", **about_test)
    if question.adjusted is not None and question.adjusted != question.pvalue:
        adjusted = say(f"first.{id}.adjusted-p", question.adjusted, "p-value", **about_test)
        p = f"{p}, adjusted for all questions that are explored {adjusted}"
    heard, lost = say(f"first.{id}.heard", question.heard, "people"), f"{counted[NOT_HEARD]} missing"
    if unseen:
        every, never = question.not_heard + unseen, say(f"first.{id}.unseen", unseen, "people")
        lost = f"{say(f'first.{id}.lost', every, 'people')} missing, of whom {never} {_never(unseen)}"
    numbers = f"difference {difference}, {interval}, Fay–Lumbard; {TEST[question.ordered]}, two-sided, {p}; {lost}"
    participants = "participant" if question.heard == 1 else "participants"
    if question.ordered:
        moved = f"{counted['improved']} improved, {counted['same']} did not change and {counted['worse']} got worse"
    else:
        moved = f"{counted['began']} changed from no to yes and {counted['stopped']} from yes to no"
    return (
        f"Of {heard} {participants} with both waves of “{question.title}” (“{question.first}”, “{question.second}”), "
        f"{moved} ({numbers})."
    )


def for_participants(question, threshold):
    """Say to those who took part what became of the answers: in words where a number could point at somebody.

    >>> from types import SimpleNamespace
    >>> moved = SimpleNamespace(heard=19, up=16, down=2, ordered=True, shown=True, first="Before", second="After")
    >>> print(for_participants(moved, 10))
    Most of those who answered both times gave a better answer at “After” than at “Before”. By chance alone that would \
be rare.
    """
    if not question.heard or question.heard < threshold:
        return "Too few people answered both times to tell of it without pointing at somebody."
    parts = {"up": question.up, "stayed": question.heard - question.up - question.down, "down": question.down}
    largest, *level = [way for way, number in parts.items() if number == max(parts.values())]
    share = parts[largest] / question.heard
    much = "Nearly all" if share > 0.9 else "Most" if share > 0.5 else "The largest group"
    words = {
        True: {
            "up": f"gave a better answer at “{question.second}” than at “{question.first}”",
            "stayed": "gave the same answer both times",
            "down": f"gave a less good answer at “{question.second}” than at “{question.first}”",
        },
        False: {
            "up": f"said no at “{question.first}” and yes at “{question.second}”",
            "stayed": "said the same both times",
            "down": f"said yes at “{question.first}” and no at “{question.second}”",
        },
    }
    sentence = f"{much} of those who answered both times {words[question.ordered][largest]}."
    if level:  # that two groups are as large as each other is a number
        sentence = "Those who answered both times went different ways, and no way was that of most of them."
    if not question.shown and not level and largest != "stayed":
        return f"{sentence} Whether that is more than chance, we do not know."
    if not question.shown:
        return f"{sentence} Whether answers moved more one way than the other, we do not know."
    if level or largest == "stayed":
        more = words[question.ordered]["up" if question.up > question.down else "down"]
        sentence = f"{sentence} Of those whose answers moved, most {more}."
    return f"{sentence} By chance alone that would be rare."
