"""Saved figures: the same bytes every time, with alt text and mark, and shown in notebooks as the paper prints them.

matplotlib draws an SVG, and Typst makes the PDF and the PNG of it in a fifth of the time that matplotlib takes for
them.  In the PDF text is text: it is made of an SVG whose letters have not been turned into outlines.

Letters that our font lacks, as in a label in Chinese, are drawn with another font of the machine, or a warning says so.
"""

import contextlib
import io
import json
import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.text import Text

from firststeps.files import write_bytes
from firststeps.report.figures.look import is_sentence, stamp, style
from firststeps.study import SYNTHETIC

OURS = "DejaVu Sans"
DPI = 300
PAGE = b"""
#let told = sys.inputs
#set document(title: told.title, description: told.alt, keywords: if told.mark != "" { told.mark } else { () })
#set document(date: none)
#set page(width: float(told.width) * 1in, height: float(told.height) * 1in, margin: 0pt)
#place(image(bytes(told.drawing), format: "svg", alt: told.alt))
"""
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class SavedFigure:
    """A saved figure as a notebook shows it: the SVG that the paper prints, and its alt text.

    JupyterLab gives an SVG no alt text, and none of it to readers who have not run the notebook; so it is shown as the
    source of an image. ``svg`` is empty where there is nothing to draw: then the alt text, which says why, is all that
    is shown.
    """

    svg: str
    alt: str

    def __repr__(self):
        """Give the alt text, which is what a reader without the picture gets."""
        return self.alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        if not self.svg:
            return {"text/plain": self.alt}
        image = f'<img alt={quoteattr(self.alt)} src="data:image/svg+xml,{quote(self.svg, safe=" /:;=,()")}">'
        return {"text/html": image, "text/plain": self.alt}


def save(figure, folder, name, alt, mark=""):
    """Write ``figure`` as ``<name>.svg``, ``.pdf`` and ``.png`` (300 dpi) and its alt text as ``<name>.json``.

    ``mark`` is that of the study ("Synthetic data", "Observed data, not for release", or none): it is drawn above the
    figure and stands in every file's metadata and at the head of the alt text.  The files hold no date, so that the
    same figure gives the same bytes; they are all drawn before the first is written, and each replaces its older self
    in one step.  Where the figure only says in a sentence that there is nothing to draw, ``<name>.json`` says so, and
    notebook and paper leave the picture out and print the sentence.  Gives the `SavedFigure`.

    Raises ValueError for a name that is not lower-case words joined by hyphens and for an empty alt text.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"A figure's name is lower-case words joined by hyphens, as who-changed; found {name!r}.")
    if not alt.strip():
        raise ValueError(f"Figure {name} has no alt text: say in words what it shows, with its numbers.")
    if mark:
        alt = f"{mark}. {alt}"
    with style(), fonts_for(figure, name) as others:
        files = _pictures(stamp(figure, mark), name, alt, mark, others)
    note = {"name": name, "alt": alt, "origin": "synthetic" if mark.startswith(SYNTHETIC) else "observed", "mark": mark}
    drawn = not is_sentence(figure)
    note |= {} if drawn else {"drawn": False}
    files[f"{name}.json"] = (json.dumps(note, ensure_ascii=False, indent=1) + "\n").encode()
    for file, content in files.items():
        write_bytes(Path(folder) / file, content)
    return SavedFigure(files[f"{name}.svg"].decode() if drawn else "", alt)


def _pictures(figure, name, alt, mark, others):
    """The bytes of ``figure`` in each format, by file; ``others`` are the fonts that it takes beside ours."""
    title = name.replace("-", " ").capitalize() + (f" ({mark})" if mark else "")
    outlines = _svg(figure, title, alt, mark)
    figure.set_layout_engine("none")  # what is laid out need not be laid out again
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        lettered = _svg(figure, title, alt, mark).replace(b"<svg ", b'<svg xml:space="preserve" ', 1)
    inches = [float(length) for length in figure.get_size_inches()]
    about = {"title": title, "alt": alt, "mark": mark}
    png = _typeset(outlines, [int(length * DPI) / DPI for length in inches], about, format="png", ppi=DPI)
    return {
        f"{name}.svg": _accessible(outlines, alt),
        f"{name}.pdf": _typeset(lettered, inches, about, ignore_system_fonts=not others),
        f"{name}.png": _with_texts(png, {"Title": title, "Description": alt, "Comment": mark}),
    }


def _svg(figure, title, alt, mark):
    """The bytes of ``figure`` as SVG, without a date or a program's name."""
    target, told = io.BytesIO(), {"Title": title, "Description": alt, "Keywords": [mark] if mark else []}
    FigureCanvasSVG(figure).print_svg(target, metadata=told | {"Date": None, "Creator": None})
    return target.getvalue()


def _typeset(svg, inches, about, ignore_system_fonts=True, **options):
    """The bytes of the page, of that width and height, that Typst makes of an SVG; a PDF where nothing else is asked.

    The only fonts are those that come with matplotlib and with Typst, and where these are not enough the machine's.
    """
    import typst

    width, height = (f"{length:.9f}" for length in inches)
    told = {**about, "drawing": svg.decode(), "width": width, "height": height}
    fonts = [str(Path(font_manager.findfont(OURS)).parent)]
    return typst.compile(PAGE, font_paths=fonts, ignore_system_fonts=ignore_system_fonts, sys_inputs=told, **options)


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


def lacking(text, family=OURS):
    """The different letters of ``text`` that a font does not hold, in the order of their first use.

    >>> lacking("Start"), lacking("a \\u5f00 \\u5f00")
    ('', '\\u5f00')
    """
    held = _held(font_manager.findfont(family))
    return "".join(letter for letter in dict.fromkeys(text) if letter.isprintable() and ord(letter) not in held)


@contextlib.contextmanager
def fonts_for(figure, name):
    """A context in which ``figure`` is drawn with letters of another font where ours lacks them; gives its family.

    Where no font of this machine has them a warning says so, with the ``name`` of the figure.
    """
    wanted = lacking("".join(text.get_text() for text in figure.findobj(Text)))
    families = [OURS, *_families(wanted)] if wanted else [OURS]
    if wanted and len(families) == 1:
        said = f'Figure {name}: no font of this machine holds "{wanted}"; boxes stand in their place.'
        warnings.warn(said, stacklevel=3)
    with matplotlib.rc_context({"font.sans-serif": families}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # said above, once, for the whole figure
        yield families[1:]


def _families(wanted):
    """The first family, by name, that holds all letters ``wanted``; none where there is none."""
    real = (font for font in font_manager.fontManager.ttflist if not font.name.startswith("Last Resort"))  # boxes only
    fonts = sorted(real, key=lambda font: (font.name, font.style, str(font.weight)))
    return next(([font.name] for font in fonts if {*map(ord, wanted)} <= _held(font.fname)), [])


@cache
def _held(path):
    """The code points of a font file."""
    return frozenset(font_manager.get_font(path).get_charmap())
