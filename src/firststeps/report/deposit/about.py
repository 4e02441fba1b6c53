"""What is said of a deposit in every format: title, authors, day, licence, and what the study declares."""

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.claims.record import UnknownClaim
from firststeps.report.paper.declarations import UndeclaredError, undeclared
from firststeps.report.paper.rendering import render
from firststeps.study.parts.governance import Contribution
from firststeps.study.yaml_text import YamlError, load_text

_HEAD = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True)
class About:
    """Who deposits what: the head of the paper, and ``governance`` of ``study.yaml``.

    ``people`` are those who contributed, each with name, ORCID, affiliation and whether it is a group; ``date`` is the
    day of the paper, year-month-day; ``addresses`` are those of the archive; what is not stated is "".
    """

    title: str
    description: str
    people: tuple
    date: str
    mark: str
    licence: str = ""
    access: str = ""
    funding: str = ""
    addresses: tuple = ()


def about(study, markdown, mark, name="manuscript.md"):
    """Give the :class:`About` of a study whose paper is the rendered ``markdown``.

    Raises UndeclaredError where the paper has no day, or neither it nor ``study.yaml`` names an author: no format of
    receivers goes without, and nobody but its author knows.
    """
    head = read_head(markdown)
    governance = study.governance
    _refuse(_missing_from_head(study, head, name))
    people = governance.contributions or [Contribution(name=author) for author in head["authors"]]
    return About(
        title=head["title"] or study.title,
        description=head["description"] or f"Data, code and paper of the study: {study.title}.",
        people=tuple(people),
        date=head["date"],
        mark=mark,
        licence=governance.licence,
        access=governance.access,
        funding=governance.funding,
        addresses=tuple(governance.archive.addresses),
    )


def refuse_unready(study):
    """Refuse, before anything is made, a deposit of a study that lacks what only its authors know.

    UndeclaredError says all of it at once, each with its file: what ``governance`` leaves open of a public study, the
    day of the paper and its authors.  A head that cannot be read before there are numbers is asked when there are.

    >>> from firststeps.study import Study
    >>> refuse_unready(Study.load("."))
    """
    public = study.release.mode == "public"
    name = "public.md" if public else "manuscript.md"
    path, problems = study.paper / name, undeclared(study) if public else []
    if path.is_file():
        with contextlib.suppress(ManuscriptError, UnknownClaim):
            head = _HEAD.match(path.read_text(encoding="utf-8"))
            problems += _missing_from_head(study, read_head(render(head[0] if head else "", {}, study, name)[0]), name)
    else:
        problems.append(
            f"{_local(path)} is not there yet, and nobody but its authors knows its day, for which receivers ask. Run "
            f"make all{study.option}, which begins it, and fill in the lines at its head."
        )
    _refuse(problems)


def _missing_from_head(study, head, name):
    """What the head of the paper leaves open for which receivers ask, a sentence each with its file."""
    path, problems = _local(study.paper / name), []
    if not (study.governance.contributions or head["authors"]):
        problems.append(
            f"Neither {_local(study.folder / 'study.yaml')} (governance > contributions) nor the head of {path} says "
            "who wrote the paper; receivers ask for it. Add, as in: governance: {contributions: [{name: Ann Example}]}"
        )
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", head["date"]):
        problems.append(
            f"{path} has no day at its head; receivers ask for the day of the version that they get. Add a line such "
            f"as 'date: 2026-11-22' below its first ---, and run make deposit{study.option} again."
        )
    return problems


def _refuse(problems):
    """Say all that is lacking at once, where anything is."""
    if problems:
        raise UndeclaredError("\n".join(problems))


def _local(path):
    """A path as somebody types it who is where this runs."""
    return Path(os.path.relpath(path)).as_posix()


def read_head(markdown):
    """Give title, authors, date and description at the head of rendered Markdown, as plain texts.

    ManuscriptError where the head cannot be read, or would grow without end.

    >>> read_head("---\\ntitle: A \\\\*study\\\\*\\nauthor: [Ann, {name: Ben}]\\ndate: 2026-11-22\\n---\\nText.")
    {'title': 'A *study*', 'authors': ['Ann', 'Ben'], 'date': '2026-11-22', 'description': ''}
    """
    block = _HEAD.match(markdown)
    try:
        head = load_text(block[1]) if block else {}
    except YamlError as fault:
        raise ManuscriptError(f"The head of the paper is not YAML: {fault}.") from None
    head = head if isinstance(head, dict) else {}
    authors = head.get("author", [])
    authors = authors if isinstance(authors, list) else [authors]
    names = [author.get("name", "") if isinstance(author, dict) else author for author in authors]
    texts = {key: _plain(head.get(key, "")) for key in ("title", "date", "description")}
    return {"title": texts["title"], "authors": [*filter(None, map(_plain, names))]} | {
        key: texts[key] for key in ("date", "description")
    }


def _plain(text):
    """A text of the head without escapes, in one line."""
    return " ".join(re.sub(r"\\([^\w\s])", r"\1", text).split()) if isinstance(text, str) else ""
