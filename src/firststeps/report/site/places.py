"""The paper as a page of the site, and the places in it that print each number."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

UNITS = ("p", "li", "tr", "figcaption", "caption", "div")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘(])")
_CELL = re.compile(r'href="\.\./(?:notebooks|build)/([\w-]+)\.ipynb"([^>]*)>([^<]*?cell\s+(\d+))')


class Place(NamedTuple):
    """Where the paper prints a number: its anchor, its section, what stands before it, the number, what follows."""

    anchor: str
    section: str
    label: str
    before: str
    text: str
    after: str


def body_of(html):
    """What stands between the tags of a document's body, to be put into a page of the site."""
    body = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL)[1]
    body = re.sub(r'<a [^>]*class="skip"[^>]*>.*?</a>', "", body, flags=re.DOTALL)
    return re.sub(r"<(/?)main[^>]*>", r"<\1div>", body)


def paper_page(body, figures):
    """The body of the paper with its links led to the pages of the site.

    ``figures`` gives the name of each figure by its id in the paper.
    """
    body = re.sub(r'href="#claim-([^"]+)"', r'href="claims/\1.html"', body)
    body = re.sub(
        r'(<span id="claim-([^"]+)" class="id">)(.*?)</span>', r'\1<a href="claims/\2.html">\3</a></span>', body
    )
    body = led_to_pages(body)
    for id, name in figures.items():
        caption = rf'(<figure id="{re.escape(id)}".*?<figcaption[^>]*>(?:<p>)?<strong>)(.*?)(</strong>)'
        body = re.sub(caption, rf'\1<a href="figures/{name}.html">\2</a>\3', body, count=1, flags=re.DOTALL)
    return body


def led_to_pages(html, up=""):
    """A document with its links to notebooks and data led to the pages that show them; ``up`` leads to the site's top.

    >>> print(led_to_pages('<a href="../notebooks/02-a.ipynb">02-a, cell 3</a>', "../"))
    <a href="../notebooks/02-a.html#cell-3">02-a, cell 3</a>
    >>> print(led_to_pages('<a href="../data/clean/b.csv">b</a>'))
    <a href="data/clean/b.csv.html">b</a>
    """
    html = _CELL.sub(rf'href="{up}notebooks/\1.html#cell-\4"\2>\3', html)
    html = re.sub(r'href="\.\./(?:notebooks|build)/([\w-]+)\.ipynb"', rf'href="{up}notebooks/\1.html"', html)
    return re.sub(r'href="\.\./(data/[^"#]+)"', rf'href="{up}\1.html"', html)


def places_of(body):
    """Where the paper prints each claim: a list of `Place` by id.

    >>> body = '<h2>Results</h2><p>A. Of <a href="#claim-a.b" id="at-1" class="claim">9</a> people. C.</p>'
    >>> places_of(body)["a.b"]
    [Place(anchor='at-1', section='Results', label='', before='Of ', text='9', after=' people.')]
    """
    reader = _Reader()
    reader.feed(body)
    places = {}
    for mark in reader.marks:
        text = re.sub(r"\s", " ", mark.unit.text)  # each white space stays one letter: no place moves
        starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
        begin = max(start for start in starts if start <= mark.begin)
        end = min((start for start in starts if start > mark.begin), default=len(text))
        end = max(end, mark.end)
        pieces = text[begin : mark.begin], text[mark.begin : mark.end], text[mark.end : end].rstrip()
        places.setdefault(mark.id, []).append(Place(mark.anchor, mark.section, mark.unit.label, *pieces))
    return places


@dataclass
class _Unit:
    """A paragraph, a caption or the row of a table, as it is read."""

    tag: str
    label: str = ""
    text: str = ""


@dataclass
class _Mark:
    """A number of the text that leads to its claim."""

    anchor: str
    id: str
    unit: _Unit
    section: str
    begin: int
    end: int = 0


class _Reader(HTMLParser):
    """Reads sections, paragraphs, captions and rows, and notes where in them numbers stand."""

    def __init__(self):
        """Begin in the body, above the first heading."""
        super().__init__()
        self.marks, self._section, self._heading, self._label = [], "Abstract", None, ""
        self._units, self._open = [_Unit("body")], None

    def handle_starttag(self, tag, attributes):
        """Begin a unit, or a number."""
        about, unit = dict(attributes), self._units[-1]
        if re.fullmatch("h[2-6]", tag):
            self._heading = ""
        elif tag in ("td", "th") and unit.tag == "tr" and unit.text:
            unit.text += " · "
        elif tag in UNITS and unit.tag != "tr":
            self._units.append(_Unit(tag, self._label if tag == "tr" else ""))
        elif tag == "a" and (about.get("id") or "").startswith("at-"):
            id = about["href"].removeprefix("#claim-")
            self._open = _Mark(about["id"], id, unit, self._section, len(unit.text))

    def handle_endtag(self, tag):
        """End a unit, or a number."""
        if re.fullmatch("h[2-6]", tag) and self._heading is not None:
            self._section, self._heading = " ".join(self._heading.split()), None
        elif tag == "a" and self._open:
            self._open.end = len(self._open.unit.text)
            self.marks.append(self._open)
            self._open = None
        elif tag in UNITS and self._units[-1].tag == tag:
            unit = self._units.pop()
            if tag in ("caption", "figcaption"):
                known = re.match(r"\s*((?:Table|Figure)\s\d+)", unit.text)
                unit.label = known[1] if known else ""
                self._label = unit.label if tag == "caption" else self._label

    def handle_data(self, data):
        """Add a text to its heading or its unit."""
        if self._heading is not None:
            self._heading += data
        else:
            self._units[-1].text += data
