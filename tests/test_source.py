"""What is said of the evaluation: each fact of its abstract has its row in published.csv and its place in the paper.

The facts were listed, in our own words, from the bibliographic record of the paper (title, names, DOI, abstract).
"""

import re

import pandas as pd
import pytest
import yaml

from firststeps.responses.given.published import read_published
from firststeps.study import compendium_root

ROOT = compendium_root()
# fact: rows of published.csv with words that must stand in them, and words that must stand in one section of the paper
FACTS = {
    "evidence is emerging and limited": (
        {"evidence.emerging": "emerging.*limited"},
        ("Introduction", "people with mental health issues is emerging, and it is limited"),
    ),
    "a training experience for people who use mental health services": (
        {"course.purpose": "people who use mental health services"},
        ("The course", "training experience .* people who use mental health services"),
    ),
    "a specific approach with mutuality at its centre": (
        {"approach.mutuality": "specific, well-developed.*mutuality.*both people learn and grow"},
        ("The course", "specific and well-developed.*mutuality.*people learn and grow"),
    ),
    "three aims": (
        {
            "aim.understandings": "at first understood",
            "aim.activities": "peer support activities afterwards",
            "aim.reflections": "helped and what hindered",
        },
        (
            "The course",
            "aims: .*at first understood.*activities afterwards.*reflections on what helped and what hindered",
        ),
    ),
    "thirty attended a residential run by Shery Mead, with two workshops": (
        {
            "course.people": "Thirty",
            "course.days": "five days",
            "course.provider": "originator of IPS, Shery Mead",
            "workshops.number": "invited to two refresher or follow-up",
        },
        ("The course", "originator of the approach, Shery Mead.*attended.*invited to .*refresher or follow-up"),
    ),
    "an independent evaluator, the first author, at four times": (
        {
            "evaluator.independent": "independent evaluator.*first author",
            "occasions.number": "start and end of the resid",
        },
        (
            "The course",
            "independent evaluator, who is the first author.*start and at the end .*two months and at five months",
        ),
    ),
    "findings on those with data on at least two occasions": (
        {"analysed.people": "26 people who gave data on at least two occasions"},
        ("Who was heard", "published.analysed.people.*gave data at least twice"),
    ),
    "received with enthusiasm, fundamentals conveyed, without numbers": (
        {"reception.enthusiastic": "enthusiasm", "fundamentals.conveyed": "fundamentals of IPS"},
        ("Reception and conclusion", "enthusiastically received.*fundamentals of Intentional Peer Support.*No number"),
    ),
    "similar at the start and the end of the evaluation": (
        {"general-peer-support.similar": "similar at the start and at the end of the evaluation"},
        ("Involvement in general peer support", "start and at the end of the evaluation.*compared with five months"),
    ),
    "fifteen in IPS and one group at five months": (
        {"ips.five-months.people": "fifteen", "ips-group.five-months.people": "one person"},
        ("Involvement in Intentional Peer Support", "ips.five-months.people.*involved at five months.*set up a group"),
    ),
    "connection, with people from the course too, helped most": (
        {"helped.first": "existing group or network.*people from the course.*most"},
        ("Helps and hindrances", "existing group or network, .*people from the course, helped most"),
    ),
    "hindrances included isolation and lack of opportunity": (
        {"hindered.isolation": "among the hindrances", "hindered.opportunity": "among the hindrances"},
        (
            "Helps and hindrances",
            "hindrances included isolation and lack of opportunity.*hindrances there were.*is not",
        ),
    ),
    "ongoing support is essential: a conclusion": (
        {"conclusion.ongoing-support": "authors conclude.*ongoing support is essential"},
        ("Reception and conclusion", "authors conclude that ongoing support is essential.*not a tested result"),
    ),
}


@pytest.fixture(scope="module")
def published():
    return read_published(ROOT / "data" / "published.csv")


@pytest.fixture(scope="module")
def sections():
    """The sections of the manuscript's source by their headings, each in one line."""
    text = (ROOT / "paper" / "manuscript.md").read_text(encoding="utf-8")
    parts = re.split(r"^#+ (.+)$", text, flags=re.M)
    return {heading.strip(): re.sub(r"\s+", " ", body) for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_has_its_row_and_its_place(fact, published, sections):
    rows, (heading, words) = FACTS[fact]
    for id, said in rows.items():
        assert re.search(said, published.loc[id, "statement"]), id
    assert re.search(words, sections[heading]), heading


def test_no_row_says_more_than_the_facts(published):
    """Every row belongs to a fact, and the numbers are those that the abstract states."""
    assert set(published.index) == {id for rows, _ in FACTS.values() for id in rows}
    assert published["number"].dropna().tolist() == [30, 5, 2, 4, 26, 15, 1]


def test_what_was_doubted_of_the_source_is_gone(published, sections):
    """The end is that of the evaluation; journal, names and DOI are known."""
    everything = " ".join([*published["not_stated"], *sections.values()])
    assert not re.search("whether the end|which end|could we confirm|not confirmed the journal", everything)
    assert published["source"].str.contains("10.5042/jpmh.2010.0160", regex=False).all()


def test_no_page_says_more_of_the_paper_than_that_its_abstract_was_read():
    """What else the paper holds is not known: nobody here can say that it was examined, or that no more is public."""
    for name in ("README.md", "CITATION.cff", "data/README.md", "docs/primer.md"):
        text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
        assert not re.search(r"re-?examine|numbers of the abstract are public", text), name
    assert "no more of the paper" in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    "name", ["README.md", "data/README.md", "study.yaml", "paper/manuscript.md", "notebooks/index.ipynb"]
)
def test_nothing_is_said_of_what_the_full_paper_holds_or_what_became_of_its_data(name):
    """The record says neither whether the answers were published nor which other numbers the paper prints."""
    text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
    assert not re.search(
        r"never published|every published number|each published number|were published\.|published order", text
    )


def test_the_record_prints_no_journal_year_volume_or_issue():
    """Each of them is worked out, and both places that give the reference say so."""
    paper, citation = ((ROOT / name).read_text(encoding="utf-8") for name in ("paper/manuscript.md", "CITATION.cff"))
    assert "prints neither journal nor year nor volume nor issue" in " ".join(paper.split())
    assert "Journal, year, volume and issue are worked out" in citation


def test_the_reference_can_be_found_by_a_colleague():
    """Full first names, journal, volume, issue, first page and DOI, the same in bibliography and CITATION.cff."""
    entry = re.search(
        r"@article\{ley2010,(.*?)\n\}", (ROOT / "paper/references.bib").read_text(encoding="utf-8"), re.S
    )[1]
    fields = dict(re.findall(r"(\w+)\s*=\s*\{(.*)\}", entry))
    assert fields["author"] == "Ley, Ann and Roberts, Glenn and Willis, Dawn"
    assert (fields["journal"], fields["volume"], fields["number"]) == ("Journal of Public Mental Health", "9", "1")
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    (article,) = [one for one in citation["references"] if one["type"] == "article"]
    named = " and ".join(f"{author['family-names']}, {author['given-names']}" for author in article["authors"])
    assert (named, article["journal"], article["doi"]) == (fields["author"], fields["journal"], fields["doi"])
    assert (str(article["volume"]), article["issue"], article["start"]) == ("9", "1", "16")
    assert isinstance(citation["license"], str)


def test_the_ten_related_papers_are_cited_and_two_are_told_apart(sections):
    keys = ["ingram2005", "clayton2013", "steginga2005", "benarroch2021", "simpson2014"]
    keys += ["lopez1992", "garmston1987", "bil2022", "pendergrast2023", "hill2015"]
    assert all(f"@{key}" in sections["Introduction"] for key in keys)
    others = sections["Introduction"].split("not about the peer support of people with a health condition")[1]
    assert [key for key in keys if f"@{key}" in others] == ["garmston1987", "hill2015"]


def test_every_reference_is_cited_and_has_its_doi_or_an_address():
    """Without a DOI: a paper that has none, related papers as the record prints them, tools with an address."""
    bib = (ROOT / "paper/references.bib").read_text(encoding="utf-8")
    text = (ROOT / "paper/manuscript.md").read_text(encoding="utf-8")
    text += (ROOT / "paper/checklists.yaml").read_text(encoding="utf-8")
    entries = dict(re.findall(r"^@\w+\{(\w+),(.*?)^\}", bib, re.S | re.M))
    assert [key for key in entries if f"@{key}" not in text] == []
    without = {key for key, entry in entries.items() if " doi " not in entry and " url " not in entry}
    assert without == {
        "holm1979",
        *("ingram2005", "clayton2013", "steginga2005", "benarroch2021", "lopez1992"),
        *("garmston1987", "bil2022", "pendergrast2023", "hill2015"),
    }


def test_the_two_kinds_of_statement_are_set_beside_what_would_support_them(sections):
    """The table of the paper has a row for each statement on a finding, those without a number too."""
    table = pd.Series(sections["Results: what the published numbers establish"].split(" | "))
    rows = (
        "at first understood",
        "enthusiastically received",
        "conveyed the fundamentals",
        "end of the evaluation",
        "helped most",
    )
    for words in (*rows, "Hindrances included", "ongoing support"):
        assert table.str.contains(words).sum() == 1, words
