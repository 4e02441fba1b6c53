"""Texts as they are compared and named: white space, letters in one form, what no document can hold, what is near."""

import difflib
import re
import unicodedata

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))  # also marks of direction
INVISIBLE |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
CONTROLS = dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0x7F])  # no text holds them, and no document can
INVISIBLE |= CONTROLS


def tidy(raw):
    """The text without white space around it, runs of white space as one blank, invisible characters gone.

    A letter and the accent that some programs write behind it are the one letter that others write.

    >>> tidy("\\u00a0 not   applicable "), tidy("Si\\u0301") == "S\\u00ed"
    ('not applicable', True)
    """
    plain = raw if raw.isascii() and raw.isprintable() else composed(raw).translate(INVISIBLE)
    return " ".join(plain.split())


def caseless(raw):
    """The text as it is compared: tidied, and without letter case.

    >>> caseless(" Not  Applicable "), caseless("STRASSE") == caseless("Stra\\u00dfe")
    ('not applicable', True)
    """
    return tidy(raw).casefold()


def way_of_tidying(raw):
    """What `tidy` changes in a text: white space, or also letters that were written as two characters, or controls.

    >>> way_of_tidying(" a"), way_of_tidying("a\\x07")
    ('white space', 'control characters')
    """
    if raw.translate(CONTROLS) != raw:
        return "control characters"
    return "white space" if composed(raw) == raw else "letters in one form"


def control_in(text):
    """The first control character of a text as people name it; empty where there is none but tabs and line breaks.

    >>> control_in("a\\tb\\n"), control_in("a\\x07b"), control_in("a\\x0bb")
    ('', 'U+0007', 'U+000B')
    """
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    return f"U+{ord(control[0]):04X}" if control else ""


def composed(text):
    """A text in which a letter and its accent are one character, as most programs write them.

    >>> len("e\\u0301"), len(composed("e\\u0301"))
    (2, 1)
    """
    return unicodedata.normalize("NFC", text)


def common_start(texts):
    """The letters with which all of some texts begin.

    >>> common_start(["P01", "P02"]), common_start([])
    ('P0', '')
    """
    first, last = min(texts, default=""), max(texts, default="")
    return first[: next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]


def worded(raw):
    """The text tidied, or "" where it has no word, as the dots that stand for what is to be filled in.

    >>> worded("None  needed."), worded("...")
    ('None needed.', '')
    """
    text = tidy(raw)
    return text if any(sign.isalnum() for sign in text) else ""


def nearest(name, known):
    """The names of ``known`` most like ``name``, as a phrase for a message.

    >>> nearest("colunm", ["column", "columns", "kind"])
    'nearest: column, columns'
    >>> nearest("zzz", ["column", "kind"])
    'allowed: column, kind'
    """
    known = [str(k) for k in known]
    close = difflib.get_close_matches(str(name), known, n=3, cutoff=0.6)
    return f"nearest: {', '.join(close)}" if close else f"allowed: {', '.join(known) or 'none'}"
