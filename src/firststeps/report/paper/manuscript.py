"""The manuscript: from ``paper/manuscript.md``, the claims and the figures to PDF, DOCX, HTML and JATS, all or none."""

import datetime
import functools
import hashlib
import json
import os
import re
import shutil
import tempfile
from pathlib import Path

from firststeps.files import digest, keep, keeping, read_text, recall, writing_together
from firststeps.report.claims.drawn import drawn_by
from firststeps.report.claims.in_text import ManuscriptError, source_of
from firststeps.report.claims.record import read_claims
from firststeps.report.paper.checklists import checklist_markdown, headings, read_checklists
from firststeps.report.paper.jats import package
from firststeps.report.paper.pictures import PictureError, check_svg
from firststeps.report.paper.printed import printed, write_printed
from firststeps.report.paper.publishing import FORMATS, OF_MACHINE, SAFE, publish
from firststeps.report.paper.rendering import render
from firststeps.report.paper.template import refuse_controls
from firststeps.report.printing.wording import listing
from firststeps.study import Study, compendium_root

NARROW = "narrow"  # the folder beside the figures for their narrow forms
STYLE = Path(__file__).resolve().parents[4] / "paper" / "style"
_FIGURE = re.compile(r"!\[.{0,5000}?\]\(([\w-]+)\)", re.DOTALL)
EARLIEST = "2000-01-01"  # stands for the day of documents that have none yet, so that their bytes stay the same
_WRONG = re.compile(r'(no work |the class |hold )?"([^"]+)"|(@[\w-]+)')  # what an error is about, and its kind
_BEFORE = {"no work ": "@", "the class ": "."}  # what stands before it in the paper, by its kind
_DATE = re.compile(r"^date: *[\"']?(\d{4}-\d{2}-\d{2})[\"']?$", re.MULTILINE)


def build_manuscript(study_folder=".", formats=FORMATS):
    """Make the manuscript of a study in each of ``formats`` (of "pdf", "docx", "html", "xml"); give the paths.

    Reads ``paper/manuscript.md``, ``paper/references.bib``, ``paper/claims.json`` and ``figures/`` of the study, and
    the style beside its manuscript or, where it has none, the compendium's.  The documents take their places
    together, when all are made, and ``paper/printed.json`` says where each claim stands in them.  Raises UnknownClaim
    and ManuscriptError with a message for the author.  Beside the XML lies ``manuscript-jats.zip``, the same with its
    pictures.
    """
    study = Study.load(study_folder)
    claims, where = study.paper / "claims.json", study.paper / "printed.json"
    documents = build_article(study, "manuscript", claims, study.figures, study.paper, formats, where)
    if "xml" in formats:
        package(study.paper / "manuscript.xml", study.figures)
    return documents


def build_article(study, stem, claims, figures, into, formats=FORMATS, where=None, mark=None):
    """Make the article ``paper/<stem>.md`` of ``study`` from the file ``claims`` and the folder ``figures``; see above.

    The documents go to the folder ``into``, and carry ``mark`` or that of the study; the file ``where`` says what the
    article prints of each claim, and where.
    """
    source = study.paper / f"{stem}.md"
    text = _text_of(source, "the article")
    records = read_claims(_existing(claims, "the claims; run the notebooks"))
    markdown, mentions = render(text, records, study, source.name)
    try:
        # an edition that leaves the house leaves notebooks and data behind
        context = _context(study, markdown, mentions, figures, Path(into) == study.paper)
        context |= {} if mark is None else {"mark": mark}
        context["stamp"] = stamp(text, mentions)
        documents = make_documents(markdown, context, study, into / stem, _epoch(text, source.name), figures, formats)
    except PictureError:
        raise  # what it quotes stands in a drawing
    except ManuscriptError as error:
        raise ManuscriptError(_with_lines(str(error), text, source.name)) from None
    if where:
        write_printed(where, printed(text, records, mentions, study.origin))
    return documents


def _with_lines(error, text, name):
    """Give an ``error`` with the lines of the file ``name``, which holds ``text``, where what is wrong stands.

    Each line of the error is about what it quotes first.

    >>> _with_lines('"b" is no figure.', "a\\n![One](b)\\n![Two](b)", "manuscript.md")
    '"b" is no figure (manuscript.md, lines 2 and 3).'
    """
    return "\n".join(_with_place(line, text, name) for line in error.splitlines())


def _with_place(error, text, name):
    """Give one line of an error with the lines of what it is about, in brackets before its last full stop.

    >>> _with_place('references.bib has no work "a"', "A word or a cat,\\nas @a says", "manuscript.md")
    'references.bib has no work "a" (manuscript.md, line 2)'
    """
    wrong = _WRONG.search(error)
    if not wrong:
        return error
    place = _pattern(*wrong.groups())
    lines = [str(number) for number, line in enumerate(text.splitlines(), start=1) if place.search(line)]
    if not lines:
        return error
    sentence = error.removesuffix(".")
    return f"{sentence} ({name}, {'lines' if lines[1:] else 'line'} {listing(lines)}){error[len(sentence) :]}"


def _pattern(kind, words, label):
    """Give the pattern of what an error is about: a word or id, a citation, a class, or a letter within a word.

    >>> [bool(_pattern(None, "a.b", None).search(line)) for line in ("Of a.b.", "a.b.c", "c.a.b", "a.b-c")]
    [True, False, False, False]
    """
    text = label or f"{_BEFORE.get(kind, '')}{words}"
    if kind == "hold ":
        return re.compile(re.escape(text))
    before = r"(?<![\w-])(?<!\w\.)" if re.match(r"\w", text) else ""
    after = r"(?![\w-]|\.\w)" if re.search(r"\w$", text) else ""
    return re.compile(before + re.escape(text) + after)


def stamp(text, mentions):
    """Give what tells one state of a paper from every other: a hash of its template and of the numbers that it prints.

    The Word file carries it, so that one that comes back is known to be of this state.
    """
    return hashlib.sha256("\0".join([text, *(mention.text for mention in mentions)]).encode()).hexdigest()[:32]


def marked_word_file(study, text, into):
    """Make the manuscript ``text`` of ``study`` as the Word file ``into``, its numbers and citations marked as such.

    The marks are characters that stand in no text (`firststeps.report.returned.words`).  Gives the mentions by number.
    """
    records = read_claims(_existing(study.paper / "claims.json", "the claims; run the notebooks"))
    markdown, mentions = render(text, records, study, "manuscript.md")
    context = _context(study, markdown, mentions, study.figures, at_home=True) | {"marked": True}
    make_documents(markdown, context, study, into, _epoch(text, "manuscript.md"), study.figures, ("docx",))
    return mentions


def build_checklists(study_folder=".", formats=FORMATS[:3]):
    """Make the reporting checklists of a study, the supplement of its manuscript; give the paths, none without a list.

    Reads ``paper/checklists.yaml``, and ``paper/manuscript.md`` for its headings and its date.  Raises ManuscriptError
    for an item without an answer and for one that points to a section that is not there.
    """
    study = Study.load(study_folder)
    source = study.paper / "checklists.yaml"
    if not source.is_file():
        return []
    article = _text_of(study.paper / "manuscript.md", "the article")
    sections = headings(article)
    checklists = read_checklists(source.read_text(encoding="utf-8"), sections)
    epoch = _epoch(article, "manuscript.md")
    titles = dict(zip(sections, headings(article, study.origin), strict=True))
    markdown = checklist_markdown(checklists, study.title, titles)
    context = told_of_claims([]) | {"figures": {}, "mark": study.mark}
    if study.synthetic:
        context["notice"] = "Supplement of a paper with synthetic data"
    return make_documents(markdown, context, study, study.paper / "checklists", epoch, study.figures, formats)


def make_documents(markdown, context, study, target, epoch, figures, formats, references=None):
    """Make ``<target>.<format>`` from Markdown in the style of the study, or in the compendium's; give the paths.

    ``context`` is what the filters need to know; ``figures`` is the folder of the pictures, ``references`` the file of
    the references where it is not that of the study.  The documents take their places together, when all are made.
    """
    places = [target.with_name(f"{target.name}.{format}") for format in formats]
    with tempfile.TemporaryDirectory(prefix=f"{target.name}-") as scratch:
        folder = Path(scratch)
        (folder / "article.md").write_text(markdown, encoding="utf-8")
        known = context | {"licence": study.governance.licence}
        (folder / "context.json").write_text(json.dumps(known), encoding="utf-8")
        bibliography = references or study.paper / "references.bib"
        refuse_controls(_text_of(bibliography, "the references"), bibliography.name)
        shutil.copy(bibliography, folder)
        shutil.copytree(STYLE, folder / "style")
        shutil.copytree(style_of(study), folder / "style", dirs_exist_ok=True)
        shutil.copy(STYLE / SAFE, folder / "style")
        source = _source(folder, figures, context["figures"], epoch, formats) if keeping() else ""
        if recall(f"documents-{target.name}", source, target.parent):
            return places
        pictures = functools.partial(_bring_pictures, context["figures"], figures, folder)
        documents = publish(folder, epoch, formats, meanwhile=pictures)
        with writing_together(places) as waiting:
            for path, copy in zip(documents, waiting, strict=True):
                shutil.copyfile(path, copy)
        if not (folder / OF_MACHINE).exists():  # else it depends on the fonts of this machine, too
            keep(
                f"documents-{target.name}", source, target.parent, {place.name: place.read_bytes() for place in places}
            )
        return places


def _source(folder, figures, names, epoch, formats):
    """Give the hash of all that documents are made of: what lies in ``folder``, and the pictures of ``names``."""
    texts = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    pictures = [figures / f"{name}{kind}" for name in names for kind in (".svg", ".png")]
    pictures += [figures / NARROW / f"{name}.svg" for name in names]
    files = {str(path.relative_to(folder)): path for path in texts}
    files |= {f"{place} {path.name}": path for place, path in enumerate(pictures) if path.is_file()}
    parts = [part for name, path in files.items() for part in (name, path.read_bytes())]
    return digest(str(epoch), *formats, *parts)


def _bring_pictures(names, figures, folder):
    """Copy the pictures of the figures ``names`` from ``figures`` into ``folder``; a drawing only where it is safe."""
    for name in names:
        for suffix in (".svg", ".png"):
            shutil.copy(_existing(figures / f"{name}{suffix}", f'the figure "{name}"'), folder)
        check_svg(figures / f"{name}.svg")
        narrow = figures / NARROW / f"{name}.svg"
        if narrow.is_file():
            check_svg(narrow)
            shutil.copy(narrow, folder / f"{name}.{NARROW}.svg")


def style_of(study):
    """Give the folder of the style for a study's documents: its own ``paper/style/`` where it is trusted.

    Filters and templates run as programs and read files, so a study's own are used only with ``TRUST=1`` in the
    environment; otherwise one sentence says so, and the compendium's own style is used.
    """
    own = study.paper / "style"
    if not own.is_dir() or own.samefile(STYLE) or os.environ.get("TRUST") == "1":
        return own if own.is_dir() else STYLE
    _say_untrusted(own)
    return STYLE


@functools.cache
def _say_untrusted(own):
    """Say once that a study's own style is not used."""
    print(
        f"{own.parents[1].name}/paper/style/ is not used, since what stands there can run programs and read files: the "
        "documents have the compendium's looks. If you trust whoever wrote it, run make with TRUST=1.",
        flush=True,
    )


def described(names, folder):
    """Give what the documents tell of each of the figures ``names`` in ``folder``, by name.

    That is its alt text and origin, whether there was anything to draw, whether it has a narrow form, and its numbers:
    the heads of columns, and rows of cells.
    """
    figures = {}
    for name in names:
        facts = json.loads(_text_of(folder / f"{name}.json", f'the figure "{name}"; run the notebook that draws it'))
        figures[name] = {"alt": facts["alt"], "origin": facts["origin"], "drawn": facts.get("drawn", True)}
        figures[name] |= {"narrow": (folder / NARROW / f"{name}.svg").is_file(), "note": facts.get("note", "")}
        figures[name] |= {"columns": facts.get("columns", []), "rows": facts.get("rows", [])}
    return figures


def _context(study, markdown, mentions, figures, at_home):
    """Give what the filters need to know of an article; ``at_home`` it leads to notebooks and data files."""
    context, known = told_of_claims(mentions), described(_FIGURE.findall(markdown), figures)
    if at_home:
        _lead_to_files(context["sources"], known, {m.claim.id: m.claim for m in mentions}, study)
    return context | {"figures": known, "mark": study.mark}


def told_of_claims(mentions):
    """Give what the filters need to know of the claims that a document mentions, and of their sources."""
    claims = [{"id": m.claim.id, "text": m.text, "title": m.title, "origin": m.claim.origin} for m in mentions]
    by_id = {m.claim.id: m.claim for m in mentions}
    return {"claims": claims, "sources": [source_of(by_id[id]) for id in sorted(by_id)]}


def _lead_to_files(sources, figures, claims, study):
    """Add to sources and figures where their notebooks and data files lie, as seen from the paper."""
    executed = "../notebooks/" if study.folder == compendium_root() else "../build/"
    for source in sources:
        claim = claims[source["id"]]
        source["notebook"] = f"{executed}{claim.notebook}.ipynb" if claim.notebook else ""
        source["files"] = claim.data
    for name, known in figures.items():
        if place := drawn_by(name):
            known |= {"where": place.where, "notebook": f"{executed}{place.notebook}.ipynb"}


def _epoch(text, name):
    """Give the date of the front matter as seconds since 1970, UTC; a draft without one has a day that is none's."""
    date = _DATE.search(text)
    if not date and re.search(r"^date:", text.partition("\n---")[0], re.MULTILINE):
        raise ManuscriptError(f"{name} has a date that is no day; give one, as in: date: 2026-11-22")
    return epoch_of(date[1] if date else EARLIEST)


def epoch_of(date):
    """Give the day ``date``, year-month-day, as seconds since 1970, UTC.

    >>> epoch_of("1970-01-02")
    86400
    """
    day = datetime.date.fromisoformat(date)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())


def _text_of(path, what):
    """Read the text of a file that has to be there."""
    return read_text(_existing(path, what))


def _existing(path, what):
    """Give a path that is there; ManuscriptError says ``what`` is missing."""
    if not path.is_file():
        raise ManuscriptError(f"{path.parent.name}/{path.name} is missing: {what}.")
    return path
