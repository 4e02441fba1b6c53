"""Proportions of those who answered, each with its Wilson interval, as frames."""

import numpy as np

from firststeps.paired.limits.binomial import wilson
from firststeps.paired.results import PROPORTION_UNITS
from firststeps.responses.counting.attendance import answers_by_wave, read_attendance, read_statuses


def with_limits(frame, people, level):
    """``frame`` with ``proportion``, ``low`` and ``high``: the column ``people`` out of its column ``answered``.

    Where nobody answered there is no proportion. What it is printed in stands in ``attrs``.

    >>> import pandas as pd
    >>> rows = with_limits(pd.DataFrame({"yes": [9, 0], "answered": [12, 0]}), "yes", 0.95)
    >>> rows.round(3).to_numpy().tolist()
    [[9.0, 12.0, 0.75, 0.468, 0.911], [0.0, 0.0, nan, nan, nan]]
    """
    counts = frame[[people, "answered"]].astype(int)
    there = (counts["answered"] > 0).to_numpy()
    columns = {name: np.full(len(frame), np.nan) for name in PROPORTION_UNITS}
    if there.any():
        taken, answered = counts[there].to_numpy().T
        columns["proportion"][there] = taken / answered
        columns["low"][there], columns["high"][there] = wilson(taken, answered, level)
    rows = frame.assign(**columns)
    rows.attrs |= {"units": {**frame.attrs.get("units", {}), **PROPORTION_UNITS}, "level": level}
    return rows


def said_yes(study):
    """Who said yes, of those who answered: a row for each outcome and wave, from the clean files.

    Columns are ``outcome`` and ``wave`` (ids), ``yes``, ``answered``, ``proportion``, ``low`` and ``high``.
    """
    counts = answers_by_wave(read_statuses(study), read_attendance(study), study)
    rows = counts[["outcome", "wave", "yes"]].assign(answered=counts["yes"] + counts["no"])
    return with_limits(rows, "yes", study.level)
