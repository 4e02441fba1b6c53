"""Rows of one wave that stand in the file of another are no second questionnaires."""

import pytest

from tests.small_study import LONG, patterns

PER_WAVE = (
    LONG.replace("codes: [T1]", "file: before.csv")
    .replace("codes: [T2]", "file: after.csv")
    .replace("data: {layout: long, file: answers.csv, wave_column: wave}", "data: {layout: per-wave}")
)
BEFORE = "at,id,ips\n2024-03-04 09:01,P01,Yes\n2024-03-04 09:02,P02,No\n2024-03-04 09:03,P03,Yes\n"
AFTER = "2024-05-13 10:01,P01,No\n2024-05-13 10:02,P02,Yes\n"


@pytest.fixture
def waves(small):
    """A function that writes a file for each wave."""

    def write(before, after, yaml=PER_WAVE):
        return small.write(before, yaml, "before.csv").write(after, yaml, "after.csv")

    return write


def test_an_export_of_all_answers_is_not_the_second_wave(waves):
    """Whoever came once would be counted twice: the rows are named, with the lines that leave them out of either."""
    (problem,) = waves(BEFORE, BEFORE + AFTER).problems()
    assert (problem.verdict, problem.file, problem.row) == ("refuse", "after.csv", 2)
    assert '# - {file: "after.csv", rows: [2, 3, 4], reason: of another wave}' in problem.remedy
    assert '# - {file: "before.csv", rows: [2, 3, 4], reason: of another wave}' in problem.remedy


def test_the_line_that_is_printed_settles_it(waves):
    """P03 was not there after."""
    out = "{layout: per-wave, leave_out: [{file: after.csv, rows: [2, 3, 4], reason: of another wave}]}"
    cleaned = waves(BEFORE, BEFORE + AFTER, PER_WAVE.replace("{layout: per-wave}", out)).clean()
    assert patterns(cleaned) == {("yes", "no"): 1, ("no", "yes"): 1, ("yes", "missing"): 1}


def test_one_row_of_the_other_wave_is_enough(waves):
    """In either file, and wherever it stands."""
    (problem,) = waves(BEFORE + AFTER[: AFTER.index("\n") + 1], "at,id,ips\n" + AFTER).problems()
    assert problem.row == 2 and '# - {file: "before.csv", rows: [5], reason' in problem.remedy


def test_the_same_answers_on_another_day_are_answers(waves):
    """People may stay with theirs."""
    cleaned = waves(BEFORE, BEFORE.replace("2024-03-04", "2024-05-13")).clean()
    assert not [warning for warning in cleaned.warnings if "once more" in warning.found]


def test_without_a_time_of_day_all_rows_of_a_file_in_another_are_told(waves):
    """It may be so, and is no refusal; two people are too few to wonder."""
    plain = "id,ips\nP01,Yes\nP02,No\nP03,Yes\n"
    more = plain + "P04,No\n"
    told = [warning for warning in waves(plain, more).clean().warnings if "once more" in warning.found]
    assert [warning.verdict for warning in told] == ["warn"]


@pytest.mark.parametrize("after", ["id,ips\nP01,Yes\nP02,No\n", "id,ips\nP01,Yes\nP02,No\nP03,No\n"])
def test_few_rows_or_some_of_them_are_nothing_odd(waves, after):
    plain = "id,ips\nP01,Yes\nP02,No\nP03,Yes\n"
    assert not [warning for warning in waves(plain, after).clean().warnings if "once more" in warning.found]


def test_a_file_given_for_both_waves_is_told_once(waves):
    """That two files hold the same bytes says it all; of their rows nothing is told beside."""
    plain = "id,ips\nP01,Yes\nP02,No\nP03,Yes\n"
    (warning,) = [told for told in waves(plain, plain).clean().warnings if "before.csv" in str(told)]
    assert "once more" not in warning.found and "after.csv" in str(warning)
