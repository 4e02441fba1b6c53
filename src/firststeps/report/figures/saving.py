"""Saved figures: the same bytes every time, with alt text, numbers and mark, and shown as the paper prints them.

matplotlib draws an SVG, and Typst makes the PDF and the PNG of it in a fifth of the time that matplotlib takes for
them.  In the PDF text is text: it is made of an SVG whose letters have not been turned into outlines.
"""

import json
import re
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import pandas as pd

from firststeps.files import digest, keep, recall, write_bytes
from firststeps.report.figures.base.asked import Asked
from firststeps.report.figures.base.drawing import table_html
from firststeps.report.figures.base.fonts import fonts_for, for_typst
from firststeps.report.figures.base.look import stamp, style
from firststeps.report.figures.base.vector import drawn
from firststeps.study import SYNTHETIC

NARROW = "narrow"  # the folder beside the figures for their narrow forms
DPI = 300
PAGE = b"""
#let about = sys.inputs
#set document(title: about.title, description: about.alt, keywords: if about.mark != "" { about.mark } else { () })
#set document(date: none)
#set page(width: float(about.width) * 1in, height: float(about.height) * 1in, margin: 0pt)
#place(image(bytes(about.drawing), format: "svg", alt: about.alt))
"""
PAGES_KEPT = 11  # whose pictures Typst keeps, 8 MB for each of ours
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class SavedFigure:
    """A saved figure as a notebook shows it: the SVG that the paper prints, its alt text, and its numbers below.

    JupyterLab gives an SVG no alt text, and none of it to readers who have not run the notebook; so it is shown as the
    source of an image.  ``svg`` is empty where there is nothing to draw: then the alt text, which says why, is all that
    is shown.
    """

    svg: str
    alt: str
    numbers: pd.DataFrame = field(default_factory=pd.DataFrame)
    note: str = ""

    def __repr__(self):
        """Give what a reader without the picture gets: the alt text, and the numbers as a table."""
        table = "" if self.numbers.empty else self.numbers.to_string(index=False)
        return "\n".join(filter(None, (self.alt, table, self.note)))

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Give what a notebook shows: the picture, or its words alone, with the numbers below."""
        if not self.svg:
            return {"text/plain": repr(self)}
        image = f'<img alt={quoteattr(self.alt)} src="data:image/svg+xml,{quote(self.svg, safe=" /:;=,()")}">'
        if not self.numbers.empty:
            below = f"\n<p>{escape(self.note)}</p>" if self.note else ""
            table = table_html(self.numbers) + below
            image += f"\n<details><summary>The figure in numbers</summary>\n{table}\n</details>"
        return {"text/html": image, "text/plain": repr(self)}


def save(drawing, folder, name, mark="", rule="", origin="observed"):
    """Write a `Drawing` as ``<name>.svg``, ``.pdf`` and ``.png`` (300 dpi), and its words and numbers as ``.json``.

    Its narrow form, or where it has none the same figure, goes to ``narrow/<name>.svg``.  ``mark`` is that of the study
    ("Synthetic data", "Observed data, not for release", or none): it is drawn above the figure and stands in every
    file's metadata and at the head of the alt text; ``rule`` is a sentence that ends the note below the numbers.
    ``origin`` is that of what is drawn, in the words of claims; under the mark of synthetic data "synthetic".  The
    files hold no date, so that the same figure gives the same bytes; they are all drawn before the first is written,
    and each replaces its older self in one step.  Where the figure only says in a sentence that there is nothing to
    draw, ``<name>.json`` says so, and notebook and paper leave the picture out and print the sentence.  Gives the
    `SavedFigure`.

    Raises ValueError for a name that is not lower-case words joined by hyphens, for an empty alt text, and for a
    figure without its numbers.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"A figure's name is lower-case words joined by hyphens, as who-changed; found {name!r}.")
    source = digest(drawing.source, mark, rule, origin) if isinstance(drawing, Asked) else ""
    if source and (files := recall(f"figure-{name}", source, folder)):
        return _recalled(files, name)
    if not drawing.alt.strip():
        raise ValueError(f"Figure {name} has no alt text: say in a sentence what it shows.")
    if drawing.numbers.empty and not drawing.is_sentence:
        raise ValueError(f"Figure {name} has no numbers: give what it shows as a table.")
    alt = f"{mark}. {drawing.alt}" if mark else drawing.alt
    title = name.replace("-", " ").capitalize() + (f" ({mark})" if mark else "")
    with style(), fonts_for(drawing.figure, name) as (wanting, others), ThreadPoolExecutor(1) as beside:
        wide = drawn(stamp(drawing.figure, mark), title, alt, mark)
        # While Typst makes its files of the one form, on another core where there is one, the other is drawn.
        pictures = beside.submit(_pictures, wide, drawing.figure.get_size_inches(), name, title, alt, mark, others)
        narrow = drawing.narrow and drawn(stamp(drawing.narrow, mark), title, alt, mark)[0]
        files = pictures.result()
    files[f"{NARROW}/{name}.svg"] = _accessible(narrow, alt) if narrow else files[f"{name}.svg"]
    note = " ".join(filter(None, (drawing.note, rule)))
    about = _about(drawing, name, alt, mark, note, origin)
    files[f"{name}.json"] = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    for file, content in files.items():
        write_bytes(Path(folder) / file, content)
    if source and not wanting:  # else it depends on the fonts of this machine, too
        keep(f"figure-{name}", source, folder, files)
    svg = "" if drawing.is_sentence else files[f"{name}.svg"].decode()
    return SavedFigure(svg, alt, drawing.numbers, note)


def _recalled(files, name):
    """Give a figure that was saved before as a notebook shows it, from the bytes of its files."""
    about = json.loads(files[f"{name}.json"])
    svg = files[f"{name}.svg"].decode() if about.get("drawn", True) else ""
    numbers = pd.DataFrame(about.get("rows", []), columns=about.get("columns", []), dtype=str)
    return SavedFigure(svg, about["alt"], numbers, about.get("note", ""))


def _about(drawing, name, alt, mark, note, origin):
    """What is told of a figure beside its pictures."""
    about = {
        "name": name,
        "alt": alt,
        "origin": "synthetic" if mark.startswith(SYNTHETIC) else origin,
        "mark": mark,
    }
    about |= {"note": note} if note else {}
    if drawing.is_sentence:
        return about | {"drawn": False}
    return about | {"columns": list(drawing.numbers), "rows": drawing.numbers.to_numpy().tolist()}


def _pictures(wide, size, name, title, alt, mark, others):
    """The bytes of a figure in each format, by file: of its two forms as SVG, and its ``size`` in inches.

    ``others`` are the fonts that it takes beside ours.
    """
    outlines, lettered = wide
    lettered = lettered.replace(b"<svg ", b'<svg xml:space="preserve" ', 1)
    inches = [float(length) for length in size]
    about = {"title": title, "alt": alt, "mark": mark}
    png = _typeset(outlines, [int(length * DPI) / DPI for length in inches], about, format="png", ppi=DPI)
    return {
        f"{name}.svg": _accessible(outlines, alt),
        f"{name}.pdf": _typeset(lettered, inches, about, ignore_system_fonts=not others),
        f"{name}.png": _with_texts(png, {"Title": title, "Description": alt, "Comment": mark}),
    }


def _typeset(svg, inches, about, ignore_system_fonts=True, **options):
    """The bytes of the page, of that width and height, that Typst makes of an SVG; a PDF where nothing else is asked.

    The only fonts are ours and those that come with matplotlib and Typst, and where these are not enough the machine's.
    """
    import typst

    width, height = (f"{length:.9f}" for length in inches)
    inputs = {**about, "drawing": svg.decode(), "width": width, "height": height}
    page = typst.compile(PAGE, font_paths=for_typst(ignore_system_fonts), sys_inputs=inputs, **options)
    for _ in range(PAGES_KEPT if options.get("format") == "png" else 0):  # a PDF has no pictures
        _nothing().compile(input=b"", format="svg")
    return page


@cache
def _nothing():
    """Give what makes empty pages, in no time."""
    import typst

    return typst.Compiler(font_paths=for_typst())


def _with_texts(png, texts):
    """A PNG, by its bytes, with its resolution and with ``texts`` by keyword, where they say something."""
    metre = round(DPI / 0.0254)
    chunks = [(b"pHYs", struct.pack(">IIB", metre, metre, 1))]
    chunks += [(b"iTXt", f"{word}\0\0\0\0\0{text}".encode()) for word, text in texts.items() if text]
    head = len(PNG) + 25  # its mark, and the chunk that says how large it is
    sums = [(kind, content, zlib.crc32(kind + content)) for kind, content in chunks]
    added = [struct.pack(">I", len(content)) + kind + content + struct.pack(">I", sum) for kind, content, sum in sums]
    return b"".join([png[:head], *added, png[head:]])


def _accessible(svg, alt):
    """Let screen readers read the alt text of an SVG that stands inside a page."""
    return svg.replace(b"<svg ", f'<svg role="img" aria-label={quoteattr(alt)} '.encode(), 1)
