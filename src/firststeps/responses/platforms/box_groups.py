"""Questions with a column a box, in any platform's way: found by the names of columns and by what stands in them."""

import re
from dataclasses import dataclass, field

from firststeps.responses.tables.boxes import TICKED, UNTICKED
from firststeps.responses.texts.lexicon import NO, YES
from firststeps.study.parts.texts import caseless, common_start, tidy

TICK = re.compile(
    r"\btick|all that apply|\bselect all|choose all|check all|one or more|mehrere|mehrfach|zutreffend|plusieurs|varias",
    re.IGNORECASE,
)
OTHER = re.compile(r"other|andere|sonstige|autre|otr[oa]|altro|anders|annet|annat", re.IGNORECASE)
WAYS = (
    re.compile(r"(?P<stem>.+?)___(?P<code>.+)"),  # REDCap
    re.compile(r"(?P<stem>.+) \(choice=(?P<choice>.+)\)"),  # REDCap with labels
    re.compile(  # LimeSurvey, with the text of the question behind its code or not
        r"(?P<stem>[^\[]+)\[(?P<code>SQ\d+|other|[A-Za-z]{0,3}\d{1,3})\](?:\. (?P<text>.*)\[(?P<choice>[^\[\]]+)\])?"
    ),
    re.compile(r"(?P<stem>.*\S)\s*\[(?P<choice>[^\]]+)\]"),  # LimeSurvey and Google Forms with texts
    re.compile(r"(?P<stem>[^:]+): (?P<choice>.+)"),  # SurveyMonkey, two rows of names joined
    re.compile(r"(?P<stem>.+)/(?P<choice>[^/]+)"),  # KoboToolbox
    re.compile(r"(?P<stem>.+?)[ _.\-]?(?P<code>\d{1,2})"),  # Qualtrics, Stata, and by hand
)
NUMBERED = WAYS[-1]
PLAIN = WAYS[:3]  # names that stand for boxes, whatever words say that they are ticked
TEXTS = WAYS[3]
LIME = WAYS[2]  # there, who answers no did not leave a box empty
NAMED = WAYS[3:6]  # names that may be those of any questions with a common head
KOBO = WAYS[5]
PAIRS = (
    {"1", "0"},
    {"1", "-99"},
    {"true", "false"},
    {"checked", "unchecked"},
    {"selected", "not selected"},
    {"ticked", "unticked"},
)


@dataclass
class Boxes:
    """One question with a column a box: its name, its question where one is known, and the column of each choice.

    ``other`` is the choice whose column holds own words, ``sure`` whether the names or the cells leave no doubt;
    ``listed`` is a column in which the same ticks stand in one cell.
    """

    name: str
    label: str
    boxes: dict = field(default_factory=dict)
    other: str = ""
    sure: bool = True
    listed: str = ""


def box_groups(table, columns, platform=""):
    """The :class:`Boxes` among some ``columns`` of a table, in their order; each column is in one group at most.

    LimeSurvey writes *Yes* and *No* into boxes, as into a list of questions: which they are, the question tells.

    >>> import pandas as pd
    >>> from types import SimpleNamespace as Some
    >>> cells = pd.DataFrame({"helps___1": ["1", "0"], "helps___2": ["0", "0"], "rating": ["3", "2"]}, dtype="str")
    >>> [(group.name, group.boxes) for group in box_groups(Some(cells=cells, labels={}), list(cells))]
    [('helps', {'1': 'helps___1', '2': 'helps___2'})]
    """
    groups, taken = [], set()
    for way in WAYS:
        stems = {}
        for column in columns:
            if column not in taken and (match := way.fullmatch(column)):
                stems.setdefault(match["stem"].strip(), {})[column] = match.groupdict()
        for stem, parts in stems.items():
            in_words = platform == "LimeSurvey" and way in (LIME, TEXTS) and _asks_for_ticks(stem, parts)
            if boxes := _group(table, stem, parts, PLAIN[0] if in_words else way, stems):
                groups.append(boxes)
                taken |= {*boxes.boxes.values()}
    return sorted(groups, key=lambda group: columns.index(next(iter(group.boxes.values()))))


def _group(table, stem, parts, way, stems):
    """The columns ``parts`` of one stem as `Boxes`, or None where they are something else."""
    texts = {column: _texts(table.cells[column]) for column in parts}
    own_words = {column for column in parts if texts[column] and _is_other(column, parts[column], texts[column], table)}
    boxes = [column for column in parts if column not in own_words and _is_box(texts[column], way)]
    several = len(boxes) >= (3 if way is NUMBERED else 2) and len(boxes) + len(own_words) == len(parts)
    if not several or (way is NUMBERED and not _is_one(stems, stem, boxes)):
        return None
    own = {text for column in boxes if len(texts[column]) == 1 for text in texts[column]} - TICKED - UNTICKED
    constant = len(own) > 1 or (bool(own) and way in NAMED)  # each box holds a text of its own, and nothing else
    if way in NAMED and not (_hold_choices(boxes, parts, texts) if constant else way is KOBO and stem in table.cells):
        return None
    if not constant and not any(texts[column] & TICKED for column in boxes):
        return None
    choices = _choices(table, parts, [c for c in parts if c in boxes or c in own_words], texts if constant else {})
    other = next((choice for choice, column in choices.items() if column in own_words), "")
    label = _question(table, choices.values()) or tidy(next(iter(parts.values())).get("text") or "") or stem
    sure = constant or way is not NUMBERED
    return Boxes(stem, label, choices, other, sure, stem if stem in table.cells and way is not NUMBERED else "")


def _asks_for_ticks(question, parts):
    """Whether a question asks to tick what applies, or has a place for something else."""
    texts = [(part.get("choice") or part.get("code") or "").split(" ")[0] for part in parts.values()]
    asked = [question, *(part.get("text") or "" for part in parts.values())]
    return any(map(TICK.search, asked)) or any(map(OTHER.fullmatch, texts))


def _texts(cells):
    """What stands in a column, in small letters, but for empty cells."""
    return {*map(caseless, cells.unique())} - {""}


def _is_box(texts, way):
    """Whether a column may be a box: one and the same text or none, or words for ticked and not ticked.

    Yes and no are such words only where names stand for boxes alone: elsewhere they answer a list of questions.
    """
    words = TICKED if way is LIME else TICKED | UNTICKED if way in PLAIN else set()
    if any(texts <= pair for pair in PAIRS) or texts <= words:
        return True
    return len(texts) == 1 and not texts & (YES | NO) and not any(re.fullmatch(r"[\d\W_]+", text) for text in texts)


def _hold_choices(boxes, parts, texts):
    """Whether each box that is ticked by anybody holds the very choice that its name ends with."""
    return all(texts[column] <= {caseless(parts[column]["choice"])} for column in boxes)


def _is_other(column, part, texts, table):
    """Whether a column holds the own words of a question with boxes, in place of a tick."""
    words = caseless(f"{part.get('choice') or part.get('code') or ''} {table.labels.get(column, '')}")
    return bool(OTHER.search(words)) and not all(text in TICKED | UNTICKED or text in words for text in texts)


def _is_one(stems, stem, boxes):
    """Whether numbered columns are one question: no other stem is numbered in the same way, as waves would be."""
    numbers = {*map(_ending, boxes)}
    others = [{_ending(column) for column in parts} for name, parts in stems.items() if name != stem]
    return not any(numbers <= other for other in others)


def _ending(column):
    """The number at the end of a column's name with the sign before it: that of *Q4_1* is none of *Q1*.

    >>> _ending("Q4_1"), _ending("Q1")
    ('_1', '1')
    """
    return column[NUMBERED.fullmatch(column).end("stem") :]


def _choices(table, parts, columns, texts):
    """The column of each choice: named by its one text, by its question, or by its code."""
    by_name = {}
    labels = _without_common_start([table.labels.get(column, "") for column in columns])
    for column, label in zip(columns, labels, strict=True):
        text = next((cell.strip() for cell in table.cells[column] if cell.strip()), "") if texts else ""
        part = parts[column]
        own = (
            text
            if len(texts.get(column, ())) == 1
            else "Other"
            if f"{column}_TEXT" in table.cells
            else part.get("code")
        )
        choice = tidy(part.get("choice") or label or own)
        by_name[choice if choice not in by_name else f"{choice} ({column})"] = column
    return by_name


def _without_common_start(labels):
    """Labels without what all begin with, up to the last separator in it.

    >>> _without_common_start(["What helped? - Selected Choice - Time", "What helped? - Selected Choice - Tea"])
    ['Time', 'Tea']
    """
    start = _common_start(labels)
    return [label[len(start) :].strip() for label in labels] if start else [""] * len(labels)


def _common_start(labels):
    """What all labels of a question with boxes begin with, up to a sign that ends a question."""
    if len(labels) < 2 or not all(labels) or len({*labels}) < len(labels):
        return ""
    same = common_start(labels)
    ends = [same.rfind(end) + len(end) for end in (" - ", ": ", "? ", ") ", "=") if end in same]
    return same[: max(ends)] if ends else ""


def _question(table, columns):
    """The question that all boxes share, where the labels tell it."""
    start = _common_start([table.labels.get(column, "") for column in columns])
    return re.sub(r"[\s\-:]*(selected choice)?[\s\-:]*$", "", start, flags=re.IGNORECASE)
