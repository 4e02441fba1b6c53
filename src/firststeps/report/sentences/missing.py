"""Sentences that read back what missing answers leave open, in words of the subject."""

from firststeps.report.printing import wording


def comparable(people):
    """Say how many people can be compared with themselves, and of how many something has to be assumed.

    ``people`` are the nine kinds, as ``paired`` counts them: ``pairs`` answered at both waves compared, ``e``, ``f``,
    ``g`` and ``h`` at one of them, ``u`` at none of the two.

    >>> from firststeps.paired.missing.assumptions import Responses
    >>> print(comparable(Responses(9, 5, 4, 1, 3, 2, 2, 2, 2)))
    Of 30 people, 19 answered at both waves, 9 at one of them only and 2 at neither:
    only those who answered at both can be compared with themselves, and on the others something has to be assumed.
    >>> print(comparable(Responses(9, 5, 5, 1, 0, 0, 0, 0, 0)))
    Of 20 people, 20 answered at both waves: nothing has to be assumed about any of them.
    """
    both, once, neither = people.pairs, people.e + people.f + people.g + people.h, people.u
    everyone = wording.counted(both + once + neither)
    sentence = f"Of {everyone}, {wording.count(both)} answered at both waves"
    if not once + neither:
        return f"{sentence}: nothing has to be assumed about any of them."
    sentence = f"{sentence}, {wording.count(once)} at one of them only and {wording.count(neither)} at neither"
    if not both:
        return f"{sentence}: nobody can be compared with themselves, and nothing can be said without assumptions."
    others = (
        "only those who answered at both can be compared with themselves, and on the others something has to be assumed"
    )
    return f"{sentence}:\n{others}."


def of_whom(people, unseen=0):
    """Say of whom a table counts, and how many people of the study it cannot count.

    >>> print(of_whom(30))
    Of 30 people heard from at any wave.
    >>> print(of_whom(30, 1))
    Of 30 people heard from at any wave. 1 more of the study was never heard from, and is in no number here.
    """
    of = f"Of {wording.counted(people, 'people heard from at any wave')}."
    if not unseen:
        return of
    were, are = ("was", "is") if unseen == 1 else ("were", "are")
    return f"{of} {wording.count(unseen)} more of the study {were} never heard from, and {are} in no number here."


def assumptions(rows):
    """Say how far the changes lie apart that different assumptions lead to, and what that does to the verdict.

    ``rows`` is a frame as ``paired.scenario_table`` makes it, of which ``comparison`` (the assumption), ``difference``
    and ``verdict`` are read.

    >>> import pandas as pd
    >>> columns = ["comparison", "difference", "verdict"]
    >>> rows = [("left out", 0.05, "inconclusive"), ("no", -0.13, "inconclusive"), ("yes", 0.1, "inconclusive")]
    >>> print(assumptions(pd.DataFrame(rows, columns=columns)))
    From "no" to "yes" the change goes from −13.0 to +10.0 points: 23 points that no answer stands behind.
    Each leads to the verdict "inconclusive". That is the same verdict, and no agreement on the change.
    >>> rows = [("left out", 0.1, "inconclusive"), ("no", 0.3, "difference")]
    >>> print(assumptions(pd.DataFrame(rows, columns=columns)).splitlines()[1])
    The verdicts part as well: inconclusive or difference, by what is assumed.
    >>> rows = [("left out", 0.1, "inconclusive"), ("no", 0.1, "inconclusive")]
    >>> print(assumptions(pd.DataFrame(rows, columns=columns)))
    Each assumption leads to the same change, +10.0 points.
    Each leads to the verdict "inconclusive".
    """
    changes, verdicts = dict(zip(rows["comparison"], rows["difference"], strict=True)), rows["verdict"]
    low, high = min(changes, key=changes.get), max(changes, key=changes.get)
    ends = [wording.points(changes[name], unit="points") for name in (low, high)]
    differing, led = ends[0] != ends[1], list(dict.fromkeys(verdicts))
    nearly = "" if abs(changes[high] - changes[low]) < wording.NOISE else ", to a tenth of a point"
    spread = f"Each assumption leads to the same change, {ends[0]}{nearly}."
    if differing:
        apart = wording.in_cell(round(changes[high] - changes[low], 3), "size")
        interval = wording.interval(changes[low], changes[high], "points")
        spread = (
            f'From "{low}" to "{high}" the change goes from {interval}: {apart} points that no answer stands behind.'
        )
    if len(led) > 1:
        part = "The verdicts part as well" if differing else "The verdicts part all the same"
        return f"{spread}\n{part}: {wording.listing(led, 'or')}, by what is assumed."
    agreed = " That is the same verdict, and no agreement on the change." if differing else ""
    return f'{spread}\nEach leads to the verdict "{led[0]}".{agreed}'


def bounds(low, high, people):
    """Say what the bounds on the change settle: its direction, or not even that.

    >>> print(bounds(-0.233, 0.2, 30))
    Whatever was not answered, the change among 30 people lies between −23.3 and +20.0 points:
    it may have been a fall, a rise or neither, and only more answers could tell.
    >>> print(bounds(0.1, 0.2, 30).splitlines()[1])
    a rise in every case, so its direction is certain for them.
    >>> print(bounds(0, 0.2, 30).splitlines()[1])
    a rise or none at all, but no fall in any case.
    >>> print(bounds(-1, -1, 1))
    No answer is missing, so the change among 1 person is certain: −100.0 points.
    """
    whom = f"the change among {wording.counted(people)}"
    if low == high:
        return f"No answer is missing, so {whom} is certain: {wording.points(low, unit='points')}."
    least, most = (wording.points(end, unit="points") for end in (low, high))
    within = (
        f"is {least}, to a tenth of a point"
        if least == most
        else f"lies between {least.removesuffix(' points')} and {most}"
    )
    lead = f"Whatever was not answered, {whom} {within}:\n"
    if low > 0 or high < 0:
        return f"{lead}a {'rise' if low > 0 else 'fall'} in every case, so its direction is certain for them."
    if low < 0 < high:
        return f"{lead}it may have been a fall, a rise or neither, and only more answers could tell."
    there, never = ("rise", "fall") if high > 0 else ("fall", "rise")
    return f"{lead}a {there} or none at all, but no {never} in any case."


def followed(which, tables, follows, alpha=0.05):
    """Say what follows from a set of completed tables: how far the change and the exact p-value go, which verdicts.

    ``which`` says in words which tables these are and ``tables`` how many; ``follows`` are what ``paired.consequences``
    gives of them: ``change`` and ``p_value`` have ``low`` and ``high``, ``possible`` lists the verdicts at ``alpha``.

    >>> from types import SimpleNamespace as Given
    >>> follows = Given(change=Given(low=0, high=0.143), p_value=Given(low=0, high=1), possible=["a"])
    >>> print(followed("all completed tables of 14 people", 3, follows))
    All completed tables of 14 people (3): change from 0.0 to +14.3 points, exact p from <0.001 to 1.00;
    verdict: a.
    """
    which, change, possible = str(which), follows.change, follows.possible
    ends = follows.p_value.low, follows.p_value.high
    low, high = (wording.p_value(end, symbol="", alpha=alpha) for end in ends)
    exact = f"exact p {low}" if low == high else f"exact p from {low} to {high}"
    ends = wording.span(change.low, change.high, "points")
    ends = f"from {ends}" if " to " in ends else ends
    return (
        f"{which[:1].upper()}{which[1:]} ({wording.count(tables)}): change {ends}, {exact};\n"
        f"verdict: {wording.listing(possible, 'or')}."
    )


def completed(tables, verdicts, sampled=False):
    """Say whether any answers of the missing people could change the verdict.

    ``tables`` is the number of completed tables, ``verdicts`` those that at least one of them leads to; ``sampled``:
    whether these are not all tables that there are.

    >>> print(completed(136, ["inconclusive"]))
    Each of the 136 completed tables is inconclusive: whatever the missing people would have said, the verdict stands.
    >>> print(completed(1136, ["inconclusive", "difference"]))
    The 1,136 completed tables lead to inconclusive or difference: what the missing people would have said decides.
    >>> print(completed(1, ["equivalence"]))
    Nothing is missing: the one table shows similarity (equivalence).
    >>> print(completed(9000, ["difference"], sampled=True))
    Each of the 9,000 completed tables gone through shows a difference, the outermost among them.
    """
    if tables == 1 and not sampled:
        return f"Nothing is missing: the one table {_verdict_phrase(verdicts[0])}."
    these = f"{wording.count(tables)} completed tables{' gone through' if sampled else ''}"
    if len(verdicts) > 1:
        led = wording.listing(verdicts, "or")
        return f"The {these} lead to {led}: what the missing people would have said decides."
    stands = ": whatever the missing people would have said, the verdict stands"
    return f"Each of the {these} {_verdict_phrase(verdicts[0])}{', the outermost among them' if sampled else stands}."


def modelled(pairs, model, low, high, several=False):
    """Set the change by a model that uses every known answer beside that of the people who answered twice.

    ``several``: whether other changes fit as well as that of the model.

    >>> print(modelled(0.053, 0.035, -0.259, 0.312))
    With every known answer the change is +3.5 points, with those who answered twice alone +5.3 points.
    The interval holds zero: under this assumption the answers settle no direction.
    >>> print(modelled(0.3, 0.3, 0.1, 0.5))
    With every known answer the change is +30.0 points, the same as with those who answered twice alone.
    The whole interval lies above zero: under this assumption the answers show a rise.
    >>> print(modelled(1, 0.7, -0.256, 0.987, several=True).splitlines()[0])
    With every known answer the change may be +70.0 points, as others fit equally well; with those who answered twice \
alone it is +100.0 points.
    """
    change, before = wording.points(model, unit="points"), wording.points(pairs, unit="points")
    direction = "The interval holds zero: under this assumption the answers settle no direction."
    if low > 0 or high < 0:
        where, what = ("above", "rise") if low > 0 else ("below", "fall")
        direction = f"The whole interval lies {where} zero: under this assumption the answers show a {what}."
    twice = f"with those who answered twice alone {before}"
    if several:
        may = f"With every known answer the change may be {change}, as others fit equally well"
        return f"{may}; with those who answered twice alone it is {before}.\n{direction}"
    if change == before:
        twice = "the same as with those who answered twice alone"
    return f"With every known answer the change is {change}, {twice}.\n{direction}"


def _verdict_phrase(verdict):
    """A verdict as what a table does."""
    words = {"inconclusive": "is inconclusive", "equivalence": "shows similarity (equivalence)"}
    return words.get(verdict, f"shows a {verdict}")
