"""Where a column tells whose of two questionnaires counts: what counts, what is set aside, and what is refused."""

import pytest

from firststeps.study import StudyError
from tests.responses.linking.test_matching import PER_WAVE
from tests.small_study import LONG, patterns

# Both fill one in of P01, each time; of P02 the carer before the person, and afterwards the carer alone.
RATED = """id,wave,ips,rater
P01,before,Yes,self
P01,before,No,Carer
P01,after,No,self
P01,after,No,Carer
P02,before,No,Carer
P02,before,Yes,self
P02,after,Yes,Carer
P03,before,Yes,self
P03,after,No,self
"""
FILES = PER_WAVE + "cleaning: {prefer: {column: rater, is: [TEXT]}}\n"
BEFORE, AFTER = "id,ips,rater\nP01,Yes,self\nP01,No,carer\nP02,No,self\n", "id,ips\nP01,No\nP02,Yes\n"


def by(texts, more=""):
    """The small study with a preference of some texts."""
    return LONG + f"cleaning: {{prefer: {{column: rater, is: [{texts}]}}{more}}}\n"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("self", {("yes", "no"): 2, ("yes", "yes"): 1}),
        ("SELF, carer", {("yes", "no"): 2, ("yes", "yes"): 1}),
        ("carer", {("no", "no"): 1, ("no", "yes"): 1, ("yes", "no"): 1}),
    ],
)
def test_whose_questionnaire_counts_does_not_hang_on_the_order_of_rows(small, texts, expected):
    """Counted by hand from the nine rows, and again from the rows upside down."""
    assert patterns(small.write(RATED, by(texts)).clean()) == expected
    head, *rows = RATED.splitlines()
    assert patterns(small.write("\n".join([head, *rows[::-1]]), by(texts)).clean()) == expected


def test_what_was_set_aside_stands_in_the_log_and_rows_add_up(small):
    """Three rows are set aside, of which the log names number, person and column; six are kept."""
    cleaned = small.write(RATED, by("self")).clean()
    aside = cleaned.log[cleaned.log["rule"].str.contains("rater is self")]
    assert aside[["row", "before"]].to_numpy().tolist() == [[3, "P01"], [5, "P01"], [6, "P02"]]
    assert cleaned.rows.loc[0, ["read", "left out", "kept"]].tolist() == [9, 3, 6]


def test_a_questionnaire_of_another_that_stands_alone_counts_with_a_warning(small):
    """Of P02 the carer alone answered afterwards: unless a carer counts too, somebody is told."""
    (warning,) = small.write(RATED, by("self")).clean().warnings
    assert (warning.row, warning.column, warning.found) == (8, "rater", "'Carer' alone of a person")
    rule = '- {column: "rater", is: ["Carer"], reason: another filled it in}'
    assert rule in warning.remedy
    out = by("self").replace("wave_column: wave", f"wave_column: wave, leave_out: [{rule[2:]}]")
    cleaned = small.write(RATED, out).clean()
    assert patterns(cleaned) == {("yes", "no"): 2, ("yes", "missing"): 1}
    assert not cleaned.warnings
    assert not small.write(RATED, by("self, carer")).clean().warnings


def test_what_is_left_of_several_goes_to_the_rule(small):
    """Two questionnaires of the person themselves are asked about as ever, or settled by the rule."""
    content = RATED + "P03,before,No,self\nP03,before,Yes,Carer\n"
    problem = small.write(content, by("self")).problems()[0]
    assert (problem.verdict, problem.row) == ("ask", 11)
    assert patterns(small.write(content, by("self", ", conflicts: first")).clean())["yes", "no"] == 2


@pytest.mark.parametrize(
    ("yaml", "found", "near"),
    [
        (by("self").replace("rater", "ratr"), "no column 'ratr'", "nearest: rater"),
        (by("selv"), "no 'selv'", "nearest: self"),
        (by("self, other"), "no 'other'", "allowed: self, Carer"),
    ],
)
def test_names_that_stand_nowhere_in_the_file_are_refused(small, yaml, found, near):
    """A column or a text that nobody wrote is named, with what is near."""
    problem = small.write(RATED, yaml).problems()[0]
    assert (problem.verdict, problem.found) == ("refuse", found)
    assert near in problem.remedy


def test_one_file_of_several_may_lack_the_column(small):
    """It says nothing of those where each person has one; only a column that none of them has is refused."""
    small.write(AFTER, FILES, "after.csv")
    assert patterns(small.write(BEFORE, FILES.replace("TEXT", "carer"), "before.csv").clean()) == {
        ("no", "no"): 1,
        ("no", "yes"): 1,
    }
    small.write(BEFORE.replace("rater", "by"), FILES.replace("TEXT", "carer"), "before.csv")
    assert small.problems()[0].found == "no column 'rater'"


def test_raters_by_name_are_personal_details_unless_somebody_says_otherwise(small):
    """Names are no texts by which to choose without a word: it is asked, and no name is shown."""
    names = [f"{first} {last}" for first in ("Ann", "Bob", "Cem") for last in ("Smith", "Jones", "Brown")]
    rows = [
        f"P{i:02},{wave},{'Yes' if i % 2 else 'No'},{name}" for i, name in enumerate(names) for wave in ("T1", "T2")
    ]
    yaml = by("Ann Smith").replace("rater", "Rater name").replace(*("kind: yes-no", "kind: yes-no, one_sided: checked"))
    problem = small.write("\n".join(["id,wave,ips,Rater name", *rows]), yaml).problems()[0]
    assert "names" in problem.found
    assert "Take cleaning > prefer out" in problem.remedy
    assert "Smith" not in str(problem)


def test_it_needs_people_who_can_have_two(small):
    """Where no column tells who answered, there is nothing to choose among."""
    with pytest.raises(StudyError, match="cleaning > prefer"):
        small.write(RATED, LONG + "linked: no\ncleaning: {prefer: {column: rater, is: [self]}}\n").clean()


def test_no_line_is_offered_for_what_only_tells_rows_apart(small):
    """The number of a response, a time and an answer that was changed are no way to choose."""
    content = "id,wave,ips,response,sex\nP01,before,Yes,R1,f\nP01,before,No,R2,m\nP01,after,No,R3,f\n"
    yaml = LONG.replace("outcomes:", "  sex: {label: Sex, kind: choice, choices: [f, m]}\noutcomes:")
    (problem,) = small.write(content, yaml.replace("kind: yes-no", "kind: yes-no, one_sided: checked")).problems()
    assert "prefer" not in problem.remedy


def test_a_row_of_a_wide_file_that_another_stands_for_is_counted_once(small):
    """A row of all waves is left out once, however many waves it tells of."""
    yaml = """
title: A small study
synthetic: true
waves: [{id: before, label: Before, short: Before}, {id: after, label: After, short: After}]
data: {layout: wide, file: answers.csv}
identifier: {column: id}
items: {ips: {label: Involved, kind: yes-no, columns: {before: a, after: b}}}
outcomes: [ips]
cleaning: {prefer: {column: who, is: [carer]}}
"""
    rows = ["id,a,b,who", "P1,yes,no,self", "P1,no,yes,carer", "P2,no,no,self", "P2,no,yes,carer"]
    cleaned = small.write("\n".join(rows), yaml).clean()
    assert patterns(cleaned) == {("no", "yes"): 2}
    assert cleaned.rows.loc[0, ["read", "left out", "kept"]].tolist() == [4, 2, 2]
