"""Answers on a scale: how many people gave each score at each wave, how many a high one, and how many none."""

import pandas as pd

from firststeps.responses.counting.proportions import with_limits

MOST_SCORES = 11  # of a scale that is shown score by score
COLUMNS = ["item", "wave", "id", "question", "counts", "scores", "missing"]


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
            answers = asked.loc[asked["status"] == "answered", "answer"].astype(float)
            several = len(about.waves) > 1
            id = f"{item}.{wave}" if several else item
            question = f"{about.label} ({study.wave(wave).label})" if several else about.label
            counts = [int((answers == score).sum()) for score in scores]
            rows.append((item, wave, id, question, counts, scores, len(asked) - sum(counts)))
    return pd.DataFrame(rows, columns=COLUMNS)


def high_shares(scored, level):
    """The rows of `score_counts` with the share of high scores, the two highest, and what it can be of everybody.

    Columns beside theirs: ``high_scores``, ``answered`` (who gave a score) and ``people`` (everybody), in people;
    ``proportion`` of those who gave a score, with Wilson's ``low`` and ``high``; ``least`` and ``most``, the ends of
    the proportion of everybody over all scores that the others could have given.  Where nobody gave a score there is
    no proportion.

    >>> rows = pd.DataFrame({"counts": [[1, 2, 6, 9], [0, 0, 0, 0]], "missing": [2, 20]})
    >>> high_shares(rows, 0.95)[["proportion", "least", "most"]].to_numpy().round(3).tolist()
    [[0.833, 0.75, 0.85], [nan, nan, nan]]
    """
    answered = [sum(counts) for counts in scored["counts"]]
    high = [sum(counts[-2:]) for counts in scored["counts"]]
    rows = with_limits(scored.assign(high_scores=high, answered=answered), "high_scores", level)
    heard = rows["answered"] > 0
    people, high = rows["answered"] + rows["missing"], rows["high_scores"].where(heard)
    return rows.assign(people=people, least=high / people, most=(high + rows["missing"]) / people)


def _scores(about):
    """The scores of an item that is shown score by score, else none."""
    if about.kind != "scale" or not about.range:
        return []
    low, high = (int(end) for end in about.range)
    return list(range(low, high + 1)) if high - low < MOST_SCORES else []
