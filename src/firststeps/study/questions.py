"""The questions of a proposed ``study.yaml`` that nobody has settled yet: the lines that carry the mark ``# ?``."""

import re
from typing import NamedTuple

_MARK = re.compile(r"# \?(?!`)")
SHOWN = 12  # questions that a warning spells out


class Question(NamedTuple):
    """A line of ``study.yaml`` that still asks: its number and what it says, the question behind the mark included."""

    line: int
    says: str

    def __str__(self):
        """The question with its place."""
        return f"line {self.line}: {self.says}"


def open_questions(text):
    """Every :class:`Question` in the text of a ``study.yaml``, in the order of its lines.

    >>> for question in open_questions("title: Help   # ?\\nsynthetic: false\\n  margin: 0.10   # ? too wide"):
    ...     print(question)
    line 1: title: Help
    line 3: margin: 0.10 - too wide
    """
    lines = enumerate(text.splitlines(), start=1)
    return tuple(Question(number, _says(line)) for number, line in lines if _MARK.search(line))


def _says(line):
    """What an open line says, and what is asked behind the mark."""
    line_text, asked = (part.strip().lstrip("#").strip() for part in _MARK.split(line, maxsplit=1))
    return f"{line_text} - {asked}" if asked else line_text


def questions_sentence(questions):
    """What is still open, in words, one question a line; for a settled ``study.yaml`` one sentence.

    >>> print(questions_sentence(()))
    No question of study.yaml is open.
    >>> print(questions_sentence(open_questions("title: Help   # ?")))
    1 question of study.yaml is open, so the paper rests on a guess of the program:
      line 1: title: Help
    Settle it in study.yaml and take the mark `# ?` away.
    """
    if not questions:
        return "No question of study.yaml is open."
    if len(questions) == 1:
        head, them = "1 question of study.yaml is open, so the paper rests on a guess of the program:", "it"
    else:
        head = f"{len(questions)} questions of study.yaml are open, so the paper rests on guesses of the program:"
        them = "them"
    more = [f"  ... and {len(questions) - SHOWN} more."] if len(questions) > SHOWN else []
    end = f"Settle {them} in study.yaml and take the mark `# ?` away."
    return "\n".join([head, *(f"  {question}" for question in questions[:SHOWN]), *more, end])
