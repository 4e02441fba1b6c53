"""Counts of tidy responses that the notebooks start from, beside the response patterns: attendance, statuses, answers.

Each gives the rows of one file of ``data/clean/``.  They go through the rows once, so that nothing later has to.
"""

import numpy as np
import pandas as pd

from firststeps.paired.patterns import ANSWERS, MISSING
from firststeps.responses.counting.attendance import HANDED_IN
from firststeps.responses.counting.patterns import ANSWER_INDEX
from firststeps.responses.texts.answers import ABSENT, shows_presence

STATUSES = ("yes", "no", "blank", "not applicable", ABSENT)


def attendance_frame(study, responses):
    """The rows of ``attendance.csv``: each pattern of attendance that occurred and its people, most frequent first.

    Columns: origin, a column a wave (``handed in``, where at least one question was answered, or ``absent``), people.
    """
    person, people = pd.factorize(responses["participant"])
    there = shows_presence(study, responses)
    present = np.zeros((len(people), len(study.waves)), dtype=bool)
    wave = pd.Categorical(responses["wave"], categories=study.wave_ids).codes
    present[person[there], wave[there]] = True
    patterns, counts = _count_rows(present)
    order = np.lexsort((*patterns.T[::-1], counts))[::-1]
    words = np.where(patterns[order], HANDED_IN, ABSENT)
    frame = pd.DataFrame(words, columns=study.wave_ids).assign(people=counts[order])
    frame.insert(0, "origin", study.origin)
    return frame


def status_frame(study, responses):
    """The rows of ``statuses.csv``: the people seen, by what became of each outcome at each wave at which it was asked.

    Columns: origin, item, wave, yes, no, blank, not applicable, absent.
    """
    asked = [(item, wave) for item in study.outcomes for wave in study.items[item].waves]
    rows = responses[responses["item"].isin(study.outcomes)]
    statuses = rows["answer"].where(rows["status"] == "answered", rows["status"])
    counts = rows.assign(said=statuses).groupby(["item", "wave", "said"], observed=True).size()
    table = [[int(counts.get((item, wave, status), 0)) for status in STATUSES] for item, wave in asked]
    frame = pd.DataFrame(table, columns=list(STATUSES))
    for column, values in (("wave", [wave for _, wave in asked]), ("item", [item for item, _ in asked])):
        frame.insert(0, column, values)
    frame.insert(0, "origin", study.origin)
    return frame


def known_frame(study, responses):
    """The rows of ``known.csv``: each combination of the answers that bear on the primary comparison, and its people.

    These are the answers to its question at every wave and to each other outcome at the two waves compared.  Columns:
    origin, one for each question and wave (``question wave``: yes, no or missing), people.
    """
    person, people = pd.factorize(responses["participant"])
    asked = bearing(study)
    answers = np.full((len(people), len(asked)), MISSING)
    for column, (question, at) in enumerate(asked):
        here = ((responses["item"] == question) & (responses["wave"] == at)).to_numpy()
        places = responses.loc[here, "answer"].astype("object").map(ANSWER_INDEX).fillna(MISSING)
        answers[person[here], column] = places.to_numpy(dtype=int)
    patterns, counts = _count_rows(answers)
    frame = pd.DataFrame(np.array(ANSWERS)[patterns], columns=[" ".join(pair) for pair in asked]).assign(people=counts)
    frame.insert(0, "origin", study.origin)
    return frame


def bearing(study):
    """The pairs of question and wave whose answers bear on the primary comparison; none where there is none."""
    primary = study.primary
    if not primary:
        return []
    asked = [(primary.outcome, wave) for wave in study.items[primary.outcome].waves]
    for item in study.outcomes:
        if item != primary.outcome:
            asked += [(item, wave) for wave in (primary.first, primary.second) if wave in study.items[item].waves]
    return asked


def _count_rows(rows):
    """The different rows of a small-number array, in order, and how often each occurs."""
    if not rows.shape[1]:
        return rows[:0], np.zeros(0, dtype=int)
    frame = pd.DataFrame(rows).value_counts(sort=False).sort_index()
    return np.array(frame.index.to_list(), dtype=rows.dtype).reshape(-1, rows.shape[1]), frame.to_numpy()
