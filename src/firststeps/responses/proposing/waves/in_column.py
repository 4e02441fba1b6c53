"""The wave in a column of its own: which column tells it, and in how many ways each wave is written."""

import difflib
import re
from dataclasses import dataclass

import pandas as pd

from firststeps.digits import plural
from firststeps.responses.proposing.people import candidates
from firststeps.responses.proposing.people.doubts import waves_in
from firststeps.responses.proposing.roles import WAVE, like_identifier, words
from firststeps.responses.proposing.waves.in_names import MOST, find_repeated
from firststeps.responses.texts.each import by_text, times_of
from firststeps.responses.texts.lexicon import NO, NUMBER_FIRST, YES
from firststeps.responses.texts.wave_names import in_time, tells_wave, told_apart
from firststeps.study.parts.texts import caseless, tidy

CLOCK = r"\d:\d\d"
DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
ALIKE = 0.8  # of the letters of a label and a slip of the pen
ARM = re.compile(r"_arm_\d+$| \(Arm \d+: .*\)$")  # of a trial, as REDCap writes it behind an event
WORDS = {word for word in YES | NO if not re.fullmatch(r"[012]([.,]0+)?", word)}  # for yes and no: they tell no wave
EMPTY = "empty"  # the label of rows in which the wave is left empty
TWICE = 0.05  # share of rows of somebody whose questionnaire stands there already
MOST_EMPTY = 0.1  # share of rows in which the wave may be missing: cleaning asks about them


@dataclass(frozen=True)
class WaveColumn:
    """The column of a long file that tells the wave: its labels in the order of the rows, and who is found by what.

    ``sure`` is whether its labels name waves; ``candidates`` are those of :mod:`candidates`, the best first.
    """

    column: str
    labels: tuple
    candidates: tuple
    sure: bool


def find_wave_column(cells):
    """The :class:`WaveColumn` of a file with a row for each person and wave, or None where no column seems to tell it.

    People are found again at its values, and hardly ever twice at one of them; a word in its header is only a hint.

    >>> rows = [("A1", "yes", "pre"), ("B2", "no", "pre"), ("A1", "no", "post"), ("B2", "yes", "post")]
    >>> found = find_wave_column(pd.DataFrame(rows, columns=["code", "Time for it?", "Survey"], dtype="str"))
    >>> found.column, found.candidates[0].sentence(2, first=True)
    ('Survey', '`code`: 2 of 2 people found at both')
    """
    cells = cells.set_axis(range(len(cells)))
    able = [column for column in cells if candidates.could_be_codes(column, cells[column])]
    asked = find_repeated(cells)
    again = "" if asked or _rows_are_people(cells, able) else candidates.come_again(cells)[0]
    choices = [choice for column in cells if (choice := _measured(cells, column, able, again))]
    choices = [choice for choice in choices if _convinces(cells, choice, again)]
    if asked:  # a row holds several waves, unless people stand in several rows
        taken = {name for columns in asked.values() for name in columns.values()}  # answers: no wave and no code
        choices = [choice for choice in choices if choice.candidates and choice.candidates[0].earned]
        choices = [choice for choice in choices if not taken & {choice.column, choice.candidates[0].column}]
    return max(choices, key=lambda choice: _weight(cells, choice), default=None)


def with_empty(cells):
    """The cells with :data:`EMPTY` where the wave is left empty, and the :class:`WaveColumn`; None where it is not so.

    The other cells of that column name waves, and people who stand in a row with one come again in a row without.

    >>> rows = [("A1", "", "no"), ("B2", "", "no"), ("A1", "follow-up", "no"), ("B2", "follow-up", "yes")]
    >>> filled, wave = with_empty(pd.DataFrame(rows, columns=["code", "survey", "q"], dtype="str"))
    >>> wave.labels, filled["survey"].tolist()[1:3]
    (('empty', 'follow-up'), ['empty', 'follow-up'])
    """
    able = [column for column in cells if candidates.could_be_codes(column, cells[column])]
    for column in cells:
        texts = by_text(cells[column], tidy)
        labels = {text.casefold() for text in texts.unique()} - {""}
        if (texts == "").mean() <= MOST_EMPTY or not 1 <= len(labels) < MOST or not all(map(tells_wave, labels)):
            continue
        filled = cells.assign(**{column: texts.where(texts != "", EMPTY)})
        choice = _measured(filled.set_axis(range(len(cells))), column, able)
        best = choice.candidates[0] if choice and choice.candidates else None
        if best and best.earned and best.again > best.people / 4 and _apart(filled, column, best.column):
            return filled, choice
    return None


def _rows_are_people(cells, able):
    """Whether what is called a code is another one in each row: then it is no person who comes again, but a pair."""
    return any(like_identifier(name) > 0 and cells[name].is_unique for name in able)


def _measured(cells, column, able, again=""):
    """A column as a wave column, with what finds people then; None where it cannot be one.

    ``able`` are the columns that may hold codes.  Where neither its labels nor its name speak of waves, nobody may
    stand twice at one of its values by a column that is called a code, or by the codes of which most come ``again``.
    """
    texts = by_text(cells[column], caseless)
    if (texts == "").mean() > MOST_EMPTY:
        return None
    labels = _labels(cells.loc[texts != "", column])
    if not 2 <= len(labels) <= MOST:
        return None
    if len(labels) > len(cells) / 1.5 and not all(map(tells_wave, labels)):
        return None
    if {label.casefold() for label in labels} <= WORDS or waves_in(cells[column]):
        return None
    sure = all(map(tells_wave, labels)) and told_apart(labels)
    others = [name for name in able if name != column]
    called = [name for name in others if like_identifier(name) > 0 or name == again]
    if not sure and not WAVE & {*words(column)} and not any(_apart(cells, column, name) for name in called):
        return None
    tables = [cells.loc[texts == label.casefold(), others] for label in labels]
    return WaveColumn(column, labels, tuple(candidates.by_waves(tables, others)), sure)


def _labels(cells):
    """The different labels, each written as it is most often; letter case and blanks make no difference.

    >>> _labels(pd.Series(["Pre", "pre ", "Pre", "post"]))
    ('Pre', 'post')
    """
    ways = {}
    for text, times in times_of(cells, tidy).items():
        ways.setdefault(text.casefold(), []).append((-times, text))
    return tuple(min(written)[1] for written in ways.values())


def _convinces(cells, choice, again):
    """Whether a column tells the wave: by its labels, or because people come again and never twice at one of them.

    These people are told by a column that is called a code, or by the codes of which most come ``again``.
    """
    best = choice.candidates[0] if choice.candidates else None
    if choice.sure:
        return bool(best and best.earned) or not _days_of_people(cells, choice)
    if best is None or not best.earned or cells[best.column].is_unique:
        return False
    if WAVE & {*words(choice.column)}:
        return True
    codes = best.likeness > 0 or best.column == again
    return codes and _apart(cells, choice.column, best.column) and best.again > best.people / 2


def _days_of_people(cells, choice):
    """Whether a column holds the day of each row, and a row is a person's: a column that is called a code says so."""
    called = [name for name in cells if like_identifier(name) > 1]
    return all(re.fullmatch(DAY, label) for label in choice.labels) and any(cells[name].is_unique for name in called)


def _apart(cells, wave, code):
    """Whether hardly anybody stands twice at one of the values of ``wave``: one row in twenty may be entered twice."""
    keys = pd.DataFrame({"who": candidates.same_code(cells[code]), "when": by_text(cells[wave], caseless)})
    return keys[keys["who"] != ""].duplicated().sum() <= TWICE * len(keys)


def _weight(cells, choice):
    """How much speaks for a column that tells the wave, as a key to sort by."""
    best = choice.candidates[0] if choice.candidates else None
    people = best.again if best and best.earned else 0
    apart = people > 0 and _apart(cells, choice.column, best.column)
    return choice.sure, bool(WAVE & {*words(choice.column)}), apart, people


def one_wave_each(cells, wave, code):
    """The labels of a wave column that seem to be one wave, written in several ways: ({label: [ways]}, what is asked).

    The arms of a trial in REDCap are the same events and certain.  A label that says the same of time as another, or
    stands in a row or two and is a slip of the pen away from another, is asked about; where somebody whom ``code``
    tells stands at both, they are two.

    >>> rows = [("A1", "pre"), ("B2", "pre"), ("C3", "Pre-course"), ("A1", "pst"), ("B2", "post"), ("C3", "post")]
    >>> cells = pd.DataFrame(rows, columns=["code", "when"], dtype="str")
    >>> one_wave_each(cells, WaveColumn("when", ("pre", "Pre-course", "pst", "post"), (), True), "code")
    ({'pre': ['pre', 'Pre-course'], 'post': ['post', 'pst']}, ['Pre-course', 'pst'])
    """
    armless = {label: ARM.sub("", label) for label in wave.labels}
    if len({*armless.values()}) < len(armless) and all(armless.values()):
        ways = {}
        for label, event in armless.items():
            ways.setdefault(event, []).append(label)
        return ways, []
    texts = by_text(cells[wave.column], caseless)
    rows = {label: cells.index[texts == label.casefold()] for label in wave.labels}
    who = candidates.same_code(cells[code]) if code else None
    ways, asked = {}, []
    for label in sorted(wave.labels, key=lambda label: -len(rows[label])):
        same = [other for other in ways if who is None or not {*who[rows[label]]} & {*who[rows[other]]} - {""}]
        other = next((other for other in same if _says_the_same(label, other, len(rows[label]))), label)
        ways.setdefault(other, []).append(label)
        asked += [label] * (other != label)
    return {label: ways[label] for label in wave.labels if label in ways}, asked


def _says_the_same(label, other, rows):
    """Whether a label says the same of time as ``other``, or is a slip of the pen in few ``rows``."""
    rank, numbers, _ = in_time(label)
    if re.findall(r"\d+", label) != re.findall(r"\d+", other):
        return False
    if tells_wave(label) and tells_wave(other):
        return (rank, numbers) == in_time(other)[:2] and (rank < 3 or rows < 3)
    return rows < 3 and difflib.SequenceMatcher(None, label.casefold(), other.casefold()).ratio() >= ALIKE


def never_both(cells, column, labels, code):
    """What to ask where nobody stands at two of several numbers that follow one another, as weeks 11 to 14; else empty.

    >>> rows = [("A1", "0"), ("B2", "0"), ("C3", "0"), ("A1", "11"), ("B2", "12"), ("C3", "12")]
    >>> never_both(pd.DataFrame(rows, columns=["code", "week"], dtype="str"), "week", ["0", "11", "12"], "code")[:51]
    'And nobody stands at two of 11 and 12: are they one'
    """
    if not code or not all(re.fullmatch(r"\d+", label) for label in labels):
        return ""
    who, at = candidates.same_code(cells[code]), by_text(cells[column], tidy)
    people = {label: {*who[at == label]} - {""} for label in labels}
    group = []
    for label in reversed(labels):
        if any(people[label] & people[other] for other in group):
            break
        group.insert(0, label)
    before = {person for label in labels if label not in group for person in people[label]}
    again = before & {person for label in group for person in people[label]}
    if len(group) < 2 or 2 * len(again) < len(before):
        return ""
    several = f"{', '.join(group[:-1])} and {group[-1]}"
    codes = ", ".join(f'"{label}"' for label in group)
    return f"And nobody stands at two of {several}: are they one wave? Then one line holds all (codes: [{codes}])."


def said_of_numbers(column, labels):
    """What to ask where the name of a column of waves says of its numbers that the later one comes first; else empty.

    >>> said_of_numbers("Time (1 = after, 2 = before)", ["1", "2"])
    'And as `Time (1 = after, 2 = before)` says, 2 is before and 1 is after: put them in that order.'
    >>> said_of_numbers("Time (1 = before, 2 = after)", ["1", "2"])
    ''
    """
    meanings = {number: word for number, word in re.findall(NUMBER_FIRST, column) if tells_wave(word)}
    explained = [label for label in labels if label in meanings]
    ordered = sorted(explained, key=lambda label: in_time(meanings[label])[:2])
    if len(explained) < 2 or ordered == explained:
        return ""
    return f"And as `{column}` says, {' and '.join(f'{n} is {meanings[n]}' for n in ordered)}: put them in that order."


def told_by_rows(tables, labels):
    """Columns that name a wave in every row of tables that are waves, and what to ask where they name another wave.

    ``tables`` are the cells of each wave, ``labels`` what the waves are called.

    >>> first, second = pd.DataFrame({"Wave": ["pre", "pre"]}), pd.DataFrame({"Wave": ["pre", "post"]})
    >>> told_by_rows([first, second], ["pre", "post"])
    (['Wave'], 'And `Wave` says pre in 1 row of post: are these rows of another time, or is its name wrong?')
    """
    columns = [c for c in tables[0] if all(c in cells and _names_waves(cells[c]) for cells in tables)]
    columns = [c for c in columns if WAVE & {*words(c)} or _fit([cells[c] for cells in tables], labels)]
    for column in columns:
        for cells, own in zip(tables, labels, strict=True):
            others = {other.casefold() for other in labels if _at(other) != _at(own)}
            texts = by_text(cells[column], tidy)
            odd = texts[by_text(texts, lambda text, own=own: bool(text) and _at(text) != _at(own)) & (len(others) > 0)]
            known = [text for text in odd.unique() if any(_at(text) == _at(other) for other in labels)]
            if tells_wave(own) and known:
                where = f"And `{column}` says {', '.join(known)} in {plural(len(odd), 'row')} of {own}"
                return columns, f"{where}: are these rows of another time, or is its name wrong?"
    return columns, ""


def _names_waves(cells):
    """Whether some cells are filled, and each of them names one of a few waves: times of day are more."""
    different = cells.unique()
    texts = {*map(tidy, different[: 4 * MOST])} - {""}
    return (
        len(different) <= 4 * MOST
        and 0 < len(texts) <= MOST
        and all(map(tells_wave, texts))
        and not any(re.search(CLOCK, text) for text in texts)
    )


def _fit(columns, labels):
    """Whether most cells of each wave name it, or all of them one and the same of these waves."""
    at, waves = [by_text(cells, tidy).map(_at) for cells in columns], [*map(_at, labels)]
    one = all(len({*some}) == 1 and some.iloc[0] in waves for some in at)
    return one or all((some == own).mean() > ALIKE for some, own in zip(at, waves, strict=True))


def _at(label):
    """What a name of a wave says of time, as one text."""
    rank, numbers, _ = in_time(label)
    return f"{rank} {numbers}"


def find_copies(cells, code, wave):
    """The column that tells copies of one questionnaire apart, such as who typed it in; an empty text if there is none.

    >>> rows = [("1", "AB", "pre"), ("1", "CD", "pre"), ("2", "AB", "pre"), ("2", "CD", "pre")]
    >>> find_copies(pd.DataFrame(rows, columns=["id", "typist", "wave"], dtype="str"), "id", "wave")
    'typist'
    """
    twice = cells.duplicated([code, wave], keep=False)
    if twice.mean() < 0.5:
        return ""
    few = [c for c in cells if c not in (code, wave) and 2 <= cells[c].nunique() <= 3]
    return next((c for c in few if not cells.duplicated([code, wave, c]).any()), "")
