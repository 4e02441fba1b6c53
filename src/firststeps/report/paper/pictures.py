"""Pictures of a paper: an SVG is a drawing and nothing else, since a browser runs what else stands in one."""

import re
from xml.parsers import expat

from firststeps.report.claims.in_text import ManuscriptError

LARGEST = 20_000_000  # bytes
_ELEMENTS = """
    svg g defs title desc metadata style path rect circle ellipse line polyline polygon text tspan textPath use symbol
    clipPath mask pattern marker linearGradient radialGradient stop image filter
    RDF Work Agent Bag Seq Alt li type format date creator description subject publisher rights license source
    identifier language contributor coverage relation
"""  # what is drawn; and what drawing programs say about a picture within <metadata>
_KNOWN = frozenset(_ELEMENTS.split())
_EFFECT = re.compile(r"fe[A-Z]\w+")
_INSIDE = re.compile(r"#|data:image/(png|jpeg|gif);base64,", re.IGNORECASE)
_SIGNS = re.compile(r"[(@:\\]")  # of which what leads outside has one: few attributes have, and paths are long
_OUTSIDE = re.compile(r"""url\(\s*["']?(?!\s*#)|@import|expression\s*\(|script\s*:|\\""", re.IGNORECASE)


def check_svg(path):
    """Raise ManuscriptError if the SVG file ``path`` holds anything but a drawing.

    Refused are scripts and what starts them, foreign content, animations, and whatever points outside the file.

    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "a.svg")
    >>> _ = path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect onclick="x()"/></svg>')
    >>> check_svg(path)
    Traceback (most recent call last):
    firststeps.report.paper.pictures.PictureError: ...a.svg, line 1: the attribute "onclick"; expected a drawing...
    """
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise PictureError(f"{_name(path)}: {len(content):,} bytes; expected at most {LARGEST:,}.")
    try:
        _Drawing(path).reader.Parse(content, True)
    except expat.ExpatError as fault:
        raise PictureError(f"{_name(path)} is no readable SVG: {fault}.") from None


class PictureError(ManuscriptError):
    """A picture that is no drawing alone: what its message quotes stands in the picture, not in the paper."""


class _Drawing:
    """What its ``reader`` meets in an SVG, part by part; the first part that is no drawing is refused."""

    def __init__(self, path):
        """Let the reader tell of every part of the file ``path``."""
        self.path, self.within, self.reader = path, [], expat.ParserCreate()
        self.reader.buffer_text = True
        self.reader.StartElementHandler, self.reader.EndElementHandler = self.begin, lambda name: self.within.pop()
        self.reader.CharacterDataHandler = self.text
        self.reader.EntityDeclHandler = lambda *_: self.refuse("the declaration of an entity")
        self.reader.ProcessingInstructionHandler = lambda *_: self.refuse("a processing instruction")
        self.reader.StartCdataSectionHandler = lambda: self.refuse("a CDATA section")

    def begin(self, name, attributes):
        """Look at an element as it begins, and at its attributes."""
        local = name.rpartition(":")[2]
        self.within.append(local)
        if local not in _KNOWN and not _EFFECT.fullmatch(local):
            self.refuse(f"the element <{name}>")
        for attribute, value in attributes.items():
            _check_attribute(attribute, value, self.refuse)

    def text(self, words):
        """Look at a text, of which a style may lead out of the file."""
        if self.within and self.within[-1] == "style" and ("<" in words or _OUTSIDE.search(words)):
            self.refuse(f"the style {words.strip()[:40]!r}")

    def refuse(self, problem):
        """Raise ManuscriptError for the part that the reader is at."""
        remedy = "Draw it anew, or save it as a plain SVG."
        line = self.reader.CurrentLineNumber
        raise PictureError(f"{_name(self.path)}, line {line}: {problem}; expected a drawing alone. {remedy}")


def _check_attribute(name, value, refuse):
    """Refuse an attribute that starts something or points outside the file."""
    local = name.rpartition(":")[2].lower()
    if local.startswith("on") or local in ("src", "base"):
        refuse(f'the attribute "{name}"')
    if local == "href" and not _INSIDE.match(value.strip()):
        refuse(f"a reference to {value.strip()[:40]!r}")
    if local != "href" and name != "aria-label" and _SIGNS.search(value) and _OUTSIDE.search(value):
        refuse(f"the value {value.strip()[:40]!r} of {name}")


def _name(path):
    """The name of a file with that of its folder, as messages give it."""
    return f"{path.parent.name}/{path.name}"
