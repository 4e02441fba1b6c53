"""What has changed between the Word file that a paper makes and the one that came back: paragraphs, then words."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from firststeps.report.paper.numerals import typed_numerals
from firststeps.report.returned.words import bare, document_words, same

ALIKE = 0.4  # share of words that two paragraphs have in common where one is the other, rewritten
LONG = 4  # words of a paragraph that can be told from others where it has been moved
_SIGN = re.compile(r"[-−–+<>=≤≥±~%‰]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])")


class Change(NamedTuple):
    """A paragraph that is not as it was: "changed", "deleted", "added" or "moved", with its number in either file."""

    kind: str
    before: int | None
    after: int | None


class Edit(NamedTuple):
    """Words of a paragraph that became others: those from ``start`` up to ``end``, and the text in their place.

    ``spaced`` says whether the new text stands apart from the word before it.  ``refusal`` says why this cannot be
    taken over, with ``n`` for the claim's number among the mentions; "" where it can.
    """

    start: int
    end: int
    text: str
    spaced: bool
    refusal: str = ""
    n: int | None = None


def changes(before, after):
    """Give the `Change` of each paragraph that is not as it was, about in the order of the text.

    >>> from firststeps.report.returned.word_file import Paragraph
    >>> old, new = [Paragraph("One stays here."), Paragraph("Two goes.")], [Paragraph("One stays there.")]
    >>> changes(old, new)
    [Change(kind='changed', before=0, after=0), Change(kind='deleted', before=1, after=None)]
    """
    olds, news = ([same(bare(one.text)) for one in file] for file in (before, after))
    every, old, new = [], [], []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs = _alike(olds, news, range(i1, i2), range(j1, j2))
            every += [Change("changed", i, j) for i, j in pairs]
            old += [i for i in range(i1, i2) if i not in dict(pairs)]
            new += [j for j in range(j1, j2) if j not in {j for _, j in pairs}]
    for i in old:
        j = next((j for j in new if news[j] == olds[i] and len(olds[i].split()) >= LONG), None)
        every.append(Change("deleted" if j is None else "moved", i, j))
        new = [other for other in new if other != j]
    every += [Change("added", None, j) for j in new]
    return sorted(every, key=lambda one: one.after if one.before is None else one.before)


def _alike(olds, news, old_numbers, new_numbers):
    """The pairs of paragraphs, in order, of which one is the other, rewritten; all, where there are as many of both."""
    if len(old_numbers) == len(new_numbers):
        return list(zip(old_numbers, new_numbers, strict=True))
    pairs, free = [], list(new_numbers)
    for i in old_numbers:
        ratios = [(SequenceMatcher(None, olds[i].split(), news[j].split()).ratio(), -j) for j in free]
        best, j = max(ratios, default=(0, 0))
        if best >= ALIKE:
            pairs.append((i, -j))
            free = [other for other in free if other > -j]
    return pairs


def sentences(old, new):
    """Give the sentences of a paragraph that changed, as pairs of old and new; "" stands for one that is not there.

    >>> sentences("One stays. Two goes.", "One stays. Two went. Three came.")
    [('Two goes.', 'Two went. Three came.')]
    """
    olds, news = _SENTENCE.split(old), _SENTENCE.split(new)
    matcher = SequenceMatcher(None, [same(one) for one in olds], [same(one) for one in news], autojunk=False)
    pairs = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "replace" and i2 - i1 == j2 - j1:
            pairs += zip(olds[i1:i2], news[j1:j2], strict=True)
        elif kind != "equal":
            pairs.append((" ".join(olds[i1:i2]), " ".join(news[j1:j2])))
    return pairs


def edits(old, new):
    """Give the words and the `Edit` of each passage of a paragraph that became another.

    ``old`` is the paragraph with its marks, ``new`` as it came back.  A number, a citation and a reference are whole:
    who changes a part of one changes all of it, and is refused.

    >>> old = "Of \\ue0007\\ue00130\\ue002 people many came."
    >>> edits(old, "Of 30 people most came.")[1]
    [Edit(start=3, end=4, text='most', spaced=True, refusal='', n=None)]
    >>> edits(old, "Of 31 people many came.")[1][0][4:]
    ('number', 7)
    """
    olds, news = document_words(old), document_words(new)
    matcher = SequenceMatcher(None, [word.text for word in olds], [word.text for word in news], autojunk=False)
    passages = [[i1, i2, j1, j2] for kind, i1, i2, j1, j2 in matcher.get_opcodes() if kind != "equal"]
    whole = _join_overlapping([_widen(passage, olds) for passage in passages])
    return olds, [_edit(passage, olds, news, new) for passage in whole]


def _widen(passage, olds):
    """A passage that holds the whole of each number or citation of which it holds a part."""
    i1, i2, j1, j2 = passage
    inside = i1 == i2 and 0 < i1 < len(olds) and olds[i1].part and olds[i1].part == olds[i1 - 1].part
    while 0 < i1 < len(olds) and olds[i1].part and olds[i1 - 1].part == olds[i1].part and (inside or i2 > i1):
        i1, j1 = i1 - 1, j1 - 1
    while (inside or i2 > i1) and 0 < i2 < len(olds) and olds[i2 - 1].part and olds[i2].part == olds[i2 - 1].part:
        i2, j2 = i2 + 1, j2 + 1
    return [i1, i2, max(j1, 0), max(j2, j1, 0)]


def _join_overlapping(passages):
    """The passages in order, those that overlap as one."""
    joined = []
    for passage in passages:
        if joined and passage[0] < joined[-1][1]:
            joined[-1][1], joined[-1][3] = max(joined[-1][1], passage[1]), max(joined[-1][3], passage[3])
        else:
            joined.append(passage)
    return joined


def _edit(passage, olds, news, new):
    """The edit of a passage, refused where it makes a number, a citation or a reference."""
    i1, i2, j1, j2 = passage
    text = new[news[j1].start : news[j2 - 1].end] if j2 > j1 else ""
    spaced = j2 > j1 and news[j1].start > 0 and new[news[j1].start - 1].isspace()
    parts = [word.part for word in olds[i1:i2] if word.part]
    claims = [number for kind, number in parts if kind == "claim"]
    numerals = typed_numerals(text) or re.search(r"\d", text)
    if _SIGN.search(text) and not any(map(str.isalpha, text)):  # a sign that makes another number of the one beside it
        claims += [word.part[1] for word in olds[max(i1 - 1, 0) : i2 + 1] if word.part and word.part[0] == "claim"]
    if claims and (numerals or len(text.split()) == 1):
        return Edit(i1, i2, text, spaced, "number", claims[0])
    if parts and text and not claims:
        return Edit(i1, i2, text, spaced, "made")
    if numerals:
        return Edit(i1, i2, text, spaced, "typed")
    return Edit(i1, i2, text, spaced)
