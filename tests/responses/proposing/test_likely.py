"""Columns that may be times though no name says so: what was found is named, and a person confirms it."""

import pandas as pd
import pyreadstat
import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.responses.proposing.settling import settle
from firststeps.study import Study
from tests.responses.platforms.people import write_csv
from tests.small_study import patterns

# of each person before and afterwards: whether they ran a group, and how sure they were
SAID = {
    "MA12LE": ("Yes", "2", "Yes", "4"),
    "JO03BR": ("No", "1", "Yes", "3"),
    "AN27SH": ("No", "3", "Yes", "3"),
    "LI09YO": ("Yes", "4", "No", "2"),
    "RO15HU": ("No", "2", "No", "5"),
}
PATTERNS = {("yes", "yes"): 1, ("no", "yes"): 2, ("yes", "no"): 1, ("no", "no"): 1}
ONLY = "only one wave was found"


def rows(*names, first=(0, 1, 2, 3)):
    """The rows of a file whose columns are called so; ``first`` are the places of the answers in each row."""
    return [["Code", *names], *([code, *(said[place] for place in first)] for code, said in SAID.items())]


@pytest.mark.parametrize(
    ("names", "signs"),
    [
        (("ran_group_x", "sure_x", "ran_group_y", "sure_y"), ("x", "y")),
        (("F1_ran_group", "F1_sure", "F2_ran_group", "F2_sure"), ("F1", "F2")),
        (("S1. Ran group", "S1. Sure", "S2. Ran group", "S2. Sure"), ("S1", "S2")),
        (("Ran group (1)", "Sure (1)", "Ran group (2)", "Sure (2)"), ("1", "2")),
        (("ranGroupA", "sureA", "ranGroupB", "sureB"), ("A", "B")),
        (("ran_group", "sure", "ran_group_2", "sure_2"), ("1", "2")),
        (("Ran group I", "Sure I", "Ran group II", "Sure II"), ("I", "II")),
        (("Ran group old", "Sure old", "Ran group new", "Sure new"), ("old", "new")),
    ],
)
def test_what_may_be_times_is_named_and_works_once_confirmed(tmp_path, names, signs):
    """The line of the waves asks and names the columns; who confirms it has the right table."""
    path = write_csv(tmp_path / "answers.csv", rows(*names))
    asked = f"times at which one thing was asked, as in `{names[0]}` and `{names[2]}`?"
    (line,) = [line for line in inspect_files([path]).splitlines() if "- {id: " in line and "# ?" in line]
    assert f"And are {signs[0]} and {signs[1]} {asked}" in line
    settings = new_study(tmp_path / "study", [path])
    settings.write_text(settle(settings.read_text(encoding="utf-8"), lambda _: "", lambda _: None), encoding="utf-8")
    cleaned = clean(Study.load(tmp_path / "study"))
    assert patterns(cleaned, next(iter(Study.load(tmp_path / "study").outcomes))) == PATTERNS


def test_the_later_columns_may_stand_first(tmp_path):
    """F2 is later than F1 wherever it stands."""
    path = write_csv(tmp_path / "a.csv", rows("F2_group", "F2_sure", "F1_group", "F1_sure", first=(2, 3, 0, 1)))
    told = inspect_files([path])
    assert told.index("- {id: f1,") < told.index("- {id: f2,")
    assert "columns: {f1: F1_group, f2: F2_group}" in told


def test_a_third_table_that_was_joined_has_no_sign(tmp_path):
    """Beside x and y of pandas, what came with the third is called as nothing but the question."""
    head, *answers = rows("group_x", "sure_x", "group_y", "sure_y")
    third = [["Yes" if place % 2 else "No", str(place)] for place in range(len(answers))]
    joined = [[*head, "group", "sure"], *([*row, *more] for row, more in zip(answers, third, strict=True))]
    told = inspect_files([write_csv(tmp_path / "a.csv", joined)])
    assert "And are x, y and third times at which one thing was asked" in told
    assert "columns: {x: group_x, y: group_y, third: group}" in told


@pytest.mark.parametrize("names", [("Q1a", "Q2a", "Q1b", "Q2b"), ("Q1_1", "Q2_1", "Q1_2", "Q2_2")])
@pytest.mark.parametrize(("now", "then"), [("Now", "Before"), ("After the course", "Before the course")])
def test_headings_in_full_tell_the_times_that_names_do_not(tmp_path, names, now, then):
    """The later one stands first, which numbers and letters had the wrong way round; the headings are asked about."""
    head, *answers = rows(*names, first=(2, 3, 0, 1))
    labels = ["Code", f"Ran a group? - {now}", f"Sure? - {now}", f"Ran a group? - {then}", f"Sure? - {then}"]
    told = inspect_files([write_csv(tmp_path / "a.csv", [head, labels, *answers])])
    assert "Their headings say so, and their names do not." in told
    assert told.index("- {id: before,") < told.index(f"- {{id: {now.split()[0].lower()},")
    assert f"before: {names[2]}, {now.split()[0].lower()}: {names[0]}}}" in told
    assert 'label: "Ran a group?"' in told


def test_statements_asked_at_one_time_are_no_times(tmp_path):
    """Side by side in Qualtrics, Q4#1_1 and Q4#1_2 are two statements now, and the others the same before."""
    head, *answers = rows("Q4#1_1", "Q4#1_2", "Q4#2_1", "Q4#2_2", first=(2, 3, 0, 1))
    labels = [
        f"Think back. - {when} - {what}" for when in ("Now", "Before the course") for what in ("I help", "I know")
    ]
    told = inspect_files([write_csv(tmp_path / "a.csv", [head, ["Code", *labels], *answers])])
    assert 'label: Think back I help\n    kind: yes-no\n    columns: {before: "Q4#2_1", now: "Q4#1_1"}' in told


def test_headings_may_ask_in_other_words_at_another_time(tmp_path):
    """Did you before the course, do you now: of Q1a and Q1b the headings say when."""
    head, *answers = rows("Q1a", "Q2a", "Q1b", "Q2b")
    labels = ["Did you help before the course?", "Were you sure before the course?", "Do you help now?", "Sure now?"]
    told = inspect_files([write_csv(tmp_path / "a.csv", [head, ["Code", *labels], *answers])])
    assert "columns: {before: Q1a, now: Q1b}" in told


def test_parts_of_a_question_are_times_only_where_their_headings_are_the_same(tmp_path):
    """Q1a and Q1b of one heading are offered; of two headings they are two questions, and of none they are named."""
    head, *answers = rows("Q1a", "Q2a", "Q1b", "Q2b")
    same = [head, ["Code", "Ran a group?", "Sure?", "Ran a group?", "Sure?"], *answers]
    other = [head, ["Code", "Ran a group?", "Sure?", "Joined a group?", "Glad?"], *answers]
    told = [inspect_files([write_csv(tmp_path / "a.csv", some)]) for some in (same, other, [head, *answers])]
    assert "columns: {a: Q1a, b: Q1b}\n" in told[0] and "And are a and b times" in told[0]
    assert f"{ONLY}: which columns belong to which?" in told[1] and "And are" not in told[1]
    assert f"{ONLY}: which columns belong to which? `Q1a` and `Q1b` differ by a and b alone" in told[2]
    assert "columns: {a: Q1a" not in told[2].partition("items:")[2]


@pytest.mark.parametrize(
    "names",
    [
        ("Q1_a", "Q1_b", "Q2_a", "Q2_b"),
        ("group_a", "sure_b", "joined_c", "glad_d"),
        ("Q1", "Q2", "Q3", "Q4"),
        ("group_self", "sure_self", "group_other", "sure_other"),
    ],
)
def test_other_columns_are_no_times(tmp_path, names):
    """Parts of numbered questions, letters of different questions, and other words."""
    assert ONLY in inspect_files([write_csv(tmp_path / "a.csv", rows(*names))])


def test_all_may_say_the_same_at_one_time(tmp_path):
    """A column of one text is an answer where the same was asked at another time, and not everybody said so then."""
    head, *answers = rows("Group pre", "Sure pre", "Group post", "Sure post")
    answers = [[code, group, "3", *more] for code, group, _, *more in answers]
    told = inspect_files([write_csv(tmp_path / "a.csv", [head, *answers])])
    assert "columns: {pre: Sure pre, post: Sure post}" in told


def test_numbers_of_variables_are_no_visits_where_headings_say_when(tmp_path):
    """V1 to V4 of a statistics program were four visits of one question without a name."""
    cells = pd.DataFrame([[code, *said] for code, said in SAID.items()], columns=["id", "v1", "v2", "v3", "v4"])
    asked = ["Ran a group? (before the course)", "Sure? (before the course)"]
    labels = ["Code", *asked, *(text.replace("before", "after") for text in asked)]
    pyreadstat.write_sav(cells, str(tmp_path / "a.sav"), column_labels=labels)
    told = inspect_files([tmp_path / "a.sav"])
    assert 'label: "Ran a group?"\n    kind: yes-no\n    columns: {before: v1, after: v3}' in told
    pyreadstat.write_sav(cells, str(tmp_path / "b.sav"))
    assert ONLY in inspect_files([tmp_path / "b.sav"])


RATERS = [["Young person", "Yes"], ["Parent", "No"]]


def test_who_filled_it_in_is_no_question_of_yes_and_no(tmp_path):
    """What tells two questionnaires of one person apart is a list to choose from, and whose counts is asked."""
    said = {"MA12LE": RATERS, "JO03BR": RATERS[::-1], "AN27SH": RATERS[:1], "LI09YO": RATERS[:1]}
    paths = [
        write_csv(
            tmp_path / f"{wave}.csv",
            [["Code", "Filled in by", "Group"], *([code, *row] for code, some in said.items() for row in some)],
        )
        for wave in ("pre", "post")
    ]
    told = inspect_files(paths)
    assert "kind: choice\n    column: Filled in by" in told
    assert "if it says who filled it in, `make all` asks whose counts (cleaning: prefer)" in told


def test_the_number_of_an_attempt_is_no_question_of_yes_and_no(tmp_path):
    """1 for all, and 2 for the second of whoever tried twice: it was the first comparison, with 1 for yes."""
    twice = [["MA12LE", "1", "Yes"], ["MA12LE", "2", "No"], ["JO03BR", "1", "No"], ["JO03BR", "2", "Yes"]]
    once = [["AN27SH", "1", "Yes"], ["LI09YO", "1", "No"]]
    said = [[code, wave, *more] for wave in ("pre", "post") for code, *more in twice + once]
    path = write_csv(tmp_path / "a.csv", [["Code", "Time", "Attempt", "Group"], *said])
    settings = new_study(tmp_path / "study", [path])
    assert "kind: choice\n    column: Attempt" in settings.read_text(encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        clean(Study.load(tmp_path / "study"))
    assert '# prefer: {column: "Attempt", is: ["2"]}   # the row in which Attempt says 2' in str(refused.value)


def test_the_first_of_numbered_columns_may_have_no_number(tmp_path):
    """Sure, sure2 and sure3 were the times 2 and 3, and a question beside."""
    head, *answers = rows("group2", "sure2", "group3", "sure3")
    joined = [[*head, "group", "sure"], *([*row, "Yes" if "2" in row else "No", "3"] for row in answers)]
    told = inspect_files([write_csv(tmp_path / "a.csv", joined)])
    assert "And are these numbers times, not questions of one time?" in told
    assert "columns: {wave-1: group, wave-2: group2, wave-3: group3}" in told


def test_one_of_two_words_at_every_question_is_told_where_no_wave_is_found(tmp_path):
    """They may be times, in a language that no list knows, or people: nothing is taken for granted."""
    told = inspect_files(
        [write_csv(tmp_path / "a.csv", rows("Enne group", "Enne sure", "Hiljem group", "Hiljem sure"))]
    )
    assert (
        ONLY in told and "`Enne group` and `Hiljem group` differ by Enne and Hiljem alone: if these are times" in told
    )
