"""Ten numbers drawn at random lead from HTML, Word file and PDF to their code and their rows, and back by one link.

Links are followed by program, as a reader would: the number, its row of the supplement, the notebook and the data file
that the row names.  The PDF says where links lie and lead to, not what they are called, so there rows are told by their
order, which is that of the ids.
"""

import json
import random
import re
import zipfile
from bisect import bisect_right
from html.parser import HTMLParser
from xml.etree import ElementTree

import pypdf
import pytest

SEED, NUMBERS = 15, 10
NEAR = 60  # points of a PDF: from a number in a table, its row may lead to the head of that table
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture(scope="module")
def claims(place):
    """The claims of the paper, as they are stored, by id."""
    return json.loads((place / "paper" / "claims.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def printed(place):
    """The ids of the claims that the paper prints, with their places, in order."""
    known = json.loads((place / "paper" / "printed.json").read_text(encoding="utf-8"))
    return sorted(id for id, one in known.items() if one["places"])


@pytest.fixture(scope="module")
def drawn(printed):
    """Ten of them, drawn at random."""
    return random.Random(SEED).sample(printed, NUMBERS)


def is_chosen(claim):
    """Whether a number follows from what a plan assumes, or from study.yaml, and from no file of data."""
    chosen = ("planning assumptions", "margins tried", "study.yaml")
    return claim["origin"] == "assumed" and (claim["source"] in chosen or "recomputed" in claim["source"])


def check_files(place, claim, addresses):
    """A notebook among the files that a row leads to holds the code that records the claim, and another one rows.

    There is no other where the number follows from no data.
    """
    paths = [(place / "paper" / address).resolve() for address in addresses]
    notebook = next(path for path in paths if path.suffix == ".ipynb")
    code = [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    cell = code[claim["cell"] - 1]
    assert cell["id"] == claim["cell_id"] and claim["id"] in json.dumps(cell["outputs"])
    data = [path for path in paths if path != notebook]
    assert is_chosen(claim) is not bool(data)
    assert all(len(path.read_text(encoding="utf-8").splitlines()) > 1 for path in data)


class Page(HTMLParser):
    """Where the links of a page stand and lead to, and in which row of a table."""

    def __init__(self, text):
        super().__init__()
        self.links, self.row_of, self.row = [], {}, 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        self.row += tag == "tr"
        if "id" in about:
            self.row_of[about["id"]] = self.row
        if tag == "a":
            self.links.append((self.row, about.get("id"), about["href"]))

    def of_row(self, row):
        return [address for one, _, address in self.links if one == row]


def test_from_the_html(place, claims, drawn):
    page = Page((place / "paper" / "manuscript.html").read_text(encoding="utf-8"))
    for id in drawn:
        number = next(name for _, name, address in page.links if address == f"#claim-{id}")
        row = page.of_row(page.row_of[f"claim-{id}"])
        assert f"#{number}" in row
        check_files(place, claims[id], [address for address in row if address[0] != "#"])


def test_from_the_word_file(place, claims, drawn):
    with zipfile.ZipFile(place / "paper" / "manuscript.docx") as package:
        document = ElementTree.fromstring(package.read("word/document.xml"))
        relations = ElementTree.fromstring(package.read("word/_rels/document.xml.rels"))
    targets = {one.get("Id"): one.get("Target") for one in relations}
    rows = {}
    for row in document.iter(f"{W}tr"):
        id = "".join(part.text or "" for part in next(row.iter(f"{W}tc")).iter(f"{W}t"))
        links = [*row.iter(f"{W}hyperlink")]
        rows[id] = (
            {mark.get(f"{W}name") for mark in row.iter(f"{W}bookmarkStart")},
            {link.get(f"{W}anchor") for link in links},
            [targets[link.get(f"{R}id")] for link in links if link.get(f"{R}id")],
        )
    for id in drawn:
        names, back, files = rows[id]
        numbers = [link for link in document.iter(f"{W}hyperlink") if link.get(f"{W}anchor") in names]
        places = {mark.get(f"{W}name"): mark for mark in document.iter(f"{W}bookmarkStart")}
        assert numbers and back - {None} <= {*places} and len(back - {None}) == len(numbers)
        check_files(place, claims[id], files)


def test_from_the_pdf(place, claims, printed, drawn):
    reader = pypdf.PdfReader(place / "paper" / "manuscript.pdf")
    number_of = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}

    def near(one, other):
        """Whether two spots are on one page and not far apart."""
        return one[0] == other[0] and abs(one[1] - other[1]) < NEAR

    def spot(destination):
        """Page and height, from the top, that a link within the document leads to."""
        return number_of[destination[0].idnum], -float(destination[3])

    links = []  # the spot of each link, with what it leads to: another spot, or an address
    for number, page in enumerate(reader.pages):
        for note in page.get("/Annots", []):
            note = note.get_object()
            target = note["/Dest"] if "/Dest" in note else str(note["/A"].get("/URI", ""))
            leads = spot(target) if isinstance(target, list) else target
            links.append(((number, -float(note["/Rect"][3])), leads))
    first = min(start for start, leads in links if str(leads).startswith("../data/"))  # where the supplement begins
    rows = sorted({leads for start, leads in links if isinstance(leads, tuple) and start < first < (leads[0] + 1, 0)})
    rows = [row for row in rows if row >= (first[0], first[1] - 12)]
    assert len(rows) == len(printed)
    of_row = {row: [] for row in rows}
    for start, leads in links:
        row = bisect_right(rows, (start[0], start[1] + 6)) - 1
        if row >= 0:
            of_row[rows[row]].append(leads)
    for id in drawn:
        row = rows[printed.index(id)]
        numbers = [start for start, leads in links if leads == row]
        back = [leads for leads in of_row[row] if isinstance(leads, tuple)]
        assert numbers and back  # one that fills two lines is two links
        assert all(any(near(start, leads) for leads in back) for start in numbers)
        assert all(any(near(start, leads) for start in numbers) for leads in back)
        check_files(place, claims[id], [leads for leads in of_row[row] if isinstance(leads, str)])


def test_ids_of_the_pdf_can_be_copied(place, printed):
    """An id of the supplement breaks after a dot or a hyphen, holds nothing unseen, and runs into no number."""
    pages = pypdf.PdfReader(place / "paper" / "manuscript.pdf").pages
    text = "\n".join(page.extract_text() for page in pages)
    for id in printed:
        shown = re.escape(id).replace(r"\.", r"\.\n?").replace(r"\-", r"-\n?")
        assert re.search(rf"(?m)^{shown}(?=\s)", text), id


def test_some_of_the_numbers_follow_from_data_and_some_do_not(claims, drawn):
    """So that the tests above and below look at both."""
    assert {is_chosen(claims[id]) for id in drawn} == {True, False}


def test_from_the_site_in_two_clicks_to_the_code_and_three_to_the_rows(site, claims, drawn):
    """The first click leads to the page of the number, which holds its code and leads to the notebook and the rows."""
    paper = Page((site / "paper.html").read_text(encoding="utf-8"))
    for id in drawn:
        number = next(name for _, name, address in paper.links if name and address == f"claims/{id}.html")
        text = (site / "claims" / f"{id}.html").read_text(encoding="utf-8")
        addresses = [address for _, _, address in Page(text).links]
        assert f"../paper.html#{number}" in addresses and "sourceCode python" in text
        cell = next(address for address in addresses if re.search(r"notebooks/.*#cell-\d", address))
        name, _, anchor = cell.partition("#")
        assert f'id="{anchor}"' in (site / "claims" / name).resolve().read_text(encoding="utf-8")
        data = [address for address in addresses if address.startswith("../data/")]
        assert is_chosen(claims[id]) or any(
            'id="row-2"' in (site / "claims" / one.split("#")[0]).resolve().read_text("utf-8") for one in data
        )
