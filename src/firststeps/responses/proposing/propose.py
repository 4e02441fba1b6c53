"""Propose a ``study.yaml`` for files that nobody described yet: what is not certain is marked as a question."""

import difflib
import re
import shutil
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from firststeps.errors import Stopped
from firststeps.files import in_place_of_a_file, remove_left_over, write_text, writing_new_folder
from firststeps.responses.given.checksums import write_checksums
from firststeps.responses.given.read import OPEN_ELSEWHERE
from firststeps.responses.platforms.hand_made import refuse_endless_cells, refuse_no_names
from firststeps.responses.platforms.opening import opened
from firststeps.responses.proposing import exports, roles
from firststeps.responses.proposing.file_names import title_of_files
from firststeps.responses.proposing.layouts import long, per_wave, together, wide
from firststeps.responses.proposing.lines.data import data_lines
from firststeps.responses.proposing.lines.proposal import proposal_text
from firststeps.responses.proposing.people import candidates, who
from firststeps.responses.proposing.waves import by_days, in_column, in_names, refused
from firststeps.responses.texts.dates import read_date
from firststeps.responses.texts.personal_columns import MAIL, NAMES, NATIONAL, dropped_sentence
from firststeps.responses.texts.wave_names import in_time, names_of_files, tells_wave, told_apart
from firststeps.study.parts.texts import tidy
from firststeps.study.yaml_text import LARGEST


def inspect_files(paths, folder=""):
    """The text of a ``study.yaml`` that describes the files ``paths``; Refusal if one of them cannot be read.

    One file may be long, wide or counts; several files are one wave each, in the order that their names tell, or else
    as they are given.  ``folder`` is the name of the study's folder, where it is known.
    """
    paths = in_time_order([Path(path) for path in paths], lambda path: path.stem)
    _check_names(paths)
    tables = [exports.prepared(one) for path in paths for one in _opened(path)]
    sheets = in_time_order(exports.called_by_files(tables), lambda one: one.label)
    sheets = by_dates(sheets)
    personal = {name: what for one in sheets for name, what in exports.personal(one).items()}
    own = (MAIL, NAMES, NATIONAL)  # which others do not share, as an IP address
    shared = {name: what for name, what in personal.items() if what not in own}
    people = _described([exports.without(one, shared) for one in sheets]).people if shared != personal else who.Who()
    for key in (people.column, *dict(people.columns).values()):
        personal.pop(key, None)  # people are found again by nothing else: codes are made of it
    agreed = _agreed(sheets)
    sheets = [exports.without(one, personal, agreed) for one in sheets]
    proposal = _described(sheets)
    if people.column == proposal.people.column and not proposal.people.doubt:
        proposal.people = replace(proposal.people, doubt=people.doubt)
    if personal:
        proposal.data.append(f"  # {dropped_sentence(personal)}")
    exports.tell_declared(proposal.items, sheets)
    exports.tell_numbers(proposal.items, sheets)
    exports.tell_keys(proposal.items, sheets)
    proposal.dates = exports.date_columns(sheets)
    at_waves = [name for _, _, columns in proposal.items for name in columns.values()]
    proposal.data += data_lines(sheets, proposal.people.column, at_waves)
    title = title_of_files([path.stem.removesuffix(together.ENDING) for path in paths], folder)
    return _of_possible_length(proposal_text(title, proposal))


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
    columns = [by_days.days_of(one.opened.table.cells, one.opened.export.date) for one in sheets]
    if any(days is None for days in columns):
        return sheets
    days = [sorted({*days} - {""}) for days in columns]
    ordered = sorted(zip(days, range(len(sheets)), strict=True))
    apart = all(one[-1] < other[0] for (one, _), (other, _) in pairwise(ordered))
    return [sheets[place] for _, place in ordered] if apart else sheets


def new_study(folder, paths, joined=False):
    """Make a study folder from the given files: copies in ``data/raw``, their checksums, a proposed ``study.yaml``.

    Gives the path of the ``study.yaml``.  A folder that already holds something is refused (FileExistsError).  With
    ``joined`` the study is that of tables written below one another (:func:`together.write_together`), which stand
    beside the files.
    """
    folder = Path(folder)
    if folder.is_dir():
        remove_left_over(folder, folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is there already and not empty: name a new folder.")
    with TemporaryDirectory() as aside:
        paths = [Path(path) for path in paths]
        _check_names(paths)
        parts = [one for path in paths for one in opened(_there(path))] if joined else []
        tables = together.write_together(parts, aside) if joined else paths
        text = inspect_files(tables, folder.resolve().name)
        if joined:
            text = "\n".join([text.rstrip("\n"), *together.left_behind(parts), ""])
            paths += tables
            _check_names(paths)
        with writing_new_folder(folder) as fresh:
            raw = fresh / "data" / "raw"
            raw.mkdir(parents=True)
            for path in paths:
                shutil.copyfile(path, raw / path.name)
            write_checksums(raw, [path.name for path in paths])
            write_text(fresh / "study.yaml", text)
    return folder / "study.yaml"


def _agreed(sheets):
    """What everybody agreed to before they were asked anything, as far as platforms wrote the files."""
    if not all(one.opened.export.platform for one in sheets):
        return {}
    by_words = [columns for one in sheets for columns in in_names.find_repeated(one.table.cells).values()]
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
    tables = opened(_there(path))
    for one in tables:
        refuse_endless_cells(one.table)
        refuse_no_names(one.table)
    return tables


def _there(path):
    """The path of a file that is there; else an error that says what is there in its place."""
    if re.match(r"[a-z0-9]{2,}:/", str(path)) and not path.exists():
        address = str(path).replace(":/", "://", 1)  # a path keeps one slash of two
        raise ValueError(f"{address} is an address, and nothing is fetched: save the file here, and name it.")
    if path.is_file():
        return path
    if there := in_place_of_a_file(path):
        raise ValueError(f"{path} is {there}; expected a file. {_beside(path / 'any' if path.is_dir() else path)}")
    raise FileNotFoundError(f"There is no file {path}. {_beside(path)}")


def _beside(path):
    """What is in the folder of a file that is not there, in words; where names are alike, those."""
    if not path.parent.is_dir():
        return f"There is no folder {path.parent} either."
    files = [file.name for file in path.parent.iterdir() if file.is_file() and file.name[0] != "."]
    names = sorted(name for name in files if not OPEN_ELSEWHERE.fullmatch(name))
    alike = difflib.get_close_matches(path.name, names)
    return (
        f"Is one of these meant: {', '.join(alike)}?"
        if alike
        else f"That folder holds {', '.join(names) or 'no file'}."
    )


def _described(sheets):
    """The proposal for tables: for several, one a wave; for one, by what tells its waves."""
    if len(sheets) > 1:
        return per_wave.describe(sheets)
    (one,) = sheets
    cells = one.table.cells
    refused.refuse_turned_round(one.table.name, cells)
    refused.refuse_names_beside_values(one.table.name, cells)
    if wave := in_column.find_wave_column(cells):
        return long.describe(one, wave)
    if filled := in_column.with_empty(cells):
        one.table = replace(one.table, cells=filled[0])
        return long.describe(one, filled[1])
    if times := _times(one):
        one.table = replace(one.table, cells=times.cells)
        return long.describe(one, times.wave, times.spans)
    asked = {column for columns in wide.repeated(one.table, cells).values() for column in columns.values()}
    measured = candidates.by_rows(cells[[column for column in cells if column not in asked]])
    count = roles.find_counts(cells)
    if count and not (measured and not measured[0].doubt and measured[0].column != count and len(cells) > 9):
        return wide.describe(one, count=count)
    return wide.describe(one, measured)


def _times(one):
    """The :class:`by_days.Times` of a table whose waves no name tells, None where days tell none either."""
    if in_names.find_repeated(one.table.cells):
        return None
    cells, date = exports.with_date(one), one.opened.export.date
    return by_days.find_times(cells, [date] if date else [name for name in cells if _holds_days(cells[name])])


def _holds_days(cells):
    """Whether a column may hold days, by the first of its cells that says something."""
    text = tidy(next(filter(str.strip, cells), ""))
    return any(read_date(text, order, "2000s")[0] for order in ("day-first", "month-first"))
