"""What is said of a deposit in every format: title, authors, day, licence, and what the study declares."""

import re
from dataclasses import dataclass

from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.paper.declarations import UndeclaredError
from firststeps.study.parts import Contribution
from firststeps.study.yaml_text import YamlError, load_text


@dataclass(frozen=True)
class About:
    """Who deposits what: the head of the paper, and ``governance`` of ``study.yaml``.

    ``people`` are those who contributed, each with name, ORCID, affiliation and whether it is a group; ``date`` is the
    day of the paper, year-month-day; what is not stated is "".
    """

    title: str
    description: str
    people: tuple
    date: str
    mark: str
    licence: str = ""
    access: str = ""
    funding: str = ""
    address: str = ""
    doi: str = ""


def about(study, markdown, mark, name="manuscript.md"):
    """Give the :class:`About` of a study whose paper is the rendered ``markdown``.

    Raises UndeclaredError where the paper has no day, or neither it nor ``study.yaml`` names an author: no format of
    receivers goes without, and nobody but its author knows.
    """
    head = read_head(markdown)
    governance = study.governance
    people = governance.contributions or [Contribution(name=author) for author in head["authors"]]
    if not people:
        raise UndeclaredError(
            f"Neither study.yaml (governance > contributions) nor the head of paper/{name} says who wrote the paper; "
            "receivers ask for it. Add, as in: governance: {contributions: [{name: Ann Example}]}"
        )
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", head["date"]):
        raise UndeclaredError(
            f"paper/{name} has no day at its head; receivers ask for the day of the version that they get. Add a line "
            "such as 'date: 2026-11-22' below its first ---, and run make all."
        )
    return About(
        title=head["title"] or study.title,
        description=head["description"] or f"Data, code and paper of the study: {study.title}.",
        people=tuple(people),
        date=head["date"],
        mark=mark,
        licence=governance.licence,
        access=governance.access,
        funding=governance.funding,
        address=governance.archive.address,
        doi=governance.archive.doi,
    )


def read_head(markdown):
    """Give title, authors, date and description at the head of rendered Markdown, as plain texts.

    ManuscriptError where the head cannot be read, or would grow without end.

    >>> read_head("---\\ntitle: A \\\\*study\\\\*\\nauthor: [Ann, {name: Ben}]\\ndate: 2026-11-22\\n---\\nText.")
    {'title': 'A *study*', 'authors': ['Ann', 'Ben'], 'date': '2026-11-22', 'description': ''}
    """
    block = re.match(r"---\n(.*?)\n---\n", markdown, re.DOTALL)
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
