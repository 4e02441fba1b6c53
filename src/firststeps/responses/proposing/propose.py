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
from firststeps.responses.proposing import column_profiles, roles, yaml_lines
from firststeps.responses.proposing.yaml_lines import ASK, yaml_text
from firststeps.responses.texts.personal import personal_detail
from firststeps.responses.texts.personal_columns import personal_columns, sentence

UNNAMED = "answer"  # a question whose columns are called as the waves are


def inspect_files(paths):
    """The text of a ``study.yaml`` that describes the files ``paths``; Refusal if one of them cannot be read.

    One file may be long, wide or counts; several files are taken as one wave each, in the order given.
    """
    paths = [Path(path) for path in paths]
    _check_names(paths)
    tables, encodings = zip(*map(_read, paths), strict=True)
    tables, personal = _without_personal_details(tables)
    encoding = next((encoding for encoding in encodings if encoding != "utf-8"), "")
    describe = _per_wave if len(paths) > 1 else _one_file
    identifiers, waves, data, items = describe(tables)
    if personal:
        data.append(f"  # {sentence(personal)}")
    if encoding:
        data.append(f"  encoding: {encoding}{ASK}")
    people = {code for table in tables for code in table.cells[identifiers[0]]} if identifiers else []
    head = yaml_lines.head_lines(paths[0].stem, len(people) or "")
    return "\n".join([head, "waves:", *waves, "", "data:", *data, "", *items]) + "\n"


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
    labels = [yaml_lines.stem(table.name) for table in tables]
    ids = yaml_lines.wave_ids(labels)
    everywhere = [c for c in tables[0].cells if all(c in table.cells for table in tables)]
    identifiers = roles.find_identifiers(tables[0].cells[everywhere])
    asked, spare = {}, {}
    for wave, table in zip(ids, tables, strict=True):
        why = roles.beside_the_point(table.cells, identifiers)
        spare |= why
        for column in column_profiles.different(table.cells, {*identifiers, *why}):
            asked.setdefault(column.name, []).append((wave, column))
    spare = {name: reason for name, reason in spare.items() if name not in asked}
    joined = {name: _joined(name, [column for _, column in found]) for name, found in asked.items()}
    for name, column in joined.items() if identifiers else ():
        cells = pd.concat([table.cells[[identifiers[0], name]] for table in tables if name in table.cells])
        column.stays = roles.stays(cells[identifiers[0]], cells[name])
    items = [
        (joined[name], [wave for wave, _ in found] if len(found) < len(ids) else [], {})
        for name, found in asked.items()
    ]
    data = ["  layout: per-wave", *yaml_lines.ignore_lines(spare)]
    waves = yaml_lines.wave_lines(labels, [table.name for table in tables])
    told = {name: label for table in tables for name, label in table.labels.items()}
    return identifiers, waves, data, _rest(identifiers, items, ids, told)


def _one_file(tables):
    (table,) = tables
    identifiers = roles.find_identifiers(table.cells)
    wave = next((found for code in identifiers if (found := roles.find_waves(table.cells, code))), "")
    if wave:
        identifiers = sorted(identifiers, key=lambda code: not roles.find_waves(table.cells, code))
        return _long(table, identifiers, wave)
    count = roles.find_counts(table.cells)
    people = identifiers and table.cells[identifiers[0]].is_unique and len(table.cells) > 9
    if count and not people:
        return _columns_by_wave(table, [], count)
    return _columns_by_wave(table, identifiers, "")


def _long(table, identifiers, wave):
    labels = yaml_lines.by_time(dict.fromkeys(label.strip() for label in table.cells[wave]))
    why = roles.beside_the_point(table.cells, identifiers)
    data = ["  layout: long", f"  file: {yaml_text(table.name)}", f"  wave_column: {yaml_text(wave)}"]
    data += yaml_lines.ignore_lines(why)
    columns = column_profiles.different(table.cells, {*identifiers, wave, *why})
    for column in columns:
        column.stays = roles.stays(table.cells[identifiers[0]], table.cells[column.name])
    items = [(column, [], {}) for column in columns]
    rest = _rest(identifiers, items, yaml_lines.wave_ids(labels), table.labels)
    return identifiers, yaml_lines.wave_lines(labels), data, rest


def _columns_by_wave(table, identifiers, count):
    """A wide file, or with ``count`` a file of counts: one column a question and wave."""
    cells = table.cells
    why = roles.beside_the_point(cells, identifiers)
    others = [c for c in cells if c not in (*identifiers, count, *why)]
    repeated = roles.find_repeated(others)
    if "" in repeated and any(column_profiles.profile(c, cells[c]).kind == "date" for c in repeated[""].values()):
        repeated.pop("")  # the times at which a program says that a questionnaire was begun and ended
    if count and not repeated:
        repeated = {UNNAMED: {column: column for column in others}}
    labels = yaml_lines.by_time(dict.fromkeys(wave for columns in repeated.values() for wave in columns)) or ["once"]
    ids = dict(zip(labels, yaml_lines.wave_ids(labels), strict=True))
    items = [
        (_question(name or UNNAMED, cells[[*columns.values()]]), [], _in_order(columns, ids))
        for name, columns in repeated.items()
    ]
    single = [c for c in others if not any(c in columns.values() for columns in repeated.values())]
    for column in (column_profiles.profile(c, cells[c]) for c in single):
        column.stays = len(labels) > 1  # one answer, or what is known of everybody
        items.append((column, [ids[labels[0]]], {}))
    data = [f"  layout: {'counts' if count else 'wide'}", f"  file: {yaml_text(table.name)}"]
    data += ([f"  count_column: {yaml_text(count)}"] if count else []) + yaml_lines.ignore_lines(why)
    rest = _rest(identifiers, items, [*ids.values()], table.labels, counts=bool(count))
    return identifiers, yaml_lines.wave_lines(labels), data, rest


def _question(name, cells):
    """The profile of a question that has a column of ``cells`` for each wave."""
    column = _joined(name, [column_profiles.profile(c, cells[c]) for c in cells])
    told = cells.melt(ignore_index=False)["value"]
    column.stays = roles.stays(told.index.to_series(), told)
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
    return column_profiles.Column(name, kind, sure=all(column.sure for column in columns), full=full, **lists)


def _rest(identifiers, items, waves, labels, counts=False):
    sure = bool(identifiers) and roles.is_plain_identifier(identifiers[0])
    lines = [] if counts else yaml_lines.identifier_lines(identifiers, sure)
    return lines + yaml_lines.item_lines(items, waves, labels)
