"""Answers chosen from a list: how many people took each choice of a question, at each wave and at any."""

import pandas as pd

COLUMNS = ["item", "wave", "choice", "people", "answered"]


def chosen(responses, items, kind, waves="each"):
    """How many people took each choice of every item of ``kind`` ("choice" or "ticks"), of those who answered it.

    ``responses`` is the tidy table of ``data/clean/responses.csv``, ``items`` those of ``study.yaml``.  A row for each
    item, wave and choice, in their order: ``item``, ``wave``, ``choice``, ``people``, ``answered``.  With
    ``waves="any"`` a person counts once over all waves, and ``wave`` is empty.

    >>> from types import SimpleNamespace
    >>> items = {"helps": SimpleNamespace(kind="ticks", waves=["start", "end"], choices=["time", "tea"])}
    >>> rows = [("P01", "start", "time; tea"), ("P01", "end", "tea"), ("P02", "end", "time")]
    >>> responses = pd.DataFrame(rows, columns=["participant", "wave", "answer"])
    >>> responses = responses.assign(item="helps", status="answered")
    >>> [chosen(responses, items, "ticks", waves)["people"].tolist() for waves in ("each", "any")]
    [[1, 1, 1, 1], [2, 1]]
    """
    told = responses[responses["status"] == "answered"]
    rows = []
    for id, about in items.items():
        if about.kind == kind:
            given = told[told["item"] == id]
            parts = {"": given} if waves == "any" else {wave: given[given["wave"] == wave] for wave in about.waves}
            rows += [(id, wave, *counts) for wave, part in parts.items() for counts in _counts(part, about.choices)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _counts(given, choices):
    """Each of the ``choices`` with the people who took it and the people who answered."""
    taken = given.assign(choice=given["answer"].str.split("; ")).explode("choice")
    people = taken.groupby("choice")["participant"].nunique()
    answered = given["participant"].nunique()
    return [(choice, int(people.get(choice, 0)), answered) for choice in choices]
