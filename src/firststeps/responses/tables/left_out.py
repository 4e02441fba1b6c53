"""Rows that ``study.yaml`` leaves out, each with its reason in the log."""

import re

from firststeps.responses.texts.each import by_text
from firststeps.study.parts.texts import caseless, nearest


def leave_out(study, table, findings):
    """Take the rows that the rules of ``data: leave_out`` name out of a table, each with its reason in the log."""
    for rule in study.data.leave_out:
        if rule.file and rule.file not in (table.name, table.name.partition(", sheet ")[0]):
            continue
        if rule.column and rule.column not in table.cells:
            findings.unused_rules.setdefault(rule.column, []).append((table.name, list(table.cells)))
            continue
        rows, before = _rows(rule, table.cells)
        findings.leave_out(table.name, rows, f"{rule.reason}: left out, as study.yaml says", before)
        findings.used_rules.add(rule.column)
        table.cells = table.cells.drop(index=rows)


def ask_about_unused_rules(findings):
    """Refuse a rule whose column is in none of the files that it might be meant for."""
    for column, files in findings.unused_rules.items():
        if column not in findings.used_rules:
            name, columns = files[0]
            remedy = f"Correct data > leave_out in study.yaml ({nearest(column, columns)})."
            findings.refuse(name, f"no column {column!r}", "the column of each rule that leaves rows out", remedy)


def _rows(rule, cells):
    """The rows that a rule names, and what stands there for the log."""
    if rule.rows:
        rows = [row for row in rule.rows if row in cells.index]
        return rows, ""
    values = {compared(value) for value in rule.values}
    column = cells[rule.column]
    here = by_text(column, lambda text: compared(text) in values).to_numpy(dtype=bool)
    return column.index[here], column[here].to_numpy()


def compared(text):
    """A text as it is compared: without letter case, a number with a decimal point without noughts at its end.

    >>> [compared(text) for text in (" Preview", "1.0", "0.50", "01", "1.0.0")]
    ['preview', '1', '0.5', '01', '1.0.0']
    """
    text = caseless(text)
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"[+-]?(0|[1-9][0-9]*)\.[0-9]+", text) else text
