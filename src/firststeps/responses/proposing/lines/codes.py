"""The lines of a question's codes: what stands for yes and no, and what a person must place."""

from firststeps.responses.proposing.lines.writing import ASK, in_list
from firststeps.responses.texts.lexicon import UNSURE, quoted


def code_lines(column):
    """The lines of a question's codes, at a wave of their own where a key or only yes says so."""
    if column.keys:
        at = ", ".join(f"{wave}: {_key_codes(key)}" for wave, key in column.keys.items())
        what = "one number means yes at one wave, no at another"
        what = "each wave has numbers of its own" if column.unlike else what
        return [f"    codes_at: {{{at}}}{ASK} its headings say that {what}"]
    if column.unlike:
        return [_unlike_line(column.unlike)]
    return [*_plain_codes(column), *_empty_at(column)]


def code_line(column):
    """The line of a question's codes, with what is asked about them; an empty text where nothing has to be said.

    A number such as 99 and a word such as *no answer* may be blank; *not sure* may be many things, and stands nowhere.
    """
    unsaid = [*(text for text in column.missing if text.casefold() in UNSURE), *column.unsaid]
    missing = [text for text in column.missing if text not in unsaid]
    empty = empty_may_be_no(column)
    lists = {"yes": column.yes, "no": [""] if empty else column.no} if column.kind == "yes-no" else {}
    lists |= {"blank": [*missing, *column.declared], "not answered": column.not_answered}
    lists = {meaning: codes for meaning, codes in lists.items() if codes}
    in_words = ", ".join(f"{meaning}: {in_list(codes)}" for meaning, codes in lists.items())
    if column.unclear or unsaid:
        places = f"yes: [], no: []{f', blank: {in_list(missing)}' * bool(missing)}" if column.unclear else in_words
        more = " (yes, no, blank or not applicable)" if unsaid else ""
        return (
            f"codes: {{{places}}}{ASK} write {', '.join(map(quoted, column.unclear + unsaid))} where each belongs{more}"
        )
    if not in_words:
        return ""
    if column.sure and not missing:
        return f"codes: {{{in_words}}}"
    doubt = " are the last blank, not applicable, or answers?" if missing else " is this what they mean?"
    doubt = ' does an empty cell ("") of whoever answered another question mean no?' if empty else doubt
    return f"codes: {{{in_words}}}{ASK}{doubt}"


def empty_may_be_no(column):
    """Whether only yes is written in a column, as a tick is, and other cells are empty."""
    said_yes = column.kind == "yes-no" and bool(column.yes)
    return said_yes and not (column.no or column.full or column.unclear or column.declared or column.not_answered)


def _unlike_line(unlike):
    """The line of codes that are written in another way at each wave, with room for those of 1 and 2.

    >>> print(_unlike_line({"pre": {"yes": ["1"], "no": ["0"]}, "post": {"": ["1", "2"]}}))
        # codes_at: {pre: {yes: ["1"], no: ["0"]}, post: {yes: [], no: []}}   # ? write "1", "2" where each belongs \
at post: pre has 1 and 0
    """
    at, room = [], {"yes": [], "no": []}
    for wave, codes in unlike.items():
        lists = ", ".join(f"{meaning}: {in_list(texts)}" for meaning, texts in (room if "" in codes else codes).items())
        at.append(f"{wave}: {{{lists}}}")
    open_ones = [wave for wave, codes in unlike.items() if "" in codes]
    texts = ", ".join(map(quoted, sorted({text for wave in open_ones for text in unlike[wave][""]})))
    has = [f"{w} has {' and '.join(t for texts in codes.values() for t in texts)}" for w, codes in unlike.items()]
    others = ", ".join(text for text, wave in zip(has, unlike, strict=True) if wave not in open_ones)
    asked = f"write {texts} where each belongs at {' and '.join(open_ones)}: {others}"
    return f"    # codes_at: {{{', '.join(at)}}}{ASK} {asked}"


def _empty_at(column):
    """The line by which an empty cell means no at waves at which only yes is written, for a person to take."""
    codes = f'{{yes: {in_list(column.yes)}, no: [""]}}'
    at = ", ".join(f"{wave}: {codes}" for wave in column.only_yes)
    doubt = f"{ASK} nobody wrote no at {', '.join(column.only_yes)}: does an empty cell mean it there?"
    return [f"    # codes_at: {{{at}}}{doubt}"] if column.only_yes else []


def _plain_codes(column):
    """The line of codes that hold at every wave, as a comment where it asks something."""
    line = code_line(column)
    return [f"    {'# ' * (ASK in line)}{line}"] if line else []


def _key_codes(key):
    """What numbers mean by a key, as codes.

    >>> _key_codes({1: "no", 2: "yes"})
    '{yes: ["2"], no: ["1"]}'
    """
    texts = {answer: in_list(str(number) for number in key if key[number] == answer) for answer in ("yes", "no")}
    return f"{{yes: {texts['yes']}, no: {texts['no']}}}"
