"""Propose a ``study.yaml`` for files that nobody described yet: what is not certain is marked as a question."""

import difflib
import re
import shutil
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pandas as pd

from firststeps.errors import Stopped
from firststeps.files import remove_left_over, write_text, writing_new_folder
from firststeps.responses.given.checksums import write_checksums
from firststeps.responses.given.problems import refusal
from firststeps.responses.platforms.hand_made import refuse_endless_cells, refuse_no_names
from firststeps.responses.platforms.opening import opened
from firststeps.responses.proposing import candidates, column_profiles, exports, roles, waves, who, yaml_lines
from firststeps.responses.proposing.answer_lists import in_natural_order
from firststeps.responses.proposing.yaml_lines import ASK, yaml_text
from firststeps.responses.tables.boxes import UNTICKED
from firststeps.responses.texts.answers import tidy
from firststeps.responses.texts.dates import date_order, read_date
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import NO, YES, folded, quoted
from firststeps.responses.texts.personal import personal_detail
from firststeps.responses.texts.personal_columns import MAIL, NAMES, dropped_sentence
from firststeps.responses.texts.wave_names import by_time, in_time, names_of_files, tells_wave, told_apart
from firststeps.responses.texts.wordings import (
    but_for_waves,
    other_words,
    reworded,
    same_question,
    same_words,
    without_wave,
)
from firststeps.study.yaml_text import LARGEST

TELLS_WAVE = "tells the wave, as the file does"
UNNAMED = "answer"  # a question whose columns are called as the waves are


def inspect_files(paths):
    """The text of a ``study.yaml`` that describes the files ``paths``; Refusal if one of them cannot be read.

    One file may be long, wide or counts; several files are one wave each, in the order that their names tell, or else
    as they are given.
    """
    paths = in_time_order([Path(path) for path in paths], lambda path: path.stem)
    _check_names(paths)
    tables = [exports.prepared(one) for path in paths for one in _opened(path)]
    sheets = in_time_order(exports.called_by_files(tables), lambda one: one.label)
    sheets = by_dates(sheets)
    describe = _per_wave if len(sheets) > 1 else _one_file
    personal = {name: what for one in sheets for name, what in exports.personal(one).items()}
    shared = {name: what for name, what in personal.items() if what not in (MAIL, NAMES)}  # as an IP address is
    people = describe([exports.without(one, shared) for one in sheets]).people if shared != personal else who.Who()
    for key in (people.column, *dict(people.columns).values()):
        personal.pop(key, None)  # people are found again by nothing else: codes are made of it
    agreed = _agreed(sheets)
    sheets = [exports.without(one, personal, agreed) for one in sheets]
    proposal = describe(sheets)
    if people.column == proposal.people.column and not proposal.people.doubt:
        proposal.people = replace(proposal.people, doubt=people.doubt)
    if personal:
        proposal.data.append(f"  # {dropped_sentence(personal)}")
    exports.tell_declared(proposal.items, sheets)
    exports.tell_keys(proposal.items, sheets)
    proposal.dates = exports.date_columns(sheets)
    proposal.data += exports.data_lines(sheets, proposal.people.column)
    return _of_possible_length(yaml_lines.text(paths[0].stem, proposal))


def _of_possible_length(text):
    """The text of a ``study.yaml``; Stopped where it is longer than one may be, with the longest of its lines."""
    if len(text) > LARGEST:
        line = max(text.splitlines(), key=len)
        raise Stopped(
            f"study.yaml would hold {len(text):,} characters; expected at most {LARGEST:,}. Its longest line has "
            f"{len(line):,}, and begins: {line.strip()[:80]}... Take columns that are not needed, or long texts, out "
            "of a copy of the file, and make the study from that."
        )
    return text


def in_time_order(files, name):
    """Files or sheets in the order in time that their names tell, where they tell one; ``name`` gives that of each.

    >>> in_time_order(["survey-post", "survey-pre"], str), in_time_order(["b", "a"], str)
    (['survey-pre', 'survey-post'], ['b', 'a'])
    """
    labels = names_of_files([name(file) for file in files])
    if not told_apart(labels):
        return files
    return [file for _, file in sorted(zip(labels, files, strict=True), key=lambda pair: in_time(pair[0])[:2])]


def by_dates(sheets):
    """Tables in the order of the days on which they were answered, where their names tell no order and the days do."""
    if len(sheets) < 2 or all(tells_wave(label) for label in names_of_files([one.label for one in sheets])):
        return sheets
    days = [_days(one) for one in sheets]
    if not all(days):
        return sheets
    ordered = sorted(zip(days, range(len(sheets)), strict=True))
    apart = all(one[-1] < other[0] for (one, _), (other, _) in pairwise(ordered))
    return [sheets[place] for _, place in ordered] if apart else sheets


def _days(one):
    """All days of the first column of dates that can be read in one way only, in order."""
    cells = one.opened.table.cells
    for name in [*filter(None, [one.opened.export.date]), *cells]:
        texts = [tidy(text) for text in cells[name].unique() if text.strip()]
        read = [read_date(text, date_order(texts) or "ask") for text in texts]
        if read and not any(fault for _, fault in read):
            return sorted(day for day, _ in read)
    return []


def new_study(folder, paths):
    """Make a study folder from the given files: copies in ``data/raw``, their checksums, a proposed ``study.yaml``.

    Gives the path of the ``study.yaml``.  A folder that already holds something is refused (FileExistsError).
    """
    folder = Path(folder)
    if folder.is_dir():
        remove_left_over(folder, folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is there already and not empty: name a new folder.")
    text = inspect_files(paths)
    with writing_new_folder(folder) as fresh:
        raw = fresh / "data" / "raw"
        raw.mkdir(parents=True)
        for path in paths:
            shutil.copyfile(path, raw / Path(path).name)
        write_checksums(raw, [Path(path).name for path in paths])
        write_text(fresh / "study.yaml", text)
    return folder / "study.yaml"


def _agreed(sheets):
    """What everybody agreed to before they were asked anything, as far as platforms wrote the files."""
    if not all(one.opened.export.platform for one in sheets):
        return {}
    by_words = [columns for one in sheets for columns in waves.find_repeated(one.table.cells).values()]
    repeated = {column for columns in by_words for column in columns.values()}
    return {column: why for column, why in exports.agreed(sheets).items() if column not in repeated}


def _check_names(paths):
    """Refuse two files of one name: in the study's folder one would take the place of the other."""
    for one, other in combinations(paths, 2):
        if one.name == other.name:
            fault = "is named twice" if one.resolve() == other.resolve() else "is the name of two files"
            raise ValueError(f"{one.name} {fault}: each wave has a file of its own, with a name of its own.")


def _opened(path):
    """The tables of a file, one a wave where a workbook has a sheet for each."""
    if re.match(r"[a-z0-9]{2,}:/", str(path)) and not path.exists():
        address = str(path).replace(":/", "://", 1)  # a path keeps one slash of two
        raise ValueError(f"{address} is an address, and nothing is fetched: save the file here, and name it.")
    if path.is_dir():
        raise ValueError(f"{path} is a folder; expected a file. {_beside(path / 'any')}")
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}. {_beside(path)}")
    tables = opened(path)
    for one in tables:
        refuse_endless_cells(one.table)
        refuse_no_names(one.table)
    return tables


def _beside(path):
    """What is in the folder of a file that is not there, in words; where names are alike, those."""
    if not path.parent.is_dir():
        return f"There is no folder {path.parent} either."
    names = sorted(file.name for file in path.parent.iterdir() if file.is_file() and file.name[0] != ".")
    alike = difflib.get_close_matches(path.name, names)
    return (
        f"Is one of these meant: {', '.join(alike)}?"
        if alike
        else f"That folder holds {', '.join(names) or 'no file'}."
    )


def _per_wave(sheets):
    """A table for each wave: people are told by a column of all tables whose values are found in several."""
    waves.refuse_several_of_a_wave([one.label for one in sheets])
    tables, own = _called_alike([one.table for one in sheets])
    labels = names_of_files([one.label for one in sheets])
    ids = yaml_lines.wave_ids(labels)
    everywhere = [c for c in tables[0].cells if all(c in table.cells for table in tables)]
    measured = candidates.by_waves([table.cells.reset_index(drop=True) for table in tables], everywhere)
    people = who.of_waves(measured, len(tables))
    all_cells = [one.table.cells for one in sheets]
    if {*roles.words(people.column)} & roles.QUESTION:
        _refuse_a_row_a_question(tables[0], people.column)
    waves.refuse_tables_of_all_waves([one.label for one in sheets], all_cells, people.linked)
    called = _own_names(people.column, ids, own)
    if len({" ".join(roles.words(name)) for name in called.values()}) > 1:
        people = replace(people, doubt=f"the files call it differently: {people.doubt or people.evidence}")
    people = replace(people, columns=tuple(called.items()))
    if not people.linked and (ends := candidates.why_nobody([table.cells[everywhere] for table in tables])):
        people = replace(people, doubt=f"{people.doubt}; {ends}")
    people = _within_places(people, [table.cells for table in tables])
    waves.refuse_all_together(labels, [table.cells for table in tables])
    tells, elsewhere = waves.told_by_rows([one.table.cells for one in sheets], labels)
    asked, spare = {}, {column: why for one in sheets for column, why in one.spare.items()}
    for wave, table in zip(ids, tables, strict=True):
        why = roles.beside_the_point(table.cells, people)
        why = {
            name: reason for name, reason in why.items() if reason != roles.SAME or not _differs(name, table, tables)
        }
        why |= {name: TELLS_WAVE for name in tells if name in table.cells}
        spare |= why
        for column in column_profiles.different(table.cells, {people.column, *why}):
            asked.setdefault(column.name, []).append((wave, column))
    spare = {name: reason for name, reason in spare.items() if name not in asked}
    joined = {name: _joined(name, [column for _, column in by_wave]) for name, by_wave in asked.items()}
    for name, column in joined.items() if people.column else ():
        cells = pd.concat([table.cells[[people.column, name]] for table in tables if name in table.cells])
        column.stays = roles.stays(cells[people.column], cells[name], column.unclear)
        column.known = column.stays and column.full and len(asked[name]) > 1
        column_profiles.settle_known(column)
    items = []
    for name, by_wave in asked.items():
        worded = [_worded(name, table, names) for table, names in zip(tables, own, strict=True) if name in table.cells]
        joined[name].otherwise = reworded(worded)
        at = [wave for wave, _ in by_wave]
        columns = {wave: column for wave, column in _own_names(name, ids, own).items() if wave in at}
        cells = {wave: table.cells[name] for wave, table in zip(ids, tables, strict=True) if name in table.cells}
        column_profiles.tell_waves(joined[name], cells)
        items.append((joined[name], at if len(by_wave) < len(ids) and not columns else [], columns))
    items += exports.box_items(sheets, ids)
    data = ["  layout: per-wave", *yaml_lines.ignore_lines(spare)]
    entries = yaml_lines.wave_entries(labels, exports.place_lines(sheets))
    labels_of = {name: label for table in tables[::-1] for name, label in table.labels.items()}
    proposal = yaml_lines.Proposal(people, entries, data, items, labels_of, participants=_people(tables, people))
    apart = waves.ask_nothing_alike(labels, [{*table.cells} - {people.column} for table in tables])
    more = [exports.words_to_look_at(sheets), waves.times_of_columns(all_cells), apart, elsewhere]
    return replace(proposal, asked=" ".join(filter(None, more)))


def _codes_once(cells):
    """What to say of a column of codes of which many cells are empty below a filled one; empty where there is none."""
    for name in cells:
        empty = cells[name].str.strip() == ""
        below = int((empty & ~empty.shift(fill_value=True)).sum())
        if roles.like_identifier(name) > 0 and below > len(cells) / 5:
            return f"`{name}` is empty in {below} rows below a code: write each person's code into all of their rows"
    return ""


def _differs(name, table, tables):
    """Whether a column in which everybody says the same in one table is answered otherwise in another."""
    texts = {tidy(text).casefold() for other in tables if name in other.cells for text in other.cells[name].unique()}
    return len(texts - {""}) > 1 and bool(table.cells[name].iloc[0].strip())


def _within_places(people, tables):
    """The :class:`who.Who` with a doubt where codes seem to be each site's own; ``tables`` are the cells of waves."""
    place = candidates.counted_within(tables, people.column) if people.column else ""
    if not place:
        return _of_one_person(people, tables)
    doubt = f"codes stand twice at a wave, but never within one `{place}`: if each counts its own people, make one "
    doubt += "column of both in a copy of the file, and the study from that"
    return replace(people, doubt=doubt)


def _of_one_person(people, tables):
    """The :class:`who.Who` with a doubt where many rows of one wave share a code."""
    shared = candidates.shared(tables, people.column) if people.column and not people.personal else 0
    if not shared:
        return people
    doubt = f"{shared} rows share a code with a different row of their wave: is each code one person's? If not, make "
    doubt += "codes of one person each in copies of the files, or say `linked: no`"
    return replace(people, doubt="; ".join(filter(None, [people.doubt, doubt])))


def _called_alike(tables):
    """The tables with one name for each column, and for each table the names that its own columns were given.

    Columns that ask the same question are one, whatever their numbers, and so are names that differ by letter case,
    signs, numbers in front, groups or the name of a wave alone, and two columns of codes in which the same people are
    found; all get the name that they have in the first table, without the name of its wave where that alone differs.
    """
    first, *others = tables
    own, bare = [{}], {}
    for table in others:
        names = same_question(first.labels, table.labels)
        new = [c for c in table.cells if c not in first.cells and c not in names]
        free = [c for c in first.cells if c not in table.cells and c not in names.values()]
        names |= same_words(free, new)
        rest = [c for c in free if c not in names.values()]
        shared = [c for c in first.cells if c in table.cells]
        ranked = candidates.by_waves([t.cells[shared].reset_index(drop=True) for t in (first, table)], shared)
        if not (ranked and ranked[0].earned):
            cells = [t.cells.reset_index(drop=True) for t in (first, table)]
            pair = candidates.across(*cells, rest, [c for c in new if c not in names])
            names |= {pair[1]: pair[0]} if pair else {}
        at_waves = but_for_waves(*([c for c in few if c not in {*names, *names.values()}] for few in (rest, new)))
        names |= at_waves
        bare |= {name: without_wave(name) for name in at_waves.values()}
        names |= other_words(*(_questions(t, [*names, *names.values(), *shared]) for t in (first, table)))
        own.append({name: first_name for name, first_name in names.items() if name in table.cells})
    bare = {name: stem for name, stem in bare.items() if not any(stem in table.cells for table in tables)}
    for table, names in zip(tables, own, strict=True):
        names |= {name: name for name in bare if name in table.cells and name not in names}
        names.update({name: bare.get(called, called) for name, called in names.items()})
    return [_renamed(table, names) for table, names in zip(tables, own, strict=True)], own


def _questions(table, left_out):
    """The columns of a table that hold yes and no and are called as whole questions are."""
    long_names = [name for name in table.cells if name.count(" ") > 1 and name not in left_out]
    return [name for name in long_names if column_profiles.profile(name, table.cells[name]).kind == "yes-no"]


def _worded(name, table, names):
    """The question of a column in a table whose columns were given other ``names``, as it stands there."""
    there = {new: old for old, new in names.items() if " " in old}.get(name, name)
    return table.labels.get(name, there)


def _renamed(table, names):
    labels = {names.get(name, name): label for name, label in table.labels.items()}
    return replace(table, cells=table.cells.rename(columns=names), labels=labels)


def _own_names(name, ids, own):
    """What a column is called in the file of each wave, by the wave's id; empty where all call it ``name``."""
    called = {
        wave: {new: old for old, new in names.items()}.get(name, name) for wave, names in zip(ids, own, strict=True)
    }
    return called if set(called.values()) != {name} else {}


def _people(tables, people):
    """How many different people the files show, 0 where nobody is told."""
    if not people.column:
        return sum(len(table.cells) for table in tables) if people.rows else 0
    codes = pd.concat([candidates.same_code(table.cells[people.column]) for table in tables])
    return int((codes.unique() != "").sum())


def _one_file(sheets):
    (one,) = sheets
    table = one.table
    waves.refuse_turned_round(table.name, table.cells)
    wave = waves.find_wave_column(table.cells)
    if wave:
        return _long(one, wave)
    if emptied := waves.with_empty(table.cells):
        one.table = replace(table, cells=emptied[0])
        return _long(one, emptied[1])
    asked = {column for columns in _repeated(table, table.cells).values() for column in columns.values()}
    measured = candidates.by_rows(table.cells[[column for column in table.cells if column not in asked]])
    count = roles.find_counts(table.cells)
    if count and not (measured and not measured[0].doubt and measured[0].column != count and len(table.cells) > 9):
        return _columns_by_wave(one, who.Who(rows=True), count)
    return _columns_by_wave(one, measured, "")


def _repeated(table, cells):
    """The columns of each question that some ``cells`` of a table hold at several waves."""
    return waves.without_statements(waves.find_repeated(cells), table.labels)


def _long(one, wave):
    """A row for each person and wave; ``wave`` is the :class:`waves.WaveColumn`."""
    table = one.table
    people = who.of_waves(list(wave.candidates), len(wave.labels))
    labelled = by_text(table.cells[wave.column], lambda text: tidy(text).casefold())
    at_waves = [cells.drop(columns=wave.column) for _, cells in table.cells.groupby(labelled)]
    if not people.linked and (emptied := _codes_once(table.cells)):
        people = replace(people, doubt=f"{people.doubt}; {emptied}")
    keys = [people.column, wave.column]
    copies = waves.find_copies(table.cells, *keys) if people.column else ""
    if copies:
        _refuse_a_row_a_question(table, copies)
    if not (copies and candidates.copies_agree(table.cells, keys, copies)):
        people, copies = _within_places(people, at_waves), ""
    ways, written_otherwise = waves.one_wave_each(table.cells, wave, people.column)
    labels = _empty_in_order(by_time(ways))
    ways |= {waves.EMPTY: [waves.EMPTY, ""]} if waves.EMPTY in ways else {}
    why = roles.beside_the_point(table.cells, people, {wave.column})
    if copies:
        why[copies] = "tells two copies of one questionnaire apart: conflicts are asked about"
    doubt = "" if wave.sure else f"{ASK} does it tell the wave?"
    data = ["  layout: long", *_file_lines(one), f"  wave_column: {yaml_text(wave.column)}{doubt}"]
    data += yaml_lines.ignore_lines(one.spare | why)
    columns = column_profiles.different(table.cells, {people.column, wave.column, *why})
    for column in columns if people.column else ():
        column.stays = roles.stays(table.cells[people.column], table.cells[column.name], column.unclear)
        column.known = column.stays and column.full
        column_profiles.settle_known(column)
    if not any(column.kind == "yes-no" for column in columns):
        for column in columns:
            column_profiles.settle_two_answers(column)
    ids = dict(zip(yaml_lines.wave_ids(labels), labels, strict=True))
    rows = {wave_id: labelled.isin([*map(str.casefold, ways[label])]) for wave_id, label in ids.items()}
    for column in columns:
        by_wave = {wave_id: table.cells.loc[there, column.name] for wave_id, there in rows.items()}
        column_profiles.tell_waves(column, by_wave)
    items = [(column, _asked_at(table.cells, column, wave, labels, ways), {}) for column in columns]
    items += [(column, _boxes_at(one, column, wave, labels, ways), {}) for column, *_ in exports.box_items([one], [""])]
    entries = yaml_lines.wave_entries(labels, ways=ways)
    number = _people([table], people)
    proposal = yaml_lines.Proposal(people, entries, data, items, table.labels, participants=number)
    codes = ", ".join(map(quoted, written_otherwise))
    asked = f"And is {codes} the wave whose code it is?" if codes else ""
    if waves.EMPTY in ways:
        asked = f"And do rows with an empty cell of `{wave.column}` tell of a time of their own? {asked}".strip()
    asked = f"{asked} {waves.said_of_numbers(wave.column, labels)}".strip()
    return replace(proposal, asked=asked)


def _empty_in_order(labels):
    """The labels of waves with that of empty cells as the first, where none of the others is a first one."""
    if waves.EMPTY not in labels or any(in_time(label)[0] == 0 for label in labels):
        return labels
    return [waves.EMPTY, *(label for label in labels if label != waves.EMPTY)]


def _refuse_a_row_a_question(table, column):
    """Refuse a file with a row for each answer: all its questions would be taken for one."""
    if {*roles.words(column)} & roles.QUESTION:
        remedy = (
            "Make one row of each person's answers at a time, with a column for each question (in a spreadsheet: a "
        )
        remedy += "pivot table; in R: pivot_wider), and make the study from that."
        raise refusal(table.name, "a row for each answer", "a column for each question", remedy, column=column)


def _file_lines(one):
    """The file of a table, and its sheet where it has several."""
    sheet = [f"  sheet: {quoted(one.opened.sheet)}"] if one.opened.sheet else []
    return [f"  file: {yaml_text(one.opened.file)}", *sheet]


def _asked_at(cells, column, wave, labels, ways):
    """The waves at which a column of a long file holds anything, by their ids; empty where that is all of them."""
    return _waves_of(cells[column.name].str.strip() != "", cells[wave.column], labels, ways)


def _boxes_at(one, column, wave, labels, ways):
    """The waves at which any box of a question is ticked: a nought in a box that was never shown says nothing."""
    cells = one.opened.table.cells.loc[one.table.cells.index]
    boxes = [by_text(cells[box], lambda text: tidy(text).casefold() not in UNTICKED) for box in column.boxes.values()]
    ticked = pd.concat(boxes, axis=1).any(axis=1)
    return _waves_of(ticked, cells[wave.column], labels, ways)


def _waves_of(filled, when, labels, ways):
    there = {tidy(label).casefold() for label in when[filled].unique()}
    ids = [
        i
        for i, label in zip(yaml_lines.wave_entries(labels), labels, strict=True)
        if there & {way.casefold() for way in ways[label]}
    ]
    return [] if len(ids) in (0, len(labels)) else [i for i, _ in ids]


def _columns_by_wave(one, measured, count):
    """A wide file, or with ``count`` a file of counts: one column a question and wave."""
    table = one.table
    cells = table.cells
    people = measured if count else who.of_rows(measured, bool(_repeated(table, cells)))
    if people.rows and not count and (again := candidates.come_again(cells))[0]:
        doubt = (
            f"{again[1]} codes of `{again[0]}` stand in several rows: if it tells who answered, a column must say when"
        )
        people = replace(people, doubt=doubt)
    if people.column and (ends := candidates.waves_in(cells[people.column])):
        people = replace(people, doubt=ends)
    waves.refuse_side_by_side(table.name, cells, _repeated(table, cells) | waves.called_twice(cells))
    why = roles.beside_the_point(cells, people)
    others = [c for c in cells if c not in (people.column, count, *why)]
    repeated = _without_times(cells, _repeated(table, cells[others]))
    if count and not repeated:
        repeated = {UNNAMED: {column: column for column in others}}
    alike = {} if repeated or count else waves.called_alike(cells[others]) or waves.by_occasions(cells[others])
    if any({tidy(text).casefold() for text in cells[c].unique()} <= {*YES, *NO, ""} for c in _first(alike)):
        repeated = alike
    labels, repeated = _one_name_a_wave(_without_sessions(repeated))
    labels = labels or ["once"]
    ids = dict(zip(labels, yaml_lines.wave_ids(labels), strict=True))
    items = [
        (_question(name or UNNAMED, cells[[*columns.values()]]), [], _in_order(columns, ids))
        for name, columns in repeated.items()
    ]
    for column, _, columns in items:
        column_profiles.tell_waves(column, {wave: cells[c] for wave, c in columns.items()})
    single = [c for c in others if not any(c in columns.values() for columns in repeated.values())]
    known = [columns for columns, (column, *_) in zip(repeated.values(), items, strict=True) if not column.known]
    there = {label: waves.answered_at(cells[[c[label] for c in known if label in c]]) for label in labels if known}
    for column in (column_profiles.profile(c, cells[c]) for c in single):
        wave = waves.wave_of(cells[column.name], there, labels) if there else labels[0]
        column.stays = column.known = not wave
        items.append((column, [ids[wave or labels[0]]], {}))
    items += exports.box_items([one], [*ids.values()])
    data = [f"  layout: {'counts' if count else 'wide'}", *_file_lines(one)]
    data += ([f"  count_column: {yaml_text(count)}"] if count else []) + yaml_lines.ignore_lines(one.spare | why)
    number = 0 if count else _people([table], people)
    entries = yaml_lines.wave_entries(labels)
    proposal = yaml_lines.Proposal(people, entries, data, items, table.labels, counts=bool(count), participants=number)
    asked = ""
    if repeated and all(map(str.isdigit, labels)):
        asked = "And are these numbers times, not questions of one time?"
    if repeated and alike:
        asked = "And are these times at which one thing was asked?"
        if waves.called_alike(cells[others]):
            asked = "And do columns of one name ask at these waves, the first at the first?"
    return replace(proposal, asked=asked)


def _first(repeated):
    """The first column of each question asked several times."""
    return [next(iter(columns.values())) for columns in repeated.values()]


def _without_times(cells, repeated):
    """Without the times at which a program says that a questionnaire was begun and ended."""
    dates = {
        stem
        for stem, columns in repeated.items()
        if all(column_profiles.profile(c, cells[c]).kind == "date" for c in columns.values())
    }
    asked = {label.casefold() for stem, columns in repeated.items() if stem not in dates for label in columns}
    return {
        stem: columns
        for stem, columns in repeated.items()
        if stem not in dates or {label.casefold() for label in columns} <= asked
    }


def _without_sessions(repeated):
    """Without columns that are called as times and no more, where questions are asked at others: of who came when."""
    asked_at = {_when(label) for stem, columns in repeated.items() if stem for label in columns}
    apart = not asked_at & {_when(label) for label in repeated.get("", {})}
    return {stem: columns for stem, columns in repeated.items() if stem or not (asked_at and apart)}


def _one_name_a_wave(repeated):
    """The waves in order, and the columns by these names: *pre* and *Before* are one wave."""
    names = {}
    for columns in repeated.values():
        for label in columns:
            names.setdefault(_when(label), label)
    labels = by_time(names.values())
    return labels, {
        stem: {names[_when(label)]: column for label, column in columns.items()} for stem, columns in repeated.items()
    }


def _when(label):
    """What a wave's name says of time; the name itself where it says nothing.

    A number alone says nothing: the second session is not the second visit.
    """
    rank, numbers, words = in_time(label)
    of_what = re.sub(r"[\W\d_]", "", words)[:1] if rank == 3 else ""
    return (rank, *numbers, of_what) if rank != 3 or numbers else (words,)


def _question(name, cells):
    """The profile of a question that has a column of ``cells`` for each wave."""
    column = _joined(name, [column_profiles.profile(c, cells[c]) for c in cells])
    texts = cells.melt(ignore_index=False)["value"]
    column.stays = roles.stays(texts.index.to_series(), texts, column.unclear)
    column.known = column.stays and column.full
    column_profiles.settle_known(column)
    return column


def _in_order(columns, ids):
    return {wave: columns[label] for label, wave in ids.items() if label in columns}


def _joined(name, columns):
    """One profile for the columns of one question: yes/no only if each of them is."""
    lists = {
        kind: sorted({text for c in columns for text in getattr(c, kind)})
        for kind in ("answers", "yes", "no", "missing", "unsaid")
    }
    full = all(column.full for column in columns)
    kind = columns[0].kind if len({column.kind for column in columns}) == 1 else "text"
    if kind == "text" and (others := _beside_yes_and_no(columns, lists)):
        kind, lists["unsaid"] = "yes-no", others
    if {column.kind for column in columns} == {"scale", "yes-no"}:
        kind, lists["unsaid"] = _numbers_at_some_wave(columns, lists, kind)
    known = [text for text in lists["answers"] if text not in lists["missing"]]
    unclear = sorted({text for column in columns for text in column.unclear})
    if unclear and {*lists["answers"]} <= {*unclear, *lists["yes"], *lists["no"]}:
        lists = {meaning: [text for text in texts if text not in unclear] for meaning, texts in lists.items()}
        return column_profiles.Column(name, "yes-no", sure=False, full=full, unclear=unclear, **lists)
    remarks = all(column.sparse and column.kind == "text" for column in columns)  # about a person or two
    two = kind in ("choice", "text") and not remarks and len(known) == 2 and len(columns) > 1
    if two and not any(map(personal_detail, known)):
        lists |= {"yes": [], "no": []}
        return column_profiles.Column(name, "yes-no", sure=False, full=full, unclear=known, **lists)
    for meaning in ("yes", "no"):
        codes = [text for text in lists[meaning] if text not in lists["missing"] + lists["unsaid"]]
        lists[meaning] = column_profiles.different_codes(codes)
    sure = all(column.sure for column in columns) or _sure_together(columns, lists)
    if kind == "date":
        texts = [text for text in lists["answers"] if read_date(text)[1]]
        return column_profiles.Column(
            name, kind, sure=not texts, full=full, order=date_order(lists["answers"]), **lists
        )
    more = {"points": {word: n for column in columns for word, n in column.points.items()} if kind == "scale" else {}}
    if kind == "scale" and all(column.range for column in columns):
        more["range"] = (min(c.range[0] for c in columns), max(c.range[1] for c in columns))
    if kind in ("choice", "ticks"):
        lists["answers"] = in_natural_order(column_profiles.different_codes(lists["answers"]))
    return column_profiles.Column(name, kind, sure=sure, full=full, **lists, **more)


def _numbers_at_some_wave(columns, lists, kind):
    """The kind of what holds 1 and 2 alone at one wave and other numbers at another, and who must place which.

    One other number, as a 3 for *not sure*, is placed by a person; of more, all are points of a scale.
    """
    numbers = [text for text in lists["answers"] if text not in lists["missing"]]
    others = [text for text in numbers if text not in YES | NO]
    if not all(re.fullmatch(r"\d{1,2}", text) for text in numbers):
        return kind, lists["unsaid"]
    for column in columns:
        column.range = column.range or (min(map(int, numbers)), max(map(int, numbers)))
    return ("yes-no", others) if len(others) == 1 else ("scale", [])


def _beside_yes_and_no(columns, lists):
    """The few other answers to what is answered by yes and no at one wave, and by yes, no and these at another."""
    words = {folded(text) for text in lists["answers"]}
    some = all({folded(text) for text in column.answers} & (YES | NO) for column in columns)
    others = [
        text for text in lists["answers"] if folded(text) not in YES | NO | {*map(str.casefold, lists["missing"])}
    ]
    kinds = {column.kind for column in columns}
    short = len(others) <= column_profiles.FEW_OTHERS and not any(map(personal_detail, others))
    return (
        others if "yes-no" in kinds and kinds <= {"yes-no", "choice", "text"} and words & YES and some and short else []
    )


def _sure_together(columns, lists):
    """Whether a question's codes are certain because of all its columns: one of them may hold yes alone.

    An answer in more words, as *Yes, once*, never is.
    """
    plain = all(folded(text) in YES | NO for meaning in ("yes", "no") for text in lists[meaning])
    each = all(column.sure or not (column.yes and column.no) for column in columns)
    both = bool(lists["yes"] and lists["no"]) and not column_profiles.TWO & {*map(folded, lists["no"])}
    return plain and each and both and len(columns) > 1
