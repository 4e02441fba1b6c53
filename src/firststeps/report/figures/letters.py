"""Letters that the fonts of our figures lack, as in a label in Chinese: another font of the machine, or a warning."""

import contextlib
import warnings
from functools import cache

import matplotlib
from matplotlib import font_manager
from matplotlib.text import Text

OURS = "DejaVu Sans"


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
