"""The documents: same numbers, same bytes, marked where synthetic, complete or not there at all."""

import html
import re
import zipfile
from xml.etree import ElementTree

import pypdf
import pytest

from firststeps.report import manuscript
from firststeps.report.citation import ManuscriptError
from firststeps.report.claims import UnknownClaim

FRONT = "---\ntitle: T\nauthor: [A. Uthor]\ndate: 2026-11-22\nlang: en-GB\n---\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory, study_in):
    """This compendium's manuscript in all formats, with invented claims."""
    study = study_in(tmp_path_factory.mktemp("study") / "one")
    manuscript.make(study)
    return study


def words(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())


def pdf_text(path):
    return words(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)).replace("- ", "-")


def html_text(path):
    body = re.sub(r"(?s)<style.*?</style>", "", path.read_text(encoding="utf-8"))
    return words(html.unescape(re.sub(r"<[^>]+>", "", body)))


def docx_text(path):
    document = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    return words("".join(document.itertext()))


def test_every_format_has_the_same_numbers(built):
    change = "+4.2 percentage points (95% CI −12.1 to +20.0 points; mid-p McNemar p = 0.69, exact p = 1.00)"
    assert change in html_text(built.paper / "manuscript.html")
    assert change in docx_text(built.paper / "manuscript.docx")
    assert change.replace("- ", "-") in pdf_text(built.paper / "manuscript.pdf")
    assert change in words("".join(ElementTree.parse(built.paper / "manuscript.xml").getroot().itertext()))


def test_the_same_bytes_in_another_folder(built, study_in, tmp_path):
    other = study_in(tmp_path / "elsewhere")
    for path in manuscript.make(other):
        assert path.read_bytes() == (built.paper / path.name).read_bytes(), path.name


def test_the_pdf_is_tagged_and_its_figures_have_alt_texts(built):
    reader = pypdf.PdfReader(built.paper / "manuscript.pdf")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "What a small before-and-after evaluation can and cannot show"
    alts = list(alternatives(reader.trailer["/Root"]["/StructTreeRoot"]))
    assert 'The "who-changed" of [30] people, <in> $ & #' in alts
    assert len(alts) == 4


def alternatives(node):
    """The alternative texts below a node of a PDF's structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from alternatives(one)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield node["/Alt"]
        if "/K" in node:
            yield from alternatives(node["/K"])


def test_the_docx_says_who_and_what(built):
    core = zipfile.ZipFile(built.paper / "manuscript.docx").read("docProps/core.xml").decode()
    assert "<dc:creator>The First Steps developers</dc:creator>" in core
    assert "2026-11-22T00:00:00Z" in core
    assert "synthetic data" in core


def test_every_link_within_the_html_resolves_and_nothing_is_fetched(built):
    text = (built.paper / "manuscript.html").read_text(encoding="utf-8")
    targets = set(re.findall(r'href="#([^"]+)"', text))
    assert {"fig-who-changed", "tbl-primary", "ref-tango1998"} <= targets
    assert targets <= set(re.findall(r'id="([^"]+)"', text))
    assert not re.findall(r'(?:src|<link[^>]*href)="(?!data:)[^"]*"', text)


def test_a_number_in_the_html_says_where_it_comes_from(built):
    text = html.unescape((built.paper / "manuscript.html").read_text(encoding="utf-8"))
    assert re.search(r'title="primary.mid-p; notebook\s03-paired-comparisons, cell 4; synthetic\sdata"', text)


def test_figures_and_tables_are_numbered_in_order_and_referred_to(built):
    text = html_text(built.paper / "manuscript.html")
    captions = [text.index(f"{kind} {number}. ") for kind in ("Figure", "Table") for number in (1, 2, 3)]
    assert captions[:3] == sorted(captions[:3])
    assert "Table 3 and Figure 3 show all of them" in text


def test_the_marks_go_when_the_data_are_observed(built, study_in, tmp_path):
    observed = study_in(tmp_path / "observed", synthetic=False)
    manuscript.make(observed)
    marked, plain = (html_text(study.paper / "manuscript.html") for study in (built, observed))
    assert "Worked example with synthetic data" in marked
    assert marked.count("Synthetic data") >= 12
    assert "ynthetic" not in plain
    assert "Results of this study" in plain


def test_nothing_synthetic_in_abstract_or_conclusions(study_in, tmp_path):
    study = study_in(tmp_path / "s", text=FRONT + '\n# Conclusion\n\nSome {{ claim("primary.pairs") }} people.\n')
    with pytest.raises(ManuscriptError, match=r'"primary.pairs" stands outside a passage marked ::: \{.synthetic\}'):
        manuscript.make(study)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("See @fig-missing.", "@fig-missing refers to no figure or table"),
        ("![Caption](not-there){#fig-x}", 'figures/not-there.json is missing: the figure "not-there"'),
        ("As @nobody1900 say.", "nobody1900"),
    ],
)
def test_what_is_missing_stops_the_build_by_name(study_in, tmp_path, body, message):
    study = study_in(tmp_path / "s", text=FRONT + "\n" + body + "\n")
    with pytest.raises(ManuscriptError, match=message) as error:
        manuscript.make(study)
    assert "stack traceback" not in str(error.value)


def test_a_failed_build_leaves_the_earlier_documents(study_in, tmp_path):
    study = study_in(tmp_path / "s", text=FRONT + "\nText.\n")
    before = [path.read_bytes() for path in manuscript.make(study)]
    (study.paper / "manuscript.md").write_text(FRONT + '\n{{ claim("primary.pair") }}\n')
    with pytest.raises(UnknownClaim, match=r"Nearest known: primary.pairs"):
        manuscript.make(study)
    assert [path.read_bytes() for path in sorted(study.paper.glob("manuscript.[!m]*"))] == sorted_by_name(before)
    assert not list(study.paper.glob(".*"))


def sorted_by_name(contents):
    """The contents of the documents, made as pdf, docx, html and xml, in the order of their names."""
    pdf, docx, page, jats = contents
    return [docx, page, pdf, jats]


def test_special_characters_print_as_typed_in_every_format(study_in, tmp_path):
    study = study_in(tmp_path / "s", text=FRONT + "\nLabel: {{ study.waves[0].label }}!\n")
    label = study.waves[0].label = "<script>{{ x }} $5 a_b* #set @y `z` 100% & \\w"
    manuscript.make(study)
    assert label in html_text(study.paper / "manuscript.html")
    assert label in docx_text(study.paper / "manuscript.docx")
    assert label in pdf_text(study.paper / "manuscript.pdf")
