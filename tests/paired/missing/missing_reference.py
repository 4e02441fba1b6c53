"""Cases with missing answers and what R makes of them (tests/reference/README.md)."""

import csv

import numpy as np

from tests import ROOT

FILE = ROOT / "tests" / "reference" / "missing.csv"


def read_case(name):
    """The response-pattern table of a case and the values of R, a dictionary."""
    with FILE.open(encoding="utf-8", newline="") as file:
        values = {row["what"]: float(row["value"]) for row in csv.DictReader(file) if row["case"] == name}
    people = {what.removeprefix("people "): values.pop(what) for what in list(values) if what.startswith("people ")}
    patterns = np.zeros((3,) * len(next(iter(people))), dtype=int)
    for pattern, count in people.items():
        patterns[tuple("10.".index(answer) for answer in pattern)] = count
    return patterns, values
