"""What a workbook merges and hides, and cells that stand for those below them: asked about where answers hang on it."""

from firststeps.digits import plural
from firststeps.responses.given.problems import IN_PLACE, choice
from firststeps.study.parts.texts import nearest

WAYS = {"merged: first": "of the first row alone", "merged: every": "of each row that the merged cells cover"}
MERGED = f"Say in study.yaml whose answer it is {IN_PLACE}:\n  data:{choice('merged: ask', WAYS, 4)}"


def settle_merged(study, table, columns, findings):
    """Ask whose answer stands in merged cells, or give it to every row that they cover."""
    for first, last, merged in table.merged:
        here = [column for column in merged if column in columns]
        rows = [row for row in range(first, last + 1) if row in table.cells.index]
        if not here or first not in rows or (len(rows) < 2 and len(here) < 2):
            continue
        answer = table.cells.loc[first, merged[0]]
        if not answer.strip():
            continue
        if study.data.merged == "ask":
            where = f"rows {first} to {last}" if last > first else f"columns {', '.join(merged)}"
            at = {"row": first, "column": here[0]}
            findings.ask(table.name, f"merged cells over {where}", "a cell for each answer", MERGED, **at)
        elif study.data.merged == "every":
            for column in here:
                empty = [row for row in rows if not table.cells.loc[row, column].strip()]
                table.cells.loc[empty, column] = answer
                findings.log(
                    table.name, empty, column, "", answer, "merged cells: the answer of every row that they cover"
                )


def fill_down(study, table, findings):
    """Write into each empty cell of the columns ``filled_down`` what stands above it; a missing column is told."""
    for column in study.data.filled_down:
        if column not in table.cells:
            remedy = f"Correct data > filled_down in study.yaml ({nearest(column, list(table.cells))})."
            findings.refuse(table.name, f"no column {column!r}", "a column that is filled down", remedy)
            continue
        filled = filled_below(table.cells[column])
        changed = table.cells.index[filled != table.cells[column]]
        findings.log(table.name, changed, column, "", filled[changed].to_numpy(), "empty cell: what stands above it")
        table.cells[column] = filled


def filled_below(cells):
    """Cells with what stands above each empty one.

    >>> import pandas as pd
    >>> filled_below(pd.Series(["", "A1", " ", "B2", ""])).tolist()
    ['', 'A1', 'A1', 'B2', 'B2']
    """
    return cells.where(cells.str.strip() != "").ffill().fillna("")


def tell_of_hidden(table, findings):
    """Warn of rows and columns that a workbook does not show: they are read like all others."""
    rows = [row for row in table.hidden_rows if row in table.cells.index]
    if rows:
        remedy = (
            "They are read like all others. To leave them out, say in study.yaml (a line counts once its # is away):\n"
        )
        remedy += f"  data:\n    leave_out:\n      # - {{rows: {rows}, reason: hidden}}"
        findings.warn(table.name, plural(len(rows), "hidden row"), "rows that can be seen", remedy)
    if columns := table.hidden_columns:
        what = f"{len(columns)} hidden column{'s' * (len(columns) > 1)} ({', '.join(columns)})"
        remedy = "They can be read like all others; what study.yaml does not describe is not read."
        findings.warn(table.name, what, "columns that can be seen", remedy)
