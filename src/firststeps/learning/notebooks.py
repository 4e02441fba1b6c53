"""Writes the exercises as short notebooks into a study's folder ``learn``; what stands there is never written over."""

import html
import os
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from firststeps.errors import Stopped
from firststeps.files import write_text
from firststeps.learning.counted import CANNOT_ASK, Counted, Unasked
from firststeps.learning.exercises import Lesson, exercise, lessons

FOLDER = "learn"
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
BEGIN = """from firststeps import paired
from firststeps.learning import begin

desk = begin("..")
check, hint, solution = desk.check, desk.hint, desk.solution
desk"""
HOW = (
    "Write your guess before you compute. Put your answer in place of the dots and run the cell (Shift and Enter). "
    '`hint("...")` helps, `hint("...", 3)` helps more, `solution("...")` works it out on other data. Nothing is '
    "scored, stored or sent."
)


@dataclass(frozen=True)
class Written:
    """What was written into ``learn``, what was there and stays, and what the study cannot ask, with the reasons."""

    new: tuple[Path, ...]
    old: tuple[Path, ...]
    unasked: tuple[str, ...]


def write_lessons(folder: str | Path, counts: Counted, analyses: str | Path = "notebooks") -> Written:
    """Write a notebook for each lesson that has something to ask on these counts; a file that is there is kept.

    ``folder`` is the study's; ``analyses`` that of the notebooks of analysis, which are linked by their names.  Stopped
    where ``learn`` is a link.
    """
    place = Path(folder, FOLDER)
    if place.is_symlink():
        raise Stopped(f"{place} is a link to {os.readlink(place)}: remove it, or put a folder in its place.")
    new, old, unasked = [], [], []
    for number, lesson in enumerate(lessons(), 1):
        path = place / f"{number:02}-{lesson.id}.ipynb"
        reasons = {why_not(id, counts) for id in lesson.exercises}
        if "" not in reasons:
            unasked.append(f'"{lesson.title}" {together(sorted(reasons))}')
        elif path.exists() or path.is_symlink():
            old.append(path)
        else:
            write_text(path, nbformat.writes(notebook(lesson, counts, _analysis(lesson, place, analyses))) + "\n")
            new.append(path)
    return Written(tuple(new), tuple(old), tuple(unasked))


def why_not(id: str, counts: Counted) -> str:
    """Why a study cannot ask an exercise; empty where it can."""
    try:
        exercise(id).answers(counts)
    except Unasked as why:
        return str(why)
    return ""


def together(reasons: list[str]) -> str:
    """Several reasons why a study cannot ask exercises, as one sentence.

    >>> together(["This study cannot ask it: nobody changed.", "This study cannot ask it: nobody ticked a box."])
    'This study cannot ask it: nobody changed; nobody ticked a box.'
    >>> together(["This study cannot ask it. It compares no two waves."])
    'This study cannot ask it. It compares no two waves.'
    """
    reasons = [reason.removeprefix(CANNOT_ASK) for reason in reasons]
    clauses = [reason[2:].removesuffix(".") for reason in reasons if reason.startswith(": ")]
    sentences = [reason[2:] for reason in reasons if reason.startswith(". ")]
    return " ".join([f"{CANNOT_ASK}{': ' if clauses else ''}{'; '.join(clauses)}.", *sentences])


def notebook(lesson: Lesson, counts: Counted, analysis: str = ""):
    """One lesson as a notebook: for each exercise a guess, a cell to do, and its check."""
    then = f"\n\nAfterwards read the analysis: {analysis}." if analysis else ""
    mark = f"**{as_text(counts.mark)}**\n\n" if counts.mark else ""
    head = f"{mark}# {lesson.title}\n\n{lesson.about} About {lesson.minutes} minutes.\n\n{HOW}{then}"
    cells = [new_markdown_cell(head, id="title"), new_code_cell(BEGIN, id="begin")]
    if set(lesson.exercises) != {"abstract"} and counts.patterns is not None:
        cells.append(new_code_cell("desk.everybody", id="everybody"))
    for id in lesson.exercises:
        cells += _exercise(id, counts)
    return new_notebook(cells=cells, metadata=KERNEL)


def as_text(text: str) -> str:
    """Text of a study as it may stand in Markdown: nothing in it is a heading, a link or HTML.

    >>> as_text("How are <b>you</b>? [x](y) *now*")
    'How are &lt;b&gt;you&lt;/b&gt;? \\\\[x\\\\](y) \\\\*now\\\\*'
    """
    return re.sub(r"([\\`*_\[\]$#|~])", r"\\\1", html.escape(" ".join(text.split()), quote=False))


def _exercise(id, counts):
    """The cells of one exercise, or the sentence that says why it is not asked."""
    asked, reason = exercise(id), why_not(id, counts)
    if reason:
        return [new_markdown_cell(f"## {asked.title}\n\n*Not asked here.* {as_text(reason)}", id=id)]
    predict, do = (asked.told(text, counts, as_text) for text in (asked.predict, asked.do))
    report = asked.answers(counts).words.get("report", ())
    lines = "".join(f"\n{n}. {as_text(sentence)}" for n, sentence in enumerate(report, 1))
    lines = f"\n\nThe report:\n{lines}" if lines else ""
    return [
        new_markdown_cell(f"## {asked.title}\n\n**Predict.** {predict}", id=id),
        new_markdown_cell("*My guess, in a sentence:* ", id=f"{id}-guess"),
        new_markdown_cell(f"**Do.** {do}{lines}", id=f"{id}-do"),
        new_code_cell(f'answer = ...\n\ncheck("{id}", answer)', id=f"{id}-answer"),
        new_code_cell(f'# hint("{id}")', id=f"{id}-help"),
    ]


def _analysis(lesson, place, analyses):
    """A link to the notebook of analysis of a lesson, by its name without its number; empty where there is none."""
    own = sorted(Path(place.parent, "build").glob(f"*-{lesson.analysis}.ipynb"))
    paths = own or sorted(Path(analyses).glob(f"*-{lesson.analysis}.ipynb"))
    if not paths:
        return ""
    way = Path(os.path.relpath(paths[0].resolve(), place.resolve())).as_posix()
    return f"[{paths[0].stem}]({way})"
