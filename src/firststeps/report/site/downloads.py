"""The documents of the paper as the site hands them out: their links lead to pages of the site."""

import shutil

from firststeps.files import write_text, writing
from firststeps.report.paper.word import rewrite
from firststeps.report.site.places import led_to_pages


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
    """Write a PDF with its own bytes first, and below them each link that leads to a page."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(path, incremental=True)
    for page in writer.pages:
        for place in page.get("/Annots", []):
            annotation = place.get_object()
            action = annotation["/A"].get_object() if "/A" in annotation else {}
            address = str(action.get("/URI", ""))
            led = _led(f'URI="{address}"', "URI")[len('URI="') : -1]
            if led != address:
                action[NameObject("/URI")] = TextStringObject(led)
                annotation[NameObject("/Contents")] = TextStringObject(led)  # what a screen reader says
    with writing(target) as scratch:
        writer.write(scratch)


def _led(text, attribute):
    """A text whose links stand in another ``attribute`` than href, led to pages.

    >>> _led('<Relationship Target="../data/published.csv" Id="a"/>', "Target")
    '<Relationship Target="../data/published.csv.html" Id="a"/>'
    """
    return led_to_pages(text.replace(f'{attribute}="', 'href="'), "../").replace('href="', f'{attribute}="')


_HANDED_OUT = {".html": _text, ".xml": _text, ".docx": _word, ".pdf": _pdf}
