"""Counts of several shares of a file added up: each table of ``data/clean/`` as the whole file would give it."""

import numpy as np
import pandas as pd

from firststeps.paired.patterns import ANSWERS
from firststeps.responses.counting.attendance import HANDED_IN
from firststeps.responses.counting.choices import choice_frame
from firststeps.responses.counting.ordered.groups import group_frame
from firststeps.responses.counting.ordered.questions import ordered_frame
from firststeps.responses.counting.totals import attendance_frame, known_frame, status_frame


def added(study, frames, order):
    """Frames of counts as one: rows alike but for the counts become one, put in order by ``order(study, frame)``."""
    rows = pd.concat(frames, ignore_index=True).infer_objects()  # a frame may be joined of one without any row
    keys = [column for column in rows if rows[column].dtype.kind not in "iu"]
    sums = rows.groupby(keys, sort=False, dropna=False).sum().reset_index() if len(rows) else rows
    return sums.iloc[order(study, sums)].reset_index(drop=True)[[*frames[0]]]


def _as_they_are(study, rows):
    """Every share has the same rows in the same order."""
    return np.arange(len(rows))


def _most_frequent_first(study, rows):
    """As `attendance_frame`: by people, then by who was there at the earlier waves."""
    there = (rows[study.wave_ids] == HANDED_IN).to_numpy()
    return np.lexsort((*there.T[::-1], rows["people"].to_numpy()))[::-1]


def _by_answers(study, rows):
    """As `known_frame`: yes before no before missing, the first question first."""
    asked = rows.drop(columns=["origin", "people"])
    places = [asked[column].map(ANSWERS.index).to_numpy() for column in asked]
    return np.lexsort(places[::-1]) if places else np.arange(len(rows))


def _by_item(study, rows, *columns):
    """By the places of items in ``study``, and then by ``columns``."""
    places = {item: place for place, item in enumerate(dict.fromkeys([*study.asked_twice, *study.ordered_twice]))}
    ordered = rows.assign(place=rows["item"].map(places)).sort_values(["place", *columns], kind="stable")
    return rows.index.get_indexer(ordered.index)


COUNTS = {
    "attendance": (attendance_frame, _most_frequent_first),
    "statuses": (status_frame, _as_they_are),
    "known": (known_frame, _by_answers),
    "choices": (choice_frame, _as_they_are),
    "ordered": (ordered_frame, lambda study, rows: _by_item(study, rows, *study.wave_ids)),
    "groups": (group_frame, lambda study, rows: _by_item(study, rows, "group", "interest")),
}
