"""What a proposal says under ``data``: where its tables stand, how they are read, which rows may not count."""

import re
from collections import Counter

from firststeps.responses.given.heads import FIRST_ROW, Head
from firststeps.responses.platforms.doubtful_rows import doubts, rows_of, who_left
from firststeps.responses.proposing.lines.looks import looks
from firststeps.responses.proposing.lines.writing import ASK, UNLESS, yaml_text
from firststeps.responses.proposing.roles import like_identifier
from firststeps.responses.texts.lexicon import quoted
from firststeps.responses.texts.personal_columns import personal_columns

FEW_CELLS = 6  # named where comments are told
NUMBERED = "row 1 has a name less than rows have cells: are their first cells numbers of rows, and no answers?"
FEW_SAID = 3  # notes of who left
LETTER = r" \([A-Z]{1,3}\)$|^column [A-Z]{1,3}$"  # behind a name that stands twice, or for a missing one
LEAVERS = f"do these rows count, and all others of these people? {UNLESS}"


def place_lines(sheets):
    """Where each table stands, as the keys of its wave: file, sheet, and its head where that is not the common one."""
    common = common_head(sheets)
    places = []
    for one in sheets:
        place = f"file: {yaml_text(one.opened.file)}"
        place += f", sheet: {quoted(one.opened.sheet)}" if one.opened.sheet else ""
        head = one.opened.export.head
        place += f", head: {head_text(head)}" if head != common else ""
        places.append(
            place + (f", encoding: {one.opened.encoding}" if _own_encodings(sheets) and one.opened.encoding else "")
        )
    return places


def file_lines(one):
    """The lines of ``data`` for the only table: its file, and its sheet where it has several."""
    sheet = [f"  sheet: {quoted(one.opened.sheet)}"] if one.opened.sheet else []
    return [f"  file: {yaml_text(one.opened.file)}", *sheet]


def _own_encodings(sheets):
    """Whether the text files among several store their letters differently."""
    texts = {one.opened.encoding for one in sheets if one.opened.file.lower().endswith((".csv", ".txt", ".tsv"))}
    return len(texts) > 1


def words_to_look_at(sheets):
    """What to ask about the letters of files that are not stored as the others; empty where all are alike."""
    files = [f"{one.opened.file} ({one.opened.encoding})" for one in sheets if one.opened.encoding]
    return f"And are all words of {', '.join(files)} right?" if files and _own_encodings(sheets) else ""


def common_head(sheets):
    """The head that most tables have."""
    return Counter(one.opened.export.head for one in sheets).most_common(1)[0][0]


def head_text(head: Head):
    """A head as it is written in ``study.yaml``.

    >>> head_text(Head((1,), 2, (3,)))
    '{names: [1], labels: 2, skip: [3]}'
    """
    parts = [f"names: [{', '.join(map(str, head.names))}]"]
    parts += [f"labels: {head.labels}"] if head.labels else []
    parts += [f"skip: [{', '.join(map(str, head.skip))}]"] if head.skip else []
    parts += ["unclear: letters"] if head.unclear == "letters" else []
    return f"{{{', '.join(parts)}}}"


def data_lines(sheets, code, at_waves=()):
    """The lines of ``data`` that say how files are read and which rows are left out; ``code`` tells who answered.

    ``at_waves`` are the columns of questions that have one for each wave.
    """
    lines = []
    head = common_head(sheets)
    if head != FIRST_ROW:
        platform = sheets[0].opened.export.platform
        letters = head.unclear == "letters" and not _all_placed(sheets, at_waves)
        asked = "are the columns with a letter questions of their own?" if letters else ""
        asked = NUMBERED if any(one.opened.table.numbered for one in sheets) else asked
        clear = platform or head == FIRST_ROW._replace(unclear="letters")
        asked = asked or ("" if clear else "do these rows name the columns?")
        doubt = f"   # as {platform} writes it" if platform else "   # of columns of one name, the later have a letter"
        doubt = f"{ASK} {asked}" if asked else doubt
        lines.append(f"  head: {head_text(head)}{doubt}")
    if merged := list(dict.fromkeys(name for one in sheets for name in one.merged)):
        names = ", ".join(f"`{name}`" for name in merged)
        lines.append(
            f"  merged: every{ASK} do the merged cells of {names} hold for each row that they cover? or: first"
        )
    if filled := list(dict.fromkeys(name for one in sheets for name in one.filled)):
        columns = ", ".join(map(yaml_text, filled))
        what = "the code" if all(like_identifier(name) > 0 for name in filled) else "what is"
        lines.append(f"  filled_down: [{columns}]{ASK} does an empty cell stand for {what} above it?")
    for one in sheets:
        if one.opened.beside:
            names = [f"{quoted(name)}{' (hidden)' * (name in one.opened.hidden)}" for name in one.opened.beside]
            lines.append(f"  # not read: {', '.join(names)} of {one.opened.file}")
            break
    lines += [_comments_line(one) for one in sheets if one.opened.comments]
    lines += [_colours_line(one, cells) for one in sheets if (cells := telling_colours(one))]
    lines += looks(sheets)
    dates = {one.opened.export.date for one in sheets}
    if len(dates) == 1 and (date := dates.pop()):
        lines.append(f"  date_column: {yaml_text(date)}")
    encoding = next((one.opened.encoding for one in sheets if one.opened.encoding), "")
    if encoding and not _own_encodings(sheets):
        lines.append(f"  encoding: {encoding}{ASK} how the letters are stored: are all words right?")
    return [*lines, *_leave_out_lines(sheets, code)]


def _all_placed(sheets, at_waves):
    """Whether each column with a letter of ours is that of a question ``at_waves``, so that nothing is left to ask."""
    return {name for one in sheets for name in one.table.cells if re.search(LETTER, name)} <= {*at_waves}


def _comments_line(one):
    """What is said of the comments in a workbook: they may change an answer, and nothing reads them."""
    cells, where = one.opened.comments, f", sheet {one.opened.sheet}" * bool(one.opened.sheet)
    shown = f"{', '.join(cells[:FEW_CELLS])}{' ...' * (len(cells) > FEW_CELLS)}"
    few = f"the comment on {shown}" if len(cells) == 1 else f"the comments on {len(cells)} cells ({shown})"
    return (
        f"  # not read: {few} of {one.opened.file}{where}; where one changes an answer, change it in a copy of the file"
    )


def telling_colours(one):
    """The cells of a table whose colours may tell something, as ``B3``, in order.

    So may they in a column in which they differ from row to row, unless every other row is coloured throughout.

    >>> from types import SimpleNamespace
    >>> import pandas as pd
    >>> table = SimpleNamespace(cells=pd.DataFrame({"Code": ["A1", "B2", "C3"], "Group": [""] * 3}, index=[2, 3, 4]))
    >>> def told(colours):
    ...     return telling_colours(SimpleNamespace(table=table, opened=SimpleNamespace(colours=colours)))
    >>> told({"B2": "green", "B4": "red"}), told({"A3": "grey", "B3": "grey"}), told({"A1": "blue", "B1": "blue"})
    (['B2', 'B4'], [], [])
    """
    rows, places = [*one.table.cells.index], {}
    for cell, colour in one.opened.colours.items():
        name, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
        if int(row) in one.table.cells.index:
            places.setdefault(name, {})[int(row)] = colour
    several = [name for name, by_row in places.items() if len({by_row.get(row, "") for row in rows}) > 1]
    striped = [{places[name].get(row, "") for name in several} for row in rows]
    if len(several) > 1 and all(len(colours) == 1 for colours in striped) and striped[2:] == striped[:-2]:
        return []
    cells = [(row, name) for name in several for row in places[name]]
    return [f"{name}{row}" for row, name in sorted(cells, key=lambda cell: (cell[0], len(cell[1]), cell[1]))]


def _colours_line(one, cells):
    """What is said of colours in a workbook: they may be answers, and nothing reads them."""
    where = f", sheet {one.opened.sheet}" * bool(one.opened.sheet)
    shown = f"{', '.join(cells[:FEW_CELLS])}{' ...' * (len(cells) > FEW_CELLS)}"
    few = f"the colour of {shown}" if len(cells) == 1 else f"the colours of {len(cells)} cells ({shown})"
    struck = ", some struck through," * ("struck" in one.opened.colours.values())
    place = f"{struck} of {one.opened.file}{where}"
    return f"  # not read: {few}{place}; where they mean something, write it into cells of a copy"


def _leave_out_lines(sheets, code):
    """The rules that leave rows out, under one question with the number of rows of each."""
    rules, numbered, times, asked = {}, [], Counter(), []
    for one in sheets:
        out = set()
        known = code if code in one.opened.table.cells else ""
        unread = {*personal_columns(one.opened.table.cells, one.opened.table.labels)} - {code}
        for rule, rows in doubts(one.opened.table, one.opened.export, known):
            its_rows = rows_of(rule, one.opened.table.cells)
            out |= {*its_rows}
            if not rule.column or rule.column in unread:
                numbers = f"rows: [{', '.join(map(str, its_rows))}]"
                numbered.append(f"    - {{{_file_of(one, sheets)}{numbers}, reason: {rule.reason}}}")
            else:
                rules.setdefault((rule.column, rule.reason), {}).update(dict.fromkeys(rule.values))
            times[rule.reason] += rows
        if notes := who_left(one.opened.table.cells, sorted(out)):
            asked.append(_left_rule(notes, one, sheets))
    if not rules and not numbered:
        rows = ", ".join(rule for rule, _ in asked)
        return [f"  # leave_out: [{rows}]{ASK} {'; '.join(notice for _, notice in asked)}: {LEAVERS}"] if asked else []
    counts = ", ".join(f"{n} {reason}" for reason, n in times.items())
    lines = [f"  leave_out:{ASK} {counts}: these rows do not count; take the line away of those that do"]
    for (column, reason), values in rules.items():
        written = ", ".join(map(quoted, values))
        lines.append(f"    - {{column: {yaml_text(column)}, is: [{written}], reason: {reason}}}")
    return [*lines, *numbered, *(f"    # - {rule}{ASK} {notice}: {LEAVERS}" for rule, notice in asked)]


def _left_rule(notes, one, sheets):
    """The rule that would leave out rows with notes of who left, and what the notes say."""
    rows = ", ".join(map(str, sorted({row for *_, several in notes for row in several})))
    notices = []
    for column, leaving, _ in notes:
        shown = f"{', '.join(map(quoted, leaving[:FEW_SAID]))}{' ...' * (len(leaving) > FEW_SAID)}"
        notices.append(f"`{column}` says {shown}")
    return f"{{{_file_of(one, sheets)}rows: [{rows}], reason: a note says so}}", "; ".join(notices)


def _file_of(one, sheets):
    """The key that says whose rows are meant, where there are several tables."""
    files = [other.opened.file for other in sheets]
    sheet = f", sheet {one.opened.sheet}" if files.count(one.opened.file) > 1 else ""
    return f"file: {quoted(one.opened.file + sheet)}, " if len(sheets) > 1 else ""
