"""Answers chosen from a list: how many people took each choice of a question, at each wave and at any."""

import pandas as pd

from firststeps.responses.counting.patterns import read_clean
from firststeps.responses.counting.proportions import with_limits
from firststeps.responses.texts.answers import chosen_of
from firststeps.responses.texts.each import by_text

COLUMNS = ["item", "wave", "choice", "people", "answered"]


def chosen(responses, items, kind, waves="each"):
    """How many people took each choice of every item of ``kind`` (choice, ordered, ticks), of those who answered it.

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
    answers = responses[responses["status"] == "answered"]
    rows = []
    for id, about in items.items():
        if about.kind == kind:
            here = answers[answers["item"] == id]
            parts = {"": here} if waves == "any" else {wave: here[here["wave"] == wave] for wave in about.waves}
            rows += [(id, wave, *counts) for wave, part in parts.items() for counts in _counts(part, about)]
    return pd.DataFrame(rows, columns=COLUMNS)


def choice_frame(study, responses):
    """The rows of ``choices.csv``: `chosen` of every choice, ordered question and question with ticks at each wave.

    Ticks are there at any wave, too.
    """
    asked = [("choice", "each"), ("ordered", "each"), ("ticks", "each"), ("ticks", "any")]
    frame = pd.concat([chosen(responses, study.items, *how) for how in asked], ignore_index=True)
    frame.insert(0, "origin", study.origin)
    return frame


def read_choices(study, kind, waves="each"):
    """What `chosen` gives, from the counts in ``data/clean/choices.csv``."""
    rows = read_clean(study, "choices.csv").drop(columns="origin").astype({"people": int, "answered": int})
    of_kind = rows["item"].map(lambda item: study.items[item].kind == kind).astype(bool)
    return rows[of_kind & (rows["wave"].eq("") == (waves == "any"))].reset_index(drop=True)


def taken(study, kind, waves="each"):
    """What `read_choices` gives, with the proportion and its Wilson interval; only its headings where none is shown.

    Few people share an answer from a list, and who does may be known by it, so nothing is shown of data that are to be
    released. ``attrs["nothing"]`` says why there is nothing.
    """
    rows = read_choices(study, kind, waves)
    hidden = study.release.mode != "internal" and len(rows) > 0
    shown = with_limits(rows[:0] if hidden else rows, "people", study.level)
    none = "No question had a list to tick." if kind == "ticks" else "No question had a list to choose from."
    shown.attrs["nothing"] = "Not shown, as these data are to be released." if hidden else none
    return shown


def _counts(answers, about):
    """Each choice of an item with the people who took it and the people who answered."""
    taken = answers.assign(choice=by_text(answers["answer"], lambda text: chosen_of(text, about))).explode("choice")
    people = taken.groupby("choice")["participant"].nunique()
    answered = answers["participant"].nunique()
    return [(choice, int(people.get(choice, 0)), answered) for choice in about.choices]
