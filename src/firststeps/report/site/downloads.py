"""The documents of the paper as the site hands them out: their links lead to pages of the site."""

import re
import shutil

from firststeps.files import write_text, writing
from firststeps.report.paper.word import rewrite
from firststeps.report.site.places import led_to_pages

SLACK = 1.0  # points by which a link may be narrower than its text


def hand_out(path, target):
    """Copy a document of the folder ``paper/`` to ``target``, a folder beside the pages, its links led to these.

    What a document links to, notebooks and data, lies beside the study; the site has a page for each in its place.
    """
    _HANDED_OUT[path.suffix](path, target / path.name)


def _text(path, target):
    """Write HTML or XML with its links led to pages."""
    write_text(target, led_to_pages(path.read_text(encoding="utf-8"), "../"))


def _word(path, target):
    """Write a Word file whose links, which stand in a part of their own, lead to pages."""

    def led(name, content):
        """A part of the file, its links led to pages."""
        return _led(content.decode("utf-8"), "Target").encode("utf-8") if name.endswith(".rels") else content

    shutil.copyfile(path, target)
    rewrite(target, [led])


def _pdf(path, target):
    """Write a PDF with its own bytes first, and below them each link that leads to a page, and to the cell it names."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(path, incremental=True)
    for page in writer.pages:
        pieces = None
        for place in page.get("/Annots", []):
            annotation = place.get_object()
            action = annotation["/A"].get_object() if "/A" in annotation else {}
            address = str(action.get("/URI", ""))
            if address.endswith(".ipynb") and pieces is None:
                pieces = _pieces(page)
            words = _words_at(pieces or [], annotation.get("/Rect"))
            led = _led(f'URI="{address}">{words}', "URI").partition('"')[2].partition('"')[0]
            if led != address:
                action[NameObject("/URI")] = TextStringObject(led)
                annotation[NameObject("/Contents")] = TextStringObject(led)  # what a screen reader says
    with writing(target) as scratch:
        writer.write(scratch)


def _pieces(page):
    """The pieces of text of a page of a PDF, each with the place where it begins: x, y, text."""
    pieces = []

    def note(text, matrix, text_matrix, *_):
        """Note a piece and its place on the page."""
        x, y = text_matrix[4:6]
        a, b, c, d, right, up = matrix
        pieces.append((a * x + c * y + right, b * x + d * y + up, text))

    page.extract_text(visitor_text=note)
    return pieces


def _words_at(pieces, corners):
    """The pieces that begin within a rectangle, together; signs of HTML are left out.

    >>> _words_at([(10.0, 20.0, "02-a, cell 3; "), (90.0, 20.0, "cell 4")], [9, 18, 60, 30])
    '02-a, cell 3; '
    """
    left, low, right, high = map(float, corners or (0, 0, 0, 0))
    text = "".join(piece for x, y, piece in pieces if left - SLACK <= x <= right and low - SLACK <= y <= high)
    return re.sub(r"[<>\"]", "", text)


def _led(text, attribute):
    """A text whose links stand in another ``attribute`` than href, led to pages.

    >>> _led('<Relationship Target="../data/published.csv" Id="a"/>', "Target")
    '<Relationship Target="../data/published.csv.html" Id="a"/>'
    """
    return led_to_pages(text.replace(f'{attribute}="', 'href="'), "../").replace('href="', f'{attribute}="')


_HANDED_OUT = {".html": _text, ".xml": _text, ".docx": _word, ".pdf": _pdf}
