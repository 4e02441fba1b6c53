"""Coded answers in words: how far the coders agreed, and how certain the order of the themes is."""

import pandas as pd

from firststeps.report.printing.wording import (
    ALPHA,
    coefficient,
    confidence,
    count,
    counted,
    fraction,
    interval,
    listing,
    p_value,
    percent,
)

RESAMPLES = 10_000  # of ``firststeps.responses.themes.ranking``, which this room does not know: a test compares them
CERTAIN = 0.95  # share of resamples from which on the first theme is said to be first


def who_coded(coders, agreed):
    """Say who coded the answers and what that allows; ``agreed``: whether there is a coding that they agreed on.

    >>> who_coded(["A", "B"], True)
    'Coded independently by A and B, who then met and agreed on one coding.'
    >>> who_coded(["A"], False)
    'Coded by A alone: whether another reader would see the same themes is not known, and agreement is left out.'
    """
    if not coders:
        return "No answer in own words was coded: what would be counted from codes is left out."
    if len(coders) == 1:
        unknown = "whether another reader would see the same themes is not known, and agreement is left out"
        return f"Coded by {coders[0]} alone: {unknown}."
    met = "who then met and agreed on one coding" if agreed else "who have not agreed on one coding"
    return f"Coded independently by {listing(coders)}, {met}."


def codebook_use(use):
    """Say which themes nobody saw, which are not in the codebook, what is left out and which examples are borrowed.

    ``use`` has four lists of texts: unseen, unlisted, uncoded and borrowed
    (``firststeps.responses.themes.open_ended.CodebookUse``).

    >>> from types import SimpleNamespace
    >>> print(codebook_use(SimpleNamespace(unseen=["Tea"], unlisted=["helped / tee"], uncoded=[], borrowed=[])))
    Themes that nobody saw: Tea.
    Themes seen that are not in the codebook: helped / tee.
    Questions left out below, as none of their answers was coded: none.
    Examples that are an answer which nobody approved: none.
    """
    lines = {
        "Themes that nobody saw": use.unseen,
        "Themes seen that are not in the codebook": use.unlisted,
        "Questions left out below, as none of their answers was coded": use.uncoded,
        "Examples that are an answer which nobody approved": use.borrowed,
    }
    return "\n".join(f"{words}: {listing(names) or 'none'}." for words, names in lines.items())


def held_back(quotations):
    """Say how many ``quotations`` are not shown, and why: a frame with the column why.

    >>> held_back(pd.DataFrame({"why": ["not approved"]}))
    'Thought of and not shown: 1 (not approved).'
    """
    return f"Thought of and not shown: {count(len(quotations))} ({listing(quotations['why']) or 'none'})."


def agreement_table(rows):
    """How far the coders agreed, theme by theme, ready to read; empty where no answer was coded by two coders.

    ``rows`` has the columns question, theme, answers, agreed, prevalence, kappa, kappa_interval, alpha, alpha_interval
    and problem, as ``firststeps.responses.themes.tables.agreement_by_theme`` gives them.  The note says what the
    intervals are, and why there are none.

    >>> row = dict(question="helped", theme="time", answers=50, agreed=48, prevalence=0.02, kappa=-0.0204, problem="")
    >>> row |= dict(kappa_interval=(-0.0487, 0.0079), alpha=-0.0102, alpha_interval=None)
    >>> agreement_table(pd.DataFrame([row])).iloc[0].tolist()[2:]
    ['50', '48 (96%)', '2%', '−0.02 (−0.05 to 0.01)', '−0.01']
    """
    if not (rows["answers"] > 0).any():
        return pd.DataFrame()
    cells = [_agreement_cells(row) for row in rows.itertuples()]
    table = pd.DataFrame(cells, columns=["question", "theme", "coded twice", "alike", "prevalence", "kappa", "alpha"])
    level = confidence(rows.attrs.get("level", 0.95))
    methods = f"{level} intervals: large-sample for kappa, percentiles of resampled answers for alpha."
    table.attrs["note"] = " ".join([methods, *dict.fromkeys(why for why in rows["problem"] if why)])
    return table


def _agreement_cells(row):
    """The cells of one theme."""
    if not row.answers:
        return row.question, row.theme, "0", *4 * ("not coded twice",)
    coefficients = _coefficient(row.kappa, row.kappa_interval), _coefficient(row.alpha, row.alpha_interval)
    alike = f"{count(row.agreed)} ({percent(row.agreed / row.answers)})"
    return row.question, row.theme, count(row.answers), alike, percent(row.prevalence), *coefficients


def explain_lowest(rows):
    """Say what lies behind the lowest kappa of ``rows`` (as for `agreement_table`).

    >>> row = dict(question="hindered", theme="other", answers=32, agreed=28, prevalence=0.19, kappa=0.6)
    >>> print(explain_lowest(pd.DataFrame([row])))
    Lowest kappa: 0.60 for "other" (hindered). The coders gave the same verdict on 28 of 32 answers (88%); had each only
    guessed, as often as that coder saw it (together in 19% of the verdicts), they would have done so on 69%.
    """
    rows = rows.dropna(subset=["kappa"])
    if rows.empty:
        return "No theme has a kappa: it is for two coders whose verdicts on the same answers are not all alike."
    row = rows.loc[rows["kappa"].astype(float).idxmin()]
    if row["kappa"] == 1:
        return "The coders gave the same verdict on every answer, so kappa is 1 wherever it exists."
    observed = row["agreed"] / row["answers"]
    alike = f"{count(row['agreed'], row['answers'], 'answers')} ({percent(observed)})"
    chance, prevalence = percent(_chance(observed, row["kappa"])), percent(row["prevalence"])
    return (
        f'Lowest kappa: {coefficient(row["kappa"])} for "{row["theme"]}" ({row["question"]}). The coders gave the same '
        f"verdict on {alike}; had each only\nguessed, as often as that coder saw it (together in {prevalence} of the "
        f"verdicts), they would have done so on {chance}."
    )


def explain_kappa(agreement):
    """Say why kappa can be near zero where coders nearly always agree: the theme is rare, or nearly always there.

    ``agreement`` has answers, agreed, prevalence and kappa (``firststeps.responses.themes.agreement.Agreement``).
    Agreement by chance follows from kappa = (observed - chance) / (1 - chance), Cohen (1960): that of two who guess,
    each at a rate of their own. Only where both rates are the same is it that of the prevalence. Kappa is below 1.

    >>> from types import SimpleNamespace
    >>> print(explain_kappa(SimpleNamespace(answers=50, agreed=48, prevalence=0.02, kappa=-0.0204)))
    The coders gave the same verdict on 48 of 50 answers (96%), yet kappa is −0.02. With the theme in 2% of their
    verdicts, coders who only guessed, each as often as that coder saw it, would agree on 96% of the answers too, and
    kappa counts only what goes beyond that. It says that such answers cannot show whether they agree, not that they
    disagree.
    """
    observed, kappa = agreement.agreed / agreement.answers, agreement.kappa
    alike = f"{count(agreement.agreed, agreement.answers, 'answers')} ({percent(observed)})"
    chance = percent(_chance(observed, kappa))
    return (
        f"The coders gave the same verdict on {alike}, yet kappa is {coefficient(kappa)}. With the theme in "
        f"{percent(agreement.prevalence)} of their\nverdicts, coders who only guessed, each as often as that coder saw "
        f"it, would agree on {chance} of the answers too, and\nkappa counts only what goes beyond that. It says that "
        "such answers cannot show whether they agree, not that they\ndisagree."
    )


def adjudication(split, coders):
    """Say how many verdicts were split, how the coders settled them and whose verdicts that changed.

    ``split`` is ``data/clean/disagreements.csv``: a row an answer and theme, with the columns saw, did_not_see, agreed
    and changed.

    >>> rows = [("A", "B", "yes", "B"), ("B", "A", "no", "B"), ("A, B", "", "no", "A, B")]
    >>> split = pd.DataFrame(rows, columns=["saw", "did_not_see", "agreed", "changed"])
    >>> print(adjudication(split, ["A", "B"]))
    Verdicts on which the coders differed: 2. When they met, the theme came to stand in 1 of them and not in 1.
    Verdicts that the meeting changed: 1 of A and 3 of B. Verdicts changed against all coders: 1.
    """
    if len(coders) < 2:
        return "There were no two coders to differ."
    differed = (split["saw"] != "") & (split["did_not_see"] != "")
    sentence = f"Verdicts on which the coders differed: {differed.sum()}."
    if not (split["agreed"] != "").any():
        return f"{sentence} No meeting is on record."
    stands, not_there = ((split["agreed"] == word)[differed].sum() for word in ("yes", "no"))
    open_still = (split["agreed"] == "")[differed].sum()
    open_words = f" Not settled: {open_still}." if open_still else ""
    changed = [f"{split['changed'].str.split(', ').map(lambda who, c=c: c in who).sum()} of {c}" for c in coders]
    return (
        f"{sentence} When they met, the theme came to stand in {stands} of them and not in {not_there}.{open_words}\n"
        f"Verdicts that the meeting changed: {listing(changed)}. "
        f"Verdicts changed against all coders: {(~differed).sum()}."
    )


def first_place(themes, first, people):
    """Say how certain it is which theme was named most often.

    ``first`` is the share of the resamples in which each of ``themes`` comes first, ``people`` how many answered.

    >>> print(first_place(["isolation", "opportunity", "health"], [0.59, 0.39, 0.02], 23))
    Which theme is first is not certain: in resamples of 23 people "isolation" leads in 59% and "opportunity" in 39%.
    >>> print(first_place(["connection", "time"], [1, 0], 23))
    "connection" is first in every one of 10,000 resamples of 23 people.
    """
    order = sorted(zip(first, themes, strict=True), key=lambda pair: -pair[0])
    share, leader = order[0]
    if share >= CERTAIN:
        often = f"every one of {RESAMPLES:,}" if share == 1 else f"{percent(share)} of"
        return f'"{leader}" is first in {often} resamples of {counted(people)}.'
    leading = [f'"{theme}" in {percent(p)}' for p, theme in order if p >= min(0.05, share)]
    leading[0] = leading[0].replace('" in ', '" leads in ', 1)
    return f"Which theme is first is not certain: in resamples of {counted(people)} {listing(leading)}."


def lead_words(first, second, only_first, only_second, pvalue, alpha=ALPHA):
    """Say by how many people the theme named most leads the next, and whether that could be chance.

    ``only_first`` people named ``first`` and not ``second``; ``pvalue`` is that of the exact McNemar test,
    printed on its side of ``alpha``.

    >>> print(lead_words("isolation", "health", 8, 7, 1.0))
    "isolation" before "health": 8 people named only the first of the two, 7 only the second (exact test: p = 1.00).
    """
    people = f"{counted(only_first)} named only the first of the two, {count(only_second)} only the second"
    return f'"{first}" before "{second}": {people} (exact test: {p_value(pvalue, alpha=alpha)}).'


def order(leads, ranks, alpha=ALPHA):
    """Say for each question how certain the order of its themes is, and by how many people the first leads the next.

    ``leads`` and ``ranks`` are the labelled frames of ``theme_leads`` and ``theme_ranks``
    (``firststeps.responses.themes.open_ended``); p-values are printed on their side of ``alpha``.

    >>> ranks = pd.DataFrame({"question": ["Helps"] * 2, "theme": ["Time", "Tea"], "share": [0.97, 0.03]})
    >>> columns = ["question", "answered", "only_first", "only_second", "pvalue"]
    >>> leads = pd.DataFrame([("Helps", 23, 9, 1, 0.021), ("Hindrances", 4, None, None, None)], columns=columns)
    >>> print(order(leads, ranks))
    Helps: "Time" is first in 97% of resamples of 23 people.
    "Time" before "Tea": 9 people named only the first of the two, 1 only the second (exact test: p = 0.021).
    Hindrances: no two themes were named, so there is no order.
    """
    lines = [] if len(leads) else ["There is no question whose themes could be ranked."]
    for lead in leads.itertuples():
        themes = ranks[ranks["question"] == lead.question]
        if themes.empty:
            lines.append(f"{lead.question}: no two themes were named, so there is no order.")
            continue
        names = themes["theme"].tolist()
        lines.append(f"{lead.question}: {first_place(names, themes['share'], lead.answered)}")
        lines.append(lead_words(*names[:2], lead.only_first, lead.only_second, lead.pvalue, alpha))
    return "\n".join(lines)


def resampled(people):
    """Name the resampling behind a share of resamples.

    >>> resampled(23)
    '10,000 resamples of 23 people'
    """
    return f"{count(RESAMPLES)} resamples of {counted(people)}"


def shares_by_wave(waves, *rows):
    """How many named or took each thing, of those who answered, ready to read: a column for each of the ``waves``.

    Each of ``rows`` has wave (an id, or empty for any wave), people, answered, low and high, and in question or item,
    theme or choice what a row of the table is called.  A question that was not asked at a wave says so.

    >>> helped = {"question": "helped", "wave": ["end", "later"], "people": [13, 0], "answered": [18, 0]}
    >>> rows = pd.DataFrame(helped | {"theme": "time", "low": [0.491, None], "high": [0.875, None]})
    >>> shares_by_wave(["start", "end", "later"], rows).to_numpy().tolist()
    [['helped', 'time', '13/18, 72% (49% to 88%)', 'nobody answered']]
    """
    about = rows[0].attrs
    counts = pd.concat([part for part in rows if len(part)] or [*rows], ignore_index=True)
    cells = counts[["people", "answered", "low", "high"]].itertuples(index=False)
    counts = counts.assign(said=[share_cell(*row) for row in cells])
    names = [name for name in ("question", "item", "theme", "choice") if name in counts]
    wide = counts.pivot_table("said", names, "wave", aggfunc="first", sort=False, fill_value="not asked")
    order = pd.MultiIndex.from_frame(counts[names].drop_duplicates())
    wide = wide.reindex(index=order, columns=[wave for wave in ("", *waves) if wave in wide])
    wide = wide.rename(columns={"": "at any wave"}).rename_axis(columns=None).reset_index()
    wide.attrs = {name: about[name] for name in ("level", "nothing") if name in about}
    return wide


def share_cell(people, answered, low=None, high=None):
    """Print how many named a theme, of those who answered, with the limits of the proportion if they are given.

    >>> share_cell(13, 18, 0.491, 0.875), share_cell(13, 18), share_cell(0, 0, 0, 1)
    ('13/18, 72% (49% to 88%)', '13/18, 72%', 'nobody answered')
    """
    if not answered:
        return "nobody answered"
    share = f"{fraction(people, answered)}, {percent(people / answered)}"
    return share if pd.isna(low) else f"{share} ({interval(low, high)})"


def _chance(observed, kappa):
    """Agreement by chance, from kappa = (observed - chance) / (1 - chance)."""
    return (observed - kappa) / (1 - kappa)


def _coefficient(value, limits):
    """Print a coefficient of agreement with its limits, or nothing."""
    if pd.isna(value):
        return "does not exist"
    return coefficient(value) if limits is None else f"{coefficient(value)} ({interval(*limits, 'coefficient')})"
