"""The documents: same numbers, same bytes, marked where synthetic, complete or not there at all."""

import html
import itertools
import json
import re
import zipfile
from xml.etree import ElementTree

import pypandoc
import pypdf
import pytest

from firststeps.report.claims.claim import Claim
from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.claims.record import UnknownClaim, read_claims
from firststeps.report.paper import publishing
from firststeps.report.paper.manuscript import _source, _with_lines, build_manuscript
from tests import ROOT
from tests.report.invented import FIGURES, SVG, measured, published, store

FRONT = "---\ntitle: T\nauthor: [A. Uthor]\ndate: 2026-11-22\nlang: en-GB\n---\n"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def built(tmp_path_factory, study_in):
    """This compendium's manuscript in all formats, with invented claims."""
    return made(study_in(tmp_path_factory.mktemp("study") / "one"))


def made(paper):
    """The folder ``paper`` with its documents made."""
    build_manuscript(paper.parent)
    return paper


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
    change = "from 15 of 24 (63%) to 16 of 24 (67%), a change of +4.2 percentage points (95% CI −12.1 to +20.0 points, "
    change += "Fay and Lumbard’s; exact McNemar p = 1.00, mid-p McNemar p = 0.69)"
    assert change in html_text(built / "manuscript.html")
    assert change in docx_text(built / "manuscript.docx")
    assert change.replace("- ", "-") in pdf_text(built / "manuscript.pdf")
    assert change in words("".join(jats(built).itertext()))


def jats(paper):
    return ElementTree.parse(paper / "manuscript.xml").getroot()


def test_the_same_bytes_in_another_folder(built, study_in, tmp_path):
    other = study_in(tmp_path / "elsewhere")
    for path in build_manuscript(other.parent):
        assert path.read_bytes() == (built / path.name).read_bytes(), path.name


def test_a_pandoc_that_takes_no_wish_about_memory_makes_the_same(built, study_in, tmp_path, monkeypatch):
    """Some are built so that they refuse to start where one is told; they run as they were built."""
    picky = tmp_path / "pandoc"
    picky.write_text(f'#!/bin/sh\n[ -z "$GHCRTS" ] || exit 2\nexec "{pypandoc.get_pandoc_path()}" "$@"\n')
    picky.chmod(0o755)
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(picky))
    publishing._program.cache_clear()
    other = study_in(tmp_path / "elsewhere")
    (page,) = build_manuscript(other.parent, formats=["html"])
    publishing._program.cache_clear()
    assert page.read_bytes() == (built / page.name).read_bytes()


def test_the_pdf_is_tagged_and_its_figures_have_alt_texts(built):
    reader = pypdf.PdfReader(built / "manuscript.pdf")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "What a small before-and-after evaluation can and cannot show"
    alts = list(alternatives(reader.trailer["/Root"]["/StructTreeRoot"]))
    assert 'The "who-changed" of [30] people, <in> $ & #' in alts
    assert len(alts) == len(FIGURES)


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
    core = zipfile.ZipFile(built / "manuscript.docx").read("docProps/core.xml").decode()
    assert "<dc:creator>The First Steps developers</dc:creator>" in core
    assert "2026-11-22T00:00:00Z" in core
    assert "synthetic data" in core


def test_every_link_within_the_html_resolves_and_nothing_is_fetched(built):
    text = (built / "manuscript.html").read_text(encoding="utf-8")
    targets = set(re.findall(r'href="#([^"]+)"', text))
    assert {"fig-who-changed", "tbl-print", "ref-tango1998"} <= targets
    assert targets <= set(re.findall(r'id="([^"]+)"', text))
    assert not re.findall(r'(?:src|<link[^>]*href)="(?!data:)[^"]*"', text)


def test_a_number_in_the_html_leads_to_where_it_comes_from(built):
    text = words((built / "manuscript.html").read_text(encoding="utf-8"))
    title = "primary.mid-p; notebook 03-paired-comparisons, cell 4; synthetic"
    assert re.search(rf'<a href="#claim-primary.mid-p" id="at-\d+" class="claim synthetic" title="{title}"', text)
    assert 'id="claim-primary.mid-p"' in text


def test_each_number_leads_to_its_row_and_the_row_back_to_each_place(built):
    """In HTML, PDF, DOCX and JATS alike, and no format holds anything invisible that would be copied with an id."""
    told = json.loads((built / "printed.json").read_text(encoding="utf-8"))
    printed = [id for id, known in told.items() if known["places"]]
    html = (built / "manuscript.html").read_text(encoding="utf-8")
    docx = zipfile.ZipFile(built / "manuscript.docx").read("word/document.xml").decode()
    xml = (built / "manuscript.xml").read_text(encoding="utf-8")
    links = {*re.findall(r'href="#(claim-[^"]+)" id="at', html)}
    assert links == {f"claim-{id}" for id in printed} == {*re.findall(r'rid="(claim-[^"]+)"', xml)}
    assert {*re.findall(r'href="#(at-\d+)"', html)} == {*re.findall(r'id="(at-\d+)"', html)}
    assert {*re.findall(r'w:anchor="([^"]+)"', docx)} <= {*re.findall(r'w:bookmarkStart[^>]*w:name="([^"]+)"', docx)}
    places = len(re.findall(r'id="at-\d+"', html))
    assert len(re.findall(r'rStyle w:val="Number"', docx)) >= places == len(re.findall(r'w:name="at-\d+"', docx))
    pages = pypdf.PdfReader(built / "manuscript.pdf").pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    assert len([note for note in notes if "/URI" not in note.get("/A", {})]) >= 2 * places
    assert not re.search(
        "[\u200b\u200c\u2060\u00ad]", html + docx + xml + "".join(page.extract_text() for page in pages)
    )


def test_captions_name_the_cell_that_drew_the_figure_or_computed_the_table(built):
    text = words((built / "manuscript.html").read_text(encoding="utf-8"))
    assert re.search(r'Drawn by <a href="\.\./build/08-figures\.ipynb">08-figures, cell \d+</a>\.</figcaption>', text)
    assert re.search(r'Numbers from <a href="\.\./build/03-paired-comparisons\.ipynb">[^<]+, cell \d+</a>', text)


def test_every_number_used_has_its_source_in_every_format(built):
    used = set(re.findall(r'claim\("([a-z0-9.-]+)"\)', (built / "manuscript.md").read_text(encoding="utf-8")))
    for shown in (html_text(built / "manuscript.html"), docx_text(built / "manuscript.docx")):
        assert {id for id in used if id not in shown.replace("\u200b", "")} == set()


def test_the_supplement_tells_what_was_printed_from_what_was_worked_out_and_assumed(built):
    """A number of ours never passes for one that the authors printed."""
    text = (built / "manuscript.html").read_text(encoding="utf-8")
    told = r'(?s)<tr[^>]*>\s*<t[hd][^>]*><span id="claim-([^"]+)".*?<td[^>]*>([^<:]*)(?::[^\n]*)?</td>\s*</tr>'
    rows = re.findall(told, text)
    data = {id: words(kind) for id, kind in rows}
    assert data["published.course.people"] == "published"
    assert data["published.similar.tables"] == data["published.gap.needed"] == "derived from published"
    assert data["published.similar.margin"] == "assumed"
    assert data["primary.pairs"] == "synthetic"
    assert "derived from published: worked out from: Ley, Roberts & Willis (2010)" in html_text(
        built / "manuscript.html"
    )


def test_sentences_follow_their_numbers(built, study_in, tmp_path):
    """Where a number could be another, the sentence around it changes with it."""
    paper = study_in(tmp_path / "s")
    known = {"origin": "derived", "source": "worked out from: Ley, Roberts & Willis (2010)"}
    missed = {"n": 11, "denominator": "people who missed one or both of the two waves", "origin": "synthetic"}
    changed = [
        Claim("published.similar.changers-allowed", 4, "people", **known),
        Claim("published.similar.difference-within-the-margin", 12, "number", **known),
        Claim("planning.needed.one-way", 20, "people", method="mid-p McNemar test", origin="assumed"),
        Claim("missing.tipping.verdict.people", 2, "people", **missed),
    ]
    store([*read_claims(paper / "claims.json").values(), *changed], paper / "claims.json")
    before, after = html_text(built / "manuscript.html"), html_text(made(paper) / "manuscript.html")
    for then, now in [
        ("only if none of them changed.", "only if no more than four of them changed."),
        ("no table supports similarity.", "in 12 it shows a difference that lies within the margin."),
        ("The people in the findings were too few for that.", "(Table 2). Similarity is no easier."),
        ("So no answers of those who missed one or both", "The answers of 2 of 11 people who missed one or both"),
    ]:
        assert then in before and then not in after and now in after


def test_figures_and_tables_are_numbered_in_order_and_referred_to(built):
    text = html_text(built / "manuscript.html")
    captions = [text.index(f"{kind} {number}. ") for kind in ("Figure", "Table") for number in (1, 2, 3)]
    assert captions[:3] == sorted(captions[:3])
    assert "all of them are in Table 1 and Figure 5." in text


def test_no_published_figure_stands_below_the_heading_of_the_synthetic_part(built):
    """On its page in the PDF, every caption further down is of synthetic data."""
    for page in pypdf.PdfReader(built / "manuscript.pdf").pages:
        lines = lines_of(page)
        heads = [height for height, line in lines if line.startswith("Supplement: worked example with")]
        if heads:
            captions = [line for height, line in lines if re.match(r"Figure \d+\.", line) and height < heads[0]]
            assert all("Synthetic data" in caption for caption in captions)
            return
    raise AssertionError("no page has the heading")


@pytest.mark.parametrize("before", [0, 12, 30])
def test_no_picture_stands_above_the_title(study_in, tmp_path, before):
    """It stays below what comes before it on the first page, or goes to the top of the second one."""
    front = FRONT.replace("title: T", "title: The title")
    text = f"{front}\n{'Some words. ' * 12 * before}\n\n![A.](who-changed){{#fig-a}}\n"
    paper = study_in(tmp_path / "s", text=text, synthetic=False)
    made(paper)
    pages = [lines_of(page) for page in pypdf.PdfReader(paper / "manuscript.pdf").pages]
    captions = [
        (number, height) for number, page in enumerate(pages) for height, line in page if line[:9] == "Figure 1."
    ]
    ((number, caption),) = captions
    title = next(height for height, line in pages[0] if line == "The title")
    assert number == 1 or caption < title


@pytest.mark.parametrize("height", [60, 240, 600])
def test_the_caption_of_a_tall_picture_stands_above_the_foot_of_the_page(study_in, tmp_path, height):
    """The picture is made smaller until its caption, of two lines, has room."""
    text = f"{FRONT}\nWords.\n\n![{'Who changed. ' * 12}End.](who-changed){{#fig-a}}\n"
    paper = study_in(tmp_path / "s", text=text, synthetic=False)
    (paper.parent / "figures" / "who-changed.svg").write_text(SVG.replace('"60mm"', f'"{height}mm"'))
    made(paper)
    captions = []
    for page in pypdf.PdfReader(paper / "manuscript.pdf").pages:
        lines = lines_of(page)
        foot = next(place for place, line in lines if re.search(r"\d of \d$", line))
        captions += [place - foot for place, line in lines if "Who changed" in line or "End." in line]
    assert len(captions) > 1 and min(captions) > 20


BEGINS_AS_MARKUP = ["- a", "+ a", "= a", "== a", "/ a: b", "1. a", "007. a", "- - a", "-", "=", "1."]


@pytest.mark.parametrize("begins", BEGINS_AS_MARKUP)
def test_a_label_that_begins_as_markup_of_typst_prints_as_it_is(study_in, tmp_path, begins):
    """In a cell, a caption, a heading, a link, a note and a title it is no list, no heading and no term."""
    label = f"{begins} WORDS"
    front = FRONT.replace("title: T", "title: '{{ study.title }}'")
    table = "| a | b |\n|---|---|\n| TITLE | TITLE |\n\n: TITLE. {#tbl-a}"
    body = f"# TITLE\n\n[TITLE](https://example.org).[^a]\n\n{table}\n\n[^a]: TITLE"
    text = f"{front}\n{body}\n".replace("TITLE", "{{ study.title }}")
    paper = study_in(tmp_path / "s", text=text, synthetic=False)
    described = (tmp_path / "s" / "study.yaml").read_text(encoding="utf-8")
    own = described.replace("title: First steps in peer support", f"title: {label!r}", 1)
    (tmp_path / "s" / "study.yaml").write_text(own, encoding="utf-8")
    build_manuscript(paper.parent, ("pdf",))
    text = words(" ".join(page.extract_text() for page in pypdf.PdfReader(paper / "manuscript.pdf").pages))
    assert text.count(label) == 7 == text.count("WORDS")


@pytest.mark.parametrize("label", ["Did you help, " * 40, "W" * 300])
@pytest.mark.parametrize("rows", [3, 8, 12])
def test_a_table_of_long_labels_loses_none_of_its_lines(study_in, tmp_path, label, rows):
    """It goes on on the next page, however few its rows are, and nothing of it runs over the foot of a page."""
    ends = [f"END{chr(65 + row)}." for row in range(rows)]
    lines = "".join(f"| {label}{end} | {label} | yes |\n" for end in ends)
    text = f"{FRONT}\nWords.\n\n| a | b | c |\n|---|---|---|\n{lines}\n: Caption. {{#tbl-a}}\n"
    made(paper := study_in(tmp_path / "s", text=text, synthetic=False))
    told = ""
    for page in pypdf.PdfReader(paper / "manuscript.pdf").pages:
        lines = lines_of(page)
        foot = next(place for place, line in lines if re.search(r"\d of \d+$", line))
        assert min(place for place, line in lines if line) == foot
        told += page.extract_text()
    assert all(end in re.sub(r"\s", "", told) for end in ends)


def test_a_word_wider_than_the_page_goes_on_in_the_next_line(study_in, tmp_path):
    """In the text, in a heading and in the title, as it does in a table."""
    word = "W" * 120
    text = f"{FRONT.replace('title: T', f'title: {word}')}\n# {word}\n\nOn {word} all answered.\n"
    made(paper := study_in(tmp_path / "s", text=text, synthetic=False))
    lines = [line for page in pypdf.PdfReader(paper / "manuscript.pdf").pages for _, line in lines_of(page)]
    assert "".join(lines).count("W") == 360
    assert max(line.count("W") for line in lines) < 60


def lines_of(page):
    """The lines of a PDF page, each with its height above the foot."""
    heights = {}

    def place(text, matrix, at, *_):
        """Add a run of text to the line at its height."""
        height = round(matrix[1] * at[4] + matrix[3] * at[5] + matrix[5])
        heights[height] = heights.get(height, "") + text

    page.extract_text(visitor_text=place)
    return [(height, words(line)) for height, line in sorted(heights.items(), reverse=True)]


def test_the_jats_has_figures_with_label_caption_and_alt_text(built):
    figure = jats(built).find(".//fig[@id='fig-who-changed']")
    assert figure.findtext("label") == "Figure\u00a05"
    assert words("".join(figure.find("caption").itertext())).startswith("Synthetic data. Who changed")
    assert figure.findtext(".//alt-text") == 'The "who-changed" of [30] people, <in> $ & #'
    assert len(list(jats(built).iter("fig"))) == len(FIGURES)


def test_the_marks_go_when_the_data_are_observed(built, study_in, tmp_path):
    observed = made(study_in(tmp_path / "observed", synthetic=False))
    marked, plain = (html_text(paper / "manuscript.html") for paper in (built, observed))
    assert "Supplement: worked example with synthetic data" in marked
    assert marked.count("Synthetic data") >= 12
    assert "ynthetic" not in plain
    assert "Results of this study" in plain


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('Some {{ claim("primary.pairs") }} people.', 'number "primary.pairs"'),
        ("![Caption](who-changed){#fig-who}", 'figure "who-changed"'),
        ('::: {.abstract}\n{{ claim("primary.mid-p") }}\n:::', 'number "primary.mid-p"'),
    ],
)
def test_nothing_synthetic_stands_unmarked(study_in, tmp_path, body, what):
    paper = study_in(tmp_path / "s", text=f"{FRONT}\n# Conclusion\n\n{body}\n")
    with pytest.raises(
        ManuscriptError, match=rf"synthetic {what} stands outside a passage marked ::: \{{.synthetic\}}"
    ):
        build_manuscript(paper.parent)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("See @fig-missing.", "@fig-missing refers to no figure or table"),
        ("![Caption](not-there){#fig-x}", 'figures/not-there.json is missing: the figure "not-there"'),
        ("As @nobody1900 say.", "nobody1900"),
        ("![Caption](figures/who-changed.svg){#fig-x}", '"figures/who-changed.svg" is no figure; name one of figures/'),
    ],
)
def test_what_is_missing_stops_the_build_by_name(study_in, tmp_path, body, message):
    paper = study_in(tmp_path / "s", text=FRONT + "\n" + body + "\n")
    with pytest.raises(ManuscriptError, match=message) as error:
        build_manuscript(paper.parent)
    assert "stack traceback" not in str(error.value)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("See @fig-missing.", r"@fig-missing refers to no figure or table \(manuscript.md, line \d+\)"),
        ("![Caption](not-there){#fig-x}", r'the figure "not-there".* \(manuscript.md, line \d+\)'),
        ("As @nobody1900 say.", r'references.bib has no work "nobody1900" \(manuscript.md, line \d+\)'),
        ("As @a says.\n\nAnd @a again.", r'references.bib has no work "a" \(manuscript.md, lines \d+ and \d+\)'),
        ("![Caption](mine.png){#fig-x}", r'"mine.png" is no figure.* \(manuscript.md, line \d+\)'),
        ("Words <b>in bold</b>.", r'raw html "<b>".* \(manuscript.md, line \d+\)'),
        ("::: {.note}\nWords.", r'"::: {.note}" begins a passage that no ::: ends \(manuscript.md, line \d+\)'),
        ("A [link](#nowhere).", r'"#nowhere" leads to no heading, figure or table \(manuscript.md, line \d+\)'),
        ("[Some]{.claim} claim.\n\nA claim.", r'the class "claim" is typed; .* \(manuscript.md, line \d+\)$'),
        (
            "As @a and @b2 say.",
            r'no work "a" \(manuscript.md, line \d+\)\nreferences.bib has no work "b2" \(manuscript.md, line \d+\)$',
        ),
    ],
)
def test_what_pandoc_or_typst_refuses_is_named_with_its_line(study_in, tmp_path, body, message):
    """Where the text goes wrong only after it is filled in, its author is told the line of her own file too."""
    text = FRONT + "\n" + body + "\n"
    paper = study_in(tmp_path / "s", text=text)
    with pytest.raises(ManuscriptError, match=message) as error:
        build_manuscript(paper.parent)
    line = 1 + text[: text.index(body)].count("\n")
    assert re.search(rf"lines? {line}\b", str(error.value))
    assert "WARNING" not in str(error.value) and "article.md" not in str(error.value)


@pytest.mark.parametrize(
    ("error", "line", "told"),
    [
        ('"a.b" stands outside', 'See "a.b.c" and "c.a.b".', '"a.b" stands outside'),
        ('"a.b" stands outside', "The end of a.b.", '"a.b" stands outside (m.md, line 2)'),
        ('no font holds it: they hold "\u4f60". Install one.', "\u4f60\u597d", " Install one (m.md, line 2)."),
        ('"x" is wrong; write {{ claim("id") }}', "An id.", '"x" is wrong; write {{ claim("id") }}'),
        ('references.bib has no work "a"', "A word, a cat.", 'references.bib has no work "a"'),
        ("@fig-a refers to no figure", "See @fig-a-b.", "@fig-a refers to no figure"),
    ],
)
def test_an_error_names_no_line_but_those_of_what_is_wrong(error, line, told):
    """A longer id, a word in the advice and a word that is spelt like a citation were looked up as well."""
    text = _with_lines(error, f"First.\n{line}\n", "m.md")
    assert text.endswith(told) and text.count("m.md") == told.count("m.md")


def test_what_is_wrong_in_a_picture_is_not_looked_up_in_the_text(study_in, tmp_path):
    """The attribute "onclick" of a drawing is no word of the paper."""
    paper = study_in(tmp_path / "s", text=f"{FRONT}\nThe onclick of it.\n\n![A.](who-changed){{#fig-a}}\n")
    (paper.parent / "figures" / "who-changed.svg").write_text(SVG.replace("<svg ", '<svg onclick="x()" '))
    with pytest.raises(ManuscriptError, match='the attribute "onclick"') as error:
        build_manuscript(paper.parent)
    assert "manuscript.md" not in str(error.value)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ('{{ claim("primary.pairs") }', "unexpected '}'"),
        ("{{ claim(“primary.pairs”) }}", "unexpected char '“'"),
        ("{% if true %}Words.", "Unexpected end of template"),
        ("Words <!-- a remark", "Missing end of comment tag"),
    ],
)
def test_a_slip_in_the_template_is_told_with_how_it_is_written(study_in, tmp_path, body, wrong):
    """Whoever has never met a template reads what was expected; places in the text are lines, never characters."""
    paper = study_in(tmp_path / "s", text=FRONT + "\n" + body + "\n")
    with pytest.raises(ManuscriptError, match=rf"manuscript.md line \d+: {wrong}") as error:
        build_manuscript(paper.parent)
    assert 'A number is written {{ claim("id") }}' in str(error.value) and " at " not in str(error.value)


def test_a_failed_build_leaves_the_earlier_documents(study_in, tmp_path):
    paper = study_in(tmp_path / "s", text=FRONT + "\nText.\n")
    before = [path.read_bytes() for path in build_manuscript(paper.parent)]
    (paper / "manuscript.md").write_text(FRONT + '\n{{ claim("primary.pair") }}\n')
    with pytest.raises(UnknownClaim, match=r"Nearest known: primary.pairs"):
        build_manuscript(paper.parent)
    assert [path.read_bytes() for path in sorted(paper.glob("manuscript.[!m]*"))] == sorted_by_name(before)
    assert not list(paper.glob(".*"))


def sorted_by_name(contents):
    """The contents of the documents, made as pdf, docx, html and xml, in the order of their names."""
    pdf, docx, page, jats = contents
    return [docx, page, pdf, jats]


def test_special_characters_print_as_typed_in_every_format(study_in, tmp_path):
    label = "<script>{{ x }} $5 a_b* #set @y `z` 100% & \\w"
    paper = study_in(tmp_path / "s", text=FRONT + "\nLabel: {{ study.title }}!\n")
    described = paper.with_name("study.yaml")
    described.write_text(re.sub("(?m)^title: .*$", lambda _: f"title: '{label}'", described.read_text()))
    made(paper)
    assert label in html_text(paper / "manuscript.html")
    assert label in docx_text(paper / "manuscript.docx")
    assert label in pdf_text(paper / "manuscript.pdf")


@pytest.mark.parametrize("groups", [True, False])
def test_the_starter_says_where_people_of_two_groups_are_counted_together(study_in, tmp_path, groups):
    """Who reads the paper alone would take everybody who answered twice for people of the group of interest."""
    paper = study_in(tmp_path / "s", text=(ROOT / "paper" / "starter.md").read_text(encoding="utf-8"))
    if groups:
        with (paper.parent / "study.yaml").open("a", encoding="utf-8") as file:
            file.write("compare: {item: age-group, group: under 35}\n")
    together = "People of the group “under 35” and of the comparison group are counted together in all that follows"
    assert (together in html_text(made(paper) / "manuscript.html")) is groups


@pytest.mark.parametrize("primary", [True, False])
def test_the_starter_is_a_paper_for_any_study(study_in, tmp_path, primary):
    paper = study_in(tmp_path / "s", text=(ROOT / "paper" / "starter.md").read_text(encoding="utf-8"))
    if not primary:
        store([*published(), *(c for c in measured("synthetic") if "primary" not in c.id)], paper / "claims.json")
    text = html_text(made(paper) / "manuscript.html")
    assert ("a change of +4.2 percentage points (95% CI" in text) is primary
    assert ("No primary comparison was fixed beforehand" in text) is not primary
    assert "15 of 24" in text


def test_a_figure_with_nothing_to_draw_is_a_numbered_note(study_in, tmp_path):
    """The picture of a sentence is left out of every format; references lead to the note, figures count without it."""
    text = f"{FRONT}\nSee @fig-a and @fig-b.\n\n![A.](who-changed){{#fig-a}}\n\n![B.](missing-bounds){{#fig-b}}\n"
    paper = study_in(tmp_path / "s", text=text, synthetic=False)
    note = {"alt": "Nobody was asked <twice> & so on.", "origin": "observed", "drawn": False}
    (paper.parent / "figures" / "who-changed.json").write_text(json.dumps(note))
    page = (made(paper) / "manuscript.html").read_text(encoding="utf-8")
    assert "See Note 1 and Figure 1." in html_text(paper / "manuscript.html") and 'href="#fig-a"' in page
    assert page.count("<img") + page.count("<svg") == 1 and 'id="fig-a"' in page
    for told in (
        html_text(paper / "manuscript.html"),
        docx_text(paper / "manuscript.docx"),
        words("".join(jats(paper).itertext())),
    ):
        assert "Note 1. Nobody was asked <twice> & so on." in told
    assert "Nobody was asked <twice> & so on." in pdf_text(paper / "manuscript.pdf")


def test_a_narrow_screen_gets_the_narrow_form_and_everybody_the_numbers(study_in, tmp_path):
    """In the page: both drawings, of which the style shows one, and below them a table with heads for its rows."""
    text = f"{FRONT}\nSee @fig-a.\n\n![A.](who-changed){{#fig-a}}\n\n![B.](participant-flow){{#fig-b}}\n"
    paper = study_in(tmp_path / "s", text=text, synthetic=False)
    figures = paper.parent / "figures"
    (figures / "narrow").mkdir()
    (figures / "narrow" / "who-changed.svg").write_text(SVG)
    note = {
        "alt": "One of two.",
        "origin": "observed",
        "columns": ["who", "people"],
        "rows": [["<all>", "2"], ["some", "1"]],
    }
    (figures / "who-changed.json").write_text(json.dumps(note | {"note": "Counted & told."}))
    page = (made(paper) / "manuscript.html").read_text(encoding="utf-8")
    first, second = re.findall(r"<figure.*?(?=<figure|</body>)", page, flags=re.DOTALL)
    assert re.findall(r'class="(for-\w+)"', first) == ["for-wide", "for-narrow"] and "tabindex" in second
    details = ElementTree.fromstring(re.search(r"<details.*?</details>", first, flags=re.DOTALL)[0])
    assert details.find("summary").text.split() == ["Figure", "1", "in", "numbers"]
    assert [cell.text for cell in details.iter("th") if cell.get("scope") == "row"] == ["<all>", "some"]
    assert details.find("p").text == "Counted & told." and "<details" not in second


def test_the_starter_tells_who_is_missing_and_what_they_could_change(study_in, tmp_path):
    """One sentence has the bounds and the tipping point, one the flow; where nobody is missing it says so."""
    paper = study_in(tmp_path / "s", text=(ROOT / "paper" / "starter.md").read_text(encoding="utf-8"))
    known = {"origin": "synthetic", "notebook": "05-missing-responses"}
    heard = {"n": 30, "denominator": "people heard from"}
    missing = [
        Claim("missing.change.bounds", "−23.3 to +20.0 points", "text", **known),
        Claim("missing.tipping.verdict.sentence", "Two of them would do.", "text", **known),
        *(Claim(f"flow.{wave}.people", n, "people", **known) for wave, n in (("start", 29), ("five-months", 24))),
    ]
    for gone, said in (
        (6, "change among everybody lies within −23.3 to +20.0 points. Two of them"),
        (0, "Nobody who was"),
    ):
        incomplete = Claim("missing.incomplete.people", gone, "people", **heard, **known)
        store([*published(), *measured("synthetic"), *missing, incomplete], paper / "claims.json")
        text = html_text(made(paper) / "manuscript.html")
        assert said in text and (f"Of 30 people heard from, {gone} did not answer" in text) == (gone > 0)
    assert "29 handed in a questionnaire" in text and "20 at every one" in text


def test_the_starter_of_a_paper_without_answers_asks_for_no_figure_of_theirs(study_in, tmp_path):
    """A folder with a study.yaml and a published.csv has printed numbers alone: the draft says what they allow."""
    paper = study_in(tmp_path / "s", text=(ROOT / "paper" / "starter.md").read_text(encoding="utf-8"), synthetic=False)
    known = {"origin": "derived", "source": "worked out from: a paper", "notebook": "00-published-claims"}
    cells = {"pairs": 202, "both-yes": 95, "yes-to-no": 15, "no-to-yes": 30, "both-no": 62}
    printed = [
        Claim("printed.ips.tables", 1, "number", **known),
        *(Claim(f"printed.ips.{cell}", number, "people", **known) for cell, number in cells.items()),
        Claim("printed.ips.exact-p", 0.0357, "p-value", **known),
        Claim("printed.ips-group.tables", 1_248, "number", **known),
    ]
    store(printed, paper / "claims.json")
    for drawn in (paper.parent / "figures").iterdir():
        drawn.unlink()
    text = html_text(made(paper) / "manuscript.html")
    assert "Involved in general peer support no number is printed" in text and "1,248" in text
    assert "a single table does: 202 answered both times, 95 said yes and 62 no each time" in text
    assert "Questions were answered" not in text and "Figure" not in text


@pytest.mark.parametrize("gone", [1, 11])
def test_the_starter_tells_who_improved_on_an_ordered_question(study_in, tmp_path, gone):
    """The draft leaves nothing out in silence that notebook 04 found; without such claims it has no such section."""
    paper = study_in(tmp_path / "s", text=(ROOT / "paper" / "starter.md").read_text(encoding="utf-8"))
    store([*published(), *measured("synthetic")], paper / "claims.json")
    assert "improved" not in html_text(made(paper) / "manuscript.html")
    known = {"origin": "synthetic", "notebook": "04-ordered-answers"}
    seen = {"n": 19 + gone, "denominator": "people who were seen"}
    kinds = {"improved": 9, "same": 7, "worse": 3, "not-heard": gone}
    interval = {"interval": (-0.092, 0.639), "level": 0.95, "n": 19, "denominator": "people who answered twice"}
    ordered = [
        *(Claim(f"confidence.{kind}", number, "people", **seen, **known) for kind, number in kinds.items()),
        Claim("confidence.difference", 6 / 19, "points", **interval, **known),
        Claim("confidence.sign-p", 0.146, "p-value", **known),
    ]
    store([*published(), *measured("synthetic"), *ordered], paper / "claims.json")
    text = html_text(made(paper) / "manuscript.html")
    assert "was asked at “Start of the residential” and at “End of the residential”" in text
    assert f"{gone} missed one or both of the two waves" in text
    shares = "Of 19 people who answered twice, the share who improved less the share who got worse is +31.6"
    assert shares in re.sub(r"\s+", " ", text)  # of all who were seen it would be another number
    assert "+31.6 percentage points (95% CI −9.2 to +63.9 points" in text and "exact sign test p = 0.15" in text


@pytest.mark.parametrize("participants", [30, 44])
@pytest.mark.parametrize("gone", [6, 0])
def test_the_starter_does_not_speak_for_those_who_were_never_heard_from(study_in, tmp_path, participants, gone):
    """Bounds hold for those who are in a file; where the study has more people, the paper says so."""
    paper = study_in(tmp_path / "s", text=(ROOT / "paper" / "starter.md").read_text(encoding="utf-8"))
    described = paper.parent / "study.yaml"
    described.write_text(re.sub(r"(?m)^participants: \d+", f"participants: {participants}", described.read_text()))
    known = {"origin": "synthetic", "notebook": "05-missing-responses"}
    heard = {"n": 30, "denominator": "people heard from"}
    told = [
        Claim("missing.change.bounds", "−23.3 to +20.0 points", "text", **known),
        Claim("missing.tipping.verdict.sentence", "Two of them would do.", "text", **known),
        *(Claim(f"flow.{wave}.people", n, "people", **known) for wave, n in (("start", 29), ("five-months", 24))),
        Claim("missing.incomplete.people", gone, "people", **heard, **known),
        Claim("missing.both.people", 30 - gone, "people", **heard, **known),
    ]
    store([*published(), *measured("synthetic"), *told], paper / "claims.json")
    text = html_text(made(paper) / "manuscript.html")
    whom = {30: "everybody", 44: "those heard from"}[participants]
    assert (f"the change among {whom} lies" in text) == (gone > 0)
    assert ("no missing answer could change this" in text) == (gone == 0 and participants == 30)
    assert ("Who was never heard from is in none of these numbers." in text) == (participants == 44)


@pytest.mark.parametrize("waves", [1, 2])
def test_the_starter_does_not_count_people_whom_nobody_finds_again(study_in, tmp_path, waves):
    """Of surveys that are not linked it counts questionnaires, and says of none that nobody gave two."""
    paper = study_in(tmp_path / "s", text=(ROOT / "paper" / "starter.md").read_text(encoding="utf-8"), synthetic=False)
    lines = [f"  - {{id: w{n}, label: Survey {n}, short: S{n}, file: w{n}.csv}}" for n in range(1, waves + 1)]
    items = "items: {sings: {label: Sings, kind: yes-no, column: sings}}\noutcomes: [sings]\n"
    yaml = "title: Surveys\nsynthetic: false\nlinked: no\nwaves:\n" + "\n".join(lines)
    (paper.parent / "study.yaml").write_text(f"{yaml}\ndata: {{layout: per-wave}}\n{items}")
    known = {"origin": "observed", "notebook": "02-participants"}
    wilson = {"n": 9, "interval": (0.3, 0.9), "level": 0.95, "method": "Wilson", "denominator": "people who answered"}
    ids = [f"w{n}" for n in range(1, waves + 1)]
    claims = [Claim(f"flow.{id}.people", 9, "people", n=9 * waves, denominator="questionnaires", **known) for id in ids]
    claims += [Claim(f"sings.{id}.proportion", 6 / 9, "proportion", **wilson, **known) for id in ids]
    store([*claims, Claim("flow.course.people", 9 * waves, "people", **known)], paper / "claims.json")
    text = html_text(made(paper) / "manuscript.html")
    assert "Questionnaires handed in: 9 at “Survey 1”" in text and "two waves or more" not in text
    assert ("Nobody is found again at another wave" in text) == (waves == 2) and "Participants heard from" not in text
    assert "18 people" not in text and " ." not in text.replace(" ...", "")


def test_a_sentence_goes_on_without_its_stop_where_its_method_follows(study_in, tmp_path):
    """In the list of sources, where a claim that is a sentence stands before how it was found."""
    said = "No answers of the people who missed a wave could change the conclusion."
    claim = Claim("missing.said", said, "text", method="exact McNemar test", origin="observed", notebook="05-missing")
    paper = study_in(tmp_path / "s", text=f'{FRONT}\n{{{{ claim("missing.said") }}}}\n\n::: {{#sources}}\n:::\n')
    store([claim], paper / "claims.json")
    text = html_text(made(paper) / "manuscript.html")
    assert f"{said[:-1]}; exact McNemar test" in text and ".;" not in text and said in text


def test_the_starter_says_at_which_wave_nobody_answered(study_in, tmp_path):
    """Its table has a row for each outcome and wave at which it was asked, whether or not anybody answered."""
    paper = study_in(tmp_path / "s", text=(ROOT / "paper" / "starter.md").read_text(encoding="utf-8"))
    unanswered = {"general-peer-support.two-months.proportion", "general-peer-support.five-months.proportion"}
    store([*published(), *(c for c in measured("synthetic") if c.id not in unanswered)], paper / "claims.json")
    page = (made(paper) / "manuscript.html").read_text("utf-8")
    rows = re.findall(r"(?s)<tr.*?</tr>", page.partition('id="tbl-answers"')[2].partition("</table>")[0])
    rows = [row for row in rows if "Involved in general peer support" in row]
    assert ["nobody answered" in row for row in rows] == [False, False, True, True]


def test_the_abstract_has_as_many_words_as_the_journal_takes(built):
    """At most 250, as its readers count them; it says what kind of paper this is."""
    text = (built / "manuscript.html").read_text(encoding="utf-8")
    abstract = re.search(r"(?s)</h2>(.*?)<p><strong>Keywords", text.partition('class="abstract"')[2])[1]
    assert 150 < len(html.unescape(re.sub(r"<[^>]+>", "", abstract)).split()) <= 250
    assert "methods note" in abstract


def test_the_form_and_the_people_needed_lead_and_the_worked_example_follows_the_references(built):
    """Who reads one page reads what to print and how many people it takes; what is invented comes last."""
    text = (built / "manuscript.html").read_text(encoding="utf-8")
    order = ["tbl-print", "tbl-people", 'id="introduction"', 'id="references"', 'id="supplement-worked-example']
    places = [text.index(words if "id=" in words else f'id="{words}"') for words in order]
    assert places == sorted(places)


def test_a_short_name_is_spelt_out_where_it_first_stands(built):
    """In the abstract and again in the text, whose readers may have skipped it; the contents aside."""
    abstract, _, text = (built / "manuscript.html").read_text(encoding="utf-8").partition("</section>")
    for part in (words(abstract.partition("<section")[2]), words(text)):
        assert part[: part.index("IPS")].endswith("Intentional Peer Support (")


def test_captions_of_intervals_say_what_their_bars_are(built):
    """And who is counted, or which test stands beside."""
    text = html_text(built / "manuscript.html")
    assert text.count("Bars: ") + text.count("bars: ") >= 4
    assert "Bars: Fay and Lumbard’s 95% intervals; p: exact McNemar test, not adjusted" in text


def test_the_lines_of_the_word_file_are_numbered_where_the_paper_asks_for_it(built, study_in, tmp_path):
    """Behind the margins, where Word's schema has them, and once for each section."""
    plain = made(study_in(tmp_path / "plain", text=FRONT + "\nText.\n"))
    numbered = [zipfile.ZipFile(paper / "manuscript.docx").read("word/document.xml") for paper in (built, plain)]
    rule = rb'<w:pgMar[^>]*/><w:lnNumType w:countBy="1" w:restart="continuous"/>'
    assert [len(re.findall(rule, one)) for one in numbered] == [numbered[0].count(b"<w:sectPr"), 0]


TABLES = """
| Who | What |
|:----|:-----|
| Anna | Yes |
| Ben | No |

"""


def test_no_row_of_the_word_file_is_parted_and_no_text_touches_the_rule_of_a_table(study_in, tmp_path):
    """Rows of the head too; a text, a list and a marked passage below a table stand off, a heading does so itself."""
    below = ("Text.\n", "- A list.\n- Its second line.\n", "::: {.synthetic}\nInvented.\n:::\n", "# Heading\n")
    paper = made(study_in(tmp_path / "one", text=FRONT + "".join(f"\n{TABLES}{text}" for text in below)))
    document = ElementTree.fromstring(zipfile.ZipFile(paper / "manuscript.docx").read("word/document.xml"))
    rows = [[word_name(part) for part in row] for row in document.iter(f"{WORD}tr")]
    assert (
        len(rows) == 3 * len(below)
        and {row[0] for row in rows} == {"trPr"}
        and {row.count("trPr") for row in rows} == {1}
    )
    of_rows = [[word_name(part) for part in row] for row in document.iter(f"{WORD}trPr")]
    assert of_rows == [["cantSplit", "tblHeader"], ["cantSplit"], ["cantSplit"]] * len(below)
    blocks = [part for part in document.iter(f"{WORD}body") for part in part if word_name(part) in ("p", "tbl")]
    after = [one for table, one in itertools.pairwise(blocks) if word_name(table) == "tbl"]
    told = [[word_name(part) for part in paragraph.find(f"{WORD}pPr")] for paragraph in after]
    assert told == [["pStyle", "spacing"], ["pStyle", "numPr", "spacing"], ["pStyle", "spacing"], ["pStyle"]]
    assert len(list(document.iter(f"{WORD}spacing"))) == 3


def word_name(element):
    return element.tag.removeprefix(WORD)


def test_references_are_as_journals_of_emerald_ask_for_them(built):
    """Name and year with a comma, "et al." from three authors on; title in quotation marks, Vol. and No., DOI."""
    text = html_text(built / "manuscript.html")
    assert "(Altman and Bland, 1995)" in text and "Fagerland et al. (2013)" in text
    work = "Ley, A., Roberts, G. and Willis, D. (2010), “How to support peer support: Evaluating the first steps in a "
    work += (
        "healthcare community”, Journal of Public Mental Health, Vol. 9 No. 1, from p. 16, doi: 10.5042/jpmh.2010.0160."
    )
    assert work in text


def test_no_number_is_parted_from_the_words_beside_it_by_the_end_of_a_line(built):
    """So none is parted by the end of a page, where a footer and a picture would come between its halves."""
    page = (built / "manuscript.html").read_text(encoding="utf-8")
    shown = {words(html.unescape(text)) for text in re.findall(r'class="claim [^>]*>([^<]*)</a>', page)}
    lines = [
        line.replace(" ", "") for one in pypdf.PdfReader(built / "manuscript.pdf").pages for _, line in lines_of(one)
    ]
    number = r"[−+]?\d[\d.,]*%?"
    together = rf"{number} (?:to|of) {number}(?: points)?|{number} (?:CI|percentage|people)|(?:people|[<=]) {number}"
    parts = {part.rstrip(",") for text in shown for part in re.findall(together, text)}
    assert len(parts) > 20
    assert [part for part in parts if not any(part.replace(" ", "") in line for line in lines)] == []


@pytest.mark.parametrize("before", ["The proportion went", "In short, it went"])
def test_no_line_is_stretched_before_a_number_and_its_interval(study_in, tmp_path, before):
    """What a number carries with it is short, so that each line but the last holds as many letters as others do."""
    sentence = (
        f'{before} from {{{{ claim("a.first").of }}}} ({{{{ claim("a.first") }}}}) to {{{{ claim("a.second").of }}}} '
        '({{ claim("a.second") }}), a change of {{ claim("a.change") }} ({{ claim("a.change").interval }}, Fay and '
        "Lumbard's). The interval holds zero: the data are compatible with a rise, with a fall and with neither."
    )
    known = {"notebook": "03-paired-comparisons", "origin": "observed", "n": 22}
    claims = [
        Claim("a.first", 11 / 22, "proportion", **known),
        Claim("a.second", 15 / 22, "proportion", **known),
        Claim("a.change", 0.182, "points", interval=(-0.172, 0.496), level=0.95, **known),
    ]
    paper = study_in(tmp_path / "s", text=f"{FRONT}\n{sentence}\n\n::: {{#sources}}\n:::\n", synthetic=False)
    store(claims, paper / "claims.json")
    lines = [line for _, line in lines_of(pypdf.PdfReader(made(paper) / "manuscript.pdf").pages[0])]
    first = next(place for place, line in enumerate(lines) if line.startswith(before[:8]))
    full = lines[first : next(place for place, line in enumerate(lines) if "neither." in line)]
    assert len(full) > 1 and min(map(len, full)) > 95, full


def test_no_line_ends_within_the_name_of_a_notebook_or_before_a_number_of_a_volume(built):
    """ "00-" and "Vol." wait for what follows them; so do "No.", "p." and "pp."."""
    lines = [line.strip() for one in pypdf.PdfReader(built / "manuscript.pdf").pages for _, line in lines_of(one)]
    assert any(re.search(r"\d\d-[a-z]", line) for line in lines) and any("Vol. " in line for line in lines)
    assert [line for line in lines if re.search(r"\b(\d\d-|Vol\.|No\.|pp?\.)$", line)] == []


def test_a_long_word_does_not_run_over_the_number_beside_it(study_in, tmp_path):
    """In a cell of the PDF it goes on in the next line, whole when it is read."""
    long = "Donaudampfschifffahrtsgesellschaftskapitänsversammlungsteilnehmerverzeichnis"
    rows = f"| Question | Wave | Yes | Part |\n|------|------|------|------|\n| {long} | Later | many | some |\n"
    paper = study_in(tmp_path / "s", text=f"{FRONT}\n{rows}\n: A table.\n", synthetic=False)
    lines = [line for _, line in lines_of(pypdf.PdfReader(made(paper) / "manuscript.pdf").pages[0])]
    first = next(place for place, line in enumerate(lines) if line.startswith("Donaudampf"))
    assert lines[first].endswith(" Later many some") and len(lines[first]) < 60
    assert long in "".join([lines[first].split()[0], *lines[first + 1 : first + 4]])


def test_a_doi_with_brackets_is_the_same_in_word(built):
    """The bracket of an issue stands apart from its volume there; one within a DOI does not, or nobody finds it."""
    text = zipfile.ZipFile(built / "manuscript.docx").read("word/document.xml").decode()
    assert "10.1016/0895-4356(90)90158-L" in text and "10.1016/S0140-6736(07)61602-X" in text
    assert not re.search(r"10\.\d{4}/[^<]*\u00a0", text)


def test_the_issue_of_a_volume_stands_apart_in_word(study_in, tmp_path):
    """Programs that ask of each number whether an output holds it then see two numbers."""
    source = "Ley et al., Journal of Public Mental Health 9(1), from p. 16"
    claim = Claim("published.a", 15, "people", origin="published", source=source, notebook="00-published-claims")
    paper = study_in(tmp_path / "s", text=f'{FRONT}\n{{{{ claim("published.a") }}}}\n\n::: {{#sources}}\n:::\n')
    store([claim], paper / "claims.json")
    assert "9\u00a0(1), from" in zipfile.ZipFile(made(paper) / "manuscript.docx").read("word/document.xml").decode()


def test_a_table_names_each_notebook_once(built):
    """Its cells follow in order, each with a link of its own, as the site leads from them to the cells."""
    page = (built / "manuscript.html").read_text(encoding="utf-8")
    told = re.findall(r"Numbers from (.*?)</caption>", page, re.DOTALL)
    assert any("</a>, <a" in one or "</a> and <a" in one for one in told)
    for one in told:
        names = re.findall(r">(\d\d-[\w-]+), cell", one)
        cells = re.findall(r'href="[^"]*?([\w-]+)\.ipynb">[^<]*cell (\d+)<', one)
        assert len(names) == len(set(names)) and cells == sorted(cells, key=lambda cell: (cell[0], int(cell[1])))


def test_every_format_tells_the_abstract_apart_with_its_keywords(built):
    """Keywords stand at its end, so where they are printed the abstract was taken for one."""
    assert "Keywords: peer support" in pdf_text(built / "manuscript.pdf")
    assert "Keywords: peer support" in html_text(built / "manuscript.html")
    assert jats(built).find(".//abstract") is not None


def test_a_number_that_stands_in_study_yaml_leads_to_no_file_of_data():
    """It follows from none; one that is computed leads to what it was computed from."""
    rows = re.findall(r"<tr>.*?</tr>", (ROOT / "paper" / "manuscript.xml").read_text(encoding="utf-8"), re.DOTALL)
    links = {id: re.findall(r'xlink:href="([^"]*)"', row) for row in rows for id in re.findall(r'"claim-([^"]*)"', row)}
    assert "../data/clean/patterns.csv" in links["primary.difference"]
    assert not any("data/" in link for link in links["primary.margin"])


@pytest.mark.parametrize("cited", [False, True])
def test_a_paper_that_cites_nothing_has_no_heading_of_references(study_in, tmp_path, cited):
    """The heading that the starter has stands in no format over nothing; what follows stays."""
    words = "Words [@altman1995]." if cited else "Words."
    text = f"{FRONT}\n# Before\n\n{words}\n\n# References\n\n::: {{#refs}}\n:::\n\n# After\n\nEnd.\n"
    paper = made(study_in(tmp_path / "s", text=text, synthetic=False))
    for read in (pdf_text(paper / "manuscript.pdf"), html_text(paper / "manuscript.html")):
        assert ("References" in read) == cited and "After" in read and "End." in read
    assert ("References" in docx_text(paper / "manuscript.docx")) == cited


def test_a_file_of_the_style_that_has_moved_makes_another_document(tmp_path):
    """The same bytes under the same name in another folder are found by another path."""
    sources = []
    for place in ("one", "other"):
        folder = tmp_path / place
        (folder / "style" / place).mkdir(parents=True)
        (folder / "style" / place / "part.typ").write_text("#let x = 1", encoding="utf-8")
        sources.append(_source(folder, tmp_path, [], 0, ("pdf",)))
    assert sources[0] != sources[1]
