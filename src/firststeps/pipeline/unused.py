"""Which questions of the files no notebook used, and why."""

import csv

from firststeps.report.printing.wording import listing
from firststeps.responses.counting.ratings import MOST_SCORES

# How the rules of the cleaning log that say so begin, and the reason in words.
NOT_READ = {
    "personal details, not read: ": "personal details, never read",
    "column not described for this wave": "in the file of a wave at which study.yaml does not ask it",
    "column not described": "not described in study.yaml",
}


def unused_lines(study):
    """The questions that no notebook used, those of one reason in a line, for the end of a run of make."""
    reasons = unused(study)
    if reasons:
        yield "No notebook used these questions or columns of the files:"
    for reason in dict.fromkeys(reasons.values()):
        yield f"  {listing(sorted(name for name in reasons if reasons[name] == reason))}: {reason}."


def unused(study):
    """Why a question or a column of the files was not used, by its label or name; what was used is not in it."""
    return _columns(study) | {item.label: reason for name, item in study.items.items() if (reason := _why(study, name))}


def _why(study, name):
    """Why no notebook uses an item; an empty text where one does."""
    item = study.items[name]
    if item.kind == "yes-no" and name not in study.outcomes:
        return "a yes-no question that is not among the outcomes of study.yaml"
    if item.kind == "text" and not (study.coding and name in study.themes):
        return "answers in own words that nobody coded"
    if item.kind == "scale" and not (item.range and item.range[1] - item.range[0] < MOST_SCORES):
        return "a number without a short range in study.yaml"
    if item.kind == "date" and study.data.date_column not in {study.column(name, wave) for wave in item.waves}:
        return "a date, which is checked and not counted"
    return ""


def _columns(study):
    """The columns that cleaning did not read, each with why."""
    reasons = dict.fromkeys(study.data.ignore, "not read, as study.yaml says (data > ignore)")
    path = study.clean / "cleaning-log.csv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                why = next((why for rule, why in NOT_READ.items() if row["rule"].startswith(rule)), "")
                if why and row["column"]:
                    reasons.setdefault(row["column"], why)
    return reasons
