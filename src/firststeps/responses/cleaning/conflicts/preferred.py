"""Which of several questionnaires of one person counts where a column tells them apart, as of a person and a carer."""

import re
from dataclasses import replace

from firststeps.responses.tables.left_out import compared
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import quoted
from firststeps.study.parts.cleaning import Prefer
from firststeps.study.parts.texts import nearest, tidy

FEW = 6  # different texts of a column that tells questionnaires apart
SHOWN = 12  # texts of a column that a refusal may list
OFFERED = 4  # lines that a question offers
WORDS = re.compile(r"[^\W\d_]+( [^\W\d_]+)*")
KIND = "choice"  # of a question that may ask who filled it in


def prefer_line(prefer):
    """What ``study.yaml`` says of a :class:`Prefer`, as its line under ``cleaning``.

    >>> prefer_line(Prefer(column="Filled in by", texts=["self"]))
    'prefer: {column: "Filled in by", is: ["self"]}'
    """
    return f"prefer: {{column: {quoted(prefer.column)}, is: [{', '.join(map(quoted, prefer.texts))}]}}"


def set_aside(part, prefer):
    """The rows of a part beside which their person has one that ``prefer`` puts first: their codes, by row."""
    several = part.people[part.people.duplicated(keep=False)]
    if prefer is None or prefer.column not in part.cells:
        return several[:0]
    places = {compared(text): place for place, text in reversed([*enumerate(prefer.texts)])}
    texts = part.cells.loc[several.index, prefer.column]
    rank = by_text(texts, lambda text: places.get(compared(text), len(places))).astype(int)
    return several[rank > rank.groupby(several).transform("min")]


def without(part, sheet, rows):
    """A part and its sheet without some rows."""
    part = replace(part, people=part.people.drop(index=rows), cells=part.cells.drop(index=rows))
    return part, sheet.drop(index=rows)


def tell_of_others(study, part, rows, findings):
    """Warn of ``rows`` that count though the column of ``cleaning: prefer`` says of them what nobody put first."""
    prefer = study.cleaning.prefer
    if prefer is None or prefer.column not in part.cells:
        return
    first = {compared(text) for text in prefer.texts}
    texts = by_text(part.cells.loc[rows, prefer.column], tidy)
    for text, several in texts.groupby(texts):
        if compared(text) not in first:
            rule = f"- {{column: {quoted(prefer.column)}, is: [{quoted(text)}], reason: another filled it in}}"
            remedy = (
                f"They count, as nothing else is there; if they must not, say:\n  data:\n    leave_out:\n      {rule}"
            )
            what, expected = f"{text!r} alone of a person", f"{' or '.join(map(repr, prefer.texts))} beside it"
            at = {"row": int(several.index[0]), "column": prefer.column, "times": len(several)}
            findings.warn(part.file, what, expected, remedy, **at)


def note_preferred(study, table, findings):
    """Note what a table says in the column of ``cleaning: prefer``, and which tables have none of that name."""
    prefer = study.cleaning.prefer
    if prefer is None:
        return
    if prefer.column not in table.cells:
        findings.unpreferred.setdefault(table.name, [*table.cells])
        return
    texts = map(tidy, table.cells[prefer.column].unique())
    findings.preferred.setdefault(table.name, {}).update(dict.fromkeys(text for text in texts if text))


def refuse_unknown_preference(study, findings):
    """Refuse a ``cleaning: prefer`` whose column no file has, or whose texts stand nowhere in it."""
    prefer, files = study.cleaning.prefer, findings.preferred
    if prefer is None or not (files or findings.unpreferred):
        return
    if not files:
        name, columns = next(iter(findings.unpreferred.items()))
        remedy = f"Correct cleaning > prefer in study.yaml ({nearest(prefer.column, columns)})."
        expected = "the column that tells which questionnaire counts"
        findings.refuse(name, f"no column {prefer.column!r}", expected, remedy)
        return
    there = list(dict.fromkeys(text for texts in files.values() for text in texts))
    known = {*map(compared, there)}
    unknown = [text for text in prefer.texts if there and compared(text) not in known]
    if unknown:  # whoever has another beside them is no news then
        findings.problems = [one for one in findings.problems if (one.verdict, one.column) != ("warn", prefer.column)]
    for text in unknown:
        remedy = f"Correct cleaning > prefer in study.yaml ({nearest(text, there[:SHOWN])})."
        expected = "every text that cleaning > prefer names"
        findings.refuse(next(iter(files)), f"no {text!r}", expected, remedy, column=prefer.column)


def tellers(study, part):
    """The columns of a part that may tell questionnaires of one person apart: no answers, nor who or when.

    A question with a list to choose from may be one, as *Who filled this in?*; all other answers are none.
    """
    data = study.data
    used = {study.identifier.column, data.wave_column, study.date_column_at(part.wave)}
    used |= {study.column(i, part.wave) for i, a in study.asked.items() if part.wave in a.waves and a.kind != KIND}
    return [name for name in part.cells if name not in used]


def told_apart(part, columns, rows):
    """What each of some columns says of the ``rows`` of one person, where it says something else of each."""
    apart = {}
    for name, cells in zip(columns, part.cells.loc[rows, columns].to_numpy().T, strict=True):
        texts = [tidy(text) for text in cells]
        if all(texts) and len({*map(compared, texts)}) == len(texts):
            apart[name] = tuple(texts)
    return apart


def preferences(study, conflicts):
    """The :class:`Prefer` by each of which every one of some conflicts is settled, or nearly so.

    Its text stands in all of them.  Of one conflict alone nobody can tell a carer from the number of a row, or from an
    answer that was changed: then only words count, in a column of no question.
    """
    asked, options = study.answer_columns(), []
    for name in conflicts[0].apart:
        every = [conflict.apart.get(name, ()) for conflict in conflicts]
        texts = {compared(text): text for row_texts in every for text in row_texts}
        if len(conflicts) == 1 and (name in asked or not all(map(WORDS.fullmatch, texts))):
            continue
        if len(texts) <= FEW:
            keys = [{*map(compared, row_texts)} for row_texts in every]
            common = [text for key, text in texts.items() if all(key in some for some in keys)]
            options += [Prefer(column=name, texts=[text]) for text in common]
    return options[:OFFERED]
