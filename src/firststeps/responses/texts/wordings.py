"""Tells which columns of two files ask the same question, though they are called or numbered differently."""

import difflib
import re

from firststeps.responses.texts.wave_names import NAME, WEAK, ways_to_part
from firststeps.study.parts.texts import composed

NUMBER = re.compile(r"^\s*(?:q|question|frage|item|pregunta)?[ ._]*\d{1,3}[a-z]?\s*[.):]\s*", re.IGNORECASE)
ALIKE = 0.6  # of the letters of two wordings of one question


def words(name):
    """The words of a column's name, in small letters: ``participant_ID`` and ``participantId`` have two.

    >>> words("participantId"), words("Teilnehmer-Nr.")
    (['participant', 'id'], ['teilnehmer', 'nr'])
    """
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", composed(name)).casefold())


def same_question(first, other):
    """New names for columns of a second file by their questions in full: {name there: name in the first file}.

    ``first`` and ``other`` are the questions by column.  A number that asks something else in the second file is no
    longer that column: it is called by its question.

    >>> first = {"Q2": "Did you run a group?", "Q3": "Are you sure of it?"}
    >>> same_question(first, {"Q2": "Were you there on all days?", "Q3": "Did you run a group?"})
    {'Q3': 'Q2', 'Q2': 'Were you there on all days?'}
    >>> same_question(first, {"Q2": "Have you run a group?", "Q3": "Are you sure of it?"})
    {}
    """
    by_text = _only_once({column: _plain(label) for column, label in first.items()})
    there = _only_once({column: _plain(label) for column, label in other.items()})
    names = {column: by_text[text] for text, column in there.items() if text in by_text and by_text[text] != column}
    moved = [c for c, label in other.items() if c in first and c not in names and _plain(label) != _plain(first[c])]
    return names | {c: other[c] for c in moved if c in names.values() or _likeness(first[c], other[c]) < ALIKE}


def other_words(columns, others):
    """New names for ``others`` that ask probably the same as one of ``columns``, in other words; a person must say.

    Each is most like the other of all that are left.

    >>> other_words(["Have you run a group?", "Any pets?"], ["Since the course, have you run a group?", "Your age?"])
    {'Since the course, have you run a group?': 'Have you run a group?'}
    """
    best = {c: max(others, key=lambda other, c=c: _likeness(c, other), default="") for c in columns}
    back = {other: max(columns, key=lambda c, other=other: _likeness(c, other), default="") for other in others}
    return {other: c for c, other in best.items() if other and back[other] == c and _likeness(c, other) >= ALIKE}


def _likeness(one, other):
    """How alike two wordings are, from 0 to 1."""
    return difflib.SequenceMatcher(None, _plain(one), _plain(other)).ratio()


def reworded(questions):
    """The first of some questions in full that is worded otherwise than the one before; empty where none is.

    Names of occasions, signs and letter case make no other wording.

    >>> reworded(["Do you run a group (before)?", "Do you run a group (after)?"]), reworded(["Do you?", "", "Did you?"])
    ('', 'Did you?')
    """
    wordings = [question for question in questions if question]
    plain = [_plain(NAME.sub(" ", question)) for question in wordings]
    return next((wordings[i] for i in range(1, len(wordings)) if plain[i] != plain[i - 1]), "")


def _only_once(texts):
    """The column of each text that only one of them has."""
    nonempty = [text for text in texts.values() if text]
    return {text: column for column, text in texts.items() if nonempty.count(text) == 1}


def _plain(text):
    """The words of a text without the number before it."""
    return " ".join(words(NUMBER.sub("", text)))


def same_words(columns, others):
    """New names for ``others`` that say the same as one of ``columns``: {name there: name here}.

    Letter case, signs, a number in front and the groups of a form make no difference, where only one column is left.

    >>> same_words(["2. Did you run a group?", "before/ran"], ["3. Did you run a group?", "after/ran", "Age"])
    {'3. Did you run a group?': '2. Did you run a group?', 'after/ran': 'before/ran'}
    """
    names = {}
    for bare in (lambda name: " ".join(words(name)), _plain, _without_group):
        here = _only_once({c: bare(c) for c in columns if c not in names.values()})
        there = _only_once({c: bare(c) for c in others if c not in names})
        names |= {there[text]: here[text] for text in there if text in here}
    return names


def but_for_waves(columns, others):
    """New names for ``others`` that are one of ``columns`` but for the name of a wave in them: {name there: name here}.

    Words that only sometimes name a wave, as *first* and *end*, do not count, nor does what several columns come to.

    >>> but_for_waves(["Group pre", "Sleep", "Start date"], ["Group post", "Sleep (after)", "End date", "Age"])
    {'Group post': 'Group pre', 'Sleep (after)': 'Sleep'}
    >>> but_for_waves(["Group pre"], ["Group T2", "Group T3"])
    {}
    """
    here, there = ({name: " ".join(words(without_wave(name))) for name in names} for names in (columns, others))
    by_stem = _only_once(here)
    return {column: by_stem[stem] for stem, column in _only_once(there).items() if stem in by_stem}


def without_wave(name):
    """A column's name without the wave that it surely names; the name itself where it names none.

    >>> without_wave("Group pre"), without_wave("First day")
    ('Group', 'First day')
    """
    return next((stem for stem, wave in ways_to_part(name) if wave.casefold() not in WEAK.split()), name)


def _without_group(name):
    """The words of a column's name without the group of a form before it."""
    return " ".join(words(name.rpartition("/")[2] if re.fullmatch(r"\S+/\S+", name) else name))
