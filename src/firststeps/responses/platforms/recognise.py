"""The table of signatures: which platform wrote a file, told by how its first rows look."""

import re

from firststeps.responses.given.heads import FIRST_ROW, Head, likely_head
from firststeps.responses.platforms import forms, kobo, lime_survey, qualtrics, redcap, survey_monkey
from firststeps.responses.platforms.export import Export
from firststeps.responses.texts.lexicon import key_in

SIGNATURES = (
    qualtrics.recognise,
    survey_monkey.recognise,
    redcap.recognise,
    lime_survey.recognise,
    kobo.recognise,
    forms.recognise,
)


def export_of(rows):
    """What the platform that wrote ``rows`` makes of them, an :class:`Export`; of no platform's, where names stand.

    >>> export_of([["Timestamp", "Email address", "Do you help?"], ["2024/03/04", "", "Yes"]]).platform
    'Google Forms'
    >>> export_of([["Peer groups, spring"], [], ["Code", "pre"], ["A", "Yes"], ["B", "No"]]).head.names
    (3,)
    """
    if rows and any(cell.strip() for cell in rows[0]):
        for recognise in SIGNATURES:
            if export := recognise(rows):
                return export
    names = likely_head(rows)
    head = Head(names, skip=_named_below(rows, names)) if names else FIRST_ROW
    if head == FIRST_ROW and (_explains(rows[1:2]) or _explains_numbers(rows[1:])):
        return Export(head=Head(skip=(2,)))
    if head == FIRST_ROW and _asks(rows):
        return Export(head=Head(labels=2, skip=(3,) if _explains_numbers(rows[2:]) else ()))
    if len(head.names) == 1 and head.names[0] > 1 and (export := _below_title(rows, head)):
        return export
    return Export(head=head)


def _named_below(rows, names):
    """The row below names in two rows that names their first column alone, as pandas writes it: it is nobody's.

    >>> _named_below([["", "q", "q"], ["wave", "pre", "post"], ["code", "", ""], ["A", "Yes", "No"]], (1, 2))
    (3,)
    """
    below = rows[names[-1]] if names != (1,) and len(rows) > names[-1] + 1 else []
    alone = bool(below) and bool(below[0].strip()) and not any(cell.strip() for cell in below[1:])
    return (names[-1] + 1,) if alone and not re.search(r"\d", below[0]) else ()


def _explains(rows):
    """Whether a row below the names says what answers mean, as ``(1 = yes, 0 = no)`` does, and is nobody's."""
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    return len(cells) > 1 and all(re.fullmatch(r"\(.+\)|\[.+\]|.*\w ?= ?\w.*", cell) for cell in cells)


def _explains_numbers(rows):
    """Whether the first of some rows says what the numbers below it mean, as ``1=yes 2=no`` does: it is nobody's.

    >>> _explains_numbers([["text", "1=yes 2=no", "1-5"], ["MA12LE", "1", "4"], ["JO03AN", "2", ""]])
    True
    >>> _explains_numbers([["MA12LE", "1 = yes, 2 = no"], ["JO03AN", "1 = yes, 2 = no"]])
    False
    """
    keys = [place for place, cell in enumerate(rows[0]) if key_in(cell)] if len(rows) > 1 else []
    below = [[row[place].strip() for row in rows[1:] if place < len(row)] for place in keys]
    return any(all(re.fullmatch(r"-?\d+([.,]0+)?|", cell) for cell in cells) and any(cells) for cells in below)


def _asks(rows):
    """Whether the row below the names holds the questions in full: sentences above short answers, none given again.

    >>> _asks([["Code", "Q3", "Q4"], ["", "Have you run a group?", "Have you met a peer?"], ["MA12LE", "Yes", "No"]])
    True
    """
    if len(rows) < 3:
        return False
    below = {place: {row[place].strip() for row in rows[2:] if place < len(row)} for place in range(len(rows[1]))}
    filled = {place: cell.strip() for place, cell in enumerate(rows[1]) if cell.strip()}
    questions = [
        place for place, cell in filled.items() if _is_sentence(cell) and not any(map(_is_sentence, below[place]))
    ]
    again = any(cell in below[place] or re.search(r"\d{2}", cell) for place, cell in filled.items())
    return len(questions) > 1 and len(questions) >= len(filled) - 2 and not again


def _is_sentence(text):
    """Whether a text is of three words or more, or asks something, as *Sure? - Now* does."""
    return len(re.findall(r"[^\W\d_]{2,}", text)) > 2 or re.search(r"\?(?!\S)", text) is not None


def _below_title(rows, head):
    """The export of a platform's file above which somebody has written a title."""
    export = export_of(rows[head.names[0] - 1 :])
    if not export.platform:
        return None
    above = head.names[0] - 1
    head_below = export.head
    labels = head_below.labels + above if head_below.labels else 0
    moved = Head(tuple(n + above for n in head_below.names), labels, tuple(n + above for n in head_below.skip))
    return Export(**{**vars(export), "head": moved})
