"""The data as pages with an anchor at each row, and the way from a clean file back to the given rows."""

import csv
import io
from dataclasses import dataclass, field

from firststeps.study import NOT_FOR_RELEASE

MOST = 2_000  # rows of a file that its page shows
ANSWERS, PATTERNS = "data/clean/responses.csv", "data/clean/patterns.csv"
LOG, ROWS, PUBLISHED = "data/clean/cleaning-log.csv", "data/clean/rows.csv", "data/published.csv"


@dataclass
class File:
    """A data file as its page shows it: rows by their numbers in the file, row 1 being the head.

    ``changes`` are rows of the cleaning log by the number of the given row, ``origins`` what stands
    behind each row of a clean file: pairs of words and address; ``withheld`` says why no row is shown.
    """

    name: str
    head: list
    rows: dict
    changes: dict = field(default_factory=dict)
    origins: dict = field(default_factory=dict)
    withheld: str = ""
    total: int = 0

    @property
    def left_out(self):
        """How many rows are too many to be shown."""
        return self.total - len(self.rows)


@dataclass
class Given:
    """A given file in the chain: how many of its rows were read and kept, and how many changes cleaning made."""

    name: str
    rows_read: str
    rows_kept: str
    changes: int


def data_files(study, raw):
    """The published numbers, the clean files and the given files of a study, a `File` each, by name.

    ``raw`` holds the rows of given files, lists of texts by the file's name.  Answers that are not for release are not
    copied: their pages say how many rows there are.
    """
    withheld = ""
    if study.mark == NOT_FOR_RELEASE:
        withheld = (
            "The rows are answers that people gave, and are not for release: they stay in this file of the study."
        )
    clean = {f"data/clean/{path.name}": read_rows(path) for path in sorted(study.clean.glob("*.csv"))}
    raw = {f"data/raw/{name}": rows for name, rows in raw.items()}
    changes = _changes(clean.get(LOG, []))
    files = {name: _file(name, rows, changes.get(name, {}), withheld) for name, rows in (raw | clean).items()}
    published = study.folder / PUBLISHED
    if published.is_file():
        files[PUBLISHED] = _file(PUBLISHED, read_rows(published), {}, "")
    people = _people(study, files) if study.coded else {}
    for name in clean:
        files[name].origins = _given_rows(study, files[name], people)
    if PATTERNS in files and ANSWERS in files:
        files[PATTERNS].origins = _people_of(files[PATTERNS], files[ANSWERS])
    return files


def read_rows(path):
    """The rows of a CSV file of ours, head first."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def given_files(files):
    """What stands behind the clean files: each given file with its rows and the changes that cleaning made, by log."""
    counts = files.get(ROWS)
    if counts is None:
        return []
    numbers = [dict(zip(counts.head, row, strict=True)) for row in counts.rows.values()]
    return [
        Given(f"data/raw/{row['file']}", row["read"], row["kept"], _number_of_changes(files, f"data/raw/{row['file']}"))
        for row in numbers
    ]


def published_rows(id, file):
    """The rows of ``published.csv`` that a claim of that id speaks of: the number and the cells of each.

    The id of such a claim begins with ``published.`` and the id of the row.
    """
    if not id.startswith("published."):
        return {}
    rest = id.removeprefix("published.") + "."
    return {number: row for number, row in file.rows.items() if row and rest.startswith(f"{row[0]}.")}


def _people(study, files):
    """The numbers of the given rows of each person, by file and code, as cleaning has tidied the code."""
    column, people = study.identifier.column, {}
    for name, file in files.items():
        if not name.startswith("data/raw/") or column not in file.head:
            continue
        place = file.head.index(column)
        for number, row in file.rows.items():
            tidied = [one["after"] for one in file.changes.get(number, []) if one["column"] == column and one["after"]]
            code = tidied[-1] if tidied else row[place] if place < len(row) else ""
            people.setdefault((name, code), []).append(number)
    return people


def _given_rows(study, file, people):
    """The given rows of the person of each row of a clean file that has a person and a wave."""
    if not {"participant", "wave"} <= {*file.head}:
        return {}
    person, wave = file.head.index("participant"), file.head.index("wave")
    origins = {}
    for number, row in file.rows.items():
        own = study.wave(row[wave]).file if row[wave] in study.wave_ids else ""
        name = f"data/raw/{own or study.data.file}"
        rows = people.get((name, row[person]), [])
        origins[number] = [(f"{name.rpartition('/')[2]}, {one}", f"{name}.html#row-{one}") for one in rows]
    return origins if any(origins.values()) else {}


def _people_of(patterns, answers):
    """The people behind each response pattern, with the row of their first answer; none where they are not as many.

    So whoever is counted otherwise, as by a score, is not taken for somebody else.
    """
    waves = patterns.head[2:-1]
    yes_or_no, rows = {}, {}
    for number, row in answers.rows.items():
        one = dict(zip(answers.head, row, strict=True))
        if one["answer"] in ("yes", "no"):
            yes_or_no[one["item"], one["participant"], one["wave"]] = one["answer"]
        rows.setdefault((one["item"], one["participant"]), number)
    origins = {}
    for number, (_, item, *pattern, people) in patterns.rows.items():
        asked = [(wave, answer) for wave, answer in zip(waves, pattern, strict=True) if answer != "not asked"]
        same = [
            (person, f"{ANSWERS}.html#row-{row}")
            for (of_item, person), row in rows.items()
            if of_item == item
            and all(yes_or_no.get((item, person, wave), "missing") == answer for wave, answer in asked)
        ]
        origins[number] = same if len(same) == int(people) else []
    return origins if any(origins.values()) else {}


def _number_of_changes(files, name):
    """How many changes cleaning made to the rows of a file."""
    return sum(map(len, files[name].changes.values())) if name in files else 0


def _changes(log):
    """The rows of the cleaning log by file and by the number of the given row: column, before, after and rule."""
    changes = {}
    for row in log[1:]:
        change = dict(zip(log[0], row, strict=True))
        of_file = changes.setdefault(f"data/raw/{change['file']}", {})
        number = int(float(change["row"])) if change["row"] else 1
        of_file.setdefault(number, []).append(change)
    return changes


def _file(name, rows, changes, withheld):
    """A file with as many of its rows as its page shows."""
    head, *below = rows or [[]]
    shown = {} if withheld else {number: row for number, row in enumerate(below[:MOST], start=2)}
    return File(name, head, shown, changes, withheld=withheld, total=len(below))
