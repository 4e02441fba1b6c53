"""Quotations: only answers whose giver's consent was checked, and none that seems to name or place somebody."""

import re

import pandas as pd

from firststeps.responses.texts.personal import personal_detail

_CALENDAR = re.compile(
    "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|May|June|July|August|"
    "(?:Septem|Octo|Novem|Decem)ber|Christmas|Easter"
)
_WORD = re.compile(r"\b[^\W\d_]{2,}")


def name_or_place(text):
    """The first word of ``text`` that its capital makes a name or a place, or an empty text.

    Days, months and abbreviations are none.  A name that begins a sentence cannot be told from any other word there:
    that is for the person who approves the quotation to see.

    >>> name_or_place("The group in Exampleton, on a Monday"), name_or_place("Met the OT in May. Good. I did")
    ('Exampleton', '')
    """
    for match in _WORD.finditer(text):
        word, before = match[0], text[: match.start()].rstrip(" \"'(\u2018\u201c")
        capital = word[0].isupper() and word[1:].islower()
        if capital and before and before[-1] not in ".!?:\n" and not _CALENDAR.fullmatch(word):
            return word
    return ""


def borrowed_examples(themes, quotations, responses):
    """Examples of the codebook that are the very words of an answer which nobody approved: (question, theme) of each.

    A codebook is published, and so an example that was taken from an answer needs approval as any quotation does.
    """
    answers = responses[responses["status"] == "answered"]
    approved = {(q.participant, q.wave, q.question) for q in quotations if q.approved == "yes"}
    keys = zip(answers["participant"], answers["wave"], answers["item"], strict=True)
    private = {_plain(text) for text, key in zip(answers["answer"], keys, strict=True) if key not in approved}
    return [
        (question, theme)
        for question, of_question in themes.items()
        for theme, about in of_question.items()
        if about.example and _plain(about.example) in private
    ]


def _plain(text):
    """A text as it compares: small letters and single spaces, without the marks around it."""
    return " ".join(text.casefold().split()).strip(" .!?\"'")


def quotable(quotations, responses):
    """The answers that may be quoted, and those that may not with the reason: two DataFrames.

    ``quotations`` are those of ``study.yaml`` (participant, wave, question, approved), ``responses`` the tidy table.
    The first frame has wave, question and words; it does not say who. The second has participant, wave, question, why.

    >>> from types import SimpleNamespace
    >>> asked = SimpleNamespace(participant="P01", wave="end", question="helped", approved="yes", names="ask")
    >>> told = pd.DataFrame([("P01", "end", "helped", "Ring me: 01632 960 001", "answered")],
    ...     columns=["participant", "wave", "item", "answer", "status"])
    >>> quotable([asked], told)[1]["why"].tolist()
    ['seems to hold a telephone number']
    """
    answers = responses[responses["status"] == "answered"]
    words = answers.set_index(["participant", "wave", "item"])["answer"].to_dict()
    allowed, not_shown = [], []
    for asked in quotations:
        answer = (asked.participant, asked.wave, asked.question)
        why = _why_not(asked, words.get(answer))
        if why:
            not_shown.append((*answer, why))
        else:
            allowed.append((asked.wave, asked.question, words[answer]))
    not_shown = pd.DataFrame(not_shown, columns=["participant", "wave", "question", "why"])
    return pd.DataFrame(allowed, columns=["wave", "question", "words"]), not_shown


def _why_not(asked, words):
    """Why an answer is not to be quoted, or an empty text."""
    if asked.approved != "yes":
        return "not approved"
    if words is None:
        return "there is no such answer"
    if detail := personal_detail(words):
        return f"seems to hold {detail}"
    if asked.names == "ask" and (detail := name_or_place(words)):
        return f"{detail!r} may be a name or a place; 'names: checked' once somebody has looked"
    return ""
