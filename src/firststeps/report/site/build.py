"""Builds the site of a study in ``build/site/``: all of it or none, from what the study's run has made."""

import json
import os
import re
import shutil
from functools import partial
from pathlib import Path

from firststeps.errors import Stopped
from firststeps.files import write_text, writing_folder
from firststeps.report.claims.record import read_claims
from firststeps.report.paper.manuscript import STYLE as PAPER_STYLE
from firststeps.report.site import pages
from firststeps.report.site.claims import claim_pages, figure_pages
from firststeps.report.site.notebooks import markdown_html, read_notebooks
from firststeps.report.site.places import body_of, led_to_pages, paper_page, places_of
from firststeps.report.site.rows import data_files, given_files
from firststeps.study import NOT_FOR_RELEASE

DOCUMENTS = {
    "manuscript.pdf": "the paper as PDF",
    "manuscript.docx": "for Word",
    "manuscript.html": "as one HTML file",
    "manuscript.xml": "as JATS XML",
    "first-answer.html": "the first answer on one page",
    "for-participants.html": "the sheet for participants",
}
PRINTED = ("published", "derived")  # origins of numbers that a paper prints, or that follow from these
WITHOUT, BESIDE = "Without synthetic data", "Contains synthetic data, marked as such"
_FIGURE = re.compile(r"\]\(([\w-]+)\)\{#([\w-]+)")


def build_site(study, raw):
    """Write the site of ``study`` to its ``build/site/``; give the path of its first page and how many pages there are.

    ``raw`` holds the rows of the given files, lists of texts by name.  Reads what ``make all`` has made; Stopped says
    what is missing.
    """
    for name in ("claims.json", "manuscript.html", "printed.json", "manuscript.md"):
        if not (study.paper / name).is_file():
            raise Stopped(f"paper/{name} is missing: run make all first, then make site.")
    target = study.build / "site"
    with writing_folder(target) as fresh:
        for name, text in _linked(dict(_pages(study, raw))):
            write_text(fresh / name, text)
        _copy_files(study, fresh)
    return target / "index.html", len([*target.rglob("*.html")])


def _linked(texts):
    """Each page of ``texts`` by name; notebooks lose their links to sections and notebooks that this study has not.

    They are the same for every study, so a link of theirs may lead to what another one has.
    """
    for name, text in texts.items():
        if name.startswith("notebooks/"):
            text = re.sub(r'<a href="(?:\.\./)?([\w/.-]+?\.html)(#[^"]*)?">', partial(_kept, texts=texts), text)
        yield name, text


def _kept(link, texts):
    """A link of a notebook as it is, where it leads somewhere; else without its address."""
    name, anchor = link[1], (link[2] or "#")[1:]
    target = texts.get(name if link[0].startswith('<a href="../') else f"notebooks/{name}")
    return link[0] if target is not None and (not anchor or f'id="{anchor}"' in target) else "<a>"


def _pages(study, raw):
    """Each page of the site: its name and its text."""
    claims = read_claims(study.paper / "claims.json")
    narrow = {path.stem for path in study.figures.glob("narrow/*.svg")}
    svgs = {path.read_text("utf-8"): (path.stem, path.stem in narrow) for path in sorted(study.figures.glob("*.svg"))}
    notebooks = read_notebooks(_executed(study), svgs, claims)
    files = data_files(study, raw)
    body = body_of((study.paper / "manuscript.html").read_text(encoding="utf-8"))
    in_paper = {id: name for name, id in _FIGURE.findall((study.paper / "manuscript.md").read_text(encoding="utf-8"))}
    of_claims = claim_pages(claims, places_of(body), notebooks, files)
    figures = figure_pages(study, claims, notebooks, _labels(body, in_paper))
    listings = json.loads((study.paper / "inputs.json").read_text(encoding="utf-8"))
    site = {"title": study.title, "mark": study.mark, "checklists": (study.paper / "checklists.html").is_file()}
    internal = study.mark == NOT_FOR_RELEASE
    option = "" if study.folder == Path.cwd() else f" STUDY={os.path.relpath(study.folder)}"

    plain = _without_synthetic(study, claims) if study.synthetic else ()
    beside = BESIDE if any(claims[id].origin in PRINTED for id in plain if id in claims) else study.mark

    def page(template, title, depth=0, mark=beside, **values):
        """One page with what all of them need, and the mark of what it shows; most show data of each kind."""
        return pages.page(template, title, depth, site=site | {"mark": mark}, option=option, files=files, **values)

    def mark_of(name, known=plain):
        """The mark of a page on one thing alone, by its name."""
        return WITHOUT if name in known else study.mark

    documents = {name: what for name, what in DOCUMENTS.items() if (study.paper / name).is_file()}
    listed = {"claims": of_claims, "notebooks": notebooks, "figures": figures, "documents": documents}
    yield "index.html", page("index.html", study.title, internal=internal, **listed)
    yield "paper.html", page("text.html", "Paper", body=paper_page(body, in_paper), paper=True)
    if site["checklists"]:
        checklists = body_of((study.paper / "checklists.html").read_text(encoding="utf-8"))
        checklists = checklists.replace('href="manuscript.html', 'href="paper.html')
        yield "checklists.html", page("text.html", "Reporting checklists", body=checklists, paper=True)
    yield "numbers.html", page("numbers.html", "Every number", claims=of_claims)
    yield "figures.html", page("figures.html", "Figures", figures=figures)
    yield "inputs.html", page("inputs.html", "What the numbers were computed from", listings=listings)
    dictionary = study.folder / "data" / "README.md"
    columns = _dictionary(dictionary.read_text(encoding="utf-8")) if dictionary.is_file() else ""
    yield "data.html", page("data.html", "Data", study=study, dictionary=columns, given=given_files(files))
    for id, one in of_claims.items():
        yield f"claims/{id}.html", page("claim.html", one.claim.printed, 1, mark_of(id), page=one, listings=listings)
    for name, one in figures.items():
        mark = mark_of(name, () if one.mark or not study.synthetic else (name,))
        yield f"figures/{name}.html", page("figure.html", one.title, 1, mark, page=one)
        if one.columns:
            yield f"figures/{name}.csv", one.as_csv
    for name, one in notebooks.items():
        yield f"notebooks/{name}.html", page("notebook.html", one.title, 1, mark_of(name), page=one)
    for name, one in files.items():
        yield f"{name}.html", page("rows.html", name, name.count("/"), mark_of(name), page=one)
    yield "site.css", pages.STYLE.read_text(encoding="utf-8")
    yield "article.css", (PAPER_STYLE / "article.css").read_text(encoding="utf-8")


def _without_synthetic(study, claims):
    """The names of notebooks, claims and files of a synthetic study that hold nothing synthetic."""
    names = {path.stem for path in _executed(study) if study.mark not in path.read_text(encoding="utf-8")}
    names |= {id for id, claim in claims.items() if claim.origin in PRINTED}
    names |= {id for id, claim in claims.items() if claim.origin == "assumed" and claim.notebook in names}
    return names | {"data/published.csv"}


def _executed(study):
    """The executed notebooks of a study, in their order."""
    return sorted(study.build.glob("[0-9][0-9]-*.ipynb"))


def _copy_files(study, target):
    """Copy the documents and the pictures that the pages lead to; HTML leads to pages of the site in its turn."""
    (target / "paper").mkdir()
    for name in DOCUMENTS:
        path = study.paper / name
        if path.is_file() and path.suffix == ".html":
            write_text(target / "paper" / name, led_to_pages(path.read_text(encoding="utf-8"), "../"))
        elif path.is_file():
            shutil.copyfile(path, target / "paper" / name)
    for pattern in ("*.svg", "*.png", "*.pdf", "narrow/*.svg"):
        for path in study.figures.glob(pattern):
            copy = target / "figures" / path.relative_to(study.figures)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def _labels(body, in_paper):
    """What the paper calls each figure, and its anchor there, by the figure's name."""
    labels = {}
    for id, name in in_paper.items():
        caption = re.search(rf'id="{re.escape(id)}".*?<strong>(?:<a[^>]*>)?((?:Figure|Note)\W\d+)', body, re.DOTALL)
        if caption:
            labels[name] = (caption[1], id)
    return labels


def _dictionary(text):
    """The data dictionary as HTML, its links to files led to where the site has them, or to nowhere."""
    html = markdown_html(re.sub(r"\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", text))
    return re.sub(r"<(/?)h1", r"<\1h2", html)
