"""Lists of answers, guessed from the answers: ticks in one cell, the natural order of choices, the ends of a scale."""

import re
from collections import Counter
from itertools import pairwise

from firststeps.responses.texts.lexicon import MISSING
from firststeps.study.parts.texts import caseless, tidy

FEW = 12  # choices of a list
SEPARATORS = (";", "\n", "|", ", ", ",")
LADDERS = (
    ("never", "rarely", "seldom", "sometimes", "often", "usually", "very often", "always"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "neutral", "agree", "strongly agree"),
    (
        *("very bad", "bad", "very poor", "poor", "below average", "fair"),
        *("average", "ok", "good", "very good", "excellent"),
    ),
    ("not at all", "a little", "slightly", "somewhat", "moderately", "quite", "very", "a lot", "extremely"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("very unlikely", "unlikely", "neutral", "likely", "very likely"),
    ("none", "few", "some", "many", "most", "all"),
    ("low", "medium", "high", "very high"),
    ("daily", "weekly", "monthly", "yearly"),
    ("much worse", "worse", "about the same", "the same", "better", "much better"),
    ("nie", "selten", "manchmal", "oft", "immer"),
    ("jamais", "rarement", "parfois", "souvent", "toujours"),
    ("nunca", "raramente", "a veces", "a menudo", "siempre"),
)
LOW = {word for ladder in LADDERS for word in ladder[: len(ladder) // 2]} | {"worst", "lowest", "not helpful", "no"}


def ticks(cells):
    """The choices of a question whose cells list several of them, the most frequent first; empty where they do not.

    The same few parts come again in many cells: one semicolon in somebody's sentence makes no list.  A part in small
    letters that stands behind the same other one only belongs to that one, as behind a comma within a choice.

    >>> import pandas as pd
    >>> ticks(pd.Series(["Tea, Time", "Time", "A friend, or a colleague, Time", "A friend, or a colleague", "Tea"]))
    ['Time', 'A friend, or a colleague', 'Tea']
    >>> ticks(pd.Series(["Fewer acronyms; more practice", "More breaks", "Nothing, it was good", "Less slides"]))
    []
    """
    blank = {text for text in cells.unique() if not text.strip() or caseless(text) in MISSING}
    texts = [text for text in cells if text not in blank]
    for separator in SEPARATORS:
        several = [text for text in texts if len(_parts(text.strip().rstrip(";\n"), separator)) > 1]
        ended = [text for text in texts if separator == ";" and text.strip().endswith(";")]
        if len(several) < 2 and len(ended) < max(2, len(texts) / 2):
            continue
        lists = [[tidy(part) for part in _parts(text, separator) if part.strip()] for text in texts]
        lists = _joined(lists, separator) if separator == ", " else lists
        times = Counter(part for parts in lists for part in {*parts})
        again = [part for part, n in sorted(times.items(), key=lambda pair: (-pair[1], pair[0])) if n > 1]
        apart = any(part in other for parts in lists for part in parts for other in lists if other != parts)
        if not apart or not all(re.search(r"[^\W\d_]", part) for part in again):
            continue
        if 1 < len(again) <= FEW and sum(times[part] for part in again) >= 0.8 * times.total():
            return list({part.casefold(): part for part in again[::-1]}.values())[::-1]  # each once, as most write it
    return []


def _parts(text, separator):
    """A text in parts; behind a bare comma stands no blank, so that one with a blank belongs to a choice."""
    return re.split(r",(?=\S)", text) if separator == "," else text.split(separator)


def _joined(lists, separator):
    """The parts of lists, those joined that were one choice with the separator in it."""
    while True:
        follow = Counter(pair for parts in lists for pair in pairwise(parts))
        times = Counter(part for parts in lists for part in parts)
        one = next((pair for pair, n in follow.items() if pair[1][:1].islower() and times[pair[1]] == n), None)
        if one is None or not one[0][:1].isupper():
            return lists
        lists = [_with_joined(parts, one, separator) for parts in lists]


def _with_joined(parts, pair, separator):
    """Parts of a list, each ``pair`` that stands together joined to one."""
    joined, rest = [], list(parts)
    while rest:
        if tuple(rest[:2]) == pair:
            joined.append(separator.join(pair))
            rest = rest[2:]
        else:
            joined.append(rest.pop(0))
    return joined


def in_natural_order(choices):
    """Choices in the order that they have by nature: by their numbers, or up a ladder such as *never* to *always*.

    >>> in_natural_order(["35 to 54", "55 or over", "under 35"]), in_natural_order(["Often", "Always", "Never"])
    (['under 35', '35 to 54', '55 or over'], ['Never', 'Often', 'Always'])
    >>> in_natural_order(["town", "hills"])
    ['town', 'hills']
    """
    plain = {choice: choice.casefold().strip() for choice in choices}
    for ladder in LADDERS:
        if all(text in ladder for text in plain.values()):
            return sorted(choices, key=lambda choice: ladder.index(plain[choice]))
    if all(re.search(r"\d", choice) for choice in choices):
        return sorted(choices, key=_size)
    return list(choices)


def _size(choice):
    """The first number of a choice, less or more by what is said beside it."""
    number = float(re.search(r"\d+(?:\.\d+)?", choice)[0])
    below = re.search(r"under|less|below|up to|younger|unter|moins|menos|<", choice, re.IGNORECASE)
    return number - 0.5 * bool(below) + 0.5 * bool(re.search(r"over|more|above|older|\+|>", choice, re.IGNORECASE))


def scale_range(numbers):
    """The ends of the scale that some answers seem to be given on, or None for numbers that are no such scale.

    >>> scale_range([2, 3, 4]), scale_range([0, 8, 10]), scale_range([19, 64])
    ((1, 5), (0, 10), None)
    """
    if not numbers or any(number != int(number) for number in numbers):
        return None
    low, high = int(min(numbers)), int(max(numbers))
    usual = ((1, 5), (0, 5), (1, 7), (1, 10), (0, 10))
    return next(((first, last) for first, last in usual if first <= low and high <= last), None)


def scale_points(answers):
    """Words that stand for a number of a scale, of answers most of which are numbers: {word: number}; else None.

    ``1 (poor)`` says its number itself.  Of two words beside numbers, one is the lower end and one the upper.

    >>> scale_points(["1 - Poor", "2", "3", "4", "5 - Excellent"]), scale_points(["2", "3", "4", "Excellent", "Poor"])
    ({'1 - Poor': 1, '5 - Excellent': 5}, {'Poor': 1, 'Excellent': 5})
    >>> scale_points(["town", "2"])
    """
    numbers = [int(text) for text in answers if re.fullmatch(r"\d{1,2}", text)]
    words = [text for text in answers if not re.fullmatch(r"\d{1,2}", text)]
    leading = {word: int(match[1]) for word in words if (match := re.match(r"(\d{1,2})\s*[-:.=(\u2013]\s*\D", word))}
    if words and len(leading) == len(words) and len({*leading.values(), *numbers}) == len(answers):
        return leading
    if len(numbers) < 2 or not 0 < len(words) < 3 or len({*numbers}) < max(numbers) - min(numbers):
        return None
    low = [word for word in words if word.casefold() in LOW]
    high = [word for word in words if word not in low]
    if len(low) > 1 or len(high) > 1:
        return None
    return {word: min(numbers) - 1 for word in low} | {word: max(numbers) + 1 for word in high}
