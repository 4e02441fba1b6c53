"""Coded answers in words: how far the coders agreed, and how certain the order of the themes is."""

import pandas as pd

from firststeps.digits import shown, steady
from firststeps.report.wording import MINUS, listing, percent


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


def agreement_table(rows):
    """How far the coders agreed, theme by theme, ready to read.

    ``rows`` has the columns question, theme, answers, agreed, prevalence, kappa, kappa_interval, alpha, alpha_interval
    and problem, as ``firststeps.responses.themes.agreement_by_theme`` gives them.

    >>> row = dict(question="helped", theme="time", answers=50, agreed=48, prevalence=0.02, kappa=-0.0204, problem="")
    >>> row |= dict(kappa_interval=(-0.0487, 0.0079), alpha=-0.0102, alpha_interval=None)
    >>> agreement_table(pd.DataFrame([row])).iloc[0].tolist()[2:]
    ['48/50', '96%', '2%', '−0.02 (−0.05 to 0.01)', '−0.01']
    """
    rows = rows[rows["answers"] > 0]
    shown = {
        "question": rows["question"],
        "theme": rows["theme"],
        "alike": [f"{row.agreed}/{row.answers}" for row in rows.itertuples()],
        "% alike": [percent(row.agreed / row.answers) for row in rows.itertuples()],
        "prevalence": [percent(row.prevalence) for row in rows.itertuples()],
        "kappa": [_coefficient(row.kappa, row.kappa_interval) for row in rows.itertuples()],
        "alpha": [_coefficient(row.alpha, row.alpha_interval) for row in rows.itertuples()],
    }
    return pd.DataFrame(shown)


def explain_kappa(answers, agreed, prevalence, kappa):
    """Say why kappa can be near zero where coders nearly always agree: the theme is rare, or nearly always there.

    Agreement by chance follows from kappa = (observed - chance) / (1 - chance), Cohen (1960); kappa is below 1.

    >>> print(explain_kappa(50, 48, 0.02, -0.0204))
    The coders gave the same verdict on 48 of 50 answers (96%), yet kappa is −0.02. With the theme in 2% of their
    verdicts, two coders who only guessed at that rate would agree on 96% of the answers too, and kappa counts only what
    goes beyond that. It says that such answers cannot show whether they agree, not that they disagree.
    """
    observed = agreed / answers
    chance = (observed - kappa) / (1 - kappa)
    return (
        f"The coders gave the same verdict on {agreed} of {answers} answers ({percent(observed)}), yet kappa is "
        f"{_two(kappa)}. With the theme in {percent(prevalence)} of their\nverdicts, two coders who only guessed at "
        f"that rate would agree on {percent(chance)} of the answers too, and kappa counts only what\ngoes beyond that. "
        "It says that such answers cannot show whether they agree, not that they disagree."
    )


def first_place(themes, first, people, certain=0.95):
    """Say how certain it is which theme most people named.

    ``first`` is the share of resamples in which each of ``themes`` comes first, ``people`` how many people answered.

    >>> first_place(["isolation", "opportunity", "health"], [0.59, 0.39, 0.02], 23)
    'Which theme is first is not certain: of resamples of the 23 people, isolation leads in 59% and opportunity in 39%.'
    >>> first_place(["connection", "time"], [1, 0], 23)
    'connection is first in 100% of resamples of the 23 people; more people like them would hardly change that.'
    """
    order = sorted(zip(first, themes, strict=True), key=lambda pair: -pair[0])
    share, leader = order[0]
    if share >= certain:
        again = f"{leader} is first in {percent(share)} of resamples of the {people} people"
        return f"{again}; more people like them would hardly change that."
    leading = [f"{theme} in {percent(p)}" for p, theme in order if p >= min(0.05, share)]
    leading[0] = leading[0].replace(" in ", " leads in ", 1)
    return f"Which theme is first is not certain: of resamples of the {people} people, {listing(leading)}."


def rank_range(best, worst):
    """Print the ranks between which a theme lies.

    >>> rank_range(1, 1), rank_range(2, 5)
    ('1', '2 to 5')
    """
    return str(best) if best == worst else f"{best} to {worst}"


def _coefficient(value, limits):
    """Print a coefficient of agreement with its limits, or nothing."""
    if value is None or pd.isna(value):
        return "does not exist"
    return _two(value) if limits is None else f"{_two(value)} ({_two(limits[0])} to {_two(limits[1])})"


def _two(value):
    """Print a coefficient between -1 and 1 to two decimals; it is never printed as a perfect 1 unless it is."""
    text = shown(value, ".2f")
    if text == "1.00" and steady(value) < 1:
        text = ">0.99"
    return "0.00" if text == "-0.00" else text.replace("-", MINUS)
