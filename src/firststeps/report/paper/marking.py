"""Marks: what every document and notebook carries that is made from data which are not for release, or are synthetic.

The mark of a study (:attr:`firststeps.study.Study.mark`) stands at the head of the text, on every page and in the
properties of the document, whatever its author writes.  Figures and tables carry it besides.
"""

import json
import re
from xml.sax.saxutils import escape

import nbformat

from firststeps.report.claims.in_text import ManuscriptError
from firststeps.study import NOT_FOR_RELEASE, SYNTHETIC

TAG = "mark"  # of the cell that carries the mark of a notebook
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"


def notice(mark, written=""):
    """Give the notice of a document: what its author has ``written``, after the parts of the ``mark`` that this lacks.

    >>> notice("Observed data, not for release", "Draft"), notice("Observed data, not for release")
    ('Observed data, not for release. Draft', 'Observed data, not for release')
    >>> notice("Synthetic data. Rounded counts", "Synthetic data, rounded counts")
    'Synthetic data, rounded counts'
    """
    missing = [part for part in mark.split(". ") if part.casefold() not in written.casefold()]
    return ". ".join([*missing, *([written] if written else [])])


def mark_article(document, mark, written=""):
    """Mark a ``document`` of pandoc (its JSON, changed in place): text, keywords, subject and description.

    ``written`` is the notice of a document that has none of its own.  What is not for release says so in the title of
    its window, too.  Gives the notice.
    """
    meta = document["meta"]
    words = notice(mark, _text(meta.get("notice")) or written)
    meta["notice"] = meta["subject"] = meta["mark"] = _inlines(words)
    keywords = [_text(word) for word in meta.get("keywords", {}).get("c", [])]
    additions = [] if any(mark.casefold() in word.casefold() for word in keywords) else [mark]
    meta["keywords"] = {"t": "MetaList", "c": [_inlines(word) for word in [*keywords, *additions]]}
    meta["tags"] = meta["keywords"]  # so JATS calls them
    description = _text(meta.get("description"))
    if mark.casefold() not in description.casefold():
        meta["description"] = _inlines(f"{mark}. {description}".strip())
    if mark == NOT_FOR_RELEASE:
        meta["pagetitle"] = _inlines(f"{_text(meta.get('title'))} ({mark})")
    text = {"t": "Para", "c": [{"t": "Strong", "c": _inlines(words)["c"]}]}
    meta["notes"] = {"t": "MetaBlocks", "c": [text]}
    document["blocks"].insert(0, {"t": "Div", "c": [["", ["notice"], []], [text]]})
    return words


def check_template(template):
    """Refuse a ``template`` of the PDF that has no place for the notice on its pages."""
    if "$notice$" not in template.read_text(encoding="utf-8"):
        raise ManuscriptError(
            f"paper/style/{template.name} has no place for the notice that this document has to carry on every page: "
            "put $notice$ into the footer, as the style of the compendium does."
        )


def header_of_word(text):
    """Give the change that puts the notice into the header of every page of a Word document, and the part it adds."""
    paragraph = (
        f'<w:p xmlns:w="{_WORD}"><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val="18"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
    header = f'<?xml version="1.0" encoding="UTF-8"?>\n<w:hdr xmlns:w="{_WORD}"></w:hdr>'.encode()
    return lambda name, content: _with_header(name, content, paragraph), ("word/header-mark.xml", header)


def mark_notebook(notebook, mark):
    """Mark an executed notebook: a first cell, and ``mark`` in its metadata; what it was marked with before goes.

    A notebook that shows nothing of the synthetic data is not called synthetic.

    >>> cell = nbformat.v4.new_code_cell("1 + 1")
    >>> marked = mark_notebook(nbformat.v4.new_notebook(cells=[cell]), "Observed data, not for release")
    >>> [cell.source for cell in marked.cells], marked.metadata
    (['**Observed data, not for release**', '1 + 1'], {'mark': 'Observed data, not for release'})
    >>> mark_notebook(marked, "Synthetic data").metadata
    {}
    """
    unmark(notebook)
    outputs = json.dumps([cell.get("outputs", []) for cell in notebook.cells])
    if not mark or (mark == SYNTHETIC and SYNTHETIC not in outputs):
        return notebook
    notebook.metadata[TAG] = mark
    cell = nbformat.v4.new_markdown_cell(f"**{mark}**", id=TAG, metadata={"tags": [TAG]})
    notebook.cells.insert(0, cell)
    return notebook


def unmark(notebook):
    """Take the mark of an earlier run away: its cell and its word in the metadata."""
    notebook.cells = [cell for cell in notebook.cells if TAG not in cell.metadata.get("tags", [])]
    notebook.metadata.pop(TAG, None)
    return notebook


def _with_header(name, content, paragraph):
    """Give the content of a part of a Word document with what the notice needs there."""
    changes = {
        r"word/header[^/]*\.xml": (r"<w:hdr\b[^>]*>", lambda match: match[0] + paragraph),
        r"word/document\.xml": (r"(?s)<w:sectPr\b[^>]*?(/>|>.*?</w:sectPr>)", _section),
        r"word/_rels/document\.xml\.rels": (
            "</Relationships>",
            lambda match: f'<Relationship Id="rIdMark" Type="{_OFFICE}/header" Target="header-mark.xml"/>{match[0]}',
        ),
        r"\[Content_Types\]\.xml": (
            "</Types>",
            lambda match: f'<Override PartName="/word/header-mark.xml" ContentType="{_HEADER}"/>{match[0]}',
        ),
    }
    for names, (place, change) in changes.items():
        if re.fullmatch(names, name):
            return re.sub(place, change, content.decode("utf-8")).encode()
    return content


def _section(match):
    """Give the properties of a section with our header for each kind of page that has no header yet."""
    inside = re.sub(r"(?s)^<w:sectPr\b[^>]*?(/>|>)|</w:sectPr>$", "", match[0])
    kinds = re.findall(r'<w:headerReference\b[^>]*w:type="(\w+)"', inside)
    ours = [kind for kind in ("default", "first", "even") if kind not in kinds]
    headers = [f'<w:headerReference xmlns:r="{_OFFICE}" w:type="{kind}" r:id="rIdMark"/>' for kind in ours]
    return f"<w:sectPr>{''.join(headers)}{inside}</w:sectPr>"


def _inlines(text):
    """Give a text as pandoc's metadata."""
    words = [{"t": "Str", "c": word} for word in text.split()]
    parts = [part for word in words for part in ({"t": "Space"}, word)]
    return {"t": "MetaInlines", "c": parts[1:]}


def _text(value):
    """Give the words of pandoc's metadata."""
    if isinstance(value, list):
        return "".join(_text(part) for part in value)
    if not isinstance(value, dict):
        return value if isinstance(value, str) else ""
    if value["t"] in ("Space", "SoftBreak", "LineBreak"):
        return " "
    return _text(value.get("c", ""))
