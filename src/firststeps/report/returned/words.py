"""Cuts texts into words and signs: those of a document, in which numbers are marked, and those of a template."""

import re
from typing import NamedTuple

# How a document that is made for comparison marks what no author writes: a claim with its number among the mentions,
# and a citation or a reference.  `paper/style/layout.lua` puts these characters, which stand in no text.
BEGIN, NUMBERED, END, MADE = "\ue000", "\ue001", "\ue002", "\ue003"
_MARKED = re.compile(f"{BEGIN}(?P<n>\\d+){NUMBERED}(?P<claim>[^{END}]*){END}|{MADE}(?P<made>[^{END}]*){END}")
_WORD = re.compile(r"\w+(?:[-'’.,/]\w+)*|[^\w\s]")
_SAME = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "‑": "-", "\u00ad": None, "\u200b": None})
_SPECIAL = re.compile(r"([\\`*_\[\]{}<>@$~^|#])")
# What stands in a template beside words: statements and comments, claims, citations, marks of numbers that are none.
_PARTS = re.compile(
    r"(?P<control>\{%.*?%\}|<!--.*?-->)"
    r"|(?P<claim>\{\{.*?\}\})"
    r"|(?P<made>\[[^\[\]]*@[^\[\]]*\]|@[\w:.#$%&+?<>~/-]*\w)"
    r"|(?P<markup>\]\{[.#][^{}]*\}|\]\([^()\s]*\)\{[^{}]*\}|\]\([^()\s]*\)|\{[.#][^{}]*\}|[*`\[\]|]|^:(?=\s)|^\#+(?=\s)|^:::.*$)"
    r"|(?P<word>\w+(?:[-'’.,/]\w+)*|[^\w\s])",
    re.DOTALL | re.MULTILINE,
)


class Word(NamedTuple):
    """A word or a sign of a document: its text, its place, and the claim or made thing that it is part of, if any."""

    text: str
    start: int
    end: int
    part: tuple | None = None


class Token(NamedTuple):
    """A part of a template: ``word``, ``claim``, ``made``, ``markup`` or ``control``, with its text and its place."""

    kind: str
    text: str
    start: int
    end: int


def bare(text):
    """Give a text without the marks of numbers and of what is made.

    >>> bare("Of \\ue0001\\ue00130\\ue002 people (\\ue003Ley, 2010\\ue002)")
    'Of 30 people (Ley, 2010)'
    """
    return _MARKED.sub(lambda mark: mark["claim"] if mark["claim"] is not None else mark["made"], text)


def is_made(text):
    """Say whether the whole of a paragraph is made: of other files, not of words of the template.

    >>> is_made("\\ue003Ley, A. (2010), a work\\ue002"), is_made("As \\ue003Ley (2010)\\ue002 say")
    (True, False)
    """
    return text.startswith(MADE) and text.find(END) == len(text) - 1


def document_words(text):
    """Give the words of a document's paragraph, which may hold marks; places are those in the `bare` text.

    >>> [(word.text, word.part) for word in document_words("Of \\ue0007\\ue00130\\ue002 people.")]
    [('Of', None), ('30', ('claim', 7)), ('people', None), ('.', None)]
    """
    words, at, length = [], 0, 0
    for number, mark in enumerate(_MARKED.finditer(text)):
        piece = text[at : mark.start()]
        words += _words_of(piece, length, None)
        length += len(piece)
        inner = mark["claim"] if mark["claim"] is not None else mark["made"]
        part = ("claim", int(mark["n"])) if mark["n"] else ("made", number)
        words += _words_of(inner, length, part)
        at, length = mark.end(), length + len(inner)
    return words + _words_of(text[at:], length, None)


def _words_of(piece, start, part):
    """The words of a piece of text, which begins at ``start``."""
    return [Word(same(word[0]), start + word.start(), start + word.end(), part) for word in _WORD.finditer(piece)]


def same(text):
    """Give a text with the quotation marks, spaces and hyphens that mean the same.

    >>> same("“own” words")
    '"own" words'
    """
    return text.translate(_SAME)


def template_tokens(text, start=0):
    """Give the tokens of a template's passage; their places count from ``start``.

    >>> [token.kind for token in template_tokens('**Of** {{ claim("a.b") }} people')]
    ['markup', 'markup', 'word', 'markup', 'markup', 'claim', 'word']
    """
    return [
        Token(part.lastgroup, same(part[0]), start + part.start(), start + part.end()) for part in _PARTS.finditer(text)
    ]


def as_markdown(text):
    """Give words that somebody typed as they are written in the template.

    >>> as_markdown("a * b {{ c }}")
    'a \\\\* b \\\\{\\\\{ c \\\\}\\\\}'
    """
    return _SPECIAL.sub(r"\\\1", text)
