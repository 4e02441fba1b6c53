"""Answers on a scale: how many people gave each score at each wave, how many a high one, and how many none."""

import pandas as pd

from firststeps.responses.counting.proportions import with_limits

MOST_SCORES = 11  # of a scale that is shown score by score
COLUMNS = ["item", "wave", "id", "question", "counts", "scores", "missing"]


def score_counts(study, responses):
    """A row for each scale and each wave at which it was asked: item, wave, id, question, counts, scores, missing.

    ``counts`` are people for each of ``scores``, from the lowest to the highest, both as lists; ``missing`` are people
    without a score.  Scores are the whole numbers of the range, and what somebody gave between two of them.  The id is
    that of the item, with the wave where it was asked more than once.  Scales without a range of whole numbers, or of
    more than eleven scores, have no row.  ``responses`` is the tidy table of ``data/clean/responses.csv``.
    """
    rows = []
    for item, about in study.items.items():
        answered = responses[(responses["item"] == item) & (responses["status"] == "answered")]
        scores = _scores(about, answered["answer"])
        for wave in about.waves if scores else []:
            asked = responses[(responses["item"] == item) & (responses["wave"] == wave)]
            answers = answered.loc[answered["wave"] == wave, "answer"].astype(float)
            several = len(about.waves) > 1
            id = f"{item}.{wave}" if several else item
            question = f"{about.label} ({study.wave(wave).label})" if several else about.label
            counts = [int((answers == score).sum()) for score in scores]
            rows.append((item, wave, id, question, counts, scores, len(asked) - sum(counts)))
    return pd.DataFrame(rows, columns=COLUMNS)


def high_shares(scored, level):
    """The rows of `score_counts` with the share of high scores, and what it can be of everybody.

    A high score is one of the two highest whole numbers, or between them; where ``scored`` has no ``scores``, all are
    whole numbers.  Columns beside theirs: ``high_scores``, ``answered`` (who gave a score) and ``people`` (everybody),
    in people; ``proportion`` of those who gave a score, with Wilson's ``low`` and ``high``; ``least`` and ``most``, the
    ends of the proportion of everybody over all scores that the others could have given.  Where nobody gave a score
    there is no proportion.

    >>> rows = pd.DataFrame({"counts": [[1, 2, 6, 9], [0, 0, 0, 0]], "missing": [2, 20]})
    >>> high_shares(rows, 0.95)[["proportion", "least", "most"]].to_numpy().round(3).tolist()
    [[0.833, 0.75, 0.85], [nan, nan, nan]]
    >>> between = pd.DataFrame({"counts": [[1, 2, 1, 2]], "scores": [[1, 2, 2.5, 3]], "missing": [0]})
    >>> high_shares(between, 0.95)["high_scores"].tolist()
    [5]
    """
    answered = [sum(counts) for counts in scored["counts"]]
    every = scored["scores"] if "scores" in scored else [range(len(counts)) for counts in scored["counts"]]
    high = [
        sum(people for people, score in zip(counts, scores, strict=True) if score >= scores[-1] - 1)
        for counts, scores in zip(scored["counts"], every, strict=True)
    ]
    rows = with_limits(scored.assign(high_scores=high, answered=answered), "high_scores", level)
    heard = rows["answered"] > 0
    people, high = rows["answered"] + rows["missing"], rows["high_scores"].where(heard)
    return rows.assign(people=people, least=high / people, most=(high + rows["missing"]) / people)


def _scores(about, answers):
    """The scores of an item that is shown score by score, else none; ``answers`` are those that people gave."""
    if about.kind != "scale" or not about.range or any(end % 1 for end in about.range):
        return []
    low, high = (int(end) for end in about.range)
    if high - low >= MOST_SCORES:
        return []
    between = {score for score in map(float, answers.unique()) if score % 1}
    scores = sorted({*range(low, high + 1), *between})
    return scores if len(scores) <= MOST_SCORES else []
