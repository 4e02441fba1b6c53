"""Where a file that nobody described yet says at which wave: in a column, or in the names of its columns."""

import difflib
import re
from dataclasses import dataclass

import pandas as pd

from firststeps.responses.given.problems import refusal
from firststeps.responses.proposing.people import candidates
from firststeps.responses.proposing.people.doubts import waves_in
from firststeps.responses.proposing.roles import (
    NAMES_SOMEBODY,
    QUESTION,
    WAVE,
    is_plain_identifier,
    like_identifier,
    words,
)
from firststeps.responses.texts.each import by_text, times_of
from firststeps.responses.texts.lexicon import NO, YES
from firststeps.responses.texts.wave_names import (
    GLUED,
    NAME,
    OCCASION,
    in_time,
    names_of_files,
    tells_wave,
    told_apart,
    ways_to_part,
    words_of_waves,
)
from firststeps.study.parts.texts import caseless, tidy

MOST = 12  # waves
MOST_QUESTIONS = 200  # rows of a table that somebody may have turned round
ALIKE = 0.8  # of the letters of a label and a slip of the pen
ARM = re.compile(r"_arm_\d+$| \(Arm \d+: .*\)$")  # of a trial, as REDCap writes it behind an event
EMPTY = "empty"  # the label of rows in which the wave is left empty
MOST_EMPTY = 0.1  # share of rows in which the wave may be missing: cleaning asks about them
NUMBERED = r"(.+?)([ _.\-]*)(\d{1,2})"
NUMBERED_STEMS = {"q", "question", "item", "frage", "v", "var", "col", "column"}  # Q1, Q2 ...: so many questions
BOX = {"", "0", "1", "true", "false", "checked", "unchecked", "ticked", "selected", "not selected"}


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
    choices = [choice for column in cells if (choice := _measured(cells, column, able))]
    choices = [choice for choice in choices if _convinces(cells, choice)]
    if find_repeated(cells):  # a row holds several waves, unless people stand in several rows
        choices = [choice for choice in choices if choice.candidates and choice.candidates[0].earned]
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


def _measured(cells, column, able):
    """A column as a wave column, with what finds people then; None where it cannot be one.

    ``able`` are the columns that may hold codes.  Where neither its labels nor its name speak of waves, nobody may
    stand twice at one of its values by a column that is called a code.
    """
    texts = by_text(cells[column], caseless)
    if (texts == "").mean() > MOST_EMPTY:
        return None
    labels = _labels(cells.loc[texts != "", column])
    if not 2 <= len(labels) <= MOST:
        return None
    if len(labels) > len(cells) / 1.5 and not all(map(tells_wave, labels)):
        return None
    if {label.casefold() for label in labels} <= (YES | NO) - {"0", "1", "2"} or waves_in(cells[column]):
        return None
    sure = all(map(tells_wave, labels)) and told_apart(labels)
    others = [name for name in able if name != column]
    called = [name for name in others if like_identifier(name) > 0]
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


def _convinces(cells, choice):
    """Whether a column tells the wave: by its labels, or because people come again and never twice at one of them."""
    best = choice.candidates[0] if choice.candidates else None
    if choice.sure:
        return True
    if best is None or not best.earned or cells[best.column].is_unique:
        return False
    if WAVE & {*words(choice.column)}:
        return True
    return _apart(cells, choice.column, best.column) and best.again > best.people / 2 and best.likeness > 0


def _apart(cells, wave, code):
    """Whether nobody stands twice at one of the values of ``wave``."""
    keys = pd.DataFrame({"who": candidates.same_code(cells[code]), "when": by_text(cells[wave], caseless)})
    return not keys[keys["who"] != ""].duplicated().any()


def _weight(cells, choice):
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


def find_repeated(cells):
    """Columns that seem to be one question at several waves: {stem: {wave: column}}, in the order of the file.

    >>> def repeated(*names):
    ...     return find_repeated(pd.DataFrame([["yes"] * len(names)], columns=names))
    >>> repeated("id", "age", "ips_1", "ips_2", "Q1", "Q2")
    {'ips': {'1': 'ips_1', '2': 'ips_2'}}
    >>> repeated("pre1", "pre2", "post1", "post2")
    {'1': {'pre': 'pre1', 'post': 'post1'}, '2': {'pre': 'pre2', 'post': 'post2'}}
    >>> repeated("q_pre", "q_post", "First name", "Last name")
    {'q': {'pre': 'q_pre', 'post': 'q_post'}}
    >>> repeated("Before the course: do you help?", "After the course: do you help?")
    {'do you help?': {'Before': 'Before the course: do you help?', 'After': 'After the course: do you help?'}}

    Columns that are called as waves are, and no more, are one question without a name; numbered boxes are none:

    >>> repeated("id", "before", "after")
    {'': {'before': 'before', 'after': 'after'}}
    >>> find_repeated(pd.DataFrame([["1", "0", "1"]], columns=["helps_1", "helps_2", "helps_3"]))
    {}
    """
    by_words = _by_words(list(cells)) or _by_words(list(cells), GLUED)
    rest = [name for name in cells if not any(name in columns.values() for columns in by_words.values())]
    numbered = {} if any(by_words) else _by_numbers(cells[rest])
    place = {name: i for i, name in enumerate(cells)}
    return dict(sorted((by_words | numbered).items(), key=lambda entry: min(place[name] for name in entry[1].values())))


def without_statements(repeated, labels):
    """What :func:`find_repeated` gives without questions numbered alike that ask different things, by their ``labels``.

    >>> repeated = {"Q1": {"1": "Q1_1", "2": "Q1_2"}, "q": {"1": "q1", "2": "q2"}}
    >>> labels = {"Q1_1": "Did you - Run a group", "Q1_2": "Did you - Join one", "q1": "Sure? (1)", "q2": "Sure? (2)"}
    >>> without_statements(repeated, labels)
    {'q': {'1': 'q1', '2': 'q2'}}
    """
    return {
        stem: columns
        for stem, columns in repeated.items()
        if not (all(map(str.isdigit, columns)) and _ask_different_things([labels.get(c, "") for c in columns.values()]))
    }


def _ask_different_things(labels):
    """Whether labels differ in more than numbers, and none of them names a time."""
    bare = {" ".join(word for word in words(NAME.sub(" ", label)) if not word.isdigit()) for label in labels}
    return all(labels) and len(bare) == len(labels) and not any(map(tells_wave, labels))


def refuse_turned_round(name, cells):
    """Refuse a file in which a column is a person and a row a question at a time; ``name`` is that of the file."""
    first, *people = list(cells) or [""]
    if len(people) < 4 or len(cells) > MOST_QUESTIONS or not cells[first].is_unique:
        return
    if not any(_by_words([*map(tidy, cells[first])])) or any(_by_words(people)):
        return
    shapes = [re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", person)) for person in people]
    alike = max(shapes.count(shape) for shape in {*shapes})
    if "9" in max(shapes, key=shapes.count) and alike > len(people) / 2:
        remedy = (
            "Turn it round in a copy (in a spreadsheet: copy, then paste special, transpose): a row for each person, "
        )
        remedy += "a column for each question. Then make the study from that."
        raise refusal(name, "a column for each person", "a row for each person", remedy, row=1)


def refuse_a_row_a_question(name, column):
    """Refuse a file whose ``column`` tells the question, a row for each answer: all would be taken for one."""
    if {*words(column)} & QUESTION:
        remedy = (
            "Make one row of each person's answers at a time, with a column for each question (in a spreadsheet: a "
            "pivot table; in R: pivot_wider), and make the study from that."
        )
        raise refusal(name, "a row for each answer", "a column for each question", remedy, column=column)


def by_occasions(cells):
    """Columns whose names differ by a month, a season, a date or a number in front alone: what may be waves, or not.

    >>> by_occasions(pd.DataFrame(columns=["id", "Group March", "Sure March", "Group June", "Sure June"]))
    {'Group': {'March': 'Group March', 'June': 'Group June'}, 'Sure': {'March': 'Sure March', 'June': 'Sure June'}}
    >>> [by_occasions(pd.DataFrame(columns=names)) for names in (["1_q", "2_q", "2. Why?"], ["1. A", "2. B"])]
    [{'q': {'1': '1_q', '2': '2_q'}}, {}]
    """
    groups = _by_words([*cells], OCCASION)
    most = max((len(columns) for columns in groups.values()), default=0)
    return {stem: columns for stem, columns in groups.items() if len(columns) == most <= MOST}


def _by_words(names, pattern=NAME):
    """Columns whose names differ by a wave alone, as ``pattern`` knows waves."""
    ways = [(stem, wave, name) for name in names for stem, wave in ways_to_part(name.strip(), pattern)]
    groups = {}
    for stem, wave, name in ways:
        groups.setdefault(stem.casefold(), []).append((stem, wave, name))
    taken, by_words = set(), {}
    for several in sorted(groups.values(), key=lambda some: -len({name for *_, name in some})):
        columns = {}
        for _, wave, name in several:
            if name not in taken and wave not in columns and name not in columns.values():
                columns[wave] = name
        if len(columns) > 1 and not {*words(several[0][0])} & NAMES_SOMEBODY:
            by_words[several[0][0]] = columns
            taken |= {*columns.values()}
    return by_words


def _by_numbers(cells):
    """Columns whose names differ by a number at the end alone: two, or as many as of another question.

    Boxes of one question are none, and three numbered columns that stand alone are rather its parts.
    """
    groups = {}
    for name in cells:
        numbered = re.fullmatch(NUMBERED, name.strip())
        if numbered and numbered[1].casefold() not in NUMBERED_STEMS and "___" not in name:
            groups.setdefault(numbered[1], {}).setdefault(numbered[3], name)
    several = {stem: columns for stem, columns in groups.items() if 1 < len(columns) <= MOST}
    several = {stem: columns for stem, columns in several.items() if not _boxes(cells, columns)}
    sets = [{*columns} for columns in several.values()]
    return {stem: columns for stem, columns in several.items() if len(columns) == 2 or sets.count({*columns}) > 1}


def _boxes(cells, columns):
    """Whether columns are boxes to tick: three or more, each of which holds 1 or nothing, or one text of its own."""
    texts = [{*map(caseless, cells[name].unique())} for name in columns.values()]
    one_text = all(len(different - {""}) <= 1 for different in texts)
    return len(columns) > 2 and (one_text or all(different <= BOX for different in texts))


def answered_at(cells):
    """Which rows hold anything in one of some columns: a Series of booleans."""
    return cells.apply(lambda column: column.str.strip() != "").any(axis=1)


def refuse_tables_of_all_waves(names, tables, linked):
    """Refuse several tables of which most hold every wave: they are sites, groups, people or typists, and no waves.

    ``names`` are those of the sheets or files, ``tables`` their cells; ``linked`` is whether anybody is found again.
    Where names tell times, as *2023* and *2024*, and nobody is, they are cohorts.
    """
    labels = names_of_files(names)
    numbers = all(in_time(label)[0] == 3 for label in labels)
    if told_apart(labels) and not (numbers and not linked):
        return
    if 2 * sum(_holds_waves(cells) for cells in tables) <= len(tables):
        return
    remedy = (
        "Each of them seems to hold the answers of all times. Copy their rows below one another into one table, with a "
        "column that says where each row comes from, and make the study from that. If the same questionnaires were "
        "typed twice, that column names the typist: where the two differ is then asked about."
    )
    raise refusal(" and ".join(names), "several tables with all times in each", "a table for each time", remedy)


def refuse_several_of_a_wave(names):
    """Refuse several files or sheets of one wave, as of two sites, beside others: ``names`` are theirs.

    >>> refuse_several_of_a_wave(["pre", "post"]), refuse_several_of_a_wave(["T1 pre", "T1 post", "T2 pre", "T2 post"])
    (None, None)
    """
    by_name = [tuple(word.casefold() for word in words_of_waves(name)) for name in names]
    everywhere = set.intersection(*map(set, by_name))
    own = [tuple(word for word in words if word not in everywhere) for words in by_name]
    if not all(own) or not 1 < len({*own}) < len(own):
        return
    wave = max(own, key=own.count)
    several = [name for name, words in zip(names, own, strict=True) if words == wave]
    remedy = (
        "Copy their rows below one another into one table, with a column that says where each row comes from; do the "
        "same for every other wave, and make the study from these."
    )
    number = "two" if len(several) == 2 else str(len(several))
    what = f"{number} tables of the wave {' '.join(wave)!r}"
    raise refusal(" and ".join(several), what, "a table for each wave", remedy)


def times_of_columns(tables):
    """What to ask about columns that stand in several tables of waves, though one of these holds several times of them.

    An empty text where there are none: so it is in a file that holds all earlier answers again.

    >>> first, later = pd.DataFrame({"q T1": ["Yes"]}), pd.DataFrame({"q T1": ["Yes"], "q T2": ["No"]})
    >>> times_of_columns([first, later])[:37]
    'And `q T1` stands in several files, t'
    """
    for cells in tables:
        groups = _by_words([*cells]) | _by_words([*cells], OCCASION)
        for columns in groups.values():
            others = [other for other in tables if other is not cells]
            again = [name for name in columns.values() if any(name in other for other in others)]
            if again:
                return (
                    f"And `{again[0]}` stands in several files, though one of these holds several times: does it tell "
                    "of each file's own time? If one file holds all answers, make the study from that file alone."
                )
    return ""


def _holds_waves(cells):
    """Whether the rows or the columns of one table alone tell several waves by their names."""
    column = find_wave_column(cells)
    tables = (cells[[*columns.values()]] for columns in _by_words(list(cells)).values())
    answered = any({caseless(text) for text in some.to_numpy().ravel()} - {""} <= YES | NO for some in tables)
    return bool(column and column.sure and column.candidates and column.candidates[0].earned) or answered


def called_twice(cells):
    """Columns of one name, of which the later ones have their letter behind it: {name: {letter: column}}.

    >>> called_twice(pd.DataFrame([["A1", "yes", "B2"]], columns=["Code", "Group", "Code (D)"]))
    {'Code': {'': 'Code', 'D': 'Code (D)'}}
    """
    matches = [(match[1], match[2], name) for name in cells if (match := re.fullmatch(r"(.+) \(([A-Z]{1,2})\)", name))]
    by_letter = {}
    for stem, letter, name in matches:
        if stem in cells:
            by_letter.setdefault(stem, {"": stem})[letter] = name
    return by_letter


def called_alike(cells):
    """Columns of one name that may be one question at several waves, in the order of the file: as `find_repeated`.

    All such names stand as often, with the letter of the spreadsheet behind the later ones, or a number as *q.1* has.

    >>> called_alike(pd.DataFrame([["A1", "Yes", "3", "No", "4"]], columns=["Code", "q", "r", "q (D)", "r (E)"]))
    {'q': {'1': 'q', '2': 'q (D)'}, 'r': {'1': 'r', '2': 'r (E)'}}
    >>> called_alike(pd.DataFrame([["A1", "Yes", "3", "No"]], columns=["Code", "q", "r", "q.1"]))
    {'q': {'1': 'q', '2': 'q.1'}}
    """
    groups = {stem: [*columns.values()] for stem, columns in called_twice(cells).items()}
    for name in cells:
        numbered = re.fullmatch(r"(.+)\.(\d)", name)
        if numbered and numbered[1] in cells and int(numbered[2]) == len(groups.get(numbered[1], [name])):
            groups.setdefault(numbered[1], [numbered[1]]).append(name)
    if len({len(columns) for columns in groups.values()}) != 1:
        return {}
    return {stem: {str(n): name for n, name in enumerate(columns, start=1)} for stem, columns in groups.items()}


def refuse_side_by_side(name, cells, repeated):
    """Refuse a file in which the codes of each wave stand in a column of their own, and other people in the same row.

    ``name`` is that of the file, ``repeated`` are the columns of each question by wave, of :func:`find_repeated`.
    """
    for stem, columns in repeated.items():
        candidate = candidates.measure(stem, [cells[column].rename(stem) for column in columns.values()])
        if candidate is None or not candidate.earned or candidate.personal or candidate.again < 3:
            continue
        joined = pd.concat([cells[column] for column in columns.values()])
        mixed = joined[joined.str.strip() != ""].str.contains(r"\d[^\W\d_]|[^\W\d_]\d").mean()
        if mixed < 0.5 and not is_plain_identifier(stem):  # scores of before and after are alike, too
            continue
        first, *others = (candidates.same_code(cells[column]) for column in columns.values())
        apart = [(first != other) & (first != "") & (other != "") for other in others]
        if sum(int(some.sum()) for some in apart) < 2:
            continue
        row = next(some.index[some][0] for some in apart if some.any())
        names = " and ".join(map(repr, columns.values()))
        remedy = (
            "These are tables of several times side by side: the same people stand in other rows. Copy the table of "
            "each time to a sheet of its own, named for the time, and make the study from that."
        )
        raise refusal(name, f"different people in {names}", "one person in a row", remedy, row=int(row))


def wave_of(cells, there, waves):
    """At which wave a question was asked that has one column: at the one where all who answered it were there.

    ``there`` says of each wave who answered then (:func:`answered_at`).  An empty text where it is known of somebody
    who was not there, as age and sex are: that is background.

    >>> columns = {"rating": ["", "3"], "age": ["31", "40"], "q1": ["yes", ""], "q2": ["", "no"]}
    >>> cells = pd.DataFrame(columns, dtype="str")
    >>> columns = {"pre": ["q1"], "post": ["q2"]}
    >>> there = {wave: answered_at(cells[names]) for wave, names in columns.items()}
    >>> wave_of(cells["rating"], there, ["pre", "post"]), wave_of(cells["age"], there, ["pre", "post"])
    ('post', '')
    """
    filled = cells.str.strip() != ""
    fits = [wave for wave in waves if (there[wave] | ~filled).all()]
    if not fits or not filled.any() or (filled.all() and len(fits) < len(waves)):
        return ""
    return max(fits, key=lambda wave: ((there[wave] & filled).sum() / max(1, there[wave].sum()), waves.index(wave)))
