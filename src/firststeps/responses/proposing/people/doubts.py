"""What is doubtful about a column of codes, in words for a person to settle: shared, spoilt, or each site's own."""

import re
from dataclasses import replace

import pandas as pd

from firststeps.responses.cleaning.people import DATE_FOR_CODE, LOST_DIGITS
from firststeps.responses.proposing.people.candidates import FEW, MOST_WAVES, measure, same_code, short
from firststeps.responses.proposing.roles import like_identifier
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import NO, YES
from firststeps.responses.texts.wave_names import ways_to_part
from firststeps.study.parts.texts import caseless, common_start

MANY_TWICE = 0.2  # of the rows of a wave with a code that another row has: hardly anybody answers twice
COPIED = 0.85  # of the cells of two copies of one questionnaire are the same


def why_nobody(tables):
    """What may be why nobody of several waves is found again by the columns of ``tables``; an empty text for no idea.

    >>> first, second = pd.DataFrame({"id": ["123456", "123463"]}), pd.DataFrame({"id": ["1.23E+05", "1.23E+05"]})
    >>> why_nobody([first, second])[:49]
    '`id` holds 1.23E+05, of which a spreadsheet made '
    """
    return alike_but_for_ends(tables) or _spoilt(tables)


def _spoilt(tables):
    """What to say of a column of codes that a spreadsheet made numbers or dates in some tables, not in all."""
    for column in (name for name in tables[0] if like_identifier(name) > 0):
        codes = [cells[column][cells[column].str.strip() != ""].map(str.strip) for cells in tables]
        odd = [some[some.str.fullmatch(LOST_DIGITS) | some.str.fullmatch(DATE_FOR_CODE)] for some in codes]
        spoilt = next((some for some, all_of_it in zip(odd, codes, strict=True) if 2 * len(some) > len(all_of_it)), ())
        if len(spoilt) and not all(map(len, odd)):
            kind = "number of another code" if re.fullmatch(LOST_DIGITS, spoilt.iloc[0]) else "date of another code"
            return f"`{short(column)}` holds {spoilt.iloc[0]}, of which a spreadsheet made a {kind}: export it as text"
    return ""


def alike_but_for_ends(tables):
    """What to say of codes that are found again without what all of a table end or begin with, as ``_T1``; else "".

    >>> tables = [pd.DataFrame({"code": [f"A1{end}", f"B2{end}", f"C3{end}"]}, dtype="str") for end in ("_T1", "_T2")]
    >>> alike_but_for_ends(tables)[:48]
    '`code`: 3 of 3 people found at both without what'
    """
    for column in tables[0]:
        codes = [by_text(cells[column][cells[column].str.strip() != ""], caseless) for cells in tables]
        ends = [common_start([code[::-1] for code in some])[::-1] for some in codes]
        starts = [common_start(some) for some in codes]
        ways = {"signs such as - or /": [some.map(lambda code: re.sub(r"[\W_]", "", code)) for some in codes]}
        for common, cut in ((ends, str.removesuffix), (starts, str.removeprefix)):
            if all(common) and len({*common}) > 1:
                what = f"what all codes of a table have in common ({', '.join(map(repr, common))})"
                ways[what] = [
                    some.map(lambda code, c=c, cut=cut: cut(code, c)) for some, c in zip(codes, common, strict=True)
                ]
        for what, bare in ways.items():
            candidate = measure(column, [some.astype("str") for some in bare])
            if candidate is not None and candidate.again > candidate.people / 4 and not candidate.doubt:
                measured = candidate.sentence(len(tables), first=True)
                return f"{measured} without {what}: take that away in copies of the files"
    return ""


def waves_in(codes):
    """What to ask about codes of which many are one but for a wave within them, as ``001_pre``; else an empty text.

    >>> waves_in(pd.Series(["1_pre", "2_pre", "1_post", "2_post"]))[:42]
    '2 codes stand twice but for a wave in them'
    """
    parted = [ways[0] for code in codes.unique() if (ways := ways_to_part(code.strip()))]
    stems = pd.Series([stem for stem, _ in parted], dtype="str").value_counts()
    again = int((stems > 1).sum())
    if len(parted) < len(codes) / 2 or again < 2 or len({wave.casefold() for _, wave in parted}) > MOST_WAVES:
        return ""
    wave_names = ", ".join(repr(wave) for wave in dict.fromkeys(wave.casefold() for _, wave in parted))
    return (
        f"{again} codes stand twice but for a wave in them ({wave_names}): put that into a column of its own in a copy"
    )


def numbers_at_ends(codes):
    """What to ask about codes that come again but for a number at their end, as ``MA12LE-1``; else an empty text.

    >>> numbers_at_ends(pd.Series(["MA12LE-1", "JO03AN-1", "AN27SH-1", "JO03AN-2", "MA12LE-2"]))[:47]
    '2 codes stand twice but for their end (-1, -2):'
    >>> numbers_at_ends(pd.Series(["LE-1", "LE-2", "LE-3", "LE-4", "YO-1", "YO-2", "YO-3"]))
    ''
    """
    parted = codes.str.strip().str.extract(r"^(?P<stem>.*[^\W_])(?P<end>[-_./ ][1-9])$").dropna()
    ends = sorted({*parted["end"]})
    times = parted["stem"].value_counts()
    again = int((times > 1).sum())
    if len(parted) < len(codes) or not 1 < len(ends) <= MOST_WAVES or 3 * again < len(times) or again < 2:
        return ""
    if len(times) <= len(ends) or parted.duplicated().any():
        return ""
    return (
        f"{again} codes stand twice but for their end ({', '.join(ends)}): if that tells the wave, put it into a "
        "column of its own in a copy"
    )


def counted_within(tables, code):
    """The column within each of whose values no code stands twice at a wave, as a site that numbers its own people.

    ``tables`` are the cells of each wave.  It is looked for where many codes do stand twice; the same pairs must come
    again at another wave.  An empty text where there is none.

    >>> first = pd.DataFrame({"site": ["A", "A", "B", "B"], "no": ["1", "2", "1", "2"]}, dtype="str")
    >>> counted_within([first, first], "no")
    'site'
    """
    codes = [same_code(cells[code]) for cells in tables]
    tables = [cells[some != ""] for cells, some in zip(tables, codes, strict=True)]
    codes = [some[some != ""] for some in codes]
    if max((some.duplicated(keep=False).mean() for some in codes if len(some)), default=0) < MANY_TWICE:
        return ""
    for column in tables[0]:
        if column == code or not all(column in cells for cells in tables) or not _may_be_places(tables, column):
            continue
        pairs = [cells[column].str.strip() + "\n" + some for cells, some in zip(tables, codes, strict=True)]
        times = pd.concat([some.drop_duplicates() for some in pairs]).value_counts()
        alone = not any(some.duplicated().any() for some in pairs)
        if alone and (len(tables) < 2 or 2 * (times > 1).sum() >= len(times)):
            return column
    return ""


def shared(tables, code):
    """How many rows hold a code that a different row of their wave holds, where these are many; 0 where they are few.

    So it is where a household, a pair or a site has one code, or codes are given to others later.  Rows that are the
    same in every cell were only written twice.

    >>> rows = [("H1", "Yes"), ("H1", "No"), ("H2", "No"), ("H2", "No")]
    >>> shared([pd.DataFrame(rows, columns=["code", "q"], dtype="str")], "code")
    2
    """
    different = [cells.drop_duplicates() for cells in tables]
    codes = [same_code(cells[code])[lambda some: some != ""] for cells in different]
    twice = [int(some.duplicated(keep=False).sum()) for some in codes]
    return sum(twice) if any(n >= MANY_TWICE * len(some) and n for n, some in zip(twice, codes, strict=True)) else 0


def copies_agree(cells, keys, copies):
    """Whether rows of the same ``keys`` say nearly the same, as copies of one questionnaire do.

    ``copies`` is the column that tells them apart.

    >>> rows = [("1", "AB", "Yes"), ("1", "CD", "Yes"), ("2", "AB", "No"), ("2", "CD", "No")]
    >>> copies_agree(pd.DataFrame(rows, columns=["id", "typist", "q"], dtype="str"), ["id"], "typist")
    True
    """
    both = cells[cells.duplicated(keys, keep=False)].drop(columns=copies)
    alike = [(both.groupby(keys)[column].nunique() < 2).mean() for column in both if column not in keys]
    return bool(alike) and bool(sum(alike) / len(alike) >= COPIED)


def _may_be_places(tables, column):
    """Whether a column has a few values that are no answers, in every row."""
    texts = {text.strip().casefold() for cells in tables for text in cells[column].unique()}
    return 1 < len(texts) <= FEW and "" not in texts and not texts & (YES | NO)


def within_places(people, tables):
    """The :class:`who.Who` with a doubt where codes seem to be each site's own; ``tables`` are the cells of waves."""
    place = counted_within(tables, people.column) if people.column else ""
    if not place:
        return replace(_of_one_person(people, tables), within=_told_apart_by(tables, people.column))
    doubt = f"codes stand twice at a wave, but never within one `{place}`: if each counts its own people, make one "
    doubt += "column of both in a copy of the file, and the study from that; if it says who filled it in, `make all` "
    doubt += "asks whose counts (cleaning: prefer)"
    return replace(people, doubt=doubt, within=place)


def _told_apart_by(tables, code):
    """The column that says something else in each row of whoever has several at a wave; empty where it may be chance.

    >>> rows = [("1", "Parent"), ("1", "Child"), ("2", "Parent"), ("2", "Child"), ("3", "Child")]
    >>> _told_apart_by([pd.DataFrame(rows, columns=["id", "by"], dtype="str")], "id")
    'by'
    """
    if not code:
        return ""
    coded = [cells[same_code(cells[code]) != ""] for cells in tables]
    twice = [cells[same_code(cells[code]).duplicated(keep=False)] for cells in coded]
    people = sum(same_code(cells[code]).nunique() for cells in twice)
    for column in tables[0] if people > 1 else ():
        if column == code or not all(column in cells for cells in tables):
            continue
        if _may_be_places(tables, column) or all(_numbers_rows(cells, code, column) for cells in coded):
            pairs = [pd.Series(same_code(cells[code]) + "\n" + by_text(cells[column], caseless)) for cells in twice]
            if not any(some.duplicated().any() for some in pairs):
                return column
    return ""


def _of_one_person(people, tables):
    """The :class:`who.Who` with a doubt where many rows of one wave share a code."""
    rows = shared(tables, people.column) if people.column and not people.personal else 0
    if not rows:
        return people
    doubt = f"{rows} rows share a code with a different row of their wave: is each code one person's? If not, make "
    doubt += "codes of one person each in copies of the files, or say `linked: no`"
    return people.with_doubt(doubt)


def _numbers_rows(cells, code, column):
    """Whether a column numbers the rows of each person: 1 for all who have one, 1 and 2 for those who have two.

    >>> cells = pd.DataFrame({"id": ["A", "B", "B"], "attempt": ["1", "1", "2"]}, dtype="str")
    >>> _numbers_rows(cells, "id", "attempt"), _numbers_rows(cells[1:], "attempt", "id")
    (True, False)
    """
    numbers = cells[column].map(str.strip)
    if not numbers.str.fullmatch(r"[1-9]").all():
        return False
    whole = numbers.astype(int)
    return bool((whole.groupby(same_code(cells[code])).rank(method="first") == whole).all())


def codes_once(cells):
    """What to say of a column of codes of which many cells are empty below a filled one; empty where there is none."""
    for name in cells:
        empty = cells[name].str.strip() == ""
        below = int((empty & ~empty.shift(fill_value=True)).sum())
        if like_identifier(name) > 0 and below > len(cells) / 5:
            return f"`{name}` is empty in {below} rows below a code: write each person's code into all of their rows"
    return ""
