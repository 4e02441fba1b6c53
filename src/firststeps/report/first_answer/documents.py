"""The first answer as documents: HTML, DOCX and PDF, all or none, in the looks of the paper."""

import json
import re

from firststeps.files import write_text
from firststeps.report.figures.dots import Dots, people_as_dots
from firststeps.report.figures.saving import save
from firststeps.report.first_answer.page import MOST, PICTURE, Numbers, page, page_for_participants
from firststeps.report.paper.manuscript import EARLIEST, STYLE, described, epoch_of, make_documents, told_of_claims

FORMATS = ("html", "docx", "pdf")
NAMES = ("first-answer", "for-participants")
REFERENCES = STYLE.parent / "references.bib"  # nothing is cited, but a study may have none yet


def write_first_answer(study, answer, date):
    """Write ``paper/first-answer`` and ``paper/for-participants`` of ``study`` in each format; give their paths.

    Beside them stands ``paper/first-answer.json`` with the claims of their numbers.  ``date`` is a day, year-month-day,
    the only time that the documents state.
    """
    say = Numbers(study.folder, study.origin, given_files(study))
    dots = [Dots(q.title, q.first, q.second, q.people) for q in answer.questions[:MOST]]
    folder = study.build / NAMES[0]
    drawn = bool(dots) and bool(save(people_as_dots(dots), folder, PICTURE, answer.mark).svg)
    figures = described([PICTURE], folder) if drawn else {}
    pages = (page(answer, say, drawn), page_for_participants(answer))
    contexts = (told_of_claims(say.mentions) | {"figures": figures}, told_of_claims([]) | {"figures": {}})
    paths = []
    for name, markdown, context in zip(NAMES, pages, contexts, strict=True):
        context["mark"] = answer.mark
        paths += make_documents(
            markdown, context, study, study.paper / name, epoch_of(date), folder, FORMATS, REFERENCES
        )
    records = [vars(mention.claim) for mention in {m.claim.id: m for m in say.mentions}.values()]
    write_text(study.paper / f"{NAMES[0]}.json", json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    return paths


def given_files(study):
    """Give the paths of the files that the numbers are computed from, those that lie within the study's folder."""
    names = dict.fromkeys(["study.yaml", *(f"data/raw/{wave.file}" for wave in study.waves if wave.file)])
    names |= {f"data/raw/{study.data.file}": None} if study.data.file else {}
    return [name for name in names if (study.folder / name).resolve().is_relative_to(study.folder)]


def date_of(study):
    """Give the day that the documents state: that of the paper's head, else a fixed one."""
    source = study.paper / "manuscript.md"
    match = source.is_file() and re.search(r"^date: *[\"']?(\d{4}-\d{2}-\d{2})", source.read_text("utf-8"), re.M)
    return match[1] if match else EARLIEST
