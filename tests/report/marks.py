"""Where a made document or notebook can carry a mark: each place with its text."""

import html
import json
import re
import zipfile
from xml.etree import ElementTree

import pypdf

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def places(path):
    """Pairs of a place and the text that stands there, of a PDF, DOCX, HTML, JATS or notebook file."""
    return {".pdf": _pdf, ".docx": _docx, ".html": _html, ".xml": _jats, ".ipynb": _notebook}[path.suffix](path)


def unmarked(path, mark):
    """The places of a file that lack the mark; letters great and small are one."""
    return [place for place, text in places(path) if mark.casefold() not in " ".join(text.split()).casefold()]


def _pdf(path):
    reader = pypdf.PdfReader(path)
    for number, page in enumerate(reader.pages, start=1):
        yield f"page {number}, its foot", page.extract_text()[-200:]
    yield "head of the text", reader.pages[0].extract_text()[:200]
    yield "subject", reader.metadata["/Subject"]
    yield "keywords", reader.metadata["/Keywords"]


def _docx(path):
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        body, core = (ElementTree.fromstring(package.read(part)) for part in ("word/document.xml", "docProps/core.xml"))
        related = ElementTree.fromstring(package.read("word/_rels/document.xml.rels"))
        target = {one.get("Id"): one.get("Target") for one in related}
        for section in body.iter(f"{WORD}sectPr"):
            headers = {one.get(f"{WORD}type"): one for one in section.iter(f"{WORD}headerReference")}
            for kind in ("default", "first", "even"):
                id = next(value for name, value in headers[kind].attrib.items() if name.endswith("}id"))
                yield (
                    f"header of {kind} pages",
                    "".join(ElementTree.fromstring(package.read(f"word/{target[id]}")).itertext()),
                )
        yield "head of the text", "".join(body.itertext())[:3000]
        told = {one.tag.rpartition("}")[2]: one.text or "" for one in core}
        yield from ((name, told.get(name, "")) for name in ("subject", "keywords", "description"))


def _html(path):
    text = path.read_text(encoding="utf-8")
    yield "banner", html.unescape(re.search(r"(?s)<body>(.*?)<h1", text)[1])
    yield from (
        (name, html.unescape(re.search(rf'<meta name="{name}" content="([^"]*)"', text)[1]))
        for name in ("keywords", "description")
    )


def _jats(path):
    root = ElementTree.parse(path).getroot()
    for place in ("front/article-meta/kwd-group", "front/notes", "body/boxed-text"):
        found = root.find(place)
        yield place, "" if found is None else " ".join(found.itertext())


def _notebook(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    yield "metadata", notebook["metadata"].get("mark", "")
    yield "first line", "".join(notebook["cells"][0]["source"])
