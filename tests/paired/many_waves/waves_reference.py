"""The values that R gave: tests/reference/waves.csv, made by waves.R beside it."""

import csv

import numpy as np

from tests import ROOT

FILE = ROOT / "tests" / "reference" / "waves.csv"


def reference_values(case):
    """``{(program, what): value}`` of a case."""
    with FILE.open(newline="") as rows:
        return {
            (row["program"], row["what"]): float(row["value"]) for row in csv.DictReader(rows) if row["case"] == case
        }


def reference_patterns(case):
    """The response-pattern table of a case."""
    people = {what: int(value) for (program, what), value in reference_values(case).items() if program == "people"}
    patterns = np.zeros((3,) * len(next(iter(people))), dtype=int)
    for answers, count in people.items():
        patterns[tuple("10.".index(answer) for answer in answers)] = count
    return patterns
