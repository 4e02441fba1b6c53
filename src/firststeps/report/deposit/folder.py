"""The folder ``build/deposit/``: what a receiver gets, all or nothing.

What it holds follows from ``release`` of ``study.yaml``:

- *public*: the folder ``release/`` as it is, and what is told of it; nothing else may leave the house;
- synthetic or *published*: compendium, data, paper and notebooks, so that everything can be made again;
- *internal*: the same without a row of a person (``data/``, executed notebooks), marked as not for release.
"""

import json
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from firststeps.errors import Stopped
from firststeps.files import write_text, writing_folder
from firststeps.report.claims.record import read_claims
from firststeps.report.deposit import software
from firststeps.report.deposit.about import About, about, refuse_unready
from firststeps.report.deposit.checkers import codecheck_yml, repro_yaml
from firststeps.report.deposit.crate import FILE, crate
from firststeps.report.deposit.exhibits import Programs, exhibit_table, exhibits
from firststeps.report.deposit.folder_checks import check_folder, size_of
from firststeps.report.deposit.links import mend_pages
from firststeps.report.deposit.readme import readme
from firststeps.report.paper.printed import printed as printed_in
from firststeps.report.paper.printed import write_printed
from firststeps.report.paper.rendering import render
from firststeps.report.printing.spreadsheet import as_csv
from firststeps.study import Study, compendium_root

CODE = (
    *("AGENTS.md", "CITATION.cff", "LICENSE", "Makefile", "README.md", "pyproject.toml"),
    *(".binder", "docs", "environment", "environment.yml", "notebooks", "src"),
)
PAPER = ("README.md", "references.bib", "starter.md", "starter-public.md", "style")  # of the compendium, for any study
OWN = ("study.yaml", "README.md", "data", "figures", "paper")  # of a study
ROWS = ("data",)  # which hold rows of people
PAGES = ("AGENTS.md", "docs")  # of the compendium, beside its README
COMPENDIUM = "COMPENDIUM.md"  # the README of the compendium, which makes room for that of the deposit
ABOUT = {
    "docs": "pages about the compendium",
    COMPENDIUM: "how the compendium is used",
    "environment": "the versions of all packages",
    "notebooks": "the analyses, in order",
    "src": "the package that they use",
    "data": "given data, and what cleaning made of them",
    "figures": "the figures, each with its description in words",
    "paper": "the paper, its source and its claims",
    "study.yaml": "what the study is, as data",
    "Makefile": "the commands that make one from the other",
    "release": "what may leave the house: counts, paper, figures, notebook",
    "exhibits.csv": "each figure, table and number of the paper, with its program and line",
    "software.csv": "the packages, with licence and authors",
    "codecheck.yml": "what a codechecker makes again (CODECHECK)",
    "printed.json": "where the paper prints each claim, and in which words",
    FILE: "this folder as a Research Object Crate",
    "repro.yaml": "where each printed number stands in the claims, for `claims verify`",
}


class DepositError(Stopped):
    """What stands in the way of a deposit, and what to do."""


class Parts(NamedTuple):
    """What a deposit is made from: where its study lies in it, its paper, its claims and its notebooks."""

    below: str  # "" or "studies/name/" or "release/"
    stem: str
    claims: Path
    notebooks: Path
    programs: str

    @property
    def is_public(self):
        """Whether it is a public release, and nothing else."""
        return self.below == "release/"


class Facts(NamedTuple):
    """What is told of a deposit, beside its files.

    ``printed`` are the claims that its paper prints, each once; ``where`` says where, for a public release alone.
    """

    about: About
    rows: list
    packages: list
    printed: list
    where: dict | None


def make_deposit(study_folder=".", times=(), detail=lambda text: ""):
    """Make ``build/deposit/`` of a study from its last run; give the folder and the findings of its checks.

    ``times`` are (step, seconds) as they were measured, ``detail`` says what of a person a line seems to hold.  The
    folder takes the place of the old one when it is complete; where something fails, the old one stays.  Raises
    DepositError where nothing was made yet, UndeclaredError where the paper has no day or author, or where a public
    study does not declare what receivers ask.
    """
    study = Study.load(study_folder)
    refuse_unready(study)
    target = study.build / "deposit"
    with writing_folder(target) as new:
        parts = _copy_release(study, new) if study.release.mode == "public" else _copy_compendium(study, new)
        findings = _describe(study, new, parts, times, detail)
    return target, findings


def _copy_release(study, into):
    """Copy what may leave the house."""
    release = study.folder / "release"
    if not (release / "claims.json").is_file():
        raise DepositError(
            "There is no release/ yet, and nothing else of a public study may go out: run make all first."
        )
    shutil.copytree(release, into / "release")
    return Parts("release/", "public", into / "release" / "claims.json", into / "release", "release/")


def _copy_compendium(study, into):
    """Copy the compendium with the study; of one that is not for release no row of a person."""
    root = compendium_root()
    if not (study.paper / "claims.json").is_file() or not (study.paper / "manuscript.md").is_file():
        raise DepositError("There is no paper yet: run make all first.")
    below = "" if root.resolve() == study.folder else f"studies/{study.folder.name}/"
    _copy(root, into, CODE)
    if below or _of_people(study):
        _remove_outputs(into / "notebooks")
    if below:
        _copy(root, into, ("study.yaml",))
        _copy(root / "paper", into / "paper", PAPER)
    held_back = ROWS if _of_people(study) else ()
    _copy(study.folder, into / below, [name for name in OWN if name not in held_back])
    if below and not _of_people(study):
        executed = [path.name for path in study.build.glob("[0-9]*.ipynb")]
        _copy(study.build, into / below / "build", executed)
    return Parts(below, "manuscript", into / below / "paper" / "claims.json", into / "notebooks", "notebooks/")


def _remove_outputs(notebooks):
    """Leave of the compendium's notebooks what they do, not what they showed: that is of the root study."""
    for path in notebooks.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell.update({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})
        write_text(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def _of_people(study):
    """Whether the rows of the study are of people, and not for release."""
    return not study.synthetic and study.release.mode == "internal"


def _copy(source, into, names):
    """Copy files and folders by name, where they are there; nothing with a dot before it, and no link.

    Nor what Word and Excel keep beside an open document, "~$answers.xlsx", with the name of whoever opened it.
    """
    hidden = shutil.ignore_patterns(".*", "~$*", "__pycache__", "*.pyc")
    into.mkdir(parents=True, exist_ok=True)

    def passed_over(folder, inside):
        """The names of a folder that are not copied."""
        return {*hidden(folder, inside), *(name for name in inside if Path(folder, name).is_symlink())}

    for name in names:
        path = source / name
        if path.is_symlink():
            continue
        if path.is_dir():
            shutil.copytree(path, into / name, ignore=passed_over)
        elif path.is_file():
            shutil.copyfile(path, into / name)


def _describe(study, folder, parts, times, detail):
    """Write all that is told of a folder into it; give the findings of its checks."""
    facts = _facts(study, parts)
    _write_lists(folder, parts, facts)
    own = ("release/",) if parts.is_public else tuple(f"{parts.below}{name}" for name in OWN)
    if (folder / "README.md").is_file():
        os.replace(folder / "README.md", folder / COMPENDIUM)
    pages = (COMPENDIUM, *PAGES) if parts.below else (COMPENDIUM, *PAGES, "data/README.md")
    mend_pages(folder, pages, later=("README.md", FILE))
    findings = check_folder(folder, detail, lambda name: name.startswith(own))
    size, contents = size_of(folder), [*_contents(folder, parts)]
    machine = software.machine()
    write_text(folder / "README.md", readme(study, facts, contents, machine, times, size, findings))
    listed = [(path.relative_to(folder).as_posix(), path.stat().st_size) for path in _files(folder)]
    direct = [package for package in facts.packages if package.direct == "yes"]
    addressed = [(package.name, package.version, package.address) for package in direct]
    write_text(folder / FILE, crate(facts.about, listed, facts.rows, addressed))
    return findings


def _facts(study, parts):
    """Read what is told of a deposit from its paper, its claims and the lock of the compendium."""
    name = f"{parts.stem}.md"
    text, claims = (study.paper / name).read_text(encoding="utf-8"), read_claims(parts.claims)
    markdown, mentions = render(text, claims, study, name)
    head = about(study, markdown, "" if parts.is_public and not study.synthetic else study.mark, name)
    rows = exhibits(text, markdown, mentions, Programs(parts.notebooks, parts.programs), study.origin)
    root = compendium_root()
    lock = (root / "environment" / "requirements.txt").read_text(encoding="utf-8")
    return Facts(
        about=head,
        rows=rows,
        packages=software.packages(lock, (root / "pyproject.toml").read_text(encoding="utf-8")),
        printed=[claims[id] for id in dict.fromkeys(mention.claim.id for mention in mentions)],
        where=printed_in(text, claims, mentions, study.origin) if parts.is_public else None,
    )


def _write_lists(folder, parts, facts):
    """Write what checkers and their programs read: exhibits, packages, printed numbers, and what is made again."""
    paper, place = facts.about, parts.claims.relative_to(folder).as_posix()
    write_text(folder / "exhibits.csv", exhibit_table(facts.rows))
    write_text(folder / "software.csv", as_csv(software.HEADS, facts.packages))
    write_text(folder / "repro.yaml", repro_yaml(paper.title, facts.printed, place, parts.claims.read_bytes()))
    if facts.where is not None:
        write_printed(folder / "printed.json", facts.where)
    authors = [(person.name, person.orcid) for person in paper.people]
    manifest = list(_manifest(folder, parts, facts.rows))
    write_text(folder / "codecheck.yml", codecheck_yml(paper.title, authors, manifest, paper.addresses))


def _manifest(folder, parts, rows):
    """Each file that a codechecker makes again, with what it is: documents, claims, and figures in their order."""
    names = [f"{parts.stem}.{ending}" for ending in ("pdf", "docx", "html", "xml")]
    documents = "" if parts.is_public else "paper/"
    for name in names:
        if (folder / parts.below / documents / name).is_file():
            yield f"{parts.below}{documents}{name}", "The paper"
    yield parts.claims.relative_to(folder).as_posix(), "Every number of tables and text"
    for row in rows:
        picture = f"{parts.below}figures/{row.file}.svg"
        if row.file and (folder / picture).is_file():
            yield picture, f"{row.exhibit}: {row.what} ({row.program}, cell {row.cell_id})"


def _contents(folder, parts):
    """What lies at the top of the deposit, and of its study, with what it is."""
    study = folder / parts.below if parts.below.startswith("studies/") else None
    for path in sorted(folder.iterdir()):
        name = f"{path.name}/" if path.is_dir() else path.name
        if path.name in ABOUT:
            yield name, ABOUT[path.name]
    if study:
        yield parts.below, "the study, in a folder of the same shape"


def _files(folder):
    """Every file of a deposit but the crate itself, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
