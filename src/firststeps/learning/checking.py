"""Checks an answer: right, a mistake that is known by its value, or neither. It keeps no score and sends nothing."""

import contextlib
import re
import textwrap
from dataclasses import dataclass

import numpy as np

from firststeps.digits import shown
from firststeps.learning.counted import Counted, Unasked
from firststeps.learning.exercises import example_for, exercise, texts
from firststeps.learning.forms import NotRead, agrees, are_numbered, is_exactly, words

SAME_WORDS = {
    "no change": ("no difference", "unchanged", "nothing changed", "the same", "same"),
    "more than each other": ("more than the others", "more than each other group", "more"),
    "similar": ("equivalent",),
    "counts": ("four counts", "four cells", "cells"),
    "p value": ("p", "p values"),
}
MEANT = {other: word for word, others in SAME_WORDS.items() for other in others}


@dataclass(frozen=True)
class Reply:
    """What is said to an answer; prints itself.

    ``right``: whether it is the answer (None where nothing was answered or asked); ``mistakes``: the names of those
    that give the value answered; ``text``: what is said.
    """

    right: bool | None
    text: str
    mistakes: tuple[str, ...] = ()

    def __repr__(self):
        """The text alone."""
        return self.text

    def _repr_pretty_(self, printer, cycle):
        """The text in a notebook: JupyterLab would break a long line within a word."""
        printer.text(in_lines(self.text))


def check(id: str, answer, counts: Counted) -> Reply:
    """Say whether ``answer`` is the answer to the exercise ``id`` on these counts; the same for the same value always.

    Parameters
    ----------
    id : str
        The exercise; Stopped names those that there are.
    answer
        A value: a number, a fraction, text such as "25%", a table with labels, a word or several. No code is looked at.
    counts : Counted
        The study's counts.

    Returns
    -------
    Reply
        Where a known mistake gives the value, it says what was done and why it misleads; where that value happens to
        be right, the answer passes with a warning.

    Examples
    --------
    >>> study = Counted(patterns=np.array([[7, 5, 1], [12, 2, 0], [0, 1, 0]]))
    >>> check("stayed-yes", "58%", study)
    Right: 0.5833.
    >>> check("who-changed", "7 people", study)
    Not yet. You took the one way minus the other. That hides people. Two who changed in opposite ways are two changers.
    """
    asked = exercise(id)
    if answer is None or answer is Ellipsis or (isinstance(answer, str) and answer.strip() in ("", "...")):
        return Reply(None, f'Nothing is answered yet. Put your answer in place of the dots. For help: hint("{id}").')
    try:
        key = asked.answers(counts)
    except Unasked as why:
        return Reply(None, str(why))
    waves = (counts.first_label, counts.second_label)
    try:
        if isinstance(key.right, frozenset):  # words, with one name a thing
            answer = frozenset(MEANT.get(word, word) for word in words(answer, are_numbered(key.right)))
        right, unread = agrees(answer, key.right, key.unit, waves), ""
    except NotRead as problem:
        right, unread = False, str(problem)
    mistakes = tuple(name for name, value in key.wrong.items() if _gives(answer, value, key, waves))
    exact = tuple(name for name in mistakes if is_exactly(answer, key.wrong[name]))
    if right and not (exact and not is_exactly(answer, key.right)):
        return Reply(True, f"Right: {value(key.right)}." + _warning(mistakes), mistakes)
    if mistakes := exact or mistakes:
        return Reply(False, "Not yet. " + "\nOr: ".join(_explain(name, key) for name in mistakes[:3]), mistakes)
    if "report" in key.words and not unread:
        return Reply(False, f"Not yet. {_of_the_report(answer, key)}")
    if unread:
        return Reply(False, f"This cannot be read. {unread}")
    if telling := _of_the_words(answer, key, asked.told(asked.do, counts)) or _of_the_order(answer, key):
        return Reply(False, f"Not yet. {telling}")
    return Reply(False, f'Not yet, and this is no mistake that we know. For help: hint("{id}").{_form(key)}')


def hint(id: str, counts: Counted, number: int = 1) -> str:
    """Give hint 1, 2 or 3 of an exercise, each telling more than the one before."""
    asked = exercise(id)
    try:
        text = asked.told(asked.hints[min(max(int(number), 1), len(asked.hints)) - 1], counts)
    except Unasked as why:
        return str(why)
    more = f'\nMore help: hint("{id}", {number + 1}).' if number < len(asked.hints) else ""
    more = more or f'\nThe same on other data: solution("{id}").'
    return f"Hint {min(max(int(number), 1), len(asked.hints))}: {text}{more}"


def solution(id: str, counts: Counted) -> str:
    """Work the exercise out on another data set, so that one's own stays to do."""
    asked = exercise(id)
    if id == "abstract":
        return "The third hint is the solution, as there is one paper only. Print what it gives, and read its sentence."
    try:
        name, other = example_for(id, counts)
    except Unasked as why:
        return str(why)
    key = asked.answers(other)
    lines = [f"Other data: {name}.", *_data(id, other), asked.told(asked.do, other), asked.told(asked.hints[-1], other)]
    if "report" in key.words:
        lines += [f"  {n}. {sentence}" for n, sentence in enumerate(key.words["report"], 1)]
        lines += [f"  {n}: {error}" for n, error in key.words["errors"].items()]
    return "\n".join([*lines, f"Answer: {value(key.right)}"])


def in_lines(text: str) -> str:
    """A text in lines of at most 90 characters, broken between words.

    >>> print(in_lines("One. " * 19))
    One. One. One. One. One. One. One. One. One. One. One. One. One. One. One. One. One. One.
    One.
    """
    whole = {"break_on_hyphens": False, "break_long_words": False}  # the id of an exercise has hyphens
    return "\n".join(textwrap.fill(line, 90, **whole) for line in text.split("\n"))


def value(right) -> str:
    """A right answer as it is shown.

    >>> value(0.14285714), value((-0.05, 0.25)), value(frozenset({"similar"}))
    ('0.1429', '-0.05 and 0.25', 'similar')
    """
    if isinstance(right, np.ndarray):
        return str(right.tolist())
    if isinstance(right, frozenset):
        return ", ".join(sorted(right))
    if isinstance(right, tuple):
        return " and ".join(map(value, right))
    return f"{right}" if isinstance(right, int) else shown(right, ".4g")


def _data(id, other):
    """The counts that an answer on other data was worked out from."""
    others = {"mentions": other.ticks, "middle-score": other.scores, "agreement": other.coders}
    if id in others:
        yield str(others[id])
        return
    with contextlib.suppress(Unasked):
        yield f"Rows {other.first_label}, columns {other.second_label}: yes, no, missing."
        yield str(other.frame.to_numpy().tolist())


def _gives(answer, value, key, waves):
    """Whether a mistake gives the value answered."""
    try:
        return agrees(answer, value, key.unit, waves)
    except NotRead:
        return False


def _explain(name, key):
    """What was done and why it misleads."""
    entry = texts()["mistakes"][name]
    return f"{entry['done']}. {entry['why']}".format(**key.words)


def _warning(mistakes):
    """What is said where mistakes give the right number."""
    if not mistakes:
        return ""
    ways = "; ".join(texts()["mistakes"][name]["done"] for name in mistakes)
    return f"\nBut mind your way. On these data some mistakes give the same answer by luck: {ways}."


def _of_the_report(answer, key):
    """What is said of some numbers of sentences: those that are right as they stand, or how many are still to find."""
    fine = sorted(answer - key.right)
    if fine:
        return f"Right as they stand, or no sentence of the report: {', '.join(fine)}."
    return f"Those that you name are wrong indeed. Still to find: {len(key.right - answer)}."


def _of_the_words(answer, key, question):
    """What is said of a word that is none of those in quotation marks in the question; nothing where all are."""
    offered = re.findall(r'"([^"]+)"', question)
    if not isinstance(key.right, frozenset) or answer <= words(offered):
        return ""
    listed = ", ".join(f'"{word}"' for word in offered)
    return f"Answer with words that the question offers: {listed}."


def _of_the_order(answer, key):
    """What is said of two right numbers in the wrong order; nothing of others."""
    if not isinstance(key.right, tuple) or len(key.right) != 2 or not agrees(answer, key.right[::-1], key.unit):
        return ""
    return "The numbers are right, but they stand the other way round. Give the smaller one first."


def _form(key):
    """How an answer may be given, where that helps."""
    forms = {"share": ' A share may be 0.25, "1/4" or "25%".', "table": " Rows are the first wave, yes before no."}
    return forms.get(key.unit, "")
