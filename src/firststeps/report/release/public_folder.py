"""The folder ``release/`` of a public study: counts, figures, claims, notebook and paper, all or nothing."""

import shutil

import nbformat

from firststeps.files import remove_left_over, writing_folder
from firststeps.report.claims.drawn import PUT_IN
from firststeps.report.claims.record import write_claims
from firststeps.report.paper.declarations import as_lines, in_a_line, refuse_undeclared
from firststeps.report.paper.manuscript import STYLE, build_article
from firststeps.report.paper.marking import mark_notebook
from firststeps.report.release import ledger
from firststeps.report.release.protected import mark, rule
from firststeps.study import Study

NOTEBOOK = "09-public-release.ipynb"
README = """\
# {title}: public release

{origin}{rule} Percentages, intervals, tests and figures are computed from the counts in
`counts.csv` alone. Nothing but this folder is for release.

| file | what it is |
|---|---|
| `counts.csv` | every count that is shown, and which are not |
| `public.pdf`, `.docx`, `.html`, `.xml` | the paper |
| `claims.json` | every number of the paper with its source |
| `figures/` | the figures, each with its description in words |
| `09-public-release.ipynb` | how the counts were protected and the rest was computed |

{declared}
"""

BESIDE = "---\n**In the paper:** [public.html](public.html) ·\n**Its claims:** [claims.json](claims.json)"


def make_edition(study_folder=".", inputs_of=lambda step, study: {}):
    """Make ``release/`` of a study from what notebook 09 has drafted, and ``paper/public.md``; give its files.

    ``inputs_of`` gives, for a notebook and the study, what its claims were computed from beside the data, a hash each.

    Where there is no ``paper/public.md`` yet, a beginning is put there.  The new folder is made in ``build/``, where
    nobody takes half of it for what may go out, and takes the place of the old one when it is complete; where something
    fails, the old one stays.  What goes out is entered in the ledger of the study (``ledger``).
    FileNotFoundError says what to do without a draft, UndeclaredError what ``governance`` leaves open.
    """
    study = Study.load(study_folder)
    refuse_undeclared(study)
    draft, notebook = study.build / "release", study.build / NOTEBOOK
    if not (draft / "counts.csv").is_file() or not notebook.is_file():
        raise FileNotFoundError(f"Nothing is drafted yet: run notebook {notebook.stem}, or make all.")
    _begin_paper(study)
    target = study.folder / "release"
    remove_left_over(target, study.folder)  # where older versions made it
    with writing_folder(target, study.build) as new:
        shutil.copytree(draft, new, dirs_exist_ok=True)
        _copy_notebook(notebook, new, mark(study))
        write_claims([notebook], new / "claims.json", lambda step: _public(inputs_of(step, study)))
        build_article(study, "public", new / "claims.json", new / "figures", new, mark=mark(study))
        origin = "The data are synthetic: nobody gave these answers. " if study.synthetic else ""
        words = {"title": in_a_line(study.title), "origin": origin, "rule": rule(study), "declared": as_lines(study)}
        readme = README.format(**words)
        (new / "README.md").write_text(readme, encoding="utf-8")
        ledger.append(study, draft / "counts.csv")  # first: what is out and not remembered could not be protected
    return sorted(path for path in target.rglob("*") if path.is_file())


def _public(inputs):
    """Say what the released claims were computed from beside the counts, but for the values of ``study.yaml``.

    A hash of values that are not released could be used to guess them.
    """
    return {name: digest for name, digest in inputs.items() if name != "study.yaml"}


def _copy_notebook(notebook, folder, mark):
    """Copy the executed notebook with its public mark, without the cell that says where the study lies here.

    Its last cell, which led to other notebooks and to the paper of the house, leads to what lies beside it.
    """
    copy = nbformat.read(notebook, as_version=4)
    copy.cells = [cell for cell in copy.cells if PUT_IN not in cell.metadata.get("tags", [])]
    for cell in copy.cells:
        if cell.get("id", "").startswith("next-"):
            cell.source = BESIDE
    nbformat.write(mark_notebook(copy, mark), folder / notebook.name)


def _begin_paper(study):
    """Put a beginning of the public paper, and of its references, where there is none."""
    study.paper.mkdir(exist_ok=True)
    beginnings = {"public.md": "starter-public.md", "references.bib": "references.bib"}
    for name, beginning in beginnings.items():
        if not (study.paper / name).exists():
            shutil.copy(STYLE.parent / beginning, study.paper / name)
            print(f"{study.paper / name} is new: a beginning, yours to write.", flush=True)
