"""Sentences that read back what missing answers and numbers leave open, in words of the subject."""

from firststeps.report import wording


def comparable(both, once, neither):
    """Say how many people can be compared with themselves, and of how many something has to be assumed.

    ``both`` answered at both waves compared, ``once`` at one of them, ``neither`` at none of the two.

    >>> print(comparable(19, 9, 2))
    Of 30 people, 19 can be compared with themselves: 9 answered at one of the two waves only, 2 at neither.
    >>> print(comparable(20, 0, 0))
    All 20 people answered at both waves: nothing has to be assumed about anybody.
    """
    people = both + once + neither
    if people == both:
        return f"All {people} people answered at both waves: nothing has to be assumed about anybody."
    return (
        f"Of {people} people, {both} can be compared with themselves: "
        f"{once} answered at one of the two waves only, {neither} at neither."
    )


def assumptions(changes, verdicts):
    """Say how far the changes lie apart that different assumptions lead to, and what that does to the verdict.

    ``changes`` maps the name of each assumption to its change (-1 to 1), ``verdicts`` are theirs in the same order.

    >>> print(assumptions({"left out": 0.05, "no": -0.13, "yes": 0.1}, ["inconclusive"] * 3))
    From "no" to "yes" the change goes from −13.0 to +10.0 points: 23 points that no answer stands behind.
    All are inconclusive. That is the same verdict, and no agreement on the change.
    >>> print(assumptions({"left out": 0.1, "no": 0.3}, ["inconclusive", "difference"]).splitlines()[1])
    The verdicts part as well: inconclusive or difference, by what is assumed.
    """
    low, high = min(changes, key=changes.get), max(changes, key=changes.get)
    apart = wording.points(changes[high] - changes[low], unit="points", sign=False)
    spread = wording.interval(changes[low], changes[high], "points")
    found = list(dict.fromkeys(verdicts))
    verdict = f"The verdicts part as well: {wording.listing(found, 'or')}, by what is assumed."
    if len(found) == 1:
        verdict = f"All are {_said(found[0])}. That is the same verdict, and no agreement on the change."
    return f'From "{low}" to "{high}" the change goes from {spread}: {apart} that no answer stands behind.\n{verdict}'


def bounds(low, high, people):
    """Say what the bounds on the change settle: its direction, or not even that.

    >>> print(bounds(-0.233, 0.2, 30))
    Whatever was not answered, the change among the 30 people lies between −23.3 and +20.0 points:
    it may have been a loss or a gain, and only more answers could tell.
    >>> print(bounds(0.1, 0.2, 30).splitlines()[1])
    a gain in every case, so its direction is certain for them.
    """
    lead = f"Whatever was not answered, the change among the {people} people lies between "
    lead += f"{wording.points(low, unit='')} and {wording.points(high, unit='points')}:\n"
    if low > 0 or high < 0:
        return f"{lead}a {'gain' if low > 0 else 'loss'} in every case, so its direction is certain for them."
    return f"{lead}it may have been a loss or a gain, and only more answers could tell."


def completed(tables, verdicts):
    """Say whether any answers of the missing people could change the verdict.

    ``tables`` is the number of completed tables, ``verdicts`` those that at least one of them leads to.

    >>> print(completed(136, ["inconclusive"]))
    Each of the 136 completed tables is inconclusive: whatever the missing people would have said, the verdict stands.
    >>> print(completed(1136, ["inconclusive", "difference"]))
    The 1,136 completed tables lead to inconclusive or difference: what the missing people would have said decides.
    >>> print(completed(1, ["equivalence"]))
    Nothing is missing: the one table shows similarity (equivalence).
    """
    if tables == 1:
        return f"Nothing is missing: the one table {_told(verdicts[0])}."
    if len(verdicts) == 1:
        stands = "whatever the missing people would have said, the verdict stands"
        return f"Each of the {tables:,} completed tables {_told(verdicts[0])}: {stands}."
    led = wording.listing(verdicts, "or")
    return f"The {tables:,} completed tables lead to {led}: what the missing people would have said decides."


def modelled(pairs, model, low, high):
    """Set the change by a model that uses every known answer beside that of the people who answered twice.

    >>> print(modelled(0.053, 0.035, -0.259, 0.312))
    With every known answer the change is +3.5 points, with those who answered twice alone +5.3 points.
    The interval holds zero: under this assumption too the answers settle no direction.
    >>> print(modelled(0.3, 0.3, 0.1, 0.5).splitlines()[1])
    The whole interval lies above zero: under this assumption the answers show a gain.
    """
    change, before = wording.points(model, unit="points"), wording.points(pairs, unit="points")
    held = "The interval holds zero: under this assumption too the answers settle no direction."
    if low > 0 or high < 0:
        where, what = ("above", "gain") if low > 0 else ("below", "loss")
        held = f"The whole interval lies {where} zero: under this assumption the answers show a {what}."
    return f"With every known answer the change is {change}, with those who answered twice alone {before}.\n{held}"


def settled(possible):
    """Say which verdicts each further number would have ruled out.

    ``possible`` maps what is known, in words that can follow "if", to the verdicts that are then possible; the first is
    what the paper printed.

    >>> both = ("inconclusive", "difference")
    >>> print(settled({"as printed": both, "the proportions are equal": both, "all answered": ("inconclusive",)}))
    As printed, the verdict may be inconclusive or difference.
    It cannot be difference if all answered.
    Nothing is ruled out if the proportions are equal.
    """
    printed, *further = possible
    gone = {name: [verdict for verdict in possible[printed] if verdict not in possible[name]] for name in further}
    lines = [f"As printed, the verdict may be {wording.listing(possible[printed], 'or')}."]
    for closed in dict.fromkeys(map(tuple, gone.values())):
        names = " or if ".join(name for name in further if tuple(gone[name]) == closed)
        what = f"It cannot be {wording.listing(closed, 'or')}" if closed else "Nothing is ruled out"
        lines.append(f"{what} if {names}.")
    return "\n".join([lines[0], *sorted(lines[1:])])


def _said(verdict):
    """A verdict after "are"."""
    return verdict if verdict == "inconclusive" else f'of the verdict "{verdict}"'


def _told(verdict):
    """A verdict as what a table does."""
    told = {"inconclusive": "is inconclusive", "equivalence": "shows similarity (equivalence)"}
    return told.get(verdict, f"shows a {verdict}")
