"""A comparison that has nobody to compare is refused, with those that have somebody."""

import pytest

from tests.small_study import LONG, ONE_SIDED

PRIMARY = (
    LONG.replace("outcomes: [ips]", "outcomes: [ips, other]").replace(
        "kind: yes-no}", "kind: yes-no}\n  other: {label: Other, kind: yes-no}"
    )
    + "primary: {outcome: ips, first: before, second: after, margin: 0.1}\n"
)
ROWS = "id,wave,ips,other\nP01,before,Yes,{0}\nP01,after,,{0}\nP02,before,,No\nP02,after,No,{0}\n"


def test_who_answered_twice_about_something_else_is_told(small):
    (problem,) = small.write(ROWS.format("Yes"), PRIMARY).problems()
    assert "nobody who answered ips both at 'before' and at 'after'" in problem.found
    assert "other from before to after (2)" in problem.remedy


def test_where_nobody_answered_anything_twice_that_is_told(small):
    (problem,) = small.write(ROWS.format(""), PRIMARY).problems()
    assert "nobody can be compared with themselves" in problem.remedy


FIVE = "P01,before,Yes\nP01,after,No\nP02,before,No\nP02,after,Yes\nP03,before,Yes\nP03,after,Yes\n"


def test_more_people_than_the_study_has_are_refused(small):
    """A denominator below its numerator would stand in every sentence: it is told at once, with what settles it."""
    (problem,) = small.write("id,wave,ips\n" + FIVE, LONG + "participants: 2\n").problems()
    assert (problem.verdict, problem.file) == ("refuse", "study.yaml, participants")
    assert problem.found == "3 people in the files"
    assert problem.expected == "at most the 2 that it says"
    assert "participants: 3" in problem.remedy


@pytest.mark.parametrize("line", ["participants: 3\n", "participants: 2\nlinked: no\n", ""])
def test_as_many_people_as_the_study_has_are_taken(small, line):
    """So are questionnaires that nobody links, which may be two of one person."""
    assert len(small.write("id,wave,ips\n" + FIVE, LONG + line).clean().responses)


ARM = LONG + "primary: {outcome: ips, first: before, second: after, margin: 0.1}\n"
ARMS = "id,wave,ips\nP01,before,Yes\nP01,after,Yes\nP02,before,No\nP02,after,No\nP03,before,No\n"


def test_an_outcome_that_never_changes_within_anybody_is_told(small):
    """The arm of a trial would be shown to lie within any margin; that nobody changed may be a result as well."""
    cleaned = small.write(ARMS, ARM).clean()
    (warning,) = cleaned.warnings
    assert (warning.verdict, warning.file) == ("warn", "study.yaml, primary")
    assert warning.found == "nobody, of 2 who answered ips twice or more, whose answers differ"
    assert "the arm of a trial" in warning.remedy


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_one_who_changes_either_way_is_enough(small, answer):
    """No warning where anybody's two answers differ."""
    content = ARMS + f"P04,before,{answer}\nP04,after,{'No' if answer == 'Yes' else 'Yes'}\n"
    assert small.write(content, ARM).clean().warnings == ()


def test_without_a_comparison_nothing_is_told_of_change(small):
    """An outcome that is not compared may stay as it is."""
    assert small.write(ARMS, LONG).clean().warnings == ()


@pytest.mark.parametrize(("answer", "never"), [("Yes", "no"), ("No", "yes")])
def test_a_question_of_which_nobody_has_the_other_answer_is_asked_about(small, answer, never):
    """A ticked box and a blank, or codes that say yes both times: the very line settles it where it is right."""
    content = f"id,wave,ips\nP01,before,{answer}\nP01,after,{answer}\nP02,before,{answer}\nP02,after,\n"
    (problem,) = small.write(content).problems()
    assert (problem.verdict, problem.found) == ("ask", f"{answer.lower()} in every answer to ips (3)")
    assert f"nobody said {never}" in problem.remedy
    assert "ips:\n      one_sided: checked" in problem.remedy
    assert small.write(content, LONG.replace(*ONE_SIDED)).clean().statuses[never].sum() == 0


def test_one_no_at_one_wave_is_enough(small):
    """A wave at which everybody says yes is no reason to ask."""
    assert small.write("id,wave,ips\nP01,before,Yes\nP01,after,Yes\nP02,before,No\n").clean().warnings == ()
