"""A cross table that somebody typed holds counts, and nobody's answers."""

import pytest

from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.propose import inspect_files
from tests.responses.platforms.people import write_csv, write_workbook

CROSS = [["", "After: yes", "After: no", "Total"], ["Before: yes", 3, 1, 4], ["Before: no", 5, 1, 6]]
CROSS += [["Total", 8, 2, 10]]


@pytest.mark.parametrize("title", [(), (["Course of May"], [])])
def test_a_cross_table_is_refused_with_the_counts_as_a_file(tmp_path, title):
    """The lines printed are a file of counts: each cell once, with both answers."""
    rows = [*title, *CROSS]
    for path in (write_csv(tmp_path / "a.csv", rows), write_workbook(tmp_path / "a.xlsx", {"S": rows})):
        with pytest.raises(Refusal) as refused:
            inspect_files([path])
        said = str(refused.value)
        assert "before,after,people\n  yes,yes,3\n  yes,no,1\n  no,yes,5\n  no,no,1" in said


def test_the_counts_printed_make_the_study(tmp_path):
    """Who writes them into a file gets the table from it."""
    with pytest.raises(Refusal) as refused:
        inspect_files([write_csv(tmp_path / "a.csv", CROSS)])
    lines = [line.strip() for line in str(refused.value).splitlines() if "," in line and not line.startswith("a.csv")]
    counts = "\n".join(lines[lines.index("before,after,people") :]) + "\n"
    (tmp_path / "counts.csv").write_text(counts, encoding="utf-8")
    assert "layout: counts" in inspect_files([tmp_path / "counts.csv"])


def test_a_table_of_people_is_none(tmp_path):
    rows = [["Code", "Before: yes or no", "After: yes or no"], ["yes-man", "yes", "no"], ["no-man", "no", "no"]]
    assert "layout: wide" in inspect_files([write_csv(tmp_path / "a.csv", rows)])
