"""The text of a finished document as a reader of each format sees it, and the claims that its HTML marks."""

import functools
import io
import itertools
import logging
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

_DROPPED = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\-\u2010\u2011]+")  # spaces, hyphens, what nobody sees
_QUOTES = str.maketrans("“”„‘’‚", "\"\"\"'''")  # pandoc sets straight ones so
READS_ON = 300  # characters on either side of the end of a page: more than any number and the words beside it


def bare(text):
    """Give a text without white space, hyphens and invisible characters, which every format sets in its own way.

    So does it with quotation marks, which are straight here.

    >>> bare("95% CI −12\u2060.\u2060 4 to two-\\nfold")
    '95%CI−12.4totwofold'
    >>> bare("the conclusion “inconclusive”") == bare('the conclusion "inconclusive"')
    True
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES)


def text_of(path):
    """Give the `bare` text of a PDF, DOCX, HTML or XML document."""
    return _bare_text(path.suffix, path.read_bytes())


def across_pages(path):
    """Give the `bare` text of a PDF as it reads on over each end of a page, for a line of text that is parted there.

    At the head of the next page figures and their captions may come before it, and nothing tells them from text: so
    each line there is taken for the one that goes on, in a line of its own.  The foot of a page is its last line.
    """
    pages = [[bare(line) for line in page.splitlines()] for page in _pages(path.read_bytes())]
    return "\n".join(
        "".join(page[:-1])[-READS_ON:] + "".join(following[number:])[:READS_ON]
        for page, following in itertools.pairwise(pages)
        for number in range(len(following))
    )


def linked(path):
    """Give the bare text of an HTML document and where it prints claims: ``(id, begin, end)`` in that text."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    text, links = "", {}
    for piece, link, id in reader.pieces:
        begin, text = len(text), text + bare(piece)
        if id:
            links[link] = (id, links[link][1] if link in links else begin, len(text))
    return text, list(links.values())


class _Reader(HTMLParser):
    """Collects what is to be read of a page, each piece with the claim whose link it stands in."""

    HIDDEN = ("script", "style", "title", "annotation")

    def __init__(self):
        """Begin outside of any element."""
        super().__init__()
        self.pieces, self._hidden = [], 0
        self._link, self._claim, self._tag, self._depth = 0, None, None, 0

    def handle_starttag(self, tag, attributes):
        """Note where a claim begins, which its title names first, and what is not shown."""
        self._hidden += tag in self.HIDDEN
        about = dict(attributes)
        if "claim" in (about.get("class") or "").split() and about.get("title"):
            self._link, self._claim, self._tag, self._depth = self._link + 1, about["title"].split(";")[0], tag, 0
        self._depth += tag == self._tag

    def handle_endtag(self, tag):
        """Note where it ends: with the tag that it began with, not with one of the same name inside."""
        self._hidden -= tag in self.HIDDEN
        self._depth -= tag == self._tag
        if tag == self._tag and self._depth == 0:
            self._claim = self._tag = None

    def handle_data(self, data):
        """Keep a piece of text that is shown."""
        if not self._hidden:
            self.pieces.append((data, self._link, self._claim))


@functools.lru_cache(maxsize=16)
def _bare_text(suffix, content):
    """The bare text of a document's bytes; a PDF takes seconds, and planted faults ask for the same one often."""
    return bare(_READ[suffix](content))


def _of_html(content):
    """The text of an HTML document."""
    reader = _Reader()
    reader.feed(content.decode("utf-8"))
    return "".join(piece for piece, _, _ in reader.pieces)


def _of_xml(content):
    """The text of an XML document."""
    return "".join(ElementTree.fromstring(content).itertext())


def _of_docx(content):
    """The text of a Word document with its footnotes."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in ("word/document.xml", "word/footnotes.xml") if name in package.namelist()]
        roots = [ElementTree.fromstring(package.read(name)) for name in names]
    return "".join(node.text or "" for root in roots for node in root.iter() if node.tag.endswith("}t"))


@functools.lru_cache(maxsize=4)
def _pages(content):
    """The text of each page of a PDF."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of a broken file is no sentence for people
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def _of_pdf(content):
    """The text of a PDF."""
    return "\n".join(_pages(content))


_READ = {".pdf": _of_pdf, ".docx": _of_docx, ".html": _of_html, ".xml": _of_xml}
