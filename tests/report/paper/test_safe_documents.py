"""A paper that a stranger wrote brings nothing into its documents that a browser, Word or Typst would run or fetch."""

import json
import re
import zipfile

import pypdf
import pytest
from click.testing import CliRunner

from firststeps.__main__ import main
from firststeps.errors import Stopped
from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.paper.manuscript import STYLE, build_checklists, build_manuscript, style_of
from firststeps.report.paper.pictures import check_svg
from firststeps.study import Study
from tests.report.invented import SVG

FRONT = "---\ntitle: T\nauthor: [A. Uthor]\ndate: 2026-11-22\nlang: en-GB\n---\n\n"
SPAN = '[word]{%s="%s"}'


def refused(paper, message):
    """Making the documents stops with the message, and leaves none."""
    with pytest.raises(ManuscriptError, match=message):
        build_manuscript(paper.parent)
    assert not list(paper.glob("manuscript.[!m]*"))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<script>alert(document.domain)</script>", 'raw html "<script>'),
        ("Text <b onclick='x()'>bold</b>.", 'raw html "<b onclick'),
        ('<img src="x" onerror="alert(origin)">', 'raw html "<img'),
        ('<iframe src="file:///etc/passwd"></iframe>', 'raw html "<iframe'),
        ("`<script>x</script>`{=html}", "raw html"),
        ('```{=typst}\n#read("/etc/passwd")\n```', r'raw typst "#read\('),
        ('`#image("/etc/passwd")`{=typst}', "raw typst"),
        ("```{=openxml}\n<w:p/>\n```", "raw openxml"),
        ("```{=jats}\n<p/>\n```", "raw jats"),
        (r"\input{/etc/passwd}", "raw tex"),
        ("[link](javascript:alert(origin))", 'a link to "javascript:'),
        ("[link](<java&#10;script:alert(origin)>)", "a link to"),
        ("[link](&#x6A;avascript:alert(origin))", 'a link to "javascript:'),
        ("[link](JaVaScRiPt:alert(origin))", 'a link to "JaVa'),
        ("<vbscript:x>", "a link to|raw html"),
        ("[link](data:text/html,x)", 'a link to "data:'),
        ("[link](file:///etc/passwd)", 'a link to "file:'),
        (SPAN % ("onclick", "alert(origin)"), 'attribute "onclick"'),
        (SPAN % ("onmouseover", "alert(origin)"), 'attribute "onmouseover"'),
        (SPAN % ("style", "background:url(https://example.org)"), 'attribute "style"'),
        (SPAN % ("src", "/etc/passwd"), 'attribute "src"'),
        (SPAN % ("data-src", "/etc/passwd"), 'attribute "data-src"'),
        (SPAN % ("poster", "/etc/passwd"), 'attribute "poster"'),
        (SPAN % ("typst:text:fill", "read(bytes)"), 'attribute "typst:text:fill"'),
        ('::: {onclick="x"}\nText\n:::', 'attribute "onclick"'),
        ('# Heading {onclick="x"}', 'attribute "onclick"'),
        ('`code`{onclick="x"}', 'attribute "onclick"'),
        ('``` {onclick="x"}\ncode\n```', 'attribute "onclick"'),
        ('| a |\n|---|\n| b |\n\n: Caption. {#tbl-a onclick="x"}', 'attribute "onclick"'),
        ('[link](https://example.org){onclick="x"}', 'attribute "onclick"'),
        ('![A](who-changed){#fig-a onerror="x"}', 'attribute "onerror"'),
        ("Text ![inline](/etc/passwd) text", '"/etc/passwd" is no figure'),
        ("Text ![inline](https://example.org/a) text", "is no figure"),
        ("![Caption.](../../secret){#fig-a}", "is no figure"),
        ("[<b onclick=x>see</b> @ley2010]", "raw html"),
        ("[see [x](javascript:y) @ley2010]", "a link to"),
        ("Text.[^a]\n\n[^a]: <b onclick=x>note</b>", "raw html"),
        ("| a |\n|---|\n| [x]{onclick=y} |\n\n: Caption [x]{onclick=y}. {#tbl-a}", 'attribute "onclick"'),
        ("| line <b>x</b>\n| line", "raw html"),
        ("Term\n\n:   <svg onload=x>", "raw html"),
        ('[]{.claim n="a"}', 'class "claim" is typed'),
        ("---\ncss: /etc/passwd\n---", 'key "css" at its head'),
        ("---\nheader-includes: <script>x</script>\n---", 'key "header-includes"|raw html'),
        ("---\ninclude-before: text\n---", 'key "include-before"'),
        ("---\ncsl: /etc/passwd\n---", 'key "csl"'),
        ("---\nsubtitle: <script>x</script>\n---", "raw html"),
        ("---\nabstract: |\n  <script>x</script>\n---", "raw html"),
    ],
)  # fmt: skip
def test_what_runs_or_reads_is_refused_by_what_it_is(study_in, tmp_path, body, message):
    """Raw passages, event handlers, script links, foreign pictures and foreign front matter stop the build."""
    refused(study_in(tmp_path / "s", text=f"{FRONT}{body}\n"), message)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (r"title={{A \href{javascript:alert(1)}{title}}}", 'references.bib.* a link to "javascript:'),
        (r"title={{A \input{/etc/passwd} title}}", "references.bib.* raw"),
        (r"title={{A \includegraphics{/etc/passwd} title}}", "is no figure|raw"),
        (r"title={A}, url={file:///etc/passwd}", 'a link to "file:'),
        (r"title={{A <script>x</script> title}}", None),
    ],
)
def test_a_bibliography_brings_nothing_that_runs_or_reads(study_in, tmp_path, field, message):
    """What a reference brings in is looked at again once citations are set; what is only text stays text."""
    paper = study_in(tmp_path / "s", text=FRONT + "As @evil2000 say.\n\n# References\n\n::: {#refs}\n:::\n")
    (paper / "references.bib").write_text(f"@article{{evil2000, author={{Evil, A.}}, year=2000, {field}}}\n")
    if message:
        refused(paper, message)
        return
    build_manuscript(paper.parent)
    text = (paper / "manuscript.html").read_text(encoding="utf-8")
    assert not re.search(r'<script|href="(file|javascript):', text)
    assert "root:" not in text


@pytest.mark.parametrize(
    ("title", "message"),
    [
        (b"A \x07 title", r"references\.bib line 2 holds a character that is no part of a text \(U\+0007\)"),
        (b"A \xe9tude", r"references\.bib is no text in UTF-8 \(byte \d+\)"),
    ],
)
def test_a_bibliography_that_no_document_can_hold_is_refused_by_its_line(study_in, tmp_path, title, message):
    """A control character and letters in another encoding are named before any document is made."""
    paper = study_in(tmp_path / "s", text=FRONT + "As @odd2000 say.\n\n::: {#refs}\n:::\n")
    entry = b"@article{odd2000, author={Odd, A.}, year=2000,\n title={" + title + b"}}\n"
    (paper / "references.bib").write_bytes(entry)
    with pytest.raises(Stopped, match=message):
        build_manuscript(paper.parent)
    assert not list(paper.glob("manuscript.[!m]*"))


def test_the_bibliography_is_the_file_beside_the_paper_whatever_the_head_says(study_in, tmp_path):
    """A bibliography named at the head is not read."""
    (tmp_path / "other.bib").write_text("@article{else2000, author={Else, A.}, title={Elsewhere}, year=2000}\n")
    front = FRONT.replace("title: T", f"title: T\nbibliography: {tmp_path}/other.bib\nnocite: '@*'")
    paper = study_in(tmp_path / "s", text=front + "As @ley2010 say.\n\n::: {#refs}\n:::\n")
    build_manuscript(paper.parent)
    text = (paper / "manuscript.html").read_text(encoding="utf-8")
    assert "Ley" in text and "Elsewhere" not in text


def test_texts_at_the_head_stay_texts(study_in, tmp_path):
    """Quotation marks and code in the names of authors and keywords end no attribute and no text of Typst's.

    The mark of the data is the last keyword (``marking.mark_document``; ``marks.unmarked`` asks for it).
    """
    author = "`x\", ), keywords: (read(\"article.md\")) //`"  # fmt: skip
    front = f"---\ntitle: T\nauthor: ['{author}', 'B \"C\" #D']\nkeywords: ['[k](https://a/b\"onx=y)', plain]\n"
    paper = study_in(tmp_path / "s", text=f"{front}date: 2026-11-22\nlang: en-GB\n---\n\nText.\n")
    build_manuscript(paper.parent)
    about = pypdf.PdfReader(paper / "manuscript.pdf").metadata
    assert 'read("article.md")' in about.author and "#D" in about.author
    assert about["/Keywords"].split(", ") == ["k", "plain", "Synthetic data"]  # the mark of the invented study
    html = (paper / "manuscript.html").read_text(encoding="utf-8")
    assert '<meta name="keywords" content="k, plain, Synthetic data" />' in html


def test_code_and_formulas_stay_text_in_every_format(study_in, tmp_path):
    """Fences within code and texts within formulas open no way into HTML or Typst."""
    code = '~~~~~\n```\n#read("article.md")\n````\n#panic()\n~~~~~'
    inline = '`` `#panic()` ``, ``#"`"#panic()``'
    math = r'$\text{"#panic()<script>x</script>}$ $\mathrm{\#panic()}$'
    paper = study_in(tmp_path / "s", text=f"{FRONT}{math}\n")
    build_manuscript(paper.parent, ["html", "docx"])  # the PDF takes no formulas: they have no words to be read aloud
    assert "<script" not in (paper / "manuscript.html").read_text(encoding="utf-8")
    (paper / "manuscript.md").write_text(f"{FRONT}{code}\n\n{inline}\n")
    build_manuscript(paper.parent)
    assert "#panic()" in pypdf.PdfReader(paper / "manuscript.pdf").pages[0].extract_text()


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


@pytest.mark.parametrize(
    ("drawn", "message"),
    [
        ("<script>alert(1)</script>", "element <script>"),
        ('<s:script xmlns:s="http://www.w3.org/2000/svg">x</s:script>', "element <s:script>"),
        ("<foreignObject><p/></foreignObject>", "element <foreignObject>"),
        ('<rect onload="x()"/>', 'attribute "onload"'),
        ('<rect ONclick="x()"/>', 'attribute "ONclick"'),
        ('<a href="https://example.org"><rect/></a>', "element <a>"),
        ('<image href="https://example.org/a.png"/>', "reference to 'https"),
        ('<image xlink:href="file:///etc/passwd"/>', "reference to 'file"),
        ('<image href="/etc/passwd"/>', "reference to '/etc/passwd'"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "reference to 'data:image/svg"),
        ('<use href="other.svg#a"/>', "reference to 'other.svg#a'"),
        ('<animate attributeName="href" to="javascript:x"/>', "element <animate>"),
        ('<set attributeName="href" to="javascript:x"/>', "element <set>"),
        ("<style>@import 'https://example.org';</style>", "the style"),
        ("<style>rect {fill: url(https://example.org/a)}</style>", "the style"),
        ("<style>&lt;/style&gt;&lt;script&gt;</style>", "the style"),
        ("<style><![CDATA[</style><script>x</script>]]></style>", "CDATA"),
        ('<rect style="fill: url(https://example.org/a)"/>', "value 'fill"),
        ('<rect fill="url(https://example.org/a)"/>', "value 'url"),
        ('<img xmlns="urn:x" src="x"/>', "element <img>"),
        ("<?xml-stylesheet href='https://example.org'?>", "processing instruction"),
        ("<rect>", "no readable SVG"),
    ],
)
def test_an_svg_is_a_drawing_alone(tmp_path, drawn, message):
    """Scripts, handlers, foreign content, animations and references to elsewhere are refused with their line."""
    path = tmp_path / "a.svg"
    path.write_text(f"{HEAD}{drawn}</svg>")
    with pytest.raises(ManuscriptError, match=message):
        check_svg(path)


def test_an_svg_declares_no_entities(tmp_path):
    """Entities, which may grow without end or read files, are refused."""
    path = tmp_path / "a.svg"
    path.write_text(f'<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>{HEAD}&a;</svg>')
    with pytest.raises(ManuscriptError, match="declaration of an entity"):
        check_svg(path)


def test_our_own_drawings_are_drawings_alone(tmp_path):
    """What matplotlib writes passes, gradients and small pictures within the file too."""
    for path in Study.load(".").figures.glob("*.svg"):
        check_svg(path)
    drawn = (
        '<use xlink:href="#a"/><rect fill="url(#a)"/><image href="data:image/png;base64,AAAA"/><text>a &lt; b</text>'
    )
    (tmp_path / "a.svg").write_text(f"{HEAD}{drawn}</svg>")
    check_svg(tmp_path / "a.svg")


def test_a_figure_that_runs_something_stops_the_build(study_in, tmp_path):
    """The pictures of a paper are looked at before they stand in it."""
    paper = study_in(tmp_path / "s", text=FRONT + "::: {.synthetic}\n![Caption.](who-changed){#fig-a}\n:::\n")
    (paper.parent / "figures" / "who-changed.svg").write_text(SVG.replace("<rect", "<script>x</script><rect"))
    refused(paper, r"figures/who-changed\.svg, line 1: the element <script>")


def own_style(paper):
    """Give a study a style whose filters write a file, whose page reads one and whose template says so."""
    for path in STYLE.iterdir():
        (paper / "style").mkdir(exist_ok=True)
        (paper / "style" / path.name).write_bytes(path.read_bytes())
    claims = paper / "style" / "claims.lua"
    claims.write_text(f'io.open("{paper}/HERE", "w"):close()\n{claims.read_text()}')
    (paper / "style" / "safe.lua").write_text("return {}")


def test_a_study_s_own_filters_run_only_where_they_are_trusted(study_in, tmp_path, monkeypatch, capsys):
    """Without TRUST=1 the compendium's style is used, and one sentence says so."""
    paper = study_in(tmp_path / "s", text=FRONT + "Text.\n")
    own_style(paper)
    monkeypatch.delenv("TRUST", raising=False)
    build_manuscript(paper.parent)
    build_manuscript(paper.parent)
    assert not (paper / "HERE").exists()
    assert capsys.readouterr().out.count("s/paper/style/ is not used, since what stands there can run programs") == 1
    monkeypatch.setenv("TRUST", "1")
    build_manuscript(paper.parent)
    assert (paper / "HERE").exists()
    (paper / "manuscript.md").write_text(FRONT + "<script>x</script>\n")
    with pytest.raises(ManuscriptError, match="raw html"):
        build_manuscript(paper.parent)


def test_the_compendium_s_own_style_needs_no_trust(monkeypatch):
    """What is shipped with the compendium is used as it is."""
    monkeypatch.delenv("TRUST", raising=False)
    assert style_of(Study.load(".")).samefile(STYLE)


def test_the_command_line_refuses_in_a_sentence(study_in, tmp_path):
    """The command that make calls stops with the sentence, exit status 1 and no traceback."""
    paper = study_in(tmp_path / "s", text=FRONT + "<script>x</script>\n")
    done = CliRunner().invoke(main, ["manuscript", "--study", str(paper.parent)])
    assert done.exit_code == 1
    assert done.output.startswith('Stopped: The manuscript could not be made: the article holds raw html "<script>')
    assert "Traceback" not in done.output and len(done.output.splitlines()) == 1


def test_checklists_are_as_safe_as_the_paper(study_in, tmp_path):
    """A checklist's answers and a study's title bring neither scripts nor keys of the head into the supplement."""
    paper = study_in(tmp_path / "s", text=FRONT + "# Methods\n\nText.\n")
    items = [{"item": "1", "topic": "<img src=a onerror=b>", "where": ["Methods"]}]
    listed = [{"name": "STROBE", "about": "a", "source": "@ley2010", "items": items}]
    (paper / "checklists.yaml").write_text(json.dumps(listed))
    with pytest.raises(ManuscriptError, match="raw html"):
        build_checklists(paper.parent)
    (paper / "checklists.yaml").write_text(json.dumps(listed).replace("<img src=a onerror=b>", "Design"))
    described = paper.with_name("study.yaml")
    title = 'A\\"\\ncss: /etc/passwd\\nx: \\"<script>'
    described.write_text(re.sub("(?m)^title: .*$", lambda _: f'title: "{title}"', described.read_text()))
    build_checklists(paper.parent)
    text = (paper / "checklists.html").read_text(encoding="utf-8")
    assert "<script" not in text and "root:" not in text
    assert b"<w:p/>" not in zipfile.ZipFile(paper / "checklists.docx").read("word/document.xml")
