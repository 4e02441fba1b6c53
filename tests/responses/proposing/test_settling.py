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


@pytest.mark.parametrize(("said", "away"), [("", False), ("yes", False), ("no", True)])
def test_who_answered_nothing_else_was_there_unless_somebody_says_no(tmp_path, said, away):
    """Enter said of people that they had not come, and the question told to take a sign away that nobody saw."""
    said_at = {(n, w): f"{'YN'[n // (1 + w) % 2]},{'YN'[(n + w) % 2]}" for n in range(12) for w in (0, 1)}
    said_at |= {(n, 1): "99,99" for n in range(0, 12, 3)}
    rows = [f"K{n}7,{w},{30 + n + w},{answers}" for (n, w), answers in said_at.items()]
    text = inspect_files([given(tmp_path, "\n".join(["id,time,age,q,r", *rows]))])
    replies = [said if "nothing else" in question.says else "" for question in open_questions(text)]
    after, shown = settled(text, *replies)
    (asked,) = [question for question in shown if "nothing else" in question]
    assert "were they there?" in asked and "no: they were not" in asked and "#" not in asked
    assert parse(after).items["age"].background == away and open_questions(after) == ()


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


SCALES = {
    "scale": ("stress", "0,3,7,10,5,2", "scale"),
    "words": ("calm", "never,sometimes,often,always,never,often", "ordered"),
}


@pytest.mark.parametrize("answers", SCALES)
@pytest.mark.parametrize(("said", "better"), [("", "higher"), ("yes", "higher"), ("no", "lower")])
def test_which_way_people_improve_is_asked(tmp_path, answers, said, better):
    """Less stress was called worse, on the page for participants too: no file says which way is better."""
    name, cells, kind = SCALES[answers]
    cells = cells.split(",")
    rows = [f"K{n}7,{cells[n % 6]},{cells[(n + 1 + n % 2) % 6]},{'YN'[n % 2]},{'YN'[n // 2 % 2]}" for n in range(12)]
    text = inspect_files([given(tmp_path, "\n".join([f"id,{name}_pre,{name}_post,q_pre,q_post", *rows]))])
    after, shown = settled(text, *[said if "better" in one.says else "" for one in open_questions(text)])
    (asked,) = [question for question in shown if "better" in question]
    assert "Enter or yes: they do; no: they improve by going down" in asked and "#" not in asked
    item = parse(after).items[name]
    assert (item.kind, item.better) == (kind, better) and open_questions(after) == ()


def test_nobody_is_asked_which_way_is_better_at_one_wave(tmp_path):
    """What is asked once is not compared, and age is no question of better and worse."""
    rows = [f"K{n}7,{30 + n},{n % 6},{'YN'[n % 2]},{'YN'[n // 2 % 2]}" for n in range(12)]
    assert "better" not in inspect_files([given(tmp_path, "\n".join(["id,age,rating_post,q_pre,q_post", *rows]))])


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


@pytest.mark.parametrize("said", ["yes", "y", "Yes"])
def test_yes_says_that_the_waves_are_in_order(tmp_path, said):
    """The question shows all waves, and may be answered as it is asked."""
    text = inspect_files([given(tmp_path, LONG.format(y="Yes", n="No"))])
    asked = [question.says.startswith("- {id") for question in open_questions(text)].index(True)
    after, shown = settled(text, *[""] * asked, said)
    assert parse(after).wave_ids == ["t1", "t2"] and open_questions(after) == ()
    assert "t1, then t2 - is this the order in time?" in shown[asked]
    assert not any("Write" in line for line in shown)


@pytest.mark.parametrize(("said", "margin"), [("5%", 0.05), ("7,5 %", 0.075), ("0,05", 0.05), ("0.2", 0.2)])
def test_a_margin_is_taken_as_people_write_it(tmp_path, said, margin):
    """Percent and a decimal comma are no reason to ask again."""
    text = inspect_files([given(tmp_path, LONG.format(y="Yes", n="No"))])
    asked = [question.says.startswith("margin") for question in open_questions(text)].index(True)
    after, _ = settled(text, *[""] * asked, said)
    assert parse(after).primary.margin == margin and open_questions(after) == ()


def test_a_question_that_stays_open_after_three_answers_is_told(tmp_path):
    """Nobody is left to wonder what became of a question that was answered wrongly three times."""
    text = inspect_files([given(tmp_path, LONG.format(y="Yes", n="No"))])
    asked = [question.says.startswith("margin") for question in open_questions(text)].index(True)
    after, shown = settled(text, *[""] * asked, "wide", "wide", "wide")
    assert len(open_questions(after)) == 1
    assert "This question stays open in study.yaml, marked `# ?`." in shown


SAME = "id,time,talk,sleep\nA,pre,yes,no\nA,post,no,no\nB,pre,no,yes\nB,post,yes,yes\nC,pre,no,no\nC,post,yes,no\n"


@pytest.mark.parametrize("said", ["[talk, sleep]", "talk, sleep", "talk,sleep"])
def test_a_question_that_is_put_among_the_outcomes_can_change(tmp_path, said):
    """A list needs no brackets, and what is compared is no background any more, though nobody's answers differed."""
    text = inspect_files([given(tmp_path, SAME)])
    assert parse(text).outcomes == ["talk"] and parse(text).items["sleep"].background
    asked = [question.says.startswith("outcomes") for question in open_questions(text)].index(True)
    after, _ = settled(text, *[""] * asked, said)
    assert parse(after).outcomes == ["talk", "sleep"] and not parse(after).items["sleep"].background
