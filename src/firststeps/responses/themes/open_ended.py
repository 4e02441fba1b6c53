"""Questions in people's own words: the codebook, each coded question as one object, and what came of it as frames.

Frames name questions and themes by id; ``study.labels.of`` gives them as readers know them.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from firststeps.paired.many_waves.comparisons import comparisons
from firststeps.paired.patterns import paired_table
from firststeps.paired.results import LEVEL, frame
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.responses.counting.proportions import with_limits
from firststeps.responses.themes.quotations import borrowed_examples
from firststeps.responses.themes.ranking import lead, rank_themes
from firststeps.responses.themes.tables import (
    answered,
    coded,
    count_by_wave,
    count_people,
    final_coding,
    naming,
    residual,
    theme_patterns,
    unused_and_unknown,
)
from firststeps.study.parts.own_words import Theme

STATUSES = ["answered", "blank", "not applicable", "absent"]


@dataclass(frozen=True, eq=False)
class CodedQuestion:
    """A question that people answered in their own words, with what coders saw in the answers.

    Attributes
    ----------
    id, label : str
        Its id, and the question as readers know it.
    themes : dict of str to Theme
        Its codebook.
    waves : list of str
        The waves at which it was asked, in order.
    at_start : bool
        Whether it was asked at the first wave of the study.
    written, read : DataFrame
        Participant and wave of every answer, and of those that a coder has read.
    final, reached : DataFrame, str
        The coding to count from, and in words how it was reached (``final_coding``).
    silent : int
        People who never answered it.
    """

    id: str
    label: str
    themes: dict[str, Theme]
    waves: list[str]
    at_start: bool
    written: pd.DataFrame
    read: pd.DataFrame
    final: pd.DataFrame
    reached: str
    silent: int

    def __str__(self):
        """The question, and from which coding it is counted."""
        return f"{self.label}: counted from {self.reached}."

    @cached_property
    def naming(self):
        """Who named what: a row a person whose answer was read, a column a theme, True where the person named it."""
        return naming(self.final, self.read, self.themes)

    @property
    def residual(self):
        """The themes that hold what no theme holds."""
        return residual(self.themes)

    @property
    def substance(self):
        """Who named what, without the residual themes."""
        return self.naming.drop(columns=self.residual)


def coded_questions(study, coding, responses):
    """Every question of the codebook of which an answer was coded, in its order: a list of `CodedQuestion`.

    ``coding`` is the tidy table of ``data/clean/coding.csv``, ``responses`` that of ``data/clean/responses.csv``.
    """
    questions, everyone = [], responses["participant"].nunique()
    for id in _coded_ids(study, coding):
        waves = study.items[id].waves
        written = answered(responses, id, waves)
        final, reached = final_coding(coding, id)
        questions.append(
            CodedQuestion(
                id=id,
                label=study.labels.item(id),
                themes=study.themes[id],
                waves=waves,
                at_start=study.wave_ids[0] in waves,
                written=written,
                read=coded(written, coding, id),
                final=final,
                reached=reached,
                silent=everyone - written["participant"].nunique(),
            )
        )
    return questions


def codebook(study):
    """The codebook for readers: a row a theme, with when to see it, when not, and an example."""
    rows = [
        {"question": study.labels.item(question), "code": code, "theme": theme.label}
        | theme.model_dump(exclude={"label", "residual"})
        for question, known in study.themes.items()
        for code, theme in known.items()
    ]
    return pd.DataFrame(rows).rename(columns={"use": "see it when", "avoid": "not when"})


class CodebookUse(NamedTuple):
    """How the codebook fared: four lists of texts.

    Attributes
    ----------
    unseen : themes that no coder saw, by label
    unlisted : themes seen that are not in the codebook, as "question / theme"
    uncoded : questions of which no answer was coded
    borrowed : themes whose example is an answer that nobody approved, as "question / theme"
    """

    unseen: list
    unlisted: list
    uncoded: list
    borrowed: list


def check_codebook(study, coding, responses):
    """Compare the codebook with what coders saw and people wrote: a `CodebookUse`."""
    unused, unknown = unused_and_unknown(coding, study.themes)
    borrowed = borrowed_examples(study.themes, study.quotations, responses)
    return CodebookUse(
        unseen=[study.labels.theme(*pair) for pair in unused],
        unlisted=[" / ".join(pair) for pair in unknown],
        uncoded=[question for question in study.themes if question not in _coded_ids(study, coding)],
        borrowed=[" / ".join(pair) for pair in borrowed],
    )


def non_response(questions, responses):
    """How many answered each question, left it blank or were not there, wave by wave.

    A row for each of the ``questions`` (`CodedQuestion`) and wave: question, wave, answered, blank, not applicable,
    absent, in people. The note tells of answers that nobody coded.
    """
    asked = [(question.id, wave) for question in questions for wave in question.waves]
    counts = pd.crosstab([responses["item"], responses["wave"]], responses["status"])
    counts = counts.reindex(index=asked, columns=STATUSES, fill_value=0)
    unread = sum(len(question.written) - len(question.read) for question in questions)
    note = f"absent: no questionnaire of that person at that wave. Answers that nobody coded, left out below: {unread}."
    names = {"question": [id for id, _ in asked], "wave": [wave for _, wave in asked]}
    return frame(names | counts.to_dict("list"), {}, note=note)


def theme_counts(questions, level=LEVEL):
    """How many people named each theme, of those who answered, with Wilson's interval.

    A row a theme, question by question, most named first and residual themes last: question, theme, people, answered,
    silent (people who never answered), proportion, low, high. Where nobody answered there is no proportion.
    """
    parts = [count_people(q.naming, q.residual).assign(question=q.id, silent=q.silent) for q in questions]
    return _shares(parts, ["question", "theme", "people", "answered", "silent"], level)


def people_naming(questions):
    """How many people named each theme: triples of question, people who answered it, dict from theme to people."""
    return [(q.id, len(q.naming), {theme: int(n) for theme, n in q.naming.sum().items()}) for q in questions]


def theme_counts_by_wave(questions, level=LEVEL):
    """The same wave by wave, of those who answered at that wave; themes in the order of `theme_counts`.

    Columns are question, theme, wave, people, answered, proportion, low, high.
    """
    parts = []
    for question in questions:
        place = {theme: n for n, theme in enumerate(count_people(question.naming, question.residual)["theme"])}
        counts = count_by_wave(question.final, question.read, question.themes, question.waves)
        ordered = counts.sort_values("theme", key=lambda themes, place=place: themes.map(place), kind="stable")
        parts.append(ordered.assign(question=question.id))
    return _shares(parts, ["question", "theme", "wave", "people", "answered"], level)


def theme_ranks(questions, level=LEVEL):
    """How certain the order of the themes is: a row a theme, most named first; see ``ranking.rank_themes``.

    Columns are question, theme, people, share (of the resamples in which it comes first), best and worst (the ranks
    between which it lies). Residual themes are left out, and so is a question of which no two themes can be ranked.
    """
    columns = ["question", "theme", "people", "share", "best", "worst"]
    rows = []
    for question in questions:
        if ranks := rank_themes(question.substance, level):
            people = question.substance.sum().tolist()
            each = zip(ranks.themes, people, ranks.first, ranks.best, ranks.worst, strict=True)
            rows += sorted(((question.id, *values) for values in each), key=lambda row: -row[2])
    return frame(pd.DataFrame(rows, columns=columns), {"share": "proportion"}, level)


def theme_leads(questions, ranks):
    """By how much the theme named most leads the next: a row a question; ``ranks`` are its `theme_ranks`.

    Columns are question, answered (people), only_first and only_second (who named only the one or only the other of
    the two), pvalue (the exact McNemar test of these) and share (of the resamples in which it comes first). Where no
    two themes can be ranked, all but the first two are empty.
    """
    rows = []
    for question in questions:
        substance, shares = question.substance, ranks.loc[ranks["question"] == question.id, "share"]
        row = {"question": question.id, "answered": len(substance)}
        if len(shares):
            *_, first, second = lead(substance)
            exact = mcnemar([[0, first], [second, 0]], "exact").pvalue
            row |= {"only_first": first, "only_second": second, "pvalue": exact, "share": shares.max()}
        rows.append(row)
    columns = ["question", "answered", "only_first", "only_second", "pvalue", "share"]
    return pd.DataFrame(rows, columns=columns)


def theme_changes(questions, level=LEVEL):
    """Whether people named each theme at the first wave of its question and at the last: ``paired.comparisons`` rows.

    A row for each theme, residual ones left out, of the ``questions`` asked at the first wave of the study and again,
    where anybody's answers were read at both waves. Beside the numbers stand question and theme (ids), and outcome and
    comparison (the same as readers know them); ``adjusted`` allows for the number of themes.
    """
    names, tables = [], []
    for question in questions:
        waves = question.waves[:1] + question.waves[-1:]
        for theme in question.substance if question.at_start and len(question.waves) > 1 else ():
            names.append((question.id, theme, question.label, question.themes[theme].label))
            tables.append(paired_table(theme_patterns(question.final, question.read, theme, waves), 0, 1))
    changes = comparisons(np.array(tables, dtype=int).reshape(-1, 2, 2), level)
    for place, name in enumerate(("question", "theme", "outcome", "comparison")):
        changes.insert(place, name, [row[place] for row in names])
    return changes[changes["pairs"] > 0].reset_index(drop=True)


def counted_from(questions):
    """From which codings the ``questions`` are counted, each said once.

    >>> from types import SimpleNamespace
    >>> counted_from([SimpleNamespace(reached="themes that both coders saw")] * 2)
    'Counted from themes that both coders saw.'
    """
    return " ".join(dict.fromkeys(f"Counted from {question.reached}." for question in questions))


def _coded_ids(study, coding):
    """The questions of the codebook of which an answer was coded."""
    ids = set(coding["question"])
    return [question for question in study.themes if question in ids]


def _shares(parts, columns, level):
    """Counts of people put one under the other, with their proportions of those who answered."""
    counts = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    return with_limits(counts.astype({"people": int, "answered": int}), "people", level)
