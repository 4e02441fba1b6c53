import html
import re

import pypdf
import pytest
import yaml

from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.paper.checklists import checklist_markdown, headings, read_checklists
from firststeps.report.paper.manuscript import build_checklists
from firststeps.study import Study


@pytest.fixture
def paper():
    return Study.load(".").paper


# Each checklist of ours with the number of its items.
OURS = {"TREND": 22, "TIDieR": 12, "GRAMMS": 6, "STROBE, items 12 to 14": 11}


def given(**item):
    entry = {"item": "1", "topic": "Title", **item}
    return yaml.safe_dump([{"name": "TREND", "about": "", "source": "", "items": [entry]}])


def test_every_item_of_our_checklists_points_to_a_section_that_is_there(paper):
    known = headings((paper / "manuscript.md").read_text(encoding="utf-8"))
    checklists = read_checklists((paper / "checklists.yaml").read_text(encoding="utf-8"), known)
    assert {c["name"]: len(c["items"]) for c in checklists} == OURS


@pytest.mark.parametrize("answer", [{}, {"where": []}, {"not applicable": ""}, {"where": None, "not applicable": None}])
def test_an_empty_item_is_refused_by_name(answer):
    with pytest.raises(ManuscriptError, match=r"TREND 1 \(Title\): name the section"):
        read_checklists(given(**answer), ["Methods"])


def test_a_section_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(ManuscriptError, match=r"no section 'Metods' \(nearest: Methods\)"):
        read_checklists(given(where=["Metods"]), ["Methods", "Results"])


def test_all_faults_are_told_at_once():
    items = [{"item": str(n), "topic": "x"} for n in (1, 2, 3)]
    with pytest.raises(ManuscriptError) as refused:
        read_checklists(yaml.safe_dump([{"name": "T", "about": "", "source": "", "items": items}]), [])
    assert len(str(refused.value).splitlines()) == 3


def test_a_reason_is_printed_in_the_place_of_a_section():
    checklists = read_checklists(given(**{"not applicable": "there was one group"}), [])
    assert "| 1 | Title | Not applicable: there was one group |" in checklist_markdown(checklists, "A study")


def test_an_item_has_one_answer_only():
    with pytest.raises(ManuscriptError, match=r"TREND 1 \(Title\): give one answer"):
        read_checklists(given(**{"where": ["Title"], "not stated": "no title"}), [])


def test_every_section_stands_in_the_finished_manuscript_under_the_printed_name(paper):
    """Names as a reader of the supplement looks for them, synthetic sections under their mark."""
    article = (paper / "manuscript.md").read_text(encoding="utf-8")
    printed = dict(zip(headings(article), headings(article, "synthetic"), strict=True))
    page = re.sub(r"\s+", " ", (paper / "manuscript.html").read_text(encoding="utf-8"))
    titles = {html.unescape(title) for title in re.findall(r"<h\d[^>]*>(.*?)</h\d>", page)}
    checklists = read_checklists((paper / "checklists.yaml").read_text(encoding="utf-8"), headings(article))
    places = {place for c in checklists for item in c["items"] for place in item.get("where", [])}
    assert {printed[place] for place in places - {"Title", "Abstract"}} <= titles


def test_headings_read_as_where_the_data_are_observed():
    source = "# A\n\ntext # no heading\n\n## {% if x %}Synthetic data: b{% else %}B{% endif %} c {#sec}\n"
    assert headings(source) == ["A", "{% if x %}Synthetic data: b{% else %}B{% endif %} c"]
    source = source.replace("if x", "if study.synthetic")
    assert headings(source) == ["A", "B c"] and headings(source, "synthetic") == ["A", "Synthetic data: b c"]


def test_the_supplement_is_made_with_every_item(tmp_path, paper):
    study = tmp_path / "study"
    (study / "paper").mkdir(parents=True)
    for name in ("manuscript.md", "references.bib", "checklists.yaml"):
        (study / "paper" / name).write_bytes((paper / name).read_bytes())
    (study / "study.yaml").write_bytes((paper.parent / "study.yaml").read_bytes())
    made, printed = build_checklists(study, ["html", "pdf"])
    assert len(re.findall(r"<tr", made.read_text(encoding="utf-8"))) == sum(OURS.values()) + len(OURS)
    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(printed).pages)
    assert len(re.findall(r"Item\s+Topic\s+Where", pages)) == len(OURS)  # none is parted, so none has its head twice
