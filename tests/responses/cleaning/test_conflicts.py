"""Which of two questionnaires of one person counts: what a question prints is what happens when it is pasted."""

import re

import pytest

from firststeps.responses.cleaning.conflicts.asked import RULES
from tests.responses.cleaning.test_mess import pasted
from tests.small_study import LONG, Small, patterns

DATED = LONG.replace("outcomes:", "  age: {label: Age, kind: scale}\n  stamp: {label: When, kind: date}\noutcomes:")
WHOLE = DATED.replace("wave_column: wave", "wave_column: wave, date_column: stamp")
# P01 answers yes at 9 and no at 16 o'clock; the second of P02 leaves out what the first said; P03 says the same again.
TWICE = """id,wave,ips,age,stamp
P01,before,Yes,30,2024-03-04 09:05:00
P01,before,No,30,2024-03-04 16:05:00
P01,after,No,30,2024-05-13 09:00:00
P02,before,No,40,2024-03-04 09:12:00
P02,after,Yes,40,2024-05-13 14:55:00
P02,after,,40,2024-05-13 21:34:00
P03,before,Yes,50,2024-03-04 10:00:00
P03,after,Yes,50,2024-05-13 10:00:00
P03,after,Yes,50,2024-05-13 22:00:00
"""
BLANKS = TWICE.replace("P01,before,No,30", "P01,before,,30").replace("P02,after,Yes,40", "P02,after,Yes,")


def alternatives(remedy):
    """The lines of a remedy that are printed for choice, each rule with what it is said to do to the counts."""
    return dict(re.findall(r"^    # conflicts: ([a-z ]+?)   # .*; (.*)$", remedy, re.M))


def test_each_line_does_to_the_counts_what_it_says(small, tmp_path):
    """The yes of each wave and the table that a line promises are those that come when it is pasted."""
    first, *others = small.write(BLANKS, WHOLE).problems()
    assert len(others) == 1
    told = alternatives(first.remedy)
    assert set(told) == set(RULES) - {"last by date", "most complete"}  # these two cannot tell
    for rule, counts in told.items():
        chosen = first.remedy.replace("conflicts: ask", f"conflicts: {rule}", 1)
        cleaned = Small(tmp_path / rule.replace(" ", "-")).write(BLANKS, pasted(WHOLE, chosen)).clean()
        said = cleaned.responses[(cleaned.responses["item"] == "ips") & (cleaned.responses["status"] == "answered")]
        table = {pair: people for pair, people in patterns(cleaned).items() if "missing" not in pair}
        cells = [table.get((one, other), 0) for one in ("yes", "no") for other in ("yes", "no")]
        assert counts.endswith(f"table {', '.join(map(str, cells))}")
        for wave in ("before", "after"):
            answers = said.loc[said["wave"] == wave, "answer"]
            assert f"{(answers == 'yes').sum()} of {len(answers)} yes at {wave}" in counts


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("first", {("yes", "no"): 1, ("no", "yes"): 1, ("yes", "yes"): 1}),
        ("last by date and time", {("no", "no"): 1, ("no", "missing"): 1, ("yes", "yes"): 1}),
        ("set missing", {("missing", "no"): 1, ("no", "missing"): 1, ("yes", "yes"): 1}),
        ("drop", {("missing", "no"): 1, ("no", "missing"): 1, ("yes", "yes"): 1}),
    ],
)
def test_a_rule_settles_what_it_can(small, rule, expected):
    """Counted by hand from the nine rows."""
    assert patterns(small.write(TWICE, WHOLE + f"cleaning: {{conflicts: {rule}}}\n").clean()) == expected


def test_the_same_answers_at_another_time_of_day_are_no_conflict(small):
    """A questionnaire sent twice is one, whatever its time stamp: of three people two are asked about."""
    assert [problem.row for problem in small.write(TWICE, DATED).problems()] == [3, 7]


def test_two_of_one_day_are_no_matter_of_the_day_alone(small):
    """Without the time of day nobody knows which is the last."""
    problems = small.write(TWICE, WHOLE + "cleaning: {conflicts: last by date}\n").problems()
    assert [problem.verdict for problem in problems] == ["ask", "ask"]


@pytest.mark.parametrize(
    ("first", "second", "last"),
    [
        ("2024-03-04T23:30:00+02:00", "2024-03-04T22:00:00Z", "No"),  # half past nine in Greenwich, then ten
        ("2024-03-04 09:05:00 GMT", "2024-03-04 16:05:00 +09:00", "Yes"),
        ("2024-03-04 09:05:00 BST", "2024-03-04 16:05:00 BST", "No"),  # one zone, whichever it is
        ("2024-03-04 09:05:00 BST", "2024-03-04 16:05:00 bst", "No"),  # and however it is written
        ("2024-03-04 09:05:30.123 PM", "2024-03-04 04:05:30.5 PM", "Yes"),  # parts of a second before AM and PM
        ("2024-03-04 12:10:00 p. m.", "2024-03-04 1:05:00 p. m.", "No"),  # as forms in Spanish write it
        ("2024-03-04 9:05:00 a. m.", "2024-03-04 4:05:00 p. m.", "No"),
        ("2024-03-05T00:30:00+03:00", "2024-03-04T23:00:00+00:00", "No"),  # the day before, in Greenwich
    ],
)
def test_the_last_is_the_last_wherever_the_clocks_were(small, first, second, last):
    """Each clock was read as if all stood in one place, and parts of a second hid the afternoon."""
    answers = TWICE.replace("2024-03-04 09:05:00", first).replace("2024-03-04 16:05:00", second)
    rule = "cleaning: {conflicts: last by date and time, odd_dates: keep}\n"
    said = small.write(answers, WHOLE + rule).clean().responses
    kept = said[(said["participant"] == "P01") & (said["wave"] == "before") & (said["item"] == "ips")]
    assert kept["answer"].tolist() == [last.lower()]


@pytest.mark.parametrize("zones", [("+01:00", ""), (" CET", " CEST"), (" BST", " GMT")])
def test_clocks_of_which_nobody_says_where_they_stood_are_asked_about(small, zones):
    """A zone may be missing, or its name may mean several."""
    answers = TWICE.replace("2024-03-04 09:05:00", f"2024-03-04 09:05:00{zones[0]}")
    answers = answers.replace("2024-03-04 16:05:00", f"2024-03-04 16:05:00{zones[1]}")
    problems = small.write(
        answers, WHOLE + "cleaning: {conflicts: last by date and time, odd_dates: keep}\n"
    ).problems()
    assert [problem.expected for problem in problems] == ["dates of which one is the last"]


@pytest.mark.parametrize(
    "moment",
    ["2024-03-04 09:75:00 GMT", "2024-03-04 09:05:61 GMT", "2024-03-04 24:05:00 GMT", "9999-12-31 23:30-05:00"],
)
def test_a_moment_that_never_was_is_asked_about(small, moment):
    """No clock shows it, or no calendar goes so far: beside a time of another zone it is put in no order."""
    answers = TWICE.replace("2024-03-04 09:05:00", moment).replace("2024-03-04 16:05:00", "2024-03-04 16:05:00+09:00")
    problems = small.write(
        answers, WHOLE + "cleaning: {conflicts: last by date and time, odd_dates: keep}\n"
    ).problems()
    assert "dates of which one is the last" in [problem.expected for problem in problems]


def test_one_day_in_greenwich_is_one_day_by_the_day_alone(small):
    """Two days of the calendar where people live; by their days nobody knows which is the last."""
    answers = TWICE.replace("2024-03-04 09:05:00", "2024-03-05T00:30:00+03:00")
    answers = answers.replace("2024-03-04 16:05:00", "2024-03-04T23:00:00+00:00")
    problems = small.write(answers, WHOLE + "cleaning: {conflicts: last by date}\n").problems()
    assert (2, "dates of which one is the last") in [(problem.row, problem.expected) for problem in problems]


def test_blanks_are_filled_in_cell_by_cell(small):
    """What stood elsewhere is taken, each cell with a line in the log; two different answers are still asked about."""
    cleaned = small.write(BLANKS, WHOLE + "cleaning: {conflicts: fill}\n").clean()
    assert patterns(cleaned) == {("yes", "no"): 1, ("no", "yes"): 1, ("yes", "yes"): 1}
    filled = cleaned.log[cleaned.log["rule"].str.contains("filled in")]
    assert filled[["row", "column", "before", "after"]].to_numpy().tolist() == [[6, "age", "blank", "40"]]
    assert filled["rule"].tolist() == ["conflicting questionnaires of one person: filled in from row 7"]
    (problem,) = small.write(TWICE, WHOLE + "cleaning: {conflicts: fill}\n").problems()
    assert problem.verdict == "ask"
    assert "'yes', 'no' in the rows 2, 3" in problem.found


def test_the_most_complete_counts_and_two_that_are_as_complete_are_asked_about(small):
    """P02's first row has one answer more; both rows of P01 have as many."""
    (problem,) = small.write(TWICE, WHOLE + "cleaning: {conflicts: most complete}\n").problems()
    assert (problem.verdict, problem.row) == ("ask", 2)
    assert "in each of the rows 2, 3" in problem.found
    content = TWICE.replace("P01,before,No,30", "P01,before,No,")
    cleaned = small.write(content, WHOLE + "cleaning: {conflicts: most complete}\n").clean()
    assert patterns(cleaned) == {("yes", "no"): 1, ("no", "yes"): 1, ("yes", "yes"): 1}


def test_a_line_for_each_row_that_could_be_left_out(small):
    """Where no rule can tell, a row is left out by its number."""
    (problem,) = small.write(TWICE, WHOLE + "cleaning: {conflicts: fill}\n").problems()
    rows = re.findall(r"# - \{rows: \[(\d+)\]", problem.remedy)
    assert rows == ["2", "3"]


def test_own_words_are_not_repeated_in_the_question(small):
    """Of answers in own words a question says only that they differ."""
    yaml = LONG.replace("outcomes:", "  said: {label: Said, kind: text}\noutcomes:")
    content = "id,wave,ips,said\nP01,before,Yes,my words\nP01,before,Yes,other words\nP01,after,No,\n"
    (problem,) = small.write(content, yaml).problems()
    assert "words'" not in str(problem)
    assert "said in other words" in problem.found


@pytest.mark.parametrize(("differing", "ending"), [(3, ""), (4, "; 1 more answer"), (5, "; 2 more answers")])
def test_three_answers_that_differ_are_spelt_out_and_one_more_is_one(differing, ending, small):
    """Each answer in which two questionnaires differ is told or counted."""
    items = [f"q{n}" for n in range(5)]
    asked = "".join(f"  {item}: {{label: {item}, kind: scale}}\n" for item in items)
    rows = [f"P01,before,Yes,{','.join('1' * 5)}", f"P01,before,Yes,{'2,' * differing}{'1,' * (5 - differing)}"]
    content = "\n".join([f"id,wave,ips,{','.join(items)}", rows[0], rows[1].rstrip(","), "P01,after,No,,,,,", ""])
    problems = small.write(content, LONG.replace("outcomes:", f"{asked}outcomes:")).problems()
    (conflict,) = [problem for problem in problems if "a second, different" in problem.found]
    assert conflict.found.endswith(f"; q2 '1' or '2'{ending})")


DERIVED = """  mood: {label: Mood, kind: ordered, choices: [low, high]}
  said: {label: Said, kind: text}
  well: {label: Well, kind: yes-no, from: mood, yes: [high], one_sided: checked}
  time: {label: Named time, kind: yes-no, from: said, yes: [time], one_sided: checked}
themes: {said: {time: Free time}}
coding: {file: coding.csv}
outcomes: ["""


@pytest.mark.parametrize(
    ("outcome", "effect"),
    [
        ("well", "Well: 1 of 1 yes at before, 0 of 1 yes at after"),
        ("time", "Named time: counted once the coding is joined"),
    ],
)
def test_what_a_rule_would_count_is_told_of_outcomes_made_of_other_answers(outcome, effect, small):
    """Those made of themes have to wait for the coding."""
    yaml = LONG.replace("outcomes: [ips", DERIVED + outcome).replace("yes-no}", "yes-no, one_sided: checked}")
    content = "id,wave,ips,mood,said\nP01,before,Yes,high,a\nP01,before,Yes,low,b\nP01,after,Yes,low,c\n"
    small.write("participant,wave,question,coder,theme\n", yaml, "coding.csv")
    problem = next(p for p in small.write(content, yaml).problems() if "a second, different" in p.found)
    assert f"# conflicts: first   # the first row; {effect}" in problem.remedy


APART = """id,wave,ips,group
P01,before,,Yes
P01,before,No,
P02,before,No,No
P01,after,No,No
P02,after,Yes,Yes
P03,before,No,Yes
P03,before,No,
"""
GROUPED = LONG.replace("outcomes:", "  group: {label: Has a group, kind: yes-no}\noutcomes:") + (
    'cleaning: {conflicts: fill}\nconsistency: [{if: {group: "yes"}, then: {ips: "yes"}, broken: BROKEN}]\n'
)


def test_answers_that_filling_in_brings_together_are_held_against_the_rules(small):
    """Somebody with a group is involved: it says so too where the two answers come from two questionnaires."""
    (problem,) = small.write(APART, GROUPED.replace("BROKEN", "ask")).problems()
    assert (problem.found, problem.times) == ("'no' where group is yes", 2)


def test_answers_that_break_a_rule_once_filled_in_are_set_missing_with_a_line_in_the_log(small):
    cleaned = small.write(APART, GROUPED.replace("BROKEN", "set missing")).clean()
    assert patterns(cleaned) == {("missing", "no"): 1, ("no", "yes"): 1, ("missing", "missing"): 1}
    rows = cleaned.log[cleaned.log["rule"] == "group is yes: set missing"]
    assert rows[["row", "column", "before", "after"]].to_numpy().tolist() == [
        [2, "ips", "no", "blank"],
        *[[7, "ips", "no", "blank"], [7, "ips", "no", "blank"]],  # its own answer, then that of row 8
    ]


def test_a_warning_about_a_rule_is_given_once_where_the_first_questionnaire_breaks_it_already(small):
    (warning,) = small.write(APART, GROUPED.replace("BROKEN", "keep")).clean().warnings
    assert (warning.found, warning.times) == ("'no' where group is yes", 2)


# P01 came to the second wave twice; each wave's file calls the day in its own way.
TWO_FILES = (
    LONG.replace("layout: long, file: answers.csv, wave_column: wave", "layout: per-wave")
    .replace("codes: [T1]", "file: one.csv")
    .replace("codes: [T2]", "file: two.csv")
    .replace("outcomes:", "  day: {label: Day, kind: date, columns: {before: Date completed, after: DATE}}\noutcomes:")
)
FILES = {
    "one.csv": "id,Date completed,ips\nP01,2024-03-04,Yes\nP02,2024-03-04,No\nP03,2024-03-05,Yes\n",
    "two.csv": "id,DATE,ips\nP01,2024-05-13,No\nP02,2024-05-13,Yes\nP03,2024-05-13,Yes\nP01,2024-05-20,Yes\n",
}


def two_files(small, yaml):
    """The study of two files."""
    for name, content in FILES.items():
        small.write(content, yaml, name)
    return small


def test_a_column_of_dates_may_be_called_otherwise_in_each_file(small, tmp_path):
    """The line that the question prints names one file's column; pasted, it does in both what it says."""
    (problem,) = two_files(small, TWO_FILES).problems()
    told = alternatives(problem.remedy)["last by date"]
    assert told.endswith("table 2, 0, 1, 0") and 'date_column: "Date completed"' in problem.remedy
    yaml = (
        TWO_FILES.replace("per-wave", "per-wave, date_column: Date completed") + "cleaning: {conflicts: last by date}\n"
    )
    cleaned = two_files(Small(tmp_path / "settled"), yaml).clean()
    assert patterns(cleaned) == {("yes", "yes"): 2, ("no", "yes"): 1}


def test_a_question_tells_the_day_of_two_questionnaires_once(small):
    """The day stood there twice, as the column that tells when and as an answer in which they differ."""
    (problem,) = two_files(small, TWO_FILES).problems()
    assert problem.found.count("DATE") == 1
