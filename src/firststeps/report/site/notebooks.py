"""Executed notebooks as pages: each cell with an anchor, its code in colours, and what it showed."""

import re
from html import escape
from pathlib import Path
from typing import NamedTuple

import nbformat

from firststeps.report.claims.claim import MIME
from firststeps.report.claims.drawn import PUT_IN
from firststeps.report.paper.marking import TAG
from firststeps.report.site.safe import safe_html

MARKDOWN = "commonmark_x-gfm_auto_identifiers-raw_html-yaml_metadata_block-emoji-smart"  # as Jupyter reads it
PLAIN = "markdown_strict-raw_html+pipe_tables+backtick_code_blocks"
BREAK = "<!-- next cell -->"
FENCE = "~" * 12
MARKED = {TAG, PUT_IN}  # tags of cells that the pipeline puts in


class Cell(NamedTuple):
    """One cell: ``number`` counts code cells from 1, as claims do (0: no code cell of the notebook's own)."""

    id: str
    number: int
    text: str
    output: str

    @property
    def anchor(self):
        """Its place on the notebook's page."""
        return f"cell-{self.number}" if self.number else f"text-{self.id}"


class Notebook(NamedTuple):
    """An executed notebook as it is shown."""

    name: str
    title: str
    cells: list

    def cell(self, number):
        """The code cell of that number, None where there is none."""
        return next((cell for cell in self.cells if cell.number == number), None)


def read_notebooks(paths, figures, ids):
    """The executed notebooks in ``paths``, by name.

    ``figures`` are those of `safe_html`; ``ids`` are the claims that have pages.

    Text and code of all of them go through pandoc at once, which sets formulas as MathML and knows Python.
    """
    books = [(Path(path).stem, nbformat.read(path, as_version=4).cells) for path in paths]
    shown = [[cell for cell in cells if not {*cell.metadata.get("tags", [])} & MARKED] for _, cells in books]
    texts = iter(_as_html([_as_markdown(cell) for cells in shown for cell in cells]))
    notebooks = {}
    for (name, _), cells in zip(books, shown, strict=True):
        pieces, number = [], 0
        for cell in cells:
            code = cell.cell_type == "code"
            number += code
            outputs = "".join(output_html(output, figures, ids) for output in cell.get("outputs", []))
            pieces.append(Cell(cell.get("id", ""), number if code else 0, next(texts), outputs))
        title = next((cell.source.splitlines()[0] for cell in cells if cell.source.startswith("# ")), name)
        notebooks[name] = Notebook(name, title.lstrip("# "), pieces)
    return notebooks


def output_html(output, figures, ids):
    """What one output of a cell shows: claims as links to their pages, tables and figures as they are, text as text.

    >>> output_html({"output_type": "stream", "text": "5 < 6"}, {}, ())
    '<pre>5 &lt; 6</pre>'
    """
    data = output.get("data", {})
    plain = data.get("text/plain", output.get("text", ""))
    if MIME in data:
        return f"<pre>{_with_links(plain, ids)}</pre>"
    if "text/html" in data:
        return safe_html(data["text/html"], figures)
    return f"<pre>{escape(plain.rstrip(), quote=False)}</pre>"


def markdown_html(text):
    """Markdown of anybody's as HTML: what is HTML in it already is shown as it stands; links lead to the web alone.

    >>> markdown_html("*a* <b> [c](javascript:d)")
    '<p><em>a</em> &lt;b&gt; <a>c</a></p>'
    """
    html = re.sub("<img[^>]*>", "", _as_html([text], PLAIN)[0])
    return re.sub(r' href="(?!https?://|mailto:)[^"]*"', "", html)


def _with_links(plain, ids):
    """The lines that a cell shows of its claims, each id a link to the page of the claim."""
    lines = []
    for line in plain.splitlines():
        id, colon, rest = line.partition(":")
        link = f'<a href="../claims/{id}.html">{id}</a>' if id in ids else escape(id, quote=False)
        lines.append(link + colon + escape(rest, quote=False))
    return "\n".join(lines)


def _as_markdown(cell):
    """A cell as Markdown."""
    return f"{FENCE}{{.python}}\n{cell.source}\n{FENCE}" if cell.cell_type == "code" else cell.source


def _as_html(texts, reader=MARKDOWN):
    """Each text as HTML."""
    import pypandoc

    between = f"\n\n```{{=html}}\n{BREAK}\n```\n\n"
    options = ["--mathml", "--wrap=none", "--sandbox"]
    html = pypandoc.convert_text(between.join(texts), "html5", reader, extra_args=options)
    html = re.sub(r'<a href="#cb[^>]*></a>| id="cb[^"]*"', "", html)  # pandoc's anchors at lines of code
    html = re.sub(r'href="\.\./paper/manuscript\.html', 'href="../paper.html', html)
    html = re.sub(r'href="([\w-]+)\.ipynb', r'href="\1.html', html)
    return [piece.strip() for piece in html.split(BREAK)]
