"""Questions with a column a box: read as one column of ticks, as if the ticked choices had been listed."""

import pandas as pd

from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import quoted
from firststeps.study.parts.texts import caseless, tidy

TICKED = {"1", "yes", "y", "true", "checked", "ticked", "selected", "x", "on", "\u2713", "\u2714", "\u2611"}
MEANINGS = (("yes", "a tick"), ("no", "no tick"))
UNTICKED = {"", "0", "no", "n", "false", "unchecked", "unticked", "not selected", "off", "\u2610"}
UNTICKED |= {"-99"}  # as Qualtrics writes it, of a box that was seen


def box_columns(study, waves):
    """The columns of the boxes of all questions asked at ``waves``, each once."""
    return list(dict.fromkeys(column for _, item in _described(study, waves) for column in item.boxes.values()))


def _described(study, waves):
    """The questions with boxes that were asked at any of ``waves``."""
    return [(name, item) for name, item in study.items.items() if item.boxes and {*item.waves} & {*waves}]


def with_boxes(study, table, waves, findings):
    """Put a column that is called as the item in the place of its boxes.

    The column lists the choices that are ticked, with semicolons.  What stands in a box and means neither is asked
    about.
    """
    described = _described(study, waves)
    joined = {name: _ticks(study, name, table, findings) for name, _ in described}
    spare = [column for column in box_columns(study, waves) if not _is_asked(study, column)]
    table.cells = table.cells.drop(columns=spare).assign(**joined)
    for name, item in described:
        findings.log(table.name, 1, ", ".join(item.boxes.values()), "", "", f"boxes read as one question, {name}")


def _is_asked(study, column):
    """Whether a column is that of a question of its own as well."""
    return any(
        column in (item.column, *item.columns.values()) or (column == name and not item.column)
        for name, item in study.items.items()
        if not item.boxes
    )


def _ticks(study, name, table, findings):
    """The ticked choices of each row, joined by semicolons."""
    item, codes = study.items[name], study.codes_of(name)
    blank = {caseless(code) for code in (*codes.blank, *codes.not_applicable)}
    ticked = {*map(caseless, codes.yes)} | TICKED
    unticked = ({*map(caseless, codes.no)} | UNTICKED | blank) - ticked
    lists = pd.Series([[] for _ in table.cells.index], index=table.cells.index)
    for choice, column in item.boxes.items():
        texts = by_text(table.cells[column], caseless)
        known = texts.isin(ticked | {caseless(choice)}) & ~texts.isin(blank)
        if choice == item.other:
            known |= ~texts.isin(unticked)
        else:
            _ask_about(name, table, column, texts, known | texts.isin(unticked), choice, findings)
        for row in texts.index[known]:
            lists[row].append(choice)
    return lists.map("; ".join)


def _ask_about(name, table, column, texts, known, choice, findings):
    """Ask about each text of a box that means neither ticked nor not ticked; own words are not repeated."""
    unclear = texts[~known].unique()
    for text in unclear:
        rows = texts.index[texts == text]
        written = tidy(table.cells.loc[rows[0], column])
        own = len(written.split()) > 2 or len(unclear) > 2
        lines = [f"# other: {quoted(choice)}   # people wrote their own answers here: they count under this choice"]
        if not own:
            lines += [f"# codes: {{{meaning}: [{quoted(written)}]}}   # it is {what}" for meaning, what in MEANINGS]
        remedy = f"Say in study.yaml what it means:\n  items:\n    {name}:\n"
        remedy += "\n".join(f"      {line}" for line in lines)
        at = {"row": int(rows[0]), "column": column, "times": len(rows)}
        what = "an answer in own words" if own else repr(written)
        findings.ask(table.name, what, f"a box: {choice!r} or 1, or nothing", remedy, **at)
