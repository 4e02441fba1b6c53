"""All that the page of one claim, or of one figure, says."""

import json
from dataclasses import dataclass, field

from firststeps.files import sha256
from firststeps.report.claims.claim import Claim
from firststeps.report.claims.drawn import Drawn, drawn_by
from firststeps.report.claims.in_text import source_of
from firststeps.report.printing.spreadsheet import as_csv
from firststeps.report.site.rows import PUBLISHED, given_files, published_rows
from firststeps.report.site.shown import figures_with

KINDS = ("svg", "pdf", "png", "json")


@dataclass(frozen=True)
class ClaimPage:
    """A claim with its places in the paper, its cell, and what it was computed from.

    ``forms`` are the ways in which the paper prints it; ``clean`` are the data files that its notebook reads and
    ``raw`` the given files behind them; ``published`` are the rows of ``published.csv`` that it speaks of; ``figures``
    the pages of those figures that print it, by name.
    """

    claim: Claim
    forms: list
    places: list
    cell: object
    clean: list
    raw: list
    published: dict
    figures: dict = field(default_factory=dict)

    @property
    def facts(self):
        """What is known of the claim, in the order in which a reader asks for it: pairs of name and text."""
        claim, source = self.claim, source_of(self.claim)
        facts = {
            "Value": repr(claim.value) if isinstance(claim.value, float) else str(claim.value),
            "The paper prints": ", ".join(self.forms) or f"nothing of it; the notebook prints {claim.printed}",
            "Unit": claim.unit,
            "n": "" if claim.n is None else f"{claim.n:,}",
            "Who they are": claim.denominator or "",
            "How many of how many": claim.fraction,
            "Interval": claim.printed_interval,
            "Limits": " to ".join("no limit" if limit is None else repr(limit) for limit in claim.interval or ()),
            "Level": "" if claim.level is None else f"{claim.level:g}",
            "Method": claim.method or "",
            "Data": source["data"],
            "Source": claim.source or "",
        }
        return [(name, text) for name, text in facts.items() if text]


@dataclass(frozen=True)
class FigurePage:
    """A figure with its words and numbers, its place in the paper, the cell that draws it and its files' hashes."""

    name: str
    alt: str
    drawn: Drawn | None
    cell: object
    label: str
    anchor: str
    clean: list
    columns: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    hashes: dict = field(default_factory=dict)
    is_drawn: bool = True
    narrow: bool = False
    note: str = ""
    mark: str = ""

    @property
    def title(self):
        """Its name in words."""
        return self.name.replace("-", " ").capitalize()

    @property
    def as_csv(self):
        """Its numbers as a file for spreadsheets; no cell of it begins as a formula does."""
        return as_csv(self.columns, self.rows)


def claim_pages(study, claims, places, notebooks, files, figures):
    """A `ClaimPage` for each of ``claims``; ``places`` are those of `places_of`, ``files`` those of `data_files`.

    ``figures`` are those of `figure_pages`.
    """
    behind, pages = given_files(files), {}
    for id, claim in claims.items():
        clean = [name for name in claim.data if name in files]
        book, forms = notebooks.get(claim.notebook), [place.text for place in places.get(id, [])]
        pages[id] = ClaimPage(
            claim,
            list(dict.fromkeys(" ".join(form.split()) for form in forms)),
            places.get(id, []),
            book.cell(claim.cell) if book else None,
            clean,
            behind if any(name.startswith("data/clean/") for name in clean) else [],
            published_rows(id, files[PUBLISHED]) if PUBLISHED in clean else {},
            {name: figures[name] for name in figures_with(claim, figures, study)},
        )
    return pages


def figure_pages(study, claims, notebooks, labels):
    """A `FigurePage` for each figure of ``study``; ``labels`` gives name and anchor in the paper by figure."""
    pages, reads = {}, {}
    for claim in claims.values():
        reads.setdefault(claim.notebook, {}).update(dict.fromkeys(n for n in claim.inputs if n.startswith("data/")))
    for path in sorted(study.figures.glob("*.json")):
        facts, name = json.loads(path.read_text(encoding="utf-8")), path.stem
        drawn = drawn_by(name)
        book = notebooks.get(drawn.notebook) if drawn else None
        label, anchor = labels.get(name, ("", ""))
        pages[name] = FigurePage(
            name,
            facts["alt"],
            drawn,
            book.cell(drawn.cell) if book else None,
            label,
            anchor,
            [*reads.get(drawn.notebook, {})] if drawn else [],
            facts.get("columns", []),
            facts.get("rows", []),
            _hashes(path.with_suffix(f".{kind}") for kind in KINDS),
            facts.get("drawn", True),
            (study.figures / "narrow" / f"{name}.svg").is_file(),
            facts.get("note", ""),
            facts.get("mark", ""),
        )
    return pages


def _hashes(paths):
    """The SHA-256 of each file by its name; "" for one that is not there."""
    return {path.name: sha256(path) if path.is_file() else "" for path in paths}
