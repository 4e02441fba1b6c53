"""Sentences that read the numbers of a notebook back, in words of the subject."""

from firststeps.report import wording


def attendance(handed_in, occasions, everyone, who):
    """Say how many people were heard from at the first and the last wave, twice, every time, and once only.

    ``handed_in`` maps each wave's label to the people heard from at it, ``occasions`` lists how many were heard from at
    0, 1, ... all waves; ``everyone`` is how many people there were, ``who`` they are in words.

    >>> print(attendance({"Start": 9, "End": 7}, [0, 4, 6], 12, "people on the course"))
    Of 12 people on the course, 9 handed in a questionnaire at Start and 7 at End.
    6 were heard from at every wave, 4 at one only and 2 at none, so that 6 can be compared with themselves.
    """
    waves = list(handed_in.items())
    (first, at_first), (last, at_last) = waves[0], waves[-1]
    once, often = occasions[1], sum(occasions[2:])
    every, never = occasions[-1], everyone - sum(occasions[1:])
    if len(waves) == 1:
        return f"Of {everyone} {who}, {at_first} handed in a questionnaire at {first}, the only wave."
    return (
        f"Of {everyone} {who}, {at_first} handed in a questionnaire at {first} and {at_last} at {last}.\n"
        f"{every} were heard from at every wave, {once} at one only and {never} at none, "
        f"so that {often} can be compared with themselves."
    )


def proportions(rows):
    """Say for each outcome between which proportions it lay over the waves, of those who answered.

    ``rows`` are tuples of outcome, wave (labels), people who said yes and people who answered.

    >>> print(proportions([("Involved", "Start", 6, 9), ("Involved", "End", 5, 9), ("Led a group", "End", 1, 9)]))
    Involved: between 56% (End) and 67% (Start) of those who answered said yes.
    Led a group: 11% (1 of 9) said yes at End.
    """
    by_outcome = {}
    for outcome, wave, yes, answered in rows:
        if answered:
            by_outcome.setdefault(outcome, []).append((yes / answered, wave, yes, answered))
    return "\n".join(f"{outcome}: {_span(found)}" for outcome, found in by_outcome.items())


def _span(found):
    """The span of the proportions of one outcome."""
    (low, where_low, yes, answered), (high, where_high, *_) = min(found), max(found)
    if len(found) == 1:
        return f"{wording.percent(low)} ({yes} of {answered}) said yes at {where_low}."
    if low == high:
        return f"{wording.percent(low)} of those who answered said yes at every wave."
    ends = f"between {wording.percent(low)} ({where_low}) and {wording.percent(high)} ({where_high})"
    return f"{ends} of those who answered said yes."
