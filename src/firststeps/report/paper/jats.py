"""The XML that journals and archives take (JATS): what pandoc leaves out of it, and the package with its pictures.

Pandoc writes body, tables and references.  This module says which journal, kind and licence the article has, parts the
abstract into sections, gives tables their labels, and tidies what a reference holds, as the Journal Publishing tag set
and the style of PubMed Central ask for it.  An article that no journal has yet says so in the places of the journal.
"""

import itertools
import json
import re
import zipfile
from xml.etree import ElementTree

from firststeps.files import writing

TYPE = "research-article"
EARLIEST = (1980, 1, 1)  # that an archive can state
FIGURES = "../figures/"  # as the article beside the folder names its pictures
UNSUBMITTED = {  # the tag set asks for each of these
    "id": "unsubmitted",
    "title": "Not submitted to a journal yet",
    "issn": "none yet",  # eight noughts pass for a number: their check digit is right
    "publisher": "None yet",
}
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
KINDS = {"article-journal": "journal", "paper-conference": "confproc", "chapter": "book", "webpage": "web"}
LED_TO = {"fig": "fig", "table-wrap": "table", "sec": "sec", "ref": "bibr"}  # what a reference leads to, by its tag
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_NAMES = {"xlink": _XLINK, "mml": "http://www.w3.org/1998/Math/MathML"}
_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>")
_GROUP = re.compile(r"^The |(developers|group|team|collaboration|consortium)$", re.IGNORECASE)


def finish(path, head, licence=""):
    """Complete the JATS file ``path`` that pandoc wrote; the same bytes for the same article.

    ``head`` is what stands at the head of the article, as plain text by key: its ``lang``, ``genre`` and ``journal``
    (``id``, ``title``, ``issn``, ``publisher``) are used; ``licence`` is a name of SPDX, or words.
    """
    for prefix, address in _NAMES.items():
        ElementTree.register_namespace(prefix, address)
    text = path.read_text(encoding="utf-8")
    article = ElementTree.fromstring(text)
    article.set("article-type", TYPE)
    article.set(f"{{{_XML}}}lang", head.get("lang", "en").partition("-")[0])
    front = article.find("front")
    _fill_journal(front.find("journal-meta"), UNSUBMITTED | (head.get("journal") or {}))
    meta = front.find("article-meta")
    _add_ids(meta, head)
    _add_permissions(meta, licence)
    _part_abstract(meta)
    for table in article.iter("table-wrap"):
        _take_label_out(table)
    _name_tables(article)
    _tell_references(article)
    _tidy(article)
    body = ElementTree.tostring(article, encoding="unicode")
    doctype = _DOCTYPE.search(text)[0]
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}\n{body}\n', encoding="utf-8")


def package(path, figures):
    """Put the JATS file ``path`` and its pictures from the folder ``figures`` beside it into one archive; give that.

    In the archive each picture lies beside the article.  The files in it have the article's date, whenever it is made.
    """
    text = path.read_text(encoding="utf-8")
    names = re.findall(rf'xlink:href="{re.escape(FIGURES)}([\w-]+\.png)"', text)
    dated = re.search(r'<pub-date [^>]*iso-8601-date="(\d+)-(\d+)-(\d+)"', text)
    date = tuple(map(int, dated.groups())) if dated else EARLIEST
    parts = [
        (path.name, text.replace(FIGURES, "").encode()),
        *((name, (figures / name).read_bytes()) for name in names),
    ]
    target = path.with_name(f"{path.stem}-jats.zip")
    with writing(target) as scratch, zipfile.ZipFile(scratch, "w") as whole:
        for name, content in parts:
            part = zipfile.ZipInfo(name, (*date, 0, 0, 0))
            part.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            whole.writestr(part, content)
    return target


def plain_head(meta):
    """Give the metadata of pandoc's JSON as plain text, lists and dictionaries.

    >>> plain_head({"lang": {"t": "MetaInlines", "c": [{"t": "Str", "c": "en-GB"}]}})
    {'lang': 'en-GB'}
    """
    return {key: _plain(value) for key, value in meta.items()}


def _plain(value):
    """A value of pandoc's metadata."""
    if value["t"] == "MetaMap":
        return plain_head(value["c"])
    if value["t"] == "MetaList":
        return [_plain(part) for part in value["c"]]
    if value["t"] in ("MetaBool", "MetaString"):
        return value["c"]
    words = re.findall(r'"t": "(Space|SoftBreak)"|"t": "Str", "c": ("(?:[^"\\]|\\.)*")', json.dumps(value["c"]))
    return "".join(" " if space else json.loads(text) for space, text in words)


def _element(tag, text=None, **attributes):
    """An element with a text."""
    element = ElementTree.Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    element.text = text
    return element


def _add(parent, tag, text=None, **attributes):
    """Add an element with a text to another, and give it."""
    parent.append(element := _element(tag, text, **attributes))
    return element


def _fill_journal(place, journal):
    """Say in which journal the article stands, or that it stands in none."""
    place.clear()
    _add(place, "journal-id", journal["id"], journal_id_type="publisher-id")
    _add(_add(place, "journal-title-group"), "journal-title", journal["title"])
    _add(place, "issn", journal["issn"], publication_format="electronic")
    _add(_add(place, "publisher"), "publisher-name", journal["publisher"])


def _add_ids(meta, head):
    """Give the article its id and its kind before its title, its authors their form, and its place behind the date."""
    kind = _element("article-categories")
    _add(_add(kind, "subj-group", subj_group_type="heading"), "subject", head.get("genre") or "Article")
    meta.insert(0, kind)
    meta.insert(0, _element("article-id", "manuscript", pub_id_type="publisher-id"))
    for person in meta.iter("contrib"):
        name = person.find("string-name")
        if name is not None and _GROUP.search(name.text or ""):
            name.tag = "collab"
    if meta.find("pub-date") is None:  # a draft has no day yet
        after = [at for at, part in enumerate(meta) if part.tag in ("title-group", "contrib-group")]
        meta.insert(after[-1] + 1, _element("pub-date-not-available"))
    before = [at for at, part in enumerate(meta) if part.tag.startswith(("title-group", "contrib-group", "pub-date"))]
    meta.insert(before[-1] + 1, _element("elocation-id", "unpublished"))


def _add_permissions(meta, licence):
    """Say who holds the rights, and how the article may be used."""
    permissions = meta.find("permissions")
    permissions.clear()
    year = meta.findtext("pub-date/year")  # a draft has none yet
    authors = [text for text in ("".join(one.itertext()).strip() for one in meta.iter("contrib")) if text]
    holder = ", ".join(authors) or "The authors"
    _add(permissions, "copyright-statement", f"© {year} {holder}" if year else f"© {holder}")
    if year:
        _add(permissions, "copyright-year", year)
    _add(permissions, "copyright-holder", holder)
    if address := LICENCES.get(licence):
        use = _add(permissions, "license", license_type="open-access")
        use.set(f"{{{_XLINK}}}href", address)
        words = _add(use, "license-p", f"This article may be used under the licence {licence}, ")
        link = _add(words, "ext-link", address, ext_link_type="uri")
        link.set(f"{{{_XLINK}}}href", address)
        link.tail = "."
    elif licence:
        use = _add(permissions, "license", license_type="other")
        _add(use, "license-p", f"The licence of this article is {licence}.")


def _part_abstract(meta):
    """Part the abstract into sections: a paragraph that begins in bold is one, with these words as its title."""
    abstract = meta.find("abstract")
    for paragraph in list(abstract) if abstract is not None else []:
        first = paragraph[0] if len(paragraph) and not (paragraph.text or "").strip() else None
        if paragraph.tag != "p" or first is None or first.tag != "bold" or not (first.text or "").endswith("."):
            continue
        section, at = _element("sec"), list(abstract).index(paragraph)
        _add(section, "title", first.text.rstrip("."))
        paragraph.text = (first.tail or "").lstrip()
        paragraph.remove(first)
        abstract.remove(paragraph)
        section.append(paragraph)
        abstract.insert(at, section)


def _take_label_out(table):
    """Take the label out of the caption of a table, and let the whole of it have the name that is referred to."""
    inner, first = table.find("table"), table.find("caption/p")
    if inner is not None and "id" in inner.attrib:
        table.set("id", inner.attrib.pop("id"))
    if first is None or not len(first) or first[0].tag != "bold" or (first.text or "").strip():
        return
    label = _element("label", (first[0].text or "").rstrip("."))
    first.text = (first[0].tail or "").lstrip()
    first.remove(first[0])
    table.insert(0, label)


def _name_tables(article):
    """Give each table that has no name one by its place among all tables: a reader's program finds it by that."""
    names = {part.get("id") for part in article.iter()}
    for number, table in enumerate(article.iter("table-wrap"), start=1):
        if not table.get("id"):
            name = next(name for mark in itertools.count() if (name := f"table-{number}{'-' * mark}") not in names)
            table.set("id", name)


def _tell_references(article):
    """Say of each reference within the article what it leads to: a number's source or place in the text is *other*."""
    tags = {part.get("id"): part.tag for part in article.iter() if part.get("id")}
    for reference in article.iter("xref"):
        if not reference.get("ref-type"):
            reference.set("ref-type", LED_TO.get(tags.get(reference.get("rid")), "other"))


def _tidy(article):
    """Leave out what is empty or said in words that no tag takes: titles, pages, kinds of works."""
    for parent in article.iter():
        for child in list(parent):
            empty = not len(child) and not (child.text or "").strip()
            if child.tag in ("title", "lpage", "subtitle") and empty:
                parent.remove(child)
    for work in article.iter("element-citation"):
        work.set("publication-type", KINDS.get(work.get("publication-type"), work.get("publication-type") or "other"))
        page = work.find("fpage")
        if page is not None:
            page.text = re.sub(r"^from p\. ", "", page.text or "")
    for group in article.iter("kwd-group"):
        group.set(f"{{{_XML}}}lang", article.get(f"{{{_XML}}}lang"))
