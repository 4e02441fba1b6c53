"""Sections of a notebook that a study has no use for, left out of its executed copy with the reason in their place."""

import re

from nbformat.v4 import new_markdown_cell

COMPARISON = "comparison"  # the tag of what needs a comparison of two waves
EVERY_TABLE = "every-table"  # the tag of what goes through every table, those with missing answers too


def without_tagged(notebook, tag, reason):
    """Take out of ``notebook`` what carries ``tag``; a cell with ``reason`` stands where the first of it was.

    The tag of a heading is that of its whole section, up to the next heading of its level or a higher one; the tag of
    any other cell is its own.

    >>> from nbformat.v4 import new_notebook
    >>> texts = [("# A", []), ("## B", ["comparison"]), ("b", []), ("### C", []), ("## D", []), ("d", ["comparison"])]
    >>> cells = [new_markdown_cell(text, metadata={"tags": tags}) for text, tags in texts]
    >>> [cell.source for cell in without_tagged(new_notebook(cells=cells), "comparison", "Nobody.").cells]
    ['# A', 'Left out here and below: Nobody.', '## D']
    """
    cells, level, explained = [], 0, False
    for cell in notebook.cells:
        tagged, heading = tag in cell.metadata.get("tags", []), _heading(cell)
        if heading and (tagged or (level and heading <= level)):
            level = heading if tagged else 0
        if not (level or tagged):
            cells.append(cell)
        elif not explained:
            explained = True
            cells.append(new_markdown_cell(f"Left out here and below: {reason}", id=f"left-out-{len(cells)}"))
    notebook.cells = cells
    return notebook


def _heading(cell):
    """The level of the heading with which a cell begins, 0 if it begins with none."""
    match = re.match(r"(#+) ", cell.source) if cell.cell_type == "markdown" else None
    return len(match[1]) if match else 0
