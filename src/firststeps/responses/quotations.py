"""Quotations: only answers whose giver's consent was checked, and none that seems to name or place somebody."""

import pandas as pd

from firststeps.responses.personal import personal_detail


def quotable(quotations, responses):
    """The answers that may be quoted, and those that may not with the reason: two DataFrames.

    ``quotations`` are those of ``study.yaml`` (participant, wave, question, approved), ``responses`` the tidy table.
    The first frame has wave, question and words; it does not say who. The second has participant, wave, question, why.

    >>> from types import SimpleNamespace
    >>> asked = SimpleNamespace(participant="P01", wave="end", question="helped", approved="yes")
    >>> told = pd.DataFrame([("P01", "end", "helped", "Ring me: 01632 960 001", "answered")],
    ...     columns=["participant", "wave", "item", "answer", "status"])
    >>> quotable([asked], told)[1]["why"].tolist()
    ['seems to hold a telephone number']
    """
    given = responses[responses["status"] == "answered"]
    words = given.set_index(["participant", "wave", "item"])["answer"].to_dict()
    kept, held = [], []
    for asked in quotations:
        answer = (asked.participant, asked.wave, asked.question)
        why = _why_not(asked, words.get(answer))
        if why:
            held.append((*answer, why))
        else:
            kept.append((asked.wave, asked.question, words[answer]))
    held = pd.DataFrame(held, columns=["participant", "wave", "question", "why"])
    return pd.DataFrame(kept, columns=["wave", "question", "words"]), held


def _why_not(asked, words):
    """Why an answer is not to be quoted, or an empty text."""
    if asked.approved != "yes":
        return "not approved"
    if words is None:
        return "there is no such answer"
    found = personal_detail(words)
    return f"seems to hold {found}" if found else ""
