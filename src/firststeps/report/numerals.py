"""No number is typed into the manuscript: each is a reference to a claim, and this room finds those that are not."""

import re
from typing import NamedTuple

from jinja2 import nodes

# What may hold a digit without stating a number: front matter, code, templates, comments, citations, links, attributes.
_EXEMPT = re.compile(
    r"\A---\n.*?\n---\n"
    r"|^(?P<fence>```+|~~~+).*?^(?P=fence)"
    r"|`[^`\n]*`"
    r"|<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}"
    r"|@[\w:.#$%&+?<>~/-]*\w"
    r"|\]\([^)\n]*\)|<https?:[^>\n]*>"
    r"|\{[#.][^{}\n]*\}|\{\w+=[^{}\n]*\}",
    re.DOTALL | re.MULTILINE,
)
_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_COUNTED = "people|persons|participants|respondents|pairs|per cent|percent|percentage points"
_NUMERAL = re.compile(
    rf"\d[\d.,]*\d%?|\d%?|\b(?:(?:{'|'.join(_WORDS.split())})[- ]?)+(?=\s(?:{_COUNTED})\b)", re.IGNORECASE
)


_STANDALONE = re.compile(r"(?<![\w.-])\d[\d.,]*\b%?(?![\w-])")


class Numeral(NamedTuple):
    """A numeral typed into a text: the line it stands in (counted from 1) and the numeral."""

    line: int
    numeral: str


def typed_numerals(text):
    """Find the numerals typed into a manuscript, in figures, or in words before what is counted.

    >>> typed_numerals('Of {{ claim("a.b") }} people 15 (58%) went on [@ley2010].\\nFifteen people did.')
    [Numeral(line=1, numeral='15'), Numeral(line=1, numeral='58%'), Numeral(line=2, numeral='Fifteen')]
    """
    searched = _EXEMPT.sub(_blank, text)
    return [Numeral(searched.count("\n", 0, found.start()) + 1, found[0]) for found in _NUMERAL.finditer(searched)]


def hidden_numerals(tree):
    """Find the numerals typed into the texts of a template's expressions, as in ``{{ "15 people" }}``.

    ``tree`` is the parsed template; ids, as those of claims and waves, may hold digits within their words.

    >>> import jinja2
    >>> tree = jinja2.Environment().parse('{% set who = "15 people" %}{{ claim("a.b2").n }} {{ row("wave-1") }}')
    >>> hidden_numerals(tree)
    [Numeral(line=1, numeral='15')]
    """
    texts = [const for const in tree.find_all(nodes.Const) if isinstance(const.value, str)]
    return [Numeral(const.lineno, found[0]) for const in texts for found in _STANDALONE.finditer(const.value)]


def _blank(found):
    """Replace an exempt passage by spaces, line ends kept."""
    return re.sub(r"[^\n]", " ", found[0])
