"""Tables of several places or groups below one another, one for each wave, where somebody says that they are such."""

import re
from pathlib import Path

import pandas as pd

from firststeps.errors import Stopped
from firststeps.responses.texts.wave_names import EDGES, NAME, words_of_waves
from firststeps.study.parts.texts import caseless

ENDING = "-together"  # of the names of the files
COLUMNS = ("Sheet", "File", "Place", "Where it stood")  # what the column may be called that tells the place of a row


def write_together(opened, folder):
    """Write some tables below one another into CSV files in ``folder``, one for each wave; their paths.

    ``opened`` are those of all files, as `platforms.opening` gives them. A column tells where each row comes from.
    What a name says of waves, of sheets or else of files, tells the wave. Stopped where no two tables belong
    together, or they are not alike.
    """
    groups, written = {}, []
    for one in opened:
        groups.setdefault(_wave(one), []).append(one)
    if all(len(tables) < 2 for tables in groups.values()):
        raise Stopped(
            "TOGETHER=1: found one table for each wave; expected several, to be written below one another. Leave the "
            "option out."
        )
    files = {wave: {one.file for one in tables} for wave, tables in groups.items()}
    for wave, tables in groups.items():
        stem = Path(tables[0].file).stem if len(files[wave]) == 1 else "-".join(wave) or "answers"
        sheets = wave if len(files[wave]) == 1 and [*files.values()].count(files[wave]) > 1 else ()
        written.append(Path(folder, f"{'-'.join([stem, *sheets])}{ENDING}.csv"))
        _below(tables).to_csv(written[-1], index=False, encoding="utf-8")
    return written


def left_behind(opened):
    """What the files of some tables hold that stands in no table written together, as lines of a comment."""
    beside = {one.file: one.beside for one in opened if one.beside}
    lines = [f"# look: not among them: {', '.join(several)} of {file}" for file, several in beside.items()]
    for one in opened:
        hidden = [f"hidden rows ({', '.join(map(str, one.table.hidden_rows))})"] * bool(one.table.hidden_rows)
        notes = [f"comments ({', '.join(one.comments)})"] * bool(one.comments)
        colours = ["colours"] * bool(one.colours)
        merged = ["merged cells"] * bool(one.table.merged)
        if several := [*hidden, *notes, *colours, *merged]:
            lines.append(f"# look: {_called(one)} of {one.file} has {', '.join(several)}: they tell nothing here")
    return lines


def _wave(one):
    """What the sheet says of waves, or else the file, as a tuple of words; empty where neither names one."""
    words = words_of_waves(one.sheet) or words_of_waves(Path(one.file).stem)
    return tuple(word.casefold() for word in words)


def _called(one):
    """The sheet or the file of a table, in words."""
    return f"sheet {one.sheet}" if one.sheet else "the table"


def _below(tables):
    """The cells of tables below one another, with the column that tells the place of each row in front."""
    first, *others = tables
    names = {caseless(name): name for name in first.table.cells}
    for one in others:
        strange = [name for name in one.table.cells if caseless(name) not in names]
        if 2 * len(strange) >= len(one.table.cells.columns):
            raise Stopped(
                f"TOGETHER=1: {_called(one)} of {one.file} has other columns than {_called(first)} of {first.file} "
                f"({', '.join(strange[:4])}); expected tables of the same questions. Call them alike in copies."
            )
        names |= {caseless(name): name for name in strange}
    places = _places(tables)
    frames = [one.table.cells.rename(columns=lambda name: names[caseless(name)]) for one in tables]
    column = next(name for name in COLUMNS[not tables[0].sheet :] if caseless(name) not in names)
    rows = pd.concat([cells.assign(**{column: place}) for cells, place in zip(frames, places, strict=True)])
    return rows[[column, *names.values()]].fillna("")


def _places(tables):
    """What the place of each table is called: what its sheet or its file says beside waves."""
    files, sheets = ([getattr(one, what) for one in tables] for what in ("file", "sheet"))
    stems = [Path(file).stem for file in files]
    labels = [": ".join(filter(None, pair)) for pair in zip(stems, sheets, strict=True)]
    if len({*files}) == 1:
        labels = sheets
    elif len({*files}) == len(files):
        labels = stems
    bare = [re.sub(r"\s{2,}", " ", NAME.sub(" ", label)).strip(EDGES) for label in labels]
    return bare if all(bare) and len({*bare}) == len(bare) else labels
