"""Who was matched from wave to wave, by what, and who was not: a table, and what it says in words."""

import numpy as np
import pandas as pd

from firststeps.responses.counting.attendance import HANDED_IN
from firststeps.responses.texts.answers import ABSENT, shows_presence

AS_TYPED = "code"
SHOWN = 20  # codes that a sentence spells out
WAYS = {"alias": "alias"} | dict.fromkeys(
    ("letter case", "white space", "letters in one form"), "letter case or blanks"
)


def matching_frame(study, responses, log):
    """The rows of ``matching.csv``: each person seen, the waves at which they handed in, whether and by what matched.

    ``log`` is the cleaning log.  Columns: origin, participant, one a wave (``handed in`` or ``absent``), matched (yes,
    no), by: ``code`` as it was typed, ``letter case or blanks``, ``alias``, or ``row`` where a row is a person.
    """
    there = responses[shows_presence(study, responses)]
    person, people = pd.factorize(there["participant"], sort=True)
    present = np.zeros((len(people), len(study.waves)), dtype=bool)
    present[person, pd.Categorical(there["wave"], categories=study.wave_ids).codes] = True
    frame = pd.DataFrame(np.where(present, HANDED_IN, ABSENT), columns=study.wave_ids)
    frame.insert(0, "participant", np.asarray(people, dtype=object))
    frame.insert(0, "origin", study.origin)
    by = pd.Series(_ways(study, log)).reindex(people).fillna(AS_TYPED if _by_codes(study) else "row")
    matched = present.sum(axis=1) > 1
    return frame.assign(matched=np.where(matched, "yes", "no"), by=np.where(matched, by, ""))


def _by_codes(study):
    """Whether codes tell who is who; a row of a file of counts holds all answers of its people."""
    return study.coded and study.data.layout != "counts"


def _ways(study, log):
    """The weakest way by which each code that was changed came to be what it is, by that code."""
    ways = {}
    rows = log[log["column"].isin([study.identifier.column, ""]) & (log["after"] != "")]
    for after, rule in zip(rows["after"], rows["rule"], strict=True):
        way = next((way for word, way in WAYS.items() if word in rule), "")
        if way and ways.get(after) != "alias":
            ways[after] = way
    return ways


def matching_sentence(study, frame):
    """Say how many people were matched and by what, and name the codes of those who were seen at one wave only.

    >>> from types import SimpleNamespace as Some
    >>> waves = [Some(id="pre", label="Before"), Some(id="post", label="After")]
    >>> about = {"data": Some(layout="files"), "identifier": Some(column="code"), "wave_ids": ["pre", "post"]}
    >>> study = Some(linked=True, coded=True, waves=waves, **about)
    >>> rows = [("A", "handed in", "handed in", "yes", "code"), ("B", "handed in", "absent", "no", "")]
    >>> frame = pd.DataFrame(rows, columns=["participant", "pre", "post", "matched", "by"])
    >>> print(matching_sentence(study, frame))
    1 of 2 people was found at both waves by `code`.
    1 was seen at Before only: B.
    """
    total, matched = len(frame), int((frame["matched"] == "yes").sum())
    if not study.linked:
        each = "the one questionnaire" if total == 1 else f"each of {total:,} questionnaires"
        return f"Nobody is followed from wave to wave (linked: no): {each} stands for itself."
    if len(study.waves) < 2:
        return "There is one wave, so nobody had to be found again."
    where = "both waves" if len(study.waves) == 2 else "two waves or more"
    by = f" by `{study.identifier.column}`" if _by_codes(study) else ", each row being a person"
    number, were = (f"{matched:,}" if matched else "Nobody"), ("were" if matched > 1 else "was")
    people = "person" if total == 1 else "people"
    head = f"{number} of {total:,} {people} {were} found at {where}{by}"
    ways = frame.loc[(frame["matched"] == "yes") & ~frame["by"].isin([AS_TYPED, "row", ""]), "by"].value_counts()
    parts = [
        f"{number:,} after {'an alias' if way == 'alias' else f'{way} were tidied'}" for way, number in ways.items()
    ]
    lines = [head + (f", {' and '.join(parts)}" if parts else "") + "."]
    for wave in study.waves:
        once = frame[(frame["matched"] == "no") & (frame[wave.id] == HANDED_IN)]["participant"]
        if len(once):
            more = f" and {len(once) - SHOWN:,} more" if len(once) > SHOWN else ""
            names = ", ".join(once[:SHOWN])
            lines.append(
                f"{len(once):,} {'was' if len(once) == 1 else 'were'} seen at {wave.label} only: {names}{more}."
            )
    return "\n".join(lines)
