"""What notebook 01 shows of long tables: their beginning, as typed."""

import csv

from firststeps.responses.cleaning import account
from firststeps.study import Study


def test_the_first_file_is_shown_as_it_was_typed_with_the_row_numbers_of_a_spreadsheet():
    study = Study.load(".")
    name, typed = account.as_typed(study)
    with open(study.raw / name, encoding="utf-8-sig", newline="") as file:
        heads, first, *_ = csv.reader(file)
    assert typed.columns.tolist() == ["row", *filter(None, heads)] and len(typed) == account.FIRST
    assert typed.iloc[0].tolist() == ["2", *first[: len(typed.columns) - 1]]
