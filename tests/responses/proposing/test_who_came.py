"""What is known of people who did not come shows nobody to have been there, or is asked about."""

import pytest

from firststeps.responses.proposing.propose import inspect_files
from firststeps.study import parse
from tests.responses.proposing.test_propose import given

CAME = [n % 3 > 0 for n in range(12)]  # to the second wave


def said(n, wave):
    """Two answers of a person at a wave, each 99 where nobody came."""
    return ("99", "99") if wave and not CAME[n] else ("YN"[n // (1 + wave) % 2], "YN"[(n + wave) % 2])


def asked(files):
    """The lines of a proposal that ask whether somebody answered nothing else, by the item below which they stand."""
    items, name = {}, ""
    for line in inspect_files(files).splitlines():
        name = line.strip() if line.startswith("  ") and line[2:3].strip() else name
        if "answered nothing else" in line:
            items[name] = line
    return items


def test_an_age_that_has_changed_is_asked_about_in_a_long_file(tmp_path):
    """A statistics program writes a row for each person and wave: the year that has passed made all come back."""
    rows = [f"K{n}7,{w},{30 + n + w},{','.join(said(n, w))}" for n in range(12) for w in (0, 1)]
    lines = asked([given(tmp_path, "\n".join(["id,time,age,q,r", *rows]))])
    assert [*lines] == ["age:"] and "# ? 4 people at wave-1" in lines["age:"]


def test_a_column_that_says_who_came_is_asked_about_in_files_of_waves(tmp_path):
    """A site that the file of the later wave alone has, and a no to having come, made all come."""
    rows = {w: [f"K{n}7,{'YN'[w and not CAME[n]]},{','.join(said(n, w))}" for n in range(12)] for w in (0, 1)}
    later = [f"{row},North{n % 2}" for n, row in enumerate(rows[1])]
    first = given(tmp_path, "\n".join(["Code,Came,q,r", *rows[0]]), "before.csv")
    later = given(tmp_path, "\n".join(["Code,Came,q,r,Site", *later]), "after.csv")
    assert [*asked([first, later])] == ["came:", "site:"]


def test_a_planned_day_is_asked_about_in_a_wide_file(tmp_path):
    rows = [f"K{n}7,{','.join(said(n, 0))},0{1 + n % 9}.09.2024,{','.join(said(n, 1))}" for n in range(12)]
    lines = asked([given(tmp_path, "\n".join(["Code,q pre,r pre,Day post,q post,r post", *rows]))])
    assert [*lines] == ["day-post:"]


def test_who_left_single_questions_out_is_not_asked_about(tmp_path):
    """Of those who left something out, hardly anybody left out all of it: these came, and answered the first."""
    gaps = [("Y", ""), ("", "N"), ("N", "N"), ("Y", ""), ("", "Y"), ("", ""), ("Y", "N"), ("N", ""), ("", "")] * 2
    rows = [f"K{n}7,{w},{'YN'[(n + w) % 2]},{q},{r}" for n, (q, r) in enumerate(gaps) for w in (0, 1)]
    assert asked([given(tmp_path, "\n".join(["id,time,first,q,r", *rows]))]) == {}


@pytest.mark.parametrize("away", ["", "0"])
def test_boxes_that_are_known_of_everybody_are_of_no_wave(away, tmp_path):
    """Support at home, a column a box, made all come to the last wave of a wide file."""
    said_post = [f"{'YN'[n % 2]},{'NY'[n % 3 > 1]}" if CAME[n] else "," for n in range(12)]
    rows = [f"K{n}7,{n % 2 or away},1,{1 - n % 2 or away},{','.join(said(n, 0))},{said_post[n]}" for n in range(12)]
    head = "Code,support___1,support___2,support___3,q pre,r pre,q post,r post"
    assert parse(inspect_files([given(tmp_path, "\n".join([head, *rows]))])).items["support"].background


def test_room_for_remarks_that_most_leave_empty_is_no_sign_that_they_were_away(tmp_path):
    """Everybody answered what was asked, few added something: their answers were to be taken for background."""
    remarks = [("", ""), ("", "more of it"), ("too long for me", ""), ("", "")]
    rows = [
        f"K{n}7,{w},{'YN'[n // (1 + w) % 2]},{1 + n % 5},{','.join(remarks[n % 4])}" for n in range(16) for w in (0, 1)
    ]
    assert asked([given(tmp_path, "\n".join(["id,time,q,score,notes,change", *rows]))]) == {}


def test_numbers_that_few_add_to_scores_are_no_sign_either(tmp_path):
    """No question says yes or no here, and what hardly two people answer alike says nothing of the others."""
    few = {n: ",".join(str(n) if n // 2 == place else "" for place in range(3)) for n in range(16)}
    rows = [f"K{n}7,{w},{1 + (n + w) % 5},{few[n]}" for n in range(16) for w in (0, 1)]
    assert asked([given(tmp_path, "\n".join(["id,time,score,a,b,c", *rows]))]) == {}


@pytest.mark.parametrize("word", ["Maybe", "Not sure", "Sometimes"])
def test_who_answers_neither_yes_nor_no_was_there(word, tmp_path):
    """A rating of the course was said to be known without asking, and asked before it, where somebody was not sure."""
    q = [word if n % 7 == 0 else "NY"[n % 3 > 0] for n in range(21)]
    r = [word if n % 14 == 0 else "YN"[n % 5 > 1] for n in range(21)]
    rows = [f"K{n}7,{'YN'[n % 2]},{'YN'[n // 2 % 2]},{q[n]},{r[n]},{1 + n % 5}" for n in range(21)]
    head = "Code,q pre,r pre,q post,r post,Rating of the course"
    item = parse(inspect_files([given(tmp_path, "\n".join([head, *rows]))])).items["rating-of-the-course"]
    assert (item.waves, item.background) == (["post"], False)


def test_who_answers_the_only_question_with_maybe_was_there(tmp_path):
    """One question leaves open what stands for whole questionnaires, so that nothing is made of it."""
    post = ["Maybe" if n % 6 == 0 else "NY"[n % 3 > 0] for n in range(20)]
    rows = [f"K{n}7,{'YN'[n % 2]},{post[n]},{1 + n % 5}" for n in range(20)]
    study = parse(inspect_files([given(tmp_path, "\n".join(["Code,q pre,q post,Rating of the course", *rows]))]))
    assert not study.items["rating-of-the-course"].background


def test_a_column_that_says_who_came_is_not_the_first_comparison(tmp_path):
    """It stands first in a register, and is yes or no like the questions behind it."""
    rows = [("A1", "ja", "ja"), ("B2", "ja", "nein"), ("C3", "ja", "nein"), ("D4", "ja", "ja"), ("E5", "ja", "nein")]
    later = [("A1", "ja", "nein"), ("B2", "ja", "ja"), ("C3", "nein", ""), ("D4", "nein", ""), ("E5", "ja", "nein")]
    for name, several in (("vorher", rows), ("nachher", later)):
        text = "\n".join(",".join([*row, row[2]]) for row in [("Code", "anwesend", "gehört"), *several])
        (tmp_path / f"{name}.csv").write_text(text.replace("gehört,gehört", "gehört,Arbeit"), encoding="utf-8")
    told = inspect_files([tmp_path / "vorher.csv", tmp_path / "nachher.csv"])
    assert "  outcome: gehort   # ?" in told and "2 people at nachher answered nothing else" in told
