"""Whoever left by a note beside their answers is asked about: the proposal leaves nobody out, and says so."""

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.study import Study
from tests.responses.platforms.people import write_csv

HEAD = ["Code", "Wave", "Group", "Notes"]
ROWS = [["A1", "pre", "Yes", ""], ["B2", "pre", "No", "Ann Smith withdrew consent"], ["C3", "pre", "No", ""]]
ROWS += [["A1", "post", "Yes", "late"], ["B2", "post", "Yes", ""], ["C3", "post", "No", "please remove my data"]]
RULE = "# leave_out: [{rows: [3, 7], reason: a note says so}]"


def test_notes_of_who_left_are_shown_by_their_words_alone(tmp_path):
    """What else a note says may name somebody; the rows stay until a person takes the sign of a comment away."""
    settings = new_study(tmp_path / "study", [write_csv(tmp_path / "a.csv", [HEAD, *ROWS])])
    told = settings.read_text(encoding="utf-8")
    assert f'  {RULE}   # ? `Notes` says "withdrew consent", "remove my data": do these rows count' in told
    assert "Ann Smith" not in told
    people = clean(Study.load(settings.parent)).responses["participant"]
    assert {*people} == {"A1", "B2", "C3"}
    settings.write_text(told.replace(RULE, RULE[2:]), encoding="utf-8")
    cleaned = clean(Study.load(settings.parent))
    assert cleaned.rows["left out"].tolist() == [2] and len(cleaned.responses["participant"].unique()) == 3


def test_rows_of_each_file_are_named_below_the_rules_that_are_there(tmp_path):
    """Rows that do not count anyway, as those of totals, are not asked about again."""
    first = [["Code", "Group", "Notes"], *[[who, said, note] for who, wave, said, note in ROWS if wave == "pre"]]
    second = [["Code", "Group", "Notes"], *[[who, said, note] for who, wave, said, note in ROWS if wave == "post"]]
    second.append(["Total", "2", "without who left the study"])
    told = inspect_files([write_csv(tmp_path / "pre.csv", first), write_csv(tmp_path / "post.csv", second)])
    assert (
        '    # - {file: "pre.csv", rows: [3], reason: a note says so}   # ? `Notes` says "withdrew consent": do' in told
    )
    assert (
        '    # - {file: "post.csv", rows: [4], reason: a note says so}   # ? `Notes` says "remove my data": do' in told
    )
    assert "left the study" not in told


def test_two_remarks_of_two_people_are_no_question_of_yes_and_no(tmp_path):
    """One remark before and another after were taken for the two answers of one question, which nobody could place."""
    first = [["Code", "Group", "Notes"], ["A1", "Yes", "called twice"], ["B2", "No", ""], ["C3", "No", ""]]
    second = [["Code", "Group", "Notes"], ["A1", "Yes", ""], ["B2", "Yes", ""], ["C3", "No", "came with a friend"]]
    told = inspect_files([write_csv(tmp_path / "pre.csv", first), write_csv(tmp_path / "post.csv", second)])
    assert "label: Notes\n    kind: text" in told and "outcomes: [group]\n" in told
