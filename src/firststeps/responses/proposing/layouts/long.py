"""A row for each person and wave: one column tells the wave, another who answered."""

from dataclasses import replace

from firststeps.responses.proposing import column_profiles, exports, roles
from firststeps.responses.proposing.layouts import sections
from firststeps.responses.proposing.lines.data import file_lines
from firststeps.responses.proposing.lines.proposal import Proposal, ignore_lines
from firststeps.responses.proposing.lines.waves import wave_entries, wave_ids
from firststeps.responses.proposing.lines.writing import ASK, yaml_text
from firststeps.responses.proposing.people import candidates, doubts, who, who_came
from firststeps.responses.proposing.waves import by_days
from firststeps.responses.proposing.waves.in_column import (
    EMPTY,
    find_copies,
    never_both,
    one_wave_each,
    said_of_numbers,
)
from firststeps.responses.proposing.waves.refused import refuse_a_row_a_question
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import quoted
from firststeps.responses.texts.wave_names import by_time, in_time
from firststeps.responses.texts.wordings import reworded
from firststeps.study.parts.texts import caseless

BY_DAYS = "only its days tell the waves, as they part: does each time hold one questionnaire of everybody?"


def describe(one, wave, spans=None):
    """The :class:`Proposal` for a table (:class:`exports.Given`) with a :class:`in_column.WaveColumn`.

    ``spans`` are the first and the last day of each wave, where days alone tell them.
    """
    cells = one.table.cells
    labelled = by_text(cells[wave.column], caseless)
    people, copies = _who(one.table, wave, labelled, one.opened.export)
    ways, written_otherwise = one_wave_each(cells, wave, people.column)
    labels = _empty_in_order(by_time(ways))
    ways |= {EMPTY: [EMPTY, ""]} if EMPTY in ways else {}
    why = roles.beside_the_point(cells, people, {wave.column})
    if copies:
        why[copies] = "tells two copies of one questionnaire apart: conflicts are asked about"
    ids = dict(zip(wave_ids(labels), labels, strict=True))
    rows = {wave_id: labelled.isin([*map(str.casefold, ways[label])]) for wave_id, label in ids.items()}
    cells, own = sections.in_one_column(cells, rows, {people.column, wave.column, *why})
    columns = _asked(cells, people, {people.column, wave.column, *why}, rows, own)
    items = [_item(column, cells, rows, own) for column in columns]
    items += [
        (column, _some_of(rows, exports.ticked(one, column)), {}) for column, *_ in exports.box_items([one], [""])
    ]
    who_came.tell_who_was_there(items, {wave_id: one.table.cells[there] for wave_id, there in rows.items()})
    doubt = "" if wave.sure else f"{ASK} {BY_DAYS if spans else 'does it tell the wave?'}"
    places = [f"days: [{', '.join(spans[label])}]" for label in labels] if spans else ()
    data = ["  layout: long", *file_lines(one), f"  wave_column: {yaml_text(wave.column)}{doubt}"]
    days = None if spans else by_days.days_of(exports.with_date(one))
    asked = [
        _asked_of_waves(wave, ways, written_otherwise),
        said_of_numbers(wave.column, labels),
        never_both(cells, wave.column, labels, people.column) if not spans else "",
        by_days.against_names(labels, [days[there] for there in rows.values()]) if days is not None else "",
    ]
    return Proposal(
        people,
        waves=wave_entries(labels, places, ways),
        data=data + ignore_lines(one.spare | why),
        items=items,
        labels=one.table.labels,
        participants=people.number([cells]),
        asked=" ".join(filter(None, asked)),
    )


def _kept_by_platform(wave, export):
    """The candidates for codes; first the column by which a platform itself keeps people, where it tells its waves.

    Its numbers may follow the rows, as those of records do in a file that is sorted by event.
    """
    theirs = [c for c in wave.candidates if c.column == export.person and c.again and wave.column == export.wave]
    others = [c for c in wave.candidates if c not in theirs]
    return [*(replace(c, doubt="", rises=False) for c in theirs), *others]


def _who(table, wave, labelled, export):
    """The :class:`who.Who` of a long table, and the column that tells copies of one questionnaire apart, if any.

    ``labelled`` is the wave of each row, as its column calls it, ``export`` what the platform makes of the file.
    """
    people = who.of_waves(_kept_by_platform(wave, export), len(wave.labels))
    if not people.linked:
        people = people.with_doubt(doubts.codes_once(table.cells))
    keys = [people.column, wave.column]
    copies = find_copies(table.cells, *keys) if people.column else ""
    refuse_a_row_a_question(table.name, copies)
    if copies and doubts.copies_agree(table.cells, keys, copies):
        return people, copies
    at_waves = [cells.drop(columns=wave.column) for _, cells in table.cells.groupby(labelled)]
    return doubts.within_places(people, at_waves), ""


def _asked(cells, people, left_out, rows, own):
    """The profiles of the columns of answers; ``rows`` are those of each wave, by its id.

    ``own`` holds the columns of the questions that have one for each wave.
    """
    columns = column_profiles.different(cells, left_out)
    codes = candidates.same_code(cells[people.column]) if people.column else None
    for column in columns if people.column else ():
        column_profiles.settle_known(column, codes, cells[column.name])
    if not any(column.kind == "yes-no" for column in columns):
        for column in columns:
            column_profiles.settle_two_answers(column)
    for column in columns:
        column_profiles.settle_who(column, people.within)
    for column in columns:
        by_wave = {wave_id: cells.loc[there, column.name] for wave_id, there in rows.items()}
        column_profiles.tell_waves(column, by_wave)
        column.otherwise = reworded(sections.wordings(own.get(column.name, {})))
    return columns


def _item(column, cells, rows, own):
    """A question as an item of the proposal, with the waves at which it was asked or its column at each of them."""
    if column.name in own:
        return column, [], own[column.name]
    return column, _some_of(rows, cells[column.name].str.strip() != ""), {}


def _some_of(rows, filled):
    """The ids of the waves of whose ``rows`` any is ``filled``; empty where that is all of them."""
    ids = [wave_id for wave_id, there in rows.items() if (there & filled).any()]
    return [] if len(ids) == len(rows) else ids


def _empty_in_order(labels):
    """The labels of waves with that of empty cells as the first, where none of the others is a first one."""
    if EMPTY not in labels or any(in_time(label)[0] == 0 for label in labels):
        return labels
    return [EMPTY, *(label for label in labels if label != EMPTY)]


def _asked_of_waves(wave, ways, written_otherwise):
    """What there is to ask about the ``ways`` in which waves are written."""
    codes = ", ".join(map(quoted, written_otherwise))
    asked = f"And is {codes} the wave whose code it is?" if codes else ""
    if EMPTY in ways:
        asked = f"And do rows with an empty cell of `{wave.column}` tell of a time of their own? {asked}".strip()
    return asked
