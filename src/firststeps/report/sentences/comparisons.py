"""Sentences that read the numbers of a notebook back, in words of the subject."""

import re

from firststeps.digits import alpha_at
from firststeps.paired.results import every_wave, rejects
from firststeps.report.printing import wording


def attendance(handed_in, times, everyone, who):
    """Say how many people handed in a questionnaire at the first and the last wave, every time, once only and never.

    ``handed_in`` maps each wave's label to the people who handed one in, ``times`` lists how many did so at 0, 1,
    ... all waves; ``everyone`` is how many people there were, ``who`` they are in words.

    >>> print(attendance({"Start": 9, "End": 7}, [0, 4, 6], 12, "people in the study"))
    Of 12 people in the study, 9 handed in a questionnaire at Start and 7 at End.
    6 did so at every wave, 4 at one only and 2 at none, so that a comparison of waves can rest on 6 people at most.
    >>> print(attendance({"Start": 1, "End": 1}, [0, 0, 1], 1, "people who were seen"))
    Of 1 person who was seen, 1 handed in a questionnaire at Start and 1 at End.
    Nobody missed a wave.

    Of surveys that cannot be linked, ``everyone`` counts questionnaires, and nothing is known of who came again:

    >>> print(attendance({"Start": 9, "End": 7}, [0, 16, 0], 16, "questionnaires"))
    9 questionnaires were handed in at Start and 7 at End.
    Nobody knows who gave two of them, so no two waves can be compared.
    >>> print(attendance({"Spring": 9}, [0, 9], 9, "questionnaires"))
    9 questionnaires were handed in at Spring, the only wave.
    """
    waves = list(handed_in.items())
    if who == "questionnaires":
        there = [f"{wording.plural(number, 'questionnaire')} at {wave}" for wave, number in waves]
        sentence = wording.listing(there).replace(" at ", " were handed in at ", 1).replace(" questionnaires at", " at")
        if len(waves) == 1:
            return f"{sentence}, the only wave."
        return f"{sentence}.\nNobody knows who gave two of them, so no two waves can be compared."
    (first, at_first), (last, at_last) = waves[0], waves[-1]
    once, often = times[1], sum(times[2:])
    every, never = times[-1], everyone - sum(times[1:])
    start = f"Of {wording.counted(everyone, who)}, {wording.count(at_first)} handed in a questionnaire at {first}"
    if len(waves) == 1:
        return f"{start}, the only wave."
    start = f"{start} and {wording.count(at_last)} at {last}."
    if every == everyone:
        return f"{start}\nNobody missed a wave."
    rests = f"a comparison of waves can rest on {wording.counted(often)} at most"
    return (
        f"{start}\n{wording.count(every)} did so at every wave, {wording.count(once)} at one only and "
        f"{wording.count(never)} at none, so that {rests if often else 'no two waves can be compared'}."
    )


def adds_up(everyone, who):
    """Say to what the rows of a table add up.

    >>> print(adds_up(30, "people in the study"))
    Each row adds up to 30 people in the study.
    """
    return f"Each row adds up to {wording.counted(everyone, who)}."


def proportions(rows):
    """Say for each outcome between which proportions it lay over the waves, of those who answered.

    ``rows`` is a frame with ``outcome`` and ``wave`` (labels), ``yes`` and ``answered``: people.

    >>> import pandas as pd
    >>> rows = [("Involved", "Start", 6, 9), ("Involved", "End", 5, 9), ("Led a group", "End", 1, 9)]
    >>> print(proportions(pd.DataFrame(rows, columns=["outcome", "wave", "yes", "answered"])))
    Involved: between 56% (End) and 67% (Start) of those who answered said yes.
    Led a group: 11% (1 of 9) said yes at End.
    >>> rows = [("Involved", "Start", 6, 9), ("Involved", "End", 0, 0)]
    >>> print(proportions(pd.DataFrame(rows, columns=["outcome", "wave", "yes", "answered"])))
    Involved: 67% (6 of 9) said yes at Start; nobody answered at End.
    >>> print(proportions(pd.DataFrame(columns=["outcome", "wave", "yes", "answered"])))
    No outcome is answered by yes or no.
    """
    if rows.empty:
        return "No outcome is answered by yes or no."
    by_outcome, unanswered = {}, {}
    for outcome, wave, yes, answered in rows[["outcome", "wave", "yes", "answered"]].itertuples(index=False):
        shares = by_outcome.setdefault(outcome, [])
        if answered:
            shares.append((yes / answered, wave, yes, answered))
        else:
            unanswered.setdefault(outcome, []).append(wave)
    return "\n".join(f"{outcome}: {_span(shares, unanswered.get(outcome))}" for outcome, shares in by_outcome.items())


def _span(shares, unanswered):
    """The span of the proportions of one outcome, and the waves at which nobody answered."""
    if not shares:
        return "nobody answered."
    if unanswered:
        return f"{_span(shares, None)[:-1]}; nobody answered at {wording.listing(unanswered)}."
    (low, where_low, yes, answered), (high, where_high, *_) = min(shares), max(shares)
    least, most = wording.percent(low), wording.percent(high)
    if len(shares) == 1:
        return f"{least} ({wording.count(yes)} of {wording.count(answered)}) said yes at {where_low}."
    if least == most:
        whole = {"0%": "nobody who answered", "100%": "everybody who answered"}
        return f"{whole.get(least, f'{least} of those who answered')} said yes each time."
    return f"between {least} ({where_low}) and {most} ({where_high}) of those who answered said yes."


def changers(both_yes, yes_to_no, no_to_yes, both_no):
    """Say how many people changed each way and how many did not, from the four cells of a paired table.

    >>> print(changers(7, 5, 6, 1))
    Of 19 people who answered twice, 11 changed: 5 from yes to no and 6 from no to yes.
    Of the other 8, 7 said yes twice.
    >>> print(changers(1, 0, 1, 0).splitlines()[1])
    The other one said yes twice.
    >>> print(changers(3, 0, 0, 1))
    Of 4 people who answered twice, nobody changed; 3 said yes twice and 1 no twice.
    >>> print(changers(0, 0, 0, 0))
    Nobody answered twice, so nobody can be seen to change.
    """
    changed, same = yes_to_no + no_to_yes, both_yes + both_no
    if not changed + same:
        return "Nobody answered twice, so nobody can be seen to change."
    who = f"Of {wording.counted(changed + same, 'people who answered twice')}"
    yes, no, lost, gained = map(wording.count, (both_yes, both_no, yes_to_no, no_to_yes))
    if not changed:
        return f"{who}, nobody changed; {yes} said yes twice and {no} no twice."
    ways = f"{who}, {wording.count(changed)} changed: {lost} from yes to no and {gained} from no to yes."
    if same == 1:
        return f"{ways}\nThe other one said {'yes' if both_yes else 'no'} twice."
    return f"{ways}\nOf the other {wording.count(same)}, {yes} said yes twice." if same else ways


def split(pvalue, changed, alpha=0.05, test="exact McNemar"):
    """Read back the p-value of a ``test`` of whether the ``changed`` people went either way like fair coins.

    >>> print(split(0.77, 11))
    By the exact McNemar test p = 0.77, above 0.05: fair coins often enough split as these 11 people did,
    which does not show that they are fair.
    >>> print(split(0.012, 11, test="mid-p"))
    By the mid-p test p = 0.012, at most 0.05: these 11 people split less evenly than fair coins are expected to.
    >>> print(split(1, 0))
    Nobody changed, so there is no split to test.
    """
    if not changed:
        return "Nobody changed, so there is no split to test."
    p = f"By the {test} test {wording.p_value(pvalue, alpha=alpha)}"
    some = f"{'this' if changed == 1 else 'these'} {wording.counted(changed)}"
    if rejects(pvalue, alpha):
        return f"{p}, at most {alpha:g}: {some} split less evenly than fair coins are expected to."
    return (
        f"{p}, above {alpha:g}: fair coins often enough split as {some} did,\nwhich does not show that they are fair."
    )


def beside(deciding, other, test, other_test, alpha=0.05):
    """Say whether the test that decides and another that stands beside it lie on the same side of ``alpha``.

    >>> print(beside(1.0, 0.77, "exact", "mid-p"))
    The exact test (p = 1.00) and the mid-p test (p = 0.77) agree: both lie above 0.05.
    >>> print(beside(0.065, 0.039, "exact", "mid-p"))
    The mid-p test (p = 0.039) is at most 0.05, the exact test (p = 0.065) above:
    the exact test decides, and it does not reject.
    """
    pvalues = {test: deciding, other_test: other}
    first, second = (f"the {name} test ({wording.p_value(p, alpha=alpha)})" for name, p in pvalues.items())
    small, other_small = (bool(rejects(p, alpha)) for p in (deciding, other))
    if small == other_small:
        where = f"are at most {alpha:g}" if small else f"lie above {alpha:g}"
        return f"T{first[1:]} and {second} agree: both {where}."
    low, high = (first, second) if small else (second, first)
    decided = "it rejects" if small else "it does not reject"
    return f"T{low[1:]} is at most {alpha:g}, {high} above:\nthe {test} test decides, and {decided}."


def change(estimate, low, high, level):
    """Read back a paired difference (second minus first, -1 to 1) and where its interval lies from zero.

    >>> print(change(0.053, -0.284, 0.376, 0.95))
    The proportion of yes was 5.3 percentage points higher the second time. The 95% interval, −28.4 to +37.6 points,
    holds zero: these answers are compatible with a rise and with a fall, up to its ends.
    >>> print(change(-0.2, -0.3, -0.1, 0.95).splitlines()[1])
    lies below zero: a proportion that stayed or rose is hardly compatible with these answers.
    >>> print(change(-0.04, -0.059, -0.021, 0.95).partition(". ")[0])
    The proportion of yes was 4.0 percentage points lower the second time
    >>> print(change(0.000345, 0.0002, 0.0005, 0.95).partition(". ")[0])
    The proportion of yes was 0.03 percentage points higher the second time
    """
    size = wording.apart(estimate)
    way = f"{size} {'higher' if estimate > 0 else 'lower'} the second time"
    way = "the same both times" if abs(estimate) < wording.NOISE else way
    where = f"The {wording.confidence(level)} interval, {wording.interval(low, high, 'points')},"
    return f"The proportion of yes was {way}. {where}\n{_side(low, high)}"


def _side(low, high):
    """Say on which side of zero an interval lies, and what that allows one to say.

    It begins or ends at zero itself where p is just 1 - level, at which its test rejects.

    >>> print(_side(0.0, 0.998))
    begins at zero: a proportion that fell is hardly compatible with these answers, and one that stayed only just.
    """
    if low > 0:
        return "lies above zero: a proportion that stayed or fell is hardly compatible with these answers."
    if high < 0:
        return "lies below zero: a proportion that stayed or rose is hardly compatible with these answers."
    if low < 0 < high:
        return "holds zero: these answers are compatible with a rise and with a fall, up to its ends."
    if low == high:
        return "is zero alone: it leaves out every rise and every fall."
    where, away = ("begins", "fell") if high > 0 else ("ends", "rose")
    return (
        f"{where} at zero: a proportion that {away} is hardly compatible with these answers, and one that stayed only "
        "just."
    )


def similarity(pvalue, margin, alpha=0.05, interval=None):
    """Read back a test of equivalence against ``margin`` (0 to 1).

    ``interval`` is that of the difference (low, high, level), which may show that it is larger than the margin.

    >>> print(similarity(0.39, 0.1))
    p = 0.39, above 0.05: these answers do not support that the two proportions are less than 10 points apart. Nor does
    this show that they are further apart.
    >>> print(similarity(0.01, 0.1))
    p = 0.010, at most 0.05: these answers support that the two proportions are less than 10 points apart.
    >>> print(similarity(0.9999, 0.1, interval=(0.338, 1, 0.95)).partition("\\n")[2])
    The whole 95% interval, +33.8 to +100.0 points, lies beyond that: they support that these are further apart.
    """
    p, most = wording.p_value(pvalue, alpha=alpha), wording.points(margin, unit="points", sign=False)
    near = f"that the two proportions are less than {most} apart."
    if rejects(pvalue, alpha):
        return f"{p}, at most {alpha:g}: these answers support {near}"
    further = "Nor does\nthis show that they are further apart."
    if interval is not None and (interval[0] > margin or interval[1] < -margin):
        low, high, level = interval
        limits = f"{wording.confidence(level)} interval, {wording.interval(low, high, 'points')}"
        further = f"\nThe whole {limits}, lies beyond that: they support that these are further apart."
    return f"{p}, above {alpha:g}: these answers do not support {near} {further}".replace(" \n", "\n")


def two_groups(two, title, level):
    """Say how change in the group of interest differs from that in the comparison group, and who was not heard from.

    ``two`` is what ``counting.two_groups`` gives, None where ``study.yaml`` names no comparison group or one of the
    groups has nobody who answered twice; ``title`` is the question.

    >>> print(two_groups(None, "Involved", 0.95))
    No two groups are compared: study.yaml names none (compare), or nobody of one of them answered twice.
    >>> from types import SimpleNamespace
    >>> compared = SimpleNamespace(pvalue=0.0388, test=SimpleNamespace(method="exact permutation of people"))
    >>> two = {"group": "trained", "changes": {"interest-change": 0.44, "others-change": 0.042}, "people": (25, 24)}
    >>> two |= {"points": 39.8, "interval": lambda level: (5.2, 72.7), "unheard": (1, 6), "compared": compared}
    >>> print(two_groups(SimpleNamespace(**two), "Involved", 0.95))
    On “Involved” the share who went from no to yes, less the share who went from yes to no, was
    +44.0 points (of 25 people) in the group “trained” and +4.2 points (of 24 people) among all others:
    a difference of +39.8 points (95% CI +5.2 to +72.7, score; exact permutation of people, p = 0.039).
    Missed one or both times: 1 and 6 people.
    """
    if two is None:
        return "No two groups are compared: study.yaml names none (compare), or nobody of one of them answered twice."
    one, other = (
        f"{wording.points(change, unit='points')} (of {wording.counted(n)})"
        for change, n in zip(two.changes.values(), two.people, strict=True)
    )
    interval = wording.interval(*two.interval(level), "number of points", level)
    p = wording.p_value(two.compared.pvalue, alpha=alpha_at(level))
    unheard = f"{wording.count(two.unheard[0])} and {wording.counted(two.unheard[1])}"
    difference = f"a difference of {wording.in_unit(two.points, 'number of points')} points"
    return (
        f"On “{title}” the share who went from no to yes, less the share who went from yes to no, was\n{one} in the "
        f"group “{two.group}” and {other} among all others:\n{difference} ({interval}, score; "
        f"{two.compared.test.method}, {p}).\nMissed one or both times: {unheard}."
    )


def explorations(rows, alpha=0.05, noun="comparison"):
    """Say of several comparisons how many intervals hold zero, how many adjusted p-values are small, and which.

    ``rows`` is a frame as ``paired.comparisons`` makes it: ``comparison`` and, where there is one, ``outcome`` name a
    row; ``low`` and ``high`` are the limits of its difference, ``adjusted`` its p-value.  Those without pairs have
    none of these: they are named apart.

    >>> import pandas as pd
    >>> columns = ["comparison", "low", "high", "adjusted"]
    >>> rows = pd.DataFrame([("Start to End", -0.1, 0.2, 0.8), ("Start to Later", 0.1, 0.4, 0.01)], columns=columns)
    >>> print(explorations(rows))
    Of 2 comparisons, 1 has an interval that holds zero.
    After adjustment p is at most 0.05 in 1: Start to Later.
    >>> print(explorations(rows[:1]))
    The one comparison has an interval that holds zero.
    After adjustment p is above 0.05: whether anything changed stays open.
    >>> print(explorations(pd.concat([rows[:1], rows[1:].assign(low=None, high=None, adjusted=None)])).splitlines()[2])
    Not compared, as nobody answered both times: Start to Later.
    """
    name = rows["outcome"] + ", " + rows["comparison"] if "outcome" in rows else rows["comparison"]
    rows = rows.assign(name=name)[["name", "low", "high", "adjusted"]]
    empty = rows.loc[rows["low"].isna(), "name"].to_list()
    rows = list(rows.dropna().itertuples(index=False, name=None))
    apart = f"\nNot compared, as nobody answered both times: {wording.listing(empty)}." if empty else ""
    if not rows:
        return f"There is no {noun} to read.{apart}"
    holding = sum(low < 0 < high or low == high == 0 for _, low, high, _ in rows)  # at an end its test rejects 0
    small = [name for name, *_, p in rows if rejects(p, alpha)]
    if len(rows) == 1:
        first = f"The one {noun} has an interval that {'holds' if holding else 'does not hold'} zero."
        where = "it" if small else ""
    else:
        first = (
            f"Of {len(rows):,} {noun}s, {holding:,} {'has' if holding == 1 else 'have'} an interval that holds zero."
        )
        where = f"{len(small):,}: {wording.listing(small)}"
    if small:
        return f"{first}\nAfter adjustment p is at most {alpha:g} in {where}.{apart}"
    every = {1: "", 2: " in both"}.get(len(rows), " in all")
    return f"{first}\nAfter adjustment p is above {alpha:g}{every}: whether anything changed stays open.{apart}"


def belief(low, high, level, within, margin):
    """Read back a posterior: its credible interval, and how probable it is that the change lies within the margin.

    >>> print(belief(-0.1, 0.2, 0.95, 0.5, 0.1))
    95% credible interval −10.0 to +20.0 points
    within 10 percentage points either way: probability 50%
    """
    limits = wording.interval(float(low), float(high), "points")
    near = f"within {wording.points(margin, sign=False)} either way: probability {wording.percent(within)}"
    return f"{wording.confidence(level)} credible interval {limits}\n{near}"


def together(pvalue, waves, alpha=0.05):
    """Read back a test of whether the proportion of yes was the same at all ``waves`` waves.

    >>> print(together(0.69, 4))
    p = 0.69, above 0.05: proportions that are the same at all 4 waves often enough differ as much by chance,
    which does not show that they are the same.
    >>> print(together(0.004, 2))
    p = 0.004, at most 0.05: evidence that the proportion was not the same at both waves.
    """
    p, where = wording.p_value(pvalue, alpha=alpha), every_wave(waves)
    if rejects(pvalue, alpha):
        return f"{p}, at most {alpha:g}: evidence that the proportion was not the same at {where}."
    same = f"proportions that are the same at {where} often enough differ as much by chance"
    return f"{p}, above {alpha:g}: {same},\nwhich does not show that they are the same."


def most_named(rows, verb="named", none=""):
    """Say for each question which choice was taken most often, with its count out of those who answered.

    ``rows`` is a frame with ``question``, ``choice``, ``people`` and ``answered``, and ``wave`` where that matters;
    ``verb`` is the participle of the taking, ``none`` its past tense where that is another word.  A choice that leads
    need not be that of most people.  Without rows the sentence is that of ``attrs["nothing"]``.

    >>> import pandas as pd
    >>> columns = ["question", "choice", "people", "answered"]
    >>> rows = [("Helps", "time", 3, 9), ("Helps", "tea", 4, 9), ("Hindrances", "time", 0, 4)]
    >>> print(most_named(pd.DataFrame(rows, columns=columns), "ticked"))
    Helps: "tea" was ticked most often, by 4 of 9 (44%).
    Hindrances: 4 people answered and ticked none of the choices.
    >>> rows = [("Sex", "woman", 3, 6), ("Sex", "man", 3, 6), ("Place", "village", 6, 6)]
    >>> print(most_named(pd.DataFrame(rows, columns=columns), "given"))
    Sex: both choices were given equally often, by 3 of 6 (50%) each.
    Place: "village", the only choice, was given by 6 of 6 (100%).
    """
    if rows.empty:
        return rows.attrs.get("nothing", "There was nothing to name.")
    questions = {}
    for row in rows.itertuples():
        when = f" ({row.wave})" if getattr(row, "wave", "") else ""
        questions.setdefault(f"{row.question}{when}", []).append((row.people, row.answered, row.choice))
    return "\n".join(f"{question}: {_most_often(taken, verb, none)}" for question, taken in questions.items())


def _most_often(taken, verb, none):
    """Which choice of one question leads, or which share the lead."""
    most, answered, _ = max(taken)
    if not answered:
        return "nobody answered."
    if not most:
        return f"{wording.counted(answered)} answered and {none or verb} none of the choices."
    leading = [f'"{choice}"' for people, _, choice in taken if people == most]
    share = f"{wording.count(most)} of {wording.count(answered)} ({wording.percent(most / answered)})"
    if len(taken) == 1:
        return f"{leading[0]}, the only choice, was {verb} by {share}."
    if len(leading) == len(taken):
        every = "both" if len(taken) == 2 else f"all {len(taken)}"
        return f"{every} choices were {verb} equally often, by {share} each."
    were, each = ("was", "") if len(leading) == 1 else ("were", " each")
    return f"{wording.listing(leading)} {were} {verb} most often, by {share}{each}."


def high_scores(question, high, scored, missing):
    """Say what share gave one of the two highest scores, of those who gave one and, at the least and most, of all.

    >>> print(high_scores("The course", 19, 21, 9))
    The course: 19 of 21 who gave a score gave one of the two highest (90%).
    Of the 30 heard from, whatever the 9 people without a score thought, between 63% and 93%.
    """
    if not scored:
        return f"{question}: nobody gave a score."
    share = f"{wording.count(high)} of {wording.count(scored)} who gave a score gave one of the two highest"
    first = f"{question}: {share} ({wording.percent(high / scored)})."
    if not missing:
        return f"{first} Nobody heard from is without a score."
    everyone, others = scored + missing, wording.counted(missing)
    ends = f"between {wording.interval(high / everyone, (high + missing) / everyone).replace(' to ', ' and ')}"
    whom = f"Of the {wording.count(everyone)} heard from"
    return f"{first}\n{whom}, whatever the {others} without a score thought, {ends}."


def typeset(result):
    """What a result of ``paired`` says of itself, as notebooks print it: with a minus for the hyphen of a terminal.

    >>> typeset("median change: -0.5, 95% interval -1 to 0 (Hodges-Lehmann, n-1, 2026-11-27)")
    'median change: −0.5, 95% interval −1 to 0 (Hodges-Lehmann, n-1, 2026-11-27)'
    """
    return re.sub(r"(?<![\w.])-(?=\d)", wording.MINUS, str(result))
