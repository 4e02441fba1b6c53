"""The questions of a proposal, asked one by one; each answer is written into its line, or the question stays."""

import pytest

from firststeps.responses.proposing.propose import inspect_files
from firststeps.responses.proposing.settling import settle
from firststeps.study import parse
from firststeps.study.questions import open_questions
from tests.responses.proposing.test_propose import given

LONG = "id,wave,ips\nA1,T1,{y}\nA1,T2,{n}\nB2,T1,{n}\nB2,T2,{y}\nC3,T1,{y}\n"


def settled(text, *answers):
    """The text after these answers (then always Enter), and all that was asked or told."""
    given_answers, shown = iter(answers), []

    def ask(question):
        shown.append(question)
        return next(given_answers, "")

    return settle(text, ask, shown.append), shown


def test_enter_takes_every_guess(tmp_path):
    text = inspect_files([given(tmp_path, LONG.format(y="1", n="2"))])
    after, shown = settled(text)
    assert len(shown) == len(open_questions(text)) and open_questions(after) == ()
    assert parse(after).codes_of("ips").no == ["2", "No", "N"]


@pytest.mark.parametrize(("said", "left_out"), [("", 0), ("yes", 0), ("no", 2)])
def test_who_left_counts_unless_somebody_says_no(tmp_path, said, left_out):
    """Enter takes the guess of the file, where the rule stands as a remark; nobody is lost by it."""
    rows = "id,wave,ips,Notes\nA1,T1,Yes,\nA1,T2,No,dropped out\nB2,T1,No,\nB2,T2,Yes,dropped out\nC3,T1,Yes,\n"
    text = inspect_files([given(tmp_path, rows)])
    after, shown = settled(text, *[said if "leave_out" in question.says else "" for question in open_questions(text)])
    asked = next(question for question in shown if "leave_out" in question)
    assert "yes: they count; no: they are left out" in asked and "#" not in asked
    assert open_questions(after) == ()
    assert sum(len(rule.rows) for rule in parse(after).data.leave_out) == left_out


def test_a_question_can_be_left_open(tmp_path):
    text = inspect_files([given(tmp_path, LONG.format(y="Yes", n="No"))])
    after, _ = settled(text, *["-"] * 9)
    assert after == text


def test_each_unclear_answer_is_asked_about(tmp_path):
    text = inspect_files([given(tmp_path, "id,q_pre,q_post\nA,fine,bad\nB,bad,fine\nC,fine,fine\n")])
    after, _ = settled(text, "", "", "", "no", "yes")
    codes = parse(after).codes_of("q")
    assert ("fine" in codes.yes, "bad" in codes.no) == (True, True)


def test_waves_are_put_in_the_order_that_is_said(tmp_path):
    text = inspect_files([given(tmp_path, LONG.format(y="Yes", n="No").replace("T1", "b").replace("T2", "a"))])
    assert parse(text).wave_ids == ["b", "a"]
    asked = [question.says.startswith("- {id") for question in open_questions(text)].index(True)
    after, _ = settled(text, *[""] * asked, "a, b")
    study = parse(after)
    assert study.wave_ids == ["a", "b"]
    assert (study.primary.first, study.primary.second) == ("a", "b")


def test_a_wrong_answer_is_told_and_asked_again(tmp_path):
    text = inspect_files([given(tmp_path, LONG.format(y="Yes", n="No"))])
    at = [question.says.startswith("margin") for question in open_questions(text)].index(True)
    after, shown = settled(text, *[""] * at, "wide", "0.2")
    assert parse(after).primary.margin == 0.2
    assert any("margin" in line and "'wide'" in line for line in shown)


def test_a_column_of_codes_takes_the_place_of_no_link(tmp_path):
    """Whoever knows that the number is each person's own says so."""
    before = given(tmp_path, "number,ips\n1,Yes\n2,No\n3,Yes\n", "before.csv")
    after = given(tmp_path, "number,ips\n1,No\n2,Yes\n", "after.csv")
    text = inspect_files([before, after])
    assert not parse(text).linked
    study = parse(settled(text, "number")[0])
    assert (study.linked, study.identifier.column) == (True, "number")


STILL = "id,wave,ips\nA1,T1,Yes\nA1,T2,Yes\nB2,T1,No\nB2,T2,No\nC3,T1,Yes\n"


@pytest.mark.parametrize(("said", "compared"), [("yes", True), ("no", False), ("", False)])
def test_answers_that_nobody_changed_are_compared_if_somebody_says_yes(tmp_path, said, compared):
    """The question stands in a remark, which Enter made a key that no study.yaml has."""
    text = inspect_files([given(tmp_path, STILL)])
    assert parse(text).primary is None
    at = ["can they change?" in question.says for question in open_questions(text)].index(True)
    after, shown = settled(text, *[""] * at, "perhaps", said)
    assert open_questions(after) == () and (parse(after).primary is not None) == compared
    assert "'perhaps' is none of yes, no and -." in shown
    assert not any("not known" in line or "take the #" in line for line in shown)


def test_a_comparison_of_what_nobody_changed_can_be_left_open(tmp_path):
    text = inspect_files([given(tmp_path, STILL)])
    assert settled(text, *["-"] * 9)[0] == text


def test_enter_says_of_no_answer_what_it_means(tmp_path):
    text = inspect_files([given(tmp_path, "id,q_pre,q_post\nA,fine,bad\nB,bad,fine\nC,fine,fine\n")])
    shown = settled(text)[1]
    assert any(line.startswith("Nothing stands there to be taken. Write one of yes, no,") for line in shown)


def test_lines_below_a_question_are_shown_and_taken_as_they_are(tmp_path):
    """An answer made the file no YAML; what is to be left out can be read before it is."""
    text = inspect_files([given(tmp_path, LONG.format(y="Yes", n="No") + ",T2,No\n")])
    at = [question.says.startswith("leave_out:") for question in open_questions(text)].index(True)
    after, shown = settled(text, *[""] * at, "no", "")
    assert '    - {column: id, is: [""], reason: no code}\nEnter takes' in shown[at]
    assert shown[at + 1] == "'no' is none of Enter and -. To change these lines, write into study.yaml later."
    assert len(parse(after).data.leave_out) == 1
