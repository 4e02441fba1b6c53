"""What is made from an internal or a synthetic study says so in its text, on every page and in its properties."""

import re
import shutil
import zipfile

import nbformat
import pypdf
import pytest

from firststeps.pipeline.acceptance import differences
from firststeps.pipeline.execution import NotebookError, execute
from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.paper.manuscript import build_article, build_checklists, build_manuscript
from firststeps.study import NOT_FOR_RELEASE, SYNTHETIC, Study
from tests import ROOT
from tests.report.marks import places, unmarked

FRONT = "---\ntitle: T\nauthor: [A. Uthor]\ndate: 2026-11-22\nlang: en-GB\nnotice: Draft\n---\n"


@pytest.fixture(scope="module", params=[True, False], ids=["synthetic", "internal"])
def marked(request, tmp_path_factory, study_in):
    """The documents of a study, its checklists too, and the mark that they should carry."""
    paper = study_in(tmp_path_factory.mktemp("marked") / "study", synthetic=request.param)
    shutil.copy(ROOT / "paper" / "checklists.yaml", paper)
    made = [*build_manuscript(paper.parent), *build_checklists(paper.parent)]
    return made, SYNTHETIC if request.param else NOT_FOR_RELEASE


def test_every_document_is_marked_in_every_place(marked):
    """Manuscript and checklists, PDF, DOCX, HTML and JATS: head of the text, each page, and the properties."""
    made, mark = marked
    assert {path.name: unmarked(path, mark) for path in made} == {path.name: [] for path in made}
    assert len(made) == 7


def test_the_window_of_what_is_not_for_release_says_so(marked):
    """The title of the PDF and of the HTML, which a window or a list of files shows."""
    made, mark = marked
    shown = NOT_FOR_RELEASE if mark == NOT_FOR_RELEASE else "nothing"
    page = next(path for path in made if path.name == "manuscript.html").read_text(encoding="utf-8")
    assert (shown in re.search(r"(?s)<title>(.*?)</title>", page)[1]) is (mark == NOT_FOR_RELEASE)


def test_an_author_cannot_leave_the_mark_out(study_in, tmp_path):
    """A paper with a notice of its own, and without a word of the kind of its data."""
    paper = study_in(tmp_path / "s", FRONT + "\nText.\n", synthetic=False)
    for path in build_manuscript(paper.parent):
        assert unmarked(path, NOT_FOR_RELEASE) == []
    assert unmarked(paper / "manuscript.docx", f"{NOT_FOR_RELEASE}. Draft") == ["keywords", "description"]


def test_published_numbers_carry_no_mark(study_in, tmp_path):
    """Where the study says that its numbers are public already, the author's notice stands alone."""
    paper = study_in(tmp_path / "s", FRONT + "\nText.\n", synthetic=False)
    described = paper.with_name("study.yaml").read_text(encoding="utf-8")
    paper.with_name("study.yaml").write_text(f"{described}\nrelease: {{mode: published}}\n")
    assert Study.load(paper.parent).mark == ""
    pdf, docx, *_ = build_manuscript(paper.parent)
    assert "release" not in " ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert not [name for name in zipfile.ZipFile(docx).namelist() if "header" in name]


def test_a_style_of_ones_own_without_a_place_for_the_notice_is_refused(study_in, tmp_path, monkeypatch):
    """The page of the PDF is the author's to set, its notice is not to be lost."""
    monkeypatch.setenv("TRUST", "1")
    paper = study_in(tmp_path / "s", FRONT + "\nText.\n", synthetic=False)
    shutil.copytree(ROOT / "paper" / "style", paper / "style")
    template = paper / "style" / "article.typ"
    template.write_text(template.read_text(encoding="utf-8").replace("$if(notice)$$notice$$endif$", ""))
    with pytest.raises(ManuscriptError, match=r"style/article\.typ has no place for the notice"):
        build_manuscript(paper.parent)


def test_the_mark_stands_in_a_header_of_ones_own(study_in, tmp_path, monkeypatch):
    """Word's style may have a header; the mark is put into it and replaces nothing."""
    monkeypatch.setenv("TRUST", "1")
    paper = study_in(tmp_path / "s", FRONT + "\nText.\n", synthetic=False)
    shutil.copytree(ROOT / "paper" / "style", paper / "style")
    _with_header(paper / "style" / "reference.docx", "Our house")
    _, docx, *_ = build_manuscript(paper.parent)
    assert unmarked(docx, NOT_FOR_RELEASE) == []
    assert "Our house" in dict(places(docx))["header of default pages"]


def _with_header(reference, text):
    """Give a reference document a header, as Word does."""
    with zipfile.ZipFile(reference) as package:
        parts = {
            name: package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(("xml", "rels"))
        }
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts["word/header1.xml"] = f'<w:hdr xmlns:w="{word}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:hdr>'
    relation = f'<Relationship Id="rId77" Type="{office}/header" Target="header1.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace("</Relationships>", relation)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    override = f'<Override PartName="/word/header1.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", override)
    header = '<w:headerReference w:type="default" r:id="rId77"/>'
    parts["word/document.xml"] = re.sub(r"<w:sectPr[^>]*>", lambda found: found[0] + header, parts["word/document.xml"])
    with zipfile.ZipFile(reference, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def test_a_public_paper_carries_its_own_mark_and_not_that_of_the_house(study_in, tmp_path):
    """What goes out says that its counts are rounded, and nowhere that it may not go out."""
    paper = study_in(tmp_path / "s", FRONT + "\nText.\n", synthetic=False)
    study = Study.load(paper.parent)
    made = build_article(study, "manuscript", paper / "claims.json", study.figures, paper, mark="Rounded counts")
    for path in made:
        assert unmarked(path, "Rounded counts") == []
        assert NOT_FOR_RELEASE not in " ".join(text for _, text in places(path))


@pytest.fixture
def notebook(tmp_path):
    """A function that writes a notebook of one cell of code and runs it."""

    def run(code, mark):
        cells = [nbformat.v4.new_markdown_cell("# A question"), nbformat.v4.new_code_cell(code)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")
        execute(tmp_path / "a.ipynb", tmp_path / "build" / "a.ipynb", {}, mark=mark)
        return tmp_path / "build" / "a.ipynb"

    return run


def test_every_notebook_of_an_internal_study_is_marked(notebook):
    """Whatever it shows: in its metadata and in its first line."""
    assert unmarked(notebook("print(1)", NOT_FOR_RELEASE), NOT_FOR_RELEASE) == []


def test_a_notebook_is_called_synthetic_where_it_shows_such_data(notebook):
    """A notebook that reads printed numbers only would be called so falsely."""
    assert unmarked(notebook("print('Synthetic data. A table')", SYNTHETIC), SYNTHETIC) == []
    assert len(unmarked(notebook("print('Printed numbers')", SYNTHETIC), SYNTHETIC)) == 2


def test_a_stored_notebook_loses_the_mark_of_the_study_it_was_stored_for(notebook, tmp_path):
    """The notebooks that are run for every study may carry the mark of the first; what changed is told without it."""
    stored = notebook("print('Synthetic data')", SYNTHETIC)
    execute(stored, tmp_path / "other.ipynb", {}, mark=NOT_FOR_RELEASE)
    told = [text for _, text in places(tmp_path / "other.ipynb")]
    assert told == [NOT_FOR_RELEASE, f"**{NOT_FOR_RELEASE}**"]
    plain, marked = (nbformat.read(path, as_version=4) for path in (tmp_path / "a.ipynb", stored))
    assert differences(plain, marked)[:2] == ["  cell 2", "  +Synthetic data"]


def test_the_copy_of_a_failed_run_is_marked(notebook, tmp_path):
    """It shows people's answers, too."""
    with pytest.raises(NotebookError, match=r"cell 2 .*nothing"):
        notebook("print(nothing)", NOT_FOR_RELEASE)
    assert unmarked(tmp_path / "build" / "a.failed.ipynb", NOT_FOR_RELEASE) == []
