"""One column of a given file: each different text is read once, then given to all rows that hold it."""

import numpy as np
import pandas as pd

from firststeps.responses.cleaning.asking import ask_about, ask_about_personal_details
from firststeps.responses.texts.answers import reader


def read_column(study, file, item, raw, found):
    """Answers and statuses of one column; each different text is read once, then given to all rows that hold it."""
    described = study.items[item]
    reading = reader(described, study.codes_of(item), study.cleaning)
    if raw.empty:
        return np.array([], dtype=object), np.array([], dtype=object)
    place, texts = pd.factorize(raw)
    read = [reading(text) for text in texts]
    answer, status, rule, fault = (np.array(column, dtype=object) for column in zip(*read, strict=True))
    for i in np.flatnonzero(fault != ""):
        rows = raw.index[place == i]
        ask_about(study, file, raw.name, texts[i], rows[0], len(rows), fault[i], item, found)
    if described.kind in ("text", "choice", "ticks") and described.personal == "ask":
        ask_about_personal_details(file, raw, item, found)
    changed = (rule != "")[place]
    after = np.where(answer == "", status, answer)[place]
    found.log(file, raw.index[changed], raw.name, raw[changed].to_numpy(), after[changed], rule[place][changed])
    return answer[place], status[place]
