"""A column for each question and wave: a row is a person or, in a file of counts, a response pattern."""

import re
from dataclasses import replace

from firststeps.responses.proposing import column_profiles, exports, roles
from firststeps.responses.proposing.layouts.joined import joined
from firststeps.responses.proposing.lines.data import file_lines
from firststeps.responses.proposing.lines.proposal import Proposal, ignore_lines
from firststeps.responses.proposing.lines.waves import wave_entries, wave_ids
from firststeps.responses.proposing.lines.writing import yaml_text
from firststeps.responses.proposing.people import candidates, doubts, who, who_came
from firststeps.responses.proposing.waves import in_names, likely
from firststeps.responses.proposing.waves.refused import refuse_side_by_side
from firststeps.responses.texts.lexicon import NO, YES
from firststeps.responses.texts.wave_names import by_time, in_time, tells_wave, ways_to_part
from firststeps.study.parts.texts import caseless

VARIABLE = r"[vV]\d{1,2}"  # a visit, or the number of a variable
UNNAMED = "answer"  # a question whose columns are called as the waves are


def describe(one, measured=(), count=""):
    """The :class:`Proposal` for a table (:class:`exports.Given`) with a column for each question and wave.

    ``measured`` are the candidates for codes; ``count`` is the column of numbers of people in a file of counts.
    """
    table, cells = one.table, one.table.cells
    people = who.Who(rows=True) if count else _who(table, measured)
    refuse_side_by_side(table.name, cells, repeated(table, cells) | in_names.called_twice(cells))
    why = _without_still_waves(roles.beside_the_point(cells, people), table, cells)
    others = cells[[name for name in cells if name not in (people.column, count, *why)]]
    questions, asked = _questions(table, others, count)
    questions = _without_sessions(questions)
    if questions and not asked:
        questions, word = likely.another_time(others, questions, _labels(table, others))
        asked = f"And is {word} a time, too? No word says so." if word and not tells_wave(word) else ""
    labels, questions = _one_name_a_wave(questions)
    if questions and not asked and all(map(str.isdigit, labels)):
        asked = "And are these numbers times, not questions of one time?"
    labels = labels or ["once"]
    ids = dict(zip(labels, wave_ids(labels), strict=True))
    items = [_item(name, columns, cells, ids, table.labels) for name, columns in questions.items()]
    when = _When(others, items, [*ids.values()])
    items += [(column, [when.of(column, others[column.name])], {}) for column in _once(others, items)]
    items += [(column, [when.of(column, _ticked(one, column))], {}) for column, *_ in exports.box_items([one], [""])]
    if not count:
        who_came.tell_who_was_there(items, dict.fromkeys(ids.values(), others))
    data = [f"  layout: {'counts' if count else 'wide'}", *file_lines(one)]
    data += [f"  count_column: {yaml_text(count)}"] if count else []
    return Proposal(
        people,
        waves=wave_entries(labels),
        data=data + ignore_lines(one.spare | why),
        items=items,
        labels=table.labels,
        counts=bool(count),
        participants=0 if count else people.number([cells]),
        asked=asked,
    )


def repeated(table, cells):
    """The columns of each question that some ``cells`` of a table hold at several waves: {question: {wave: column}}."""
    return in_names.without_statements(in_names.find_repeated(cells), table.labels)


def _without_still_waves(why, table, cells):
    """Without columns in which all say the same at one wave, where they do not at another."""
    moving = {
        name
        for columns in (repeated(table, cells) or in_names.by_occasions(cells)).values()
        for name in columns.values()
        if any(column not in why for column in columns.values()) and cells[name].iloc[0].strip()
    }
    return {name: reason for name, reason in why.items() if not (reason == roles.SAME and name in moving)}


def _who(table, measured):
    """The :class:`who.Who` of a table with a row for each person."""
    people = who.of_rows(measured, bool(repeated(table, table.cells)))
    if people.rows and (again := candidates.come_again(table.cells))[0]:
        name, number = again
        doubt = f"{number} codes of `{name}` stand in several rows: if it tells who answered, a column must say when"
        people = replace(people, doubt=doubt)
    if people.column and (ends := doubts.waves_in(table.cells[people.column])):
        people = replace(people, doubt=ends)
    elif people.column and not repeated(table, table.cells):
        people = people.with_doubt(doubts.numbers_at_ends(table.cells[people.column]))
    return people


def _questions(table, cells, count):
    """The columns of each question at several waves, as of :func:`repeated`, and what to ask about these."""
    questions = _without_times(cells, repeated(table, cells))
    headed = _without_times(cells, likely.by_headings(_labels(table, cells)))
    labels = [label for columns in questions.values() for label in columns]
    if headed and all(label.isdigit() or re.fullmatch(VARIABLE, label) for label in labels):
        return headed, likely.asked_of(headed, "Their headings say so, and their names do not.")
    if questions:
        return questions, ""
    if count:
        return {UNNAMED: {column: column for column in cells}}, ""
    asked = "And do columns of one name ask at these waves, the first at the first?"
    questions = in_names.called_alike(cells)
    if not questions:
        asked = "And are these times at which one thing was asked?"
        questions = in_names.by_occasions(cells)
    firsts = [next(iter(columns.values())) for columns in questions.values()]
    if any(_says_yes_or_no(name, cells[name]) for name in firsts):
        return questions, asked
    if questions := likely.by_signs(cells, _labels(table, cells)):
        return questions, likely.asked_of(questions, "No word says so.")
    return {}, likely.parts_of_questions(cells)


def _says_yes_or_no(name, cells):
    """Whether a column holds nothing, or what may be answers of yes and no."""
    texts = {*map(caseless, cells.unique())}
    return texts <= YES | NO | {""} or column_profiles.profile(name, cells).kind == "yes-no"


def _labels(table, cells):
    """What a file calls some of its columns in full."""
    return {name: table.labels[name] for name in cells if name in table.labels}


def _without_times(cells, questions):
    """Without the times at which a program says that a questionnaire was begun and ended."""
    dates = {
        stem
        for stem, columns in questions.items()
        if all(column_profiles.profile(c, cells[c]).kind == "date" for c in columns.values())
    }
    asked = {label.casefold() for stem, columns in questions.items() if stem not in dates for label in columns}
    questions = {stem: columns for stem, columns in questions.items() if not _variables(stem, columns, cells)}
    return {
        stem: columns
        for stem, columns in questions.items()
        if stem not in dates or {label.casefold() for label in columns} <= asked
    }


def _variables(stem, columns, cells):
    """Whether columns are numbered variables, as V1 to V4, and no visits: names say no more, and kinds differ."""
    if stem or not all(re.fullmatch(VARIABLE, label) for label in columns):
        return False
    return len({column_profiles.profile(name, cells[name]).kind for name in columns.values()}) > 1


def _without_sessions(questions):
    """Without columns that are called as times and no more, where questions are asked at others: of who came when."""
    asked_at = {_when(label) for stem, columns in questions.items() if stem for label in columns}
    apart = not asked_at & {_when(label) for label in questions.get("", {})}
    return {stem: columns for stem, columns in questions.items() if stem or not (asked_at and apart)}


def _one_name_a_wave(questions):
    """The waves in order, and the columns by these names: *pre* and *Before* are one wave."""
    names = {}
    for columns in questions.values():
        for label in columns:
            names.setdefault(_when(label), label)
    labels = by_time(names.values())
    return labels, {
        stem: {names[_when(label)]: column for label, column in columns.items()} for stem, columns in questions.items()
    }


def _when(label):
    """What a wave's name says of time; the name itself where it says nothing.

    A number alone says nothing: the second session is not the second visit.
    """
    rank, numbers, words = in_time(label)
    of_what = re.sub(r"[\W\d_]", "", words)[:1] if rank == 3 else ""
    return (rank, *numbers, of_what) if rank != 3 or numbers else (words,)


def _item(name, columns, cells, ids, labels):
    """A question with ``columns`` by wave as an item of the proposal; ``ids`` are those of the waves, in order.

    Where their headings in full (``labels``) name waves, it is called without these.
    """
    column = joined(name or UNNAMED, [column_profiles.profile(c, cells[c]) for c in columns.values()])
    headed = [ways_to_part(labels.get(c, "")) for c in columns.values()]
    if all(headed):
        stems = {ways[0][0] for ways in headed}
        column.label = stems.pop() if len(stems) == 1 else name
    texts = cells[[*columns.values()]].melt(ignore_index=False)["value"]
    column_profiles.settle_known(column, texts.index.to_series(), texts)
    by_wave = {wave_id: columns[label] for label, wave_id in ids.items() if label in columns}
    column_profiles.tell_waves(column, {wave_id: cells[c] for wave_id, c in by_wave.items()})
    return column, [], by_wave


def _once(cells, items):
    """The profiles of the columns that no question of several waves has."""
    return column_profiles.different(cells, {name for _, _, columns in items for name in columns.values()})


def _ticked(one, column):
    """In which rows any box of a question is ticked, as cells: a nought in a box that was never shown says nothing."""
    ticked = exports.ticked(one, column)
    return ticked.map({True: "x", False: ""}).rename(column.name)


class _When:
    """At which wave a question was asked that has one column, by who answered the ``items`` of several ``waves``."""

    def __init__(self, cells, items, waves):
        self.waves = waves
        asked = [(column, columns) for column, _, columns in items if not column.known]
        at = {wave: [(column, columns[wave]) for column, columns in asked if wave in columns] for wave in waves}
        self.there = {wave: who_came.who_was_there(cells, at[wave]) for wave in waves if asked}

    def of(self, column, cells):
        """The wave of a ``column`` that holds ``cells``: the first of what is known of people, which it is told."""
        wave = wave_of(cells, self.there, self.waves, column.missing) if self.there else self.waves[0]
        column.stays = column.known = not wave
        return wave or self.waves[0]


def wave_of(cells, there, waves, signs=()):
    """At which wave a question was asked that has one column: at the one where all who answered it were there.

    A column whose name names one of the ``waves`` was asked then.  ``there`` says of each wave who answered then
    (:func:`who_came.who_was_there`), ``signs`` are what stands for no answer.  An empty text where it is known of
    somebody who was not there, as age and sex are: that is background.

    >>> import pandas as pd
    >>> columns = {"rating": ["", "3"], "age": ["31", "40"], "q1": ["yes", ""], "q2": ["", "no"]}
    >>> cells = pd.DataFrame(columns, dtype="str")
    >>> there = {wave: who_came.answered(cells[name]) for wave, name in (("pre", "q1"), ("post", "q2"))}
    >>> wave_of(cells["rating"], there, ["pre", "post"]), wave_of(cells["age"], there, ["pre", "post"])
    ('post', '')
    >>> wave_of(cells["age"].rename("Sure post"), there, ["pre", "post"])
    'post'
    """
    its_words = {wave for _, wave in ways_to_part(str(cells.name or ""))}
    fits = [wave for wave in waves if wave.casefold() in {*map(str.casefold, its_words)}]
    if len(fits) == 1:
        return fits[0]
    filled = who_came.answered(cells, signs)
    fits = [wave for wave in waves if (there[wave] | ~filled).all()]
    if not fits or not filled.any() or (filled.all() and len(fits) < len(waves)):
        return ""
    return max(fits, key=lambda wave: ((there[wave] & filled).sum() / max(1, there[wave].sum()), waves.index(wave)))
