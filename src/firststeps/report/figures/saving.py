"""Saved figures: the same bytes every time, with alt text and mark, and shown in notebooks as the paper prints them.

Letters that our font lacks, as in a label in Chinese, are drawn with another font of the machine, or a warning says so.
"""

import contextlib
import io
import json
import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

import matplotlib
from matplotlib import font_manager
from matplotlib.text import Text

from firststeps.files import write_bytes
from firststeps.report.figures.look import is_sentence, stamp, style
from firststeps.study import SYNTHETIC

FORMATS = ("svg", "pdf", "png")
OURS = "DejaVu Sans"


@dataclass(frozen=True)
class SavedFigure:
    """A saved figure as a notebook shows it: the SVG that the paper prints, and its alt text.

    ``svg`` is empty where there is nothing to draw: then the alt text, which says why, is all that is shown.
    """

    svg: str
    alt: str

    def __repr__(self):
        """Give the alt text, which is what a reader without the picture gets."""
        return self.alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        picture = {"image/svg+xml": self.svg} if self.svg else {}
        return picture | {"text/plain": self.alt}


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
    with style(), fonts_for(figure, name):
        files = {f"{name}.{kind}": _drawn(stamp(figure, mark), kind, name, alt, mark) for kind in FORMATS}
    note = {"name": name, "alt": alt, "origin": "synthetic" if mark.startswith(SYNTHETIC) else "observed", "mark": mark}
    drawn = not is_sentence(figure)
    note |= {} if drawn else {"drawn": False}
    files[f"{name}.json"] = (json.dumps(note, ensure_ascii=False, indent=1) + "\n").encode()
    for file, content in files.items():
        write_bytes(Path(folder) / file, content)
    return SavedFigure(files[f"{name}.svg"].decode() if drawn else "", alt)


def _drawn(figure, kind, name, alt, mark):
    """The bytes of ``figure`` in one format, without a date."""
    target = io.BytesIO()
    figure.savefig(target, format=kind, metadata=_metadata(kind, name, alt, mark))
    content = target.getvalue()
    return _accessible(content, alt) if kind == "svg" else content


def _metadata(kind, name, alt, mark):
    """What each format can carry about a figure; None removes a field that matplotlib would fill in."""
    title = name.replace("-", " ").capitalize() + (f" ({mark})" if mark else "")
    if kind == "svg":
        return {"Title": title, "Description": alt, "Keywords": [mark] if mark else [], "Date": None, "Creator": None}
    if kind == "pdf":
        return {"Title": title, "Subject": alt, "Keywords": mark, "CreationDate": None}
    return {"Title": title, "Description": alt, "Comment": mark, "Software": None}


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
    """A context in which ``figure`` is drawn with letters of another font where ours lacks them.

    Where no font of this machine has them a warning says so, with the ``name`` of the figure.
    """
    wanted = lacking("".join(text.get_text() for text in figure.findobj(Text)))
    families = [OURS, *_families(wanted)] if wanted else [OURS]
    if wanted and len(families) == 1:
        said = f'Figure {name}: no font of this machine holds "{wanted}"; boxes stand in their place.'
        warnings.warn(said, stacklevel=3)
    with matplotlib.rc_context({"font.sans-serif": families}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # said above, once, for the whole figure
        yield


def _families(wanted):
    """The first family, by name, that holds all letters ``wanted``; none where there is none."""
    real = (font for font in font_manager.fontManager.ttflist if not font.name.startswith("Last Resort"))  # boxes only
    fonts = sorted(real, key=lambda font: (font.name, font.style, str(font.weight)))
    return next(([font.name] for font in fonts if {*map(ord, wanted)} <= _held(font.fname)), [])


@cache
def _held(path):
    """The code points of a font file."""
    return frozenset(font_manager.get_font(path).get_charmap())
