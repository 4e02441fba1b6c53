"""The first answer tells of each question that it does not compare why, and of each other one its own p-value."""

import pytest
from statsmodels.stats.multitest import multipletests

from firststeps import paired
from firststeps.commands.answers import first_answer
from firststeps.study import Study
from tests.small_study import LONG, Small

ITEMS = """  ran: {label: Ran a group, kind: yes-no}
  once: {label: Came again, kind: yes-no, waves: [after]}
  why: {label: Why, kind: text}
  what: {label: What else, kind: text, waves: [after]}
  setting: {label: Setting, kind: choice, choices: [town, village]}
  helps: {label: Helps, kind: ticks, choices: [tea, time]}
  day: {label: Day, kind: date}
  age: {label: Age, kind: choice, choices: [young, old], background: true}
outcomes: [ips]
"""
ROWS = """id,wave,ips,ran,once,why,what,setting,helps,day,age
P01,before,Yes,Yes,,a,,town,tea,2024-03-04,old
P01,after,No,No,Yes,b,c,village,time,2024-05-13,
P02,before,No,No,,c,,town,tea,2024-03-04,young
P02,after,Yes,Yes,No,,d,town,tea,2024-05-13,
"""


def test_every_question_is_compared_or_said_to_be_left_out(tmp_path):
    """By its kind, or because it was asked once; a background and a date are nobody's change, and go without saying."""
    study = Study.load(Small(tmp_path).write(ROWS, LONG.replace("outcomes: [ips]\n", ITEMS)).folder)
    answer = first_answer(study)
    assert [question.title for question in answer.questions] == ["Involved"]
    reasons = {title: reason.partition(":")[0].partition(",")[0] for title, reason in answer.left_out}
    assert reasons == {
        "Ran a group": "not among the outcomes of study.yaml",
        "Came again": "asked at one wave only",
        "Why": "answers in people's own words",
        "What else": "asked at one wave only",
        "Setting": "a choice without an order",
        "Helps": "ticks",
    }


def test_a_yes_no_question_that_nobody_compares_is_named_though_it_is_background(tmp_path):
    """`make new` calls a question background whose answers never changed; the group that is compared is no question."""
    items = ITEMS.replace("kind: yes-no}\n", "kind: yes-no, background: true}\n", 1)
    yaml = LONG.replace("outcomes: [ips]\n", items)
    study = Study.load(Small(tmp_path / "one").write(ROWS, yaml).folder)
    assert dict(first_answer(study).left_out)["Ran a group"] == "not among the outcomes of study.yaml"
    study = Study.load(Small(tmp_path / "two").write(ROWS, f"{yaml}compare: {{item: ran, group: yes}}\n").folder)
    assert "Ran a group" not in dict(first_answer(study).left_out)


@pytest.mark.parametrize("groups", ["compare: {item: setting, group: town}\n", "group: setting\n"])
def test_what_parts_people_into_groups_is_no_question_that_was_not_compared(tmp_path, groups):
    """The page set the two arms against each other, and said that nobody could be compared by arm."""
    yaml = LONG.replace("outcomes: [ips]\n", ITEMS).replace(
        "choices: [town, village]", "choices: [town, village], waves: [after]"
    )
    study = Study.load(Small(tmp_path).write(ROWS, yaml + groups).folder)
    assert "Setting" not in dict(first_answer(study).left_out)


def test_each_question_has_its_own_p_value(tmp_path):
    """Nine people took up the first and nobody left it; of the second and third two changed, one each way."""
    asked = "  led: {label: Led, kind: yes-no}\n  ran: {label: Ran, kind: yes-no}\noutcomes: [ips, led, ran]\n"
    lines = []
    for n in range(12):
        for wave, late in (("before", False), ("after", True)):
            first, other = ("Yes" if yes else "No" for yes in (late or n > 8, late != (n == 0) if n < 2 else n % 2))
            lines.append(f"P{n:02d},{wave},{first},{other},{other}")
    yaml = LONG.replace("outcomes: [ips]\n", asked)
    study = Study.load(Small(tmp_path).write("\n".join(["id,wave,ips,led,ran", *lines, ""]), yaml).folder)
    told = {question.id: question for question in first_answer(study).questions}
    pvalues = {"ips": paired.mcnemar([[3, 0], [9, 0]]).pvalue, "led": 1.0, "ran": 1.0}
    assert {id: question.pvalue for id, question in told.items()} == pytest.approx(pvalues)
    adjusted = dict(zip(pvalues, multipletests([*pvalues.values()], method="holm")[1], strict=True))
    assert {id: question.adjusted for id, question in told.items()} == pytest.approx(adjusted)
