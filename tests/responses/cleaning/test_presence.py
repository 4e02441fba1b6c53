"""A row in which no question is answered is no questionnaire: the same people are the same counts in every layout."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings

from firststeps.responses.cleaning.presence import RULE
from firststeps.study import Study, StudyError, parse
from tests.responses.cleaning.test_layouts import PEOPLE, counts, long, per_wave, wide
from tests.small_study import LONG, ONE_SIDED, Small, patterns

RECT_LONG = "id,wave,ips\nP01,before,yes\nP01,after,no\nP02,before,yes\nP02,after,\nP03,before,no\nP03,after,\n"
RECT_WIDE = "id,ips_1,ips_2\nP01,yes,no\nP02,yes,\nP03,no,\n"
WIDE = wide([])[1]
ARM = LONG.replace("outcomes:", "  arm: {label: Arm, kind: choice, choices: [a, b], background: true}\noutcomes:")


def attendance(cleaned):
    """The patterns of attendance with their people."""
    rows = cleaned.attendance.drop(columns="origin")
    return {tuple(row[:-1]): row[-1] for row in rows.itertuples(index=False, name=None)}


@pytest.mark.parametrize(("content", "yaml"), [(RECT_LONG, LONG), (RECT_WIDE, WIDE)], ids=["long", "wide"])
def test_a_row_without_an_answer_is_no_questionnaire(small, content, yaml):
    """The same three people, once as a pivot writes them: one of them came back."""
    cleaned = small.write(content, yaml).clean()
    assert attendance(cleaned) == {("handed in", "absent"): 2, ("handed in", "handed in"): 1}
    assert cleaned.statuses["absent"].tolist() == [0, 2]
    assert cleaned.statuses["blank"].sum() == 0


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE)
def test_every_layout_says_the_same_of_who_was_there(people, tmp_path_factory):
    """Who answered nothing at all is in no file that names people; a file of counts may count them."""
    people = [("yes", "no"), *people]
    told = []
    for layout in (long, per_wave, wide, counts):
        files, yaml = layout(people)
        small = Small(tmp_path_factory.mktemp("study") / "s")
        for name, content in files.items():
            small.write(content.to_csv(index=False), yaml.replace(*ONE_SIDED), name)
        told.append(attendance(small.clean()))
    of_nobody = ("absent", "absent")
    assert told[0] == told[1] == told[2] == {seen: n for seen, n in told[3].items() if seen != of_nobody}
    assert sum(told[0].values()) == sum(set(said) != {"missing"} for said in people)


def test_rows_without_an_answer_are_left_out_with_a_line_in_the_log(small):
    """Rows in are rows out; in a wide file a row goes only if it holds no answer at any wave."""
    cleaned = small.write(RECT_LONG + "P04,before,\nP04,after,\n").clean()
    assert cleaned.log.loc[cleaned.log["rule"] == RULE, "row"].tolist() == [5, 7, 8, 9]
    assert cleaned.rows.loc[0, ["read", "left out", "kept"]].tolist() == [8, 4, 4]
    wide = small.write(RECT_WIDE + "P04,,\n", WIDE).clean()
    assert wide.log[["row", "before", "rule"]].to_numpy().tolist() == [[5, "P04", RULE]]
    assert wide.rows.loc[0, ["read", "left out", "kept"]].tolist() == [4, 1, 3]


@pytest.mark.parametrize("code", ["99", " 99 ", "\u00a0"])
def test_a_declared_code_for_a_blank_is_no_answer(small, code):
    """99 in every cell of a row is what a statistics program writes for somebody who was not there."""
    yaml = WIDE.replace("kind: yes-no", 'kind: yes-no, codes: {blank: ["99"]}')
    cleaned = small.write(RECT_WIDE.replace("P02,yes,", f"P02,yes,{code}"), yaml).clean()
    assert attendance(cleaned) == {("handed in", "absent"): 2, ("handed in", "handed in"): 1}


def test_who_says_that_a_question_does_not_apply_was_there(small):
    """Not applicable is an answer of the person, other than a blank."""
    yaml = LONG.replace("kind: yes-no", "kind: yes-no, codes: {not applicable: [n/a]}")
    cleaned = small.write(RECT_LONG.replace("P02,after,", "P02,after,n/a"), yaml).clean()
    assert attendance(cleaned) == {("handed in", "absent"): 1, ("handed in", "handed in"): 2}


def test_an_answer_that_a_rule_sets_missing_was_given(small):
    """Somebody who wrote an impossible age was there, however the age is read."""
    yaml = LONG.replace(
        "outcomes:", "  age: {label: Age, kind: scale, range: [16, 99], outside: set missing}\noutcomes:"
    )
    cleaned = small.write("id,wave,ips,age\nP01,before,yes,30\nP01,after,no,31\nP02,before,,120\n", yaml).clean()
    assert attendance(cleaned) == {("handed in", "absent"): 1, ("handed in", "handed in"): 1}


def test_what_is_known_beforehand_shows_nobody_to_have_been_there(small):
    """The arm of a trial stands in every row of a pivot, also of those who did not come."""
    content = "".join(f"{line},{'arm' if not i else 'a'}\n" for i, line in enumerate(RECT_LONG.splitlines()))
    cleaned = small.write(content, ARM).clean()
    assert attendance(cleaned) == {("handed in", "absent"): 2, ("handed in", "handed in"): 1}
    assert patterns(cleaned) == {("yes", "no"): 1, ("yes", "missing"): 1, ("no", "missing"): 1}


def test_a_date_of_the_questionnaire_shows_nobody_to_have_been_there(small):
    """A program stamps a date on each row; only a date that was asked for is an answer."""
    yaml = LONG.replace("outcomes:", "  day: {label: Day, kind: date}\noutcomes:")
    content = "".join(
        f"{line},{'day' if not i else f'2024-05-0{i}'}\n" for i, line in enumerate(RECT_LONG.splitlines())
    )
    asked = small.write(content, yaml).clean()
    stamped = small.write(content, yaml.replace("wave_column: wave", "wave_column: wave, date_column: day")).clean()
    assert attendance(asked) == {("handed in", "handed in"): 3}
    assert attendance(stamped) == {("handed in", "absent"): 2, ("handed in", "handed in"): 1}


def test_another_date_than_that_of_the_questionnaire_is_an_answer(small):
    """Where the rows are stamped with one date, somebody who tells another one was there all the same."""
    yaml = LONG.replace("outcomes:", "  day: {label: Day, kind: date}\n  began: {label: Began, kind: date}\noutcomes:")
    rows = ["id,wave,ips,day,began", "P01,before,yes,2024-05-01,", "P01,after,,2024-06-01,2024-05-20"]
    rows += ["P02,before,no,2024-05-01,", "P02,after,,2024-06-01,"]
    small.write("\n".join(rows) + "\n", yaml.replace("wave_column: wave", "wave_column: wave, date_column: day"))
    assert attendance(small.clean()) == {("handed in", "handed in"): 1, ("handed in", "absent"): 1}


def test_a_row_without_an_answer_is_no_second_questionnaire(small):
    """A blank row beside the answered one contradicts nothing."""
    cleaned = small.write(RECT_LONG + "P01,before,\n").clean()
    assert patterns(cleaned) == {("yes", "no"): 1, ("yes", "missing"): 1, ("no", "missing"): 1}


@pytest.mark.parametrize(("content", "yaml"), [(RECT_LONG, LONG), (RECT_WIDE, WIDE)], ids=["long", "wide"])
def test_a_wave_at_which_nobody_answered_has_nobody_in_it(small, content, yaml):
    """The one answer at the last wave taken away: everybody is absent from it, and nothing breaks."""
    cleaned = small.write(content.replace("P01,after,no", "P01,after,").replace("yes,no", "yes,"), yaml).clean()
    assert attendance(cleaned) == {("handed in", "absent"): 3}


def test_a_file_without_any_answer_is_refused(small):
    """There is nobody to count."""
    (problem,) = small.write("id,wave,ips\nP01,before,\nP01,after,\n").problems()
    assert (problem.verdict, problem.found) == ("refuse", "no answer to any question")


def test_a_wave_at_which_only_background_is_known_is_refused():
    """Nobody could have been there."""
    yaml = LONG.replace("kind: yes-no}", "kind: yes-no, waves: [before]}").replace(
        "outcomes:", "  arm: {label: Arm, kind: choice, choices: [a, b], background: true}\noutcomes:"
    )
    with pytest.raises(StudyError, match="waves > after: no question is asked"):
        parse(yaml)


def test_a_stream_leaves_out_the_same_rows(small):
    """People without an answer to any question, also to those that are not counted, are nobody here as well."""
    from firststeps.responses.large.given_file import count_given

    yaml = ARM.replace("outcomes:", '  said: {label: Said, kind: text, codes: {blank: ["-"]}}\noutcomes:')
    rows = ["id,wave,ips,arm,said", "P01,before,yes,a,", "P01,after,,a,-", "P02,before,,b,well", "P02,after,no,b,"]
    small.write("\n".join([*rows, "P03,before,,a, ", "P03,after,,a,-", "P01,before,,a,-"]) + "\n", yaml)
    table = count_given(Study.load(small.folder))["ips"]
    assert Counter(dict(pd.Series(table.ravel()).items()))[2] == 1
    assert table.tolist() == [[0, 0, 1], [0, 0, 0], [0, 1, 0]]
    assert patterns(small.clean()) == {("yes", "missing"): 1, ("missing", "no"): 1}


GROUPS = """  arm: {label: Arm, kind: choice, choices: [a, b], COLUMNwaves: [before], background: true}
outcomes: [ips]
compare: {item: arm, group: a}
"""
THREE = ("  - {id: after", "  - {id: mid, label: Mid, short: Mid}\n  - {id: after")
ENDS = "primary: {outcome: ips, first: mid, second: after, margin: 0.1}\n"
KNOWN_LONG = """id,wave,ips,arm
P01,before,,a
P01,mid,no,
P01,after,yes,
P02,before,yes,b
P02,mid,no,
P02,after,no,
P03,before,,A
P04,before,no,b
"""
KNOWN_WIDE = "id,ips_1,ips_2,ips_3,arm\nP01,,no,yes,a\nP02,yes,no,no,b\nP03,,,,A\nP04,no,,,b\n"
KNOWN_COUNTS = "people,ips_1,ips_2,ips_3,arm\n1,,no,yes,a\n1,yes,no,no,b\n1,no,,,b\n"


def known(layout):
    """The study.yaml of people of whom one is of an arm, and was not there when the arm was written down."""
    if layout == "long":
        return LONG.replace(*THREE).replace("outcomes: [ips]\n", GROUPS.replace("COLUMN", "")) + ENDS
    yaml = LONG.replace(*THREE).replace("layout: long", f"layout: {layout}")
    yaml = yaml.replace("kind: yes-no", "kind: yes-no, columns: {before: ips_1, mid: ips_2, after: ips_3}")
    return yaml.replace("outcomes: [ips]\n", GROUPS.replace("COLUMN", "column: arm, ")) + ENDS


@pytest.mark.parametrize(("layout", "content"), [("long", KNOWN_LONG), ("wide", KNOWN_WIDE), ("counts", KNOWN_COUNTS)])
def test_nobody_loses_their_arm_by_not_being_there_when_it_was_written_down(small, layout, content):
    """Attendance is what it was; whoever answered at both waves compared is compared within their arm."""
    cleaned = small.write(content, known(layout)).clean()
    rows = cleaned.groups.drop(columns=["origin", "item", "first", "second", "group"])
    assert rows.to_numpy().tolist() == [["no", 0, 1, 0, 1], ["yes", 1, 0, 0, 0]]
    assert attendance(cleaned) == {
        ("absent", "handed in", "handed in"): 1,
        ("handed in", "handed in", "handed in"): 1,
        ("handed in", "absent", "absent"): 1,
    }
    assert cleaned.matching["matched"].tolist() == ["yes", "yes", "no"]


def test_of_two_arms_of_somebody_who_was_not_there_none_counts(small):
    cleaned = small.write(KNOWN_LONG + "P01,before,,b\n", known("long")).clean()
    assert cleaned.groups["interest"].tolist() == ["no", "not known"]


def test_what_a_questionnaire_said_that_was_left_out_stays_out(small):
    """Two different questionnaires of one person, of which none counts, tell nobody's arm."""
    twice = "P05,before,yes,a\nP05,before,no,a\nP05,mid,no,\nP05,after,no,\n"
    cleaned = small.write(KNOWN_LONG + twice, known("long") + "cleaning: {conflicts: drop}\n").clean()
    assert cleaned.groups.set_index("interest")["same"].to_dict() == {"no": 1, "not known": 1, "yes": 0}
