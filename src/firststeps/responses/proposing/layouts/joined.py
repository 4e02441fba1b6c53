"""One profile of a question that has a column for each wave."""

import re

from firststeps.responses.proposing.answer_lists import in_natural_order
from firststeps.responses.proposing.column_profiles import FEW_OTHERS, TWO, Column, different_codes
from firststeps.responses.texts.dates import date_order, read_date
from firststeps.responses.texts.lexicon import NO, YES, folded
from firststeps.responses.texts.personal import personal_detail


def joined(name, columns):
    """One profile for the columns of one question: yes/no only if each of them is."""
    meanings = ("answers", "yes", "no", "missing", "unsaid")
    lists = {meaning: sorted({text for c in columns for text in getattr(c, meaning)}) for meaning in meanings}
    full = all(column.full for column in columns)
    kind, lists["unsaid"] = _kind(columns, lists)
    unclear = sorted({text for column in columns for text in column.unclear})
    if unclear and {*lists["answers"]} <= {*unclear, *(text for some in meanings[1:] for text in lists[some])}:
        lists = {meaning: [text for text in texts if text not in unclear] for meaning, texts in lists.items()}
        return Column(name, "yes-no", sure=False, full=full, unclear=unclear, **lists)
    known = [text for text in lists["answers"] if text not in lists["missing"]]
    remarks = all(column.sparse and column.kind == "text" for column in columns)  # about a person or two
    two = kind in ("choice", "text") and not remarks and len(known) == 2 and len(columns) > 1
    if two and not any(map(personal_detail, known)):
        lists |= {"yes": [], "no": []}
        return Column(name, "yes-no", sure=False, full=full, unclear=known, **lists)
    for meaning in ("yes", "no"):
        codes = [text for text in lists[meaning] if text not in lists["missing"] + lists["unsaid"]]
        lists[meaning] = different_codes(codes)
    sure, more = all(column.sure for column in columns) or _sure_together(columns, lists), {}
    if kind == "date":
        sure = not any(fault for _, fault in map(read_date, lists["answers"]))
        more["order"] = date_order(lists["answers"])
    elif kind == "scale":
        more["points"] = {word: n for column in columns for word, n in column.points.items()}
        if all(column.range for column in columns):
            more["range"] = (min(c.range[0] for c in columns), max(c.range[1] for c in columns))
    elif kind in ("choice", "ticks"):
        lists["answers"] = in_natural_order(different_codes(lists["answers"]))
    return Column(name, kind, sure=sure, full=full, **lists, **more)


def _kind(columns, lists):
    """The kind of a question with several columns, and those of its answers that a person must place."""
    kinds = {column.kind for column in columns}
    if len(kinds) > 1 and (others := _beside_yes_and_no(columns, lists)):
        return "yes-no", others
    if kinds == {"scale", "yes-no"}:
        return _numbers_at_some_wave(columns, lists)
    return kinds.pop() if len(kinds) == 1 else "text", lists["unsaid"]


def _numbers_at_some_wave(columns, lists):
    """The kind of what holds 1 and 2 alone at one wave and other numbers at another, and who must place which.

    One other number, as a 3 for *not sure*, is placed by a person; of more, all are points of a scale.
    """
    numbers = [text for text in lists["answers"] if text not in lists["missing"]]
    others = [text for text in numbers if text not in YES | NO]
    if not all(re.fullmatch(r"\d{1,2}", text) for text in numbers):
        return "text", lists["unsaid"]
    for column in columns:
        column.range = column.range or (min(map(int, numbers)), max(map(int, numbers)))
    return ("yes-no", others) if len(others) == 1 else ("scale", [])


def _beside_yes_and_no(columns, lists):
    """The few other answers to what is answered by yes and no at one wave, and by yes, no and these at another."""
    words = {folded(text) for text in lists["answers"]}
    some = all({folded(text) for text in column.answers} & (YES | NO) for column in columns)
    others = [
        text for text in lists["answers"] if folded(text) not in YES | NO | {*map(str.casefold, lists["missing"])}
    ]
    kinds = {column.kind for column in columns}
    short = len(others) <= FEW_OTHERS and not any(map(personal_detail, others))
    return (
        others if "yes-no" in kinds and kinds <= {"yes-no", "choice", "text"} and words & YES and some and short else []
    )


def _sure_together(columns, lists):
    """Whether a question's codes are certain because of all its columns: one of them may hold yes alone.

    An answer in more words, as *Yes, once*, never is.
    """
    plain = all(folded(text) in YES | NO for meaning in ("yes", "no") for text in lists[meaning])
    each = all(column.sure or not (column.yes and column.no) for column in columns)
    both = bool(lists["yes"] and lists["no"]) and not TWO & {*map(folded, lists["no"])}
    return plain and each and both and len(columns) > 1
