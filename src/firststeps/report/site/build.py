"""Builds the site of a study in ``build/site/``: all of it or none, from what the study's run has made."""

import re
import shutil
from dataclasses import dataclass
from functools import partial

from firststeps.errors import Stopped
from firststeps.files import read_json, write_text, writing_folder
from firststeps.report.claims.record import read_claims
from firststeps.report.paper.manuscript import STYLE as PAPER_STYLE
from firststeps.report.site import pages
from firststeps.report.site.claims import claim_pages, figure_pages
from firststeps.report.site.downloads import hand_out
from firststeps.report.site.notebooks import markdown_html, read_notebooks
from firststeps.report.site.places import body_of, paper_page, places_of
from firststeps.report.site.rows import data_files, given_files
from firststeps.study import NOT_FOR_RELEASE, Study

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
        for name, text in _with_live_links(dict(_pages(study, raw))):
            write_text(fresh / name, text)
        _copy_files(study, fresh)
    return target / "index.html", len([*target.rglob("*.html")])


def _with_live_links(texts):
    """Each page of ``texts`` by name; notebooks lose their links to sections and notebooks that this study has not.

    They are the same for every study, so a link of theirs may lead to what another one has.
    """
    for name, text in texts.items():
        if name.startswith("notebooks/"):
            text = re.sub(r'<a href="(?:\.\./)?([\w/.-]+?\.html)(#[^"]*)?">', partial(_live_link, texts=texts), text)
        yield name, text


def _live_link(link, texts):
    """A link of a notebook as it is, where it leads somewhere; else without its address."""
    name, anchor = link[1], (link[2] or "#")[1:]
    target = texts.get(name if link[0].startswith('<a href="../') else f"notebooks/{name}")
    return link[0] if target is not None and (not anchor or f'id="{anchor}"' in target) else "<a>"


@dataclass(frozen=True)
class _Site:
    """What the pages of a site show: the ``body`` of the paper, its figures by anchor (``in_paper``), and the rest.

    ``plain`` are the names of what holds nothing synthetic, ``beside`` the mark of pages that show data of each kind.
    """

    study: Study
    body: str
    in_paper: dict
    claims: dict
    figures: dict
    notebooks: dict
    files: dict
    listings: dict
    plain: frozenset
    beside: str

    @classmethod
    def read(cls, study, raw):
        """Read what the run of a study has made; ``raw`` holds the rows of its given files."""
        claims = read_claims(study.paper / "claims.json")
        narrow = {path.stem for path in study.figures.glob("narrow/*.svg")}
        drawn = sorted(study.figures.glob("*.svg"))
        svgs = {path.read_text("utf-8"): (path.stem, path.stem in narrow) for path in drawn}
        notebooks = read_notebooks(_executed_notebooks(study), svgs, claims)
        files = data_files(study, raw)
        body = body_of((study.paper / "manuscript.html").read_text(encoding="utf-8"))
        source = (study.paper / "manuscript.md").read_text(encoding="utf-8")
        in_paper = {id: name for name, id in _FIGURE.findall(source)}
        plain = frozenset(_without_synthetic(study, claims) if study.synthetic else ())
        figures = figure_pages(study, claims, notebooks, _labels(body, in_paper))
        return cls(
            study,
            body,
            in_paper,
            claims=claim_pages(study, claims, places_of(body), notebooks, files, figures),
            figures=figures,
            notebooks=notebooks,
            files=files,
            listings=read_json(study.paper / "inputs.json"),
            plain=plain,
            beside=BESIDE if any(claims[id].origin in PRINTED for id in plain if id in claims) else study.mark,
        )

    def page(self, template, title, depth=0, mark=None, **values):
        """One page with what all of them need, and the ``mark`` of what it shows; most show data of each kind."""
        checklists = (self.study.paper / "checklists.html").is_file()
        site = {"title": self.study.title, "checklists": checklists, "mark": self.beside if mark is None else mark}
        return pages.page(template, title, depth, site=site, option=self.study.option, files=self.files, **values)

    def overviews(self):
        """The pages that lead to others: each its name and its text."""
        study = self.study
        documents = {name: what for name, what in DOCUMENTS.items() if (study.paper / name).is_file()}
        listed = {"claims": self.claims, "notebooks": self.notebooks, "figures": self.figures, "documents": documents}
        yield "index.html", self.page("index.html", study.title, internal=study.mark == NOT_FOR_RELEASE, **listed)
        yield "paper.html", self.page("text.html", "Paper", body=paper_page(self.body, self.in_paper), paper=True)
        if (study.paper / "checklists.html").is_file():
            checklists = body_of((study.paper / "checklists.html").read_text(encoding="utf-8"))
            checklists = checklists.replace('href="manuscript.html', 'href="paper.html')
            yield "checklists.html", self.page("text.html", "Reporting checklists", body=checklists, paper=True)
        yield "numbers.html", self.page("numbers.html", "Every number", claims=self.claims)
        yield "figures.html", self.page("figures.html", "Figures", figures=self.figures)
        title = "What the numbers were computed from"
        yield "inputs.html", self.page("inputs.html", title, listings=self.listings)
        dictionary = study.folder / "data" / "README.md"
        columns = _dictionary(dictionary.read_text(encoding="utf-8")) if dictionary.is_file() else ""
        values = {"study": study, "dictionary": columns, "given": given_files(self.files)}
        yield "data.html", self.page("data.html", "Data", **values)

    def single_pages(self):
        """The pages on one thing alone, and the numbers of figures: each its name and its text."""
        for id, one in self.claims.items():
            mark, values = self._mark(id in self.plain), {"page": one, "listings": self.listings}
            title = f"{one.claim.printed} ({id})"  # many numbers are printed alike
            yield f"claims/{id}.html", self.page("claim.html", title, 1, mark, **values)
        for name, one in self.figures.items():
            mark = self._mark(self.study.synthetic and not one.mark)
            yield f"figures/{name}.html", self.page("figure.html", one.title, 1, mark, page=one)
            if one.columns:
                yield f"figures/{name}.csv", one.as_csv
        for name, one in self.notebooks.items():
            mark = self._mark(name in self.plain)
            yield f"notebooks/{name}.html", self.page("notebook.html", one.title, 1, mark, page=one)
        for name, one in self.files.items():
            mark = self._mark(name in self.plain)
            yield f"{name}.html", self.page("rows.html", name, name.count("/"), mark, page=one)

    def _mark(self, plain):
        """What a page must carry: the mark of the study, or nothing where it is ``plain`` of it."""
        return WITHOUT if plain else self.study.mark


def _pages(study, raw):
    """Each page of the site, and its style sheets: its name and its text."""
    site = _Site.read(study, raw)
    yield from site.overviews()
    yield from site.single_pages()
    yield "site.css", pages.STYLE.read_text(encoding="utf-8")
    yield "article.css", (PAPER_STYLE / "article.css").read_text(encoding="utf-8")


def _without_synthetic(study, claims):
    """The names of notebooks, claims and files of a synthetic study that hold nothing synthetic."""
    names = {path.stem for path in _executed_notebooks(study) if study.mark not in path.read_text(encoding="utf-8")}
    names |= {id for id, claim in claims.items() if claim.origin in PRINTED}
    names |= {id for id, claim in claims.items() if claim.origin == "assumed" and claim.notebook in names}
    return names | {"data/published.csv"}


def _executed_notebooks(study):
    """The executed notebooks of a study, in their order."""
    return sorted(study.build.glob("[0-9][0-9]-*.ipynb"))


def _copy_files(study, target):
    """Copy the documents and the pictures that the pages lead to; documents lead to pages of the site in their turn."""
    (target / "paper").mkdir()
    for name in DOCUMENTS:
        if (study.paper / name).is_file():
            hand_out(study.paper / name, target / "paper")
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
