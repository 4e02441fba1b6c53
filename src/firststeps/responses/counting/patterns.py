"""Counting response patterns: the one step that touches individual rows.  What it gives is all that later steps read.

Only what people said in their own words, and how they rated something, is read again as rows (``read_words``).
"""

import numpy as np
import pandas as pd

from firststeps.paired.patterns import ANSWERS, MISSING
from firststeps.responses.counting.clean_files import as_typed

NOT_ASKED = "not asked"
ANSWER_INDEX = {"yes": 0, "no": 1}


def count_patterns(responses, waves, item):
    """The response-pattern table of ``item`` over ``waves``: an int array of shape ``(3,) * len(waves)``.

    ``responses`` is tidy: one row a participant, wave and item, with columns participant, wave, item, answer.  Anything
    but ``yes`` and ``no`` counts as missing, and so does a wave at which there is no row.

    >>> rows = [("P01", "start", "ips", "yes"), ("P01", "end", "ips", "no"), ("P02", "start", "ips", "yes")]
    >>> responses = pd.DataFrame(rows, columns=["participant", "wave", "item", "answer"])
    >>> count_patterns(responses, ["start", "end"], "ips")
    array([[0, 1, 1],
           [0, 0, 0],
           [0, 0, 0]])
    """
    waves = list(waves)
    rows = responses[(responses["item"] == item) & responses["wave"].isin(waves)]
    person, people = pd.factorize(rows["participant"])
    wave = rows["wave"].map({w: i for i, w in enumerate(waves)}).to_numpy(dtype=int)
    answer = rows["answer"].astype("object").map(ANSWER_INDEX).fillna(MISSING).to_numpy(dtype=int)
    answers = np.full((len(people), len(waves)), MISSING)
    answers[person, wave] = answer
    return pattern_table(answers)


def pattern_table(answers):
    """The pattern table of an array of shape (people, waves) that holds 0 yes, 1 no, 2 missing.

    >>> pattern_table(np.array([[0, 2], [0, 2], [1, 1]]))
    array([[0, 0, 2],
           [0, 1, 0],
           [0, 0, 0]])
    """
    shape = (3,) * answers.shape[1]
    pattern = np.ravel_multi_index(answers.T, shape)
    return np.bincount(pattern, minlength=3 ** answers.shape[1]).reshape(shape)


def pattern_frame(study, tables):
    """The rows of ``patterns.csv``: the patterns that occurred, for each item of ``tables`` (item to pattern table)."""
    frames = []
    for item, table in tables.items():
        places = np.argwhere(table)
        answers = {wave: np.array(ANSWERS)[places[:, axis]] for axis, wave in enumerate(study.items[item].waves)}
        frames.append(pattern_rows(study, item, answers, table[tuple(places.T)]))
    return joined_patterns(study, frames)


def pattern_rows(study, item, answers, people):
    """A row for each pattern of answers to ``item``: ``answers`` by wave, and how many ``people`` gave them.

    Columns: origin, item, a column a wave (``not asked`` where it was not), people.
    """
    columns = {"origin": study.origin, "item": item} | dict.fromkeys(study.wave_ids, NOT_ASKED) | answers
    return pd.DataFrame(columns | {"people": people}, index=range(len(people)))


def joined_patterns(study, frames):
    """The rows of all ``frames`` that `pattern_rows` gave, as one file holds them; of none its columns alone."""
    nothing = pd.DataFrame(columns=["origin", "item", *study.wave_ids, "people"])
    return pd.concat(frames, ignore_index=True) if frames else nothing


def every_pattern(study):
    """The pattern table of every outcome, by its id, as `read_patterns` gives it."""
    return {outcome: read_patterns(study, outcome) for outcome in study.outcomes}


def read_words(study):
    """The rows of ``data/clean/responses.csv`` where the study has themes, quotations or ratings; otherwise no row.

    Yes/no questions are told by their counts, however many people there are.
    """
    rated = any(item.kind == "scale" for item in study.items.values())
    if not (study.themes or study.quotations or rated):
        return pd.DataFrame(columns=["origin", "participant", "wave", "item", "answer", "status"], dtype="str")
    return read_clean(study, "responses.csv")


def read_clean(study, name):
    """The file ``name`` of ``data/clean/``, every cell as the text that was written; FileNotFoundError without it."""
    path = study.clean / name
    if not path.is_file():
        raise FileNotFoundError(f"data/clean/{name} is not there yet: run notebook 01-cleaning first.")
    return pd.read_csv(path, dtype=str, keep_default_na=False).apply(as_typed)


def read_patterns(study, item):
    """The pattern table of ``item`` over the waves at which it was asked, from ``data/clean/patterns.csv``.

    FileNotFoundError and KeyError say what to do if the file or the item is not there.
    """
    rows = read_clean(study, "patterns.csv")
    rows = rows[rows["item"] == item]
    if rows.empty:
        raise KeyError(f"data/clean/patterns.csv holds no item {item!r}; its outcomes are {', '.join(study.outcomes)}.")
    waves = study.items[item].waves
    table = np.zeros((3,) * len(waves), dtype=int)
    places = tuple(rows[wave].map(ANSWERS.index).to_numpy() for wave in waves)
    np.add.at(table, places, rows["people"].astype(int).to_numpy())
    return table
