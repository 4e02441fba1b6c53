"""What may be waves though no name of a column says so: letters, numbers and headings, for a person to confirm."""

import re

from firststeps.responses.proposing import column_profiles
from firststeps.responses.proposing.roles import NAMES_SOMEBODY, words
from firststeps.responses.proposing.waves.in_names import MOST, NUMBERED_STEMS, differ_by_wave
from firststeps.responses.texts.wave_names import NAME, tells_wave, ways_to_part

SEPARATOR = r"[ _.\-:|/]+"
SIGN = r"[A-Za-z]{1,3}|[A-Za-z]{1,2}\d{1,2}"
PAIRS = (("old", "new"), ("previous", "current"), ("prior", "current"), ("past", "present"), ("past", "current"))
WORD = "|".join({word for pair in PAIRS for word in pair})
LETTERS = ("abcd", "xyz")  # x and y as pandas calls the columns of two tables that it joins
ROMAN = ("i", "ii", "iii", "iv")
THIRD = "third"
WAYS = (  # a sign behind a question, in brackets, in front of it, or right behind it
    rf"(?P<stem>.+?){SEPARATOR}(?P<sign>{SIGN}|{WORD})",
    rf"(?P<stem>.+?)\s*[\(\[](?P<sign>{SIGN}|{WORD}|\d{{1,2}})[\)\]]",
    rf"(?P<sign>{SIGN}|{WORD}){SEPARATOR}(?P<stem>.+)",
    r"(?P<stem>.*[a-z])(?P<sign>[A-D])",
    r"(?P<stem>.*\d)(?P<sign>[A-Da-d])",
)
TWO_WORDS = (
    rf"(?P<sign>[^\W\d_]{{2,20}}){SEPARATOR}(?P<stem>.+)",
    rf"(?P<stem>.+?){SEPARATOR}[(\[]?(?P<sign>[^\W\d_]{{2,20}})[)\]]?",
)
# of columns beside those of the waves: what was worked out of them, or hoped for
WORKED_OUT = """change diff difference delta gain improvement improved worse mean average avg sum total max min target
    goal aim expected ideal correct differenz veränderung mittelwert summe ziel différence écart moyenne objectif
    diferencia cambio media meta differenza variazione obiettivo verschil gemiddelde doel skillnad medel różnica
    średnia suma"""
WORKED_OUT = {*WORKED_OUT.split()}
NUMBERED = re.compile(rf"(?:{'|'.join(NUMBERED_STEMS)})?\W*\d+", re.IGNORECASE)  # a question called Q1 or 1


def by_headings(labels):
    """Columns of which the headings in full say when they were asked, though their names do not: as `find_repeated`.

    >>> by_headings({"Q1a": "Do you help? - Before", "Q1b": "Do you help? - Now", "Q2": "Why?"})
    {'Do you help?': {'Before': 'Q1a', 'Now': 'Q1b'}}
    """
    column_of = {}
    for name, label in labels.items():
        column_of.setdefault(label, []).append(name)
    column_of = {label: names[0] for label, names in column_of.items() if len(names) == 1 and label.strip()}
    repeated = differ_by_wave([*column_of])
    if not repeated:
        return _reworded(labels)
    return {stem: {wave: column_of[label] for wave, label in several.items()} for stem, several in repeated.items()}


def _reworded(labels):
    """Columns that a sign alone tells apart, of which the headings name different times, in whatever words.

    >>> _reworded({"Q1a": "Did you help before the course?", "Q1b": "Do you help now?"})
    {'Q1': {'before': 'Q1a', 'now': 'Q1b'}}
    """
    for way in WAYS:
        groups = {}
        for stem, columns in told_apart([*labels], way).items():
            waves = {parted[0][1]: name for name in columns.values() if (parted := ways_to_part(labels[name]))}
            if len(waves) == len(columns):
                groups[stem] = waves
        if groups:
            return groups
    return {}


def by_signs(cells, labels):
    """Columns of one question but for a letter, a number behind one, or a word such as *old* and *new*.

    Two questions are told apart in the same way, or headings in full (``labels``) are the same; what pandas calls x and
    y is enough.  The parts of a numbered question, as Q1a and Q1b, are none unless their headings are the same.

    >>> import pandas as pd
    >>> def signs(*names, **labels):
    ...     return by_signs(pd.DataFrame([["yes"] * len(names)] * 2, columns=names), labels)
    >>> signs("id", "age", "group_x", "group_y")
    {'group': {'x': 'group_x', 'y': 'group_y'}}
    >>> signs("F2_group", "F2_sure", "F1_group", "F1_sure")
    {'group': {'F1': 'F1_group', 'F2': 'F2_group'}, 'sure': {'F1': 'F1_sure', 'F2': 'F2_sure'}}
    >>> signs("Q1a", "Q1b", "Q2a", "Q2b"), signs("Q1a", "Q1b", Q1a="Do you help?", Q1b="Do you help?")
    ({}, {'Q1': {'a': 'Q1a', 'b': 'Q1b'}})
    >>> signs("group_a", "group_b"), signs("Q1_a", "Q1_b", "Q2_a", "Q2_b")
    ({}, {})
    """
    for way in WAYS:
        groups = _comparable(told_apart([*cells], way), cells, labels)
        same = {stem: columns for stem, columns in groups.items() if _same_heading(columns, labels)}
        in_words = {stem: columns for stem, columns in groups.items() if not NUMBERED.fullmatch(stem)}
        joined = {stem: columns for stem, columns in groups.items() if {*map(str.casefold, columns)} == {"x", "y"}}
        joined = {stem: columns | _of_third_table(cells, stem) for stem, columns in joined.items()}
        for several in (same, joined, in_words):
            if several and (several is not in_words or len(several) > 1):
                return several
    return _beside_second(cells, labels)


def _by_two_words(cells, labels):
    """Columns that one word of two tells apart, in front of two questions or more or behind them, whatever it says.

    >>> import pandas as pd
    >>> names = ["id", "Cyntaf Q1", "Wedyn Q1", "Cyntaf Q2", "Wedyn Q2"]
    >>> _by_two_words(pd.DataFrame([["yes"] * 5] * 2, columns=names), {})["Q2"]
    {'Cyntaf': 'Cyntaf Q2', 'Wedyn': 'Wedyn Q2'}
    """
    for way in TWO_WORDS:
        groups = {}
        for name in cells:
            if (parted := re.fullmatch(way, name.strip())) and not {*words(parted["stem"])} & NAMES_SOMEBODY:
                groups.setdefault(parted["stem"], {})[parted["sign"]] = name
        groups = _comparable({stem: columns for stem, columns in groups.items() if len(columns) == 2}, cells, labels)
        if len(groups) > 1 and len({frozenset(columns) for columns in groups.values()}) == 1:
            return groups
    return {}


def another_time(cells, questions, labels):
    """The columns of ``questions`` with those of one more time in the place of the wave, and it; "" if none.

    So it is with a third time of every question that has several words, or, of two questions or more, that no list of
    words knows: behind one question alone, such a word may say anything, as *partner* does.

    >>> import pandas as pd
    >>> cells = pd.DataFrame([["yes"] * 6] * 2, columns=["q pre", "q post", "q encore", "r pre", "r post", "r encore"])
    >>> asked = {stem: {wave: f"{stem} {wave}" for wave in ("pre", "post")} for stem in ("q", "r")}
    >>> another_time(cells, asked, {})[0]["r"], another_time(cells, {"q": asked["q"]}, {})[1]
    ({'pre': 'r pre', 'post': 'r post', 'encore': 'r encore'}, '')
    """
    taken = {name for columns in questions.values() for name in columns.values()}
    more = {}
    for stem, columns in questions.items():
        for name in (name for name in cells if name not in taken):
            if word := _in_place_of(columns, name):
                more.setdefault(word, {}).setdefault(stem, name)
    for word, names in more.items():
        if not tells_wave(word) and (len(questions) < 2 or _are_worked_out(cells, word, names, questions)):
            continue
        longer = {stem: questions[stem] | {word: name} for stem, name in names.items()}
        if len(longer) == len(questions) and _comparable(longer, cells, labels):
            return longer, word
    return questions, ""


def _are_worked_out(cells, word, names, questions):
    """Whether columns hold what was worked out of answers, or hoped for: a word says so, or numbers below nought do.

    ``names`` are those of the columns by question, ``questions`` the columns of their answers by wave.
    """
    if {*words(word)} & WORKED_OUT:
        return True
    below = {stem for stem, name in names.items() if _goes_below_nought(cells[name])}
    return any(not any(_goes_below_nought(cells[name]) for name in questions[stem].values()) for stem in below)


def _goes_below_nought(cells):
    """Whether a number below nought stands in a column."""
    return cells.str.fullmatch(r"\s*[-−]\s*\d+([.,]\d+)?\s*").any()


def _in_place_of(columns, name):
    """The one word that stands in a column's name where the names of ``columns`` have their waves; "" if none does.

    >>> _in_place_of({"pre": "q (pre)"}, "q (encore)"), _in_place_of({"pre": "q pre"}, "q of whom")
    ('encore', '')
    """
    for wave, other in columns.items():
        before, there, after = other.strip().partition(wave)
        ends = name.strip().startswith(before) and name.strip().endswith(after)
        if there and (before or after) and ends and len(name.strip()) > len(before) + len(after):
            word = name.strip()[len(before) : len(name.strip()) - len(after)]
            if NAME.search(word) or re.fullmatch(r"[^\W\d_]{2,20}(?:[ -]?\d{1,2})?", word):
                return word
    return ""


def _of_third_table(cells, stem):
    """The column without a sign beside what pandas calls x and y: of a third table that was joined to these."""
    plain = [name for name in cells if name.strip().casefold() == stem.casefold()]
    return {THIRD: plain[0]} if plain else {}


def _beside_second(cells, labels):
    """Columns of which one is called as another with a 2 behind it, where two questions are, and have no other number.

    >>> import pandas as pd
    >>> names = ["id", "group", "sure", "group_2", "sure_2"]
    >>> _beside_second(pd.DataFrame([["yes"] * 5] * 2, columns=names), {})
    {'group': {'1': 'group', '2': 'group_2'}, 'sure': {'1': 'sure', '2': 'sure_2'}}
    """
    plain = {name.strip().casefold(): name for name in cells}
    groups = {}
    for name in cells:
        second = re.fullmatch(r"(?P<stem>.*[^\W\d_])[ _.\-]?2", name.strip())
        if second and second["stem"].casefold() in plain:
            first = plain[second["stem"].casefold()]
            groups[first.strip()] = {"1": first, "2": name}
    groups = _comparable(groups, cells, labels)
    return groups if len(groups) > 1 else {}


def told_apart(names, way):
    """Columns that a sign alone tells apart, in the order of the signs: {question: {sign: column}}.

    All questions have the same signs.

    >>> told_apart(["Q1a", "Q1b", "Q2a", "Q2c"], WAYS[-1])
    {'Q1': {'a': 'Q1a', 'b': 'Q1b'}}
    """
    groups = {}
    for name in names:
        parted = re.fullmatch(way, name.strip())
        if parted and not {*words(parted["stem"])} & NAMES_SOMEBODY:
            groups.setdefault(parted["stem"].casefold(), []).append((parted["sign"], parted["stem"], name))
    ordered = {}
    for several in groups.values():
        columns = {sign: name for sign, _, name in several}
        if signs := _in_order(columns):
            ordered[several[0][1]] = {sign: columns[sign] for sign in signs}
    sets = [(*map(str.casefold, columns),) for columns in ordered.values()]
    most = max(sets, key=sets.count, default=())
    return {stem: columns for stem, columns in ordered.items() if (*map(str.casefold, columns),) == most}


def _in_order(signs):
    """Signs in their order where they follow one another, as a and b, F1 and F2, I and II; else nothing.

    >>> [_in_order(signs) for signs in (["F2", "F1"], ["II", "I"], ["new", "old"], ["a", "c"], ["Q1", "Q2"])]
    [['F1', 'F2'], ['I', 'II'], ['old', 'new'], [], []]
    """
    own = {sign.casefold(): sign for sign in signs}
    if not 1 < len(own) <= MOST or len(own) < len([*signs]):
        return []
    orders = [*(order[: len(own)] for order in (*LETTERS, ROMAN)), *PAIRS]
    for order in orders:
        if {*order} == {*own}:
            return [own[sign] for sign in order]
    numbered = {sign: re.fullmatch(r"([a-z]*)(\d+)", sign) for sign in own}
    if not all(numbered.values()) or len({match[1] for match in numbered.values()}) > 1:
        return []
    if next(iter(numbered.values()))[1] in NUMBERED_STEMS:
        return []
    return [own[sign] for sign in sorted(own, key=lambda sign: int(numbered[sign][2]))]


def _comparable(groups, cells, labels):
    """Those of some questions whose columns are answered in one way, and have no headings that ask different things."""
    return {
        stem: columns
        for stem, columns in groups.items()
        if _answered_alike(cells, columns) and not _headings_differ(columns, labels)
    }


def _answered_alike(cells, columns):
    """Whether columns are answered in one way: by yes and no, on a scale, or by one of a list."""
    kinds = {column_profiles.profile(name, cells[name]).kind for name in columns.values()}
    return len(kinds) == 1 and not kinds & {"text", "date"}


def _headings(columns, labels):
    """What stands in full below the names of columns, without the names of waves."""
    return [" ".join(words(NAME.sub(" ", labels.get(name, "")))) for name in columns.values()]


def _same_heading(columns, labels):
    """Whether all columns have one heading in full."""
    return len({*_headings(columns, labels)}) == 1 and bool(_headings(columns, labels)[0])


def _headings_differ(columns, labels):
    """Whether columns have headings in full, and these ask different things."""
    headings = _headings(columns, labels)
    return all(headings) and len({*headings}) > 1


def asked_of(questions, why):
    """What to ask about columns that may be waves: they are named, and the reading stands to be confirmed.

    >>> asked_of({"group": {"x": "group_x", "y": "group_y"}}, "No word says so.")
    'And are x and y times at which one thing was asked, as in `group_x` and `group_y`? No word says so.'
    """
    columns = max(questions.values(), key=len)
    signs, names = (_and(texts) for texts in ([*columns], [f"`{name}`" for name in columns.values()]))
    return f"And are {signs} times at which one thing was asked, as in {names}? {why}"


def parts_of_questions(cells):
    """What to say of questions in parts, as Q1a and Q1b, of a file in which no waves are found; else an empty text.

    >>> import pandas as pd
    >>> parts_of_questions(pd.DataFrame([["Yes"] * 4], columns=["Q1a", "Q1b", "Q2a", "Q2b"]))
    '`Q1a` and `Q1b` differ by a and b alone: if these are times, one item has both (columns: {a: Q1a, b: Q1b}).'
    """
    ways = [told_apart([*cells], way) for way in WAYS]
    for questions in (*ways, _by_two_words(cells, {})):
        groups = {stem: columns for stem, columns in questions.items() if _answered_alike(cells, columns)}
        if groups:
            columns = next(iter(groups.values()))
            names = _and([f"`{name}`" for name in columns.values()])
            at = ", ".join(f"{sign}: {name}" for sign, name in columns.items())
            every = "both" if len(columns) == 2 else "all"
            times = f"if these are times, one item has {every} (columns: {{{at}}})."
            return f"{names} differ by {_and([*columns])} alone: {times}"
    return ""


def _and(texts):
    """Several texts in words."""
    return " and ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))
