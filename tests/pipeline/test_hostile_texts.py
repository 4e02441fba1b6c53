"""A study whose every text could be taken for markup or a formula: each reader sees it as it was typed."""

import csv
import html
import json
import re
import zipfile
from xml.etree import ElementTree

import pypdf
import pytest
import yaml

HOSTILE = (
    r"""<script>alert(1)</script> {{ x }} $a_1$ 100% snake_case_ #let *b* [x](y) back\slash @ref "q" $5 &amp; `c` ~s~"""
)
FORMULAS = ("=1+1", "+x", "-x", "@y", "=cmd|' /C calc'!A0", "-2+3")
WAVES = {"first": f"First {HOSTILE}", "later": f"Later {HOSTILE}"}
ITEMS = {
    "out": {"label": f"Outcome {HOSTILE}", "kind": "yes-no"},
    "group": {"label": f"Group {HOSTILE}", "kind": "choice", "choices": [HOSTILE, "=$x$"], "waves": ["first"]},
    "rate": {"label": f"Rating {HOSTILE}", "kind": "scale", "range": ["1", "5"], "waves": ["later"]},
    "said": {"label": f"Said {HOSTILE}", "kind": "text", "personal": "checked"},
}
STUDY = {
    "title": f"Title {HOSTILE}",
    "synthetic": "true",
    "waves": [{"id": wave, "label": label, "short": f"$_{wave}_$"} for wave, label in WAVES.items()],
    "data": {"layout": "long", "file": "synthetic-answers.csv"},
    "items": ITEMS,
    "outcomes": ["out"],
    "primary": {"outcome": "out", "first": "first", "second": "later", "margin": "0.10"},
    "coding": {"file": "synthetic-coding.csv"},
    "themes": {"said": {"one": {"label": f"Theme {HOSTILE}", "definition": HOSTILE}, "other": "=other $o$"}},
}


def write(folder):
    """The study in ``folder``: its people's codes are formulas, their answers hostile."""
    people = [f"{FORMULAS[i % 6]} {HOSTILE} {i}" for i in range(12)]
    answers = [["participant", "wave", *ITEMS]]
    answers += [
        [p, w, "Yes" if i % 3 else "No", HOSTILE, "4", f"{FORMULAS[i % 6]} {HOSTILE}"]
        for w in WAVES
        for i, p in enumerate(people)
    ]
    codes = [["participant", "wave", "question", "coder", "theme"]]
    codes += [[p, w, "said", coder, "one"] for coder in ("=A $x$", "<b>B</b>") for w in WAVES for p in people]
    quoted = [{"participant": p, "wave": "first", "question": "said", "approved": "yes"} for p in people]
    (folder / "data" / "raw").mkdir(parents=True)
    for name, rows in (("answers", answers), ("coding", codes)):
        with open(folder / "data" / "raw" / f"synthetic-{name}.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    (folder / "study.yaml").write_text(
        yaml.safe_dump(STUDY | {"quotations": quoted}, sort_keys=False), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def made(fresh_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / "study"
    write(folder)
    fresh_once.make("-j2", "all", f"STUDY={folder}")
    return folder


def words(text):
    """The text with one kind of quotation marks and white space, as Typst and pandoc may set others."""
    return " ".join(text.translate(str.maketrans("“”‘’\u00a0", "\"\"'' ")).split())


def printed(paper, kind):
    """The text of a document as its reader sees it."""
    path = paper / f"manuscript.{kind}"
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if kind == "docx":
        root = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
        return "".join(root.itertext())
    if kind == "xml":
        return "".join(ElementTree.parse(path).getroot().itertext())
    return html.unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("kind", ["html", "docx", "xml", "pdf"])
def test_texts_print_as_typed(made, kind):
    text = words(printed(made / "paper", kind))
    found = text.replace(" ", "") if kind == "pdf" else text
    for told in (STUDY["title"], *WAVES.values(), ITEMS["out"]["label"]):
        told = words(told)
        assert (told.replace(" ", "") if kind == "pdf" else told) in found


def test_no_text_becomes_markup(made):
    """The only elements of a page and of a figure are ours."""
    for path in (made / "paper" / "manuscript.html", *(made / "figures").glob("*.svg")):
        assert "<script>alert" not in path.read_text(encoding="utf-8"), path.name


def shown(made, kind):
    """What the executed notebooks show of one kind."""
    for path in sorted((made / "build").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                yield from ["".join(output["data"][kind])] if kind in output.get("data", {}) else []


def test_tables_in_notebooks_show_texts_as_typed(made):
    pages = list(shown(made, "text/html"))
    assert not any("<script" in page for page in pages)
    tables = [page for page in pages if not page.startswith("<img ")]  # in an attribute nothing is set as a formula
    assert len(tables) > 10
    assert any(HOSTILE in words(html.unescape(re.sub(r"<[^>]+>", "", table))) for table in tables)
    for table in tables:
        assert "<script" not in table
        alone = re.sub(r'<span class="tex2jax_ignore mathjax_ignore">[$\\]</span>', "", table)
        assert "$" not in alone and "\\" not in alone  # what a notebook would set as a formula


def test_figures_draw_dollar_signs_and_underscores(made):
    """Each text of a figure stands as a comment beside its outlines; none is set as a formula."""
    drawn = (made / "figures" / "who-changed.svg").read_text(encoding="utf-8")
    assert "$a_1$" in "".join(re.findall(r"<!-- (.*?) -->", drawn))
    described = json.loads((made / "figures" / "who-changed.json").read_text(encoding="utf-8"))
    assert HOSTILE in " ".join(map(" ".join, described["rows"]))
    assert ElementTree.fromstring(drawn).get("aria-label") == described["alt"]


def test_no_cell_of_a_clean_file_is_a_formula(made):
    for path in (made / "data" / "clean").glob("*.csv"):
        with open(path, newline="", encoding="utf-8") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-(?!\d+(\.\d+)?$)", cell)]
