"""A day that has not come yet, and a follow-up before the first questionnaire, are asked about and never guessed."""

from types import SimpleNamespace

import pytest

from firststeps.responses.linking.odd_dates import settle_odd_dates
from tests.small_study import LONG, ONE_SIDED, patterns

DATED = LONG.replace("wave_column: wave", "wave_column: wave, date_column: day")
ROWS = """id,wave,ips,day
P01,before,Yes,2024-03-04
P01,after,No,{day}
P02,before,No,2024-03-04
P02,after,Yes,2024-05-13
"""


@pytest.mark.parametrize(("day", "why"), [("2090-05-13", "later than today"), ("2024-02-01", "before the first")])
def test_an_odd_date_is_asked_about_with_its_place(day, why, small):
    (problem,) = small.write(ROWS.format(day=day), DATED).problems()
    assert (problem.verdict, problem.row, problem.column) == ("ask", 3, "day")
    assert day in problem.found and why in problem.found
    assert "# odd_dates: keep" in problem.remedy and "# odd_dates: set missing" in problem.remedy


@pytest.mark.parametrize("rule", ["keep", "set missing"])
def test_either_decision_leaves_all_answers(rule, small):
    """The date decides nothing else: each answer stays, and a date that is taken out is in the log."""
    yaml = DATED + f"cleaning: {{odd_dates: {rule}}}\n"
    cleaned = small.write(ROWS.format(day="2090-05-13"), yaml).clean()
    assert (cleaned.responses["status"] == "answered").sum() == 4
    assert ("2090-05-13" in set(cleaned.log["before"])) == (rule == "set missing")


def test_waves_in_the_wrong_order_are_one_question(small):
    """Where most people were there earlier at the later wave, no date is a slip."""
    rows = "".join(f"P0{n},before,Yes,2024-05-13\nP0{n},after,No,2024-03-04\n" for n in range(1, 6))
    (problem,) = small.write(
        f"id,wave,ips,day\n{rows}", DATED.replace("kind: yes-no", "kind: yes-no, one_sided: checked")
    ).problems()
    assert "right order" in problem.remedy and problem.times == 5


@pytest.mark.parametrize(("people", "early", "waves"), [(2, 2, False), (3, 1, False), (3, 2, True), (4, 2, False)])
def test_the_order_of_waves_is_in_question_where_more_than_half_of_several_came_too_early(people, early, waves, small):
    """Of two people, or of half of them, each date may be a slip and is a question of its own."""
    days = [f"2024-02-0{n + 1}" if n < early else "2024-05-13" for n in range(people)]
    rows = "".join(f"P0{n},before,Yes,2024-03-04\nP0{n},after,No,{day}\n" for n, day in enumerate(days))
    problems = small.write(f"id,wave,ips,day\n{rows}", DATED.replace(*ONE_SIDED)).problems()
    assert ["right order" in problem.remedy for problem in problems] == ([True] if waves else [False] * early)


def test_a_date_is_looked_at_where_it_is_asked(small):
    """What stands in its column at a wave without the question is not read, and so is no odd date either."""
    yaml = LONG.replace("outcomes:", "  met: {label: Met, kind: date, waves: [before]}\noutcomes:")
    rows = "id,wave,ips,met\nP01,before,Yes,2024-03-04\nP01,after,No,2090-01-01\nP02,before,No,2024-03-04\n"
    assert patterns(small.write(rows, yaml).clean()) == {("yes", "no"): 1, ("no", "missing"): 1}
    (problem,) = small.write(rows, yaml.replace(", waves: [before]", "")).problems()
    assert (problem.row, problem.column) == (3, "met")


def test_only_dates_of_one_question_are_compared(small):
    """Who was born long before the course began was not born too early."""
    items = "  met: {label: Met, kind: date}\n  born: {label: Born, kind: date}\noutcomes:"
    rows = "id,wave,ips,met,born\nP01,before,Yes,2024-03-04,\nP01,after,No,2024-05-13,2001-01-01\n"
    assert patterns(small.write(f"{rows}P02,before,No,,\n", LONG.replace("outcomes:", items)).clean())["yes", "no"] == 1


def test_one_date_for_all_waves_is_never_too_early(small):
    """Where a row holds all answers of a person, its date is that of each wave."""
    columns = "kind: yes-no, columns: {before: ips_1, after: ips_2}"
    yaml = DATED.replace("layout: long", "layout: wide").replace("wave_column: wave, ", "")
    rows = "id,ips_1,ips_2,day\nP01,Yes,No,2024-03-04\nP02,No,Yes,2024-02-01\n"
    cleaned = small.write(rows, yaml.replace("kind: yes-no", columns)).clean()
    assert patterns(cleaned) == {("yes", "no"): 1, ("no", "yes"): 1}


def test_dates_in_their_order_are_no_question(small):
    assert not small.write(ROWS.format(day="2024-03-04"), DATED).clean().warnings


def test_today_is_given_or_taken_from_the_machine(small):
    """With the same day given the same is asked on every machine."""
    cleaning = SimpleNamespace(odd_dates="keep")
    parts = [object()]
    study = SimpleNamespace(cleaning=cleaning, data=SimpleNamespace(layout="long"))
    assert settle_odd_dates(study, parts, None, today="2024-01-01") is parts
