"""Values that R's packages print for ordered answers (tests/reference/ordered.R), and tables for the tests."""

import csv
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from firststeps.paired.ordered.counting import count_ordered

PAIRED = ("depression", "confidence", "ties", "many")
GROUPED = ("courses", "small", "apart")
squares = st.integers(2, 5).flatmap(lambda k: arrays("int64", (k, k), elements=st.integers(0, 4)))


@cache
def reference():
    """The rows of ordered.csv: value by program, case and what."""
    path = Path(__file__).parents[2] / "reference" / "ordered.csv"
    with path.open(encoding="utf-8") as file:
        return {(row["program"], row["case"], row["what"]): float(row["value"]) for row in csv.DictReader(file)}


def people_of(case):
    """The answers of the people of a paired case: before, after."""
    pairs = [(what, int(n)) for (program, name, what), n in reference().items() if program == "people" and name == case]
    rows = [tuple(map(float, what.split())) for what, n in pairs for _ in range(n)]
    return [row[0] for row in rows], [row[1] for row in rows]


def counts_of(case):
    """The same counted."""
    return count_ordered(*people_of(case))


def groups_of(case):
    """The paired tables of the two groups of a case."""
    value = reference()
    kinds = ("worse", "improved", "same")
    cells = [[int(value["people", case, f"{group} {kind}"]) for kind in kinds] for group in (1, 2)]
    return [[[0, worse], [improved, same]] for worse, improved, same in cells]
