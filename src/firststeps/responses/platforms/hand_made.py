"""Tables that people keep by hand: a sheet a wave, notes beside it, a cross table, times in rows, no names."""

import re

from firststeps.responses.given.problems import refusal
from firststeps.responses.texts.lexicon import MISSING, NO, YES
from firststeps.responses.texts.wave_names import NAME, tells_wave, told_apart
from firststeps.study.parts.texts import caseless

LONGEST_CELL = 32_767  # letters, those of Excel's longest cell
EXAMINED = 200  # cells of a column that may look like its name
TOP = 12  # rows in which names of columns stand
PARENTS = {"_parent_index", "PARENT_KEY"}  # columns that name the form to which a row belongs


def waves_among(tables):
    """Of the tables of a workbook by sheet, those that seem to be waves: they share most of their columns.

    Sheets that are called as waves may call the codes differently.  Where none do, the one with most answers of yes and
    no, or most cells; sheets that only hold notes are none, nor are those in which KoboToolbox and ODK keep what was
    asked several times of one form.
    """
    several = {sheet: table for sheet, table in tables.items() if not PARENTS & {*table.cells}} or tables
    real = {sheet: table for sheet, table in several.items() if table.cells.shape[1] > 1 and len(table.cells) > 1}
    real = real or several
    largest = max(real, key=lambda sheet: (_yes_and_no(real[sheet].cells), real[sheet].cells.size))
    columns = _names(real[largest])
    occasions = [sheet for sheet in real if tells_wave(sheet)]
    answers = {sheet: _yes_and_no(real[sheet].cells) for sheet in real}
    most = largest in occasions or sum(answers[sheet] for sheet in occasions) >= answers[largest]
    if most and len(occasions) > 1 and told_apart(occasions) and _share(real, occasions):
        return occasions
    names = {sheet: _names(table) for sheet, table in real.items()}
    alike = [sheet for sheet, own in names.items() if len(columns & own) > len(own) / 2]
    return alike if len(alike) > 1 and all(len(columns & names[sheet]) > 1 for sheet in alike) else [largest]


def _names(table):
    """The names of a table's columns, in small letters and without blanks at their ends."""
    return {*map(caseless, table.cells)}


def _share(tables, sheets):
    """Whether all of some sheets have a column of the same name, with as many columns within one or two."""
    sets = [_names(tables[sheet]) for sheet in sheets]
    sizes = [len(columns) for columns in sets]
    return bool(set.intersection(*sets)) and max(sizes) - min(sizes) < 3


def _yes_and_no(cells):
    """How many cells of a table stand in columns of yes and no."""
    answers = {column: {text.strip().casefold() for text in cells[column].unique()} - {""} for column in cells}
    return sum(len(cells) for texts in answers.values() if texts and texts <= YES | NO)


def refuse_stacked(name, rows):
    """Refuse tables that stand one below the other: the first row of several texts comes again further down."""
    place = next((place for place, row in enumerate(rows) if len(_filled(row)) > 1), len(rows))
    again = [n for n in range(place + 2, len(rows)) if _says_again(rows[n], rows[place])]
    if again and all(map(_may_name, _filled(rows[place]))):
        remedy = (
            f"The names of row {place + 1} stand again in row {again[0] + 1}: these are several tables, one below the "
            "other. Copy that of each time to a sheet of its own, named for the time, and make the study from that."
        )
        above, below = ({*_first_cells(some)} for some in (rows[place + 1 : again[0]], rows[again[0] + 1 :]))
        if above and below and not above & below:
            remedy = (
                f"The names of row {place + 1} stand again in row {again[0] + 1}, and nobody above comes again below. "
            )
            remedy += (
                "If they were only written once more, or below are those of another place, take that row out of a "
            )
            remedy += "copy; if below is another time, copy that to a sheet of its own. Make the study from the copy."
        raise refusal(name, "a second row of names", "one table", remedy, row=again[0] + 1)


def _says_again(row, head):
    """Whether a row says what another does but for letter case, blanks, and a mark that began a file of its own.

    >>> [_says_again(row, ["Code", "Group"]) for row in (["\ufeffcode", "Group "], ["A1", "Group"])]
    [True, False]
    """
    return len(row) == len(head) and all(
        one == other or caseless(one.lstrip("\ufeff")) == caseless(other) for one, other in zip(row, head, strict=True)
    )


def _may_name(cell):
    """Whether a cell may name a column: no number, no code, no date and no answer of yes or no.

    >>> [_may_name(text) for text in ("Sure (1-5)", "Q1", "MA12LE", "4", "Yes")]
    [True, True, False, False, False]
    """
    text = cell.strip()
    return text.casefold() not in YES | NO and not re.fullmatch(r"(?=\S*\d)(?![^\W\d_]+\d\d?$)\S+", text)


def refuse_times_between(name, rows):
    """Refuse a table in which rows that name times alone stand above the answers of these times."""
    alone = [place for place, row in enumerate(rows[:-1]) if len(_filled(row)) == 1 < len(_filled(rows[place + 1]))]
    times = {place: text for place in alone if tells_wave(text := _filled(rows[place])[0]) and len(text.split()) < 6}
    below = [row for place, row in enumerate(rows) if times and place > min(times) and len(_filled(row)) > 1]
    if len(times) < 2 or not told_apart([*times.values()]) or len(below) < 2 * len(times):
        return
    remedy = (
        "Write the time of each row into a column of its own in a copy, such as Survey, and take these rows out of it. "
        "Make the study from the copy."
    )
    fault = f"rows that name times between the answers ({', '.join(times.values())})"
    raise refusal(name, fault, "a column that tells the time of each row", remedy, row=max(times) + 1)


def _first_cells(rows):
    """The first text of each row that has one."""
    return [cells[0].strip().casefold() for row in rows if (cells := _filled(row))]


def _filled(row):
    """The cells of a row that say something."""
    return [cell for cell in row if cell.strip()]


def refuse_ticks_for_yes_and_no(name, rows):
    """Refuse a table with a column to be ticked for yes and one for no below each name of a question.

    >>> from firststeps.responses.given.problems import Refusal
    >>> try:
    ...     refuse_ticks_for_yes_and_no("a.xlsx", [["Code", "Heard", ""], ["", "Yes", "No"], ["A1", "x", ""]])
    ... except Refusal as refused:
    ...     print(refused.problems[0].found)
    a column for yes and one for no below each question
    """
    for place, row in enumerate(rows[1:TOP], start=1):
        answers, below = {at: answer for at, cell in enumerate(row) if (answer := _answer(cell))}, rows[place + 1 :]
        ticks = {caseless(cell) for at in answers for cell in _column(below, at)} - {""}
        alternate = [*answers.values()] == ["yes", "no"] * (len(answers) // 2) and len(_filled(row)) - len(answers) < 2
        alternate = alternate and len(answers) > 1
        if alternate and _filled(rows[place - 1]) and 0 < len(ticks) < 3 and all(map(_may_be_tick, ticks)):
            remedy = (
                "In a copy, make one column of each two: Yes where the first is ticked, No where the second is; above "
                "it one row of names with question and time, such as Heard before. Make the study from the copy."
            )
            fault = "a column for yes and one for no below each question"
            raise refusal(name, fault, "a column for each question", remedy, row=place + 1)


def _may_be_tick(text):
    """Whether a text may stand for a tick: it is no answer, and no number but 1.

    >>> [text for text in ("x", "1", "✓", "yes", "2", "n/a") if _may_be_tick(text)]
    ['x', '1', '✓']
    """
    return text in ("x", "1") or not (text in YES | NO | MISSING or text.isdigit() or _answer(text))


def _column(rows, place):
    """The cells of a column."""
    return [row[place] for row in rows if place < len(row)]


def refuse_cross_table(name, rows):
    """Refuse a table of yes and no by yes and no: it holds counts, of which a file of counts can be made."""
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    for top in range(len(filled)):
        if counts := _counts(filled[top:]):
            first, second = counts.pop("names")
            lines = "\n".join(f"  {one},{other},{n}" for (one, other), n in counts.items())
            remedy = (
                "Nobody's answers can be read from it, but its counts can. Write them into a file of their own, the "
            )
            remedy += f"earlier time first, and make the study from that:\n  {first},{second},people\n{lines}"
            raise refusal(name, "a cross table of yes and no", "a row for each person", remedy)


def _counts(rows):
    """The counts of a cross table whose head is the first row, by both answers, or None."""
    head = {place: answer for place, cell in enumerate(rows[0]) if place and (answer := _answer(cell))}
    body = {answer: row for row in rows[1:4] if (answer := _answer(row[0]))}
    if sorted(head.values()) != ["no", "yes"] or sorted(body) != ["no", "yes"] or len(rows) > 6:
        return None
    cells = {(one, other): body[one][place] for one in ("yes", "no") for place, other in _by_answer(head)}
    if not all(re.fullmatch(r"\d{1,6}", cell) for cell in cells.values()):
        return None
    side, over = " ".join(row[0] for row in rows[1:3]), " ".join(rows[0])
    return {"names": (_wave_of(side, "first"), _wave_of(over, "second")), **cells}


def _by_answer(head):
    """Columns and what they hold, the last in the alphabet first."""
    return sorted(head.items(), key=lambda pair: pair[1], reverse=True)


def _answer(cell):
    """The one answer, yes or no, that a heading names; an empty text where it names none or both."""
    words = {*re.findall(r"[^\W\d_]+", cell.casefold())}
    answers = [answer for answer, known in (("yes", YES), ("no", NO)) if words & known]
    return answers[0] if len(answers) == 1 and len(words) < 5 else ""


def _wave_of(text, otherwise):
    """The wave that a text names, in small letters; ``otherwise`` where it names none."""
    match = NAME.search(text)
    return match[0].casefold() if match else otherwise


def refuse_endless_cells(table):
    """Refuse a heading or a cell with more letters than a spreadsheet's cell can hold: no person answered that."""
    for name in table.cells:
        lengths = [(1, len(name)), *((row, len(text)) for row, text in table.cells[name].items())]
        row, letters = max(lengths, key=lambda pair: pair[1])
        if letters > LONGEST_CELL:
            remedy = "Look whether a quotation mark is missing there, or shorten that text; then name the file again."
            fault, limit = f"{letters:,} letters in one cell", f"at most {LONGEST_CELL:,}, as a spreadsheet holds"
            raise refusal(table.name, fault, limit, remedy, row=row, column=name[:40])


def refuse_no_names(table):
    """Refuse a table whose first row is an answer of somebody, as all its cells come again or look like those below."""
    names = {name: re.sub(r" \([A-Z]{1,2}\)$", "", name) for name in table.cells}
    again = [n for name, n in names.items() if (few := {*table.cells[name].unique()} - {""}) >= {n} and len(few) > 1]
    alike = [name for name in table.cells if _cell_shape(names[name]) == _common_shape(table.cells[name])]
    if again and len(names) > 1 and len(again) + len(alike) >= len(names) and alike and len(table.cells) > 2:
        remedy = "Write a row of names above it in a copy, such as Code, Group before, Group after; then use that."
        raise refusal(
            table.name,
            f"answers in place of names ({', '.join([*names.values()][:4])})",
            "a first row that names the columns",
            remedy,
            row=1,
        )


def _cell_shape(text):
    """A text with each letter and digit as any other of its kind, where it holds a digit; else an empty text."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text.strip())) if re.search(r"\d", text) else ""


def _common_shape(cells):
    """The shape that all cells have, where they are different texts; else a text that is no shape."""
    shapes = {_cell_shape(text) for text in cells.iloc[:EXAMINED]}
    return shapes.pop() if len(shapes) == 1 and cells.is_unique else "none"
