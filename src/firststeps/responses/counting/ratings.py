"""Answers on a scale: how many people gave each score at each wave, and how many gave none."""

import pandas as pd

MOST_SCORES = 11  # of a scale that is shown score by score


def score_counts(study, responses):
    """A row for each scale and each wave at which it was asked: item, wave, id, question, counts, scores, missing.

    ``counts`` are people for each of ``scores``, from the lowest to the highest, both as lists; ``missing`` are people
    without a score.  The id is that of the item, with the wave where it was asked more than once.  Scales without a
    range of whole numbers, or of more than eleven, have no row.  ``responses`` is the tidy table of
    ``data/clean/responses.csv``.
    """
    rows = []
    for item, about in study.items.items():
        scores = _scores(about)
        for wave in about.waves if scores else []:
            asked = responses[(responses["item"] == item) & (responses["wave"] == wave)]
            told = asked.loc[asked["status"] == "answered", "answer"].astype(float)
            several = len(about.waves) > 1
            id = f"{item}.{wave}" if several else item
            question = f"{about.label} ({study.wave(wave).label})" if several else about.label
            counts = [int((told == score).sum()) for score in scores]
            rows.append((item, wave, id, question, counts, scores, len(asked) - sum(counts)))
    return pd.DataFrame(rows, columns=["item", "wave", "id", "question", "counts", "scores", "missing"])


def _scores(about):
    """The scores of an item that is shown score by score, else none."""
    if about.kind != "scale" or not about.range:
        return []
    low, high = (int(end) for end in about.range)
    return list(range(low, high + 1)) if high - low < MOST_SCORES else []
