"""The site: every link leads somewhere, every number and figure has its page, nothing is fetched and nothing is run."""

import json
import re
import shutil
import zipfile
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from pypdf import PdfReader

from firststeps.report.claims.claim import Claim
from firststeps.report.claims.drawn import Drawn
from firststeps.report.site import pages
from firststeps.report.site.build import _with_live_links, build_site
from firststeps.report.site.claims import ClaimPage, FigurePage
from firststeps.report.site.downloads import hand_out
from firststeps.report.site.notebooks import Cell
from firststeps.report.site.places import places_of
from firststeps.report.site.rows import LOG, File, data_files, published_rows
from firststeps.report.site.safe import safe_html
from firststeps.study import NOT_FOR_RELEASE, Study

HOSTILE = '<script>alert("x")</script>'


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def tags_of(site):
    """The tags of each page of a site and of each document in it, by its path."""
    return {path: Tags(path.read_text(encoding="utf-8")).tags for path in site.rglob("*.html")}


@pytest.fixture(scope="module")
def tags(site):
    """The tags of each page of the site, by its path; its documents are none of its pages."""
    return {path: tags for path, tags in tags_of(site).items() if path.parent.name != "paper"}


@pytest.mark.parametrize("observed", [False, True])
def test_every_link_leads_somewhere_and_nothing_is_fetched(place, site, tmp_path, observed):
    """Those of the documents too, and where answers are not for release, so that no row of theirs is shown."""
    if observed:
        folder = shutil.copytree(place, tmp_path / "study")
        described = folder / "study.yaml"
        described.write_text(described.read_text("utf-8").replace("synthetic: true ", "synthetic: false ", 1), "utf-8")
        build_site(Study.load(folder), {})
        site = folder / "build" / "site"
    tags = tags_of(site)
    ids = {path: {about["id"] for _, about in known if "id" in about} for path, known in tags.items()}
    links = [(path, tag, about) for path, known in tags.items() for tag, about in known if {*about} & {"href", "src"}]
    assert len(links) > 5_000
    for path, tag, about in links:
        link = urlsplit(about.get("href") or about.get("src"))
        if link.scheme:
            assert link.scheme in (("http", "https", "mailto") if tag == "a" else ("data",)), (path, about)
            continue
        target = (path.parent / unquote(link.path)).resolve() if link.path else path
        assert target.is_file(), (path, about)
        assert not link.fragment or target not in ids or unquote(link.fragment) in ids[target], (path, about)


def links_of_word(path):
    """The addresses that a Word file leads to outside itself."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".rels")]
    return [target for part in parts for target in re.findall(r'Target="([^"]*)" TargetMode="External"', part)]


def links_of_pdf(path):
    """The addresses that a PDF leads to outside itself; each is what its link says."""
    annotations = [one.get_object() for page in PdfReader(path).pages for one in page.get("/Annots", [])]
    outside = [one for one in annotations if one.get("/A", {}).get("/S") == "/URI"]
    assert all(one["/A"]["/URI"] == one["/Contents"] for one in outside if one["/A"]["/URI"].startswith(".."))
    return [one["/A"]["/URI"] for one in outside]


def links_of_xml(path):
    """The addresses that a JATS file leads to outside itself."""
    return re.findall(r'xlink:href="([^"]*)"', path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("links_of", "name"),
    [(links_of_pdf, "manuscript.pdf"), (links_of_word, "manuscript.docx"), (links_of_xml, "manuscript.xml")],
)
def test_the_documents_lead_to_pages_of_the_site(place, site, links_of, name):
    """What lies beside the study, notebooks and data, has its page; the study's own documents stay as they are."""
    ours, handed_out = links_of(place / "paper" / name), links_of(site / "paper" / name)
    assert len(ours) == len(handed_out)
    beside = [link for link in handed_out if not urlsplit(link).scheme]
    assert len(beside) > 10 and not [link for link in beside if ".ipynb" in link or link.endswith(".csv")]
    for link in beside:
        assert (site / "paper" / urlsplit(link).path).is_file(), link


def test_a_cell_that_the_paper_names_is_where_its_pdf_leads(place, site):
    """Not the head of the notebook: as often as on the page of the paper, each cell of each notebook."""
    page = (site / "paper" / "manuscript.html").read_text(encoding="utf-8")
    cells = re.findall(r'href="(\.\./notebooks/[\w-]+\.html#cell-\d+)"', page)
    links = [link for link in links_of_pdf(site / "paper" / "manuscript.pdf") if "/notebooks/" in link]
    assert len(cells) > 100 and sorted(links) == sorted(cells)


def test_the_page_of_a_claim_leads_to_the_figures_that_print_it(site):
    """With its interval, of the same question and waves; another number that happens to be the same leads nowhere."""
    known = {
        "primary.difference": ["paired-differences"],
        "general-peer-support.five-months.proportion": ["involvement-by-wave"],
        "helped.connection.people": ["helps-and-hindrances"],
        "missing.available-pairs.difference": ["missing-scenarios"],
        "primary.pairs": [],
        "published.similar.margin": [],
    }
    for id, figures in known.items():
        text = (site / "claims" / f"{id}.html").read_text(encoding="utf-8")
        part = text.partition('<h2 id="figures">')[2].partition("<h2")[0]
        assert re.findall(r'href="\.\./figures/([\w-]+)\.html"', part) == figures, id


def test_the_pdf_of_the_site_is_the_papers_with_other_links_below_it(place, site):
    """So it stays tagged, and looks the same; twice the same bytes."""
    ours, handed_out = place / "paper" / "manuscript.pdf", site / "paper" / "manuscript.pdf"
    assert handed_out.read_bytes().startswith(ours.read_bytes())
    again = place / "build" / "again"
    again.mkdir()
    hand_out(ours, again)
    assert (again / "manuscript.pdf").read_bytes() == handed_out.read_bytes()


def test_no_page_needs_a_script_and_no_id_stands_twice(tags):
    for path, known in tags.items():
        ids = [about["id"] for _, about in known if "id" in about]
        assert len(ids) == len({*ids}), path
        assert not {tag for tag, _ in known} & {"script", "iframe", "object", "form"}, path
        assert not [name for _, about in known for name in about if name.startswith("on")], path


def test_every_page_has_a_title_a_heading_a_main_part_and_a_way_past_the_navigation(tags):
    for path, known in tags.items():
        names = [tag for tag, _ in known]
        assert names.count("main") == names.count("title") == names.count("h1") == 1, path
        assert ("a", {"class": "skip", "href": "#content"}) in known, path
        assert all(about.get("alt") is not None or about.get("aria-label") for tag, about in known if tag == "img"), (
            path
        )


def test_no_two_pages_have_one_title(site):
    """Windows, bookmarks and screen readers tell pages apart by it; thirteen pages were called 0."""
    titles = [re.search("<title>(.*?)</title>", path.read_text(encoding="utf-8"))[1] for path in site.rglob("*.html")]
    own = [title for title in titles if title.endswith("First steps in peer support")]
    assert len(own) > 200 and len({*own}) == len(own)


def test_every_claim_and_every_figure_has_a_page(place, site):
    claims = json.loads((place / "paper" / "claims.json").read_text(encoding="utf-8"))
    assert {path.stem for path in site.glob("claims/*.html")} == {*claims}
    assert {path.stem for path in site.glob("figures/*.html")} == {path.stem for path in place.glob("figures/*.json")}


def test_every_code_cell_of_every_notebook_has_an_anchor(place, site):
    for path in (place / "build").glob("[0-9]*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        shown = (site / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")
        assert re.findall(r'<section class="numbered" id="cell-(\d+)"', shown) == [str(n + 1) for n in range(len(code))]


def test_a_claims_page_leads_to_each_place_and_the_place_back(place, site):
    """Each number of the paper leads to its claim, whose page leads to it again."""
    paper = (site / "paper.html").read_text(encoding="utf-8")
    there = re.findall(r'<a href="claims/([^"]+)\.html" id="(at-\d+)"', paper)
    assert len(there) > 150
    for id, anchor in there:
        page = (site / "claims" / f"{id}.html").read_text(encoding="utf-8")
        assert f'href="../paper.html#{anchor}"' in page, (id, anchor)
    told = json.loads((place / "paper" / "printed.json").read_text(encoding="utf-8"))
    assert {id for id, _ in there} == {id for id, known in told.items() if known["places"]}


def test_the_page_of_a_claim_says_what_a_reader_asks_for(site):
    page = (site / "claims" / "primary.mid-p.html").read_text(encoding="utf-8")
    for part in (
        "<dd>0.7744140625</dd>",
        "<dd>mid-p McNemar</dd>",
        "<dd>people who answered twice</dd>",
        "mid-p McNemar <mark>p = 0.77</mark>".replace("= ", "= "),
        '<span class="st">&quot;primary.mid-p&quot;</span>',
        'href="../notebooks/03-paired-comparisons.html#cell-14"',
        'href="../data/clean/patterns.csv.html"',
        'href="../data/raw/synthetic-1-start.csv.html"',
        "make claim ID=primary.mid-p",
    ):
        assert part in page.replace("\xa0", " "), part


def test_a_published_number_shows_the_row_that_states_it(site):
    page = (site / "claims" / "published.ips.five-months.people.smallest-proportion.html").read_text(encoding="utf-8")
    (row,) = re.findall(r'published\.csv\.html#(row-\d+)">data/published\.csv, row', page)
    table = (site / "data" / "published.csv.html").read_text(encoding="utf-8")
    assert re.search(rf'<tr id="{row}"><th scope="row">.*?</th><td>ips\.five-months\.people</td>', table)


def test_rows_are_those_of_the_id_and_no_others():
    file = File("data/published.csv", ["id"], {2: ["a.b"], 3: ["a.b.c"], 4: ["a"], 5: ["ab"]})
    assert [*published_rows("published.a.b.people", file)] == [2, 4]
    assert published_rows("primary.a.b", file) == {}


def test_a_given_row_shows_what_cleaning_changed_in_it(site):
    page = (site / "data" / "raw" / "synthetic-1-start.csv.html").read_text(encoding="utf-8")
    row = page.split('<tr id="row-3">')[1].split('<tr id="row-4">')[0]
    assert "date: date in one form (13.05.2024 → 2024-05-13)" in row


def test_a_clean_row_leads_to_the_given_rows_of_its_person(site):
    """Also where cleaning has tidied the code: row 5 of the given file says " p04"."""
    page = (site / "data" / "clean" / "responses.csv.html").read_text(encoding="utf-8")
    row = next(row for row in page.split("<tr ") if "<td>P04</td><td>start</td>" in row)
    assert 'href="../../data/raw/synthetic-1-start.csv.html#row-5"' in row


def test_a_response_pattern_leads_to_the_people_that_it_counts(site):
    """As many as it counts, each to their own answers."""
    page = (site / "data" / "clean" / "patterns.csv.html").read_text(encoding="utf-8")
    answers = (site / "data" / "clean" / "responses.csv.html").read_text(encoding="utf-8")
    rows = re.findall(r"<td>([\w-]+)</td>(?:<td>[\w ]+</td>){4}<td>(\d+)</td><td>(.*?)</td></tr>", page)
    assert len(rows) > 30
    for item, people, links in rows:
        persons = re.findall(r'responses\.csv\.html#(row-\d+)">(P\d+)</a>', links)
        assert len(persons) == int(people)
        for row, person in persons:
            assert re.search(rf'id="{row}">.*?<td>{person}</td><td>[\w-]+</td><td>{item}</td>', answers), (item, person)


def test_answers_that_are_not_for_release_are_not_copied(tmp_path):
    """Of what people answered the pages say how many rows there are, and show none; the log holds answers as well."""
    (tmp_path / LOG).parent.mkdir(parents=True)
    (tmp_path / LOG).write_text("file,row,column,before,after,rule\na.csv,2,x,Anna,yes,code\n", encoding="utf-8")
    study = SimpleNamespace(mark=NOT_FOR_RELEASE, folder=tmp_path, clean=tmp_path / "data" / "clean", coded=False)
    files = data_files(study, {"a.csv": [["x"], ["Anna"], ["Ben"]]})
    assert {name: (file.total, file.rows) for name, file in files.items()} == {LOG: (1, {}), "data/raw/a.csv": (2, {})}
    known = {"site": {"title": "S", "mark": study.mark, "checklists": False}, "option": "", "files": files}
    for name, file in files.items():
        text = pages.page("rows.html", name, page=file, **known)
        assert "Anna" not in text and "Observed data, not for release" in text


def test_a_notebook_keeps_only_the_links_that_lead_somewhere():
    """Notebooks are the same for every study; what they point at may be missing in this one."""
    texts = {"paper.html": '<h2 id="results">R</h2>', "notebooks/02-a.html": ""}
    addresses = ("../paper.html#results", "../paper.html#other", "02-a.html", "03-b.html", "../claims/a.b.html")
    texts["notebooks/01-b.html"] = "".join(f'<a href="{address}">x</a>' for address in addresses)
    shown = dict(_with_live_links(texts))["notebooks/01-b.html"]
    assert re.findall('href="([^"]*)"', shown) == [addresses[0], addresses[2]]


@pytest.mark.parametrize(
    ("page", "mark"),
    [
        ("claims/published.ips.five-months.people.html", "Without synthetic data"),
        ("claims/published.ips.five-months.of-course.html", "Without synthetic data"),
        ("claims/planning.needed.one-way.html", "Without synthetic data"),
        ("figures/verdict-map.html", "Without synthetic data"),
        ("notebooks/00-published-claims.html", "Without synthetic data"),
        ("data/published.csv.html", "Without synthetic data"),
        ("claims/primary.mid-p.html", "Synthetic data"),
        ("figures/who-changed.html", "Synthetic data"),
        ("notebooks/03-paired-comparisons.html", "Synthetic data"),
        ("data/clean/patterns.csv.html", "Synthetic data"),
        ("paper.html", "Contains synthetic data, marked as such"),
        ("numbers.html", "Contains synthetic data, marked as such"),
    ],
)
def test_a_page_is_marked_for_what_it_shows(site, page, mark):
    """So that no published number is taken for a synthetic one, and none that is synthetic for another."""
    text = (site / page).read_text(encoding="utf-8")
    assert re.findall('<p class="mark">(.*?)</p>', text) == [mark]


def test_every_command_on_a_page_names_the_study():
    """Typed as it stands, `make claim` would else look for the number in the root study."""
    commands = [command for page in pages.TEMPLATES.glob("*.html") for command in re.findall("<code>make .*?</code>",
                page.read_text(encoding="utf-8"))]  # fmt: skip
    assert len(commands) >= 4 and all("{{ option }}" in command for command in commands)


def test_hostile_texts_are_escaped():
    claim = Claim("a.b", HOSTILE, "text", denominator=HOSTILE, method=HOSTILE, source=HOSTILE, notebook="n", cell=1)
    body = f'<h2>{HOSTILE.replace("<", "&lt;")}</h2><p>Of <a href="#claim-a.b" id="at-1">&lt;b&gt;</a>.</p>'
    one = ClaimPage(claim, ["<b>"], places_of(body)["a.b"], None, [HOSTILE], [], {2: [HOSTILE, HOSTILE, HOSTILE]})
    figure = FigurePage("f", HOSTILE, Drawn("n", 1, "c"), None, "", "", [HOSTILE], [HOSTILE], [[HOSTILE, HOSTILE]])
    file = File(
        HOSTILE, [HOSTILE], {2: [HOSTILE]}, {2: [dict.fromkeys(("column", "before", "after", "rule"), HOSTILE)]}
    )
    known = {
        "site": {"title": HOSTILE, "mark": HOSTILE, "checklists": False},
        "option": HOSTILE,
        "files": {HOSTILE: file},
    }
    for template, page in (("claim.html", one), ("figure.html", figure), ("rows.html", file)):
        text = pages.page(template, HOSTILE, page=page, listings={"notebooks": {}}, **known)
        assert HOSTILE not in text and "<script" not in text and "&lt;script&gt;" in text, template


def test_outputs_hold_text_and_tables_alone():
    table = '<table onclick="x()"><tr><td style="text-align: right">1</td></tr></table>'
    shown = safe_html(f'{table}<iframe>a</iframe><a href="javascript:x()">b</a>')
    assert "onclick" not in shown and "iframe" not in shown and "javascript" not in shown
    assert '<td class="number">1</td>' in shown
    assert safe_html("</div></p>text") == "text"


def test_a_drawing_of_a_notebook_leads_to_the_page_of_its_figure():
    """In a form for narrow screens where there is one; a drawing that is none of the figures is left out."""
    image = '<img alt="A &amp; b" src="data:image/svg+xml,%3Csvg/%3E">'
    assert safe_html(image, {"<svg/>": ("f", True)}) == (
        '<a href="../figures/f.html"><picture><source media="(max-width: 34rem)" srcset="../figures/narrow/f.svg">'
        '<img src="../figures/f.svg" alt="A &amp; b"></picture></a>'
    )
    assert safe_html(image, {"<svg id='other'/>": ("f", True)}) == "<p>A &amp; b</p>"


def test_a_figure_in_numbers_opens_as_no_formula():
    figure = FigurePage("f", "A.", None, None, "", "", [], ["a"], [["=1+1"], ["-0.5"], ["+5 points"], ["@x"]])
    assert figure.as_csv == "a\n'=1+1\n-0.5\n+5 points\n'@x\n"


def test_a_cell_keeps_its_place():
    assert Cell("load", 3, "", "").anchor == "cell-3" and Cell("intro", 0, "", "").anchor == "text-intro"
