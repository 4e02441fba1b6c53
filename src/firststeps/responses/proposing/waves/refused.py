"""Tables whose waves nobody could take for what they are: refused, with what to make of a copy."""

import re

import pandas as pd

from firststeps.responses.given.problems import refusal
from firststeps.responses.proposing.people import candidates
from firststeps.responses.proposing.roles import QUESTION, is_plain_identifier, words
from firststeps.responses.proposing.waves.in_column import find_wave_column
from firststeps.responses.proposing.waves.in_names import differ_by_wave
from firststeps.responses.texts.lexicon import NO, YES
from firststeps.responses.texts.wave_names import in_time, names_of_files, told_apart, words_of_waves
from firststeps.study.parts.texts import caseless, tidy

TOGETHER = "If they are of several places, groups or typists, say so by adding TOGETHER=1 to `make new`"
VALUE = {"value", "values", "answer", "response", "wert", "antwort", "valeur", "réponse", "valor"}
VALUE |= {"respuesta", "waarde"}
MOST_BESIDE = 8  # columns of a file of questions and values: who, when, what was asked, the value and a few more
MOST_QUESTIONS = 200  # rows of a table that somebody may have turned round


def refuse_turned_round(name, cells):
    """Refuse a file in which a column is a person and a row a question at a time; ``name`` is that of the file."""
    first, *people = list(cells) or [""]
    if len(people) < 4 or len(cells) > MOST_QUESTIONS or not cells[first].is_unique:
        return
    if not any(differ_by_wave([*map(tidy, cells[first])])) or any(differ_by_wave(people)):
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


def refuse_names_beside_values(name, cells):
    """Refuse a file with a column of questions beside one of values, as REDCap and databases write them.

    Where each row is of another person or time without the two, they are questions like others, as *Item bought*.

    >>> refuse_names_beside_values("a.csv", pd.DataFrame({"code": ["A1"], "value": ["4"]}))
    """
    asked = [column for column in cells if {*words(column)} & QUESTION and 1 < cells[column].nunique() < len(cells) / 2]
    values = [column for column in cells if len(words(column)) < 3 and {*words(column)} & VALUE]
    if asked and values and len(cells.columns) < MOST_BESIDE and not _is_a_row_each(cells.drop(columns=asked + values)):
        refuse_a_row_a_question(name, asked[0])


def _is_a_row_each(cells):
    """Whether each row is of another person, by a code in the first column, or of another time of a person.

    >>> answers = pd.DataFrame({"code": ["A1", "A1", "B2", "B2"], "wave": ["pre", "post"] * 2}, dtype="str")
    >>> _is_a_row_each(answers), _is_a_row_each(pd.concat([answers, answers], ignore_index=True))
    (True, False)
    """
    first = next(iter(cells), "")
    codes = bool(first) and cells[first].is_unique and not cells[first].str.isdigit().all()
    if codes and candidates.could_be_codes(first, cells[first]):
        return True
    wave = find_wave_column(cells)
    return bool(wave and wave.candidates) and not cells.duplicated([wave.candidates[0].column, wave.column]).any()


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
        f"{TOGETHER}: for each wave their rows are written below one another into one table, with a column that says "
        "where each row comes from. Where somebody stands in several of them, `make all` asks which counts (cleaning: "
        "prefer)."
    )
    number = "two" if len(several) == 2 else str(len(several))
    what = f"{number} tables of the wave {' '.join(wave)!r}"
    raise refusal(" and ".join(several), what, "a table for each wave", remedy)


def refuse_all_together(labels, tables):
    """Refuse a table beside others all rows of which it holds again: it is no wave; ``tables`` are their cells.

    >>> first, second = pd.DataFrame({"code": ["A1", "B2"]}), pd.DataFrame({"code": ["C3"]})
    >>> refuse_all_together(["pre", "post"], [first, second])
    """
    pairs = [*zip(labels, tables, strict=True)]
    for place, (label, cells) in enumerate(pairs):
        others = pairs[:place] + pairs[place + 1 :]
        if len(others) < 2 or len(cells) < sum(len(table) for _, table in others):
            continue
        rows = {*cells.itertuples(index=False, name=None)}
        alike = all({*cells} == {*table} for _, table in others)
        if alike and all({*table[[*cells]].itertuples(index=False, name=None)} <= rows for _, table in others):
            names = " and ".join(name for name, _ in others)
            remedy = f"Make the study without {label}, or of it alone if a column of it tells the times."
            raise refusal(label, f"all rows of {names} once more", "answers of a time of their own", remedy)


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
        f"Each of them seems to hold the answers of all times. {TOGETHER}: their rows are written below one another "
        "into one table, with a column that says where each row comes from. If the same questionnaires were typed "
        "twice, that column names the typist: where the two differ is then asked about."
    )
    raise refusal(" and ".join(names), "several tables with all times in each", "a table for each time", remedy)


def _holds_waves(cells):
    """Whether the rows or the columns of one table alone tell several waves by their names."""
    column = find_wave_column(cells)
    tables = (cells[[*columns.values()]] for columns in differ_by_wave(list(cells)).values())
    answered = any({caseless(text) for text in some.to_numpy().ravel()} - {""} <= YES | NO for some in tables)
    return bool(column and column.sure and column.candidates and column.candidates[0].earned) or answered


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
