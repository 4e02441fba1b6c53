"""Propose a ``study.yaml`` for files that nobody described yet: what is not certain is marked as a question."""

import difflib
import shutil
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pandas as pd

from firststeps.files import write_text
from firststeps.responses.given.checksums import write_checksums
from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import read_table
from firststeps.responses.proposing import candidates, column_profiles, roles, waves, who, yaml_lines
from firststeps.responses.proposing.yaml_lines import ASK, yaml_text
from firststeps.responses.texts.personal import personal_detail
from firststeps.responses.texts.personal_columns import personal_columns, sentence
from firststeps.responses.texts.wave_names import by_time, in_time, names_of_files, told_apart

UNNAMED = "answer"  # a question whose columns are called as the waves are


def inspect_files(paths):
    """The text of a ``study.yaml`` that describes the files ``paths``; Refusal if one of them cannot be read.

    One file may be long, wide or counts; several files are one wave each, in the order that their names tell, or else
    as they are given.
    """
    paths = in_order([Path(path) for path in paths])
    _check_names(paths)
    tables, encodings = zip(*map(_read, paths), strict=True)
    tables, personal = _without_personal_details(tables)
    encoding = next((encoding for encoding in encodings if encoding != "utf-8"), "")
    describe = _per_wave if len(paths) > 1 else _one_file
    proposal = describe(tables)
    if personal:
        proposal.data.append(f"  # {sentence(personal)}")
    if encoding:
        proposal.data.append(f"  encoding: {encoding}{ASK} how the letters are stored: are all words right?")
    return yaml_lines.text(paths[0].stem, proposal)


def in_order(paths):
    """The files in the order in time that their names tell, where they tell one.

    >>> [path.name for path in in_order([Path("post.csv"), Path("pre.csv")])]
    ['pre.csv', 'post.csv']
    """
    labels = names_of_files([path.stem for path in paths])
    if not told_apart(labels):
        return paths
    return [path for _, path in sorted(zip(labels, paths, strict=True), key=lambda pair: in_time(pair[0])[:2])]


def new_study(folder, paths):
    """Make a study folder from the given files: copies in ``data/raw``, their checksums, a proposed ``study.yaml``.

    Gives the path of the ``study.yaml``.  A folder that already holds something is refused (FileExistsError).
    """
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder.name} is there already and not empty: name a new folder.")
    text = inspect_files(paths)
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    for path in paths:
        shutil.copyfile(path, raw / Path(path).name)
    write_checksums(raw, [Path(path).name for path in paths])
    write_text(folder / "study.yaml", text)
    return folder / "study.yaml"


def _without_personal_details(tables):
    """The tables without the columns that hold personal details, and these, each with what."""
    personal = [personal_columns(table.cells, table.labels) for table in tables]
    every = {name: what for columns in personal for name, what in columns.items()}
    kept = [replace(table, cells=table.cells.drop(columns=[c for c in table.cells if c in every])) for table in tables]
    return kept, every


def _check_names(paths):
    """Refuse two files of one name: in the study's folder one would take the place of the other."""
    for one, other in combinations(paths, 2):
        if one.name == other.name:
            fault = "is named twice" if one.resolve() == other.resolve() else "is the name of two files"
            raise ValueError(f"{one.name} {fault}: each wave has a file of its own, with a name of its own.")


def _read(path):
    """A table and the encoding in which it could be read."""
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}. {_beside(path)}")
    try:
        return read_table(path), "utf-8"
    except Refusal as refused:
        if "which is not utf-8" not in refused.problems[0].found:
            raise
    return read_table(path, "cp1252"), "cp1252"


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


def _per_wave(tables):
    """A file for each wave: people are told by a column of all files whose values are found in several."""
    labels = names_of_files([yaml_lines.stem(table.name) for table in tables])
    ids = yaml_lines.wave_ids(labels)
    everywhere = [c for c in tables[0].cells if all(c in table.cells for table in tables)]
    measured = candidates.by_waves([table.cells.reset_index(drop=True) for table in tables], everywhere)
    people = who.of_waves(measured, len(tables))
    asked, spare = {}, {}
    for wave, table in zip(ids, tables, strict=True):
        why = roles.beside_the_point(table.cells, people)
        spare |= why
        for column in column_profiles.different(table.cells, {people.column, *why}):
            asked.setdefault(column.name, []).append((wave, column))
    spare = {name: reason for name, reason in spare.items() if name not in asked}
    joined = {name: _joined(name, [column for _, column in found]) for name, found in asked.items()}
    for name, column in joined.items() if people.column else ():
        cells = pd.concat([table.cells[[people.column, name]] for table in tables if name in table.cells])
        column.stays = roles.stays(cells[people.column], cells[name])
        column.known = column.stays and column.full and len(asked[name]) > 1
    items = [
        (joined[name], [wave for wave, _ in found] if len(found) < len(ids) else [], {})
        for name, found in asked.items()
    ]
    data = ["  layout: per-wave", *yaml_lines.ignore_lines(spare)]
    entries = yaml_lines.wave_entries(labels, [table.name for table in tables])
    told = {name: label for table in tables for name, label in table.labels.items()}
    return yaml_lines.Proposal(people, entries, data, items, told, seen=_people(tables, people))


def _people(tables, people):
    """How many different people the files show, 0 where nobody is told."""
    if not people.column:
        return sum(len(table.cells) for table in tables) if people.rows else 0
    codes = pd.concat([candidates.same_code(table.cells[people.column]) for table in tables])
    return int((codes.unique() != "").sum())


def _one_file(tables):
    (table,) = tables
    wave = waves.find_wave_column(table.cells)
    if wave:
        return _long(table, wave)
    asked = {column for columns in waves.find_repeated(table.cells).values() for column in columns.values()}
    measured = candidates.by_rows(table.cells[[column for column in table.cells if column not in asked]])
    count = roles.find_counts(table.cells)
    if count and not (measured and not measured[0].doubt and measured[0].column != count and len(table.cells) > 9):
        return _columns_by_wave(table, who.Who(rows=True), count)
    return _columns_by_wave(table, measured, "")


def _long(table, wave):
    """A row for each person and wave; ``wave`` is the :class:`waves.WaveColumn`."""
    labels = by_time(wave.labels)
    people = who.of_waves(list(wave.candidates), len(labels))
    why = roles.beside_the_point(table.cells, people, {wave.column})
    if people.column and (copies := waves.find_copies(table.cells, people.column, wave.column)):
        why[copies] = "tells two copies of one questionnaire apart: conflicts are asked about"
    doubt = "" if wave.sure else f"{ASK} does it tell the wave?"
    data = ["  layout: long", f"  file: {yaml_text(table.name)}", f"  wave_column: {yaml_text(wave.column)}{doubt}"]
    data += yaml_lines.ignore_lines(why)
    columns = column_profiles.different(table.cells, {people.column, wave.column, *why})
    for column in columns if people.column else ():
        column.stays = roles.stays(table.cells[people.column], table.cells[column.name])
        column.known = column.stays and column.full
    items = [(column, [], {}) for column in columns]
    entries = yaml_lines.wave_entries(labels)
    return yaml_lines.Proposal(people, entries, data, items, table.labels, seen=_people([table], people))


def _columns_by_wave(table, measured, count):
    """A wide file, or with ``count`` a file of counts: one column a question and wave."""
    cells = table.cells
    people = measured if count else who.of_rows(measured, bool(waves.find_repeated(cells)))
    why = roles.beside_the_point(cells, people)
    others = [c for c in cells if c not in (people.column, count, *why)]
    repeated = _without_times(cells, waves.find_repeated(cells[others]))
    if count and not repeated:
        repeated = {UNNAMED: {column: column for column in others}}
    labels, repeated = _one_name_a_wave(repeated)
    labels = labels or ["once"]
    ids = dict(zip(labels, yaml_lines.wave_ids(labels), strict=True))
    items = [
        (_question(name or UNNAMED, cells[[*columns.values()]]), [], _in_order(columns, ids))
        for name, columns in repeated.items()
    ]
    single = [c for c in others if not any(c in columns.values() for columns in repeated.values())]
    told = [columns for columns, (column, *_) in zip(repeated.values(), items, strict=True) if not column.known]
    there = {label: cells[[c[label] for c in told if label in c]] for label in labels if told}
    for column in (column_profiles.profile(c, cells[c]) for c in single):
        wave = waves.wave_of(cells[column.name], there, labels) if there else labels[0]
        column.stays = column.known = not wave
        items.append((column, [ids[wave or labels[0]]], {}))
    data = [f"  layout: {'counts' if count else 'wide'}", f"  file: {yaml_text(table.name)}"]
    data += ([f"  count_column: {yaml_text(count)}"] if count else []) + yaml_lines.ignore_lines(why)
    seen = 0 if count else _people([table], people)
    entries = yaml_lines.wave_entries(labels)
    return yaml_lines.Proposal(people, entries, data, items, table.labels, counts=bool(count), seen=seen)


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
    """What an occasion's name says of time; the name itself where it says nothing."""
    rank, numbers, said = in_time(label)
    return (rank, *numbers) if rank != 3 or numbers else (said,)


def _question(name, cells):
    """The profile of a question that has a column of ``cells`` for each wave."""
    column = _joined(name, [column_profiles.profile(c, cells[c]) for c in cells])
    told = cells.melt(ignore_index=False)["value"]
    column.stays = roles.stays(told.index.to_series(), told)
    column.known = column.stays and column.full
    return column


def _in_order(columns, ids):
    return {wave: columns[label] for label, wave in ids.items() if label in columns}


def _joined(name, columns):
    """One profile for the columns of one question: yes/no only if each of them is."""
    lists = {
        kind: sorted({text for c in columns for text in getattr(c, kind)}) for kind in ("said", "yes", "no", "missing")
    }
    full = all(column.full for column in columns)
    kind = columns[0].kind if len({column.kind for column in columns}) == 1 else "text"
    known = [text for text in lists["said"] if text not in lists["missing"]]
    if kind in ("choice", "text") and len(known) == 2 and len(columns) > 1 and not any(map(personal_detail, known)):
        lists |= {"yes": [], "no": []}
        return column_profiles.Column(name, "yes-no", sure=False, full=full, unclear=known, **lists)
    lists |= {meaning: column_profiles.different_codes(lists[meaning]) for meaning in ("yes", "no")}
    sure = all(column.sure for column in columns) or _sure_together(columns, lists)
    return column_profiles.Column(name, kind, sure=sure, full=full, **lists)


def _sure_together(columns, lists):
    """Whether a question's codes are certain because of all its columns: one of them may hold yes alone."""
    return bool(lists["yes"] and lists["no"]) and "2" not in lists["no"] and len(columns) > 1
