"""Ordered questions, scales and scores: counts of who went from which answer to which, and their comparisons."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from firststeps.digits import KEPT, shown
from firststeps.paired.answers.labels import is_missing
from firststeps.paired.many_waves.pairwise import holm
from firststeps.paired.ordered.compare import OrderedComparison, compare_ordered
from firststeps.paired.ordered.counting import OrderedCounts, count_ordered
from firststeps.paired.results import frame
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.responses.counting.comparison import crossed, main_comparisons
from firststeps.responses.counting.ordered.groups import ends
from firststeps.responses.counting.ordered.numbers import item_numbers
from firststeps.responses.counting.patterns import joined_patterns, pattern_rows, read_clean
from firststeps.study.derived import limits
from firststeps.study.parts.files import Wave

MISSING = "missing"
UNITS = {"difference": "points", "low": "points", "high": "points"}
UNITS |= dict.fromkeys(("pvalue", "adjusted"), "p-value")


@dataclass(frozen=True)
class OrderedQuestion:
    """An ordered question, a scale or a score at two waves.

    Attributes
    ----------
    item, label : str
        Its id, and the question as readers know it.
    first_wave, second_wave : Wave
    counts : OrderedCounts
        Who went from which answer to which, the missing included.
    level : float
        The confidence level of intervals; tests are at 1 - level.
    mark : str
        What all that shows its numbers must carry; empty where nothing must.
    """

    item: str
    label: str
    first_wave: Wave
    second_wave: Wave
    counts: OrderedCounts
    level: float
    mark: str = ""

    def __str__(self):
        """The mark, the question and the two waves in one line."""
        return f"{self.mark or 'Observed data'}: {self.heading}"

    @property
    def heading(self):
        """Question and waves in words."""
        return f"{self.label}, from {self.first_wave.label} to {self.second_wave.label}"

    @cached_property
    def compared(self) -> OrderedComparison:
        """The comparison: sign test, difference with its interval, signed ranks, median change, bounds."""
        return compare_ordered(self.counts, level=self.level)

    @property
    def kinds(self):
        """How many people improved, stayed the same, got worse, were not heard from, by name."""
        counts = self.counts
        return {"improved": counts.improved, "same": counts.same, "worse": counts.worse, "not-heard": counts.not_heard}

    @property
    def people(self):
        """The same by the names under which people are drawn as dots."""
        return dict(zip(("improved", "same", "worse", "not heard from"), self.kinds.values(), strict=True))

    @property
    def seen(self):
        """Whom its counts are of: everybody seen at any wave, as ``n`` and ``denominator``."""
        return {"n": self.counts.people, "denominator": "people who were seen"}

    @property
    def frame(self):
        """The whole table for readers: rows first, columns second wave, the lowest answer first, with sums."""
        return crossed(self.counts.moves, [*map(str, self.counts.answers), MISSING])


def ordered_frame(study, responses):
    """The rows of ``ordered.csv``: each pattern of answers over the waves that occurred, and its people.

    A row has ``origin``, ``item``, a column a wave (the answer, ``missing`` or ``not asked``) and ``people``; the items
    are the ordered questions, scales and scores at two waves or more.
    """
    frames = []
    for id in study.ordered_twice:
        rows = responses[responses["item"] == id]
        answers = rows["answer"].astype("object").where(rows["status"] == "answered", MISSING)
        wide = _wide(rows.assign(said=answers), "wave", "said").reindex(columns=study.items[id].waves)  # also of nobody
        counts = wide.astype("object").fillna(MISSING).value_counts(sort=False).sort_index()
        patterns = counts.index.to_frame(index=False).astype("object")
        by_wave = {wave: patterns[wave].to_numpy() for wave in study.items[id].waves}
        frames.append(pattern_rows(study, id, by_wave, counts.to_numpy()))
    return joined_patterns(study, frames)


def read_moves(study, id, first="", second=""):
    """Counts of who went from which answer to which, from ``data/clean/ordered.csv``; by default first to last wave.

    FileNotFoundError says what to do where the file is not there.
    """
    asked, item = study.items[id].waves, study.items[id]
    first, second = first or asked[0], second or asked[-1]
    rows = read_clean(study, "ordered.csv")
    rows = rows[rows["item"] == id]
    people = rows["people"].astype(int).to_numpy()
    columns = [rows[wave].where(rows[wave] != MISSING).to_numpy(dtype=object) for wave in (first, second)]
    if item.kind == "ordered":
        counts = count_ordered(*columns, order=item.choices, better=item.better, people=people)
    else:
        numbers = [[None if is_missing(text) else float(text) for text in column] for column in columns]
        counts = count_ordered(*numbers, better=item.better, limits=limits(study, id), people=people)
    names = (study.wave(first).label, study.wave(second).label)
    answers = named(counts.answers) if item.kind != "ordered" else counts.answers
    return OrderedCounts(counts.moves, answers, counts.values, counts.better, counts.closed, names)


def named(numbers):
    """Name the answers of a scale or a score: whole numbers as they are, others by as many decimals as tell them apart.

    >>> named((1, 2, 3)), named((1, 4 / 3, 1.5, 5)), named((2.333, 7 / 3))
    ((1, 2, 3), ('1', '1.33', '1.5', '5'), ('2.333', '2.3333'))
    """
    if all(number == int(number) for number in numbers):
        return tuple(numbers)
    for decimals in range(2, KEPT):
        names = tuple(shown(number, f".{decimals}f").rstrip("0").rstrip(".") for number in numbers)
        if len({*names}) == len(names):
            break
    return names


def ordered_question(study, id, first="", second=""):
    """An ordered question, a scale or a score at two waves; by default its first and its last."""
    asked = study.items[id].waves
    waves = study.wave(first or asked[0]), study.wave(second or asked[-1])
    counts = read_moves(study, id, *(wave.id for wave in waves))
    return OrderedQuestion(id, study.items[id].label, *waves, counts, study.level, study.mark)


def ordered_questions(study):
    """Every ordered question, scale and score at two waves or more: of each its first and its last wave.

    Where the primary comparison is of two other waves at which it was asked, these.  Scores come first, then questions
    that stand for themselves, then the items of scores; after all of them those that nobody answered both times.
    """
    items = {part for item in study.items.values() for part in item.items}
    ids = sorted(study.ordered_twice, key=lambda id: (study.items[id].kind != "score", id in items))
    questions = [ordered_question(study, id, *ends(study, id)) for id in ids]
    return sorted(questions, key=lambda question: not question.counts.heard)


def exploration(study):
    """Every outcome and ordered question but the primary one, with p-values adjusted across them by Holm's method.

    A DataFrame with a row each: ``outcome`` and ``comparison`` as readers know them, ``heard`` (people who answered
    twice), ``up`` (from no to yes, or improved), ``same``, ``down``, ``difference`` with ``low`` and ``high``
    (Fay-Lumbard), ``pvalue`` (exact sign test, which of yes and no is McNemar's) and ``adjusted``.  Of a question that
    nobody answered twice it has the counts alone.
    """
    fixed = study.primary and study.primary.outcome
    plain = [c for c in main_comparisons(study) if c.outcome != fixed]
    several = [(c.label, c.first_wave, c.second_wave, c.table) for c in plain]
    several += [(q.label, q.first_wave, q.second_wave, q.counts.table) for q in ordered_questions(study)]
    rows = []
    for label, first, second, table in several:
        (a, b), (c, d) = table.tolist()
        row = {"outcome": label, "comparison": f"{first.short} to {second.short}", "heard": a + b + c + d}
        row |= {"up": c, "same": a + d, "down": b}
        if row["heard"]:
            low, high, _ = difference(table).confidence_interval(study.level)
            row |= {"difference": (c - b) / row["heard"], "low": float(low), "high": float(high)}
            row |= {"pvalue": float(mcnemar(table).pvalue)}
        rows.append(row)
    columns = ["outcome", "comparison", "heard", "up", "same", "down", *UNITS]
    table = pd.DataFrame(rows, columns=columns)
    tested = table["pvalue"].notna()
    if tested.any():
        table.loc[tested, "adjusted"] = holm(table.loc[tested, "pvalue"].astype(float))
    note = "Exploration: p-values adjusted by Holm's method across all rows; the primary comparison is not among them."
    return frame({name: table[name].to_list() for name in columns}, UNITS, study.level, note)


def read_items(study, score, wave):
    """The items of a ``score`` at a wave as numbers, a row a person who was there, for Cronbach's alpha."""
    rows = read_clean(study, "responses.csv")
    rows = rows[(rows["wave"] == wave) & rows["item"].isin(study.items[score].items)]
    wide = _wide(rows, "item", "answer")
    return item_numbers(study, wide, score).dropna(how="all").to_numpy(dtype=float) if len(wide) else np.empty((0, 2))


def _wide(rows, columns, values):
    """A row a person, a column each of ``columns``."""
    return rows.pivot_table(index="participant", columns=columns, values=values, aggfunc="first", observed=True)
