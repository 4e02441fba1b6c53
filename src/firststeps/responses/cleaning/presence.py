"""Who was there at a wave: those who answered at least one question then, whatever the layout of the file.

Pivots and statistics programs write a row for each person and wave, whether or not the person came; such a row holds
no answer and is no questionnaire.  What is known of somebody without asking then (``background: true``), and the date
of the questionnaire (``data: date_column``), show nobody to have been there.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from firststeps.responses.texts.answers import is_blank

RULE = "row in which no question is answered left out"


def questions(study, wave):
    """The items asked at ``wave`` of which an answer shows that somebody was there."""
    dated = study.date_column_at(wave)
    return [
        item
        for item, described in study.asked.items()
        if wave in described.waves
        and not described.background
        and not (described.kind == "date" and dated and study.column(item, wave) == dated)
    ]


def answered(study, part):
    """Which rows of ``part`` hold an answer to any question of its wave: a boolean array."""
    there = np.zeros(len(part.cells), dtype=bool)
    for item in questions(study, part.wave):
        place, texts = pd.factorize(part.cells[study.column(item, part.wave)])
        codes = study.codes_of(item, part.wave)
        there |= np.array([not is_blank(text, codes, study.items[item].kind) for text in texts], dtype=bool)[place]
    return there


def with_answers(study, parts, findings):
    """The ``parts`` without rows that hold no answer; a row that is in none of them any more goes to the log."""
    questionnaires = [
        replace(part, people=part.people[there], cells=part.cells[there])
        for part, there in ((part, answered(study, part)) for part in parts)
    ]
    for file in dict.fromkeys(part.file for part in parts):
        people = pd.concat([part.people for part in parts if part.file == file])
        people = people[~people.index.duplicated()].sort_index()
        there = np.concatenate([part.people.index for part in questionnaires if part.file == file])
        absent = people[~people.index.isin(there)]
        findings.leave_out(file, absent.index, RULE, absent.to_numpy())
    return questionnaires


def refuse_no_answer(file, findings):
    """Refuse a file in which no question is answered."""
    remedy = "Look at the columns that study.yaml names and at the codes for a blank."
    findings.step = (6,)
    findings.refuse(file, "no answer to any question", "at least one answer", remedy)
