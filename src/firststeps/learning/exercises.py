"""The exercises as data: their texts from one YAML file, each with the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import yaml

from firststeps.errors import Stopped
from firststeps.learning import answers, faults, words_and_coders
from firststeps.learning.answers import Answers
from firststeps.learning.counted import Coders, Counted, Scores, Ticks, Unasked

ANSWERED_IN = (answers, words_and_coders, faults)
AXIS = {"yes": 0, "no": 1, "missing": 2}


@dataclass(frozen=True)
class Exercise:
    """One exercise: its texts, and the function that gives its answers on a study's counts."""

    id: str
    title: str
    predict: str
    do: str
    hints: tuple[str, ...]
    work_out: Callable[[Counted], Answers]

    def answers(self, counts: Counted) -> Answers:
        """The answers on some counts, worked out once; Unasked where these counts cannot ask the exercise."""
        if self.id not in counts.answered:
            counts.answered[self.id] = self.work_out(counts)
        return counts.answered[self.id]

    def told(self, text, counts, plain=str):
        """A text of the exercise with the words of the study, made ``plain``, in place of its braces."""
        words = {
            "question": counts.question,
            "first": counts.first_label,
            "second": counts.second_label,
            "alpha": f"{counts.alpha:.4g}",
        }
        words |= self.answers(counts).words
        return text.format(**{name: plain(word) if isinstance(word, str) else word for name, word in words.items()})


@dataclass(frozen=True)
class Lesson:
    """One notebook: what it is about, the minutes it takes, its exercises, and its notebook of analysis."""

    id: str
    title: str
    minutes: int
    about: str
    analysis: str
    exercises: tuple[str, ...]


@cache
def texts():
    """The file of exercises, read."""
    return yaml.safe_load(files("firststeps.learning").joinpath("exercises.yaml").read_text(encoding="utf-8"))


@cache
def exercises() -> dict[str, Exercise]:
    """Every exercise by its id.

    >>> exercises()["who-changed"].title
    'How many people changed?'
    """
    by_id = {}
    for id, entry in texts()["exercises"].items():
        function = next(getattr(part, entry["function"]) for part in ANSWERED_IN if hasattr(part, entry["function"]))
        by_id[id] = Exercise(id, entry["title"], entry["predict"], entry["do"], tuple(entry["hints"]), function)
    return by_id


@cache
def lessons() -> tuple[Lesson, ...]:
    """The notebooks, in their order."""
    return tuple(Lesson(**entry | {"exercises": tuple(entry["exercises"])}) for entry in texts()["notebooks"])


def exercise(id) -> Exercise:
    """The exercise of an id; Stopped names those that there are.

    >>> exercise("who-chnged")
    Traceback (most recent call last):
    firststeps.errors.Stopped: There is no exercise 'who-chnged'. There are: how-many-pairs, ...
    """
    if id not in exercises():
        raise Stopped(f"There is no exercise {id!r}. There are: {', '.join(exercises())}.")
    return exercises()[id]


@cache
def examples() -> tuple[tuple[str, Counted], ...]:
    """Other data sets, by name, on which solutions are shown."""
    return tuple((entry["name"], _example(entry)) for entry in texts()["examples"])


def example_for(id, counts: Counted) -> tuple[str, Counted]:
    """The first other data set that can ask an exercise, by name; never the study's own counts."""
    for name, other in examples():
        if counts.patterns is not None and np.array_equal(other.patterns, counts.patterns):
            continue
        try:
            exercise(id).answers(other)
        except Unasked:
            continue
        return name, other
    raise Unasked("No other data set is at hand for this exercise.")


def _example(entry):
    """The counts of an example."""
    if "three" in entry:
        patterns = np.zeros((3, 3, 3), dtype=int)
        for kinds, people in entry["three"].items():
            patterns[tuple(AXIS[kind] for kind in kinds.split())] = people
    else:
        patterns = np.array(entry["patterns"])
    parts = {"ticks": Ticks, "scores": Scores, "coders": Coders}
    others = {part: kind(**entry[part]) for part, kind in parts.items() if part in entry}
    return Counted(
        entry["question"], *entry["waves"], patterns, tuple(entry.get("ends", (0, 1))), margin=entry["margin"], **others
    )
