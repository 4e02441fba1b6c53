"""Sentences on surveys of which nobody knows who answered twice: each with its counts, and what may be said of both."""

from firststeps.report.printing import wording


def separate(outcome, surveys):
    """Say what two or more surveys found that cannot be linked.

    ``surveys`` are tuples of wave (label), people who said yes, and people who answered.

    >>> print(separate("Run a group", [("Before", 6, 14), ("After", 9, 12)]))
    Run a group: 6 of 14 (43%) said yes at Before, 9 of 12 (75%) at After.
    >>> print(separate("Run a group", [("Before", 0, 0), ("After", 9, 12)]))
    Run a group: nobody answered at Before, 9 of 12 (75%) said yes at After.
    """
    opening = next((place for place, (_, _, answered) in enumerate(surveys) if answered), None)
    shares = [
        f"{_share(yes, answered)}{' said yes' * (place == opening)} at {wave}"
        for place, (wave, yes, answered) in enumerate(surveys)
    ]
    return f"{outcome}: {', '.join(shares)}."


def unlinked():
    """Say what may not be said of surveys that cannot be linked.

    >>> print(unlinked())
    Nobody knows who answered twice, so who changed is not known. A test for pairs needs the pairs, and one for two
    independent groups is not right either where the same people may have answered both: no p-value stands here.
    """
    return (
        "Nobody knows who answered twice, so who changed is not known. A test for pairs needs the pairs, and one for "
        "two\nindependent groups is not right either where the same people may have answered both: no p-value stands "
        "here."
    )


def side_by_side(surveys, linked, waves=2):
    """Say all that may be said of surveys that cannot be linked, as ``responses.linking.separate`` gives them.

    Where they are ``linked`` people are found again: by a code, or as each row is a person; where there are two
    ``waves`` or more.

    >>> print(side_by_side([], linked=True))
    People are found again, so the same people can be compared.
    >>> print(side_by_side([], linked=True, waves=1))
    There is one wave only, so nobody can be found again.
    >>> print(side_by_side([], linked=False))
    No question was asked in two surveys, so there are none to set side by side.
    """
    if waves < 2:
        return "There is one wave only, so nobody can be found again."
    if linked:
        return "People are found again, so the same people can be compared."
    if not surveys:
        return "No question was asked in two surveys, so there are none to set side by side."
    sentences = []
    for survey in surveys:
        sentences += [separate(survey.outcome, survey.surveys), pairings(survey.people, survey.change, survey.changed)]
    return "\n".join([*sentences, unlinked()])


def _share(yes, answered):
    """How many of those who answered said yes, in words."""
    if not answered:
        return "nobody answered"
    return f"{wording.count(yes)} of {wording.count(answered)} ({wording.percent(yes / answered)})"


def pairings(people, change, changed):
    """Say within which bounds the change lies, over every way in which the answers of two surveys can belong together.

    ``people`` answered the smaller survey; ``change`` has the bounds ``low`` and ``high`` of second minus first
    proportion, ``changed`` is the smallest number of people who changed, if all of them answered the other survey too.
    (``responses.linking.separate`` gives all three.)

    >>> from types import SimpleNamespace as Range
    >>> print(pairings(12, Range(low=0.25, high=5 / 12), 3))
    If all 12 people of the smaller survey answered the other one as well, the change among them was +25.0 to +41.7
    points, and 3 of them or more changed, whichever answers belong together. If fewer did, it can be anything.
    >>> print(pairings(4, Range(low=0.75, high=0.75), 3).splitlines()[0])
    If all 4 people of the smaller survey answered the other one as well, the change among them was +75.0
    >>> print(pairings(0, None, 0))
    Nobody answered one of the two, so there are no bounds either.
    """
    if not people:
        return "Nobody answered one of the two, so there are no bounds either."
    whole = {1: "the one person", 2: "both people"}.get(people, f"all {wording.count(people)} people")
    between = wording.interval(change.low, change.high, "points").removesuffix(" points")
    if change.low == change.high:
        between = wording.points(change.low, unit="")
    them = "of them or more changed" if changed else "of them need have changed"
    return (
        f"If {whole} of the smaller survey answered the other one as well, the change among them was {between}\n"
        f"points, and {wording.count(changed) if changed else 'none'} {them}, whichever answers belong together. "
        "If fewer did, it can be anything."
    )
