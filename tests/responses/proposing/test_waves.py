"""The wave is told by values that come again with people, or by what names of columns say; words alone tell nothing."""

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.layouts.wide import wave_of
from firststeps.responses.proposing.people.who_came import answered
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.responses.proposing.waves.in_column import find_wave_column, one_wave_each
from firststeps.responses.proposing.waves.in_names import find_repeated
from firststeps.responses.texts.wave_names import by_time, names_of_files
from firststeps.study import Study, parse
from tests.responses.platforms.people import write_csv, write_workbook
from tests.responses.proposing.test_propose import given
from tests.small_study import patterns

PEOPLE = ["MA12LE", "JO03BR", "AN27SH", "LI09YO"]


def long(labels=("pre", "post"), **columns):
    """The cells of a long file: all people at each wave, each column a list for all rows."""
    rows = [(code, label) for label in labels for code in PEOPLE]
    return pd.DataFrame(rows, columns=["Code", "Survey"], dtype="str").assign(**columns)


def test_a_question_with_the_word_time_in_it_is_a_question():
    cells = long(**{"Do you have time?": ["No", "No", "Yes", "No", "Yes", "No", "Yes", "Yes"]})
    assert find_wave_column(cells).column == "Survey"


@pytest.mark.parametrize("labels", [("pre", "post"), ("1", "2"), ("avant", "après"), ("T1", "T2", "T3"), ("x", "y")])
@pytest.mark.parametrize("turned", [False, True])
def test_in_any_order_of_rows_and_columns(labels, turned):
    cells = long(labels, rating=["3", "4", "2", "5"] * len(labels))
    cells = cells[cells.columns[::-1]].sort_values("Code") if turned else cells
    assert find_wave_column(cells).column == "Survey"


def test_who_typed_a_questionnaire_in_is_no_wave(tmp_path):
    """Each questionnaire stands there twice; the two typists tell the copies apart and are no answer."""
    rows = [f"{p},{who},{w},Yes" for w in ("pre", "post") for p in (1, 2, 3) for who in ("AB", "CD")]
    study = parse(inspect_files([given(tmp_path, "\n".join(["id,entered_by,wave,group", *rows]))]))
    assert (study.data.wave_column, study.data.ignore) == ("wave", ["entered_by"])


def test_a_number_that_differs_in_every_row_does_not_hide_a_code_that_comes_again(tmp_path):
    rows = [
        f"7000{i}{w},{c},{wave},Yes" for w, wave in enumerate(("baseline", "endline")) for i, c in enumerate(PEOPLE)
    ]
    study = parse(inspect_files([given(tmp_path, "\n".join(["_id,code,round,group", *rows]))]))
    assert (study.identifier.column, study.wave_ids) == ("code", ["baseline", "endline"])
    assert "_id" in study.data.ignore


def repeated(*names, cells="yes"):
    return find_repeated(pd.DataFrame([[cells] * len(names)], columns=names, dtype="str"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("q_pre", "q_post"),
        ("Pre K1", "Post K1"),
        ("Run a group - before", "Run a group - after"),
        ("Did you run one? [Before the course]", "Did you run one? [Now]"),
        ("group_T1", "group_T2"),
        ("Avant la formation : un groupe ?", "Après la formation : un groupe ?"),
        ("baseline_group", "endline_group"),
        ("group (vorher)", "group (nachher)"),
    ],
)
def test_columns_that_differ_by_an_occasion_are_one_question(one, other):
    (columns,) = repeated("id", one, "age", other).values()
    assert [*columns.values()] == [one, other]


@pytest.mark.parametrize("names", [("First name", "Last name"), ("helps_1", "helps_2", "helps_3"), ("Q1", "Q2", "Q3")])
def test_names_boxes_and_numbered_questions_are_no_waves(names):
    assert repeated("id", *names, cells="1") == {}


def test_a_question_is_of_the_wave_at_which_all_who_answered_it_were_there():
    there = {"pre": answered(pd.Series(["y", "y", ""], dtype="str"))}
    there["post"] = answered(pd.Series(["y", "", "n"], dtype="str"))
    assert wave_of(pd.Series(["3", "", "4"]), there, ["pre", "post"]) == "post"
    assert wave_of(pd.Series(["31", "40", "52"]), there, ["pre", "post"]) == ""


def test_age_and_sex_show_nobody_to_have_been_there(tmp_path):
    rows = ["P1,18-34,f,Yes,Yes", "P2,55+,m,No,", "P3,55+,f,,No", "P4,18-34,m,Yes,No"]
    study = parse(inspect_files([given(tmp_path, "\n".join(["id,age group,sex,group_pre,group_post", *rows]))]))
    assert {name for name, item in study.items.items() if item.background} == {"age-group", "sex"}


def test_files_are_sorted_by_what_their_names_say(tmp_path):
    """Whoever names the second wave first has it second; the order is shown, and asked."""
    post = given(tmp_path, "code,group\nA1,Yes\nB2,No\n", "survey-post.csv")
    pre = given(tmp_path, "code,group\nA1,No\nB2,No\n", "survey-pre.csv")
    text = inspect_files([post, pre])
    assert parse(text).wave_ids == ["pre", "post"]
    assert "file: survey-pre.csv}   # ? is this the order in time?" in text


@pytest.mark.parametrize(
    "names", [["follow-up", "endline", "midline", "baseline"], ["T10", "T2", "T1"], ["12 months", "3 months", "before"]]
)
def test_names_of_occasions_are_put_in_order(names):
    assert by_time(names) == names[::-1]


WORDED = [
    ("test", "retest"),
    ("Test", "Re-test"),
    ("Opening", "Closing"),
    ("Assessment", "Reassessment"),
    ("Aufnahme", "Entlassung"),
    ("Wave One", "Wave Two"),
    ("Round A", "Round B"),
    ("nulmeting", "eindmeting"),
    ("ex ante", "ex post"),
    ("Last year", "This year"),
    ("Pré-teste", "Pós-teste"),
    ("wk 0", "wk12"),
    ("4 Wochen", "3 Monate"),
    ("three months", "one year"),
    ("Course not yet attended", "Course attended"),
]


@pytest.mark.parametrize(("first", "second"), WORDED)
def test_words_that_tell_an_order_put_waves_in_it(first, second):
    """In rows that were sorted otherwise the later wave came first, and every gain was a loss."""
    assert by_time([second, first]) == [first, second]


@pytest.mark.parametrize(("first", "second"), [*WORDED, ("Baseline", "3/12"), ("2023/24", "2024/25")])
def test_words_that_tell_an_order_may_be_waves_in_names_of_columns(first, second, tmp_path):
    """The two columns were questions of one time, and nothing could be compared; now it is asked."""
    head = ["Code", *(f"{wave}: {what}" for wave in (second, first) for what in ("Ran a group", "Sure"))]
    rows = [[code, said, "4", "No", "3"] for code, said in zip(PEOPLE, ["Yes", "No", "No", "Yes"], strict=True)]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [head, *rows])]))
    (item,) = (item for item in study.items.values() if item.kind == "yes-no")
    assert list(item.columns.values()) == [f"{wave}: Ran a group" for wave in (first, second)]


def test_no_id_of_a_wave_is_the_name_of_another(tmp_path):
    """T+1 was called t-1, and the proposal could not be read."""
    rows = [[code, when, said] for when in ("T+1", "T-1") for code, said in zip(PEOPLE, ["Yes", "No"] * 2, strict=True)]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [["Code", "Time", "Group"], *rows])]))
    assert {wave.label for wave in study.waves} == {"T+1", "T-1"}


def test_names_that_say_nothing_stay_as_they_are():
    assert names_of_files(["answers spring", "answers autumn"]) == ["answers spring", "answers autumn"]


def test_each_row_can_be_the_person(tmp_path):
    """Both answers of a person stand in one row, and nothing else tells who it is: this is asked."""
    rows = ["2024-05-13 14:20:00,Yes,No", "2024-05-13 14:27:00,No,Yes"]
    head = "Timestamp,Did you? [Before the course],Did you? [Now]"
    text = inspect_files([given(tmp_path, "\n".join([head, *rows]))])
    assert "rows: true   # ? no column holds codes" in text
    assert parse(text).identifier.rows


def test_a_code_that_files_call_differently_is_found_by_its_values(tmp_path):
    """Which column is meant in each file is written down and asked; the people are linked."""
    pre = given(tmp_path, "Code,group\n" + "".join(f"{code},Yes\n" for code in PEOPLE), "pre.csv")
    post = given(tmp_path, "Rating,Your own code,Group\n" + "".join(f"3,{code},No\n" for code in PEOPLE), "post.csv")
    path = new_study(tmp_path / "study", [pre, post])
    study = Study.load(tmp_path / "study")
    assert study.identifier.columns == {"pre": "Code", "post": "Your own code"}
    assert "column: Code   # ? the files call it differently" in path.read_text(encoding="utf-8")
    assert study.items["group"].columns == {"pre": "group", "post": "Group"}
    assert patterns(clean(study), "group") == {("yes", "no"): 4}


def test_the_sexes_are_no_yes_and_no(tmp_path):
    """Two labels that never change within anybody are a choice, known without asking."""
    rows = [f"{code},{'fm'[i % 2]}" for i, code in enumerate(PEOPLE)]
    files = [
        given(tmp_path, "\n".join(["Code,Sex,group", *(f"{row},{said}" for row in rows)]), name)
        for name, said in (("pre.csv", "Yes"), ("post.csv", "No"))
    ]
    sex = parse(inspect_files(files)).items["sex"]
    assert (sex.kind, sex.background) == ("choice", True)


def test_one_person_at_all_is_described(tmp_path):
    study = parse(inspect_files([given(tmp_path, "code,wave,group\nA1,pre,Yes\nA1,post,No\n")]))
    assert (study.identifier.column, study.data.layout, len(study.waves)) == ("code", "long", 2)


def test_the_last_digits_of_a_telephone_number_are_a_code(tmp_path):
    """People make such codes for themselves; a whole number would be dropped when it is read."""
    name = "Last four digits of your phone number"
    files = [
        given(tmp_path, f"{name},group\n4821,Yes\n1093,No\n7754,Yes\n", "pre.csv"),
        given(tmp_path, f"{name},group\n7754,Yes\n4821,No\n", "post.csv"),
    ]
    assert parse(inspect_files(files)).identifier.column == name


@pytest.mark.parametrize("away", ["", "99", "DNA", "Did not attend"])
def test_what_stands_for_no_answer_shows_nobody_to_have_been_there(away, tmp_path):
    """Age is known of those who did not come back: it was asked after the course, and all had handed in then."""
    said = [("Yes", "No"), ("No", away), ("Yes", "Yes"), ("No", "Yes"), ("Yes", away), ("No", "No")] * 2
    rows = [f"K{n}7,{20 + n},{pre},{post},{'' if post == away else n % 5}" for n, (pre, post) in enumerate(said)]
    proposed = inspect_files([given(tmp_path, "\n".join(["Code,Age,Group pre,Group post,Sure post", *rows]))])
    age = parse(proposed.replace("# codes", "codes")).items["age"]
    assert age.background


@pytest.mark.parametrize("away", ["", "99"])
def test_a_code_for_no_answer_is_no_answer_of_who_was_away(away, tmp_path):
    """How the course was rated is asked after it, also where who was away has a code for no answer."""
    said = [("Yes", "No", "4"), ("No", away, away), ("Yes", "Yes", "5"), ("No", "Yes", "3"), ("Yes", "Yes", "4")] * 2
    rows = [f"K{n}7,{pre},{post},{rated}" for n, (pre, post, rated) in enumerate(said)]
    proposed = inspect_files([given(tmp_path, "\n".join(["Code,Group pre,Group post,Rating", *rows]))])
    rating = parse(proposed.replace("# codes", "codes")).items["rating"]
    assert (rating.background, rating.waves) == (False, ["post"])


def test_one_wave_may_be_written_in_two_ways_and_be_missing_in_a_row():
    """Letter case and blanks make no other wave; a row without one is for cleaning to ask about."""
    labels = ["Pre", "pre ", "PRE", "Pre", "post", "Post", "post", "post"]
    columns = {"Code": PEOPLE * 2 * 2, "Survey": labels * 2, "group": ["Yes"] * 16}
    columns["Code"][8:] = [f"{code}2" for code in PEOPLE * 2]
    columns["Survey"][15] = ""
    found = find_wave_column(pd.DataFrame(columns, dtype="str"))
    assert (found.column, found.labels) == ("Survey", ("Pre", "post"))


def test_the_parts_of_a_scale_are_no_waves():
    """Nine numbered columns that stand alone, or beside questions with before and after in their names."""
    phq = [f"phq{number}" for number in range(1, 10)]
    assert repeated("id", *phq, cells="2") == {}
    assert [*repeated("id", "q_pre", "q_post", "s1", "s2", cells="2")] == ["q"]
    names = ["a_1", "a_2", "a_3", "b_1", "b_2", "b_3"]
    assert [*find_repeated(pd.DataFrame([["2"] * 6, ["3"] * 6], columns=names, dtype="str"))] == ["a", "b"]


def refused(*paths):
    """What stands in the refusal of files."""
    with pytest.raises(Refusal) as told:
        inspect_files(paths)
    return str(told.value)


BEFORE = [["MA12LE", "Yes"], ["JO03BR", "No"], ["AN27SH", "No"], ["LI09YO", "No"], ["RO15HU", "Yes"]]
AFTER = [["RO15HU", "Yes"], ["AN27SH", "Yes"], ["MA12LE", "Yes"], ["PE30DE", "No"], ["JO03BR", "Yes"]]
SIDES = [["Code before", "Group before", "", "Code after", "Group after"], ["Code", "Group", "", "Code", "Group"]]


@pytest.mark.parametrize("head", SIDES)
def test_tables_of_two_waves_side_by_side_are_refused(head, tmp_path):
    """The same people stand in other rows: a row is no person, and a table of rows would be wrong without a word."""
    rows = [head, *([*one, "", *other] for one, other in zip(BEFORE, AFTER, strict=True))]
    assert "different people in" in refused(write_csv(tmp_path / "a.csv", rows))


def test_codes_that_stand_twice_in_the_row_of_one_person_are_no_fault(tmp_path):
    """Somebody joined two tables by their codes, and kept both columns."""
    rows = [SIDES[0], *([*one, "", one[0], "Yes"] for one in BEFORE)]
    assert "layout: wide" in inspect_files([write_csv(tmp_path / "a.csv", rows)])


@pytest.mark.parametrize("name", ["Score", "Number of groups", "Mood"])
def test_what_people_score_is_no_code(name, tmp_path):
    """The same numbers stand before and after, of other people."""
    scores = [(f"P{n}", str(20 + n * 5 % 17), str(20 + n * 11 % 17)) for n in range(1, 15)]
    rows = [["Code", f"{name} before", f"{name} after"], *scores]
    assert "layout: wide" in inspect_files([write_csv(tmp_path / "a.csv", rows)])


def test_when_a_questionnaire_began_and_ended_makes_no_two_waves_of_a_file(tmp_path):
    """Files that tell no time stay files of one wave each."""
    head = ["Code", "Start date", "End date", "Group"]
    paths = []
    for name, people in (("apple", BEFORE), ("pear", AFTER)):
        rows = [[code, "2024-03-04", "2024-03-04", group] for code, group in people]
        paths.append(write_csv(tmp_path / f"{name}.csv", [head, *rows]))
    assert "layout: per-wave" in inspect_files(paths)


WIDE = [["Code", "Group before", "Group after"], ["MA12LE", "Yes", "No"], ["JO03BR", "No", "Yes"]]
LONG = [["Code", "Wave", "Group"], *([code, wave, "Yes"] for wave in ("pre", "post") for code, _ in BEFORE)]


@pytest.mark.parametrize("rows", [WIDE, LONG])
@pytest.mark.parametrize("names", [("Leeds", "York"), ("Typist AB", "Typist KL")])
def test_sheets_that_hold_all_waves_are_no_waves(rows, names, tmp_path):
    """They are places, groups or typists; which wave an answer is of stands within each."""
    path = write_workbook(tmp_path / "a.xlsx", dict.fromkeys(names, rows))
    assert "several tables with all times in each" in refused(path)


def test_sheets_called_as_waves_are_waves(tmp_path):
    """Also where a question within them names both times."""
    path = write_workbook(tmp_path / "a.xlsx", dict.fromkeys(("Before", "After"), WIDE))
    assert "layout: per-wave" in inspect_files([path])


def test_a_row_for_each_answer_is_refused(tmp_path):
    """All questions would be taken for one, and which answer counts for a conflict."""
    rows = [
        [code, wave, question, "Yes"] for wave in ("pre", "post") for code, _ in BEFORE for question in ("q1", "q2")
    ]
    path = write_csv(tmp_path / "a.csv", [["code", "wave", "question", "answer"], *rows])
    assert "a row for each answer" in refused(path)


@pytest.mark.parametrize("later", [0, 1])
def test_files_that_tell_no_time_stand_in_the_order_of_their_days(later, tmp_path):
    """The names are numbers that the browser gave; the day of each row is in the file."""
    paths = []
    for place in (0, 1):
        day = "2024-05-13" if place == later else "2024-03-04"
        rows = [["Submitted", "Code", "Group"], *([day, *row] for row in (AFTER if place == later else BEFORE))]
        paths.append(write_csv(tmp_path / f"export ({place}).csv", rows))
    waves = parse(inspect_files(paths)).waves
    assert [wave.file for wave in waves][1] == f"export ({later}).csv"


def test_the_arms_of_a_trial_are_one_event_each(tmp_path):
    """REDCap writes the arm behind the event: two arms and two events are two waves."""
    rows = [
        [number, f"{event}_arm_{1 + number % 2}", (number + (event == "after")) % 2]
        for event in ("before", "after")
        for number in range(1, 9)
    ]
    path = write_csv(
        tmp_path / "a.csv", [["record_id", "redcap_event_name", "q", "f_complete"], *[[*r, 2] for r in rows]]
    )
    waves = parse(inspect_files([path])).waves
    assert [(wave.id, sorted(wave.codes)) for wave in waves] == [
        ("before", ["before_arm_1", "before_arm_2"]),
        ("after", ["after_arm_1", "after_arm_2"]),
    ]


def test_labels_that_say_the_same_of_time_are_asked_to_be_one_wave():
    """A slip of the pen in one row is no wave of its own; where somebody stands at both, they are two."""
    cells = long(("Pre", "post"))
    cells.loc[1, "Survey"], cells.loc[6, "Survey"] = "Pre-course", "pst"
    wave = find_wave_column(cells)
    assert one_wave_each(cells, wave, "Code") == (
        {"Pre": ["Pre", "Pre-course"], "post": ["post", "pst"]},
        ["Pre-course", "pst"],
    )
    cells.loc[5, "Survey"] = "Pre"  # whoever stands at Pre-course
    assert "Pre-course" in one_wave_each(cells, wave, "Code")[0]


@pytest.mark.parametrize("labels", [("T1", "T2"), ("wave 1", "wave 2"), ("3 months", "6 months"), ("pre", "post")])
def test_labels_that_tell_times_apart_stay_waves(labels):
    cells = long(labels)
    assert one_wave_each(cells, find_wave_column(cells), "Code") == ({label: [label] for label in labels}, [])


@pytest.mark.parametrize(
    ("first", "second", "encoding"),
    [
        ("képzés előtt", "képzés után", "cp1250"),
        ("debut", "fin", "utf-8"),
        ("prije kursa", "poslije kursa", "cp1250"),
        ("fyrir námskeið", "eftir námskeið", "cp1252"),
        ("abans", "després", "cp1252"),
        ("преди курса", "след курса", "cp1251"),
        ("sebelum kursus", "sesudah kursus", "utf-8"),
        ("사전", "사후", "euc_kr"),
    ],
)
def test_before_comes_before_after_in_other_languages(tmp_path, first, second, encoding):
    """The later one stands first in the file: its letters and its place in time are told by its word."""
    rows = [(code, wave, "1" if code > "K" else "0") for wave in (second, first) for code in PEOPLE]
    text = "\n".join(";".join(row) for row in [("Code", "Mikor", "q"), *rows])
    told = inspect_files([given(tmp_path, text.encode(encoding))])
    waves = told.partition("waves:")[2]
    assert 0 < waves.index(f"label: {first}" if f"label: {first}" in waves else f'"{first}"') < waves.index(second)


def test_whole_numbers_may_be_written_with_decimals_throughout(tmp_path):
    """So a statistics program of another country writes codes, waves and answers: none was found."""
    answers = [(f"{n + 17},00", f"{wave},00", f"{(n * wave) % 2},00") for n in range(8) for wave in (1, 2)]
    text = "\n".join(";".join(row) for row in [("ID", "Zeit", "Gruppe"), *answers])
    new_study(tmp_path / "study", [given(tmp_path, text)])
    told = (tmp_path / "study" / "study.yaml").read_text(encoding="utf-8")
    assert "column: ID   # `ID`: 8 of 8 people found at both" in told and "wave_column: Zeit" in told
    cleaned = clean(Study.load(tmp_path / "study"))
    assert patterns(cleaned, "gruppe") == {("yes", "no"): 4, ("no", "no"): 4}


def test_a_record_of_redcap_is_a_person_though_its_number_follows_the_rows(tmp_path):
    """In a file sorted by event, records 1 to 4 stand in their order at each: they numbered the responses."""
    head = ["record_id", "redcap_event_name", "ran_group", "survey_complete"]
    rows = [[n, f"{event}_arm_1", (n + k) % 2, 2] for k, event in enumerate(("before", "after")) for n in range(1, 5)]
    told = inspect_files([write_csv(tmp_path / "a.csv", [head, *rows])])
    assert "column: record_id   # `record_id`: 4 of 4 people found at both" in told


def test_two_files_of_one_wave_are_refused(tmp_path):
    """They are sites or groups: each would be a wave, and nobody found again."""
    names = ("pre-leeds", "pre-york", "post-leeds", "post-york")
    paths = [write_csv(tmp_path / f"{name}.csv", [["Code", "Group"], *BEFORE]) for name in names]
    assert "pre-leeds and pre-york: found two tables of the wave 'pre'" in refused(*paths)


def test_two_versions_of_one_wave_are_refused_and_no_visits(tmp_path):
    """V1 and V2 of a form were visits after the last wave."""
    paths = [write_csv(tmp_path / f"{name}.csv", [["Code", "Group"], *BEFORE]) for name in ("pre-v1", "pre-v2", "post")]
    assert "pre-v1 and pre-v2: found two tables of the wave 'pre'" in refused(*paths)


def test_a_wave_written_once_above_its_rows_holds_for_them(tmp_path):
    """As merged cells are in a CSV file: it is asked, and works once confirmed."""
    rows = [[wave * (place == 0), code, said] for wave in ("pre", "post") for place, (code, said) in enumerate(BEFORE)]
    path = write_csv(tmp_path / "a.csv", [["Time", "Code", "Group"], *rows])
    settings = new_study(tmp_path / "study", [path])
    told = settings.read_text(encoding="utf-8")
    assert "filled_down: [Time]   # ? does an empty cell stand for what is above it?" in told
    assert sum(patterns(clean(Study.load(tmp_path / "study")), "group").values()) == len(BEFORE)


def test_a_row_without_a_wave_may_be_nobodys(tmp_path):
    """A way to leave it out is printed, and counts only once somebody has taken it."""
    rows = [["Code", "Time", "Group"], *([code, wave, said] for wave in ("pre", "post") for code, said in BEFORE)]
    settings = new_study(tmp_path / "study", [write_csv(tmp_path / "a.csv", [*rows, ["LO77ST", "", "Yes"]])])
    with pytest.raises(Refusal) as asked:
        clean(Study.load(tmp_path / "study"))
    rule = "- {column: \"Time\", is: [''], reason: no wave}"
    assert f"\n      # {rule}" in str(asked.value)
    text = settings.read_text(encoding="utf-8").replace("data:\n", f"data:\n  leave_out: [{rule[2:]}]\n", 1)
    settings.write_text(text, encoding="utf-8")
    assert clean(Study.load(tmp_path / "study")).rows.loc[0, "left out"] == 1


def test_a_note_right_below_a_long_table_is_offered_to_be_left_out(tmp_path):
    """Its line is a question, and nobody is lost by it."""
    rows = [["Code", "Time", "Group"], *([code, wave, said] for wave in ("pre", "post") for code, said in BEFORE)]
    settings = new_study(tmp_path / "study", [write_csv(tmp_path / "a.csv", [*rows, ["* could not be read", "", ""]])])
    text = settings.read_text(encoding="utf-8")
    assert "leave_out:   # ? 1 notes below the table: these rows do not count" in text
    assert f"rows: [{len(rows) + 1}], reason: notes below the table" in text
    cleaned = clean(Study.load(tmp_path / "study"))
    assert sum(patterns(cleaned, "group").values()) == len(BEFORE)


def test_codes_of_each_sites_own_are_asked_about(tmp_path):
    """Number 1 of one site is not number 1 of the other."""
    rows = [["site", "id", "q"], *([site, n, "Yes" if n % 2 else "No"] for site in ("A", "B") for n in range(1, 9))]
    paths = [write_csv(tmp_path / f"{wave}.csv", rows) for wave in ("pre", "post")]
    assert "never within one `site`: if each counts its own people" in inspect_files(paths)
    alone = [["site", "id", "q"], *([site, f"{site}{n}", said] for site, n, said in rows[1:])]
    paths = [write_csv(tmp_path / f"{wave}.csv", alone) for wave in ("pre", "post")]
    assert "counts its own people" not in inspect_files(paths)


def merged_codes(path, merge):
    """A workbook in which each code stands once, over the rows of its waves."""
    rows = [["Code", "Wave", "Group"]]
    for code, said in BEFORE:
        rows += [[code, "pre", said], ["", "post", "Yes"]]
    write_workbook(path, {"S": rows})
    book = openpyxl.load_workbook(path)
    for row in range(2, len(rows) + 1, 2) if merge else ():
        book.active.merge_cells(f"A{row}:A{row + 1}")
    book.save(path)
    return path


def test_a_code_merged_over_the_rows_of_a_person_is_of_each_of_them(tmp_path):
    """It is asked once, and everybody is found again."""
    told = inspect_files([merged_codes(tmp_path / "a.xlsx", merge=True)])
    assert "  merged: every   # ? do the merged cells of `Code` hold for each row that they cover?" in told
    assert f"{len(BEFORE)} of {len(BEFORE)} people found at both" in told and "no code" not in told


def test_a_code_written_once_above_empty_cells_is_that_of_the_rows_below_it(tmp_path):
    told = inspect_files([merged_codes(tmp_path / "a.xlsx", merge=False)])
    assert "filled_down: [Code]   # ? does an empty cell stand for the code above it?" in told


def test_an_answer_that_all_give_at_one_wave_is_an_answer(tmp_path):
    """Everybody may choose 5 afterwards; before, they did not."""
    before = write_csv(tmp_path / "pre.csv", [["Code", "Sure"], ["MA12LE", "2"], ["JO03BR", "4"], ["AN27SH", "3"]])
    after = write_csv(tmp_path / "post.csv", [["Code", "Sure"], ["MA12LE", "5"], ["JO03BR", "5"], ["AN27SH", "5"]])
    assert not parse(inspect_files([before, after])).items["sure"].waves[2:]
    assert parse(inspect_files([before, after])).items["sure"].waves == ["pre", "post"]


def test_statements_numbered_alike_are_no_waves(tmp_path):
    """Their questions in full ask different things; of one question at two visits they do not."""
    frame = pd.DataFrame({"id": ["a1", "b2", "c3"], "q1_1": [1.0, 2, 1], "q1_2": [2.0, 2, 1]})
    values = {"q1_1": {1: "Yes", 2: "No"}, "q1_2": {1: "Yes", 2: "No"}}

    def proposed(*labels):
        path = tmp_path / "answers.sav"
        pyreadstat.write_sav(frame, str(path), column_labels=["Code", *labels], variable_value_labels=values)
        return parse(inspect_files([path])).wave_ids

    assert proposed("Did you - Run a group", "Did you - Join a group") == ["once"]
    for again in ("Did you run a group (2)?", "Did you run a group at the second visit?"):
        assert proposed("Did you run a group (1)?" if "2" in again else "Did you run a group at first?", again) == [
            "wave-1",
            "wave-2",
        ]


def test_a_column_for_each_person_is_refused(tmp_path):
    """Turned round, each person would be a question."""
    people = [f"MA{number}LE" for number in range(10, 16)]
    rows = [["", *people], ["Ran a group before", *["Yes", "No"] * 3], ["Ran a group after", *["No", "Yes"] * 3]]
    assert "a column for each person" in refused(write_csv(tmp_path / "a.csv", rows))


@pytest.mark.parametrize(("first", "later"), [("{}_T1", "{}_T2"), ("a{}", "b{}")])
def test_codes_that_differ_by_what_all_of_a_file_have_in_common_are_told(first, later, tmp_path):
    """Nobody is found again, and the reason is in the codes themselves."""
    paths = [
        write_csv(tmp_path / f"{wave}.csv", [["Code", "Group"], *([way.format(code), said] for code, said in rows)])
        for wave, way, rows in (("pre", first, BEFORE), ("post", later, AFTER))
    ]
    told = inspect_files(paths)
    assert "linked: no   # ? nobody can be found again" in told and "4 of 6 people found at both without what" in told


REPEATED = [
    "record_id",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "sex",
    "base_complete",
    "q",
    "f_complete",
]


@pytest.mark.parametrize("main", [True, False])
def test_a_form_that_was_filled_in_several_times_is_several_waves(main, tmp_path):
    """Its instances are the only thing that says when; rows of other forms hold no answer to it."""
    rows = []
    for number in range(1, 9):
        rows += [[number, "", "", number % 2, 2, "", ""]] * main
        rows += [[number, "f", time, "", "", (number + time) % 2, 2] for time in (1, 2)]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [REPEATED, *rows])]))
    assert study.data.wave_column == "redcap_repeat_instance" and study.wave_ids == ["wave-1", "wave-2"]
    assert [rule.reason for rule in study.data.leave_out] == ["not of the repeated form"] * main


def test_a_log_beside_the_events_is_no_wave(tmp_path):
    """Where events say when, a form of any number is left out as before, with a question."""
    rows = []
    for number in range(1, 9):
        for event in ("pre_arm_1", "post_arm_1"):
            rows.append([number, event, "", "", number % 2 if event == "pre_arm_1" else 1, 2, ""])
        rows += [[number, "pre_arm_1", "log", time, "", "", "done"] for time in (1, 2)]
    head = [
        "record_id",
        "redcap_event_name",
        "redcap_repeat_instrument",
        "redcap_repeat_instance",
        "q",
        "f_complete",
        "l",
    ]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [head, *rows])]))
    assert study.data.wave_column == "redcap_event_name"
    assert [rule.reason for rule in study.data.leave_out] == ["repeating form"]


@pytest.mark.parametrize("again", ["Ran a group?", "Ran a group?.1"])
def test_a_question_asked_twice_in_one_form_may_be_two_waves(again, tmp_path):
    """First about the time before, then about now; some programs put a number behind the second name."""
    rows = [["Code", "Ran a group?", again], *([code, said, "Yes"] for code, said in BEFORE)]
    told = inspect_files([write_csv(tmp_path / "a.csv", rows)])
    assert "And do columns of one name ask at these waves, the first at the first?" in told
    assert "  outcome: ran-a-group   # ?" in told


def test_remarks_of_one_name_are_no_waves(tmp_path):
    """Nor is one question more than the others have of their name."""
    rows = [["Code", "Remarks", "Remarks"], *([code, f"fine {code}", f"good {code}"] for code, _ in BEFORE)]
    assert "these waves" not in inspect_files([write_csv(tmp_path / "a.csv", rows)])


def test_waves_of_other_alphabets_are_numbered(tmp_path):
    """An id has Latin letters; none may be the name of a column of what is made, as *wave* is."""
    rows = [["Code", "When", "Group"], *([code, when, said] for when in ("до", "после") for code, said in BEFORE)]
    assert parse(inspect_files([write_csv(tmp_path / "a.csv", rows)])).wave_ids == ["wave-1", "wave-2"]


def test_sessions_that_people_came_to_are_no_waves(tmp_path):
    """Whoever came to the first session need not have handed in the first questionnaire."""
    head = ["Code", "q_t1", "q_t2", "session1", "session2", "session3"]
    rows = [[code, said, "", "yes", "no", "yes"] for code, said in BEFORE[:2]] + [["X1", "", "Yes", "no", "yes", "no"]]
    rows += [["X2", "No", "Yes", "yes", "yes", "yes"]]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [head, *rows])]))
    assert study.wave_ids == ["t1", "t2"] and study.items["q"].columns == {"t1": "q_t1", "t2": "q_t2"}
    assert study.items["session1"].background


@pytest.mark.parametrize(("one", "other"), [("T1", "time 1"), ("3 months", "month 3"), ("pre", "Before")])
def test_one_time_written_in_two_ways_is_one_wave(one, other, tmp_path):
    head = ["Code", f"q {one}", f"q {one.replace('1', '2').replace('3', '6').replace('pre', 'post')}", f"r {other}"]
    path = write_csv(
        tmp_path / "a.csv", [[*head, "r end"], *([code, said, "Yes", said, "No"] for code, said in BEFORE)]
    )
    assert len(parse(inspect_files([path])).waves) == (2 if one == "pre" else 3)


@pytest.mark.parametrize(
    "times", [("March", "June"), ("Autumn", "Spring"), ("04/03/2024", "03/06/2024"), ("1st", "2nd")]
)
@pytest.mark.parametrize("way", ["Group {}", "{}: group", "{} group"])
def test_months_and_seasons_in_columns_may_be_waves(times, way, tmp_path):
    """Whether they are is asked; nothing was said of them before."""
    one, other = map(way.format, times)
    told = inspect_files(
        [write_csv(tmp_path / "a.csv", [["Code", one, other], ["A1", "Yes", "No"], ["B2", "No", "Yes"]])]
    )
    assert parse(told).waves[0].label == times[0] and len(parse(told).waves) == 2
    assert "And are these times at which one thing was asked?" in told


@pytest.mark.parametrize("names", [("1. Ran a group", "2. Met a peer"), ("May you lead?", "Will you lead?")])
def test_numbers_of_questions_and_words_like_months_are_no_waves(names, tmp_path):
    told = inspect_files([write_csv(tmp_path / "a.csv", [["Code", *names], ["A1", "Yes", "No"], ["B2", "No", "Yes"]])])
    assert parse(told).wave_ids == ["once"]


def test_a_time_in_a_clause_before_the_question_is_a_wave(tmp_path):
    names = [f"Thinking {when}, did you run a group?" for when in ("back to before the course", "about now")]
    told = inspect_files([write_csv(tmp_path / "a.csv", [["Code", *names], ["A1", "Yes", "No"], ["B2", "No", "Yes"]])])
    assert parse(told).wave_ids == ["before", "now"]


def test_a_column_of_an_earlier_time_in_a_later_file_is_asked_about(tmp_path):
    """The first time was compared with itself, as if the later file told of a later one."""
    first = write_csv(tmp_path / "pre.csv", [["Code", "Group T1"], *BEFORE])
    both = [["Code", "Group T1", "Group T2"], *([code, said, "Yes"] for code, said in BEFORE)]
    told = inspect_files([first, write_csv(tmp_path / "post.csv", both)])
    assert "`Group T1` stands in several files, though one of these holds several times" in told


@pytest.mark.parametrize("rows", [WIDE, LONG])
def test_cohorts_of_two_years_are_no_waves(rows, tmp_path):
    """Nobody is in both files, and each holds both times: they were taken for surveys that nobody can link."""
    others = [rows[0], *([code[::-1], *said] for code, *said in rows[1:])]
    paths = [write_csv(tmp_path / f"c-{year}.csv", some) for year, some in ((2023, rows), (2024, others))]
    assert "several tables with all times in each" in refused(*paths)


@pytest.mark.parametrize(
    ("head", "waves"),
    [(["code", "wave", "Item bought", "value"], ("pre", "post")), (["code", "Question version", "response"], ("",))],
)
def test_a_question_called_an_item_beside_values_is_no_row_for_each_answer(head, waves, tmp_path):
    """Whoever has one row at each time has answered two questions there, whatever these are called."""
    rows = [[code, *filter(None, [wave]), "AB"[n % 2], "Yes"] for wave in waves for n, (code, _) in enumerate(BEFORE)]
    text = inspect_files([write_csv(tmp_path / "a.csv", [head, *rows])])
    assert f"{head[-2].casefold().replace(' ', '-')}:" in text


def test_a_sheet_for_each_person_is_refused(tmp_path):
    """The questions were taken for people, and the people for waves."""
    table = [["Question", "Before", "After"], ["Ran a group", "Yes", "No"], ["Met a peer", "No", "Yes"]]
    path = write_workbook(tmp_path / "a.xlsx", {code: table for code, _ in BEFORE})
    assert "a row for each answer" in refused(path)


@pytest.mark.parametrize(("label", "first"), [("Follow-up", "empty"), ("post", "empty"), ("Baseline", "baseline")])
def test_an_empty_cell_may_be_a_wave(label, first, tmp_path):
    """Many tools mark the later time alone: everybody was one more person of a single survey."""
    rows = [["Code", "Survey", "Group"], *([code, "", said] for code, said in BEFORE)]
    path = write_csv(tmp_path / "a.csv", [*rows, *([code, label, said] for code, said in AFTER)])
    new_study(tmp_path / "study", [path])
    study = Study.load(tmp_path / "study")
    assert study.wave_ids[0] == first and len(study.wave_ids) == 2
    assert "And do rows with an empty cell of `Survey` tell of a time" in inspect_files([path])
    assert sum(patterns(clean(study), "group").values()) == 6


def test_codes_that_two_people_share_are_asked_about(tmp_path):
    """A household has one code: which of its answers counts for a conflict is no question of chance."""
    rows = [["Code", "Group"], *([f"H{n // 2:02d}", "Yes" if n % 2 else "No"] for n in range(10))]
    told = inspect_files([write_csv(tmp_path / f"{wave}.csv", rows) for wave in ("pre", "post")])
    assert "# ? 20 rows share a code with a different row of their wave: is each code one person's?" in told


def test_numbers_that_each_cohort_begins_anew_are_no_copies(tmp_path):
    """Copies of one questionnaire say the same; people of two years who have one number do not."""
    rows = [["Year", "No", "Wave", "Group"]]
    rows += [
        [year, n, wave, "Yes" if (n + shift) % 3 else "No"]
        for year, shift in (("2023", 0), ("2024", 1))
        for wave in ("pre", "post")
        for n in range(1, 9)
    ]
    told = inspect_files([write_csv(tmp_path / "a.csv", rows)])
    assert "never within one `Year`: if each counts its own people" in told and "two copies" not in told


def test_a_wave_within_codes_is_told(tmp_path):
    rows = [["ID", "Group"], *([f"{code}_{wave}", said] for wave in ("pre", "post") for code, said in BEFORE)]
    assert "5 codes stand twice but for a wave in them ('pre', 'post')" in inspect_files(
        [write_csv(tmp_path / "a.csv", rows)]
    )


@pytest.mark.parametrize("others", [[], [["3"]]])
def test_a_first_row_of_answers_is_no_row_of_names(others, tmp_path):
    """The first person was lost, and answers were the names of questions."""
    rows = [[code, said, later] for (code, said), (_, later) in zip(BEFORE, AFTER, strict=True)]
    rows = [[*row, *(str(place) for _ in others)] for place, row in enumerate(rows)]
    assert "answers in place of names" in refused(write_csv(tmp_path / "a.csv", rows))
    path = write_csv(tmp_path / "b.csv", [["Code", "Group before", "Group after", *("Sure" for _ in others)], *rows])
    assert len(parse(inspect_files([path])).waves) == 2


def test_sheets_called_as_waves_may_call_codes_differently(tmp_path):
    """The later sheet was not read."""
    sheets = {"Pre": [["Kode", "Group"], *BEFORE], "Post": [["Code name", "Group"], *AFTER]}
    told = inspect_files([write_workbook(tmp_path / "a.xlsx", sheets)])
    assert parse(told).wave_ids == ["pre", "post"] and parse(told).identifier.columns


@pytest.mark.parametrize(
    ("first", "kind"), [(["1", "2", "3", "1", "2"], "yes-no"), (["1", "2", "3", "4", "5"], "scale")]
)
def test_numbers_of_which_one_wave_has_few_are_asked_about(first, kind, tmp_path):
    """They were free text, and no question was left."""
    paths = []
    for wave, said in (("pre", first), ("post", ["1", "2", "2", "1", "1"])):
        rows = [[code, answer] for (code, _), answer in zip(BEFORE, said, strict=True)]
        paths.append(write_csv(tmp_path / f"{wave}.csv", [["Code", "Group"], *rows]))
    told = inspect_files(paths)
    assert f"    kind: {kind}" in told
    assert ('# ? write "3" where each belongs' in told) == (kind == "yes-no")


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["pre1", "pre2", "pre3", "post1", "post2", "post3"], ["pre", "post"]),
        (["preQ1", "preQ2", "postQ1", "postQ2"], ["pre", "post"]),
        (["T1Q1", "T1Q2", "T2Q1", "T2Q2"], ["T1", "T2"]),
        (["RanGroupPre", "SurePre", "RanGroupPost", "SurePost"], ["Pre", "Post"]),
        (["preRanGroup", "preSure", "postRanGroup", "postSure"], ["pre", "post"]),
    ],
)
def test_a_wave_in_one_word_with_its_question(names, labels):
    """``pre1`` and ``pre2`` are two questions before, not one question at two times."""
    repeated = find_repeated(pd.DataFrame([["yes"] * len(names)], columns=names))
    assert {name for columns in repeated.values() for name in columns.values()} == {*names}
    assert all(list(columns) == labels for columns in repeated.values())


def test_a_word_that_only_begins_as_a_wave_is_none():
    """Prepare, present, poster; and where waves stand apart, none is looked for within words."""
    names = ["Prepare", "Present", "Poster", "StartDate", "EndDate"]
    assert find_repeated(pd.DataFrame([["yes"] * 5], columns=names)) == {}


def test_whether_numbers_are_times_is_asked(tmp_path):
    """``a1, a2, b1, b2`` may be four questions of one time."""
    path = tmp_path / "a.csv"
    path.write_text("id,a1,a2,b1,b2\nP1,Yes,No,No,Yes\nP2,No,Yes,Yes,No\n")
    assert "are these numbers times, not questions of one time?" in inspect_files([path])


def test_visits_as_openclinica_writes_them_are_asked_about(tmp_path):
    """The visit stands before the form, behind the question."""
    path = tmp_path / "a.csv"
    path.write_text("id,RAN_E1_C1,SURE_E1_C1,RAN_E2_C1,SURE_E2_C1\nP1,Yes,1,No,2\nP2,No,2,Yes,3\n")
    assert "columns: {e1: RAN_E1_C1, e2: RAN_E2_C1}" in inspect_files([path])


def test_waves_are_in_order_in_the_units_that_they_name():
    """A year is later than six months, and six months than twelve weeks."""
    assert by_time(["1 year", "6 months", "12 weeks", "Baseline"]) == ["Baseline", "12 weeks", "6 months", "1 year"]


def test_sheets_of_places_in_a_workbook_for_each_wave_are_refused(tmp_path):
    """Leeds before was compared with York afterwards, as the first and the last of four waves."""
    rows = [["Code", "Group"], ["A1", "Yes"], ["B2", "No"], ["C3", "No"]]
    files = [write_workbook(tmp_path / f"{wave}.xlsx", {"Leeds": rows, "York": rows}) for wave in ("pre", "post")]
    with pytest.raises(Refusal, match="two tables of the wave 'pre'"):
        inspect_files(files)


def test_the_sheet_of_each_workbook_is_called_as_its_file_where_that_tells_the_wave(tmp_path):
    """Two sheets called Data were two waves called Data."""
    rows = [["Code", "Group"], ["A1", "Yes"], ["B2", "No"], ["C3", "No"]]
    sheets = {"Data": rows, "Notes": [["Printed in June"]]}
    files = [write_workbook(tmp_path / f"{wave}.xlsx", sheets) for wave in ("pre", "post")]
    waves = parse(inspect_files(files)).waves
    assert [(wave.label, wave.file, wave.sheet) for wave in waves] == [
        ("pre", "pre.xlsx", "Data"),
        ("post", "post.xlsx", "Data"),
    ]


def test_a_file_that_asks_nothing_of_what_others_ask_may_be_no_wave(tmp_path):
    """A list of people beside two waves became a third wave, at which everybody was there."""
    asked = [
        write_csv(tmp_path / f"{w}.csv", [["Code", "Group"], ["A1", "Yes"], ["B2", "No"]]) for w in ("pre", "post")
    ]
    people = write_csv(tmp_path / "people.csv", [["Code", "Age"], ["A1", "31"], ["B2", "40"]])
    assert "And is people a time? It asks nothing that another asks" in inspect_files([*asked, people])
    assert "It asks nothing" not in inspect_files(asked)


def test_variables_numbered_beside_a_wave_are_no_visits(tmp_path):
    """V1 and V2 were two visits at which two things were asked, t0 and t1."""
    rows = [
        ["id", "v1_t0", "v1_t1", "v2_t0", "v2_t1"],
        ["1", "Yes", "No", "Yes", "Yes"],
        ["2", "No", "No", "Yes", "No"],
    ]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", rows)]))
    assert study.wave_ids == ["t0", "t1"] and study.items["v1"].columns == {"t0": "v1_t0", "t1": "v1_t1"}


def test_a_question_with_one_column_is_of_the_wave_that_its_name_tells(tmp_path):
    """Everybody answered it, so it was known of them before they came."""
    rows = [
        ["id", "Group pre", "Group post", "Sure post"],
        ["1", "Yes", "No", "3"],
        ["2", "No", "", "2"],
        ["3", "No", "Yes", "5"],
    ]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", rows)]))
    assert (study.items["sure-post"].waves, study.items["sure-post"].background) == (["post"], False)


@pytest.mark.parametrize(
    "said, told", [("pre", "And `Wave` says pre in 1 row of post"), ("post", ""), ("", ""), ("follow-up", "")]
)
def test_rows_that_name_another_wave_than_their_file_are_asked_about(said, told, tmp_path):
    """They counted as the file says, and the column of waves was the question to be compared."""
    head = ["Code", "Wave", "Group"]
    before = [["A1", "pre", "Yes"], ["B2", "pre", "No"], ["C3", "pre", "No"]]
    after = [["A1", "post", "Yes"], ["B2", said, "Yes"], ["C3", "post", "No"]]
    files = [write_csv(tmp_path / f"{wave}.csv", [head, *rows]) for wave, rows in (("pre", before), ("post", after))]
    proposal = inspect_files(files)
    assert "- Wave   # tells the wave, as the file does" in proposal and "outcome: group" in proposal
    assert told in proposal and ("says" in proposal) == bool(told)


def test_a_column_that_turns_the_waves_round_is_no_question_whatever_it_is_called(tmp_path):
    rows = [["Code", "Survey", "Group"], ["A1", "post", "Yes"], ["B2", "post", "No"]]
    turned = [[code, "pre", said] for code, _, said in rows[1:]]
    told = inspect_files([write_csv(tmp_path / "pre.csv", rows), write_csv(tmp_path / "post.csv", [rows[0], *turned])])
    assert "And `Survey` says post in 2 rows of pre" in told and "outcomes: [group]" in told


@pytest.mark.parametrize("wave, labels", [("fu", ["first", "fu"]), ("baseline", ["baseline", "later"])])
def test_a_question_beside_the_same_with_a_wave_is_asked_at_two(wave, labels, tmp_path):
    """Columns of which only the later ones name their time were questions of one wave."""
    rows = [
        ["id", "ran", "sure", f"ran_{wave}", f"sure_{wave}"],
        ["1", "Yes", "3", "No", "4"],
        ["2", "No", "2", "Yes", "5"],
    ]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", rows)]))
    assert study.wave_ids == labels and {*study.items["ran"].columns.values()} == {"ran", f"ran_{wave}"}


@pytest.mark.parametrize("name", ["First name", "Score now", "Why?"])
def test_a_word_that_says_little_beside_the_same_name_tells_no_wave(name, tmp_path):
    rows = [["id", "Name", "Score", name], ["1", "x", "3", "4"], ["2", "y", "2", "5"]]
    assert "{id: once" in inspect_files([write_csv(tmp_path / "a.csv", rows)])


def test_a_file_of_all_rows_beside_those_of_each_wave_is_refused(tmp_path):
    """It was a third wave, with which the first was compared."""
    head, before, after = ["Code", "Group"], [["A1", "No"], ["B2", "No"]], [["A1", "Yes"], ["B2", "No"]]
    parts = {"pre": before, "post": after, "combined": before + after}
    files = [write_csv(tmp_path / f"{name}.csv", [head, *rows]) for name, rows in parts.items()]
    with pytest.raises(Refusal, match="found all rows of pre and post once more"):
        inspect_files(files)
    third = write_csv(tmp_path / "later.csv", [head, *before])  # nobody has changed since: that is no copy of both
    assert len(parse(inspect_files([*files[:2], third])).waves) == 3


def test_numbers_of_waves_that_a_heading_explains_are_asked_about_where_the_later_comes_first(tmp_path):
    rows = [["Code", "Time (1 = after, 2 = before)", "Group"], ["A1", "2", "No"], ["B2", "2", "No"]]
    rows += [["A1", "1", "Yes"], ["B2", "1", "No"]]
    told = inspect_files([write_csv(tmp_path / "a.csv", rows)])
    assert "2 is before and 1 is after: put them in that order" in told


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *[("pretest", "postest"), ("Baslinje", "Uppföljning"), ("Początek", "Koniec"), ("ingresso", "uscita")],
        *[
            ("cyn", "wedyn"),
            ("Begin", "Einde"),
            ("inizio", "fine"),
            ("inclusion", "suivi"),
            ("Início", "Fim"),
            ("Førmåling", "Eftermåling"),
            ("voor", "na"),
        ],
        *[("Meting 1", "Meting 2"), ("pomiar 1", "pomiar 2"), ("1. Befragung", "2. Befragung"), ("J0", "J30")],
    ],
)
def test_waves_of_more_languages_stand_in_names_of_columns(first, second, tmp_path):
    """The later one stands first in the file."""
    names = [f"{question} ({wave})" for question in ("group", "help") for wave in (second, first)]
    told = inspect_files([write_csv(tmp_path / "a.csv", [["Code", *names], *([p, *"1001"] for p in PEOPLE)])])
    study = parse(told)
    assert [wave.label for wave in study.waves] == [first, second]
    assert study.items["group"].columns == dict(zip(study.wave_ids, names[1::-1], strict=True))


def test_answers_of_a_wide_file_are_neither_waves_nor_codes(tmp_path):
    """*Time 1* stands in the name of a question; its answers were waves, and those of another people."""
    levels = ["Agree", "Neutral", "Disagree"]
    names = ["Code", "Useful (Time 1)", "Group (Time 1)", "Useful (Time 2)", "Group (Time 2)", "Seconds"]
    rows = [
        [f"{n:03d}", levels[n % 3], "Yes", levels[n % 2], "No" if n % 2 else "Yes", str(100 + n % 7)] for n in range(13)
    ]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [names, *rows])]))
    assert (study.data.layout, study.identifier.column, len(study.waves)) == ("wide", "Code", 2)


@pytest.mark.parametrize(("word", "asked"), [("encore", True), ("3 month follow-up", False)])
def test_a_third_time_of_every_question_is_no_question_of_its_own(word, asked, tmp_path):
    """A word that no list knows is asked about; it was left beside the two that are known."""
    names = [f"{question}.{wave}" for question in ("q", "r") for wave in ("Pre", "Post", word)]
    told = inspect_files([write_csv(tmp_path / "a.csv", [["Code", *names], *([p, *"100110"] for p in PEOPLE)])])
    assert [wave.label for wave in parse(told).waves] == ["Pre", "Post", word]
    assert (f"And is {word} a time, too?" in told) == asked


def test_a_why_behind_one_question_is_no_time(tmp_path):
    """Others have no such column."""
    names = ["q pre", "q post", "q why", "r pre", "r post"]
    rows = [[p, "1", "0", "it was good", "0", "1"] for p in PEOPLE]
    assert len(parse(inspect_files([write_csv(tmp_path / "a.csv", [["Code", *names], *rows])])).waves) == 2


def test_a_questionnaire_entered_twice_hides_no_wave():
    """Of forty rows one stands there twice; the words of the waves are in no list."""
    codes = [f"MA{n:02d}" for n in range(20)]
    rows = [(code, wave) for wave in ("aa", "bb") for code in codes]
    cells = pd.DataFrame([*rows, rows[3]], columns=["code", "when"], dtype="str")
    assert find_wave_column(cells).column == "when"


def test_totals_below_names_are_left_out_by_their_rows(tmp_path):
    """The column of names is not read, so that no rule may speak of it; whoever has such a name is no total."""
    names = ["Mara Lee", "Jon Ash", "Eve Cole", "Kim North", "Tess Fox", "Ann Hill", "Max Owen"]
    rows = [[name, f"{1000 + 7 * n}", "Yes" if n % 2 else "No"] for n, name in enumerate(names)]
    table = [["Nombre", "Código", "q"], *rows, ["Total", "", "7"]]
    files = [write_csv(tmp_path / f"{wave}.csv", table) for wave in ("pre", "post")]
    new_study(tmp_path / "study", files)
    told = (tmp_path / "study" / "study.yaml").read_text(encoding="utf-8")
    assert "rows: [9], reason: totals" in told and "Nombre, is" not in told
    assert len(clean(Study.load(tmp_path / "study")).responses["participant"].unique()) == len(names)


def test_the_days_of_a_row_a_person_are_no_waves(tmp_path):
    """Each code stands in one row: days beside it tell when a person came, not when all did."""
    days = ["2024-04-14", "2024-04-15", "2024-04-16"]
    names = ["Deelnemer", "Datum voor", "Datum na", "hulp voor", "hulp na", "werk voor", "werk na"]
    rows = [[str(6000 + 7 * n), days[n % 3], f"2024-07-1{n % 3}", "Ja", "Nee", "Nee", "Ja"] for n in range(12)]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [names, *rows])]))
    assert (study.data.layout, study.identifier.column) == ("wide", "Deelnemer")
    assert [wave.label for wave in study.waves] == ["voor", "na"]


@pytest.mark.parametrize(
    "names",
    [
        ("help pre", "help post", "help partner"),
        ("pre help", "post help", "self help"),
        *[tuple(f"{q}_{w}" for q in "qr" for w in ("pre", "post", more)) for more in ("change", "target", "evolutie")],
    ],
)
def test_what_stands_beside_two_times_is_a_third_one_only_if_it_may_be(names, tmp_path):
    """Differences, and answers for somebody else, became the last time, and the main question was about it."""
    answers = ["3", "1", "-2"] * 2 if names[-1].endswith("evolutie") else ["1", "2", "1"] * 2
    rows = [
        [code, *(answers[: len(names)] if n % 2 else ["2", "1", "1"] * (len(names) // 3))]
        for n, code in enumerate(PEOPLE)
    ]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [["Code", *names], *rows])]))
    assert [wave.label for wave in study.waves] == ["pre", "post"]


@pytest.mark.parametrize(
    "names",
    [("d1", "d2", "d3"), ("J1", "J2", "J3", "J4"), ("I am fine", "I am present"), ("q opening", "q beforehand")],
)
def test_numbered_questions_and_words_of_one_time_are_no_times(names, tmp_path):
    """Questions D1 and D2 were two days; of *fine* and *present*, both of which tell the end, one took the other's."""
    rows = [[code, *("Yes" if (n + m) % 2 else "No" for m in range(len(names)))] for n, code in enumerate(PEOPLE)]
    study = parse(inspect_files([write_csv(tmp_path / "a.csv", [["Code", *names], *rows])]))
    assert len(study.waves) == 1 and [item.column for item in study.items.values()] == [*names]


@pytest.mark.parametrize("column", ["ReviewNo", "Turn", "Month"])
def test_a_column_at_whose_values_each_code_stands_once_may_tell_the_wave(column, tmp_path):
    """Whatever it and the codes are called: most codes come again, and a person must say."""
    codes = [f"K{n}B" for n in range(101, 113)]
    rows = [f"{code},{value},{'yes' if n % (2 + value) else 'no'}" for value in (1, 2) for n, code in enumerate(codes)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([f"Ref,{column},heard", *rows]), encoding="utf-8")
    text = inspect_files([path])
    assert f"wave_column: {column}   # ? does it tell the wave?" in text
    assert "  column: Ref   # `Ref`: 12 of 12 people found at both" in text


def test_months_of_other_languages_may_be_waves_in_names_of_columns(tmp_path):
    path = tmp_path / "a.csv"
    rows = ["A1,S,N,S,S", "B2,N,S,S,N", "C3,N,N,S,S"]
    path.write_text("\n".join(["id,oído enero,empleo enero,oído junio,empleo junio", *rows]), encoding="utf-8")
    assert 'columns: {enero: "oído enero", junio: "oído junio"}' in inspect_files([path])
