"""The page for readers who listen, who use the keyboard and who have a phone: what can be told without a browser."""

import itertools
from html.parser import HTMLParser

import pytest

from firststeps.report.paper.manuscript import build_article
from firststeps.study import Study

EMPTY = {"meta", "link", "img", "br", "hr", "col", "input", "image"}
LANDMARKS = ("main", "nav", "header", "footer", "aside")


class Page(HTMLParser):
    """Each element of a page with its attributes, the elements around it, and its text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self._around, self.loose = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        around = [(one["tag"], one["attributes"]) for one in self._around]
        one = {"tag": tag, "attributes": dict(attributes), "around": around, "text": ""}
        self.elements.append(one)
        if tag not in EMPTY:
            self._around.append(one)

    def handle_endtag(self, tag):
        while self._around and self._around.pop()["tag"] != tag:
            pass

    def handle_data(self, data):
        for one in self._around:
            one["text"] += data
        tags = [one["tag"] for one in self._around]
        places = [t for t in self._around if t["tag"] in LANDMARKS or t["attributes"].get("role") == "region"]
        skip = any("skip" in one["attributes"].get("class", "") for one in self._around)
        if "body" in tags and data.strip() and not places and not skip:
            self.loose.append(data.strip())

    def all(self, *tags):
        return [one for one in self.elements if one["tag"] in tags]


@pytest.fixture(scope="module")
def page(tmp_path_factory, study_in):
    """This compendium's manuscript as a page."""
    paper = study_in(tmp_path_factory.mktemp("accessible") / "one")
    study = Study.load(paper.parent)
    build_article(study, "manuscript", paper / "claims.json", study.figures, paper, ("html",))
    return Page((paper / "manuscript.html").read_text(encoding="utf-8"))


def test_every_word_stands_in_a_landmark(page):
    """One main part, one list of contents, and nothing outside of them but the notice and the way to the text."""
    assert [len(page.all(tag)) for tag in ("main", "nav", "h1")] == [1, 1, 1]
    assert page.loose == []
    assert page.all("html")[0]["attributes"]["lang"] == "en-GB"


def test_the_first_link_leads_past_the_contents(page):
    """Who uses the keyboard need not go through the contents."""
    first = page.all("a")[0]
    assert first["attributes"]["href"] == "#text" and first["text"] == "Skip to the text"
    assert [one["tag"] for one in page.elements if one["attributes"].get("id") == "text"] == ["div"]


def test_what_may_be_wider_than_a_phone_is_reached_by_the_keyboard_under_a_name_of_its_own(page):
    """Each table and each picture stands in a region that scrolls; no two of them have one name."""
    regions = [one for one in page.all("div") if one["attributes"].get("class") == "wide"]
    names = [one["attributes"]["aria-label"] for one in regions]
    assert all(one["attributes"].get("tabindex") == "0" for one in regions)
    assert len(set(names)) == len(names) and "Table\u00a01" in names and "Figure\u00a01" in names
    for wide in page.all("table", "img", "svg"):
        assert any(around.get("class") == "wide" for _, around in wide["around"])


def test_the_rows_and_columns_of_tables_say_what_they_are(page):
    """A cell in the middle of a table is read out with its row and its column."""
    heads = page.all("th")
    assert {one["attributes"].get("scope") for one in heads} == {"row", "col"}
    assert all(one["text"].strip() for one in heads)
    rows = [one for one in page.all("tr") if any(tag == "tbody" for tag, _ in one["around"])]
    assert len([one for one in heads if one["attributes"]["scope"] == "row"]) == len(rows)


def test_headings_leave_no_level_out(page):
    """From one heading to the next the level rises by one at most."""
    levels = [int(one["tag"][1]) for one in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(later - before <= 1 for before, later in itertools.pairwise(levels))


def test_nothing_is_told_by_a_hovering_pointer_alone(page):
    """A number whose title says where it comes from leads to the row that says the same."""
    assert {one["tag"] for one in page.elements if "title" in one["attributes"]} == {"a"}
    assert page.all("img") and all(
        one["attributes"].get("alt") or one["attributes"].get("aria-label") for one in page.all("img")
    )
