"""Answers as numbers: positions of ordered ones, 1 and 0 for yes and no, items turned round where worded so."""

import numpy as np
import pandas as pd

from firststeps.study.derived import limits


def numbers(study, answers, id):
    """The answers of an item, text, as numbers: positions of an ordered one, 1 and 0 for yes and no; NaN for none.

    >>> from types import SimpleNamespace as Some
    >>> study = Some(items={"calm": Some(kind="ordered", choices=["never", "often"])})
    >>> numbers(study, pd.Series(["often", "", "never"]), "calm").tolist()
    [2.0, nan, 1.0]
    """
    item = study.items[id]
    if item.kind == "ordered":
        places = {choice: float(place) for place, choice in enumerate(item.choices, start=1)}
        return answers.astype("object").map(places).astype(float)
    if item.kind == "yes-no":
        return answers.astype("object").map({"yes": 1.0, "no": 0.0}).astype(float)
    return pd.to_numeric(answers.astype("object").replace("", np.nan)).astype(float)


def item_numbers(study, answers, score):
    """The items of a ``score`` as numbers, those worded the other way turned round; a column an item.

    ``answers`` is a mapping from item to a Series of text.
    """
    columns = {}
    for id in study.items[score].items:
        columns[id] = numbers(study, answers[id], id)
        if id in study.items[score].reversed:
            columns[id] = sum(limits(study, id)) - columns[id]
    return pd.DataFrame(columns)
