"""Participant codes: always text, tidied where that is certain, joined only where ``study.yaml`` says so."""

import re
import unicodedata
from collections import defaultdict

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.responses.counting.clean_files import CODES
from firststeps.responses.texts.lexicon import NO_CODE, folded, quoted
from firststeps.study.code_pattern import ANYTHING, fitting
from firststeps.study.parts.texts import tidy, way_of_tidying

TOTALS = re.compile(
    r"(grand |sub-?)?totals?\b.*|sum|mean|average|n ?=.*|count|all|overall|summe|gesamt|insgesamt|zwischensumme\b.*"
    r"|sous-total\b.*|totaal|subtotaal\b.*|totale|suma|cyfanswm|summa|sammanlagt|i alt"
    r"|yhteensä|celkem|spolu|razem|ogółem|łącznie|soma|totalt|összesen|toplam|ukupno|итого|всего|σύνολο",
    re.IGNORECASE,
)
LOOK_ALIKE = str.maketrans("OILSBZ", "011582")
# capitals of other alphabets that look like Latin ones
OTHER_ALPHABETS = str.maketrans("АВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSABEZHIKMNOPTYX")
MANY_PEOPLE = 20_000
SHOWN = 5  # codes that a warning names
LOST_DIGITS = r"\d(?:[.,]\d+)?E\+\d{1,3}"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mrz|Mai|Okt|Dez)"
DATE_FOR_CODE = rf"\d{{1,2}}[-. ]{MONTH}[-. ]?(?:\d\d)?|{MONTH}[- ]\d\d|\d{{4}}-\d\d-\d\d(?:[ T]00:00:00)?"
WHOLE = "nought behind the point of a whole number"
SPELLING = "letter case, blanks or wide letters as most write the code"
TWO_PEOPLE = "\nOnce all such pairs are known to be two people:\n  cleaning:\n    one_wave_codes: warn"


def clean_identifiers(file, raw, identifier, findings):
    """The participant codes of a file, cleaned; what was changed or may not be read goes to ``findings``.

    ``raw`` is a Series of text, its index the rows of the spreadsheet.  A code is tidied (white space, letter case
    where the pattern then fits), then looked up among the aliases.  A blank code and a totals row are refused; a code
    that does not fit the pattern is asked about.
    """
    place, codes = pd.factorize(raw)
    cleaned = np.array(codes, dtype=object)  # a copy: the log tells what stood there
    whole = {} if findings.mixed_codes else whole_numbers(codes, identifier)
    findings.step = (1,)
    doubtful = np.arange(len(codes)) if whole else np.flatnonzero(_doubtful(codes, identifier))
    right = _right_ways([whole.get(code, code) for code in codes[doubtful]], identifier)
    for i in doubtful:
        here = raw.index[place == i]
        code, rule = _read_code(whole.get(codes[i], codes[i]), right, identifier.aliases)
        rule = "; ".join(filter(None, [WHOLE * (codes[i] in whole), rule]))
        if rule:
            cleaned[i] = code
            findings.log(file, here, identifier.column, codes[i], code, rule)
        if TOTALS.fullmatch(code) or code not in right or _says_none(code, identifier):
            _not_a_code(
                file, codes[i], identifier, findings, row=int(here[0]), column=identifier.column, times=len(here)
            )
    return pd.Series(pd.array(cleaned, dtype="str").take(place), index=raw.index)


def whole_numbers(codes, identifier):
    """The codes of a file by how they stand there, where every one is a whole number with a nought behind its point.

    So programs write the numbers of a column that has gaps; where one code is written otherwise, nothing is certain.
    """
    codes = [code for code in codes if code.strip()]
    if not all(re.fullmatch(r"\s*\d+\.0+\s*", code) for code in codes):
        return {}
    whole = {code: code.strip().partition(".")[0] for code in codes}
    return whole if all(fitting(identifier.pattern, list(whole.values()))) else {}


def _doubtful(codes, identifier):
    """Which of the different codes of a file must be looked at one by one: all but plain ones that fit the pattern."""
    codes = pd.Series(codes, dtype="str")
    right = np.array(fitting(identifier.pattern, codes.to_list()), dtype=bool)
    lower = codes.str.lower()
    doubtful = ~right | codes.str.contains("[^!-~]") | lower.str.match(TOTALS.pattern) | lower.isin(NO_CODE)
    return (doubtful | codes.isin([*identifier.aliases])).to_numpy(dtype=bool)


def _right_ways(codes, identifier):
    """The ways to write ``codes`` that fit: tidied, in capitals or in small letters, and as aliases say."""
    codes = {tidy(code) for code in codes}
    ways = list(
        codes | {turned for code in codes for turned in (code.upper(), code.lower())} | {*identifier.aliases.values()}
    )
    return {way for way, fits in zip(ways, fitting(identifier.pattern, ways), strict=True) if fits}


def _read_code(raw, right, aliases):
    """A code and the rule by which it was changed."""
    code, rules = tidy(raw), []
    if code != raw:
        rules.append(way_of_tidying(raw))
    if code in aliases:
        return aliases[code], "; ".join([*rules, "alias"])
    for turned in (code.upper(), code.lower()):
        if code not in right and turned in right:
            return turned, "; ".join([*rules, "letter case"])
    return code, "; ".join(rules)


def _not_a_code(file, code, identifier, findings, **place):
    """Refuse a blank code and that of a totals row; any other that fits no pattern is asked about later."""
    code, times = tidy(code), plural(place["times"], "row")
    expected = f"a participant code of the pattern {identifier.pattern}"
    if _says_none(code, identifier):
        remedy = f"If it means that there is none, leave such rows out in study.yaml ({times}):"
        remedy += f"{_left_out(place['column'], code, 'no code')}\nIf it is a person's, say what codes look like there "
        remedy += "(identifier: pattern)."
        findings.ask(file, repr(code), "a code of one person", remedy, **place)
    elif not code:
        remedy = f"Ask whose it is. If nobody can say, leave such rows out in study.yaml ({times}):"
        remedy += _left_out(place["column"], "", "no code")
        findings.refuse(file, "no participant code", expected, remedy, **place)
    elif TOTALS.fullmatch(code):
        findings.totals.add(code)
        remedy = "This row looks like a total, not a person. If so, leave it out in study.yaml:"
        remedy += _left_out(place["column"], code, "total")
        findings.refuse(file, repr(code), expected, remedy, **place)
    else:
        findings.odd_codes.setdefault(code, (file, expected, place))


def _says_none(code, identifier):
    """Whether what stands for a code says that there is none, and ``study.yaml`` does not say that codes look so."""
    return identifier.pattern == ANYTHING and code.casefold() in NO_CODE


def _left_out(column, text, reason):
    """The lines of ``study.yaml`` that leave out the rows in which ``text`` stands in the column of codes."""
    return f"\n  data:\n    leave_out:\n      - {{column: {quoted(column)}, is: [{quoted(text)}], reason: {reason}}}"


def _alias_lines(codes):
    """What to do about slips, with the lines for study.yaml; ``codes`` gives by slip the code that it stands for.

    >>> print(_alias_lines({"P2": "P02", "P3": "P03"}))
    If it is a slip of the pen, say for whom it stands in study.yaml:
      identifier:
        aliases:
          "P2": "P02"
          "P3": "P03"
    """
    pairs = [f"{quoted(slip)}: {quoted(code)}" for slip, code in codes.items()]
    aliases = f" {{{pairs[0]}}}" if len(pairs) == 1 else "".join(f"\n      {pair}" for pair in pairs)
    return f"If it is a slip of the pen, say for whom it stands in study.yaml:\n  identifier:\n    aliases:{aliases}"


def plain(codes):
    """Codes without what people write differently: letter case, leading noughts, ``.0``, blanks, hyphens, apostrophes.

    Letters and digits of wide keyboards, and digits of other scripts, are as any.

    >>> list(plain(["P07", "p7", "p\u201307", "P7.0", "P70", "\uff30\u096d"]))
    ['p7', 'p7', 'p7', 'p7', 'p70', 'p7']
    """
    codes = pd.Series(codes, dtype="str").str.lower()
    other = codes.str.contains("[^\x00-\x7f]")
    codes[other] = codes[other].map(folded)
    for pattern, by in ((r"\.0+$", ""), (r"[\s\-_\u2010-\u2015\u2212'’‘`´]", ""), (r"(^|[^0-9])0+([0-9])", r"\1\2")):
        codes = codes.str.replace(pattern, by, regex=True)
    return codes.to_numpy(dtype=object)


def tell_of_spoilt_codes(parts, findings):
    """Warn of codes that a spreadsheet has probably made of others when a file was opened: numbers, or dates.

    ``12E3`` becomes ``1.20E+04``, ``MAR12`` the 12th of March; long numbers lose their last digits, and different
    people get one code.  Where most codes of a file are dates, people chose them.
    """
    for part in parts:
        codes = pd.Series(part.people.unique(), dtype="str")
        dates = codes.str.fullmatch(DATE_FOR_CODE)
        spoilt = codes[codes.str.fullmatch(LOST_DIGITS) | (dates & (2 * dates.sum() < len(codes)))]
        if len(spoilt):
            row = int(part.people.index[part.people == spoilt.iloc[0]][0])
            what = f"{', '.join(map(repr, spoilt.head(SHOWN)))}{' ...' * (len(spoilt) > SHOWN)} among the codes"
            remedy = "A spreadsheet may have made a number or a date of another code. "
            remedy += "Look at the answers in the survey program, and say in study.yaml what stood there:\n"
            aliases = ", ".join(f'{quoted(code)}: "?"' for code in spoilt)
            remedy += f"  identifier:\n    aliases: {{{aliases}}}"
            findings.warn(part.file, what, "codes as people wrote them", remedy, row=row, column=part.people.name or "")


def join_spellings(parts, findings):
    """Make codes one that differ by letter case and blanks alone, where that is certain, and log it.

    It is certain where no wave holds two of them: one person wrote the code in two ways.  The way that most rows have
    is taken, of several the one in capitals.  What was joined stays in ``findings.spellings``, for other files.
    """
    if not parts:
        return
    rows = pd.concat([part.people.to_frame("code").assign(wave=part.wave) for part in parts])
    codes = rows.groupby("code").size()
    alike = pd.Series(codes.index.map(spelling), index=codes.index)
    alike = alike[alike.duplicated(keep=False)]
    for several in (codes[group] for group in alike.groupby(alike).groups.values()):
        at = rows[rows["code"].isin(several.index)].drop_duplicates()
        if at["wave"].is_unique:
            right = max(several.index, key=lambda code: (several[code], code.isascii(), code == code.upper(), code))
            findings.spellings |= {code: right for code in several.index if code != right}
    for part in parts if findings.spellings else ():
        wrong = part.people.isin([*findings.spellings])
        here = part.people[wrong]
        part.people = part.people.where(~wrong, part.people.map(lambda code: findings.spellings.get(code, code)))
        findings.log(part.file, here.index, "", here.to_numpy(), part.people[wrong].to_numpy(), SPELLING)


def spelling(code):
    """A code without what people write differently and mean alike for certain: letter case, blanks, wide letters.

    >>> spelling("an 27 sh") == spelling("AN27SH"), spelling("AN-27") == spelling("AN27")
    (True, False)
    >>> spelling("\uff21\uff2e\uff12\uff17") == spelling("AN27")
    True
    """
    return "".join(folded(code).split())


def tell_of_row_numbers(parts, column, findings):
    """Warn where the codes of each file count its rows, 1, 2, 3 ...: then they are hardly anybody's own.

    Files that hold the same people in the same order look so as well, so that nothing but a person can tell.
    """
    counted = [_counts_rows(part.people) for part in parts]
    if len(parts) > 1 and all(counted):
        what = f"codes that count the rows of each file ({parts[0].people.iloc[0]}, {parts[0].people.iloc[1]}, ...)"
        remedy = (
            "If they number the responses and not the people, nobody can be found again by them: say in study.yaml\n"
        )
        remedy += "  linked: no"
        findings.warn("all files", what, "a code of each person's own", remedy, column=column)


def _counts_rows(codes):
    """Whether codes are whole numbers that go up by one from row to row."""
    if len(codes) < 2 or not codes.str.fullmatch(r"\d{1,15}").all():
        return False
    return bool((np.diff(codes.astype("int64").to_numpy()) == 1).all())


def ask_about_codes(codes, findings):
    """Ask about codes that are probably one person's, written in two ways, and about those that fit no pattern."""
    odd = dict(findings.odd_codes)
    every = np.array([*codes, *(code for code in odd if code not in codes)], dtype=object)
    alike = pd.Series(plain(every))
    several, aliases = alike.duplicated(keep=False).to_numpy(), {}
    for plainly, variants in pd.Series(every[several]).groupby(alike[several].to_numpy()):
        code, *others = sorted(variants, key=lambda code: (code in odd, -len(code), code))
        aliases |= {other: (plainly, code) for other in others if not _are_parted(code, other)}
    remedy = _alias_lines({other: code for other, (_, code) in aliases.items()}) if aliases else ""
    for other, (plainly, code) in aliases.items():
        findings.step = (4, 0, plainly)
        file, _, place = odd.pop(other, ("all files", "", {}))
        findings.ask(file, f"{other!r} beside {code!r}", "one way to write a participant's code", remedy, **place)
    findings.step = (4, 1)
    advice = "If it is right, widen identifier > pattern in study.yaml."
    remedy = f"{advice} {_alias_lines(dict.fromkeys(odd, '?'))}" if odd else ""
    for code, (file, expected, place) in odd.items():
        findings.ask(file, repr(code), expected, remedy, **place)


def _are_parted(one, other):
    """Whether two codes part their figures into as many numbers, and these differ: of sites and people, as 1-12 is.

    >>> _are_parted("1-12", "11-2"), _are_parted("01-12", "1-12"), _are_parted("12-3", "123")
    (True, False, False)
    """
    first, second = ([int(number) for number in re.findall(r"\d+", code)] for code in (one, other))
    return len(first) == len(second) > 1 and first != second


def tell_of_slips(people, attendance, study, findings):
    """Warn, or ask where ``study`` wants it, of two codes a typing slip apart, one of them seen at one wave only.

    ``attendance`` is a boolean array of shape (people, waves).  A typing slip is two neighbours exchanged, a character
    too few or too many, or a look-alike (``O`` for ``0``); two codes that are seen at one wave are two people.  Each
    pair is told once, its alias leading to the code that was seen at more waves, or else earlier, and no two aliases
    contradict each other.  Beyond 20,000 people chance alone makes such pairs, and none is looked for.  Of codes that
    were made of names or addresses, it is these that are compared, and the codes that are told.
    """
    if len(people) > MANY_PEOPLE:
        return
    names = {code: name for name, code in findings.made_codes.items()}
    near = _near_names([names.get(code, code) for code in people]) if names else _near_codes(people)
    ask = study.cleaning.one_wave_codes == "ask"
    tell, waves = findings.ask if ask else findings.warn, study.wave_ids
    for slip, right, rival in _slips(people, attendance, near):
        wave = waves[int(attendance[slip].argmax())]
        what = f"{people[slip]!r} seen only at {wave!r}, where {people[right]!r} is not seen"
        if people[slip].isascii() != people[right].isascii():
            what += " (one holds letters with accents or of another alphabet)"
        what += f" (made of nearly the same: see {CODES.as_posix()})" * bool(names)
        remedy = _alias_lines({people[slip]: people[right]}) + TWO_PEOPLE * ask
        if rival:
            remedy = f"One of the two may be {rival!r} as well (see above): look which is right, and take one alias."
        tell("all files", what, "two different people, or one typing slip", remedy)


def _near_codes(people):
    """The function that gives the places in ``people`` of the codes that are a slip away from that at a place."""
    by_look, row = defaultdict(set), {code: i for i, code in enumerate(people)}
    for code in people:
        for look in (*_one_sign_shorter(code), code, _look(code)):
            by_look[look].add(code)
    return lambda i: [row[k] for k in _near(people[i], by_look) if len(set(plain([people[i], k]))) == 2]


def _near_names(names):
    """The function that gives the places in ``names`` of those that differ by two letters at most from one of them.

    Signs, blanks and accents make no difference.

    >>> near = _near_names(["zo\u00eb m\u00fcller", "zoe mueller", "ann o'neil", "ann oneil", "bob lee"])
    >>> [near(place) for place in range(5)]
    [[1], [0], [3], [2], []]
    """
    plainly = [re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", name.casefold())) for name in names]
    by_look = defaultdict(set)
    for i, name in enumerate(plainly):
        for look in (name, *_one_sign_shorter(name)):
            by_look[look].add(i)
    return lambda i: sorted(set().union(*(by_look[k] for k in (plainly[i], *_one_sign_shorter(plainly[i])))) - {i})


def _slips(people, attendance, near):
    """Probable slips: the place in ``people`` of the slip, that of the code it stands for, and a rival or no text.

    ``near`` gives the places of what is written nearly as that at a place.  A pair has a rival where one of its codes
    is in a pair already: two aliases would then contradict each other.
    """
    pairs = set()
    for i in np.flatnonzero(attendance.sum(axis=1) == 1):
        pairs |= {frozenset((i, k)) for k in near(i) if not (attendance[k] & attendance[i]).any()}
    partner = {}
    for slip, right in sorted(
        sorted(pair, key=lambda k: (attendance[k].sum(), -attendance[k].argmax())) for pair in pairs
    ):
        rivals = [partner[k] for k in (slip, right) if k in partner]
        if not rivals:
            partner |= {slip: people[right], right: people[slip]}
        yield slip, right, rivals[0] if rivals else ""


def _look(code):
    """How a code looks: letters like figures are these, without accents, and whatever alphabet they are of.

    >>> _look("JÓ3") == _look("JO3") == _look("J03"), _look("МА1") == _look("MA1")
    (True, True)
    """
    look = code.upper()
    if not look.isascii():
        letters = unicodedata.normalize("NFKD", look).translate(OTHER_ALPHABETS)
        look = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return look.translate(LOOK_ALIKE)


def _near(code, by_look):
    """The codes that look like this one, or like it with two signs swapped, and those that it is with a sign more."""
    written = {code, _look(code)}
    swapped = {way[:i] + way[i + 1] + way[i] + way[i + 2 :] for way in written for i in range(len(code) - 1)}
    looks = written | swapped
    near = set().union(*(by_look.get(look, set()) for look in looks))
    near |= {short for short in _one_sign_shorter(code) if short in by_look.get(short, set())}
    return near


def _one_sign_shorter(code):
    """A code without each of its signs in turn."""
    return {code[:i] + code[i + 1 :] for i in range(len(code))}
