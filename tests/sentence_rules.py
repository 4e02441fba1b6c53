"""What no sentence for a reader may hold, whatever the numbers: rules for texts, used by the tests of every wing."""

import re

_ONE = (
    "people|persons|pairs|answers|changers|rows|questions|waves|tables|counts|others|tests|comparisons|intervals|themes|"
    "files|cells|columns|questionnaires|errors|notebooks|changes|documents|points|percentage points"
)
_MANY = "person|pair|answer|row|question|wave|table|count|comparison|theme"
_ALONE = r"(?<![\w.,/-])"
RULES = {
    "a machine's word for nothing": r"\b(nan|NaN|NaT|None|inf|Traceback|Undefined)\b|<NA>|\w+Error\b",
    "a word twice": r"(?i)(?<![\w-])([a-z]+) \1\b",
    "a hyphen for a minus": r"(?<![\w.,)%\]/-])-\d",
    "an exponent": r"(?<![\w.])\d(\.\d+)?e[-+]?\d",
    "a p-value of nought": r"\bp(-value)? ?(=|<|from|between|to)? ?0(\.0+)?(?![\d.])",
    "a plural of one": rf"(?<![\d.,/])\b1 (more )?({_ONE}|were|are|have)\b|\b[Oo]ne ({_ONE}|were|are)\b",
    "a singular of many": rf"(?<![\d.,])\b(0|[2-9]|\d[\d,]*\d) (more )?({_MANY})\b(?! \d)",
    "all of one or two": r"\b[Aa]ll (of )?[12]\b(?![\d.,])",
    "most people, where it is most often": r"\bby most people\b|\bmost people named\b",
    "a span from a number to itself": r"\b(from|between) ([+−]?[\d.,]+%?)( \([^)]*\))? (to|and) \2(?![\d.,%])",
    "a span from a name to itself": r'From "([^"]+)" to "\1"',
    "nothing that no answer stands behind": r"(?<![\d.,])0 points that",
    "nought below one per cent": r"(?<![\d.])0%[^%]*CI <",
    "no thousands": rf"{_ALONE}\d{{5,}}(?![\w/-])|{_ALONE}[1-9]\d{{3}} (of|people|pairs|were|at|did|answered)\b",
    "an ordinal that is none": r"(?<!1)[123]th\b",
    "a doubled stop or space before one": r"(?<!\.)\.\.(?!\.)| [,;.](?=\s|$)|,,|;;",
}
_FOR_READERS = {name: re.compile(rule) for name, rule in RULES.items()}


def broken(text):
    """The rules that a text breaks, each with the words around the first place.

    >>> broken("Of 1 people, 3 said yes.")
    ['a plural of one: "Of 1 people, 3 said yes."']
    """
    found = ((name, rule.search(text)) for name, rule in _FOR_READERS.items())
    return [f'{name}: "{text[max(0, at.start() - 60) : at.end() + 60]}"' for name, at in found if at]
