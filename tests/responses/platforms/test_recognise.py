"""Each platform is known by how its files begin; what it notes of responses is no question, and nobody's code."""

import pytest

from firststeps.responses.given.heads import Head
from firststeps.responses.platforms.box_groups import box_groups
from firststeps.responses.platforms.doubtful_rows import doubts
from firststeps.responses.platforms.opening import opened
from firststeps.responses.platforms.recognise import export_of
from firststeps.responses.proposing.propose import inspect_files
from firststeps.study import parse
from tests.exports.cases import FILES
from tests.responses.platforms.people import write_csv

KNOWN = {
    "A01-qualtrics-1-before.csv": ("Qualtrics", Head((1,), 2, (3,)), {"preview": 1, "unfinished": 1}),
    "A01-qualtrics-2-after.csv": ("Qualtrics", Head((1,), 2, (3,)), {"unfinished": 1}),
    "A27-qualtrics-labels-deleted-1-before.csv": ("Qualtrics", Head(), {"preview": 1, "unfinished": 1}),
    "A02-surveymonkey-2-post.xlsx": ("SurveyMonkey", Head((1, 2)), {"empty response": 1}),
    "A03-googleforms-1-before.csv": ("Google Forms", Head(), {"declined": 1}),
    "A04-msforms-2-post.xlsx": ("Microsoft Forms", Head(), {}),
    "A05-redcap-raw.csv": ("REDCap", Head(), {"form not complete": 2}),
    "A06-limesurvey-2-post.csv": ("LimeSurvey", Head(), {"unfinished": 1}),
    "A07-kobo.csv": ("KoboToolbox", Head(), {}),
    "A08-jisc-1-pre.csv": ("Jisc Online Surveys", Head(), {}),
    "A09-jotform-2-post.csv": ("Jotform", Head(), {}),
    "A12-excel-title-totals.xlsx": ("", Head((4,)), {"totals": 2}),
    "A13-excel-two-headers.xlsx": ("", Head((1, 2)), {}),
    "A26-excel-csv-trailing.csv": ("", Head(), {}),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_file_is_known_by_its_platform_with_its_head_and_its_doubtful_rows(name):
    """Values from what the case says of its file (RIGHT.md of the cases): labels, previews, unfinished responses."""
    (one,) = opened(FILES / name)
    code = next((column for column in one.table.cells if "personal code" in column), "")
    counts = {rule.reason: number for rule, number in doubts(one.table, one.export, code)}
    assert (one.export.platform, one.export.head, counts) == KNOWN[name]


@pytest.mark.parametrize("name", [name for name, (platform, *_) in KNOWN.items() if platform])
def test_columns_of_the_program_are_in_the_file(name):
    """What is told of columns is told of those that are there, as they are written there."""
    (one,) = opened(FILES / name)
    told = {*one.export.program, *one.export.personal, *(doubt.column for doubt in one.export.doubts)}
    assert told <= {*one.table.cells}


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_the_order_of_columns_makes_no_difference_to_which_platform_it_is(name):
    """But for platforms that are known by their first column: Google's time stamp, Microsoft's number."""
    for one in opened(FILES / name):
        names = list(one.table.cells)
        first, *rest = names
        turned = export_of([[first, *reversed(rest)]])
        assert turned.platform == export_of([names]).platform


def test_the_questions_of_qualtrics_become_labels():
    (one,) = opened(FILES / "A01-qualtrics-1-before.csv")
    assert one.table.labels["Q2"].startswith("Please make your personal code")
    assert not one.table.cells.isin(["Start Date"]).any(axis=None)


def test_a_title_above_a_platforms_file_moves_its_head():
    """Somebody wrote a line above what Qualtrics exported."""
    rows = [line.split(",") for line in ("StartDate,EndDate,ResponseId,Q1", "Start Date,End Date,Response ID,Help?")]
    rows += [['{"ImportId":"a"}'] * 4, ["2024-03-04", "2024-03-04", "R_1", "Yes"]]
    rows += [["2024-03-05", "2024-03-05", "R_2", "No"]]
    assert export_of([["Our survey", "", "", ""], *rows]).head == Head((2,), 3, (4,))
    assert export_of(rows).head == Head((1,), 2, (3,))


def test_unipark_says_who_broke_off(tmp_path):
    """Rows whose disposition is that somebody broke off may not count; its own columns are no questions."""
    head = ["lfdn", "external_lfdn", "dispcode", "lastpage", "c_0001", "v_1"]
    rows = [[n, 0, 31 if n > 3 else 22, 777, f"K{n}9", n % 2 + 1] for n in range(1, 9)]
    (one,) = opened(write_csv(tmp_path / "a.csv", [head, *rows]))
    assert one.export.platform == "Unipark"
    assert {*one.export.program} == {*head[:4]}
    assert {rule.reason: number for rule, number in doubts(one.table, one.export, "c_0001")} == {"unfinished": 3}


def test_what_pandas_writes_below_two_rows_of_names_is_nobodys(tmp_path):
    """The name of the index stands alone in a row of its own."""
    rows = [["", "q", "q"], ["wave", "pre", "post"], ["code", "", ""], ["A1", "Yes", "No"], ["B2", "No", "No"]]
    (one,) = opened(write_csv(tmp_path / "a.csv", rows))
    assert one.export.head == Head((2,), skip=(3,))
    assert one.table.cells["pre"].tolist() == ["Yes", "No"]
    more = [[*row, cell, cell] for row, cell in zip(rows, ("r", "pre", "", "1", "2"), strict=True)]
    more[1][-1] = "post"
    (one,) = opened(write_csv(tmp_path / "b.csv", more))
    assert one.export.head == Head((1, 2), skip=(3,))
    assert one.table.cells["q: pre"].tolist() == ["Yes", "No"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_record_of_redcap_is_told_by_its_name_wherever_it_stands(turned):
    """The first column was taken for the record, and a form filled in twice for a log to be left out."""
    head = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "ran_group", "survey_complete"]
    rows = [[str(record), "survey", str(number), "1", "2"] for record in (1, 2) for number in (1, 2)]
    table = [head, *rows]
    export = export_of([row[::-1] for row in table] if turned else table)
    assert export.person == "record_id"
    assert [doubt.reason for doubt in export.doubts] == ["not of the repeated form"]


def test_a_question_that_is_called_as_a_column_of_the_program_stays_one():
    """Microsoft Forms numbers its rows in Id; people may be asked for their ID."""
    export = export_of([["Id", "Start time", "Completion time", "Email", "Name", "ID", "q"]])
    assert "Id" in export.program and "ID" not in export.program


def test_visits_of_openclinica_are_the_waves_and_what_it_notes_of_them_is_no_question():
    """The numbers of its notes were taken for the waves, and the question of each visit for one of the last."""
    (one,) = opened(FILES / "E01-openclinica.tsv")
    assert (one.export.platform, one.export.person) == ("OpenClinica", "Study Subject ID")
    assert {"StartDate_E1", "SubjectEventStatus_E2", "VersionName_E1_C1"} <= {*one.export.program}
    assert "heard_E1_C1" not in one.export.program


def test_a_question_that_is_called_as_a_note_of_openclinica_stays_one():
    """Visits have a place and a day, forms an interviewer: an answer about either has the number of its form."""
    head = ["Study Subject ID", "StartDate_E1", "Location_E1", "StartDate_E2_1", "InterviewerName_E2_1_C1"]
    export = export_of([[*head, "Location_E1_C1", "EndDate_E1_C2"]])
    assert {*export.program} == {*head[1:]} and export.platform == "OpenClinica"


def test_names_of_limesurvey_with_code_and_text_tell_who_did_not_submit():
    """Its unfinished responses counted, and the seed was somebody's code, where names hold code and text."""
    (one,) = opened(FILES / "E02-limesurvey-codes-and-texts-1-before.csv")
    assert (one.export.platform, one.export.date) == ("LimeSurvey", "submitdate. Date submitted")
    assert {rule.reason: number for rule, number in doubts(one.table, one.export)} == {"unfinished": 1}
    boxes, *others = box_groups(one.table, [*one.table.cells], "LimeSurvey")
    assert ([*boxes.boxes], boxes.label, others) == (["Peers", "Walks", "Other"], "What helps?", [])


def test_what_epi_info_marks_as_deleted_may_not_count():
    (one,) = opened(FILES / "E08-epi-info.csv")
    assert one.export.platform == "Epi Info" and "RECSTATUS" in one.export.program
    assert {rule.reason: number for rule, number in doubts(one.table, one.export)} == {"rejected": 2}


def test_ticks_of_kobo_are_read_from_its_boxes():
    """Spaces part its list of ticks; it was taken for own words, or for a choice of *peers walks*."""
    for name, choices in (("A07-kobo.csv", 4), ("E07-kobo-ticks.xlsx", 3)):
        (helps,) = [item for item in parse(inspect_files([FILES / name])).items.values() if "helps" in item.label]
        assert (helps.kind, len(helps.boxes)) == ("ticks", choices)


def test_typeform_knows_people_by_the_code_that_they_wrote():
    """Its Network ID is that of a device, and finds them too."""
    names = ["#", "Your code", "Heard?", "Response Type", "Start Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"]
    export = export_of(
        [names, ["a1", "MA12LE", "1", "completed", "2024-03-01 10:00:00", "2024-03-01 10:05:00", "n0", ""]]
    )
    assert export.platform == "Typeform" and export.date == "Submit Date (UTC)"
    assert {"#", "Network ID", "Tags"} <= {*export.program}


@pytest.mark.parametrize(
    "begun",
    [("ID", "Hora de início", "Hora de conclusão"), ("Identyfikator", "Godzina rozpoczęcia", "Godzina ukończenia")],
)
def test_microsoft_forms_is_known_in_more_languages(begun):
    export = export_of([[*begun, "Email", "Heard?"], ["1", "2024-03-01 10:00", "2024-03-01 10:05", "anonymous", "1"]])
    assert export.platform == "Microsoft Forms" and export.date == begun[2]
