"""A file as a proposal sees it: without what its platform notes of each response, its boxes and its doubtful rows.

All that is taken away here stands in the proposed ``study.yaml``: as columns that are not read, as questions with a
column a box, and as rules that leave rows out.
"""

import re
from dataclasses import dataclass, field, replace

import pandas as pd

from firststeps.responses.given.tables import Table
from firststeps.responses.platforms.box_groups import Boxes, box_groups
from firststeps.responses.platforms.doubtful_rows import doubts, is_consent, rows_of
from firststeps.responses.platforms.export import OF_THE_PROGRAM, PERSONAL
from firststeps.responses.platforms.opening import Opened
from firststeps.responses.proposing.answer_lists import ticks
from firststeps.responses.proposing.column_profiles import Column, leave_open, profile, settle_named
from firststeps.responses.proposing.roles import like_identifier
from firststeps.responses.tables.boxes import UNTICKED
from firststeps.responses.tables.merged import filled_below
from firststeps.responses.texts.dates import read_date
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import MISSING, NO, YES, key_in, named_in
from firststeps.responses.texts.personal_columns import personal_columns
from firststeps.responses.texts.wave_names import tells_wave, words_of_waves
from firststeps.study.parts.texts import caseless, tidy

MOMENT = r"\d{1,2}:\d{2}"
EXAMINED = 2_000  # different cells of a column that are read as dates
FEW_BESIDE = 0.2  # of the answers are others than yes and no
SEEN = (
    "refus",
    "know",
    "no answer",
    "not answered",
    "not stated",
    "declin",
    "prefer not",
    "no response",
    "weiß",
    "angabe",
)


@dataclass
class Given:
    """A table that is proposed for, the one that was opened, and what was taken away: boxes, and columns with why.

    ``merged`` are the columns of which merged cells were read as those of each row that they cover, ``filled`` those
    of codes that are written once, above the other rows of a person; ``by_file`` is whether its file tells the wave,
    not its sheet.
    """

    opened: Opened
    table: Table
    boxes: list = field(default_factory=list)
    spare: dict = field(default_factory=dict)
    merged: list = field(default_factory=list)
    filled: list = field(default_factory=list)
    by_file: bool = False

    @property
    def stem(self):
        """What the file is called."""
        return self.opened.file.rpartition(".")[0]

    @property
    def label(self):
        """What the sheet or the file is called, where it may tell the wave."""
        return self.stem if self.by_file or not self.opened.sheet else self.opened.sheet


def prepared(opened):
    """The :class:`Given` of a table that was :class:`~firststeps.responses.platforms.opening.Opened`."""
    cells, merged = _with_merged(opened.table)
    cells, filled = _with_codes_below(cells)
    export = opened.export if opened.export.date else _with_stamps(opened.export, cells)
    opened = replace(opened, table=replace(opened.table, cells=cells), export=export)
    table = opened.table
    for rule, _ in doubts(table, export):
        cells = cells.drop(index=rows_of(rule, cells))
    spare = {column: why for column, why in export.program.items() if why != PERSONAL and column != export.date}
    spare |= {column: "who agreed to take part" for column in cells if _tells_consent(table, cells, column)}
    asked = [column for column in cells if column not in spare and column not in export.personal]
    boxes = []
    for group in box_groups(replace(table, cells=cells), asked, export.platform):
        listed = {*map(caseless, ticks(cells[group.listed]))} if group.listed else set()
        if listed and listed <= {*map(caseless, group.boxes)}:
            spare |= dict.fromkeys(group.boxes.values(), f"says the same as {group.listed}")
            continue
        boxes.append(group)  # KoboToolbox lists ticks with a space between them, which a choice may hold as well
        spare |= {group.listed: "says the same as its boxes"} if _lists_its_ticks(cells, group) else {}
    boxed = [column for group in boxes for column in group.boxes.values()]
    cells = cells.drop(columns=[*spare, *boxed, *filter(None, [export.date])])
    for column, texts in table.missing.items():
        if column in cells:
            cells[column] = cells[column].where(~cells[column].isin(texts), "")
    return Given(opened, replace(table, cells=cells), boxes, spare, merged, filled)


def called_by_files(tables):
    """The tables of several workbooks; where each file names one wave, and no sheet does, they are called as the files.

    So it is with the sheet *Data* of ``pre.xlsx`` and that of ``post.xlsx``, or with a sheet a site in both.
    """
    stems = {one.stem for one in tables}
    by_file = len(stems) > 1 and all(len(words_of_waves(stem)) == 1 for stem in stems)
    by_file = by_file and not any(tells_wave(one.opened.sheet) for one in tables)
    return [replace(one, by_file=by_file) for one in tables]


def _with_stamps(export, cells):
    """The export with the columns that tell in every row at what time of day it came: the last of them is the date.

    No person was asked that; taken for questions, they would show people to have been there who answered nothing.
    """
    stamps = [column for column in cells if len(cells) > 1 and _tells_moments(cells[column])]
    if not stamps:
        return export
    return replace(export, date=stamps[-1], program=export.program | dict.fromkeys(stamps[:-1], OF_THE_PROGRAM))


def _tells_moments(cells):
    """Whether every cell holds a date with a time of day."""
    if not re.search(MOMENT, cells.iloc[0]) or not cells.str.contains(MOMENT).all():
        return False
    texts = [tidy(text) for text in cells.unique()[:EXAMINED]]
    if len(texts) < 2:
        return False
    return any(all(not read_date(text, order, "2000s")[1] for text in texts) for order in ("day-first", "month-first"))


def _with_merged(table):
    """The cells of a table, and the columns whose merged cells stand in each row that they cover, as codes do.

    Answers of yes and no, and numbers, stay in the first row: whose they are is asked when they are read.
    """
    cells, columns = table.cells.copy(), []
    for first, last, names in table.merged:
        rows = [row for row in range(first, last + 1) if row in cells.index]
        for name in names if len(rows) > 1 and rows[0] == first and len(names) == 1 else ():
            text = caseless(cells.loc[first, name])
            if not text or text in YES | NO | MISSING or text.replace(".", "").isdigit():
                continue
            if not any(cells.loc[row, name].strip() for row in rows[1:]):
                cells.loc[rows[1:], name] = cells.loc[first, name]
                columns += [name] * (name not in columns)
    return cells, columns


def _with_codes_below(cells):
    """The cells with codes that are written once above the other rows of a person, and the columns of such codes.

    So it is where most codes stand above an empty cell, and nobody is then twice at a wave.

    >>> rows = [("A1", "pre"), ("", "post"), ("B2", "pre"), ("", "post"), ("C3", "pre")]
    >>> filled, columns = _with_codes_below(pd.DataFrame(rows, columns=["Code", "Time"], dtype="str"))
    >>> filled["Code"].tolist(), columns
    (['A1', 'A1', 'B2', 'B2', 'C3'], ['Code'])
    """
    for name in (name for name in cells if like_identifier(name) > 0):
        below = filled_below(cells[name])
        above = below[below != cells[name]].nunique()
        if 2 * above < below.nunique() or not cells[name].iloc[0].strip():
            continue
        tells = (column for column in cells if column != name and _tells_waves(cells[column]))
        if any(not pd.DataFrame({"who": below, "when": cells[column]}).duplicated().any() for column in tells):
            return cells.assign(**{name: below}), [name]
    return _with_waves_below(cells)


def _with_waves_below(cells):
    """The cells with waves that are written once above all rows of theirs, and the columns of such waves.

    >>> rows = [("pre", "A1"), ("", "B2"), ("post", "A1"), ("", "B2")]
    >>> filled, columns = _with_waves_below(pd.DataFrame(rows, columns=["Time", "Code"], dtype="str"))
    >>> filled["Time"].tolist(), columns
    (['pre', 'pre', 'post', 'post'], ['Time'])
    """
    codes = [name for name in cells if like_identifier(name) > 0]
    for name in cells:
        filled = cells[name].str.strip() != ""
        once = 1 < filled.sum() == cells.loc[filled, name].nunique() and 2 * filled.sum() <= len(cells)
        if not (once and filled.iloc[0] and all(map(tells_wave, cells.loc[filled, name]))):
            continue
        below = filled_below(cells[name])
        keys = [pd.DataFrame({"who": cells[code], "when": below}) for code in codes if code != name]
        if any(some["who"].duplicated().any() and not some.duplicated().any() for some in keys):
            return cells.assign(**{name: below}), [name]
    return cells, []


def _tells_waves(cells):
    """Whether every cell names a wave, and several are named."""
    labels = {tidy(text) for text in cells.unique()}
    return len(labels) > 1 and all(map(tells_wave, labels))


def personal(sheet):
    """The columns that hold personal details, each with what."""
    return personal_columns(sheet.opened.table.cells, sheet.opened.table.labels)


def _tells_consent(table, cells, column):
    """Whether a column says of everybody who is left that they agreed to take part."""
    return is_consent(column, table.labels.get(column, "")) and len({*map(tidy, cells[column].unique())} - {""}) < 2


def without(sheet, columns, more=()):
    """A :class:`Given` without some columns of its table; those of ``more`` are not read, each with why."""
    left = sheet.table.cells.drop(columns=[column for column in (*columns, *more) if column in sheet.table.cells])
    spare = {column: why for column, why in sheet.spare.items() if column not in columns} | dict(more)
    return replace(sheet, table=replace(sheet.table, cells=left), spare=spare)


def with_date(sheet):
    """The cells that are proposed for, and the column of the day on which each questionnaire was handed in, first."""
    date = sheet.opened.export.date
    return sheet.opened.table.cells.loc[sheet.table.cells.index, [date] if date else []].join(sheet.table.cells)


def agreed(sheets):
    """The first question of every table where everybody says yes to it in every row, and others differ: consent."""
    cells = [one.table.cells for one in sheets]
    first = {
        next((column for column in table if column not in one.opened.export.personal), "")
        for one, table in zip(sheets, cells, strict=True)
    }
    if len(first) > 1 or not (column := first.pop()):
        return {}
    texts = {caseless(text) for table in cells for text in table[column].unique()}
    vary = any(
        {*map(str.casefold, table[other].unique())} & NO for table in cells for other in table if other != column
    )
    return (
        {column: "everybody says yes before anything else is asked"}
        if vary and len(texts) == 1 and texts <= YES
        else {}
    )


def box_items(sheets, ids):
    """The questions with a column a box, as items of a proposal: (profile, waves, columns)."""
    groups = {}
    for place, one in enumerate(sheets):
        for group in one.boxes:
            groups.setdefault(group.name, []).append((ids[place] if len(sheets) > 1 else ids[-1], group))
    items = []
    for name, several in groups.items():
        first: Boxes = several[0][1]
        boxes = {choice: column for _, group in several for choice, column in group.boxes.items()}
        column = Column(name, "ticks", list(boxes), boxes=boxes, other=first.other, sure=first.sure, label=first.label)
        waves = [wave for wave, _ in several]
        items.append((column, waves if len(ids) > 1 else [], {}))
    return items


def _lists_its_ticks(cells, group):
    """Whether each cell of the column ``listed`` of a group of boxes holds just the choices that are ticked beside it.

    >>> both = pd.DataFrame({"q": ["tea time", ""], "q/tea": ["1", "0"], "q/time": ["1", "0"]}, dtype="str")
    >>> group = Boxes("q", "q", {"tea": "q/tea", "time": "q/time"}, listed="q")
    >>> _lists_its_ticks(both, group), _lists_its_ticks(both.assign(q=["yes", "no"]), group)
    (True, False)
    """
    if not group.listed:
        return False
    words = {choice: caseless(choice).split() for choice in group.boxes}
    for row in cells[[group.listed, *group.boxes.values()]].drop_duplicates().to_numpy():
        beside = [
            word
            for box, choice in zip(row[1:], words, strict=True)
            if caseless(box) not in UNTICKED
            for word in words[choice]
        ]
        if sorted(caseless(row[0]).split()) != sorted(beside):
            return False
    return True


def ticked(one, column):
    """In which rows any box of a question is ticked: a nought in a box that was never shown says nothing."""
    cells = one.opened.table.cells.loc[one.table.cells.index]
    boxes = [by_text(cells[box], lambda text: caseless(text) not in UNTICKED) for box in column.boxes.values()]
    return pd.concat(boxes, axis=1).any(axis=1)


def tell_keys(items, sheets):
    """Leave it to a person which number means yes where a key in the file says otherwise than numbers mostly do.

    Such a key stands in a column's name or label, or on a sheet beside the answers.  Where the column's own key says
    just what numbers mostly mean, nothing is asked; where it gives them other words, they are not yes and no.
    """
    labels = {name: label for one in sheets for name, label in one.opened.table.labels.items()}
    beside = [key for one in sheets for key in one.opened.keys]
    for column, _, columns in items:
        names = [column.name, *columns.values()]
        texts = [text for name in names for text in (name, labels.get(name, "")) if text]
        keys = [*map(key_in, texts)]
        codes = {meaning: getattr(column, meaning) for meaning in ("yes", "no")}
        if column.kind == "yes-no" and any(_contradicts(key, codes) for key in [*filter(None, keys)] or beside):
            leave_open(column)
        elif column.kind == "yes-no" and any(named_in(text, [*column.yes, *column.no]) for text in texts):
            leave_open(column)
            settle_named(column)
        elif column.kind == "yes-no" and any(_confirms(key, codes) for key in keys):
            column.sure = True
        by_wave = {wave: key_in(name) or key_in(labels.get(name, "")) for wave, name in columns.items()}
        if column.kind == "yes-no" and all(by_wave.values()) and (column.unlike or _contradict(by_wave.values())):
            column.keys = by_wave


def _contradict(keys):
    """Whether a number means yes by one of some keys, and no by another.

    >>> _contradict([{1: "yes", 2: "no"}, {1: "no", 2: "yes"}]), _contradict([{1: "yes", 2: "no"}, {1: "yes", 0: "no"}])
    (True, False)
    """
    return len({pair for key in keys for pair in key.items()}) > len({number for key in keys for number in key})


def _contradicts(key, codes):
    """Whether a key gives a number another meaning than the ``codes`` of a question by meaning."""
    numbers = [(code, meaning) for meaning, texts in codes.items() for code in texts if code[:1].isdigit()]
    return any(key.get(int(float(code.replace(",", "."))), meaning) != meaning for code, meaning in numbers)


def tell_numbers(items, sheets):
    """Take a few other numbers beside two that are yes and no of other questions for what a person must place.

    So it is with 3 or 8 beside 1 and 2, which may be *don't know*; where they are many, it is a scale.
    """
    pairs = {(*sorted(c.yes + c.no),) for c, *_ in items if c.kind == "yes-no"} & {("0", "1"), ("1", "2")}
    for column, _, columns in items:
        if column.kind != "scale" or column.points or column.known:
            continue
        names = [*columns.values()] or [column.name]
        texts = pd.concat([one.table.cells[name] for one in sheets for name in names if name in one.table.cells])
        texts = by_text(texts, tidy)
        texts = texts[~texts.isin(["", *column.missing])]
        others = {*texts} - {*(pair := next((some for some in pairs if {*some} <= {*texts}), ()))}
        if pair and others and others <= {"3", "7", "8"} and texts.isin(others).mean() <= FEW_BESIDE:
            column.kind, column.range, column.sure, column.ranges = "yes-no", (), False, {}
            column.yes, column.no, column.unsaid = ["1"], [{"0", "2"}.intersection(pair).pop()], sorted(others)


def _confirms(key, codes):
    """Whether a key gives each of the ``codes`` of a question just the meaning that it has there.

    >>> _confirms({1: "yes", 2: "no"}, {"yes": ["1"], "no": ["2"]}), _confirms({1: "yes"}, {"yes": ["1"], "no": ["2"]})
    (True, False)
    """
    numbers = [(code, meaning) for meaning, texts in codes.items() for code in texts]
    return all(codes.values()) and all(code.isdigit() and key.get(int(code)) == meaning for code, meaning in numbers)


def tell_declared(items, sheets):
    """Tell each item what its files declare missing, and the order of its answers there."""
    missing, values = {}, {}
    for one in sheets:
        missing |= one.table.missing
        values |= one.table.value_labels
    for column, _, columns in items:
        names = [*columns.values()] or [column.name]
        declared = dict.fromkeys(text for name in names for text in missing.get(name, []))
        column.declared = [text for text in declared if not _was_seen(text)]
        column.not_answered = [text for text in declared if _was_seen(text)]
        labels = {label: number for name in names for number, label in values.get(name, {}).items()}
        if column.kind == "choice":
            column.answers = sorted(column.answers, key=lambda text: [*labels].index(text) if text in labels else -1)
        if column.kind == "scale" and len(labels) > 1 and not column.range:
            numbers = [float(number) for number in labels.values()]
            column.range = (min(numbers), max(numbers))
        texts = [text for name in names for text in (name, *(one.opened.table.labels.get(name, "") for one in sheets))]
        if column.kind == "scale" and len(scales := {ends for text in texts if (ends := _ends_in(text))}) == 1:
            column.range = scales.pop()  # what is beyond it is asked about when answers are read


def _ends_in(name):
    """The ends of a scale that stand in brackets in the name of a question; an empty tuple where none do.

    >>> _ends_in("Confidence (1-5)"), _ends_in("How sure? [0 to 10]"), _ends_in("Aged 18-25 (n)")
    ((1, 5), (0, 10), ())
    """
    ends = re.search(r"[(\[]\s*(\d{1,2})\s*(?:-|–|to|bis|à)\s*(\d{1,3})\s*[)\]]", name)
    low, high = map(int, ends.groups()) if ends else (0, 0)
    return (low, high) if low < high else ()


def _was_seen(text):
    """Whether a missing value says that somebody saw the question: *refused* does, *not asked* does not."""
    return any(word in text.casefold() for word in SEEN)


def date_columns(sheets):
    """The profiles of the columns that tell when somebody answered, all cells of each together."""
    names = {one.opened.export.date for one in sheets} - {""}
    cells = [one.opened.table.cells for one in sheets]
    return [profile(name, pd.concat([table[name] for table in cells if name in table])) for name in sorted(names)]
