"""The coders' file: which themes each coder saw in each free-text answer."""

import pandas as pd

from firststeps.responses.cleaning.layouts import read_given, without_duplicates
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.cleaning.people import ask_about_codes, clean_identifiers
from firststeps.responses.themes.tables import AGREED
from firststeps.study.parts.texts import nearest, tidy

CODING_COLUMNS = ["origin", "participant", "wave", "question", "coder", "theme"]


def clean_coding(study, findings: Findings):
    """The coding of ``study`` as a tidy frame (:data:`CODING_COLUMNS`), empty if the study has none.

    Waves, questions and themes must be those of ``study.yaml``; what is not known there is asked about.  Its index
    holds the rows of the file.
    """
    table = read_given(study, study.coding.file, study.coding.sheet, findings) if study.coding else None
    columns = {name: getattr(study.coding, name) for name in CODING_COLUMNS[1:]} if study.coding else {}
    missing = [column for column in columns.values() if table is not None and column not in table.cells]
    for column in missing:
        remedy = f"Correct the name in study.yaml or in the file ({nearest(column, table.cells)})."
        findings.refuse(table.name, f"no column {column!r}", "the columns of a coding file", remedy, row=1)
    if table is None or missing:
        return pd.DataFrame(columns=CODING_COLUMNS)
    cells = without_duplicates(table.name, table.cells[[*columns.values()]], [columns["participant"]], findings)
    tidied = cells.rename(columns={column: name for name, column in columns.items()}).map(tidy)
    identifier = study.identifier.model_copy(update={"column": columns["participant"]})
    codes = clean_identifiers(table.name, cells[columns["participant"]], identifier, findings)
    tidied["participant"] = codes.map(lambda code: findings.spellings.get(code, code))
    ask_about_codes([], findings)
    known = _known_names(study, tidied["question"])
    for name in ("wave", "question", "theme"):
        _ask_about_names(table.name, columns[name], tidied[name], known[name], findings)
    met = tidied["coder"].str.casefold() == AGREED
    return tidied.assign(origin=study.origin, coder=tidied["coder"].where(~met, AGREED))[CODING_COLUMNS]


def _known_names(study, questions):
    """For each row, the names that may stand in it."""
    themes = {question: list(codebook) for question, codebook in study.themes.items()}
    return {
        "wave": [study.wave_ids] * len(questions),
        "question": [list(themes)] * len(questions),
        "theme": [themes.get(question, []) for question in questions],
    }


def _ask_about_names(file, column, names, known, findings):
    """Ask about each of the ``names`` in a column of the coding file that is not ``known`` in its row."""
    strange = pd.Series(
        [
            f"{name!r} ({nearest(name, possible)})" if name not in possible else ""
            for name, possible in zip(names, known, strict=True)
        ],
        index=names.index,
    )
    for what in strange[strange != ""].unique():
        rows = strange.index[strange == what]
        remedy = "Correct the coding file, or add the name to study.yaml (waves, or themes)."
        findings.ask(file, what, f"a {column} of study.yaml", remedy, row=int(rows[0]), column=column, times=len(rows))


def ask_about_answers(study, coding, responses, findings):
    """Ask about what was coded where nobody answered: such a row has a slip in its participant, wave or question."""
    answers = responses[responses["item"].isin(coding["question"].unique()) & (responses["status"] == "answered")]
    answered = set(zip(answers["participant"], answers["wave"], answers["item"], strict=True))
    for key, rows in coding.groupby(["participant", "wave", "question"], sort=False):
        if key not in answered:
            what = f"{key[2]} of {key[0]} at {key[1]} is coded, but there is no such answer"
            remedy = "Correct participant, wave or question in the coding file."
            findings.ask(
                study.coding.file, what, "an answer for each coding", remedy, row=int(rows.index[0]), times=len(rows)
            )
