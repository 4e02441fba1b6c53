"""No number is typed into the manuscript: each is a reference to a claim, and this room finds those that are not.

A number is typed in figures or in words ("fifteen", "half", "a third", "twice", "the fourth").  One that is no result,
such as the length of a course, is marked where it stands, or listed once for the whole text; neither leaves a trace in
what is printed::

    a [five-day]{.fixed} course, read by [two]{.fixed} coders
    <!-- fixed: two occasions; two proportions; five months -->

Words that only look like numbers are let be: *one* where it stands for a thing ("the one that", "one another"), *first*
and *second*, *both* unless it counts people, *zero* as a place on a scale.
"""

import re
from typing import NamedTuple

from jinja2 import nodes

from firststeps.report.printing.wording import words

# What may hold a number without stating one: front matter, code, templates, comments, citations, links, attributes, and
# what is marked as no result.
_EXEMPT = re.compile(
    r"\A---\n.*?\n---\n"
    r"|^(?P<fence>```+|~~~+).*?^(?P=fence)"
    r"|`[^`\n]*`"
    r"|<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}"
    r"|\[[^\]]*\]\{\.fixed\}"
    r"|@[\w:.#$%&+?<>~/-]*\w"
    r"|\]\([^)\n]*\)|<https?:[^>\n]*>"
    r"|\{[#.][^{}\n]*\}|\{\w+=[^{}\n]*\}",
    re.DOTALL | re.MULTILINE,
)
_LISTED = re.compile(r"<!--\s*fixed:(.*?)-->", re.DOTALL)
_MARKED = re.compile(r"\[([^\]]*)\]\{\.fixed\}")
_UNITS, _TENS = ([words(number) for number in numbers] for numbers in (range(2, 20), range(20, 100, 10)))
_CARDINALS = [*_UNITS, *_TENS, *(f"{word}s?" for word in ("hundred", "thousand", "million", "billion", "dozen"))]
_IRREGULAR = {"three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_ORDINALS = [_IRREGULAR.get(word, f"{word}th") for word in _UNITS[1:]] + [f"{word[:-1]}ieth" for word in _TENS]
_OTHERS = ["half", "halves", "quarters?", "twice", "thrice", "doubled?", "tripled?"]
_FOLD = rf"(?:{'|'.join(_CARDINALS)})fold"
_COUNTED = (
    "people|persons?|participants?|respondents?|pairs?|answers?|coders?|women|men|groups?|per cent|percent|points?"
)
# "one" counts where something follows that is counted, or a share: "one person", "one in ten", "only one"
_FOLLOWING = rf"(?=\s+(?:in|more|other|single|of\s+the\s+(?:{_COUNTED})|{_COUNTED})\b)"
_ONE = rf"one{_FOLLOWING}|(?:only|just|exactly|least|most)\s+one\b(?!\s+another)"
_FEW = rf"(?:both|zero)(?=\s+(?:of\s+)?(?:the\s+)?(?:{_COUNTED})\b)|both(?=\s+of\s+them\b)"
_NUMBER = "|".join([*_CARDINALS, *(f"{word}s?" for word in _ORDINALS), *_OTHERS, _FOLD])
_WORDS = rf"(?:one[- ])?(?:{_NUMBER})(?:[- ](?:and )?(?:{_NUMBER}|one(?!-)))*(?:-\w+)*|{_ONE}|{_FEW}"
_TERMS = r"(?:one|two)-(?:sided|tailed)"  # kinds of tests, not counts
_NUMERAL = re.compile(rf"\d[\d.,]*\d%?|\d%?|\b(?!{_TERMS}\b)(?:{_WORDS})\b", re.IGNORECASE)
_IN_WORDS = re.compile(rf"\b(?!{_TERMS}\b)(?:{_WORDS})\b", re.IGNORECASE)
_STANDALONE = re.compile(r"(?<![\w.-])\d[\d.,]*\b%?(?![\w-])")


class Numeral(NamedTuple):
    """A numeral typed into a text: the line it stands in (counted from 1) and the numeral."""

    line: int
    numeral: str


def typed_numerals(text):
    """Find the numerals typed into a manuscript, in figures or in words, that are not marked or listed as no result.

    >>> typed_numerals('Of {{ claim("a.b") }} people 15 (58%) went on [@ley2010].\\nHalf of them, thirty-two, came.')
    [Numeral(line=1, numeral='15'), Numeral(line=1, numeral='58%'), \
Numeral(line=2, numeral='Half'), Numeral(line=2, numeral='thirty-two')]
    >>> typed_numerals("A [five-day]{.fixed} course; one can ask which of both forms is the right one.")
    []
    >>> typed_numerals("<!-- fixed: two waves; five months --> Five months lie between the two waves, and four people.")
    [Numeral(line=1, numeral='four')]
    """
    rest = _EXEMPT.sub(_blank, text)
    for phrase in _listed_phrases(text):
        rest = phrase.sub(_blank, rest)
    return [Numeral(rest.count("\n", 0, at.start()) + 1, at[0]) for at in _NUMERAL.finditer(rest)]


def hidden_numerals(tree):
    """Find the numerals typed into the texts of a template's expressions, as in ``{{ "15 people" }}``.

    ``tree`` is the parsed template; ids, as those of claims and waves, may hold digits and words for numbers.

    >>> import jinja2
    >>> tree = jinja2.Environment().parse('{% set who = "15 people" %}{{ claim("a.b2").n }} {{ row("one-in-ten") }}')
    >>> hidden_numerals(tree)
    [Numeral(line=1, numeral='15')]
    >>> hidden_numerals(jinja2.Environment().parse('{{ "two people" if many else "a person" }}'))
    [Numeral(line=1, numeral='two')]
    """
    texts = [const for const in tree.find_all(nodes.Const) if isinstance(const.value, str)]
    numerals = []
    for const in texts:
        rest = _EXEMPT.sub(_blank, const.value)
        rules = (_STANDALONE, _IN_WORDS) if re.search(r"\s", const.value.strip()) else (_STANDALONE,)
        numerals += [Numeral(const.lineno, at[0]) for rule in rules for at in rule.finditer(rest)]
    return numerals


def unmarked(text):
    """Give the text without the marks of numbers that are no results.

    >>> unmarked("a [five-day]{.fixed} course [@ley2010]")
    'a five-day course [@ley2010]'
    """
    return _MARKED.sub(r"\1", text)


def _listed_phrases(text):
    """Give the phrases that the text lists as no results, as patterns that find them across line ends and in either
    case.
    """
    phrases = (phrase.split() for block in _LISTED.findall(text) for phrase in block.split(";"))
    expressions = [r"\s+".join(map(re.escape, words)) for words in phrases if words]
    return [re.compile(rf"\b{words}\b", re.IGNORECASE) for words in expressions]


def _blank(match):
    """Replace an exempt passage by spaces, line ends kept."""
    return re.sub(r"[^\n]", " ", match[0])
