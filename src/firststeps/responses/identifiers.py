"""Participant codes: always text, tidied where that is certain, joined only where ``study.yaml`` says so."""

import re
from collections import defaultdict

import numpy as np
import pandas as pd

from firststeps.responses.answers import tidy

TOTALS = re.compile(r"(grand |sub-?)?totals?\b.*|sum|mean|average|n ?=.*|count", re.IGNORECASE)
LOOK_ALIKE = str.maketrans("OILSBZ", "011582")
MANY_PEOPLE = 20_000


def clean_identifiers(file, raw, identifier, found):
    """The participant codes of a file, cleaned; what was changed or may not be read goes to ``found``.

    ``raw`` is a Series of text, its index the rows of the spreadsheet.  A code is tidied (white space, letter case
    where the pattern then fits), then looked up among the aliases.  A blank code and a totals row are refused; a code
    that does not fit the pattern is asked about.
    """
    place, codes = pd.factorize(raw)
    right = re.compile(identifier.pattern)
    read = [_read_code(code, right, identifier.aliases) for code in codes]
    cleaned = np.array([code for code, _ in read], dtype=object)
    rules = np.array([rule for _, rule in read], dtype=object)
    if len(codes):
        changed = rules[place] != ""
        found.log(
            file,
            raw.index[changed],
            identifier.column,
            raw[changed].to_numpy(),
            cleaned[place][changed],
            rules[place][changed],
        )
    for i, code in enumerate(codes):
        if TOTALS.fullmatch(tidy(code)) or not right.fullmatch(cleaned[i]):
            here = raw.index[place == i]
            _not_a_code(file, code, identifier, found, row=int(here[0]), column=identifier.column, times=len(here))
    return pd.Series(cleaned[place] if len(codes) else [], index=raw.index, dtype="str")


def _read_code(raw, right, aliases):
    """A code and the rule by which it was changed."""
    said, rules = tidy(raw), []
    if said != raw:
        rules.append("white space")
    if said in aliases:
        return aliases[said], "; ".join([*rules, "alias"])
    for turned in (said.upper(), said.lower()):
        if not right.fullmatch(said) and right.fullmatch(turned):
            return turned, "; ".join([*rules, "letter case"])
    return said, "; ".join(rules)


def _not_a_code(file, code, identifier, found, **place):
    said = tidy(code)
    expected = f"a participant code of the pattern {identifier.pattern}"
    if not said:
        remedy = "Write the code in the file that you were given, or ask."
        found.refuse(file, "no participant code", expected, remedy, **place)
    elif TOTALS.fullmatch(said):
        remedy = "This row looks like a total, not a person: take it out of the file."
        found.refuse(file, repr(said), expected, remedy, **place)
    else:
        found.odd_codes.setdefault(said, (file, expected, place))


def _alias_lines(slip, code):
    lines = f'  identifier:\n    aliases: {{"{slip}": "{code}"}}'
    return f"If it is a slip of the pen, say for whom it stands in study.yaml:\n{lines}"


def plain(code):
    """A code without what people write differently: letter case, leading noughts, ``.0``, blanks and hyphens.

    >>> plain("P07") == plain("p7") == plain("p-07") == plain("P7.0")
    True
    """
    joined = re.sub(r"[\s\-_]", "", re.sub(r"\.0+$", "", code)).casefold()
    return re.sub(r"\d+", lambda digits: str(int(digits[0])), joined)


def ask_about_codes(codes, found):
    """Ask about codes that are probably one person's, written in two ways, and about those that fit no pattern."""
    odd = dict(found.odd_codes)
    same = defaultdict(list)
    for code in (*codes, *(code for code in odd if code not in codes)):
        same[plain(code)].append(code)
    for variants in same.values():
        code, *others = sorted(variants, key=lambda code: (code in odd, -len(code), code))
        for other in others:
            file, _, place = odd.pop(other, ("all files", "", {}))
            expected = "one way to write a participant's code"
            found.ask(file, f"{other!r} beside {code!r}", expected, _alias_lines(other, code), **place)
    for code, (file, expected, place) in odd.items():
        found.ask(file, repr(code), expected, _alias_lines(code, "?"), **place)


def warn_about_slips(file, waves_of, found):
    """Warn where somebody seen once has a code one typing slip from that of somebody not seen at that wave.

    ``waves_of`` gives for each code the set of waves at which it was seen.  A typing slip is two neighbours exchanged,
    a character too few or too many, or a look-alike (``O`` for ``0``).  Beyond 20,000 people chance alone makes such
    pairs, and none is looked for.
    """
    if len(waves_of) > MANY_PEOPLE:
        return
    by_look = defaultdict(set)
    for code in waves_of:
        for look in (*_shortened(code), code.upper().translate(LOOK_ALIKE)):
            by_look[look].add(code)
    for code, waves in sorted(waves_of.items()):
        near = _near(code, by_look) if len(waves) == 1 else ()
        for other in sorted(o for o in near if plain(o) != plain(code) and not waves & waves_of[o]):
            wave = next(iter(waves))
            expected = "two different people, or one typing slip"
            remedy = _alias_lines(code, other)
            found.warn(file, f"{code!r} seen only at {wave!r}, where {other!r} is not seen", expected, remedy)


def _near(code, by_look):
    swapped = (code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1))
    looks = (code, code.upper().translate(LOOK_ALIKE), *swapped)
    near = set().union(*(by_look.get(look, set()) for look in looks))
    near |= {short for short in _shortened(code) if short in by_look.get(short, set())}
    return near


def _shortened(code):
    return {code[:i] + code[i + 1 :] for i in range(len(code))}
