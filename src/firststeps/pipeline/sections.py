"""What differs in the executed copy of a notebook: sections that a study has no use for, and where it leads on."""

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_markdown_cell

COMPARISON = "comparison"  # the tag of what needs a comparison of two waves
LEADS_ON = re.compile(r"next-\d+$")  # the id of the last cell, which leads to the next notebook and to the paper
_TITLE = re.compile(r"\[(\d\d, [^\]]*)\]\((\d\d-[\w-]+)\.ipynb\)")
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


def ways_on(folder, name, runs):
    """Give the last cell of the notebook ``name`` for a study in a folder of its own, of whose notebooks some run.

    What stands in ``folder`` leads to the next notebook there, and to headings of the paper there.  Another study has
    the notebooks ``runs`` and a paper with headings of its own: the cell leads to the next that runs, and to its paper.

    >>> print(ways_on("notebooks", "03-paired-comparisons", ["03-paired-comparisons", "05-missing-responses"]))
    ---
    **Next:** [05, what the missing answers could change](05-missing-responses.ipynb) ·
    **In the paper:** [the paper of this study](../paper/manuscript.html) ·
    **Its claims:** [the source of each number](../paper/manuscript.html#supplement-the-source-of-each-number)
    """
    cells = {path.stem: _last_cell(path) for path in sorted(Path(folder).glob("[0-9]*.ipynb"))}
    titles = {title[2]: title[1] for cell in cells.values() for title in _TITLE.finditer(cell)}
    following = next((other for other in sorted(runs) if other > name), None)
    parts = [f"**Next:** [{titles.get(following, following)}]({following}.ipynb)"] if following else []
    parts += ["**In the paper:** [the paper of this study](../paper/manuscript.html)"]
    parts += [line for line in cells[name].splitlines() if line.startswith("**Its claims:**")]
    return "---\n" + " ·\n".join(parts)


def lead_on(notebook, source):
    """Let the ``source`` stand in the cell of ``notebook`` that leads on, where it has one."""
    for cell in notebook.cells:
        if LEADS_ON.match(cell.get("id", "")):
            cell.source = source
    return notebook


def _last_cell(path):
    """The source of the cell that leads on; empty where there is none."""
    cells = nbformat.read(path, as_version=4).cells
    return next((cell.source for cell in cells if LEADS_ON.match(cell.get("id", ""))), "")


def _heading(cell):
    """The level of the heading with which a cell begins, 0 if it begins with none."""
    match = re.match(r"(#+) ", cell.source) if cell.cell_type == "markdown" else None
    return len(match[1]) if match else 0
