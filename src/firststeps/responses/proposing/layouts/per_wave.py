"""A table for each wave: people are told by a column of all tables whose values are found in several."""

from dataclasses import replace

import pandas as pd

from firststeps.responses.proposing import column_profiles, exports, roles
from firststeps.responses.proposing.layouts.called_alike import called_alike
from firststeps.responses.proposing.layouts.joined import joined
from firststeps.responses.proposing.lines.data import place_lines, words_to_look_at
from firststeps.responses.proposing.lines.proposal import Proposal, ignore_lines
from firststeps.responses.proposing.lines.waves import wave_entries, wave_ids
from firststeps.responses.proposing.people import candidates, doubts, who, who_came
from firststeps.responses.proposing.waves import by_days, in_column, in_names, refused
from firststeps.responses.texts.wave_names import names_of_files
from firststeps.responses.texts.wordings import reworded
from firststeps.study.parts.texts import caseless

TELLS_WAVE = "tells the wave, as the file does"


def describe(sheets):
    """The :class:`Proposal` for tables (:class:`exports.Given`) of which each holds one wave."""
    names, cells = [one.label for one in sheets], [one.table.cells for one in sheets]
    refused.refuse_several_of_a_wave(names)
    labels = names_of_files(names)
    ids = wave_ids(labels)
    by_wave = dict(zip(ids, called_alike([one.table for one in sheets]), strict=True))
    tables = [one.table for one in by_wave.values()]
    people = _who(by_wave)
    refused.refuse_tables_of_all_waves(names, cells, people.linked)
    refused.refuse_all_together(labels, [table.cells for table in tables])
    tells, elsewhere = in_column.told_by_rows(cells, labels)
    asked, spare = _asked(by_wave, people, tells)
    spare = {column: why for one in sheets for column, why in one.spare.items()} | spare
    items = [_item(name, columns, by_wave, people) for name, columns in asked.items()]
    who_came.tell_who_was_there(items, {wave: one.table.cells for wave, one in by_wave.items()})
    apart = in_names.ask_nothing_alike(labels, [{*table.cells} - {people.column} for table in tables])
    against = by_days.against_names(labels, [by_days.days_of(exports.with_date(one)) for one in sheets])
    more = [words_to_look_at(sheets), in_names.times_of_columns(cells), apart, elsewhere, against]
    return Proposal(
        people,
        waves=wave_entries(labels, place_lines(sheets)),
        data=["  layout: per-wave", *ignore_lines({c: why for c, why in spare.items() if c not in asked})],
        items=items + exports.box_items(sheets, ids),
        labels={name: label for table in tables[::-1] for name, label in table.labels.items()},
        participants=people.number([table.cells for table in tables]),
        asked=" ".join(filter(None, more)),
    )


def _who(by_wave):
    """The :class:`who.Who` of the tables of waves, with what is doubtful about it."""
    tables = [one.table for one in by_wave.values()]
    everywhere = [c for c in tables[0].cells if all(c in table.cells for table in tables)]
    measured = candidates.by_waves(
        [table.cells.reset_index(drop=True) for table in tables], everywhere, tables[0].labels
    )
    people = who.of_waves(measured, len(tables))
    refused.refuse_a_row_a_question(tables[0].name, people.column)
    called = _own_names(people.column, by_wave)
    if len({" ".join(roles.words(name)) for name in called.values()}) > 1:
        people = replace(people, doubt=f"the files call it differently: {people.doubt or people.evidence}")
    people = replace(people, columns=tuple(called.items()))
    if not people.linked:
        people = people.with_doubt(doubts.why_nobody([table.cells[everywhere] for table in tables]))
    return doubts.within_places(people, [table.cells for table in tables])


def _asked(by_wave, people, tells):
    """The profiles of what was asked, by column and wave, and the columns that are no answers, each with why.

    ``tells`` are the columns that tell the wave.
    """
    asked, spare = {}, {}
    tables = [one.table.cells for one in by_wave.values()]
    for wave, cells in zip(by_wave, tables, strict=True):
        why = roles.beside_the_point(cells, people)
        for name in [name for name, reason in why.items() if reason == roles.SAME and _differs(name, cells, tables)]:
            del why[name]
        why |= {name: TELLS_WAVE for name in tells if name in cells}
        spare |= why
        for column in column_profiles.different(cells, {people.column, *why}):
            asked.setdefault(column.name, {})[wave] = column
    return asked, spare


def _differs(name, cells, tables):
    """Whether a column in which everybody says the same in one table is answered otherwise in another."""
    texts = {caseless(text) for other in tables if name in other for text in other[name].unique()}
    return len(texts - {""}) > 1 and bool(cells[name].iloc[0].strip())


def _item(name, columns, by_wave, people):
    """A question as an item of the proposal; ``columns`` are its profiles at the waves at which it was asked."""
    tables = {wave: one.table.cells for wave, one in by_wave.items() if name in one.table.cells}
    column = joined(name, [*columns.values()])
    column_profiles.settle_who(column, people.within)
    if people.column:
        cells = pd.concat([table[[people.column, name]] for table in tables.values()])
        codes = candidates.same_code(cells[people.column])
        column_profiles.settle_known(column, codes, cells[name], several=len(columns) > 1)
    column.otherwise = reworded([by_wave[wave].question(name) for wave in tables])
    column_profiles.tell_waves(column, {wave: cells[name] for wave, cells in tables.items()})
    own = {wave: called for wave, called in _own_names(name, by_wave).items() if wave in columns}
    return column, [*columns] if len(columns) < len(by_wave) and not own else [], own


def _own_names(name, by_wave):
    """What a column is called in the file of each wave, by the wave's id; empty where all call it ``name``."""
    called = {wave: one.own.get(name, name) for wave, one in by_wave.items()}
    return called if set(called.values()) != {name} else {}
