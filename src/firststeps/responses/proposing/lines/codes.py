"""The lines of a question's codes: what stands for yes and no, and what a person must place."""

from firststeps.responses.proposing.lines.writing import ASK, in_list
from firststeps.responses.texts.lexicon import UNSURE, quoted


def code_lines(column):
    """The lines of a question's codes, at a wave of their own where a key or only yes says so."""
    if column.keys:
        at = ", ".join(f"{wave}: {_key_codes(key)}" for wave, key in column.keys.items())
        return [f"    codes_at: {{{at}}}{ASK} its headings say that one number means yes at one wave, no at another"]
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
