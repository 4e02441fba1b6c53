"""Rows that may not count: previews, unfinished, declined and empty responses, rows without a code, totals."""

import re

from firststeps.responses.cleaning.people import TOTALS
from firststeps.responses.platforms.export import Doubt
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.leaving import leaving_words
from firststeps.responses.texts.lexicon import MISSING, NO, NO_CODE, YES, folded, meaning_of
from firststeps.responses.texts.wave_names import tells_wave
from firststeps.responses.texts.wordings import words
from firststeps.study.parts.texts import caseless, tidy

CONSENT = re.compile(
    r"\bconsent(?:ed|ing)?\b|\bagree (?:to|that) (?:take|taking|participat|be|my|the|i)|\binformation sheet\b|einwillig"
    r"|einverstanden|j'accepte|consentement|consentimiento|acepto|acconsent|toestemming|samtyck|samtykke"
    r"|\bzgadzam się na\b|\bzgoda na\b|\bsouhlasím s (?:účast|zpracován)|\baceito participar|\bconcordo em participar"
    r"|\bsuostun\b"
    r"|stimme der teilnahme",
    re.IGNORECASE,
)
DECLINED = re.compile(r"no\b.*|.*\b(?:not|don'?t|disagree|decline|refuse)\b.*|nein\b.*|non\b.*|nee\b.*|nej\b.*", re.I)
EXAMINED = 200  # codes that tell what codes look like
LEGENDS = {"key", "legend", "codes", "coding", "code", "legende", "schlüssel", "kodierung", "notes", "note"}
LAST = 20  # rows at the end of a table that may sum it up
HALF = 0.5  # of the rows; where more are unfinished, the word means something else
FEW = 0.2  # of the rows; more do not decline and then answer everything
SUMMED_UP = re.compile(r"%.*|per ?cent(?:age)?\b.*|sd|s\.d\.|median|min|max|range|n", re.IGNORECASE)
SUBTOTAL = re.compile(r"(?:sub|sous|zwischen)\W?(?:total|totaal|summe)", re.IGNORECASE)  # of a part of the rows above
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)? ?%?")
COUNTED = re.compile(r"n|n ?[=:].*|(grand )?totals?\b.*", re.IGNORECASE)  # in the first row, above all people
CODED = {"0", "1", "2"}  # answers, where no total stands below them
# Codes of whoever tries a questionnaire out, and of nobody else.
TRIED_OUT = re.compile(
    r"(?:test(?:ing|er|person|user)?|asdf\w*|qwert\w*|dummy|probe|xx+|demo)[ _-]?\d{0,3}", re.IGNORECASE
)
# Codes of those who hold the course, where most are other people's.
STAFF = re.compile(
    r"(?:.*[(\[])?(?:staff|facilitator|trainer|tutor|kursleitung|mitarbeiter(?:in)?|formateur|formatrice|personeel)"
    r"(?:[ _-]?\d{0,3}|[^\w].*)",
    re.IGNORECASE,
)
# What a column of states says of a response that may not count, whoever wrote it, and the word for it in the log.
STATES = {
    "unfinished": r"partial(?:ly.*)?|in ?complete|in progress|not (?:complete|finished|submitted)d?|un ?finished"
    r"|started|draft|en cours|abandoned|timed? ?out|unvollständig|abgebrochen|incompl[eè]te?t?|incompleto",
    "not wanted": r"disqualified|screened[ -]?out|terminated|over[ -]?quota|quota[ -]?full|ineligible",
    "rejected": r"rejected|not[ _]approved|deleted|spam|invalid|void|duplicate",
    "tried out": r"(?:survey )?preview|test",
}
STATE = {"status", "state", "recstatus"}
WHOLE_NAMES = ({"response", "type"}, {"progression"})  # of states, as Typeform and Sphinx call them
WAY_THROUGH = {"progress", "completion", "completeness"}  # how much of a questionnaire was filled in, in percent
QUESTIONNAIRE = "survey questionnaire response form of the percent percentage rate"  # beside these
MARKED_OUT = {"exclude", "excluded", "exclusion", "invalid", "duplicate", "deleted", "ausschließen", "ausgeschlossen"}
MARKED_IN = {"include", "included", "valid", "gültig"}
BESIDE = "in from the of analysis analyses data response row record case is be to"  # words that change nothing


def doubts(table, export, code=""):
    """The rules that would leave out rows of a table, each as a :class:`Doubt` with the number of its rows.

    ``code`` is the column of participant codes, where it is known.  No row is in two of them.
    """
    rules = [
        *_totals(table),
        *_sums(table),
        *_notes(table),
        *(doubt for doubt in export.doubts if not _is_beside_another(doubt, table, export)),
        *(doubt for column in table.cells if (doubt := _declined(table, export, column))),
        *(doubt for column in table.cells for doubt in _marked(table.cells[column])),
        *(doubt for column in table.cells if (doubt := _broken_off(table.cells[column]))),
    ]
    if code:
        tests = dict.fromkeys(text for text in map(tidy, table.cells[code].unique()) if TRIED_OUT.fullmatch(text))
        none = [text for text in map(tidy, table.cells[code].unique()) if text.casefold() in NO_CODE]
        staff = by_text(table.cells[code], lambda text: STAFF.fullmatch(tidy(text)) is not None).astype(bool)
        staff_rows = tuple(map(int, table.cells.index[staff]))  # a name may stand beside the word
        rules += [Doubt("", staff_rows, "staff")] * (0 < len(staff_rows) <= FEW * len(table.cells))
        rules += [Doubt(code, tuple(tests), "test"), Doubt(code, ("",), "no code"), Doubt(code, tuple(none), "no code")]
    counted, taken_rows = [], set()
    for rule in rules:
        rows = {*rows_of(rule, table.cells)} - taken_rows
        if rows and len(rows) < len(table.cells):
            if rule.reason == "no code" and not any(_says_something(table, export, row) for row in rows):
                rule = rule._replace(reason="empty response")
            counted.append((_as_written(rule, table.cells.loc[sorted(rows)]), len(rows)))
            taken_rows |= rows
    return counted


def who_left(cells, left_out=()):
    """What cells say of people who may not want to be counted: (column, words, numbers of rows) for each column.

    ``left_out`` are numbers of rows that do not count anyway.  Of each text only the words are given that say so: the
    others may name somebody.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"code": ["A1", "B2"], "Notes": ["Ann withdrew her consent in May", "late"]}, index=[2, 3])
    >>> who_left(cells)
    [('Notes', ['withdrew her consent'], [2])]
    """
    notes = []
    for column in cells:
        counted = cells[column].drop(index=[*left_out])
        notices = by_text(counted, lambda text, column=column: leaving_words(text, column))
        notices = notices[notices != ""]
        if len(notices):
            notes.append((column, [*dict.fromkeys(notices)], [int(row) for row in notices.index]))
    return notes


def rows_of(rule, cells):
    """The rows that a `Doubt` names."""
    if not rule.column:
        return cells.index[cells.index.isin(rule.values)]
    values = {value.casefold() for value in rule.values}
    texts = [text for text in cells[rule.column].unique() if caseless(text) in values]
    return cells.index[cells[rule.column].isin(texts)]


def is_consent(name, label=""):
    """Whether a column tells who agreed to take part."""
    return bool(CONSENT.search(f"{name} {label}"))


def _as_written(rule, cells):
    """The rule with the texts as they stand in these rows."""
    if not rule.column:
        return rule
    return rule._replace(values=tuple(dict.fromkeys(tidy(text) for text in cells[rule.column].unique())))


def _declined(table, export, column):
    """The rule that leaves out who did not agree to take part, and so was asked nothing more; else None."""
    if not is_consent(column, table.labels.get(column, "")):
        return None
    texts = {tidy(text) for text in table.cells[column].unique()}
    answers = {text for text in texts if text}
    against = {text for text in answers if text.casefold() in NO or DECLINED.fullmatch(text)}
    if len(answers) > 4 or against == answers:
        return None
    boxed = "" in texts and len(answers) == 1 and column.endswith("]")
    rule = Doubt(column, (*sorted(against), *([""] if boxed else [])), "declined")
    others = [name for name in table.cells if name not in export.program and name != column]
    filled = (table.cells.loc[rows_of(rule, table.cells), others] != "").mean(axis=1)
    few = len(filled) <= FEW * len(table.cells)  # who went on to answer is asked about as well
    return rule if len(filled) and (few or filled.max() < 0.5) else None


def _marked(cells):
    """The rules that leave out rows of which a column says that they are unfinished, unwanted or not to count.

    >>> import pandas as pd
    >>> _marked(pd.Series(["Complete"] * 9 + ["Partial"], name="Response status"))
    [Doubt(column='Response status', values=('Partial',), reason='unfinished')]
    >>> _marked(pd.Series([""] * 9 + ["x"], name="Exclude?")), _marked(pd.Series(["Yes", "No"], name="Valid?"))
    ([Doubt(column='Exclude?', values=('x',), reason='marked as not to count')], [])
    """
    name_words = {*words(cells.name)}
    state = bool(name_words & STATE) or name_words in WHOLE_NAMES
    if not state and not name_words & (MARKED_OUT | MARKED_IN):
        return []
    texts, by_reason = dict.fromkeys(map(tidy, cells.unique())), {}
    if state:
        for reason, pattern in STATES.items():
            by_reason[reason] = [text for text in texts if re.fullmatch(pattern, text, re.IGNORECASE)]
        by_reason["rejected"] += [text for text in texts if name_words == {"recstatus"} and text == "0"]
    for marks, answers in ((MARKED_OUT, YES | {"x", "✓", "✔"}), (MARKED_IN, NO)):
        if name_words & marks and name_words <= {*marks, *BESIDE.split()}:
            by_reason["marked as not to count"] = [text for text in texts if folded(text) in answers]
    rules = [Doubt(cells.name, tuple(values), reason) for reason, values in by_reason.items() if values]
    rows = by_text(cells, tidy).isin([value for rule in rules for value in rule.values])
    return rules if rows.mean() <= (HALF if state else FEW) else []


def _broken_off(cells):
    """The rule that leaves out rows whose questionnaire was filled in by less than 100 percent; else None.

    >>> import pandas as pd
    >>> _broken_off(pd.Series(["100%"] * 3 + ["0%", "45%"], name="Survey Progress"))
    Doubt(column='Survey Progress', values=('0%', '45%'), reason='unfinished')
    >>> _broken_off(pd.Series(["100", "100", "65"], name="Progress towards my goal"))
    """
    name_words = {*words(cells.name)}
    if not name_words & WAY_THROUGH or not name_words <= {*WAY_THROUGH, *QUESTIONNAIRE.split()}:
        return None
    percents = by_text(cells, lambda text: re.fullmatch(r"(\d{1,3})(?:[.,]\d+)? ?%?", tidy(text)))
    if not all(percents) or (full := percents.map(lambda match: int(match[1]) == 100)).mean() < HALF or full.all():
        return None
    return Doubt(cells.name, tuple(dict.fromkeys(map(tidy, cells[~full]))), "unfinished")


def _totals(table):
    """The rules that leave out the rows below a table that sum it up."""
    for column in list(table.cells)[:2]:
        head = tidy(table.cells[column].iloc[0]) if len(table.cells) else ""
        if COUNTED.fullmatch(head) and not table.cells[column].iloc[1:].map(tidy).eq(head).any():
            yield Doubt(column, (head,), "totals")
        end = [tidy(text) for text in table.cells[column].iloc[-LAST:]]
        last, alone = len(end), (table.cells.iloc[-LAST:] != "").sum(axis=1).le(1).tolist()
        while last and _sums_up(end[last - 1], alone[last - 1]):
            last -= 1
        sums = tuple(dict.fromkeys(text for text in end[last:] if text))
        above = table.cells[column].iloc[: last - len(end)]
        others = [text for text in sums if not SUBTOTAL.match(text)]
        if any(map(TOTALS.fullmatch, sums)) and not above.isin(others).any():
            between = tuple(dict.fromkeys(text for text in map(tidy, above) if TOTALS.fullmatch(text)))
            yield Doubt(column, tuple(dict.fromkeys([*between, *sums])), "totals")
            return


def _sums_up(text, alone):
    """Whether a row below a table sums it up, as the text at its head says, or is a note ``alone`` in it.

    >>> _sums_up("Total", False), _sums_up("End of report", True), _sums_up("MA12LE", True)
    (True, True, False)
    """
    return bool(not text or TOTALS.fullmatch(text) or SUMMED_UP.fullmatch(text) or (alone and _is_note(text)))


def _sums(table):
    """The rule that leaves out rows that hold numbers alone that nobody else gave, and no such code as the others.

    They stand at the end, or at the end of each part of the table.
    """
    column, *others = list(table.cells)
    cells, last = table.cells, len(table.cells)
    shapes = cells[column].iloc[:EXAMINED].map(_shape)
    odd = by_text(cells[column], lambda text: _is_no_code(_shape(text), shapes))
    numbers = [row for row in cells.index[odd.to_numpy(dtype=bool)] if _holds_numbers_alone(cells.loc[row, others])]
    while last > 0 and len(cells) - last < LAST and cells.index[last - 1] in numbers:
        last -= 1
    people = cells.drop(index=numbers)
    for name in others if 4 < len(people) < len(cells) else ():
        texts = {folded(tidy(text)) for text in people[name].unique()} - {""}
        if not texts or not texts <= YES | NO:
            continue
        known = texts | MISSING | {""}
        texts_of = {row: folded(tidy(cells.loc[row, name])) for row in numbers}
        sums = [row for row in numbers if texts_of[row] not in (known if row in cells.index[last:] else known | CODED)]
        rows = [row for row in numbers if row in sums or (sums and row in cells.index[last:])]
        if sums and len(rows) <= max(LAST, FEW * len(people)):
            yield Doubt("", tuple(map(int, rows)), "totals")
            return


def _holds_numbers_alone(row):
    """Whether a row holds something, and numbers alone."""
    texts = [text for text in map(tidy, row) if text]
    return bool(texts) and all(map(NUMBER.fullmatch, texts))


def _is_no_code(shape, shapes):
    """Whether what stands at the head of a row has another `_shape` than codes have, which are of these ``shapes``.

    Where hardly two are alike, as of names, it is empty, or has no digit where codes have.

    >>> import pandas as pd
    >>> alike, names, mixed = map(pd.Series, (["a99"] * 9, ["aaa aa", "aa aaa", "a aa"], ["a9", "aa99", "9a9"]))
    >>> [_is_no_code("aaa", shapes) for shapes in (alike, names, mixed)], _is_no_code("", names)
    ([True, False, True], True)
    """
    usual = shapes.mode().iloc[0]
    if 2 * (shapes == usual).sum() >= len(shapes):
        return shape != usual
    numbered = sum("9" in of_code for of_code in shapes)
    return not shape or ("9" not in shape and 2 * numbered > len(shapes))


def _shape(text):
    """A code with each letter and digit as one of its kind; of numbers alone, how long they are makes no difference."""
    text = tidy(text)
    return "9" if text.isdigit() else re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))


def _notes(table):
    """The rule that leaves out notes below a table: a few rows, sentences in the place of codes.

    They follow an empty row, or lack the wave that every row above them names.
    """
    rows, below = _parted(table)
    column = next(iter(table.cells), "")
    if not column or not 0 < len(below) <= min(LAST, FEW * len(rows)) or any(map(_is_note, map(tidy, rows[column]))):
        return
    short = (below != "").sum(axis=1).max() < (rows != "").sum(axis=1).median()
    legend = [_is_of_legend([tidy(text) for text in row if text.strip()]) for row in below.to_numpy()]
    notes = [*map(_is_note, map(tidy, below[column]))]
    if short and all(one or other for one, other in zip(notes, legend, strict=True)):
        yield Doubt("", tuple(int(row) for row in below.index), "notes below the table")


def _parted(table):
    """The rows of a table, and those at its end that may be below it."""
    cells = table.cells
    below = cells[cells.index > max(table.empty_rows, default=len(cells) + LAST)]
    last = len(cells)
    while not len(below) and last > max(1, len(cells) - LAST) and _is_note(tidy(cells.iloc[last - 1, 0])):
        last -= 1
    above = cells.iloc[:last]
    lacking = [name for name in cells if last < len(cells) and not (cells[name].iloc[last:] != "").any()]
    tell = any(all(map(tells_wave, above[name].unique())) and above[name].nunique() > 1 for name in lacking)
    if tell and 2 * (cells.iloc[last:] != "").sum(axis=1).max() <= (above != "").sum(axis=1).median():
        below = cells.iloc[last:]
    return cells.drop(index=below.index), below


def _is_of_legend(texts):
    """Whether a row below a table is of a legend: its heading, or a number and what it means.

    >>> _is_of_legend(["1", "No"]), _is_of_legend(["Key"]), _is_of_legend(["1", "pre"]), _is_of_legend(["MA12LE", "No"])
    (True, True, False, False)
    """
    heading = len(texts) == 1 and texts[0].casefold().rstrip(":") in LEGENDS
    return heading or (len(texts) == 2 and bool(re.fullmatch(r"-?\d{1,3}", texts[0]) and meaning_of(texts[1])))


def _is_note(text):
    """Whether a text is a remark and no code: several words, or one with a colon or a star.

    >>> [_is_note(text) for text in ("* withdrew", "Records:", "A 12", "MA12LE", "")]
    [True, True, False, False, False]
    """
    words = [word for word in text.split() if re.fullmatch(r"[^\W\d_]{2,}\W?", word)]
    return text.startswith("*") or text.endswith(":") or len(words) > 1


def _is_beside_another(doubt, table, export):
    """Whether rows with a form that is not complete hold another one that is: then the row is no single form's."""
    forms = [other.column for other in export.doubts if other.reason == doubt.reason and other.column != doubt.column]
    if not forms or doubt.reason != "form not complete":
        return False
    rows = table.cells.loc[rows_of(doubt, table.cells), forms]
    return bool(rows.isin(["2", "Complete", "1", "Unverified"]).any(axis=None))


def _says_something(table, export, row):
    """Whether a row holds anything but what the survey program notes of it."""
    cells = table.cells.loc[row].drop([column for column in export.program if column in table.cells])
    return any(text.strip() for text in cells)
