"""Which column tells who answered, by a measure: how many of its values are found again at another wave.

A column earns it by people who come again.  What counts the rows, or is a survey program's number of the response,
finds the same numbers at each wave and nobody: it is never a person.  An e-mail address or a name can be the key where
nothing else is; then codes are made of it (``identifier > made_codes``), and it is in nothing that is shown.
"""

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.responses.cleaning.people import plain
from firststeps.responses.proposing.roles import A_PERSON, OF_THE_SHEET, is_plain_identifier, like_identifier, words
from firststeps.responses.texts.dates import read_date
from firststeps.responses.texts.each import by_text, times_of
from firststeps.responses.texts.lexicon import NO, YES
from firststeps.responses.texts.personal_columns import NAMES, WORDS, are_names
from firststeps.responses.texts.wave_names import tells_wave
from firststeps.study.parts.texts import tidy

LONGEST = 60  # letters of a code, an e-mail address or a name
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
CLOCK = re.compile(r"[\d\s:/.,+T-]*\d[:/.]\d\d[\d\s:/.,+T-]*(?:[AP]\.?M\.?|GMT|UTC|Z|\s)*", re.IGNORECASE)
NAMED = {"name", "names", "surname", "firstname", "lastname", "fullname", "vorname", "nachname", "nom", "prénom"}
NAMED |= {"nombre", "apellido", "naam", "enw", "forename"} | WORDS[NAMES]
MADE_UP = {"pseudonym", "pseudonyme", "alias", "nickname", "codename", "pseudoniem", "seudónimo"}
FEW = 12  # small numbers in a column that nothing calls a code are answers on a scale
MOST_WAVES = 6  # rows in which a code of nobody knows what stands
SHORT = 40  # letters of a column's name in a sentence


@dataclass(frozen=True)
class Candidate:
    """A column that may tell who answered, and what speaks for it.

    ``again`` of its ``people`` different values are found at two waves or more; ``doubt`` is why it is nobody's code,
    ``rises`` whether it is a number that rises down the rows, ``personal`` what of a person its cells hold,
    ``likeness`` how much its name says that it is a code, ``token`` whether its cells are single words with a digit in
    most, ``twice`` how many rows hold what another row of the same wave holds, ``bare`` whether its cells are small
    numbers that nothing calls a code, as ages are.
    """

    column: str
    again: int
    people: int
    doubt: str = ""
    rises: bool = False
    personal: str = ""
    likeness: int = 0
    token: bool = False
    twice: int = 0
    bare: bool = False

    @property
    def earned(self):
        """Whether people are found again by it."""
        return self.again > 0 and not self.doubt

    def sentence(self, waves, first=False):
        """What was measured, in words.

        >>> Candidate("code", 10, 16).sentence(2, first=True)
        '`code`: 10 of 16 people found at both'
        >>> Candidate("Id", 12, 14, "it numbers the rows").sentence(2)
        '`Id`: 12, but it numbers the rows'
        """
        name = f"`{short(self.column)}`"
        but = f", {'but ' * bool(self.again)}{self.doubt}" if self.doubt else ""
        if waves < 2:
            return f"{name}: {plural(self.people, 'different value')}{but}"
        where = "at both" if waves == 2 else "at two waves or more"
        whom = f" of {plural(self.people, 'person', 'people')} found {where}" if first else ""
        return f"{name}: {f'{self.again:,}' if self.again else 'nobody'}{whom}{but}"


def short(name):
    """A column's name, cut where it is a whole question.

    >>> short("Please make your personal code: first two letters of your mother's first name")
    'Please make your personal code: first...'
    >>> short("q" * 90) == "q" * 40 + "..."
    True
    """
    if len(name) <= SHORT:
        return name
    return (name[: SHORT + 1].rpartition(" ")[0].rstrip(" ,;:") or name[:SHORT]) + "..."


def same_code(codes):
    """Codes as they are compared here: as people write them differently, without letter case, blanks, leading noughts.

    >>> same_code(pd.Series(["ma12le ", "LI-09-YO", "007"])).tolist()
    ['ma12le', 'li9yo', '7']
    """
    return pd.Series(plain(by_text(codes, tidy)), codes.index, dtype="str")


def measure(column, by_wave):
    """The :class:`Candidate` of a column, or None where it cannot tell people apart.

    ``by_wave`` holds its cells for each wave, each a Series in the order of the rows, its index their place there.
    """
    filled = [cells[cells.str.strip() != ""] for cells in by_wave]
    everything = pd.concat(filled)
    likeness = like_identifier(column)
    if not _could_be_codes(everything, sum(map(len, by_wave)), likeness, is_plain_identifier(column)):
        return None
    codes = [same_code(cells) for cells in filled]
    if not _tell_apart(codes, likeness):
        return None
    first_seen = pd.concat([pd.Series(list(dict.fromkeys(some)), dtype="str") for some in codes])
    times = first_seen.value_counts()
    personal = _personal(column, everything, filled)
    full = _without_gaps(filled)
    rises = _rise(filled) or full
    doubt = ""
    plainly = all(_numbers(cells) is not None for cells in filled)  # behind a word they may be people's all the same
    if plainly and ((rises and _count(filled)) or (full and len({*map(len, filled)}) > 1)):
        doubt = "it numbers the rows"
    again = int((times > 1).sum())
    if not doubt and {*words(column)} & OF_THE_SHEET and (rises or (again == 0 and len(by_wave) > 1)):
        doubt = "it numbers the responses"
    token = everything.str.fullmatch(r"\s*\S+\s*").all() and everything.str.contains(r"\d").mean() > 0.5
    twice = sum(int(some.duplicated(keep=False).sum()) for some in codes)
    its_words = {*words(column)}
    called = likeness > 0 or (bool(its_words) and its_words <= A_PERSON)
    bare = not called and bool(everything.str.fullmatch(r"\s*\d{1,3}([.,]0+)?\s*").all())
    bare = bare and not (twice == 0 and _count_people(everything.unique()))
    return Candidate(column, again, len(times), doubt, rises, personal, likeness, bool(token), twice, bare)


def could_be_codes(column, cells):
    """Whether a column may hold codes in any division of its rows into waves: what no measure need look at twice.

    >>> codes, numbers = pd.Series(["MA12", "JO03"], dtype="str"), pd.Series(["1", "3"], dtype="str")
    >>> could_be_codes("x", codes), could_be_codes("x", numbers), could_be_codes("id", numbers)
    (True, False, True)
    """
    likeness, filled = like_identifier(column), cells[cells.str.strip() != ""]
    if likeness < 1 and filled.nunique() <= FEW and filled.str.fullmatch(r"\s*\d{1,2}([.,]0+)?\s*").all():
        return False
    return _could_be_codes(filled, len(cells), likeness, is_plain_identifier(column))


def _could_be_codes(cells, rows, likeness, plain):
    """Whether cells look like codes, names or addresses: filled, not long, no yes or no, no dates, no decimals.

    Below a name that says nothing else (``plain``), the numbers of one or two people are codes, as 1 and 2.
    """
    if not len(cells) or len(cells) < rows / 2:
        return False
    different = times_of(cells, tidy)
    if len(different) < (1 if likeness > 0 else 2) or max(map(len, different)) > LONGEST:
        return False
    numbered = plain and all(map(str.isdigit, different))
    if not numbered and {text.casefold() for text in different} <= YES | NO:
        return False
    if likeness < 1 and len(different) < len(cells) and all(map(tells_wave, different)):
        return False
    for is_no_code in (re.compile(r"-?\d+[.,]\d*[1-9]\d*").fullmatch, _is_time):
        if 2 * sum(times for text, times in different.items() if is_no_code(text)) >= len(cells):
            return False
    return likeness > 0 or sum(times * len(text.split()) for text, times in different.items()) < 4 * len(cells)


def _is_time(text):
    """Whether a text is a date or a time of day and no more: with initials beside it, it may be somebody's code.

    >>> [_is_time(text) for text in ("13/05/2024", "2024-05-13T09:05:00+01:00", "9:05 AM", "08.06. BL")]
    [True, True, True, False]
    """
    return not read_date(text, "day-first")[1] or CLOCK.fullmatch(text) is not None


def _tell_apart(codes, likeness):
    """Whether hardly any value stands twice at one wave; where the name says that it is a code, some may."""
    single = [len(some.unique()) / len(some) for some in codes if len(some)]
    return bool(single) and min(single) >= (0.3 if likeness > 0 else 0.75)


def _numbers(cells):
    """Cells as whole numbers; None where one is none."""
    return cells.astype(int).to_numpy() if len(cells) and cells.str.fullmatch(r"\s*\d{1,15}\s*").all() else None


def _counted(cells):
    """The numbers of cells that hold nothing but a number behind the same word, as *Voter 1*; None where they do not.

    >>> _counted(pd.Series(["Voter 1", "Voter 2"])).tolist(), _counted(pd.Series(["MA1", "JO2"]))
    ([1, 2], None)
    """
    word = re.match(r"\D*", common_start(cells))[0]
    return _numbers(cells.str.slice(len(word)))


def _rise(by_wave):
    """Whether all cells are whole numbers that rise, or fall, from row to row of each wave, its rows together."""
    numbers = [_numbers(cells) for cells in by_wave]
    if not _together(by_wave) or any(some is None for some in numbers):
        return False
    return any(all((way * np.diff(some) > 0).all() for some in numbers) for way in (1, -1))


def _without_gaps(by_wave):
    """Whether several waves, the rows of each together, hold every number from one and the same on, in any order.

    So it is with numbers of responses after the rows were sorted otherwise, and with people of whom none was missing.
    """
    numbers = [_counted(cells) for cells in by_wave]
    if len(by_wave) < 2 or not _together(by_wave) or any(some is None for some in numbers):
        return False
    full = (np.array_equal(np.sort(some), np.arange(some.min(), some.min() + len(some))) for some in numbers)
    return len({int(some.min()) for some in numbers}) == 1 and all(full)


def _together(by_wave):
    """Whether the rows of each wave stand together in the file."""
    return all((np.diff(cells.index) == 1).mean() > 0.5 for cells in by_wave if len(cells) > 1)


def _count(by_wave):
    """Whether cells count 1, 2, 3 ... (or on from another number, or down) along the rows of each wave."""
    return max(map(len, by_wave)) > 1 and all((np.abs(np.diff(_numbers(cells))) == 1).all() for cells in by_wave)


def _count_people(codes):
    """Whether small numbers begin with 0 or 1 and hardly leave one out, as ages never do.

    >>> _count_people(["1,0", "02", "4", "5"]), _count_people(["21", "34", "35"])
    (True, False)
    """
    numbers = {float(code.replace(",", ".")) for code in codes}
    return min(numbers) <= 1 and max(numbers) <= 1.5 * len(numbers)


def _personal(column, cells, by_wave):
    """What of a person the cells of a column hold, or an empty text; ``by_wave`` are those of each wave."""
    if cells.str.strip().str.fullmatch(EMAIL.pattern).mean() > 0.5:
        return "e-mail addresses"
    if NAMED & {*words(column)} and not cells.str.contains(r"\d").any():
        return "names"
    if not {*words(column)} & MADE_UP and all(map(are_names, by_wave)):
        return "names"
    return ""


def ranked(candidates):
    """Candidates, the best first: codes before numbers that rise, both before what is personal.

    What is personal comes first where it finds twice as many people as any code; of that, what fewer people share.
    Numbers that nothing calls a code, as ages are, and numbers that rise come behind a code that finds half as many.
    """
    codes = [c for c in candidates if c.earned and not c.personal]
    last = max((c.again for c in codes if not c.bare), default=0)
    certain = max((c.again for c in codes if not c.rises and not c.bare), default=0)
    called = max((c.again for c in candidates if c.earned and not c.bare), default=0)

    def key(candidate):
        """The key by which the better candidate comes first."""
        beaten = bool(candidate.personal) and candidate.again < 2 * max(last, 1)
        shared = candidate.twice if candidate.personal else 0
        bare = candidate.bare and 2 * called >= candidate.again
        rises = candidate.rises and 2 * certain >= candidate.again
        names = candidate.personal == "names"
        return not candidate.earned, beaten, bare, shared, rises, -candidate.again, names, -candidate.likeness

    return sorted(candidates, key=key)


def by_waves(tables, columns, labels=None):
    """The candidates among ``columns``, ranked; ``tables`` are the cells of each wave, frames with those columns.

    ``labels`` are the questions in full of some: one that asks for a code makes it no bare number, whatever its name.
    """
    measured = [measure(column, [cells[column] for cells in tables]) for column in columns]
    asked = {column for column, label in (labels or {}).items() if like_identifier(label) > 0}
    called = [replace(c, bare=c.bare and c.column not in asked) for c in measured if c is not None]
    return ranked(called)


def across(first, second, columns, others):
    """The two columns, differently called, by which most people of two waves are found: a pair, or None.

    ``columns`` are those of the frame ``first`` that may be it, ``others`` those of ``second``.

    >>> first, second = pd.DataFrame({"Code": ["A1", "B2", "C3"]}), pd.DataFrame({"Your code": ["B2", "A1"]})
    >>> across(first, second, ["Code"], ["Your code"])
    ('Code', 'Your code')
    """
    pairs = []
    for column in columns:
        for other in others:
            candidate = measure(column, [first[column], second[other].rename(column)])
            if candidate is not None and candidate.earned and not candidate.rises and candidate.again > 1:
                pairs.append((candidate.again, column, other))
    best = max(pairs, default=None)
    return best[1:] if best and best[0] >= min(len(first), len(second)) / 5 else None


def by_rows(cells):
    """The candidates of a file that has a row for each person, ranked: a code is then what differs from row to row.

    There even a number of the row tells people apart; a number that nothing calls a code, such as an age, does not.
    """
    measured = [c for c in (measure(column, [cells[column]]) for column in cells) if c is not None]
    measured = [c for c in measured if c.people > 0.75 * (cells[c.column].str.strip() != "").sum()]
    measured = [c for c in measured if c.likeness > 0 or not cells[c.column].str.fullmatch(r"[\s\d.,]*").all()]
    return sorted(
        measured, key=lambda c: (bool(c.personal), c.likeness < 1, bool(c.doubt), c.rises, -c.likeness, -c.people)
    )


def common_start(texts):
    """The letters with which all of some texts begin.

    >>> common_start(["P01", "P02"]), common_start([])
    ('P0', '')
    """
    first, last = min(texts, default=""), max(texts, default="")
    return first[: next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]


def come_again(cells):
    """The column of codes of which most stand in several rows, with how many: ("", 0) where there is none.

    So it is where people filled in one form twice, and no column says when.  What nothing calls a code is taken for
    one where each of its cells is one word of letters and digits, and none stands in many rows.

    >>> come_again(pd.DataFrame({"code": ["A1", "B2", "A1", "B2", "C3"], "q": ["Yes", "No", "No", "No", "Yes"]}))
    ('code', 2)
    """
    measured = [(name, _several_times(name, cells[name])) for name in cells]
    times = {c.column: same_code(cells[name])[lambda codes: codes != ""].value_counts() for name, c in measured if c}
    again = {name: int((counts > 1).sum()) for name, counts in times.items()}
    best = max(again, key=again.get, default="")
    return (best, again[best]) if best and again[best] > 1 and 2 * again[best] > len(times[best]) else ("", 0)


def _several_times(name, cells):
    """The :class:`Candidate` of a column of codes that may stand in several rows each, or None."""
    if like_identifier(name) > 0:
        return measure(name, [cells])
    filled = cells[cells.str.strip() != ""]
    mixed = filled.str.fullmatch(r"\s*(?=\S*\d)(?=\S*[^\W\d_])\w{4,}\s*")
    often = same_code(filled).value_counts()
    if (
        not len(filled)
        or not mixed.all()
        or often.max() > MOST_WAVES
        or not _could_be_codes(filled, len(cells), 0, False)
    ):
        return None
    return Candidate(name, 0, len(often))


def evidence(candidates, waves):
    """What was measured of the candidates, in a line; of those that find nobody only what is called a code is named."""
    worth = [c for c in candidates if c.again or c.likeness > 0 or waves < 2][:3]
    return "; ".join(candidate.sentence(waves, not place) for place, candidate in enumerate(worth))
