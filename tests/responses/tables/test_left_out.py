"""Rows are left out by rules of study.yaml alone, each with its reason in the log."""

import pytest

from firststeps.responses.given.problems import Refusal
from firststeps.study import Study, StudyError
from tests.small_study import LONG, PATTERNS, ROWS, Small, patterns

RULE = 'wave_column: wave, leave_out: [{column: kind, is: ["Preview"], reason: preview}]}'
WITH_RULE = LONG.replace("wave_column: wave}", RULE)
KIND = ROWS.replace("id,wave,ips", "id,wave,ips,kind").replace("Yes\n", "Yes,real\n").replace("No\n", "No,real\n")


def test_a_row_that_a_rule_names_is_nobody_and_stands_in_the_log(tmp_path):
    cleaned = Small(tmp_path).write(KIND + "TEST,before,Yes, preview \n", WITH_RULE).clean()
    assert patterns(cleaned) == PATTERNS
    (row,) = cleaned.log[cleaned.log["rule"].str.startswith("preview")].itertuples()
    assert (row.row, row.before.strip()) == (7, "preview")
    assert cleaned.rows["left out"].tolist() == [1]


def test_a_row_that_no_rule_names_counts(tmp_path):
    """Whatever the platform thinks of it."""
    cleaned = Small(tmp_path).write(KIND + "P04,before,Yes,Preview\n", LONG).clean()
    assert cleaned.responses["participant"].nunique() == 4


@pytest.mark.parametrize(("said", "stands"), [("1.0", "1"), ("1", "1.00"), ("0.50", "0.5")])
def test_a_number_is_meant_however_it_is_written(tmp_path, said, stands):
    rule = WITH_RULE.replace('is: ["Preview"]', f"is: [{said}]")
    assert patterns(Small(tmp_path).write(KIND + f"TEST,before,Yes,{stands}\n", rule).clean()) == PATTERNS


def test_a_code_with_a_nought_before_it_is_no_number(tmp_path):
    rule = WITH_RULE.replace('is: ["Preview"]', 'is: ["1"]')
    assert Small(tmp_path).write(KIND + "P04,before,Yes,01\n", rule).clean().responses["participant"].nunique() == 4


def test_a_row_without_a_code_can_be_left_out(tmp_path):
    rule = WITH_RULE.replace('column: kind, is: ["Preview"]', 'column: id, is: [""]')
    assert patterns(Small(tmp_path / "a").write(KIND + ",before,Yes,real\n", rule).clean()) == PATTERNS
    with pytest.raises(Refusal, match="no participant code"):
        Small(tmp_path / "b").write(KIND + ",before,Yes,real\n", LONG).clean()


def test_rows_by_their_numbers(tmp_path):
    rule = WITH_RULE.replace('column: kind, is: ["Preview"]', "rows: [7, 8]")
    assert patterns(Small(tmp_path).write(ROWS + "Total,,3\n%,,60\n", rule).clean()) == PATTERNS


def test_a_rule_of_a_column_that_is_nowhere_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"no column 'kind'"):
        Small(tmp_path).write(ROWS, WITH_RULE).clean()


@pytest.mark.parametrize(
    "rule", ["{reason: x}", "{column: kind, reason: x}", "{column: a, is: [b], rows: [2], reason: x}"]
)
def test_a_rule_says_one_thing(tmp_path, rule):
    yaml = WITH_RULE.replace('{column: kind, is: ["Preview"], reason: preview}', rule)
    with pytest.raises(StudyError, match="a rule names a column and what stands there"):
        Study.load(Small(tmp_path).write(ROWS, yaml).folder)
