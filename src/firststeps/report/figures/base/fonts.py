"""The letters of figures: Liberation Sans, as wide as Arial, carried beside this module under its free licence.

What it lacks is drawn with DejaVu Sans, which comes with matplotlib, so that a figure has the same letters on every
machine; what this lacks too, as a label in Chinese, with another font of the machine, or a warning says so.
"""

import contextlib
import warnings
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags
from matplotlib.text import Text

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("Liberation Sans", "DejaVu Sans")


@cache
def load():
    """Tell matplotlib of our font, before any font of the machine that has its name; once, and nothing else changes."""
    manager = font_manager.fontManager
    for file in sorted(FOLDER.glob("*.ttf")):
        manager.addfont(file)
        manager.ttflist.insert(0, manager.ttflist.pop())


@cache
def for_typst(ours_alone=True):
    """Give the fonts that Typst draws with, looked for once: those that every machine has, and the machine's own."""
    import typst

    return typst.Fonts(include_system_fonts=not ours_alone, font_paths=folders())


def folders():
    """Give the folders of the font files that every machine has, as Typst asks for them."""
    load()
    return sorted({str(Path(font_manager.findfont(family)).parent) for family in FAMILIES})


def lacking(text, families=FAMILIES):
    """Give the different letters of ``text`` that none of the fonts holds, in the order of their first use.

    >>> lacking("Start \\u2192 End"), lacking("a \\u5f00 \\u5f00")
    ('', '\\u5f00')
    """
    load()
    letters = frozenset().union(*(_letters(font_manager.findfont(family)) for family in families))
    return "".join(letter for letter in dict.fromkeys(text) if letter.isprintable() and ord(letter) not in letters)


@contextlib.contextmanager
def fonts_for(figure, name):
    """Give a context in which ``figure`` is drawn with letters of another font where ours lack them.

    It gives those letters, and the family of that font in a list.  Where no font of this machine has them the list is
    empty, and a warning says so, with the ``name`` of the figure.
    """
    wanting = lacking("".join(text.get_text() for text in figure.findobj(Text)))
    others = other_families(wanting) if wanting else []
    if wanting and not others:
        problem = f'Figure {name}: no font of this machine holds "{wanting}"; boxes stand in their place.'
        warnings.warn(problem, stacklevel=3)
    with matplotlib.rc_context({"font.sans-serif": [*FAMILIES, *others]}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # said above, once, for the whole figure
        yield wanting, others


def other_families(letters):
    """Give the first family of this machine, by name, that holds all ``letters``; none where there is none."""
    real = (font for font in font_manager.fontManager.ttflist if not font.name.startswith("Last Resort"))  # boxes only
    fonts = sorted(real, key=lambda font: (font.name, font.style, str(font.weight)))
    return next(([font.name] for font in fonts if {*map(ord, letters)} <= _letters(font.fname)), [])


def across(text, points):
    """Give the width of a line of ``text`` at a size in ``points``, in points; a letter of no font of ours is square.

    >>> round(across("nine", 1000))
    1891
    """
    load()
    return points * sum(map(_ems, text))


@cache
def _ems(letter):
    """Give the width of a letter in widths of a square one, by the first of our fonts that holds it."""
    paths = (font_manager.findfont(family) for family in FAMILIES)
    font = next((font_manager.get_font(path) for path in paths if ord(letter) in _letters(path)), None)
    return font.load_char(ord(letter), flags=LoadFlags.NO_SCALE).horiAdvance / font.units_per_EM if font else 1


@cache
def _letters(path):
    """Give the code points of a font file."""
    return frozenset(font_manager.get_font(path).get_charmap())
