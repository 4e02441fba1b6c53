"""Answers made of other answers: scores of several items, and yes or no by a cut point that ``study.yaml`` fixes."""

import numpy as np
import pandas as pd

from firststeps.responses.counting.ordered.numbers import item_numbers, numbers
from firststeps.responses.texts.answers import ANSWERED, BLANK, chosen_of
from firststeps.responses.texts.each import by_text
from firststeps.responses.themes.tables import final_coding
from firststeps.study.parts.texts import caseless

ROW = ("", "row")  # the column of a sheet that tells the row of each person


def with_derived(study, sheets, coding, findings):
    """The ``sheets``, a list of (wave, sheet), with the columns of scores and of outcomes with a cut point.

    A sheet has its people as index and the columns (item, answer) and (item, status).  ``coding`` is the clean coding.
    Scores that stand on fewer items than asked go to the log of ``findings``, each with how many.
    """
    ids = [id for id, item in study.items.items() if item.derived]
    if not ids:
        return sheets
    ids = sorted(ids, key=lambda id: bool(study.items[id].source))  # scores first: a cut point may be one of theirs
    return [(wave, _sheet(study, wave, sheet, ids, coding, findings)) for wave, sheet in sheets]


def _sheet(study, wave, sheet, ids, coding, findings):
    """One sheet with its derived columns, those of waves at which they are made."""
    sheet = sheet.copy()
    for id in (id for id in ids if wave in study.items[id].waves):
        item = study.items[id]
        if item.kind == "score":
            answers, status = _scores(study, wave, sheet, id, findings)
        else:
            answers, status = _cut_point_answers(study, wave, sheet, item, coding)
        sheet[id, "answer"], sheet[id, "status"] = answers, status
    return sheet


def _scores(study, wave, sheet, id, findings):
    """The scores at a wave as text, and their statuses."""
    item = study.items[id]
    values = item_numbers(study, {part: sheet[part, "answer"] for part in item.items}, id)
    known = values.notna().sum(axis=1)
    enough = (known > 0) & (known >= len(item.items) - item.may_miss)
    scores = values.mean(axis=1) * (len(item.items) if item.combine == "sum" else 1)
    answers = pd.Series([f"{score:.15g}" for score in np.round(scores, 10) + 0.0], index=sheet.index).where(enough, "")
    statuses = sheet[[(part, "status") for part in item.items]].to_numpy()
    same = (statuses == statuses[:, :1]).all(axis=1) & (statuses[:, 0] != ANSWERED)
    status = np.where(enough, ANSWERED, np.where(same, statuses[:, 0], BLANK))
    place, rows = study.data.file or study.wave(wave).file, sheet.get(ROW, pd.Series(0, sheet.index))
    step = 2 * (study.wave_ids.index(wave) * len(study.items) + [*study.items].index(id))
    for has_score, rule in (
        (True, "the mean of the other items stands for those left out"),
        (False, "no score: too few items"),
    ):
        findings.step = (10, step + (not has_score))
        these = (known > 0) & (known < len(item.items)) & (enough == has_score)
        counts = [f"{n} of {len(item.items)} items" for n in known[these]]
        scores_made = answers[these].to_numpy()
        about = rows[these].to_numpy()
        findings.log(place, [""] * len(counts), f"{id} ({wave})", counts, scores_made, f"score: {rule}", about)
    return answers.to_numpy(dtype=object), status


def _cut_point_answers(study, wave, sheet, item, coding):
    """Yes or no at a wave, and their statuses."""
    source = study.items[item.source]
    texts, status = sheet[item.source, "answer"], sheet[item.source, "status"].to_numpy(dtype=object)
    if source.kind in ("scale", "score"):
        values = numbers(study, texts, item.source)
        yes = values.isin([float(x) for x in item.yes]) if item.at_least is None else values >= item.at_least
    elif source.kind == "text":
        yes, status = _theme_answers(sheet.index, status, coding, item, wave)
    else:
        yes_texts = {*map(caseless, item.yes)}
        chosen = by_text(texts, lambda text: {caseless(choice) for choice in chosen_of(text, source)})
        yes = chosen.map(lambda choices: bool(yes_texts & choices)).astype(bool)
    answers = np.where(status == ANSWERED, np.where(yes, "yes", "no"), "")
    return answers.astype(object), status


def _theme_answers(people, status, coding, item, wave):
    """Who named one of the themes that count, and the statuses: an answer that nobody coded is as good as blank."""
    final = final_coding(coding, item.source)[0]
    yes = people.isin(final.loc[(final["wave"] == wave) & final["theme"].isin(item.yes), "participant"])
    read = people.isin(coding.loc[(coding["wave"] == wave) & (coding["question"] == item.source), "participant"])
    return yes, np.where((status == ANSWERED) & ~read, BLANK, status)
